"""Ten years in Home Assistant's statistics: how long the event loop stands still, and what one more session costs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
import gc
import sqlite3
from time import process_time, sleep, thread_time

from custom_components.retrowalk.edits import async_adopt, async_log
from custom_components.retrowalk.statistics import SETTLED_S

from .figure import Figure
from .home import MeasuredHome
from .journal import YEARS, ten_years

_ROWS = """
    select count(*) from statistics join statistics_meta on statistics_meta.id = metadata_id
    where source = 'retrowalk'
"""


@dataclass(kw_only=True, slots=True)
class Watch:
    """How much of the processor something took, and the most that the event loop did in a millisecond or so of it."""

    took_s: float = 0.0
    longest_turn_s: float = 0.0


async def async_measure(home: MeasuredHome, *, smoke: bool) -> list[Figure]:
    """All sessions of ten years for the first time, and one more of years ago; of two years where it has to be quick."""
    years = 2 if smoke else YEARS
    await async_adopt(home.walker, ten_years(last=years))
    async with _watched(home) as all_new:
        await _async_settle_statistics(home)
    with sqlite3.connect(home.database) as database:
        rows = database.execute(_ROWS).fetchone()[0]
    begin = home.clock.now - timedelta(days=years // 2 * 365, hours=12)
    await async_log(home.walker, begin, begin + timedelta(minutes=12))
    async with _watched(home) as one_more:
        await _async_settle_statistics(home)
    longest_s = max(all_new.longest_turn_s, one_more.longest_turn_s)
    return [
        Figure(
            name=f"{years} years in statistics: longest turn of the event loop",
            measured=1e3 * longest_s,
            budget=20,
            unit="ms",
            detail=f"{rows} rows, all new in {all_new.took_s:.1f} s of the processor; Python's own full collections left aside",
        ),
        Figure(
            name=f"{years} years in statistics: one more, in the middle",
            measured=one_more.took_s,
            budget=1,
            unit="s",
            detail="derived, compared and corrected in the recorder's threads",
        ),
    ]


async def _async_settle_statistics(home: MeasuredHome) -> None:
    home.clock.go_on(SETTLED_S + 1)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await home.hass.async_block_till_done()
    await home.async_settle()


@asynccontextmanager
async def _watched(home: MeasuredHome) -> AsyncIterator[Watch]:
    """Look again and again how much the event loop has done."""
    await home.hass.async_block_till_done()
    await home.async_settle()
    watch = Watch()

    async def turn() -> None:
        loop = asyncio.get_running_loop()
        while True:
            # By the thread's own clock: what other programs and threads take is not the event loop's work.
            begin = thread_time()
            await loop.run_in_executor(None, sleep, 0.001)
            watch.longest_turn_s = max(watch.longest_turn_s, thread_time() - begin)

    # A full collection of all that Home Assistant holds takes 0.3 s, whoever happens to be at work when it is due.
    gc.collect()
    gc.disable()
    turning = asyncio.create_task(turn())
    begin = process_time()
    try:
        yield watch
    finally:
        watch.took_s = process_time() - begin
        turning.cancel()
        gc.enable()
