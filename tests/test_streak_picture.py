"""The streak picture, looked at where its days are."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise
from random import Random

from hypothesis import given, settings, strategies as st
from PIL import Image
import pytest

from custom_components.retrowalk.streak_picture import SIZE, draw_year
from custom_components.retrowalk.streak_picture.days import CELL, place_of
from custom_components.retrowalk.streak_picture.palette import (
    DARK,
    LIGHT,
    Colour,
    Palette,
)
from custom_components.retrowalk.walking.streak import DayState, StreakKind
from custom_components.retrowalk.walking.year import (
    RECENT_WEEKS,
    WEEKS,
    Effort,
    Year,
    YearDay,
)

from .pictures import (
    AWAY,
    AWAY_WALKED,
    BEGUN,
    DONE,
    FRIDAY,
    FROZEN,
    HALF,
    KINDS,
    MISSED,
    MORE,
    NEVER,
    REST,
    REST_WALKED,
    a_year,
    at,
    close,
    look,
    of_kind,
    shares,
)

PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def contrast(one: Colour, other: Colour) -> float:
    """How much lighter one colour is than another, as WCAG 2.2 reckons it: from 1 to 21."""

    def luminance(colour: Colour) -> float:
        linear = [
            share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
            for share in (part / 255 for part in colour)
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


# Days


@PALETTES
@pytest.mark.parametrize(
    ("day", "centre", "rim"),
    [
        (NEVER, "ahead", "ground"),
        (MISSED, "empty", "empty"),
        (BEGUN, "walked", "empty"),
        (HALF, "walked", "empty"),
        (DONE, "walked", "walked"),
        (MORE, "more", "more"),
        (REST, "ground", "ground"),
        (REST_WALKED, "walked", "ground"),
        (AWAY_WALKED, "walked", None),
        (FROZEN, "ground", "frozen"),
    ],
    ids=[kind for kind in KINDS if kind != "away"],
)
def test_a_day_has_the_colours_of_its_state(
    day: YearDay, centre: str, rim: str | None, palette: Palette
) -> None:
    """In the middle of its cell, and at the middle of its left rim."""
    shown = of_kind(day, palette)
    assert close(at(shown, 0.5, 0.5), getattr(palette, centre))
    if rim is not None:
        assert close(at(shown, 0.09, 0.5), getattr(palette, rim))


@PALETTES
def test_vacation_is_hatched(palette: Palette) -> None:
    """Nearly half of its cell is lines."""
    shown = of_kind(AWAY, palette)
    assert 0.2 < shares(shown, palette.vacation) < 0.6
    assert shares(shown, palette.empty) > 0.2


def test_days_of_a_vacation_hang_together() -> None:
    """Within a week; not with another day, and not over the end of a month."""

    def gap_below(*last: YearDay, ago: int, today: date = FRIDAY) -> Image.Image:
        year = a_year(*last, today=today)
        left, top = place_of(year, today - timedelta(days=ago))
        return look(year).crop((left + 8, top + CELL + 1, left + 22, top + CELL + 7))

    assert shares(gap_below(AWAY, AWAY, MISSED, ago=2), LIGHT.vacation) > 0.2
    assert shares(gap_below(AWAY, MISSED, MISSED, ago=2), LIGHT.ground) == 1
    new_month = date(2026, 9, 3)  # A Thursday
    days = (AWAY, AWAY, AWAY, MISSED)
    parted = gap_below(*days, ago=3, today=new_month)
    assert shares(parted, LIGHT.vacation) == 0
    assert shares(gap_below(*days, ago=2, today=new_month), LIGHT.vacation) > 0.2


def test_more_walking_fills_more_of_a_day() -> None:
    """The steps differ in size or darkness, so that nobody needs to tell hues."""
    filled = [shares(of_kind(day), LIGHT.walked) for day in (MISSED, BEGUN, HALF, DONE)]
    assert filled[0] == 0
    assert all(b - a > 0.1 for a, b in pairwise(filled))


@PALETTES
def test_kinds_of_days_differ_without_hues(palette: Palette) -> None:
    """Each differs from each other in grey, at a good part of its cell."""
    grey = {
        name: of_kind(day, palette).convert("L").tobytes()
        for name, day in KINDS.items()
    }
    for one, other in combinations(grey, 2):
        differing = sum(
            abs(a - b) > 25 for a, b in zip(grey[one], grey[other], strict=True)
        )
        if {one, other} != {"never", "missed"}:
            assert differing > 0.03 * CELL * CELL, (one, other)


@PALETTES
@pytest.mark.parametrize("week_start", [0, 6])
def test_today_has_a_frame(palette: Palette, week_start: int) -> None:
    """And no other day."""
    year = a_year(*[DONE] * 20, MISSED, week_start=week_start)
    image = look(year, palette)
    for ago in range(10):
        left, top = place_of(year, FRIDAY - timedelta(days=ago))
        beside = at(image, (left - 5.5) / SIZE[0], (top + 15) / SIZE[1])
        assert close(beside, palette.ink) == (ago == 0)


@pytest.mark.parametrize("week_start", range(7))
@pytest.mark.parametrize("today", [FRIDAY, date(2028, 2, 29), date(2026, 12, 31)])
def test_days_have_their_places(today: date, week_start: int) -> None:
    """A column a week, all within the picture, none on another; the last week is at the right."""
    year = a_year(today=today, week_start=week_start)
    days = [year.first + timedelta(days=number) for number in range(7 * WEEKS)]
    places = {day: place_of(year, day) for day in days}
    assert len(set(places.values())) == len(days)
    for day, (left, top) in places.items():
        assert 0 < left < SIZE[0] - CELL
        assert 0 < top < SIZE[1] - CELL
        if day.weekday() == week_start:
            assert top in {80, 410}
    assert places[today][0] == max(left for left, _ in places.values())


# Months


def numbers_over(year: Year, first: date, weeks: int) -> bool:
    """Whether anything is written over some weeks."""
    left, top = place_of(year, first)
    above = look(year).crop((left, top - 40, left + 38 * weeks - 12, top - 10))
    return shares(above, LIGHT.quiet) > 0


def test_months_are_numbered_over_their_first_whole_week() -> None:
    """And not over others."""
    year = a_year()
    october = date(2026, 10, 5)  # The first Monday
    assert numbers_over(year, october, 1)
    assert not numbers_over(year, october + timedelta(weeks=1), 3)


@pytest.mark.parametrize(
    ("today", "written"), [(FRIDAY, True), (date(2026, 12, 4), False)]
)
def test_a_row_begins_with_its_month_where_there_is_room(
    today: date, written: bool
) -> None:
    """Not where the next one is written beside it."""
    year = a_year(today=today)
    assert (year.first.month == (year.first + timedelta(weeks=1)).month) == written
    assert numbers_over(year, year.first, 1) == written


@pytest.mark.parametrize(
    ("today", "monday"),
    [
        (FRIDAY, date(2026, 1, 5)),
        # January comes first in a row
        (date(2026, 7, 10), date(2026, 1, 5)),
    ],
)
def test_a_new_year_is_told(today: date, monday: date) -> None:
    """Beside the 1 of its January, in ink."""
    year = a_year(today=today)
    left, top = place_of(year, monday)
    image = look(year)
    beside = image.crop((left + 20, top - 40, left + 120, top - 10))
    assert shares(beside, LIGHT.ink) > 0.05
    left, top = place_of(year, monday + timedelta(weeks=8))
    assert shares(image.crop((left, top - 40, left + 120, top - 10)), LIGHT.ink) == 0


@pytest.mark.parametrize(
    ("past", "colour"), [(DONE, LIGHT.line), (NEVER, LIGHT.ahead)], ids=["lived", "not"]
)
def test_months_are_parted_by_a_line(past: YearDay, colour: Colour) -> None:
    """Left of the first day, and above it; faint where nobody walked yet."""
    year = a_year(past=past)
    left, top = place_of(year, date(2026, 10, 1))  # A Thursday
    image = look(year)
    size_x, size_y = SIZE
    assert close(at(image, (left - 4) / size_x, (top + 15) / size_y), colour)
    assert close(at(image, (left + 15) / size_x, (top - 4) / size_y), colour)
    assert close(at(image, (left + 34) / size_x, (top - 30) / size_y), colour)
    assert not close(at(image, (left - 4) / size_x, (top - 30) / size_y), colour)


# The side

SIDE = (0, 0, 340, SIZE[1])


def test_figures_are_seen() -> None:
    """Each of them changes the picture where it stands."""
    year = a_year(DONE)
    before = look(year).crop(SIDE).tobytes()
    for changed in (
        replace(year, streak=13),
        replace(year, longest=35),
        replace(year, freezes=2),
        replace(year, kind=StreakKind.WEEKLY),
        replace(year, week_minutes=(*year.week_minutes[:-1], 12)),
        replace(year, week_minutes=(12, *year.week_minutes[1:])),
    ):
        assert look(changed).crop(SIDE).tobytes() != before


@PALETTES
def test_the_flame_is_out_without_a_streak(palette: Palette) -> None:
    """It burns with one."""
    burning, out = (
        look(replace(a_year(), streak=streak), palette).crop((40, 60, 160, 200))
        for streak in (1, 0)
    )
    assert shares(burning, palette.flame) > 0.2
    assert shares(out, palette.flame) == 0
    assert shares(out, palette.line) > 0.2


@pytest.mark.parametrize("figure", [0, 9, 365, 9999, 123_456])
def test_figures_stay_in_their_room(figure: int) -> None:
    """However long: none reaches into the days or into the freezes."""
    year = replace(
        a_year(),
        streak=figure,
        longest=figure,
        freezes=0,
        week_minutes=(figure,) * RECENT_WEEKS,
    )
    image = look(year)
    assert shares(image.crop((332, 60, 372, 700)), LIGHT.ground) == 1
    assert shares(image.crop((234, 270, 332, 340)), LIGHT.ground) == 1


# The whole


@PALETTES
def test_shapes_stand_out(palette: Palette) -> None:
    """From what they lie on, 3 to 1 at least; numbers of months, which are small, 4.5 to 1."""
    for colour in (
        palette.walked,
        palette.more,
        palette.rest,
        palette.frozen,
        palette.ink,
        palette.line,
        palette.flame,
        palette.crown,
    ):
        assert contrast(colour, palette.ground) >= 3
    for colour in (palette.walked, palette.vacation):
        assert contrast(colour, palette.empty) >= 3
    assert contrast(palette.quiet, palette.ground) >= 4.5


@PALETTES
def test_the_same_year_gives_the_same_picture(palette: Palette) -> None:
    """To the byte."""
    year = a_year(DONE, MORE, FROZEN, AWAY, AWAY, REST, HALF)
    assert draw_year(year, palette) == draw_year(year, palette)
    assert look(year, LIGHT).tobytes() != look(year, DARK).tobytes()


@pytest.mark.parametrize("day", KINDS.values(), ids=KINDS)
def test_years_of_the_same_are_drawn(day: YearDay) -> None:
    """A year of nothing, of vacation, of freezes, and so on: each is small enough."""
    year = a_year(past=day)
    shown = look(year, DARK)
    assert (shares(shown.crop((372, 70, 1420, 690)), DARK.walked) > 0.3) == (
        day is DONE
    )


def test_a_year_of_all_kinds_is_small_enough() -> None:
    """In whatever order they come."""
    chance = Random(54)
    look(a_year(*chance.choices(list(KINDS.values()), k=370)), LIGHT)


@settings(max_examples=25)
@given(
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    st.integers(0, 6),
    st.lists(
        st.builds(
            YearDay,
            state=st.sampled_from([None, *DayState]),
            effort=st.sampled_from(Effort),
        ),
        max_size=370,
    ),
    st.integers(0, 99_999),
    st.tuples(*[st.integers(0, 10_080)] * RECENT_WEEKS),
    st.sampled_from(StreakKind),
    st.integers(0, 2),
    st.sampled_from([LIGHT, DARK]),
)
def test_any_year_is_drawn(
    today: date,
    week_start: int,
    days: list[YearDay],
    streak: int,
    minutes: tuple[int, ...],
    kind: StreakKind,
    freezes: int,
    palette: Palette,
) -> None:
    """Whatever became of its days, also what cannot be: a picture, and small enough."""
    year = replace(
        a_year(*days, today=today, week_start=week_start),
        streak=streak,
        longest=streak,
        week_minutes=minutes,
        kind=kind,
        freezes=freezes,
    )
    look(year, palette)
