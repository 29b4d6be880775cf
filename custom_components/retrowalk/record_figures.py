"""Sensors of the best a walker has done, and of how far somebody has come in a life."""

from collections.abc import Callable
from math import ceil
from typing import Final

from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import UnitOfLength, UnitOfTime

from .walker_figure import Attributes, Value, WalkerFigure
from .walker_state import WalkerState
from .walking.badge import BADGES
from .walking.model import Direction, Session
from .walking.records import Records

NO_BADGE: Final = "no_badge"


def _record(
    holder: Callable[[Records], Session | None], figure: Callable[[Session], float]
) -> Callable[[WalkerState], Value]:
    """A figure of the session that holds a record; unknown where nobody has walked backward."""

    def value(state: WalkerState) -> Value:
        session = holder(state.standing.records)
        return None if session is None else round(figure(session))

    return value


def _holder(
    holder: Callable[[Records], Session | None],
) -> Callable[[WalkerState], Attributes]:
    """The day and the id of the session that holds a record."""

    def attributes(state: WalkerState) -> Attributes:
        session = holder(state.standing.records)
        return {
            "day": None if session is None else session.day.isoformat(),
            "session_id": None if session is None else session.id,
        }

    return attributes


def _best_week(state: WalkerState) -> Value:
    best = state.standing.records.best_week
    return None if best is None else round(best.backward_s)


def _best_week_attributes(state: WalkerState) -> Attributes:
    best = state.standing.records.best_week
    return {"week_begin": None if best is None else best.begin.isoformat()}


def _badge_attributes(state: WalkerState) -> Attributes:
    badge = state.standing.badge
    return {
        "earned_on": None if badge.earned_on is None else badge.earned_on.isoformat(),
        "evidence": None if badge.latest is None else badge.latest.evidence,
        "next_badge": badge.next,
        "distance_to_next_m": None if badge.next is None else ceil(badge.left_m),
    }


RECORD_FIGURES: Final = (
    WalkerFigure(
        key="longest_session",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        suggested_unit_of_measurement=UnitOfTime.MINUTES,
        suggested_display_precision=2,
        entity_registry_enabled_default=False,
        value=_record(
            lambda records: records.longest,
            lambda session: session.active_s(Direction.BACKWARD),
        ),
        attributes=_holder(lambda records: records.longest),
    ),
    WalkerFigure(
        key="farthest_session",
        device_class=SensorDeviceClass.DISTANCE,
        native_unit_of_measurement=UnitOfLength.METERS,
        suggested_display_precision=0,
        entity_registry_enabled_default=False,
        value=_record(
            lambda records: records.farthest,
            lambda session: session.distance_m(Direction.BACKWARD),
        ),
        attributes=_holder(lambda records: records.farthest),
    ),
    WalkerFigure(
        key="most_steps",
        suggested_display_precision=0,
        entity_registry_enabled_default=False,
        value=_record(
            lambda records: records.most_steps,
            lambda session: session.steps(Direction.BACKWARD),
        ),
        attributes=_holder(lambda records: records.most_steps),
    ),
    WalkerFigure(
        key="best_week",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        suggested_unit_of_measurement=UnitOfTime.MINUTES,
        suggested_display_precision=2,
        entity_registry_enabled_default=False,
        value=_best_week,
        attributes=_best_week_attributes,
    ),
    WalkerFigure(
        key="distance_badge",
        device_class=SensorDeviceClass.ENUM,
        options=[NO_BADGE, *BADGES],
        value=lambda state: state.standing.badge.latest or NO_BADGE,
        attributes=_badge_attributes,
    ),
)
"""Of backward walking. A record that is deleted goes to the next best: that is why they have no statistics."""
