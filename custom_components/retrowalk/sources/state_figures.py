"""What the state of an entity says, as a number in SI units; None where it says none."""

from datetime import datetime
import math
import re
from typing import Final

from homeassistant.const import (
    ATTR_UNIT_OF_MEASUREMENT,
    STATE_OFF,
    STATE_ON,
    UnitOfLength,
    UnitOfSpeed,
)
from homeassistant.core import HomeAssistant, State, callback
from homeassistant.helpers import restore_state
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import (
    BaseUnitConverter,
    DistanceConverter,
    SpeedConverter,
)

from .state_sources import Role

LEAST_BPM: Final = 25
MOST_BPM: Final = 250

_GROUPED: Final = re.compile(r"\d{1,3}(?:[,' \u00a0\u202f]\d{3})+")
"""A whole number as people write it; a decimal comma is never followed by just three digits in a count."""
_CONVERTED: Final[dict[Role, tuple[type[BaseUnitConverter], str]]] = {
    Role.DISTANCE: (DistanceConverter, UnitOfLength.METERS),
    Role.SPEED: (SpeedConverter, UnitOfSpeed.METERS_PER_SECOND),
}
_WITHOUT_SIZE: Final = UnitOfSpeed.BEAUFORT
"""A speed on a scale is nothing to measure a walk with."""


def is_unit_for(role: Role, unit: str | None) -> bool:
    """Whether a distance or a speed is measured in this unit."""
    converter, _ = _CONVERTED[role]
    return unit in converter.VALID_UNITS and unit != _WITHOUT_SIZE


def figure(role: Role, state: State | None) -> float | None:
    """Steps, metres, metres a second, or beats a minute; of what is in motion, its bare number."""
    value = None if state is None else _number(role, state.state)
    if state is None or value is None:
        return None
    if role in _CONVERTED:
        unit = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT)
        if not is_unit_for(role, unit):
            return None
        converter, si = _CONVERTED[role]
        value = converter.convert(value, unit, si)
    if role is Role.HEART_RATE:
        return value if LEAST_BPM <= value <= MOST_BPM else None
    return value if value >= 0 or role is Role.MOTION else None


def _number(role: Role, text: str) -> float | None:
    if role is Role.STEPS and _GROUPED.fullmatch(text):
        text = re.sub(r"\D", "", text)
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def motion(state: State | None) -> float | bool | None:
    """Whether something is in motion as it says itself, or the number that tells."""
    if state is not None and state.state in {STATE_ON, STATE_OFF}:
        return state.state == STATE_ON
    return figure(Role.MOTION, state)


def measured_at(state: State) -> datetime:
    """When a heart rate was measured: as Health Connect tells it, or else now that it is shown."""
    told = state.attributes.get("date")
    at = dt_util.parse_datetime(told) if isinstance(told, str) else None
    if at is None or at.tzinfo is None:
        return state.last_updated
    return min(dt_util.as_utc(at), state.last_updated)


@callback
def last_known(hass: HomeAssistant, state: State) -> State:
    """The state from before a restart that this one may only repeat, or else itself."""
    stored = restore_state.async_get(hass).last_states.get(state.entity_id)
    if stored is None or stored.state.state != state.state:
        return state
    return stored.state if stored.state.last_reported < state.last_reported else state
