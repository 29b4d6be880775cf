"""Treadmill Data (0x2ACD) of the Bluetooth Fitness Machine Service, and the door to its other characteristics.

Units, sizes and sentinels follow the Bluetooth SIG's FTMS 1.0. What belts do beside it: a step counter behind the
reserved bit 13, frames that are cut at 20 bytes, and frames that are padded. Some KingSmith belts (PH4) set the More
Data bit and send the speed all the same; their frames are told from proper ones by two bytes more than announced.
"""

from collections.abc import Callable
from functools import lru_cache
from struct import Struct, calcsize
from typing import Any, Final, NamedTuple

from .ftms_status import (
    PAUSE,
    REQUEST_CONTROL,
    STOP,
    ControlResponse,
    ControlResult,
    FeatureData,
    MachineFeature,
    MachineStatus,
    MachineStatusData,
    MachineType,
    ServiceData,
    SpeedRange,
    TargetFeature,
    TrainingStatus,
    TrainingStatusData,
    parse_control_response,
    parse_feature,
    parse_machine_status,
    parse_service_data,
    parse_speed_range,
    parse_training_status,
)

__all__ = [
    "CONTROL_POINT",
    "FEATURE",
    "FTMS_SERVICE",
    "MACHINE_STATUS",
    "PAUSE",
    "REQUEST_CONTROL",
    "SPEED_RANGE",
    "STOP",
    "TRAINING_STATUS",
    "TREADMILL_DATA",
    "ControlResponse",
    "ControlResult",
    "FeatureData",
    "MachineFeature",
    "MachineStatus",
    "MachineStatusData",
    "MachineType",
    "ServiceData",
    "SpeedRange",
    "TargetFeature",
    "TrainingStatus",
    "TrainingStatusData",
    "TreadmillData",
    "parse_control_response",
    "parse_feature",
    "parse_machine_status",
    "parse_service_data",
    "parse_speed_range",
    "parse_training_status",
    "parse_treadmill_data",
    "with_speed_all_the_same",
]

FTMS_SERVICE: Final = "00001826-0000-1000-8000-00805f9b34fb"
FEATURE: Final = "00002acc-0000-1000-8000-00805f9b34fb"
TREADMILL_DATA: Final = "00002acd-0000-1000-8000-00805f9b34fb"
TRAINING_STATUS: Final = "00002ad3-0000-1000-8000-00805f9b34fb"
SPEED_RANGE: Final = "00002ad4-0000-1000-8000-00805f9b34fb"
CONTROL_POINT: Final = "00002ad9-0000-1000-8000-00805f9b34fb"
MACHINE_STATUS: Final = "00002ada-0000-1000-8000-00805f9b34fb"

_MORE_DATA: Final = 1 << 0
_PACE_BITS: Final = (5, 6)
_STEPS_BIT: Final = 13


class TreadmillData(NamedTuple):
    """What one Treadmill Data frame says; None is absent from the frame, or not available to the belt."""

    speed_kmh: float | None = None
    average_speed_kmh: float | None = None
    distance_m: int | None = None
    inclination_percent: float | None = None
    ramp_angle_deg: float | None = None
    elevation_gain_m: float | None = None
    elevation_loss_m: float | None = None
    pace_s_per_km: float | None = None
    average_pace_s_per_km: float | None = None
    energy_kcal: int | None = None
    energy_kcal_per_hour: int | None = None
    energy_kcal_per_minute: int | None = None
    heart_rate_bpm: int | None = None
    metabolic_equivalent: float | None = None
    elapsed_s: int | None = None
    remaining_s: int | None = None
    force_n: int | None = None
    power_w: int | None = None
    steps: int | None = None
    more_data: bool = False
    truncated: bool = False


def _unsigned(raw: bytes) -> int:
    """Return the little-endian number that the bytes spell."""
    return int.from_bytes(raw, "little")


def _hundredths(raw: int) -> float:
    """Return a speed, sent in 0.01 km/h."""
    return raw / 100


def _tenths(raw: int) -> float:
    """Return a metabolic equivalent, sent in 0.1."""
    return raw / 10


def _angle(raw: int) -> float | None:
    """Return an inclination in percent or an angle in degrees, sent in tenths."""
    return None if raw == 0x7FFF else raw / 10


def _elevation(raw: int) -> float | None:
    """Return an elevation in metres, sent in tenths; LifeFitness marks "not available" with 0x7FFF."""
    return None if raw in {0xFFFF, 0x7FFF} else raw / 10


def _energy(raw: int) -> int | None:
    """Return kilocalories, in all or per hour."""
    return None if raw == 0xFFFF else raw


def _energy_per_minute(raw: int) -> int | None:
    """Return kilocalories per minute."""
    return None if raw == 0xFF else raw


def _force_or_power(raw: int) -> int | None:
    """Return newtons or watts."""
    return None if raw == 0x7FFF else raw


def _narrow_pace(raw: int) -> float | None:
    """Return seconds per kilometre from 0.1 km/min; a belt at rest has no pace."""
    return None if raw in {0, 0xFF} else 600 / raw


def _wide_pace(raw: int) -> float | None:
    """Return seconds per kilometre from seconds per 500 m; a belt at rest has no pace."""
    return None if raw in {0, 0xFFFF} else raw * 2.0


class _Field(NamedTuple):
    """One number of a frame: the flag that announces it, its struct code, and how to read it (None: as it is)."""

    bit: int
    name: str
    code: str
    read: Callable[[Any], float | None] | None = None


_FIELDS: Final = (
    _Field(0, "speed_kmh", "H", _hundredths),
    _Field(1, "average_speed_kmh", "H", _hundredths),
    _Field(2, "distance_m", "3s", _unsigned),
    _Field(3, "inclination_percent", "h", _angle),
    _Field(3, "ramp_angle_deg", "h", _angle),
    _Field(4, "elevation_gain_m", "H", _elevation),
    _Field(4, "elevation_loss_m", "H", _elevation),
    _Field(5, "pace_s_per_km", "H", _wide_pace),
    _Field(6, "average_pace_s_per_km", "H", _wide_pace),
    _Field(7, "energy_kcal", "H", _energy),
    _Field(7, "energy_kcal_per_hour", "H", _energy),
    _Field(7, "energy_kcal_per_minute", "B", _energy_per_minute),
    _Field(8, "heart_rate_bpm", "B"),
    _Field(9, "metabolic_equivalent", "B", _tenths),
    _Field(10, "elapsed_s", "H"),
    _Field(11, "remaining_s", "H"),
    _Field(12, "force_n", "h", _force_or_power),
    _Field(12, "power_w", "h", _force_or_power),
)
_SHORT_STEPS: Final = _Field(_STEPS_BIT, "steps", "H")
_LONG_STEPS: Final = _Field(_STEPS_BIT, "steps", "3s", _unsigned)


class _Layout(NamedTuple):
    """How to read all frames of one flags value and length: the numbers, whose they are, and the fields without them."""

    numbers: Struct
    readers: tuple[tuple[int, Callable[[Any], float | None] | None], ...]
    blank: TreadmillData


def _size(fields: list[_Field]) -> int:
    """Return how many bytes the fields take."""
    return sum(calcsize(f"<{field.code}") for field in fields)


def _with_narrow_pace(fields: list[_Field]) -> list[_Field]:
    """Return the fields with paces as the 2017 specification sends them, in one byte."""
    return [
        field._replace(code="B", read=_narrow_pace)
        if field.bit in _PACE_BITS
        else field
        for field in fields
    ]


def _settle_pace(fields: list[_Field], room: int, *, has_steps: bool) -> list[_Field]:
    """Return the fields with paces as wide as the frame's length says.

    Where the length fits neither width, nothing behind the first pace can be told, and the fields end before it.
    """
    if not any(field.bit in _PACE_BITS for field in fields):
        return fields
    tails = (2, 3) if has_steps else (0,)
    if room >= _size(fields) + tails[0]:
        return fields
    narrow = _with_narrow_pace(fields)
    if room - _size(narrow) in tails:
        return narrow
    return [field for field in fields if field.bit < min(_PACE_BITS)]


def _fields_within(fields: list[_Field], room: int) -> list[_Field]:
    """Return the leading fields that fit whole into the room."""
    fitting: list[_Field] = []
    for field in fields:
        room -= _size([field])
        if room < 0:
            break
        fitting.append(field)
    return fitting


@lru_cache(maxsize=256)
def _fits(flags: int, length: int) -> bool:
    """Return whether frames with these flags have just this many bytes, with paces and steps of any width."""
    present = flags ^ _MORE_DATA
    fields = [field for field in _FIELDS if present >> field.bit & 1]
    tails = (2, 3) if flags >> _STEPS_BIT & 1 else (0,)
    return any(
        length - 2 - _size(variant) in tails
        for variant in (fields, _with_narrow_pace(fields))
    )


@lru_cache(maxsize=256)
def _fits_with_speed(flags: int, length: int) -> bool:
    """Return whether frames that deny their speed have just the bytes for it."""
    return not _fits(flags, length) and _fits(flags ^ _MORE_DATA, length)


def with_speed_all_the_same(frame: bytes) -> TreadmillData | None:
    """Return what a frame with More Data says if it has a speed nevertheless; None where it cannot have one."""
    flags = int.from_bytes(frame[:2], "little")
    if not flags & _MORE_DATA or not _fits_with_speed(flags, len(frame)):
        return None
    return parse_treadmill_data(bytes([frame[0] ^ _MORE_DATA]) + frame[1:])


@lru_cache(maxsize=256)
def _layout_of(flags: int, length: int) -> _Layout:
    """Return how frames with these flags and this many bytes are to be read."""
    room = length - 2
    present = flags ^ _MORE_DATA
    has_steps = bool(flags >> _STEPS_BIT & 1)
    announced = [field for field in _FIELDS if present >> field.bit & 1]
    fields = _settle_pace(announced, room, has_steps=has_steps)
    if has_steps and len(fields) == len(announced):
        fields = [*fields, _LONG_STEPS if room >= _size(fields) + 3 else _SHORT_STEPS]
    fitting = _fields_within(fields, room)
    return _Layout(
        numbers=Struct("<2x" + "".join(field.code for field in fitting)),
        readers=tuple(
            (TreadmillData._fields.index(field.name), field.read) for field in fitting
        ),
        blank=TreadmillData(
            more_data=bool(flags & _MORE_DATA),
            truncated=len(fitting) < len(announced) + has_steps,
        ),
    )


def parse_treadmill_data(frame: bytes | bytearray) -> TreadmillData:
    """Return what a Treadmill Data frame says, whatever its bytes.

    A frame that ends early gives the fields that are whole, and is marked as truncated; bytes behind the last field
    are ignored. Paces come in one byte (2017) or two (today), the length tells which. A speed that is denied by More
    Data is read where only then the length fits; where it ends in zeros, that may as well be padding, and is taken for it.
    """
    length = len(frame)
    if length < 2:
        return TreadmillData(truncated=True)
    flags = frame[0] | frame[1] << 8
    if flags & _MORE_DATA and _fits_with_speed(flags, length) and any(frame[-2:]):
        flags ^= _MORE_DATA
    numbers, readers, blank = _layout_of(flags, length)
    fields: list[Any] = [*blank]
    for (slot, read), raw in zip(readers, numbers.unpack_from(frame), strict=True):
        fields[slot] = raw if read is None else read(raw)
    return TreadmillData._make(fields)
