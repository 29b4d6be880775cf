"""A walk that was nobody's gets its walker: when it is over, or while it still goes on."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from .bodies import Walker, factors, retold
from .model import Direction, Profile, Session
from .open_session import OpenSession

NOBODYS_BODY: Final = Profile(mass_kg=70.0)
"""What a walk is measured with until it is known whose it is: energy grows with the mass, so that nothing of it is lost."""
NOBODYS_WAY: Final = Direction.BACKWARD
"""Which way such a walk goes, unless it is too fast for that."""


CLAIMS_WITHIN: Final = timedelta(minutes=3)
"""Whoever starts a walk by command claims a belt that begins to move so soon after that ..."""
CLAIMS_BACK: Final = timedelta(minutes=1)
"""... or a walk of nobody's that has begun at most so long before."""


class Starter(NamedTuple):
    """Somebody who has started a walk that nothing measures yet."""

    walker_id: str
    started_at: datetime
    elsewhere: bool
    """Whether they walk elsewhere, as far as is known: on another belt, on another path, or where something has seen them."""


def claimant(
    starters: Iterable[Starter], at: datetime, *, of_somebody: bool
) -> str | None:
    """Whose walk it is that begins on a belt: the one's who started last, and lately.

    On a belt that is somebody else's by choice only, who does not walk elsewhere.
    """
    able = [
        starter
        for starter in starters
        if timedelta(0) <= at - starter.started_at <= CLAIMS_WITHIN
        and not (of_somebody and starter.elsewhere)
    ]
    last = max(able, key=lambda starter: starter.started_at, default=None)
    return None if last is None else last.walker_id


def claimed(session: Session, profile: Profile, direction: Direction) -> Session:
    """A finished walk of nobody's as the one of a body that usually goes this way: steps and energy are estimated anew."""
    return replace(
        session,
        segments=tuple(
            retold(
                part,
                Walker(NOBODYS_BODY, part.direction),
                Walker(profile, _way(part.direction, direction)),
                session.day,
            )
            for part in session.segments
        ),
    )


def claim_open(session: OpenSession, profile: Profile, direction: Direction) -> None:
    """Let an open walk of nobody's be the one of this body from its beginning."""
    for part in session.stretches.segments:
        way = _way(part.direction, direction)
        change = factors(
            part.active_s,
            part.distance_m,
            Walker(NOBODYS_BODY, part.direction),
            Walker(profile, way),
            session.day,
        )
        part.direction = way
        part.steps.estimated *= change.steps
        part.steps.awaited *= change.steps
        part.energy_kcal *= change.energy or 0.0
        if part.fast_from is not None:
            # Whoever goes forward anyway has no other way to go back to.
            part.fast_from = None if direction is Direction.FORWARD else direction
    session.stretches.profile = profile


def _way(found: Direction, usual: Direction) -> Direction:
    """What was too fast to be backward is forward, whoever walked."""
    return usual if found is NOBODYS_WAY else found
