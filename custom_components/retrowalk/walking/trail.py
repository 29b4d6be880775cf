"""Where a run stood on some days of the past, so that following it to another day starts at the nearest."""

from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from operator import itemgetter
from typing import Protocol, Self


class Run(Protocol):
    """Something that is followed through time."""

    def copy(self) -> Self:
        """The same, to be followed on its own."""


class Trail[RunT: Run]:
    """Marks of a run, one a month, and the latest."""

    def __init__(self, begin: Callable[[], RunT]) -> None:
        """Begin without a mark; `begin` makes a run that was not followed yet."""
        self._begin = begin
        self._marks: list[tuple[date, RunT]] = []

    def forget(self, first: date) -> None:
        """Something has changed from this day on."""
        while self._marks and self._marks[-1][0] > first:
            self._marks.pop()

    def nearest(self, day: date) -> tuple[date | None, RunT]:
        """The last mark that lies not after a day: the day before which it was followed, and the run; None for the beginning."""
        place = bisect_right(self._marks, day, key=itemgetter(0))
        if not place:
            return None, self._begin()
        until, run = self._marks[place - 1]
        return until, run.copy()

    def mark(self, until: date, run: RunT) -> None:
        """Remember a run that was followed through all days before this one."""
        if self._marks:
            last, _ = self._marks[-1]
            if last >= until:
                return
            if (last.year, last.month) == (until.year, until.month):
                self._marks.pop()
        self._marks.append((until, run.copy()))
