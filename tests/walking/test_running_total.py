"""Totals that others keep: what of their ups and downs was walked, and when."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.counters import (
    Rise,
    RunningTotal,
    distance_total,
    step_total,
)

NOON = datetime(2026, 11, 23, 6, 15, tzinfo=UTC)


def after(minutes: float) -> datetime:
    """So many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def total(value: float = 5000) -> RunningTotal:
    """Steps of a day that were read at noon."""
    steps = step_total()
    steps.seed(value, NOON)
    return steps


def test_first_value_is_a_baseline() -> None:
    """Nobody knows when it was walked."""
    steps = step_total()
    assert steps.rise(5000, NOON) is None
    assert steps.rise(5100, after(5)) == Rise(NOON, 100)


def test_rise_is_since_the_value_was_last_seen() -> None:
    """A phone that shows the same again and again says that nobody walks."""
    steps = total()
    steps.confirm(after(30))
    assert steps.rise(5100.5, after(45)) == Rise(after(30), 100.5)


def test_same_again_is_no_rise() -> None:
    """Nor does it say that the value was read anew: it may have been restored."""
    steps = total()
    assert steps.rise(5000, after(30)) is None
    assert steps.rise(5060, after(31)) == Rise(NOON, 60)


@pytest.mark.parametrize("value", [0, 12, 4499])
def test_fall_is_a_new_beginning(value: float) -> None:
    """At midnight, after a reboot, with another phone: what it shows then is a baseline."""
    steps = total()
    assert steps.rise(value, after(10)) is None
    assert steps.rise(value + 50, after(20)) == Rise(after(10), 50)


def test_small_fall_is_a_correction() -> None:
    """Health Connect takes away what it had counted twice: it counts on once it is above what it was."""
    steps = total()
    assert steps.rise(4900, after(10)) is None
    assert steps.rise(4990, after(20)) is None
    assert steps.rise(5040, after(30)) == Rise(after(20), 40)


def test_silence_of_an_hour_is_bridged() -> None:
    """The span tells that it may have been walked at any time in it."""
    assert total().rise(9000, after(60)) == Rise(NOON, 4000)


def test_silence_of_a_night_is_not() -> None:
    """What is shown then is a baseline."""
    steps = total()
    assert steps.rise(5100, after(6 * 60 + 1)) is None
    assert steps.rise(5200, after(6 * 60 + 11)) == Rise(after(361), 100)


def test_what_comes_late_was_walked_before() -> None:
    """Ten minutes of steps that are shown in one go, one minute after the last look: the span reaches back."""
    steps = total()
    steps.confirm(after(20))
    rise = steps.rise(6200, after(21))
    assert rise == Rise(after(11), 1200)


def test_what_comes_late_was_not_walked_before_the_last_change() -> None:
    """There the span ends, however fast that was."""
    rise = total().rise(5200, after(1))
    assert rise == Rise(NOON, 200)


def test_what_nobody_can_have_walked_is_a_baseline() -> None:
    """A watch that hands in the whole morning, a counter that jumps."""
    steps = total()
    steps.confirm(after(300))
    assert steps.rise(5000 + 4 * 16 * 60 + 7, after(301)) is None
    assert steps.rise(5000 + 4 * 16 * 60 + 67, after(302)) == Rise(after(301), 60)


def test_clock_that_was_set_back_is_a_baseline() -> None:
    """A value from the future cannot be gone on from."""
    steps = total()
    assert steps.rise(5100, after(-60)) is None
    assert steps.rise(5150, after(-55)) == Rise(after(-60), 50)


def test_confirming_what_is_older_changes_nothing() -> None:
    """And before there is a value, there is nothing to confirm."""
    steps = step_total()
    steps.confirm(NOON)
    assert steps.rise(10, NOON) is None
    steps.confirm(after(-5))
    assert steps.rise(20, after(5)) == Rise(NOON, 10)


def test_metres_in_coarse_steps() -> None:
    """Kilometres with one decimal rise by a hundred metres at once."""
    metres = distance_total()
    metres.seed(1200, NOON)
    assert metres.rise(1300, after(0.5)) == Rise(NOON, 100)


VALUES = st.lists(
    st.tuples(
        st.floats(min_value=0, max_value=40_000),
        st.floats(min_value=-30, max_value=600),
    ),
    max_size=30,
)


@given(VALUES)
def test_any_rise_is_positive_plausible_and_of_its_time(
    shown: list[tuple[float, float]],
) -> None:
    """Whatever is shown: a rise lies between two looks, is walkable, and no more is told than the values went up."""
    steps, at = step_total(), NOON
    told = went_up = last = 0.0
    changed_at = NOON
    for value, minutes in shown:
        before, at = at, at + timedelta(minutes=minutes)
        rise = steps.rise(value, at)
        if rise is not None:
            assert rise.since <= min(before, at)
            seconds = (at - changed_at).total_seconds()
            assert 0 < rise.amount <= 4.0 * (seconds + 900) + 6
            told += rise.amount
        went_up += max(0.0, value - last)
        changed_at, last = (changed_at if value == last else at), value
    assert told <= went_up + 1e-6


@given(st.lists(st.floats(min_value=0, max_value=200), max_size=50))
def test_a_day_of_rises_adds_up(amounts: list[float]) -> None:
    """What only rises is told whole, in spans that follow each other without a gap."""
    steps = total(0)
    value, at, told, end = 0.0, NOON, 0.0, NOON
    for amount in amounts:
        value, at = value + amount, at + timedelta(minutes=5)
        rise = steps.rise(value, at)
        if rise is not None:
            assert rise.since == end
            told, end = told + rise.amount, at
    assert told == pytest.approx(value)
