"""The moments of a streak: what is told once a day, whatever is rejoined, edited or restarted."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from . import stored
from .goal import is_milestone
from .stats import Standing
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


NEVER: Final = date(2000, 1, 1)


class Announcements:
    """What was told already, kept with the checkpoint."""

    def __init__(self) -> None:
        """Begin with nothing told, not even how long the streak is."""
        self._kind: StreakKind | None = None
        self._length = 0
        self._goal_on = NEVER
        self._extended_on = NEVER
        self._milestone_on = NEVER

    def compare(self, standing: Standing) -> tuple[StreakEvent, ...]:
        """What a new standing brings that was not told yet."""
        events: list[StreakEvent] = []
        day, kind, length = standing.day, standing.kind, standing.streak.current
        if self._kind is not kind:
            self.adopt(standing)
            return ()
        if day < self._extended_on:
            # A clock that is wrong for a while, as after a start without a network, knows nothing of the days since.
            return ()
        if standing.goal_reached and self._is_new_goal(standing):
            self._goal_on = day
            events.append(GoalReached(day=day, kind=kind, length=length))
        if length > self._length and day > self._extended_on:
            self._extended_on = day
            events.append(StreakExtended(day=day, kind=kind, length=length))
        if (
            length > self._length
            and is_milestone(length, kind)
            and day > self._milestone_on
        ):
            self._milestone_on = day
            events.append(MilestoneReached(day=day, kind=kind, length=length))
        if length == 0 < self._length and day > self._extended_on:
            events.append(StreakLost(day=day, kind=kind, length=0, lost=self._length))
        self._length = length
        return tuple(events)

    def _is_new_goal(self, standing: Standing) -> bool:
        """A day's goal is met once a day, a week's once a week."""
        since = (
            standing.day if standing.kind is StreakKind.DAILY else standing.week_begin
        )
        return self._goal_on < since

    def adopt(self, standing: Standing) -> None:
        """A walker new to us, or whose past is another from now on, has nothing to be told of it."""
        self._kind = standing.kind
        self._length = standing.streak.current
        if standing.goal_reached:
            self._goal_on = self._extended_on = standing.day

    def written(self) -> dict[str, object]:
        """What was told, as JSON values."""
        return {
            "kind": self._kind,
            "length": self._length,
            "goal_on": self._goal_on.isoformat(),
            "extended_on": self._extended_on.isoformat(),
            "milestone_on": self._milestone_on.isoformat(),
        }

    def read(self, raw: Stored) -> None:
        """Take up what was written. Raises StoredError, and changes nothing, where it is anything else."""
        kind = stored.optional_member(StreakKind, raw, "kind")
        length = stored.whole(raw, "length")
        goal_on, extended_on, milestone_on = (
            stored.civil_date(raw, name)
            for name in ("goal_on", "extended_on", "milestone_on")
        )
        self._kind, self._length = kind, length
        self._goal_on, self._extended_on = goal_on, extended_on
        self._milestone_on = milestone_on
