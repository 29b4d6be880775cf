"""Days, weeks, totals, records and streaks, as the journal has them."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.journal import Decision, DecisionKey, Journal
from custom_components.retrowalk.walking.model import Direction, Session
from custom_components.retrowalk.walking.standing import Standing
from custom_components.retrowalk.walking.stats import Figures
from custom_components.retrowalk.walking.streak import StreakKind
from custom_components.retrowalk.walking.tally import Tally, tally

from .strategies import FIRST_DAY, LAST_DAY, decisions, journal_sessions
from .walks import EVENING, session

MONDAY = date(2026, 3, 2)
FRIDAY = MONDAY + timedelta(days=4)


def day(offset: int) -> date:
    """Return the day so many days after the Monday."""
    return MONDAY + timedelta(days=offset)


def figures(*sessions: Session, week_start: int = 0) -> Figures:
    """Return the figures of sessions."""
    journal = Journal()
    for one in sessions:
        journal.put(one)
    return Figures(journal, week_start)


def decide(journal: Journal, day_: date, key: DecisionKey, value: float | str) -> None:
    """Decide something from a day on."""
    journal.decide(Decision(at=EVENING, day=day_, key=key, value=value))


# What counts


def test_days_weeks_and_totals_count_backward_walking_only() -> None:
    """Minutes, metres and steps; forward seconds stand beside."""
    standing = figures(
        session("a", MONDAY, minutes=10, forward_minutes=5),
        session("b", FRIDAY, minutes=4),
        session("before", day(-1), minutes=7),
    ).standing(FRIDAY)
    assert standing.today == Tally(
        backward_s=240, distance_m=100, steps=200, sessions=1
    )
    assert standing.week.backward_s == 840
    assert standing.week.forward_s == 300
    assert standing.week.steps == 400
    assert standing.week_begin == MONDAY
    assert standing.total.backward_s == 1260
    assert standing.total.distance_m == 300
    assert standing.total.sessions == 3


@pytest.mark.parametrize(("seconds", "counts"), [(59.9, 0), (60, 1)])
def test_a_session_goal_counts_sessions_with_a_minute_of_backward_walking(
    seconds: float, counts: int
) -> None:
    """However long they went forward."""
    one = session("a", MONDAY, minutes=seconds / 60, forward_minutes=20)
    assert tally(one).sessions == counts


@pytest.mark.parametrize(
    ("week_start", "begin", "sessions"), [(0, MONDAY, 2), (6, day(-1), 3)]
)
def test_a_week_begins_when_the_home_says(
    week_start: int, begin: date, sessions: int
) -> None:
    """On Monday, or on Sunday."""
    standing = figures(
        session("a", day(-1)),
        session("b", MONDAY),
        session("c", FRIDAY),
        week_start=week_start,
    ).standing(FRIDAY)
    assert (standing.week_begin, standing.week.sessions) == (begin, sessions)


def test_the_running_session_counts_on_its_own_day() -> None:
    """Also when midnight has passed since it began."""
    figures_ = figures(session("a", MONDAY, minutes=3))
    running = session("running", MONDAY, minutes=8)
    on_its_day = figures_.standing(MONDAY, (MONDAY, running))
    assert on_its_day.today.backward_s == 660
    assert on_its_day.streak.current == 1
    assert on_its_day.goal_reached
    next_day = figures_.standing(day(1), (MONDAY, running))
    assert next_day.today.backward_s == 0
    assert next_day.week.backward_s == 660
    assert next_day.total.backward_s == 660
    assert next_day.streak.current == 1
    assert next_day.streak.at_risk


def test_the_last_session_is_the_one_that_was_started_last() -> None:
    """In whatever order they were written down."""
    early, late = session("early", MONDAY), session("late", day(2))
    for order in ((early, late), (late, early)):
        assert figures(*order).standing(FRIDAY).last == late
    assert figures().standing(FRIDAY).last is None


# Goals


def test_progress_towards_the_goal_of_a_day() -> None:
    """A share of the backward minutes, one at most."""
    figures_ = figures(session("a", MONDAY, minutes=4))
    assert figures_.standing(MONDAY).goal_progress == pytest.approx(0.4)
    assert not figures_.standing(MONDAY).goal_reached
    running = session("b", MONDAY, minutes=60)
    standing = figures_.standing(MONDAY, (MONDAY, running))
    assert standing.goal_progress == 1.0
    assert standing.goal_reached
    assert standing.next_milestone == 3


def test_progress_towards_the_goal_of_a_week() -> None:
    """Sessions of this week, for a walker who counts weeks."""
    journal = Journal()
    decide(journal, MONDAY, DecisionKey.STREAK_KIND, StreakKind.WEEKLY)
    decide(journal, MONDAY, DecisionKey.WEEKLY_GOAL, 4)
    for offset in (0, 1, 1, 3):
        journal.put(session(f"{len(journal.sessions)}", day(offset)))
    standing = Figures(journal, 0).standing(day(1))
    assert standing.kind is StreakKind.WEEKLY
    assert standing.walked == 4
    assert standing.goal == 4
    assert standing.streak.current == 1
    assert standing.next_milestone == 4


def test_a_goal_of_nothing_is_always_reached() -> None:
    """No division by it."""
    journal = Journal()
    decide(journal, MONDAY, DecisionKey.DAILY_GOAL, 0)
    assert Figures(journal, 0).standing(MONDAY).goal_progress == 1.0


def test_a_goal_changed_today_judges_today_and_no_day_before() -> None:
    """The streak of the past stands."""
    journal = Journal()
    for offset in range(3):
        journal.put(session(f"{offset}", day(offset), minutes=10))
    figures_ = Figures(journal, 0)
    assert figures_.standing(day(2)).streak.current == 3
    decide(journal, day(2), DecisionKey.DAILY_GOAL, 30)
    figures_.judge(day(2))
    standing = figures_.standing(day(2))
    assert standing.streak.current == 2
    assert standing.streak.at_risk
    assert not standing.goal_reached


@pytest.mark.parametrize(
    ("before", "after", "weeks"),
    [
        pytest.param(3, 5, 2, id="raised: weeks that met the old goal stay met"),
        pytest.param(5, 3, 0, id="lowered: weeks that missed the old one stay missed"),
    ],
)
def test_a_past_week_is_judged_by_the_goal_it_had(
    before: int, after: int, weeks: int
) -> None:
    """A new weekly goal rewrites nothing."""
    journal = Journal()
    decide(journal, day(-14), DecisionKey.WEEKLY_GOAL, before)
    for week in (-14, -7):
        for offset in range(3):
            journal.put(session(f"{week} {offset}", day(week + offset)))
    figures_ = Figures(journal, 0)
    decide(journal, MONDAY, DecisionKey.WEEKLY_GOAL, after)
    figures_.judge(MONDAY)
    assert figures_.standing(FRIDAY).weeks.current == weeks


def test_this_week_is_judged_by_todays_goal() -> None:
    """Also when it was met by another one before."""
    journal = Journal()
    decide(journal, day(-14), DecisionKey.WEEKLY_GOAL, 2)
    for offset in (0, 1):
        journal.put(session(f"{offset}", day(offset)))
    assert Figures(journal, 0).standing(FRIDAY).weeks.current == 1
    decide(journal, FRIDAY, DecisionKey.WEEKLY_GOAL, 5)
    assert Figures(journal, 0).standing(FRIDAY).weeks.current == 0


def test_a_running_session_counts_for_the_week_from_its_first_minute() -> None:
    """The week's streak is extended while walking."""
    journal = Journal()
    decide(journal, MONDAY, DecisionKey.WEEKLY_GOAL, 2)
    journal.put(session("a", MONDAY))
    figures_ = Figures(journal, 0)
    short = session("b", FRIDAY, minutes=0.5)
    long = session("b", FRIDAY, minutes=1)
    assert figures_.standing(FRIDAY, (FRIDAY, short)).weeks.current == 0
    assert figures_.standing(FRIDAY, (FRIDAY, long)).weeks.current == 1


# Derived anew, or kept up


def _plain(standing: Standing) -> Any:
    return (
        standing.today,
        standing.week,
        standing.total,
        standing.days,
        standing.weeks,
        standing.walked,
        standing.goal,
        standing.last,
        standing.records,
        standing.badge,
    )


@given(
    journal_sessions(),
    st.lists(decisions(), max_size=5),
    st.integers(0, 6),
    st.dates(FIRST_DAY, LAST_DAY),
    st.data(),
)
def test_figures_kept_up_are_those_derived_anew(
    sessions: list[Session],
    decided: list[Decision],
    week_start: int,
    today: date,
    draw: st.DataObject,
) -> None:
    """In whatever order sessions are added and dropped, and whatever is decided between."""
    journal = Journal()
    kept_up = Figures(journal, week_start)
    everything: list[Session | Decision] = [*sessions, *decided]
    coming = draw.draw(st.permutations(everything))
    for item in coming:
        if isinstance(item, Decision):
            journal.decide(item)
            kept_up.judge(item.day)
        else:
            journal.put(item)
            kept_up.add(item)
        kept_up.standing(today)
    dropped = draw.draw(
        st.lists(st.sampled_from(sessions), unique_by=id) if sessions else st.just([])
    )
    for one in dropped:
        kept_up.drop(one)
        journal.remove(one.id)
    for one in dropped[::2]:
        journal.put(one)
        kept_up.add(one)
    anew = Figures(journal, week_start)
    assert _plain(kept_up.standing(today)) == _plain(anew.standing(today))
    running = draw.draw(st.sampled_from(sessions)) if sessions else None
    if running is not None:
        run = (running.day, running)
        assert _plain(kept_up.standing(today, run)) == _plain(anew.standing(today, run))


@given(journal_sessions(), st.dates(FIRST_DAY, LAST_DAY), st.randoms())
def test_the_order_of_adding_does_not_matter(
    sessions: list[Session], today: date, dice: Any
) -> None:
    """A backfilled session counts as if it had been there."""
    one = figures(*sessions).standing(today)
    dice.shuffle(sessions)
    assert _plain(figures(*sessions).standing(today)) == _plain(one)


def test_a_session_that_is_open_again_is_left_out_of_records() -> None:
    """Though the journal still has it."""
    short, long = session("short", MONDAY, minutes=2), session("long", FRIDAY)
    figures_ = figures(short, long)
    figures_.drop(long)
    standing = figures_.standing(FRIDAY)
    assert standing.last == short
    assert standing.records.longest == short
    assert standing.total.sessions == 1
    assert standing.today.backward_s == 0


def test_tenths_of_seconds_add_up_to_a_goal() -> None:
    """Six hundred seconds in tenths are ten minutes, and none when taken away."""
    parts = [
        session(f"{number}", MONDAY, minutes=tenths / 600)
        for number, tenths in enumerate([1, 2, 3, 5994])
    ]
    figures_ = figures(*parts)
    assert figures_.standing(MONDAY).goal_reached
    for part in parts:
        figures_.drop(part)
    assert figures_.standing(MONDAY).total == Tally()
    assert parts[0].active_s(Direction.BACKWARD) == pytest.approx(0.1)
