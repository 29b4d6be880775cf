"""What slow sources tell of a walk: their steps in place of an estimate, their metres where nobody measured any."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from operator import attrgetter
from typing import Final, NamedTuple

from .checks import FASTEST_MPS, MOST_STEPS_PER_S
from .model import Glimpse, Profile, Seen, Segment, Session, StepSource
from .sightings import Quantity, glimpses_of, taken, told_between
from .steps import estimated_steps

_HALF: Final = 0.5
"""A phone that counted less than this share of the estimate lay somewhere."""


class Part(NamedTuple):
    """A stretch of a walk, and what slow sources may tell of it."""

    since: datetime
    until: datetime
    active_s: float
    own_steps: float
    """Steps without any slow source."""
    takes_steps: bool
    takes_metres: bool


class Told(NamedTuple):
    """What a slow source told of a stretch: so much, and for which share of its time."""

    amount: float
    share: float


NOTHING: Final = Told(0.0, 0.0)


def enriched(
    session: Session, glimpses: Iterable[Glimpse], profile: Profile
) -> Session:
    """A finished walk with what slow sources saw of it; the same again, in whatever order, changes nothing.

    Of several sources, the one that covers most counts. What was counted by a live source or told by the walker stays.
    """
    parts = _parts(session)
    if not any(part.takes_steps or part.takes_metres for part in parts):
        return session
    seen = taken(session.seen, glimpses, session.started_at, session.finished_at)
    if seen == session.seen:
        return session
    return _told_anew(session, parts, seen, profile)


class Enriched(NamedTuple):
    """What many glimpses come to."""

    sessions: tuple[tuple[Session, Session], ...]
    """Those that are others now, before and after."""
    taken: int
    """How many glimpses told something new."""


def enriched_all(
    sessions: Iterable[Session], glimpses: Iterable[Glimpse], profile: Profile
) -> Enriched:
    """Finished walks, of which none overlaps another, with what slow sources saw of them."""
    found: dict[str, list[Glimpse]] = {}
    in_order = sorted(sessions, key=attrgetter("started_at"))
    begins = [session.started_at for session in in_order]
    for glimpse in glimpses:
        place = max(0, bisect_right(begins, glimpse.since) - 1)
        for session in in_order[place:]:
            if session.started_at >= glimpse.at:
                break
            if session.finished_at > glimpse.since:
                found.setdefault(session.id, []).append(glimpse)
    changed: list[tuple[Session, Session]] = []
    count = 0
    for session in in_order:
        if (seen := found.get(session.id)) is not None:
            after = enriched(session, seen, profile)
            if after != session:
                changed.append((session, after))
                count += _count_new(session, seen)
    return Enriched(tuple(changed), count)


def _count_new(session: Session, glimpses: Iterable[Glimpse]) -> int:
    known, count = session.seen, 0
    for glimpse in sorted(glimpses, key=lambda one: (one.at - one.since, one.since)):
        seen = taken(known, [glimpse], session.started_at, session.finished_at)
        count += seen != known
        known = seen
    return count


def with_seen(session: Session, seen: tuple[Seen, ...], profile: Profile) -> Session:
    """A walk that has just been finished, and of which this was seen meanwhile."""
    return enriched(session, glimpses_of(seen), profile) if seen else session


def metres_told(parts: Sequence[Part], seen: Iterable[Seen]) -> list[Told]:
    """The metres of each part that takes any."""
    return _best(parts, seen, "distance_m")


def steps_told(parts: Sequence[Part], seen: Iterable[Seen]) -> list[Told]:
    """The steps of each part that takes any; none by a source that has not even seen half of the estimate."""
    return _best(parts, seen, "steps")


def _best(
    parts: Sequence[Part], seen: Iterable[Seen], quantity: Quantity
) -> list[Told]:
    best: tuple[float, float, str] = (0.0, 0.0, "")
    found = [NOTHING] * len(parts)
    for one in seen:
        track = getattr(one, quantity)
        between = [told_between(track, part.since, part.until) for part in parts]
        told = [
            _told(part, amount, covered_s, quantity)
            for part, (amount, covered_s) in zip(parts, between, strict=True)
        ]
        covered_s = sum(seconds for _, seconds in between)
        total = sum(part.amount for part in told)
        replaced = sum(
            part.own_steps * one.share for part, one in zip(parts, told, strict=True)
        )
        if quantity == "steps" and total < _HALF * replaced:
            continue
        if covered_s > 0 and (covered_s, total, one.source) > best:
            best, found = (covered_s, total, one.source), told
    return found


def _told(part: Part, amount: float, covered_s: float, quantity: Quantity) -> Told:
    """Of a stretch, no more than legs can do."""
    takes = part.takes_steps if quantity == "steps" else part.takes_metres
    if not takes or covered_s <= 0:
        return NOTHING
    fastest = MOST_STEPS_PER_S if quantity == "steps" else FASTEST_MPS
    wall_s = (part.until - part.since).total_seconds()
    return Told(min(amount, fastest * part.active_s), min(1.0, covered_s / wall_s))


def _parts(session: Session) -> list[Part]:
    """The segments, with the metres that were told before taken for nobody's."""
    spans = _spans(session)
    parts = [
        Part(
            since=since,
            until=until,
            active_s=part.active_s,
            own_steps=_own_steps(part),
            takes_steps=_takes_steps(part),
            takes_metres=True,
        )
        for part, (since, until) in zip(session.segments, spans, strict=True)
    ]
    before = metres_told(parts, session.seen)
    return [
        part._replace(
            takes_metres=segment.distance_m in (0, round(told.amount, 1)),
        )
        for part, segment, told in zip(parts, session.segments, before, strict=True)
    ]


def _own_steps(part: Segment) -> int:
    return part.steps if part.estimated_steps is None else part.estimated_steps


def _takes_steps(part: Segment) -> bool:
    """Whether its steps are an estimate, or were one before a phone told better, or there are none."""
    return part.estimated_steps is not None or part.step_source in (
        StepSource.ESTIMATE,
        StepSource.NONE,
    )


def _spans(session: Session) -> list[tuple[datetime, datetime]]:
    """From when to when each segment went, pauses included; by their seconds where that is not known any more."""
    if not session.segments:
        return []
    begins = [session.started_at, *(part.started_at for part in session.segments[1:])]
    ends = [*begins[1:], session.finished_at]
    if all(begin < end for begin, end in zip(begins, ends, strict=True)):
        return list(zip(begins, ends, strict=True))
    passed_s = 0.0
    whole_s = session.active_s() or 1.0
    elapsed = session.finished_at - session.started_at
    marks = [session.started_at]
    for part in session.segments:
        passed_s += part.active_s
        marks.append(session.started_at + elapsed * (passed_s / whole_s))
    return list(pairwise(marks))


def _told_anew(
    session: Session, parts: Sequence[Part], seen: tuple[Seen, ...], profile: Profile
) -> Session:
    metres, steps = metres_told(parts, seen), steps_told(parts, seen)
    segments: list[Segment] = []
    for segment, part, walked, trodden in zip(
        session.segments, parts, metres, steps, strict=True
    ):
        after = segment
        if part.takes_metres:
            after = replace(after, distance_m=round(walked.amount, 1))
        if part.takes_steps and trodden.share > 0:
            after = _with_steps(after, part.own_steps, trodden)
        elif part.takes_steps and walked.amount > 0 and part.active_s > 0:
            after = _with_estimate(after, profile, session.day)
        elif part.takes_steps:
            after = _as_it_was(after, part.own_steps)
        segments.append(after)
    return replace(session, seen=seen, segments=tuple(segments))


def _with_steps(segment: Segment, own_steps: float, told: Told) -> Segment:
    rest = own_steps * (1 - told.share)
    total = round(rest + told.amount)
    source = StepSource.PHONE if told.amount >= rest else StepSource.ESTIMATE
    return replace(
        segment,
        steps=total,
        step_source=source if total else StepSource.NONE,
        estimated_steps=round(own_steps),
    )


def _with_estimate(segment: Segment, profile: Profile, day: date) -> Segment:
    """Where only a phone knows the metres, and nobody the steps, they are estimated from them."""
    steps = estimated_steps(
        segment.distance_m,
        segment.distance_m / segment.active_s,
        direction=segment.direction,
        profile=profile,
        on=day,
    )
    return replace(
        segment,
        steps=round(steps),
        step_source=StepSource.ESTIMATE if round(steps) else StepSource.NONE,
        estimated_steps=0,
    )


def _as_it_was(segment: Segment, own_steps: float) -> Segment:
    """No phone is believed, or none any more."""
    steps = round(own_steps)
    source = StepSource.ESTIMATE if steps else StepSource.NONE
    return replace(segment, steps=steps, step_source=source, estimated_steps=None)
