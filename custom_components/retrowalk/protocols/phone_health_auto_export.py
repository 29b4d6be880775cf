"""Bodies of Health Auto Export (iOS), as its wiki describes them: metrics, and workouts of both export versions.

Dates come as `yyyy-MM-dd HH:mm:ss Z`, with AM and PM where the phone's clock says so, and as ISO 8601. A metric's date
is where its bucket begins; how long the bucket is, only the header `automation-aggregation` tells. Counts in buckets come
from all devices, merged by the phone, and carry fractions, as steps are shared out by time.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from . import phone_fields as read
from .phone_counts import UNITS, beats, day_of, day_so_far, value_of
from .phone_fields import Fields, Receipt, refuse
from .phone_health_auto_export_names import kind_of
from .phone_health_auto_export_workouts import read_workout
from .phone_items import Gathered, a_list, an_object, required
from .phone_post import (
    Count,
    CountKind,
    PhonePost,
    PostShape,
    RefusalReason,
    UnreadablePostError,
    key_of,
)

_PARTS: Final = frozenset(
    {
        "metrics",
        "workouts",
        "stateOfMind",
        "medications",
        "symptoms",
        "cycleTracking",
        "ecg",
        "heartRateNotifications",
    }
)
_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)
_BUCKETS: Final = {
    "second": timedelta(seconds=1),
    "minute": _MINUTE,
    "hour": timedelta(hours=1),
    "day": _DAY,
    "dai": _DAY,
    "week": timedelta(weeks=1),
    "month": timedelta(days=31),
    "year": timedelta(days=366),
}
"""By how the header begins: `minutes`, `Hours`, `daily`."""
_MERGED: Final = "Health Auto Export"
"""The source of counts that the app has merged, whichever devices a bucket happens to name."""


def is_health_auto_export(fields: Fields, headers: Mapping[str, str]) -> bool:
    """Whether a body has the app's parts, or its headers."""
    inner = fields.get("data")
    return isinstance(inner, dict) and (
        not inner.keys().isdisjoint(_PARTS)
        or any(name.casefold() == "automation-id" for name in headers)
    )


def read_health_auto_export(
    fields: Fields, headers: Mapping[str, str], receipt: Receipt
) -> PhonePost:
    """Return what a body says. Raises UnreadablePostError where it is wrong as a whole."""
    inner = an_object(fields.get("data"), "data")
    gathered = Gathered(
        shape=PostShape.HEALTH_AUTO_EXPORT,
        is_test=read.is_true(fields.get("test"), "test"),
    )
    bucket = _told_bucket(headers)
    for index, metric in enumerate(a_list(inner.get("metrics"), "data.metrics")):
        where = f"data.metrics[{index}]"
        try:
            _read_metric(an_object(metric, ""), where, bucket, receipt, gathered)
        except UnreadablePostError as wrong:
            gathered.refuse(wrong, where)
    gathered.each(
        a_list(inner.get("workouts"), "data.workouts"),
        "data.workouts",
        lambda workout: read_workout(workout, receipt),
    )
    return gathered.post()


def _told_bucket(headers: Mapping[str, str]) -> timedelta | None:
    """Return how long the span of one entry is, where the headers tell."""
    told = next(
        (
            value.strip().casefold()
            for name, value in headers.items()
            if name.casefold() == "automation-aggregation"
        ),
        "",
    )
    return next(
        (long for begin, long in _BUCKETS.items() if told.startswith(begin)), None
    )


class _Series(NamedTuple):
    """What all entries of one metric share."""

    kind: CountKind
    factor: float
    bucket: timedelta
    is_merged: bool
    receipt: Receipt

    def source(self, entry: Fields) -> str:
        """Return who counted. Raises UnreadablePostError."""
        return _MERGED if self.is_merged else read.name(entry.get("source"), "source")


def _read_metric(
    metric: Fields,
    where: str,
    told: timedelta | None,
    receipt: Receipt,
    gathered: Gathered,
) -> None:
    entries = a_list(metric.get("data"), "data")
    kind = kind_of(metric, entries)
    if kind is None or not entries:
        return
    factor = read.factor(required(metric, "units"), UNITS[kind], "units")
    series = _Series(
        kind,
        factor,
        told or _MINUTE,
        told is not None or _names_several(entries),
        receipt,
    )
    reader: Callable[[_Series, Fields], Count]
    if kind is CountKind.HEART_RATE:
        reader = _beats
    elif told == _DAY:
        reader = _day
    else:
        reader = _bucketed
    gathered.each(entries, f"{where}.data", lambda entry: reader(series, entry))


def _names_several(entries: Sequence[object]) -> bool:
    return any(
        isinstance(entry, dict) and "|" in str(entry.get("source", ""))
        for entry in entries
    )


def _beats(series: _Series, entry: Fields) -> Count:
    """Return the rate of a heart; the mean of an hour is not that of a walk."""
    if series.bucket > _MINUTE:
        raise refuse("date", RefusalReason.TOO_LONG)
    name = "Avg" if "Avg" in entry else "qty"
    value = read.heart_rate(required(entry, name), name)
    at = read.instant(required(entry, "date"), "date", series.receipt)
    return beats(value, at, read.name(entry.get("source"), "source"))


def _day(series: _Series, entry: Fields) -> Count:
    """Return the count of a day, which begins where the phone is."""
    value = value_of(series.kind, required(entry, "qty"), "qty", series.factor)
    started_at = read.instant(required(entry, "date"), "date", series.receipt)
    local = started_at.astimezone(series.receipt.zone)
    first, after = day_of(local.date(), series.receipt)
    return day_so_far(
        series.kind,
        value,
        started_at,
        after if started_at == first else started_at + _DAY,
        series.source(entry),
        where="qty",
        end="date",
        receipt=series.receipt,
    )


def _bucketed(series: _Series, entry: Fields) -> Count:
    """Return what was counted in a bucket; the one under way ends now."""
    kind, receipt = series.kind, series.receipt
    value = value_of(kind, required(entry, "qty"), "qty", series.factor)
    started_at = read.instant(required(entry, "date"), "date", receipt)
    full = started_at + series.bucket
    span_s = read.check_span(started_at, full, "date")
    read.check_pace(
        value,
        span_s,
        read.MOST_STEPS_PER_S if kind is CountKind.STEPS else read.MOST_MPS,
        "qty",
    )
    source = series.source(entry)
    return Count(
        key=key_of(kind, source, started_at, value),
        kind=kind,
        value=value,
        started_at=started_at,
        finished_at=_by_now(started_at, full, receipt.received_at),
        source=source,
    )


def _by_now(
    started_at: datetime, finished_at: datetime, received_at: datetime
) -> datetime:
    return received_at if started_at < received_at < finished_at else finished_at
