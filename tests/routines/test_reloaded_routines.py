"""Lights and guards that are reloaded while something is under way: nothing of the old ones lives on."""

import json
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.keeping_store import RETRY_S
from homeassistant.core import HomeAssistant

from ..guards import FINISH, START, guarded
from ..homes import BREAKFAST, let_pass, press
from ..lamps import Lamp, put_up
from ..paths import HALL, a_path, set_up_paths


@pytest.fixture(autouse=True)
def _breakfast(freezer: FrozenDateTimeFactory) -> None:
    """Stop the clock at breakfast."""
    freezer.move_to(BREAKFAST)


def file_of(hass: HomeAssistant, routine: str) -> Path:
    """The file of a routine."""
    return Path(hass.config.path(f".storage/retrowalk.{routine}"))


def kept(file: Path) -> Any:
    """What is on the disk."""
    return json.loads(file.read_text(encoding="utf-8"))["data"]


def block(file: Path) -> None:
    """Put something in the way that no file can replace."""
    file.unlink(missing_ok=True)
    file.mkdir(parents=True)


async def tick(hass: HomeAssistant, line: str) -> None:
    """Tick a line of the checklist."""
    await hass.services.async_call(
        "todo",
        "update_item",
        {
            "entity_id": "todo.hallway_checklist",
            "item": line,
            "status": "completed",
        },
        blocking=True,
    )
    await hass.async_block_till_done()


async def test_ticks_that_could_not_be_written_before_a_reload(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """They are not forgotten, and do not overwrite what was ticked since."""
    home = await set_up_paths(hass, guarded(each_walk=["shoes", "key"]))
    file = file_of(hass, "guards")
    block(file)
    await tick(hass, "shoes")
    assert await hass.config_entries.async_reload(home.entry_id)
    file.rmdir()
    await tick(hass, "key")
    at_once = kept(file)
    assert set(at_once["ticks"][HALL]) == {"walk:shoes", "walk:key"}
    await let_pass(hass, freezer, 2 * RETRY_S)
    assert kept(file) == at_once


async def test_lights_that_could_not_be_written_before_a_reload(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """What was found before is still put back, and is not written over what is known since."""
    lamp = Lamp("Lamp")
    await put_up(hass, lamp)
    home = await set_up_paths(hass, a_path(lights=[lamp.entity_id], when="always"))
    file = file_of(hass, "lights")
    block(file)
    await press(hass, START)
    assert await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done()
    await let_pass(hass, freezer, 10)
    file.rmdir()
    await press(hass, FINISH)
    assert lamp.orders[-1] == {"on": False}
    assert kept(file) == {"walks": {}, "lights": {}}
    await let_pass(hass, freezer, 2 * RETRY_S)
    assert kept(file) == {"walks": {}, "lights": {}}
