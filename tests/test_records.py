"""What is derived from the past, as a person sees it: records, badges, sums and days are right after each change."""

from collections.abc import Iterable
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.const import DOMAIN
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er

from .belts import async_put_belt_on_air, async_walk
from .dialogs import answer_walker, change_walker, goals_in, start_walker
from .homes import (
    BREAKFAST,
    enable_all,
    figure,
    let_pass,
    press,
    record_writes,
    set_up_belt,
    set_up_home,
)
from .test_translations import TEXTS

ADA = {"entity_id": "sensor.ada_s_walking_session"}
STREAK = "event.ada_s_walking_streak_and_goals"
_SINGLE = ("longest_session", "farthest_session", "most_steps")


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


async def act(hass: HomeAssistant, action: str, **given: Any) -> Any:
    """Call an action, and return its answer."""
    answer = await hass.services.async_call(
        DOMAIN, action, {**ADA, **given}, blocking=True, return_response=True
    )
    await hass.async_block_till_done()
    return answer


async def log(hass: HomeAssistant, start: str, minutes: int = 20, **told: Any) -> str:
    """Log a walk of Ada's; its id."""
    answer = await act(
        hass, "log_session", start=start, duration={"minutes": minutes}, **told
    )
    session_id: str = answer["sessions"][0]["session_id"]
    return session_id


def shown(hass: HomeAssistant, keys: Iterable[str]) -> list[str]:
    """What these sensors of Ada show."""
    return [figure(hass, key).state for key in keys]


def badges_told(moments: list[State]) -> list[tuple[str, str]]:
    """Badge and evidence of each badge that was told."""
    return [
        (moment.attributes["badge"], moment.attributes["evidence"])
        for moment in moments
        if moment.attributes["event_type"] == "badge_earned"
    ]


async def test_records_follow_the_past(hass: HomeAssistant) -> None:
    """Logged, mended, deleted, brought back: each record goes to whoever deserves it."""
    await enable_all(hass, await set_up_home(hass, "Ada"))
    assert shown(hass, (*_SINGLE, "best_week")) == ["unknown"] * 4
    long = await log(hass, "2026-11-03 06:00:00", 30, distance=900, steps=2000)
    far = await log(hass, "2026-11-12 06:00:00", 20, distance=1200, steps=1900)
    assert shown(hass, (*_SINGLE, "best_week")) == ["30.0", "1200", "2000", "30.0"]
    assert figure(hass, "longest_session").attributes["session_id"] == long
    assert figure(hass, "longest_session").attributes["day"] == "2026-11-03"
    assert figure(hass, "farthest_session").attributes["session_id"] == far
    assert figure(hass, "best_week").attributes["week_begin"] == "2026-11-02"
    await log(hass, "2026-11-15 06:00:00", 15)
    assert figure(hass, "best_week").state == "35.0"
    assert figure(hass, "best_week").attributes["week_begin"] == "2026-11-09"
    await act(hass, "edit_session", session_id=far, steps=2100)
    assert figure(hass, "most_steps").attributes["session_id"] == far
    await act(hass, "delete_session", session_id=long)
    assert shown(hass, _SINGLE) == ["20.0", "1200", "2100"]
    await act(hass, "undo")
    assert shown(hass, _SINGLE) == ["30.0", "1200", "2100"]
    await act(hass, "edit_session", session_id=long, direction="forward")
    assert shown(hass, _SINGLE) == ["20.0", "1200", "2100"]


async def test_a_running_walk_is_a_record_when_it_is_finished(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """And the record goes when it is deleted."""
    await enable_all(hass, await set_up_home(hass, "Ada"))
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 120)
    assert figure(hass, "longest_session").state == "unknown"
    await press(hass, "ada_s_walking_finish_walk")
    longest = figure(hass, "longest_session")
    assert longest.state == "2.0"
    await act(hass, "delete_session", session_id=longest.attributes["session_id"])
    assert figure(hass, "longest_session").state == "unknown"


async def test_a_badge_has_its_day_and_what_comes_next(hass: HomeAssistant) -> None:
    """It is on from the beginning, and right after each change of the past."""
    await set_up_home(hass, "Ada")
    badge = figure(hass, "distance_badge")
    assert badge.state == "no_badge"
    assert badge.attributes["next_badge"] == "km_1"
    assert badge.attributes["distance_to_next_m"] == 1000
    assert badge.attributes["evidence"] is None
    await log(hass, "2026-11-10 06:00:00", distance=600)
    late = await log(hass, "2026-11-20 06:00:00", distance=600)
    badge = figure(hass, "distance_badge")
    assert (badge.state, badge.attributes["earned_on"]) == ("km_1", "2026-11-20")
    assert badge.attributes["evidence"] == "round"
    assert badge.attributes["next_badge"] == "km_5"
    assert badge.attributes["distance_to_next_m"] == 3800
    await log(hass, "2026-11-05 06:00:00", distance=600)
    assert figure(hass, "distance_badge").attributes["earned_on"] == "2026-11-10"
    await act(hass, "delete_session", session_id=late)
    assert figure(hass, "distance_badge").state == "km_1"
    await act(hass, "edit_session", session_id=await _first(hass), distance=300)
    assert figure(hass, "distance_badge").state == "no_badge"


async def _first(hass: HomeAssistant) -> str:
    answer = await act(hass, "get_sessions", start_date="2026-11-01")
    session_id: str = answer["sessions"][0]["session_id"]
    return session_id


async def test_a_badge_is_told_once(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """With today's walk; not for the past, not after a reload, not once more."""
    home = await set_up_home(hass, "Ada")
    moments = record_writes(hass, STREAK)
    await log(hass, "2026-11-20 06:00:00", distance=1500)
    assert badges_told(moments) == []
    await log(hass, "2026-11-23 06:00:00", 60, distance=4000)
    assert badges_told(moments) == [("km_5", "round")]
    assert await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done()
    moments.clear()
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 700, step_s=60)
    await press(hass, "ada_s_walking_finish_walk")
    assert badges_told(moments) == []


async def test_a_badge_is_told_in_mid_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """When the last metre is walked; a walk that is deleted takes it back, and it is not told twice a day."""
    await set_up_home(hass, "Ada")
    await log(hass, "2026-11-22 06:00:00", distance=900)
    moments = record_writes(hass, STREAK)
    belt = await async_put_belt_on_air(hass)
    await set_up_belt(hass, belt)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, seconds=90)
    assert badges_told(moments) == []
    await async_walk(hass, freezer, belt, seconds=60)
    assert badges_told(moments) == [("km_1", "round")]
    badge = figure(hass, "distance_badge")
    assert (badge.state, badge.attributes["earned_on"]) == ("km_1", "2026-11-23")
    await press(hass, "ada_s_walking_finish_walk")
    assert figure(hass, "distance_badge").state == "km_1"
    answer = await act(hass, "get_sessions", start_date="2026-11-23")
    walk = answer["sessions"][0]["session_id"]
    await act(hass, "delete_session", session_id=walk)
    assert figure(hass, "distance_badge").state == "no_badge"
    await log(hass, "2026-11-23 06:00:00", distance=900)
    assert figure(hass, "distance_badge").state == "km_1"
    assert badges_told(moments) == [("km_1", "round")]


async def test_stats_tell_records_and_badges_of_all_time(hass: HomeAssistant) -> None:
    """Whatever days are asked for."""
    await set_up_home(hass, "Ada")
    [ada] = (await act(hass, "get_stats"))["walkers"]
    assert ada["badges"] == []
    assert set(ada["records"].values()) == {None}
    long = await log(hass, "2026-03-03 06:00:00", 60, distance=900, steps=2000)
    await log(hass, "2026-03-05 06:00:00", 20, distance=500, steps=500)
    [ada] = (await act(hass, "get_stats"))["walkers"]
    assert ada["groups"] == []
    walk = {
        "session_id": long,
        "day": "2026-03-03",
        "backward_s": 3600,
        "distance_m": 900,
        "steps": 2000,
    }
    assert ada["records"] == {
        "longest_session": walk,
        "farthest_session": walk,
        "most_steps": walk,
        "best_day": {"start_date": "2026-03-03", "backward_s": 3600},
        "best_week": {"start_date": "2026-03-02", "backward_s": 4800},
    }
    assert ada["badges"] == [
        {
            "badge": "km_1",
            "distance_m": 1000.0,
            "earned_on": "2026-03-05",
            "evidence": "round",
        }
    ]


async def test_stats_count_sessions_from_the_minimum_of_their_day(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """As the sensors do, whatever the minimum is by now."""
    home = await set_up_home(hass, "Ada")
    await log(hass, "2026-11-23 06:00:00", 2)
    freezer.tick(86400)
    form = await change_walker(hass, home, "Ada")
    goals = {**goals_in(form), "minimum_session": 3}
    await answer_walker(hass, form, name="Ada", goals=goals)
    await log(hass, "2026-11-24 06:00:00", 2)
    await log(hass, "2026-11-24 06:10:00", 4)
    [ada] = (await act(hass, "get_stats", group_by="day"))["walkers"]
    assert [group["sessions"] for group in ada["groups"]] == [1, 1]
    assert ada["total"]["sessions"] == 2
    assert figure(hass, "week_sessions").state == "2"


async def test_a_walk_logged_later_has_the_day_of_its_time(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Days that start at 4 since the 10th: at 2 in the night, the 5th is the 5th, and the 15th the 14th."""
    freezer.move_to("2026-11-01 07:00:00+05:45")
    home = await set_up_home(hass, "Ada")
    freezer.move_to("2026-11-10 07:00:00+05:45")
    hass.config_entries.async_update_entry(home, options={"day_start_hour": 4})
    await hass.async_block_till_done(wait_background_tasks=True)
    freezer.move_to("2026-11-20 07:00:00+05:45")
    before = await log(hass, "2026-11-05 02:00:00")
    await log(hass, "2026-11-15 02:00:00")
    assert await _days(hass) == ["2026-11-05", "2026-11-14"]
    moved = {"start": "2026-11-06 02:00:00", "end": "2026-11-06 02:20:00"}
    await act(hass, "edit_session", session_id=before, **moved)
    assert await _days(hass) == ["2026-11-06", "2026-11-14"]
    rows = "start,end\n2026-11-07 02:00,2026-11-07 02:20\n2026-11-17 02:00,2026-11-17 02:20\n"
    await act(hass, "import", text=rows)
    assert await _days(hass) == ["2026-11-06", "2026-11-07", "2026-11-14", "2026-11-16"]


async def _days(hass: HomeAssistant, **target: Any) -> list[str]:
    answer = await act(hass, "get_sessions", start_date="2026-11-01", **target)
    return [session["day"] for session in answer["sessions"]]


async def test_day_starts_set_on_the_first_day_hold_for_all_walks_before(
    hass: HomeAssistant,
) -> None:
    """Who says so while setting up has never lived otherwise."""
    home = await set_up_home(hass, "Ada")
    hass.config_entries.async_update_entry(home, options={"day_start_hour": 4})
    await hass.async_block_till_done(wait_background_tasks=True)
    await log(hass, "2026-11-05 02:00:00")
    assert await _days(hass) == ["2026-11-04"]


async def test_a_new_walker_of_an_old_home_has_always_had_its_days(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Nobody knows of other days that a walk of before could belong to."""
    home = await set_up_home(hass, "Ada", day_start_hour=4)
    freezer.tick(10 * 86400)
    form = await start_walker(hass, home)
    await answer_walker(hass, form, name="Ben")
    await hass.async_block_till_done(wait_background_tasks=True)
    ben: dict[str, Any] = {"entity_id": "sensor.ben_s_walking_session"}
    await log(hass, "2026-11-05 02:00:00", 20, **ben)
    assert await _days(hass, **ben) == ["2026-11-04"]


async def test_each_badge_is_named_and_the_doubt_is_told(hass: HomeAssistant) -> None:
    """In the sensor, its next badge and the moment; nobody reads of Harmon's walk as of a fact."""
    await set_up_home(hass, "Ada")
    entity = er.async_get(hass).async_get(figure(hass, "distance_badge").entity_id)
    assert entity is not None
    assert entity.capabilities is not None
    options = set(entity.capabilities["options"])
    texts = TEXTS["entity"]["sensor"]["distance_badge"]
    assert texts["state"].keys() == options
    told = TEXTS["entity"]["event"]["streak_events"]["state_attributes"]
    shown_ = texts["state_attributes"]
    for names in (shown_["next_badge"]["state"], told["badge"]["state"]):
        assert names.keys() == options - {"no_badge"}
        assert "doubtful" in names["harmon"]
    assert "doubtful" in texts["state"]["harmon"]
    for evidence in (shown_["evidence"]["state"], told["evidence"]["state"]):
        assert "No proof" in evidence["doubtful"]
