"""An encoder of Treadmill Data frames, written from the specification and independent of the parser."""

from collections.abc import Mapping
from typing import NamedTuple

STEPS = 13
PACE = 5
AVERAGE_PACE = 6


class Number(NamedTuple):
    """A number of a frame: its flag, its name, its bytes, its decimal places, what stands for "not available"."""

    flag: int
    name: str
    size: int
    decimals: int = 0
    signed: bool = False
    missing: tuple[int, ...] = ()


NUMBERS = (
    Number(0, "speed_kmh", 2, 2),
    Number(1, "average_speed_kmh", 2, 2),
    Number(2, "distance_m", 3),
    Number(3, "inclination_percent", 2, 1, signed=True, missing=(0x7FFF,)),
    Number(3, "ramp_angle_deg", 2, 1, signed=True, missing=(0x7FFF,)),
    Number(4, "elevation_gain_m", 2, 1, missing=(0xFFFF, 0x7FFF)),
    Number(4, "elevation_loss_m", 2, 1, missing=(0xFFFF, 0x7FFF)),
    Number(PACE, "pace_s_per_km", 2),
    Number(AVERAGE_PACE, "average_pace_s_per_km", 2),
    Number(7, "energy_kcal", 2, missing=(0xFFFF,)),
    Number(7, "energy_kcal_per_hour", 2, missing=(0xFFFF,)),
    Number(7, "energy_kcal_per_minute", 1, missing=(0xFF,)),
    Number(8, "heart_rate_bpm", 1),
    Number(9, "metabolic_equivalent", 1, 1),
    Number(10, "elapsed_s", 2),
    Number(11, "remaining_s", 2),
    Number(12, "force_n", 2, signed=True, missing=(0x7FFF,)),
    Number(12, "power_w", 2, signed=True, missing=(0x7FFF,)),
    Number(STEPS, "steps", 2),
)


def has(flags: int, number: Number) -> bool:
    """Return whether the flags announce the number; speed is there when its bit is not set."""
    return bool(flags & 1 << number.flag) != (number.flag == 0)


def encode(
    flags: int, raw: Mapping[str, int], *, pace_bytes: int = 2, steps_bytes: int = 2
) -> bytes:
    """Return a frame with these flags and raw numbers (0 where none is given)."""
    sizes = {PACE: pace_bytes, AVERAGE_PACE: pace_bytes, STEPS: steps_bytes}
    frame = flags.to_bytes(2, "little")
    for number in NUMBERS:
        if has(flags, number):
            size = sizes.get(number.flag, number.size)
            frame += raw.get(number.name, 0).to_bytes(
                size, "little", signed=number.signed
            )
    return frame


def expected(number: Number, raw: int, *, pace_bytes: int = 2) -> float | None:
    """Return what a raw number means, in the unit of its name."""
    if number.flag in {PACE, AVERAGE_PACE}:
        if raw in {0, 0xFF if pace_bytes == 1 else 0xFFFF}:
            return None
        return 60 / (raw * 0.1) if pace_bytes == 1 else raw / 500 * 1000
    if raw in number.missing:
        return None
    return round(raw / (1, 10, 100)[number.decimals], number.decimals)
