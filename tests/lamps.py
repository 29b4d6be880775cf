"""Lamps of a test's home: real light entities, with the habits that lamps have."""

from collections.abc import Sequence
from typing import Any, override

from pytest_homeassistant_custom_component.common import setup_test_component_platform

from homeassistant.components.light import (
    ATTR_BRIGHTNESS,
    ATTR_COLOR_TEMP_KELVIN,
    ATTR_HS_COLOR,
    ColorMode,
    LightEntity,
)
from homeassistant.components.light.const import DOMAIN as LIGHT
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component


class Lamp(LightEntity):
    """A lamp that can be dimmed, and may have colours."""

    _attr_should_poll = False

    def __init__(
        self, name: str, *modes: ColorMode, registered: bool = True, steps: int = 255
    ) -> None:
        """Begin off; `steps` is how finely it dims."""
        self._attr_name = name
        self._attr_unique_id = name if registered else None
        self._attr_supported_color_modes = set(modes or (ColorMode.BRIGHTNESS,))
        self._attr_color_mode = (modes or (ColorMode.BRIGHTNESS,))[0]
        self._attr_is_on = False
        self._attr_min_color_temp_kelvin = 2000
        self._attr_max_color_temp_kelvin = 6500
        self._steps = steps
        self.fails = False
        """Whether it refuses whatever it is told."""
        self.is_slow = False
        """Whether it says nothing of what it was told before it is asked to."""
        self.orders: list[dict[str, Any]] = []

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Light up."""
        self._obey({"on": True, **kwargs})
        if ATTR_BRIGHTNESS in kwargs:
            size = 255 / self._steps
            self._attr_brightness = round(round(kwargs[ATTR_BRIGHTNESS] / size) * size)
        if ATTR_COLOR_TEMP_KELVIN in kwargs:
            self._attr_color_mode = ColorMode.COLOR_TEMP
            self._attr_color_temp_kelvin = kwargs[ATTR_COLOR_TEMP_KELVIN]
        if ATTR_HS_COLOR in kwargs:
            self._attr_color_mode = ColorMode.HS
            self._attr_hs_color = kwargs[ATTR_HS_COLOR]
        self._tell(on=True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Go out."""
        self._obey({"on": False, **kwargs})
        self._tell(on=False)

    def _obey(self, order: dict[str, Any]) -> None:
        self.orders.append(order)
        if self.fails:
            raise HomeAssistantError("the bulb is broken")

    def _tell(self, *, on: bool) -> None:
        self._attr_is_on = on
        if not self.is_slow:
            self.async_write_ha_state()

    def show(self, **seen: Any) -> None:
        """Say how it is, of its own accord: is_on, brightness, available."""
        self._context = None
        self.answer(**seen)

    def answer(self, **seen: Any) -> None:
        """Say how it is when asked; Home Assistant takes that for the doing of whoever gave it a command just now."""
        for name, value in seen.items():
            setattr(self, f"_attr_{name}", value)
        self.async_write_ha_state()


async def put_up(
    hass: HomeAssistant, *lamps: Lamp, more: Sequence[dict[str, Any]] = ()
) -> None:
    """Have these lamps in the home, and what else is configured below `light`."""
    setup_test_component_platform(hass, LIGHT, list(lamps))
    assert await async_setup_component(
        hass, LIGHT, {LIGHT: [{"platform": "test"}, *more]}
    )
    await hass.async_block_till_done()


async def switch(hass: HomeAssistant, lamp: Lamp, service: str, **told: Any) -> None:
    """Have somebody press the switch of a lamp."""
    await hass.services.async_call(
        LIGHT,
        service,
        {ATTR_ENTITY_ID: lamp.entity_id, **told},
        blocking=True,
        context=Context(parent_id="a wall switch"),
    )
    await hass.async_block_till_done()
