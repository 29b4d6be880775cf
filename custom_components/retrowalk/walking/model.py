"""The words of a walk: direction, source, sample, segment, session, profile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NamedTuple, TypedDict

MOVING_MPS: Final = 0.3 / 3.6
"""A belt at 0.3 km/h or more moves (design: movement)."""

LISTENING_S: Final = 10.0
"""A source that was silent for longer was not listened to."""


class Direction(StrEnum):
    """Which way a stretch of a session went."""

    BACKWARD = "backward"
    FORWARD = "forward"
    UNKNOWN = "unknown"


class DirectionChoice(StrEnum):
    """Which way a walker's next session goes; `ask` leaves it unknown until answered."""

    BACKWARD = "backward"
    FORWARD = "forward"
    ASK = "ask"

    @property
    def direction(self) -> Direction:
        """The direction of a session's first segment."""
        if self is DirectionChoice.ASK:
            return Direction.UNKNOWN
        return Direction(self.value)


class StartOrder(TypedDict, total=False):
    """What may be asked for with the command to start; a direction and turns also of a session that goes on."""

    planned_s: float
    direction: Direction | None
    turn_every_s: float | None
    """Tell that it is time to turn, each time after so many active seconds."""


class BeltSignal(StrEnum):
    """What a belt says about its own run, beside its figures."""

    STARTED = "started"
    PAUSED = "paused"
    STOPPED = "stopped"
    SAFETY_KEY = "safety_key"


_RUNNING_OUT: Final = {BeltSignal.PAUSED, BeltSignal.STOPPED, BeltSignal.SAFETY_KEY}


class SourceKind(StrEnum):
    """Kinds of live sources, the best first: which one measures a session. A source is named "<kind>:<id>"."""

    BELT = "belt"
    POD = "pod"
    STATE = "state"
    """A live entity, such as another integration's treadmill."""
    VIEW = "view"
    """A phone that posts while somebody walks."""


class StepSource(StrEnum):
    """Where the steps of a stretch come from; those that count, the best first."""

    BELT = "belt"
    POD = "pod"
    STATE = "state"
    VIEW = "view"
    PHONE = "phone"
    """A slow source: it told afterwards."""
    TOLD = "told"
    """By the walker."""
    ESTIMATE = "estimate"
    NONE = "none"


class Phase(StrEnum):
    """What a walker does just now."""

    IDLE = "idle"
    WALKING = "walking"
    PAUSED = "paused"


class PauseReason(StrEnum):
    """Why a session is paused."""

    REST = "rest"
    LINK = "link"
    COMMAND = "command"


class FinishReason(StrEnum):
    """Why a session ended."""

    COMMAND = "command"
    REST = "rest"
    LINK = "link"
    BELT_STOP = "belt_stop"
    SAFETY_KEY = "safety_key"
    PLAN_OVER = "plan_over"


class Counters(NamedTuple):
    """What a source's own counters stood at: metres, steps and seconds as it shows them."""

    at: datetime
    distance_m: int | None
    steps: int | None
    elapsed_s: int | None


class Sample(NamedTuple):
    """What a live source saw since its last sample, with its time and an id that never comes twice.

    A tuple, as it is made ten times a second.
    """

    id: str
    at: datetime
    source: str
    speed_mps: float | None = None
    distance_m: float = 0.0
    steps: int | None = None
    """Steps since the last sample; None from a source that counts none."""
    clock_s: float | None = None
    """Seconds that the source's own clock went on since the last sample; None where it has no clock."""
    grade: float = 0.0
    """Rise over run, 0.05 for 5 %."""
    heart_rate_bpm: int | None = None
    signal: BeltSignal | None = None
    counters: Counters | None = None
    since_s: float = 0.0
    """Seconds since the source's last sample."""
    held_s: float = 0.0
    """Seconds that it was held up on its way, where the source tells its own time."""
    moving: bool | None = None
    """What is known of movement where no figure tells, as of a plug that draws power; None: the figures tell."""

    @property
    def moves(self) -> bool:
        """Whether somebody moves: speed of at least 0.3 km/h, or rising metres or steps, or the source says so."""
        return (
            bool(self.moving)
            or (self.speed_mps is not None and self.speed_mps >= MOVING_MPS)
            or self.distance_m > 0
            or bool(self.steps)
        )

    @property
    def begins(self) -> bool:
        """Whether the source begins to move, and does not just run out."""
        return self.moves and self.signal not in _RUNNING_OUT

    @property
    def as_heard(self) -> Sample:
        """Without what was walked while nobody listened: it belongs to no session that begins now."""
        if self.since_s <= LISTENING_S:
            return self
        return self._replace(
            distance_m=0.0, steps=None if self.steps is None else 0, clock_s=None
        )

    @property
    def rests(self) -> bool:
        """Whether the source says that nobody moves; neither true while its speed is unknown."""
        known = self.speed_mps is not None or self.moving is not None
        return known and not self.moves


class Glimpse(NamedTuple):
    """What a slow source saw in a span of time: steps and metres walked in it, the heart rate at its end.

    Only a span tells steps and metres; a moment (`since` and `at` are the same) tells a heart rate.
    """

    id: str
    """Never the same for two different facts; the same again changes nothing."""
    source: str
    """"phone:<device or walker id>", "state:<entity id>" and the like."""
    since: datetime
    at: datetime
    steps: float | None = None
    distance_m: float | None = None
    heart_rate_bpm: int | None = None


class Amount(NamedTuple):
    """Steps or metres that were counted between two moments."""

    since: datetime
    at: datetime
    amount: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What a slow source saw of one walk: spans in order that do not overlap."""

    source: str
    steps: tuple[Amount, ...] = ()
    distance_m: tuple[Amount, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """A walker's body and habits, as far as they are known."""

    height_m: float | None = None
    mass_kg: float | None = None
    birth_year: int | None = None
    live_opens_session: bool = True

    def age(self, on: date) -> int | None:
        """Years of age that the walker reaches in the year of a day."""
        return None if self.birth_year is None else on.year - self.birth_year


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """A finished stretch of a session in one direction."""

    direction: Direction
    started_at: datetime
    active_s: float
    distance_m: float
    steps: int
    step_source: StepSource
    energy_kcal: float | None
    estimated_steps: int | None = None
    """Steps before a phone told better; None where none did."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """One finished walk, with the civil day and zone that were its own when it began."""

    id: str
    started_at: datetime
    finished_at: datetime
    day: date
    zone: str
    reason: FinishReason
    by_hand: bool
    source: str | None
    segments: tuple[Segment, ...]
    seen: tuple[Seen, ...] = ()
    """What slow sources saw of it."""

    def active_s(self, direction: Direction | None = None) -> float:
        """Seconds walked, in one direction or in all."""
        return sum(part.active_s for part in self._going(direction))

    def distance_m(self, direction: Direction | None = None) -> float:
        """Metres walked, in one direction or in all."""
        return sum(part.distance_m for part in self._going(direction))

    def steps(self, direction: Direction | None = None) -> int:
        """Steps walked, in one direction or in all."""
        return sum(part.steps for part in self._going(direction))

    @property
    def energy_kcal(self) -> float | None:
        """Energy of the whole session, or None where the walker's mass is unknown."""
        known = [
            part.energy_kcal for part in self.segments if part.energy_kcal is not None
        ]
        return sum(known) if known else None

    @property
    def step_source(self) -> StepSource:
        """The source of most of the session's steps."""
        return prevailing_source(
            (part.step_source, part.steps) for part in self.segments
        )

    def _going(self, direction: Direction | None) -> Iterable[Segment]:
        if direction is None:
            return self.segments
        return (part for part in self.segments if part.direction is direction)


def prevailing_source(counts: Iterable[tuple[StepSource, int]]) -> StepSource:
    """The source that gave most steps; `none` where nobody counted any."""
    totals: dict[StepSource, int] = {}
    for source, steps in counts:
        totals[source] = totals.get(source, 0) + steps
    totals.pop(StepSource.NONE, None)
    return max(totals, key=lambda source: totals[source]) if totals else StepSource.NONE
