"""What a session makes of a belt's samples, of the walker's commands, and of time."""

from datetime import timedelta
from itertools import pairwise

import pytest

from custom_components.retrowalk.walking.events import SessionPaused, SessionResumed
from custom_components.retrowalk.walking.model import (
    BeltSignal,
    Direction,
    DirectionChoice,
    FinishReason,
    PauseReason,
    Phase,
    Profile,
)

from .walks import BELT, EVENING, POD, Walk

MINUTE = 60


def paused(walk: Walk) -> tuple[PauseReason | None, float | None]:
    """Return why a walk pauses, and since how many seconds after the evening began."""
    since = walk.open.paused_at
    seconds = None if since is None else (since - EVENING).total_seconds()
    return walk.open.pause_reason, seconds


# How a session begins


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


# Walking, resting


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


# Short sessions


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


# Commands


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


# Direction


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


# Sessions that rejoin


@pytest.mark.parametrize(
    ("minutes", "rejoins"),
    [pytest.param(9.9, True, id="in time"), pytest.param(10.1, False, id="too late")],
)
def test_a_belt_that_starts_again_within_ten_minutes_continues(
    minutes: float, rejoins: bool
) -> None:
    """The same session, the same id; the gap is pause."""
    walk = Walk()
    walk.belt(5 * MINUTE)
    walk.frame(0, signal=BeltSignal.STOPPED)
    first = walk.finished
    walk.belt(minutes * MINUTE - 1, kmh=0)
    walk.told()
    walk.belt(2 * MINUTE)
    walk.finish()
    assert (walk.finished.id == first.id) is rejoins
    if rejoins:
        assert walk.told() == ("SessionResumed", "SessionFinished")
        resumed = [event for event in walk.events if isinstance(event, SessionResumed)]
        assert resumed[-1].rejoined
        assert walk.finished.active_s() == pytest.approx(7 * MINUTE - 2)
        assert walk.finished.started_at == first.started_at


def test_a_finish_after_a_rejoin_is_told_with_the_same_id() -> None:
    """So that what was kept is amended, and not added to."""
    walk = Walk()
    walk.belt(2 * MINUTE)
    walk.belt(3 * MINUTE, kmh=0)
    walk.belt(2 * MINUTE)
    walk.belt(3 * MINUTE, kmh=0)
    finished = [
        event.session_id
        for event in walk.events
        if type(event).__name__ == "SessionFinished"
    ]
    assert len(finished) == 2
    assert len(set(finished)) == 1


@pytest.mark.parametrize("command", ["finish", "discard"])
def test_a_session_ended_by_command_is_never_rejoined(command: str) -> None:
    """Its walker said that it is over."""
    walk = Walk()
    walk.belt(2 * MINUTE)
    first = walk.open.id
    getattr(walk, command)()
    walk.belt(10, kmh=0)
    walk.belt(10)
    assert walk.open.id != first
    assert walk.engine.counters(BELT, walk.at) == walk.open.counters


def test_another_source_does_not_rejoin() -> None:
    """It opens a session of its own."""
    walk = Walk()
    walk.belt(2 * MINUTE)
    walk.belt(3 * MINUTE, kmh=0)
    walk.frame(3.0, source=POD)
    assert walk.open.id != walk.finished.id


def test_a_session_on_the_clock_goes_on_when_started_again_soon() -> None:
    """A pause that outlasted patience was still a pause."""
    walk = Walk()
    walk.start("hallway")
    walk.wait(100)
    walk.pause()
    walk.wait(5 * MINUTE)
    walk.start("again")
    walk.wait(50)
    walk.finish()
    assert walk.finished.id == "hallway"
    assert walk.finished.active_s() == pytest.approx(150)


def test_a_late_sample_of_a_finished_session_opens_no_other() -> None:
    """It was walked before the end."""
    walk = Walk()
    walk.belt(2 * MINUTE)
    walk.belt(3 * MINUTE, kmh=0)
    walk.frame(2.5, at=walk.finished.finished_at - timedelta(seconds=1))
    assert walk.engine.open is None


def test_counters_are_handed_out_only_for_a_session_that_may_go_on() -> None:
    """To its own source, while open and as long as it may be rejoined."""
    walk = Walk()
    assert walk.engine.counters(BELT, walk.at) is None
    walk.belt(2 * MINUTE)
    assert walk.engine.counters(BELT, walk.at) == walk.open.counters
    assert walk.engine.counters(POD, walk.at) is None
    walk.belt(3 * MINUTE, kmh=0)
    assert walk.engine.counters(BELT, walk.at) is not None
    walk.wait(10 * MINUTE)
    assert walk.engine.counters(BELT, walk.at) is None


# Lost links, restarts


def test_a_silent_belt_pauses_the_session_as_of_its_last_frame() -> None:
    """After ten seconds."""
    walk = Walk()
    walk.belt(MINUTE)
    walk.wait(9.9)
    assert walk.engine.phase is Phase.WALKING
    walk.wait(0.1)
    assert paused(walk) == (PauseReason.LINK, 60)


def test_what_was_walked_without_a_link_is_credited_by_the_belts_counters() -> None:
    """Metres and steps by its counters, time by its clock, never by speed."""
    walk = Walk()
    walk.belt(MINUTE, kmh=3.6)
    walk.wait(5 * MINUTE)
    walk.frame(3.6, metres=200, steps=300, clock_s=200)
    assert walk.told() == ("SessionStarted", "SessionPaused", "SessionResumed")
    assert walk.open.stretches.active_s() == pytest.approx(59 + 200)
    assert walk.open.stretches.distance_m() == pytest.approx(260)
    assert walk.open.stretches.steps() == 120 + 300


def test_no_more_time_is_credited_than_has_passed() -> None:
    """A belt's clock may run fast."""
    walk = Walk()
    walk.belt(MINUTE)
    walk.wait(100)
    walk.frame(metres=100, clock_s=500)
    assert walk.open.stretches.active_s() == pytest.approx(59 + 100)


@pytest.mark.parametrize("clock_s", [None, 0, 100])
def test_no_time_is_credited_where_nothing_was_walked(clock_s: float | None) -> None:
    """A clock that ran beside still counters was not walked."""
    walk = Walk()
    walk.belt(MINUTE)
    walk.wait(100)
    walk.frame(2.5, clock_s=clock_s)
    assert walk.open.stretches.active_s() == pytest.approx(59)


def test_a_belt_found_at_rest_after_silence_pauses_the_session() -> None:
    """As of the last movement that its counters tell of."""
    walk = Walk()
    walk.belt(MINUTE)
    walk.wait(50)
    walk.frame(0, metres=30, clock_s=40)
    assert paused(walk) == (PauseReason.REST, 100)
    assert walk.told() == ("SessionStarted", "SessionPaused")


def test_a_gap_that_nobody_noticed_is_bridged_in_the_same_way() -> None:
    """As when the machine slept; no speed is integrated over it."""
    walk = Walk()
    walk.belt(MINUTE)
    walk.at += timedelta(seconds=50)
    walk.frame(2.5, metres=20, clock_s=30)
    assert walk.told() == ("SessionStarted",)
    assert walk.open.stretches.active_s() == pytest.approx(59 + 30)
    walk.at += timedelta(seconds=50)
    walk.frame(0)
    assert paused(walk) == (PauseReason.REST, 90)


def test_patience_with_a_lost_link_is_ten_minutes() -> None:
    """Then the session is finished as of the last movement."""
    walk = Walk()
    walk.belt(2 * MINUTE)
    walk.wait(9 * MINUTE)
    assert walk.engine.phase is Phase.PAUSED
    walk.wait(MINUTE)
    assert walk.finished.reason is FinishReason.LINK
    assert walk.finished.finished_at == EVENING + timedelta(minutes=2)


def test_a_resume_cannot_restore_a_link() -> None:
    """The session stays paused until the belt is heard; nothing flickers."""
    walk = Walk()
    walk.belt(MINUTE)
    walk.wait(30)
    walk.told()
    walk.resume()
    walk.wait(30)
    assert walk.told() == ()
    assert paused(walk) == (PauseReason.LINK, 60)


def test_a_resume_after_the_link_was_lost_in_a_pause_waits_for_the_belt() -> None:
    """The pause by command is over; what the belt counted from now on is credited."""
    walk = Walk()
    walk.belt(MINUTE)
    walk.pause()
    walk.wait(30)
    walk.resume()
    assert paused(walk) == (PauseReason.LINK, 90)
    walk.wait(60)
    walk.frame(metres=100, clock_s=90)
    assert walk.engine.phase is Phase.WALKING
    assert walk.open.stretches.active_s() == pytest.approx(59 + 60)


@pytest.mark.parametrize(
    ("seconds", "phase"),
    [(5, Phase.WALKING), (300, Phase.PAUSED), (700, Phase.IDLE)],
)
def test_a_session_survives_a_restart(seconds: float, phase: Phase) -> None:
    """A short one unnoticed, a longer one as a lost link, and then as a finished walk."""
    walk = Walk()
    walk.belt(2 * MINUTE)
    walk.restart()
    walk.sleep(seconds)
    assert walk.engine.phase is phase
    if phase is Phase.IDLE:
        assert walk.finished.reason is FinishReason.LINK
        assert walk.recorded
        assert walk.finished.finished_at == EVENING + timedelta(minutes=2)
    else:
        walk.frame(metres=10, clock_s=seconds)
        assert walk.engine.phase is Phase.WALKING
        assert walk.open.stretches.active_s() == pytest.approx(119 + seconds)


@pytest.mark.parametrize(("minutes", "phase"), [(9, Phase.WALKING), (11, Phase.IDLE)])
def test_a_session_on_the_clock_survives_a_short_absence_of_the_home(
    minutes: float, phase: Phase
) -> None:
    """After ten minutes nobody knows how it went on: it ended when it was seen last."""
    walk = Walk()
    walk.start()
    walk.wait(5 * MINUTE)
    walk.restart()
    walk.sleep(minutes * MINUTE)
    assert walk.engine.phase is phase
    if phase is Phase.IDLE:
        assert walk.finished.reason is FinishReason.LINK
        assert walk.finished.active_s() == pytest.approx(300)


def test_a_finished_session_is_rejoined_after_a_restart() -> None:
    """The checkpoint keeps it as long as it may be."""
    walk = Walk()
    walk.belt(2 * MINUTE)
    walk.belt(3 * MINUTE, kmh=0)
    walk.restart()
    walk.belt(MINUTE)
    assert walk.open.id == walk.finished.id


def test_a_belt_silenced_by_the_finish_stays_so_over_a_restart() -> None:
    """It has not come to rest since."""
    walk = Walk()
    walk.belt(2 * MINUTE)
    walk.finish()
    walk.restart()
    walk.belt(MINUTE)
    assert walk.engine.open is None


def test_a_checkpoint_is_due_at_the_start_and_every_fifteen_seconds() -> None:
    """A crash loses no more, on a belt or on the clock."""
    for live in (True, False):
        walk = Walk()
        if live:
            walk.belt(MINUTE)
        else:
            walk.start()
            walk.wait(MINUTE)
        due = [
            (event.at - EVENING).total_seconds()
            for event in walk.events
            if type(event).__name__ == "CheckpointDue"
        ]
        assert len(due) >= 4
        assert max(b - a for a, b in pairwise(due)) <= 15


# Asking


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


# Samples and clocks that misbehave


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
