"""The best a walker has done backward: of sessions, days and weeks, kept in order so that none has to be looked for."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from .model import Direction, Session
from .tally import Tally
from .weeks import Weeks

type Place = tuple[float, float, str]
"""Where something stands among its like: the lowest is the first, and no two are the same."""


class Ranking[T]:
    """Things in order of their place; one that comes or goes is found by halving, whatever their number."""

    def __init__(self, place: Callable[[T], Place]) -> None:
        """Begin empty; the place of what is in here must not change."""
        self._place = place
        self._things: list[T] = []

    @property
    def first(self) -> T | None:
        """The thing with the lowest place."""
        return self._things[0] if self._things else None

    def fill(self, things: Iterable[T]) -> None:
        """Hold these, and no others."""
        self._things = sorted(things, key=self._place)

    def put(self, thing: T) -> None:
        """Take in one more."""
        insort(self._things, thing, key=self._place)

    def take(self, thing: T) -> None:
        """Leave one out; nothing happens where it is not in here."""
        place = self._place(thing)
        found = bisect_left(self._things, place, key=self._place)
        if found < len(self._things) and self._place(self._things[found]) == place:
            del self._things[found]


@dataclass(frozen=True, kw_only=True, slots=True)
class BestSpan:
    """The day, or the week that begins on it, with the most backward seconds."""

    begin: date
    backward_s: float


class _Spans:
    """Backward seconds by the first day of a span, in whole milliseconds: no order of adding leaves a trace."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._milliseconds: dict[date, int] = {}
        self._ranking = Ranking(self._place)

    def _place(self, begin: date) -> Place:
        return -self._milliseconds[begin], begin.toordinal(), ""

    @property
    def best(self) -> BestSpan | None:
        """The one with the most; of two with as much, the earlier."""
        begin = self._ranking.first
        if begin is None:
            return None
        return BestSpan(begin=begin, backward_s=self._milliseconds[begin] / 1000)

    def fill(self, gains: Iterable[tuple[date, int]]) -> None:
        """Sum up these milliseconds, and no others."""
        sums: dict[date, int] = {}
        for begin, gained in gains:
            if gained:
                sums[begin] = sums.get(begin, 0) + gained
        self._milliseconds = sums
        self._ranking.fill(sums)

    def gain(self, begin: date, milliseconds: int) -> None:
        """Add to a span, or take away where it is negative."""
        before = self._milliseconds.get(begin, 0)
        if before:
            self._ranking.take(begin)
        after = before + milliseconds
        if after > 0:
            self._milliseconds[begin] = after
            self._ranking.put(begin)
        else:
            self._milliseconds.pop(begin, None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Records:
    """A walker's records, of backward walking only; None where there is none. Of two as good, the earlier holds it."""

    longest: Session | None
    """By seconds."""
    farthest: Session | None
    """By metres."""
    most_steps: Session | None
    best_day: BestSpan | None
    best_week: BestSpan | None
    """Weeks as they began at the time: a week start that is changed leaves the weeks before as they were."""


def _seconds(session: Session) -> float:
    return session.active_s(Direction.BACKWARD)


def _metres(session: Session) -> float:
    return session.distance_m(Direction.BACKWARD)


def _steps(session: Session) -> float:
    return session.steps(Direction.BACKWARD)


def _best_first(figure: Callable[[Session], float]) -> Callable[[Session], Place]:
    def place(session: Session) -> Place:
        return (
            -round(figure(session), 3),
            session.started_at.timestamp(),
            session.id,
        )

    return place


def _latest_first(session: Session) -> Place:
    return -session.started_at.timestamp(), 0.0, session.id


_FIGURES: Final = (_seconds, _metres, _steps)


class RecordBook:
    """The records among what is recorded.

    A session that still runs is no record yet, and adds nothing to the best day and week: those can wait for its
    finish, and so a walk that is discarded takes no record back.
    """

    def __init__(self, weeks: Weeks) -> None:
        """Begin empty, with weeks like these."""
        self._weeks = weeks
        self._rankings = [Ranking(_best_first(figure)) for figure in _FIGURES]
        self._by_start = Ranking(_latest_first)
        self._by_day = _Spans()
        self._by_week = _Spans()

    @property
    def last(self) -> Session | None:
        """The session that was started last."""
        return self._by_start.first

    @property
    def records(self) -> Records:
        """The records as they stand."""
        longest, farthest, most_steps = (ranking.first for ranking in self._rankings)
        return Records(
            longest=longest,
            farthest=farthest,
            most_steps=most_steps,
            best_day=self._by_day.best,
            best_week=self._by_week.best,
        )

    def fill(self, sessions: Iterable[Session], days: Mapping[date, Tally]) -> None:
        """Begin anew with these sessions, and what they come to by day."""
        kept = list(sessions)
        for figure, ranking in zip(_FIGURES, self._rankings, strict=True):
            ranking.fill(session for session in kept if figure(session) > 0)
        self._by_start.fill(kept)
        gains = [(day, _milliseconds(walked)) for day, walked in days.items()]
        self._by_day.fill(gains)
        self._by_week.fill((self._weeks.begin(day), gained) for day, gained in gains)

    def put(self, session: Session) -> None:
        """Take in a session."""
        for figure, ranking in zip(_FIGURES, self._rankings, strict=True):
            if figure(session) > 0:
                ranking.put(session)
        self._by_start.put(session)

    def take(self, session: Session) -> None:
        """Leave a session out."""
        for ranking in (*self._rankings, self._by_start):
            ranking.take(session)

    def gain(self, day: date, before: Tally, after: Tally) -> None:
        """What was walked on a day is another one now."""
        gained = _milliseconds(after) - _milliseconds(before)
        self._by_day.gain(day, gained)
        self._by_week.gain(self._weeks.begin(day), gained)


def _milliseconds(walked: Tally) -> int:
    return round(1000 * walked.backward_s)
