"""Live sources: how they are ranked, how long each may be silent, and what is remembered of one that accompanies a session."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from .model import Counters, Sample, SourceKind, StepSource

FRAME_GAP: Final = timedelta(seconds=10)
"""No frame for this long: the link is lost ..."""
POST_GAP: Final = timedelta(seconds=60)
"""... but a phone that posts, and an entity, are not heard at every step."""

_KINDS: Final = tuple(SourceKind)
_GAPS: Final = {SourceKind.STATE: POST_GAP, SourceKind.VIEW: POST_GAP}


@lru_cache(maxsize=64)
def kind_of(source: str) -> SourceKind | None:
    """The kind of a live source; None where its name tells none."""
    kind, _, _ = source.partition(":")
    return SourceKind(kind) if kind in _KINDS else None


def rank_of(source: str) -> int:
    """How far a live source stands behind the best kind, which measures."""
    kind = kind_of(source)
    return len(_KINDS) if kind is None else _KINDS.index(kind)


@lru_cache(maxsize=64)
def gap_of(source: str | None) -> timedelta:
    """How long a live source may be silent before it is lost."""
    kind = None if source is None else kind_of(source)
    return FRAME_GAP if kind is None else _GAPS.get(kind, FRAME_GAP)


@lru_cache(maxsize=64)
def counts_as(source: str) -> StepSource:
    """Under which name the steps of a live source are counted; the least, where its name tells nothing."""
    kind = kind_of(source)
    return StepSource.VIEW if kind is None else StepSource(kind.value)


def begins(sample: Sample) -> bool:
    """Whether a source begins to move now, and does not just tell of the past."""
    if sample.since_s <= gap_of(sample.source).total_seconds():
        return sample.begins
    return sample.as_heard.begins


def unheard_since(sample: Sample, begin: datetime) -> datetime:
    """From when on a source was not listened to, at the earliest from a moment on; until now if it was."""
    if sample.since_s <= gap_of(sample.source).total_seconds():
        return sample.at
    return max(begin, sample.at - timedelta(seconds=sample.since_s))


def heard_since(sample: Sample, begin: datetime) -> Sample:
    """A source's first sample, as far as it tells of the time since a session began."""
    if sample.since_s > gap_of(sample.source).total_seconds():
        return sample.as_heard
    return told_since(sample, begin)


def told_since(sample: Sample, begin: datetime) -> Sample:
    """As much of a sample as it tells of the time since a moment."""
    fresh_s = max(0.0, (sample.at - begin).total_seconds())
    if sample.since_s <= fresh_s:
        return sample
    share = fresh_s / sample.since_s
    steps = sample.steps
    return sample._replace(
        distance_m=sample.distance_m * share,
        steps=None if steps is None else round(steps * share),
        since_s=fresh_s,
    )


@dataclass(kw_only=True, slots=True)
class LiveSource:
    """A live source that was heard in a session and does not measure it now."""

    heard_at: datetime
    counters: Counters | None = None
    measured: bool = False
    """Whether it has measured a part of the session."""
    moves: bool = False
    rested: bool = False
    """Whether it was at rest since the session pauses, or since it is heard."""
    since: datetime
    """What it saw from here on, nobody has credited."""
    unseen_m: float = 0.0
    unseen_s: float = 0.0

    def hear(self, sample: Sample, frontier: datetime, span_s: float) -> float:
        """Remember a sample that comes in time; the share of it that lies behind the frontier, up to which all is credited."""
        if self.since < frontier:
            self.since = frontier
            self.unseen_m = self.unseen_s = 0.0
        fresh_s = min(span_s, max(0.0, (sample.at - frontier).total_seconds()))
        share = fresh_s / span_s if span_s > 0 else 0.0
        self.unseen_m += sample.distance_m * share
        if sample.moves:
            self.unseen_s += self._walked_s(sample, span_s) * share
        self.heard_at, self.moves = sample.at, sample.moves
        self.rested = self.rested or sample.rests
        if sample.counters is not None:
            self.counters = sample.counters
        return share

    def _walked_s(self, sample: Sample, span_s: float) -> float:
        """Of a gap, only its own clock can tell how long it went on."""
        if span_s <= gap_of(sample.source).total_seconds():
            return span_s
        return min(span_s, sample.clock_s or 0.0)


class Hole(NamedTuple):
    """A time between two sources, of which the former one has still to tell."""

    source: str
    since: datetime
    until: datetime
