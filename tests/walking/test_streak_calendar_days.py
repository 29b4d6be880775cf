"""Streaks kept up are those of the plain rules; no clock, zone, order or decision of today rewrites the past."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.retrowalk.walking.day import local_day
from custom_components.retrowalk.walking.decision import Decision, DecisionKey
from custom_components.retrowalk.walking.goal import Goals
from custom_components.retrowalk.walking.journal import Journal
from custom_components.retrowalk.walking.ledger import Ledger
from custom_components.retrowalk.walking.model import Session
from custom_components.retrowalk.walking.stats import Figures
from custom_components.retrowalk.walking.streak import (
    DayState,
    apply_freezes,
    daily_streak,
    weekly_streak,
)
from custom_components.retrowalk.walking.tally import NOTHING, tally
from custom_components.retrowalk.walking.vacation import vacation_change
from custom_components.retrowalk.walking.weeks import Weeks

from .strategies import FIRST_DAY, LAST_DAY, decisions, journal_sessions
from .walks import EVENING, session

days_walked = st.lists(st.sampled_from(["", "w", "W", "W", "W", "W"]), max_size=60)


def journal_of(days: list[str]) -> Journal:
    """Return a journal with a walk of ten or of two minutes on days in a row."""
    journal = Journal()
    for number, letter in enumerate(days):
        if letter:
            minutes = 10 if letter == "W" else 2
            day = FIRST_DAY + timedelta(days=number)
            journal.put(session(f"{number}", day, minutes=minutes))
    return journal


def decided(day: date, key: DecisionKey, value: Any) -> Decision:
    """Return a decision."""
    return Decision(at=EVENING, day=day, key=key, value=value)


@given(days_walked, st.frozensets(st.integers(0, 6), max_size=3), st.integers(0, 9))
def test_days_kept_up_are_those_of_the_plain_rules(
    days: list[str], rest_days: frozenset[int], ahead: int
) -> None:
    """The streak of `daily_streak` over the days of `apply_freezes`, looked at day by day."""
    journal = journal_of(days)
    journal.decide(decided(FIRST_DAY, DecisionKey.REST_DAYS, tuple(rest_days)))
    figures, goals = Figures(journal, 0), Goals(journal)
    walked = {one.day: tally(one) for one in journal.sessions.values()}
    for number in range(len(days) + ahead):
        today = FIRST_DAY + timedelta(days=number)
        first = min((day for day in walked if day <= today), default=today)
        states = {
            day: goals.state(day, walked.get(day, NOTHING))
            for day in (
                first + timedelta(days=offset)
                for offset in range((today - first).days + 1)
            )
        }
        if states[today] in (DayState.MISSED, DayState.PARTIAL):
            states[today] = DayState.PENDING
        plain = apply_freezes(states, today)
        standing = figures.standing(today)
        assert standing.days == daily_streak(plain.states, today)
        assert standing.freezing.left == plain.balance
        assert standing.freezing.used_after(date.min) == list(plain.used)
        assert figures.day_states(first, today, today) == plain.states


@given(
    journal_sessions(),
    st.frozensets(st.dates(FIRST_DAY, LAST_DAY), max_size=20),
    st.integers(1, 4),
    st.integers(0, 6),
    st.dates(FIRST_DAY, LAST_DAY),
)
def test_weeks_kept_up_are_those_of_the_plain_rules(
    sessions: list[Session],
    vacation: frozenset[date],
    target: int,
    week_start: int,
    today: date,
) -> None:
    """The streak of `weekly_streak`, with one target for all weeks."""
    journal = Journal()
    ledger = Ledger(journal, week_start)
    journal.decide(decided(FIRST_DAY, DecisionKey.WEEKLY_GOAL, target))
    sessions = [one for one in sessions if one.day <= today]
    for one in sessions:
        journal.put(one)
        ledger.figures.add(one)
    for day in vacation:
        ledger.amend(vacation_change(journal, "away", EVENING, day, day))
    per_day: dict[date, int] = {}
    for one in sessions:
        per_day[one.day] = per_day.get(one.day, 0) + tally(one).sessions
    plain = weekly_streak(per_day, target, week_start, today, vacation=vacation)
    assert ledger.figures.standing(today).weeks == plain


@given(
    journal_sessions(),
    st.lists(decisions(), max_size=6),
    decisions(),
    st.dates(FIRST_DAY, LAST_DAY),
)
def test_no_decision_of_today_rewrites_a_day_before(
    sessions: list[Session],
    decided_before: list[Decision],
    decision: Decision,
    today: date,
) -> None:
    """Goal, rest days, kind, freezes, vacation, week start: the states of the past and its longest streak stay."""
    journal = Journal()
    for one in sessions:
        journal.put(one)
    for other in decided_before:
        if other.day < today:
            journal.decide(other)
    figures = Figures(journal, 0)
    yesterday = today - timedelta(days=1)
    before = figures.day_states(FIRST_DAY, yesterday, today)
    standing = figures.standing(yesterday)
    journal.decide(decided(today, decision.key, decision.value))
    figures.judge(today)
    assert figures.day_states(FIRST_DAY, yesterday, today) == before
    if decision.key is not DecisionKey.WEEK_START:
        assert figures.standing(yesterday).days == standing.days
        assert figures.standing(yesterday).weeks == standing.weeks


@given(
    st.lists(
        st.tuples(st.dates(FIRST_DAY, LAST_DAY), st.integers(0, 6)),
        max_size=5,
        unique_by=lambda change: change[0],
    ),
    st.dates(FIRST_DAY, LAST_DAY),
)
def test_weeks_follow_one_another(changes: list[tuple[date, int]], day: date) -> None:
    """However often their start is changed, each day is in one week of one to seven days, and none of the past moves."""
    journal = Journal()
    begins: dict[date, date] = {}
    for at, week_start in sorted(changes):
        journal.decide(decided(at, DecisionKey.WEEK_START, week_start))
        weeks = Weeks(journal, 0)
        if begins:
            assert all(
                weeks.begin(past) == begins[past] for past in begins if past < at
            )
        begins = {
            each: weeks.begin(each)
            for each in (FIRST_DAY + timedelta(days=n) for n in range(50))
        }
    weeks = Weeks(journal, 0)
    begin = weeks.begin(day)
    after = weeks.after(begin)
    assert begin <= day < after <= begin + timedelta(days=7)
    assert weeks.begin(after) == after


@given(journal_sessions(), st.lists(decisions(), max_size=6), st.data())
def test_the_order_in_which_walks_and_decisions_are_recorded_does_not_matter(
    sessions: list[Session], decided_: list[Decision], draw: st.DataObject
) -> None:
    """Of two decisions on one matter from one day, there is only the later."""
    unique = list({(one.key, one.day): one for one in decided_}.values())
    stories = []
    for _ in range(2):
        journal = Journal()
        everything: list[Session | Decision] = [*sessions, *unique]
        for one in draw.draw(st.permutations(everything)):
            if isinstance(one, Decision):
                journal.decide(one)
            else:
                journal.put(one)
        figures = Figures(journal, 0)
        stories.append(
            (
                figures.standing(LAST_DAY),
                figures.day_states(FIRST_DAY, LAST_DAY, LAST_DAY),
            )
        )
    assert stories[0] == stories[1]


# Clocks and calendars

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Asuncion",
    "Africa/Cairo",
    "America/Havana",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
]


def year_in(zone: str, year: int, at: time, day_start_hour: int) -> Figures:
    """Return the figures of a walk every evening of a year in a zone, but for every eleventh day."""
    journal = Journal()
    for number in range(366):
        day = date(year, 1, 1) + timedelta(days=number)
        if number % 11:
            begin = datetime.combine(day, at, ZoneInfo(zone)).astimezone(
                ZoneInfo("UTC")
            )
            own_day = local_day(begin, ZoneInfo(zone), day_start_hour)
            journal.put(session(f"{number}", own_day))
    return Figures(journal, 0)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("at", "day_start_hour"),
    [
        pytest.param(time(23, 45), 0, id="just before midnight"),
        pytest.param(
            time(0, 15), 0, id="just after midnight, which some days do not have"
        ),
        pytest.param(
            time(2, 30), 4, id="at half past two, with days from four o'clock"
        ),
        pytest.param(time(12), 0, id="at noon"),
    ],
)
@pytest.mark.parametrize("year", [2023, 2024])
def test_a_year_with_clock_changes_equals_one_without(
    zone: str, at: time, day_start_hour: int, year: int
) -> None:
    """Days of 23 and 25 hours are days; a year with a leap day is a year."""
    plain = year_in("UTC", year, at, day_start_hour)
    changed = year_in(zone, year, at, day_start_hour)
    first, last = date(year - 1, 12, 31), date(year, 12, 30)
    assert changed.day_states(first, last, last) == plain.day_states(first, last, last)
    days, weeks = plain.standing(last).days, plain.standing(last).weeks
    assert (changed.standing(last).days, changed.standing(last).weeks) == (days, weeks)


def test_a_flight_over_the_date_line_keeps_the_days_of_the_walks() -> None:
    """A session keeps the day that it had where it was walked: two walks in one day, and a day that never was."""
    journal = Journal()
    walked = [
        ("Pacific/Auckland", datetime(2026, 3, 2, 20)),
        ("Pacific/Auckland", datetime(2026, 3, 3, 20)),
        ("Pacific/Honolulu", datetime(2026, 3, 3, 20)),
        ("Pacific/Honolulu", datetime(2026, 3, 4, 20)),
        ("Pacific/Auckland", datetime(2026, 3, 6, 20)),
    ]
    for number, (zone, begin) in enumerate(walked):
        moment = begin.replace(tzinfo=ZoneInfo(zone))
        journal.put(session(f"{number}", local_day(moment, ZoneInfo(zone), 0)))
    figures = Figures(journal, 0)
    assert figures.standing(date(2026, 3, 4)).streak.current == 3
    assert figures.standing(date(2026, 3, 6)).streak.current == 1


@pytest.mark.parametrize(
    ("first", "days"),
    [
        pytest.param(date(2028, 2, 27), 5, id="over a leap day"),
        pytest.param(date(2027, 2, 26), 5, id="over the end of a February without one"),
        pytest.param(date(2026, 12, 29), 7, id="over the new year, in week 53"),
    ],
)
def test_days_in_a_row_are_days_in_a_row(first: date, days: int) -> None:
    """Whatever the calendar calls them."""
    journal = Journal()
    for number in range(days):
        journal.put(session(f"{number}", first + timedelta(days=number)))
    standing = Figures(journal, 0).standing(first + timedelta(days=days - 1))
    assert standing.days.current == days


def test_week_53_is_one_week() -> None:
    """It lies in two years, and so do its walks."""
    journal = Journal()
    walked = [date(2026, 12, day) for day in (22, 23, 24, 29)]
    walked += [date(2027, 1, day) for day in (1, 3, 4, 5, 6)]
    for number, day in enumerate(walked):
        journal.put(session(f"{number}", day))
    assert date(2027, 1, 1).isocalendar().week == 53
    assert Figures(journal, 0).standing(date(2027, 1, 6)).weeks.current == 3


@settings(max_examples=30)
@given(st.lists(st.integers(0, 3650), max_size=30), st.integers(0, 3650))
def test_years_between_walks_cost_nothing_and_change_nothing(
    offsets: list[int], ahead: int
) -> None:
    """Looked at now and then on the way, or only in the end."""
    journal = Journal()
    looked_at = Figures(journal, 0)
    for number, offset in enumerate(offsets):
        day = date(2015, 1, 1) + timedelta(days=offset)
        one = session(f"{number}", day)
        journal.put(one)
        looked_at.add(one)
        looked_at.standing(day)
    today = date(2015, 1, 1) + timedelta(days=ahead)
    assert looked_at.standing(today) == Figures(journal, 0).standing(today)
