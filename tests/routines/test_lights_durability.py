"""A power cut in mid-walk: a real Home Assistant is killed, and puts the lights back when the walk is over."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import get_test_instance_port

from dev.home_process import HomeProcess
from homeassistant.util.yaml import dump

from ..bulbs import CONFIGURED, bulbs, put_in, turn
from ..paths import HALL, a_path
from ..test_durability import Disk, furnish, until

WALKED_S = 3


def add_path(folder: Path) -> None:
    """Put the belt into a hallway with three bulbs."""
    file = folder / ".storage/core.config_entries"
    stored = json.loads(file.read_text(encoding="utf-8"))
    home, treadmill = stored["data"]["entries"]
    lights = [f"light.{name}" for name in ("off", "dim", "touched")]
    path: dict[str, Any] = dict(a_path(lights=lights, when="always", transition_s=0))
    home["subentries"].append(path)
    treadmill["options"] = {"path": HALL}
    file.write_text(json.dumps(stored), encoding="utf-8")
    with (folder / "configuration.yaml").open("a", encoding="utf-8") as configuration:
        configuration.write(dump(CONFIGURED))


@pytest.mark.usefixtures("socket_enabled")
async def test_kill_in_mid_walk(tmp_path: Path) -> None:
    """What was found is on the disk as soon as the lights are on, and comes back after the walk; not where somebody had a hand in it."""
    port = get_test_instance_port()
    furnish(tmp_path, port)
    add_path(tmp_path)
    found = {
        "off": {"on": False, "brightness": None},
        "dim": {"on": True, "brightness": 77},
        "touched": {"on": False, "brightness": None},
    }
    put_in(tmp_path, found)
    disk = Disk(tmp_path)
    process = await HomeProcess.start(tmp_path, port)
    try:
        await until(
            lambda: all(bulb["on"] for bulb in bulbs(tmp_path).values()) or None
        )
        await asyncio.sleep(WALKED_S)
        process.kill()
        await process.async_wait_until_ended()
        assert {bulb["brightness"] for bulb in bulbs(tmp_path).values()} == {255}
        assert disk.checkpoint("open") is not None
        turn(tmp_path, "touched", brightness=30)

        process = await HomeProcess.start(tmp_path, port)
        await until(lambda: disk.checkpoint("closed"))
        await until(lambda: not bulbs(tmp_path)["off"]["on"] or None)
        await until(lambda: bulbs(tmp_path)["dim"]["brightness"] == 77 or None)
    finally:
        await process.async_stop()
    assert bulbs(tmp_path)["dim"] == found["dim"]
    assert bulbs(tmp_path)["touched"] == {"on": True, "brightness": 30}
    kept = json.loads((tmp_path / ".storage/retrowalk.lights").read_text("utf-8"))
    assert kept["data"] == {"walks": {}, "lights": {}}
    log = (tmp_path / "home-assistant.log").read_text(encoding="utf-8")
    assert "components/retrowalk" not in log
    assert "Task exception was never retrieved" not in log
