"""How much light a path needs. Source: facts on what a home can check, after EN 12464-1 (corridors: 100 lx at the floor)."""

from typing import Final

LEAST_LUX: Final = 100
"""Less is too dark for anybody to walk backward in."""
ENOUGH_LUX: Final = 150
ENOUGH_FROM_SIXTY_LUX: Final = 300
"""Older eyes need twice the light."""
_OLDER_FROM: Final = 60


def enough_lux(age: int | None) -> int:
    """The light at the floor, in lux, that is enough at an age (of the oldest walker); None is unknown."""
    if age is not None and age >= _OLDER_FROM:
        return ENOUGH_FROM_SIXTY_LUX
    return ENOUGH_LUX
