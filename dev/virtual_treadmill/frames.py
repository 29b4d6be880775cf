"""The bytes a belt sends, written from the Fitness Machine Service 1.0 and apart from RetroWalk's own reading of it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import IntEnum

from .options import Field, MachineKind
from .quirks import Quirk

DISTANCE_RANGE = 1 << 24
ELAPSED_RANGE = 1 << 16
DISPLAY_RANGE = 100 * 60
PADDED_TO = 30

_MORE_DATA = 0x0001
_VENDOR_STEPS = 0x2000


class Status(IntEnum):
    """Op codes of Machine Status 0x2ADA (FTMS 1.0 §4.17)."""

    RESET = 0x01
    STOPPED_OR_PAUSED = 0x02
    SAFETY_KEY = 0x03
    STARTED_OR_RESUMED = 0x04
    TARGET_SPEED = 0x05


class Training(IntEnum):
    """Codes of Training Status 0x2AD3 (FTMS 1.0 §4.10)."""

    OTHER = 0x00
    IDLE = 0x01
    MANUAL = 0x0D


@dataclass(frozen=True, kw_only=True, slots=True)
class Readout:
    """What the belt's console shows at one moment; counters already within their ranges."""

    speed_kmh: float
    average_speed_kmh: float
    distance_m: int
    inclination_percent: float
    elevation_m: float
    energy_kcal: int
    energy_per_hour_kcal: int
    heart_rate_bpm: int
    elapsed_s: int
    steps: int


def u16(value: float) -> bytes:
    """Return two bytes, little endian; negative numbers as two's complement, too large ones wrapped."""
    return (round(value) & 0xFFFF).to_bytes(2, "little")


def u24(value: float) -> bytes:
    """Return three bytes, little endian, wrapped at 16 777 216."""
    return (round(value) & 0xFFFFFF).to_bytes(3, "little")


_LAYOUT: tuple[tuple[Field, int, Callable[[Readout], bytes]], ...] = (
    (Field.AVERAGE_SPEED, 1 << 1, lambda shown: u16(shown.average_speed_kmh * 100)),
    (Field.DISTANCE, 1 << 2, lambda shown: u24(shown.distance_m)),
    (
        Field.INCLINATION,
        1 << 3,
        lambda shown: u16(shown.inclination_percent * 10) + u16(0),
    ),
    (Field.ELEVATION, 1 << 4, lambda shown: u16(shown.elevation_m * 10) + u16(0)),
    (
        Field.ENERGY,
        1 << 7,
        lambda shown: (
            u16(shown.energy_kcal)
            + u16(shown.energy_per_hour_kcal)
            + bytes([min(shown.energy_per_hour_kcal // 60, 254)])
        ),
    ),
    (Field.HEART_RATE, 1 << 8, lambda shown: bytes([shown.heart_rate_bpm & 0xFF])),
    (Field.ELAPSED, 1 << 10, lambda shown: u16(shown.elapsed_s)),
)

_FEATURE_BITS = {
    Field.AVERAGE_SPEED: 1 << 0,
    Field.DISTANCE: 1 << 2,
    Field.INCLINATION: 1 << 3,
    Field.ELEVATION: 1 << 4,
    Field.ENERGY: 1 << 9,
    Field.HEART_RATE: 1 << 10,
    Field.ELAPSED: 1 << 12,
}


def _record(
    shown: Readout,
    fields: Collection[Field],
    *,
    with_speed: bool = True,
    step_bytes: int = 0,
    quirks: Quirk = Quirk.NONE,
) -> bytes:
    """Return one Treadmill Data packet with these fields, and steps behind them where `step_bytes` is not 0."""
    flags = 0 if with_speed and not quirks & Quirk.LYING_MORE_DATA else _MORE_DATA
    body = u16(shown.speed_kmh * 100) if with_speed else b""
    for field, bit, encode in _LAYOUT:
        if field in fields:
            flags |= bit
            body += encode(shown)
    if step_bytes:
        flags |= _VENDOR_STEPS
        if not quirks & Quirk.STEPS_MISSING:
            body += u24(shown.steps)[:step_bytes]
    return u16(flags) + body


def treadmill_data(
    shown: Readout,
    fields: Collection[Field],
    *,
    step_bytes: int,
    quirks: Quirk,
    number: int,
) -> list[bytes]:
    """Return the packets of record `number` of 0x2ACD: one, or two where records are split."""
    if quirks & Quirk.SPLIT_RECORDS:
        early = {
            Field.AVERAGE_SPEED,
            Field.DISTANCE,
            Field.INCLINATION,
            Field.ELEVATION,
        }.intersection(fields)
        packets = [
            _record(shown, early, with_speed=False),
            _record(shown, set(fields) - early, step_bytes=step_bytes),
        ]
    elif quirks & Quirk.ROTATING_FIELDS:
        turn = [field for field in Field if field in fields]
        place = number % (len(turn) + 1)
        last = place == len(turn)
        packets = [
            _record(shown, turn[place : place + 1], step_bytes=step_bytes * last)
        ]
    else:
        packets = [_record(shown, fields, step_bytes=step_bytes, quirks=quirks)]
    if quirks & Quirk.PADDED_FRAMES:
        packets = [packet.ljust(PADDED_TO, b"\0") for packet in packets]
    return packets


def feature(fields: Collection[Field], *, lying: bool) -> bytes:
    """Return Feature 0x2ACC (two u32); a lying one claims cadence and step count, and denies distance."""
    if lying:
        machine = 1 << 1 | 1 << 6 | 1 << 10
    else:
        machine = sum(_FEATURE_BITS[field] for field in fields)
    return machine.to_bytes(4, "little") + (1).to_bytes(4, "little")


def speed_range(minimum_kmh: float, maximum_kmh: float, increment_kmh: float) -> bytes:
    """Return Supported Speed Range 0x2AD4."""
    return b"".join(u16(kmh * 100) for kmh in (minimum_kmh, maximum_kmh, increment_kmh))


def training_status(status: Training) -> bytes:
    """Return Training Status 0x2AD3 without a text."""
    return bytes([0, status])


def service_data(kind: MachineKind, *, available: bool) -> bytes:
    """Return the service data of 0x1826: a flags byte, and the kind of machine as u16."""
    return bytes([available]) + u16(kind.bit)
