"""Whom a walker wants to be told: a phone with the companion app, and any notify entities."""

import asyncio
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from dataclasses import dataclass
import logging
from typing import Any, Final

from homeassistant.components.device_automation.action import (
    async_call_action_from_config,
)
from homeassistant.components.notify.const import (
    ATTR_DATA,
    ATTR_MESSAGE,
    ATTR_TITLE,
    DOMAIN as NOTIFY,
    SERVICE_SEND_MESSAGE,
)
from homeassistant.const import ATTR_ENTITY_ID, CONF_DEVICE_ID, CONF_DOMAIN, CONF_TYPE
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..const import CONF_NOTIFY_ENTITIES, CONF_PERSON, CONF_PHONE, CONF_QUIET_ENTITIES

_LOGGER = logging.getLogger(__name__)

COMPANION_APP: Final = "mobile_app"
CLEAR: Final = "clear_notification"
"""The message that takes a notification away."""
ANSWERS_WITHIN_S: Final = 30
"""Whoever takes longer to send something counts as failed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """What is sent: plain for everybody, the rest for the companion app."""

    title: str
    message: str
    tag: str
    """A newer notice with this tag replaces an older one."""
    actions: Mapping[str, str]
    """What may be answered: the text of the button, by the id that comes back."""
    image: str | None = None
    urgent_channel: str | None = None
    """What is urgent comes by a channel of its own: that is how its sound is chosen on the phone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """How many contacts got a notice, and how many did not."""

    reached: int
    failed: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Contacts:
    """Whom to tell, and who may forbid it, as they are called just now."""

    phone: str | None
    """A device id."""
    notify_entities: tuple[str, ...]
    person: str | None
    quiet_entities: tuple[str, ...]
    lost: bool
    """Whether somebody to be told is gone from Home Assistant."""

    @property
    def followed(self) -> tuple[str, ...]:
        """The entities whose states say whether a reminder may be sent."""
        return (*((self.person,) if self.person else ()), *self.quiet_entities)


@callback
def contacts_of(hass: HomeAssistant, data: Mapping[str, Any]) -> Contacts:
    """The contacts that a walker's subentry names; what is gone is left out."""
    phone: str | None = data.get(CONF_PHONE)
    notify_entities: list[str] = data.get(CONF_NOTIFY_ENTITIES, [])
    lost_phone = phone is not None and dr.async_get(hass).async_get(phone) is None
    present = _present(hass, notify_entities)
    person = _present(hass, filter(None, [data.get(CONF_PERSON)]))
    return Contacts(
        phone=None if lost_phone else phone,
        notify_entities=present,
        person=next(iter(person), None),
        quiet_entities=_present(hass, data.get(CONF_QUIET_ENTITIES, [])),
        lost=lost_phone or len(present) < len(notify_entities),
    )


def _present(hass: HomeAssistant, kept: Iterable[str]) -> tuple[str, ...]:
    """The present ids of entities that are kept by registry id; one without is kept by its own id."""
    registry = er.async_get(hass)
    found = (er.async_resolve_entity_id(registry, entity) for entity in kept)
    return tuple(entity for entity in found if entity is not None)


async def async_tell(hass: HomeAssistant, contacts: Contacts, notice: Notice) -> Report:
    """Send a notice to all contacts at once; one that fails keeps no other from getting it."""
    sends = [
        _async_send_plain(hass, entity, notice) for entity in contacts.notify_entities
    ]
    if contacts.phone is not None:
        sends.append(_async_send_to_phone(hass, contacts.phone, notice))
    return await _async_all(sends)


async def async_clear(hass: HomeAssistant, contacts: Contacts, tag: str) -> None:
    """Take a notice away from the phone; what is plain stays where it is."""
    if contacts.phone is not None:
        await _async_all(
            [_async_call_phone(hass, contacts.phone, CLEAR, None, {"tag": tag})]
        )


async def _async_all(sends: Sequence[Awaitable[None]]) -> Report:
    # What a notify service raises is up to whoever wrote it: the outcomes are gathered, whatever they are.
    outcomes = await asyncio.gather(*map(_async_in_time, sends), return_exceptions=True)
    failures = [outcome for outcome in outcomes if outcome is not None]
    for failure in failures:
        # Its message may name the phone, and so a person.
        _LOGGER.warning("A contact was not reached: %s", type(failure).__name__)
    return Report(reached=len(outcomes) - len(failures), failed=len(failures))


async def _async_in_time(send: Awaitable[None]) -> None:
    async with asyncio.timeout(ANSWERS_WITHIN_S):
        await send


async def _async_send_plain(hass: HomeAssistant, entity: str, notice: Notice) -> None:
    if hass.states.is_state(entity, "unavailable") or hass.states.get(entity) is None:
        raise HomeAssistantError("The notify entity is not there")
    await hass.services.async_call(
        NOTIFY,
        SERVICE_SEND_MESSAGE,
        {
            ATTR_ENTITY_ID: entity,
            ATTR_MESSAGE: notice.message,
            ATTR_TITLE: notice.title,
        },
        blocking=True,
    )


async def _async_send_to_phone(hass: HomeAssistant, phone: str, notice: Notice) -> None:
    data: dict[str, Any] = {
        "tag": notice.tag,
        "group": "retrowalk",
        "channel": "RetroWalk",
        # Android holds back what is not urgent while the phone sleeps.
        "ttl": 0,
        "priority": "high",
        "actions": [
            {"action": action, "title": title}
            for action, title in notice.actions.items()
        ],
    }
    if notice.image is not None:
        data["image"] = notice.image
    if notice.urgent_channel is not None:
        data |= {
            "channel": notice.urgent_channel,
            "importance": "high",
            "push": {"interruption-level": "time-sensitive"},
        }
    await _async_call_phone(hass, phone, notice.message, notice.title, data)


async def _async_call_phone(
    hass: HomeAssistant,
    phone: str,
    message: str,
    title: str | None,
    data: Mapping[str, Any],
) -> None:
    """Notify by the device action of the companion app, which knows the service of a phone however it is called."""
    config = {
        CONF_DOMAIN: COMPANION_APP,
        CONF_TYPE: "notify",
        CONF_DEVICE_ID: phone,
        ATTR_MESSAGE: message,
        ATTR_DATA: data,
    }
    if title is not None:
        config[ATTR_TITLE] = title
    await async_call_action_from_config(hass, config, {}, None)


@callback
def is_from_phone(hass: HomeAssistant, phone: str | None, user_id: str | None) -> bool:
    """Whether an answer may come from the walker's phone: its app acts for one user, where that is told."""
    device = None if phone is None else dr.async_get(hass).async_get(phone)
    if device is None:
        return False
    entry = hass.config_entries.async_get_entry(device.config_entry_id)
    owner = None if entry is None else entry.data.get("user_id")
    return user_id is None or owner is None or user_id == owner
