"""What a walker decides, with effect from a day on: goals, rest days, vacation and what else the figures go by."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from . import stored
from .model import DirectionChoice
from .stored import Stored, StoredError
from .streak import StreakKind

WEEKDAYS: Final = 7
MINUTES_A_DAY: Final = 24 * 60


class DecisionKey(StrEnum):
    """The matters that a walker, or the home for all walkers, decides on."""

    DAILY_GOAL = "daily_goal"
    """How much a day, in the daily measure."""
    DAILY_MEASURE = "daily_measure"
    WEEKDAY_GOALS = "weekday_goals"
    """How much from Monday to Sunday; 0 for the goal of any day."""
    WEEKLY_GOAL = "weekly_goal"
    """How much a week, in the weekly measure."""
    WEEKLY_MEASURE = "weekly_measure"
    MINIMUM_SESSION = "minimum_session"
    """Backward minutes from which a session counts towards a goal of sessions."""
    STREAK_KIND = "streak_kind"
    DIRECTION = "direction"
    TURN_EVERY = "turn_every"
    """After how many active minutes it is time to turn in walks that were started without saying so; 0 for never."""
    SPEED_CAP = "speed_cap"
    """How fast is fast enough backward, in kilometres an hour; 0 for no cap."""
    REST_DAYS = "rest_days"
    """Weekdays, from 0 (Monday) to 6 (Sunday)."""
    REST_DAY = "rest_day"
    """One day of rest, as an ISO date; whatever day it is decided on, it is about this one only."""
    FREEZES = "freezes"
    """Whether freezes are earned and spent."""
    RISK_HOUR = "risk_hour"
    """The hour of the day from which a streak that ends unless somebody walks is at risk."""
    MILESTONES = "milestones"
    """Lengths of a streak to be celebrated; none for the usual ones."""
    VACATION = "vacation"
    """What the walker says about being away."""
    CALENDAR_VACATION = "calendar_vacation"
    """Whether the walker's calendar says so."""
    WEEK_START = "week_start"
    """The weekday on which weeks start, from 0 (Monday) to 6 (Sunday)."""
    DAY_START_HOUR = "day_start_hour"
    REMINDERS = "reminders"
    """Whether the walker is reminded at all."""
    REMINDER_TIME = "reminder_time"
    """The minute of the day, by the wall clock, at which the walker is reminded."""
    WEEKLY_SUMMARY = "weekly_summary"


OF_THE_HOME: Final = frozenset({DecisionKey.WEEK_START, DecisionKey.DAY_START_HOUR})
"""What the home decides for all walkers: it stays behind where walks come from another home."""


class GoalMeasure(StrEnum):
    """What a goal is counted in."""

    MINUTES = "minutes"
    STEPS = "steps"
    SESSIONS = "sessions"


class Vacation(StrEnum):
    """What a walker says about being away."""

    AWAY = "away"
    HERE = "here"
    """Whatever the calendar says."""
    BY_CALENDAR = "by_calendar"


class SummaryDay(StrEnum):
    """When a walker is told how the last seven days went."""

    NEVER = "never"
    WEEK_END = "week_end"
    """On the last day of the walker's week."""
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


type DecisionValue = float | str | tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What was decided, when, and from which day it holds."""

    at: datetime
    day: date
    key: DecisionKey
    value: DecisionValue


_MEMBERS: Final[dict[DecisionKey, type[StrEnum]]] = {
    DecisionKey.STREAK_KIND: StreakKind,
    DecisionKey.DIRECTION: DirectionChoice,
    DecisionKey.DAILY_MEASURE: GoalMeasure,
    DecisionKey.VACATION: Vacation,
    DecisionKey.WEEKLY_SUMMARY: SummaryDay,
}
_BOUNDS: Final = {
    DecisionKey.WEEK_START: WEEKDAYS,
    DecisionKey.RISK_HOUR: 24,
    DecisionKey.DAY_START_HOUR: 24,
    DecisionKey.REMINDER_TIME: MINUTES_A_DAY,
}
_FLAGS: Final = frozenset(
    {DecisionKey.FREEZES, DecisionKey.CALENDAR_VACATION, DecisionKey.REMINDERS}
)


def read_value(raw: Stored, key: DecisionKey) -> DecisionValue:
    """A value that was written. Raises StoredError where it is nothing that can be decided on this matter."""
    if key in _MEMBERS:
        return stored.member(_MEMBERS[key], raw, "value")
    if key in _BOUNDS:
        return _below(raw, _BOUNDS[key])
    if key in _FLAGS:
        return stored.flag(raw, "value")
    match key:
        case DecisionKey.WEEKLY_MEASURE:
            return _weekly_measure(raw)
        case DecisionKey.REST_DAY:
            return stored.civil_date(raw, "value").isoformat()
        case DecisionKey.WEEKDAY_GOALS | DecisionKey.REST_DAYS | DecisionKey.MILESTONES:
            return _read_numbers(raw, key)
        case _:
            return stored.number(raw, "value")


def _weekly_measure(raw: Stored) -> GoalMeasure:
    measure = stored.member(GoalMeasure, raw, "value")
    if measure is GoalMeasure.STEPS:
        raise StoredError("value is no measure of a week")
    return measure


def _below(raw: Stored, bound: int) -> int:
    value = stored.whole(raw, "value")
    if value >= bound:
        raise StoredError("value is out of range")
    return value


def _read_numbers(raw: Stored, key: DecisionKey) -> tuple[int, ...]:
    numbers = tuple(
        stored.whole({"value": number}, "value")
        for number in stored.sequence(raw.get("value"), "value")
    )
    if key is DecisionKey.WEEKDAY_GOALS and len(numbers) not in (0, WEEKDAYS):
        raise StoredError("value has not one number for each weekday")
    if key is DecisionKey.REST_DAYS and any(day >= WEEKDAYS for day in numbers):
        raise StoredError("value is out of range")
    if key is DecisionKey.MILESTONES and 0 in numbers:
        raise StoredError("value is out of range")
    return numbers
