"""What can be decided on each matter, as it comes back from paper."""

import pytest

from custom_components.retrowalk.walking.decision import (
    DecisionKey,
    GoalMeasure,
    Vacation,
    read_value,
)
from custom_components.retrowalk.walking.model import DirectionChoice
from custom_components.retrowalk.walking.stored import StoredError
from custom_components.retrowalk.walking.streak import StreakKind


@pytest.mark.parametrize(
    ("key", "value", "read"),
    [
        (DecisionKey.DAILY_GOAL, 12.5, 12.5),
        (DecisionKey.DAILY_MEASURE, "steps", GoalMeasure.STEPS),
        (DecisionKey.WEEKLY_MEASURE, "minutes", GoalMeasure.MINUTES),
        (DecisionKey.WEEKDAY_GOALS, [0, 10, 0, 0, 0, 20, 0], (0, 10, 0, 0, 0, 20, 0)),
        (DecisionKey.WEEKDAY_GOALS, [], ()),
        (DecisionKey.STREAK_KIND, "weekly", StreakKind.WEEKLY),
        (DecisionKey.DIRECTION, "ask", DirectionChoice.ASK),
        (DecisionKey.REST_DAYS, [5, 6], (5, 6)),
        (DecisionKey.FREEZES, False, False),
        (DecisionKey.CALENDAR_VACATION, True, True),
        (DecisionKey.VACATION, "by_calendar", Vacation.BY_CALENDAR),
        (DecisionKey.RISK_HOUR, 23, 23),
        (DecisionKey.DAY_START_HOUR, 0, 0),
        (DecisionKey.WEEK_START, 6, 6),
        (DecisionKey.MILESTONES, [3, 1000], (3, 1000)),
    ],
)
def test_what_was_decided_is_read(
    key: DecisionKey, value: object, read: object
) -> None:
    """As it was meant."""
    found = read_value({"value": value}, key)
    assert found == read
    assert type(found) is type(read)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (DecisionKey.DAILY_GOAL, -1),
        (DecisionKey.DAILY_MEASURE, "kilometres"),
        (DecisionKey.WEEKLY_MEASURE, "steps"),
        (DecisionKey.WEEKDAY_GOALS, [10, 10]),
        (DecisionKey.WEEKDAY_GOALS, 10),
        (DecisionKey.REST_DAYS, [7]),
        (DecisionKey.REST_DAYS, [1.5]),
        (DecisionKey.FREEZES, 1),
        (DecisionKey.VACATION, "gone"),
        (DecisionKey.RISK_HOUR, 24),
        (DecisionKey.DAY_START_HOUR, 24),
        (DecisionKey.WEEK_START, 7),
        (DecisionKey.MILESTONES, [3, 0]),
        (DecisionKey.STREAK_KIND, "monthly"),
    ],
)
def test_what_nobody_can_decide_is_refused(key: DecisionKey, value: object) -> None:
    """It would be reckoned with for years."""
    with pytest.raises(StoredError, match=r"value|is not a"):
        read_value({"value": value}, key)
