"""The belt's own actions: what a person would do at it, and what can happen to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import voluptuous as vol

from homeassistant.const import CONF_ADDRESS
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv

from .belt import VirtualBelt
from .gatt import (
    CONTROL_POINT,
    MACHINE_STATUS,
    PAD_STATUS,
    RSC_MEASUREMENT,
    TRAINING_STATUS,
    TREADMILL_DATA,
)
from .options import DOMAIN, Refusal

_SPEED = vol.All(vol.Coerce(float), vol.Range(min=0, max=25))
_CHARACTERISTICS = {
    "treadmill_data": TREADMILL_DATA,
    "training_status": TRAINING_STATUS,
    "machine_status": MACHINE_STATUS,
    "control_point": CONTROL_POINT,
    "pad_status": PAD_STATUS,
    "rsc_measurement": RSC_MEASUREMENT,
}


def _hex(value: object) -> str:
    """Return bytes written in hex, spaces allowed, as they came."""
    text = cv.string(value)
    try:
        bytes.fromhex(text)
    except ValueError as error:
        raise vol.Invalid("not bytes in hex") from error
    return text


@dataclass(frozen=True, kw_only=True, slots=True)
class BeltAction:
    """One action: what it does to a belt, and the fields it takes besides the address."""

    act: Callable[[VirtualBelt, dict[str, Any]], None]
    takes_over: bool = False
    """Whether it ends the script: from then on a person decides."""
    fields: dict[vol.Marker, Any] = field(default_factory=dict)


def _refusal(name: str) -> Refusal | None:
    """Return the refusal of this name; `none` ends it."""
    return None if name == "none" else Refusal(name)


ACTIONS = {
    "start": BeltAction(
        takes_over=True,
        act=lambda belt, given: belt.start(given.get("speed_kmh")),
        fields={vol.Optional("speed_kmh"): _SPEED},
    ),
    "set_speed": BeltAction(
        takes_over=True,
        act=lambda belt, given: belt.set_speed(given["speed_kmh"]),
        fields={vol.Required("speed_kmh"): _SPEED},
    ),
    "pause": BeltAction(takes_over=True, act=lambda belt, _given: belt.pause()),
    "stop": BeltAction(act=lambda belt, _given: belt.stop()),
    "pull_safety_key": BeltAction(act=lambda belt, _given: belt.pull_safety_key()),
    "drop_link": BeltAction(act=lambda belt, _given: belt.drop_link()),
    "off_air": BeltAction(act=lambda belt, _given: belt.off_air()),
    "on_air": BeltAction(act=lambda belt, _given: belt.on_air()),
    "restart_counters": BeltAction(act=lambda belt, _given: belt.restart_counters()),
    "wrap_counters": BeltAction(act=lambda belt, _given: belt.wrap_counters()),
    "refuse": BeltAction(
        act=lambda belt, given: belt.refuse(_refusal(given["reason"])),
        fields={vol.Required("reason"): vol.In(["none", *Refusal])},
    ),
    "send_frame": BeltAction(
        act=lambda belt, given: belt.send(
            given["frame"], _CHARACTERISTICS[given["characteristic"]]
        ),
        fields={
            vol.Required("frame"): _hex,
            vol.Optional("characteristic", default="treadmill_data"): vol.In(
                _CHARACTERISTICS
            ),
        },
    ),
}


@callback
def async_register_actions(
    hass: HomeAssistant, find_belt: Callable[[str | None], VirtualBelt | None]
) -> None:
    """Register the actions; `find_belt` returns the belt at an address, or the first one."""
    for name, action in ACTIONS.items():

        @callback
        def handle(call: ServiceCall, action: BeltAction = action) -> None:
            address = call.data.get(CONF_ADDRESS)
            if (belt := find_belt(address)) is None:
                raise ServiceValidationError(
                    translation_domain=DOMAIN,
                    translation_key="unknown_belt",
                    translation_placeholders={"address": str(address)},
                )
            if action.takes_over:
                belt.script.end()
            action.act(belt, dict(call.data))

        schema = vol.Schema({vol.Optional(CONF_ADDRESS): cv.string, **action.fields})
        hass.services.async_register(DOMAIN, name, handle, schema)
