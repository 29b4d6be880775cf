"""A phone tells now and then of many steps at once: those that the belt has told of before count once."""

import pytest

from custom_components.retrowalk.walking.model import Sample

from .company import KMH, MPS, Company
from .walks import BELT, VIEW

PLUG = "state:plug"


@pytest.mark.parametrize("has_plug", [False, True])
@pytest.mark.parametrize("every_s", [10, 30])
@pytest.mark.parametrize("lost_after_s", [100, 115, 129])
def test_a_belt_that_is_lost_leaves_no_steps_to_be_told_twice(
    every_s: int, lost_after_s: int, has_plug: bool
) -> None:
    """The phone goes on with those that the belt has not told."""
    walk = Company()
    walk.start()
    for second in range(1, 451):
        walk.wait(1)
        if second <= lost_after_s:
            walk.frame(KMH, metres=MPS, steps=2, clock_s=1.0, source=BELT)
        if second % every_s == 0:
            metres, steps = MPS * every_s, 2 * every_s
            walk.frame(KMH, metres=metres, steps=steps, source=VIEW, since_s=0.0)
        if has_plug and second % 4 == 0:
            beat = Sample(str(second), walk.at, PLUG, since_s=4.0, moving=True)
            walk.note(walk.engine.feed(beat))
    walk.wait(1)
    walked_s = 450 // every_s * every_s
    assert walk.open.stretches.steps() == pytest.approx(2 * walked_s, abs=15)
