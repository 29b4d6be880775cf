"""Binary sensors: whether somebody walks, has walked enough, whether a path is blocked, and whether a belt is there and runs."""

from freezegun.api import FrozenDateTimeFactory
import pytest
from syrupy.assertion import SnapshotAssertion

from custom_components.virtual_treadmill.options import Refusal
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant

from .belts import async_put_belt_on_air, async_walk, quick_retries
from .guards import DOOR, guarded, see
from .homes import (
    BREAKFAST,
    assert_as_before,
    enable_all,
    let_pass,
    press,
    record_writes,
    set_up_belt,
    set_up_home,
    shown,
    state,
)
from .paths import set_up_paths

__all__ = ["quick_retries"]

CONNECTED = "binary_sensor.hall_belt_connected"
MOVING = "binary_sensor.hall_belt_moving"
WALKING = "binary_sensor.ada_s_walking_walking"
GOAL_REACHED = "binary_sensor.ada_s_walking_goal_reached"
AT_RISK = "binary_sensor.ada_s_walking_streak_at_risk"


async def test_binary_sensors_of_a_home_and_of_a_belt(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, snapshot: SnapshotAssertion
) -> None:
    """What is registered and shown before the first walk."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    belt = await set_up_belt(hass, await async_put_belt_on_air(hass))
    await enable_all(hass, home)
    assert_as_before(hass, snapshot, home, Platform.BINARY_SENSOR)
    assert_as_before(hass, snapshot, belt, Platform.BINARY_SENSOR)


async def test_binary_sensor_of_a_path(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, snapshot: SnapshotAssertion
) -> None:
    """What is registered and shown of a path with an open door."""
    freezer.move_to(BREAKFAST)
    await see(hass, binary_sensor__front_door="on")
    home = await set_up_paths(hass, guarded(door=[DOOR]), walkers=())
    assert_as_before(hass, snapshot, home, Platform.BINARY_SENSOR)


async def test_walking_is_off_in_a_pause(hass: HomeAssistant) -> None:
    """Somebody who pauses does not walk."""
    await set_up_home(hass, "Ada")
    assert shown(hass, WALKING) == "off"
    await press(hass, "ada_s_walking_start_walk")
    assert shown(hass, WALKING) == "on"
    await press(hass, "ada_s_walking_pause_walk")
    assert shown(hass, WALKING) == "off"
    await press(hass, "ada_s_walking_start_walk")
    assert shown(hass, WALKING) == "on"
    await press(hass, "ada_s_walking_finish_walk")
    assert shown(hass, WALKING) == "off"


async def test_goal_is_reached_to_the_second(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The goal of ten minutes is told when it is met, not at the next half minute."""
    freezer.move_to(BREAKFAST)
    await set_up_home(hass, "Ada")
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 599, step_s=1)
    assert shown(hass, GOAL_REACHED) == "off"
    await let_pass(hass, freezer, 2, step_s=1)
    assert shown(hass, GOAL_REACHED) == "on"


async def test_streak_is_at_risk_until_the_goal_is_reached(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """From the evening of the day after a completed day; until then there is time enough."""
    freezer.move_to(BREAKFAST)
    await set_up_home(hass, "Ada")
    assert shown(hass, AT_RISK) == "off"
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 610)
    await press(hass, "ada_s_walking_finish_walk")
    assert shown(hass, AT_RISK) == "off"
    await let_pass(hass, freezer, 17 * 3600, step_s=3600)
    assert shown(hass, AT_RISK) == "off"
    assert shown(hass, GOAL_REACHED) == "off"
    await let_pass(hass, freezer, 18 * 3600, step_s=1800)
    assert shown(hass, AT_RISK) == "on"
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 610)
    assert shown(hass, AT_RISK) == "off"


async def test_belt_that_goes_is_at_rest_and_not_unavailable(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """An automation on a belt can rely on it: it is at rest when it is gone."""
    belt = await async_put_belt_on_air(hass)
    await set_up_belt(hass, belt)
    assert (shown(hass, CONNECTED), shown(hass, MOVING)) == ("on", "off")
    belt.start(3.0)
    await async_walk(hass, freezer, belt, seconds=3)
    assert shown(hass, MOVING) == "on"
    belt.off_air()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert (shown(hass, CONNECTED), shown(hass, MOVING)) == ("off", "off")


@pytest.mark.usefixtures("quick_retries")
async def test_connected_says_why_not(hass: HomeAssistant) -> None:
    """A belt that is heard but not reached tells the problem."""
    belt = await async_put_belt_on_air(hass)
    belt.refuse(Refusal.NO_SLOT)
    await set_up_belt(hass, belt)
    assert shown(hass, CONNECTED) == "off"
    assert state(hass, CONNECTED).attributes["problem"] == "no_free_slot"
    assert shown(hass, MOVING) == "off"


async def test_notifications_write_nothing_by_themselves(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Ten notifications a second are no reason to write that the belt still runs."""
    belt = await async_put_belt_on_air(hass, notify_hz=10)
    await set_up_belt(hass, belt)
    belt.start(3.0)
    await async_walk(hass, freezer, belt, seconds=5)
    written = record_writes(hass, "binary_sensor.hall_belt")
    reported = hass.states.get(MOVING)
    await async_walk(hass, freezer, belt, seconds=30)
    assert not written
    assert hass.states.get(MOVING) is reported
