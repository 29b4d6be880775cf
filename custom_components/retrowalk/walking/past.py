"""A walker's past in somebody's hands: each change is checked first, and the last one can be taken back."""

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date, datetime
from typing import Self

from .checks import Neighbours, Refusal, RefusedError, Span
from .decision import OF_THE_HOME, Decision, DecisionKey
from .goal import DEFAULTS
from .journal import Journal
from .ledger import Change, Ledger
from .model import Session


class Past:
    """What may be changed in a ledger at a moment; `change` is what to enter, nothing is entered here."""

    def __init__(
        self, ledger: Ledger, now: datetime, running: Span | None = None
    ) -> None:
        """Look at a ledger while this session is open."""
        self.journal = ledger.journal
        self._changes: Sequence[Change] = ledger.changes
        self._undo_is_cut = ledger.undo_is_cut
        self._now = now
        self._running = running

    def copied(self) -> Self:
        """The same past, in which nothing changes any more: to be looked at in another thread."""
        copied = copy(self)
        vars(copied).update(
            journal=self.journal.copied(), _changes=tuple(self._changes)
        )
        return copied

    @property
    def version(self) -> tuple[int, str | None]:
        """What is the same as long as nothing changes; a session that is open may go on."""
        running = self._running
        return self.journal.revision, None if running is None else running.session_id

    @property
    def last_change(self) -> Change:
        """What would be undone. Raises RefusedError where there is nothing."""
        if self._changes:
            return self._changes[-1]
        raise RefusedError(
            Refusal.TOO_MUCH_TO_UNDO if self._undo_is_cut else Refusal.NOTHING_TO_UNDO
        )

    def session(self, session_id: str) -> Session:
        """A recorded session. Raises RefusedError where it is unknown, or open again."""
        session = self.journal.sessions.get(session_id)
        running = self._running
        if running is not None and running.session_id == session_id:
            raise RefusedError(Refusal.SESSION_OPEN, session_id)
        if session is None:
            raise RefusedError(Refusal.UNKNOWN_SESSION, session_id)
        return session

    def neighbours(self, leaving: Iterable[Session] = ()) -> Neighbours:
        """What other sessions have to fit in, once some have left."""
        left = {session.id for session in leaving}
        # What was recorded of a session that is open again is not its time any more.
        if self._running is not None:
            left.add(self._running.session_id)
        return Neighbours(
            (
                session
                for session in self.journal.sessions.values()
                if session.id not in left
            ),
            self._now,
            self._running,
        )

    def check(self, session: Session) -> None:
        """Raise RefusedError where a new or mended session does not fit in."""
        self.neighbours([session]).check(session)

    def adopting(self, other: Journal, change_id: str) -> Change:
        """The change that takes over sessions which are not known here, and what was decided before anything was here.

        Whoever has sessions keeps days, goals and settings as they are from the first one on.
        """
        return Change(
            id=change_id,
            sessions=tuple(
                (None, session)
                for session in other.sessions.values()
                if session.id not in self.journal.sessions
            ),
            decisions=tuple(
                (None, decision)
                for key in DecisionKey
                for decision in self._adopted(key, other)
            ),
        )

    def _adopted(self, key: DecisionKey, other: Journal) -> list[Decision]:
        own = self.journal.history(key)
        decided_from = own[0].day if own else date.max
        sessions = self.journal.sessions.values()
        walked_from = min((session.day for session in sessions), default=date.max)
        if key in OF_THE_HOME and sessions:
            return []
        begin = min(decided_from, walked_from)
        taken = [decision for decision in other.history(key) if decision.day < begin]
        if taken and walked_from < decided_from:
            # Until now the default has held on these days.
            value = DEFAULTS[key]
            taken.append(Decision(at=self._now, day=begin, key=key, value=value))
        return taken

    def undo(self) -> Change:
        """The change that takes the last one back. Raises RefusedError where there is none, or it cannot be taken back."""
        return self.take_back(self.last_change)

    def take_back(self, change: Change) -> Change:
        """The change that takes this one back. Raises RefusedError where something has changed since."""
        if not change.holds(self.journal.sessions):
            raise RefusedError(Refusal.CHANGED_SINCE)
        undone = change.undone()
        neighbours = self.neighbours(
            before for before, _ in undone.sessions if before is not None
        )
        for before, after in undone.sessions:
            running = self._running
            ids = {side.id for side in (before, after) if side is not None}
            if running is not None and running.session_id in ids:
                raise RefusedError(Refusal.SESSION_OPEN, running.session_id)
            if after is not None:
                # It was there before: only what came meanwhile can be in its way.
                neighbours.check_place(after)
        return undone
