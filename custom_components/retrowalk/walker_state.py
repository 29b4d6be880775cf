"""What a walker's entities show, and how often it is due."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from .walking.model import DirectionChoice
from .walking.stats import Standing
from .walking.view import SessionView


class Cadence(IntEnum):
    """How often a figure is due while somebody walks; each also at every event, and only when it differs."""

    SESSION = 0
    """Every 30 seconds."""
    TODAY = 1
    """Every 60 seconds."""
    EVENT = 2
    """At events only."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WalkerState:
    """All that is shown of a walker."""

    session: SessionView | None
    standing: Standing
    choice: DirectionChoice
    """Which way the next session goes."""
    day_began_at: datetime
    week_began_at: datetime
