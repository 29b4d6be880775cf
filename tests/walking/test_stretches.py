"""The stretches of a walk: which way each goes, and what it gains."""

from datetime import timedelta

import pytest

from custom_components.retrowalk.walking.energy import (
    ASSUMED_SPEED_MPS,
    energy_kcal,
    met,
)
from custom_components.retrowalk.walking.model import (
    Direction,
    DirectionChoice,
    Profile,
    StepSource,
)
from custom_components.retrowalk.walking.stretches import OpenSegment, Stretches

from .walks import EVENING, Walk

BACK, FORTH, UNKNOWN = Direction.BACKWARD, Direction.FORWARD, Direction.UNKNOWN


def stretches(profile: Profile | None = None, direction: Direction = BACK) -> Stretches:
    """Return stretches that begin in a direction."""
    first = OpenSegment(direction=direction, started_at=EVENING)
    return Stretches(profile or Profile(), EVENING.date(), [first])


def gain(
    parts: Stretches,
    seconds: float,
    mps: float | None = 1.0,
    metres: float | None = None,
    grade: float = 0.0,
) -> None:
    """Add a piece of walking."""
    distance_m = seconds * (mps or 0.0) if metres is None else metres
    parts.gain(
        seconds=seconds,
        distance_m=distance_m,
        steps=None,
        speed_mps=mps,
        grade=grade,
    )


def directions(walk: Walk) -> list[Direction]:
    """Return the directions of the finished walk."""
    return [part.direction for part in walk.finished.segments]


# The rule of 5 km/h


def test_walking_fast_for_long_counts_as_forward() -> None:
    """Above 5.0 km/h for 10 s: from where it became fast, until it is slower again."""
    walk = Walk()
    walk.belt(60, kmh=3)
    walk.belt(30, kmh=6)
    walk.belt(60, kmh=3)
    walk.finish()
    assert walk.told() == (
        "SessionStarted",
        "SessionTurned",
        "SessionTurned",
        "SessionFinished",
    )
    assert directions(walk) == [BACK, FORTH, BACK]
    assert walk.finished.active_s(FORTH) == pytest.approx(30)
    assert walk.finished.active_s(BACK) == pytest.approx(119)


@pytest.mark.parametrize(
    ("kmh", "seconds"),
    [
        pytest.param(6.0, 9, id="fast for a moment"),
        pytest.param(5.0, 60, id="not faster than 5.0 km/h"),
    ],
)
def test_a_short_sprint_and_a_brisk_walk_stay_backward(
    kmh: float, seconds: float
) -> None:
    """Nothing is told, and the stretch is one."""
    walk = Walk()
    walk.belt(60, kmh=3)
    walk.belt(seconds, kmh=kmh)
    walk.belt(60, kmh=3)
    walk.finish()
    assert walk.told() == ("SessionStarted", "SessionFinished")
    assert directions(walk) == [BACK]
    assert walk.finished.active_s() == pytest.approx(119 + seconds)
    assert walk.finished.distance_m() == pytest.approx(
        (120 * 3 + seconds * kmh) / 3.6, abs=0.1
    )


def test_two_sprints_with_a_rest_between_are_not_one() -> None:
    """Fast means fast for ten seconds on end."""
    walk = Walk()
    walk.belt(60, kmh=3)
    for _ in range(4):
        walk.belt(6, kmh=6)
        walk.belt(6, kmh=0)
    walk.finish()
    assert directions(walk) == [BACK]


def test_a_fast_forward_walk_is_just_that() -> None:
    """No turn is told where the walker goes forward anyway."""
    walk = Walk()
    walk.engine.choice = DirectionChoice.FORWARD
    walk.belt(60, kmh=6)
    walk.belt(60, kmh=3)
    walk.finish()
    assert walk.told() == ("SessionStarted", "SessionFinished")
    assert directions(walk) == [FORTH]


def test_a_fast_stretch_ends_with_the_belts_rest() -> None:
    """After it the walker goes backward as before."""
    walk = Walk()
    walk.belt(30, kmh=6)
    walk.belt(10, kmh=0)
    walk.belt(30, kmh=3)
    walk.finish()
    assert directions(walk)[-2:] == [FORTH, BACK]
    assert walk.finished.active_s(FORTH) == pytest.approx(29)


def test_a_turn_by_hand_in_a_sprint_is_not_undone_after_it() -> None:
    """The walker said so."""
    for seconds in (0, 5):
        parts = stretches()
        gain(parts, 10)
        parts.note_speed(1.6, EVENING)
        gain(parts, seconds)
        parts.turn(FORTH, EVENING)
        assert not parts.note_speed(1.0, EVENING + timedelta(seconds=9))
        assert parts.direction is FORTH


def test_a_sprint_that_the_walker_calls_backward_is_judged_anew() -> None:
    """It may be a slip of the finger."""
    walk = Walk()
    walk.belt(30, kmh=6)
    walk.turn(BACK)
    walk.belt(30, kmh=6)
    walk.finish()
    assert walk.finished.active_s(BACK) == 0


def test_an_answer_reaches_the_stretches_before_and_in_a_sprint() -> None:
    """All that was unknown is known then; what was fast stays forward."""
    parts = stretches(direction=UNKNOWN)
    gain(parts, 60)
    parts.note_speed(1.6, EVENING)
    gain(parts, 5, 1.6)
    parts.turn(BACK, EVENING)
    assert parts.active_s(BACK) == 65
    assert not parts.note_speed(1.0, EVENING)
    assert len(parts.segments) == 1


def test_a_speed_that_nobody_tells_judges_nothing() -> None:
    """Some belts leave it out at times."""
    parts = stretches()
    assert not parts.note_speed(None, EVENING)
    assert len(parts.segments) == 1


# Turning


def test_an_empty_stretch_is_only_renamed() -> None:
    """Turning before the first step begins no second stretch."""
    parts = stretches()
    parts.turn(FORTH, EVENING)
    assert [part.direction for part in parts.segments] == [FORTH]


def test_turning_closes_a_stretch() -> None:
    """Its waiting metres are settled."""
    parts = stretches()
    parts.gain(seconds=10, distance_m=10, steps=0, speed_mps=1.0, grade=0)
    assert parts.steps() == 0
    parts.turn(FORTH, EVENING)
    assert parts.steps(BACK) > 0
    assert parts.steps(FORTH) == 0


# Energy


def test_energy_follows_speed_grade_and_direction() -> None:
    """By formula RW-1; per stretch."""
    parts = stretches(Profile(mass_kg=70))
    gain(parts, 60, 0.8, grade=0.05)
    parts.turn(FORTH, EVENING)
    gain(parts, 60, 0.8)
    expected = energy_kcal(met(0.8, 0.05, direction=BACK), 70, 1) + energy_kcal(
        met(0.8, direction=FORTH), 70, 1
    )
    assert parts.energy_kcal == pytest.approx(expected)
    assert sum(part.energy_kcal or 0 for part in parts.freeze()) == pytest.approx(
        expected, abs=0.01
    )


def test_without_a_mass_there_is_no_energy() -> None:
    """None, not nought."""
    parts = stretches()
    gain(parts, 60)
    assert parts.energy_kcal is None
    assert parts.freeze()[0].energy_kcal is None


@pytest.mark.parametrize(("metres", "mps"), [(90.0, 1.5), (0.0, ASSUMED_SPEED_MPS)])
def test_a_speed_that_nobody_tells_is_metres_over_seconds(
    metres: float, mps: float
) -> None:
    """Or assumed, where no metres are known either."""
    parts = stretches(Profile(mass_kg=70))
    gain(parts, 60, None, metres)
    assert parts.energy_kcal == pytest.approx(
        energy_kcal(met(mps, direction=BACK), 70, 1)
    )


# Cutting off, freezing


def test_what_was_walked_too_long_is_cut_from_the_end() -> None:
    """With its share of the energy; the seconds cut off are returned."""
    parts = stretches(Profile(mass_kg=70))
    gain(parts, 60)
    energy = parts.energy_kcal
    parts.turn(FORTH, EVENING)
    gain(parts, 60)
    assert parts.trim(90) == 30
    assert (parts.active_s(BACK), parts.active_s(FORTH)) == (60, 30)
    assert parts.trim(30) == 60
    assert (parts.active_s(BACK), parts.active_s(FORTH)) == (30, 0)
    assert energy is not None
    assert parts.energy_kcal == pytest.approx(energy / 2)
    assert parts.trim(100) == 0


def test_empty_stretches_are_not_kept() -> None:
    """Nor is a walk that was none."""
    parts = stretches()
    assert parts.freeze() == ()
    gain(parts, 60)
    parts.turn(FORTH, EVENING)
    assert [part.direction for part in parts.freeze()] == [BACK]


def test_the_source_of_most_steps_is_named() -> None:
    """Over all stretches, while walking and after."""
    parts = stretches()
    assert parts.step_source is StepSource.NONE
    parts.gain(seconds=60, distance_m=60, steps=100, speed_mps=1.0, grade=0)
    parts.turn(FORTH, EVENING)
    gain(parts, 10)
    assert parts.step_source is StepSource.BELT
    assert [part.step_source for part in parts.freeze()] == [
        StepSource.BELT,
        StepSource.ESTIMATE,
    ]
