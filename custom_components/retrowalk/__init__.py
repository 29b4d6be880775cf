"""RetroWalk: a home that knows how to walk backward. Here entries come and go."""

from functools import partial
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.start import async_at_started
from homeassistant.helpers.typing import ConfigType

from .actions import async_register_actions
from .card_api import async_register_card_api
from .claims import async_forget_belt
from .const import CONF_KEEP_CONNECTED, DOMAIN, SUBENTRY_WALKER, EntryKind
from .coordinator import WalkerCoordinator
from .dashboard_resource import (
    async_offer_card,
    async_serve_card,
    async_withdraw_card,
    is_wanted,
)
from .edits import async_answer
from .entity import path_device, walker_device
from .home import Home, HomeConfigEntry
from .joining import async_call_belts, async_join_belts, kind_of, loaded_entries
from .moments import Moment
from .orphans import async_forget_walkers, async_look_for_orphans
from .path import paths_of
from .phone_posts import (
    async_follow_all,
    async_forget_all,
    async_keep_all_shut,
    async_open_all,
    async_shut_all,
)
from .routines.direction_questions import async_ask_direction, async_forget_questions
from .routines.guards import GuardRoutine
from .routines.lights import LightRoutine
from .routines.lost_entities import Named, async_tell_lost, async_tell_lost_sources
from .routines.path_alerts import async_alert
from .routines.reminders import async_remind
from .sources.belt_link import BeltLink, TreadmillConfigEntry
from .starting import async_start_walk
from .statistics import async_keep_statistics
from .unclaimed import UnclaimedWalks, async_forget_unclaimed
from .vacation_calendar import async_follow_calendar
from .walker_sources import WalkerSources
from .walking.events import SessionDiscarded, SessionFinished, SessionStarted

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)

HOME_PLATFORMS = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.CALENDAR,
    Platform.EVENT,
    Platform.IMAGE,
    Platform.NUMBER,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SWITCH,
    Platform.TIME,
    Platform.TODO,
]
TREADMILL_PLATFORMS = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SWITCH,
]

type RetroWalkConfigEntry = ConfigEntry[Any]


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register the actions and what the card asks for; actions and addresses for phones tell what is missing as long as there is no home."""
    async_register_actions(hass)
    async_register_card_api(hass)
    await async_serve_card(hass)
    for entry in hass.config_entries.async_entries(DOMAIN):
        if kind_of(entry) is EntryKind.HOME:
            async_keep_all_shut(hass, entry)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: RetroWalkConfigEntry) -> bool:
    """Set up the home with its walkers, or a treadmill; either works without the other."""
    if kind_of(entry) is EntryKind.HOME:
        await _async_setup_home(hass, entry)
    else:
        await _async_setup_treadmill(hass, entry)
    async_join_belts(hass, entry)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: RetroWalkConfigEntry) -> bool:
    """Unload an entry: what was walked is written down, then links are dropped."""
    if kind_of(entry) is EntryKind.HOME:
        return await _async_unload_home(hass, entry)
    if not await hass.config_entries.async_unload_platforms(entry, TREADMILL_PLATFORMS):
        return False
    link: BeltLink = entry.runtime_data
    await link.async_stop()
    for home in loaded_entries(hass, EntryKind.HOME):
        home.runtime_data.joined.pop(link.address, None)
    return True


async def async_remove_entry(hass: HomeAssistant, entry: RetroWalkConfigEntry) -> None:
    """With the home go the questions about its walkers and paths; the journals stay for the next home."""
    if kind_of(entry) is EntryKind.HOME:
        await async_forget_all(hass, entry)
        async_forget_walkers(hass)
        await async_forget_unclaimed(hass)
        async_forget_questions(hass)
        async_tell_lost(hass, Named.LIGHTS, ())
        async_tell_lost(hass, Named.GUARDS, ())
        async_tell_lost_sources(hass, ())
        if is_wanted(entry.options):
            await async_withdraw_card(hass)
        for belt in loaded_entries(hass, EntryKind.TREADMILL):
            async_forget_belt(hass, belt.entry_id)
    else:
        async_forget_belt(hass, entry.entry_id)


# The home


async def _async_setup_home(hass: HomeAssistant, entry: HomeConfigEntry) -> None:
    walkers = {
        subentry.subentry_id: WalkerCoordinator(hass, entry, subentry)
        for subentry in entry.get_subentries_of_type(SUBENTRY_WALKER)
    }
    for walker in walkers.values():
        await walker.async_load()
    unclaimed = UnclaimedWalks(hass, entry)
    await unclaimed.async_load(
        {
            session_id
            for walker in walkers.values()
            for session_id in walker.ledger.journal.sessions
        }
    )
    paths = paths_of(entry)
    lights, guards = LightRoutine(hass, entry), GuardRoutine(hass, entry)
    entities = WalkerSources(hass, entry)
    entry.runtime_data = Home(
        walkers=walkers,
        unclaimed=unclaimed,
        paths=paths,
        lights=lights,
        guards=guards,
        entities=entities,
        options=dict(entry.options),
    )
    await lights.async_load()
    await guards.async_load()
    for path in paths.values():
        _name_device(hass, entry, path.id, path_device(path))
    await hass.config_entries.async_forward_entry_setups(entry, HOME_PLATFORMS)
    lights.async_listen()
    guards.async_listen()
    for walker in walkers.values():
        async_remind(hass, entry, walker, async_start_walk)
        async_ask_direction(hass, entry, walker, async_answer)
        async_alert(hass, entry, walker)
        walker.async_begin()
        entry.async_on_unload(
            walker.moments.async_add(partial(_walk_changed, hass, entry, walker))
        )
        async_follow_calendar(hass, entry, walker)
        async_keep_statistics(hass, entry, walker)
    unclaimed.async_begin()
    lights.async_begin()
    guards.async_begin()
    entities.async_begin()
    await async_open_all(hass, entry.runtime_data)
    entry.async_on_unload(entry.add_update_listener(_async_home_changed))
    async_offer_card(hass, entry)
    await async_look_for_orphans(hass, entry)
    _tell_when_everybody_listens(hass, entry)


@callback
def _tell_when_everybody_listens(hass: HomeAssistant, entry: HomeConfigEntry) -> None:
    """What happened while the home was away is told as soon as it is loaded, and automations wait for it."""

    @callback
    def tell(_hass: HomeAssistant) -> None:
        for walker in entry.runtime_data.walkers.values():
            walker.moments.async_open()

    @callback
    def look() -> None:
        if entry.state is ConfigEntryState.LOADED:
            entry.async_on_unload(async_at_started(hass, tell))

    entry.async_on_unload(entry.async_on_state_change(look))


async def _async_unload_home(hass: HomeAssistant, entry: HomeConfigEntry) -> bool:
    if not await hass.config_entries.async_unload_platforms(entry, HOME_PLATFORMS):
        return False
    for belt in loaded_entries(hass, EntryKind.TREADMILL):
        belt.runtime_data.async_deliver_to(None)
    entry.runtime_data.entities.async_end()
    await async_shut_all(entry.runtime_data)
    for walker in entry.runtime_data.walkers.values():
        await walker.async_close()
    await entry.runtime_data.unclaimed.async_close()
    await entry.runtime_data.lights.async_close()
    await entry.runtime_data.guards.async_close()
    return True


async def _async_home_changed(hass: HomeAssistant, entry: HomeConfigEntry) -> None:
    """A changed walker or path is taken over on the fly; a new or removed one, or new options, need a reload."""
    home = entry.runtime_data
    for subentry in entry.get_subentries_of_type(SUBENTRY_WALKER):
        if walker := home.walkers.get(subentry.subentry_id):
            walker.async_reconfigure(subentry)
            _name_device(hass, entry, subentry.subentry_id, walker_device(subentry))
    for path_id, path in paths_of(entry).items():
        if path_id in home.paths:
            home.paths[path_id] = path
            _name_device(hass, entry, path_id, path_device(path))
    home.lights.async_look_for_lights()
    home.guards.async_follow_paths()
    home.entities.async_follow()
    await async_follow_all(hass, home)
    async_join_belts(hass, entry)
    if is_wanted(home.options) and not is_wanted(entry.options):
        await async_withdraw_card(hass)
    _reload_when_nobody_walks(hass, entry)


@callback
def _name_device(
    hass: HomeAssistant, entry: HomeConfigEntry, subentry_id: str, device: DeviceInfo
) -> None:
    """Have the device of a walker or a path, under its present name."""
    dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, config_subentry_id=subentry_id, **device
    )


@callback
def _reload_when_nobody_walks(hass: HomeAssistant, entry: HomeConfigEntry) -> None:
    if entry.state is not ConfigEntryState.LOADED:
        return
    home = entry.runtime_data
    present = entry.subentries.keys()
    known = home.walkers.keys() | home.paths.keys()
    if present == known and dict(entry.options) == home.options:
        return
    if not any(
        walker.in_session
        for walker_id, walker in home.walkers.items()
        if walker_id in present
    ):
        hass.config_entries.async_schedule_reload(entry.entry_id)


@callback
def _walk_changed(
    hass: HomeAssistant,
    entry: HomeConfigEntry,
    walker: WalkerCoordinator,
    moment: Moment,
) -> None:
    """A walk begins: the walker's belts are called. It is over: a reload that was put off takes place."""
    if isinstance(moment, SessionStarted):
        async_call_belts(hass, entry, walker)
    elif isinstance(moment, SessionFinished | SessionDiscarded):
        # A reload takes the entities away at once, and more may be told along with this moment.
        hass.loop.call_soon(_reload_when_nobody_walks, hass, entry)


# Treadmills


async def _async_setup_treadmill(
    hass: HomeAssistant, entry: TreadmillConfigEntry
) -> None:
    link = BeltLink(hass, entry)
    entry.runtime_data = link
    await hass.config_entries.async_forward_entry_setups(entry, TREADMILL_PLATFORMS)
    entry.async_on_unload(entry.add_update_listener(_async_treadmill_changed))
    await link.async_start()


async def _async_treadmill_changed(
    hass: HomeAssistant, entry: TreadmillConfigEntry
) -> None:
    """New options never touch the link's connection, but for the one that says to let it go."""
    link = entry.runtime_data
    link.async_set_keep_connected(entry.options.get(CONF_KEEP_CONNECTED, True))
    link.traits.async_choose()
    link.async_tell()
    async_join_belts(hass, entry)
