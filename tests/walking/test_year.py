"""The year at a glance: each day as it was, in whole weeks up to this one."""

from datetime import date, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.decision import GoalMeasure, Vacation
from custom_components.retrowalk.walking.journal import (
    Decision,
    DecisionKey,
    DecisionValue,
    Journal,
)
from custom_components.retrowalk.walking.model import Session
from custom_components.retrowalk.walking.stats import Figures
from custom_components.retrowalk.walking.streak import DayState, StreakKind
from custom_components.retrowalk.walking.year import (
    WEEKS,
    Effort,
    Year,
    YearDay,
    year_of,
)

from .strategies import FIRST_DAY, LAST_DAY, decisions, journal_sessions
from .walks import EVENING, session

MONDAY = date(2026, 3, 2)
THURSDAY = MONDAY + timedelta(days=3)
NOT_COUNTED = YearDay()


def told(
    *minutes: float,
    last: date = THURSDAY,
    week_start: int = 0,
    decided: dict[DecisionKey, DecisionValue] | None = None,
) -> Year:
    """The year up to the last of days on which so much was walked."""
    journal = Journal()
    first = last - timedelta(days=len(minutes) - 1)
    for key, value in (decided or {}).items():
        journal.decide(Decision(at=EVENING, day=first, key=key, value=value))
    for number, walked in enumerate(minutes):
        if walked:
            day = first + timedelta(days=number)
            journal.put(session(f"{number}", day, minutes=walked))
    return year_of(Figures(journal, week_start), last)


def of_day(year: Year, day: date) -> YearDay:
    """A day of the year."""
    return year.days[(day - year.first).days]


def states(year: Year, count: int) -> list[DayState | None]:
    """What became of the last days up to today."""
    days = [year.today - timedelta(days=ago) for ago in range(count)]
    return [of_day(year, day).state for day in reversed(days)]


def efforts(year: Year, count: int) -> list[Effort]:
    """How much of the last days up to today was walked."""
    days = [year.today - timedelta(days=ago) for ago in range(count)]
    return [of_day(year, day).effort for day in reversed(days)]


@pytest.mark.parametrize("week_start", range(7))
@pytest.mark.parametrize("today", [THURSDAY, date(2028, 2, 29), date(2027, 1, 1)])
def test_whole_weeks_that_end_with_this_one(today: date, week_start: int) -> None:
    """Each column begins on the same weekday, and a year and more is there, leap day or not."""
    year = told(10, last=today, week_start=week_start)
    assert year.first.weekday() == week_start
    assert len(year.days) == 7 * WEEKS
    assert 0 <= (year.first + timedelta(weeks=WEEKS) - today).days - 1 < 7
    assert year.first < today.replace(day=1) - timedelta(days=335)


@pytest.mark.parametrize(
    ("minutes", "effort"),
    [
        (0.5, Effort.SOME),
        (4.9, Effort.SOME),
        (5, Effort.MOST),
        (9.9, Effort.MOST),
        (10, Effort.GOAL),
        (14.9, Effort.GOAL),
        (15, Effort.MORE),
        (90, Effort.MORE),
    ],
)
def test_effort_is_measured_by_the_goal_of_the_day(
    minutes: float, effort: Effort
) -> None:
    """Five steps: none, less than half, half, the goal, and half as much again."""
    assert efforts(told(minutes, 10), 2) == [effort, Effort.GOAL]


def test_effort_goes_by_the_measure() -> None:
    """Where steps are asked for, minutes say nothing: each of these walks has 200."""
    asked: dict[DecisionKey, DecisionValue] = {
        DecisionKey.DAILY_MEASURE: GoalMeasure.STEPS,
        DecisionKey.DAILY_GOAL: 300.0,
    }
    assert efforts(told(60, 1, decided=asked), 2) == [Effort.MOST, Effort.MOST]


def test_days_before_the_first_walk_are_not_missed() -> None:
    """Nor are those to come anything yet."""
    year = told(10, 0, 3)
    assert states(year, 4) == [
        None,
        DayState.COMPLETED,
        DayState.MISSED,
        DayState.PENDING,
    ]
    assert of_day(year, THURSDAY + timedelta(days=1)) == NOT_COUNTED
    assert year.days.count(NOT_COUNTED) == len(year.days) - 3


def test_a_walker_who_is_new_today() -> None:
    """Has one day, and it is pending."""
    year = told(0)
    assert states(year, 1) == [DayState.PENDING]
    assert year.days.count(NOT_COUNTED) == len(year.days) - 1
    assert (year.streak, year.longest, year.freezes) == (0, 0, 0)
    assert not any(year.week_minutes)


def test_who_walked_long_ago_only() -> None:
    """Has a year of missed days."""
    journal = Journal()
    journal.put(session("long ago", date(2020, 5, 5)))
    year = year_of(Figures(journal, 0), THURSDAY)
    past = (THURSDAY - year.first).days
    assert {day.state for day in year.days[:past]} == {DayState.MISSED}
    assert (year.streak, year.longest) == (0, 1)


def test_what_protects_a_day_is_told() -> None:
    """Rest, vacation and freezes, with what was walked on them all the same."""
    rested = told(10, 3, 10, decided={DecisionKey.REST_DAYS: (2,)})
    assert states(rested, 3)[1] is DayState.REST
    assert efforts(rested, 3)[1] is Effort.SOME
    away = told(0, 4, 0, 10, decided={DecisionKey.VACATION: Vacation.AWAY})
    assert states(away, 3) == [DayState.VACATION, DayState.VACATION, DayState.COMPLETED]
    frozen = told(*[10] * 7, 0, 10)
    assert states(frozen, 2) == [DayState.FROZEN, DayState.COMPLETED]
    assert (frozen.streak, frozen.freezes) == (8, 0)


def test_weeks_in_a_row_know_no_freezes() -> None:
    """A day without a walk is just that, and there are none to be left."""
    weekly: dict[DecisionKey, DecisionValue] = {
        DecisionKey.STREAK_KIND: StreakKind.WEEKLY
    }
    year = told(*[10] * 14, 0, 3, *[10] * 7, decided=weekly)
    assert states(year, 9)[:2] == [DayState.MISSED, DayState.PARTIAL]
    assert year.kind is StreakKind.WEEKLY
    assert (year.streak, year.longest, year.freezes) == (4, 4, 0)


def test_minutes_of_the_last_weeks() -> None:
    """This week's come last."""
    year = told(7, 10.2, *[0] * 6, 10, 11.4, 12, 13)
    assert year.week_minutes == (0, 0, 0, 0, 0, 7, 10, 46)


@given(
    st.data(),
    st.lists(decisions(), max_size=12),
    journal_sessions(),
    st.dates(FIRST_DAY, LAST_DAY),
    st.integers(0, 6),
)
def test_any_journal_has_its_year(
    data: st.DataObject,
    decided: list[Decision],
    sessions: list[Session],
    today: date,
    week_start: int,
) -> None:
    """Whatever was decided and walked; and in whatever order, it is the same."""
    both = []
    for order in (sessions, data.draw(st.permutations(sessions))):
        journal = Journal()
        for decision in decided:
            journal.decide(decision)
        for walked in order:
            journal.put(walked)
        both.append(year_of(Figures(journal, week_start), today))
    assert both[0] == both[1]
    year = both[0]
    assert len(year.days) == 7 * WEEKS
    today_place = (today - year.first).days
    assert year.days[today_place].state is not None
    assert all(day == NOT_COUNTED for day in year.days[today_place + 1 :])
    for day in year.days:
        finished = day.effort >= Effort.GOAL
        assert finished == (day.state is DayState.COMPLETED)
