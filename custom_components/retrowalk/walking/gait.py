"""How long a step is: the model behind estimated steps.

Forward, step frequency grows with speed to the power of 0.58 (Grieve and Gear), which leaves 0.42 for the length of a
step; the factor 0.355 is checked against measured walkers. Backward steps are shorter, more so in old age (Laufer
2005). An estimate: within 15 %, within 25 % below 0.4 m/s or with hands on the rails.
"""

import math
from typing import Final

FORWARD_RATIO: Final = 1.0
"""The ratio to give to `step_length_m` for steps forward."""

_SLOWEST_MPS: Final = 0.15
_FASTEST_MPS: Final = 1.8
_SHORTEST_STEP_M: Final = 0.15
_LONGEST_STEP_M: Final = 0.75
_HIGHEST_CADENCE_PER_S: Final = 160 / 60


def backward_ratio(age: int | None) -> float:
    """Return how long a step backward is, compared with one forward at the same speed, at an age in years."""
    if age is None:
        return 0.80
    return 0.85 - 0.0075 * min(20, max(0, age - 60))


def step_length_m(speed_mps: float, height_m: float, *, ratio: float) -> float:
    """Return the length of a step in metres at a speed (m/s), for a height (m) and a ratio to forward steps.

    Kept within 0.15 and 0.75 m, and long enough that no more than 160 steps a minute are needed.
    """
    speed = min(_FASTEST_MPS, max(_SLOWEST_MPS, speed_mps))
    length = ratio * 0.355 * height_m * math.pow(speed, 0.42)
    return max(
        min(_LONGEST_STEP_M, max(_SHORTEST_STEP_M, length)),
        speed / _HIGHEST_CADENCE_PER_S,
    )
