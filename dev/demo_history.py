"""A year and some of past walks for the demo walker, so that a streak, totals and a picture are there to look at on the first evening."""

from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Final

from custom_components.retrowalk.const import DOMAIN
from custom_components.retrowalk.keeping_store import MINOR_VERSION, VERSION
from custom_components.retrowalk.walking.decision import Decision, DecisionKey, Vacation
from custom_components.retrowalk.walking.journal import Journal
from custom_components.retrowalk.walking.model import (
    Direction,
    FinishReason,
    Segment,
    Session,
    StepSource,
)
from homeassistant.helpers.json import save_json

DAYS: Final = 400
MISSED_DAYS_AGO: Final = (13, 14, 29, 36, 62, 90, 131, 132, 133, 175, 240, 241, 310)
"""Freezes earned before cover most of these days, so that the demo shows what they do; three in a row broke a streak."""
AWAY_DAYS_AGO: Final = range(212, 200, -1)
"""A holiday."""
SPEED_MPS: Final = 0.7
STEP_M: Final = 0.44


def has_history(folder: Path) -> bool:
    """Whether anybody has walked in this home."""
    return any((folder / ".storage").glob(f"{DOMAIN}.*.journal.*"))


def write_history(
    folder: Path, walker_id: str, name: str, today: date, zone: tzinfo
) -> None:
    """Write the walks of the past weeks into the walker's journal; it is read when the home is loaded next."""
    journal = Journal()
    for days_ago in range(DAYS, 0, -1):
        if days_ago not in {*MISSED_DAYS_AGO, *AWAY_DAYS_AGO}:
            journal.put(_walk(today - timedelta(days=days_ago), days_ago, zone))
    for days_ago, vacation in (
        (AWAY_DAYS_AGO[0], Vacation.AWAY),
        (AWAY_DAYS_AGO[-1] - 1, Vacation.BY_CALENDAR),
    ):
        day = today - timedelta(days=days_ago)
        at = datetime.combine(day, time(9), zone)
        journal.decide(
            Decision(at=at, day=day, key=DecisionKey.VACATION, value=vacation)
        )
    for year in journal.years:
        key = f"{DOMAIN}.{walker_id}.journal.{year}"
        stored = {
            "version": VERSION,
            "minor_version": MINOR_VERSION,
            "key": key,
            "data": journal.written(year) | {"name": name},
        }
        save_json(str(folder / ".storage" / key), stored, private=True)


def _walk(day: date, number: int, zone: tzinfo) -> Session:
    """An evening's walk of ten minutes and some."""
    begin = datetime.combine(day, time(18, 20 + number % 30), zone)
    active_s = 605.0 + 53 * (number * number % 11)
    distance_m = round(active_s * SPEED_MPS, 1)
    segment = Segment(
        direction=Direction.BACKWARD,
        started_at=begin,
        active_s=active_s,
        distance_m=distance_m,
        steps=round(distance_m / STEP_M),
        step_source=StepSource.BELT,
        energy_kcal=None,
    )
    return Session(
        id=f"demo-{day.isoformat()}",
        started_at=begin,
        finished_at=begin + timedelta(seconds=active_s + 20),
        day=day,
        zone=str(zone),
        reason=FinishReason.REST,
        by_hand=False,
        source="belt:demo",
        segments=(segment,),
    )
