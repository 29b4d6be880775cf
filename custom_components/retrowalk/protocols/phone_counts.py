"""Counts between two moments, of a day so far, and of a heart: checked, and given a key."""

from datetime import date, datetime, time, timedelta
from typing import Final

from . import phone_fields as read
from .phone_fields import Receipt, refuse
from .phone_post import Count, CountKind, RefusalReason, key_of

UNITS: Final = {
    CountKind.STEPS: read.STEPS,
    CountKind.DISTANCE: read.METRES,
    CountKind.HEART_RATE: read.BEATS_PER_MINUTE,
}
_MOST_PER_S: Final = {
    CountKind.STEPS: read.MOST_STEPS_PER_S,
    CountKind.DISTANCE: read.MOST_MPS,
}
_LONGEST_DAY: Final = timedelta(hours=25)
"""In autumn."""


def value_of(kind: CountKind, value: object, where: str, factor: float = 1.0) -> float:
    """Return a count in steps, metres or beats in a minute. Raises UnreadablePostError."""
    match kind:
        case CountKind.STEPS:
            return read.steps(value, where)
        case CountKind.DISTANCE:
            return read.amount(value, where, read.MOST_M / factor) * factor
        case CountKind.HEART_RATE:
            return read.heart_rate(value, where)


def beats(value: float, at: datetime, source: str) -> Count:
    """Return the rate of a heart at a moment."""
    return Count(
        key=key_of(CountKind.HEART_RATE, source, at, at, value),
        kind=CountKind.HEART_RATE,
        value=value,
        started_at=at,
        finished_at=at,
        source=source,
    )


def spanned(
    kind: CountKind,
    value: float,
    started_at: datetime,
    finished_at: datetime,
    source: str,
    *,
    where: str,
    end: str,
) -> Count:
    """Return what was counted in a span, told by the fields `where` and `end`. Raises UnreadablePostError."""
    span_s = read.check_span(started_at, finished_at, end)
    return Count(
        key=key_of(kind, source, started_at, finished_at, value),
        kind=kind,
        value=read.check_pace(value, span_s, _MOST_PER_S[kind], where),
        started_at=started_at,
        finished_at=finished_at,
        source=source,
    )


def day_of(day: date, receipt: Receipt) -> tuple[datetime, datetime]:
    """Return when a civil day begins and ends."""
    first = datetime.combine(day, time.min, receipt.zone)
    after = datetime.combine(day + timedelta(days=1), time.min, receipt.zone)
    return read.in_utc(first), read.in_utc(after)


def day_so_far(
    kind: CountKind,
    value: float,
    started_at: datetime,
    finished_at: datetime,
    source: str,
    *,
    where: str,
    end: str,
    receipt: Receipt,
) -> Count:
    """Return the count of a day, told by the fields `where` and `end`, which ends now where the app says that it ends later. Raises UnreadablePostError."""
    if finished_at < started_at:
        raise refuse(end, RefusalReason.ENDS_BEFORE_START)
    if finished_at - started_at > _LONGEST_DAY:
        raise refuse(end, RefusalReason.TOO_LONG)
    finished_at = min(finished_at, max(receipt.received_at, started_at))
    if finished_at == started_at:
        raise refuse(end, RefusalReason.NO_TIME)
    span_s = (finished_at - started_at).total_seconds()
    read.check_pace(value, span_s, _MOST_PER_S[kind], where)
    return Count(
        key=key_of("day", kind, source, started_at, value),
        kind=kind,
        value=value,
        started_at=started_at,
        finished_at=finished_at,
        source=source,
        daily_total=True,
    )
