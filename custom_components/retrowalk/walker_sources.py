"""Walkers and the entities that they follow: what is seen goes to the walker, what is gone is told."""

from functools import partial

from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.start import async_at_started

from .const import SUBENTRY_WALKER
from .coordinator import WalkerCoordinator
from .home import HomeConfigEntry
from .routines.lost_entities import async_tell_lost_sources
from .sources.state_sources import StateSources
from .sources.states import FollowedStates
from .starting import async_start_walk


class WalkerSources:
    """Follows the entities of all walkers of a home."""

    def __init__(self, hass: HomeAssistant, entry: HomeConfigEntry) -> None:
        """Follow nothing yet."""
        self._hass = hass
        self._entry = entry
        self._followed: dict[str, FollowedStates] = {}
        """By walker id."""
        self._ended = False

    @callback
    def async_begin(self) -> None:
        """Follow the walkers' entities, wherever they are renamed to, until the home is unloaded."""
        self._entry.async_on_unload(
            self._hass.bus.async_listen(
                er.EVENT_ENTITY_REGISTRY_UPDATED, self._entity_changed
            )
        )
        self.async_follow()
        self._entry.async_on_unload(async_at_started(self._hass, self._started))

    @callback
    def async_follow(self) -> None:
        """Follow what the walkers' subentries name now."""
        if self._ended:
            return
        for walker_id, walker in self._entry.runtime_data.walkers.items():
            subentry = self._entry.subentries.get(walker_id)
            sources = StateSources.of({} if subentry is None else subentry.data)
            followed = self._followed.get(walker_id)
            if followed is not None and followed.sources == sources:
                continue
            if followed is not None:
                followed.async_end()
            self._followed[walker_id] = self._follow(walker, sources)
        self._tell_lost()

    @callback
    def async_end(self) -> None:
        """Follow nothing any more, whatever changes."""
        self._ended = True
        for followed in self._followed.values():
            followed.async_end()
        self._followed.clear()

    def _follow(
        self, walker: WalkerCoordinator, sources: StateSources
    ) -> FollowedStates:
        followed = FollowedStates(
            self._hass,
            sources,
            feed=walker.feed,
            enrich=walker.enrich,
            in_session=lambda: walker.in_session,
            begin_walk=partial(self._begin_walk, walker),
        )
        followed.async_begin()
        return followed

    @callback
    def _begin_walk(self, walker: WalkerCoordinator) -> None:
        if not walker.in_session:
            self._hass.async_create_task(
                _async_begin_walk(walker), "RetroWalk begins a walk by the phone"
            )

    # Names

    @callback
    def _entity_changed(self, event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        """Follow what was renamed, and miss what was removed, until it is back."""
        change = event.data
        if change["action"] != "update" or "entity_id" in change["changes"]:
            for followed in self._followed.values():
                followed.async_names_changed()
            self._tell_lost()

    @callback
    def _started(self, _hass: HomeAssistant) -> None:
        for followed in self._followed.values():
            followed.async_names_changed()
        self._tell_lost()

    def _tell_lost(self) -> None:
        async_tell_lost_sources(
            self._hass, self._entry.get_subentries_of_type(SUBENTRY_WALKER)
        )


async def _async_begin_walk(walker: WalkerCoordinator) -> None:
    try:
        await async_start_walk(walker)
    except ServiceValidationError:
        # What is in the way has been told to the walker.
        return
