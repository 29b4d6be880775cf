"""A session as it looks at one moment, for whoever shows it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .cues import TurnCue
from .model import Direction, PauseReason, Phase, StepSource
from .session import SessionEngine


@dataclass(frozen=True, kw_only=True, slots=True)
class TurnView:
    """What is known of the next turn, where the walker asked to be told."""

    every_s: float
    in_s: float
    """Active seconds until the walker is told."""
    due: bool
    """Whether the walker is to be shown that it is time to turn."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionView:
    """The open session: both directions together, backward and forward apart."""

    id: str
    phase: Phase
    counts: bool
    """Whether the figures of the day count it already."""
    started_at: datetime
    day: date
    source: str | None
    direction: Direction
    active_s: float
    backward_s: float
    forward_s: float
    distance_m: float
    steps: int
    step_source: StepSource
    energy_kcal: float | None
    speed_mps: float | None
    heart_rate_bpm: int | None
    heart_rate_until: datetime | None
    """When the heart rate is too old to be shown."""
    pause_reason: str | None
    cadence_spm: float | None
    planned_s: float
    turn: TurnView | None


def session_view(
    engine: SessionEngine, at: datetime | None = None
) -> SessionView | None:
    """The open session of an engine at a moment, by default the latest it has heard of; or None."""
    session = engine.open
    if session is None:
        return None
    is_linked = session.pause_reason is not PauseReason.LINK
    beat = session.heart.at(at or session.known_until, is_linked=is_linked)
    stretches = session.stretches
    walking = session.paused_at is None
    active_s, steps = stretches.active_s(), stretches.steps()
    return SessionView(
        id=session.id,
        phase=engine.phase,
        counts=session.counts,
        started_at=session.started_at,
        day=session.day,
        source=session.source,
        direction=stretches.direction,
        active_s=active_s,
        backward_s=stretches.active_s(Direction.BACKWARD),
        forward_s=stretches.active_s(Direction.FORWARD),
        distance_m=stretches.distance_m(),
        steps=steps,
        step_source=stretches.step_source,
        energy_kcal=stretches.energy_kcal,
        speed_mps=session.speed_mps if walking else None,
        heart_rate_bpm=None if beat is None else beat.bpm,
        heart_rate_until=None if beat is None else beat.until,
        pause_reason=session.pause_reason,
        cadence_spm=_cadence(steps, active_s) if walking else None,
        planned_s=session.planned_s,
        turn=_turn(session.turn_cue, active_s),
    )


def _turn(cue: TurnCue | None, active_s: float) -> TurnView | None:
    if cue is None:
        return None
    return TurnView(
        every_s=cue.every_s,
        in_s=max(0.0, cue.left_s(active_s)),
        due=cue.is_shown(active_s),
    )


def _cadence(steps: int, active_s: float) -> float | None:
    """Steps a minute over the session so far; None before there is anything to divide."""
    least = timedelta(seconds=10).total_seconds()
    return None if active_s < least or steps == 0 else 60.0 * steps / active_s
