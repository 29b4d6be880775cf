"""What phones post, through Home Assistant's own server: how long the event loop works at most, and whether a belt has to wait."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
import gc
from itertools import batched
import json
from statistics import quantiles
from time import perf_counter
from typing import Any

from aiohttp.test_utils import TestClient, TestServer

from custom_components.retrowalk.const import DOMAIN, SUBENTRY_WALKER
from custom_components.retrowalk.walking.exchange import exported
from homeassistant.core import HomeAssistant

from .figure import Figure
from .glimpses import DAYS, estimated
from .home import MeasuredHome, measured_home
from .journal import ten_years
from .parcel import BUDGET_MS, heartbeat, import_walks, unfurnished_home

SAMPLES_IN_A_POST = 14_400
"""Ten days of minutes: just below a megabyte."""
POSTS_PER_S = 50
BELT_HZ = 10
LATE_MS = 50

_HOOK = "b" * 64


async def async_measure_batch() -> list[Figure]:
    """Post the steps of each minute of 30 days, for ten years of walks, and post them again when all of it is known."""
    journal = estimated(ten_years())
    last = max(session.finished_at for session in journal.sessions.values())
    bodies = list(_batch(last))
    figures = []
    async with unfurnished_home() as hass:
        await import_walks(hass, exported(journal, "Ada", datetime.now(UTC)))
        async with _phone(hass) as phone:
            for name in (f"{DAYS} days of Health Auto Export", "the same again"):
                begin, taken = perf_counter(), 0
                async with heartbeat() as gaps:
                    for body in bodies:
                        taken += (await _post(phone, body))["taken"]
                    await hass.async_block_till_done()
                figures.append(
                    Figure(
                        name=f"{name}, posted: longest block of the loop",
                        measured=1e3 * max(gaps),
                        budget=BUDGET_MS,
                        unit="ms",
                        detail=f"{perf_counter() - begin:.1f} s in all, {taken} taken, {len(bodies)} posts of {len(bodies[0]) // 1000} kB",
                    )
                )
    return figures


def _batch(last: datetime) -> list[bytes]:
    """Bodies as the app writes them, one a time."""
    begin = last.replace(second=0, microsecond=0) - timedelta(days=DAYS)
    samples = [
        {
            "qty": 95,
            "date": f"{begin + timedelta(minutes=minute):%Y-%m-%d %H:%M:%S %z}",
            "source": "iPhone",
        }
        for minute in range(DAYS * 24 * 60)
    ]
    return [
        json.dumps(
            {
                "data": {
                    "metrics": [{"name": "step_count", "units": "count", "data": part}]
                }
            },
            separators=(",", ":"),
        ).encode()
        for part in batched(samples, SAMPLES_IN_A_POST, strict=False)
    ]


async def async_measure_rush(*, smoke: bool) -> list[Figure]:
    """Post so many times a second for a minute, while somebody walks on a belt: walks, counts and samples in turn."""
    seconds = 5 if smoke else 60
    async with measured_home(real_time=True) as home, _phone(home.hass) as phone:
        await home.walker.async_start()
        home.belt.start(3.0)
        # Whatever else is in memory is not to be looked through meanwhile.
        gc.collect()
        gc.freeze()
        belt = asyncio.create_task(_run_belt(home, seconds))
        begin = datetime.now(UTC)
        start = asyncio.get_running_loop().time()
        posting: list[asyncio.Task[dict[str, Any]]] = []
        for number in range(seconds * POSTS_PER_S):
            due = start + number / POSTS_PER_S
            await asyncio.sleep(max(0, due - asyncio.get_running_loop().time()))
            body = json.dumps(_thing(number, begin)).encode()
            posting.append(asyncio.create_task(_post(phone, body)))
        answers = await asyncio.gather(*posting)
        late_s = await belt
        gc.unfreeze()
        sessions = len(home.walker.ledger.journal.sessions)
    lost = sum(
        answer["taken"] + answer["known"] + answer.get("unused", 0) != 1
        for answer in answers
    )
    walks = len(range(0, seconds * POSTS_PER_S, 3))
    return [
        Figure(
            name=f"{len(answers):,} posts, {POSTS_PER_S} a second: lost",
            measured=lost + abs(walks - sessions),
            budget=0,
            unit="",
            detail=f"{sessions:,} walks entered and on the disk",
        ),
        Figure(
            name="meanwhile, 19 of 20 notifications of a belt late by",
            measured=1e3 * quantiles(late_s, n=20)[-1],
            budget=LATE_MS,
            unit="ms",
            detail=f"{len(late_s)} notifications, the latest by {1e3 * max(late_s):.0f} ms",
        ),
    ]


def _thing(number: int, begin: datetime) -> dict[str, Any]:
    """A walk of some time ago, a count of now, or what a phone shows while walking."""
    kind, turn = number % 3, number // 3
    if kind == 0:
        start = begin - timedelta(minutes=5 * (turn + 2))
        return {"start": start.isoformat(), "duration": 120, "steps": 190}
    if kind == 1:
        end = begin + timedelta(milliseconds=60 * turn)
        sample = {
            "metric": "steps",
            "value": 90,
            "unit": "count",
            "start_date": (end - timedelta(minutes=1)).isoformat(),
            "end_date": end.isoformat(),
        }
        return {"samples": [sample]}
    return {"event": "sample", "steps": turn, "heart_rate": 100 + turn % 20}


async def _run_belt(home: MeasuredHome, seconds: float) -> list[float]:
    """Let the belt run in real time; how late each of its notifications could be sent, as the event loop was busy."""
    loop = asyncio.get_running_loop()
    start, late_s = loop.time(), []
    for number in range(1, round(seconds * BELT_HZ) + 1):
        due = start + number / BELT_HZ
        await asyncio.sleep(due - loop.time())
        late_s.append(max(0.0, loop.time() - due))
        home.belt.advance(1 / BELT_HZ)
    return late_s


@asynccontextmanager
async def _phone(hass: HomeAssistant) -> AsyncIterator[TestClient[Any, Any]]:
    """A phone that knows the address of the only walker."""
    [home] = [
        entry
        for entry in hass.config_entries.async_entries(DOMAIN)
        if entry.get_subentries_of_type(SUBENTRY_WALKER)
    ]
    [walker] = home.get_subentries_of_type(SUBENTRY_WALKER)
    hass.config_entries.async_update_subentry(
        home, walker, data={**walker.data, "webhook_id": _HOOK}
    )
    await hass.async_block_till_done()
    async with TestClient(TestServer(hass.http.app)) as client:
        yield client


async def _post(phone: TestClient[Any, Any], body: bytes) -> dict[str, Any]:
    """Post something; what it is answered."""
    async with phone.post(f"/api/webhook/{_HOOK}", data=body) as response:
        answer: dict[str, Any] = await response.json()
        assert response.ok, answer
        return answer
