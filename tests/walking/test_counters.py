"""Raw counters become what was walked: never negative, never impossible, never lost."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.counters import (
    UINT16,
    UINT24,
    WALK_MOST_MPS,
    Counter,
    clock_counter,
    distance_counter,
    step_counter,
)

from .walks import EVENING


def rises(counter: Counter, *readings: tuple[float, int | None]) -> list[int | None]:
    """Return what a counter makes of readings, each so many seconds after the evening began."""
    return [
        counter.rise(value, EVENING + timedelta(seconds=second))
        for second, value in readings
    ]


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        pytest.param([(0, 4711)], [0], id="the first reading is a baseline"),
        pytest.param([(0, 10), (1, 11), (2, 13)], [0, 1, 2], id="it rises"),
        pytest.param([(0, 10), (1, 10)], [0, 0], id="it stands"),
        pytest.param([(0, 10), (5, 0), (6, 1)], [0, 0, 1], id="a fall is a reset"),
        pytest.param([(0, 10), (1, 500), (2, 501)], [0, 0, 1], id="a jump is none"),
        pytest.param([(0, 0), (100, 251)], [0, 251], id="the most in a gap"),
        pytest.param([(0, 0), (100, 252)], [0, 0], id="more than that in a gap"),
        pytest.param([(0, 5), (1, None), (2, 7)], [0, None, 2], id="not always told"),
        pytest.param(
            [(0, UINT24 - 1), (1, 1)], [0, 2], id="from the top to the bottom: a wrap"
        ),
        pytest.param(
            [(0, UINT24 - 1), (1000, UINT24 // 20)],
            [0, 0],
            id="from the top to the middle: a reset",
        ),
        pytest.param(
            [(0, UINT16 - 1), (1, 1)], [0, 0], id="metres have three bytes, not two"
        ),
        pytest.param([(10, 5), (5, 8), (6, 9)], [0, 0, 1], id="time going backward"),
    ],
)
def test_metres_rise(
    readings: list[tuple[float, int | None]], expected: list[int | None]
) -> None:
    """By at most 2.5 m/s, and a metre that was all but full."""
    assert rises(distance_counter(), *readings) == expected


@pytest.mark.parametrize("size", [UINT16, UINT24])
def test_steps_wrap_at_two_or_three_bytes(size: int) -> None:
    """Vendors send either."""
    assert rises(step_counter(), (0, size - 2), (1, 2)) == [0, 4]


def test_steps_that_fall_from_below_the_top_were_reset() -> None:
    """Though in that time somebody could have walked round to the bottom."""
    assert rises(step_counter(), (0, 61_000), (3000, 100)) == [0, 0]
    assert rises(step_counter(), (0, 64_000), (3000, 4000)) == [0, 0]
    assert rises(step_counter(), (0, 64_000), (3000, 100)) == [0, 1636]


def test_a_belts_clock_wraps_and_may_run_a_little_fast() -> None:
    """Seconds of two bytes; it is not believed when it jumps."""
    counter = clock_counter()
    assert rises(counter, (0, UINT16 - 1), (2, 1), (12, 13), (13, 60)) == [0, 2, 12, 0]


def test_a_counter_of_coarse_units_is_believed() -> None:
    """Between two of its units it stands still for a while."""
    counter = distance_counter()
    readings = [(second, 10 * (second // 10)) for second in range(61)]
    assert sum(filter(None, rises(counter, *readings))) == 60


def test_a_counter_that_stood_still_for_long_may_not_catch_up() -> None:
    """It stood still because nobody walked."""
    counter = distance_counter()
    rises(counter, *((second, 10) for second in range(600)))
    assert rises(counter, (600, 200)) == [0]


def test_a_value_from_before_a_restart_is_taken_up() -> None:
    """What was walked since then is not lost."""
    counter = distance_counter()
    counter.seed(100, EVENING)
    assert rises(counter, (60, 160)) == [60]


def test_an_unknown_value_from_before_is_no_baseline() -> None:
    """The next reading is."""
    counter = distance_counter()
    counter.seed(None, EVENING)
    assert rises(counter, (60, 160)) == [0]


@given(
    st.integers(0, UINT24 - 1),
    st.lists(
        st.tuples(
            st.sampled_from([0.1, 0.5, 1.0, 3.0, 30.0, 600.0]),
            st.floats(0, WALK_MOST_MPS),
        ),
        min_size=1,
        max_size=60,
    ),
)
def test_deltas_add_up_to_the_true_distance(
    first: int, stretches: list[tuple[float, float]]
) -> None:
    """However the walk is split into readings, and wherever the counter wraps."""
    counter = distance_counter()
    second, walked_m, total = 0.0, 0.0, 0
    counter.rise(first, EVENING)
    for seconds, mps in stretches:
        second += seconds
        walked_m += seconds * mps
        value = (first + int(walked_m)) % UINT24
        total += counter.rise(value, EVENING + timedelta(seconds=second)) or 0
    assert total == int(walked_m)


@given(
    st.sampled_from([distance_counter, step_counter, clock_counter]),
    st.lists(
        st.tuples(
            st.floats(-5000, 5000),
            st.none()
            | st.integers(0, UINT24 - 1)
            | st.sampled_from([0, 1, UINT16 - 1, UINT24 - 1]),
        ),
        max_size=40,
    ),
)
def test_no_reading_gives_a_negative_or_impossible_rise(
    kind: Callable[[], Counter], readings: list[tuple[float, int | None]]
) -> None:
    """Whatever the device shows, and however the clock jumps."""
    counter: Counter = kind()
    at = read_at = EVENING
    for seconds, value in readings:
        at += timedelta(seconds=seconds)
        rise = counter.rise(value, at)
        assert (rise is None) is (value is None)
        gap_s = max(0.0, (at - read_at).total_seconds() + 15)
        assert 0 <= (rise or 0) <= 4.0 * gap_s + 6
        read_at = read_at if value is None else at
