"""The journal: what is put in comes out, amended and removed as told, and back from paper."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.goal import Goals
from custom_components.retrowalk.walking.journal import Decision, DecisionKey, Journal
from custom_components.retrowalk.walking.ledger import Ledger
from custom_components.retrowalk.walking.model import Direction, Session, StepSource
from custom_components.retrowalk.walking.past import Past
from custom_components.retrowalk.walking.stats import Figures
from custom_components.retrowalk.walking.stored import StoredError
from custom_components.retrowalk.walking.streak import DayState

from .strategies import anything, damaged, decisions, journal_sessions
from .walks import EVENING, session

MONDAY = date(2026, 3, 2)


def decision(day: date, value: float | str, key: DecisionKey) -> Decision:
    """Return a decision from a day on."""
    return Decision(at=EVENING, day=day, key=key, value=value)


def test_a_session_is_kept_once() -> None:
    """Putting it again amends it, and tells what was there."""
    journal = Journal()
    first = session("a", MONDAY, minutes=5)
    longer = session("a", MONDAY, minutes=8)
    assert journal.put(first) is None
    assert journal.put(longer) == first
    assert dict(journal.sessions) == {"a": longer}
    assert journal.remove("a") == longer
    assert journal.remove("a") is None


def test_sessions_of_a_range_come_in_order() -> None:
    """Both ends included; by their start, not by when they were added."""
    journal = Journal()
    for offset in (3, 1, 2, 0):
        day = MONDAY + timedelta(days=offset)
        journal.put(session(f"day {offset}", day))
    found = journal.between(MONDAY, MONDAY + timedelta(days=2))
    assert [one.id for one in found] == ["day 0", "day 1", "day 2"]


def test_a_decision_holds_from_its_day_on() -> None:
    """Not before; and a later one of the same day replaces it."""
    journal = Journal()
    key = DecisionKey.DAILY_GOAL
    assert journal.decided(key, MONDAY) is None
    journal.decide(decision(MONDAY + timedelta(days=7), 20, key))
    journal.decide(decision(MONDAY, 5, key))
    journal.decide(decision(MONDAY, 10, key))
    values = [
        journal.decided(key, MONDAY + timedelta(days=offset))
        for offset in (-1, 0, 6, 7, 99)
    ]
    assert values == [None, 10, 10, 20, 20]
    assert len(list(journal.decisions)) == 2


def test_a_year_holds_what_happened_in_it() -> None:
    """By the day of a session, and the day from which a decision holds."""
    journal = Journal()
    journal.put(session("old", date(2025, 12, 31)))
    journal.put(session("new", date(2026, 1, 1)))
    journal.decide(decision(date(2024, 5, 1), 5, DecisionKey.DAILY_GOAL))
    assert journal.years == {2024, 2025, 2026}
    written: Any = journal.written(2025)
    assert [one["id"] for one in written["sessions"]] == ["old"]
    assert written["decisions"] == []


def test_figures_of_a_session_are_apart_by_direction() -> None:
    """Both together where none is asked for."""
    one = session("a", MONDAY, minutes=10, forward_minutes=5)
    assert one.active_s() == 900
    assert one.active_s(Direction.BACKWARD) == 600
    assert one.active_s(Direction.UNKNOWN) == 0
    assert one.distance_m(Direction.FORWARD) == 50
    assert one.steps() == 270
    assert one.energy_kcal is None
    assert one.step_source is StepSource.BELT


@given(journal_sessions(), st.lists(decisions(), max_size=8))
def test_a_journal_comes_back_from_paper_as_it_was(
    sessions: list[Session], decided: list[Decision]
) -> None:
    """Year by year, through JSON."""
    journal = Journal()
    for one in sessions:
        journal.put(one)
    for what in decided:
        journal.decide(what)
    other = Journal()
    for year in sorted(journal.years):
        other.read(json.loads(json.dumps(journal.written(year))))
    assert dict(other.sessions) == dict(journal.sessions)
    assert list(other.decisions) == sorted(
        journal.decisions,
        key=lambda what: [kept.key for kept in other.decisions].index(what.key),
    )


def _written() -> Any:
    journal = Journal()
    journal.put(session("a", MONDAY, forward_minutes=1))
    journal.put(session("b", MONDAY + timedelta(days=1)))
    journal.decide(decision(MONDAY, 20, DecisionKey.DAILY_GOAL))
    journal.decide(decision(MONDAY, 2, DecisionKey.WEEKLY_GOAL))
    journal.decide(decision(MONDAY, "weekly", DecisionKey.STREAK_KIND))
    journal.decide(decision(MONDAY, "ask", DecisionKey.DIRECTION))
    return json.loads(json.dumps(journal.written(2026)))


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("sessions", {"finished_at": "2026-03-01T12:00:00Z"}),
        ("sessions", {"reason": "bored"}),
        ("sessions", {"segments": None}),
        ("decisions", {"key": "mood"}),
        ("decisions", {"value": "many"}),
        ("decisions", {"key": "streak_kind", "value": "hourly"}),
        ("decisions", {"key": "streak_kind", "value": 5}),
        ("decisions", {"key": "direction", "value": "sideways"}),
        ("decisions", {"key": "weekly_goal", "value": None}),
    ],
)
def test_a_year_with_an_error_in_it_is_refused_whole(
    part: str, change: dict[str, object]
) -> None:
    """Nothing of it is taken in."""
    raw = _written()
    raw[part][0] |= change
    journal = Journal()
    with pytest.raises(StoredError):
        journal.read(raw)
    assert journal.years == set()


@given(anything)
def test_nonsense_is_refused(raw: Any) -> None:
    """Whatever JSON it is."""
    journal = Journal()
    with pytest.raises(StoredError):
        journal.read(raw)
    with suppress(StoredError):
        journal.read({"sessions": [raw], "decisions": []})
    with suppress(StoredError):
        journal.read({"sessions": [], "decisions": [raw]})
    assert journal.years == set()


@given(damaged(_written()))
def test_a_damaged_year_is_refused_or_can_be_reckoned_with(raw: Any) -> None:
    """What was read gives figures, and can be written again."""
    journal = Journal()
    try:
        journal.read(raw)
    except StoredError:
        assert journal.years == set()
        return
    for week_start in (0, 6):
        standing = Figures(journal, week_start).standing(MONDAY)
        assert standing.next_milestone > 0
        assert 0 <= standing.goal_progress <= 1
    Goals(journal).direction(MONDAY)
    json.dumps([journal.written(year) for year in journal.years])


def test_an_adopted_journal_adds_what_was_not_known() -> None:
    """Sessions of other ids, and decisions from before any of one's own."""
    own, other = Journal(), Journal()
    own.put(session("a", MONDAY, minutes=5))
    own.decide(decision(MONDAY, 20, DecisionKey.DAILY_GOAL))
    other.put(session("a", MONDAY, minutes=9))
    other.put(session("b", date(2025, 3, 3)))
    other.decide(decision(date(2025, 3, 3), 5, DecisionKey.DAILY_GOAL))
    other.decide(decision(date(2026, 3, 3), 30, DecisionKey.DAILY_GOAL))
    other.decide(decision(date(2026, 3, 3), 2, DecisionKey.WEEKLY_GOAL))
    change = Past(Ledger(own, 0), EVENING).adopting(other, "change")
    assert change.years == {2025}
    change.enter_into(own)
    assert set(own.sessions) == {"a", "b"}
    assert own.sessions["a"].active_s() == 300
    assert own.decided(DecisionKey.DAILY_GOAL, date(2025, 4, 1)) == 5
    assert own.decided(DecisionKey.DAILY_GOAL, date(2026, 4, 1)) == 20
    # Never decided here, and decided there only when walks of one's own had begun: they are judged as before.
    assert own.decided(DecisionKey.WEEKLY_GOAL, date(2026, 4, 1)) is None


@pytest.mark.parametrize("decides", [None, MONDAY - timedelta(days=5)])
def test_who_adopts_walks_keeps_streak_and_settings(decides: date | None) -> None:
    """Goals of before hold for the days of before only; the walker's own days go on by what held there."""
    own, other = Journal(), Journal()
    for ago in range(30):
        day = MONDAY - timedelta(days=ago)
        own.put(session(f"own {ago}", day, minutes=12))
    if decides is not None:
        own.decide(decision(decides, 11, DecisionKey.DAILY_GOAL))
    other.put(session("theirs", date(2025, 1, 1), minutes=12))
    other.decide(decision(date(2025, 1, 1), 30, DecisionKey.DAILY_GOAL))
    other.decide(decision(MONDAY - timedelta(days=9), 1, DecisionKey.REMINDERS))
    ledger = Ledger(own, 0)
    before = ledger.figures.standing(MONDAY)
    assert before.streak.current == 30
    change = Past(ledger, EVENING).adopting(other, "change")
    ledger.amend(change)
    after = ledger.figures.standing(MONDAY)
    assert after.total.sessions == 31
    assert after == replace(
        before, total=after.total, records=after.records, badge=after.badge
    )
    assert not own.history(DecisionKey.REMINDERS)
    states = ledger.figures.day_states(date(2025, 1, 1), date(2025, 1, 1), MONDAY)
    assert states == {date(2025, 1, 1): DayState.PARTIAL}
    ledger.amend(change.undone())
    assert len(list(own.decisions)) == (decides is not None)


def test_an_empty_journal_adopts_everything() -> None:
    """Also what is decided for today, and how the days and weeks of the home were."""
    own, other = Journal(), Journal()
    other.put(session("b", MONDAY))
    for key in (DecisionKey.WEEKLY_GOAL, DecisionKey.WEEK_START):
        other.decide(decision(MONDAY, 2, key))
    Past(Ledger(own, 0), EVENING).adopting(other, "change").enter_into(own)
    assert set(own.decisions) == set(other.decisions)


@pytest.mark.parametrize("key", [DecisionKey.WEEK_START, DecisionKey.DAY_START_HOUR])
def test_days_and_weeks_of_another_home_are_not_adopted(key: DecisionKey) -> None:
    """Where there are walks already, they have days and weeks of their own."""
    own, other = Journal(), Journal()
    own.put(session("a", MONDAY))
    other.put(session("b", date(2025, 3, 3)))
    other.decide(decision(date(2025, 3, 3), 6, key))
    Past(Ledger(own, 0), EVENING).adopting(other, "change").enter_into(own)
    assert not list(own.decisions)
