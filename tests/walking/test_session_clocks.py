"""Sessions that are forgotten, samples that come late or twice, and clocks that are set."""

from datetime import timedelta

import pytest

from custom_components.retrowalk.walking.events import SessionPaused
from custom_components.retrowalk.walking.model import (
    BeltSignal,
    Direction,
    FinishReason,
    Phase,
    Profile,
)

from .walks import EVENING, Walk

MINUTE = 60


@pytest.mark.parametrize(
    ("planned_s", "asked_after_s"),
    [(600, 1800), (900, 1800), (2400, 4800)],
)
def test_a_session_on_the_clock_is_asked_after_twice_its_plan(
    planned_s: float, asked_after_s: float
) -> None:
    """At least after half an hour; unanswered for 15 minutes, it ended when its plan did."""
    walk = Walk()
    walk.start(planned_s=planned_s)
    walk.wait(asked_after_s - 1)
    assert walk.told() == ("SessionStarted",)
    walk.wait(1)
    assert walk.told() == ("StillWalkingAsked",)
    walk.wait(15 * MINUTE)
    assert walk.told() == ("SessionFinished",)
    assert walk.finished.reason is FinishReason.PLAN_OVER
    assert walk.finished.active_s() == pytest.approx(planned_s)
    assert walk.finished.finished_at == EVENING + timedelta(seconds=planned_s)


def test_an_answer_keeps_what_was_walked_until_then() -> None:
    """Any command is a sign of life; the next question comes as long after it."""
    walk = Walk()
    walk.start()
    walk.wait(32 * MINUTE)
    walk.resume()
    walk.told()
    walk.wait(30 * MINUTE - 1)
    assert walk.told() == ()
    walk.wait(15 * MINUTE + 1)
    assert walk.told() == ("StillWalkingAsked", "SessionFinished")
    assert walk.finished.active_s() == pytest.approx(32 * MINUTE)
    assert walk.finished.finished_at == EVENING + timedelta(minutes=32)


def test_a_measured_session_is_never_asked() -> None:
    """The belt knows."""
    walk = Walk()
    walk.belt(50 * MINUTE)
    assert walk.told() == ("SessionStarted",)


def test_a_repeated_sample_changes_nothing() -> None:
    """Ids never come twice."""
    walk = Walk()
    walk.belt(MINUTE)
    walk.wait(1)
    sample = walk.frame(metres=1, steps=2)
    before = walk.engine.written()
    for _ in range(3):
        walk.note(walk.engine.feed(sample))
    assert walk.engine.written() == before


def test_a_late_stop_does_not_end_what_went_on() -> None:
    """A later frame has shown movement since."""
    walk = Walk()
    walk.belt(MINUTE)
    walk.frame(0, signal=BeltSignal.STOPPED, at=walk.at - timedelta(seconds=0.5))
    assert walk.engine.phase is Phase.WALKING


def test_a_clock_set_back_loses_neither_session_nor_time() -> None:
    """The session goes on as if nothing had been, and asks to be woken by the new time."""
    walk = Walk()
    walk.belt(5 * MINUTE)
    walk.at -= timedelta(hours=1)
    walk.belt(5 * MINUTE)
    assert walk.told() == ("SessionStarted",)
    assert walk.open.stretches.active_s() == pytest.approx(598, abs=1.1)
    wakeup = walk.engine.next_wakeup
    assert wakeup is not None
    assert wakeup - walk.at <= timedelta(seconds=15)
    walk.finish()
    assert walk.finished.finished_at >= walk.finished.started_at


def test_a_clock_set_back_tells_the_coordinator_at_once() -> None:
    """A checkpoint falls due, so that the timer is armed anew."""
    walk = Walk()
    walk.belt(5 * MINUTE)
    walk.at -= timedelta(hours=1)
    count = len(walk.events)
    walk.frame(metres=1)
    assert [type(event).__name__ for event in walk.events[count:]] == ["CheckpointDue"]


@pytest.mark.parametrize("by_command", [True, False])
def test_a_walk_on_the_clock_goes_on_after_the_clock_is_set_back(
    by_command: bool,
) -> None:
    """Its time counts on from the new time."""
    walk = Walk()
    walk.start()
    walk.wait(300)
    walk.at -= timedelta(hours=1)
    if by_command:
        walk.turn(Direction.BACKWARD)
    else:
        walk.sleep(0)
    walk.wait(60)
    walk.finish()
    assert walk.finished.active_s() == pytest.approx(360)


def test_a_clock_set_back_in_a_pause_does_not_prolong_it_by_the_jump() -> None:
    """Patience is counted by the new time."""
    walk = Walk()
    walk.belt(MINUTE + 5)
    walk.wait(60)
    walk.at -= timedelta(hours=3)
    walk.sleep(0)
    walk.wait(11 * MINUTE)
    assert walk.engine.phase is Phase.IDLE


def test_a_profile_changed_in_mid_walk_is_used_from_then_on() -> None:
    """Also for a session that may be rejoined."""
    walk = Walk()
    walk.belt(MINUTE)
    assert walk.open.stretches.energy_kcal is None
    walk.engine.reconfigure(Profile(mass_kg=70))
    walk.belt(MINUTE)
    assert walk.open.stretches.energy_kcal
    walk.belt(3 * MINUTE, kmh=0)
    walk.engine.reconfigure(Profile(mass_kg=80))
    walk.belt(MINUTE)
    assert walk.open.stretches.profile.mass_kg == 80


def test_what_is_told_carries_session_and_moment() -> None:
    """A pause is told as of when it began."""
    walk = Walk()
    walk.belt(MINUTE)
    walk.belt(5, kmh=0)
    event = walk.events[-1]
    assert isinstance(event, SessionPaused)
    assert event.session_id == walk.open.id
    assert event.at == EVENING + timedelta(seconds=61)
