"""What is said between a WalkingPad and its partner in KingSmith's WiLink protocol (service FE00).

Layouts as read by ph4-walkingpad, checked against frames of real pads. A status is 20 bytes, `f8 a2` in front, three
big-endian counters, the sum of bytes 1 to 17 before the closing `fd`. Commands begin with `f7`, and end with their sum
and `fd` too. A pad speaks (on FE01) only when it is asked (on FE02).
"""

from enum import IntEnum
from typing import Final, NamedTuple

PAD_SERVICE: Final = "0000fe00-0000-1000-8000-00805f9b34fb"
PAD_STATUS: Final = "0000fe01-0000-1000-8000-00805f9b34fb"
PAD_COMMAND: Final = "0000fe02-0000-1000-8000-00805f9b34fb"

COMMAND_PAUSE_S: Final = 0.69
"""A pad misses a command that follows another in less time."""

_COMMAND: Final = 0xF7
_START: Final = b"\xf8\xa2"
_END: Final = 0xFD
_LENGTH: Final = 20


def _command(*body: int) -> bytes:
    """Return a command with its checksum."""
    return bytes((_COMMAND, *body, sum(body) & 0xFF, _END))


ASK_STATUS: Final = _command(0xA2, 0x00, 0x00)
ASK_PROFILE: Final = _command(0xA5, 0x60, 0x4A, 0x4D, 0x93, 0x71, 0x29)
"""What KingSmith's app asks first; some pads answer nothing before that."""
STOP_PAD: Final = _command(0xA2, 0x01, 0x00)
"""Speed nought, which a pad obeys that is steered by hand; it gives no answer."""


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


def is_status(frame: bytes | bytearray) -> bool:
    """Return whether a frame is meant to be a status, whether or not it came through unharmed."""
    return frame[:2] == _START
