"""Our own small body: a walk that is over, an array of such, or one event of a walk under way."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from . import phone_fields as read
from .phone_fields import Fields, Receipt, refuse
from .phone_items import Gathered
from .phone_post import (
    LiveEvent,
    LiveKind,
    PhonePost,
    PostShape,
    RefusalReason,
    Workout,
    key_of,
)
from .phone_workouts import Names, checked

LIVE_FOR: Final = timedelta(minutes=10)
"""What happened longer ago is not happening: a walk is rejoined for as long."""

_DIRECTIONS: Final = frozenset({"backward", "forward"})
_DISTANCE: Final = frozenset({"distance_m", "distance", "unit"})
_SHARED: Final = _DISTANCE | {"id", "steps", "direction", "heart_rate", "test"}
WALK_FIELDS: Final = _SHARED | {
    "start",
    "end",
    "duration",
    "name",
    "energy_kcal",
    "source",
}
EVENT_FIELDS: Final = _SHARED | {"event", "at", "speed_kmh", "planned"}


def is_own(fields: Fields) -> bool:
    """Whether an object is one of ours."""
    return not fields.keys().isdisjoint({"start", "end", "event"}) or (
        fields.keys() == {"test"}
    )


def read_own(fields: Fields, receipt: Receipt) -> PhonePost:
    """Return what our own body says. Raises UnreadablePostError with the first wrong field."""
    is_test = read.is_true(fields.get("test"), "test")
    if "event" in fields:
        return PhonePost(
            shape=PostShape.OWN, is_test=is_test, live=_event(fields, receipt)
        )
    workouts = () if fields.keys() == {"test"} else (_walk(fields, receipt),)
    return PhonePost(shape=PostShape.OWN, is_test=is_test, workouts=workouts)


def read_own_array(items: Sequence[object], receipt: Receipt) -> PhonePost:
    """Return the walks in an array of our bodies; a test among them makes all of it a test."""
    gathered = Gathered(shape=PostShape.OWN)

    def walk(fields: Fields) -> Workout:
        gathered.is_test |= read.is_true(fields.get("test"), "test")
        return _walk(fields, receipt)

    gathered.each(items, "", walk)
    return gathered.post()


def _walk(fields: Fields, receipt: Receipt) -> Workout:
    fields = _known(fields, WALK_FIELDS)
    started_at, finished_at, active_s = _times(fields, receipt)
    return checked(
        Names(
            end="end" if "end" in fields else "duration",
            distance="distance_m" if "distance_m" in fields else "distance",
        ),
        key=read.name(fields.get("id"), "id"),
        name=read.name(fields.get("name"), "name"),
        started_at=started_at,
        finished_at=finished_at,
        active_s=active_s,
        distance_m=_distance_m(fields),
        steps=_steps(fields),
        direction=_direction(fields),
        heart_rate_bpm=_heart_rate(fields),
        energy_kcal=_number(fields, "energy_kcal", read.MOST_KCAL),
        source=read.name(fields.get("source"), "source"),
    )


def _known(fields: Fields, names: frozenset[str]) -> Fields:
    """Return the fields that hold something. Raises UnreadablePostError: a misspelt field must not be lost unseen."""
    for name in fields:
        if name not in names:
            raise refuse(name, RefusalReason.UNKNOWN_FIELD)
    return {
        name: value
        for name, value in fields.items()
        if value is not None and value != ""
    }


def _times(fields: Fields, receipt: Receipt) -> tuple[datetime, datetime, float | None]:
    """Return start, end and active seconds of a walk; two of start, end and duration tell the third."""
    active_s = _seconds(fields, "duration")
    start = _instant(fields, "start", receipt)
    end = _instant(fields, "end", receipt)
    if start is None:
        if end is None or active_s is None:
            raise refuse("start", RefusalReason.MISSING)
        return end - timedelta(seconds=active_s), end, active_s
    if end is None:
        if active_s is None:
            raise refuse("end", RefusalReason.MISSING)
        end = start + timedelta(seconds=active_s)
        read.check_past(end, "duration", receipt)
    return start, end, active_s


def _event(fields: Fields, receipt: Receipt) -> LiveEvent:
    fields = _known(fields, EVENT_FIELDS)
    event = fields.get("event")
    if not isinstance(event, str):
        raise refuse("event", RefusalReason.WRONG_TYPE)
    if event.strip().casefold() not in LiveKind:
        raise refuse("event", RefusalReason.UNKNOWN_VALUE)
    kind = LiveKind(event.strip().casefold())
    at = _instant(fields, "at", receipt)
    if at is not None and at < receipt.received_at - LIVE_FOR:
        raise refuse("at", RefusalReason.NOT_LIVE)
    own_id = read.name(fields.get("id"), "id")
    steps, distance_m = _steps(fields), _distance_m(fields)
    speed_kmh = _number(fields, "speed_kmh", read.MOST_MPS * 3.6)
    return LiveEvent(
        key=key_of(kind, own_id, at or receipt.received_at, steps, distance_m),
        kind=kind,
        at=at,
        steps=steps,
        distance_m=distance_m,
        speed_mps=None if speed_kmh is None else speed_kmh / 3.6,
        heart_rate_bpm=_heart_rate(fields),
        direction=_direction(fields),
        planned_s=_seconds(fields, "planned"),
    )


def _instant(fields: Fields, name: str, receipt: Receipt) -> datetime | None:
    return read.instant(fields[name], name, receipt) if name in fields else None


def _seconds(fields: Fields, name: str) -> float | None:
    return read.seconds(fields[name], name) if name in fields else None


def _number(fields: Fields, name: str, most: float) -> float | None:
    return read.amount(fields[name], name, most) if name in fields else None


def _steps(fields: Fields) -> int | None:
    return round(read.steps(fields["steps"], "steps")) if "steps" in fields else None


def _distance_m(fields: Fields) -> float | None:
    """Return metres, told as such or with their unit; both at once could contradict each other."""
    if "distance_m" in fields:
        if "distance" in fields:
            raise refuse("distance", RefusalReason.UNKNOWN_FIELD)
        return read.amount(fields["distance_m"], "distance_m", read.MOST_M)
    if "distance" not in fields:
        return None
    if "unit" not in fields:
        raise refuse("unit", RefusalReason.MISSING)
    factor = read.factor(fields["unit"], read.METRES, "unit")
    return read.amount(fields["distance"], "distance", read.MOST_M / factor) * factor


def _heart_rate(fields: Fields) -> int | None:
    if "heart_rate" not in fields:
        return None
    return round(read.heart_rate(fields["heart_rate"], "heart_rate"))


def _direction(fields: Fields) -> str | None:
    if "direction" not in fields:
        return None
    direction = fields["direction"]
    if not isinstance(direction, str):
        raise refuse("direction", RefusalReason.WRONG_TYPE)
    word = direction.strip().casefold()
    if word not in _DIRECTIONS:
        raise refuse("direction", RefusalReason.UNKNOWN_VALUE)
    return word
