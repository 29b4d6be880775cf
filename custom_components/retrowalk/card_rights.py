"""What a user may see of a walker, and order: by the rights to the walker's entities."""

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.components.button.const import DOMAIN as BUTTON
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from .const import DOMAIN

type Entities = dict[str, str]
"""The ids of a walker's enabled entities, by the part of their unique ids that says which figure they are."""


@callback
def async_entities_of(hass: HomeAssistant, walker_id: str, device_id: str) -> Entities:
    """The entities of the walker with this device."""
    return {
        entity.unique_id.removeprefix(f"{walker_id}_"): entity.entity_id
        for entity in er.async_entries_for_device(er.async_get(hass), device_id)
        if entity.platform == DOMAIN and entity.config_subentry_id == walker_id
    }


def may_see(user: User, entities: Entities) -> bool:
    """Whether a user may read all of a walker's entities: the card tells what any of them tells."""
    if user.permissions.access_all_entities(POLICY_READ):
        return True
    check = user.permissions.check_entity
    ids = entities.values()
    return bool(ids) and all(check(entity_id, POLICY_READ) for entity_id in ids)


def may_order(user: User, entities: Entities) -> bool:
    """Whether a user may start a walker's walks, and whatever else a button is for."""
    if user.permissions.access_all_entities(POLICY_CONTROL):
        return True
    check = user.permissions.check_entity
    buttons = [
        entity_id
        for entity_id in entities.values()
        if entity_id.startswith(f"{BUTTON}.")
    ]
    return bool(buttons) and all(
        check(entity_id, POLICY_CONTROL) for entity_id in buttons
    )
