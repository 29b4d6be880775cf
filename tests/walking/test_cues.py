"""The cue to turn round: how often, whatever pauses, restarts and turns by hand."""

from datetime import timedelta
import json

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.cues import LEAST_S, TurnCue
from custom_components.retrowalk.walking.events import TurnDue
from custom_components.retrowalk.walking.model import Direction, Profile
from custom_components.retrowalk.walking.session import SessionEngine
from custom_components.retrowalk.walking.stored import StoredError

from .walks import EVENING, Walk, civil_day


def cues(walk: Walk) -> list[tuple[float, Direction]]:
    """When it was time to turn, in seconds since the evening began, and where."""
    return [
        ((event.at - EVENING).total_seconds(), event.direction)
        for event in walk.events
        if isinstance(event, TurnDue)
    ]


def times(walk: Walk) -> list[float]:
    """When it was time to turn, in seconds since the evening began."""
    return [round(at, 1) for at, _ in cues(walk)]


def test_told_each_interval_while_nobody_turns() -> None:
    """The same turn is asked for again and again."""
    walk = Walk()
    walk.start(turn_every_s=120)
    walk.wait(370)
    assert times(walk) == [120, 240, 360]
    assert {direction for _, direction in cues(walk)} == {Direction.FORWARD}


def test_a_turn_starts_the_count_anew() -> None:
    """Whoever turned early has the whole interval before the next turn, which leads back."""
    walk = Walk()
    walk.start(turn_every_s=120)
    walk.wait(100)
    walk.turn()
    walk.wait(125)
    walk.turn()
    walk.wait(119)
    assert cues(walk) == [(220, Direction.BACKWARD)]
    walk.wait(1)
    assert times(walk) == [220, 345]


def test_a_pause_does_not_count() -> None:
    """Only what was walked."""
    walk = Walk()
    walk.start(turn_every_s=60)
    walk.wait(50)
    walk.pause()
    walk.wait(100)
    walk.resume()
    walk.wait(9)
    assert times(walk) == []
    walk.wait(1)
    assert times(walk) == [160]


def test_a_belt_that_rests_does_not_count() -> None:
    """A measured session is cued by what the belt shows."""
    walk = Walk()
    walk.start(turn_every_s=60)
    walk.belt(50)
    walk.belt(30, kmh=0)
    assert times(walk) == []
    walk.belt(60)
    assert len(times(walk)) == 1
    assert 85 <= times(walk)[0] <= 95


def test_nobody_is_cued_who_did_not_ask() -> None:
    """Without the option there is none, and the next session does not inherit it."""
    walk = Walk()
    walk.start(turn_every_s=60)
    walk.wait(59)
    walk.finish()
    walk.start("another")
    walk.wait(300)
    assert times(walk) == []


def test_a_session_that_is_open_can_be_asked_for_too() -> None:
    """A start while the belt runs: turns are counted from there, and the direction is taken over."""
    walk = Walk()
    walk.belt(100)
    walk.start(turn_every_s=60, direction=Direction.FORWARD)
    assert walk.open.stretches.direction is Direction.FORWARD
    walk.belt(59)
    assert times(walk) == []
    walk.belt(2)
    assert [direction for _, direction in cues(walk)] == [Direction.BACKWARD]


def test_a_new_session_begins_in_the_direction_asked_for() -> None:
    """It is not turned after its start."""
    walk = Walk()
    walk.start(direction=Direction.FORWARD)
    assert walk.told() == ("SessionStarted",)
    assert walk.open.stretches.direction is Direction.FORWARD


def test_the_cue_survives_a_restart() -> None:
    """The count goes on where it was; the time away is walked on, as long as it is short."""
    walk = Walk()
    walk.start(turn_every_s=60)
    walk.wait(50)
    walk.engine.run_clock(walk.at)
    paper = json.loads(json.dumps(walk.engine.written()))
    walk.engine = SessionEngine(Profile(), civil_day)
    walk.engine.restore(paper)
    walk.wait(10)
    assert times(walk) == [60]


def test_a_long_silence_is_told_once() -> None:
    """Nobody wants to hear four times that it was time to turn; the rhythm stays."""
    walk = Walk()
    walk.start(turn_every_s=60)
    walk.sleep(250)
    assert times(walk) == [250]
    walk.wait(50)
    assert times(walk) == [250, 300]


def test_a_session_cut_to_its_plan_counts_from_there() -> None:
    """Rejoined after it was cut, it does not wait for seconds that were taken away."""
    cue = TurnCue(every_s=60, since_s=900)
    assert cue.left_s(600) == 60


@pytest.mark.parametrize(
    "wrong",
    [{}, {"every_s": 60}, {"every_s": 1, "since_s": 0}, {"every_s": -5, "since_s": 0}],
)
def test_what_is_no_cue_is_refused(wrong: dict[str, object]) -> None:
    """A file that was tampered with."""
    with pytest.raises(StoredError):
        TurnCue.read(wrong)


@given(
    every_s=st.floats(LEAST_S, 600),
    parts=st.lists(
        st.tuples(st.sampled_from(["walk", "pause"]), st.floats(0.1, 300)), max_size=12
    ),
)
def test_as_many_cues_as_intervals(
    every_s: float, parts: list[tuple[str, float]]
) -> None:
    """However a walk is cut into pieces, each interval walked is told once, at its end."""
    walk = Walk()
    walk.start(turn_every_s=every_s, planned_s=100_000)
    for kind, seconds in parts:
        if kind == "pause":
            walk.pause()
            walk.wait(min(seconds, 110))
            walk.resume()
        else:
            walk.wait(seconds)
    walk.engine.run_clock(walk.at)
    walked_s = walk.open.stretches.active_s()
    told = len(cues(walk))
    assert abs(told - walked_s / every_s) <= 1
    assert told * every_s <= walked_s + 0.01


@given(every_s=st.floats(LEAST_S, 300), turns=st.lists(st.floats(1, 400), max_size=8))
def test_never_twice_within_an_interval(every_s: float, turns: list[float]) -> None:
    """Neither after a cue nor after a turn; and each wake-up lies ahead of the one before."""
    walk = Walk()
    walk.start(turn_every_s=every_s, planned_s=100_000)
    for seconds in turns:
        walk.wait(seconds)
        assert walk.engine.next_wakeup is not None
        assert walk.engine.next_wakeup > walk.at - timedelta(milliseconds=2)
        walk.turn()
    marks = [
        event.at
        for event in walk.events
        if type(event).__name__ in ("TurnDue", "SessionTurned", "SessionStarted")
    ]
    for event in walk.events:
        if isinstance(event, TurnDue):
            before = max((at for at in marks if at < event.at), default=EVENING)
            assert (event.at - before).total_seconds() >= every_s - 0.01
