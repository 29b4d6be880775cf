"""The last year at a glance: what became of each day, how much was walked on it, and what it came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Final

from .decision import WEEKDAYS
from .goal import Goals, reached
from .stats import Figures
from .streak import DayState, StreakKind
from .tally import NOTHING, Tally

WEEKS: Final = 54
"""A year touches 53 weeks; one more makes two rows of the same length."""
RECENT_WEEKS: Final = 8


class Effort(IntEnum):
    """How much of its goal was walked on a day."""

    NONE = 0
    SOME = 1
    """Less than half."""
    MOST = 2
    GOAL = 3
    MORE = 4
    """Half as much again, or more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class YearDay:
    """A day of the year; it has no state before the first walk, and none after today."""

    state: DayState | None = None
    effort: Effort = Effort.NONE


@dataclass(frozen=True, kw_only=True, slots=True)
class Year:
    """Whole weeks up to that of today, in no finer steps than are shown."""

    first: date
    """The first day of the first week."""
    today: date
    days: tuple[YearDay, ...]
    """Each day from the first on, seven a week."""
    kind: StreakKind
    streak: int
    """Days or weeks in a row, by the kind."""
    longest: int
    freezes: int
    """How many are left."""
    week_minutes: tuple[int, ...]
    """Backward minutes of the last weeks, this one last."""


def year_of(figures: Figures, today: date) -> Year:
    """The year up to a day; the running session left aside."""
    standing = figures.standing(today)
    first = standing.week_begin - timedelta(weeks=WEEKS - 1)
    tallies = figures.tallies(first, today)
    begun = min(figures.begun or today, today)
    states = figures.day_states(max(first, begun), today, today)
    daily = standing.kind is StreakKind.DAILY
    return Year(
        first=first,
        today=today,
        days=tuple(
            _day(figures.goals, day, states.get(day), tallies.get(day, NOTHING))
            for day in (
                first + timedelta(days=number) for number in range(WEEKS * WEEKDAYS)
            )
        ),
        kind=standing.kind,
        streak=standing.streak.current,
        longest=standing.streak.longest,
        freezes=standing.freezing.left if daily else 0,
        week_minutes=tuple(
            _minutes(tallies, standing.week_begin - timedelta(weeks=ago))
            for ago in reversed(range(RECENT_WEEKS))
        ),
    )


def _day(goals: Goals, day: date, state: DayState | None, walked: Tally) -> YearDay:
    if state is None:
        return YearDay()
    return YearDay(
        state=shown_state(goals, day, state, walked), effort=_effort(goals, day, walked)
    )


def shown_state(goals: Goals, day: date, state: DayState, walked: Tally) -> DayState:
    """What is shown of a day's state: freezes protect streaks in days, and nobody else has any."""
    if state is DayState.FROZEN and goals.kind(day) is StreakKind.WEEKLY:
        return DayState.PARTIAL if walked.backward_s > 0 else DayState.MISSED
    return state


def _effort(goals: Goals, day: date, walked: Tally) -> Effort:
    if walked.backward_s <= 0:
        return Effort.NONE
    goal = goals.daily(day)
    done = reached(walked, goals.daily_measure(day))
    if done >= goal:
        return Effort.MORE if done >= 1.5 * goal else Effort.GOAL
    return Effort.MOST if done >= goal / 2 else Effort.SOME


def _minutes(tallies: Mapping[date, Tally], begin: date) -> int:
    walked_s = sum(
        tallies.get(begin + timedelta(days=number), NOTHING).backward_s
        for number in range(WEEKDAYS)
    )
    return round(walked_s / 60)
