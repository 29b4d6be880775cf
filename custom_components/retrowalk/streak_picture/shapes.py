"""The shapes of the streak picture, as masks with smooth edges."""

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Final

from PIL import Image, ImageDraw

type Mask = Image.Image
type Point = tuple[float, float]
type Box = tuple[float, float, float, float]

_FINER: Final = 8
"""Shapes are drawn so many times larger, and then scaled down."""
_FIELD: Final = 100.0
"""Free shapes are drawn on a field of this width and height."""
_INK: Final = 255
_CURVE_STEPS: Final = 24

# Each curve: where it begins, and then for each stretch two points that pull it and the one where it ends.
_FLAME: Final[tuple[Point, ...]] = (
    *((53, 0), (56, 24), (90, 38), (90, 66)),
    *((90, 87), (72, 100), (50, 100)),
    *((28, 100), (10, 86), (10, 63)),
    *((10, 47), (20, 38), (25, 25)),
    *((31, 36), (35, 41), (42, 44)),
    *((38, 28), (42, 11), (53, 0)),
)
_EMBER: Final[tuple[Point, ...]] = (
    *((52, 52), (54, 64), (69, 69), (69, 81)),
    *((69, 91), (61, 97), (50, 97)),
    *((39, 97), (31, 91), (31, 80)),
    *((31, 69), (47, 66), (52, 52)),
)
_CROWN: Final[tuple[Point, ...]] = (
    *((4, 30), (28, 52), (50, 14), (72, 52)),
    *((96, 30), (86, 72), (14, 72)),
)


class _Field:
    """A large drawing of 100 by 100."""

    def __init__(self, draw: ImageDraw.ImageDraw, side: float) -> None:
        """Draw on a square of so many pixels."""
        self._draw = draw
        self._unit = side / _FIELD

    def polygon(self, points: Iterable[Point], ink: int = _INK) -> None:
        """Fill what lies between points."""
        self._draw.polygon([self._scaled(point) for point in points], fill=ink)

    def disc(self, x: float, y: float, radius: float, ink: int = _INK) -> None:
        """Fill a circle."""
        corners = [
            self._scaled((x - radius, y - radius)),
            self._scaled((x + radius, y + radius)),
        ]
        self._draw.ellipse(corners, fill=ink)

    def line(self, start: Point, end: Point, width: float, ink: int = _INK) -> None:
        """A line with round ends."""
        points = [self._scaled(start), self._scaled(end)]
        self._draw.line(points, fill=ink, width=round(width * self._unit))
        for x, y in (start, end):
            self.disc(x, y, width / 2, ink)

    def bar(self, box: Box, radius: float, ink: int = _INK) -> None:
        """A rectangle with round corners: left, top, right, bottom."""
        left, top, right, bottom = box
        self._draw.rounded_rectangle(
            [self._scaled((left, top)), self._scaled((right, bottom))],
            radius=radius * self._unit,
            fill=ink,
        )

    def _scaled(self, point: Point) -> Point:
        return point[0] * self._unit, point[1] * self._unit


def _drawn(side: int, draw: Callable[[_Field], None]) -> Mask:
    large = Image.new("L", (side * _FINER, side * _FINER))
    draw(_Field(ImageDraw.Draw(large), side * _FINER))
    return large.reduce(_FINER)


def rounded(width: int, height: int, radius: float) -> Mask:
    """A rectangle with round corners."""
    large = Image.new("L", (width * _FINER, height * _FINER))
    ImageDraw.Draw(large).rounded_rectangle(
        [0, 0, width * _FINER - 1, height * _FINER - 1],
        radius=radius * _FINER,
        fill=_INK,
    )
    return large.reduce(_FINER)


def frame(side: int, radius: float, width: int) -> Mask:
    """The outline of a square with round corners."""
    large = Image.new("L", (side * _FINER, side * _FINER))
    last = side * _FINER - 1
    ImageDraw.Draw(large).rounded_rectangle(
        [0, 0, last, last], radius=radius * _FINER, outline=_INK, width=width * _FINER
    )
    return large.reduce(_FINER)


def hatched(mask: Mask, top: int, period: float, width: float) -> Mask:
    """Slanting lines within another mask; those of masks that lie `top` pixels apart go on in each other."""
    across, down = mask.width * _FINER, mask.height * _FINER
    large = Image.new("L", (across, down))
    draw = ImageDraw.Draw(large)
    step = period * _FINER
    offset = -(top * _FINER % step)
    for number in range(int((across + down) / step) + 3):
        begin = offset + number * step
        draw.line(
            [(begin + _FINER, -_FINER), (begin - down - _FINER, down + _FINER)],
            fill=_INK,
            width=round(width * _FINER),
        )
    none = Image.new("L", mask.size)
    return Image.composite(large.reduce(_FINER), none, mask)


def ring(side: int) -> Mask:
    """A ring: a day of rest."""

    def draw(field: _Field) -> None:
        field.disc(50, 50, 49)
        field.disc(50, 50, 27, 0)

    return _drawn(side, draw)


def ice(side: int) -> Mask:
    """A diamond with a flake of snow in it: a freeze."""

    def draw(field: _Field) -> None:
        field.polygon([(50, 0), (100, 50), (50, 100), (0, 50)])
        for end in ((24, 0), (12, 20.8), (-12, 20.8)):
            field.line(
                (50 - end[0], 50 - end[1]), (50 + end[0], 50 + end[1]), 7.5, ink=0
            )

    return _drawn(side, draw)


def flame(side: int) -> Mask:
    """A flame."""
    return _drawn(side, lambda field: field.polygon(_curve(_FLAME)))


def ember(side: int) -> Mask:
    """What glows in a flame of this size."""
    return _drawn(side, lambda field: field.polygon(_curve(_EMBER)))


def crown(side: int) -> Mask:
    """A crown: the longest streak."""

    def draw(field: _Field) -> None:
        field.polygon(_CROWN)
        for x, y in ((4, 28), (50, 12), (96, 28)):
            field.disc(min(93.0, max(7.0, x)), y, 7)
        field.bar((14, 78, 86, 90), 4)

    return _drawn(side, draw)


def clock(side: int) -> Mask:
    """A clock: minutes."""

    def draw(field: _Field) -> None:
        field.disc(50, 50, 50)
        field.disc(50, 50, 39, 0)
        field.line((50, 50), (50, 24), 9)
        field.line((50, 50), (67, 60), 9)

    return _drawn(side, draw)


def _curve(pulled: tuple[Point, ...]) -> list[Point]:
    """Points along cubic curves that go on in each other."""
    return [
        _between(pulled[begin : begin + 4], step / _CURVE_STEPS)
        for begin in range(0, len(pulled) - 1, 3)
        for step in range(_CURVE_STEPS)
    ]


def _between(points: Iterable[Point], share: float) -> Point:
    """The point at this share of a curve, found by halving as de Casteljau did."""
    left = list(points)
    while len(left) > 1:
        left = [
            (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
            for a, b in pairwise(left)
        ]
    return left[0]
