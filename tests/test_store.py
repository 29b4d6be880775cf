"""The files of a walker: one for each year, and nothing is lost while the disk takes nothing."""

from datetime import timedelta
import json
from pathlib import Path

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.keeping_store import RETRY_S
from homeassistant.core import HomeAssistant

from .walkers import (
    ADA,
    BEN,
    a_journal,
    a_session,
    async_furnish_home,
    async_pass,
    async_press,
    async_reload,
    async_walk_on_the_clock,
    errors,
    file_of,
    files,
    issue,
    kept,
    put_file,
    session_ids,
    sessions_of,
    walker_of,
)

NOON = "2026-11-23T06:30:00+00:00"
OLD = a_session("OLD", "2026-05-04T06:00:00+00:00")


@pytest.fixture(autouse=True)
def _noon(freezer: FrozenDateTimeFactory) -> None:
    """Stop the clock at noon in Kolkata."""
    freezer.move_to(NOON)


async def test_each_year_has_its_file(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A walk is kept in the file of the year it began, in the home's zone, and only its owner can read it."""
    home = await async_furnish_home(hass, ADA)
    freezer.move_to("2026-12-31T18:20:00+00:00")
    await async_walk_on_the_clock(hass, freezer, 1200)
    freezer.move_to("2027-01-02T06:00:00+00:00")
    await async_walk_on_the_clock(hass, freezer)
    old, new = (file_of(hass, f"journal.{year}") for year in (2026, 2027))
    assert len(session_ids(old)) == len(session_ids(new)) == 1
    assert kept(old)["name"] == "Ada"
    assert {path.stat().st_mode & 0o777 for path in (old, new)} == {0o600}
    written = old.stat().st_mtime_ns
    await async_walk_on_the_clock(hass, freezer)
    assert old.stat().st_mtime_ns == written
    await async_reload(hass, home)
    assert sessions_of(home) == 3
    assert files(hass) == {
        f"{ADA}.checkpoint",
        f"{ADA}.journal.2026",
        f"{ADA}.journal.2027",
    }


async def test_walkers_are_kept_apart(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Nobody's walks get into anybody else's journal."""
    home = await async_furnish_home(hass, ADA, BEN)
    await async_walk_on_the_clock(hass, freezer, walker_id=BEN)
    await async_reload(hass, home)
    assert (sessions_of(home, ADA), sessions_of(home, BEN)) == (0, 1)


async def test_open_session_survives_a_reload(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A walk goes on through a reload, with the time in between."""
    home = await async_furnish_home(hass, ADA)
    await async_press(hass, "start")
    await async_pass(hass, freezer, 100)
    assert await hass.config_entries.async_unload(home.entry_id)
    freezer.tick(timedelta(seconds=20))
    assert await hass.config_entries.async_setup(home.entry_id)
    await hass.async_block_till_done()
    session = walker_of(home).data.session
    assert session is not None
    assert session.active_s == pytest.approx(120, abs=1)
    await async_press(hass, "finish")
    assert sessions_of(home) == 1


async def test_walker_without_files(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    """A new walker has nothing to read, and that is no trouble."""
    home = await async_furnish_home(hass, ADA)
    assert sessions_of(home) == 0
    assert not issue(hass, "journal_unreadable")
    assert not errors(caplog, "")


# What cannot be written


def block(path: Path) -> None:
    """Put something in the way that no file can replace."""
    path.unlink(missing_ok=True)
    path.mkdir()


async def test_failed_write_is_repeated(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """While the disk takes nothing, all stays in memory; it is said once, and written as soon as it can be."""
    await async_furnish_home(hass, ADA)
    journal = file_of(hass, "journal.2026")
    block(journal)
    await async_walk_on_the_clock(hass, freezer)
    shown = issue(hass, "journal_write_failed")
    assert shown is not None
    assert not shown.is_fixable
    await async_pass(hass, freezer, 2 * RETRY_S + 5)
    await async_walk_on_the_clock(hass, freezer)
    assert errors(caplog, "cannot be written") == 1
    journal.rmdir()
    await async_pass(hass, freezer, RETRY_S + 5)
    assert len(session_ids(journal)) == 2
    assert not issue(hass, "journal_write_failed")
    assert "can be written again" in caplog.text


async def test_unwritten_walk_survives_a_reload(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A reload while the disk takes nothing loses nothing either."""
    home = await async_furnish_home(hass, ADA)
    journal, checkpoint = file_of(hass, "journal.2026"), file_of(hass, "checkpoint")
    block(journal)
    await async_walk_on_the_clock(hass, freezer)
    block(checkpoint)
    await async_press(hass, "start")
    await async_pass(hass, freezer, 30)
    await async_reload(hass, home)
    assert sessions_of(home) == 1
    assert walker_of(home).in_session
    assert await hass.config_entries.async_unload(home.entry_id)
    journal.rmdir()
    checkpoint.rmdir()
    await async_pass(hass, freezer, RETRY_S + 5)
    assert len(session_ids(journal)) == 1
    assert kept(checkpoint)["open"]["id"]
    assert not issue(hass, "journal_write_failed")


async def test_unwritten_walk_is_written_when_home_assistant_stops(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The end of Home Assistant is the last chance, and is taken."""
    await async_furnish_home(hass, ADA)
    journal = file_of(hass, "journal.2026")
    block(journal)
    await async_walk_on_the_clock(hass, freezer)
    await async_press(hass, "start")
    await async_pass(hass, freezer, 7)
    journal.rmdir()
    await hass.async_stop(force=True)
    assert len(session_ids(journal)) == 1
    [part] = kept(file_of(hass, "checkpoint"))["open"]["segments"]
    assert part["active_s"] == pytest.approx(7, abs=0.1)


async def test_disk_that_never_takes_anything(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Home Assistant stops in good order, even if nothing could be written."""
    await async_furnish_home(hass, ADA)
    block(file_of(hass, "journal.2026"))
    block(file_of(hass, "checkpoint"))
    await async_walk_on_the_clock(hass, freezer)
    await hass.async_stop(force=True)
    assert errors(caplog, "cannot be written") == 2


async def test_waiting_walks_are_deleted_only_when_the_journal_has_them(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """What waited stays where it is until it has been written to its year."""
    journal, waiting = file_of(hass, "journal.2026"), file_of(hass, "waiting")
    put_file(waiting, a_journal(OLD))
    home = await async_furnish_home(hass, ADA)
    assert sessions_of(home) == 1
    block(journal)
    await async_walk_on_the_clock(hass, freezer)
    assert session_ids(waiting) == ["OLD"]
    journal.rmdir()
    await async_walk_on_the_clock(hass, freezer)
    assert not waiting.exists()
    assert session_ids(journal)[0] == "OLD"


async def test_files_of_others_are_left_alone(hass: HomeAssistant) -> None:
    """Only files that are named as ours are read."""
    strange = file_of(hass, "journal.26")
    strange.parent.mkdir(exist_ok=True)
    strange.write_text(json.dumps({"a": "file"}), encoding="utf-8")
    home = await async_furnish_home(hass, ADA)
    assert not issue(hass, "journal_unreadable")
    assert sessions_of(home) == 0
