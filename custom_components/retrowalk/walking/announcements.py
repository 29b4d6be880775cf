"""The moments of a streak: what is told once a day, whatever is rejoined, edited or restarted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, TypedDict

from . import stored
from .badge import Badge, badges_between
from .standing import Standing
from .stored import Stored
from .streak import StreakKind


@dataclass(frozen=True, kw_only=True, slots=True)
class StreakEvent:
    """A moment of the streak: its length after it, in days or weeks."""

    day: date
    kind: StreakKind
    length: int


class GoalReached(StreakEvent):
    """The goal of the day, or of the week, is met."""

    __slots__ = ()


class StreakExtended(StreakEvent):
    """The streak is longer than it was."""

    __slots__ = ()


class MilestoneReached(StreakEvent):
    """The streak has a length to be celebrated."""

    __slots__ = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class StreakLost(StreakEvent):
    """The streak is over; `lost` is how long it was."""

    lost: int


class StreakAtRisk(StreakEvent):
    """The streak ends with this day unless somebody walks, and it is late enough to say so."""

    __slots__ = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class FreezeUsed(StreakEvent):
    """A freeze has protected the streak on a day on which nobody walked enough; so many are left."""

    frozen: date
    left: int


@dataclass(frozen=True, kw_only=True, slots=True)
class BadgeEarned(StreakEvent):
    """All that was walked backward in a life has come as far as a badge."""

    badge: Badge


class _About(TypedDict):
    day: date
    kind: StreakKind
    length: int


NEVER: Final = date(2000, 1, 1)
_DAYS: Final = (
    "goal_on",
    "extended_on",
    "milestone_on",
    "lost_on",
    "risk_on",
    "frozen_on",
    "badge_on",
)
"""When each was told last; for `frozen_on` the last frozen day that was told."""


class Announcements:
    """What was told already, kept with the checkpoint."""

    def __init__(self) -> None:
        """Begin with nothing told, not even how long the streak is."""
        self._kind: StreakKind | None = None
        self._length = 0
        self._began: date | None = None
        """Since when the streak of that length runs."""
        self._badge: Badge | None = None
        """The farthest that was told, or is taken for known."""
        self._told = dict.fromkeys(_DAYS, NEVER)

    def compare(
        self, standing: Standing, *, at_risk: bool = False
    ) -> tuple[StreakEvent, ...]:
        """What a new standing brings that was not told yet; `at_risk` by the clock too."""
        if self._kind is not standing.kind:
            self._adopt(standing)
            return ()
        if standing.day < self._told["extended_on"]:
            # A clock that is wrong for a while, as after a start without a network, knows nothing of the days since.
            return ()
        events = [
            *self._gains(standing),
            *self._losses(standing),
            *self._badges(standing),
        ]
        if at_risk and self._is_new("risk_on", standing.day):
            events.append(StreakAtRisk(**_about(standing)))
        self._know_streak(standing)
        return tuple(events)

    def _gains(self, standing: Standing) -> Iterator[StreakEvent]:
        """What is gained by walking: a streak that was mended in the past is none."""
        about, day = _about(standing), standing.day
        if not standing.goal_reached:
            return
        if self._is_new_goal(standing):
            self._told["goal_on"] = day
            yield GoalReached(**about)
        if standing.streak.current <= self._length:
            return
        if self._is_new("extended_on", day):
            yield StreakExtended(**about)
        if standing.is_milestone and self._is_new("milestone_on", day):
            yield MilestoneReached(**about)

    def _losses(self, standing: Standing) -> Iterator[StreakEvent]:
        about, day = _about(standing), standing.day
        if standing.kind is StreakKind.DAILY:
            for frozen in standing.freezing.used_after(self._told["frozen_on"]):
                self._told["frozen_on"] = frozen
                yield FreezeUsed(**about, frozen=frozen, left=standing.freezing.left)
        if (lost := self._lost(standing)) and self._is_new("lost_on", day):
            yield StreakLost(**about, lost=lost)

    def _lost(self, standing: Standing) -> int:
        """How long the streak was that is over; 0 where none is.

        A day that is judged late, as nobody had told which way it was walked, may end a streak on which today was built
        already: what was walked today begins another one.
        """
        extended_today = self._told["extended_on"] == standing.day
        if standing.streak.current == 0:
            return 0 if extended_today else self._length
        began = standing.streak.started
        if self._began is None or began is None or began <= self._began:
            return 0
        return self._length - (standing.streak.current if extended_today else 0)

    def _badges(self, standing: Standing) -> Iterator[StreakEvent]:
        for badge in badges_between(self._badge, standing.badge.latest):
            self._told["badge_on"] = standing.day
            yield BadgeEarned(**_about(standing), badge=badge)
        self._know_badge(standing)

    def _know_streak(self, standing: Standing) -> None:
        self._length, self._began = standing.streak.current, standing.streak.started

    def _know_badge(self, standing: Standing) -> None:
        """Take a badge for told; one that is lost can be earned and told again, but not on the day on which one was told."""
        latest = standing.badge.latest
        if standing.day > self._told["badge_on"] or badges_between(self._badge, latest):
            self._badge = latest

    def _is_new(self, name: str, day: date) -> bool:
        """Whether this was not told on this day or later; from now on it was."""
        new = day > self._told[name]
        if new:
            self._told[name] = day
        return new

    def settle(self, standing: Standing) -> None:
        """Take a standing for known: what was changed in the past is no news, and today's news is still to come."""
        if self._kind is None:
            # Nothing was told yet: what comes next is taken for known as a whole.
            return
        if self._kind is not standing.kind:
            self._adopt(standing)
            return
        self._know_streak(standing)
        self._know_badge(standing)
        if standing.goal_reached:
            self._told["goal_on"] = max(self._told["goal_on"], standing.day)
        self._adopt_freezes(standing)

    def _adopt_freezes(self, standing: Standing) -> None:
        for frozen in standing.freezing.used_after(self._told["frozen_on"]):
            self._told["frozen_on"] = frozen

    def _is_new_goal(self, standing: Standing) -> bool:
        """A day's goal is met once a day, a week's once a week."""
        since = (
            standing.day if standing.kind is StreakKind.DAILY else standing.week_begin
        )
        return self._told["goal_on"] < since

    def _adopt(self, standing: Standing) -> None:
        """A walker new to us, or one who counts otherwise from now on, has nothing to be told of the past."""
        self._kind = standing.kind
        self._know_streak(standing)
        self._know_badge(standing)
        if standing.goal_reached:
            self._told["goal_on"] = self._told["extended_on"] = standing.day
        self._adopt_freezes(standing)

    def written(self) -> dict[str, object]:
        """What was told, as JSON values."""
        return {
            "kind": self._kind,
            "length": self._length,
            "began": None if self._began is None else self._began.isoformat(),
            "badge": self._badge,
            **{name: day.isoformat() for name, day in self._told.items()},
        }

    def read(self, raw: Stored) -> None:
        """Take up what was written. Raises StoredError, and changes nothing, where it is anything else."""
        kind = stored.optional_member(StreakKind, raw, "kind")
        length = stored.whole(raw, "length")
        began = stored.optional_civil_date(raw, "began")
        badge = stored.optional_member(Badge, raw, "badge")
        told = {name: stored.civil_date(raw, name) for name in _DAYS}
        self._kind, self._length, self._began = kind, length, began
        self._badge, self._told = badge, told


def _about(standing: Standing) -> _About:
    return _About(day=standing.day, kind=standing.kind, length=standing.streak.current)
