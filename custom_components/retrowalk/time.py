"""Times: when a walker is reminded."""

from datetime import time
from typing import Any, Final, override

from homeassistant.components.time import TimeEntity, TimeEntityDescription
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity import WalkerEntity, add_entities
from .walking.decision import DecisionKey

PARALLEL_UPDATES = 0

REMINDER_TIME: Final = TimeEntityDescription(
    key="reminder_time", entity_category=EntityCategory.CONFIG
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the times of the walkers."""
    add_entities(
        entry,
        async_add_entities,
        of_walker=lambda walker, subentry: [
            ReminderTime(walker, subentry, REMINDER_TIME)
        ],
    )


class ReminderTime(WalkerEntity, TimeEntity):
    """When the walker is reminded; one that has passed today holds from tomorrow."""

    @property
    @override
    def native_value(self) -> time:
        """The time by the clock on the wall."""
        minute = self.coordinator.decided(DecisionKey.REMINDER_TIME)
        assert isinstance(minute, int)
        return time(*divmod(minute, 60))

    @override
    async def async_set_value(self, value: time) -> None:
        """Decide on a time, to the minute."""
        if value.replace(second=0, microsecond=0) != self.native_value:
            await self.coordinator.async_decide(
                {DecisionKey.REMINDER_TIME: 60 * value.hour + value.minute}
            )

    @override
    def _shown(self) -> object:
        return self.native_value
