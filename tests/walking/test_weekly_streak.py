"""Streaks in weeks, as their walkers would tell them."""

from datetime import date, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.streak import Streak, weekly_streak

from .told_days import MONDAY, NO_STREAK, the


def weeks(counts: str) -> dict[date, int]:
    """Return sessions by day from a Monday on, one digit a day; spaces only part the weeks."""
    digits = counts.replace(" ", "")
    return {
        MONDAY + timedelta(days=day): int(digit)
        for day, digit in enumerate(digits)
        if digit != "0"
    }


@pytest.mark.parametrize(
    ("counts", "current", "longest", "started", "at_risk"),
    [
        pytest.param("1", 0, 0, None, False, id="my first week has begun"),
        pytest.param("1010100", 1, 1, 1, False, id="my first week is met"),
        pytest.param("10101", 1, 1, 1, False, id="a week counts as soon as it is met"),
        pytest.param(
            "0000010 1010100",
            1,
            1,
            8,
            False,
            id="I began on a Saturday and that week was not met",
        ),
        pytest.param(
            "1010100 1110000 0",
            2,
            2,
            1,
            False,
            id="a new week has begun and is not over",
        ),
        pytest.param(
            "1010100 1110000 0000",
            2,
            2,
            1,
            False,
            id="on Thursday four days are left for three",
        ),
        pytest.param(
            "1010100 1110000 00000",
            2,
            2,
            1,
            True,
            id="on Friday three days are left for three",
        ),
        pytest.param(
            "1010100 1110000 0100000",
            2,
            2,
            1,
            True,
            id="on Sunday it cannot be met with one walk a day",
        ),
        pytest.param(
            "1010100 1110000 1100000", 2, 2, 1, True, id="on Sunday one is missing"
        ),
        pytest.param(
            "1010100 1110000 110000",
            2,
            2,
            1,
            False,
            id="on Saturday one is missing and two days are left",
        ),
        pytest.param(
            "1010100 1100000 1110000", 1, 1, 15, False, id="two walks were too few"
        ),
        pytest.param(
            "1010100 0000000 1110000", 1, 1, 15, False, id="a week without a walk"
        ),
        pytest.param(
            "1010100 1010100 0000000 1", 0, 2, None, False, id="my best was two weeks"
        ),
        pytest.param(
            "3000000 0300000",
            2,
            2,
            1,
            False,
            id="three walks on one day are three walks",
        ),
    ],
)
def test_weeks_in_a_row(
    counts: str, current: int, longest: int, started: int | None, at_risk: bool
) -> None:
    """A streak in weeks of three sessions, as its walker would tell it; today is the last day told."""
    today = the(len(counts.replace(" ", "")))
    start = None if started is None else the(started)
    assert weekly_streak(weeks(counts), 3, 0, today) == Streak(
        current=current, longest=longest, started=start, at_risk=at_risk
    )


@pytest.mark.parametrize(
    ("counts", "away", "current", "at_risk"),
    [
        pytest.param(
            "1010100 0000000 1010100",
            range(8, 15),
            2,
            False,
            id="a week away ends nothing and adds nothing",
        ),
        pytest.param(
            "1010100 1000000 1010100",
            range(8, 15),
            2,
            False,
            id="a walk in a week away adds nothing",
        ),
        pytest.param(
            "1010100 1010100 1010100",
            range(8, 15),
            3,
            False,
            id="a whole target walked while away counts",
        ),
        pytest.param(
            "1010100 1000000 1010100",
            range(10, 15),
            3,
            False,
            id="five days away leave one of three",
        ),
        pytest.param(
            "1010100 0000000 1010100",
            range(10, 15),
            1,
            False,
            id="and that one was not walked",
        ),
        pytest.param(
            "1010100 1100000 1010100",
            range(12, 15),
            3,
            False,
            id="three days away leave two of three",
        ),
        pytest.param(
            "1010100 1000000 1010100",
            range(12, 15),
            1,
            False,
            id="one is too few for four days at home",
        ),
        pytest.param(
            "1010100 0000000 0000000 1010100",
            range(8, 22),
            2,
            False,
            id="two weeks away",
        ),
        pytest.param(
            "1010100 0",
            range(10, 15),
            1,
            False,
            id="two days to go before leaving, and one to walk",
        ),
        pytest.param(
            "1010100 00", range(10, 15), 1, True, id="the last day before leaving"
        ),
        pytest.param("1010100 00", range(8, 15), 1, False, id="away all week"),
    ],
)
def test_weeks_with_a_vacation(
    counts: str, away: range, current: int, at_risk: bool
) -> None:
    """Vacation lowers a week's target of three in proportion, rounded up."""
    streak = weekly_streak(
        weeks(counts),
        3,
        0,
        the(len(counts.replace(" ", ""))),
        vacation={the(day) for day in away},
    )
    assert (streak.current, streak.at_risk) == (current, at_risk)


def test_a_vacation_to_come_changes_nothing_yet() -> None:
    """Days away in later weeks leave this week's target as it is."""
    away = {the(day) for day in range(8, 30)}
    assert weekly_streak(weeks("101"), 3, 0, the(5), vacation=away) == NO_STREAK
    assert weekly_streak(weeks("10101"), 3, 0, the(5), vacation=away).current == 1


def test_a_week_can_start_on_sunday() -> None:
    """The same walks fall into one week or two."""
    sunday_and_monday = {date(2026, 3, 8): 1, date(2026, 3, 9): 1}
    assert weekly_streak(sunday_and_monday, 2, 6, date(2026, 3, 9)) == Streak(
        current=1, longest=1, started=date(2026, 3, 8), at_risk=False
    )
    assert weekly_streak(sunday_and_monday, 2, 0, date(2026, 3, 9)) == NO_STREAK


def test_week_53_is_a_week_like_any_other() -> None:
    """The turn of a year that has 53 weeks parts nothing."""
    walks = {date(2026, 12, 21): 1, date(2026, 12, 28): 1, date(2027, 1, 4): 1}
    assert weekly_streak(walks, 1, 0, date(2027, 1, 4)).current == 3


def test_a_session_in_the_future_does_not_count() -> None:
    """Neither later this week nor in weeks to come."""
    walks = {the(1): 1, the(3): 1, the(8): 1}
    assert weekly_streak(walks, 1, 0, the(1)).current == 1
    assert weekly_streak(walks, 2, 0, the(2)) == NO_STREAK


@pytest.mark.parametrize("target", [0, -1])
def test_no_target_is_no_streak(target: int) -> None:
    """Weeks that ask for nothing are no achievement."""
    assert weekly_streak(weeks("111"), target, 0, the(3)) == NO_STREAK


@given(
    walks=st.dictionaries(
        st.dates(MONDAY, MONDAY + timedelta(days=60)), st.integers(0, 3)
    ),
    target=st.integers(1, 7),
    week_start=st.integers(0, 6),
    today=st.dates(MONDAY, MONDAY + timedelta(days=60)),
)
def test_a_streak_in_weeks_is_what_going_back_week_by_week_finds(
    walks: dict[date, int], target: int, week_start: int, today: date
) -> None:
    """The current streak equals a count by hand."""
    this_week = today
    while this_week.weekday() != week_start:
        this_week -= timedelta(days=1)

    def met(week: date) -> bool:
        return (
            sum(
                walks.get(week + timedelta(days=day), 0)
                for day in range(7)
                if week + timedelta(days=day) <= today
            )
            >= target
        )

    count, week = int(met(this_week)), this_week - timedelta(days=7)
    while met(week):
        count, week = count + 1, week - timedelta(days=7)
    streak = weekly_streak(walks, target, week_start, today)
    assert streak.current == count
    assert streak.started == (
        None if not count else this_week - timedelta(days=7 * (count - met(this_week)))
    )
