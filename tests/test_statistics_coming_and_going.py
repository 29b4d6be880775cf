"""Long-term statistics while Home Assistant starts and stops, and while walkers come and go."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
import json
from threading import current_thread
from time import sleep
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)
from sqlalchemy import event

from custom_components.retrowalk.const import DOMAIN
from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import CoreState, Event, HomeAssistant, callback
from homeassistant.setup import async_setup_component

from .acting import ADA, BEN, act, log
from .fixes import Repair
from .homes import BREAKFAST, set_up_home, walker_id
from .recorded import Cards, async_settle, statements
from .walkers import a_journal, a_session, file_of, put_file

TIME = f"{DOMAIN}:{walker_id(1).lower()}_time"
BENS_TIME = f"{DOMAIN}:{walker_id(2).lower()}_time"

pytestmark = pytest.mark.usefixtures("recorder_mock")


@pytest.fixture(autouse=True)
def _at_breakfast(recorder_mock: Recorder, freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


@pytest.fixture
def cards(hass: HomeAssistant, hass_ws_client: WebSocketGenerator) -> Cards:
    """A dashboard."""
    return Cards(hass, hass_ws_client)


# Coming and going


async def test_what_is_due_is_written_at_unload(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, cards: Cards
) -> None:
    """Nobody waits for ten seconds that never come."""
    home = await set_up_home(hass, "Ada")
    await log(hass, "2020-01-05 10:00", 20)
    assert await hass.config_entries.async_unload(home.entry_id)
    await async_wait_recording_done(hass)
    assert await cards.async_changes(TIME) == {"2020-01-05 09:45": 20}


async def test_what_is_due_is_written_when_home_assistant_stops(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, cards: Cards
) -> None:
    """The recorder still takes it then."""
    await set_up_home(hass, "Ada")
    await log(hass, "2020-01-05 10:00", 20)
    hass.bus.async_fire("homeassistant_stop")
    await async_wait_recording_done(hass)
    assert await cards.async_changes(TIME) == {"2020-01-05 09:45": 20}


async def test_nobody_reads_the_database_while_it_is_closed(
    hass: HomeAssistant,
) -> None:
    """Home Assistant is stopped while the home is unloaded: under who still reads, the recorder would close the database."""
    home = await set_up_home(hass, "Ada")
    await log(hass, "2020-01-05 10:00", 20)

    @callback
    def close(_event: Event) -> None:
        done.append("closed")

    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_FINAL_WRITE, close)
    with readings(hass) as done:
        unloading = hass.async_create_task(
            hass.config_entries.async_unload(home.entry_id)
        )
        while not done:
            await asyncio.sleep(0)
        await hass.async_stop()
        await unloading
    assert len(done) > 5
    assert done.index("closed") == len(done) - 1


async def test_walkers_are_corrected_one_after_the_other(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """So that nobody raises sums twice over, who was reloaded meanwhile; and the database has other things to do."""
    await set_up_home(hass, "Ada", "Ben")
    await log(hass, "2020-01-05 10:00", 20)
    await log(hass, "2020-01-06 10:00", 20, of=BEN)
    with readings(hass) as done:
        await async_settle(hass, freezer)
    read = [
        number
        for parameters in done
        for number in (1, 2)
        if f"{DOMAIN}:{walker_id(number).lower()}_" in parameters
    ]
    assert set(read) == {1, 2}
    assert read == sorted(read)


@contextmanager
def readings(hass: HomeAssistant) -> Iterator[list[str]]:
    """What is read meanwhile by those who read beside the recorder, slowly: the parameters."""
    done: list[str] = []

    def note(_connection: Any, _cursor: Any, _statement: str, *told: Any) -> None:
        if current_thread().name.startswith("DbWorker"):
            sleep(0.02)
            done.append(str(told[0]))

    engine = get_instance(hass).engine
    event.listen(engine, "before_cursor_execute", note)
    yield done
    event.remove(engine, "before_cursor_execute", note)


async def test_unload_waits_for_no_years_of_walks(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, cards: Cards
) -> None:
    """What is a lot is gone on with at the next start."""
    home = await set_up_home(hass, "Ada")
    begin = datetime(2024, 1, 1, 6, tzinfo=UTC)
    sessions = [
        a_session(f"W{day:03}", (begin + timedelta(days=day)).isoformat(), 10)
        for day in range(600)
    ]
    await act(hass, "import", text=json.dumps(a_journal(*sessions)), **ADA)
    assert await hass.config_entries.async_unload(home.entry_id)
    await async_wait_recording_done(hass)
    assert len(await cards.async_changes(TIME)) == 500
    assert await hass.config_entries.async_setup(home.entry_id)
    await async_settle(hass, freezer)
    rows = await cards.async_rows(TIME)
    assert len(rows) == 600
    assert list(rows.values())[-1] == (10, 6000)


async def test_nothing_before_home_assistant_has_started(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, cards: Cards
) -> None:
    """The recorder has better things to do; afterwards it is told."""
    put_file(
        file_of(hass, "journal.2026", walker_id(1)),
        a_journal(a_session("OLD", "2026-11-10T06:00:00+00:00")),
    )
    hass.set_state(CoreState.starting)
    await set_up_home(hass, "Ada")
    with statements(hass) as done:
        await async_settle(hass, freezer)
    assert done == []
    hass.set_state(CoreState.running)
    hass.bus.async_fire("homeassistant_started")
    await async_settle(hass, freezer)
    assert TIME in await cards.async_known()


async def test_unreadable_journal_leaves_statistics_alone(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, cards: Cards
) -> None:
    """What cannot be read just now was walked all the same."""
    home = await set_up_home(hass, "Ada")
    await log(hass, "2020-01-05 10:00", 20)
    await log(hass, "2026-01-05 10:00", 30)
    await async_settle(hass, freezer)
    rows = await cards.async_rows(TIME)
    assert await hass.config_entries.async_unload(home.entry_id)
    file_of(hass, "journal.2020", walker_id(1)).write_text("{", encoding="utf-8")
    assert await hass.config_entries.async_setup(home.entry_id)
    with statements(hass) as done:
        await async_settle(hass, freezer)
        await async_settle(hass, freezer)
    assert done == []
    assert await cards.async_rows(TIME) == rows
    await home.runtime_data.walkers[walker_id(1)].async_set_aside()
    await async_settle(hass, freezer)
    assert await cards.async_changes(TIME) == {"2026-01-05 09:45": 30}


@pytest.fixture
def orphaned(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> Repair:
    """Return the dialog about a walker who was removed."""
    return Repair(hass, hass_client, "orphaned_walker")


async def async_remove_ada(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Ada and Ben have walked, and Ada is removed."""
    assert await async_setup_component(hass, "repairs", {})
    home = await set_up_home(hass, "Ada", "Ben")
    await log(hass, "2020-01-05 10:00", 20)
    await log(hass, "2021-01-05 10:00", 5, of=BEN)
    hass.config_entries.async_remove_subentry(home, walker_id(1))
    await hass.async_block_till_done(wait_background_tasks=True)
    await async_settle(hass, freezer)


async def test_removed_walker_keeps_statistics_until_the_walks_are_deleted(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    cards: Cards,
    orphaned: Repair,
) -> None:
    """Also what was not written yet; and with the walks they go."""
    await async_remove_ada(hass, freezer)
    assert await cards.async_changes(TIME) == {"2020-01-05 09:45": 20}
    await orphaned.async_open(walker_id(1))
    await orphaned.async_choose("delete")
    await orphaned.async_submit()
    await async_settle(hass, freezer)
    assert {one.rpartition("_")[0] for one in await cards.async_known()} == {
        BENS_TIME.rpartition("_")[0]
    }


async def test_walks_that_are_given_away_take_their_statistics_along(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    cards: Cards,
    orphaned: Repair,
) -> None:
    """They stand under the receiver's name."""
    await async_remove_ada(hass, freezer)
    await orphaned.async_open(walker_id(1))
    await orphaned.async_choose("give")
    await orphaned.async_submit(walker=walker_id(2))
    await async_settle(hass, freezer)
    assert TIME not in await cards.async_known()
    assert await cards.async_rows(BENS_TIME) == {
        "2020-01-05 09:45": (20, 20),
        "2021-01-05 09:45": (5, 25),
    }
