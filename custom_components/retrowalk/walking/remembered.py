"""What can be undone, on paper: as little of it as the journal does not know anyway."""

from collections.abc import Iterable, Mapping
import hashlib
import json
from typing import Final

from . import stored
from .journal import (
    Decision,
    Journal,
    read_decision,
    read_session,
    written_decision,
    written_session,
)
from .ledger import Change
from .model import Session
from .stored import StoredError

MOST_CHARACTERS: Final = 300_000
"""An import of ten years fits in, as ids; what is larger cannot be undone after a restart."""

type _Pair = tuple[Session | None, Session | None]


def written_changes(changes: Iterable[Change], cut: bool = False) -> dict[str, object]:
    """The latest changes as JSON values, as many as fit; `cut` where there was one that does not."""
    kept: list[dict[str, object]] = []
    left = MOST_CHARACTERS
    for change in reversed(tuple(changes)):
        written = _written_change(change)
        left -= len(json.dumps(written))
        if left < 0:
            cut = True
            break
        kept.append(written)
    return {"changes": kept[::-1], "cut": cut}


def _written_change(change: Change) -> dict[str, object]:
    return {
        "id": change.id,
        "other_walker": change.other_walker,
        "sessions": [_written_pair(*pair) for pair in change.sessions],
        "decisions": [
            [None if side is None else written_decision(side) for side in pair]
            for pair in change.decisions
        ],
        "digest": _digest(after for _, after in change.sessions),
    }


def _written_pair(before: Session | None, after: Session | None) -> object:
    """A new session is in the journal: its id will do; of others, what they were."""
    if before is None:
        assert after is not None
        return after.id
    return {"before": written_session(before), "gone": after is None}


def _digest(sessions: Iterable[Session | None]) -> str:
    """What tells whether sessions are still the same."""
    written = [session and written_session(session) for session in sessions]
    return hashlib.sha256(json.dumps(written).encode()).hexdigest()


def read_changes(value: object, journal: Journal) -> tuple[list[Change], bool]:
    """The changes that were written and still hold, and whether there were more that did not fit.

    Where the journal is another one than a change left, that one and all before it are forgotten.
    Raises StoredError where the value is anything else.
    """
    raw = stored.mapping(value, "changes")
    cut = stored.flag(raw, "cut")
    changes: list[Change] = []
    then: dict[str, Session | None] = dict(journal.sessions)
    for written in reversed(stored.sequence(raw.get("changes"), "changes")):
        change, digest = _read_change(written, then)
        if not change.holds(then) or _digest(a for _, a in change.sessions) != digest:
            return changes[::-1], False
        changes.append(change)
        for before, after in change.sessions:
            side = before or after
            assert side is not None
            then[side.id] = before
    return changes[::-1], cut


def _read_change(
    value: object, then: Mapping[str, Session | None]
) -> tuple[Change, str]:
    raw = stored.mapping(value, "change")
    pairs = [
        _read_pair(part, then)
        for part in stored.sequence(raw.get("sessions"), "sessions")
    ]
    change = Change(
        id=stored.text(raw, "id"),
        # A new session that is not there any more has nothing to be undone; its digest tells.
        sessions=tuple(pair for pair in pairs if pair != (None, None)),
        decisions=tuple(
            _read_decisions(part)
            for part in stored.sequence(raw.get("decisions"), "decisions")
        ),
        other_walker=stored.optional_text(raw, "other_walker"),
    )
    return change, stored.text(raw, "digest")


def _read_pair(value: object, then: Mapping[str, Session | None]) -> _Pair:
    if isinstance(value, str):
        return None, then.get(value)
    raw = stored.mapping(value, "session")
    before = read_session(raw.get("before"))
    return before, None if stored.flag(raw, "gone") else then.get(before.id)


def _read_decisions(value: object) -> tuple[Decision | None, Decision | None]:
    sides = [
        None if side is None else read_decision(side)
        for side in stored.sequence(value, "decisions")
    ]
    if len(sides) != 2:
        raise StoredError("decisions is no pair")
    return sides[0], sides[1]
