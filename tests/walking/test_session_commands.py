"""What the walker orders: start, pause, resume, turn, finish, discard."""

from datetime import timedelta

import pytest

from custom_components.retrowalk.walking.model import (
    BeltSignal,
    Direction,
    DirectionChoice,
    PauseReason,
    Phase,
)

from .walks import BELT, EVENING, POD, Walk

MINUTE = 60


def test_a_walk_without_a_belt_runs_on_the_clock() -> None:
    """From start to pause, and on from resume to finish."""
    walk = Walk()
    walk.start("hallway")
    walk.wait(100)
    walk.pause()
    walk.wait(50)
    walk.resume()
    walk.wait(30)
    walk.finish()
    assert walk.told() == (
        "SessionStarted",
        "SessionPaused",
        "SessionResumed",
        "SessionFinished",
    )
    assert walk.finished.id == "hallway"
    assert walk.finished.active_s() == pytest.approx(130)
    assert walk.finished.finished_at == walk.at
    assert walk.finished.source is None


def test_commands_without_a_session_do_nothing() -> None:
    """There is nothing to pause, resume, turn, finish or discard."""
    walk = Walk()
    walk.pause()
    walk.resume()
    walk.turn()
    walk.finish()
    walk.discard()
    walk.engine.run_clock(walk.at)
    assert walk.told() == ()
    assert walk.engine.tick(walk.at) == ()


def test_a_start_in_a_session_goes_on_with_it() -> None:
    """No second session is opened."""
    walk = Walk()
    walk.start("first")
    walk.wait(30)
    walk.start("second")
    walk.pause()
    walk.start("third")
    assert walk.told() == ("SessionStarted", "SessionPaused", "SessionResumed")
    assert walk.open.id == "first"


def test_a_session_started_by_hand_is_measured_by_the_belt_that_moves_next() -> None:
    """The time until then ran on the clock."""
    walk = Walk()
    walk.start()
    walk.belt(10, kmh=0)
    assert walk.open.on_the_clock
    walk.belt(20, kmh=3.6)
    assert walk.open.source == BELT
    walk.finish()
    assert walk.finished.active_s() == pytest.approx(30)
    assert walk.finished.distance_m() == pytest.approx(20)


def test_time_that_ran_on_the_clock_is_not_credited_again_by_late_samples() -> None:
    """A belt may bring what happened just before the clock was read last."""
    walk = Walk()
    walk.start()
    walk.wait(60)
    walk.frame(at=walk.at - timedelta(seconds=1))
    walk.frame(0, at=walk.at - timedelta(seconds=0.5))
    walk.frame(at=walk.at)
    assert walk.open.stretches.active_s() == pytest.approx(60)


def test_a_session_paused_by_hand_is_not_taken_over_by_a_belt() -> None:
    """It waits for the walker."""
    walk = Walk()
    walk.start()
    walk.pause()
    walk.belt(10)
    assert walk.open.on_the_clock
    assert walk.engine.phase is Phase.PAUSED


def test_a_pause_by_command_drops_what_the_belt_counts_meanwhile() -> None:
    """Until the command to go on; the belt runs all the while."""
    walk = Walk()
    walk.belt(MINUTE, kmh=3.6)
    walk.pause()
    walk.belt(30, kmh=3.6)
    assert walk.engine.phase is Phase.PAUSED
    walk.resume()
    walk.belt(MINUTE, kmh=3.6)
    assert walk.told() == ("SessionStarted", "SessionPaused", "SessionResumed")
    walk.finish()
    assert walk.finished.distance_m() == pytest.approx(120)
    assert walk.finished.active_s() == pytest.approx(119)


def test_late_samples_of_a_pause_by_command_are_dropped_too() -> None:
    """They were walked while the walker wanted no counting."""
    walk = Walk()
    walk.belt(MINUTE, kmh=3.6)
    walk.pause()
    walk.belt(5, kmh=3.6)
    walk.frame(3.6, metres=1, at=walk.at - timedelta(seconds=2))
    assert walk.open.stretches.distance_m() == pytest.approx(60)


@pytest.mark.parametrize("rest_first", [True, False])
def test_a_pause_by_command_ends_when_the_belt_stops_and_starts(
    rest_first: bool,
) -> None:
    """Whether the command came before the belt's rest or in it."""
    walk = Walk()
    walk.belt(MINUTE)
    if rest_first:
        walk.belt(5, kmh=0)
        walk.pause()
    else:
        walk.pause()
        walk.belt(5)
        walk.belt(5, kmh=0)
    assert walk.open.pause_reason is PauseReason.COMMAND
    walk.told()
    walk.belt(1)
    assert walk.told() == ("SessionResumed",)


def test_a_pause_by_command_ends_when_the_belt_says_that_it_starts() -> None:
    """Belts say so before they move."""
    walk = Walk()
    walk.belt(MINUTE)
    walk.pause()
    walk.belt(5)
    walk.frame(2.5, signal=BeltSignal.STARTED)
    assert walk.engine.phase is Phase.WALKING


def test_patience_ends_a_pause_by_command_for_good_while_the_belt_runs_on() -> None:
    """A belt that never stopped does not go on with the session by itself."""
    walk = Walk()
    walk.belt(MINUTE + 1)
    walk.pause()
    walk.told()
    walk.belt(5 * MINUTE)
    assert walk.told() == ("SessionFinished",)
    assert walk.finished.finished_at == EVENING + timedelta(seconds=61)
    walk.belt(3, kmh=0)
    walk.belt(3)
    assert walk.told() == ("SessionResumed",)


def test_a_resume_while_the_belt_stands_lasts_until_its_rest_is_seen_again() -> None:
    """The walker may say so; the belt knows better."""
    walk = Walk()
    walk.belt(MINUTE)
    walk.belt(10, kmh=0)
    walk.resume()
    assert walk.engine.phase is Phase.WALKING
    walk.belt(5, kmh=0)
    assert walk.engine.phase is Phase.PAUSED


def test_a_belt_that_runs_on_after_the_finish_command_is_not_heard() -> None:
    """Not until it has come to rest; then it opens a new session."""
    walk = Walk()
    walk.belt(2 * MINUTE)
    walk.finish()
    walk.belt(2 * MINUTE)
    assert walk.told() == ("SessionStarted", "SessionFinished")
    walk.belt(5, kmh=0)
    walk.belt(5)
    assert walk.told() == ("SessionStarted",)
    assert walk.open.id != walk.finished.id


@pytest.mark.parametrize(
    ("silence_s", "signal"), [(61.5, None), (1, BeltSignal.STARTED)]
)
def test_a_silenced_belt_is_heard_again(
    silence_s: float, signal: BeltSignal | None
) -> None:
    """When it was silent for a minute, or says that it starts."""
    walk = Walk()
    walk.belt(2 * MINUTE)
    walk.finish()
    walk.belt(3)
    walk.wait(silence_s)
    walk.frame(2.5, signal=signal)
    assert walk.engine.phase is Phase.WALKING


def test_a_silenced_belt_is_heard_when_the_walker_starts() -> None:
    """The command to start overrules it, and another belt was never silenced."""
    walk = Walk()
    walk.belt(2 * MINUTE)
    walk.finish()
    walk.belt(3)
    walk.start()
    walk.belt(3)
    assert walk.open.source == BELT
    walk.finish()
    walk.wait(1)
    walk.frame(2.0, source=POD)
    assert walk.open.source == POD


def test_a_discarded_session_leaves_nothing() -> None:
    """It is never rejoined, and its running belt is not heard."""
    walk = Walk()
    walk.belt(2 * MINUTE)
    first = walk.open.id
    walk.discard()
    walk.belt(10)
    assert walk.told() == ("SessionStarted", "SessionDiscarded")
    walk.belt(5, kmh=0)
    walk.belt(5)
    assert walk.open.id != first
    assert walk.open.stretches.active_s() < 5


def test_a_turn_goes_the_other_way_and_back() -> None:
    """Each stretch keeps its own direction; figures are apart."""
    walk = Walk()
    walk.start()
    walk.wait(60)
    walk.turn()
    walk.wait(30)
    walk.turn()
    walk.wait(20)
    walk.finish()
    assert walk.told()[1:3] == ("SessionTurned", "SessionTurned")
    assert [part.direction for part in walk.finished.segments] == [
        Direction.BACKWARD,
        Direction.FORWARD,
        Direction.BACKWARD,
    ]
    assert walk.finished.active_s(Direction.BACKWARD) == pytest.approx(80)
    assert walk.finished.active_s(Direction.FORWARD) == pytest.approx(30)


def test_a_turn_into_the_direction_that_holds_is_none() -> None:
    """Nothing is told."""
    walk = Walk()
    walk.start()
    walk.turn(Direction.BACKWARD)
    assert walk.told() == ("SessionStarted",)


@pytest.mark.parametrize(
    ("choice", "first", "turned"),
    [
        (DirectionChoice.BACKWARD, Direction.BACKWARD, Direction.FORWARD),
        (DirectionChoice.FORWARD, Direction.FORWARD, Direction.BACKWARD),
        (DirectionChoice.ASK, Direction.UNKNOWN, Direction.BACKWARD),
    ],
)
def test_a_session_begins_as_the_walker_chose(
    choice: DirectionChoice, first: Direction, turned: Direction
) -> None:
    """And the first turn is into the other direction, or backward where none was known."""
    walk = Walk()
    walk.engine.choice = choice
    walk.start()
    assert walk.open.stretches.direction is first
    walk.turn()
    assert walk.open.stretches.direction is turned


def test_an_answer_holds_for_all_that_was_walked_until_then() -> None:
    """An unknown direction gives no credit until answered; then the whole walk has it."""
    walk = Walk()
    walk.engine.choice = DirectionChoice.ASK
    walk.start()
    walk.wait(60)
    assert walk.open.stretches.active_s(Direction.BACKWARD) == 0
    walk.turn(Direction.BACKWARD)
    walk.wait(60)
    walk.finish()
    assert len(walk.finished.segments) == 1
    assert walk.finished.active_s(Direction.BACKWARD) == pytest.approx(120)
