"""The colours of the streak picture, on light and on dark ground."""

from dataclasses import dataclass
from typing import Final

type Colour = tuple[int, int, int]
"""Red, green and blue, up to 255 each."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Palette:
    """The colours of a picture: all but `empty`, `ahead` and `ember` stand out from what they lie on, 3 to 1 at least."""

    ground: Colour
    empty: Colour
    """A day on which nothing was walked."""
    ahead: Colour
    """Days before the first walk, and those to come."""
    walked: Colour
    more: Colour
    """Half as much again as the goal."""
    rest: Colour
    vacation: Colour
    frozen: Colour
    ink: Colour
    """Figures, and the frame of today."""
    quiet: Colour
    """Numbers of months."""
    line: Colour
    flame: Colour
    ember: Colour
    crown: Colour


LIGHT: Final = Palette(
    ground=(255, 255, 255),
    empty=(229, 236, 235),
    ahead=(221, 228, 228),
    walked=(14, 148, 122),
    more=(6, 92, 78),
    rest=(112, 126, 130),
    vacation=(160, 100, 6),
    frozen=(25, 118, 210),
    ink=(18, 52, 77),
    quiet=(98, 113, 118),
    line=(132, 145, 149),
    flame=(226, 82, 8),
    ember=(255, 209, 92),
    crown=(190, 124, 10),
)
DARK: Final = Palette(
    ground=(17, 24, 28),
    empty=(40, 51, 56),
    ahead=(38, 48, 53),
    walked=(32, 178, 149),
    more=(138, 236, 212),
    rest=(137, 152, 157),
    vacation=(240, 182, 68),
    frozen=(100, 181, 246),
    ink=(236, 242, 243),
    quiet=(143, 158, 163),
    line=(100, 115, 121),
    flame=(250, 108, 34),
    ember=(255, 220, 120),
    crown=(255, 209, 92),
)
