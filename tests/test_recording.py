"""What of a walk gets onto the disk, and when."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.walking.journal import DecisionKey
from homeassistant.core import HomeAssistant

from .belts import async_put_belt_on_air, async_walk
from .walkers import (
    ADA,
    a_journal,
    a_session,
    async_furnish_home,
    async_join,
    async_pass,
    async_press,
    async_reload,
    async_walk_on_the_clock,
    file_of,
    kept,
    put_file,
    session_ids,
    sessions_of,
    walker_of,
)


@pytest.fixture(autouse=True)
def _noon(freezer: FrozenDateTimeFactory) -> None:
    """Stop the clock at noon in Kolkata."""
    freezer.move_to("2026-11-23T06:30:00+00:00")


def opened(hass: HomeAssistant) -> dict[str, Any]:
    """The open session in the checkpoint."""
    session: dict[str, Any] = kept(file_of(hass, "checkpoint"))["open"]
    return session


def walked_m(session: dict[str, Any]) -> float:
    """The metres of a session in a checkpoint."""
    return float(sum(segment["distance_m"] for segment in session["segments"]))


async def test_checkpoint_every_15_seconds(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """At any moment of a walk the disk is at most 15 seconds behind."""
    await async_furnish_home(hass, ADA)
    belt = await async_put_belt_on_air(hass, notify_hz=10)
    await async_join(hass, belt.address)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 5)
    for _ in range(40):
        await async_walk(hass, freezer, belt, 1)
        assert belt.walked_m - walked_m(opened(hass)) <= 16
    await async_walk(hass, freezer, belt, 0.1)


async def test_checkpoint_at_each_event(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """What the walker orders is on the disk at once."""
    await async_furnish_home(hass, ADA)
    await async_press(hass, "start")
    assert opened(hass)["paused_at"] is None
    freezer.tick(timedelta(seconds=3))
    await async_press(hass, "pause")
    assert opened(hass)["pause_reason"] == "command"
    await async_press(hass, "turn")
    assert [part["direction"] for part in opened(hass)["segments"]][-1] == "forward"
    await async_press(hass, "finish")
    checkpoint = kept(file_of(hass, "checkpoint"))
    assert checkpoint["open"] is None
    assert checkpoint["closed"]["finish_reason"] == "command"


async def test_of_many_changes_the_last_is_written(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Changes that come faster than the disk are not queued up, and none is forgotten."""
    home = await async_furnish_home(hass, ADA)
    ada = walker_of(home)
    for minutes in range(1, 20):
        await ada.async_decide({DecisionKey.DAILY_GOAL: minutes})
    await ada.async_start()
    freezer.tick(timedelta(seconds=70))
    await ada.async_finish()
    assert await ada.recording.async_settle()
    journal = kept(file_of(hass, "journal.2026"))
    assert [decision["value"] for decision in journal["decisions"]] == [19]
    assert len(journal["sessions"]) == 1
    assert kept(file_of(hass, "checkpoint"))["open"] is None


async def test_decision_without_any_walk(hass: HomeAssistant) -> None:
    """Goals outlast a restart, even of somebody who has not walked yet."""
    home = await async_furnish_home(hass, ADA)
    await walker_of(home).async_decide({DecisionKey.DAILY_GOAL: 25})
    await hass.async_block_till_done()
    await async_reload(hass, home)
    assert walker_of(home).decided(DecisionKey.DAILY_GOAL) == 25


async def test_new_name_is_written(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """What is written after a walker was renamed bears the new name."""
    home = await async_furnish_home(hass, ADA)
    hass.config_entries.async_update_subentry(
        home, home.subentries[ADA], data={"name": "Ada L."}, title="Ada L."
    )
    await hass.async_block_till_done()
    await async_walk_on_the_clock(hass, freezer)
    assert kept(file_of(hass, "journal.2026"))["name"] == "Ada L."
    assert kept(file_of(hass, "checkpoint"))["name"] == "Ada L."


async def test_discarded_walk_is_not_kept(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A walk that was thrown away comes back neither from the checkpoint nor from the journal."""
    home = await async_furnish_home(hass, ADA)
    await async_press(hass, "start")
    await async_pass(hass, freezer, 90)
    await walker_of(home).async_discard()
    await hass.async_block_till_done()
    await async_reload(hass, home)
    assert sessions_of(home) == 0
    assert not walker_of(home).in_session


async def test_walk_that_is_open_again_counts_once(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A walk that is taken up again after it had been recorded counts once, also after a restart."""
    home = await async_furnish_home(hass, ADA)
    belt = await async_put_belt_on_air(hass, counter_reset="never")
    await async_join(hass, belt.address)
    belt.start(3.0)
    await async_walk(hass, freezer, belt, 90)
    belt.pause()
    await async_walk(hass, freezer, belt, 130)
    assert len(session_ids(file_of(hass, "journal.2026"))) == 1
    belt.start(3.0)
    await async_walk(hass, freezer, belt, 5)
    await async_reload(hass, home)
    await async_walk(hass, freezer, belt, 20)
    assert sessions_of(home) == 1
    assert walker_of(home).in_session
    belt.stop()
    await async_walk(hass, freezer, belt, 2)
    assert len(session_ids(file_of(hass, "journal.2026"))) == 1
    assert sessions_of(home) == 1


async def test_waiting_file_that_cannot_be_deleted(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Walks that waited stay in both places while their file cannot be deleted, and count once."""
    waiting = file_of(hass, "waiting")
    put_file(waiting, a_journal(a_session("OLD", "2026-05-04T06:00:00+00:00")))
    home = await async_furnish_home(hass, ADA)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted", str(waiting))

    with monkeypatch.context() as patched:
        patched.setattr("os.unlink", refuse)
        await async_walk_on_the_clock(hass, freezer)
    assert "Sessions that waited are in the journal now" in caplog.text
    assert Path(waiting).exists()
    await async_reload(hass, home)
    assert sessions_of(home) == 2
    await async_walk_on_the_clock(hass, freezer)
    assert not Path(waiting).exists()
