"""The streak picture: a year of walking in digits and shapes, so that it needs no language."""

from io import BytesIO
from typing import Final

from PIL import Image

from ..walking.year import Year
from .canvas import Canvas
from .days import draw_days
from .palette import Palette
from .side import draw_side

SIZE: Final = (1440, 720)
"""Two to one, as notifications show it; in pixels, for screens that have two or three to a point."""


def draw_year(year: Year, palette: Palette) -> bytes:
    """A PNG of a year: its days, and its figures beside them; the same year gives the same bytes."""
    image = Image.new("RGB", SIZE, palette.ground)
    canvas = Canvas(image)
    draw_days(canvas, year, palette)
    draw_side(canvas, year, palette)
    png = BytesIO()
    # There are few colours but for the edges: a table of them halves the file.
    few = image.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(png, "PNG")
    return png.getvalue()
