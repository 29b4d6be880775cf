"""Walks of unknown direction: what a day, a week and a streak make of them until they are answered for."""

from datetime import date, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.decision import (
    Decision,
    DecisionKey,
    GoalMeasure,
)
from custom_components.retrowalk.walking.journal import Journal
from custom_components.retrowalk.walking.ledger import Change, Ledger
from custom_components.retrowalk.walking.model import Direction, Session
from custom_components.retrowalk.walking.standing import Standing
from custom_components.retrowalk.walking.stats import Figures
from custom_components.retrowalk.walking.streak import (
    DayState,
    StreakKind,
    apply_freezes,
    daily_streak,
)
from custom_components.retrowalk.walking.tally import NOTHING
from custom_components.retrowalk.walking.unanswered import answered, is_unanswered

from .strategies import FIRST_DAY, LAST_DAY, decisions, journal_sessions
from .told_days import MONDAY, letters_of, the
from .walks import EVENING, session, unknown

MINUTES = {"W": 10.0, "w": 2.0, "U": 10.0, "u": 2.0, "B": 12.0}
"""W and w are walks backward; U and u of unknown direction; B ten minutes unknown after two backward."""


def walked(days: str, *decided: tuple[DecisionKey, object]) -> Ledger:
    """A walker's days from a Monday on, a letter each."""
    journal = Journal()
    for key, value in decided:
        journal.decide(Decision(at=EVENING, day=MONDAY, key=key, value=value))  # type: ignore[arg-type]
    for number, letter in enumerate(days, start=1):
        if letter == ".":
            continue
        one = session(f"{number}", the(number), minutes=MINUTES[letter])
        if letter in "Uu":
            one = unknown(one)
        if letter == "B":
            one = session(f"{number}", the(number), minutes=2, forward_minutes=10)
            one = unknown(one, Direction.FORWARD)
        journal.put(one)
    return Ledger(journal, 0)


def standing(ledger: Ledger, number: int) -> Standing:
    """Where the walker stands on the day of this number."""
    return ledger.figures.standing(the(number))


def states(ledger: Ledger, count: int, *, today: int | None = None) -> str:
    """What became of so many days, as seen on the last of them unless told otherwise."""
    found = ledger.figures.day_states(MONDAY, the(count), the(today or count))
    return letters_of(found, count)


def answer(ledger: Ledger, number: int, direction: Direction) -> None:
    """Answer for the walk of a day."""
    before = ledger.journal.sessions[f"{number}"]
    after = answered(before, direction)
    ledger.amend(Change(id="answer", sessions=((before, after),)))


# Days


@pytest.mark.parametrize(
    ("days", "told", "streak"),
    [
        ("WWU.", "CC??", 2),
        ("WWu.", "CC??", 2),
        ("WWB.", "CC??", 2),
        ("WWUW", "CC?C", 3),
        ("WWUU", "CC??", 2),
        ("WWU..", "CCMM?", 0),
        ("WWWWWWWU.", "CCCCCCC??", 7),
        ("WWWWWWWU..", "CCCCCCCMM?", 0),
        ("U", "?", 0),
        ("WWU.U.", "CCMM??", 0),
        ("WW..", "CCM?", 0),
    ],
)
def test_yesterday_is_not_lost_while_an_answer_may_change_it(
    days: str, told: str, streak: int
) -> None:
    """It waits until the end of the day after; the streak shows as it was."""
    ledger = walked(days)
    assert states(ledger, len(days)) == told
    assert standing(ledger, len(days)).streak.current == streak


def test_an_answer_that_changes_nothing_is_not_waited_for() -> None:
    """Whoever walked two minutes and does not know of another half is partial either way."""
    ledger = walked("WWw.")
    half = unknown(session("more", the(3), minutes=0.5))
    ledger.amend(Change(id="more", sessions=((None, half),)))
    assert states(ledger, 4) == "CCP?"
    assert standing(ledger, 4).streak.current == 0


def test_no_freeze_is_spent_on_a_day_that_waits() -> None:
    """Once it is answered for, it is."""
    ledger = walked("WWWWWWWU.")
    waiting = standing(ledger, 9)
    assert (waiting.streak.current, waiting.freezing.left) == (7, 1)
    assert waiting.freezing.used == ()
    answer(ledger, 8, Direction.FORWARD)
    judged = standing(ledger, 9)
    assert (judged.streak.current, judged.freezing.left) == (7, 0)
    assert states(ledger, 9) == "CCCCCCCF?"


@pytest.mark.parametrize(
    ("direction", "told", "streak"),
    [(Direction.BACKWARD, "CCCC", 4), (Direction.FORWARD, "CCMC", 1)],
)
def test_an_answer_judges_the_day(direction: Direction, told: str, streak: int) -> None:
    """Whatever was built on it since."""
    ledger = walked("WWUW")
    answer(ledger, 3, direction)
    assert states(ledger, 4) == told
    assert standing(ledger, 4).streak.current == streak


def test_rest_and_vacation_are_what_they_are() -> None:
    """An answer can only turn them into something better, and nothing hangs on it."""
    rest = walked("WWU.", (DecisionKey.REST_DAYS, (2,)))
    assert states(rest, 4) == "CCR?"
    answer(rest, 3, Direction.BACKWARD)
    assert states(rest, 4) == "CCC?"


def test_the_waiting_day_is_seen_from_every_later_day_alike() -> None:
    """What was looked at in between leaves no trace."""
    ledger = walked("WWU..W")
    seen = [states(ledger, 3, today=number) for number in (3, 4, 5, 4, 6, 3)]
    assert seen == ["CC?", "CC?", "CCM", "CC?", "CCM", "CC?"]
    looked = [standing(ledger, number).streak.current for number in (4, 5, 4, 6)]
    assert looked == [2, 0, 2, 1]


def test_today_is_not_at_risk_where_only_the_answer_is_missing() -> None:
    """Whoever has walked ten minutes needs no other ten; two are not enough either way."""
    assert not standing(walked("WWU"), 3).streak.at_risk
    assert standing(walked("WWU"), 3).awaits_answer
    assert standing(walked("WWu"), 3).streak.at_risk
    assert not standing(walked("WWu"), 3).awaits_answer
    assert standing(walked("WWU."), 4).streak.at_risk
    assert not standing(walked("WWW"), 3).awaits_answer


@pytest.mark.parametrize(
    ("measure", "goal", "letter"),
    [
        (GoalMeasure.STEPS, 200, "u"),
        (GoalMeasure.SESSIONS, 1, "u"),
        (GoalMeasure.MINUTES, 10, "U"),
    ],
)
def test_a_day_waits_by_the_measure_of_its_goal(
    measure: GoalMeasure, goal: int, letter: str
) -> None:
    """Minutes, steps or sessions."""
    decided = (DecisionKey.DAILY_MEASURE, measure), (DecisionKey.DAILY_GOAL, goal)
    ledger = walked(f"{letter}.", *decided)
    assert states(ledger, 2) == "??"
    answer(ledger, 1, Direction.BACKWARD)
    assert states(ledger, 2) == "C?"


# Weeks

WEEKLY = (DecisionKey.STREAK_KIND, StreakKind.WEEKLY)


def test_a_week_whose_last_walk_waits_is_not_lost() -> None:
    """Two walks and an unknown one on Sunday may be three."""
    ledger = walked("W.W.W..W.W...U.", WEEKLY)
    assert standing(ledger, 15).streak.current == 1
    answer(ledger, 14, Direction.BACKWARD)
    assert standing(ledger, 15).streak.current == 2
    answered_otherwise = walked("W.W.W..W.W...U.", WEEKLY)
    answer(answered_otherwise, 14, Direction.FORWARD)
    assert standing(answered_otherwise, 15).streak.current == 0
    assert standing(walked("W.W.W..W.W...U..", WEEKLY), 16).streak.current == 0
    assert standing(walked("W.W.W..W.....U.", WEEKLY), 15).streak.current == 0


def test_a_week_is_not_at_risk_where_only_the_answer_is_missing() -> None:
    """On Sunday with two walks and an unknown one, there is nothing left to do."""
    assert standing(walked("W.W.W..W.W....", WEEKLY), 14).streak.at_risk
    waiting = standing(walked("W.W.W..W.W...U", WEEKLY), 14)
    assert not waiting.streak.at_risk
    assert waiting.awaits_answer
    assert not standing(walked("W.W.W..W.W..U.", WEEKLY), 14).streak.at_risk


def test_who_counts_weeks_has_walked_today_if_the_answer_says_so() -> None:
    """Then nobody is asked to walk twice."""
    assert standing(walked("U", WEEKLY), 1).awaits_answer
    assert not standing(walked("W", WEEKLY), 1).awaits_answer


# Whatever was walked


def _model(figures: Figures, journal: Journal, today: date) -> dict[date, DayState]:
    """What becomes of the days, each on its own."""
    goals = figures.goals
    first = min((one.day for one in journal.sessions.values()), default=today)
    found = {}
    for number in range((today - first).days + 1):
        day = first + timedelta(days=number)
        tallies = figures.tallies(day, day)
        state = goals.state(day, tallies.get(day, NOTHING))
        if day >= today - timedelta(days=1):
            best = Figures(_all_backward(journal), 0).tallies(day, day)
            if state in (DayState.MISSED, DayState.PARTIAL) and state != goals.state(
                day, best.get(day, NOTHING)
            ):
                state = DayState.PENDING
        found[day] = state
    return found


def _all_backward(journal: Journal) -> Journal:
    other = journal.copied()
    for one in list(other.sessions.values()):
        other.put(answered(one, Direction.BACKWARD))
    return other


_settings = st.lists(
    decisions().filter(lambda one: one.key is not DecisionKey.FREEZES), max_size=4
)


@st.composite
def walks_until(draw: st.DrawFn) -> tuple[list[Session], date]:
    """Return walks, and a day soon after one of them."""
    sessions = draw(journal_sessions())
    if not sessions:
        return [], draw(st.dates(FIRST_DAY, LAST_DAY))
    near = draw(st.sampled_from(sessions)).day
    return sessions, near + timedelta(days=draw(st.integers(0, 2)))


@given(walks_until(), _settings)
def test_the_streak_is_that_of_its_days(
    walks: tuple[list[Session], date], decided: list[Decision]
) -> None:
    """A day that waits neither lengthens nor breaks it; the figures agree with the plain functions."""
    sessions, today = walks
    journal = Journal()
    for decision in decided:
        journal.decide(decision)
    for one in sessions:
        journal.put(one)
    figures = Figures(journal, 0)
    found = figures.standing(today)
    days = _model(figures, journal, today)
    frozen = apply_freezes(days, today)
    told = daily_streak(frozen.states, today)
    assert (found.days.current, found.days.longest) == (told.current, told.longest)
    assert found.days.started == told.started
    assert found.freezing.left == frozen.balance
    assert not found.days.at_risk or told.at_risk


@given(
    walks_until(),
    _settings,
    st.sampled_from([Direction.BACKWARD, Direction.FORWARD]),
)
def test_answers_lead_to_what_was_so_from_the_beginning(
    walks: tuple[list[Session], date], decided: list[Decision], direction: Direction
) -> None:
    """In whatever order they come; nothing of the waiting is left."""
    sessions, today = walks
    asked, known = Journal(), Journal()
    for decision in decided:
        asked.decide(decision)
        known.decide(decision)
    for one in sessions:
        asked.put(one)
        known.put(answered(one, direction))
    ledger = Ledger(asked, 0)
    for number, one in enumerate(sessions):
        ledger.figures.standing(today)
        if is_unanswered(one):
            change = Change(id=f"{number}", sessions=((one, answered(one, direction)),))
            ledger.amend(change)
    assert ledger.figures.standing(today) == Figures(known, 0).standing(today)
    assert ledger.figures.unanswered.waiting(date.min) == []
