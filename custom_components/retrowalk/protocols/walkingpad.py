"""The status of a WalkingPad with KingSmith's WiLink protocol (service FE00, notifications of FE01).

Layout as read by ph4-walkingpad, checked against frames of real pads: 20 bytes, `f8 a2` in front, three
big-endian counters, the sum of bytes 1 to 17 before the closing `fd`.
"""

from enum import IntEnum
from typing import Final, NamedTuple

_START: Final = b"\xf8\xa2"
_END: Final = 0xFD
_LENGTH: Final = 20


class WalkingPadState(IntEnum):
    """What the pad's belt does."""

    STOPPED = 0
    ACTIVE = 1
    STANDBY = 5
    STARTING = 9


class WalkingPadMode(IntEnum):
    """Who sets the pad's speed."""

    AUTOMATIC = 0
    MANUAL = 1
    STANDBY = 2


class WalkingPadStatus(NamedTuple):
    """What one status frame says; a state or mode without a name is the bare code."""

    state: WalkingPadState | int
    speed_kmh: float
    mode: WalkingPadMode | int
    elapsed_s: int
    distance_m: int
    steps: int


def parse_status(frame: bytes | bytearray) -> WalkingPadStatus | None:
    """Return what a status frame says; None for any other frame, or one whose checksum is wrong."""
    if (
        len(frame) < _LENGTH
        or frame[:2] != _START
        or frame[19] != _END
        or sum(frame[1:18]) & 0xFF != frame[18]
    ):
        return None
    state, mode = frame[2], frame[4]
    return WalkingPadStatus(
        state=WalkingPadState(state) if state in WalkingPadState else state,
        speed_kmh=frame[3] / 10,
        mode=WalkingPadMode(mode) if mode in WalkingPadMode else mode,
        elapsed_s=int.from_bytes(frame[5:8]),
        distance_m=int.from_bytes(frame[8:11]) * 10,
        steps=int.from_bytes(frame[11:14]),
    )
