"""Journal and figures, kept in step by what happens to sessions."""

from datetime import date

from custom_components.retrowalk.walking.journal import Journal
from custom_components.retrowalk.walking.ledger import Ledger

from .walks import Walk

MONDAY = date(2026, 3, 2)


def keep(ledger: Ledger, walk: Walk) -> list[set[int]]:
    """Enter all that was told of a walk, and return the years that changed."""
    events, walk.events = walk.events, []
    return [years for event in events if (years := ledger.keep(event))]


def backward_s(ledger: Ledger) -> float:
    """Return the backward seconds of the day."""
    return ledger.figures.standing(MONDAY).today.backward_s


def test_a_finished_session_is_entered() -> None:
    """In the journal and in the figures; its year has changed."""
    ledger, walk = Ledger(Journal(), 0), Walk()
    walk.start("a")
    walk.wait(120)
    walk.finish()
    assert keep(ledger, walk) == [{2026}]
    assert backward_s(ledger) == 120
    assert set(ledger.journal.sessions) == {"a"}


def test_a_session_too_short_is_not_entered() -> None:
    """Nothing has changed."""
    ledger, walk = Ledger(Journal(), 0), Walk()
    walk.belt(30)
    walk.finish()
    assert keep(ledger, walk) == []
    assert backward_s(ledger) == 0


def test_a_rejoined_session_is_never_counted_twice() -> None:
    """Not while it runs again, and not after its second finish."""
    ledger, walk = Ledger(Journal(), 0), Walk()
    walk.belt(121)
    walk.belt(180, kmh=0)
    keep(ledger, walk)
    assert backward_s(ledger) == 120
    walk.belt(61)
    keep(ledger, walk)
    assert backward_s(ledger) == 0
    assert len(ledger.journal.sessions) == 1
    walk.finish()
    keep(ledger, walk)
    assert backward_s(ledger) == 180
    assert len(ledger.journal.sessions) == 1


def test_a_discarded_session_leaves_the_journal() -> None:
    """Where it had got there before it was rejoined; otherwise nothing changes."""
    ledger, walk = Ledger(Journal(), 0), Walk()
    walk.belt(121)
    walk.belt(180, kmh=0)
    walk.belt(5)
    keep(ledger, walk)
    walk.discard()
    assert keep(ledger, walk) == [{2026}]
    assert backward_s(ledger) == 0
    assert not ledger.journal.sessions
    walk.start()
    walk.discard()
    assert keep(ledger, walk) == []


def test_an_unknown_session_cannot_be_left_out() -> None:
    """Nothing happens."""
    ledger = Ledger(Journal(), 0)
    ledger.leave_out("unknown")
    assert backward_s(ledger) == 0
