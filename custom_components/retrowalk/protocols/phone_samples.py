"""Samples with a metric's name each: of HealthSync (`samples`, with a start and an end) and flat ones (with a timestamp).

HealthSync marks the total of a day so far; flat steps and metres are always that, as their app reads a day's bucket. What
else they send is of no use here.
"""

from collections.abc import Callable, Mapping
from typing import Final

from . import phone_fields as read
from .phone_counts import UNITS, beats, day_of, day_so_far, spanned, value_of
from .phone_fields import Fields, Receipt
from .phone_items import Gathered, Thing, a_list, required
from .phone_post import CountKind, PhonePost, PostShape, Workout
from .phone_workouts import Names, checked

_OF_HEALTH_SYNC: Final = {
    "steps": CountKind.STEPS,
    "distanceWalkingRunning": CountKind.DISTANCE,
    "heartRate": CountKind.HEART_RATE,
}
_FLAT: Final = {
    "steps": CountKind.STEPS,
    "step_count": CountKind.STEPS,
    "distance_walking_running": CountKind.DISTANCE,
    "heart_rate": CountKind.HEART_RATE,
}
_HEALTH_SYNC_TEST: Final = "test_connection"
_FLAT_TEST: Final = "connectivity_test"


def is_health_sync(fields: Fields) -> bool:
    """Whether a body, or one in an array, is HealthSync's: its samples, one of them, or its test."""
    return "samples" in fields or (
        "metric" in fields
        and (
            fields["metric"] == _HEALTH_SYNC_TEST
            or not fields.keys().isdisjoint({"start_date", "end_date"})
        )
    )


def is_flat(fields: Fields) -> bool:
    """Whether an object is a flat sample."""
    return "metric" in fields


def read_health_sync(value: object, receipt: Receipt) -> PhonePost:
    """Return what HealthSync says. Raises UnreadablePostError where the body is wrong as a whole."""
    gathered = Gathered(shape=PostShape.HEALTH_SYNC)
    reader = _reader(gathered, _HEALTH_SYNC_TEST, _OF_HEALTH_SYNC, _sample, receipt)
    if isinstance(value, dict) and "samples" in value:
        gathered.is_test = read.is_true(value.get("test"), "test")
        gathered.each(a_list(value["samples"], "samples"), "samples", reader)
    else:
        gathered.all_of(value, reader)
    return gathered.post()


def read_flat(value: object, receipt: Receipt) -> PhonePost:
    """Return what a flat sample says, or an array of such. Raises UnreadablePostError where one alone is wrong."""
    gathered = Gathered(shape=PostShape.FLAT)
    gathered.all_of(value, _reader(gathered, _FLAT_TEST, _FLAT, _flat, receipt))
    return gathered.post()


type _Reader = Callable[[CountKind | None, Fields, Receipt], Thing | None]


def _reader(
    gathered: Gathered,
    test: str,
    kinds: Mapping[str, CountKind],
    reader: _Reader,
    receipt: Receipt,
) -> Callable[[Fields], Thing | None]:
    """Return the reader of one sample; the metric by which an app tries the way makes the whole post a test."""

    def read_one(sample: Fields) -> Thing | None:
        metric = read.name(required(sample, "metric"), "metric")
        gathered.is_test |= metric == test or read.is_true(sample.get("test"), "test")
        if reader is _sample and metric == "workouts":
            return _workout(sample, receipt)
        return reader(kinds.get(metric), sample, receipt)

    return read_one


def _value(kind: CountKind, sample: Fields) -> float:
    """Return the value in our unit; without its unit, a length is nothing."""
    factor = read.factor(required(sample, "unit"), UNITS[kind], "unit")
    return value_of(kind, required(sample, "value"), "value", factor)


def _sample(kind: CountKind | None, sample: Fields, receipt: Receipt) -> Thing | None:
    if kind is None:
        return None
    value, source = _value(kind, sample), _source(sample)
    ended = read.moment(required(sample, "end_date"), "end_date", receipt.zone)
    if kind is CountKind.HEART_RATE:
        at = read.instant(sample["end_date"], "end_date", receipt)
        return beats(value, at, source)
    started = read.instant(required(sample, "start_date"), "start_date", receipt)
    if not read.is_true(sample.get("daily_total"), "daily_total"):
        read.check_past(ended, "end_date", receipt)
        return spanned(
            kind, value, started, ended, source, where="value", end="end_date"
        )
    return day_so_far(
        kind,
        value,
        started,
        ended,
        source,
        where="value",
        end="end_date",
        receipt=receipt,
    )


def _workout(sample: Fields, receipt: Receipt) -> Workout:
    """Return a workout: its value is the energy, its distance is in metres."""
    energy_kcal = None
    if sample.get("value"):
        unit = sample.get("unit")
        factor = read.factor("kcal" if unit is None else unit, read.KCAL, "unit")
        most = read.MOST_KCAL / factor
        energy_kcal = read.amount(sample["value"], "value", most) * factor
    return checked(
        Names(end="end_date"),
        name=read.name(sample.get("workout_type"), "workout_type"),
        started_at=read.instant(required(sample, "start_date"), "start_date", receipt),
        finished_at=read.instant(required(sample, "end_date"), "end_date", receipt),
        distance_m=read.amount(sample["distance"], "distance", read.MOST_M)
        if sample.get("distance")
        else None,
        energy_kcal=energy_kcal,
        source=_source(sample),
    )


def _flat(kind: CountKind | None, sample: Fields, receipt: Receipt) -> Thing | None:
    if kind is None:
        return None
    value, source = _value(kind, sample), _source(sample)
    at = read.instant(required(sample, "timestamp"), "timestamp", receipt)
    if kind is CountKind.HEART_RATE:
        return beats(value, at, source)
    first, _ = day_of(at.astimezone(receipt.zone).date(), receipt)
    return day_so_far(
        kind, value, first, at, source, where="value", end="timestamp", receipt=receipt
    )


def _source(sample: Fields) -> str:
    name = "source" if sample.get("source") is not None else "device"
    return read.name(sample.get(name), name)
