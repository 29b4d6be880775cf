"""One session from several live sources: the best measures it, and whoever comes or goes neither doubles nor loses anything."""

from datetime import timedelta

import pytest

from custom_components.retrowalk.walking.model import (
    BeltSignal,
    FinishReason,
    PauseReason,
    Phase,
    Profile,
    StepSource,
)

from .company import MPS, Company
from .walks import BELT, EVENING, POD, VIEW, paused

STATE = "state:dd"


def near(seconds: float) -> tuple[object, object]:
    """Return the seconds, and the metres walked in them, to a frame or two."""
    return pytest.approx(seconds, abs=1.5), pytest.approx(MPS * seconds, abs=1.5 * MPS)


@pytest.mark.parametrize(
    ("first", "second"), [(POD, BELT), (BELT, POD), (VIEW, POD), (VIEW, BELT)]
)
def test_a_source_that_joins_neither_doubles_nor_loses_anything(
    first: str, second: str
) -> None:
    """Whoever came first, the better one measures from then on."""
    walk = Company()
    walk.go(60, first)
    walk.go(60, first, second)
    assert walk.told() == ("SessionStarted",)
    assert walk.figures == near(120)
    assert walk.open.stretches.steps() == pytest.approx(240, abs=3)
    order = [BELT, POD, VIEW]
    assert walk.open.source == min(first, second, key=order.index)


def test_a_source_with_a_baseline_only_measures_from_its_next_sample() -> None:
    """Its first one tells nothing of what was walked before."""
    walk = Company()
    walk.go(60, POD)
    walk.frame(2.52, source=BELT, since_s=0.0)
    assert walk.open.source == POD
    walk.go(60, BELT, POD)
    assert walk.open.source == BELT
    assert walk.figures == near(120)


@pytest.mark.parametrize("gone", [BELT, POD])
def test_a_source_that_leaves_loses_nothing(gone: str) -> None:
    """The other one goes on; not even the seconds until that is noticed are lost, and nobody is told of a pause."""
    walk = Company()
    walk.go(60, BELT, POD)
    (left,) = {BELT, POD} - {gone}
    walk.go(60, left)
    assert walk.told() == ("SessionStarted",)
    assert walk.open.source == left
    assert walk.figures == near(120)
    assert walk.open.stretches.steps() == pytest.approx(240, abs=3)


def test_it_is_noticed_after_ten_seconds_that_the_belt_is_gone() -> None:
    """As without company; but another source takes over instead of a pause."""
    walk = Company()
    walk.go(60, BELT, POD)
    walk.go(9, POD)
    assert walk.open.source == BELT
    walk.go(2, POD)
    assert walk.open.source == POD
    assert walk.engine.phase is Phase.WALKING
    assert walk.figures == near(71)


def test_nobody_takes_over_who_rests_or_is_silent_too() -> None:
    """Then the link is lost, as of the last frame of the source that measured."""
    walk = Company()
    walk.go(60, BELT, POD)
    walk.go(3, POD, kmh=0)
    walk.wait(20)
    assert paused(walk) == (PauseReason.LINK, 60)
    walk = Company()
    walk.go(60, BELT, POD)
    walk.wait(20)
    assert paused(walk) == (PauseReason.LINK, 60)


def test_a_source_that_moves_ends_the_pause_of_a_lost_link() -> None:
    """What it saw itself counts."""
    walk = Company()
    walk.go(60, BELT)
    walk.wait(40)
    walk.go(60, POD)
    assert walk.told() == ("SessionStarted", "SessionPaused", "SessionResumed")
    assert walk.open.source == POD
    assert walk.figures == near(120)


def test_what_the_belt_counted_while_another_measured_is_not_credited_twice() -> None:
    """It measures again, with the metres behind those of the other."""
    walk = Company()
    walk.go(60, BELT, POD)
    walk.go(60, POD)
    walk.wait(0.9)
    walk.come_back(BELT, 60.9)
    assert walk.open.source == BELT
    assert walk.figures == near(121)
    walk.go(60, BELT, POD)
    assert walk.figures == near(181)
    assert walk.open.stretches.steps() == pytest.approx(2 * 181, abs=6)
    assert walk.told() == ("SessionStarted",)


def test_what_nobody_else_saw_is_credited_to_the_belt_that_comes_back() -> None:
    """Up to where the other one fell silent."""
    walk = Company()
    walk.go(60, BELT, POD)
    walk.go(60, POD)
    walk.wait(100)
    walk.come_back(BELT, 160)
    assert walk.figures == near(220)


@pytest.mark.parametrize("since_s", [20, 0])
def test_the_time_between_two_sources_is_told_by_the_former(since_s: float) -> None:
    """A phone posts now and then: what it saw until the belt began counts, once; also where it does not say since when."""
    walk = Company()
    for _ in range(6):
        walk.wait(20)
        walk.frame(None, metres=14, steps=40, source=VIEW, since_s=since_s)
    walk.wait(10)
    walk.go(10, BELT)
    assert walk.open.source == BELT
    walk.frame(None, metres=14, steps=40, source=VIEW, since_s=since_s)
    walk.go(60, BELT)
    seconds, metres = walk.figures
    # A first sample that tells of twenty seconds only begins the session.
    metres -= 0 if since_s else 14
    assert (seconds, metres) == near(100 + 10 + 10 + 60)


def test_what_was_before_the_walk_is_no_part_of_it() -> None:
    """A pod that tells late of what it saw before the belt began."""
    walk = Company()
    walk.go(60, BELT)
    before = walk.engine.written()
    walk.frame(2.5, metres=50, steps=90, source=POD, at=EVENING)
    assert walk.engine.written() == before


def test_rest_of_the_source_that_measures_is_rest() -> None:
    """Whatever the others see: the belt stands, and somebody walks about with the pod on."""
    walk = Company()
    walk.go(60, BELT, POD)
    for _ in range(30):
        walk.wait(0.4)
        walk.frame(2.5, metres=MPS, steps=2, source=POD)
        walk.wait(0.6)
        walk.frame(0, steps=0, source=BELT)
    assert paused(walk)[0] is PauseReason.REST
    assert walk.figures == near(60)
    assert walk.open.stretches.steps() == pytest.approx(120, abs=6)


def test_a_belt_that_rested_and_was_switched_off_is_at_rest() -> None:
    """No other source takes it from there; a better or another such one does."""
    walk = Company()
    walk.go(60, BELT, POD)
    walk.go(5, BELT, kmh=0)
    walk.go(60, POD)
    assert paused(walk)[0] is PauseReason.REST
    walk.go(5, "belt:other")
    assert walk.open.source == "belt:other"
    assert walk.engine.phase is Phase.WALKING


def test_a_belt_stop_ends_a_session_that_others_see_too() -> None:
    """And whoever goes on seeing the walker opens no other one before the walker has rested."""
    walk = Company()
    walk.go(120, BELT, POD)
    walk.frame(0, signal=BeltSignal.STOPPED)
    assert walk.finished.reason is FinishReason.BELT_STOP
    walk.go(30, POD)
    assert walk.engine.open is None
    walk.go(3, POD, kmh=0)
    walk.go(3, POD)
    assert walk.open.source == POD


@pytest.mark.parametrize("command", ["finish", "discard"])
def test_no_source_opens_another_session_at_once(command: str) -> None:
    """After the walker ended one, all that saw it have to rest first."""
    walk = Company()
    walk.go(120, BELT, POD, VIEW)
    getattr(walk, command)()
    walk.go(30, BELT, POD, VIEW)
    assert walk.engine.open is None
    walk.restart()
    walk.go(30, BELT, POD, VIEW)
    assert walk.engine.open is None


def test_a_stop_of_a_belt_that_does_not_measure_ends_nothing() -> None:
    """Another one is walked on."""
    walk = Company()
    walk.go(60, BELT, POD)
    walk.go(60, POD)
    walk.frame(0, signal=BeltSignal.STOPPED, source=BELT)
    assert walk.open.source == POD


def test_a_pause_by_command_holds_whoever_moves() -> None:
    """What is counted meanwhile is dropped, by all of them."""
    walk = Company()
    walk.go(60, BELT, POD)
    walk.pause()
    walk.go(60, BELT, POD)
    assert paused(walk)[0] is PauseReason.COMMAND
    walk.resume()
    walk.go(60, BELT, POD)
    assert walk.figures == near(120)
    assert walk.open.stretches.steps() == pytest.approx(240, abs=6)


def test_nothing_of_a_pause_is_credited_to_whoever_takes_over_after_it() -> None:
    """The belt was lost during the pause; the pod saw all of it."""
    walk = Company()
    walk.go(60, BELT, POD)
    walk.pause()
    walk.go(60, POD)
    walk.resume()
    walk.go(60, POD)
    assert walk.open.source == POD
    assert walk.figures == near(120)


def test_a_belt_that_starts_ends_a_pause_by_command() -> None:
    """A better source that comes from rest is a start; a lesser one is none."""
    walk = Company()
    walk.go(60, POD)
    walk.pause()
    walk.go(10, VIEW, kmh=0)
    walk.go(10, VIEW)
    assert paused(walk)[0] is PauseReason.COMMAND
    walk.go(10, BELT, kmh=0)
    walk.go(60, BELT)
    assert walk.engine.phase is Phase.WALKING
    assert walk.figures == near(119)


@pytest.mark.parametrize("source", [BELT, POD])
def test_any_source_that_measured_rejoins(source: str) -> None:
    """The session is named after the best of them."""
    walk = Company()
    walk.go(60, BELT, POD)
    walk.go(60, POD)
    walk.go(200, POD, kmh=0)
    first = walk.finished
    assert first.source == BELT
    walk.go(60, source)
    assert walk.open.id == first.id
    assert walk.open.source == source
    # The second from the last movement to rest, and the one back, are none's.
    assert walk.figures == near(179)


def test_a_source_that_never_measured_does_not_rejoin() -> None:
    """It saw the walk, and no more."""
    walk = Company()
    walk.go(1, BELT)
    walk.go(60, BELT, POD)
    walk.go(200, BELT, POD, kmh=0)
    first = walk.finished
    walk.go(60, POD)
    assert walk.open.id != first.id


def test_a_phone_that_posts_may_be_silent_for_a_minute() -> None:
    """Nobody wants to be told of a pause between two posts."""
    walk = Company()
    for _ in range(4):
        walk.frame(None, metres=21, steps=60, source=VIEW, since_s=30)
        walk.wait(30)
    assert walk.told() == ("SessionStarted",)
    assert walk.open.stretches.active_s() == pytest.approx(90)
    walk.wait(31)
    assert paused(walk)[0] is PauseReason.LINK


@pytest.mark.parametrize("source", [POD, VIEW, STATE, BELT])
@pytest.mark.parametrize("opens", [True, False])
def test_live_sources_open_sessions_where_that_is_asked_for(
    source: str, opens: bool
) -> None:
    """All kinds of them."""
    walk = Company(Profile(live_opens_session=opens))
    walk.frame(2.5, metres=1, source=source)
    assert (walk.engine.open is not None) is opens


def test_what_comes_twice_or_late_does_no_harm() -> None:
    """Of a source that accompanies as of one that measures."""
    walk = Company()
    walk.go(60, BELT, POD)
    late = walk.at - timedelta(seconds=20)
    before = walk.figures, walk.open.stretches.steps()
    for source in (POD, VIEW):
        sample = walk.frame(2.5, metres=5, steps=9, source=source, at=late)
        assert walk.engine.feed(sample) == ()
    assert (walk.figures, walk.open.stretches.steps()) == before
    walk.go(60, BELT, POD)
    assert walk.figures == near(120)


def test_a_late_sample_of_the_belt_tells_nothing_that_the_pod_has_told() -> None:
    """That of its way while it was away comes after the next ones."""
    walk = Company()
    walk.go(60, BELT, POD)
    walk.go(60, POD)
    back = walk.at
    walk.wait(1)
    walk.go(3, BELT, POD)
    assert walk.open.source == BELT
    walk.frame(2.52, metres=60 * MPS, steps=120, at=back, since_s=60)
    assert walk.figures == near(124)


def test_samples_that_waited_through_a_reload_are_not_counted_twice() -> None:
    """The belt's come first, then all of the pod's."""
    walk = Company()
    walk.go(60, BELT, POD)
    begin = walk.at
    walk.restart()
    walk.at += timedelta(seconds=30)
    for source in (BELT, POD):
        for second in range(1, 31):
            at = begin + timedelta(seconds=second)
            walk.frame(2.52, metres=MPS, steps=2, source=source, at=at, clock_s=1)
    walk.go(10, BELT, POD)
    assert walk.figures == near(100)
    assert walk.open.stretches.steps() == pytest.approx(200, abs=12)
    assert walk.open.stretches.step_source is StepSource.BELT


def test_counters_are_handed_out_to_each_source_of_the_session() -> None:
    """A belt that was switched off for a while goes on from where it stood."""
    walk = Company()
    walk.go(60, BELT, POD)
    walk.go(60, POD)
    known = walk.engine.counters(BELT, walk.at)
    assert known is not None
    assert known.at == EVENING + timedelta(seconds=60)
    assert walk.engine.counters(POD, walk.at) == walk.open.counters
    assert walk.engine.counters(VIEW, walk.at) is None


@pytest.mark.parametrize("joined", [(BELT, POD), (POD, VIEW), (BELT, POD, VIEW)])
def test_a_restart_changes_nothing(joined: tuple[str, ...]) -> None:
    """In the middle of a walk with several sources."""
    walk, other = Company(), Company()
    for one in (walk, other):
        one.go(60, *joined)
        one.go(30, *joined[1:])
    other.restart()
    for one in (walk, other):
        one.go(30, *joined[1:])
        one.go(30, *joined)
        one.finish()
    assert other.finished == walk.finished
