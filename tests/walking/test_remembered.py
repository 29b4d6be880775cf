"""What can be undone, on paper: after a restart undoing leads back all the same way, or is known to be impossible."""

from contextlib import suppress
from dataclasses import replace
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.checks import Refusal, RefusedError
from custom_components.retrowalk.walking.journal import Decision, DecisionKey, Journal
from custom_components.retrowalk.walking.ledger import UNDOABLE, Change, Ledger
from custom_components.retrowalk.walking.model import Session
from custom_components.retrowalk.walking.remembered import (
    MOST_CHARACTERS,
    read_changes,
    written_changes,
)
from custom_components.retrowalk.walking.stored import StoredError

from .plausible import MONDAY, NOW, at, enter, ledger_of, past_of, plausible_walks, walk
from .strategies import anything, damaged


def restarted(ledger: Ledger) -> Ledger:
    """The ledger as it is read after a restart."""
    journal = Journal()
    journal.read(json.loads(json.dumps(ledger.journal.written(*ledger.journal.years))))
    after = Ledger(journal, 0)
    written = json.loads(json.dumps(written_changes(ledger.changes)))
    changes, cut = read_changes(written, journal)
    after.changes.extend(changes)
    after.undo_is_cut = cut
    return after


def undo(ledger: Ledger) -> None:
    """Take the last change back."""
    ledger.amend(past_of(ledger).undo())
    ledger.changes.pop()


def contents(ledger: Ledger) -> Any:
    """All sessions and decisions, whatever their order."""
    return (
        dict(ledger.journal.sessions),
        sorted(
            (one.day, one.key, one.at, one.value) for one in ledger.journal.decisions
        ),
    )


def changes_of(draw: st.DrawFn, ledger: Ledger) -> Change | None:
    """A change of the past that holds now."""
    kept = list(ledger.journal.sessions.values())
    kind = draw(st.sampled_from(["add", "edit", "delete", "many", "decide"]))
    number = draw(st.integers(0, 10**6))
    if kind == "decide":
        key = DecisionKey.DAILY_GOAL
        decision = Decision(at=NOW, day=MONDAY, key=key, value=float(number))
        before = next(iter(ledger.journal.history(key)), None)
        return Change(id=f"c{number}", decisions=((before, decision),))
    if kind == "add" or not kept:
        new = walk(f"n{number}", at(3), 5)
        if new.id in ledger.journal.sessions:
            return None
        return Change(id=f"c{number}", sessions=((None, new),))
    if kind == "many":
        pairs = tuple((one, _longer(one)) for one in kept)
        return Change(id=f"c{number}", sessions=pairs, other_walker="w")
    one = draw(st.sampled_from(kept))
    return Change(
        id=f"c{number}", sessions=((one, None if kind == "delete" else _longer(one)),)
    )


def _longer(session: Session) -> Session:
    parts = tuple(
        replace(part, steps=part.steps + 1, active_s=part.active_s + 0.1)
        for part in session.segments
    )
    return replace(session, segments=parts)


@given(st.data(), plausible_walks(most=5))
def test_undoing_after_a_restart_leads_back_the_same_way(
    data: st.DataObject, walks: list[Session]
) -> None:
    """Step by step, through whatever was changed, once or again and again."""
    ledger = ledger_of(walks)
    for _ in range(data.draw(st.integers(0, UNDOABLE))):
        change = data.draw(st.composite(lambda draw: changes_of(draw, ledger))())
        if change is not None:
            enter(ledger, change)
    after = restarted(ledger)
    assert list(after.changes) == list(ledger.changes)
    while ledger.changes:
        for one in (ledger, after):
            change = one.changes.pop()
            assert change.holds(one.journal.sessions)
            one.amend(change.undone())
        assert contents(after) == contents(ledger)


def test_a_journal_that_is_another_one_ends_what_can_be_undone() -> None:
    """From the change on that does not hold any more, back to the first."""
    ledger = ledger_of([walk("a", at(12))])
    for number in range(4):
        new = walk(f"n{number}", at(1, day=number))
        enter(ledger, Change(id=str(number), sessions=((None, new),)))
    edited = _longer(ledger.journal.sessions["n1"])
    ledger.journal.put(edited)
    assert [change.id for change in restarted(ledger).changes] == ["2", "3"]
    ledger.journal.remove("n1")
    after = restarted(ledger)
    assert [change.id for change in after.changes] == ["2", "3"]
    assert not after.undo_is_cut
    undo(after)
    undo(after)
    with pytest.raises(RefusedError, match=Refusal.NOTHING_TO_UNDO):
        undo(after)
    gone = ledger.journal.sessions["a"]
    enter(ledger, Change(id="gone", sessions=((gone, None),)))
    ledger.journal.put(gone)
    assert not restarted(ledger).changes


def many(count: int, change_id: str = "many") -> Change:
    """An import of so many walks."""
    first = walk("x", at(12))
    return Change(
        id=change_id,
        sessions=tuple(
            (None, replace(first, id=f"01KB3H9Y6V4R8M2T5W{number:08d}"))
            for number in range(count)
        ),
    )


def test_an_import_of_ten_years_can_be_undone_after_a_restart() -> None:
    """Two walks a day."""
    ledger = ledger_of()
    enter(ledger, many(7300))
    assert len(json.dumps(written_changes(ledger.changes))) <= MOST_CHARACTERS
    after = restarted(ledger)
    undo(after)
    assert not after.journal.sessions


def test_what_is_too_large_is_not_kept_and_that_is_known() -> None:
    """What came after it can be undone; and never more is written than fits."""
    ledger = ledger_of()
    enter(ledger, many(20_000))
    enter(ledger, Change(id="late", sessions=((None, walk("late", at(12))),)))
    written = written_changes(ledger.changes)
    assert len(json.dumps(written)) < 1000
    after = restarted(ledger)
    undo(after)
    with pytest.raises(RefusedError, match=Refusal.TOO_MUCH_TO_UNDO):
        undo(after)
    assert written_changes(after.changes, after.undo_is_cut)["cut"]


_WRITTEN = written_changes(
    [
        Change(id="a", sessions=((None, walk("a", at(12))),)),
        Change(
            id="b",
            sessions=((walk("b", at(14)), None),),
            decisions=(
                (
                    None,
                    Decision(at=NOW, day=MONDAY, key=DecisionKey.DAILY_GOAL, value=5.0),
                ),
            ),
        ),
    ]
)


@given(anything | damaged(_WRITTEN))
def test_whatever_is_on_the_disk_is_read_or_refused(value: object) -> None:
    """Nothing else is raised."""
    with suppress(StoredError):
        changes, _ = read_changes(value, Journal())
        assert all(change.holds({}) for change in changes)


def test_decisions_come_in_pairs() -> None:
    """What they replaced, and what they are."""
    broken = {
        "cut": False,
        "changes": [
            {"id": "a", "sessions": [], "decisions": [[None]], "digest": "x"},
        ],
    }
    with pytest.raises(StoredError, match="no pair"):
        read_changes(broken, Journal())
