"""What makes a day or a week count, what protects it, and the round numbers on the way; all hold from the day they were set."""

from bisect import bisect_right
from datetime import date
from itertools import count
from typing import Final

from .cues import LEAST_S, WantedCues
from .decision import DecisionKey, DecisionValue, GoalMeasure, SummaryDay, Vacation
from .journal import Journal
from .model import DirectionChoice
from .streak import DayState, StreakKind
from .tally import Tally

DAILY_MINUTES: Final = 10.0
WEEKLY_SESSIONS: Final = 3
MINIMUM_MINUTES: Final = 1.0
"""A session counts towards a goal of sessions from this much backward walking."""
RISK_HOUR: Final = 18
REMINDER_MINUTE: Final = 17 * 60

MOST_DAILY: Final = {
    GoalMeasure.MINUTES: 180,
    GoalMeasure.STEPS: 50_000,
    GoalMeasure.SESSIONS: 20,
}
MOST_WEEKLY: Final = {GoalMeasure.SESSIONS: 21, GoalMeasure.MINUTES: 1260}
"""No goal is higher."""

MILESTONE_DAYS: Final = (3, 7, 14, 30, 50, 100, 200, 365)
MILESTONE_WEEKS: Final = (4, 8, 12, 26, 52)


DEFAULTS: Final[dict[DecisionKey, DecisionValue]] = {
    DecisionKey.DAILY_GOAL: DAILY_MINUTES,
    DecisionKey.DAILY_MEASURE: GoalMeasure.MINUTES,
    DecisionKey.WEEKDAY_GOALS: (),
    DecisionKey.WEEKLY_GOAL: WEEKLY_SESSIONS,
    DecisionKey.WEEKLY_MEASURE: GoalMeasure.SESSIONS,
    DecisionKey.MINIMUM_SESSION: MINIMUM_MINUTES,
    DecisionKey.STREAK_KIND: StreakKind.DAILY,
    DecisionKey.DIRECTION: DirectionChoice.BACKWARD,
    DecisionKey.TURN_EVERY: 0.0,
    DecisionKey.SPEED_CAP: 0.0,
    DecisionKey.REST_DAYS: (),
    DecisionKey.REST_DAY: "",
    DecisionKey.FREEZES: True,
    DecisionKey.RISK_HOUR: RISK_HOUR,
    DecisionKey.MILESTONES: (),
    DecisionKey.VACATION: Vacation.BY_CALENDAR,
    DecisionKey.CALENDAR_VACATION: False,
    DecisionKey.WEEK_START: 0,
    DecisionKey.DAY_START_HOUR: 0,
    DecisionKey.REMINDERS: False,
    DecisionKey.REMINDER_TIME: REMINDER_MINUTE,
    DecisionKey.WEEKLY_SUMMARY: SummaryDay.WEEK_END,
}
"""What holds where nothing was decided."""


class Goals:
    """The goals of each day and what protects it, as the journal has them."""

    def __init__(self, journal: Journal) -> None:
        """Read from this journal."""
        self._journal = journal

    def decided(self, key: DecisionKey, day: date) -> DecisionValue:
        """What holds on a day: the walker's decision, or the default."""
        value = self._journal.decided(key, day)
        return DEFAULTS[key] if value is None else value

    def _number(self, key: DecisionKey, day: date) -> float:
        value = self.decided(key, day)
        assert isinstance(value, int | float)
        return value

    def _numbers(self, key: DecisionKey, day: date) -> tuple[int, ...]:
        value = self.decided(key, day)
        assert isinstance(value, tuple)
        return value

    def daily_measure(self, day: date) -> GoalMeasure:
        """What the goal of this day is counted in."""
        return GoalMeasure(str(self.decided(DecisionKey.DAILY_MEASURE, day)))

    def weekly_measure(self, day: date) -> GoalMeasure:
        """What the goal of the week that holds this day is counted in: sessions or minutes."""
        return GoalMeasure(str(self.decided(DecisionKey.WEEKLY_MEASURE, day)))

    def daily(self, day: date) -> float:
        """What completes this day: backward seconds or steps, or sessions, by the measure of the day."""
        weekday_goals = self._numbers(DecisionKey.WEEKDAY_GOALS, day)
        own = weekday_goals[day.weekday()] if weekday_goals else 0
        return _reckoned(
            own or self._number(DecisionKey.DAILY_GOAL, day), self.daily_measure(day)
        )

    def weekly(self, day: date) -> float:
        """What completes a whole week that is judged by this day's goal: backward seconds, or sessions."""
        return _reckoned(
            self._number(DecisionKey.WEEKLY_GOAL, day), self.weekly_measure(day)
        )

    def minimum_session_s(self, day: date) -> float:
        """Backward seconds from which a session of this day counts towards a goal of sessions."""
        return 60.0 * self._number(DecisionKey.MINIMUM_SESSION, day)

    def kind(self, day: date) -> StreakKind:
        """What the walker's streak counts on this day."""
        return StreakKind(str(self.decided(DecisionKey.STREAK_KIND, day)))

    def direction(self, day: date) -> DirectionChoice:
        """Which way the walker's sessions begin on this day."""
        return DirectionChoice(str(self.decided(DecisionKey.DIRECTION, day)))

    def cues(self, day: date) -> WantedCues:
        """What the walker wants to be told in sessions of this day."""
        turn_every_s = 60 * self._number(DecisionKey.TURN_EVERY, day)
        speed_cap_mps = self._number(DecisionKey.SPEED_CAP, day) / 3.6
        return WantedCues(
            turn_every_s=max(LEAST_S, turn_every_s) if turn_every_s > 0 else None,
            speed_cap_mps=speed_cap_mps if speed_cap_mps > 0 else None,
        )

    def freezes(self, day: date) -> bool:
        """Whether a day can earn and use a freeze."""
        return bool(self.decided(DecisionKey.FREEZES, day))

    def risk_hour(self, day: date) -> int:
        """The hour of this day from which a streak can be at risk."""
        return int(self._number(DecisionKey.RISK_HOUR, day))

    def milestones(self, day: date) -> tuple[int, ...]:
        """The lengths of a streak that the walker wants to celebrate; none for the usual ones."""
        return self._numbers(DecisionKey.MILESTONES, day)

    def is_rest_day(self, day: date) -> bool:
        """Whether this weekday is one of rest, or the walker rests on just this day."""
        if day.weekday() in self._numbers(DecisionKey.REST_DAYS, day):
            return True
        return self.decided(DecisionKey.REST_DAY, day) == day.isoformat()

    def is_vacation(self, day: date) -> bool:
        """Whether the walker is away: by word, or else by calendar."""
        word = self.decided(DecisionKey.VACATION, day)
        if word != Vacation.BY_CALENDAR:
            return word == Vacation.AWAY
        return bool(self.decided(DecisionKey.CALENDAR_VACATION, day))

    def state(self, day: date, walked: Tally) -> DayState:
        """What becomes of a day with this much walking, freezes aside: done, protected, begun or missed."""
        done = reached(walked, self.daily_measure(day))
        if walked.backward_s > 0 and done >= self.daily(day):
            return DayState.COMPLETED
        if self.is_vacation(day):
            return DayState.VACATION
        if self.is_rest_day(day):
            return DayState.REST
        return DayState.PARTIAL if walked.backward_s > 0 else DayState.MISSED


def _reckoned(goal: float, measure: GoalMeasure) -> float:
    return 60.0 * goal if measure is GoalMeasure.MINUTES else goal


def reached(walked: Tally, measure: GoalMeasure) -> float:
    """What there is of a goal: backward seconds, steps or sessions."""
    match measure:
        case GoalMeasure.MINUTES:
            return walked.backward_s
        case GoalMeasure.STEPS:
            return walked.steps
        case GoalMeasure.SESSIONS:
            return walked.sessions


def next_milestone(length: int, kind: StreakKind, own: tuple[int, ...] = ()) -> int:
    """The next round number above a streak of days or weeks: from the walker's own list or the usual one, then every year."""
    usual, year = (
        (MILESTONE_DAYS, 365) if kind is StreakKind.DAILY else (MILESTONE_WEEKS, 52)
    )
    milestones = sorted(own) or usual
    place = bisect_right(milestones, length)
    if place < len(milestones):
        return milestones[place]
    return next(
        years * year for years in count(length // year + 1) if years * year > length
    )


def is_milestone(length: int, kind: StreakKind, own: tuple[int, ...] = ()) -> bool:
    """Whether a streak of this length is to be celebrated."""
    return length > 0 and next_milestone(length - 1, kind, own) == length
