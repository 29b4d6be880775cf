"""Home Assistant itself, as a process of its own."""

import asyncio
from contextlib import suppress
import os
from pathlib import Path
import signal
import socket
import sys
from typing import Final, Self

from .front_door import FrontDoor
from .home_folder import HOST, REPOSITORY

# What Home Assistant exits with when it wants to be started again.
RESTART_EXIT_CODE: Final = 100
STOP_TIMEOUT_S: Final = 60
START_TIMEOUT_S: Final = 300


class HomeDiedError(Exception):
    """Home Assistant ended before its page could be opened."""


def port_is_free(port: int) -> bool:
    """Whether a server can listen on this port of loopback."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


class HomeProcess:
    """A Home Assistant on a prepared folder, in a process group of its own."""

    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        """Look after this process; `start` makes one."""
        self._process = process
        self.address = f"http://{HOST}:{port}"

    @classmethod
    async def start(cls, folder: Path, port: int) -> Self:
        """Start it. Everything it needs is installed, so it is told not to look for packages."""
        search_path = [str(REPOSITORY / "dev/no_voice"), os.environ.get("PYTHONPATH")]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "homeassistant",
            "--config",
            str(folder),
            "--skip-pip",
            # Not the repository: Python would find components there, and not look into the folder
            cwd=folder,
            start_new_session=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, search_path))},
        )
        return cls(process, port)

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process.returncode is None

    async def async_wait_until_ready(self) -> None:
        """Wait until its page can be opened and everything in it is set up."""
        async with asyncio.timeout(START_TIMEOUT_S), FrontDoor(self.address) as door:
            while not await door.is_open():
                await self._async_rest()
            await door.enter()
            while (await door.get("/api/config"))["state"] != "RUNNING":
                await self._async_rest()

    async def async_wait_until_ended(self) -> int:
        """Wait for its end and return its exit code."""
        return await self._process.wait()

    async def async_stop(self) -> None:
        """End it as it ends itself, and if it does not, by force."""
        self._signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(STOP_TIMEOUT_S):
                await self._process.wait()
        except TimeoutError:
            self.kill()
            await self._process.wait()

    def kill(self) -> None:
        """End it in the middle of whatever it does, as a power cut would."""
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        """Send a signal to it and to what it started."""
        if self.running:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    async def _async_rest(self) -> None:
        """Wait a little between two looks."""
        if not self.running:
            raise HomeDiedError
        await asyncio.sleep(0.25)
