"""Years to be drawn, and how their pictures are looked at."""

from datetime import date, timedelta
from functools import cache
from io import BytesIO

from PIL import Image

from custom_components.retrowalk.streak_picture import SIZE, draw_year
from custom_components.retrowalk.streak_picture.days import CELL, place_of
from custom_components.retrowalk.streak_picture.palette import LIGHT, Colour, Palette
from custom_components.retrowalk.walking.day import week_begin
from custom_components.retrowalk.walking.streak import DayState, StreakKind
from custom_components.retrowalk.walking.year import (
    RECENT_WEEKS,
    WEEKS,
    Effort,
    Year,
    YearDay,
)

FRIDAY = date(2026, 11, 27)
SMALL_ENOUGH = 60_000
NEVER = YearDay()

MISSED = YearDay(state=DayState.MISSED)
BEGUN = YearDay(state=DayState.PARTIAL, effort=Effort.SOME)
HALF = YearDay(state=DayState.PARTIAL, effort=Effort.MOST)
DONE = YearDay(state=DayState.COMPLETED, effort=Effort.GOAL)
MORE = YearDay(state=DayState.COMPLETED, effort=Effort.MORE)
REST = YearDay(state=DayState.REST)
REST_WALKED = YearDay(state=DayState.REST, effort=Effort.SOME)
AWAY = YearDay(state=DayState.VACATION)
AWAY_WALKED = YearDay(state=DayState.VACATION, effort=Effort.MOST)
FROZEN = YearDay(state=DayState.FROZEN, effort=Effort.SOME)
KINDS = {
    "never": NEVER,
    "missed": MISSED,
    "begun": BEGUN,
    "half": HALF,
    "done": DONE,
    "more": MORE,
    "rest": REST,
    "rest walked": REST_WALKED,
    "away": AWAY,
    "away walked": AWAY_WALKED,
    "frozen": FROZEN,
}


def a_year(
    *last: YearDay, today: date = FRIDAY, week_start: int = 0, past: YearDay = NEVER
) -> Year:
    """A year whose last days are these; those before are all the same."""
    first = week_begin(today, week_start) - timedelta(weeks=WEEKS - 1)
    lived = (today - first).days + 1
    days = [past] * (lived - len(last)) + list(last) + [NEVER] * (7 * WEEKS - lived)
    return Year(
        first=first,
        today=today,
        days=tuple(days),
        kind=StreakKind.DAILY,
        streak=12,
        longest=34,
        freezes=1,
        week_minutes=tuple(range(40, 40 + RECENT_WEEKS)),
    )


@cache
def look(year: Year, palette: Palette = LIGHT) -> Image.Image:
    """The picture of a year."""
    return decoded(draw_year(year, palette))


def decoded(png: bytes) -> Image.Image:
    """A picture, which is small and as large as it should be."""
    assert len(png) < SMALL_ENOUGH
    with Image.open(BytesIO(png)) as image:
        assert image.format == "PNG"
        assert image.size == SIZE
        return image.convert("RGB")


def cell(image: Image.Image, year: Year, day: date) -> Image.Image:
    """The cell of a day."""
    left, top = place_of(year, day)
    return image.crop((left, top, left + CELL, top + CELL))


def of_kind(day: YearDay, palette: Palette = LIGHT) -> Image.Image:
    """The cell of a past day of this kind, with a missed one on either side."""
    days = [each for kind in KINDS.values() for each in (kind, MISSED)]
    year = a_year(*days, MISSED)
    ago = len(days) - days.index(day)
    return cell(look(year, palette), year, FRIDAY - timedelta(days=ago))


def at(image: Image.Image, x: float, y: float) -> Colour:
    """The colour at a place, in shares of width and height."""
    pixel = image.getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(pixel, tuple)
    red, green, blue = pixel
    return red, green, blue


def close(one: Colour, other: Colour) -> bool:
    """Whether colours are the same to the eye."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= 4


def shares(image: Image.Image, colour: Colour) -> float:
    """How much of an image has this colour."""
    held = 0
    for count, pixel in image.getcolors(image.width * image.height) or []:
        assert isinstance(pixel, tuple)
        held += count if close((pixel[0], pixel[1], pixel[2]), colour) else 0
    return held / (image.width * image.height)
