"""A real Home Assistant on a free port, and Chromium in front of it."""

import asyncio
from collections.abc import AsyncGenerator, Generator
import json
import os
from pathlib import Path
import shutil

from playwright.async_api import Page, async_playwright
import pytest
import pytest_socket

from dev.front_door import FrontDoor
from dev.home_folder import free_port, prepare
from dev.home_process import HomeProcess

BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(autouse=True)
def _own_integrations() -> None:
    """Home Assistant runs as a process of its own here."""


@pytest.fixture(autouse=True)
def _sockets() -> Generator[None]:
    """Let the test talk to this machine, and to no other."""
    pytest_socket.enable_socket()
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    yield
    pytest_socket.disable_socket(allow_unix_socket=True)


class Home:
    """A Home Assistant with a virtual belt, that can be killed and started again on the same folder."""

    def __init__(self, folder: Path, port: int) -> None:
        """Prepare; `start` starts it."""
        self.folder = folder
        self._port = port
        self._process: HomeProcess | None = None

    @property
    def address(self) -> str:
        """Where its page is."""
        return f"http://127.0.0.1:{self._port}"

    async def start(self) -> None:
        """Start it and wait until it is ready."""
        self._process = await HomeProcess.start(self.folder, self._port)
        await self._process.async_wait_until_ready()

    async def kill(self) -> None:
        """Let the power fail."""
        assert self._process is not None
        self._process.kill()
        await self._process.async_wait_until_ended()

    async def stop(self) -> None:
        """End it in good order."""
        if self._process is not None and self._process.running:
            await self._process.async_stop()

    @property
    def log(self) -> str:
        """All that it logged since it was started last."""
        return (self.folder / "home-assistant.log").read_text(encoding="utf-8")

    def belt_counters(self) -> dict[str, float]:
        """What the virtual belt counted, as it remembers it every second: metres, steps, seconds."""
        remembered = next((self.folder / ".storage").glob("virtual_treadmill.*"))
        counters: dict[str, float] = json.loads(remembered.read_text())["data"][
            "counters"
        ]
        return counters

    async def state(self, entity_id: str) -> str:
        """The state of an entity."""
        async with FrontDoor(self.address) as door:
            await door.enter()
            return str((await door.get(f"/api/states/{entity_id}"))["state"])

    async def wait_for(
        self, entity_id: str, state: str, *, seconds: float = 30
    ) -> None:
        """Wait until an entity has this state."""
        async with asyncio.timeout(seconds), FrontDoor(self.address) as door:
            await door.enter()
            while (await door.get(f"/api/states/{entity_id}"))["state"] != state:
                await asyncio.sleep(0.3)

    async def call(self, action: str, **fields: object) -> None:
        """Perform an action, such as `virtual_treadmill.start`."""
        async with FrontDoor(self.address) as door:
            await door.enter()
            await door.post(f"/api/services/{action.replace('.', '/')}", fields)


@pytest.fixture
async def home(tmp_path: Path) -> AsyncGenerator[Home]:
    """An empty home with a belt on the air, which goes on walking while Home Assistant is down."""
    port = free_port()
    prepare(tmp_path, port=port, belt={"remember": True}, location_name="Test home")
    home = Home(tmp_path, port)
    await home.start()
    yield home
    await home.stop()


@pytest.fixture
async def page(home: Home) -> AsyncGenerator[Page]:
    """A page of Chromium, logged in by being on this machine."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert chromium, "no Chromium found: scripts/test installs one where it can"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=BROWSER_ARGUMENTS
        )
        page = await browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(30_000)
        yield page
        await browser.close()
