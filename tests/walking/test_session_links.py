"""Sessions that are rejoined, and what lost links and restarts make of them."""

from datetime import timedelta
from itertools import pairwise

import pytest

from custom_components.retrowalk.walking.events import SessionResumed
from custom_components.retrowalk.walking.model import (
    BeltSignal,
    FinishReason,
    PauseReason,
    Phase,
)

from .walks import BELT, EVENING, POD, Walk, paused

MINUTE = 60


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


@pytest.mark.parametrize("kmh", [2.5, 0.0])
def test_a_walk_that_is_rejoined_after_a_lost_link_has_the_time_of_its_metres(
    kmh: float,
) -> None:
    """The link was lost at rest; the walker went on, longer than anybody waited."""
    walk = Walk()
    walk.belt(5 * MINUTE)
    walk.belt(20, kmh=0)
    walk.wait(3 * MINUTE)
    assert walk.finished.reason is FinishReason.REST
    walk.frame(kmh, metres=100, steps=250, clock_s=150, since_s=3 * MINUTE, at=walk.at)
    assert walk.engine.phase is (Phase.WALKING if kmh else Phase.PAUSED)
    walk.finish()
    assert walk.finished.active_s() == pytest.approx(5 * MINUTE + 150, abs=1)
    metres = 5 * MINUTE * 2.5 / 3.6 + 100
    assert walk.finished.distance_m() == pytest.approx(metres, abs=0.1)
    assert walk.finished.steps() == 2 * 5 * MINUTE + 250


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


def test_metres_from_before_anybody_listened_open_no_session() -> None:
    """A belt that was walked on with its own remote control, and stands when Home Assistant finds it again."""
    walk = Walk()
    walk.frame(0, metres=800, steps=1200, clock_s=1200, since_s=1500)
    assert walk.engine.open is None
    assert walk.told() == ()


def test_a_session_that_begins_after_a_silence_has_nothing_of_the_silence() -> None:
    """The belt runs when it is found: from here on it counts."""
    walk = Walk()
    walk.frame(2.5, metres=800, steps=1200, clock_s=1200, since_s=1500)
    walk.belt(5 * MINUTE)
    walk.finish()
    assert walk.finished.distance_m() == pytest.approx(5 * MINUTE * 2.5 / 3.6, abs=0.1)
    assert walk.finished.steps() == 2 * 5 * MINUTE
    assert walk.finished.active_s() == pytest.approx(5 * MINUTE, abs=1)


def test_a_session_on_the_clock_takes_nothing_of_the_time_before_its_belt_was_called() -> (
    None
):
    """Start calls a belt that was let go an hour ago."""
    walk = Walk()
    walk.start()
    walk.wait(10)
    walk.frame(2.5, metres=800, steps=1200, clock_s=1200, since_s=3600)
    walk.belt(2 * MINUTE)
    walk.finish()
    assert walk.finished.distance_m() < 2 * MINUTE * 2.5 / 3.6 + 10
