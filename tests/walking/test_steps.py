"""Which steps count: the belt's while they rise, else an estimate; never both for the same metres."""

from datetime import date

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.gait import backward_ratio, step_length_m
from custom_components.retrowalk.walking.model import Direction, Profile, StepSource
from custom_components.retrowalk.walking.steps import StepCount, estimated_steps

DAY = date(2026, 3, 2)


def counted(*stretches: tuple[float, int | None]) -> StepCount:
    """Return the count of stretches of metres with the belt's steps; the estimate is two steps a metre."""
    count = StepCount()
    for metres, belt_steps in stretches:
        count.add(metres, belt_steps, 2 * metres)
    return count


@pytest.mark.parametrize(
    ("stretches", "total", "source"),
    [
        pytest.param([], 0, StepSource.NONE, id="nothing yet"),
        pytest.param([(1, 3)] * 50, 150, StepSource.BELT, id="the belt counts"),
        pytest.param([(1, None)] * 50, 100, StepSource.ESTIMATE, id="it has no steps"),
        pytest.param([(1, 0)] * 50, 100, StepSource.ESTIMATE, id="its steps stand"),
        pytest.param([(1, 0)] * 20, 0, StepSource.NONE, id="they may still rise"),
        pytest.param([(1, 0)] * 21, 42, StepSource.ESTIMATE, id="not within 20 metres"),
        pytest.param(
            [(1, 0), (1, 0), (1, 9)] * 10, 90, StepSource.BELT, id="they rise slowly"
        ),
        pytest.param(
            [(1, 3)] * 10 + [(1, 0)] * 19 + [(1, 60)],
            90,
            StepSource.BELT,
            id="they catch up within 20 metres",
        ),
        pytest.param(
            [(1, 0)] * 30 + [(1, 60)] + [(1, 3)] * 10,
            30 * 2 + 2 + 30,
            StepSource.ESTIMATE,
            id="they catch up on metres estimated already: a baseline",
        ),
        pytest.param(
            [(1, 3)] * 5 + [(1, None)] * 40,
            15 + 80,
            StepSource.ESTIMATE,
            id="the counter goes away",
        ),
        pytest.param(
            [(1, 0)] * 10 + [(1, None)],
            22,
            StepSource.ESTIMATE,
            id="it goes away before it spoke",
        ),
        pytest.param([(0, 5)], 5, StepSource.BELT, id="steps before the next metre"),
        pytest.param([(0, 0)] * 90, 0, StepSource.NONE, id="nobody walks"),
    ],
)
def test_each_metre_is_counted_by_one_source(
    stretches: list[tuple[float, int | None]], total: int, source: StepSource
) -> None:
    """The belt is believed if its counter rose within 20 m."""
    count = counted(*stretches)
    assert (count.total, count.source) == (total, source)


def test_a_short_stretch_is_estimated_when_the_belt_never_spoke() -> None:
    """At its end nothing is left to wait for."""
    count = counted(*[(1, 0)] * 10)
    count.settle()
    assert count.total == 20
    count = counted((1, 3), *[(1, 0)] * 10)
    count.settle()
    assert count.total == 3


def test_stretches_that_turn_out_to_be_one_are_added() -> None:
    """Also the metres that still wait."""
    one = counted((1, 3))
    one.merge(counted(*[(1, 0)] * 15))
    one.add(1, 40, 2)
    assert one.total == 43


@pytest.mark.parametrize("direction", list(Direction))
def test_the_estimate_follows_the_step_model(direction: Direction) -> None:
    """By speed, height and age; a direction that nobody knows yet is taken for backward."""
    profile = Profile(height_m=1.8, birth_year=1950)
    ratio = 1.0 if direction is Direction.FORWARD else backward_ratio(76)
    steps = estimated_steps(100, 0.7, direction=direction, profile=profile, on=DAY)
    assert steps == pytest.approx(100 / step_length_m(0.7, 1.8, ratio=ratio))


def test_a_walker_of_unknown_height_is_taken_for_a_typical_one() -> None:
    """1.70 m; and standing still makes no steps."""
    unknown, typical = (
        estimated_steps(50, 0.7, direction=Direction.FORWARD, profile=profile, on=DAY)
        for profile in (Profile(), Profile(height_m=1.7))
    )
    assert unknown == typical > 0
    still = estimated_steps(
        0, 0.7, direction=Direction.FORWARD, profile=Profile(), on=DAY
    )
    assert still == 0


@given(
    st.lists(
        st.tuples(st.floats(0, 30), st.none() | st.integers(0, 60)),
        max_size=60,
    )
)
def test_steps_never_fall(stretches: list[tuple[float, int | None]]) -> None:
    """Neither while they grow, nor when the stretch is closed."""
    count = StepCount()
    before = 0
    for metres, belt_steps in stretches:
        count.add(metres, belt_steps, 2 * metres)
        assert count.total >= before
        before = count.total
    count.settle()
    assert count.total >= before
