"""Walks whose direction was not told: until when they wait for an answer, what one makes of them, and what holds without."""

from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from .editing import with_direction
from .model import Direction, Session
from .tally import NOTHING, Tally, tally

UNTOLD: Final = Direction.BACKWARD
"""What a walk counts as whose direction nobody has told in time."""
WAITS: Final = timedelta(days=1)
"""A walk waits for its answer until the end of the day so long after its own."""


def may_wait(day: date, today: date) -> bool:
    """Whether a walk of a day may still be answered for."""
    return today - WAITS <= day


def is_unanswered(session: Session) -> bool:
    """Whether a session has a stretch of which nobody has told which way it went."""
    return any(part.direction is Direction.UNKNOWN for part in session.segments)


def answered(session: Session, direction: Direction) -> Session:
    """The session with an answer: its stretches of unknown direction go this way, all others stay as they are."""
    return replace(
        session,
        segments=tuple(
            with_direction(part, direction)
            if part.direction is Direction.UNKNOWN
            else part
            for part in session.segments
        ),
    )


class Unanswered:
    """The walks of a journal that nobody has answered for, by day."""

    def __init__(self) -> None:
        """Begin without a walk."""
        self._days: dict[date, dict[str, Session]] = {}

    def clear(self) -> None:
        """Forget all walks."""
        self._days.clear()

    def count(self, session: Session, sign: int) -> None:
        """Take a session in, or leave it out where the sign is negative."""
        if not is_unanswered(session):
            return
        sessions = self._days.setdefault(session.day, {})
        if sign > 0:
            sessions[session.id] = session
        else:
            sessions.pop(session.id, None)
        if not sessions:
            del self._days[session.day]

    def on(self, day: date) -> bool:
        """Whether a walk of this day waits, or waited in vain."""
        return day in self._days

    def gain(self, day: date, counts_from_s: float) -> Tally:
        """What the walks of a day would add to it, had all of them gone backward."""
        gained = NOTHING
        for session in self._days.get(day, {}).values():
            backward = answered(session, Direction.BACKWARD)
            gained = gained.plus(tally(backward, counts_from_s))
            gained = gained.plus(tally(session, counts_from_s), -1)
        return gained

    def waiting(self, today: date) -> list[Session]:
        """The walks that may still be answered for, in the order in which they began."""
        return self._in_order(day for day in self._days if may_wait(day, today))

    def overdue(
        self, after: date, today: date, still_open: Container[str]
    ) -> list[Session]:
        """The walks whose time is over, but for those that are open again.

        What a person wrote down of a day up to `after`, when its time was over already, is meant as it is.
        """
        over = self._in_order(day for day in self._days if not may_wait(day, today))
        return [
            one
            for one in over
            if one.id not in still_open and (one.day > after or not one.by_hand)
        ]

    def _in_order(self, days: Iterator[date]) -> list[Session]:
        found = [one for day in days for one in self._days[day].values()]
        return sorted(found, key=lambda session: session.started_at)
