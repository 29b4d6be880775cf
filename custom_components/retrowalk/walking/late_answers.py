"""Which way was it? What a walker was asked about walks of unknown direction, and what was taken for true without an answer."""

from collections.abc import Container
from contextlib import suppress
from datetime import date, timedelta
from typing import Final

from . import stored
from .ledger import Change
from .stats import Figures
from .stored import Stored, StoredError
from .unanswered import UNTOLD, WAITS, answered

_REACHES_BACK: Final = timedelta(days=7)
"""Without a note of what was decided already, walks of so many days are looked at."""
_REMEMBERED: Final = timedelta(days=14)


class LateAnswers:
    """The questions about one walker's walks, kept with the checkpoint: each is put once, and decided once."""

    def __init__(self) -> None:
        """Begin without a question."""
        self._decided_until: date | None = None
        """Walks of days until then were decided on; what a person writes down of them later is let be."""
        self._untold: dict[str, date] = {}
        self.asked: set[str] = set()
        """The walks about which a question is out, by id."""

    def overdue(
        self, figures: Figures, today: date, still_open: Container[str], change_id: str
    ) -> Change | None:
        """What is to be entered as nobody has answered in time; nothing of it is asked for again."""
        last = today - WAITS - timedelta(days=1)
        after = min(self._decided_until or last - _REACHES_BACK, last)
        sessions = figures.unanswered.overdue(after, today, still_open)
        self._decided_until = last
        self._forget(today)
        if not sessions:
            return None
        self._untold |= {session.id: session.day for session in sessions}
        return Change(
            id=change_id,
            sessions=tuple((one, answered(one, UNTOLD)) for one in sessions),
        )

    def untold(self, first: date, last: date) -> set[str]:
        """The ids of the walks of these days, both included, that were taken for backward as nobody said otherwise."""
        return {one for one, day in self._untold.items() if first <= day <= last}

    def _forget(self, today: date) -> None:
        self._untold = {
            session_id: day
            for session_id, day in self._untold.items()
            if day + _REMEMBERED >= today
        }

    def written(self) -> dict[str, object]:
        """What was asked and decided, as JSON values."""
        until = self._decided_until
        return {
            "decided_until": None if until is None else until.isoformat(),
            "untold": {one: day.isoformat() for one, day in self._untold.items()},
            "asked": sorted(self.asked),
        }

    def take_up(self, written: object) -> None:
        """Take up what was written; an early checkpoint has nothing, and nonsense is not worth a question."""
        with suppress(StoredError):
            self._read(stored.mapping(written, "answers"))

    def _read(self, raw: Stored) -> None:
        until = stored.optional_civil_date(raw, "decided_until")
        days = stored.mapping(raw.get("untold"), "untold")
        untold = {one: stored.civil_date(days, one) for one in days}
        asked = set(map(str, stored.sequence(raw.get("asked"), "asked")))
        self._decided_until, self._untold, self.asked = until, untold, asked
