"""Which day a moment belongs to, and which week a day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo


def local_day(at: datetime, zone: tzinfo, day_start_hour: int) -> date:
    """Return the day of an aware moment: by the wall clock of the zone, yesterday until the day start hour."""
    local = at.astimezone(zone)
    day = local.date()
    return day - timedelta(days=1) if local.hour < day_start_hour else day


def day_begin(day: date, zone: tzinfo, day_start_hour: int) -> datetime:
    """Return the moment, in UTC, at which a day begins; where the clock skips it, the moment of the skip."""
    return datetime.combine(day, time(day_start_hour), zone).astimezone(UTC)


def week_begin(day: date, week_start: int) -> date:
    """Return the first day of a day's week; weeks start on a weekday from 0 (Monday) to 6 (Sunday)."""
    return day - timedelta(days=(day.weekday() - week_start) % 7)


def each_day(first: date, after: date) -> Iterator[date]:
    """Yield the days from one on, up to another that is left out."""
    for ordinal in range(first.toordinal(), after.toordinal()):
        yield date.fromordinal(ordinal)
