"""A streak in days with its freezes, followed day by day, so that another day costs one step."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from .streak import DayState, Streak

EARN_EVERY: Final = 7
"""Each so many completed days of a running streak earn a freeze ..."""
CAP: Final = 2
"""... while fewer than these are left."""


@dataclass(slots=True)
class DailyRun:
    """Where a streak in days stands after some day; days are ordinals.

    The rules are those of `streak.daily_streak` over the days of `streak.apply_freezes`.
    """

    current: int = 0
    longest: int = 0
    started: int = 0
    balance: int = 0
    gap: tuple[int, ...] = ()
    """Missed days in a row that the freezes cover so far."""
    frozen: tuple[int, ...] = ()
    """Days that used a freeze for good."""
    earned: bool = False
    """Whether there ever was a freeze."""

    def copy(self) -> DailyRun:
        """The same, to be followed on its own."""
        return replace(self)

    def follow(self, ordinal: int, state: DayState, *, freezing: bool) -> None:
        """Add the next day. Without freezing none is earned or used, and those already used stay so."""
        if not freezing:
            self._pay()
        if state is DayState.COMPLETED:
            self._complete(ordinal, freezing=freezing)
        elif self.current and state in (DayState.MISSED, DayState.PARTIAL):
            self.gap += (ordinal,)
            if len(self.gap) > (self.balance if freezing else 0):
                self.gap = ()
                self.current = 0

    def _complete(self, ordinal: int, *, freezing: bool) -> None:
        self._pay()
        if not self.current:
            self.started = ordinal
        self.current += 1
        self.longest = max(self.longest, self.current)
        if freezing and self.current % EARN_EVERY == 0 and self.balance < CAP:
            self.balance += 1
            self.earned = True

    def _pay(self) -> None:
        self.balance -= len(self.gap)
        self.frozen += self.gap
        self.gap = ()

    def streak(self, *, pending: bool) -> Streak:
        """The streak as it stands, with today followed; at risk while today is pending."""
        return Streak(
            current=self.current,
            longest=self.longest,
            started=date.fromordinal(self.started) if self.current else None,
            at_risk=pending and self.current > 0,
        )

    @property
    def left(self) -> int:
        """The freezes that are left."""
        return self.balance - len(self.gap)

    @property
    def used(self) -> tuple[date, ...]:
        """The days that used a freeze, oldest first."""
        return tuple(map(date.fromordinal, self.frozen + self.gap))
