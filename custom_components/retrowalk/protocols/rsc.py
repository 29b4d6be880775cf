"""RSC Measurement (0x2A53) of the Bluetooth Running Speed and Cadence Service: what foot pods say.

Layout follows the Bluetooth SIG's RSCS 1.0: a byte of flags, speed in 1/256 m/s, cadence in steps a minute, then, where
the flags announce them, the length of a stride in centimetres and the total distance in decimetres.
"""

from struct import Struct
from typing import Final, NamedTuple

RSC_SERVICE: Final = "00001814-0000-1000-8000-00805f9b34fb"
RSC_MEASUREMENT: Final = "00002a53-0000-1000-8000-00805f9b34fb"

_HAS_STRIDE: Final = 1 << 0
_HAS_DISTANCE: Final = 1 << 1
_RUNS: Final = 1 << 2
_WORD: Final = Struct("<H")
_LONG: Final = Struct("<I")


class RscMeasurement(NamedTuple):
    """What one RSC Measurement says; None is absent from the frame. A frame that ends early is truncated."""

    speed_mps: float | None = None
    cadence: int | None = None
    """Steps a minute; of one foot only, from some."""
    stride_length_m: float | None = None
    distance_m: float | None = None
    runs: bool = False
    """Whether the device takes it for running rather than walking."""
    truncated: bool = False


def parse_rsc(frame: bytes | bytearray) -> RscMeasurement:
    """Return what an RSC Measurement says, whatever its bytes; bytes behind what is announced are ignored."""
    flags = frame[0] if frame else 0
    stride_at = 4
    distance_at = stride_at + 2 * bool(flags & _HAS_STRIDE)
    end = distance_at + 4 * bool(flags & _HAS_DISTANCE)
    length = len(frame)
    has_stride = flags & _HAS_STRIDE and length >= stride_at + 2
    has_distance = flags & _HAS_DISTANCE and length >= distance_at + 4
    return RscMeasurement(
        speed_mps=_WORD.unpack_from(frame, 1)[0] / 256 if length >= 3 else None,
        cadence=frame[3] if length >= 4 else None,
        stride_length_m=(
            _WORD.unpack_from(frame, stride_at)[0] / 100 if has_stride else None
        ),
        distance_m=(
            _LONG.unpack_from(frame, distance_at)[0] / 10 if has_distance else None
        ),
        runs=bool(flags & _RUNS),
        truncated=length < end,
    )
