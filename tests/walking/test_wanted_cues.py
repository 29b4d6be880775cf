"""What a walker wants to be told in every walk: when to turn, and that it goes too fast backward."""

from datetime import date

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.cues import LEAST_S, WantedCues, passes_cap
from custom_components.retrowalk.walking.decision import Decision, DecisionKey
from custom_components.retrowalk.walking.events import SpeedCapPassed, TurnDue
from custom_components.retrowalk.walking.goal import Goals
from custom_components.retrowalk.walking.journal import Journal
from custom_components.retrowalk.walking.model import (
    Direction,
    DirectionChoice,
    Profile,
)
from custom_components.retrowalk.walking.unanswered import answered, is_unanswered

from .walks import EVENING, Walk

CAP = WantedCues(speed_cap_mps=3.0 / 3.6)
TURNS = WantedCues(turn_every_s=60)
MONDAY = date(2026, 3, 2)


def walk_with(cues: WantedCues, choice: DirectionChoice | None = None) -> Walk:
    """A walker who wants these cues."""
    walk = Walk()
    walk.engine.cues = cues
    if choice is not None:
        walk.engine.choice = choice
    return walk


def passes(walk: Walk) -> list[tuple[float, float]]:
    """When the cap was passed, in seconds since the evening began, and at which speed in km/h."""
    return [
        ((event.at - EVENING).total_seconds(), round(event.speed_mps * 3.6, 1))
        for event in walk.events
        if isinstance(event, SpeedCapPassed)
    ]


def turns(walk: Walk) -> list[float]:
    """When it was time to turn, in seconds since the evening began."""
    return [
        (event.at - EVENING).total_seconds()
        for event in walk.events
        if isinstance(event, TurnDue)
    ]


# The cap


def test_the_cap_is_told_once_each_time_it_is_passed() -> None:
    """A flicker round it is no new time; clearly slower in between is."""
    walk = walk_with(CAP)
    walk.belt(30, 3.0)
    assert passes(walk) == []
    walk.belt(10, 3.1)
    walk.belt(10, 2.9)
    walk.belt(10, 3.2)
    assert passes(walk) == [(31, 3.1)]
    walk.belt(5, 2.7)
    walk.belt(5, 3.2)
    assert passes(walk) == [(31, 3.1), (66, 3.2)]


def test_the_cap_reclassifies_nothing() -> None:
    """The walk is backward as before, and the same session."""
    told, untold = walk_with(CAP), Walk()
    for walk in (told, untold):
        walk.belt(90, 4.0)
        walk.finish()
    assert passes(told) != []
    assert told.finished == untold.finished
    assert told.finished.active_s(Direction.BACKWARD) == 89


def test_the_cap_is_for_backward_walking() -> None:
    """Forward may be faster; who turns backward at that speed is told."""
    walk = walk_with(CAP, DirectionChoice.FORWARD)
    walk.belt(30, 4.0)
    assert passes(walk) == []
    walk.turn()
    walk.belt(30, 4.0)
    assert passes(walk) == [(31, 4.0)]
    walk.turn()
    walk.belt(5, 4.0)
    walk.turn()
    walk.belt(5, 4.0)
    assert len(passes(walk)) == 2


def test_nobody_is_told_too_fast_whose_direction_is_unknown() -> None:
    """It may be forward."""
    walk = walk_with(CAP, DirectionChoice.ASK)
    walk.belt(30, 4.0)
    assert passes(walk) == []
    walk.turn(Direction.BACKWARD)
    walk.belt(2, 4.0)
    assert passes(walk) == [(31, 4.0)]


def test_a_pause_is_no_speed() -> None:
    """The belt may run on in a pause by command; going on above the cap is told again."""
    walk = walk_with(CAP)
    walk.belt(30, 2.0)
    walk.pause()
    walk.belt(10, 4.0)
    assert passes(walk) == []
    walk.resume()
    walk.belt(10, 4.0)
    assert len(passes(walk)) == 1


def test_a_cap_chosen_in_mid_walk_holds_at_once() -> None:
    """And one that is given up tells nothing more."""
    walk = Walk()
    walk.belt(30, 4.0)
    walk.engine.cues = CAP
    walk.belt(2, 4.0)
    assert passes(walk) == [(31, 4.0)]
    walk.engine.cues = WantedCues()
    walk.belt(10, 2.0)
    walk.belt(10, 4.0)
    assert len(passes(walk)) == 1


def test_a_source_without_speed_is_never_too_fast() -> None:
    """Nothing is made up."""
    walk = walk_with(CAP)
    for _ in range(60):
        walk.wait(1)
        walk.frame(None, metres=1.4, steps=2)
    assert passes(walk) == []


@given(st.floats(0, 10), st.floats(0.1, 5), st.booleans())
def test_whoever_was_above_is_so_for_longer(
    speed: float, cap: float, was_above: bool
) -> None:
    """Above the cap always, clearly below it never."""
    above = passes_cap(speed / 3.6, cap / 3.6, was_above=was_above)
    if speed > cap + 1e-9:
        assert above
    if speed < cap - 0.2 - 1e-9:
        assert not above
    assert not passes_cap(speed / 3.6, cap / 3.6, was_above=False) or above


# Turns


def test_walks_that_open_by_themselves_have_their_turns() -> None:
    """By active time: a belt at rest does not count."""
    walk = walk_with(TURNS)
    walk.belt(61)
    assert turns(walk) == [61]
    walk.belt(30)
    walk.belt(20, 0)
    walk.belt(31)
    assert turns(walk) == [61, 142]


def test_the_start_button_has_them_too() -> None:
    """On the clock; and a start that says otherwise is heeded."""
    walk = walk_with(TURNS)
    walk.start()
    walk.wait(130)
    assert turns(walk) == [60, 120]
    other = walk_with(TURNS)
    other.start(turn_every_s=100)
    other.wait(130)
    assert turns(other) == [100]


def test_nobody_who_wants_no_turns_is_told_to() -> None:
    """The usual case."""
    walk = Walk()
    walk.start()
    walk.wait(300)
    assert turns(walk) == []


def test_turns_survive_a_restart() -> None:
    """The count goes on where it was."""
    walk = walk_with(TURNS)
    walk.belt(31)
    walk.restart()
    walk.belt(31)
    assert turns(walk) == [61]


def test_a_walk_that_is_taken_over_has_the_turns_of_its_walker() -> None:
    """From then on."""
    walk, ada = walk_with(WantedCues()), walk_with(TURNS)
    walk.belt(50)
    ada.at = walk.at
    ada.note(ada.engine.take_over(walk.open))
    ada.belt(59)
    assert turns(ada) == []
    ada.belt(2)
    assert turns(ada) == [110]


# Decisions


def _goals(**decided: float) -> Goals:
    journal = Journal()
    for key, value in decided.items():
        journal.decide(
            Decision(at=EVENING, day=MONDAY, key=DecisionKey(key), value=value)
        )
    return Goals(journal)


@pytest.mark.parametrize(
    ("decided", "wanted"),
    [
        ({}, WantedCues()),
        ({"turn_every": 0, "speed_cap": 0}, WantedCues()),
        ({"turn_every": 2.5}, WantedCues(turn_every_s=150)),
        ({"turn_every": 0.001}, WantedCues(turn_every_s=LEAST_S)),
        ({"speed_cap": 3.6}, WantedCues(speed_cap_mps=1.0)),
    ],
)
def test_cues_are_decided_on(decided: dict[str, float], wanted: WantedCues) -> None:
    """In minutes and kilometres an hour; nothing that a checkpoint would refuse."""
    assert _goals(**decided).cues(MONDAY) == wanted


# Fast stretches of a walk whose direction is asked for later


def _fast_walk(*, restarts: bool) -> Walk:
    walk = walk_with(WantedCues(), DirectionChoice.ASK)
    walk.belt(60, 3.0)
    for number in range(6):
        walk.belt(5, 6.0)
        if restarts and number in (0, 3):
            walk.restart()
            walk.engine.choice = DirectionChoice.ASK
    walk.belt(60, 3.0)
    walk.finish()
    return walk


@pytest.mark.parametrize("restarts", [False, True])
def test_what_was_too_fast_is_forward_whatever_is_answered(*, restarts: bool) -> None:
    """After ten seconds, also across a restart; the rest is unknown, and waits."""
    finished = _fast_walk(restarts=restarts).finished
    assert finished.active_s(Direction.FORWARD) == pytest.approx(30, abs=2)
    assert finished.active_s(Direction.UNKNOWN) == pytest.approx(120, abs=2)
    assert is_unanswered(finished)
    backward = answered(finished, Direction.BACKWARD)
    assert backward.active_s(Direction.FORWARD) == finished.active_s(Direction.FORWARD)
    assert backward.active_s(Direction.BACKWARD) == pytest.approx(120, abs=2)
    assert not is_unanswered(backward)


def test_nine_fast_seconds_are_as_unknown_as_the_rest() -> None:
    """A slip of the finger."""
    walk = walk_with(WantedCues(), DirectionChoice.ASK)
    walk.belt(60, 3.0)
    walk.belt(9, 6.0)
    walk.belt(60, 3.0)
    walk.finish()
    assert walk.finished.active_s(Direction.UNKNOWN) == 128
    assert len(walk.finished.segments) == 1


def test_an_answer_makes_no_difference_to_metres_and_steps() -> None:
    """Energy goes along with the direction, where the body is known."""
    walk = Walk(Profile(mass_kg=70.0))
    walk.engine.choice = DirectionChoice.ASK
    walk.belt(120, 3.0)
    walk.finish()
    before = walk.finished
    backward = answered(before, Direction.BACKWARD)
    forward = answered(before, Direction.FORWARD)
    for after in (backward, forward):
        assert (after.distance_m(), after.steps()) == (
            before.distance_m(),
            before.steps(),
        )
    assert backward.energy_kcal is not None
    assert forward.energy_kcal == before.energy_kcal
    assert backward.energy_kcal > (forward.energy_kcal or 0)
