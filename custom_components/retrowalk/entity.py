"""What the entities of a walker, and those of a belt, have in common."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, override

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
    ConfigSubentry,
)
from homeassistant.const import CONF_NAME
from homeassistant.core import callback
from homeassistant.helpers.device_registry import (
    CONNECTION_BLUETOOTH,
    DeviceEntryType,
    DeviceInfo,
)
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import CONF_KIND, DOMAIN, EntryKind
from .coordinator import WalkerCoordinator
from .home import Home, HomeConfigEntry
from .path import Path
from .sources.belt_link import TreadmillConfigEntry
from .walker_state import Cadence, WalkerState


def walker_device(subentry: ConfigSubentry) -> DeviceInfo:
    """The device of a walker, under the walker's present name."""
    return DeviceInfo(
        identifiers={(DOMAIN, subentry.subentry_id)},
        entry_type=DeviceEntryType.SERVICE,
        translation_key="walker",
        translation_placeholders={"walker": subentry.data[CONF_NAME]},
    )


def path_device(path: Path) -> DeviceInfo:
    """The device of a path, under the path's present name."""
    return DeviceInfo(
        identifiers={(DOMAIN, path.id)},
        entry_type=DeviceEntryType.SERVICE,
        name=path.name,
    )


@callback
def add_entities(
    entry: ConfigEntry[Any],
    add: AddConfigEntryEntitiesCallback,
    *,
    of_walker: Callable[[WalkerCoordinator, ConfigSubentry], Iterable[Entity]]
    | None = None,
    of_path: Callable[[HomeConfigEntry, Path], Iterable[Entity]] | None = None,
    of_belt: Callable[[TreadmillConfigEntry], Iterable[Entity]] | None = None,
    once: Callable[[WalkerState], bool] | None = None,
) -> None:
    """Add a platform's entities of each walker and path of a home, or those of a belt; a walker's at once, or once something holds."""
    if entry.data[CONF_KIND] == EntryKind.TREADMILL:
        if of_belt is not None:
            add(of_belt(entry))
        return
    home: Home = entry.runtime_data
    if of_walker is not None:
        for walker_id, walker in home.walkers.items():
            add_own = partial(
                add,
                of_walker(walker, entry.subentries[walker_id]),
                config_subentry_id=walker_id,
            )
            if once is None or once(walker.data):
                add_own()
            else:
                _add_later(entry, walker, add_own, once)
    if of_path is not None:
        for path in home.paths.values():
            add(of_path(entry, path), config_subentry_id=path.id)


@callback
def _add_later(
    entry: ConfigEntry[Any],
    walker: WalkerCoordinator,
    add: Callable[[], None],
    once: Callable[[WalkerState], bool],
) -> None:
    """Add entities as soon as something holds of a walker."""

    @callback
    def look() -> None:
        if waiting and once(walker.data):
            waiting.clear()
            add()

    waiting = [entry]
    entry.async_on_unload(walker.async_add_listener(look, Cadence.EVENT))


class QuietEntity(Entity):
    """Writes its state only when it shows something else than it wrote last: an unchanged write costs nearly as much."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    _written: object = None

    def _shown(self) -> object:
        """Value and attributes as they are now; nothing, where only moments are shown."""
        return None

    @override
    async def async_added_to_hass(self) -> None:
        """Home Assistant writes the first state right after this."""
        await super().async_added_to_hass()
        self._written = self._shown()

    @callback
    def _async_look(self) -> None:
        """Write if there is something new to show."""
        shown = self._shown()
        if shown != self._written:
            self._written = shown
            self.async_write_ha_state()


class WalkerEntity(CoordinatorEntity[WalkerCoordinator], QuietEntity):
    """An entity of a walker; it is asked when its cadence is due."""

    def __init__(
        self,
        walker: WalkerCoordinator,
        subentry: ConfigSubentry,
        description: EntityDescription,
        cadence: Cadence = Cadence.EVENT,
    ) -> None:
        """Belong to the walker's device."""
        super().__init__(walker, context=cadence)
        self.entity_description = description
        self._attr_translation_key = description.key
        self._attr_unique_id = f"{subentry.subentry_id}_{description.key}"
        self._attr_device_info = walker_device(subentry)

    @property
    @override
    def available(self) -> bool:
        """Whoever automates on a walk can rely on it: a walker is always there."""
        return True

    @override
    async def async_update(self) -> None:
        """Nothing is to be fetched: all that is known comes by itself."""

    @override
    @callback
    def _handle_coordinator_update(self) -> None:
        self._async_look()


class PathEntity(QuietEntity):
    """An entity of a path; it looks when the home's entry is changed."""

    def __init__(
        self, entry: HomeConfigEntry, path: Path, description: EntityDescription
    ) -> None:
        """Belong to the path's device."""
        self.entry = entry
        self.path_id = path.id
        self.entity_description = description
        self._attr_translation_key = description.key
        self._attr_unique_id = f"{path.id}_{description.key}"
        self._attr_device_info = path_device(path)

    @property
    def path(self) -> Path:
        """The path as it is now."""
        return self.entry.runtime_data.paths[self.path_id]

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to the entry."""
        await super().async_added_to_hass()
        self.async_on_remove(
            async_dispatcher_connect(
                self.hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._async_entry_changed
            )
        )

    @callback
    def _async_entry_changed(
        self, _change: ConfigEntryChange, entry: ConfigEntry[Any]
    ) -> None:
        if entry is self.entry and entry.state is ConfigEntryState.LOADED:
            self._async_look()

    @callback
    def _async_choose(self, **kept: Any) -> None:
        """Keep a choice in the path's subentry: nothing is reloaded by that."""
        subentry = self.entry.subentries[self.path_id]
        self.hass.config_entries.async_update_subentry(
            self.entry, subentry, data={**subentry.data, **kept}
        )


class BeltEntity(QuietEntity):
    """An entity of a belt."""

    def __init__(
        self, entry: TreadmillConfigEntry, description: EntityDescription
    ) -> None:
        """Belong to the belt's device."""
        self.entry = entry
        self.link = entry.runtime_data
        self.entity_description = description
        self._attr_translation_key = description.key
        self._attr_unique_id = f"{self.link.address}_{description.key}"
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, self.link.address)},
            connections={(CONNECTION_BLUETOOTH, self.link.address)},
            name=self.link.name,
        )


class BeltFigureEntity(BeltEntity):
    """Shows what a belt says; it looks at every notification, and mostly there is nothing new to show."""

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to the belt."""
        await super().async_added_to_hass()
        self.async_on_remove(self.link.async_add_listener(self._async_look))


class BeltChoiceEntity(BeltEntity):
    """Shows what was chosen for a belt; it looks when one of our entries is changed, loaded or unloaded."""

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to the entries."""
        await super().async_added_to_hass()
        self.async_on_remove(
            async_dispatcher_connect(
                self.hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._async_entry_changed
            )
        )

    @callback
    def _async_entry_changed(
        self, _change: ConfigEntryChange, entry: ConfigEntry[Any]
    ) -> None:
        if entry.domain == DOMAIN:
            self._async_look()

    @callback
    def _async_choose(self, **options: Any) -> None:
        """Keep a choice in the options of the belt's entry."""
        self.hass.config_entries.async_update_entry(
            self.entry, options={**self.entry.options, **options}
        )
