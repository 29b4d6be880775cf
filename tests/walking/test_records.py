"""Records: the best sessions, day and week, whatever is added, dropped and mended."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.journal import Decision, DecisionKey, Journal
from custom_components.retrowalk.walking.ledger import Change, Ledger
from custom_components.retrowalk.walking.model import Direction, Session
from custom_components.retrowalk.walking.records import BestSpan, Ranking, Records
from custom_components.retrowalk.walking.stats import Figures

from .strategies import FIRST_DAY, LAST_DAY, journal_sessions
from .walks import EVENING, session

MONDAY = date(2026, 3, 2)


def day(offset: int) -> date:
    """Return the day so many days after the Monday."""
    return MONDAY + timedelta(days=offset)


def figures(*sessions: Session, week_start: int = 0) -> Figures:
    """Return the figures of sessions."""
    journal = Journal()
    for one in sessions:
        journal.put(one)
    return Figures(journal, week_start)


def records(figures_: Figures) -> Records:
    """Return the records a month later."""
    return figures_.standing(day(30)).records


def held_by(figures_: Figures) -> tuple[str | None, ...]:
    """Return who holds the records of one session: time, distance, steps."""
    found = records(figures_)
    holders = (found.longest, found.farthest, found.most_steps)
    return tuple(None if holder is None else holder.id for holder in holders)


LONG = session("long", MONDAY, minutes=30, metres=300, steps=300)
FAR = session("far", day(1), minutes=20, metres=900, steps=800)
BUSY = session("busy", day(2), minutes=10, metres=500, steps=1000)


def test_each_record_has_its_own_holder() -> None:
    """Seconds, metres and steps are three races."""
    for order in ((LONG, FAR, BUSY), (BUSY, FAR, LONG)):
        assert held_by(figures(*order)) == ("long", "far", "busy")


def test_only_backward_walking_sets_records() -> None:
    """An hour forward is none, and a walk without a backward step holds nothing."""
    forward = session("forward", day(1), minutes=5, forward_minutes=60)
    assert held_by(figures(LONG, forward))[0] == "long"
    only_forward = session("forward", MONDAY, minutes=0, forward_minutes=60)
    assert held_by(figures(only_forward)) == (None, None, None)
    nothing = records(figures(only_forward))
    assert (nothing.best_day, nothing.best_week) == (None, None)


def test_of_two_as_good_the_earlier_holds_the_record() -> None:
    """Whichever was written down first."""
    early, late = session("z early", MONDAY), session("a late", day(1))
    for order in ((early, late), (late, early)):
        found = records(figures(*order))
        assert held_by(figures(*order)) == ("z early",) * 3
        assert found.best_day == BestSpan(begin=MONDAY, backward_s=600)


def test_a_record_that_is_deleted_goes_to_the_next_best() -> None:
    """And comes back with its session."""
    figures_ = figures(LONG, FAR, BUSY)
    figures_.drop(LONG)
    assert held_by(figures_) == ("far", "far", "busy")
    figures_.drop(FAR)
    assert held_by(figures_) == ("busy", "busy", "busy")
    figures_.drop(BUSY)
    assert held_by(figures_) == (None, None, None)
    figures_.add(LONG)
    assert held_by(figures_) == ("long", "long", "long")


def test_a_running_session_is_no_record_yet() -> None:
    """Neither for itself nor for its day and week."""
    standing = figures(BUSY).standing(day(2), (day(2), LONG))
    assert standing.today.backward_s == 2400
    assert standing.records.longest == BUSY
    assert standing.records.best_week == BestSpan(begin=MONDAY, backward_s=600)


def test_best_day_and_best_week_sum_up_their_sessions() -> None:
    """Two short walks on one day beat a longer one on another."""
    walks = (
        session("a", day(0), minutes=8),
        session("b", day(7), minutes=5),
        session("c", day(7), minutes=5),
    )
    found = records(figures(*walks))
    assert found.best_day == BestSpan(begin=day(7), backward_s=600)
    assert found.best_week == BestSpan(begin=day(7), backward_s=600)
    more = session("d", day(6), minutes=3)
    found = records(figures(*walks, more))
    assert found.best_week == BestSpan(begin=MONDAY, backward_s=660)


def test_best_week_knows_how_weeks_began_at_the_time() -> None:
    """Weeks from Monday stay so when the home's weeks begin on Sundays later."""
    journal = Journal()
    for offset, minutes in ((-1, 5), (0, 5), (21, 5), (20, 4)):
        journal.put(session(f"{offset}", day(offset), minutes=minutes))
    figures_ = Figures(journal, 0)
    assert records(figures_).best_week == BestSpan(begin=day(-7), backward_s=300)
    for decided, start in ((day(-1), 0), (day(7), 6)):
        journal.decide(
            Decision(at=EVENING, day=decided, key=DecisionKey.WEEK_START, value=start)
        )
        figures_.judge(decided)
    # The Sunday before the Monday is still the last of its week, the one three weeks later the first.
    assert records(figures_).best_week == BestSpan(begin=day(20), backward_s=540)


# Whatever is done to the past


@given(journal_sessions(), st.data())
def test_editing_and_undoing_changes_no_record(
    sessions: list[Session], draw: st.DataObject
) -> None:
    """Deleted or moved to another day and back: the figures are those of the beginning; between, those of a new derivation."""
    journal = Journal()
    for one in sessions:
        journal.put(one)
    week_start = draw.draw(st.integers(0, 6))
    ledger = Ledger(journal, week_start)
    before = ledger.figures.standing(LAST_DAY)
    changes: list[Change] = []
    for one in draw.draw(st.permutations(sessions)):
        after = draw.draw(st.sampled_from([None, *sessions]))
        if after is not None:
            after = _as(after, one)
        changes.append(Change(id=one.id, sessions=((one, after),)))
        ledger.amend(changes[-1])
    anew = Figures(journal, week_start)
    assert ledger.figures.standing(LAST_DAY) == anew.standing(LAST_DAY)
    assert ledger.figures.earned == anew.earned
    for change in reversed(changes):
        ledger.amend(change.undone())
    assert ledger.figures.standing(LAST_DAY) == before


def _as(other: Session, one: Session) -> Session:
    """Return what another session did under this one's id and start."""
    return Session(
        id=one.id,
        started_at=one.started_at,
        finished_at=one.started_at + (other.finished_at - other.started_at),
        day=other.day,
        zone=one.zone,
        reason=one.reason,
        by_hand=one.by_hand,
        source=one.source,
        segments=other.segments,
    )


@given(journal_sessions(), st.randoms())
def test_the_records_are_the_best_of_all(sessions: list[Session], dice: Any) -> None:
    """Found by looking at each session, day and week; recorded in any order."""
    dice.shuffle(sessions)
    figures_ = Figures(Journal(), 0)
    for one in sessions:
        figures_.add(one)
    found = figures_.standing(LAST_DAY).records
    sums: dict[date, float] = {}
    for one in sessions:
        seconds = one.active_s(Direction.BACKWARD)
        sums[one.day] = round(sums.get(one.day, 0) + seconds, 3)
    walked = {day_: seconds for day_, seconds in sums.items() if seconds}
    if not walked:
        assert (found.longest, found.best_day) == (None, None)
        return
    assert found.longest is not None
    assert found.longest.active_s(Direction.BACKWARD) == pytest.approx(
        max(one.active_s(Direction.BACKWARD) for one in sessions)
    )
    best = max(walked.values())
    first = min(day_ for day_, seconds in walked.items() if seconds == best)
    assert found.best_day == BestSpan(begin=first, backward_s=best)


@given(st.lists(st.integers(0, 5)), st.lists(st.integers(0, 5)))
def test_a_ranking_keeps_the_first_in_front(put: list[int], taken: list[int]) -> None:
    """Also when something is taken out that is not in it."""
    ranking: Ranking[int] = Ranking(lambda number: (number, 0.0, ""))
    ranking.fill(put[:3])
    kept = put[:3]
    for number in put[3:]:
        ranking.put(number)
        kept.append(number)
    for number in taken:
        ranking.take(number)
        if number in kept:
            kept.remove(number)
        assert ranking.first == min(kept, default=None)


@given(st.dates(FIRST_DAY, LAST_DAY))
def test_the_day_that_is_asked_for_does_not_matter(today: date) -> None:
    """Records are of all time."""
    figures_ = figures(LONG, FAR, BUSY)
    assert figures_.standing(today).records == records(figures_)
