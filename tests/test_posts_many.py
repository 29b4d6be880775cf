"""Many posts, and posts at the wrong moment: none is lost, none is done twice, and 200 means that it is on the disk."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
import json
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.retrowalk.home import HomeConfigEntry
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import CoreState, HomeAssistant

from .posting import HOOK, Phone, async_phone
from .walkers import (
    ADA,
    BEN,
    async_furnish_home,
    async_reload,
    file_of,
    kept,
    session_ids,
    sessions_of,
    walker_of,
)

MORNING = "2026-11-23 07:00:00+05:30"
SIX = datetime.fromisoformat("2026-11-23T06:00:00+05:30")


@pytest.fixture(autouse=True)
def _morning(freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to(MORNING)


@pytest.fixture
async def home(hass: HomeAssistant) -> HomeConfigEntry:
    """A home with two walkers."""
    return await async_furnish_home(hass, ADA, BEN)


@pytest.fixture
async def phone(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    hass_client_no_auth: ClientSessionGenerator,
) -> Phone:
    """Ada's phone."""
    return await async_phone(hass, home, hass_client_no_auth)


def walk(number: int = 0, **more: Any) -> dict[str, Any]:
    """One of many walks, one an hour."""
    start = SIX - timedelta(hours=number)
    return {"start": start.isoformat(), "duration": 600, "id": f"{number}"} | more


def long(body: dict[str, Any]) -> bytes:
    """A body that is read in a thread of its own."""
    return json.dumps(body).encode() + b" " * 60_000


async def underway(home: HomeConfigEntry, posts: int = 1) -> None:
    """Wait until so many posts of Ada's are accepted, and none of them is done."""
    while home.runtime_data.posts[ADA].underway < posts:
        await asyncio.sleep(0)


async def test_many_at_once(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    phone: Phone,
    hass_client_no_auth: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A hundred posts a second, of two walkers and in any order, are all on the disk when they are answered."""
    of_ben = await async_phone(
        hass, home, hass_client_no_auth, BEN, webhook_id="8e" * 32
    )
    for second in range(3):
        numbers = range(second * 50, second * 50 + 50)
        answers = await asyncio.gather(
            *(phone.post(walk(number)) for number in numbers),
            *(phone.post(walk(number)) for number in reversed(numbers)),
            *(of_ben.post(walk(number)) for number in numbers),
        )
        assert {answer.status for answer in answers} == {200}
        assert sum(answer["taken"] for answer in answers) == 100
        assert sum(answer["known"] for answer in answers) == 50
        freezer.tick(1)
    assert (sessions_of(home), sessions_of(home, BEN)) == (150, 150)
    assert len(session_ids(file_of(hass, "journal.2026"))) == 150
    assert len(kept(file_of(hass, "phone", BEN))["walks"]) == 150
    await async_reload(hass, home)
    assert (sessions_of(home), sessions_of(home, BEN)) == (150, 150)
    assert (await phone.post(walk(149)))["known"] == 1


async def test_in_the_order_in_which_they_came(
    home: HomeConfigEntry, phone: Phone
) -> None:
    """A short post does not overtake a long one that takes a while to read."""
    for number in range(5):
        first = asyncio.create_task(phone.post(long(walk(number, steps=500))))
        await underway(home)
        second = await phone.post(walk(number, steps=900))
        assert (await first)["taken"] == 1
        assert second["known"] == 1
    assert {
        one.steps() for one in walker_of(home).ledger.journal.sessions.values()
    } == {500}


async def test_accepted_while_the_home_goes(
    hass: HomeAssistant, home: HomeConfigEntry, phone: Phone
) -> None:
    """What was accepted is on the disk before the home is unloaded."""
    posting = [
        asyncio.create_task(phone.post(long(walk(number)))) for number in range(8)
    ]
    await underway(home, 8)
    assert await hass.config_entries.async_unload(home.entry_id)
    on_disk = session_ids(file_of(hass, "journal.2026"))
    answers = [await one for one in posting]
    assert [answer.status for answer in answers] == [200] * 8
    assert len(on_disk) == 8


async def test_while_home_assistant_stops(
    hass: HomeAssistant, home: HomeConfigEntry, phone: Phone
) -> None:
    """What is accepted when Home Assistant stops is written at its very end, too late for an answer that promises it."""
    first = asyncio.create_task(phone.post(long(walk(0))))
    await underway(home)
    hass.set_state(CoreState.stopping)
    answer = await phone.post(walk(1))
    assert answer.status == 503
    assert (await first).reason == (503, None, "not_written")
    hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await hass.async_block_till_done()
    assert len(session_ids(file_of(hass, "journal.2026"))) == 1
    hass.set_state(CoreState.running)


async def test_full_disk(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    phone: Phone,
    freezer: FrozenDateTimeFactory,
) -> None:
    """While nothing can be written, the phone is asked to send it again, and nothing comes of that but the answer."""
    blocked = file_of(hass, "journal.2026")
    blocked.unlink(missing_ok=True)
    blocked.mkdir()
    answer = await phone.post(walk())
    assert answer.reason == (503, None, "not_written")
    assert answer.headers["Retry-After"] == "30"
    assert not file_of(hass, "phone").exists()
    assert (await phone.post(walk())).status == 503
    blocked.rmdir()
    freezer.tick(31)
    async_fire_time_changed(hass)
    await hass.async_block_till_done()
    answer = await phone.post(walk())
    assert (answer.status, answer["known"]) == (200, 1)
    assert len(session_ids(blocked)) == 1
    assert len(kept(file_of(hass, "phone"))["walks"]) == 1


async def test_memory_that_cannot_be_written(
    hass: HomeAssistant, home: HomeConfigEntry, phone: Phone
) -> None:
    """A 200 means that it would be known again, too."""
    blocked = file_of(hass, "phone")
    blocked.mkdir()
    assert (await phone.post(walk())).status == 503
    blocked.rmdir()
    assert (await phone.post(walk())).status == 200
    assert len(kept(blocked)["walks"]) == 1


async def test_phone_that_hangs_up(
    hass: HomeAssistant, home: HomeConfigEntry, phone: Phone
) -> None:
    """What was sent whole is taken, though nobody waits for the answer; sent again, it is known."""
    sent = asyncio.Event()

    async def body() -> AsyncIterator[bytes]:
        yield long(walk())
        sent.set()

    posting = asyncio.create_task(phone.client.post(phone.path, data=body()))
    await sent.wait()
    await underway(home)
    posting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await posting
    await hass.async_block_till_done()
    assert sessions_of(home) == 1
    assert (await phone.post(walk()))["known"] == 1


async def test_walker_who_goes_while_posting(
    hass: HomeAssistant, home: HomeConfigEntry, phone: Phone
) -> None:
    """What is posted for a walker who is gone by then is not taken."""
    posting = [
        asyncio.create_task(phone.post(long(walk(number)))) for number in range(8)
    ]
    await underway(home, 8)
    hass.config_entries.async_remove_subentry(home, ADA)
    answers = [await one for one in posting]
    assert answers[-1].reason == (503, None, "home_not_ready")
    assert {answer.status for answer in answers} <= {200, 503}
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_something_unheard_of(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    phone: Phone,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What nobody thought of is answered, and in the log with its place, but not with what was posted or where to."""
    wrong = RuntimeError("Ada walked")
    with patch.object(hass, "async_add_executor_job", side_effect=wrong):
        answer = await phone.post(long(walk()))
    assert answer.reason == (500, None, "failed")
    told = [
        record
        for record in caplog.records
        if record.name.startswith("custom_components.retrowalk")
        and record.levelname == "ERROR"
    ]
    [record] = told
    assert "RuntimeError in " in record.getMessage()
    assert record.exc_info is None
    for secret in ("Ada walked", HOOK, walk()["start"]):
        assert secret not in record.getMessage()
    assert (await phone.post(walk()))["taken"] == 1
