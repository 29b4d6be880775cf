"""Walks that are over and still get glimpses: what comes late is gathered, and settled once."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple, Self

from . import sightings, stored
from .events import SessionDiscarded, SessionFinished, WalkEvent
from .model import Glimpse, Seen

SETTLED_AFTER: Final = timedelta(minutes=20)
"""So long after its finish, what a phone tells of a walk is complete, as far as that is worth waiting for."""


class Window(NamedTuple):
    """The time of a walk of which glimpses are still gathered; without an end while it is open."""

    begin: datetime
    end: datetime | None

    def shows(self, glimpse: Glimpse) -> bool:
        """Whether a glimpse saw something of it."""
        return glimpse.at >= self.begin and (
            self.end is None or glimpse.since < self.end
        )


@dataclass(kw_only=True, slots=True)
class Unsettled:
    """A finished walk, and what was seen of it since the finish."""

    session_id: str
    started_at: datetime
    finished_at: datetime
    seen: tuple[Seen, ...] = ()

    @property
    def due_at(self) -> datetime:
        """When it is settled."""
        return self.finished_at + SETTLED_AFTER

    @property
    def window(self) -> Window:
        """Its time."""
        return Window(self.started_at, self.finished_at)


class Settling:
    """The walks that were finished lately."""

    def __init__(self, unsettled: Iterable[Unsettled] = ()) -> None:
        """Begin with these walks."""
        self._unsettled = {one.session_id: one for one in unsettled}

    @classmethod
    def read(cls, value: object) -> Self:
        """What was written; nothing where nothing was. Raises StoredError where the value is anything else."""
        if value is None:
            return cls()
        return cls(_read(one) for one in stored.sequence(value, "unsettled"))

    def written(self) -> list[dict[str, object]]:
        """The walks as JSON values."""
        return [
            {
                "id": one.session_id,
                "started_at": one.started_at.isoformat(),
                "finished_at": one.finished_at.isoformat(),
                "seen": sightings.written(one.seen, one.started_at),
            }
            for one in self._unsettled.values()
        ]

    @property
    def windows(self) -> dict[str, Window]:
        """The times of the walks by session id."""
        return {one.session_id: one.window for one in self._unsettled.values()}

    @property
    def due_at(self) -> datetime | None:
        """When something is to be settled next; None where nothing is."""
        return min((one.due_at for one in self._unsettled.values()), default=None)

    def note(self, event: WalkEvent) -> None:
        """A walk is over, or is no walk any more."""
        if isinstance(event, SessionFinished) and event.recorded:
            session = event.session
            self._unsettled[session.id] = Unsettled(
                session_id=session.id,
                started_at=session.started_at,
                finished_at=session.finished_at,
            )
        elif isinstance(event, SessionDiscarded):
            self._unsettled.pop(event.session_id, None)

    def reopen(self, session_id: str) -> tuple[Seen, ...]:
        """A walk goes on; what was seen of it since it was finished."""
        one = self._unsettled.pop(session_id, None)
        return () if one is None else one.seen

    def let_go(self, session_ids: Container[str]) -> None:
        """Leave walks alone that somebody has mended by hand."""
        for session_id in [one for one in self._unsettled if one in session_ids]:
            del self._unsettled[session_id]

    def see(self, glimpses: Iterable[Glimpse]) -> int:
        """Take glimpses of these walks; how many told something new."""
        return sum(self._see(glimpse) for glimpse in glimpses)

    def _see(self, glimpse: Glimpse) -> bool:
        is_new = False
        for one in self._unsettled.values():
            if one.window.shows(glimpse):
                seen = sightings.taken(one.seen, [glimpse], one.started_at, None)
                is_new = is_new or seen != one.seen
                one.seen = seen
        return is_new

    def take_due(self, at: datetime) -> list[Unsettled]:
        """The walks that are to be settled by now; they are not waited for any more."""
        due = [one for one in self._unsettled.values() if at >= one.due_at]
        for one in due:
            del self._unsettled[one.session_id]
        return due


def _read(value: object) -> Unsettled:
    raw = stored.mapping(value, "unsettled")
    started_at = stored.moment(raw, "started_at")
    return Unsettled(
        session_id=stored.text(raw, "id"),
        started_at=started_at,
        finished_at=stored.moment(raw, "finished_at"),
        seen=sightings.read(raw.get("seen"), started_at),
    )
