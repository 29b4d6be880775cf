"""What a belt said, from records that are split, rotate or leave things out."""

from datetime import UTC, datetime

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.protocols.ftms import (
    TreadmillData,
    parse_machine_status,
    parse_treadmill_data,
)
from custom_components.retrowalk.sources.belt_reading import (
    BeltReading,
    BeltRecords,
    belt_signal,
)
from custom_components.retrowalk.walking.model import BeltSignal

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)


def join(records: BeltRecords, *told: tuple[float, TreadmillData]) -> list[BeltReading]:
    """The readings of these records, each with the second it came at."""
    readings = (records.join(record, AT, now_s) for now_s, record in told)
    return [reading for reading in readings if reading is not None]


def test_record_in_parts_is_one_reading() -> None:
    """Parts with More Data wait for the part without."""
    (reading,) = join(
        BeltRecords("C"),
        (0.0, TreadmillData(distance_m=10, more_data=True)),
        (0.1, TreadmillData(elapsed_s=5, steps=12, more_data=True)),
        (0.2, TreadmillData(speed_kmh=2.5)),
    )
    assert reading == BeltReading(AT, "C:1", 2.5, 10, 12, 5, None, None)


def test_part_that_comes_again_is_a_reading_of_its_own() -> None:
    """A belt that never ends its records is heard all the same."""
    readings = join(
        BeltRecords("C"),
        *(
            (float(second), TreadmillData(distance_m=second, more_data=True))
            for second in range(4)
        ),
    )
    assert [reading.distance_m for reading in readings] == [1, 3]


def test_rotating_fields_are_remembered_for_five_seconds() -> None:
    """A field is kept while others are told, and forgotten when it does not come back."""
    records = BeltRecords("C")
    readings = join(
        records,
        (0.0, TreadmillData(speed_kmh=2.5, distance_m=10)),
        (1.0, TreadmillData(speed_kmh=2.5, elapsed_s=5)),
        (5.0, TreadmillData(speed_kmh=2.5, elapsed_s=9)),
        (5.5, TreadmillData(speed_kmh=2.5, elapsed_s=10)),
    )
    assert [reading.distance_m for reading in readings] == [10, 10, 10, None]
    assert [reading.elapsed_s for reading in readings] == [None, 5, 9, 10]


def test_record_without_figures_is_no_reading() -> None:
    """An empty frame says nothing."""
    assert join(BeltRecords("C"), (0.0, TreadmillData(truncated=True))) == []


def test_pulse_of_zero_is_no_pulse() -> None:
    """Belts without a sensor send 0."""
    (reading,) = join(
        BeltRecords("C"), (0.0, TreadmillData(speed_kmh=1.0, heart_rate_bpm=0))
    )
    assert reading.heart_rate_bpm is None


def test_movement_is_speed_or_where_that_is_unknown_rising_counters() -> None:
    """A belt that tells no speed moves when its metres or steps rise."""
    records = BeltRecords("C")
    join(
        records,
        (0.0, TreadmillData(distance_m=10)),
        (1.0, TreadmillData(distance_m=10)),
    )
    assert records.moved_s is None
    join(records, (2.0, TreadmillData(distance_m=11)))
    assert records.moved_s == 2.0
    join(records, (3.0, TreadmillData(speed_kmh=0.2)))
    assert records.moved_s == 2.0
    join(records, (4.0, TreadmillData(speed_kmh=0.3)))
    assert records.moved_s == 4.0


def test_signal_carries_what_is_known() -> None:
    """A signal comes with the figures of the last seconds, and no older ones."""
    records = BeltRecords("C")
    join(
        records, (0.0, TreadmillData(distance_m=9)), (4.0, TreadmillData(speed_kmh=2.0))
    )
    reading = records.signal(BeltSignal.STOPPED, AT, 6.0)
    assert reading.signal is BeltSignal.STOPPED
    assert (reading.speed_kmh, reading.distance_m) == (2.0, None)


@pytest.mark.parametrize(
    ("frame", "signal"),
    [
        ("0201", BeltSignal.STOPPED),
        ("0202", BeltSignal.PAUSED),
        ("02", BeltSignal.PAUSED),
        ("03", BeltSignal.SAFETY_KEY),
        ("04", BeltSignal.STARTED),
        ("056900", None),
        ("ff", None),
        ("", None),
    ],
)
def test_machine_status_is_a_signal_where_it_speaks_of_the_run(
    frame: str, signal: BeltSignal | None
) -> None:
    """A stop that may be a pause ends nothing."""
    assert belt_signal(parse_machine_status(bytes.fromhex(frame))) is signal


@given(st.lists(st.tuples(st.binary(max_size=32), st.floats(-10, 1e6))))
def test_any_frames_at_any_time_give_unique_readings(
    told: list[tuple[bytes, float]],
) -> None:
    """Whatever bytes come, at whatever times, nothing raises and no id comes twice."""
    records = BeltRecords("C")
    readings = join(
        records, *((now_s, parse_treadmill_data(frame)) for frame, now_s in told)
    )
    assert len({reading.id for reading in readings}) == len(readings)
