"""A session that several live sources see: the best measures it, the others accompany it, and one takes over from another.

What is credited has a frontier: the last frame of the source that measures. Whoever takes over is credited with what it
saw behind that frontier, no more and no less.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from .events import Events
from .live_source import (
    Hole,
    LiveSource,
    begins,
    counts_as,
    gap_of,
    heard_since,
    kind_of,
    rank_of,
)
from .model import BeltSignal, PauseReason, Sample, SourceKind
from .open_session import OpenSession
from .seeing import show

_NOTICED: Final = timedelta(milliseconds=50)
"""A hole that is shorter is none."""
_STALE: Final = timedelta(seconds=10)
"""Steps that are told so long after the frontier has passed them have been counted otherwise."""


def measure(session: OpenSession, sample: Sample) -> None:
    """Let a source measure a session that nothing has measured until now."""
    session.source = sample.source
    session.last_frame_at = sample.at
    session.heart.hear(sample)
    session.credit(sample, seconds=0.0)
    if _is_blind(sample):
        session.metres_missing_since = sample.at


def _is_blind(sample: Sample) -> bool:
    """Whether its source knows that somebody walks, and not how far: a plug that draws power."""
    counts = sample.counters is not None and sample.counters.distance_m is not None
    knows = sample.speed_mps is not None or counts
    return kind_of(sample.source) is SourceKind.STATE and not knows


def attach(session: OpenSession, sample: Sample) -> Events:
    """A session on the clock is measured from the first movement that a live source sees."""
    if begins(sample) and session.paused_at is None:
        session.run_clock(sample.at)
        if session.seen:
            show(session)
        session.stretches.part_seen(sample.at)
        measure(session, heard_since(sample, session.started_at))
    return ()


def accompany(session: OpenSession, sample: Sample) -> Events:
    """Take what a live source saw that does not measure the session; it may begin to."""
    if sample.at <= session.started_at:
        return ()
    other = session.others.get(sample.source)
    is_new = other is None
    if other is None:
        sample = heard_since(sample, session.started_at)
        begin = sample.at - timedelta(seconds=max(0.0, sample.since_s))
        other = LiveSource(heard_at=begin, since=session.frontier)
        session.others[sample.source] = other
    silent_for = sample.at - other.heard_at
    # A clock that was set back makes a span that is none.
    span_s = max(0.0, sample.since_s) or max(0.0, silent_for.total_seconds())
    _fill_hole(session, sample, span_s)
    if silent_for < timedelta(0):
        return _count(session, sample, 1.0)
    share = other.hear(sample, session.frontier, span_s)
    was_away = is_new or silent_for > gap_of(sample.source)
    takes_over = sample.begins and span_s > 0 and _is_to_measure(session, sample, other)
    until = min(session.frontier, sample.at) if takes_over else sample.at
    missed = _missed_share(session, sample, span_s, until)
    is_outdone = session.stretches.is_outdone(counts_as(sample.source))
    if missed > 0:
        _tell_missed(session, sample, missed, was_away=was_away)
        session.metres_missing_since = until
        if not takes_over:
            other.unseen_m = share = 0.0
    if not was_away:
        share = share + missed if is_outdone else 1.0
    if takes_over:
        return _take_over(session, sample, other, share)
    return _count(session, sample, share)


def _missed_share(
    session: OpenSession, sample: Sample, span_s: float, until: datetime
) -> float:
    """The share of a span in which somebody walked, and nobody told how far: a plug does not know."""
    since = session.metres_missing_since
    dropped = session.pause_reason in (PauseReason.COMMAND, PauseReason.REST)
    if since is None or dropped or sample.distance_m <= 0 or span_s <= 0:
        return 0.0
    begin = max(since, sample.at - timedelta(seconds=span_s))
    return max(0.0, (until - begin).total_seconds() / span_s)


def _tell_missed(
    session: OpenSession, sample: Sample, share: float, *, was_away: bool
) -> None:
    """Credit the metres of such a time, and the steps of one who was away; the time has been credited."""
    steps = sample.steps if was_away else None
    session.stretches.gain(
        seconds=0.0,
        distance_m=sample.distance_m * share,
        steps=None if steps is None else round(steps * share),
        by=None if steps is None else counts_as(sample.source),
        speed_mps=sample.speed_mps,
        grade=sample.grade,
    )


def _count(session: OpenSession, sample: Sample, share: float) -> Events:
    """Its steps may be the best there are; while the session pauses, they are not the walk's."""
    if sample.steps is None or session.paused_at is not None:
        return ()
    session.step_sources.add(sample.source)
    if _is_counted_already(session, sample):
        return ()
    if session.frontier - sample.at <= _STALE:
        steps = round(sample.steps * share)
        others = sample.steps - steps
        session.stretches.count(steps, counts_as(sample.source), others=others)
    return ()


def _is_counted_already(session: OpenSession, sample: Sample) -> bool:
    """Whether another one of its kind counts the same steps: two pods, one on each foot, count those of both."""
    assert session.source is not None
    kind = counts_as(sample.source)
    alike = {one for one in session.step_sources if counts_as(one) is kind}
    if session.source in alike:
        return True
    heard = (
        source
        for source, other in session.others.items()
        if source in alike and sample.at - other.heard_at < gap_of(source)
    )
    return next(heard, sample.source) != sample.source


def _is_to_measure(session: OpenSession, sample: Sample, other: LiveSource) -> bool:
    assert session.source is not None
    assert session.last_frame_at is not None
    silent_for = sample.at - session.last_frame_at
    if silent_for <= timedelta(0):
        return False
    ahead = rank_of(session.source) - rank_of(sample.source)
    match session.pause_reason:
        case PauseReason.COMMAND:
            starts = other.rested or sample.signal is BeltSignal.STARTED
            return ahead > 0 and starts
        case PauseReason.REST:
            return ahead >= 0
        case PauseReason.LINK:
            return True
    return ahead > 0 or silent_for >= gap_of(session.source)


def _take_over(
    session: OpenSession, sample: Sample, other: LiveSource, share: float
) -> Events:
    """From here on this source measures; what it saw behind the frontier counts, but for a pause by command."""
    dropped = session.pause_reason is PauseReason.COMMAND
    metres = 0.0 if dropped else other.unseen_m
    seconds = 0.0 if dropped else _seconds(session, other)
    steps = sample.steps
    if steps is not None:
        steps = 0 if dropped else round(steps * share)
    _hand_over(session, sample.source, other, seconds)
    events = session.go_on(sample.at)
    turned = session.stretches.note_speed(sample.speed_mps, sample.at)
    session.credit(sample._replace(distance_m=metres, steps=steps), seconds=seconds)
    return (*events, session.turned(sample.at)) if turned else events


def succeed(session: OpenSession, at: datetime) -> bool:
    """Let another source measure that still moves, as the one that measured is silent; whether there is one."""
    found = min(_moving(session, at), key=rank_of, default=None)
    if found is None:
        return False
    other = session.others[found]
    seconds = _seconds(session, other)
    _hand_over(session, found, other, seconds, is_lost=True)
    session.resting_since = None
    session.stretches.gain(
        seconds=seconds,
        distance_m=other.unseen_m,
        steps=None,
        by=None,
        speed_mps=None,
        grade=0.0,
    )
    session.counted_until = max(session.counted_until, other.heard_at)
    session.last_movement_at = max(session.last_movement_at, other.heard_at)
    return True


def go_on_with(session: OpenSession, source: str) -> None:
    """Let a source measure a session from now on that has measured it before."""
    before = session.source
    if before is None or before == source or session.last_frame_at is None:
        return
    other = session.others.pop(source)
    session.others[before] = LiveSource(
        heard_at=session.last_frame_at,
        counters=session.counters,
        measured=True,
        since=session.last_frame_at,
    )
    session.source, session.counters = source, other.counters


def _seconds(session: OpenSession, other: LiveSource) -> float:
    """Seconds walked behind the frontier."""
    room = other.heard_at - session.counted_until
    return max(0.0, min(other.unseen_s, room.total_seconds()))


def _moving(session: OpenSession, at: datetime) -> Iterator[str]:
    for source, other in session.others.items():
        fresh = other.heard_at > session.frontier
        if other.moves and fresh and at - other.heard_at < gap_of(source):
            yield source


def _hand_over(
    session: OpenSession,
    source: str,
    other: LiveSource,
    seconds: float,
    *,
    is_lost: bool = False,
) -> None:
    """The one that measured until now accompanies, and is waited for no more if it was lost."""
    before, heard_at = session.source, session.last_frame_at
    assert before is not None
    assert heard_at is not None
    frontier = session.frontier
    session.others[before] = LiveSource(
        heard_at=heard_at,
        counters=session.counters,
        measured=True,
        moves=session.paused_at is None,
        since=frontier,
    )
    blind = kind_of(source) is SourceKind.STATE and other.unseen_m == 0
    if is_lost or other.heard_at - heard_at >= gap_of(before):
        is_lost = True
        if not blind:
            session.stretches.leave(counts_as(before))
    missing_since = session.metres_missing_since or frontier
    session.metres_missing_since = missing_since if blind else None
    begin = other.heard_at - timedelta(seconds=seconds)
    waits = session.paused_at is None and not is_lost and begin - frontier > _NOTICED
    session.hole = Hole(before, frontier, begin) if waits else None
    session.handed_at = frontier
    del session.others[source]
    session.source, session.last_frame_at = source, other.heard_at
    session.counters = other.counters


def _fill_hole(session: OpenSession, sample: Sample, span_s: float) -> None:
    """What was walked between two sources, the former one tells with its next sample."""
    hole = session.hole
    if hole is None or hole.source != sample.source or span_s <= 0:
        return
    session.hole = None
    begin = max(hole.since, sample.at - timedelta(seconds=span_s))
    missed_s = (min(hole.until, sample.at) - begin).total_seconds()
    if missed_s <= 0 or session.paused_at is not None or not sample.moves:
        return
    session.stretches.gain(
        seconds=missed_s,
        distance_m=sample.distance_m * missed_s / span_s,
        steps=None,
        by=None,
        speed_mps=None,
        grade=0.0,
    )
