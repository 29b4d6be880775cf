"""What a walk of the past has to fit in: the time, the other walks, and what legs can do."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import Final, NamedTuple

from .model import Direction, Session
from .stored import FIRST_YEAR

LONGEST: Final = timedelta(days=1)
FASTEST_MPS: Final = 2.5
"""Metres per second that a counter is believed (design: counters)."""
MOST_STEPS_PER_S: Final = 4.0
CLOCK_ERROR: Final = timedelta(seconds=60)
"""How far the clock of whoever tells of a walk may be ahead."""
_FEW_M: Final = 20.0
_FEW_STEPS: Final = 20
_ROUNDING_S: Final = 1.0
_MOMENT: Final = timedelta(microseconds=1)


class Refusal(StrEnum):
    """Why something is not written into the journal."""

    OVERLAP = "overlap"
    STILL_WALKING = "still_walking"
    IN_FUTURE = "in_future"
    TOO_LONG_AGO = "too_long_ago"
    END_BEFORE_START = "end_before_start"
    TOO_LONG = "too_long"
    NOTHING_WALKED = "nothing_walked"
    MORE_THAN_ELAPSED = "more_than_elapsed"
    TOO_FAST = "too_fast"
    TOO_MANY_STEPS = "too_many_steps"
    WRONG_DAY = "wrong_day"
    UNKNOWN_SESSION = "unknown_session"
    SESSION_OPEN = "session_open"
    NOTHING_TO_UNDO = "nothing_to_undo"
    CHANGED_SINCE = "changed_since"
    TOO_MUCH_TO_UNDO = "too_much_to_undo"
    NOTHING_UNCLAIMED = "nothing_unclaimed"
    NOTHING_UNANSWERED = "nothing_unanswered"
    FORGOTTEN = "unclaimed_forgotten"
    REPEATED = "repeated"
    NOT_UNDERSTOOD = "not_understood"


class RefusedError(ValueError):
    """The journal stays as it is; `detail` names the other session or the field that is wrong."""

    def __init__(self, reason: Refusal, detail: str = "") -> None:
        """Say why."""
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail


class Span(NamedTuple):
    """When somebody walked, by the session's id."""

    started_at: datetime
    finished_at: datetime
    session_id: str


class Neighbours:
    """The times of a walker's sessions, in which another one has to find its place."""

    def __init__(
        self,
        sessions: Iterable[Session],
        now: datetime,
        running: Span | None = None,
    ) -> None:
        """Take in the recorded sessions, the open one, and the present moment."""
        self.now = now
        self.running = running
        self._spans = sorted(map(_span, sessions))
        self._longest = timedelta(0)
        for span in self._spans:
            self._longest = max(self._longest, span.finished_at - span.started_at)

    def put(self, session: Session) -> None:
        """Take in one more session."""
        insort(self._spans, _span(session))
        self._longest = max(self._longest, session.finished_at - session.started_at)

    def remove(self, session: Session) -> None:
        """Leave out a session that was taken in."""
        span = _span(session)
        place = bisect_left(self._spans, span)
        if place < len(self._spans) and self._spans[place] == span:
            del self._spans[place]

    def check(self, session: Session) -> None:
        """Raise RefusedError where a session is in the way, has not happened yet, or cannot be walked."""
        check_times(session.started_at, session.finished_at, self.now)
        check_figures(session)
        self.check_place(session)

    def check_place(self, session: Session) -> None:
        """Raise RefusedError where another session is in the way; sessions that touch are not."""
        running = self.running
        if running is not None and running.session_id == session.id:
            raise RefusedError(Refusal.SESSION_OPEN, session.id)
        if running is not None and session.finished_at > running.started_at:
            raise RefusedError(Refusal.STILL_WALKING, running.session_id)
        for span in self._meeting(session.started_at, session.finished_at):
            if span.session_id != session.id:
                raise RefusedError(Refusal.OVERLAP, span.session_id)

    def meets(self, since: datetime, until: datetime) -> bool:
        """Whether somebody walked at some time in this span, or still walks; a moment is a span too."""
        running = self.running
        if running is not None and until >= running.started_at:
            return True
        return next(self._meeting(since, max(until, since + _MOMENT)), None) is not None

    def _meeting(self, since: datetime, until: datetime) -> Iterator[Span]:
        """Recorded sessions in this span; those that touch it are not."""
        first = bisect_left(
            self._spans, since - self._longest, key=attrgetter("started_at")
        )
        for place in range(first, len(self._spans)):
            span = self._spans[place]
            if span.started_at >= until:
                return
            if span.finished_at > since:
                yield span


def check_times(started_at: datetime, finished_at: datetime, now: datetime) -> None:
    """Raise RefusedError where a walk ends before it began, lasts over a day, or is not over yet."""
    if started_at.year < FIRST_YEAR:
        raise RefusedError(Refusal.TOO_LONG_AGO)
    if finished_at <= started_at:
        raise RefusedError(Refusal.END_BEFORE_START)
    if finished_at - started_at > LONGEST:
        raise RefusedError(Refusal.TOO_LONG)
    if finished_at > now + CLOCK_ERROR:
        raise RefusedError(Refusal.IN_FUTURE)


def check_figures(session: Session) -> None:
    """Raise RefusedError where more is said to have been walked than can be."""
    elapsed_s = (session.finished_at - session.started_at).total_seconds()
    active_s = session.active_s()
    if active_s <= 0:
        raise RefusedError(Refusal.NOTHING_WALKED)
    if active_s > elapsed_s + _ROUNDING_S:
        raise RefusedError(Refusal.MORE_THAN_ELAPSED)
    for direction in Direction:
        seconds = session.active_s(direction)
        if session.distance_m(direction) > FASTEST_MPS * seconds + _FEW_M:
            raise RefusedError(Refusal.TOO_FAST, direction)
        if session.steps(direction) > MOST_STEPS_PER_S * seconds + _FEW_STEPS:
            raise RefusedError(Refusal.TOO_MANY_STEPS, direction)
    if not _may_be_day(session.day, session.started_at):
        raise RefusedError(Refusal.WRONG_DAY, session.day.isoformat())


def _may_be_day(day: date, started_at: datetime) -> bool:
    """Whether a moment belongs to this day somewhere on earth, wherever the day starts."""
    earliest = (started_at.astimezone(UTC) - timedelta(hours=12 + 24)).date()
    latest = (started_at.astimezone(UTC) + timedelta(hours=14)).date()
    return earliest <= day <= latest


def _span(session: Session) -> Span:
    return Span(session.started_at, session.finished_at, session.id)
