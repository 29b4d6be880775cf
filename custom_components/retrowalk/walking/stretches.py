"""The growing segments of an open session: what each stretch gains, and which way it goes."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from .energy import ASSUMED_SPEED_MPS, energy_kcal, met
from .model import Direction, Profile, Segment, StepSource, prevailing_source
from .steps import StepCount, estimated_steps

RUNNING_MPS: Final = 5.0 / 3.6
"""Faster than 5.0 km/h nobody walks backward at home: such a stretch counts as forward ..."""
RUNNING_FOR_S: Final = 10.0
"""... once it has lasted this long."""


@dataclass(kw_only=True, slots=True)
class OpenSegment:
    """A stretch in one direction that still grows; seconds, metres, steps, kilocalories."""

    direction: Direction
    started_at: datetime
    active_s: float = 0.0
    distance_m: float = 0.0
    steps: StepCount = field(default_factory=StepCount)
    energy_kcal: float = 0.0
    seen_m: float = 0.0
    """Metres that a slow source told, where nobody measured any."""
    fast_from: Direction | None = None
    """The direction before the walker got faster than walking backward allows; None in an ordinary stretch."""

    def following(self, direction: Direction, at: datetime) -> OpenSegment:
        """The segment after this one."""
        return OpenSegment(
            direction=direction, started_at=at, steps=self.steps.following()
        )

    def freeze(self, *, mass_known: bool) -> Segment:
        """The segment as the journal keeps it, without what slow sources told of it."""
        self.steps.settle()
        return Segment(
            direction=self.direction,
            started_at=self.started_at,
            active_s=round(self.active_s, 1),
            distance_m=round(self.distance_m, 1),
            steps=round(self.steps.own),
            step_source=self.steps.own_source,
            energy_kcal=round(self.energy_kcal, 2) if mass_known else None,
        )

    def merge(self, other: OpenSegment) -> None:
        """Take in a later segment of the same direction."""
        self.active_s += other.active_s
        self.distance_m += other.distance_m
        self.energy_kcal += other.energy_kcal
        self.steps.merge(other.steps)


class Stretches:
    """The segments of an open session, the last of which grows."""

    __slots__ = ("_day", "profile", "segments")

    def __init__(
        self, profile: Profile, day: date, segments: list[OpenSegment]
    ) -> None:
        """Begin with the given segments, at least one."""
        self.profile = profile
        self._day = day
        self.segments = segments

    @property
    def direction(self) -> Direction:
        """Which way the walker goes now."""
        return self.segments[-1].direction

    def gain(
        self,
        *,
        seconds: float,
        distance_m: float,
        steps: int | None,
        speed_mps: float | None,
        grade: float,
        by: StepSource | None = StepSource.BELT,
    ) -> None:
        """Add a piece of walking to the running segment; steps are this source's, the speed defaults to metres over seconds."""
        segment = self.segments[-1]
        if speed_mps is None:
            speed_mps = (
                distance_m / seconds
                if seconds > 0 and distance_m > 0
                else ASSUMED_SPEED_MPS
            )
        segment.active_s += seconds
        segment.distance_m += distance_m
        if distance_m > 0 or steps:
            estimated = estimated_steps(
                distance_m,
                speed_mps,
                direction=segment.direction,
                profile=self.profile,
                on=self._day,
            )
            segment.steps.add(distance_m, steps, estimated, by)
        if self.profile.mass_kg is not None and seconds > 0:
            intensity = met(speed_mps, grade, direction=segment.direction)
            segment.energy_kcal += energy_kcal(
                intensity, self.profile.mass_kg, seconds / 60
            )

    def count(self, steps: int, by: StepSource, *, others: int = 0) -> None:
        """Take steps of a source that does not measure the walk, of which others have counted so many more."""
        self.segments[-1].steps.count(steps, by, others=others)

    def is_outdone(self, source: StepSource) -> bool:
        """Whether a better counter of steps than this one has just spoken."""
        return self.segments[-1].steps.is_outdone(source)

    def leave(self, source: StepSource) -> None:
        """Wait for the steps of a source no more."""
        self.segments[-1].steps.leave(source)

    def part_seen(self, at: datetime) -> None:
        """Begin a new segment where a slow source told of the running one, and a live one goes on."""
        segment = self.segments[-1]
        if segment.seen_m > 0 or segment.steps.phone > 0:
            self.segments.append(segment.following(segment.direction, at))

    def turn(self, direction: Direction, at: datetime) -> None:
        """Begin a new segment; an empty one is only renamed, and those that are answered for keep their figures."""
        segment = self.segments[-1]
        if segment.direction is direction:
            return
        if segment.direction is Direction.UNKNOWN:
            self._answer(direction)
            return
        if segment.active_s == 0 and segment.distance_m == 0:
            segment.direction, segment.fast_from = direction, None
            return
        segment.steps.settle()
        self.segments.append(segment.following(direction, at))

    def _answer(self, direction: Direction) -> None:
        for segment in self.segments:
            if segment.direction is Direction.UNKNOWN:
                segment.direction = direction
            if segment.fast_from is Direction.UNKNOWN:
                segment.fast_from = direction

    def note_speed(self, speed_mps: float | None, at: datetime) -> bool:
        """Judge a stretch by its speed; True when it turned into forward walking or back."""
        if speed_mps is None:
            return False
        segment = self.segments[-1]
        if speed_mps > RUNNING_MPS:
            return self._faster(segment, at)
        return segment.fast_from is not None and self._slower(
            segment, segment.fast_from, at
        )

    def _faster(self, segment: OpenSegment, at: datetime) -> bool:
        if segment.fast_from is None:
            if segment.direction is not Direction.FORWARD:
                fast = segment.following(segment.direction, at)
                fast.fast_from = segment.direction
                self.segments.append(fast)
            return False
        if segment.direction is Direction.FORWARD:
            return False
        if (at - segment.started_at).total_seconds() < RUNNING_FOR_S:
            return False
        segment.direction = Direction.FORWARD
        return True

    def _slower(self, segment: OpenSegment, before: Direction, at: datetime) -> bool:
        if segment.direction is Direction.FORWARD:
            segment.steps.settle()
            self.segments.append(segment.following(before, at))
            return True
        self.segments.pop()
        self.segments[-1].merge(segment)
        return False

    def trim(self, most_s: float) -> float:
        """Cut what was walked after this many seconds; the seconds cut off."""
        excess = cut = max(0.0, self.active_s() - most_s)
        for segment in reversed(self.segments):
            taken = min(excess, segment.active_s)
            if taken > 0:
                segment.energy_kcal *= 1 - taken / segment.active_s
                segment.active_s -= taken
                excess -= taken
        return cut

    def active_s(self, direction: Direction | None = None) -> float:
        """Seconds walked so far, in one direction or in all."""
        return sum(
            part.active_s
            for part in self.segments
            if direction in (None, part.direction)
        )

    def distance_m(self, direction: Direction | None = None) -> float:
        """Metres walked so far, in one direction or in all."""
        return sum(
            part.distance_m + part.seen_m
            for part in self.segments
            if direction in (None, part.direction)
        )

    def steps(self, direction: Direction | None = None) -> int:
        """Steps so far, in one direction or in all."""
        return sum(
            part.steps.total
            for part in self.segments
            if direction in (None, part.direction)
        )

    @property
    def energy_kcal(self) -> float | None:
        """Energy so far; None where the walker's mass is unknown."""
        if self.profile.mass_kg is None:
            return None
        return sum(part.energy_kcal for part in self.segments)

    @property
    def step_source(self) -> StepSource:
        """The source of most of the steps so far."""
        return prevailing_source(
            (part.steps.source, part.steps.total) for part in self.segments
        )

    def freeze(self) -> tuple[Segment, ...]:
        """The segments as the journal keeps them, empty ones left out."""
        mass_known = self.profile.mass_kg is not None
        frozen = [part.freeze(mass_known=mass_known) for part in self.segments]
        return tuple(
            part
            for part in frozen
            if part.active_s > 0 or part.distance_m > 0 or part.steps > 0
        )
