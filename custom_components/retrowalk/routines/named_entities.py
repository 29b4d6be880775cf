"""Entities that a dialog named: kept by registry id, which survives renaming, or by entity id where there is none."""

from homeassistant.core import CoreState, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er


@callback
def is_gone(hass: HomeAssistant, kept: str) -> bool:
    """Whether an entity does not exist any more; before all integrations are there, nobody can tell what is still to come."""
    registry = er.async_get(hass)
    entity_id = er.async_resolve_entity_id(registry, kept)
    if entity_id is None:
        return True
    return (
        hass.state is CoreState.running
        and hass.states.get(entity_id) is None
        and registry.async_get(entity_id) is None
    )


@callback
def last_name(hass: HomeAssistant, kept: str) -> str:
    """The entity id of what is kept; of what does not exist any more, the last one."""
    registry = er.async_get(hass)
    if (entity_id := er.async_resolve_entity_id(registry, kept)) is not None:
        return entity_id
    deleted = registry.deleted_entities.values()
    return next((entry.entity_id for entry in deleted if entry.id == kept), kept)
