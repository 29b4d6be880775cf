"""Walks that are over and wait for what phones still tell."""

from contextlib import suppress
from datetime import timedelta
import json
from typing import Any

from hypothesis import given
import pytest

from custom_components.retrowalk.walking.enriching import enriched
from custom_components.retrowalk.walking.events import (
    SessionDiscarded,
    SessionFinished,
    WalkEvent,
)
from custom_components.retrowalk.walking.model import Profile
from custom_components.retrowalk.walking.settling import SETTLED_AFTER, Settling
from custom_components.retrowalk.walking.sightings import glimpses_of
from custom_components.retrowalk.walking.stored import StoredError

from .glimpses import finished, glimpse, minutes
from .strategies import anything
from .walks import EVENING

_END = EVENING + timedelta(minutes=10)


def over(recorded: bool = True) -> WalkEvent:
    """Return the finish of the walk."""
    session = finished()
    return SessionFinished(
        at=_END,
        session_id=session.id,
        session=session,
        reason=session.reason,
        recorded=recorded,
    )


def waiting() -> Settling:
    """Return what waits for glimpses of one walk."""
    settling = Settling()
    settling.note(over())
    return settling


def test_what_comes_within_twenty_minutes_is_gathered() -> None:
    """Once; and then it is not waited for any more."""
    settling = waiting()
    assert settling.see(minutes(0, 10, 90)) == 10
    assert settling.see(minutes(0, 10, 90)) == 0
    assert settling.due_at == _END + SETTLED_AFTER
    assert settling.take_due(_END + SETTLED_AFTER - timedelta(seconds=1)) == []
    [due] = settling.take_due(_END + SETTLED_AFTER)
    after = enriched(finished(), glimpses_of(due.seen), Profile())
    assert after.steps() == 900
    assert settling.due_at is None
    assert settling.see(minutes(0, 10, 95)) == 0


def test_only_what_saw_the_walk_is_gathered() -> None:
    """Neither what was before it nor what came after."""
    settling = waiting()
    assert settling.see([*minutes(-5, 0, 90), *minutes(10, 15, 90)]) == 0
    assert settling.see([glimpse(-60, 60, 90), glimpse(540, 660, 90)]) == 2


@pytest.mark.parametrize("way", ["not recorded", "discarded", "by hand", "reopened"])
def test_some_walks_are_not_waited_for(way: str) -> None:
    """Those that are none, those in the walker's hands, and those that go on."""
    settling = Settling()
    settling.note(over(recorded=way != "not recorded"))
    settling.see(minutes(0, 10, 90))
    match way:
        case "discarded":
            settling.note(SessionDiscarded(at=_END, session_id="walk"))
        case "by hand":
            settling.let_go({"another"})
            assert settling.due_at is not None
            settling.let_go({"walk"})
        case "reopened":
            assert settling.reopen("another") == ()
            [seen] = settling.reopen("walk")
            assert len(seen.steps) == 10
    assert settling.due_at is None
    assert settling.windows == {}


def test_what_waits_is_written_and_read() -> None:
    """With all that was seen."""
    settling = waiting()
    settling.see([*minutes(0, 10, 90), glimpse(0, 600, metres=345.6, source="phone:x")])
    other = Settling.read(json.loads(json.dumps(settling.written())))
    assert other.see(minutes(0, 10, 90)) == 0
    assert other.see([glimpse(0, 600, metres=345.6, source="phone:x")]) == 0
    assert other.due_at == settling.due_at
    assert other.windows == settling.windows
    assert Settling.read(None).written() == []


@given(anything)
def test_nonsense_that_was_stored_is_refused(raw: Any) -> None:
    """Whatever it is."""
    written = waiting().written()
    for value in (
        raw,
        [raw],
        [written[0] | {"seen": raw}],
        [written[0] | {"seen": [raw]}],
    ):
        with suppress(StoredError):
            assert Settling.read(value).windows.keys() <= {"walk"}
