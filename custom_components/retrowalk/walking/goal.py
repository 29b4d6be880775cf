"""What makes a day or a week count, and the round numbers on the way; a goal holds from the day it was set."""

from bisect import bisect_right
from datetime import date
from itertools import count
from typing import Final

from .journal import DecisionKey, DecisionValue, Journal
from .model import DirectionChoice
from .streak import DayState, StreakKind

DAILY_MINUTES: Final = 10.0
WEEKLY_SESSIONS: Final = 3
COUNTS_FROM_S: Final = 60.0
"""A session counts towards the week's goal from this much backward walking."""

MILESTONE_DAYS: Final = (3, 7, 14, 30, 50, 100, 200, 365)
MILESTONE_WEEKS: Final = (4, 8, 12, 26, 52)


_DEFAULTS: Final[dict[DecisionKey, DecisionValue]] = {
    DecisionKey.DAILY_GOAL: DAILY_MINUTES,
    DecisionKey.WEEKLY_GOAL: WEEKLY_SESSIONS,
    DecisionKey.STREAK_KIND: StreakKind.DAILY,
    DecisionKey.DIRECTION: DirectionChoice.BACKWARD,
}


class Goals:
    """The goals of each day, as the journal has them."""

    def __init__(self, journal: Journal) -> None:
        """Read from this journal."""
        self._journal = journal

    def decided(self, key: DecisionKey, day: date) -> DecisionValue:
        """What holds on a day: the walker's decision, or the default."""
        value = self._journal.decided(key, day)
        return _DEFAULTS[key] if value is None else value

    def daily_s(self, day: date) -> float:
        """Backward seconds that complete this day."""
        return 60.0 * float(self.decided(DecisionKey.DAILY_GOAL, day))

    def weekly_sessions(self, day: date) -> int:
        """Sessions that complete the week that holds this day."""
        return int(self.decided(DecisionKey.WEEKLY_GOAL, day))

    def kind(self, day: date) -> StreakKind:
        """What the walker's streak counts on this day."""
        return StreakKind(str(self.decided(DecisionKey.STREAK_KIND, day)))

    def direction(self, day: date) -> DirectionChoice:
        """Which way the walker's sessions begin on this day."""
        return DirectionChoice(str(self.decided(DecisionKey.DIRECTION, day)))

    def state(self, day: date, backward_s: float) -> DayState:
        """What became of a day with this much backward walking."""
        if backward_s <= 0:
            return DayState.MISSED
        return (
            DayState.COMPLETED if backward_s >= self.daily_s(day) else DayState.PARTIAL
        )


def next_milestone(reached: int, kind: StreakKind) -> int:
    """The next round number above a streak of days or weeks: from the list, then every year."""
    milestones, year = (
        (MILESTONE_DAYS, 365) if kind is StreakKind.DAILY else (MILESTONE_WEEKS, 52)
    )
    place = bisect_right(milestones, reached)
    if place < len(milestones):
        return milestones[place]
    return next(years * year for years in count(1) if years * year > reached)


def is_milestone(reached: int, kind: StreakKind) -> bool:
    """Whether a streak of this length is to be celebrated."""
    return reached > 0 and next_milestone(reached - 1, kind) == reached
