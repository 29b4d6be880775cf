"""Step lengths, against their published vectors and their limits."""

import json
from pathlib import Path
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.gait import (
    FORWARD_RATIO,
    backward_ratio,
    step_length_m,
)

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "science_vectors.json").read_text()
)["steps"]


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["case"] for vector in VECTORS])
def test_steps_come_out_as_the_vectors_say(vector: dict[str, Any]) -> None:
    """Ratio, step length, cadence and steps of walkers of all ages."""
    ratio = backward_ratio(vector["age"])
    length = step_length_m(vector["v_mps"], vector["height_m"], ratio=ratio)
    assert ratio == pytest.approx(vector["ratio"])
    assert length == pytest.approx(vector["step_m"], abs=0.00005)
    assert 60 * vector["v_mps"] / length == pytest.approx(vector["cadence"], abs=0.1)
    assert round(vector["distance_m"] / length) == vector["steps"]


@pytest.mark.parametrize(
    ("age", "ratio"),
    [(None, 0.80), (8, 0.85), (60, 0.85), (70, 0.775), (80, 0.70), (101, 0.70)],
)
def test_steps_backward_shorten_with_age(age: int | None, ratio: float) -> None:
    """Level until 60, then shorter until 80; an age that nobody told lies between."""
    assert backward_ratio(age) == pytest.approx(ratio)


@pytest.mark.parametrize(
    ("speed_mps", "height_m", "healthy_m"),
    [(0.706 * 1.6, 1.6, 0.366 * 1.6), (0.949 * 1.7, 1.7, 0.433 * 1.7)],
)
def test_steps_forward_match_measured_walkers(
    speed_mps: float, height_m: float, healthy_m: float
) -> None:
    """Healthy old and young walkers, within 3 %."""
    assert step_length_m(speed_mps, height_m, ratio=FORWARD_RATIO) == pytest.approx(
        healthy_m, rel=0.03
    )


@given(
    speed=st.floats(allow_nan=False),
    height=st.floats(0, 3),
    ratio=st.floats(0.45, 1.10),
)
def test_no_input_gives_an_impossible_step(
    speed: float, height: float, ratio: float
) -> None:
    """Steps stay between 15 and 75 cm, and a minute holds at most 160 of them."""
    length = step_length_m(speed, height, ratio=ratio)
    assert 0.15 <= length <= 0.75
    assert 60 * min(1.8, speed) / length <= 160.0001


@given(slower=st.floats(0.1, 2), faster=st.floats(0.1, 2), height=st.floats(1.2, 2.1))
def test_a_faster_step_is_never_shorter(
    slower: float, faster: float, height: float
) -> None:
    """Length rises with speed."""
    slower, faster = sorted((slower, faster))
    assert step_length_m(slower, height, ratio=0.85) <= step_length_m(
        faster, height, ratio=0.85
    )
