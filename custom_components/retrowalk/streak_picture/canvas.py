"""What the streak picture is drawn on: masks and digits, in a colour at a place."""

from typing import Final

from PIL import Image, ImageDraw, ImageFont

from .palette import Colour
from .shapes import Mask

type Place = tuple[int, int]
"""Pixels from the left and from the top."""

_BOLD: Final = 40
"""Strokes of figures are bolder by a pixel for so many pixels of their size."""


class Canvas:
    """An image in the making; no font of the system takes part."""

    def __init__(self, image: Image.Image) -> None:
        """Draw on an image."""
        self._image = image
        self._draw = ImageDraw.Draw(image)

    def put(self, mask: Mask, place: Place, colour: Colour) -> None:
        """Colour a shape; the place is that of its left upper corner."""
        self._image.paste(colour, place, mask)

    def line(self, places: list[Place], colour: Colour) -> None:
        """A thin line through places."""
        self._draw.line(places, fill=colour, width=2, joint="curve")

    def digits(
        self, number: int, place: Place, size: int, colour: Colour, bold: float = 0
    ) -> int:
        """A number that begins at a place of its base line; how wide it is."""
        font = ImageFont.load_default(size)
        self._draw.text(
            place, str(number), colour, font, anchor="ls", stroke_width=bold
        )
        return round(font.getlength(str(number)))

    def figure(
        self, number: int, place: Place, size: int, colour: Colour, room: int
    ) -> None:
        """A bold number, smaller where it would be wider than its room."""
        wide = ImageFont.load_default(size).getlength(str(number))
        size = min(size, int(size * room / wide))
        self.digits(number, place, size, colour, bold=round(size / _BOLD))
