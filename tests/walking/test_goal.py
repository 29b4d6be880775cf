"""What makes a day count, and the round numbers on the way."""

from datetime import date, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.decision import read_value
from custom_components.retrowalk.walking.goal import Goals, is_milestone, next_milestone
from custom_components.retrowalk.walking.journal import Decision, DecisionKey, Journal
from custom_components.retrowalk.walking.model import DirectionChoice
from custom_components.retrowalk.walking.stored import StoredError
from custom_components.retrowalk.walking.streak import DayState, StreakKind
from custom_components.retrowalk.walking.tally import Tally

from .walks import EVENING

MONDAY = date(2026, 3, 2)


def test_a_walker_begins_with_ten_backward_minutes_a_day() -> None:
    """Three sessions a week where weeks count, and backward walks."""
    goals = Goals(Journal())
    assert goals.daily(MONDAY) == 600
    assert goals.weekly(MONDAY) == 3
    assert goals.kind(MONDAY) is StreakKind.DAILY
    assert goals.direction(MONDAY) is DirectionChoice.BACKWARD


@pytest.mark.parametrize(
    ("backward_s", "state"),
    [
        (0, DayState.MISSED),
        (1, DayState.PARTIAL),
        (599.9, DayState.PARTIAL),
        (600, DayState.COMPLETED),
        (6000, DayState.COMPLETED),
    ],
)
def test_a_day_is_judged_by_its_backward_minutes(
    backward_s: float, state: DayState
) -> None:
    """The goal met, walked a bit, or nothing."""
    assert Goals(Journal()).state(MONDAY, Tally(backward_s=backward_s)) is state


def test_a_new_goal_leaves_the_days_before_as_they_were() -> None:
    """It holds from the day it was set."""
    journal = Journal()
    journal.decide(
        Decision(at=EVENING, day=MONDAY, key=DecisionKey.DAILY_GOAL, value=20)
    )
    goals, walked = Goals(journal), Tally(backward_s=700)
    assert goals.state(MONDAY - timedelta(days=1), walked) is DayState.COMPLETED
    assert goals.state(MONDAY, walked) is DayState.PARTIAL


@pytest.mark.parametrize(
    ("kind", "milestones"),
    [
        (StreakKind.DAILY, [3, 7, 14, 30, 50, 100, 200, 365, 730, 1095]),
        (StreakKind.WEEKLY, [4, 8, 12, 26, 52, 104, 156]),
    ],
)
def test_milestones_of_a_streak(kind: StreakKind, milestones: list[int]) -> None:
    """From the list, then every year."""
    reached = [
        length for length in range(milestones[-1] + 1) if is_milestone(length, kind)
    ]
    assert reached == milestones


@given(st.integers(0, 5000), st.sampled_from(StreakKind))
def test_the_next_milestone_is_the_next(reached: int, kind: StreakKind) -> None:
    """Ahead, and nothing to be celebrated before it."""
    coming = next_milestone(reached, kind)
    assert coming > reached
    assert is_milestone(coming, kind)
    assert not any(is_milestone(length, kind) for length in range(reached + 1, coming))


def test_rest_on_just_one_day() -> None:
    """A day of rest by word is about itself: neither the day before nor any later one rests."""
    journal = Journal()
    goals = Goals(journal)
    wednesday = MONDAY + timedelta(days=2)
    journal.decide(
        Decision(
            at=EVENING,
            day=MONDAY,
            key=DecisionKey.REST_DAY,
            value=wednesday.isoformat(),
        )
    )
    days = [MONDAY + timedelta(days=number) for number in range(10)]
    assert [day for day in days if goals.is_rest_day(day)] == [wednesday]
    assert goals.state(wednesday, Tally()) is DayState.REST
    assert goals.state(wednesday, Tally(backward_s=300)) is DayState.REST
    assert goals.state(wednesday, Tally(backward_s=600)) is DayState.COMPLETED
    assert goals.state(MONDAY, Tally()) is DayState.MISSED


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        (DecisionKey.REST_DAY, "2026-11-23", ["", "Monday", 5, "9999-01-01"]),
        (DecisionKey.REMINDERS, True, [1, "on", None]),
        (DecisionKey.REMINDER_TIME, 1439, [1440, -1, 5.5, "17:00"]),
        (DecisionKey.WEEKLY_SUMMARY, "week_end", ["", "someday", 3]),
    ],
)
def test_what_can_be_decided_about_reminders(
    key: DecisionKey, good: object, bad: list[object]
) -> None:
    """What is read from a file is checked."""
    assert read_value({"value": good}, key) == good
    for value in bad:
        with pytest.raises(StoredError):
            read_value({"value": value}, key)
