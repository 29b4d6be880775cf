"""Walks that are measured by entities of others: by a speed, by a plug that draws power, by what is on while one walks."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import mock_restore_cache

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CoreState, HomeAssistant, State
from homeassistant.helpers import entity_registry as er

from ..homes import BREAKFAST, figure, let_pass, press, set_up_home, shown
from ..sourced import add_device, follow, show, show_for

PLUG = "sensor.plug_power"
SPEED = "sensor.treadmill_speed"
DISTANCE = "sensor.treadmill_distance"
STEPS = "sensor.treadmill_steps"
SESSION = "sensor.ada_s_walking_session"


@pytest.fixture(autouse=True)
def _begin(freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to(BREAKFAST)


def seconds(hass: HomeAssistant) -> float:
    """Active seconds of the session, or of the last one."""
    state = figure(hass, "session_time")
    return float(state.attributes["backward_s"]) + float(state.attributes["forward_s"])


def last_session(home: ConfigEntry[Any]) -> Any:
    """The session that was recorded last."""
    [walker] = home.runtime_data.walkers.values()
    return list(walker.ledger.journal.sessions.values())[-1]


async def test_speed_of_another_integration_makes_a_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """From its start to its rest: time, metres by the speed, and estimated steps, though the state hardly ever changes."""
    home = await set_up_home(hass, "Ada")
    await show(hass, SPEED, 0, "km/h")
    await follow(hass, home, speed=SPEED)
    assert shown(hass, SESSION) == "idle"
    await show_for(hass, freezer, 300, SPEED, 3.6, "km/h")
    assert shown(hass, SESSION) == "walking"
    await show_for(hass, freezer, 300, SPEED, 1.8, "km/h")
    await show_for(hass, freezer, 10, SPEED, 0, "km/h")
    assert shown(hass, SESSION) == "paused"
    await let_pass(hass, freezer, 130)
    assert shown(hass, SESSION) == "idle"
    session = last_session(home)
    assert session.active_s() == pytest.approx(600, abs=1)
    assert session.distance_m() == pytest.approx(300 + 150, abs=2)
    assert session.step_source == "estimate"
    assert session.source.startswith("state:")


async def test_speed_in_miles(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Units are those of the entity, as they are just then."""
    home = await set_up_home(hass, "Ada")
    await follow_unseen(hass, home)
    await show_for(hass, freezer, 100, SPEED, 2, "mph")
    await show_for(hass, freezer, 100, SPEED, 1, "m/s")
    await press(hass, "ada_s_walking_finish_walk")
    expected = 100 * 2 * 1609.344 / 3600 + 100
    assert last_session(home).distance_m() == pytest.approx(expected, abs=5)


async def follow_unseen(hass: HomeAssistant, home: ConfigEntry[Any]) -> None:
    """Follow a speed that is shown later."""
    await show(hass, SPEED, "unavailable", "km/h")
    await follow(hass, home, speed=SPEED)


async def test_speed_that_makes_no_sense_is_silence(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A unit that is none, no number, or less than nothing."""
    home = await set_up_home(hass, "Ada")
    await follow_unseen(hass, home)
    for state, unit in (
        ("3", "Beaufort"),
        ("3", None),
        ("fast", "km/h"),
        ("nan", "km/h"),
    ):
        await show_for(hass, freezer, 20, SPEED, state, unit)
    await show_for(hass, freezer, 20, SPEED, -3, "km/h")
    assert shown(hass, SESSION) == "idle"
    await show(hass, SPEED, 3, "km/h")
    assert shown(hass, SESSION) == "walking"


async def test_entity_that_goes_unavailable_is_a_lost_link(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Until then it was walked; when it is back the walk goes on, and the time between is a pause."""
    home = await set_up_home(hass, "Ada")
    await follow_unseen(hass, home)
    await show_for(hass, freezer, 120, SPEED, 3, "km/h")
    await show_for(hass, freezer, 60, SPEED, "unavailable")
    assert shown(hass, SESSION) == "paused"
    assert figure(hass, "session").attributes["pause_reason"] == "link"
    await show_for(hass, freezer, 120, SPEED, 3, "km/h")
    assert shown(hass, SESSION) == "walking"
    await show_for(hass, freezer, 10, SPEED, 0, "km/h")
    await press(hass, "ada_s_walking_finish_walk")
    session = last_session(home)
    assert session.active_s() == pytest.approx(240, abs=5)
    assert session.distance_m() == pytest.approx(200, abs=5)


async def test_state_that_does_not_change_is_no_lost_link(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Not in half an hour."""
    home = await set_up_home(hass, "Ada")
    await follow_unseen(hass, home)
    await show_for(hass, freezer, 1800, SPEED, 3, "km/h")
    assert shown(hass, SESSION) == "walking"
    assert seconds(hass) == pytest.approx(1800, abs=60)


async def test_totals_of_the_same_device_belong_to_it(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Metres and steps are those that the treadmill counts, however seldom it shows them, and not by its speed."""
    home = await set_up_home(hass, "Ada")
    add_device(hass, SPEED, DISTANCE, STEPS)
    await show(hass, SPEED, 0, "km/h")
    await show(hass, DISTANCE, 12.5, "km")
    await show(hass, STEPS, "1,234", "steps")
    await follow(hass, home, speed=SPEED, distance=DISTANCE, steps=STEPS)
    await show(hass, SPEED, 3.6, "km/h")
    for minute in range(1, 6):
        await let_pass(hass, freezer, 60, step_s=1)
        hass.states.async_set(
            STEPS, str(1234 + 97 * minute), {"unit_of_measurement": "steps"}
        )
        await show(hass, DISTANCE, 12.5 + 0.05 * minute, "km")
    await show_for(hass, freezer, 5, SPEED, 0, "km/h")
    await press(hass, "ada_s_walking_finish_walk")
    session = last_session(home)
    assert session.distance_m() == pytest.approx(250, abs=1)
    assert session.steps() == 485
    assert session.active_s() == pytest.approx(300, abs=1)


async def test_last_metres_come_along_with_the_stop(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A treadmill shows that it stopped before it shows its metres, or after, in one go."""
    home = await set_up_home(hass, "Ada")
    add_device(hass, SPEED, DISTANCE)
    await show(hass, DISTANCE, 0, "m")
    await show(hass, SPEED, 0, "km/h")
    await follow(hass, home, speed=SPEED, distance=DISTANCE)
    await show_for(hass, freezer, 90, SPEED, 3.6, "km/h")
    hass.states.async_set(SPEED, "0", {"unit_of_measurement": "km/h"})
    hass.states.async_set(DISTANCE, "90", {"unit_of_measurement": "m"})
    await let_pass(hass, freezer, 10, step_s=1)
    assert shown(hass, SESSION) == "paused"
    await press(hass, "ada_s_walking_finish_walk")
    assert last_session(home).distance_m() == pytest.approx(90)


# A plug


async def test_plug_above_its_threshold_is_a_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """What it draws at rest is none; a walk without speed counts its time."""
    home = await set_up_home(hass, "Ada")
    await show(hass, PLUG, 4, "W")
    await follow(hass, home, motion=PLUG, motion_above=30)
    await show_for(hass, freezer, 60, PLUG, 25, "W")
    assert shown(hass, SESSION) == "idle"
    await show_for(hass, freezer, 2, PLUG, 80, "W")
    assert shown(hass, SESSION) == "idle"
    await let_pass(hass, freezer, 2, step_s=1)
    assert shown(hass, SESSION) == "walking"
    await let_pass(hass, freezer, 298, step_s=1)
    await show_for(hass, freezer, 15, PLUG, 4, "W")
    assert shown(hass, SESSION) == "paused"
    await press(hass, "ada_s_walking_finish_walk")
    session = last_session(home)
    assert session.active_s() == pytest.approx(297, abs=2)
    assert session.distance_m() == 0
    assert session.step_source == "none"


async def test_plug_that_flickers_neither_opens_nor_pauses(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Peaks at rest are shorter than the delay, and so are the drops between two steps, whose time counts."""
    home = await set_up_home(hass, "Ada")
    await show(hass, PLUG, 4, "W")
    await follow(hass, home, motion=PLUG, motion_above=30)
    for _ in range(5):
        await show_for(hass, freezer, 2, PLUG, 200, "W")
        await show_for(hass, freezer, 5, PLUG, 4, "W")
    assert shown(hass, SESSION) == "idle"
    await show_for(hass, freezer, 10, PLUG, 80, "W")
    for _ in range(20):
        await show_for(hass, freezer, 6, PLUG, 12, "W")
        assert shown(hass, SESSION) == "walking"
        await show_for(hass, freezer, 4, PLUG, 90, "W")
        await show_for(hass, freezer, 2, PLUG, 26, "W")
    assert seconds(hass) == pytest.approx(247, abs=35)
    await press(hass, "ada_s_walking_finish_walk")
    assert last_session(home).active_s() == pytest.approx(247, abs=3)


async def test_plug_that_wavers_about_its_threshold(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A fifth less than it takes to begin is enough to go on."""
    home = await set_up_home(hass, "Ada")
    await show(hass, PLUG, 4, "W")
    await follow(hass, home, motion=PLUG, motion_above=30)
    await show_for(hass, freezer, 10, PLUG, 31, "W")
    await show_for(hass, freezer, 60, PLUG, 24, "W")
    assert shown(hass, SESSION) == "walking"
    await show_for(hass, freezer, 60, PLUG, 23.9, "W")
    assert shown(hass, SESSION) == "paused"


async def test_something_that_is_on(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A binary sensor needs no threshold; with a speed beside it that stays behind, it decides."""
    home = await set_up_home(hass, "Ada")
    await show(hass, "binary_sensor.running", "off")
    await show(hass, SPEED, 3.6, "km/h")
    await follow(
        hass,
        home,
        motion="binary_sensor.running",
        speed=SPEED,
        on_delay_s=0,
        off_delay_s=0,
    )
    await let_pass(hass, freezer, 20)
    assert shown(hass, SESSION) == "idle"
    await show_for(hass, freezer, 100, "binary_sensor.running", "on")
    assert shown(hass, SESSION) == "walking"
    await show_for(hass, freezer, 10, "binary_sensor.running", "off")
    assert shown(hass, SESSION) == "paused"
    await press(hass, "ada_s_walking_finish_walk")
    assert last_session(home).distance_m() == pytest.approx(100, abs=1)


async def test_speed_goes_on_where_the_motion_is_unknown(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """One of the two is enough."""
    home = await set_up_home(hass, "Ada")
    await show(hass, "binary_sensor.running", "unavailable")
    await show(hass, SPEED, 0, "km/h")
    await follow(hass, home, motion="binary_sensor.running", speed=SPEED)
    await show_for(hass, freezer, 70, SPEED, 3.6, "km/h")
    assert shown(hass, SESSION) == "walking"
    await show_for(hass, freezer, 60, SPEED, "unknown")
    assert figure(hass, "session").attributes["pause_reason"] == "link"


async def test_metres_that_a_plug_knows_nothing_of_tell_the_speed(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A counter that is shown once a minute does not make a walk a sprint."""
    home = await set_up_home(hass, "Ada")
    add_device(hass, PLUG, DISTANCE)
    await show(hass, PLUG, 4, "W")
    await show(hass, DISTANCE, 0, "m")
    await follow(hass, home, motion=PLUG, motion_above=30, distance=DISTANCE)
    await show(hass, PLUG, 90, "W")
    for minute in range(1, 6):
        await let_pass(hass, freezer, 60, step_s=1)
        await show(hass, DISTANCE, 60 * minute, "m")
    await let_pass(hass, freezer, 1, step_s=1)
    assert float(figure(hass, "session_distance").state) > 0
    await show_for(hass, freezer, 15, PLUG, 4, "W")
    await press(hass, "ada_s_walking_finish_walk")
    session = last_session(home)
    assert session.distance_m() == pytest.approx(300, abs=5)
    [segment] = session.segments
    assert segment.direction == "backward"


# Commands, restarts, reloads


async def test_a_walk_that_was_finished_is_not_opened_again_by_what_runs_on(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Only what came to rest begins anew."""
    home = await set_up_home(hass, "Ada")
    await follow_unseen(hass, home)
    await show_for(hass, freezer, 100, SPEED, 3, "km/h")
    await press(hass, "ada_s_walking_finish_walk")
    await let_pass(hass, freezer, 120, step_s=1)
    assert shown(hass, SESSION) == "idle"
    await show_for(hass, freezer, 10, SPEED, 0, "km/h")
    await show_for(hass, freezer, 10, SPEED, 3, "km/h")
    assert shown(hass, SESSION) == "walking"


async def test_a_rest_ends_by_command_though_nothing_moves(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The entity is there and says that it rests: that is no lost link."""
    home = await set_up_home(hass, "Ada")
    await follow_unseen(hass, home)
    await show_for(hass, freezer, 100, SPEED, 3, "km/h")
    await show_for(hass, freezer, 60, SPEED, 0, "km/h")
    assert figure(hass, "session").attributes["pause_reason"] == "rest"
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 12, step_s=1)
    assert figure(hass, "session").attributes["pause_reason"] == "rest"


async def test_what_is_restored_is_not_believed_until_it_is_told_again(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Home Assistant shows what was before its restart, though the treadmill has stopped since."""
    unit = "km/h"
    mock_restore_cache(hass, [State(SPEED, "3", {"unit_of_measurement": unit})])
    await let_pass(hass, freezer, 60)
    home = await set_up_home(hass, "Ada")
    await follow_unseen(hass, home)
    await let_pass(hass, freezer, 30)
    await show_for(hass, freezer, 30, SPEED, 3, unit)
    assert shown(hass, SESSION) == "idle"
    await show_for(hass, freezer, 10, SPEED, 3, unit)
    assert shown(hass, SESSION) == "walking"


async def test_start_of_home_assistant_with_a_state_from_before(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """It is there before RetroWalk is: it is not believed either; a walk that was open waits for what is true."""
    home = await set_up_home(hass, "Ada")
    await follow_unseen(hass, home)
    await show_for(hass, freezer, 100, SPEED, 3, "km/h")
    assert await hass.config_entries.async_unload(home.entry_id)
    hass.set_state(CoreState.not_running)
    attributes = {"unit_of_measurement": "km/h"}
    mock_restore_cache(hass, [State(SPEED, "3", attributes)])
    await let_pass(hass, freezer, 20)
    hass.states.async_remove(SPEED)
    hass.states.async_set(SPEED, "3", attributes)
    assert await hass.config_entries.async_setup(home.entry_id)
    await let_pass(hass, freezer, 90)
    assert figure(hass, "session").attributes["pause_reason"] == "link"
    hass.set_state(CoreState.running)
    await show_for(hass, freezer, 30, SPEED, 3.1, "km/h")
    assert shown(hass, SESSION) == "walking"


async def test_nothing_is_followed_after_an_unload(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """No listener and no timer is left behind."""
    home = await set_up_home(hass, "Ada")
    await follow_unseen(hass, home)
    await show_for(hass, freezer, 100, SPEED, 3, "km/h")
    walker = home.runtime_data.walkers
    before = hass.bus.async_listeners()["entity_registry_updated"]
    assert await hass.config_entries.async_unload(home.entry_id)
    await show_for(hass, freezer, 30, SPEED, 4, "km/h")
    [ada] = walker.values()
    assert ada.data.session is None or ada.data.session.speed_mps == pytest.approx(
        3 / 3.6
    )
    assert hass.bus.async_listeners()["entity_registry_updated"] < before


async def test_renamed_entity_is_followed(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """In the middle of a walk, without a gap."""
    home = await set_up_home(hass, "Ada")
    add_device(hass, SPEED)
    await show(hass, SPEED, 0, "km/h")
    await follow(hass, home, speed=SPEED)
    await show_for(hass, freezer, 100, SPEED, 3, "km/h")
    hass.states.async_set("sensor.new", "3", {"unit_of_measurement": "km/h"})
    hass.states.async_remove("sensor.new")
    er.async_get(hass).async_update_entity(SPEED, new_entity_id="sensor.new")
    hass.states.async_remove(SPEED)
    await show_for(hass, freezer, 100, "sensor.new", 3, "km/h")
    assert shown(hass, SESSION) == "walking"
    await show_for(hass, freezer, 10, "sensor.new", 0, "km/h")
    await press(hass, "ada_s_walking_finish_walk")
    assert last_session(home).active_s() == pytest.approx(200, abs=3)
