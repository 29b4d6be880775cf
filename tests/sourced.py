"""Walkers who follow entities, as the dialog makes them do so, and entities of a device of some other integration.

await follow(hass, home, motion="sensor.plug_power", motion_above=30)
await set_states(hass, freezer, "sensor.plug_power", 55)
"""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntry, SubentryFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .dialogs import change_walker
from .homes import let_pass

PHONE_ANSWERS = {"steps", "distance", "heart_rate", "activity", "activity_starts"}


async def ask_for_sources(
    hass: HomeAssistant,
    home: ConfigEntry[Any],
    *,
    phone: str | None = None,
    name: str = "Ada",
) -> SubentryFlowResult:
    """Open the dialog, choose a phone or none, and come to the entities."""
    shown = await change_walker(hass, home, name, "sources")
    return await _answer(hass, shown, {} if phone is None else {"phone": phone})


async def answer_sources(
    hass: HomeAssistant,
    shown: SubentryFlowResult,
    *,
    phone: dict[str, Any] | None = None,
    **others: Any,
) -> SubentryFlowResult:
    """Fill in the entities."""
    answers: dict[str, Any] = {"other_entities": others}
    if phone is not None:
        answers["phone"] = phone
    return await _answer(hass, shown, answers)


async def _answer(
    hass: HomeAssistant, shown: SubentryFlowResult, answers: dict[str, Any]
) -> SubentryFlowResult:
    result = await hass.config_entries.subentries.async_configure(
        shown["flow_id"], answers
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    return result


async def follow(
    hass: HomeAssistant,
    home: ConfigEntry[Any],
    *,
    phone: str | None = None,
    on_phone: dict[str, Any] | None = None,
    name: str = "Ada",
    **others: Any,
) -> None:
    """Have a walker follow a phone (a device id) and other entities."""
    shown = await ask_for_sources(hass, home, phone=phone, name=name)
    if phone is not None and on_phone is None:
        on_phone = {}
    result = await answer_sources(hass, shown, phone=on_phone, **others)
    assert result["reason"] == "reconfigure_successful", result


def add_device(hass: HomeAssistant, *entities: str, unit: str | None = None) -> None:
    """A device of another integration with these entities (`sensor.speed`), which have no states yet."""
    entry = MockConfigEntry(domain="gym")
    entry.add_to_hass(hass)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={("gym", entry.entry_id)}
    )
    for entity_id in entities:
        domain, name = entity_id.split(".")
        er.async_get(hass).async_get_or_create(
            domain,
            "gym",
            f"{entry.entry_id}_{name}",
            suggested_object_id=name,
            config_entry=entry,
            device_id=device.id,
            unit_of_measurement=unit,
        )


async def show(
    hass: HomeAssistant, entity_id: str, state: object, unit: str | None = None
) -> None:
    """An entity shows something."""
    attributes = {} if unit is None else {"unit_of_measurement": unit}
    hass.states.async_set(entity_id, str(state), attributes)
    await hass.async_block_till_done()


async def show_for(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    seconds: float,
    entity_id: str,
    state: object,
    unit: str | None = None,
) -> None:
    """An entity shows something for so long."""
    await show(hass, entity_id, state, unit)
    await let_pass(hass, freezer, seconds, step_s=1)
