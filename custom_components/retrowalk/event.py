"""Events: the moments of a walker's walks, of the streak, and of reminders."""

from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.event import EventEntity, EventEntityDescription
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity import WalkerEntity, add_entities
from .moments import Moment
from .telling import COACH, STREAK, TELLINGS, WALKS, Telling

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class Moments(EventEntityDescription):
    """A kind of moments, and what is told of each."""

    tellings: dict[type[Moment], Telling]


def _moments(key: str) -> Moments:
    tellings = [telling for telling in TELLINGS if telling.shown_by == key]
    return Moments(
        key=key,
        event_types=[telling.key for telling in tellings],
        tellings={telling.moment: telling for telling in tellings},
    )


MOMENTS: Final = (_moments(WALKS), _moments(STREAK), _moments(COACH))


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the events of the walkers."""
    add_entities(
        entry,
        async_add_entities,
        of_walker=lambda walker, subentry: (
            WalkerEvent(walker, subentry, moments) for moments in MOMENTS
        ),
    )


class WalkerEvent(WalkerEntity, EventEntity):
    """The moments of one kind."""

    entity_description: Moments

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to the walker."""
        await super().async_added_to_hass()
        self.async_on_remove(self.coordinator.moments.async_add(self._async_happened))

    @callback
    def _async_happened(self, moment: Moment) -> None:
        telling = self.entity_description.tellings.get(type(moment))
        if telling is not None:
            self._trigger_event(telling.key, telling.told(moment))
            self.async_write_ha_state()
