"""A phone's steps of each minute of 30 days, for ten years of walks: how long the event loop works at most before anything else has its turn."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import perf_counter

from custom_components.retrowalk.coordinator import WalkerCoordinator
from custom_components.retrowalk.walking.exchange import exported
from custom_components.retrowalk.walking.journal import Journal
from custom_components.retrowalk.walking.model import Glimpse, StepSource
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant

from .figure import Figure
from .journal import ten_years
from .parcel import BUDGET_MS, heartbeat, import_walks, unfurnished_home

DAYS = 30


async def async_measure() -> list[Figure]:
    """Take a batch, and take it again when all of it is known."""
    journal = estimated(ten_years())
    last = max(session.finished_at for session in journal.sessions.values())
    batch = _batch(last)
    figures = []
    async with unfurnished_home() as hass:
        await import_walks(hass, exported(journal, "Ada", datetime.now(UTC)))
        walker = _walker(hass)
        for name in (f"{len(batch):,} glimpses", f"the same {len(batch):,} again"):
            begin = perf_counter()
            async with heartbeat() as gaps:
                taken = await walker.async_enrich_all(batch)
                await hass.async_block_till_done()
            took_s = perf_counter() - begin
            figures.append(
                Figure(
                    name=f"{name}: longest block of the loop",
                    measured=1e3 * max(gaps),
                    budget=BUDGET_MS,
                    unit="ms",
                    detail=f"{took_s * 1e3:.0f} ms in all, {taken} taken",
                )
            )
    return figures


def _walker(hass: HomeAssistant) -> WalkerCoordinator:
    [home] = hass.config_entries.async_entries("retrowalk")
    assert home.state is ConfigEntryState.LOADED
    walker: WalkerCoordinator = next(iter(home.runtime_data.walkers.values()))
    return walker


def estimated(journal: Journal) -> Journal:
    """All steps are estimates, so that a phone can tell them better."""
    for session in list(journal.sessions.values()):
        segments = tuple(
            replace(part, step_source=StepSource.ESTIMATE) for part in session.segments
        )
        journal.put(replace(session, segments=segments))
    return journal


def _batch(last: datetime) -> list[Glimpse]:
    begin = last.replace(second=0, microsecond=0) - timedelta(days=DAYS)
    minute = timedelta(minutes=1)
    return [
        Glimpse(
            id=f"minute {number}",
            source="phone:bench",
            since=begin + number * minute,
            at=begin + (number + 1) * minute,
            steps=95.0,
        )
        for number in range(DAYS * 24 * 60)
    ]
