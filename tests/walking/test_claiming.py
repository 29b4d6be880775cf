"""A walk that was nobody's, as its walker's own: in pieces or whole, it comes to what it would have come to anyway."""

from dataclasses import replace
from datetime import timedelta
import json

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.claiming import (
    NOBODYS_BODY,
    claim_open,
    claimed,
)
from custom_components.retrowalk.walking.editing import given_away
from custom_components.retrowalk.walking.model import (
    BeltSignal,
    Direction,
    DirectionChoice,
    FinishReason,
    Profile,
    Segment,
    Session,
    StepSource,
)
from custom_components.retrowalk.walking.session import SessionEngine

from .walks import EVENING, Walk, civil_day, session

TALL = Profile(height_m=1.9, mass_kg=95.0, birth_year=1950)
BODIES = st.builds(
    Profile,
    height_m=st.none() | st.floats(1.4, 2.1),
    mass_kg=st.none() | st.floats(35, 180),
    birth_year=st.none() | st.integers(1926, 2010),
)
SPEEDS = st.lists(
    st.tuples(st.sampled_from([0.0, 1.5, 2.5, 4.0, 6.5]), st.integers(5, 40)),
    min_size=1,
    max_size=6,
)


def walked(profile: Profile, stages: list[tuple[float, int]], *, steps: bool) -> Walk:
    """Walk at these speeds for so many seconds."""
    walk = Walk(profile)
    walk.belt(5, steps=steps)
    for kmh, seconds in stages:
        walk.belt(seconds, kmh, steps=steps)
    return walk


def stop(walk: Walk) -> Session:
    """Stop the belt, and return the session."""
    walk.frame(0, signal=BeltSignal.STOPPED)
    return walk.finished


def close(one: Session, other: Session, *, energy: float) -> None:
    """Compare the figures of two walks."""
    assert [part.direction for part in one.segments] == [
        part.direction for part in other.segments
    ]
    assert one.active_s() == pytest.approx(other.active_s())
    assert one.distance_m() == pytest.approx(other.distance_m())
    # The mean speed of a mixed stretch is as good as the step model itself: within 15 %.
    assert one.steps() == pytest.approx(other.steps(), rel=0.15, abs=3)
    if other.energy_kcal is None:
        assert one.energy_kcal is None
    else:
        assert one.energy_kcal == pytest.approx(other.energy_kcal, rel=energy, abs=0.1)


@given(BODIES, SPEEDS, st.booleans())
def test_claimed_afterwards_it_is_what_the_walker_would_have_walked(
    body: Profile, stages: list[tuple[float, int]], steps: bool
) -> None:
    """Energy to the last digits, as it grows with the mass; estimated steps by the mean speed."""
    nobodys = stop(walked(NOBODYS_BODY, stages, steps=steps))
    own = stop(walked(body, stages, steps=steps))
    close(claimed(nobodys, body, Direction.BACKWARD), own, energy=0.01)


@given(BODIES, SPEEDS, SPEEDS, st.sampled_from(DirectionChoice), st.booleans())
def test_claimed_in_mid_walk_it_goes_on_as_the_walkers_own(
    body: Profile,
    before: list[tuple[float, int]],
    after: list[tuple[float, int]],
    choice: DirectionChoice,
    steps: bool,
) -> None:
    """With the same id and beginning; what is in the checkpoint can be read again."""
    nobodys = walked(NOBODYS_BODY, before, steps=steps)
    open_walk = nobodys.engine.open
    if open_walk is None:
        return
    whole_s, whole_m = open_walk.stretches.active_s(), open_walk.stretches.distance_m()
    own = Walk(body)
    own.engine.choice = choice
    claim_open(open_walk, body, choice.direction)
    own.at = nobodys.at
    own.note(own.engine.take_over(open_walk))
    own.restart()
    assert own.open.id == open_walk.id
    assert own.open.started_at == open_walk.started_at
    assert own.open.stretches.active_s() == pytest.approx(whole_s, abs=0.01)
    assert own.open.stretches.distance_m() == pytest.approx(whole_m, abs=0.1)
    assert own.open.stretches.active_s(Direction.BACKWARD) == pytest.approx(
        whole_s - own.open.stretches.active_s(Direction.FORWARD)
        if choice is DirectionChoice.BACKWARD
        else 0.0,
        abs=0.01,
    )
    own._number = 10_000  # noqa: SLF001
    for kmh, seconds in after:
        own.belt(seconds, kmh, steps=steps)
    session = stop(own) if own.engine.open else own.finished
    assert session.id == open_walk.id
    assert (session.energy_kcal is None) is (body.mass_kg is None)
    json.dumps(own.engine.written())


def test_a_walk_too_fast_is_forward_whoever_claims_it() -> None:
    """Only what would have been backward goes the walker's usual way."""
    nobodys = stop(walked(NOBODYS_BODY, [(2.5, 60), (6.5, 60), (2.5, 60)], steps=True))
    ways = [
        [part.direction for part in claimed(nobodys, TALL, way).segments]
        for way in (Direction.BACKWARD, Direction.UNKNOWN)
    ]
    fast = Direction.FORWARD
    assert ways == [
        [Direction.BACKWARD, fast, Direction.BACKWARD],
        [Direction.UNKNOWN, fast, Direction.UNKNOWN],
    ]


def test_a_forward_walker_stays_forward_after_a_fast_stretch() -> None:
    """Slowing down is no turn."""
    nobodys = walked(NOBODYS_BODY, [(2.5, 60), (6.5, 30)], steps=True)
    open_walk = nobodys.open
    claim_open(open_walk, TALL, Direction.FORWARD)
    own = Walk(TALL)
    own.at = nobodys.at
    own.note(own.engine.take_over(open_walk))
    own._number = 10_000  # noqa: SLF001
    own.told()
    own.belt(30)
    assert own.told() == ()
    assert {part.direction for part in own.open.stretches.segments} == {
        Direction.FORWARD
    }


def test_a_muted_belt_is_heard_again_by_whoever_takes_a_walk_over() -> None:
    """Who finished by command while the belt ran on, and then claims the walk that came of it."""
    own = Walk()
    own.belt(70)
    own.finish()
    nobodys = Walk(NOBODYS_BODY)
    nobodys.at = own.at
    nobodys.belt(20)
    open_walk = nobodys.open
    claim_open(open_walk, Profile(), Direction.BACKWARD)
    own.note(own.engine.take_over(open_walk))
    own.at = nobodys.at
    own.belt(50)
    assert own.open.stretches.active_s() == pytest.approx(69, abs=1)


def test_counted_steps_stay_and_told_energy_goes_by_the_mass() -> None:
    """For a walk that is moved as well."""
    walk = session("a", EVENING.date())
    part = walk.segments[0]
    own = replace(part, energy_kcal=50.0, step_source=StepSource.BELT)
    guess = replace(part, energy_kcal=None, step_source=StepSource.ESTIMATE)
    small = Profile(height_m=1.5, mass_kg=50.0)
    moved = given_away(replace(walk, segments=(own, guess)), small, TALL)
    assert moved.segments[0].steps == part.steps
    assert moved.segments[0].energy_kcal == 95.0
    assert moved.segments[1].steps < part.steps * 0.95
    assert moved.segments[1].energy_kcal is None
    nobody = given_away(replace(walk, segments=(own,)), small, Profile())
    assert nobody.energy_kcal is None


def test_what_nobody_measured_changes_by_an_assumed_speed() -> None:
    """A stretch without metres has estimates too."""
    part = Segment(
        direction=Direction.BACKWARD,
        started_at=EVENING,
        active_s=600.0,
        distance_m=0.0,
        steps=0,
        step_source=StepSource.NONE,
        energy_kcal=30.0,
    )
    walk = replace(session("a", EVENING.date()), segments=(part,))
    [turned] = claimed(walk, NOBODYS_BODY, Direction.FORWARD).segments
    assert turned.direction is Direction.FORWARD
    assert turned.energy_kcal is not None
    assert turned.energy_kcal < 30.0


# A walk that was written down after another one


@pytest.mark.parametrize(
    ("walked_until", "rejoins"),
    [(None, True), (-30, True), (0, True), (90, False)],
)
def test_a_walk_never_grows_over_one_that_was_written_down(
    walked_until: float | None, rejoins: bool
) -> None:
    """What ends before it, or with it, is not in the way."""
    walk = Walk()
    walk.belt(120)
    first = stop(walk)
    until = (
        None
        if walked_until is None
        else first.finished_at + timedelta(seconds=walked_until)
    )
    walk.engine.let_go({"other"}, until)
    walk.wait(200)
    walk.frame(0)
    walk.belt(70)
    assert (walk.open.id == first.id) is rejoins


def test_nothing_is_let_go_where_nothing_can_be_rejoined() -> None:
    """An engine that never walked, and one that walks."""
    engine = SessionEngine(Profile(), civil_day)
    engine.let_go({"a"}, EVENING)
    assert engine.closed is None
    walk = Walk()
    walk.belt(70)
    walk.engine.let_go({walk.open.id}, walk.at)
    assert stop(walk).reason is FinishReason.BELT_STOP
