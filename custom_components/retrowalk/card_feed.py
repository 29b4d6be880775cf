"""Who watches which walker: cards that are told of each change, as long as their page is open."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from homeassistant.auth import EVENT_USER_UPDATED
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.messages import construct_event_message
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.json import json_bytes
from homeassistant.util import dt as dt_util

from .card_live import LiveWalker
from .card_rights import may_order, may_see
from .const import DOMAIN, HOME_UNIQUE_ID, EntryKind
from .coordinator import WalkerCoordinator
from .joining import loaded_entries
from .sources.belt_link import BeltLink
from .targets import async_loaded_home

_ON_THE_WAY: Final = {
    ConfigEntryState.NOT_LOADED,
    ConfigEntryState.SETUP_IN_PROGRESS,
    ConfigEntryState.UNLOAD_IN_PROGRESS,
}


_CAN: Final = {
    control: b',"can":%b}' % json_bytes({"control": control})
    for control in (False, True)
}
"""The end of what a user is told of a walker, by whether the user may order."""


@dataclass(eq=False, kw_only=True, slots=True)
class Onlooker:
    """A subscription: of one walker, or of all that the user may see."""

    connection: ActiveConnection
    message_id: int
    device_id: str | None
    shown: dict[str, bytes] = field(default_factory=dict)
    """What was told last of each walker in sight, by device id."""

    def watches(self, device_id: str) -> bool:
        """Whether this one wants to know of a walker."""
        return self.device_id in (None, device_id)

    @callback
    def async_send(self, event: bytes) -> None:
        """Send an event about one walker."""
        self.connection.send_message(construct_event_message(self.message_id, event))


@callback
def async_walkers_by_device(hass: HomeAssistant) -> dict[str, WalkerCoordinator]:
    """The walkers of the home that is set up, by device id; none where there is no such home."""
    home = async_loaded_home(hass)
    entry = hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, HOME_UNIQUE_ID)
    if home is None or entry is None:
        return {}
    devices = dr.async_get(hass)
    found: dict[str, WalkerCoordinator] = {}
    for walker_id, walker in home.walkers.items():
        device = devices.async_get_device_by_identifier(
            (DOMAIN, walker_id), entry.entry_id
        )
        # A walker who is removed stays loaded while somebody else walks
        if device is not None and walker_id in entry.subentries:
            found[device.id] = walker
    return found


class CardFeed:
    """Follows home and walkers as long as anybody watches, and nothing when nobody does."""

    def __init__(self, hass: HomeAssistant, version: str) -> None:
        """Begin with nobody watching; the version is told with each event."""
        self._hass = hass
        self._version = json_bytes(version)
        self._onlookers: list[Onlooker] = []
        self._live: dict[str, LiveWalker] = {}
        """The walkers who are watched, by device id."""
        self._unfollow: list[CALLBACK_TYPE] = []
        self._links: list[BeltLink] = []
        self._leave_links: list[CALLBACK_TYPE] = []

    @callback
    def async_add(self, onlooker: Onlooker) -> CALLBACK_TYPE:
        """Have somebody watch, until what is returned is called."""
        if not self._onlookers:
            self._async_follow()
        self._onlookers.append(onlooker)
        self._async_align()

        @callback
        def remove() -> None:
            self._onlookers.remove(onlooker)
            self._async_align()
            if not self._onlookers:
                self._async_unfollow()

        return remove

    @callback
    def async_welcome(self, onlooker: Onlooker) -> None:
        """Tell somebody how things are; all that changes is told from now on."""
        for live in self._live.values():
            self._async_show_to([onlooker], live)

    # What is followed

    @callback
    def _async_follow(self) -> None:
        listen = self._hass.bus.async_listen
        self._unfollow = [
            async_dispatcher_connect(
                self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._async_entry_changed
            ),
            listen(er.EVENT_ENTITY_REGISTRY_UPDATED, self._async_entities_changed),
            listen(EVENT_USER_UPDATED, self._async_user_changed),
        ]

    @callback
    def _async_unfollow(self) -> None:
        for unfollow in self._unfollow:
            unfollow()
        self._unfollow.clear()

    @callback
    def _async_entry_changed(
        self, _change: ConfigEntryChange, entry: ConfigEntry[Any]
    ) -> None:
        if entry.domain == DOMAIN:
            self._async_align()
            self._async_glance()

    @callback
    def _async_entities_changed(
        self, _event: Event[er.EventEntityRegistryUpdatedData]
    ) -> None:
        for live in self._live.values():
            live.async_rename()

    @callback
    def _async_user_changed(self, _event: Event[Any]) -> None:
        self._async_glance()

    @callback
    def _async_glance(self) -> None:
        for live in self._live.values():
            live.async_glance()

    @callback
    def _async_align(self) -> None:
        """Follow those who are there and watched, and no others."""
        there = async_walkers_by_device(self._hass)
        watched = {
            device_id: walker
            for device_id, walker in there.items()
            if any(onlooker.watches(device_id) for onlooker in self._onlookers)
        }
        for device_id, live in tuple(self._live.items()):
            if watched.get(device_id) is not live.walker:
                live.async_end()
                del self._live[device_id]
        for device_id, walker in watched.items():
            if device_id not in self._live:
                self._live[device_id] = LiveWalker(
                    self._hass, walker, device_id, self._async_show
                )
        self._async_follow_belts()
        if async_loaded_home(self._hass) or not self._home_is_on_its_way:
            self._async_miss(there.keys())

    @callback
    def _async_follow_belts(self) -> None:
        """A belt that comes or goes may stand on another path than the walker's own."""
        belts = loaded_entries(self._hass, EntryKind.TREADMILL) if self._live else []
        links: list[BeltLink] = [belt.runtime_data for belt in belts]
        if links != self._links:
            while self._leave_links:
                self._leave_links.pop()()
            self._links = links
            self._leave_links = [
                _follow_link(link, self._async_glance) for link in links
            ]

    @property
    def _home_is_on_its_way(self) -> bool:
        """Whether a home that is not set up is about to be, as in a reload."""
        entry = self._hass.config_entries.async_entry_for_domain_unique_id(
            DOMAIN, HOME_UNIQUE_ID
        )
        return (
            entry is not None
            and entry.disabled_by is None
            and entry.state in _ON_THE_WAY
        )

    # What is told

    @callback
    def _async_show(self, live: LiveWalker) -> None:
        self._async_show_to(self._onlookers, live)

    @callback
    def _async_show_to(self, onlookers: Iterable[Onlooker], live: LiveWalker) -> None:
        """Tell how a walker is to those who do not know it yet; put into words once for all of them."""
        now, device_id = dt_util.utcnow(), live.device_id
        body: bytes | None = None
        events: dict[bytes, bytes] = {}
        for onlooker in onlookers:
            if not onlooker.watches(device_id):
                continue
            user = onlooker.connection.user
            if not may_see(user, live.entities):
                self._async_miss_one(onlooker, device_id)
                continue
            if body is None:
                body = live.async_body(now)
            told = body + _CAN[may_order(user, live.entities)]
            if onlooker.shown.get(device_id) == told:
                continue
            onlooker.shown[device_id] = told
            if told not in events:
                events[told] = self._event(now, told)
            onlooker.async_send(events[told])
        if body is not None:
            live.async_keep_on()

    @callback
    def _async_miss(self, there: Collection[str]) -> None:
        """Tell who is gone to those who have seen them."""
        for onlooker in self._onlookers:
            for device_id in onlooker.shown.keys() - there:
                self._async_miss_one(onlooker, device_id)

    @callback
    def _async_miss_one(self, onlooker: Onlooker, device_id: str) -> None:
        if onlooker.shown.pop(device_id, None) is not None:
            gone = json_bytes({"device_id": device_id, "gone": True})
            onlooker.async_send(self._event(dt_util.utcnow(), gone))

    def _event(self, at: datetime, told: bytes) -> bytes:
        now = dt_util.as_local(at).isoformat(timespec="milliseconds").encode()
        return b'{"version":%b,"now":"%b","walker":%b}' % (self._version, now, told)


@callback
def _follow_link(link: BeltLink, changed: Callable[[], None]) -> CALLBACK_TYPE:
    """Tell when a belt is connected, and when it is not any more."""
    connected = link.connected

    @callback
    def look() -> None:
        nonlocal connected
        if link.connected is not connected:
            connected = link.connected
            changed()

    return link.async_add_listener(look)
