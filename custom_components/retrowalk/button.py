"""Buttons: a walk from start to finish, and the stop of a belt where that is allowed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import CONF_ALLOW_STOP, CONF_KIND, DOMAIN, EntryKind, Machine
from .coordinator import WalkerCoordinator
from .entity import BeltEntity, WalkerEntity, add_entities
from .sources.belt_link import TreadmillConfigEntry
from .sources.machines import machine_of
from .starting import async_finish_walk, async_start_walk

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class WalkerOrder(ButtonEntityDescription):
    """What a walker orders."""

    press: Callable[[WalkerCoordinator], Awaitable[object]]


WALKER_ORDERS: Final = (
    WalkerOrder(key="start", press=async_start_walk),
    WalkerOrder(key="pause", press=lambda walker: walker.async_pause()),
    WalkerOrder(key="finish", press=async_finish_walk),
    WalkerOrder(key="turn", press=lambda walker: walker.async_turn()),
)
STOP: Final = ButtonEntityDescription(key="stop")


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the buttons of the walkers; let that of a belt come and go with its option."""
    add_entities(
        entry,
        async_add_entities,
        of_walker=lambda walker, subentry: (
            WalkerButton(walker, subentry, order) for order in WALKER_ORDERS
        ),
    )
    if (
        entry.data[CONF_KIND] == EntryKind.TREADMILL
        and machine_of(entry.data) is not Machine.FOOT_POD
    ):
        _follow_option(hass, entry, async_add_entities)


def _follow_option(
    hass: HomeAssistant,
    entry: TreadmillConfigEntry,
    add: AddConfigEntryEntitiesCallback,
) -> None:
    """Have a stop button just as long as it is allowed, without reloading the entry: that would drop the link."""
    present = False

    @callback
    def follow(_change: ConfigEntryChange, changed: ConfigEntry[Any]) -> None:
        nonlocal present
        if changed is not entry:
            return
        allowed = entry.options.get(CONF_ALLOW_STOP, False)
        if allowed and not present:
            add([StopButton(entry)])
        elif not allowed:
            _forget_stop_button(hass, entry)
        present = allowed

    follow(ConfigEntryChange.UPDATED, entry)
    entry.async_on_unload(
        async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, follow)
    )


def _forget_stop_button(hass: HomeAssistant, entry: TreadmillConfigEntry) -> None:
    registry = er.async_get(hass)
    button = StopButton(entry)
    entity_id = registry.async_get_entity_id(
        Platform.BUTTON, DOMAIN, str(button.unique_id)
    )
    if entity_id is not None:
        registry.async_remove(entity_id)


class WalkerButton(WalkerEntity, ButtonEntity):
    """One order of a walker."""

    entity_description: WalkerOrder

    @override
    async def async_press(self) -> None:
        """Give the order."""
        await self.entity_description.press(self.coordinator)


class StopButton(BeltEntity, ButtonEntity):
    """Stops the belt."""

    def __init__(self, entry: TreadmillConfigEntry) -> None:
        """Belong to the belt."""
        super().__init__(entry, STOP)

    @override
    async def async_press(self) -> None:
        """Stop the belt."""
        await self.link.async_stop_belt()
