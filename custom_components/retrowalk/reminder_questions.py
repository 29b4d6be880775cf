"""What the dialog of a walker asks about reminders: whom to tell and who may forbid it; when, is a decision of the journal."""

from collections.abc import Mapping
from datetime import time
from typing import Any, Final

import voluptuous as vol

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import section
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import (
    DeviceSelector,
    DeviceSelectorConfig,
    EntitySelector,
    EntitySelectorConfig,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TimeSelector,
)

from .const import CONF_NOTIFY_ENTITIES, CONF_PERSON, CONF_PHONE, CONF_QUIET_ENTITIES
from .coordinator import WalkerCoordinator
from .goal_questions import Decisions
from .routines.contacts import COMPANION_APP, contacts_of
from .walking.decision import DecisionKey, SummaryDay

REMINDERS: Final = "reminders"
CONTACTS: Final = frozenset(
    {CONF_PHONE, CONF_NOTIFY_ENTITIES, CONF_PERSON, CONF_QUIET_ENTITIES}
)
"""What the walker's subentry keeps; the rest goes into the journal."""
_TOLD: Final = (CONF_PHONE, CONF_NOTIFY_ENTITIES)
_PERSON: Final = "person"
_QUIETING: Final = [
    Platform.BINARY_SENSOR,
    Platform.CALENDAR,
    Platform.MEDIA_PLAYER,
    Platform.SWITCH,
    "input_boolean",
    "schedule",
]

_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(CONF_PHONE): DeviceSelector(
            DeviceSelectorConfig(filter=[{"integration": COMPANION_APP}])
        ),
        vol.Optional(CONF_NOTIFY_ENTITIES, default=list): EntitySelector(
            EntitySelectorConfig(domain=Platform.NOTIFY, multiple=True)
        ),
        vol.Required(DecisionKey.REMINDER_TIME): TimeSelector(),
        vol.Required(DecisionKey.WEEKLY_SUMMARY): SelectSelector(
            SelectSelectorConfig(
                options=list(SummaryDay),
                mode=SelectSelectorMode.DROPDOWN,
                translation_key="weekly_summary",
            )
        ),
        vol.Optional(CONF_PERSON): EntitySelector(EntitySelectorConfig(domain=_PERSON)),
        vol.Optional(CONF_QUIET_ENTITIES, default=list): EntitySelector(
            EntitySelectorConfig(domain=_QUIETING, multiple=True)
        ),
    }
)

QUESTIONS: Final[dict[vol.Marker, Any]] = {
    vol.Optional(REMINDERS): section(_SCHEMA, {"collapsed": True})
}


def reminders_shown(
    walker: WalkerCoordinator, data: Mapping[str, Any]
) -> dict[str, Any]:
    """What the section shows at first: the contacts that are there, under their present names, and what holds today."""
    contacts = contacts_of(walker.hass, data)
    minute = walker.decided(DecisionKey.REMINDER_TIME)
    assert isinstance(minute, int)
    shown: dict[str, Any] = {
        CONF_NOTIFY_ENTITIES: list(contacts.notify_entities),
        CONF_QUIET_ENTITIES: list(contacts.quiet_entities),
        DecisionKey.REMINDER_TIME: time(*divmod(minute, 60)).isoformat(),
        DecisionKey.WEEKLY_SUMMARY: walker.decided(DecisionKey.WEEKLY_SUMMARY),
    }
    if contacts.phone is not None:
        shown[CONF_PHONE] = contacts.phone
    if contacts.person is not None:
        shown[CONF_PERSON] = contacts.person
    return {REMINDERS: shown}


@callback
def contacts_in(hass: HomeAssistant, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The contacts of a filled form, as the subentry holds them; entities by what no renaming changes."""
    told: Mapping[str, Any] = answers.get(REMINDERS, {})
    kept: dict[str, Any] = {}
    if CONF_PHONE in told:
        kept[CONF_PHONE] = told[CONF_PHONE]
    if CONF_PERSON in told:
        kept[CONF_PERSON] = _lasting(hass, told[CONF_PERSON])
    for key in (CONF_NOTIFY_ENTITIES, CONF_QUIET_ENTITIES):
        if told.get(key):
            kept[key] = [_lasting(hass, entity) for entity in told[key]]
    return kept


def _lasting(hass: HomeAssistant, entity_id: str) -> str:
    """The registry id of an entity; its own id where the registry does not know it."""
    entry = er.async_get(hass).async_get(entity_id)
    return entity_id if entry is None else entry.id


def reminder_decisions(
    walker: WalkerCoordinator, answers: Mapping[str, Any]
) -> Decisions:
    """What was decided in a filled form; whoever chooses the first contact wants to be reminded."""
    if REMINDERS not in answers:
        return {}
    told = answers[REMINDERS]
    at = time.fromisoformat(told[DecisionKey.REMINDER_TIME])
    decided: Decisions = {
        DecisionKey.REMINDER_TIME: 60 * at.hour + at.minute,
        DecisionKey.WEEKLY_SUMMARY: told[DecisionKey.WEEKLY_SUMMARY],
    }
    never_said = not walker.ledger.journal.history(DecisionKey.REMINDERS)
    if never_said and any(told.get(key) for key in _TOLD):
        decided[DecisionKey.REMINDERS] = True
    return decided
