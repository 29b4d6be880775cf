"""Journal and figures, kept in step: what happened to a session goes into both."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from .events import SessionDiscarded, SessionFinished, SessionResumed, WalkEvent
from .journal import Decision, Journal
from .model import Direction, Session
from .stats import Figures
from .unanswered import answered, is_unanswered

UNDOABLE: Final = 10
MANY: Final = 200
"""From so many sessions on, deriving everything anew is quicker than one after the other."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What was changed in the past: each session and decision before and after; None where there was none."""

    id: str
    sessions: tuple[tuple[Session | None, Session | None], ...] = ()
    decisions: tuple[tuple[Decision | None, Decision | None], ...] = ()
    other_walker: str | None = None
    """Who has the other half of this change under the same id: a session that was moved."""

    @property
    def session_ids(self) -> set[str]:
        """The sessions that are changed."""
        return {side.id for pair in self.sessions for side in pair if side is not None}

    @property
    def days(self) -> set[date]:
        """The days that are changed."""
        return {
            side.day
            for pairs in (self.sessions, self.decisions)
            for pair in pairs
            for side in pair
            if side is not None
        }

    @property
    def years(self) -> set[int]:
        """The years of the journal that are changed."""
        return {day.year for day in self.days}

    @property
    def walked_until(self) -> datetime | None:
        """When the latest of its sessions ends; None where it has none."""
        return max(
            (after.finished_at for _, after in self.sessions if after is not None),
            default=None,
        )

    @property
    def answers(self) -> bool:
        """Whether all it says is which way walks of unknown direction went."""
        return bool(self.sessions) and all(
            before is not None
            and is_unanswered(before)
            and after
            in (
                answered(before, Direction.BACKWARD),
                answered(before, Direction.FORWARD),
            )
            for before, after in self.sessions
        )

    @property
    def forgoes(self) -> bool:
        """Whether all it says is that walks of unknown direction were not backward, or not walked: a day may have waited for that."""
        return bool(self.sessions) and all(
            before is not None
            and is_unanswered(before)
            and _gains_nothing(before, after)
            for before, after in self.sessions
        )

    def enter_into(self, journal: Journal) -> None:
        """Enter it into a journal, whole."""
        self.write_in(journal)
        self.decide_in(journal)

    def write_in(self, journal: Journal) -> None:
        """Enter its sessions into a journal."""
        for before, after in self.sessions:
            if after is not None:
                journal.put(after)
            elif before is not None:
                journal.remove(before.id)

    def decide_in(self, journal: Journal) -> None:
        """Enter its decisions into a journal."""
        for decided, decides in self.decisions:
            if decided is not None:
                journal.withdraw(decided.key, decided.day)
            if decides is not None:
                journal.decide(decides)

    def undone(self) -> Change:
        """The change that takes this one back."""
        return Change(
            id=self.id,
            sessions=tuple((after, before) for before, after in self.sessions),
            decisions=tuple((after, before) for before, after in self.decisions),
            other_walker=self.other_walker,
        )

    def holds(self, sessions: Mapping[str, Session | None]) -> bool:
        """Whether all sessions are still as this change left them."""
        return all(
            sessions.get(side.id) == after
            for before, after in self.sessions
            if (side := before or after) is not None
        )


def _gains_nothing(before: Session, after: Session | None) -> bool:
    if after is None:
        return True
    backward_s = after.active_s(Direction.BACKWARD)
    return after.day == before.day and backward_s <= before.active_s(Direction.BACKWARD)


class Ledger:
    """A walker's journal with the figures derived from it."""

    def __init__(self, journal: Journal, week_start: int) -> None:
        """Derive all figures of a journal."""
        self.journal = journal
        self.figures = Figures(journal, week_start)
        self.changes: deque[Change] = deque(maxlen=UNDOABLE)
        """What was changed by hand lately, the latest last."""
        self.undo_is_cut = False
        """Whether there were more changes, too large to be kept over a restart."""
        self._left_out: str | None = None

    def keep(self, event: WalkEvent) -> set[int]:
        """Enter what happened; the years of the journal that changed by it."""
        if isinstance(event, SessionFinished) and event.recorded:
            self.journal.put(event.session)
            self.figures.add(event.session)
            self._left_out = None
            return {event.session.day.year}
        if isinstance(event, SessionDiscarded):
            session = self.journal.remove(event.session_id)
            self._left_out = None
            return set() if session is None else {session.day.year}
        if isinstance(event, SessionResumed) and event.rejoined:
            self.leave_out(event.session_id)
        return set()

    def leave_out(self, session_id: str) -> None:
        """A session that is open again counts as running, and no longer as recorded."""
        recorded = self.journal.sessions.get(session_id)
        if recorded is not None:
            self.figures.drop(recorded)
            self._left_out = session_id

    def take_place_of(self, other: Ledger) -> None:
        """Go on where another ledger of the same walker ends."""
        self.changes, self.undo_is_cut = other.changes, other.undo_is_cut

    def amend(self, change: Change) -> set[int]:
        """Enter a change of the past; the years of the journal that changed by it."""
        if len(change.sessions) < MANY:
            self._amend_sessions(change)
        else:
            self._amend_many_sessions(change)
        if change.decisions:
            change.decide_in(self.journal)
            self.figures.judge(
                min(
                    side.day
                    for pair in change.decisions
                    for side in pair
                    if side is not None
                )
            )
        return change.years

    def follow(self, amended: Change) -> bool:
        """Let what was changed by hand be undone also after this, which nobody did by hand; whether it concerns any of it."""
        amendments = {one.id: (one, other) for one, other in amended.sessions if one}

        def followed(
            pair: tuple[Session | None, Session | None],
        ) -> tuple[Session | None, Session | None]:
            before, left = pair
            amendment = amendments.get(left.id) if left is not None else None
            if amendment is None or amendment[0] != left:
                return pair
            return before, amendment[1]

        concerned = False
        for place, change in enumerate(self.changes):
            sessions = tuple(followed(pair) for pair in change.sessions)
            if sessions != change.sessions:
                self.changes[place] = replace(change, sessions=sessions)
                concerned = True
        return concerned

    def _amend_sessions(self, change: Change) -> None:
        for before, after in change.sessions:
            if before is not None:
                self.figures.drop(before)
                if after is None:
                    self.journal.remove(before.id)
            if after is not None:
                self.journal.put(after)
                self.figures.add(after)

    def _amend_many_sessions(self, change: Change) -> None:
        change.write_in(self.journal)
        self.figures.derive()
        if self._left_out is not None:
            self.leave_out(self._left_out)
