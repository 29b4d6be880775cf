"""What the companion app on a phone or a watch tells of walks, found by the names that the app itself gives its sensors."""

from typing import Final

from homeassistant.components.sensor import DOMAIN as SENSOR
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .routines.contacts import COMPANION_APP
from .sources.state_sources import Role

_SENSORS: Final[dict[Role, tuple[str, ...]]] = {
    # Apple Health knows the watch too; of Android, the phone's own counter is shown sooner than Health Connect's.
    Role.STEPS: (
        "health_steps",
        "pedometer_steps",
        "steps_sensor",
        "daily_steps",
        "health_connect_steps",
    ),
    Role.DISTANCE: (
        "health_distance_walking_running",
        "pedometer_distance",
        "daily_distance",
        "health_connect_distance",
    ),
    Role.HEART_RATE: (
        "heart_rate",
        "health_heart_rate",
        "health_connect_heart_rate",
    ),
    Role.ACTIVITY: ("activity", "detected_activity"),
}
"""The sensors of the app for iOS, Android and Wear OS, the best first."""


@callback
def sensors_of(hass: HomeAssistant, device_id: str) -> dict[Role, str]:
    """The entity ids of a phone's sensors, by what they are for; however they were renamed, and only those that are enabled."""
    device = dr.async_get(hass).async_get(device_id)
    entry = (
        None
        if device is None
        else hass.config_entries.async_get_entry(device.config_entry_id)
    )
    if entry is None or entry.domain != COMPANION_APP:
        return {}
    found = {
        role: _enabled(
            hass, [f"{entry.data[CONF_WEBHOOK_ID]}_{name}" for name in names]
        )
        for role, names in _SENSORS.items()
    }
    return {role: entity_id for role, entity_id in found.items() if entity_id}


def _enabled(hass: HomeAssistant, unique_ids: list[str]) -> str | None:
    registry = er.async_get(hass)
    for unique_id in unique_ids:
        entity_id = registry.async_get_entity_id(SENSOR, COMPANION_APP, unique_id)
        entry = None if entity_id is None else registry.async_get(entity_id)
        if entry is not None and not entry.disabled:
            return entry.entity_id
    return None
