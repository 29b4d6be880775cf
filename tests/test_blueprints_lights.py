"""The blueprint of the hallway's lights, in an evening of Kathmandu."""

from collections.abc import AsyncGenerator
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component

from .automations import device_of
from .blueprints import Lamp, async_furnish, async_use, let_pass, press
from .homes import figure, set_up_home

EVENING = "2026-11-23 20:00:00+05:45"
NOON = "2026-11-23 12:00:00+05:45"
START, PAUSE, FINISH = (
    f"ada_s_walking_{does}_walk" for does in ("start", "pause", "finish")
)
START_BEN, FINISH_BEN = "ben_s_walking_start_walk", "ben_s_walking_finish_walk"


@pytest.fixture(autouse=True)
def _in_the_evening(freezer: FrozenDateTimeFactory) -> None:
    """It is dark in Kathmandu."""
    freezer.move_to(EVENING)


def session(hass: HomeAssistant, walker: int = 1) -> str:
    """Whether somebody walks, pauses or does neither."""
    return figure(hass, "session", walker=walker).state


@pytest.fixture
def expected_lingering_timers() -> bool:
    """Home Assistant's sun leaves a timer behind when it is unloaded."""
    return True


@pytest.fixture(name="sun")
async def _sun(hass: HomeAssistant) -> AsyncGenerator[ConfigEntry[Any]]:
    """The sun over Kathmandu."""
    await hass.config.async_update(latitude=27.7, longitude=85.3)
    assert await async_setup_component(hass, "sun", {})
    await hass.async_block_till_done()
    [sun] = hass.config_entries.async_entries("sun")
    yield sun
    await hass.config_entries.async_unload(sun.entry_id)


async def use_lights(hass: HomeAssistant, *lamps: Lamp, walkers: int = 1) -> None:
    """Light the way of these walkers with these lamps."""
    await async_furnish(hass, *lamps)
    await async_use(
        hass,
        "hallway_lights",
        walkers=[device_of(hass, number).id for number in range(1, walkers + 1)],
        lights=[lamp.entity_id for lamp in lamps],
    )


@pytest.mark.usefixtures("sun")
async def test_lights_go_on_and_are_put_back(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """What was dark is dark again, what was dim is dim again; a walk too short to be recorded ends like any other."""
    await set_up_home(hass, "Ada")
    hall, stairs = Lamp("hall"), Lamp("stairs")
    await use_lights(hass, hall, stairs)
    await stairs.async_turn_on(brightness=26, color_temp_kelvin=2200)
    await press(hass, START)
    assert (hall.percent(), stairs.percent()) == (60, 60)
    assert hall.color_temp_kelvin == 3000
    await let_pass(hass, freezer, 20)
    await press(hass, FINISH)
    assert (hall.percent(), stairs.percent()) == (None, 10)
    assert stairs.color_temp_kelvin == 2200
    assert hass.states.async_entity_ids("scene") == []


async def test_no_light_by_day(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, sun: ConfigEntry[Any]
) -> None:
    """At noon nothing is lit, and nothing is put back."""
    freezer.move_to(NOON)
    await hass.config_entries.async_reload(sun.entry_id)
    await set_up_home(hass, "Ada")
    hall, stairs = Lamp("hall"), Lamp("stairs")
    await use_lights(hass, hall, stairs)
    await press(hass, START)
    assert hall.percent() is None
    await stairs.async_turn_on()
    await press(hass, FINISH)
    assert (hall.percent(), stairs.percent()) == (None, 100)


@pytest.mark.usefixtures("sun")
async def test_last_one_out_puts_the_light_back(hass: HomeAssistant) -> None:
    """While one of two walkers is on the way, pausing too, the light stays."""
    await set_up_home(hass, "Ada", "Ben")
    hall = Lamp("hall")
    await use_lights(hass, hall, walkers=2)
    await press(hass, START, START_BEN, PAUSE, FINISH_BEN)
    assert session(hass) == "paused"
    assert hall.percent() == 60
    await press(hass, FINISH)
    assert hall.percent() is None


@pytest.mark.usefixtures("sun")
async def test_light_is_not_turned_up_again(hass: HomeAssistant) -> None:
    """Whoever dims it in mid-walk has it as they like when they go on, or another sets out."""
    await set_up_home(hass, "Ada", "Ben")
    hall = Lamp("hall")
    await use_lights(hass, hall, walkers=2)
    await press(hass, START)
    await hall.async_turn_on(brightness=51)
    await press(hass, PAUSE, START, START_BEN)
    assert hall.percent() == 20


@pytest.mark.usefixtures("sun")
async def test_walk_that_is_thrown_away_ends_the_light(hass: HomeAssistant) -> None:
    """To discard a walk is to end it."""
    await set_up_home(hass, "Ada")
    hall = Lamp("hall")
    await use_lights(hass, hall)
    await press(hass, START)
    await hass.services.async_call("retrowalk", "discard", {}, blocking=True)
    await hass.async_block_till_done()
    assert hall.percent() is None


@pytest.mark.usefixtures("sun")
async def test_broken_lamp_keeps_no_other_dark(hass: HomeAssistant) -> None:
    """One that fails is left out, then and at the next walk; what was remembered is forgotten all the same."""
    await set_up_home(hass, "Ada")
    hall, stairs = Lamp("hall"), Lamp("stairs")
    await use_lights(hass, hall, stairs)
    hall.broken = HomeAssistantError("no answer")
    for _walk in range(2):
        await press(hass, START)
        assert (hall.percent(), stairs.percent()) == (None, 60)
        await press(hass, FINISH)
        assert stairs.percent() is None
    hall.broken = None
    await press(hass, START)
    hall.broken = HomeAssistantError("no answer")
    await press(hass, FINISH)
    assert (hall.percent(), stairs.percent()) == (60, None)
    assert hass.states.async_entity_ids("scene") == []


@pytest.mark.usefixtures("sun")
async def test_forgotten_light_is_left_as_it_is(hass: HomeAssistant) -> None:
    """After a restart nobody remembers how it was: it stays, and the next walk is as ever."""
    await set_up_home(hass, "Ada")
    hall = Lamp("hall")
    await use_lights(hass, hall)
    await press(hass, START)
    [scene] = hass.states.async_entity_ids("scene")
    await hass.services.async_call(
        "scene", "delete", {"entity_id": scene}, blocking=True
    )
    await press(hass, FINISH)
    assert hall.percent() == 60
    await hall.async_turn_off()
    await press(hass, START)
    assert hall.percent() == 60
    await press(hass, FINISH)
    assert hall.percent() is None
