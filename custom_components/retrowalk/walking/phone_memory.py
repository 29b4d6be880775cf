"""What phones have told already: told again, it changes nothing, whatever became of it since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from . import stored
from .stored import StoredError

MOST_WALKS: Final = 4096
"""More than two walks a day for five years."""
MOST_EVENTS: Final = 256
MOST_TOTALS: Final = 64

_LONGEST_KEY: Final = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class DayTotal:
    """How far a count of a day had come at a moment."""

    day: date
    at: datetime
    value: float


class PhoneMemory:
    """The walks, the events and the totals of days that one walker's phones have told; the oldest are forgotten."""

    def __init__(self) -> None:
        """Begin with nothing told."""
        self._walks: dict[str, None] = {}
        self._events: dict[str, None] = {}
        self._totals: dict[str, DayTotal] = {}
        self.revision = 0
        """Rises with each thing remembered."""

    def copied(self) -> PhoneMemory:
        """The same memory; nothing that is remembered in the one is remembered in the other."""
        copy = PhoneMemory()
        copy.take_up(self)
        return copy

    def take_up(self, other: PhoneMemory) -> None:
        """Remember what another one does, and nothing else."""
        self._walks = dict(other._walks)
        self._events = dict(other._events)
        self._totals = dict(other._totals)
        self.revision = other.revision

    def knows_walk(self, walk_id: str) -> bool:
        """Whether a walk was taken before."""
        return walk_id in self._walks

    def take_walks(self, walk_ids: Iterable[str]) -> None:
        """Remember walks that are taken."""
        for walk_id in walk_ids:
            self._walks[walk_id] = None
            self.revision += 1
        _forget(self._walks, MOST_WALKS)

    def knows_event(self, key: str) -> bool:
        """Whether an event of a walk under way was taken before."""
        return key in self._events

    def take_event(self, key: str) -> None:
        """Remember an event that is taken."""
        self._events[key] = None
        self.revision += 1
        _forget(self._events, MOST_EVENTS)

    def rise(self, counter: str, total: DayTotal) -> DayTotal | None:
        """Take the total of a day so far; the one before, if the count went on from there.

        The first of a day is where it begins. One that is older than the last, or the same, changes nothing.
        """
        before = self._totals.get(counter)
        if before is not None and (before == total or total.at <= before.at):
            return None
        self._totals.pop(counter, None)
        self._totals[counter] = total
        self.revision += 1
        _forget(self._totals, MOST_TOTALS)
        if before is None or before.day != total.day or total.value < before.value:
            return None
        return before

    def written(self) -> dict[str, object]:
        """All that is remembered, as JSON values."""
        return {
            "walks": list(self._walks),
            "events": list(self._events),
            "totals": [
                {
                    "counter": counter,
                    "day": total.day.isoformat(),
                    "at": total.at.isoformat(),
                    "value": total.value,
                }
                for counter, total in self._totals.items()
            ],
        }

    def read(self, value: object) -> None:
        """Take up what was written. Raises StoredError, and changes nothing, where the value is anything else."""
        raw = stored.mapping(value, "phone")
        walks, events = _keys(raw.get("walks")), _keys(raw.get("events"))
        totals = {}
        for part in stored.sequence(raw.get("totals"), "totals"):
            total = stored.mapping(part, "total")
            totals[stored.text(total, "counter")] = DayTotal(
                day=stored.civil_date(total, "day"),
                at=stored.moment(total, "at"),
                value=stored.number(total, "value"),
            )
        self._walks, self._events, self._totals = walks, events, totals


def _keys(value: object) -> dict[str, None]:
    keys = stored.sequence(value, "keys")
    if not all(isinstance(key, str) and len(key) <= _LONGEST_KEY for key in keys):
        raise StoredError("keys are not texts")
    return dict.fromkeys(map(str, keys))


def _forget[Value](kept: dict[str, Value], most: int) -> None:
    """Forget the oldest until no more than so many are left."""
    while len(kept) > most:
        del kept[next(iter(kept))]
