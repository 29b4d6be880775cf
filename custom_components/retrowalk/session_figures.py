"""Sensors of a walker's session: the running one, and after it the last one."""

from typing import Final

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import UnitOfLength, UnitOfSpeed, UnitOfTime

from .walk_figures import WalkFigures, walk_shown
from .walker_figure import Attributes, Value, WalkerFigure
from .walker_state import Cadence, WalkerState
from .walking.model import Phase


def _session(state: WalkerState) -> Value:
    return Phase.IDLE if state.session is None else state.session.phase


def _session_started(state: WalkerState) -> Value:
    return None if state.session is None else state.session.started_at


def _session_attributes(state: WalkerState) -> Attributes:
    view = state.session
    return {
        "direction": None if view is None else view.direction,
        "pause_reason": None if view is None else view.pause_reason,
    }


def _session_time_attributes(state: WalkerState) -> Attributes:
    walk = walk_shown(state)
    return {
        "backward_s": walk.backward_s,
        "forward_s": walk.forward_s,
        "unknown_s": walk.unknown_s,
    }


def _speed(state: WalkerState) -> Value:
    if state.session is None or state.session.speed_mps is None:
        return None
    return round(3.6 * state.session.speed_mps, 2)


def _cadence(state: WalkerState) -> Value:
    if state.session is None or state.session.cadence_spm is None:
        return None
    return round(state.session.cadence_spm)


def _heart_rate(state: WalkerState) -> Value:
    return None if state.session is None else state.session.heart_rate_bpm


def _last_session(state: WalkerState) -> Value:
    last = state.standing.last
    return None if last is None else last.finished_at


def _last_session_attributes(state: WalkerState) -> Attributes:
    last = state.standing.last
    if last is None:
        return {}
    return {**WalkFigures.of_finished(last).told, "reason": last.reason}


SESSION_FIGURES: Final = (
    WalkerFigure(
        key="session",
        device_class=SensorDeviceClass.ENUM,
        options=list(Phase),
        value=_session,
        attributes=_session_attributes,
    ),
    WalkerFigure(
        key="session_started",
        device_class=SensorDeviceClass.TIMESTAMP,
        value=_session_started,
    ),
    WalkerFigure(
        key="session_time",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        suggested_unit_of_measurement=UnitOfTime.MINUTES,
        suggested_display_precision=2,
        cadence=Cadence.SESSION,
        value=lambda state: walk_shown(state).duration_s,
        attributes=_session_time_attributes,
    ),
    WalkerFigure(
        key="session_steps",
        cadence=Cadence.SESSION,
        suggested_display_precision=0,
        value=lambda state: walk_shown(state).steps,
        attributes=lambda state: {"step_source": walk_shown(state).step_source},
    ),
    WalkerFigure(
        key="session_distance",
        device_class=SensorDeviceClass.DISTANCE,
        native_unit_of_measurement=UnitOfLength.METERS,
        suggested_display_precision=0,
        cadence=Cadence.SESSION,
        value=lambda state: walk_shown(state).distance_m,
    ),
    WalkerFigure(
        key="session_energy",
        native_unit_of_measurement="kcal",
        suggested_display_precision=0,
        entity_registry_enabled_default=False,
        cadence=Cadence.SESSION,
        value=lambda state: walk_shown(state).energy_kcal,
    ),
    WalkerFigure(
        key="speed",
        device_class=SensorDeviceClass.SPEED,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfSpeed.KILOMETERS_PER_HOUR,
        suggested_display_precision=1,
        entity_registry_enabled_default=False,
        cadence=Cadence.SESSION,
        value=_speed,
    ),
    WalkerFigure(
        key="cadence",
        state_class=SensorStateClass.MEASUREMENT,
        entity_registry_enabled_default=False,
        cadence=Cadence.SESSION,
        value=_cadence,
    ),
    WalkerFigure(
        key="heart_rate",
        state_class=SensorStateClass.MEASUREMENT,
        entity_registry_enabled_default=False,
        cadence=Cadence.SESSION,
        value=_heart_rate,
    ),
    WalkerFigure(
        key="last_session",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_registry_enabled_default=False,
        value=_last_session,
        attributes=_last_session_attributes,
    ),
)
"""Those that grow during a session have no statistics: neither the mean nor the sum of such a curve says anything."""
