"""Belts and pods are joined to walkers: the readings of each go to whoever is on it, by choice or for one walk."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from operator import attrgetter
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .claims import async_ask_who_walks, async_hand_over, claimed_walker
from .const import CONF_KIND, CONF_PATH, DOMAIN, NOBODY, EntryKind
from .coordinator import WalkerCoordinator
from .home import Home, HomeConfigEntry, Loan
from .sources.belt_link import TreadmillConfigEntry
from .sources.belt_reading import BeltReading
from .sources.belt_samples import BeltMeter
from .walking.claiming import CLAIMS_BACK, Starter, claimant
from .walking.live_source import kind_of as kind_of_source
from .walking.model import Counters, Sample, SourceKind

type Feed = Callable[[Sample], None]

_SURELY_ENDED_S: Final = timedelta(minutes=1).total_seconds()
"""A belt that was silent for so long does not run out any more."""


@callback
def async_join_belts(hass: HomeAssistant, newest: ConfigEntry[Any]) -> None:
    """Deliver each belt's readings to the walker who is on it; the newest entry is about to be loaded."""
    for home in loaded_entries(hass, EntryKind.HOME, newest):
        for belt in loaded_entries(hass, EntryKind.TREADMILL, newest):
            async_ask_who_walks(hass, belt, home.runtime_data.present)
            _join_belt(home.runtime_data, belt)


@callback
def _join_belt(
    home: Home, belt: TreadmillConfigEntry, walker_id: str | None = None
) -> Feed | None:
    """Join a belt to a walker or to nobody, by its choice unless told otherwise; who takes its samples now."""
    link = belt.runtime_data
    source = link.source
    before = home.joined.get(link.address)
    if walker_id is None:
        walker_id = _whose(home, belt, source)
    if walker_id == before:
        return None
    if not home.present:
        link.async_deliver_to(None)
        return None
    home.joined[link.address] = walker_id
    latest = _latest_counters(home, source)
    walker = home.walkers.get(walker_id)
    if walker is None:
        feed: Feed = home.unclaimed.async_follow(source, link.name)
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
        sample = meter.sample(reading)
        if (sample.begins or home.loans) and not _is_walked_on(home, source, walker):
            passed_on = _join_belt(home, belt, _whose_now(home, belt, sample))
            if passed_on is not None:
                passed_on(sample)
                return
        feed(sample)

    link.async_deliver_to(take)
    return feed


def _is_walked_on(home: Home, source: str, walker: WalkerCoordinator | None) -> bool:
    """Whether a belt's samples go into a walk of this walker, or of nobody."""
    if walker is None:
        return home.unclaimed.open_walk(source) is not None
    return walker.takes(source)


def _chosen(home: Home, belt: TreadmillConfigEntry) -> str:
    """Who is on a belt by choice."""
    return claimed_walker(belt.options, home.present) or NOBODY


def _whose(home: Home, belt: TreadmillConfigEntry, source: str) -> str:
    """Whose a belt is: by choice, unless it was lent to somebody who still walks on it, or on whom it still runs out."""
    link, chosen = belt.runtime_data, _chosen(home, belt)
    before = home.joined.get(link.address)
    if before is None:
        return _whose_before(home, link.address, source, chosen)
    loan = home.loans.get(link.address)
    if loan is None or loan.chosen != chosen or loan.walker_id not in home.present:
        home.loans.pop(link.address, None)
        return chosen
    walks_on = home.walkers[loan.walker_id].walks_with(source)
    runs_out = before == loan.walker_id and link.moving
    return loan.walker_id if walks_on or runs_out else chosen


def _whose_before(home: Home, address: str, source: str, chosen: str) -> str:
    """Whose a belt was before a restart: a walk that it measures still goes on is nobody else's."""
    on_it = [one for one, walker in home.present.items() if walker.walks_with(source)]
    if not on_it or chosen in on_it or home.unclaimed.open_walk(source) is not None:
        return chosen
    home.loans[address] = Loan(on_it[0], chosen)
    return on_it[0]


def _whose_now(home: Home, belt: TreadmillConfigEntry, sample: Sample) -> str:
    """Whose a belt is, on which nobody walks, with its next sample.

    A walk that begins is the one's who has started one by command, or who goes on with one for which the belt was lent. A
    lent belt goes back when it is at rest: until then it runs out, and the walk that it ran for is over.
    """
    address, chosen = belt.runtime_data.address, _chosen(home, belt)
    before = home.joined[address]
    if sample.begins and kind_of_source(sample.source) is SourceKind.BELT:
        starter = claimant(
            _starters(home, belt),
            sample.at,
            of_somebody=chosen != NOBODY,
        )
        if starter is not None:
            home.loans[address] = Loan(starter, chosen)
            return starter
        loan = home.loans.get(address)
        if loan is not None and loan.chosen == chosen:
            borrower = home.present.get(loan.walker_id)
            if borrower is not None and borrower.counters(sample.source) is not None:
                return loan.walker_id
    at_rest = sample.rests or sample.since_s > _SURELY_ENDED_S
    return chosen if at_rest else before


def _starters(home: Home, belt: TreadmillConfigEntry) -> Iterator[Starter]:
    for walker_id, walker in home.present.items():
        if (since := walker.awaits_belt_since) is not None:
            yield Starter(walker_id, since, _walks_elsewhere(home, walker, belt))


def _walks_elsewhere(
    home: Home, walker: WalkerCoordinator, belt: TreadmillConfigEntry
) -> bool:
    """Whether a walk that was started is none on this belt: something sees it, its path is another, or there is a belt of their own."""
    ways = {belt.options.get(CONF_PATH), home.walked.get(walker.walker_id)} - {None}
    return (
        walker.is_seen
        or len(ways) > 1
        or any(
            other is not belt
            and other.runtime_data.connected
            and _chosen(home, other) == walker.walker_id
            for other in loaded_entries(walker.hass, EntryKind.TREADMILL)
        )
    )


@callback
def async_claim_moving_belt(walker: WalkerCoordinator) -> None:
    """Let a walk of nobody's be this walker's, who starts one by command right after it has begun on a belt."""
    home, now = walker.config_entry.runtime_data, dt_util.utcnow()
    found = [
        (session.started_at, belt)
        for belt in loaded_entries(walker.hass, EntryKind.TREADMILL)
        if belt.runtime_data.moving
        and kind_of_source(belt.runtime_data.source) is SourceKind.BELT
        and home.joined.get(belt.runtime_data.address) == NOBODY
        and (session := home.unclaimed.open_walk(belt.runtime_data.source))
        and timedelta(0) <= now - session.started_at <= CLAIMS_BACK
    ]
    if found and not walker.in_session:
        _, belt = max(found, key=lambda pair: pair[0])
        home.loans[belt.runtime_data.address] = Loan(
            walker.walker_id, _chosen(home, belt)
        )
        _join_belt(home, belt, walker.walker_id)


@callback
def async_call_belts(
    hass: HomeAssistant, entry: HomeConfigEntry, walker: WalkerCoordinator
) -> None:
    """Call the belts on which a walk that has begun may go on: the walker's own, and those of nobody."""
    async_join_belts(hass, entry)
    for belt in loaded_entries(hass, EntryKind.TREADMILL):
        link = belt.runtime_data
        on_it = entry.runtime_data.joined.get(link.address)
        if on_it in (walker.walker_id, NOBODY):
            hass.async_create_task(link.async_wake(), "RetroWalk calls a belt")


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
