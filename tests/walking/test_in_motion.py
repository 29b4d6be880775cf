"""What flickers: from when on it is in motion."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from custom_components.retrowalk.walking.in_motion import (
    Motion,
    MotionRule,
    MotionSense,
)

NOON = datetime(2026, 11, 23, 6, 15, tzinfo=UTC)
PLUG = MotionRule(above=30, on_delay_s=3, off_delay_s=10)


def seen(rule: MotionRule, *values: tuple[float, float | bool]) -> list[Motion]:
    """What is known at each second, of values that are seen then."""
    sense = MotionSense(rule)
    return [sense.see(value, NOON + timedelta(seconds=at)) for at, value in values]


def test_begins_after_its_delay() -> None:
    """Until then it rests."""
    assert seen(PLUG, (0, 0), (1, 30), (3.9, 30), (4, 30)) == [
        Motion.RESTING,
        Motion.RESTING,
        Motion.RESTING,
        Motion.MOVING,
    ]


def test_peak_begins_nothing() -> None:
    """Each has to last by itself."""
    values = [(second, 100 if second % 3 else 0) for second in range(30)]
    assert set(seen(PLUG, *values)) == {Motion.RESTING}


def test_drop_is_unsure_until_its_delay_is_over() -> None:
    """Back above the threshold, it never was one."""
    moving = [(0, 100), (3, 100)]
    assert seen(PLUG, *moving, (5, 0), (14.9, 0), (14.95, 31))[2:] == [
        Motion.UNSURE,
        Motion.UNSURE,
        Motion.MOVING,
    ]
    assert seen(PLUG, *moving, (5, 0), (15, 0), (16, 0))[2:] == [
        Motion.UNSURE,
        Motion.RESTING,
        Motion.RESTING,
    ]


def test_threshold_is_lower_for_what_moves() -> None:
    """By a fifth."""
    assert seen(PLUG, (0, 30), (3, 30), (4, 24), (60, 24), (61, 23.9))[2:] == [
        Motion.MOVING,
        Motion.MOVING,
        Motion.UNSURE,
    ]


def test_without_delays_it_is_at_once() -> None:
    """And what says itself whether it is in motion needs no threshold."""
    rule = MotionRule(on_delay_s=0, off_delay_s=0)
    assert seen(rule, (0, False), (1, True), (2, False)) == [
        Motion.RESTING,
        Motion.MOVING,
        Motion.RESTING,
    ]
    assert seen(rule, (0, 0.0), (1, 0.1)) == [Motion.RESTING, Motion.MOVING]


def test_tells_when_to_look_again() -> None:
    """Only while a delay runs."""
    sense = MotionSense(PLUG)
    sense.see(0, NOON)
    assert sense.due_at is None
    sense.see(40, NOON)
    assert sense.due_at == NOON + timedelta(seconds=3)
    sense.see(40, NOON + timedelta(seconds=3))
    assert sense.due_at is None
    sense.see(0, NOON + timedelta(seconds=5))
    assert sense.due_at == NOON + timedelta(seconds=15)
    sense.forget()
    assert sense.due_at is None


def test_clock_that_was_set_back_begins_the_delay_anew() -> None:
    """It never lasts longer than it should."""
    sense = MotionSense(PLUG)
    sense.see(40, NOON)
    hour_ago = NOON - timedelta(hours=1)
    assert sense.see(40, hour_ago) is Motion.RESTING
    assert sense.see(40, hour_ago + timedelta(seconds=3)) is Motion.MOVING


@given(st.lists(st.tuples(st.floats(0.1, 20), st.floats(0, 100)), max_size=60))
def test_motion_lasts(steps: list[tuple[float, float]]) -> None:
    """It never begins without three seconds at the threshold, and never rests without ten below a fifth less."""
    sense, at = MotionSense(PLUG), NOON
    high_since: datetime | None = None
    low_since: datetime | None = None
    was = Motion.RESTING
    for wait_s, value in steps:
        at += timedelta(seconds=wait_s)
        high_since = (high_since or at) if value >= 30 else None
        low_since = (low_since or at) if value < 24 else None
        now = sense.see(value, at)
        if now is Motion.MOVING and was is Motion.RESTING:
            assert high_since is not None
            assert at - high_since >= timedelta(seconds=3)
        if now is Motion.RESTING and was is not Motion.RESTING:
            assert low_since is not None
            assert at - low_since >= timedelta(seconds=10)
        was = now
