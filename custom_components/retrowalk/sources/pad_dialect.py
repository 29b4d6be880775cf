"""WalkingPads: they are asked, and answer with a status."""

from collections.abc import Callable
from typing import ClassVar, Final, override

from ..protocols.ftms import TreadmillData
from ..protocols.walkingpad import (
    ASK_PROFILE,
    ASK_STATUS,
    COMMAND_PAUSE_S,
    PAD_COMMAND,
    PAD_STATUS,
    WalkingPadState,
    is_status,
    parse_status,
)
from ..walking.model import BeltSignal
from .belt_dialect import Dialect, Poll
from .belt_reading import BeltReading

_HALTED: Final = {WalkingPadState.STOPPED, WalkingPadState.STANDBY}


class PadDialect(Dialect):
    """KingSmith's WiLink protocol."""

    figures: ClassVar = PAD_STATUS
    figures_name: ClassVar = "fe01"
    metres_step: ClassVar = 10.0
    poll: ClassVar = Poll(PAD_COMMAND, ASK_STATUS, COMMAND_PAUSE_S, ASK_PROFILE)
    control: ClassVar = PAD_COMMAND

    def __init__(self) -> None:
        """Begin without knowing what the pad does."""
        self._state: int | None = None
        self._signal: BeltSignal | None = None

    @override
    def begin(self) -> None:
        self._state = self._signal = None

    @property
    @override
    def read(self) -> Callable[[bytes], TreadmillData | None]:
        return self._read

    def _read(self, frame: bytes) -> TreadmillData | None:
        status = parse_status(frame)
        if status is None:
            return None
        self._signal = _signal(self._state, status.state)
        self._state = status.state
        return TreadmillData(
            speed_kmh=status.speed_kmh,
            distance_m=status.distance_m,
            steps=status.steps,
            elapsed_s=status.elapsed_s,
        )

    @property
    @override
    def complete(self) -> Callable[[BeltReading], BeltReading]:
        return self._complete

    def _complete(self, reading: BeltReading) -> BeltReading:
        signal = self.take_signal()
        return reading if signal is None else reading._replace(signal=signal)

    def take_signal(self) -> BeltSignal | None:
        """What the last status says of the pad's run; told once."""
        signal, self._signal = self._signal, None
        return signal

    @override
    def is_garbled(self, frame: bytes) -> bool:
        return is_status(frame)


def _signal(before: int | None, now: int) -> BeltSignal | None:
    """What a change of state means; a stop may be a pause, and is one until the pad goes into standby."""
    if before is None or before == now:
        return None
    if now == WalkingPadState.ACTIVE:
        return BeltSignal.STARTED
    if now == WalkingPadState.STANDBY:
        return BeltSignal.STOPPED
    if now == WalkingPadState.STOPPED and before not in _HALTED:
        return BeltSignal.PAUSED
    return None
