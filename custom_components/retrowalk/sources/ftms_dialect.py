"""Treadmills with the Fitness Machine Service."""

from collections.abc import Callable, Mapping
from time import monotonic
from typing import ClassVar, Final, override

from ..protocols.ftms import (
    CONTROL_POINT,
    FEATURE,
    MACHINE_STATUS,
    SPEED_RANGE,
    TRAINING_STATUS,
    TREADMILL_DATA,
    TreadmillData,
    parse_feature,
    parse_machine_status,
    parse_speed_range,
    parse_treadmill_data,
    with_speed_all_the_same,
)
from ..protocols.rsc import RSC_MEASUREMENT, parse_rsc
from .belt_dialect import Aside, Dialect, Hearer
from .belt_reading import belt_signal
from .pod_dialect import CadenceSteps

_STALE_STATUS_S: Final = 1.0
"""Some belts repeat an old Machine Status when it is subscribed to; it comes within this time, and is the first."""

_ENOUGH_UNENDED: Final = 5
"""A belt that splits its records ends one of so many."""


class FtmsDialect(Dialect):
    """Treadmill Data, with Machine Status and Training Status beside it, and the cadence of belts that tell it apart."""

    figures: ClassVar = TREADMILL_DATA
    figures_name: ClassVar = "2acd"
    control: ClassVar = CONTROL_POINT

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self._status_since_s: float | None = None
        self._unended = 0
        self._cadence_steps = CadenceSteps()

    @override
    def begin(self) -> None:
        self._unended = 0
        self._cadence_steps.begin()

    @property
    @override
    def read(self) -> Callable[[bytes], TreadmillData | None]:
        return parse_treadmill_data

    @property
    @override
    def readable(self) -> Mapping[str, Callable[[bytes], None]]:
        return {FEATURE: self._learn_feature, SPEED_RANGE: self._learn_speed_range}

    @property
    @override
    def asides(self) -> tuple[Aside, ...]:
        return (
            Aside(
                MACHINE_STATUS,
                self._hear_machine_status,
                self._expect_old_status,
            ),
            Aside(TRAINING_STATUS, self._hear_training_status),
            Aside(RSC_MEASUREMENT, self._hear_cadence),
        )

    @override
    def reconsider(
        self, frame: bytes, record: TreadmillData, *, speed_known: bool
    ) -> TreadmillData:
        """A belt that never ends a record, and always sends two bytes more than announced, sends its speed in front."""
        told = with_speed_all_the_same(frame)
        if told is None or (speed_known and self._unended < _ENOUGH_UNENDED):
            self._unended = 0
            return record
        self._unended += 1
        return record if self._unended < _ENOUGH_UNENDED else told

    def _learn_feature(self, value: bytes) -> None:
        self.feature = parse_feature(value) or self.feature

    def _learn_speed_range(self, value: bytes) -> None:
        self.speed_range = parse_speed_range(value) or self.speed_range

    def _expect_old_status(self) -> None:
        self._status_since_s = monotonic()

    def _hear_machine_status(self, feed: Hearer, frame: bytes) -> None:
        feed.async_keep("2ada", frame)
        since_s, self._status_since_s = self._status_since_s, None
        if since_s is not None and monotonic() - since_s < _STALE_STATUS_S:
            return
        if (signal := belt_signal(parse_machine_status(frame))) is not None:
            feed.async_take_signal(signal)
        feed.async_tell()

    def _hear_training_status(self, feed: Hearer, frame: bytes) -> None:
        """Kept, and no more, since belts disagree on what it means."""
        feed.async_keep("2ad3", frame)

    def _hear_cadence(self, feed: Hearer, frame: bytes) -> None:
        """Belts that have no room for steps in their records tell a cadence beside them."""
        cadence = parse_rsc(frame).cadence
        if cadence is not None:
            feed.async_take_steps(self._cadence_steps.add(cadence, monotonic()))
