"""What slow sources tell of a session while it is open: shown at once, and weighed anew with each glimpse."""

from collections.abc import Iterable
from datetime import datetime

from .enriching import Part, metres_told, steps_told
from .model import Glimpse
from .open_session import OpenSession
from .sightings import taken


def see(session: OpenSession, glimpses: Iterable[Glimpse]) -> int:
    """Take what slow sources saw; how many glimpses told something new of the way that was walked."""
    count = 0
    for glimpse in glimpses:
        session.heart.see(glimpse)
        seen = taken(session.seen, [glimpse], session.started_at, None)
        count += seen != session.seen
        session.seen = seen
    if count:
        show(session)
    return count


def show(session: OpenSession) -> None:
    """Weigh anew what was seen of a session, as far as it has come."""
    parts = _parts(session)
    metres, steps = (told(parts, session.seen) for told in (metres_told, steps_told))
    for segment, part, walked, trodden in zip(
        session.stretches.segments, parts, metres, steps, strict=True
    ):
        segment.seen_m = walked.amount
        segment.steps.phone = trodden.amount
        segment.steps.replaced = part.own_steps * trodden.share


def _parts(session: OpenSession) -> list[Part]:
    segments = session.stretches.segments
    begins = [session.started_at, *(part.started_at for part in segments[1:])]
    ends = [*begins[1:], _known_until(session)]
    return [
        Part(
            since=begin,
            until=max(begin, end),
            active_s=segment.active_s,
            own_steps=segment.steps.own,
            takes_steps=segment.steps.is_guessed,
            takes_metres=segment.distance_m == 0,
        )
        for segment, begin, end in zip(segments, begins, ends, strict=True)
    ]


def _known_until(session: OpenSession) -> datetime:
    told = (
        amount.at for seen in session.seen for amount in (*seen.steps, *seen.distance_m)
    )
    return max(session.known_until, *told)
