"""The side of the streak picture: streak, longest streak, freezes left, and the minutes of the last weeks."""

from typing import Final

from ..walking.decision import WEEKDAYS
from ..walking.streak import StreakKind
from ..walking.year import RECENT_WEEKS, Year
from . import shapes
from .canvas import Canvas
from .days import BOTTOM
from .palette import Palette

_LEFT: Final = 44
_BAR_WIDTH: Final = 26
_BAR_PITCH: Final = 36
_BAR_HEIGHT: Final = 170
_BAR_LEAST: Final = 4
_RIGHT: Final = _LEFT + (RECENT_WEEKS - 1) * _BAR_PITCH + _BAR_WIDTH

_FLAME_TOP: Final = 66
_FLAME: Final = 128
_FLAME_INSET: Final = 10
"""A flame is narrower than its field."""
_STREAK_LEFT: Final = _LEFT + _FLAME + _FLAME_INSET
_STREAK_BASE: Final = _FLAME_TOP + 122
_STREAK_SIZE: Final = 112
_FIGURE_LEFT: Final = _LEFT + 70
_FIGURE_SIZE: Final = 46
_CROWN_TOP: Final = 272
_CLOCK_TOP: Final = 413


def draw_side(canvas: Canvas, year: Year, palette: Palette) -> None:
    """Draw the figures of a year."""
    _draw_streak(canvas, year, palette)
    _draw_longest(canvas, year, palette)
    _draw_weeks(canvas, year, palette)


def _draw_streak(canvas: Canvas, year: Year, palette: Palette) -> None:
    """The streak beside its flame, which is out without one; under a streak of weeks the seven days of one."""
    place = _LEFT - _FLAME_INSET, _FLAME_TOP
    lit = year.streak > 0
    canvas.put(shapes.flame(_FLAME), place, palette.flame if lit else palette.line)
    if lit:
        canvas.put(shapes.ember(_FLAME), place, palette.ember)
    canvas.figure(
        year.streak,
        (_STREAK_LEFT, _STREAK_BASE),
        _STREAK_SIZE,
        palette.ink,
        _RIGHT - _STREAK_LEFT,
    )
    if year.kind is StreakKind.WEEKLY:
        square = shapes.rounded(12, 12, 4)
        for number in range(WEEKDAYS):
            place = _STREAK_LEFT + 5 + 18 * number, _STREAK_BASE + 22
            canvas.put(square, place, palette.walked)


def _draw_longest(canvas: Canvas, year: Year, palette: Palette) -> None:
    """The longest streak beside its crown, and the freezes that are left."""
    canvas.put(shapes.crown(52), (_LEFT, _CROWN_TOP), palette.crown)
    place = _FIGURE_LEFT, _CROWN_TOP + 45
    canvas.figure(year.longest, place, _FIGURE_SIZE, palette.ink, 112)
    ice = shapes.ice(40)
    for number in range(year.freezes):
        place = _RIGHT - ice.width - 46 * number, _CROWN_TOP + 9
        canvas.put(ice, place, palette.frozen)


def _draw_weeks(canvas: Canvas, year: Year, palette: Palette) -> None:
    """The minutes of this week beside a clock, over those of the last weeks as bars."""
    *before, this_week = year.week_minutes
    canvas.put(shapes.clock(44), (_LEFT + 2, _CLOCK_TOP), palette.quiet)
    place = _FIGURE_LEFT, _CLOCK_TOP + 39
    canvas.figure(this_week, place, _FIGURE_SIZE, palette.ink, _RIGHT - _FIGURE_LEFT)
    most = max(*year.week_minutes, 1)
    for number, minutes in enumerate((*before, this_week)):
        tall = max(_BAR_LEAST, round(_BAR_HEIGHT * minutes / most))
        bar = shapes.rounded(_BAR_WIDTH, tall, min(6, tall / 2))
        is_now = number == len(before)
        colour = palette.walked if is_now else palette.line
        canvas.put(
            bar,
            (_LEFT + number * _BAR_PITCH, BOTTOM - tall),
            colour if minutes else palette.empty,
        )
