"""Where somebody walks: on the path asked for, the belt's, the usual one, or none."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.starting import async_start_walk
from custom_components.retrowalk.whereabouts import path_ahead
from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant

from .belts import async_put_belt_on_air, async_walk
from .homes import BREAKFAST, press, set_up_belt, shown, walker_id
from .lamps import Lamp, put_up
from .paths import HALL, ROOM, a_path, set_up_paths
from .walkers import errors

ADA = "01KWALKER00000000000000001"
START, FINISH = "ada_s_walking_start_walk", "ada_s_walking_finish_walk"


@pytest.fixture(autouse=True)
def _breakfast(freezer: FrozenDateTimeFactory) -> None:
    """Stop the clock at breakfast."""
    freezer.move_to(BREAKFAST)


async def furnish(hass: HomeAssistant, **walker: Any) -> tuple[Any, Lamp, Lamp]:
    """A home with a hallway, where Ada usually walks, and a room."""
    hall, room = Lamp("Hall"), Lamp("Room")
    await put_up(hass, hall, room)
    home = await set_up_paths(
        hass,
        a_path(lights=[hall.entity_id], when="always"),
        a_path(ROOM, "Room", lights=[room.entity_id], when="always"),
        **walker,
    )
    return home, hall, room


async def test_path_that_is_asked_for(hass: HomeAssistant) -> None:
    """It goes before the usual one; one that does not exist is none."""
    home, _hall, _room = await furnish(hass)
    [walker] = home.runtime_data.walkers.values()
    for asked, walked in ((ROOM, ROOM), (None, HALL), ("gone", HALL)):
        await async_start_walk(walker, path_id=asked)
        assert home.runtime_data.walked == {ADA: walked}
        await press(hass, FINISH)
        assert home.runtime_data.walked == {}


async def test_no_path(hass: HomeAssistant) -> None:
    """Who has no usual path walks on none, and nothing is lit."""
    home, hall, room = await furnish(hass, default_path="gone")
    await press(hass, START)
    assert home.runtime_data.walked == {}
    assert hall.orders == room.orders == []
    await press(hass, FINISH)


async def test_path_of_the_belt(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Who walks on a belt walks where it stands; a walk that goes on after its end has its lights again."""
    home, hall, room = await furnish(hass)
    belt = await async_put_belt_on_air(hass, notify_hz=1)
    await set_up_belt(hass, belt, path=ROOM)
    belt.start(3.0)
    await async_walk(hass, freezer, belt, 90)
    assert home.runtime_data.walked == {ADA: ROOM}
    assert shown(hass, room.entity_id) == STATE_ON
    belt.stop()
    await async_walk(hass, freezer, belt, 30)
    assert shown(hass, "sensor.ada_s_walking_session") == "idle"
    assert shown(hass, room.entity_id) == STATE_OFF
    belt.start(3.0)
    await async_walk(hass, freezer, belt, 30)
    assert home.runtime_data.walked == {ADA: ROOM}
    assert [order["on"] for order in room.orders] == [True, False, True]
    assert hall.orders == []


async def test_walk_that_goes_on_goes_on_where_it_was(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Also when the belt stands on another path by then."""
    home, _hall, room = await furnish(hass)
    belt = await async_put_belt_on_air(hass, notify_hz=1)
    treadmill = await set_up_belt(hass, belt, path=ROOM)
    belt.start(3.0)
    await async_walk(hass, freezer, belt, 90)
    belt.stop()
    await async_walk(hass, freezer, belt, 30)
    hass.config_entries.async_update_entry(treadmill, options={"path": HALL})
    belt.start(3.0)
    await async_walk(hass, freezer, belt, 5)
    assert home.runtime_data.walked == {ADA: ROOM}
    assert shown(hass, room.entity_id) == STATE_ON


async def test_belt_in_reach(hass: HomeAssistant) -> None:
    """Who presses Start with a belt in reach walks there; with a belt that is switched off, on the usual path."""
    home, _hall, _room = await furnish(hass)
    belt = await async_put_belt_on_air(hass)
    treadmill = await set_up_belt(hass, belt, path=ROOM)
    await press(hass, START)
    assert home.runtime_data.walked == {ADA: ROOM}
    await press(hass, FINISH)
    belt.off_air()
    belt.drop_link()
    await hass.async_block_till_done()
    await press(hass, START)
    assert home.runtime_data.walked == {ADA: HALL}
    await press(hass, FINISH)
    await hass.config_entries.async_unload(treadmill.entry_id)
    await press(hass, START)
    assert home.runtime_data.walked == {ADA: HALL}


async def test_belt_starts_while_the_lights_come_first(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Who starts the belt meanwhile walks already: there is one session, and one command to the lights."""
    lamp = Lamp("Lamp")
    await put_up(hass, lamp)
    path = a_path(lights=[lamp.entity_id], when="always", lead_s=20)
    await set_up_paths(hass, path)
    belt = await async_put_belt_on_air(hass, notify_hz=1)
    await set_up_belt(hass, belt)
    await press(hass, START)
    belt.start(3.0)
    await async_walk(hass, freezer, belt, 5)
    assert shown(hass, "sensor.ada_s_walking_session") == "walking"
    belt.stop()
    await async_walk(hass, freezer, belt, 40)
    assert shown(hass, "sensor.ada_s_walking_session") == "idle"
    assert [order["on"] for order in lamp.orders] == [True, False]


async def test_walk_too_short_to_count(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The lights are put back although nothing is recorded."""
    _home, hall, _room = await furnish(hass)
    belt = await async_put_belt_on_air(hass, notify_hz=1)
    await set_up_belt(hass, belt)
    belt.start(3.0)
    await async_walk(hass, freezer, belt, 15)
    assert shown(hass, hall.entity_id) == STATE_ON
    belt.stop()
    await async_walk(hass, freezer, belt, 30)
    assert shown(hass, hall.entity_id) == STATE_OFF


async def test_path_of_a_belt_that_is_not_there(hass: HomeAssistant) -> None:
    """Who starts a walk in reach of their belt walks there; once the belt is switched off in the settings, where they usually do."""
    home, *_ = await furnish(hass)
    belt = await async_put_belt_on_air(hass, notify_hz=1)
    entry = await set_up_belt(hass, belt, path=ROOM)
    await press(hass, START)
    assert home.runtime_data.walked == {ADA: ROOM}
    await press(hass, FINISH)
    assert await hass.config_entries.async_unload(entry.entry_id)
    await press(hass, START)
    assert home.runtime_data.walked == {ADA: HALL}
    await press(hass, FINISH)


async def test_walker_who_was_removed_walks_on_no_path(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """While somebody else walks, who was removed is still there, and on no belt: nothing is lit, and nothing breaks."""
    lamp = Lamp("Lamp")
    await put_up(hass, lamp)
    path = a_path(lights=[lamp.entity_id], when="always")
    home = await set_up_paths(hass, path, walkers=("Ada", "Ben"))
    belt = await async_put_belt_on_air(hass, notify_hz=1)
    await set_up_belt(hass, belt, walker=ADA)
    ben = home.subentries[walker_id(2)]
    hass.config_entries.async_update_subentry(home, ben, data={"name": "Ben"})
    await press(hass, "ben_s_walking_start_walk")
    hass.config_entries.async_remove_subentry(home, ADA)
    await hass.async_block_till_done(wait_background_tasks=True)
    belt.start(3.0)
    await async_walk(hass, freezer, belt, 60)
    walkers = home.runtime_data.walkers
    assert not walkers[ADA].in_session
    assert path_ahead(hass, walkers[ADA]) is None
    assert walkers[walker_id(2)].data.session.distance_m > 40
    assert lamp.orders == []
    assert errors(caplog, "") == 0
