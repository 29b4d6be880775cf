"""Days and weeks in a row, and the freezes that protect days.

All is derived from the days themselves, so that a day added or amended later leaves nothing to repair.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from .day import week_begin


class StreakKind(StrEnum):
    """What a walker's streak counts."""

    DAILY = "daily"
    WEEKLY = "weekly"


class DayState(StrEnum):
    """What became of a day."""

    COMPLETED = "completed"
    PARTIAL = "partial"
    REST = "rest"
    VACATION = "vacation"
    FROZEN = "frozen"
    MISSED = "missed"
    PENDING = "pending"


_BREAKING: Final = frozenset({DayState.PARTIAL, DayState.MISSED})
_NEEDING_FREEZE: Final = _BREAKING | {DayState.FROZEN}


@dataclass(frozen=True, kw_only=True, slots=True)
class Streak:
    """Days, or weeks, in a row: now, at best, since which day, and whether it ends unless somebody walks."""

    current: int
    longest: int
    started: date | None
    at_risk: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Freezes:
    """The days with the frozen ones marked, the freezes left, and the days that used one, oldest first."""

    states: Mapping[date, DayState]
    balance: int
    used: tuple[date, ...]


class _Run:
    """A streak in the making."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.current = 0
        self.longest = 0
        self._started = 0

    def extend(self, ordinal: int) -> None:
        """Add the day, or the week that begins on it."""
        if not self.current:
            self._started = ordinal
        self.current += 1
        self.longest = max(self.longest, self.current)

    def lose(self) -> None:
        """Start over."""
        self.current = 0

    def streak(self, *, at_risk: bool) -> Streak:
        """Return the streak as it stands; with nothing to lose, nothing is at risk."""
        return Streak(
            current=self.current,
            longest=self.longest,
            started=date.fromordinal(self._started) if self.current else None,
            at_risk=at_risk and self.current > 0,
        )


def _days(
    states: Mapping[date, DayState], today: date
) -> Iterator[tuple[int, int, DayState]]:
    """Yield the days up to today, in order: how many absent days came before, its ordinal, its state.

    Today comes last and always. As it is not over, it cannot be missed, partial or frozen yet. Later days are left out.
    """
    by_ordinal = {day.toordinal(): state for day, state in states.items()}
    last = today.toordinal()
    today_state = by_ordinal.get(last, DayState.PENDING)
    by_ordinal[last] = (
        DayState.PENDING if today_state in _NEEDING_FREEZE else today_state
    )
    expected = None
    for ordinal in sorted(by_ordinal):
        if ordinal > last:
            return
        yield (
            0 if expected is None else ordinal - expected,
            ordinal,
            by_ordinal[ordinal],
        )
        expected = ordinal + 1


def daily_streak(states: Mapping[date, DayState], today: date) -> Streak:
    """Return the streak in days.

    Completed days lengthen it; missed and partial ones, and absent ones before today, end it; rest, vacation, frozen
    and pending days do neither. At risk: there is a streak, and today is pending.
    """
    run = _Run()
    state = DayState.PENDING
    for absent, ordinal, state in _days(states, today):
        if absent or state in _BREAKING:
            run.lose()
        if state == DayState.COMPLETED:
            run.extend(ordinal)
    return run.streak(at_risk=state == DayState.PENDING)


class _FreezeAccount:
    """Freezes earned and spent along a streak."""

    def __init__(self, earn_every: int, cap: int) -> None:
        """Begin without a freeze."""
        self.balance = 0
        self.completed = 0
        self.frozen: list[int] = []
        self.lost: list[int] = []
        self._gap: list[int] = []
        self._earn_every = earn_every
        self._cap = cap

    def complete(self) -> None:
        """Add a completed day, which closes a gap and may earn a freeze."""
        self.pay()
        self.completed += 1
        if (
            self._earn_every > 0
            and self.completed % self._earn_every == 0
            and self.balance < self._cap
        ):
            self.balance += 1

    def miss(self, ordinal: int) -> None:
        """Add a missed day; one more than the freezes cover ends the streak, and nothing is spent on its gap."""
        if not self.completed:
            return
        self._gap.append(ordinal)
        if len(self._gap) > self.balance:
            self.lost += self._gap
            self._gap.clear()
            self.completed = 0

    def pay(self) -> None:
        """Spend freezes on the days of the gap."""
        self.frozen += self._gap
        self.balance -= len(self._gap)
        self._gap.clear()


def apply_freezes(
    states: Mapping[date, DayState], today: date, *, earn_every: int = 7, cap: int = 2
) -> Freezes:
    """Return the days with freezes spent on gaps in a streak.

    Every so many completed days of a running streak earn a freeze, while fewer than the cap are left. Missed and
    partial days in a row, rest and vacation between them ignored, are a gap. A gap that the balance covers is frozen,
    also while it is still open; one that outgrows it is missed as a whole and costs nothing. Days that come frozen
    are judged anew, so applying twice changes nothing.
    """
    account = _FreezeAccount(earn_every, cap)
    for absent, ordinal, state in _days(states, today):
        for missed in range(ordinal - absent, ordinal):
            account.miss(missed)
            if not account.completed:
                break
        if state == DayState.COMPLETED:
            account.complete()
        elif state in _NEEDING_FREEZE:
            account.miss(ordinal)
    account.pay()
    lost, frozen = (
        tuple(map(date.fromordinal, days)) for days in (account.lost, account.frozen)
    )
    missed_days = {
        day: DayState.MISSED for day in lost if states.get(day) != DayState.PARTIAL
    }
    return Freezes(
        states={**states, **missed_days, **dict.fromkeys(frozen, DayState.FROZEN)},
        balance=account.balance,
        used=frozen,
    )


def _per_week(sessions: Mapping[date, int], week_start: int) -> dict[int, int]:
    """Return how many sessions each week has, by the ordinal of its first day."""
    # Day 1 of the proleptic calendar is a Monday.
    first = 1 + week_start
    weeks: defaultdict[int, int] = defaultdict(int)
    for day, count in sessions.items():
        ordinal = day.toordinal()
        weeks[ordinal - (ordinal - first) % 7] += count
    return weeks


def weekly_streak(
    sessions: Mapping[date, int],
    target: int,
    week_start: int,
    today: date,
    *,
    vacation: AbstractSet[date] = frozenset(),
) -> Streak:
    """Return the streak in weeks of at least so many sessions; weeks start on weekday 0 (Monday) to 6 (Sunday).

    Vacation days lower a week's target in proportion, rounded up. A week that is all vacation ends nothing, and
    lengthens the streak only with the whole target walked. This week counts once met and ends nothing before it is
    over. At risk: there is a streak, and no more days are left, today included and vacation not, than sessions.
    """
    if target < 1:
        return _Run().streak(at_risk=False)
    this_week = week_begin(today, week_start)
    walked = _per_week(
        {day: count for day, count in sessions.items() if day <= today}, week_start
    )
    away = _per_week(dict.fromkeys(vacation, 1), week_start)
    run = _Run()
    missing = 0
    expected = None
    for week in sorted(walked.keys() | away.keys() | {this_week.toordinal()}):
        if week > this_week.toordinal():
            break
        if expected is not None and week > expected:
            run.lose()
        expected = week + 7
        needed = -(-target * (7 - away.get(week, 0)) // 7)
        missing = needed - walked.get(week, 0)
        if walked.get(week, 0) >= (needed or target):
            run.extend(week)
        elif needed and week < this_week.toordinal():
            run.lose()
    week_days = (this_week + timedelta(days=day) for day in range(7))
    days_left = sum(day >= today and day not in vacation for day in week_days)
    return run.streak(at_risk=missing > 0 and days_left <= missing)
