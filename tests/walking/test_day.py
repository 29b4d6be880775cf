"""Which day and week a moment belongs to, also where clocks jump."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.day import day_begin, local_day, week_begin

BERLIN = ZoneInfo("Europe/Berlin")
SINGAPORE = ZoneInfo("Asia/Singapore")
ASUNCION = ZoneInfo("America/Asuncion")
APIA = ZoneInfo("Pacific/Apia")
zones = st.sampled_from(
    [
        UTC,
        BERLIN,
        SINGAPORE,
        ASUNCION,
        ZoneInfo("Africa/Cairo"),
        ZoneInfo("Australia/Lord_Howe"),
    ]
)
hours = st.integers(0, 6)


@pytest.mark.parametrize(
    ("at", "zone", "day_start_hour", "day"),
    [
        (datetime(2026, 3, 1, 22, 30, tzinfo=UTC), BERLIN, 0, date(2026, 3, 1)),
        (datetime(2026, 3, 1, 23, 30, tzinfo=UTC), BERLIN, 0, date(2026, 3, 2)),
        (datetime(2026, 3, 1, 16, 30, tzinfo=UTC), SINGAPORE, 0, date(2026, 3, 2)),
        (
            datetime(2026, 3, 2, 3, 59, 59, 999_999, tzinfo=BERLIN),
            BERLIN,
            4,
            date(2026, 3, 1),
        ),
        (datetime(2026, 3, 2, 4, tzinfo=BERLIN), BERLIN, 4, date(2026, 3, 2)),
        (datetime(2026, 1, 1, 1, tzinfo=BERLIN), BERLIN, 3, date(2025, 12, 31)),
        (datetime(2028, 3, 1, 1, tzinfo=BERLIN), BERLIN, 3, date(2028, 2, 29)),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), BERLIN, 2, date(2026, 3, 28)),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), BERLIN, 2, date(2026, 3, 29)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), BERLIN, 3, date(2026, 10, 24)),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), BERLIN, 3, date(2026, 10, 24)),
        (datetime(2026, 10, 25, 2, 0, tzinfo=UTC), BERLIN, 3, date(2026, 10, 25)),
    ],
    ids=[
        "an evening",
        "after midnight here, before it in UTC",
        "far east",
        "a moment before the day starts",
        "the moment the day starts",
        "over the new year",
        "over a leap day",
        "before the hour that spring skips",
        "after the hour that spring skips, which holds the day start",
        "in the hour that autumn repeats",
        "in its repetition",
        "after it",
    ],
)
def test_a_moment_belongs_to_a_day(
    at: datetime, zone: ZoneInfo, day_start_hour: int, day: date
) -> None:
    """By the wall clock of the zone, and yesterday until the day start hour."""
    assert local_day(at, zone, day_start_hour) == day


@pytest.mark.parametrize(
    ("day", "zone", "day_start_hour", "begin"),
    [
        (date(2026, 7, 1), BERLIN, 0, datetime(2026, 6, 30, 22, tzinfo=UTC)),
        (date(2026, 7, 1), BERLIN, 4, datetime(2026, 7, 1, 2, tzinfo=UTC)),
        (date(2026, 3, 29), BERLIN, 2, datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (date(2020, 10, 4), ASUNCION, 0, datetime(2020, 10, 4, 4, tzinfo=UTC)),
        (date(2011, 12, 30), APIA, 0, datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ],
    ids=[
        "midnight",
        "four o'clock",
        "an hour that spring skips",
        "a midnight that spring skips",
        "a day skipped whole",
    ],
)
def test_a_day_begins_at_a_moment(
    day: date, zone: ZoneInfo, day_start_hour: int, begin: datetime
) -> None:
    """At the day start hour, or when the clock skips it."""
    assert day_begin(day, zone, day_start_hour) == begin


@given(st.dates(date(1990, 1, 1), date(2037, 12, 31)), zones, hours)
def test_a_day_begins_where_yesterday_ends(
    day: date, zone: ZoneInfo, day_start_hour: int
) -> None:
    """The first moment of a day belongs to it, the moment before to the day before."""
    begin = day_begin(day, zone, day_start_hour)
    assert local_day(begin, zone, day_start_hour) == day
    assert local_day(
        begin - timedelta(microseconds=1), zone, day_start_hour
    ) == day - timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "week_start", "begin"),
    [
        (date(2026, 7, 5), 0, date(2026, 6, 29)),
        (date(2026, 7, 5), 6, date(2026, 7, 5)),
        (date(2026, 7, 4), 6, date(2026, 6, 28)),
        (date(2027, 1, 1), 0, date(2026, 12, 28)),
    ],
    ids=[
        "Sunday ends a week",
        "Sunday starts a week",
        "Saturday ends a week",
        "week 53",
    ],
)
def test_a_week_begins_on_its_first_weekday(
    day: date, week_start: int, begin: date
) -> None:
    """The week of a day, whatever weekday weeks start on."""
    assert week_begin(day, week_start) == begin
