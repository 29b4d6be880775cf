"""The days of the streak picture: two rows of 27 weeks, a column each.

A day is a square that fills with what was walked. A rest day is a ring, a vacation is hatched, a day that used a freeze is
a diamond, and today has a frame. Days before the first walk, and those to come, are dots.
"""

from datetime import date, timedelta
from typing import Final

from ..walking.decision import WEEKDAYS
from ..walking.streak import DayState
from ..walking.year import WEEKS, Effort, Year, YearDay
from . import shapes
from .canvas import Canvas, Place
from .palette import Colour, Palette
from .shapes import Mask

CELL: Final = 30
"""The side of a day, in pixels."""
_GAP: Final = 8
_PITCH: Final = CELL + _GAP
_ROUND: Final = 7
_BAND_WEEKS: Final = WEEKS // 2
_LEFT: Final = 380
_TOPS: Final = (80, 410)
BOTTOM: Final = _TOPS[1] + WEEKDAYS * _PITCH - _GAP

_SIDES: Final = {Effort.SOME: 12, Effort.MOST: 20, Effort.GOAL: CELL, Effort.MORE: CELL}
_DOT: Final = 4
_RING: Final = 14
_ICE: Final = CELL + 2
_FRAME: Final = CELL + 14
_HATCH: Final = _PITCH / 4
"""So that the lines of cells below each other go on in each other."""
_HATCH_WIDTH: Final = 3
_MONTH_SIZE: Final = 27
_MONTH_BASE: Final = 13


def draw_days(canvas: Canvas, year: Year, palette: Palette) -> None:
    """Draw months and days."""
    drawing = _Days(canvas, year, palette)
    drawing.months()
    drawing.days()


def place_of(year: Year, day: date) -> Place:
    """The left upper corner of a day's cell."""
    return _place((day - year.first).days)


def _place(number: int) -> Place:
    week, row = divmod(number, WEEKDAYS)
    band, column = divmod(week, _BAND_WEEKS)
    return _LEFT + column * _PITCH, _TOPS[band] + row * _PITCH


class _Days:
    """The days in the making; shapes are made once."""

    def __init__(self, canvas: Canvas, year: Year, palette: Palette) -> None:
        """Draw a year on a canvas."""
        self._canvas = canvas
        self._year = year
        self._palette = palette
        self._squares = {
            side: shapes.rounded(side, side, min(_ROUND, side / 3))
            for side in _SIDES.values()
        }
        self._dot = shapes.rounded(_DOT, _DOT, _DOT / 2)
        self._ring = shapes.ring(_RING)
        self._ice = shapes.ice(_ICE)
        joint = shapes.rounded(CELL, _GAP + 2 * _ROUND, 0)
        self._hatched = [
            (mask, shapes.hatched(mask, below, _HATCH, _HATCH_WIDTH), below)
            for mask, below in ((self._squares[CELL], 0), (joint, CELL - _ROUND))
        ]

    def days(self) -> None:
        """All days, and the frame of today."""
        for number, day in enumerate(self._year.days):
            if day.state is DayState.VACATION:
                self._vacation(number)
            self._day(_place(number), day)
        frame = shapes.frame(_FRAME, _ROUND + 5, 4)
        place = place_of(self._year, self._year.today)
        self._centred(frame, place, self._palette.ink)

    def _day(self, place: Place, day: YearDay) -> None:
        palette = self._palette
        match day.state:
            case None:
                self._centred(self._dot, place, palette.ahead)
            case DayState.FROZEN:
                self._centred(self._ice, place, palette.frozen)
                return
            case DayState.REST:
                self._centred(self._ring, place, palette.rest)
            case DayState.MISSED | DayState.PARTIAL | DayState.PENDING:
                self._centred(self._squares[CELL], place, palette.empty)
        if day.effort:
            colour = palette.more if day.effort is Effort.MORE else palette.walked
            self._centred(self._squares[_SIDES[day.effort]], place, colour)

    def _vacation(self, number: int) -> None:
        """A hatched cell; days in a row hang together."""
        left, top = _place(number)
        parts = self._hatched if self._goes_on(number) else self._hatched[:1]
        for mask, _, below in parts:
            self._canvas.put(mask, (left, top + below), self._palette.empty)
        for _, lines, below in parts:
            self._canvas.put(lines, (left, top + below), self._palette.vacation)

    def _goes_on(self, number: int) -> bool:
        """Whether the day below is one of vacation too, in the same month."""
        below = number + 1
        return (
            below % WEEKDAYS > 0
            and self._date(below).day > 1
            and self._year.days[below].state is DayState.VACATION
        )

    def months(self) -> None:
        """A line before each first day of a month; the number of the month above it, and the year where one begins."""
        for number in range(1, len(self._year.days)):
            if self._date(number).day == 1:
                self._month_line(number)
        for first_week in (0, _BAND_WEEKS):
            self._month_numbers(first_week)

    def _month_line(self, number: int) -> None:
        """Down the left of the first day and of those after it; beside days that are not counted hardly seen."""
        left, top = _place(number)
        row = number % WEEKDAYS
        x, y = left - _GAP // 2, top - _GAP // 2
        line = [(x, y + (WEEKDAYS - row) * _PITCH), (x, y)]
        if row:
            line += [(x + _PITCH, y), (x + _PITCH, y - row * _PITCH)]
        counted = self._year.days[number].state is not None
        self._canvas.line(line, self._palette.line if counted else self._palette.ahead)

    def _month_numbers(self, first_week: int) -> None:
        """A number stands over the first whole week of a month, and over the first week of a row if there is room."""
        begins = [
            self._date(week * WEEKDAYS)
            for week in range(first_week, first_week + _BAND_WEEKS)
        ]
        for column, begin in enumerate(begins):
            if column and begin.month == begins[column - 1].month:
                continue
            if not column and begin.month != begins[1].month:
                continue
            left, top = _place((first_week + column) * WEEKDAYS)
            place = left, top - _MONTH_BASE
            size, palette = _MONTH_SIZE, self._palette
            wide = self._canvas.digits(begin.month, place, size, palette.quiet)
            if begin.month == 1 and begin.day <= WEEKDAYS:
                place = left + wide + size // 2, top - _MONTH_BASE
                self._canvas.digits(begin.year, place, size, palette.ink, bold=0.5)

    def _date(self, number: int) -> date:
        return self._year.first + timedelta(days=number)

    def _centred(self, mask: Mask, place: Place, colour: Colour) -> None:
        """A shape in the middle of a cell."""
        inset = (CELL - mask.width) // 2
        self._canvas.put(mask, (place[0] + inset, place[1] + inset), colour)
