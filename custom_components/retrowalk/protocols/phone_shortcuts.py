"""Bodies that people put together themselves: arrays of Shortcuts in the form of SparkyFitness, and Tasker's.

Both tell the steps of a day so far. SparkyFitness's documents give `value` as a number, its Shortcut sends it as text.
"""

from typing import Final

from . import phone_fields as read
from .phone_counts import beats, day_of, day_so_far, value_of
from .phone_fields import Fields, Receipt
from .phone_items import Gathered, Thing, required
from .phone_post import CountKind, PhonePost, PostShape, Workout
from .phone_workouts import Names, checked

_STEPS: Final = frozenset({"step", "steps"})
_WORKOUTS: Final = frozenset({"exercisesession", "workout"})
_TASKER: Final = "health"


def is_tasker(fields: Fields) -> bool:
    """Whether an object is Tasker's."""
    return fields.get("type") == _TASKER


def is_shortcuts(fields: Fields) -> bool:
    """Whether an object is one of SparkyFitness's entries."""
    return "type" in fields and not fields.keys().isdisjoint(
        {"date", "timestamp", "startTime"}
    )


def read_shortcuts(value: object, receipt: Receipt) -> PhonePost:
    """Return what an array of entries says, or one alone. Raises UnreadablePostError where that one is wrong."""
    gathered = Gathered(shape=PostShape.SHORTCUTS)

    def entry(fields: Fields) -> Thing | None:
        gathered.is_test |= read.is_true(fields.get("test"), "test")
        kind = read.name(required(fields, "type"), "type").casefold()
        if kind in _WORKOUTS:
            return _workout(fields, receipt)
        return _steps_of_a_day(fields, receipt) if kind in _STEPS else None

    gathered.all_of(value, entry)
    return gathered.post()


def read_tasker(fields: Fields, receipt: Receipt) -> PhonePost:
    """Return what Tasker says. Raises UnreadablePostError with the first wrong field.

    A variable that was never set arrives as its own name (`%health_steps`), and is refused.
    """
    told = fields.get("timestamp")
    at = (
        receipt.received_at
        if told is None
        else read.instant(told, "timestamp", receipt)
    )
    counts = []
    if fields.get("steps") is not None:
        value = value_of(CountKind.STEPS, fields["steps"], "steps")
        first, _ = day_of(at.astimezone(receipt.zone).date(), receipt)
        counts.append(
            day_so_far(
                CountKind.STEPS,
                value,
                first,
                at,
                "",
                where="steps",
                end="timestamp",
                receipt=receipt,
            )
        )
    if fields.get("heart_rate") is not None:
        rate = read.heart_rate(fields["heart_rate"], "heart_rate")
        counts.append(beats(rate, at, ""))
    return PhonePost(
        shape=PostShape.TASKER,
        is_test=read.is_true(fields.get("test"), "test"),
        counts=tuple(counts),
    )


def _steps_of_a_day(fields: Fields, receipt: Receipt) -> Thing:
    unit = fields.get("unit")
    if unit is not None:
        read.factor(unit, read.STEPS, "unit")
    value = value_of(CountKind.STEPS, required(fields, "value"), "value")
    name = "date" if fields.get("date") is not None else "timestamp"
    day = read.a_day(required(fields, name), name, receipt)
    return day_so_far(
        CountKind.STEPS,
        value,
        *day_of(day, receipt),
        read.name(fields.get("source"), "source"),
        where="value",
        end=name,
        receipt=receipt,
    )


def _workout(fields: Fields, receipt: Receipt) -> Workout:
    """Return a workout; its distance has no unit, and is not guessed at."""
    kind = read.name(fields.get("activityType"), "activityType")
    title = read.name(fields.get("title"), "title")
    return checked(
        Names(end="endTime"),
        name=title or kind,
        started_at=read.instant(required(fields, "startTime"), "startTime", receipt),
        finished_at=read.instant(required(fields, "endTime"), "endTime", receipt),
        active_s=read.seconds(fields["duration"], "duration")
        if fields.get("duration") is not None
        else None,
        steps=read.steps(fields["steps"], "steps") if fields.get("steps") else None,
        energy_kcal=read.amount(
            fields["caloriesBurned"], "caloriesBurned", read.MOST_KCAL
        )
        if fields.get("caloriesBurned")
        else None,
        source=read.name(fields.get("source"), "source"),
    )
