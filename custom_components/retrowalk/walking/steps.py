"""Which step source counts in which stretch: the belt's own counter while it rises, else an estimate."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from .gait import backward_ratio, step_length_m
from .model import Direction, Profile, StepSource

TRUST_M: Final = 20.0
"""A belt's step counter is believed if it rose within this distance."""
TYPICAL_HEIGHT_M: Final = 1.70
"""Assumed where the walker gave no height; an estimate stays an estimate."""


@dataclass(kw_only=True, slots=True)
class StepCount:
    """The steps of one segment, each metre counted by one source only."""

    belt: int = 0
    estimated: float = 0.0
    awaited: float = 0.0
    """Estimated steps of the metres for which the belt's counter may still speak."""
    silent_m: float = 0.0
    """Metres since the belt's counter last rose."""

    @property
    def total(self) -> int:
        """Steps so far; the metres that still wait for the belt's counter count for nothing yet."""
        return self.belt + round(self.estimated)

    @property
    def source(self) -> StepSource:
        """The source of most of the steps."""
        if self.total == 0:
            return StepSource.NONE
        return StepSource.BELT if self.belt >= self.estimated else StepSource.ESTIMATE

    def add(self, distance_m: float, belt_steps: int | None, estimated: float) -> None:
        """Count a stretch of metres: by the belt where its counter rises (None: it has none), else by the estimate.

        A counter that rises again after the estimate has stepped in is a baseline: it may catch up on those very metres.
        """
        if belt_steps is None:
            self.estimated += self.awaited + estimated
            self.awaited = 0.0
        elif belt_steps > 0:
            if self.silent_m > TRUST_M:
                self.estimated += estimated
            else:
                self.belt += belt_steps
            self.awaited = self.silent_m = 0.0
        elif distance_m > 0:
            self.silent_m += distance_m
            self.awaited += estimated
            if self.silent_m > TRUST_M:
                self.estimated += self.awaited
                self.awaited = 0.0

    def settle(self) -> None:
        """Close the segment: metres that the belt's counter never answered for are estimated if it never spoke at all."""
        if self.belt == 0:
            self.estimated += self.awaited
        self.awaited = 0.0

    def merge(self, other: StepCount) -> None:
        """Take in the steps of a segment that turned out to be part of this one."""
        self.belt += other.belt
        self.estimated += other.estimated
        self.awaited += other.awaited
        self.silent_m = other.silent_m


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
