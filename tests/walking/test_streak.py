"""Streaks in days, as their walkers would tell them."""

from datetime import date, timedelta
from time import perf_counter

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.streak import DayState, Streak, daily_streak

from .told_days import MONDAY, NO_STREAK, day_states, days, the


@pytest.mark.parametrize(
    ("letters", "current", "longest", "started", "at_risk"),
    [
        pytest.param("?", 0, 0, None, False, id="I have not walked yet"),
        pytest.param(".", 0, 0, None, False, id="I have just set it up"),
        pytest.param("C", 1, 1, 1, False, id="I walked today for the first time"),
        pytest.param("CCC", 3, 3, 1, False, id="I walked three days in a row"),
        pytest.param("CC?", 2, 2, 1, True, id="I have not walked today yet"),
        pytest.param("CC.", 2, 2, 1, True, id="nothing is known of today yet"),
        pytest.param(
            "CCP",
            2,
            2,
            1,
            True,
            id="I have walked a bit today, and the day is not over",
        ),
        pytest.param(
            "CCM", 2, 2, 1, True, id="a day that is not over cannot be missed"
        ),
        pytest.param("CCM?", 0, 2, None, False, id="I missed yesterday"),
        pytest.param("CC.?", 0, 2, None, False, id="yesterday is not in the journal"),
        pytest.param("CCPC", 1, 2, 4, False, id="I walked too little on Wednesday"),
        pytest.param(
            "CCRC", 3, 3, 1, False, id="a rest day neither breaks nor lengthens"
        ),
        pytest.param("CCR", 2, 2, 1, False, id="I rest today"),
        pytest.param(
            "CCRR?", 2, 2, 1, True, id="two days of rest and now it is up to me"
        ),
        pytest.param("CVVVVC", 2, 2, 1, False, id="I was away and am back"),
        pytest.param("CV", 1, 1, 1, False, id="I am away today"),
        pytest.param("CFC", 2, 2, 1, False, id="a freeze protects and adds nothing"),
        pytest.param(
            "C?C", 2, 2, 1, False, id="I have not said which way I walked on Tuesday"
        ),
        pytest.param(
            "RVC",
            1,
            1,
            3,
            False,
            id="a streak starts with a walk, not with the rest before it",
        ),
        pytest.param(
            "CCCMCC", 2, 3, 5, False, id="my best was longer than what I have now"
        ),
        pytest.param("R?", 0, 0, None, False, id="nothing to lose"),
        pytest.param("RM.VP?", 0, 0, None, False, id="I have never walked enough"),
    ],
)
def test_days_in_a_row(
    letters: str, current: int, longest: int, started: int | None, at_risk: bool
) -> None:
    """A streak in days, as its walker would tell it."""
    states, today = days(letters)
    start = None if started is None else the(started)
    assert daily_streak(states, today) == Streak(
        current=current, longest=longest, started=start, at_risk=at_risk
    )


def test_a_walk_in_the_future_does_not_count() -> None:
    """A phone with a wrong clock lengthens nothing."""
    states, today = days("CC?")
    assert daily_streak(
        {**states, today + timedelta(days=1): DayState.COMPLETED}, today
    ) == daily_streak(states, today)
    assert (
        daily_streak({today + timedelta(days=1): DayState.COMPLETED}, today)
        == NO_STREAK
    )


def test_the_year_before_the_journal_begins_does_not_matter() -> None:
    """Days before the first known one are neither missed nor counted."""
    assert daily_streak({MONDAY: DayState.COMPLETED}, MONDAY).current == 1


@given(states=day_states, today=st.dates(MONDAY, MONDAY + timedelta(days=40)))
def test_a_streak_is_what_walking_back_from_today_finds(
    states: dict[date, DayState], today: date
) -> None:
    """The current streak equals a count by hand, and the longest is never less."""
    count, started, day = 0, None, today
    while day >= MONDAY:
        state = states.get(day, DayState.MISSED)
        if state in {DayState.MISSED, DayState.PARTIAL} and day != today:
            break
        if state is DayState.COMPLETED:
            count, started = count + 1, day
        day -= timedelta(days=1)
    streak = daily_streak(states, today)
    assert (streak.current, streak.started) == (count, started)
    assert streak.longest >= streak.current


@given(states=day_states)
def test_the_order_of_days_does_not_matter(states: dict[date, DayState]) -> None:
    """A journal that was filled in later gives the same streak."""
    backward = dict(reversed(states.items()))
    assert daily_streak(backward, the(41)) == daily_streak(states, the(41))


def test_ten_years_of_days_are_quick() -> None:
    """Ten years are counted in a few milliseconds, also on a slow machine."""
    states = {MONDAY + timedelta(days=day): DayState.COMPLETED for day in range(3650)}
    today = MONDAY + timedelta(days=3649)
    durations = []
    for _ in range(5):
        started = perf_counter()
        assert daily_streak(states, today).current == 3650
        durations.append(perf_counter() - started)
    assert min(durations) < 0.02
