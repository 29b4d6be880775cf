"""How a walk of the past is written down, mended, and given to somebody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from .bodies import Walker, retold
from .checks import Refusal, RefusedError
from .energy import ASSUMED_SPEED_MPS, met
from .model import Direction, FinishReason, Profile, Segment, Session, StepSource
from .session import CivilDay
from .sightings import within
from .stretches import OpenSegment, Stretches


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """What is known better of a walk; None leaves it as it is."""

    started_at: datetime | None = None
    finished_at: datetime | None = None
    active_s: Mapping[Direction, float] | None = None
    """Seconds walked by direction; a direction that is not named was not walked."""
    direction: Direction | None = None
    """The direction of the whole walk."""
    distance_m: float | None = None
    steps: int | None = None


def logged(
    session_id: str,
    started_at: datetime,
    finished_at: datetime,
    active_s: Mapping[Direction, float],
    *,
    distance_m: float = 0.0,
    steps: int | None = None,
    profile: Profile,
    civil_day: CivilDay,
) -> Session:
    """A walk that nothing measured: as told, one segment a direction; steps are estimated where only metres are told."""
    day, zone = civil_day(started_at)
    begin = started_at.astimezone(UTC)
    whole_s = sum(active_s.values())
    segments: list[Segment] = []
    for direction, seconds in active_s.items():
        if seconds > 0:
            stretches = Stretches(
                profile, day, [OpenSegment(direction=direction, started_at=begin)]
            )
            stretches.gain(
                seconds=seconds,
                distance_m=distance_m * seconds / whole_s,
                steps=None,
                speed_mps=None,
                grade=0.0,
            )
            segments += stretches.freeze()
            begin += timedelta(seconds=seconds)
    return Session(
        id=session_id,
        started_at=started_at.astimezone(UTC),
        finished_at=finished_at.astimezone(UTC),
        day=day,
        zone=zone,
        reason=FinishReason.COMMAND,
        by_hand=True,
        source=None,
        segments=tuple(
            segments if steps is None else _with_steps(tuple(segments), steps)
        ),
    )


def edited(session: Session, known: Correction, civil_day: CivilDay) -> Session:
    """A session as it is known better. Pauses stay as long as they were, unless the seconds walked are told too.

    Raises RefusedError where nothing of the walk is left.
    """
    started_at = (known.started_at or session.started_at).astimezone(UTC)
    finished_at = (known.finished_at or session.finished_at).astimezone(UTC)
    moved = started_at != session.started_at
    day, zone = civil_day(started_at) if moved else (session.day, session.zone)
    segments = _lasting(session, known, finished_at - started_at)
    if moved:
        shift = started_at - session.started_at
        segments = [
            replace(part, started_at=part.started_at + shift) for part in segments
        ]
    if known.direction is not None:
        segments = [with_direction(part, known.direction) for part in segments]
    if known.distance_m is not None:
        segments = _with_distance(segments, known.distance_m)
    if known.steps is not None:
        segments = _with_steps(segments, known.steps)
    return replace(
        session,
        started_at=started_at,
        finished_at=finished_at,
        day=day,
        zone=zone,
        segments=tuple(segments),
        seen=within(session.seen, started_at, finished_at),
    )


def given_away(session: Session, giver: Profile, receiver: Profile) -> Session:
    """A session of somebody else: estimated steps and energy go by the body of whoever walked."""
    return replace(
        session,
        segments=tuple(
            retold(
                part,
                Walker(giver, part.direction),
                Walker(receiver, part.direction),
                session.day,
            )
            for part in session.segments
        ),
    )


def _lasting(
    session: Session, known: Correction, elapsed: timedelta
) -> Sequence[Segment]:
    """The segments with as many seconds as are known now."""
    if known.active_s is not None:
        return _by_direction(session, known.active_s)
    before_s = (session.finished_at - session.started_at).total_seconds()
    change_s = elapsed.total_seconds() - before_s
    whole_s = session.active_s()
    if change_s == 0:
        return session.segments
    if whole_s <= 0 or whole_s + change_s <= 0:
        raise RefusedError(Refusal.NOTHING_WALKED)
    ratio = (whole_s + change_s) / whole_s
    return [_lasting_longer(part, ratio) for part in session.segments]


def _by_direction(
    session: Session, active_s: Mapping[Direction, float]
) -> list[Segment]:
    segments = []
    for part in session.segments:
        before_s = session.active_s(part.direction)
        after_s = active_s.get(part.direction, 0.0)
        if after_s > 0:
            ratio = after_s / before_s if before_s > 0 else 1.0
            segments.append(_lasting_longer(part, ratio))
    segments += [
        Segment(
            direction=direction,
            started_at=session.started_at,
            active_s=round(seconds, 1),
            distance_m=0.0,
            steps=0,
            step_source=StepSource.NONE,
            energy_kcal=None,
        )
        for direction, seconds in active_s.items()
        if seconds > 0 and session.active_s(direction) <= 0
    ]
    if not segments:
        raise RefusedError(Refusal.NOTHING_WALKED)
    return segments


def _lasting_longer(part: Segment, ratio: float) -> Segment:
    longer = replace(part, active_s=round(part.active_s * ratio, 1))
    return _with_energy(longer, ratio)


def with_direction(part: Segment, direction: Direction) -> Segment:
    """A stretch that went this way. Walking backward takes more out of a body: the energy goes along, as the formula has it."""
    measured = part.active_s > 0 and part.distance_m > 0
    speed_mps = part.distance_m / part.active_s if measured else ASSUMED_SPEED_MPS
    before = met(speed_mps, direction=part.direction)
    turned = replace(part, direction=direction)
    return _with_energy(
        turned, met(speed_mps, direction=direction) / before if before > 0 else 1.0
    )


def _with_energy(part: Segment, ratio: float) -> Segment:
    if part.energy_kcal is None or ratio == 1.0:
        return part
    return replace(part, energy_kcal=round(part.energy_kcal * ratio, 2))


def _with_distance(segments: Sequence[Segment], distance_m: float) -> list[Segment]:
    shares = _shares(
        distance_m, segments, [part.distance_m for part in segments], digits=1
    )
    return [
        replace(part, distance_m=share)
        for part, share in zip(segments, shares, strict=True)
    ]


def _with_steps(segments: Sequence[Segment], steps: int) -> list[Segment]:
    shares = _shares(steps, segments, [part.steps for part in segments], digits=0)
    source = StepSource.TOLD if steps else StepSource.NONE
    return [
        replace(part, steps=round(share), step_source=source, estimated_steps=None)
        for part, share in zip(segments, shares, strict=True)
    ]


def _shares(
    whole: float,
    segments: Sequence[Segment],
    before: Sequence[float],
    *,
    digits: int,
) -> list[float]:
    """The whole in parts like those before, or by time where there was nothing; rounded, they still make up the whole."""
    weights = before if sum(before) > 0 else [part.active_s for part in segments]
    weight = sum(weights)
    shares: list[float] = []
    passed = given = 0.0
    for one in weights:
        passed += one
        until = round(whole * passed / weight, digits) if weight > 0 else 0.0
        shares.append(round(until - given, digits))
        given = until
    return shares
