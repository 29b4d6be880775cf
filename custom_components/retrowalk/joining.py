"""Belts and pods are joined to walkers: the readings of each go to whoever is on it."""

from operator import attrgetter
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant, callback

from .claims import async_hand_over, claimed_walker
from .const import CONF_KIND, DOMAIN, NOBODY, EntryKind
from .home import Home
from .sources.belt_link import TreadmillConfigEntry
from .sources.belt_reading import BeltReading
from .sources.belt_samples import BeltMeter
from .walking.model import Counters


@callback
def async_join_belts(hass: HomeAssistant, newest: ConfigEntry[Any]) -> None:
    """Deliver each belt's readings to the walker who is on it; the newest entry is about to be loaded."""
    for home in loaded_entries(hass, EntryKind.HOME, newest):
        for belt in loaded_entries(hass, EntryKind.TREADMILL, newest):
            _join_belt(home.runtime_data, belt)


@callback
def _join_belt(home: Home, belt: TreadmillConfigEntry) -> None:
    link = belt.runtime_data
    walker_id = claimed_walker(belt.options, home.walkers) or NOBODY
    before = home.joined.get(link.address)
    if walker_id == before:
        return
    if not home.walkers:
        link.async_deliver_to(None)
        return
    home.joined[link.address] = walker_id
    source = link.source
    latest = _latest_counters(home, source)
    walker = home.walkers.get(walker_id)
    if walker is None:
        feed = home.unclaimed.async_follow(source, link.name)
        known = home.unclaimed.counters(source)
    else:
        async_hand_over(home, source, walker)
        feed, known = walker.feed, walker.counters(source)
    if before is None or link.meter is None:
        # What others have been given meanwhile is not to be given again.
        link.meter = BeltMeter(source, known and latest, metres_step=link.metres_step)
    meter = link.meter

    @callback
    def take(reading: BeltReading) -> None:
        feed(meter.sample(reading))

    link.async_deliver_to(take)


def _latest_counters(home: Home, source: str) -> Counters | None:
    """What a belt's counters stood at when it last fed anybody's session that is open or may be rejoined."""
    known = [walker.counters(source) for walker in home.walkers.values()]
    known.append(home.unclaimed.counters(source))
    return max(filter(None, known), key=attrgetter("at"), default=None)


def kind_of(entry: ConfigEntry[Any]) -> EntryKind:
    """What an entry stands for."""
    return EntryKind(entry.data[CONF_KIND])


def loaded_entries(
    hass: HomeAssistant, kind: EntryKind, newest: ConfigEntry[Any] | None = None
) -> list[ConfigEntry[Any]]:
    """The entries of a kind that are loaded, and the one that is about to be."""
    return [
        entry
        for entry in hass.config_entries.async_entries(DOMAIN)
        if (entry.state is ConfigEntryState.LOADED or entry is newest)
        and kind_of(entry) is kind
    ]
