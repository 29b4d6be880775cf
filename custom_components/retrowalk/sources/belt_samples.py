"""From a belt's readings to samples of a walk: its counters become what was walked since the reading before."""

from typing import Final

from ..walking.counters import (
    STEPS_MOST_PER_S,
    WALK_MOST_MPS,
    clock_counter,
    distance_counter,
    step_counter,
)
from ..walking.model import MOVING_MPS, Counters, Sample
from .belt_reading import BeltReading

INTEGRATED_S: Final = 2.0
"""Where a belt counts no metres, its speed stands for at most this long."""

RESTS_S: Final = 10.0
"""A belt that showed no speed at most this long ago has been at rest until now."""
_LATE_STEPS: Final = 2
"""A counter may lag so far behind a belt that has just come to rest."""


class BeltMeter:
    """What was walked on one belt since its last reading."""

    def __init__(
        self, source: str, last: Counters | None, *, metres_step: float = 1.0
    ) -> None:
        """Measure for a source; `last` are the counters of a session that is still open, from before a restart.

        `metres_step` is the least that the belt's counter of metres rises by.
        """
        self.source = source
        self._metres_step = metres_step
        self._rested = False
        self._distance = distance_counter(metres_step)
        self._steps = step_counter()
        self._clock = clock_counter()
        self._last = None if last is None else last.at
        if last is not None:
            self._distance.seed(last.distance_m, last.at)
            self._steps.seed(last.steps, last.at)
            self._clock.seed(last.elapsed_s, last.at)

    def sample(self, reading: BeltReading) -> Sample:
        """The sample that a reading stands for; the first one is a baseline."""
        at = reading.at
        gap_s = 0.0 if self._last is None else (at - self._last).total_seconds()
        self._last = at
        speed_mps = None if reading.speed_kmh is None else reading.speed_kmh / 3.6
        distance_m: float | None = self._distance.rise(reading.distance_m, at)
        steps = self._steps.rise(reading.steps, at)
        if distance_m is None:
            distance_m = self._integrated(speed_mps, gap_s)
        rested, self._rested = (
            self._rested,
            speed_mps is not None and speed_mps < MOVING_MPS,
        )
        if rested and gap_s <= RESTS_S:
            # Belts that sleep show nought for a while, and then what they had before.
            moved_s = 0.0 if self._rested else gap_s
            if distance_m > WALK_MOST_MPS * moved_s + self._metres_step:
                distance_m = 0.0
            if steps is not None and steps > STEPS_MOST_PER_S * moved_s + _LATE_STEPS:
                steps = 0
        return Sample(
            id=reading.id,
            at=at,
            source=self.source,
            speed_mps=speed_mps,
            distance_m=distance_m,
            steps=steps,
            clock_s=self._clock.rise(reading.elapsed_s, at),
            grade=(reading.inclination_percent or 0.0) / 100,
            heart_rate_bpm=reading.heart_rate_bpm,
            signal=reading.signal,
            counters=Counters(at, reading.distance_m, reading.steps, reading.elapsed_s),
            since_s=gap_s,
        )

    def _integrated(self, speed_mps: float | None, gap_s: float) -> float:
        """Metres by speed; none where a counter has spoken, which will tell of this time when it speaks again."""
        if self._distance.value is not None or not 0 < gap_s <= INTEGRATED_S:
            return 0.0
        return (speed_mps or 0.0) * gap_s
