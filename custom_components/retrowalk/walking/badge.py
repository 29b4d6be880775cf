"""Badges for the distance walked backward in a life: what they are called, how far they are, and what is known of them."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from .day import each_day
from .tally import NOTHING, Tally


class Evidence(StrEnum):
    """What stands behind a badge's distance."""

    ROUND = "round"
    """A round number, and nothing more."""
    RACE = "race"
    """The distance of a race: the marathon as World Athletics has it, 42.195 km, or half of it."""
    DOUBTFUL = "doubtful"
    """A story without proof; the distance is a guess at it."""


class Badge(StrEnum):
    """The badges, nearest first."""

    KM_1 = "km_1"
    KM_5 = "km_5"
    KM_10 = "km_10"
    HALF_MARATHON = "half_marathon"
    MARATHON = "marathon"
    KM_100 = "km_100"
    KM_250 = "km_250"
    KM_500 = "km_500"
    KM_1000 = "km_1000"
    KM_2500 = "km_2500"
    HARMON = "harmon"
    """Patrick Harmon is said to have walked backward from San Francisco to New York in 1915, in 291 days, with a helper
    and for a wager of 20,000 dollars. No proof of it is known, nor is his road. The distance is that of the
    Lincoln Highway between the two cities as it was dedicated in 1913: 3,389 miles."""

    @property
    def distance_m(self) -> float:
        """Metres to be walked backward in all."""
        return _DISTANCES_M[self]

    @property
    def evidence(self) -> Evidence:
        """What stands behind the distance."""
        return _EVIDENCE.get(self, Evidence.ROUND)


_DISTANCES_M: Final = {
    Badge.KM_1: 1_000.0,
    Badge.KM_5: 5_000.0,
    Badge.KM_10: 10_000.0,
    Badge.HALF_MARATHON: 21_097.5,
    Badge.MARATHON: 42_195.0,
    Badge.KM_100: 100_000.0,
    Badge.KM_250: 250_000.0,
    Badge.KM_500: 500_000.0,
    Badge.KM_1000: 1_000_000.0,
    Badge.KM_2500: 2_500_000.0,
    Badge.HARMON: 5_454_000.0,
}
_EVIDENCE: Final = {
    Badge.HALF_MARATHON: Evidence.RACE,
    Badge.MARATHON: Evidence.RACE,
    Badge.HARMON: Evidence.DOUBTFUL,
}
BADGES: Final = tuple(Badge)
"""In order of their distance."""
_THRESHOLDS_MM: Final = [round(1000 * badge.distance_m) for badge in BADGES]


def badges_between(before: Badge | None, after: Badge | None) -> tuple[Badge, ...]:
    """The badges that are new with the second one, where the first one was there; none where it is no farther."""
    first = 0 if before is None else BADGES.index(before) + 1
    last = 0 if after is None else BADGES.index(after) + 1
    return BADGES[first:last]


class EarnedBadge(NamedTuple):
    """A badge, and the day on which the distance was reached."""

    badge: Badge
    day: date


@dataclass(frozen=True, kw_only=True, slots=True)
class BadgeStanding:
    """How far a walker has come: the latest badge and its day, the next one and the metres to it."""

    latest: Badge | None
    earned_on: date | None
    next: Badge | None
    left_m: float
    """0 where no badge is left."""


class BadgeTrail:
    """The way through the badges: metres by month, so that a day is found without a walk through the years.

    In whole millimetres, so that no order of adding leaves a trace.
    """

    def __init__(self, days: Mapping[date, Tally]) -> None:
        """Follow what was walked on each day; the mapping is looked at again and again."""
        self._days = days
        self._months: dict[date, int] = {}
        self._total = 0
        self._earned: tuple[EarnedBadge, ...] | None = ()

    def fill(self) -> None:
        """Begin anew with the days as they are."""
        self._months.clear()
        self._total = 0
        self._earned = None
        for day, walked in self._days.items():
            self.gain(day, NOTHING, walked)

    def gain(self, day: date, before: Tally, after: Tally) -> None:
        """What was walked on a day is another one now."""
        gained = _millimetres(after.distance_m) - _millimetres(before.distance_m)
        if gained:
            month = day.replace(day=1)
            self._months[month] = self._months.get(month, 0) + gained
            self._total += gained
            self._earned = None

    @property
    def earned(self) -> tuple[EarnedBadge, ...]:
        """The badges of what is recorded, each with the day on which the sum of all days passed it."""
        if self._earned is None:
            self._earned = self._climb()
        return self._earned

    def _climb(self) -> tuple[EarnedBadge, ...]:
        found: list[EarnedBadge] = []
        walked = 0
        for month in sorted(self._months):
            reached = walked + self._months[month]
            if bisect_right(_THRESHOLDS_MM, reached) > len(found):
                after = (month + timedelta(days=31)).replace(day=1)
                for day in each_day(month, after):
                    tally = self._days.get(day, NOTHING)
                    walked += _millimetres(tally.distance_m)
                    count = bisect_right(_THRESHOLDS_MM, walked)
                    found += [
                        EarnedBadge(badge, day) for badge in BADGES[len(found) : count]
                    ]
            walked = reached
        return tuple(found)

    def standing(
        self, running_day: date | None = None, running_m: float = 0.0
    ) -> BadgeStanding:
        """How far the walker has come, with the metres of a running session; they come after all others."""
        total = self._total + _millimetres(running_m)
        count = bisect_right(_THRESHOLDS_MM, total)
        days = (None, *(earned.day for earned in self.earned))
        left_mm = _THRESHOLDS_MM[count] - total if count < len(BADGES) else 0
        return BadgeStanding(
            latest=BADGES[count - 1] if count else None,
            earned_on=days[count] if count < len(days) else running_day,
            next=BADGES[count] if count < len(BADGES) else None,
            left_m=left_mm / 1000,
        )


def _millimetres(metres: float) -> int:
    return round(1000 * metres)
