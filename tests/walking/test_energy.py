"""Energy by RW-1, against its published vectors and its limits."""

import json
from pathlib import Path
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.energy import (
    ASSUMED_SPEED_MPS,
    energy_kcal,
    met,
)
from custom_components.retrowalk.walking.model import Direction

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "science_vectors.json").read_text()
)["energy"]
speeds = st.floats(0.06, 2.2)
grades = st.floats(0, 0.15)
directions = st.sampled_from(Direction)


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["case"] for vector in VECTORS])
def test_a_walk_backward_costs_what_the_vectors_say(vector: dict[str, Any]) -> None:
    """Metabolic equivalent, and energy with and without resting, within the vectors' tolerance."""
    equivalent = met(vector["v_mps"], vector["grade"], direction=Direction.BACKWARD)
    body = {"mass_kg": vector["kg"], "minutes": vector["minutes"]}
    assert equivalent == pytest.approx(vector["met"], abs=0.001)
    assert energy_kcal(equivalent, **body, factor=vector["factor"]) == pytest.approx(
        vector["kcal"], abs=0.1
    )
    assert energy_kcal(equivalent * vector["factor"] - 1, **body) == pytest.approx(
        vector["kcal_net"], abs=0.1
    )


@pytest.mark.parametrize(
    ("kmh", "equivalent"),
    [
        (0.8, 2.49),
        (1.0, 2.53),
        (1.5, 2.66),
        (2.0, 2.83),
        (2.5, 3.06),
        (3.0, 3.33),
        (3.5, 3.66),
        (4.0, 4.03),
        (5.0, 4.94),
    ],
)
def test_level_walks_backward_follow_the_table(kmh: float, equivalent: float) -> None:
    """The table of speeds that RW-1 was published with."""
    assert met(kmh / 3.6, direction=Direction.BACKWARD) == pytest.approx(
        equivalent, abs=0.006
    )


@given(speed=speeds, grade=grades)
def test_forward_is_the_compendiums_fit(speed: float, grade: float) -> None:
    """Forward: 2.1 + v², and the grade as for backward."""
    assert met(speed, grade, direction=Direction.FORWARD) == pytest.approx(
        2.1 + speed**2 + 30.857 * speed * grade
    )


@given(speed=speeds, grade=grades)
def test_an_unknown_direction_is_credited_with_the_lower_cost(
    speed: float, grade: float
) -> None:
    """Until it is known which way somebody went, nothing is made up."""
    backward, forward, unknown = (
        met(speed, grade, direction=direction)
        for direction in (Direction.BACKWARD, Direction.FORWARD, Direction.UNKNOWN)
    )
    assert unknown == min(backward, forward)


@given(speed=speeds, grade=st.floats(-1, 0), direction=directions)
def test_downhill_counts_as_level(
    speed: float, grade: float, direction: Direction
) -> None:
    """A negative grade saves nothing."""
    assert met(speed, grade, direction=direction) == met(speed, direction=direction)


@given(speed=speeds, grade=st.floats(0.15, 1), direction=directions)
def test_steeper_than_fifteen_percent_counts_as_fifteen(
    speed: float, grade: float, direction: Direction
) -> None:
    """The formula knows no steeper belt."""
    assert met(speed, grade, direction=direction) == met(
        speed, 0.15, direction=direction
    )


@pytest.mark.parametrize("speed", [0.0, 0.05, -1.0, float("nan")])
def test_standing_is_no_walking(speed: float) -> None:
    """Below 0.05 m/s nothing is counted."""
    assert met(speed, direction=Direction.BACKWARD) == 0


@given(speed=st.floats(2.2), direction=directions)
def test_a_speed_nobody_walks_counts_as_the_fastest_walk(
    speed: float, direction: Direction
) -> None:
    """A belt that claims more than 2.2 m/s is not believed further."""
    assert met(speed, direction=direction) == met(2.2, direction=direction)


@given(slower=speeds, faster=speeds, grade=grades, direction=directions)
def test_faster_never_costs_less(
    slower: float, faster: float, grade: float, direction: Direction
) -> None:
    """Cost rises with speed."""
    slower, faster = sorted((slower, faster))
    assert met(slower, grade, direction=direction) <= met(
        faster, grade, direction=direction
    )


def test_a_walk_without_a_speed_is_taken_as_a_slow_one() -> None:
    """A hallway walk costs about 0.048 kcal per kg and minute."""
    equivalent = met(ASSUMED_SPEED_MPS, direction=Direction.BACKWARD)
    assert energy_kcal(equivalent, 1, 1) == pytest.approx(0.048, abs=0.0005)
