"""A belt's readings become samples: raw counters go in, what was walked comes out."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.sources.belt_reading import BeltReading
from custom_components.retrowalk.sources.belt_samples import BeltMeter
from custom_components.retrowalk.walking.model import BeltSignal, Counters, Sample

EVENING = datetime(2026, 3, 2, 17, tzinfo=UTC)
BELT = "belt:aa"


def reading(
    second: float,
    distance_m: int | None = None,
    *,
    kmh: float | None = 3.6,
    steps: int | None = None,
    elapsed_s: int | None = None,
    inclination_percent: float | None = None,
    signal: BeltSignal | None = None,
) -> BeltReading:
    """Return what a belt says so many seconds after the evening began."""
    return BeltReading(
        at=EVENING + timedelta(seconds=second),
        id=f"reading:{second}",
        speed_kmh=kmh,
        distance_m=distance_m,
        steps=steps,
        elapsed_s=elapsed_s,
        heart_rate_bpm=99,
        inclination_percent=inclination_percent,
        signal=signal,
    )


def measured(*readings: BeltReading, last: Counters | None = None) -> list[Sample]:
    """Return the samples of readings."""
    meter = BeltMeter(BELT, last)
    return [meter.sample(one) for one in readings]


def metres(*readings: BeltReading, last: Counters | None = None) -> list[float]:
    """Return the metres of each reading."""
    return [sample.distance_m for sample in measured(*readings, last=last)]


def test_the_first_reading_is_a_baseline() -> None:
    """Some belts keep their counters from the day before."""
    first, second = measured(
        reading(0, 4711, steps=9000, elapsed_s=600),
        reading(1, 4712, steps=9002, elapsed_s=601),
    )
    assert (first.distance_m, first.steps, first.clock_s) == (0, 0, 0)
    assert (second.distance_m, second.steps, second.clock_s) == (1, 2, 1)


def test_a_sample_says_what_the_reading_says() -> None:
    """In SI units, with its id, source, signal and raw counters."""
    (sample,) = measured(
        reading(2, 10, steps=5, inclination_percent=5.0, signal=BeltSignal.STARTED)
    )
    assert sample.id == "reading:2"
    assert sample.source == BELT
    assert sample.at == EVENING + timedelta(seconds=2)
    assert sample.speed_mps == pytest.approx(1.0)
    assert sample.grade == pytest.approx(0.05)
    assert sample.heart_rate_bpm == 99
    assert sample.signal is BeltSignal.STARTED
    assert sample.counters == Counters(sample.at, 10, 5, None)


def test_what_a_belt_does_not_tell_stays_unknown() -> None:
    """None is not nought."""
    (sample,) = measured(reading(0, kmh=None))
    assert sample.speed_mps is None
    assert sample.steps is None
    assert sample.clock_s is None
    assert sample.grade == 0
    assert not sample.moves
    assert not sample.rests


def test_counters_from_before_a_restart_are_taken_up() -> None:
    """What was walked meanwhile is not lost, if somebody can have walked it."""
    last = Counters(EVENING, 100, 200, 60)
    (sample,) = measured(reading(60, 150, steps=290, elapsed_s=118), last=last)
    assert (sample.distance_m, sample.steps, sample.clock_s) == (50, 90, 58)
    assert metres(reading(60, 900), last=last) == [0]
    assert metres(reading(60, 30), reading(61, 31), last=last) == [0, 1]


def test_counters_that_restart_in_mid_walk_make_no_jump() -> None:
    """Belts reset them at a stop."""
    assert metres(reading(0, 500), reading(1, 501), reading(2, 0), reading(3, 1)) == [
        0,
        1,
        0,
        1,
    ]


# Belts that count no metres


def test_metres_are_reckoned_by_speed_where_no_counter_tells() -> None:
    """Over the short time between two readings."""
    assert metres(reading(0), reading(1), reading(2, kmh=1.8)) == pytest.approx(
        [0, 1, 0.5]
    )


@pytest.mark.parametrize(
    ("second", "kmh"),
    [
        pytest.param(2.1, 3.6, id="a gap is never integrated"),
        pytest.param(600, 3.6, id="nor a long one"),
        pytest.param(1, None, id="without speed nothing is known"),
        pytest.param(-5, 3.6, id="time going backward"),
    ],
)
def test_what_cannot_be_reckoned_is_nothing(second: float, kmh: float | None) -> None:
    """Better too little than made up."""
    assert metres(reading(0), reading(second, kmh=kmh)) == [0, 0]


def test_speed_does_not_count_what_the_counter_will_tell() -> None:
    """A counter that is left out for a while speaks for that while when it comes again."""
    readings = [reading(second, second) for second in range(10)]
    readings += [reading(second) for second in range(10, 20)]
    readings += [reading(second, second) for second in range(20, 30)]
    assert sum(metres(*readings)) == 29


@given(
    st.lists(
        st.builds(
            reading,
            st.floats(-10_000, 10_000),
            st.none() | st.integers(0, (1 << 24) - 1),
            kmh=st.none() | st.floats(0, 655),
            steps=st.none() | st.integers(0, (1 << 24) - 1),
            elapsed_s=st.none() | st.integers(0, (1 << 16) - 1),
            inclination_percent=st.none() | st.floats(-40, 40),
            signal=st.none() | st.sampled_from(BeltSignal),
        ),
        max_size=30,
    )
)
def test_no_reading_gives_less_than_nothing(readings: list[BeltReading]) -> None:
    """Whatever a belt says, and whenever."""
    for sample in measured(*readings):
        assert sample.distance_m >= 0
        assert (sample.steps or 0) >= 0
        assert (sample.clock_s or 0) >= 0


def test_a_sample_tells_how_long_the_belt_was_silent() -> None:
    """Whoever begins a session by it has to know."""
    first, second = measured(reading(0, 10), reading(40, 50))
    assert (first.since_s, second.since_s) == (0, 40)


# Belts at rest, and coarse counters


def test_what_comes_back_at_rest_was_not_walked() -> None:
    """A belt that sleeps shows nought for a while; the metre that a counter lags behind counts."""
    shown = [30, *[0] * 20, 30, 30, 31]
    samples = measured(
        *(
            reading(second, metres, steps=2 * metres, kmh=0.0)
            for second, metres in enumerate(shown)
        )
    )
    assert [sample.distance_m for sample in samples] == [0] * 23 + [1]
    assert [sample.steps for sample in samples] == [0] * 23 + [2]


def test_belt_that_wakes_up_moving_has_moved_since_it_woke() -> None:
    """No more than anybody walks in that time."""
    asleep = [reading(second, 0, steps=0, kmh=0.0) for second in range(20)]
    samples = measured(*asleep, reading(20, 30, steps=40), reading(21, 31, steps=42))
    assert [sample.distance_m for sample in samples[-2:]] == [0, 1]
    assert [sample.steps for sample in samples[-2:]] == [0, 2]


def test_rest_before_and_after_a_gap_does_not_deny_the_walk_between() -> None:
    """Nobody listened for a minute."""
    assert metres(reading(0, 0, kmh=0.0), reading(60, 50, kmh=0.0)) == [0, 50]


def test_counter_of_ten_metres_rises_by_ten_metres() -> None:
    """Slowly walked, too: 10 m in 20 s, and nothing in between."""
    meter = BeltMeter(BELT, None, metres_step=10.0)
    samples = [
        meter.sample(reading(second, second // 20 * 10, kmh=1.8))
        for second in range(101)
    ]
    assert {sample.distance_m for sample in samples} == {0, 10}
    assert sum(sample.distance_m for sample in samples) == 50


def test_display_that_begins_again_goes_on() -> None:
    """After 99:59 comes 0:00; a clock put back to nought by a stop has not run for a hundred minutes."""
    wrapped, put_back = (
        measured(
            reading(0, 10, elapsed_s=before),
            reading(4, 14, elapsed_s=after),
        )[-1].clock_s
        for before, after in ((5998, 2), (5900, 2))
    )
    assert (wrapped, put_back) == (4, 0)
