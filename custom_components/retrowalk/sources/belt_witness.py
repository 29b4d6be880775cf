"""What a belt says, weighed against itself: two of its figures disagree where one of them is in another unit."""

from enum import StrEnum
from typing import Final, NamedTuple

from ..walking.gait import FORWARD_RATIO, step_length_m
from .belt_reading import MOVING_KMH, BeltReading

MILE_KM: Final = 1.609344

STRETCH_M: Final = 100.0
"""So far a belt runs without a pause before it is judged, and again before it is judged for good."""

_AGREE: Final = 0.05
"""Speed and distance of an honest belt differ by less than this part, or nothing can be said."""
_HEARD_S: Final = 2.0
"""A speed stands for no longer than this."""
_FEWEST_STEPS: Final = 50
_TALL_M: Final = 2.0
_STRETCHED: Final = 1.25
_FEWEST_OF_TWO: Final = 2.2
"""A step this many times as long as the longest plausible one is one of more than two: the counter misses some."""


class Trait(StrEnum):
    """What a belt does otherwise than it says."""

    DISTANCE_IN_MILES = "distance_in_miles"
    SPEED_IN_MILES = "speed_in_miles"
    EVERY_SECOND_STEP = "every_second_step"


class Verdict(NamedTuple):
    """What a stretch says of a belt; `unit_known` is false where speed and distance fit no unit."""

    unit: Trait | None = None
    unit_known: bool = False
    every_second_step: bool = False


class BeltWitness:
    """Judges a belt by its raw readings, over stretches in which it runs on and is heard all the time."""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self._speed_kmh = 0.0
        self._heard_s = 0.0
        self._metres: int | None = None
        self._steps: int | None = None
        self._last: Verdict | None = None
        self._began = False
        self._begin(None)

    def _begin(self, steps: int | None, *, began: bool = False) -> None:
        """Begin a stretch, with the step counter where it is."""
        self._began = began
        self._integral_m = self._counted_m = self._seconds = 0.0
        self._steps = steps

    def hear(self, reading: BeltReading, now_s: float) -> Verdict | None:
        """Take a reading at a moment (seconds of a clock that never jumps); the verdict, once two stretches agree."""
        gap_s, self._heard_s = now_s - self._heard_s, now_s
        before_kmh, self._speed_kmh = self._speed_kmh, reading.speed_kmh or 0.0
        if min(before_kmh, self._speed_kmh) < MOVING_KMH or not 0 < gap_s <= _HEARD_S:
            self._metres = reading.distance_m
            # A belt that tells metres begins with the next full one.
            self._begin(reading.steps, began=reading.distance_m is None)
            return None
        passed_m = (before_kmh + self._speed_kmh) / 7.2 * gap_s
        self._integral_m += passed_m
        self._seconds += gap_s
        if reading.distance_m is not None and not self._counts(reading):
            return None
        if max(self._integral_m, self._counted_m) < STRETCH_M:
            return None
        return self._judge(reading)

    def _counts(self, reading: BeltReading) -> bool:
        """Note the metres; whether a full one has just been counted, by which a stretch may end."""
        before, self._metres = self._metres, reading.distance_m
        if before is None or self._metres is None or self._metres < before:
            self._begin(reading.steps)
            return False
        if self._metres == before:
            return False
        if not self._began:
            self._begin(reading.steps, began=True)
            return False
        self._counted_m += self._metres - before
        return True

    def _judge(self, reading: BeltReading) -> Verdict | None:
        verdict = self._verdict(reading)
        agreed = verdict == self._last
        self._last = verdict
        self._begin(reading.steps, began=True)
        return verdict if agreed else None

    def _verdict(self, reading: BeltReading) -> Verdict:
        metres, unit, known = self._integral_m, None, False
        if self._counted_m > 0:
            ratio = self._integral_m / self._counted_m
            if abs(ratio - 1) < _AGREE:
                known = True
            elif abs(ratio / MILE_KM - 1) < _AGREE:
                unit, known = Trait.DISTANCE_IN_MILES, True
            elif abs(ratio * MILE_KM - 1) < _AGREE:
                unit, known = Trait.SPEED_IN_MILES, True
                metres = self._counted_m
        return Verdict(unit, known, self._skips_steps(reading, metres))

    def _skips_steps(self, reading: BeltReading, metres: float) -> bool:
        """Whether there is but half a step for each that even a tall walker would have made."""
        if reading.steps is None or self._steps is None:
            return False
        steps = reading.steps - self._steps
        if steps < _FEWEST_STEPS:
            return False
        longest_m = step_length_m(metres / self._seconds, _TALL_M, ratio=FORWARD_RATIO)
        return _STRETCHED < metres / steps / longest_m < _FEWEST_OF_TWO
