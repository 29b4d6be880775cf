"""The heart rate of a walk: whoever is worn knows it better than a machine, and what is old is forgotten."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from .live_source import kind_of
from .model import Glimpse, Sample, SourceKind

FORGOTTEN_AFTER: Final = timedelta(seconds=30)
LET_GO_AFTER: Final = timedelta(seconds=10)
"""For the grips of a machine, which tells something each second: hands come off them."""
SLOWLY_FORGOTTEN_AFTER: Final = timedelta(minutes=2)
"""For what a slow source told."""

_MACHINES: Final = {SourceKind.BELT, SourceKind.POD}


class Beat(NamedTuple):
    """A rate in beats a minute, and until when it is believed."""

    bpm: int
    at: datetime
    until: datetime


class HeartRate:
    """The latest rates: a machine's, and a watch's."""

    __slots__ = ("_machine", "_worn")

    def __init__(self) -> None:
        """Begin knowing none."""
        self._machine: Beat | None = None
        self._worn: Beat | None = None

    def hear(self, sample: Sample) -> None:
        """Take the rate of a live source, if it tells one."""
        if (bpm := sample.heart_rate_bpm) is None:
            return
        if kind_of(sample.source) in _MACHINES:
            beat = Beat(bpm, sample.at, sample.at + LET_GO_AFTER)
            self._machine = _later(self._machine, beat)
        else:
            beat = Beat(bpm, sample.at, sample.at + FORGOTTEN_AFTER)
            self._worn = _later(self._worn, beat)

    def see(self, glimpse: Glimpse) -> None:
        """Take the rate of a slow source, if it tells one."""
        if (bpm := glimpse.heart_rate_bpm) is not None:
            beat = Beat(bpm, glimpse.at, glimpse.at + SLOWLY_FORGOTTEN_AFTER)
            self._worn = _later(self._worn, beat)

    def at(self, moment: datetime, *, is_linked: bool = True) -> Beat | None:
        """What is believed at a moment; a machine without a link tells nothing."""
        machine = self._machine if is_linked else None
        for beat in (self._worn, machine):
            if beat is not None and moment < beat.until:
                return beat
        return None


def _later(before: Beat | None, beat: Beat) -> Beat:
    return beat if before is None or before.at <= beat.at else before
