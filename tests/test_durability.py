"""A power cut in mid-walk: a real Home Assistant is killed, and goes on with the walk when it is back."""

import asyncio
from collections.abc import Callable
import json
from pathlib import Path
import socket
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.retrowalk.const import (
    DOMAIN,
    HOME_UNIQUE_ID,
    SUBENTRY_WALKER,
    EntryKind,
)
from dev.home_folder import prepare
from dev.home_process import HomeProcess
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.util.yaml import dump

from .belts import BELT_ADDRESS
from .walkers import ADA

WALKED_S = 8
STEP_M = 0.5
PATIENCE_S = 180
CHECKPOINT_EVERY_S = 15
SPEED_MPS = 1.0
ON_THE_WAY_S = 2
"""What is on its way from the belt through Home Assistant to the disk."""

BELT = {
    "remember": True,
    "autostart_s": 0,
    "step_length_m": STEP_M,
    "counter_reset": "never",
    "distance_m": 700,
    "steps": 1400,
    "script": [
        {"action": "start", "seconds": 45, "speed_kmh": SPEED_MPS * 3.6},
        {"action": "stop", "seconds": 600},
    ],
}


class Disk:
    """What of the home is on the disk."""

    def __init__(self, folder: Path) -> None:
        """Look into this configuration folder."""
        self._storage = folder / ".storage"

    def checkpoint(self, name: str) -> dict[str, Any] | None:
        """The `open` or the `closed` session of the checkpoint."""
        kept = self._read(f"retrowalk.{ADA}.checkpoint")
        session: dict[str, Any] | None = None if kept is None else kept[name]
        return session

    @property
    def belt(self) -> dict[str, float]:
        """The belt's own counters."""
        kept = self._read(f"virtual_treadmill.{BELT_ADDRESS.replace(':', '').lower()}")
        assert kept is not None
        counters: dict[str, float] = kept["counters"]
        return counters

    def _read(self, name: str) -> dict[str, Any] | None:
        path = self._storage / name
        if not path.exists():
            return None
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["data"]
        return kept


def furnish(folder: Path, port: int) -> None:
    """Put a home on the disk in which Ada has the belt, and nothing that the walk does not need."""
    prepare(folder, port=port, belt=BELT, location_name="Home")
    only = dump({"virtual_treadmill": BELT, "logger": {"default": "warning"}})
    (folder / "configuration.yaml").write_text(only, encoding="utf-8")
    ada = ConfigSubentryDataWithId(
        data={"name": "Ada"},
        subentry_id=ADA,
        subentry_type=SUBENTRY_WALKER,
        title="Ada",
        unique_id=None,
    )
    home = MockConfigEntry(
        domain=DOMAIN,
        data={"kind": EntryKind.HOME},
        unique_id=HOME_UNIQUE_ID,
        subentries_data=[ada],
    )
    treadmill = MockConfigEntry(
        domain=DOMAIN,
        data={"kind": EntryKind.TREADMILL, "address": BELT_ADDRESS},
        unique_id=BELT_ADDRESS,
    )
    entries = {
        "version": 1,
        "minor_version": 5,
        "key": "core.config_entries",
        "data": {"entries": [home.as_dict(), treadmill.as_dict()]},
    }
    (folder / ".storage/core.config_entries").write_text(
        json.dumps(entries, default=str), encoding="utf-8"
    )


async def until[FoundT](find: Callable[[], FoundT | None]) -> FoundT:
    """Wait until there is something to find."""
    async with asyncio.timeout(PATIENCE_S):
        while (found := find()) is None:
            await asyncio.sleep(0.2)
    return found


def total(session: dict[str, Any], key: str) -> float:
    """The sum over the segments of a session."""
    return float(sum(segment[key] for segment in session["segments"]))


@pytest.fixture
def port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free: int = probe.getsockname()[1]
        return free


@pytest.mark.usefixtures("socket_enabled")
async def test_kill_in_mid_walk(tmp_path: Path, port: int) -> None:
    """The walk is one session with all that the belt counted, and what the disk lacked was under 15 seconds."""
    furnish(tmp_path, port)
    disk = Disk(tmp_path)
    process = await HomeProcess.start(tmp_path, port)
    try:
        begun = await until(lambda: disk.checkpoint("open"))
        await asyncio.sleep(WALKED_S)
        process.kill()
        await process.async_wait_until_ended()
        on_disk = disk.checkpoint("open")
        assert on_disk is not None
        assert on_disk["id"] == begun["id"]
        lost_m = disk.belt["distance_m"] - 700 - total(on_disk, "distance_m")
        assert lost_m <= (CHECKPOINT_EVERY_S + ON_THE_WAY_S) * SPEED_MPS

        process = await HomeProcess.start(tmp_path, port)
        closed = await until(lambda: disk.checkpoint("closed"))
    finally:
        await process.async_stop()
    assert closed["id"] == begun["id"]
    assert closed["started_at"] == begun["started_at"]
    assert closed["finish_reason"] == "belt_stop"
    assert total(closed, "distance_m") == pytest.approx(
        disk.belt["distance_m"] - 700, abs=2
    )
    assert total(closed, "belt_steps") == pytest.approx(
        disk.belt["steps"] - 1400, abs=2 / STEP_M
    )
    assert total(closed, "active_s") == pytest.approx(
        disk.belt["elapsed_s"], abs=ON_THE_WAY_S
    )
    log = (tmp_path / "home-assistant.log").read_text(encoding="utf-8")
    assert "components/retrowalk" not in log
    assert "Task exception was never retrieved" not in log
