"""Real automations, and what they are told.

runs = await async_automate(hass, {"trigger": "retrowalk.session_started", "target": target})
await press(hass, "ada_s_walking_start_walk")
assert [run["walker"] for run in runs] == ["Ada"]
"""

import json
from typing import Any

from custom_components.retrowalk.const import DOMAIN
from homeassistant.components.automation.const import DOMAIN as AUTOMATION
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.helpers import area_registry as ar, device_registry as dr
from homeassistant.setup import async_setup_component

from .homes import walker_id

ADA = {"entity_id": "sensor.ada_s_walking_session"}
BEN = {"entity_id": "sensor.ben_s_walking_session"}
_NOTE = {
    "action": "test.note",
    "data": {
        # Without a word before it, Home Assistant would take the text for a dictionary
        "told": "told {{ (trigger if 'retrowalk' in trigger.platform else {}) | to_json }}"
    },
}


async def async_automate(
    hass: HomeAssistant,
    *triggers: dict[str, Any],
    conditions: list[dict[str, Any]] | None = None,
    actions: list[dict[str, Any]] | None = None,
) -> list[dict[str, Any]]:
    """Set up an automation; each of its runs adds what the trigger told, until the test is over."""
    runs: list[dict[str, Any]] = []

    @callback
    def note(call: ServiceCall) -> None:
        runs.append(json.loads(call.data["told"].removeprefix("told ")))

    hass.services.async_register("test", "note", note)
    assert await async_setup_component(
        hass,
        AUTOMATION,
        {
            AUTOMATION: {
                "alias": "hall",
                "mode": "parallel",
                "triggers": list(triggers),
                "conditions": conditions or [],
                "actions": [_NOTE, *(actions or [])],
            }
        },
    )
    await hass.async_block_till_done()
    return runs


def automation_is_valid(hass: HomeAssistant) -> bool:
    """Whether Home Assistant accepted the automation."""
    state = hass.states.get("automation.hall")
    return state is not None and state.state == "on"


def device_of(hass: HomeAssistant, number: int = 1) -> dr.DeviceEntry:
    """The device of a walker, by number from 1."""
    [device] = [
        device
        for device in dr.async_get(hass).devices
        if (DOMAIN, walker_id(number)) in device.identifiers
    ]
    return device


def put_into_hall(hass: HomeAssistant, *numbers: int) -> dict[str, str]:
    """Put the devices of walkers into an area; the target that means it."""
    hall = ar.async_get(hass).async_get_or_create("Hall")
    for number in numbers:
        dr.async_get(hass).async_update_device(
            device_of(hass, number).id, area_id=hall.id
        )
    return {"area_id": hall.id}
