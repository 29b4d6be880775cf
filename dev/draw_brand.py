"""Draws RetroWalk's icon and logo: someone who faces one way and walks the other.

Run `python -m dev.draw_brand` after a change here; the pictures are committed.
"""

from collections.abc import Iterable
from math import cos, hypot, radians, sin
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

type Point = tuple[float, float]
type Colour = tuple[int, int, int]

BRAND: Final = Path(__file__).parent.parent / "custom_components/retrowalk/brand"
# Everything is drawn on a field of 100 by 100, this many times larger than needed, and scaled down.
SCALE: Final = 20

TOP: Final[Colour] = (32, 201, 166)
BOTTOM: Final[Colour] = (14, 116, 168)
WHITE: Final[Colour] = (255, 255, 255)
ARROW: Final[Colour] = (255, 209, 92)
INK: Final[Colour] = (18, 52, 77)

HEAD: Final[Point] = (56.5, 19.5)
HEAD_RADIUS: Final = 7.6
TORSO: Final[list[Point]] = [(53.3, 34.5), (50.5, 49.5)]
REACHING_LEG: Final[list[Point]] = [(50.5, 50), (43, 59.5), (32.5, 66.5), (36, 70)]
STANDING_LEG: Final[list[Point]] = [(50.5, 50), (58, 59), (57.5, 71.5), (63.5, 71.5)]
REAR_ARM: Final[list[Point]] = [(52, 33.5), (42.5, 41), (41, 49.5)]
FRONT_ARM: Final[list[Point]] = [(54.5, 33.5), (61.5, 43.5), (70.5, 42)]


def _scaled(points: Iterable[Point]) -> list[Point]:
    """The points of the field of 100 by 100 on the large canvas."""
    return [(x * SCALE, y * SCALE) for x, y in points]


def _stroke(
    draw: ImageDraw.ImageDraw, points: list[Point], width: float, colour: Colour
) -> None:
    """A thick line with round ends and joints."""
    line = _scaled(points)
    draw.line(line, fill=colour, width=round(width * SCALE))
    for x, y in line:
        _dot(draw, (x / SCALE, y / SCALE), width / 2, colour)


def _dot(
    draw: ImageDraw.ImageDraw, centre: Point, radius: float, colour: Colour
) -> None:
    """A filled circle."""
    x, y = centre
    [start, end] = _scaled([(x - radius, y - radius), (x + radius, y + radius)])
    draw.ellipse([start, end], fill=colour)


def _disc() -> Image.Image:
    """The round ground of the icon, shaded from top to bottom."""
    side = 100 * SCALE
    ground = Image.new("RGBA", (side, side))
    shades = ImageDraw.Draw(ground)
    for row in range(side):
        part = row / side
        shade = [
            round(top + (bottom - top) * part)
            for top, bottom in zip(TOP, BOTTOM, strict=True)
        ]
        shades.line([(0, row), (side, row)], fill=tuple(shade))
    shape = Image.new("L", (side, side))
    ImageDraw.Draw(shape).ellipse([0, 0, side - 1, side - 1], fill=255)
    ground.putalpha(shape)
    return ground


def _arrow(draw: ImageDraw.ImageDraw) -> None:
    """The way walked: round the walker's back, against the way they face."""
    radius, width = 37.0, 6.5
    arc = [
        (50 + radius * cos(radians(angle)), 50 + radius * sin(radians(angle)))
        for angle in range(48, 167, 2)
    ]
    _stroke(draw, arc, width, ARROW)
    tip_x, tip_y = arc[-1]
    before_x, before_y = arc[-8]
    length = hypot(tip_x - before_x, tip_y - before_y)
    along = ((tip_x - before_x) / length, (tip_y - before_y) / length)
    across = (-along[1], along[0])
    for side in (-1, 1):
        barb = (
            tip_x - 8.5 * along[0] + side * 8.5 * across[0],
            tip_y - 8.5 * along[1] + side * 8.5 * across[1],
        )
        _stroke(draw, [(tip_x, tip_y), barb], width, ARROW)


def draw_icon() -> Image.Image:
    """The icon, large."""
    icon = _disc()
    draw = ImageDraw.Draw(icon)
    _arrow(draw)
    for limb in (REACHING_LEG, STANDING_LEG):
        _stroke(draw, limb, 7.4, WHITE)
    for limb in (REAR_ARM, FRONT_ARM):
        _stroke(draw, limb, 5.8, WHITE)
    _stroke(draw, TORSO, 10.5, WHITE)
    _dot(draw, HEAD, HEAD_RADIUS, WHITE)
    return icon


def draw_logo(icon: Image.Image, ink: Colour) -> Image.Image:
    """The icon with the name beside it, large, trimmed."""
    font = ImageFont.load_default(size=50 * SCALE)
    bold = 1.1 * SCALE
    logo = Image.new("RGBA", (420 * SCALE, 100 * SCALE))
    logo.paste(icon, (0, 0))
    draw = ImageDraw.Draw(logo)
    left = 114.0 * SCALE
    for letter in "RetroWalk":
        draw.text(
            (left, 67 * SCALE),
            letter,
            font=font,
            fill=ink,
            anchor="ls",
            stroke_width=bold,
            stroke_fill=ink,
        )
        left += font.getlength(letter) + 1.5 * bold
    return logo.crop(logo.getbbox())


def _save(picture: Image.Image, name: str, height: int) -> None:
    """Write the picture at this height, and at twice of it for fine screens."""
    for suffix, rows in (("", height), ("@2x", 2 * height)):
        columns = round(picture.width * rows / picture.height)
        small = picture.resize((columns, rows), Image.Resampling.LANCZOS)
        small.save(BRAND / f"{name}{suffix}.png", optimize=True)


def main() -> None:
    """Draw all of them."""
    BRAND.mkdir(exist_ok=True)
    icon = draw_icon()
    _save(icon, "icon", 256)
    _save(draw_logo(icon, INK), "logo", 128)
    _save(draw_logo(icon, WHITE), "dark_logo", 128)


if __name__ == "__main__":
    main()
