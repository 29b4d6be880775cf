"""Bodies of HC Webhook (Android, Health Connect) in its three presets.

The default writes snake_case and the second camelCase, both with one array for each type; the third, for Open Wearables,
writes one array of records, in which an exercise's own `type` takes the place of the word `exercise`.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import cache, partial
import re
from typing import Final

from . import phone_fields as read
from .phone_counts import beats, day_of, day_so_far, spanned, value_of
from .phone_fields import Fields, Receipt
from .phone_items import Gathered, Thing, a_list, an_object, required
from .phone_post import Count, CountKind, PhonePost, PostShape, Workout
from .phone_workouts import Names, checked

_SYNCED: Final = "health_data.synced"
_A_WHILE: Final = timedelta(hours=1)


def is_hc_webhook(fields: Fields) -> bool:
    """Whether a body is of one of the presets."""
    return fields.get("type") == _SYNCED or (
        "timestamp" in fields
        and not fields.keys().isdisjoint({"app_version", "appVersion"})
    )


def read_hc_webhook(fields: Fields, receipt: Receipt) -> PhonePost:
    """Return what a body says. Raises UnreadablePostError where it is wrong as a whole."""
    gathered = Gathered(
        shape=PostShape.HC_WEBHOOK, is_test=read.is_true(fields.get("test"), "test")
    )
    if fields.get("type") == _SYNCED:
        inner = an_object(required(fields, "data"), "data")
        gathered.each(
            a_list(inner.get("records"), "data.records"),
            "data.records",
            partial(_read_record, receipt),
        )
        return gathered.post()
    for kind, reader in _READERS.items():
        for name in dict.fromkeys((kind, _camel(kind))):
            gathered.each(
                a_list(fields.get(name), name),
                name,
                partial(reader, receipt),
            )
    return gathered.post()


@cache
def _camel(name: str) -> str:
    return re.sub("_([a-z])", lambda letter: letter[1].upper(), name)


def _called(record: Fields, name: str) -> str:
    """Return what a record calls a field."""
    return _camel(name) if _camel(name) in record else name


def _read_record(receipt: Receipt, record: Fields) -> Thing | None:
    reader = _READERS.get(read.name(record.get("type"), "type"))
    if reader is None and "durationSeconds" in record and "startTime" in record:
        reader = _exercise
    return None if reader is None else reader(receipt, record)


def _source(record: Fields) -> str:
    """Return the app that wrote a record into Health Connect, and the device that counted."""
    metadata = record.get("metadata")
    if metadata is None:
        return ""
    metadata = an_object(metadata, "metadata")
    device = metadata.get("device")
    parts: Iterable[object] = (
        metadata.get(_called(metadata, "data_origin")),
        device.get("model") if isinstance(device, dict) else None,
    )
    return " ".join(filter(None, (read.name(part, "metadata") for part in parts)))


def _count(kind: CountKind, field: str) -> Callable[[Receipt, Fields], Count]:
    """Return the reader of what was counted in a span.

    By default the app sends the total of each day, from midnight, and some apps write such into Health Connect. Its end
    may be yet to come.
    """

    def reader(receipt: Receipt, record: Fields) -> Count:
        value = value_of(kind, required(record, field), field)
        start, end = _called(record, "start_time"), _called(record, "end_time")
        started_at = read.instant(required(record, start), start, receipt)
        finished_at = read.moment(required(record, end), end, receipt.zone)
        first, after = day_of(started_at.astimezone(receipt.zone).date(), receipt)
        if started_at == first and _A_WHILE < finished_at - first <= after - first:
            return day_so_far(
                kind,
                value,
                started_at,
                finished_at,
                _source(record),
                where=field,
                end=end,
                receipt=receipt,
            )
        read.check_past(finished_at, end, receipt)
        return spanned(
            kind, value, started_at, finished_at, _source(record), where=field, end=end
        )

    return reader


def _heart_rate(receipt: Receipt, record: Fields) -> Count:
    name = "avg" if "avg" in record else "bpm"
    value = read.heart_rate(required(record, name), name)
    at = read.instant(required(record, "time"), "time", receipt)
    return beats(value, at, _source(record))


def _exercise(receipt: Receipt, record: Fields) -> Workout:
    names = Names(
        end=_called(record, "end_time"),
        duration=_called(record, "duration_seconds"),
        distance=_called(record, "distance_meters"),
    )
    start = _called(record, "start_time")
    title, kind = (read.name(record.get(name), name) for name in ("title", "type"))
    return checked(
        names,
        name=f"{title} ({kind})" if title and kind else title or kind,
        started_at=read.instant(required(record, start), start, receipt),
        finished_at=read.instant(required(record, names.end), names.end, receipt),
        active_s=read.seconds(record[names.duration], names.duration)
        if record.get(names.duration) is not None
        else None,
        distance_m=read.amount(record[names.distance], names.distance, read.MOST_M)
        if record.get(names.distance)
        else None,
        steps=read.steps(record["steps"], "steps") if record.get("steps") else None,
        source=_source(record),
    )


_READERS: Final[dict[str, Callable[[Receipt, Fields], Thing]]] = {
    "steps": _count(CountKind.STEPS, "count"),
    "distance": _count(CountKind.DISTANCE, "meters"),
    "heart_rate": _heart_rate,
    "exercise": _exercise,
}
