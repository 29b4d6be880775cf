"""The past on a card: the days of a range, and the walks of a day that is touched."""

from datetime import date, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.core import HomeAssistant

from .acting import act, device_of, log
from .cards import CardOpener, open_card
from .homes import BREAKFAST, press, set_up_home, walker_id
from .walkers import a_decision, a_journal, a_session, file_of, put_file

__all__ = ["open_card"]

WALKED = {"active_s": 720.0, "distance_m": 480.0, "steps": 1080, "sessions": 1}
NOTHING = {"active_s": 0.0, "distance_m": 0.0, "steps": 0, "sessions": 0}


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


async def test_days_with_something(hass: HomeAssistant, open_card: CardOpener) -> None:
    """Walked on, rested or protected, from the first walk on; what was missed is left out, and so is what is to come."""
    put_file(
        file_of(hass, "journal.2026", walker_id(1)),
        a_journal(
            *(
                a_session(f"{day}", f"2026-11-{day:02}T06:00:00+00:00")
                for day in (*range(9, 16), 17)
            ),
            a_session("short", "2026-11-20T06:00:00+00:00", 3),
            decisions=(
                a_decision("2026-11-01", "rest_days", [2]),
                a_decision("2026-11-21", "vacation", "away"),
                a_decision("2026-11-22", "vacation", "here"),
            ),
        ),
    )
    home = await set_up_home(hass, "Ada")
    card, ada = await open_card(), device_of(hass, home, 1)
    history = await card.history(ada, "2026-01-01", "2026-12-31")
    assert history["sessions"] == []
    assert {day.pop("date")[-2:]: day.pop("state") for day in history["days"]} == {
        **{f"{day:02}": "completed" for day in range(9, 16)},
        "16": "frozen",
        "17": "completed",
        "18": "rest",
        "20": "partial",
        "21": "vacation",
    }
    short = {"active_s": 180.0, "distance_m": 120.0, "steps": 270, "sessions": 1}
    assert history["days"][6:] == [WALKED, NOTHING, WALKED, NOTHING, short, NOTHING]
    part = await card.history(ada, "2026-11-15", "2026-11-16")
    assert [day["state"] for day in part["days"]] == ["completed", "frozen"]
    assert (await card.history(ada, "2026-11-23", "2027-01-01"))["days"] == []


async def test_walks_of_a_day(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, open_card: CardOpener
) -> None:
    """In their order, whole, and ready to be edited by their ids; the one that is walked just now is none of the past."""
    home = await set_up_home(hass, "Ada")
    evening = await log(hass, "2026-11-22 18:00:00", 20, direction="forward")
    morning = await log(hass, "2026-11-22 07:30:00", 10, distance=300, steps=500)
    await press(hass, "ada_s_walking_start_walk")
    card, ada = await open_card(), device_of(hass, home, 1)
    day = ("2026-11-22", "2026-11-23")
    sessions = (await card.history(ada, *day, sessions=True))["sessions"]
    assert [session["id"] for session in sessions] == [morning, evening]
    assert sessions[0] == {
        "id": morning,
        "started_at": "2026-11-22T07:30:00+05:45",
        "finished_at": "2026-11-22T07:40:00+05:45",
        "active_s": 600.0,
        "backward_s": 600.0,
        "forward_s": 0.0,
        "distance_m": 300.0,
        "steps": 500,
        "step_source": "told",
        "by_hand": True,
        "direction": "backward",
    }
    assert (sessions[1]["direction"], sessions[1]["forward_s"]) == ("forward", 1200.0)
    await act(hass, "delete_session", session_id=morning)
    after = await card.history(ada, *day, sessions=True)
    assert [session["id"] for session in after["sessions"]] == [evening]
    # Somebody walked on that day, though nothing of it counts
    assert after["days"] == [{"date": "2026-11-22", "state": "missed", **NOTHING}]


async def test_way_that_nobody_has_told_yet(
    hass: HomeAssistant, open_card: CardOpener
) -> None:
    """Such a walk is shown as what it is, so that it can be answered for."""
    session = a_session("asked", "2026-11-22T06:00:00+00:00")
    session["segments"][0]["direction"] = "unknown"
    put_file(file_of(hass, "journal.2026", walker_id(1)), a_journal(session))
    home = await set_up_home(hass, "Ada")
    card = await open_card()
    history = await card.history(
        device_of(hass, home, 1), "2026-11-22", "2026-11-22", sessions=True
    )
    assert [session["direction"] for session in history["sessions"]] == ["unknown"]
    assert [day["date"] for day in history["days"]] == ["2026-11-22"]


async def test_walk_that_goes_on_is_not_of_the_past(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, open_card: CardOpener
) -> None:
    """A walk that ended by itself stands in the journal, and is taken up again: it is the open one, and only that."""
    home = await set_up_home(hass, "Ada")
    card, ada = await open_card(), device_of(hass, home, 1)
    await press(hass, "ada_s_walking_start_walk")
    await card.let_pass(70)
    await press(hass, "ada_s_walking_pause_walk")
    await card.let_pass(130)
    today = ("2026-11-23", "2026-11-23")
    past = await card.history(ada, *today, sessions=True)
    assert [session["active_s"] for session in past["sessions"]] == [70.0]
    await press(hass, "ada_s_walking_start_walk")
    past = await card.history(ada, *today, sessions=True)
    assert past == {"days": [], "sessions": []}


async def test_weeks_in_a_row_show_no_frozen_days(
    hass: HomeAssistant, open_card: CardOpener
) -> None:
    """Freezes are for streaks in days."""
    put_file(
        file_of(hass, "journal.2026", walker_id(1)),
        a_journal(
            *(
                a_session(f"{day}", f"2026-11-{day:02}T06:00:00+00:00")
                for day in range(9, 16)
            ),
            a_session("late", "2026-11-17T06:00:00+00:00"),
            decisions=(a_decision("2026-11-01", "streak_kind", "weekly"),),
        ),
    )
    home = await set_up_home(hass, "Ada")
    card = await open_card()
    history = await card.history(device_of(hass, home, 1), "2026-11-15", "2026-11-17")
    states = [(day["date"][-2:], day["state"]) for day in history["days"]]
    assert states == [("15", "completed"), ("17", "completed")]


@pytest.mark.parametrize(
    "asked",
    [
        {"start": "2026-11-24", "end": "2026-11-23"},
        {"start": "2015-01-01", "end": "2026-11-23"},
        {"start": "2026-10-23", "end": "2026-11-23", "sessions": True},
        {"start": "yesterday", "end": "2026-11-23"},
        {"start": "2026-11-23"},
        {"start": "2026-11-23", "end": "2026-11-23", "sessions": "many"},
        {"start": "2026-11-23", "end": "2026-11-23", "days": 7},
    ],
)
async def test_ranges_that_are_none(
    hass: HomeAssistant, open_card: CardOpener, asked: dict[str, Any]
) -> None:
    """Turned round, too long, or no days at all."""
    home = await set_up_home(hass, "Ada")
    card = await open_card()
    walker = {"walker": device_of(hass, home, 1)}
    assert await card.refusal("history", **walker, **asked) == "invalid_format"
    ada = walker["walker"]
    assert await card.history(ada, "2026-10-24", "2026-11-23", sessions=True)
    assert await card.history(ada, "2015-12-13", "2026-11-23")
    assert (
        await card.refusal("history", walker="x", start="2026-11-23", end="2026-11-23")
        == "unknown_walker"
    )


async def test_ten_years(hass: HomeAssistant, open_card: CardOpener) -> None:
    """All days at once, for a heat map that can be turned back."""
    first = date(2016, 11, 25)
    days = [first + timedelta(days=number) for number in range(3650)]
    for year in range(2016, 2027):
        sessions = [
            a_session(f"{day} {hour}", f"{day}T{hour:02}:00:00+00:00")
            for day in days
            for hour in (5, 15)
            if day.year == year
        ]
        put_file(file_of(hass, f"journal.{year}", walker_id(1)), a_journal(*sessions))
    home = await set_up_home(hass, "Ada")
    card, ada = await open_card(), device_of(hass, home, 1)
    history = await card.history(ada, "2016-01-01", "2026-11-23")
    told = {day["date"]: day["active_s"] for day in history["days"]}
    assert told == {day.isoformat(): 1440.0 for day in days}
    await card.watch(ada)
    assert (await card.latest())["total"]["sessions"] == 7300
