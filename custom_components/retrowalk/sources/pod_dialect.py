"""Foot pods, and treadmills that say no more than one: speed and cadence, of which steps are made."""

from collections.abc import Callable
from time import monotonic
from typing import ClassVar, Final, override

from ..protocols.ftms import TreadmillData
from ..protocols.rsc import RSC_MEASUREMENT, RscMeasurement, parse_rsc
from .belt_dialect import Dialect
from .belt_reading import BeltReading

INTEGRATED_S: Final = 2.0
"""A cadence stands for the time since the notification before, unless that is longer ago."""


class CadenceSteps:
    """Steps, from cadence and the time between notifications."""

    def __init__(self) -> None:
        """Begin at nought."""
        self._steps = 0.0
        self._cadence = 0
        self._heard_s: float | None = None

    def begin(self) -> None:
        """What was not heard is not counted; what was counted stays."""
        self._heard_s = None

    def add(self, cadence: int, now_s: float) -> int:
        """Count the steps until now, at the mean of this cadence (steps a minute) and the one before; all so far."""
        if self._heard_s is not None and 0 < now_s - self._heard_s <= INTEGRATED_S:
            mean = (self._cadence + cadence) / 2
            self._steps += mean / 60 * (now_s - self._heard_s)
        self._cadence, self._heard_s = cadence, now_s
        return int(self._steps)


class PodDialect(Dialect):
    """Running Speed and Cadence."""

    figures: ClassVar = RSC_MEASUREMENT
    figures_name: ClassVar = "2a53"
    # The same cadence again means more steps.
    repeats_itself: ClassVar = False

    def __init__(self) -> None:
        """Begin with no step."""
        self._steps = CadenceSteps()
        self._last = RscMeasurement()

    @override
    def begin(self) -> None:
        self._steps.begin()
        self._last = RscMeasurement()

    @property
    @override
    def read(self) -> Callable[[bytes], TreadmillData | None]:
        return self._read

    def _read(self, frame: bytes) -> TreadmillData | None:
        said = self._last = parse_rsc(frame)
        return TreadmillData(
            speed_kmh=(
                None if said.speed_mps is None else round(said.speed_mps * 3.6, 2)
            ),
            distance_m=None if said.distance_m is None else int(said.distance_m),
            steps=(
                None
                if said.cadence is None
                else self._steps.add(said.cadence, monotonic())
            ),
            truncated=said.truncated,
        )

    @property
    @override
    def complete(self) -> Callable[[BeltReading], BeltReading]:
        return self._complete

    def _complete(self, reading: BeltReading) -> BeltReading:
        return reading._replace(
            cadence=self._last.cadence, stride_length_m=self._last.stride_length_m
        )
