"""What a walk costs in energy: formula RW-1.

The forward part is a fit of the treadmill values of the 2024 Compendium of Physical Activities; the factor for
walking backward is fitted to Williford 1998 and to the Compendium's codes for walking backward; the grade's part is
that of the American College of Sports Medicine. An estimate: within 20 % at 0.8 to 1.6 m/s, within 30 % below.
"""

from typing import Final

from .model import Direction

ASSUMED_SPEED_MPS: Final = 0.5
"""The speed of a walk that nothing measures, in metres per second."""

_STANDING_MPS: Final = 0.05
_FASTEST_MPS: Final = 2.2
_STEEPEST_GRADE: Final = 0.15
_BACKWARD_RATIO: Final = 1.30
_GRADE_FACTOR: Final = 30.857
_KCAL_PER_MET_KG_MINUTE: Final = 0.0175


def met(speed_mps: float, grade: float = 0.0, *, direction: Direction) -> float:
    """Return the metabolic equivalent of walking at a speed (m/s) up a grade (fraction), by RW-1.

    Downhill counts as level, and what is steeper than 15 % or faster than 2.2 m/s as just that. Standing still is
    no walking: 0. An unknown direction counts as forward, the lower of the two, so that no effort is made up.
    """
    if not speed_mps > _STANDING_MPS:
        return 0.0
    speed = min(_FASTEST_MPS, speed_mps)
    slope = min(_STEEPEST_GRADE, max(0.0, grade))
    above_rest = 1.1 + speed**2
    if direction == Direction.BACKWARD:
        above_rest *= _BACKWARD_RATIO
    return 1.0 + above_rest + _GRADE_FACTOR * speed * slope


def energy_kcal(
    met: float, mass_kg: float, minutes: float, *, factor: float = 1.0
) -> float:
    """Return the energy, resting included, of minutes at a metabolic equivalent, in kilocalories.

    3.5 ml of oxygen per kg and minute, 5 kcal per litre. The factor is 0.94 with a light touch of the handrails, 0.81
    with a firm grip (Berling 2006), and may be 0.85 once practised (Heath 2001).
    """
    return met * factor * mass_kg * _KCAL_PER_MET_KG_MINUTE * minutes
