"""Which step source counts in which stretch: the best counter that rises, else an estimate, until a phone tells better."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from .gait import backward_ratio, step_length_m
from .model import Direction, Profile, StepSource

TRUST_M: Final = 20.0
"""A step counter is believed if it rose within this distance;"""
LUMP_M: Final = 5.0
"""of one sample, no more metres than these are held against another source: it may have told of them before."""
SPOKEN_M: Final = 2.0
"""A counter that has risen within this distance has spoken for all steps until now."""
TYPICAL_STEP_M: Final = 0.5
LEFT_M: Final = 1e6
"""A source that has left is silent for longer than anybody walks."""
COUNTERS: Final = (
    StepSource.BELT,
    StepSource.POD,
    StepSource.STATE,
    StepSource.VIEW,
)
"""The counters of live sources, the best first."""
TYPICAL_HEIGHT_M: Final = 1.70
"""Assumed where the walker gave no height; an estimate stays an estimate."""


@dataclass(kw_only=True, slots=True)
class StepCounter:
    """What one live source has counted of a segment."""

    counted: int = 0
    held: int = 0
    """Steps that count only if no better counter speaks for the same metres."""
    silent_m: float = 0.0
    """Metres since it last rose."""

    @property
    def is_trusted(self) -> bool:
        """Whether it may still speak for the latest metres."""
        return self.silent_m <= TRUST_M


@dataclass(kw_only=True, slots=True)
class StepCount:
    """The steps of one segment, each metre counted by one source only."""

    counters: dict[StepSource, StepCounter] = field(default_factory=dict)
    estimated: float = 0.0
    awaited: float = 0.0
    """Estimated steps of the metres for which a counter may still speak."""
    phone: float = 0.0
    """What a slow source counted afterwards ..."""
    replaced: float = 0.0
    """... in place of so many of the steps above."""

    @property
    def own(self) -> float:
        """Steps so far without any phone; the metres that still wait for a counter count for nothing yet."""
        return self.counted + self.estimated

    @property
    def counted(self) -> int:
        """Steps counted by live sources."""
        return sum(counter.counted for counter in self.counters.values())

    @property
    def total(self) -> int:
        """Steps so far."""
        return self.counted + round(self.estimated - self.replaced + self.phone)

    @property
    def is_guessed(self) -> bool:
        """Whether a phone's count is worth more than this one: most of it is an estimate, or there is nothing."""
        return self.own_source in (StepSource.ESTIMATE, StepSource.NONE)

    @property
    def source(self) -> StepSource:
        """The source of most of the steps."""
        if self.phone == self.replaced == 0:
            return self.own_source
        if not self.total:
            return StepSource.NONE
        rest = self.own - self.replaced
        return StepSource.PHONE if self.phone >= rest else self.own_source

    @property
    def own_source(self) -> StepSource:
        """The source of most of the steps that no phone told."""
        found, most = StepSource.ESTIMATE, self.estimated
        for source in COUNTERS:
            counter = self.counters.get(source)
            if counter is not None and counter.counted > 0:
                if counter.counted > most or (
                    found is StepSource.ESTIMATE and counter.counted >= most
                ):
                    found, most = source, counter.counted
        return found if self.counted + round(self.estimated) else StepSource.NONE

    def add(
        self,
        distance_m: float,
        steps: int | None,
        estimated: float,
        by: StepSource | None = StepSource.BELT,
    ) -> None:
        """Count a stretch of metres: by this source where its counter rises (None: it has none), else by the next one.

        A counter that rises again after another has stepped in is a baseline: it may catch up on those very metres.
        """
        risen: StepCounter | None = None
        if by is not None:
            risen = self._hear(by, steps, distance_m)
        if distance_m > 0:
            self.awaited += estimated
            self._wait(distance_m, by)
        elif steps:
            self._wait(steps * TYPICAL_STEP_M, by)
        self._answer()
        if risen is not None:
            risen.silent_m = 0.0

    def count(self, steps: int, by: StepSource, *, others: int = 0) -> None:
        """Take steps of a source that does not measure: they count where no better counter speaks.

        Those of `others` were counted by one, and only show that this counter rises.
        """
        self._hear(by, steps, 0.0)
        self._answer()
        if steps or others:
            self.counters[by].silent_m = 0.0

    def is_outdone(self, source: StepSource) -> bool:
        """Whether a better counter has just spoken."""
        better = COUNTERS[: COUNTERS.index(source)]
        return any(
            counter.silent_m <= SPOKEN_M
            for one in better
            if (counter := self.counters.get(one)) is not None
        )

    def leave(self, source: StepSource) -> None:
        """Wait no more for a source that has left; when it comes back, its counter is a baseline."""
        if (counter := self.counters.get(source)) is not None:
            counter.silent_m = LEFT_M

    def _hear(
        self, by: StepSource, steps: int | None, distance_m: float
    ) -> StepCounter | None:
        """Hear what a source's counter says of these metres; the counter, if it has risen."""
        counter = self.counters.get(by)
        if steps is None:
            if counter is not None:
                counter.silent_m = LEFT_M
            return None
        if counter is None:
            counter = self.counters[by] = StepCounter()
        if steps == 0:
            counter.silent_m += distance_m
            return None
        if counter.is_trusted:
            counter.held += steps
        return counter

    def _wait(self, distance_m: float, by: StepSource | None) -> None:
        """The other counters have not risen yet."""
        for source, counter in self.counters.items():
            if source is not by:
                counter.silent_m += min(distance_m, LUMP_M)

    def _answer(self) -> None:
        """Let the best counter that is trusted answer for the metres that wait."""
        for source in COUNTERS:
            counter = self.counters.get(source)
            if counter is None or not counter.is_trusted:
                continue
            if counter.held:
                self._take(counter)
            return
        self._estimate()

    def _take(self, counter: StepCounter) -> None:
        counter.counted += counter.held
        self._drop_waiting()

    def _estimate(self) -> None:
        self.estimated += self.awaited
        self._drop_waiting()

    def _drop_waiting(self) -> None:
        self.awaited = 0.0
        for counter in self.counters.values():
            counter.held = 0

    def settle(self) -> None:
        """Close the segment: metres that no counter has answered for are left to the next best, unless one will yet."""
        for source in COUNTERS:
            counter = self.counters.get(source)
            if counter is None or not counter.is_trusted:
                continue
            if counter.held:
                self._take(counter)
                return
            if counter.counted:
                self._drop_waiting()
                return
        self._estimate()

    def following(self) -> StepCount:
        """The count of the segment after this one: whoever was there is expected to go on."""
        return StepCount(
            counters={
                source: StepCounter(silent_m=counter.silent_m)
                for source, counter in self.counters.items()
            }
        )

    def merge(self, other: StepCount) -> None:
        """Take in the steps of a segment that turned out to be part of this one."""
        for source, theirs in other.counters.items():
            mine = self.counters.setdefault(source, StepCounter())
            mine.counted += theirs.counted
            mine.held += theirs.held
            mine.silent_m = theirs.silent_m
        self.estimated += other.estimated
        self.awaited += other.awaited
        self.phone += other.phone
        self.replaced += other.replaced


def estimated_steps(
    distance_m: float,
    speed_mps: float,
    *,
    direction: Direction,
    profile: Profile,
    on: date,
) -> float:
    """Steps over a distance by the step model of gait.py, from speed, height and age."""
    if distance_m <= 0:
        return 0.0
    ratio = 1.0 if direction is Direction.FORWARD else backward_ratio(profile.age(on))
    return distance_m / step_length_m(
        speed_mps, profile.height_m or TYPICAL_HEIGHT_M, ratio=ratio
    )
