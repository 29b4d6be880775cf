"""Events: the moments of a walk and of a streak, with what an automation wants to know of them."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
from syrupy.assertion import SnapshotAssertion

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, State

from .belts import async_put_belt_on_air, async_walk
from .homes import (
    BREAKFAST,
    assert_as_before,
    let_pass,
    press,
    record_writes,
    set_up_belt,
    set_up_home,
    state,
)

WALKS = "event.ada_s_walking_walks"
STREAK = "event.ada_s_walking_streak_and_goals"
_ALWAYS = {"event_type", "event_types", "friendly_name"}


def told(moments: list[State]) -> list[tuple[str, dict[str, Any]]]:
    """Name of each moment, and what was told of it."""
    return [
        (
            moment.attributes["event_type"],
            {
                key: value
                for key, value in moment.attributes.items()
                if key not in _ALWAYS
            },
        )
        for moment in moments
    ]


async def test_events_of_a_home(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, snapshot: SnapshotAssertion
) -> None:
    """What is registered and shown before the first walk."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    assert_as_before(hass, snapshot, home, Platform.EVENT)


async def test_moments_of_a_walk_by_hand(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Each press of a button is told, and the finish with all figures."""
    freezer.move_to(BREAKFAST)
    await set_up_home(hass, "Ada")
    moments = record_writes(hass, WALKS)
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 120)
    await press(hass, "ada_s_walking_turn_round")
    await let_pass(hass, freezer, 60)
    await press(hass, "ada_s_walking_pause_walk", "ada_s_walking_start_walk")
    await press(hass, "ada_s_walking_finish_walk")
    session_id = moments[0].attributes["session_id"]
    assert told(moments) == [
        ("session_started", {"session_id": session_id, "direction": "backward"}),
        ("session_turned", {"session_id": session_id, "direction": "forward"}),
        ("session_paused", {"session_id": session_id, "reason": "command"}),
        ("session_resumed", {"session_id": session_id, "rejoined": False}),
        (
            "session_finished",
            {
                "session_id": session_id,
                "reason": "command",
                "recorded": True,
                "duration_s": 180,
                "backward_s": 120,
                "forward_s": 60,
                "unknown_s": 0,
                "distance_m": 0,
                "steps": 0,
                "step_source": "none",
            },
        ),
    ]


async def test_short_walk_is_finished_but_not_recorded(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Half a minute on the belt is told as finished, so that the home goes back to what it was."""
    freezer.move_to(BREAKFAST)
    await set_up_home(hass, "Ada")
    belt = await async_put_belt_on_air(hass)
    await set_up_belt(hass, belt)
    belt.start(3.0)
    await async_walk(hass, freezer, belt, seconds=30)
    belt.stop()
    await async_walk(hass, freezer, belt, seconds=2)
    finished = state(hass, WALKS).attributes
    assert finished["event_type"] == "session_finished"
    assert finished["reason"] == "belt_stop"
    assert finished["recorded"] is False
    assert finished["step_source"] == "belt"


async def test_walk_that_goes_on_is_rejoined(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A belt that is started again soon after its stop continues the session."""
    freezer.move_to(BREAKFAST)
    await set_up_home(hass, "Ada")
    belt = await async_put_belt_on_air(hass)
    await set_up_belt(hass, belt)
    moments = record_writes(hass, WALKS)
    belt.start(3.0)
    await async_walk(hass, freezer, belt, seconds=90)
    belt.stop()
    await async_walk(hass, freezer, belt, seconds=60)
    belt.start(3.0)
    await async_walk(hass, freezer, belt, seconds=10)
    names = [name for name, _ in told(moments)]
    assert names == ["session_started", "session_finished", "session_resumed"]
    assert moments[-1].attributes["rejoined"] is True
    assert len({moment.attributes["session_id"] for moment in moments}) == 1


async def test_goal_and_streak_are_told_once(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Ten minutes reach the goal and extend the streak; a second walk that day adds nothing to tell."""
    freezer.move_to(BREAKFAST)
    await set_up_home(hass, "Ada")
    moments = record_writes(hass, STREAK)
    for _walk in range(2):
        await press(hass, "ada_s_walking_start_walk")
        await let_pass(hass, freezer, 610)
        await press(hass, "ada_s_walking_finish_walk")
    today = {"day": "2026-11-23", "kind": "daily", "length": 1}
    assert told(moments) == [("goal_reached", today), ("streak_extended", today)]


async def test_lost_streak_is_told_with_its_length(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The evening of the first day without a walk puts the streak at risk, its end ends it."""
    freezer.move_to(BREAKFAST)
    await set_up_home(hass, "Ada")
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 610)
    await press(hass, "ada_s_walking_finish_walk")
    moments = record_writes(hass, STREAK)
    await let_pass(hass, freezer, 48 * 3600, step_s=3600)
    assert told(moments) == [
        ("streak_at_risk", {"day": "2026-11-24", "kind": "daily", "length": 1}),
        (
            "streak_lost",
            {"day": "2026-11-25", "kind": "daily", "length": 0, "lost": 1},
        ),
    ]


async def test_walk_over_midnight_keeps_the_streak(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The day it began on is not over for it: the streak goes from one to two, and never through zero."""
    freezer.move_to(BREAKFAST)
    await set_up_home(hass, "Ada")
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 610)
    await press(hass, "ada_s_walking_finish_walk")
    freezer.move_to("2026-11-24 23:57:00+05:45")
    await let_pass(hass, freezer, 10)
    moments = record_writes(hass, STREAK)
    lengths = record_writes(hass, "sensor.ada_s_walking_streak")
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 610)
    await press(hass, "ada_s_walking_finish_walk")
    assert {length.state for length in lengths} <= {"1", "2"}
    began_on = {"day": "2026-11-24", "kind": "daily", "length": 2}
    assert told(moments) == [("goal_reached", began_on), ("streak_extended", began_on)]


async def test_forgotten_walk_is_asked_about(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A walk that nothing measures does not run for ever unnoticed."""
    freezer.move_to(BREAKFAST)
    await set_up_home(hass, "Ada")
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 31 * 60, step_s=60)
    assert state(hass, WALKS).attributes["event_type"] == "still_walking"


async def test_events_follow_the_figures(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Whoever is told of a finish finds the sensors up to date; the picture, which takes a while, is looked at afterwards."""
    freezer.move_to(BREAKFAST)
    await set_up_home(hass, "Ada")
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 120)
    written = record_writes(hass)
    await press(hass, "ada_s_walking_finish_walk")
    *earlier, last, picture = [new.entity_id for new in written]
    assert picture == "image.ada_s_walking_streak_calendar"
    assert last == WALKS
    assert "sensor.ada_s_walking_session" in earlier
