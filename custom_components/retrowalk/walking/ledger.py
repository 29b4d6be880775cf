"""Journal and figures, kept in step: what happened to a session goes into both."""

from .events import SessionDiscarded, SessionFinished, SessionResumed, WalkEvent
from .journal import Journal
from .stats import Figures


class Ledger:
    """A walker's journal with the figures derived from it."""

    def __init__(self, journal: Journal, week_start: int) -> None:
        """Derive all figures of a journal."""
        self.journal = journal
        self.figures = Figures(journal, week_start)

    def keep(self, event: WalkEvent) -> set[int]:
        """Enter what happened; the years of the journal that changed by it."""
        if isinstance(event, SessionFinished) and event.recorded:
            self.journal.put(event.session)
            self.figures.add(event.session)
            return {event.session.day.year}
        if isinstance(event, SessionDiscarded):
            session = self.journal.remove(event.session_id)
            return set() if session is None else {session.day.year}
        if isinstance(event, SessionResumed) and event.rejoined:
            self.leave_out(event.session_id)
        return set()

    def leave_out(self, session_id: str) -> None:
        """A session that is open again counts as running, and no longer as recorded."""
        recorded = self.journal.sessions.get(session_id)
        if recorded is not None:
            self.figures.drop(recorded)
