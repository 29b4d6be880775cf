"""A belt is judged by what it says, over stretches in which it runs on and is heard."""

from datetime import UTC, datetime

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.sources.belt_reading import BeltReading
from custom_components.retrowalk.sources.belt_witness import (
    MILE_KM,
    BeltWitness,
    Trait,
    Verdict,
)

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)


def reading(
    speed_kmh: float | None, distance_m: int | None, steps: int | None = None
) -> BeltReading:
    """A raw reading."""
    return BeltReading(AT, "id", speed_kmh, distance_m, steps, None, None, None)


def judged(
    factor: float = 1.0, *, step_m: float | None = 0.5, seconds: int = 300
) -> list[Verdict]:
    """What is thought of a belt at 3.6 km/h whose metres are told smaller by a factor."""
    witness = BeltWitness()
    verdicts = (
        witness.hear(
            reading(
                3.6,
                int(second / factor),
                None if step_m is None else int(second / step_m),
            ),
            float(second),
        )
        for second in range(1, seconds)
    )
    return [verdict for verdict in verdicts if verdict is not None]


@pytest.mark.parametrize(
    ("factor", "unit", "known"),
    [
        (1.0, None, True),
        (1.04, None, True),
        (0.96, None, True),
        (MILE_KM, Trait.DISTANCE_IN_MILES, True),
        (1 / MILE_KM, Trait.SPEED_IN_MILES, True),
        (1.3, None, False),
        (0.8, None, False),
        (2.0, None, False),
    ],
)
def test_units(factor: float, unit: Trait | None, known: bool) -> None:
    """Speed and distance agree, differ by a mile, or fit nothing: then nothing is said of them."""
    verdict = judged(factor)[0]
    assert (verdict.unit, verdict.unit_known) == (unit, known)


def test_two_stretches_have_to_agree() -> None:
    """One alone may be chance."""
    assert judged(MILE_KM, seconds=190) == []
    assert len(judged(MILE_KM, seconds=240)) == 1


@pytest.mark.parametrize(
    ("step_m", "every_second"),
    [
        (None, False),
        (0.3, False),
        (0.5, False),
        (0.85, False),
        (0.95, True),
        (1.2, True),
        (1.6, False),
        (5.0, False),
    ],
)
def test_steps(step_m: float | None, every_second: bool) -> None:
    """Longer than a tall walker's, but not so long that others must be missing too."""
    assert judged(step_m=step_m)[0].every_second_step is every_second


@given(
    st.lists(
        st.tuples(
            st.none() | st.floats(0, 655),
            st.none() | st.integers(0, (1 << 24) - 1),
            st.none() | st.integers(0, (1 << 24) - 1),
            st.floats(-10, 10),
        ),
        max_size=60,
    )
)
def test_any_readings_are_heard_without_an_error(
    told: list[tuple[float | None, int | None, int | None, float]],
) -> None:
    """Whatever a belt says, and whenever."""
    witness, now_s = BeltWitness(), 0.0
    for speed_kmh, distance_m, steps, passed_s in told:
        now_s += passed_s
        witness.hear(reading(speed_kmh, distance_m, steps), now_s)
