"""Sensors: what they show before, during and after a walk."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from syrupy.assertion import SnapshotAssertion

from custom_components.retrowalk.const import DOMAIN
from homeassistant.const import ATTR_ENTITY_ID, Platform
from homeassistant.core import DOMAIN as HOMEASSISTANT_DOMAIN, HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM

from .belts import async_put_belt_on_air, async_walk
from .homes import (
    BREAKFAST,
    assert_as_before,
    enable_all,
    figure,
    let_pass,
    press,
    set_up_belt,
    set_up_home,
)

ADA = "sensor.ada_s_walking_"


async def test_sensors_of_a_home_and_of_a_belt(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, snapshot: SnapshotAssertion
) -> None:
    """What is registered and shown before the first walk."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    belt = await set_up_belt(hass, await async_put_belt_on_air(hass))
    await enable_all(hass, home)
    await enable_all(hass, belt)
    assert_as_before(hass, snapshot, home, Platform.SENSOR)
    assert_as_before(hass, snapshot, belt, Platform.SENSOR)


async def test_what_is_on_at_first(hass: HomeAssistant) -> None:
    """A new home is not flooded: what few people look at is off until somebody switches it on."""
    await set_up_home(hass, "Ada")
    await set_up_belt(hass, await async_put_belt_on_air(hass))
    on = {
        entity.translation_key
        for entity in er.async_get(hass).entities.values()
        if entity.domain == Platform.SENSOR and not entity.disabled
    }
    assert on == {
        "session",
        "session_started",
        "session_time",
        "session_steps",
        "session_distance",
        "today_time",
        "today_steps",
        "week_sessions",
        "total_time",
        "streak",
        "goal_progress",
        "distance_badge",
        "belt_speed",
    }


async def test_figures_of_a_walk_on_a_belt(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Twelve minutes backward show up in session, day, week, total, goal and streak."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    await enable_all(hass, home)
    belt = await async_put_belt_on_air(hass)
    await set_up_belt(hass, belt)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, seconds=720)
    running = {key: figure(hass, key).state for key in ("session", "speed")}
    assert running == {"session": "walking", "speed": "3.6"}
    assert figure(hass, "session").attributes["direction"] == "backward"
    assert figure(hass, "session_started").state.startswith("2026-11-23T01:15:0")
    assert float(figure(hass, "cadence").state) == pytest.approx(120, abs=5)
    belt.stop()
    await async_walk(hass, freezer, belt, seconds=5)
    minutes = ("session_time", "today_time", "week_time", "longest_session")
    for key in minutes:
        assert float(figure(hass, key).state) == pytest.approx(12, abs=0.1), key
    for key in ("session_steps", "today_steps", "total_steps"):
        assert int(figure(hass, key).state) == pytest.approx(belt.walked_steps, abs=5)
    assert float(figure(hass, "session_distance").state) == pytest.approx(720, abs=5)
    for key in ("today_distance", "total_distance"):
        assert float(figure(hass, key).state) == pytest.approx(0.72, abs=0.005)
    assert float(figure(hass, "total_time").state) == pytest.approx(0.2, abs=0.01)
    counts = ("week_sessions", "total_sessions", "streak", "longest_streak")
    assert [figure(hass, key).state for key in counts] == ["1"] * 4
    assert figure(hass, "goal_progress").state == "100"
    assert figure(hass, "next_milestone").state == "3"
    assert figure(hass, "session").state == "idle"
    assert figure(hass, "session_started").state == "unknown"
    assert figure(hass, "speed").state == "unknown"
    assert figure(hass, "session_steps").attributes["step_source"] == "belt"
    last = figure(hass, "last_session")
    assert last.state.startswith("2026-11-23T01:27:0")
    assert last.attributes["reason"] == "belt_stop"
    assert last.attributes["backward_s"] == pytest.approx(720, abs=5)


async def test_turned_walk_keeps_both_directions_apart(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The session counts both ways, the day only backward."""
    freezer.move_to(BREAKFAST)
    await set_up_home(hass, "Ada")
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 120)
    await press(hass, "ada_s_walking_turn_round")
    await let_pass(hass, freezer, 60)
    await press(hass, "ada_s_walking_pause_walk")
    time = figure(hass, "session_time")
    assert float(time.state) == pytest.approx(3)
    apart = [time.attributes[key] for key in ("backward_s", "forward_s", "unknown_s")]
    assert apart == [120, 60, 0]
    assert float(figure(hass, "today_time").state) == pytest.approx(2)
    session = figure(hass, "session")
    assert session.state == "paused"
    assert session.attributes["direction"] == "forward"
    assert session.attributes["pause_reason"] == "command"


async def test_last_walk_is_shown_at_breakfast(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The next day shows yesterday's session, a new day, and a sum that was reset at midnight in Kathmandu."""
    freezer.move_to(BREAKFAST)
    await set_up_home(hass, "Ada")
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 300)
    await press(hass, "ada_s_walking_finish_walk")
    today = figure(hass, "today_time")
    assert today.attributes["last_reset"] == "2026-11-22T18:15:00+00:00"
    await let_pass(hass, freezer, 24 * 3600, step_s=3600)
    today = figure(hass, "today_time")
    assert float(today.state) == 0
    assert today.attributes["last_reset"] == "2026-11-23T18:15:00+00:00"
    assert float(figure(hass, "session_time").state) == pytest.approx(5)
    assert figure(hass, "goal_progress").state == "0"
    week = figure(hass, "week_sessions")
    assert week.state == "1"
    assert week.attributes["last_reset"] == "2026-11-22T18:15:00+00:00"
    assert "last_reset" not in figure(hass, "total_time").attributes


async def test_day_begins_when_the_home_says(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """With a day that starts at 4, and weeks that start on Sunday, sums are reset then."""
    freezer.move_to("2026-11-24 03:59:00+05:45")
    await set_up_home(hass, "Ada", day_start_hour=4, week_start=6)
    today = figure(hass, "today_time")
    assert today.attributes["last_reset"] == "2026-11-22T22:15:00+00:00"
    await let_pass(hass, freezer, 61, step_s=61)
    today = figure(hass, "today_time")
    assert today.attributes["last_reset"] == "2026-11-23T22:15:00+00:00"
    week = figure(hass, "week_sessions")
    assert week.attributes["last_reset"] == "2026-11-21T22:15:00+00:00"


async def test_goal_is_not_rounded_up(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A walk one second short of the goal shows 99 %."""
    freezer.move_to(BREAKFAST)
    await set_up_home(hass, "Ada")
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 599, step_s=1)
    await press(hass, "ada_s_walking_finish_walk")
    assert figure(hass, "goal_progress").state == "99"


async def test_weekly_streak_is_told_in_weeks(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A walker who counts weeks sees weeks, at once."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    streak = figure(hass, "streak")
    assert streak.attributes["unit_of_measurement"] == "days"
    assert streak.attributes["kind"] == "daily"
    [subentry] = home.subentries.values()
    flow = await hass.config_entries.subentries.async_init(
        (home.entry_id, "walker"),
        context={"source": "reconfigure", "subentry_id": subentry.subentry_id},
    )
    await hass.config_entries.subentries.async_configure(
        flow["flow_id"], {"next_step_id": "walker"}
    )
    await hass.config_entries.subentries.async_configure(
        flow["flow_id"],
        {
            "name": "Ada",
            "live_opens_session": True,
            "body": {},
            "goals": {
                "daily_goal": 10,
                "daily_measure": "minutes",
                "weekly_goal": 3,
                "weekly_measure": "sessions",
                "minimum_session": 1,
                "streak_kind": "weekly",
                "direction": "backward",
            },
        },
    )
    await hass.async_block_till_done()
    streak = figure(hass, "streak")
    assert streak.attributes["unit_of_measurement"] == "weeks"
    assert streak.attributes["kind"] == "weekly"
    assert streak.attributes["friendly_name"] == "Ada's walking Streak"


async def test_miles_where_miles_are_used(hass: HomeAssistant) -> None:
    """Distances and speeds follow the units of the home."""
    hass.config.units = US_CUSTOMARY_SYSTEM
    home = await set_up_home(hass, "Ada")
    await enable_all(hass, home)
    units = {
        key: figure(hass, key).attributes["unit_of_measurement"]
        for key in ("session_distance", "today_distance", "speed")
    }
    assert units == {
        "session_distance": "ft",
        "today_distance": "mi",
        "speed": "mph",
    }


async def test_renamed_walker_renames_the_device(hass: HomeAssistant) -> None:
    """A new name is taken over at once, with nothing reloaded and no entity id changed."""
    home = await set_up_home(hass, "Ada")
    await press(hass, "ada_s_walking_start_walk")
    [subentry] = home.subentries.values()
    hass.config_entries.async_update_subentry(
        home, subentry, title="Ida", data={**subentry.data, "name": "Ida"}
    )
    await hass.async_block_till_done()
    session = figure(hass, "session")
    assert session.attributes["friendly_name"] == "Ida's walking Session"
    assert session.state == "walking"
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, subentry.subentry_id), config_entry_id=home.entry_id
    )
    assert device is not None
    assert device.name == "Ida's walking"


async def test_update_asked_for_by_a_person_is_no_error(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    """`homeassistant.update_entity` finds nothing to fetch."""
    assert await async_setup_component(hass, HOMEASSISTANT_DOMAIN, {})
    await set_up_home(hass, "Ada")
    await hass.services.async_call(
        HOMEASSISTANT_DOMAIN,
        "update_entity",
        {ATTR_ENTITY_ID: "sensor.ada_s_walking_session"},
        blocking=True,
    )
    await hass.async_block_till_done()
    assert figure(hass, "session").state == "idle"
    assert "Traceback" not in caplog.text


async def test_figures_survive_a_reload(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A home that is reloaded in mid-walk goes on where it was."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 300)
    started = figure(hass, "session_started").state
    assert await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done()
    assert figure(hass, "session").state == "walking"
    assert figure(hass, "session_started").state == started
    assert float(figure(hass, "session_time").state) == pytest.approx(5, abs=0.1)
    freezer.tick(timedelta(seconds=1))
