"""Sensors of where a walker stands: sums of days and weeks, goal and streak."""

from datetime import date
from math import floor
from typing import Final

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import PERCENTAGE, UnitOfLength, UnitOfTime

from .walker_figure import Attributes, Value, WalkerFigure
from .walker_state import Cadence, WalkerState


def _kilometres(distance_m: float) -> float:
    return round(distance_m / 1000, 3)


def _goal_progress(state: WalkerState) -> Value:
    """Full only when the goal is met: what is nearly done is not rounded up."""
    return floor(100 * state.standing.goal_progress + 1e-6)


def _streak_attributes(state: WalkerState) -> Attributes:
    streak = state.standing.streak
    return {
        "kind": state.standing.kind,
        "started": _iso(streak.started),
        "longest": streak.longest,
        "at_risk": state.is_at_risk,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


SUMS: Final = (
    WalkerFigure(
        key="today_time",
        device_class=SensorDeviceClass.DURATION,
        state_class=SensorStateClass.TOTAL,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        suggested_unit_of_measurement=UnitOfTime.MINUTES,
        suggested_display_precision=2,
        cadence=Cadence.TODAY,
        since=lambda state: state.day_began_at,
        value=lambda state: round(state.standing.today.backward_s),
    ),
    WalkerFigure(
        key="today_steps",
        state_class=SensorStateClass.TOTAL,
        cadence=Cadence.TODAY,
        since=lambda state: state.day_began_at,
        value=lambda state: state.standing.today.steps,
    ),
    WalkerFigure(
        key="today_distance",
        device_class=SensorDeviceClass.DISTANCE,
        state_class=SensorStateClass.TOTAL,
        native_unit_of_measurement=UnitOfLength.KILOMETERS,
        suggested_display_precision=2,
        entity_registry_enabled_default=False,
        cadence=Cadence.TODAY,
        since=lambda state: state.day_began_at,
        value=lambda state: _kilometres(state.standing.today.distance_m),
    ),
    WalkerFigure(
        key="week_time",
        device_class=SensorDeviceClass.DURATION,
        state_class=SensorStateClass.TOTAL,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        suggested_unit_of_measurement=UnitOfTime.MINUTES,
        suggested_display_precision=0,
        entity_registry_enabled_default=False,
        since=lambda state: state.week_began_at,
        value=lambda state: round(state.standing.week.backward_s),
    ),
    WalkerFigure(
        key="week_sessions",
        state_class=SensorStateClass.TOTAL,
        since=lambda state: state.week_began_at,
        value=lambda state: state.standing.week.sessions,
    ),
    WalkerFigure(
        key="total_time",
        device_class=SensorDeviceClass.DURATION,
        state_class=SensorStateClass.TOTAL,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        suggested_unit_of_measurement=UnitOfTime.HOURS,
        suggested_display_precision=2,
        value=lambda state: round(state.standing.total.backward_s),
    ),
    WalkerFigure(
        key="total_steps",
        state_class=SensorStateClass.TOTAL,
        entity_registry_enabled_default=False,
        value=lambda state: state.standing.total.steps,
    ),
    WalkerFigure(
        key="total_distance",
        device_class=SensorDeviceClass.DISTANCE,
        state_class=SensorStateClass.TOTAL,
        native_unit_of_measurement=UnitOfLength.KILOMETERS,
        suggested_display_precision=2,
        entity_registry_enabled_default=False,
        value=lambda state: _kilometres(state.standing.total.distance_m),
    ),
    WalkerFigure(
        key="total_sessions",
        state_class=SensorStateClass.TOTAL,
        entity_registry_enabled_default=False,
        value=lambda state: state.standing.total.sessions,
    ),
)
"""What was walked backward. A total has no last reset: a later correction may lower it."""

STREAK_FIGURES: Final = (
    WalkerFigure(
        key="streak",
        weekly_translation_key="streak_in_weeks",
        state_class=SensorStateClass.MEASUREMENT,
        value=lambda state: state.standing.streak.current,
        attributes=_streak_attributes,
    ),
    WalkerFigure(
        key="streak_weeks",
        state_class=SensorStateClass.MEASUREMENT,
        entity_registry_enabled_default=False,
        value=lambda state: state.standing.weeks.current,
    ),
    WalkerFigure(
        key="longest_streak",
        weekly_translation_key="longest_streak_in_weeks",
        state_class=SensorStateClass.MEASUREMENT,
        entity_registry_enabled_default=False,
        value=lambda state: state.standing.streak.longest,
    ),
    WalkerFigure(
        key="next_milestone",
        weekly_translation_key="next_milestone_in_weeks",
        entity_registry_enabled_default=False,
        value=lambda state: state.standing.next_milestone,
    ),
    WalkerFigure(
        key="goal_progress",
        native_unit_of_measurement=PERCENTAGE,
        cadence=Cadence.TODAY,
        value=_goal_progress,
    ),
)

FREEZES: Final = WalkerFigure(
    key="streak_freezes",
    state_class=SensorStateClass.MEASUREMENT,
    value=lambda state: state.standing.freezing.left,
    attributes=lambda state: {"last_used": _last_frozen(state)},
)
"""There only once a freeze was earned: who never has one is not asked to understand it."""


def _last_frozen(state: WalkerState) -> str | None:
    used = state.standing.freezing.used
    return date.fromordinal(used[-1]).isoformat() if used else None
