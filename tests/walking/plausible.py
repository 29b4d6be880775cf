"""Walks that may have been walked, one after the other, and a ledger for them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from custom_components.retrowalk.walking.checks import Span
from custom_components.retrowalk.walking.journal import Journal
from custom_components.retrowalk.walking.ledger import Change, Ledger
from custom_components.retrowalk.walking.model import (
    Direction,
    FinishReason,
    Segment,
    Session,
    StepSource,
)
from custom_components.retrowalk.walking.past import Past
from custom_components.retrowalk.walking.stats import Figures

from .walks import BELT, BERLIN

MONDAY = date(2026, 3, 2)
NOW = datetime(2026, 4, 6, 12, 0, tzinfo=BERLIN)


def at(hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    """A time of the first week of March, in Berlin."""
    return datetime(2026, 3, 2 + day, hour, minute, tzinfo=BERLIN)


def walk(
    session_id: str,
    started_at: datetime,
    minutes: float = 10,
    *,
    rest_minutes: float = 0,
    direction: Direction = Direction.BACKWARD,
    energy_kcal: float | None = None,
) -> Session:
    """A walk at 2.4 km/h that may have been walked, in UTC as sessions are."""
    begin = started_at.astimezone(UTC)
    return Session(
        id=session_id,
        started_at=begin,
        finished_at=begin + timedelta(minutes=minutes + rest_minutes),
        day=started_at.astimezone(BERLIN).date(),
        zone="Europe/Berlin",
        reason=FinishReason.BELT_STOP,
        by_hand=False,
        source=BELT,
        segments=(
            Segment(
                direction=direction,
                started_at=begin,
                active_s=minutes * 60,
                distance_m=minutes * 40,
                steps=round(minutes * 80),
                step_source=StepSource.BELT,
                energy_kcal=energy_kcal,
            ),
        ),
    )


def ledger_of(sessions: Iterable[Session] = ()) -> Ledger:
    """A ledger with these sessions."""
    journal = Journal()
    for session in sessions:
        journal.put(session)
    return Ledger(journal, 0)


def past_of(ledger: Ledger, running: Span | None = None) -> Past:
    """The past of a ledger, seen from April."""
    return Past(ledger, NOW, running)


def enter(ledger: Ledger, change: Change) -> None:
    """Enter a change, so that it can be undone."""
    ledger.amend(change)
    ledger.changes.append(change)


def figures(ledger: Ledger) -> list[object]:
    """All that is shown of a ledger, on some days of its time."""
    return [
        ledger.figures.standing(MONDAY + timedelta(days=offset))
        for offset in (0, 3, 7, 20, 35)
    ]


def derived(ledger: Ledger) -> list[object]:
    """The same, derived anew from its journal."""
    whole = Figures(ledger.journal, 0)
    return [
        whole.standing(MONDAY + timedelta(days=offset)) for offset in (0, 3, 7, 20, 35)
    ]


@st.composite
def plausible_walks(
    draw: st.DrawFn, most: int = 12, prefix: str = "w"
) -> list[Session]:
    """Return walks of five weeks that do not overlap, two hours apart at least."""
    slots = draw(st.lists(st.integers(0, 35 * 12 - 1), max_size=most, unique=True))
    return [
        walk(
            f"{prefix}{slot}",
            at(0).astimezone(UTC)
            + timedelta(hours=2 * slot, minutes=draw(st.integers(0, 50))),
            draw(st.integers(1, 60)),
            rest_minutes=draw(st.integers(0, 5)),
            direction=draw(st.sampled_from(Direction)),
            energy_kcal=draw(st.sampled_from([None, 12.5])),
        )
        for slot in slots
    ]
