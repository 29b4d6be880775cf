"""What phones and watches tell of a walk, for the tests of slow sources."""

from datetime import datetime, timedelta

from custom_components.retrowalk.walking.model import (
    Direction,
    FinishReason,
    Glimpse,
    Segment,
    Session,
    StepSource,
)

from .walks import BELT, EVENING

PHONE = "phone:aa"
WATCH = "phone:bb"


def glimpse(
    since_s: float,
    until_s: float,
    steps: float | None = None,
    *,
    metres: float | None = None,
    bpm: int | None = None,
    source: str = PHONE,
    begin: datetime = EVENING,
) -> Glimpse:
    """Return what a phone saw between two moments, in seconds from the evening's beginning."""
    since, at = (begin + timedelta(seconds=one) for one in (since_s, until_s))
    return Glimpse(
        id=f"{source} {since_s} {until_s} {steps} {metres}",
        source=source,
        since=since,
        at=at,
        steps=steps,
        distance_m=metres,
        heart_rate_bpm=bpm,
    )


def minutes(first: int, last: int, steps: float, source: str = PHONE) -> list[Glimpse]:
    """Return a phone's counts of so many steps in each minute from the first to before the last."""
    return [
        glimpse(60 * minute, 60 * (minute + 1), steps, source=source)
        for minute in range(first, last)
    ]


def segment(
    begin_s: float = 0.0,
    seconds: float = 600.0,
    *,
    steps: int = 1000,
    metres: float = 400.0,
    step_source: StepSource = StepSource.ESTIMATE,
    direction: Direction = Direction.BACKWARD,
) -> Segment:
    """Return a stretch of a finished walk."""
    return Segment(
        direction=direction,
        started_at=EVENING + timedelta(seconds=begin_s),
        active_s=seconds,
        distance_m=metres,
        steps=steps,
        step_source=step_source,
        energy_kcal=None,
    )


def finished(*segments: Segment, source: str | None = BELT) -> Session:
    """Return a walk of ten minutes from the evening's beginning, of these stretches."""
    parts = segments or (segment(),)
    return Session(
        id="walk",
        started_at=EVENING,
        finished_at=EVENING + timedelta(minutes=10),
        day=EVENING.date(),
        zone="Europe/Berlin",
        reason=FinishReason.REST,
        by_hand=False,
        source=source,
        segments=parts,
    )
