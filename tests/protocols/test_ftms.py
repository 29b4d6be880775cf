"""Treadmill Data frames of real belts, of every flag, and of no belt at all."""

import json
from pathlib import Path
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.protocols.ftms import (
    TreadmillData,
    parse_treadmill_data,
    with_speed_all_the_same,
)

from .treadmill_frames import (
    AVERAGE_PACE,
    NUMBERS,
    PACE,
    STEPS,
    Number,
    encode,
    expected,
    has,
)

FRAMES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "frames.json").read_text()
)
FIGURES = [
    name for name in TreadmillData._fields if name not in {"more_data", "truncated"}
]
PACE_FLAGS = 1 << PACE | 1 << AVERAGE_PACE
DISTINCT = {number.name: index + 1 for index, number in enumerate(NUMBERS)}


def raw_numbers(number: Number, size: int) -> st.SearchStrategy[int]:
    """Return all raw values that fit a number of this size."""
    bits = 8 * size
    return (
        st.integers(-(1 << bits - 1), (1 << bits - 1) - 1)
        if number.signed
        else st.integers(0, (1 << bits) - 1)
    )


flag_values = st.integers(0, 0xFFFF)
one_byte_paces = st.fixed_dictionaries(
    {
        number.name: raw_numbers(
            number, 1 if 1 << number.flag & PACE_FLAGS else number.size
        )
        for number in NUMBERS
    }
)
two_byte_paces = st.fixed_dictionaries(
    {number.name: raw_numbers(number, number.size) for number in NUMBERS}
)


def assert_reads(
    reading: TreadmillData, flags: int, raw: dict[str, int], pace_bytes: int = 2
) -> None:
    """Check every figure of a reading against the raw numbers it was made from."""
    for number in NUMBERS:
        figure = getattr(reading, number.name)
        meant = (
            expected(number, raw[number.name], pace_bytes=pace_bytes)
            if has(flags, number)
            else None
        )
        assert figure == (None if meant is None else pytest.approx(meant)), (
            hex(flags),
            number.name,
        )
    assert reading.more_data is bool(flags & 1)
    assert not reading.truncated


@pytest.mark.parametrize("frame", FRAMES, ids=[frame["name"] for frame in FRAMES])
def test_a_known_frame_reads_as_it_was_decoded(frame: dict[str, Any]) -> None:
    """Real and synthetic frames give the recorded figures exactly, and none beside them."""
    reading = parse_treadmill_data(bytes.fromhex(frame["hex"]))
    assert (
        reading._asdict()
        == TreadmillData(**frame["expect"], more_data=reading.more_data)._asdict()
    )


@pytest.mark.parametrize("frame", FRAMES, ids=[frame["name"] for frame in FRAMES])
def test_a_frame_cut_anywhere_gives_what_is_whole(frame: dict[str, Any]) -> None:
    """Each prefix is marked as truncated or says the same as the whole, and never says anything else."""
    whole = parse_treadmill_data(bytes.fromhex(frame["hex"]))
    for length in range(len(frame["hex"]) // 2):
        reading = parse_treadmill_data(bytes.fromhex(frame["hex"])[:length])
        assert reading.truncated or reading == whole
        assert all(
            getattr(reading, name) in {None, getattr(whole, name)} for name in FIGURES
        )


@given(
    flags=flag_values.filter(lambda flags: not flags & PACE_FLAGS),
    raw=two_byte_paces,
    cut=st.integers(1, 40),
)
def test_any_frame_cut_anywhere_gives_what_is_whole(
    flags: int, raw: dict[str, int], cut: int
) -> None:
    """A frame of any flags loses figures by a cut, and changes none."""
    frame = encode(flags, raw)
    whole, reading = parse_treadmill_data(frame), parse_treadmill_data(frame[:-cut])
    assert reading.truncated or len(frame) == 2
    assert all(
        getattr(reading, name) in {None, getattr(whole, name)} for name in FIGURES
    )


@given(st.binary(max_size=64))
def test_any_bytes_are_read_without_an_error(frame: bytes) -> None:
    """Nothing that a radio can deliver raises, as bytes or as a bytearray."""
    assert parse_treadmill_data(frame) == parse_treadmill_data(bytearray(frame))


@pytest.mark.parametrize("frame", [b"", b"\x00"])
def test_a_frame_without_whole_flags_says_nothing(frame: bytes) -> None:
    """An empty or one-byte frame is truncated and holds no figure."""
    assert parse_treadmill_data(frame) == TreadmillData(truncated=True)


@pytest.mark.parametrize("pace_bytes", [1, 2])
def test_every_combination_of_flags_puts_every_figure_in_its_place(
    pace_bytes: int,
) -> None:
    """All 16 384 combinations of the flags in use, each figure distinct, give back what was put in."""
    meant = {
        number.name: expected(number, DISTINCT[number.name], pace_bytes=pace_bytes)
        for number in NUMBERS
    }
    for flags in range(1 << STEPS + 1):
        reading = parse_treadmill_data(encode(flags, DISTINCT, pace_bytes=pace_bytes))
        figures = {
            number.name: meant[number.name] if has(flags, number) else None
            for number in NUMBERS
        }
        assert reading[:-2] == pytest.approx(
            tuple(figures[name] for name in FIGURES)
        ), hex(flags)
        assert reading[-2:] == (bool(flags & 1), False), hex(flags)


@given(flags=flag_values, raw=two_byte_paces)
def test_todays_frames_give_back_what_was_put_in(
    flags: int, raw: dict[str, int]
) -> None:
    """Any flags, reserved ones too, with any numbers and two-byte paces."""
    assert_reads(parse_treadmill_data(encode(flags, raw)), flags, raw)


@given(flags=flag_values, raw=one_byte_paces)
def test_frames_of_2017_give_back_what_was_put_in(
    flags: int, raw: dict[str, int]
) -> None:
    """Any flags, reserved ones too, with any numbers and one-byte paces, told by the length alone."""
    assert_reads(
        parse_treadmill_data(encode(flags, raw, pace_bytes=1)), flags, raw, pace_bytes=1
    )


@given(
    flags=flag_values.map(lambda flags: flags | 1 << STEPS),
    raw=two_byte_paces,
    steps=st.integers(0, 0xFFFFFF),
)
def test_three_bytes_of_steps_count_beyond_65535(
    flags: int, raw: dict[str, int], steps: int
) -> None:
    """A step counter of three bytes is read whole."""
    raw = {**raw, "steps": steps}
    assert_reads(parse_treadmill_data(encode(flags, raw, steps_bytes=3)), flags, raw)


@pytest.mark.parametrize("tail", [b"", b"\x07"])
def test_announced_steps_that_do_not_come_are_truncated(tail: bytes) -> None:
    """A belt that announces steps and sends fewer than two bytes of them keeps its other figures."""
    reading = parse_treadmill_data(bytes.fromhex("0024fa000200") + tail)
    assert reading == TreadmillData(
        speed_kmh=2.5, elapsed_s=2, steps=None, truncated=True
    )


def test_a_citysports_belt_counts_steps_in_three_bytes() -> None:
    """A CITYSPORTS frame of 17 bytes, as described by hughesjs/FitnessMachine."""
    reading = parse_treadmill_data(bytes.fromhex("8424c8006400000500ffffff3c00780000"))
    assert (reading.distance_m, reading.elapsed_s, reading.steps) == (100, 60, 120)
    assert (
        reading.energy_kcal,
        reading.energy_kcal_per_hour,
        reading.energy_kcal_per_minute,
    ) == (5, None, None)


@given(
    flags=flag_values.filter(lambda flags: not flags & PACE_FLAGS),
    raw=two_byte_paces,
    padding=st.integers(1, 20),
)
def test_padding_changes_nothing(flags: int, raw: dict[str, int], padding: int) -> None:
    """Zeros behind a frame are ignored."""
    assert_reads(parse_treadmill_data(encode(flags, raw) + bytes(padding)), flags, raw)


@given(raw=two_byte_paces, tail=st.binary(max_size=20))
def test_a_vendors_tail_changes_nothing(raw: dict[str, int], tail: bytes) -> None:
    """Whatever follows the last announced figure is ignored."""
    flags = 0x1FFE & ~PACE_FLAGS
    assert_reads(parse_treadmill_data(encode(flags, raw) + tail), flags, raw)


@pytest.mark.parametrize("reserved", [0x4000, 0x8000, 0xC000])
def test_reserved_flags_shift_nothing(reserved: int) -> None:
    """Bits 14 and 15 announce nothing."""
    assert parse_treadmill_data(
        encode(0x1F9E | reserved, DISTINCT)
    ) == parse_treadmill_data(encode(0x1F9E, DISTINCT))


@pytest.mark.parametrize(
    ("frame", "pace_s_per_km"),
    [
        ("2000fa0004", 150),
        ("2000fa00d002", 1440),
        ("2000fa0000", None),
        ("2000fa000000", None),
    ],
)
def test_a_pace_is_as_wide_as_the_frame_says(
    frame: str, pace_s_per_km: float | None
) -> None:
    """One byte is 0.1 km/min, two are seconds per 500 m; a belt at rest has no pace."""
    assert parse_treadmill_data(bytes.fromhex(frame)) == TreadmillData(
        speed_kmh=2.5, pace_s_per_km=pace_s_per_km
    )


@pytest.mark.parametrize("cut", range(1, 4))
def test_a_pace_of_unknown_width_hides_what_follows(cut: int) -> None:
    """Where the length fits neither width, figures in front stay and none behind are made up."""
    frame = encode(0x05E4, DISTINCT, pace_bytes=1)[:-cut]
    reading = parse_treadmill_data(frame)
    assert reading == TreadmillData(
        speed_kmh=DISTINCT["speed_kmh"] / 100,
        distance_m=DISTINCT["distance_m"],
        truncated=True,
    )


def test_a_split_record_comes_in_two_frames() -> None:
    """The early frame says that more follows and has no speed; the last one has it."""
    early, last = (
        parse_treadmill_data(bytes.fromhex("0500040302")),
        parse_treadmill_data(bytes.fromhex("0000fa00")),
    )
    assert early == TreadmillData(distance_m=131_844, more_data=True)
    assert last == TreadmillData(speed_kmh=2.5)


@pytest.mark.parametrize(
    "number",
    [number for number in NUMBERS if number.missing],
    ids=lambda number: number.name,
)
def test_a_figure_that_the_belt_does_not_have_is_none(number: Number) -> None:
    """Each sentinel of each figure reads as none."""
    for sentinel in number.missing:
        frame = encode(1 | 1 << number.flag, {number.name: sentinel})
        assert getattr(parse_treadmill_data(frame), number.name) is None


def test_no_heart_felt_stays_zero() -> None:
    """Belts send 0 where no hand is on the sensor; what that means is decided elsewhere."""
    assert parse_treadmill_data(bytes.fromhex("0001fa0000")).heart_rate_bpm == 0


def test_full_counters_are_not_taken_for_sentinels() -> None:
    """Distance and elapsed time wrap at their full range, so their last value is a value."""
    reading = parse_treadmill_data(bytes.fromhex("0504ffffffffff"))
    assert (reading.distance_m, reading.elapsed_s) == (0xFFFFFF, 0xFFFF)


LYING = bytes.fromhex("8504 2c01 0a0000 0500ffffff 2a00")
"""More Data, and a speed all the same: distance, energy and time follow at the places that a KingSmith PH4 has them."""


def test_a_speed_that_is_denied_is_read_where_only_then_the_length_fits() -> None:
    """Two bytes more than announced, which are no padding."""
    assert parse_treadmill_data(LYING) == TreadmillData(
        speed_kmh=3.0, distance_m=10, energy_kcal=5, elapsed_s=42
    )


def test_two_bytes_of_padding_are_not_taken_for_a_speed() -> None:
    """Zeros may be either, so the frame is read by the book; whoever knows the belt better can ask for the other."""
    frame = LYING[:2] + LYING[4:] + bytes(2)
    assert parse_treadmill_data(frame) == TreadmillData(
        distance_m=10, energy_kcal=5, elapsed_s=42, more_data=True
    )
    told = with_speed_all_the_same(frame)
    assert told is not None
    assert told.speed_kmh is not None


@pytest.mark.parametrize("frame", ["", "01", "0400fa00000000", "0500040302"])
def test_a_frame_that_fits_has_no_other_reading(frame: str) -> None:
    """Proper frames, with and without More Data, and those that are no frames."""
    assert with_speed_all_the_same(bytes.fromhex(frame)) is None


@given(st.binary(max_size=32))
def test_any_bytes_have_another_reading_or_none(frame: bytes) -> None:
    """Nothing raises; another reading always has a speed and an end."""
    told = with_speed_all_the_same(frame)
    assert told is None or (told.speed_kmh is not None and not told.more_data)
