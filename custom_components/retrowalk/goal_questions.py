"""What the dialog of a walker asks about goals and the streak; the answers are dated decisions of the journal."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.components.calendar import DOMAIN as CALENDAR
from homeassistant.const import UnitOfSpeed, UnitOfTime
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from .const import CONF_VACATION_CALENDAR, WEEKDAYS
from .coordinator import WalkerCoordinator
from .walking.decision import DecisionKey, DecisionValue, GoalMeasure
from .walking.goal import MILESTONE_DAYS, MILESTONE_WEEKS, MOST_DAILY, MOST_WEEKLY
from .walking.model import DirectionChoice
from .walking.streak import StreakKind

GOALS: Final = "goals"
WEEKDAY_GOALS: Final = "weekday_goals"
STREAK: Final = "streak"
SECTIONS: Final = (GOALS, WEEKDAY_GOALS, STREAK)

_CUES: Final = (DecisionKey.TURN_EVERY, DecisionKey.SPEED_CAP)
_MOST: Final = max(*MOST_DAILY.values(), *MOST_WEEKLY.values())
_LONGEST: Final = 10_000

type Decisions = dict[DecisionKey, DecisionValue]


class UnusableAnswersError(ValueError):
    """Answers that do not go together; the key of the text that says so."""

    def __init__(self, key: str) -> None:
        """Name the text."""
        super().__init__(key)
        self.key = key


def _number(
    minimum: float, maximum: float, unit: str | None = None, step: float = 1
) -> NumberSelector:
    config = NumberSelectorConfig(
        min=minimum, max=maximum, step=step, mode=NumberSelectorMode.BOX
    )
    if unit is not None:
        config["unit_of_measurement"] = unit
    return NumberSelector(config)


def _whole(minimum: int, maximum: int, unit: str | None = None) -> Any:
    return vol.All(_number(minimum, maximum, unit), vol.Coerce(int))


def _choice(
    options: list[str], translation_key: str, *, multiple: bool = False
) -> SelectSelector:
    return SelectSelector(
        SelectSelectorConfig(
            options=options,
            mode=SelectSelectorMode.LIST,
            translation_key=translation_key,
            multiple=multiple,
        )
    )


_GOALS_SCHEMA: Final = vol.Schema(
    {
        vol.Required(DecisionKey.DAILY_GOAL): _whole(1, _MOST),
        vol.Required(DecisionKey.DAILY_MEASURE): _choice(
            list(GoalMeasure), "daily_measure"
        ),
        vol.Required(DecisionKey.WEEKLY_GOAL): _whole(1, _MOST),
        vol.Required(DecisionKey.WEEKLY_MEASURE): _choice(
            list(MOST_WEEKLY), "weekly_measure"
        ),
        vol.Required(DecisionKey.MINIMUM_SESSION): _number(
            1, 3, UnitOfTime.MINUTES, 0.5
        ),
        vol.Required(DecisionKey.STREAK_KIND): _choice(list(StreakKind), "streak_kind"),
        vol.Required(DecisionKey.DIRECTION): _choice(
            list(DirectionChoice), "direction"
        ),
        vol.Optional(DecisionKey.TURN_EVERY): _number(0.5, 60, UnitOfTime.MINUTES, 0.5),
        vol.Optional(DecisionKey.SPEED_CAP): _number(
            0.5, 5, UnitOfSpeed.KILOMETERS_PER_HOUR, 0.1
        ),
    }
)
_WEEKDAY_GOALS_SCHEMA: Final = vol.Schema(
    {vol.Optional(weekday): _whole(1, _MOST) for weekday in WEEKDAYS}
)
_STREAK_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(DecisionKey.REST_DAYS, default=list): _choice(
            WEEKDAYS, "weekday", multiple=True
        ),
        vol.Required(DecisionKey.FREEZES): BooleanSelector(),
        vol.Required(DecisionKey.RISK_HOUR): _whole(0, 23),
        vol.Optional(DecisionKey.MILESTONES, default=list): SelectSelector(
            SelectSelectorConfig(
                options=[
                    str(length)
                    for length in sorted({*MILESTONE_DAYS, *MILESTONE_WEEKS})
                ],
                mode=SelectSelectorMode.DROPDOWN,
                multiple=True,
                custom_value=True,
            )
        ),
        vol.Optional(CONF_VACATION_CALENDAR): EntitySelector(
            EntitySelectorConfig(domain=CALENDAR)
        ),
    }
)

QUESTIONS: Final[dict[vol.Marker, Any]] = {
    vol.Required(GOALS): section(_GOALS_SCHEMA, {"collapsed": True}),
    vol.Optional(WEEKDAY_GOALS): section(_WEEKDAY_GOALS_SCHEMA, {"collapsed": True}),
    vol.Optional(STREAK): section(_STREAK_SCHEMA, {"collapsed": True}),
}


def questions_shown(
    walker: WalkerCoordinator, data: Mapping[str, Any]
) -> dict[str, Any]:
    """What the sections show at first: what holds today."""
    weekday_goals = _numbers(walker, DecisionKey.WEEKDAY_GOALS)
    streak: dict[str, Any] = {
        DecisionKey.REST_DAYS: [
            WEEKDAYS[day] for day in _numbers(walker, DecisionKey.REST_DAYS)
        ],
        DecisionKey.FREEZES: walker.decided(DecisionKey.FREEZES),
        DecisionKey.RISK_HOUR: walker.decided(DecisionKey.RISK_HOUR),
        DecisionKey.MILESTONES: [
            str(length) for length in _numbers(walker, DecisionKey.MILESTONES)
        ],
    }
    if CONF_VACATION_CALENDAR in data:
        streak[CONF_VACATION_CALENDAR] = data[CONF_VACATION_CALENDAR]
    return {
        GOALS: {
            key: value
            for key in map(str, _GOALS_SCHEMA.schema)
            if (value := walker.decided(DecisionKey(key))) or key not in _CUES
        },
        WEEKDAY_GOALS: {
            weekday: goal
            for weekday, goal in zip(WEEKDAYS, weekday_goals, strict=False)
            if goal
        },
        STREAK: streak,
    }


def _numbers(walker: WalkerCoordinator, key: DecisionKey) -> tuple[int, ...]:
    value = walker.decided(key)
    return value if isinstance(value, tuple) else ()


def decisions_in(answers: Mapping[str, Any]) -> Decisions:
    """What was decided in a filled form. Raises UnusableAnswersError where it does not go together."""
    decided: Decisions = {}
    if GOALS in answers:
        # What is left empty is not wanted.
        decided |= dict.fromkeys(_CUES, 0.0)
        decided |= {DecisionKey(key): value for key, value in answers[GOALS].items()}
    if WEEKDAY_GOALS in answers:
        goals = tuple(answers[WEEKDAY_GOALS].get(weekday, 0) for weekday in WEEKDAYS)
        decided[DecisionKey.WEEKDAY_GOALS] = goals if any(goals) else ()
    if STREAK in answers:
        decided |= _streak_decisions(answers[STREAK])
    _check_goals(decided)
    return decided


def _streak_decisions(answers: Mapping[str, Any]) -> Decisions:
    rest_days = tuple(sorted(map(WEEKDAYS.index, answers[DecisionKey.REST_DAYS])))
    if len(rest_days) == len(WEEKDAYS):
        raise UnusableAnswersError("only_rest_days")
    lengths = answers[DecisionKey.MILESTONES]
    if not all(
        length.isdecimal() and 1 <= int(length) <= _LONGEST for length in lengths
    ):
        raise UnusableAnswersError("milestone_no_number")
    return {
        DecisionKey.REST_DAYS: rest_days,
        DecisionKey.FREEZES: answers[DecisionKey.FREEZES],
        DecisionKey.RISK_HOUR: answers[DecisionKey.RISK_HOUR],
        DecisionKey.MILESTONES: tuple(sorted({int(length) for length in lengths})),
    }


def _check_goals(decided: Decisions) -> None:
    daily = decided.get(DecisionKey.DAILY_MEASURE)
    weekly = decided.get(DecisionKey.WEEKLY_MEASURE)
    goals = [decided.get(DecisionKey.DAILY_GOAL, 0)]
    weekday_goals = decided.get(DecisionKey.WEEKDAY_GOALS, ())
    goals += weekday_goals if isinstance(weekday_goals, tuple) else ()
    if daily is not None and any(
        float(str(goal)) > MOST_DAILY[GoalMeasure(str(daily))] for goal in goals
    ):
        raise UnusableAnswersError("daily_goal_too_high")
    goal = decided.get(DecisionKey.WEEKLY_GOAL, 0)
    if weekly is not None and float(str(goal)) > MOST_WEEKLY[GoalMeasure(str(weekly))]:
        raise UnusableAnswersError("weekly_goal_too_high")
