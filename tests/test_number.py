"""Numbers: the goals of a walker."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from syrupy.assertion import SnapshotAssertion

from homeassistant.components.number.const import (
    ATTR_VALUE,
    DOMAIN as NUMBER,
    SERVICE_SET_VALUE,
)
from homeassistant.const import ATTR_ENTITY_ID, Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from .dialogs import answer_walker, change_walker, goals_in
from .homes import (
    BREAKFAST,
    assert_as_before,
    enable_all,
    let_pass,
    press,
    record_writes,
    set_up_home,
    shown,
    state,
)

DAILY = "number.ada_s_walking_daily_goal"
WEEKLY = "number.ada_s_walking_weekly_goal"
PROGRESS = "sensor.ada_s_walking_goal_progress"
STREAK = "sensor.ada_s_walking_streak"


async def choose(hass: HomeAssistant, entity_id: str, value: float) -> None:
    """Set a goal."""
    await hass.services.async_call(
        NUMBER,
        SERVICE_SET_VALUE,
        {ATTR_ENTITY_ID: entity_id, ATTR_VALUE: value},
        blocking=True,
    )
    await hass.async_block_till_done()


async def walk(hass: HomeAssistant, freezer: FrozenDateTimeFactory, s: float) -> None:
    """Walk for so many seconds."""
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, s)
    await press(hass, "ada_s_walking_finish_walk")


async def test_numbers_of_a_home(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, snapshot: SnapshotAssertion
) -> None:
    """What is registered and shown before the first walk."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    await enable_all(hass, home)
    assert_as_before(hass, snapshot, home, Platform.NUMBER)


async def test_new_goal_counts_at_once(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Five minutes are half of ten, and all of five."""
    freezer.move_to(BREAKFAST)
    await set_up_home(hass, "Ada")
    await walk(hass, freezer, 300)
    assert shown(hass, PROGRESS) == "50"
    await choose(hass, DAILY, 5)
    assert shown(hass, DAILY) == "5"
    assert shown(hass, PROGRESS) == "100"
    assert shown(hass, STREAK) == "1"


async def test_new_goal_leaves_the_days_before_as_they_were(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A day that was completed stays so when the goal is raised."""
    freezer.move_to(BREAKFAST)
    await set_up_home(hass, "Ada")
    await walk(hass, freezer, 610)
    freezer.tick(timedelta(days=1))
    await let_pass(hass, freezer, 1)
    await choose(hass, DAILY, 60)
    assert shown(hass, STREAK) == "1"


async def test_goals_survive_a_reload(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Goals are kept in the journal."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    await enable_all(hass, home)
    await choose(hass, DAILY, 20)
    await choose(hass, WEEKLY, 5)
    assert await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done()
    assert (shown(hass, DAILY), shown(hass, WEEKLY)) == ("20", "5")


@pytest.mark.parametrize("value", [0, 181])
async def test_goal_out_of_reach_is_refused(hass: HomeAssistant, value: float) -> None:
    """A goal is between a minute and three hours a day."""
    await set_up_home(hass, "Ada")
    with pytest.raises(ServiceValidationError):
        await choose(hass, DAILY, value)
    assert shown(hass, DAILY) == "10"


async def test_goal_in_steps_has_its_own_unit_and_bounds(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A goal that counts something else changes at once, with all that is shown of it; nothing is reached by that."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    moments = record_writes(hass, "event.ada_s_walking_streak")
    form = await change_walker(hass, home, "Ada")
    changed = {"daily_goal": 1000, "daily_measure": "steps"}
    form = await answer_walker(hass, form, name="Ada", goals=goals_in(form) | changed)
    assert form["reason"] == "reconfigure_successful"
    goal = state(hass, DAILY)
    assert goal.state == "1000"
    assert goal.attributes["unit_of_measurement"] == "steps"
    assert goal.attributes["max"] == 50000
    assert "device_class" not in goal.attributes
    # Nobody counts the steps in a hallway, as long as the walker's height is unknown.
    await walk(hass, freezer, 610)
    assert shown(hass, PROGRESS) == "0"
    assert moments == []
