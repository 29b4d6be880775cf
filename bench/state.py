"""The yardstick: what Home Assistant itself takes to write one changed state."""

import logging
from typing import override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorStateClass,
)
from homeassistant.const import UnitOfSpeed
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_component import EntityComponent

_LOGGER = logging.getLogger(__name__)


class Yardstick(SensorEntity):
    """A speed sensor as any integration has it."""

    _attr_name = "Yardstick"
    _attr_should_poll = False
    _attr_device_class = SensorDeviceClass.SPEED
    _attr_state_class = SensorStateClass.MEASUREMENT
    _attr_native_unit_of_measurement = UnitOfSpeed.KILOMETERS_PER_HOUR
    _speed = 0

    @property
    @override
    def native_value(self) -> float:
        """Another speed each time."""
        self._speed = (self._speed + 1) % 100
        return self._speed / 10


async def async_add_yardstick(hass: HomeAssistant) -> Yardstick:
    """Add the sensor to a home."""
    sensors = EntityComponent[SensorEntity](_LOGGER, "sensor", hass)
    yardstick = Yardstick()
    await sensors.async_add_entities([yardstick])
    return yardstick
