"""Whether it is dark on a path: by its light sensors, or, where none tells, by the sun."""

import math

from astral import sun  # type: ignore[import-untyped]  # it has no types

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.sun import get_astral_observer
from homeassistant.util import dt as dt_util

from ..path import LightWhen, Path, entity_ids
from ..walking.path_light import enough_lux


@callback
def floor_lux(hass: HomeAssistant, path: Path) -> float | None:
    """The light at the darkest sensor of a path, in lux at the floor; None where no sensor tells."""
    readings = [
        reading * factor
        for kept, factor in path.lux_sensors.items()
        for entity_id in entity_ids(hass, [kept])
        if (reading := lux_of(hass, entity_id)) is not None
    ]
    return min(readings, default=None)


@callback
def is_to_be_lit(hass: HomeAssistant, path: Path, oldest_age: int | None) -> bool:
    """Whether a path that is walked on now needs its lights; `oldest_age` is that of the oldest walker."""
    if path.when is LightWhen.ALWAYS:
        return True
    lux = floor_lux(hass, path)
    if lux is None:
        observer = get_astral_observer(hass)
        return bool(sun.elevation(observer, dt_util.utcnow()) < path.sun_elevation)
    enough = path.lux_threshold
    return lux < (enough_lux(oldest_age) if enough is None else enough)


@callback
def lux_of(hass: HomeAssistant, entity_id: str) -> float | None:
    """What a light sensor reads; None where it tells nothing."""
    state = hass.states.get(entity_id)
    try:
        reading = math.nan if state is None else float(state.state)
    except ValueError:
        return None
    return reading if math.isfinite(reading) else None
