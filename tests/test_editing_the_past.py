"""Walks of the past are logged, edited, deleted and moved, on a real journal, and with what everybody sees afterwards."""

from datetime import datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from .acting import ADA, BEN, act, device_of, log, on_disk, refusal, shown
from .belts import async_put_belt_on_air, async_walk
from .homes import (
    BREAKFAST,
    let_pass,
    press,
    record_writes,
    set_up_belt,
    set_up_home,
    walker_id,
)
from .walkers import a_journal, a_session, file_of, kept, put_file


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


# Logging, editing, deleting


async def test_a_logged_walk_counts_everywhere(hass: HomeAssistant) -> None:
    """For its day, the totals and the streak; it is on the disk when the action is over."""
    await set_up_home(hass, "Ada", "Ben")
    yesterday = await log(hass, "2026-11-22 18:00:00")
    assert on_disk(hass) == [yesterday]
    assert shown(hass, "streak") == "1"
    assert shown(hass, "today_time") == "0.0"
    today = await log(hass, "2026-11-23 06:00:00", distance=800, steps=1500)
    assert on_disk(hass) == [yesterday, today]
    assert shown(hass, "streak") == "2"
    assert shown(hass, "today_steps") == "1500"
    assert shown(hass, "today_steps", walker=2) == "0"


async def test_a_forgotten_day_mends_the_streak(hass: HomeAssistant) -> None:
    """And deleting it breaks it again; undoing that mends it once more."""
    await set_up_home(hass, "Ada")
    for day in (20, 21, 23):
        await log(hass, f"2026-11-{day} 06:00:00")
    assert shown(hass, "streak") == "1"
    forgotten = await log(hass, "2026-11-22 06:00:00")
    assert shown(hass, "streak") == "4"
    await act(hass, "delete_session", session_id=forgotten)
    assert shown(hass, "streak") == "1"
    assert forgotten not in on_disk(hass)
    answer = await act(hass, "undo")
    assert answer == {"walker": "Ada", "restored": [forgotten], "removed": []}
    assert shown(hass, "streak") == "4"
    assert forgotten in on_disk(hass)


async def test_the_last_walk_can_be_told_by_its_length(hass: HomeAssistant) -> None:
    """Without a start it has just ended."""
    await set_up_home(hass, "Ada")
    answer = await act(hass, "log_session", duration="00:12:00", direction="forward")
    [session] = answer["sessions"]
    assert session["start"] == "2026-11-23T06:48:00+05:45"
    assert session["end"] == "2026-11-23T07:00:00+05:45"
    assert (session["forward_s"], session["backward_s"]) == (720, 0)


async def test_an_edited_walk_keeps_what_is_not_told(hass: HomeAssistant) -> None:
    """Undone, it is as it was before."""
    await set_up_home(hass, "Ada")
    session_id = await log(hass, "2026-11-22 18:00:00", 20, distance=800)
    before = (await act(hass, "get_sessions"))["sessions"]
    answer = await act(
        hass, "edit_session", session_id=session_id, end="2026-11-22 18:30:00", steps=9
    )
    [after] = answer["sessions"]
    assert (after["duration_s"], after["distance_m"], after["steps"]) == (1800, 800, 9)
    assert after["step_source"] == "told"
    assert kept(file_of(hass, "journal.2026", walker_id(1)))["sessions"][0][
        "finished_at"
    ] == ("2026-11-22T12:45:00+00:00")
    await act(hass, "edit_session", session_id=session_id, duration="00:10:00")
    await act(hass, "undo")
    await act(hass, "undo")
    assert (await act(hass, "get_sessions"))["sessions"] == before


async def test_a_walk_that_moves_to_another_year_leaves_the_old_one(
    hass: HomeAssistant,
) -> None:
    """Both years are written."""
    await set_up_home(hass, "Ada")
    session_id = await log(hass, "2026-01-01 06:00:00")
    await act(
        hass,
        "edit_session",
        session_id=session_id,
        start="2025-12-31 06:00:00",
        end="2025-12-31 06:20:00",
    )
    assert on_disk(hass) == []
    assert on_disk(hass, year=2025) == [session_id]


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"start": "2026-11-22 18:10:00", "duration": "00:05:00"}, "overlap"),
        ({"start": "2026-11-23 06:50:00", "duration": "00:20:00"}, "in_future"),
        ({"start": "2026-11-24 06:50:00", "duration": "00:20:00"}, "in_future"),
        (
            {"start": "2026-11-22 08:00:00", "end": "2026-11-22 07:00:00"},
            "end_before_start",
        ),
        ({"start": "2026-11-20 08:00:00", "end": "2026-11-22 07:00:00"}, "too_long"),
        (
            {"start": "2026-11-20 08:00:00", "duration": "00:10:00", "distance": 3000},
            "too_fast",
        ),
        (
            {"start": "2026-11-20 08:00:00", "duration": "00:10:00", "steps": 9000},
            "too_many_steps",
        ),
        (
            {
                "start": "2026-11-20 08:00:00",
                "end": "2026-11-20 08:10:00",
                "duration": "01:00:00",
            },
            "more_than_elapsed",
        ),
        ({"start": "2026-11-20 08:00:00"}, "times_missing"),
    ],
)
async def test_nonsense_is_refused_with_its_reason(
    hass: HomeAssistant, given: dict[str, Any], key: str
) -> None:
    """And nothing is written."""
    await set_up_home(hass, "Ada")
    session_id = await log(hass, "2026-11-22 18:00:00")
    assert await refusal(hass, "log_session", **given) == key
    assert on_disk(hass) == [session_id]


async def test_a_walk_in_the_way_is_told_by_its_time(hass: HomeAssistant) -> None:
    """By the clock of the home."""
    await set_up_home(hass, "Ada")
    await log(hass, "2026-11-22 18:00:00")
    with pytest.raises(ServiceValidationError, match="2026-11-22 18:00–18:20"):
        await log(hass, "2026-11-22 18:10:00")


async def test_the_open_session_is_left_alone(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """What is logged while somebody walks counts, and the walk goes on."""
    await set_up_home(hass, "Ada")
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 120)
    assert (
        await refusal(hass, "log_session", duration="00:05:00", **ADA)
    ) == "still_walking"
    await log(hass, "2026-11-23 06:00:00")
    assert shown(hass, "session") == "walking"
    assert float(shown(hass, "session_time")) > 0
    await press(hass, "ada_s_walking_finish_walk")
    assert len(on_disk(hass)) == 2


async def test_what_nobody_knows_cannot_be_changed(hass: HomeAssistant) -> None:
    """Neither an unknown session, nor a change that was never made."""
    await set_up_home(hass, "Ada")
    for action in ("edit_session", "delete_session"):
        assert await refusal(hass, action, session_id="x") == "unknown_session"
    assert await refusal(hass, "undo") == "nothing_to_undo"


async def test_a_walker_who_cannot_be_read_is_not_changed(hass: HomeAssistant) -> None:
    """Until that is repaired."""
    path = file_of(hass, "journal.2026", walker_id(1))
    path.parent.mkdir(exist_ok=True)
    path.write_text("{", encoding="utf-8")
    await set_up_home(hass, "Ada")
    key = await refusal(hass, "log_session", duration="00:05:00")
    assert key == "walker_read_only"


# Moments


async def test_the_past_is_no_news(hass: HomeAssistant) -> None:
    """A mended week fires nothing; today's goal does, once a day, however often it is edited."""
    await set_up_home(hass, "Ada")
    told = record_writes(hass, "event.")
    for day in (16, 17, 18, 19, 20, 21, 22):
        await log(hass, f"2026-11-{day} 06:00:00")
    assert shown(hass, "streak") == "7"
    assert not told
    today = await log(hass, "2026-11-23 06:00:00")
    names = [moment.attributes["event_type"] for moment in told]
    assert names == ["goal_reached", "streak_extended"]
    await act(hass, "delete_session", session_id=today)
    await act(hass, "undo")
    await act(hass, "edit_session", session_id=today, end="2026-11-23 06:40:00")
    await log(hass, "2026-11-15 06:00:00")
    assert len(told) == 2


async def test_a_streak_that_is_edited_away_is_not_lost(hass: HomeAssistant) -> None:
    """Whoever deletes a walk knows; and the day's own news is still told."""
    await set_up_home(hass, "Ada")
    yesterday = await log(hass, "2026-11-22 06:00:00")
    told = record_writes(hass, "event.")
    await act(hass, "delete_session", session_id=yesterday)
    assert shown(hass, "streak") == "0"
    assert not told
    await log(hass, "2026-11-22 06:00:00")
    await log(hass, "2026-11-23 06:00:00")
    assert [moment.attributes["event_type"] for moment in told] == [
        "goal_reached",
        "streak_extended",
    ]


# Moving


async def test_a_moved_walk_counts_for_the_other_walker(hass: HomeAssistant) -> None:
    """Both streaks are right afterwards, on the disk too; and again after undoing it."""
    home = await set_up_home(hass, "Ada", "Ben")
    await log(hass, "2026-11-21 06:00:00")
    session_id = await log(hass, "2026-11-22 06:00:00")
    await log(hass, "2026-11-21 06:00:00", of=BEN)
    await act(
        hass,
        "move_session",
        session_id=session_id,
        receiver=device_of(hass, home, 2),
    )
    assert (shown(hass, "streak"), shown(hass, "streak", 2)) == ("0", "2")
    assert session_id not in on_disk(hass)
    assert session_id in on_disk(hass, 2)
    await act(hass, "undo", **BEN)
    assert (shown(hass, "streak"), shown(hass, "streak", 2)) == ("2", "0")
    assert session_id in on_disk(hass)
    assert session_id not in on_disk(hass, 2)


async def test_a_walk_is_not_moved_where_another_one_is(hass: HomeAssistant) -> None:
    """Nor to whom it belongs already."""
    home = await set_up_home(hass, "Ada", "Ben")
    session_id = await log(hass, "2026-11-22 06:00:00")
    await log(hass, "2026-11-22 06:10:00", of=BEN)
    for walker, key in ((2, "overlap"), (1, "same_walker")):
        assert key == await refusal(
            hass,
            "move_session",
            session_id=session_id,
            receiver=device_of(hass, home, walker),
        )
    assert session_id in on_disk(hass)


async def test_a_walk_that_both_have_is_not_moved(hass: HomeAssistant) -> None:
    """It would count twice, or be lost."""
    home = await set_up_home(hass, "Ada", "Ben")
    session_id = await log(hass, "2026-11-22 06:00:00")
    exported = await act(hass, "export", **ADA)
    await act(hass, "import", text=exported["walkers"][0]["text"], **BEN)
    given = {"session_id": session_id, "receiver": device_of(hass, home, 2)}
    assert await refusal(hass, "move_session", **ADA, **given) == "overlap"
    assert on_disk(hass) == on_disk(hass, 2) == [session_id]


async def test_a_walk_stays_until_the_other_walker_has_it_on_the_disk(
    hass: HomeAssistant,
) -> None:
    """A disk that takes nothing loses nothing either."""
    home = await set_up_home(hass, "Ada", "Ben")
    session_id = await log(hass, "2025-11-22 06:00:00")
    blocked = file_of(hass, "journal.2025", walker_id(2))
    blocked.mkdir()
    given = {"session_id": session_id, "receiver": device_of(hass, home, 2)}
    assert await refusal(hass, "move_session", **given) == "not_written"
    assert on_disk(hass, year=2025) == [session_id]
    blocked.rmdir()
    await act(hass, "move_session", **given)
    assert on_disk(hass, year=2025) == []
    assert on_disk(hass, 2, 2025) == [session_id]


async def test_a_journal_of_years_is_there_after_a_restart(
    hass: HomeAssistant,
) -> None:
    """What was edited before it too, and walks recorded earlier can be edited after it."""
    put_file(
        file_of(hass, "journal.2024", walker_id(1)),
        a_journal(a_session("old", "2024-02-29T06:00:00+00:00")),
    )
    home = await set_up_home(hass, "Ada")
    await act(hass, "edit_session", session_id="old", distance=333)
    session_id = await log(hass, "2026-11-22 06:00:00")
    await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done()
    answer = await act(
        hass, "get_sessions", start_date="2024-01-01", end_date="2026-12-31"
    )
    assert [(one["session_id"], one["distance_m"]) for one in answer["sessions"]] == [
        ("old", 333),
        (session_id, 0),
    ]


async def test_a_deleted_walk_is_not_rejoined(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Starting again soon after begins another one."""
    await set_up_home(hass, "Ada")
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 120)
    await press(hass, "ada_s_walking_finish_walk")
    [session_id] = on_disk(hass)
    await act(hass, "delete_session", session_id=session_id)
    freezer.tick(timedelta(seconds=30))
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 120)
    await press(hass, "ada_s_walking_finish_walk")
    [other_id] = on_disk(hass)
    assert other_id != session_id


@pytest.mark.parametrize("minutes_after", [1, -30])
async def test_a_walk_does_not_grow_over_one_that_was_logged_after_it(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, minutes_after: int
) -> None:
    """The belt that starts again soon after begins another one then; not where the logged one was before."""
    belt = await async_put_belt_on_air(hass)
    await set_up_home(hass, "Ada")
    await set_up_belt(hass, belt)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 120)
    belt.stop()
    await async_walk(hass, freezer, belt, 240)
    finished_at = datetime.fromisoformat("2026-11-23T07:02:00+05:45")
    start = finished_at + timedelta(minutes=minutes_after)
    logged = await log(hass, start.isoformat(), 2)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 90)
    belt.stop()
    await async_walk(hass, freezer, belt, 3)
    sessions = (await act(hass, "get_sessions"))["sessions"]
    grown = minutes_after < 0
    assert len(sessions) == (2 if grown else 3)
    ends = [one["end"] for one in sessions]
    begins = [one["start"] for one in sessions]
    assert all(end <= begin for end, begin in zip(ends, begins[1:], strict=False))
    assert logged in {one["session_id"] for one in sessions}
    walked_m = sum(one["distance_m"] for one in sessions)
    assert walked_m == pytest.approx(belt.walked_m, abs=2)
