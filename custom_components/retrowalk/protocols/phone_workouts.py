"""Workouts, checked as one: what was walked must have been walkable in that time."""

from datetime import datetime
from typing import Final, NamedTuple

from . import phone_fields as read
from .phone_fields import refuse
from .phone_post import RefusalReason, Workout, key_of

ROUNDED_S: Final = 60.0
"""Clocks are rounded to minutes: so much longer than its span may a duration be."""


class Names(NamedTuple):
    """What an app calls the fields that may contradict each other."""

    end: str = "end"
    duration: str = "duration"
    steps: str = "steps"
    distance: str = "distance"


def checked(
    names: Names,
    *,
    started_at: datetime,
    finished_at: datetime,
    key: str = "",
    name: str = "",
    active_s: float | None = None,
    distance_m: float | None = None,
    steps: float | None = None,
    direction: str | None = None,
    heart_rate_bpm: float | None = None,
    energy_kcal: float | None = None,
    source: str = "",
) -> Workout:
    """Return a workout; without a key, it is known again by its name, source and times. Raises UnreadablePostError."""
    span_s = read.check_span(started_at, finished_at, names.end)
    if active_s is not None and active_s > span_s + ROUNDED_S:
        raise refuse(names.duration, RefusalReason.TOO_LONG)
    if steps is not None:
        read.check_pace(steps, span_s, read.MOST_STEPS_PER_S, names.steps)
    if distance_m is not None:
        read.check_pace(distance_m, span_s, read.MOST_MPS, names.distance)
    return Workout(
        key=key or key_of("workout", source, name, started_at, finished_at),
        name=name,
        started_at=started_at,
        finished_at=finished_at,
        active_s=None if active_s is None else min(active_s, span_s),
        distance_m=distance_m,
        steps=None if steps is None else round(steps),
        direction=direction,
        heart_rate_bpm=None if heart_rate_bpm is None else round(heart_rate_bpm),
        energy_kcal=energy_kcal,
        source=source,
    )
