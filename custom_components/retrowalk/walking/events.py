"""What the session engine tells: each moment of a walk, as it happens."""

from dataclasses import dataclass
from datetime import datetime

from .model import Direction, FinishReason, PauseReason, Session


@dataclass(frozen=True, kw_only=True, slots=True)
class WalkEvent:
    """A moment of the session with this id."""

    at: datetime
    session_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionStarted(WalkEvent):
    """A session began."""

    direction: Direction


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionPaused(WalkEvent):
    """A session pauses since `at`."""

    reason: PauseReason


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionResumed(WalkEvent):
    """A session goes on; `rejoined` when it had been finished already."""

    rejoined: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionTurned(WalkEvent):
    """A session goes the other way from here."""

    direction: Direction


@dataclass(frozen=True, kw_only=True, slots=True)
class TurnDue(WalkEvent):
    """It is time to turn, into this direction, as was asked for at the start."""

    direction: Direction


@dataclass(frozen=True, kw_only=True, slots=True)
class SpeedCapPassed(WalkEvent):
    """Somebody goes backward faster than they had set as their cap; the stretch stays backward."""

    speed_mps: float
    cap_mps: float


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionFinished(WalkEvent):
    """A session ended; `recorded` is false when it was too short to keep."""

    session: Session
    reason: FinishReason
    recorded: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionDiscarded(WalkEvent):
    """A session was thrown away, and taken from the journal if it had got there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StillWalkingAsked(WalkEvent):
    """A session that nothing measures has lasted far longer than planned."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckpointDue(WalkEvent):
    """Time to write the open session down."""


type Events = tuple[WalkEvent, ...]
"""What one input brought about, in order."""
