"""How a session begins, pauses, and ends by itself, and which ones are too short to keep."""

from datetime import timedelta

import pytest

from custom_components.retrowalk.walking.model import (
    BeltSignal,
    FinishReason,
    PauseReason,
    Phase,
    Profile,
)

from .walks import BELT, EVENING, POD, Walk, paused

MINUTE = 60


def test_a_moving_belt_opens_a_session() -> None:
    """A live source may open one, from its first movement."""
    walk = Walk()
    walk.belt(3, kmh=0)
    assert walk.told() == ()
    walk.belt(1)
    assert walk.told() == ("SessionStarted",)
    assert walk.engine.phase is Phase.WALKING
    assert walk.open.source == BELT
    assert walk.open.id == f"{BELT}:4"
    assert not walk.open.by_hand


@pytest.mark.parametrize(
    ("kmh", "metres", "steps", "opens"),
    [
        pytest.param(0.3, 0, 0, True, id="as slow as a belt goes"),
        pytest.param(0.2, 0, 0, False, id="slower than any belt goes"),
        pytest.param(None, 1, 0, True, id="metres rise"),
        pytest.param(None, 0, 1, True, id="steps rise"),
        pytest.param(None, 0, None, False, id="nothing is known"),
        pytest.param(0, 0, 0, False, id="null frames of a belt asleep"),
    ],
)
def test_movement_is_speed_or_rising_metres_or_steps(
    kmh: float | None, metres: float, steps: int | None, opens: bool
) -> None:
    """Speed counts from 0.3 km/h."""
    walk = Walk()
    walk.frame(kmh, metres=metres, steps=steps)
    assert (walk.engine.open is not None) is opens


def test_a_belt_opens_no_session_where_the_walker_does_not_want_it() -> None:
    """With the option off, only a command opens one; the belt then measures it."""
    walk = Walk(Profile(live_opens_session=False))
    walk.belt(30)
    assert walk.engine.phase is Phase.IDLE
    walk.start()
    walk.belt(5)
    assert walk.told() == ("SessionStarted",)
    assert walk.open.source == BELT
    assert walk.open.by_hand


@pytest.mark.parametrize(
    "signal", [BeltSignal.STOPPED, BeltSignal.PAUSED, BeltSignal.SAFETY_KEY]
)
def test_a_belt_that_runs_out_opens_and_measures_nothing(signal: BeltSignal) -> None:
    """A signal of the end carries the last speed; that is no beginning."""
    walk = Walk()
    walk.frame(2.5, signal=signal)
    assert walk.engine.open is None
    walk.start()
    walk.frame(2.5, signal=signal)
    assert walk.open.on_the_clock


def test_day_and_zone_are_fixed_at_the_start() -> None:
    """A walk over midnight counts wholly for the day it began."""
    walk = Walk(at=EVENING.replace(hour=23, minute=55))
    walk.belt(10 * MINUTE)
    walk.finish()
    assert walk.finished.day == EVENING.date()
    assert walk.finished.finished_at.day == EVENING.day + 1
    assert walk.finished.zone == "Europe/Berlin"


def test_a_second_source_is_not_mixed_in() -> None:
    """The source that measures a session is the only one that does."""
    walk = Walk()
    walk.belt(10)
    walk.frame(3.0, metres=50, steps=50, source=POD)
    walk.frame(3.0, metres=50, signal=BeltSignal.STOPPED, source=POD)
    assert walk.open.stretches.distance_m() == pytest.approx(10 * 2.5 / 3.6)


def test_time_metres_and_steps_are_credited() -> None:
    """From the first sample on, each is counted once; its own metres were walked just before."""
    walk = Walk(hz=10)
    walk.belt(61, kmh=3.6)
    walk.finish()
    assert walk.finished.active_s() == pytest.approx(60.9)
    assert walk.finished.distance_m() == pytest.approx(61, abs=0.1)
    assert walk.finished.steps() == 2 * 610
    assert walk.finished.finished_at == walk.at


def test_a_belt_at_rest_pauses_and_its_movement_resumes() -> None:
    """The pause begins when the belt came to rest, and is not walked time."""
    walk = Walk()
    walk.belt(60)
    walk.told()
    walk.belt(30, kmh=0)
    assert walk.told() == ("SessionPaused",)
    assert paused(walk) == (PauseReason.REST, 61)
    walk.belt(60)
    assert walk.told() == ("SessionResumed",)
    assert walk.open.stretches.active_s() == pytest.approx(59 + 59)


def test_a_flicker_of_no_speed_is_no_pause() -> None:
    """A belt rests only after two seconds without speed."""
    walk = Walk()
    walk.belt(30)
    walk.belt(2, kmh=0)
    walk.belt(30)
    assert walk.told() == ("SessionStarted",)


def test_a_belt_without_speed_rests_when_its_metres_stand_still() -> None:
    """Otherwise such a session would never end."""
    walk = Walk()
    for _ in range(10):
        walk.wait(1)
        walk.frame(None, metres=1)
    for _ in range(20):
        walk.wait(1)
        walk.frame(None)
    assert paused(walk) == (PauseReason.REST, 10)
    walk.wait(1)
    walk.frame(None, metres=1)
    assert walk.told() == ("SessionStarted", "SessionPaused", "SessionResumed")
    assert walk.open.stretches.active_s() == pytest.approx(9)


def test_a_belt_told_to_pause_runs_out_without_a_second_pause() -> None:
    """Its last metres count; only movement after rest, or for long, is a new start."""
    walk = Walk()
    walk.belt(60)
    walk.frame(2.5, signal=BeltSignal.PAUSED)
    walk.belt(4, kmh=1.0)
    walk.belt(5, kmh=0)
    assert walk.told() == ("SessionStarted", "SessionPaused")
    assert walk.open.stretches.distance_m() == pytest.approx((60 * 2.5 + 4) / 3.6)
    walk.belt(1)
    assert walk.told() == ("SessionResumed",)


@pytest.mark.parametrize(
    ("seconds", "signal", "resumed"),
    [
        (9, None, False),
        (11, None, True),
        (2, BeltSignal.STARTED, True),
    ],
)
def test_a_paused_belt_that_goes_on_is_believed_in_time(
    seconds: float, signal: BeltSignal | None, resumed: bool
) -> None:
    """After ten seconds, or at once when it says that it started."""
    walk = Walk()
    walk.belt(60)
    walk.frame(2.5, signal=BeltSignal.PAUSED)
    walk.belt(seconds)
    walk.frame(2.5, signal=signal)
    assert (walk.engine.phase is Phase.WALKING) is resumed


@pytest.mark.parametrize("kmh", [0.0, None])
def test_a_pause_signal_of_a_standing_belt_pauses_at_once(kmh: float | None) -> None:
    """There is nothing to run out."""
    walk = Walk()
    walk.belt(60)
    walk.frame(kmh, signal=BeltSignal.PAUSED)
    assert paused(walk) == (PauseReason.REST, 60)
    walk.belt(1)
    assert walk.engine.phase is Phase.WALKING


def test_patience_ends_a_rest_as_of_the_last_movement() -> None:
    """After two minutes of rest."""
    walk = Walk()
    walk.belt(5 * MINUTE)
    walk.belt(MINUTE, kmh=0)
    assert walk.engine.phase is Phase.PAUSED
    walk.belt(MINUTE + 2, kmh=0)
    assert walk.told() == ("SessionStarted", "SessionPaused", "SessionFinished")
    assert walk.finished.reason is FinishReason.REST
    assert walk.finished.finished_at == EVENING + timedelta(minutes=5)
    assert walk.engine.next_wakeup is None


@pytest.mark.parametrize(
    ("signal", "reason"),
    [
        (BeltSignal.STOPPED, FinishReason.BELT_STOP),
        (BeltSignal.SAFETY_KEY, FinishReason.SAFETY_KEY),
    ],
)
def test_a_stopped_belt_finishes_at_once(
    signal: BeltSignal, reason: FinishReason
) -> None:
    """With the reason it gives, and the metres it counted to the end."""
    walk = Walk()
    walk.belt(5 * MINUTE, kmh=3.6)
    walk.wait(0.5)
    walk.frame(0, metres=0.5, signal=signal)
    assert walk.finished.reason is reason
    assert walk.finished.distance_m() == pytest.approx(300.5)
    assert walk.finished.finished_at == walk.at


def test_a_stop_after_silence_credits_what_the_belt_counted() -> None:
    """The belt's own clock says for how long it ran."""
    walk = Walk()
    walk.belt(MINUTE)
    walk.wait(5 * MINUTE)
    walk.frame(0, metres=100, clock_s=120, signal=BeltSignal.STOPPED)
    assert walk.finished.active_s() == pytest.approx(59 + 120)
    assert walk.finished.finished_at == EVENING + timedelta(minutes=3)


def test_a_stopping_belt_that_runs_out_opens_nothing() -> None:
    """Its last turns belong to no walk."""
    walk = Walk()
    walk.belt(2 * MINUTE)
    walk.frame(2.5, signal=BeltSignal.STOPPED)
    walk.belt(4, kmh=1.5)
    walk.belt(4, kmh=0)
    assert walk.told() == ("SessionStarted", "SessionFinished")


@pytest.mark.parametrize(("seconds", "recorded"), [(30, False), (62, True)])
def test_figures_count_a_session_from_its_first_minute(
    seconds: float, recorded: bool
) -> None:
    """A shorter one is told of, and not kept."""
    walk = Walk()
    walk.belt(seconds)
    walk.finish()
    assert walk.recorded is recorded


@pytest.mark.parametrize(("seconds", "recorded"), [(0, False), (20, True)])
def test_a_session_started_by_hand_counts_however_short(
    seconds: float, recorded: bool
) -> None:
    """Unless nothing at all was walked."""
    walk = Walk()
    walk.start()
    walk.wait(seconds)
    walk.finish()
    assert walk.recorded is recorded
