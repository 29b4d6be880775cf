"""An import of ten years in a running home: how long the event loop works at most before anything else has its turn."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
import gc
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, thread_time

from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_test_home_assistant,
)

from custom_components.retrowalk.const import DOMAIN, SUBENTRY_WALKER, EntryKind
from custom_components.retrowalk.walking.exchange import exported
from dev.home_folder import free_port, store_server_settings
from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant
from homeassistant.loader import DATA_CUSTOM_COMPONENTS

from .figure import Figure
from .journal import IMPORTED, ten_years

BUDGET_MS = 20


async def async_measure() -> list[Figure]:
    """Import ten years into an empty journal, import them again, and take the first import back."""
    text = exported(ten_years(), "Ada", datetime.now(UTC))
    figures = []
    async with unfurnished_home() as hass:
        for name, action, given in (
            (f"import of {IMPORTED:,} sessions", "import", {"text": text}),
            (f"the same {IMPORTED:,} again, all known", "import", {"text": text}),
            (f"undo of {IMPORTED:,} sessions", "undo", {}),
        ):
            begin = perf_counter()
            async with heartbeat() as gaps:
                await hass.services.async_call(
                    DOMAIN, action, given, blocking=True, return_response=True
                )
                await hass.async_block_till_done()
            took_s = perf_counter() - begin
            figures.append(
                Figure(
                    name=f"{name}: longest block of the loop",
                    measured=1e3 * max(gaps),
                    budget=BUDGET_MS,
                    unit="ms",
                    detail=f"{took_s * 1e3:.0f} ms in all",
                )
            )
    return figures


async def import_walks(hass: HomeAssistant, text: str) -> None:
    """Take in an export."""
    await hass.services.async_call(
        DOMAIN, "import", {"text": text}, blocking=True, return_response=True
    )
    await hass.async_block_till_done()


@asynccontextmanager
async def heartbeat() -> AsyncIterator[list[float]]:
    """Seconds of work between one turn of the loop and the next; by the clock, a busy machine would be measured too."""
    gaps: list[float] = [0.0]

    async def beat() -> None:
        before = thread_time()
        while True:
            await asyncio.sleep(0)
            now = thread_time()
            gaps.append(now - before)
            before = now

    gc.collect()
    task = asyncio.create_task(beat())
    try:
        yield gaps
    finally:
        task.cancel()


@asynccontextmanager
async def unfurnished_home() -> AsyncIterator[HomeAssistant]:
    """A home with one walker, and nothing else."""
    with TemporaryDirectory() as folder:
        store_server_settings(Path(folder), free_port())
        async with async_test_home_assistant(config_dir=folder) as hass:
            hass.data.pop(DATA_CUSTOM_COMPONENTS)
            ada = ConfigSubentryData(
                data={"name": "Ada"},
                subentry_type=SUBENTRY_WALKER,
                title="Ada",
                unique_id=None,
            )
            home = MockConfigEntry(
                domain=DOMAIN,
                data={"kind": EntryKind.HOME},
                unique_id="home",
                subentries_data=[ada],
            )
            home.add_to_hass(hass)
            assert await hass.config_entries.async_setup(home.entry_id)
            await hass.async_block_till_done()
            try:
                yield hass
            finally:
                await hass.async_stop(force=True)
