"""To-do lists: what no sensor can see on a path, to be ticked before a walk or once a week."""

from typing import Any, Final, override

from homeassistant.components.todo import TodoItem, TodoListEntity
from homeassistant.components.todo.const import TodoItemStatus, TodoListEntityFeature
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import DOMAIN
from .entity import PathEntity
from .home import HomeConfigEntry
from .path import Path
from .walking.checklist import Line

PARALLEL_UPDATES = 0

CHECKLIST: Final = EntityDescription(key="checklist")


async def async_setup_entry(
    hass: HomeAssistant,
    entry: HomeConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Have a checklist for each path, as long as there are lines on it."""
    present: set[str] = set()

    @callback
    def follow(_change: ConfigEntryChange, changed: ConfigEntry[Any]) -> None:
        if changed is not entry or entry.state not in {
            ConfigEntryState.LOADED,
            ConfigEntryState.SETUP_IN_PROGRESS,
        }:
            return
        for path in entry.runtime_data.paths.values():
            if not path.guards.checklist:
                present.discard(path.id)
                _forget(hass, path)
            elif path.id not in present:
                present.add(path.id)
                async_add_entities(
                    [Checklist(entry, path, CHECKLIST)], config_subentry_id=path.id
                )

    follow(ConfigEntryChange.UPDATED, entry)
    entry.async_on_unload(
        async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, follow)
    )


def _forget(hass: HomeAssistant, path: Path) -> None:
    registry = er.async_get(hass)
    entity_id = registry.async_get_entity_id(
        Platform.TODO, DOMAIN, f"{path.id}_{CHECKLIST.key}"
    )
    if entity_id is not None:
        registry.async_remove(entity_id)


class Checklist(PathEntity, TodoListEntity):
    """The checklist of a path. Its lines are written in the dialog of the path; here they are ticked."""

    _attr_supported_features = TodoListEntityFeature.UPDATE_TODO_ITEM

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to the guards."""
        await super().async_added_to_hass()
        guards = self.entry.runtime_data.guards
        self.async_on_remove(guards.async_add_listener(self.path_id, self._async_look))

    @property
    @override
    def todo_items(self) -> list[TodoItem]:
        """The lines, ticked or not."""
        return [
            TodoItem(
                uid=line.key,
                summary=line.text,
                status=TodoItemStatus.COMPLETED
                if self.entry.runtime_data.guards.is_ticked(self.path_id, line)
                else TodoItemStatus.NEEDS_ACTION,
            )
            for line in self.path.guards.checklist
        ]

    @override
    async def async_update_todo_item(self, item: TodoItem) -> None:
        """Tick a line, or take its tick back. Raises ServiceValidationError where it would be rewritten."""
        line = self._line(item)
        self.entry.runtime_data.guards.async_tick(
            self.path_id, line, ticked=item.status == TodoItemStatus.COMPLETED
        )

    def _line(self, item: TodoItem) -> Line:
        for line in self.path.guards.checklist:
            if (line.key, line.text) == (item.uid, item.summary):
                return line
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="checklist_in_dialog"
        )

    @override
    def _shown(self) -> object:
        return [(item.uid, item.status) for item in self.todo_items]
