"""Changes of the past that are cut short: the caller is cancelled, the home is reloaded, or somebody undoes meanwhile."""

import asyncio
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk import edits
from custom_components.retrowalk.coordinator import WalkerCoordinator
from custom_components.retrowalk.walking.journal import DecisionKey
from custom_components.retrowalk.walking.model import Session
from custom_components.virtual_treadmill.belt import VirtualBelt
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from .acting import on_disk
from .homes import BREAKFAST, set_up_belt, set_up_home, walker_id
from .nobody import belt, on_paper, unclaimed, walk_of_nobody

__all__ = ["belt"]


@pytest.fixture(autouse=True)
def _begin(freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to(BREAKFAST)


def _walker(home: ConfigEntry[Any]) -> WalkerCoordinator:
    walker: WalkerCoordinator = home.runtime_data.walkers[walker_id(1)]
    return walker


async def _log(walker: WalkerCoordinator, days_ago: int = 1) -> Session:
    begin = dt_util.utcnow() - timedelta(days=days_ago)
    return await edits.async_log(walker, begin, begin + timedelta(minutes=20))


@pytest.mark.parametrize("steps", range(1, 4))
async def test_walk_is_written_though_the_automation_that_logs_it_is_cancelled(
    hass: HomeAssistant, steps: int
) -> None:
    """An automation that starts over drops the action in the middle of writing."""
    home = await set_up_home(hass, "Ada")
    logging = hass.async_create_task(_log(_walker(home)))
    for _ in range(steps):
        await asyncio.sleep(0)
    logging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await logging
    await hass.async_block_till_done(wait_background_tasks=True)
    [session_id] = _walker(home).ledger.journal.sessions
    assert on_disk(hass) == [session_id]


async def test_undo_means_the_change_that_is_being_written(hass: HomeAssistant) -> None:
    """What was asked for last is taken back, on the disk already or not."""
    home = await set_up_home(hass, "Ada")
    walker = _walker(home)
    first, second = await _log(walker, 2), await _log(walker, 1)
    deleting = hass.async_create_task(edits.async_delete(walker, first.id))
    await asyncio.sleep(0)
    await edits.async_undo(home.runtime_data, walker)
    await deleting
    assert set(walker.ledger.journal.sessions) == {first.id, second.id}
    await edits.async_undo(home.runtime_data, walker)
    assert set(walker.ledger.journal.sessions) == {first.id}


async def test_home_that_was_reloaded_meanwhile_takes_no_more_changes(
    hass: HomeAssistant,
) -> None:
    """Otherwise two would write the same journal, each without what the other knows."""
    home = await set_up_home(hass, "Ada")
    before = _walker(home)
    kept_session = await _log(before)
    deciding = before.async_decide({DecisionKey.DAILY_GOAL: 30.0})
    await hass.config_entries.async_reload(home.entry_id)
    for late in (
        deciding,
        _log(before, 2),
        edits.async_delete(before, kept_session.id),
    ):
        with pytest.raises(ServiceValidationError) as refused:
            await late
        assert refused.value.translation_key == "home_not_ready"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert on_disk(hass) == [kept_session.id]
    assert set(_walker(home).ledger.journal.sessions) == {kept_session.id}


async def test_claim_that_is_cancelled_leaves_the_walk_to_be_claimed(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """It is either somebody's or nobody's, never lost; and on paper it is nobody's until it is on somebody's."""
    home = await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt)
    await walk_of_nobody(hass, freezer, belt)
    [waiting] = await unclaimed(hass)
    walker = _walker(home)
    claiming = hass.async_create_task(edits.async_claim(home.runtime_data, walker))
    await home.runtime_data.unclaimed.async_settle()
    assert not claiming.done()
    assert [walk["claimed"] for walk in on_paper(hass)["walks"]] == [False]
    claiming.cancel()
    with pytest.raises(asyncio.CancelledError):
        await claiming
    await hass.async_block_till_done(wait_background_tasks=True)
    assert await unclaimed(hass) == [waiting]
    assert not walker.ledger.journal.sessions
    assert not on_disk(hass)
    await edits.async_claim(home.runtime_data, walker)
    assert len(on_disk(hass)) == 1
    assert [walk["claimed"] for walk in on_paper(hass)["walks"]] == [True]
