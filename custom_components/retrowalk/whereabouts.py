"""Where somebody walks: on the path that was asked for, else on the belt's, else on the walker's usual one, else on none."""

from collections.abc import Iterator

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback

from .const import CONF_DEFAULT_PATH, CONF_PATH, DOMAIN
from .coordinator import WalkerCoordinator
from .path import Path
from .sources.belt_link import TreadmillConfigEntry


@callback
def path_ahead(
    hass: HomeAssistant, walker: WalkerCoordinator, path_id: str | None = None
) -> Path | None:
    """The path of a walker's open session, or, when there is none, of one that begins now; `path_id` was asked for."""
    entry = walker.config_entry
    home = entry.runtime_data
    if path_id is None:
        path_id = home.walked.get(walker.walker_id)
    if path_id in home.paths:
        return home.paths[path_id]
    for belt in _belts(hass, walker):
        if (path := home.paths.get(belt.options.get(CONF_PATH, ""))) is not None:
            return path
    subentry = entry.subentries.get(walker.walker_id)
    if subentry is None:
        # A walker who is removed stays loaded while somebody else walks.
        return None
    return home.paths.get(subentry.data.get(CONF_DEFAULT_PATH, ""))


@callback
def belt_walked_on(
    hass: HomeAssistant, walker: WalkerCoordinator
) -> TreadmillConfigEntry | None:
    """The belt of a walker's open session."""
    session = walker.data.session
    if session is None or session.source is None:
        return None
    return next(_belts(hass, walker), None)


def _belts(
    hass: HomeAssistant, walker: WalkerCoordinator
) -> Iterator[TreadmillConfigEntry]:
    """The belt that the walker walks on; while no belt moves, those in reach that the walker might use."""
    session = walker.data.session
    source = None if session is None else session.source
    for address, walker_id in walker.config_entry.runtime_data.joined.items():
        belt: TreadmillConfigEntry | None = (
            hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, address)
        )
        if belt is None or belt.state is not ConfigEntryState.LOADED:
            continue
        if source == belt.runtime_data.source:
            yield belt
        elif source is None and walker_id == walker.walker_id:
            if belt.runtime_data.connected:
                yield belt
