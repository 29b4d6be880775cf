"""Whom an action means: the home, and the walkers behind its targets."""

from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import ENTITY_MATCH_NONE
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)

from .const import DOMAIN, HOME_UNIQUE_ID
from .coordinator import WalkerCoordinator
from .home import Home


@callback
def async_home(hass: HomeAssistant) -> Home:
    """The home. Raises ServiceValidationError where there is none, or it is not set up."""
    entry = hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, HOME_UNIQUE_ID)
    if entry is None:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="no_home"
        )
    if entry.state is not ConfigEntryState.LOADED:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="home_not_ready"
        )
    home: Home = entry.runtime_data
    return home


@callback
def async_loaded_home(hass: HomeAssistant) -> Home | None:
    """The home, as long as it is set up."""
    entry = hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, HOME_UNIQUE_ID)
    if entry is None or entry.state is not ConfigEntryState.LOADED:
        return None
    home: Home = entry.runtime_data
    return home


@callback
def async_walkers(
    hass: HomeAssistant, home: Home, target: Mapping[str, Any]
) -> list[WalkerCoordinator]:
    """The walkers whose entities, devices or areas are meant, each once; without any target all of them.

    Raises ServiceValidationError where the target means nobody.
    """
    selection = TargetSelection(dict(target))
    if not selection.has_any_target and ENTITY_MATCH_NONE not in target.values():
        return list(home.walkers.values())
    found = async_walker_ids(hass, selection)
    walkers = [
        walker for walker_id, walker in home.walkers.items() if walker_id in found
    ]
    if not walkers:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="no_walker"
        )
    return walkers


@callback
def async_walker_ids(hass: HomeAssistant, selection: TargetSelection) -> set[str]:
    """The ids behind entities, devices, areas, floors and labels: those of all walkers meant, and of other things of ours."""
    meant = async_extract_referenced_entity_ids(
        hass, selection, primary_entities_only=False
    )
    entities, devices = er.async_get(hass), dr.async_get(hass)
    found: set[str] = set()
    for entity_id in meant.referenced | meant.indirectly_referenced:
        entity = entities.async_get(entity_id)
        if entity is None or entity.platform != DOMAIN:
            continue
        if entity.config_subentry_id is not None:
            found.add(entity.config_subentry_id)
    for device_id in meant.referenced_devices:
        device = devices.async_get(device_id)
        if device is not None:
            found |= {name for domain, name in device.identifiers if domain == DOMAIN}
    return found


@callback
def async_walker(
    hass: HomeAssistant, home: Home, target: Mapping[str, Any]
) -> WalkerCoordinator:
    """The one walker that is meant. Raises ServiceValidationError where there are none, or several."""
    walkers = async_walkers(hass, home, target)
    if len(walkers) != 1:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="one_walker"
        )
    return walkers[0]


@callback
def async_path_id(hass: HomeAssistant, device_id: str) -> str:
    """The subentry id of the path with this device. Raises ServiceValidationError where it is no path of ours."""
    device = dr.async_get(hass).async_get(device_id)
    identifiers = () if device is None else device.identifiers
    for domain, path_id in identifiers:
        if domain == DOMAIN and path_id in async_home(hass).paths:
            return path_id
    raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_path")
