"""The repair of files that cannot be read: read them again, or go on without them."""

import json
from pathlib import Path

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.retrowalk.moments import Moment
from custom_components.retrowalk.walking.journal import DecisionKey
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant

from .fixes import Repair
from .walkers import (
    ADA,
    a_journal,
    a_session,
    async_furnish_home,
    async_press,
    async_reload,
    async_walk_on_the_clock,
    file_of,
    issue,
    put_file,
    session_ids,
    sessions_of,
    walker_of,
)

FIRST = a_session("FIRST", "2025-12-30T06:00:00+00:00")
SECOND = a_session("SECOND", "2026-05-04T06:00:00+00:00")


@pytest.fixture(autouse=True)
def _noon(freezer: FrozenDateTimeFactory) -> None:
    """Stop the clock at noon in Kolkata."""
    freezer.move_to("2026-11-23T06:30:00+00:00")


@pytest.fixture
def unreadable(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> Repair:
    """Return the dialog about a file that cannot be read."""
    return Repair(hass, hass_client, "journal_unreadable")


async def test_try_again(hass: HomeAssistant, unreadable: Repair) -> None:
    """After a backup was restored all is read as if nothing had happened; before that, the question stays."""
    journal = file_of(hass, "journal.2026")
    put_file(journal, a_journal(SECOND))
    sound = journal.read_bytes()
    journal.write_bytes(sound[:99])
    home = await async_furnish_home(hass, ADA)
    menu = await unreadable.async_open()
    assert menu["menu_options"] == ["retry", "set_aside"]
    end = await unreadable.async_choose("retry")
    assert end["reason"] == "still_unreadable"
    assert issue(hass, "journal_unreadable")

    journal.write_bytes(sound)
    await unreadable.async_open()
    end = await unreadable.async_choose("retry")
    assert end["type"] == "create_entry"
    assert not issue(hass, "journal_unreadable")
    assert sessions_of(home) == 1


async def test_set_aside(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, unreadable: Repair
) -> None:
    """Without a backup RetroWalk goes on with what it has; the damaged file stays under another name."""
    put_file(file_of(hass, "journal.2025"), a_journal(FIRST))
    journal = file_of(hass, "journal.2026")
    put_file(journal, [])
    damaged = journal.read_bytes()
    home = await async_furnish_home(hass, ADA)
    await async_walk_on_the_clock(hass, freezer)
    await unreadable.async_open()
    end = await unreadable.async_choose("set_aside")
    assert end["type"] == "create_entry"
    assert not issue(hass, "journal_unreadable")
    [aside] = journal.parent.glob(f"{journal.name}.set_aside.*")
    assert aside.read_bytes() == damaged
    assert not file_of(hass, "waiting").exists()
    await walker_of(home).async_decide({DecisionKey.DAILY_GOAL: 7})
    await async_walk_on_the_clock(hass, freezer)
    assert len(session_ids(journal)) == 2
    await hass.config_entries.async_reload(home.entry_id)
    assert not issue(hass, "journal_unreadable")
    assert sessions_of(home) == 3


async def test_set_aside_is_no_lost_streak(
    hass: HomeAssistant, unreadable: Repair
) -> None:
    """Whoever gives up a damaged year has missed no day."""
    journal = file_of(hass, "journal.2026")
    put_file(journal, a_journal(a_session("YESTERDAY", "2026-11-22T06:00:00+00:00")))
    home = await async_furnish_home(hass, ADA)
    assert walker_of(home).data.standing.streak.current == 1
    journal.write_text("[]", encoding="utf-8")
    await async_reload(hass, home)
    moments: list[Moment] = []
    walker_of(home).moments.async_add(moments.append)
    await unreadable.async_open()
    await unreadable.async_choose("set_aside")
    assert walker_of(home).data.standing.streak.current == 0
    assert moments == []


async def test_set_aside_what_home_assistant_renamed(
    hass: HomeAssistant, unreadable: Repair
) -> None:
    """What Home Assistant itself put aside as corrupt is put aside with the rest."""
    journal = file_of(hass, "journal.2026")
    journal.parent.mkdir(exist_ok=True)
    journal.write_text('{"version": 1, "da', encoding="utf-8")
    home = await async_furnish_home(hass, ADA)
    await unreadable.async_open()
    await unreadable.async_choose("set_aside")
    assert not list(journal.parent.glob(f"{journal.name}.corrupt.*"))
    assert len(list(journal.parent.glob(f"{journal.name}.set_aside.*"))) == 1
    await hass.config_entries.async_reload(home.entry_id)
    assert not issue(hass, "journal_unreadable")


async def test_set_aside_checkpoint(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, unreadable: Repair
) -> None:
    """Without its damaged checkpoint a walker is kept safe again."""
    checkpoint = file_of(hass, "checkpoint")
    put_file(checkpoint, {"open": 5})
    await async_furnish_home(hass, ADA)
    await unreadable.async_open()
    await unreadable.async_choose("set_aside")
    await async_press(hass, "start")
    assert json.loads(checkpoint.read_text(encoding="utf-8"))["data"]["open"]["id"]


@pytest.mark.parametrize("choice", ["retry", "set_aside"])
async def test_home_that_is_not_ready(
    hass: HomeAssistant, unreadable: Repair, choice: str
) -> None:
    """Without a home that runs nothing can be read."""
    put_file(file_of(hass, "journal.2026"), [])
    home = await async_furnish_home(hass, ADA)
    await unreadable.async_open()
    await hass.config_entries.async_set_disabled_by(
        home.entry_id, ConfigEntryDisabler.USER
    )
    end = await unreadable.async_choose(choice)
    assert end["reason"] == "home_not_ready"


async def test_set_aside_where_nothing_can_be_renamed(
    hass: HomeAssistant, unreadable: Repair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that renames nothing is told, and the question stays."""
    put_file(file_of(hass, "journal.2026"), [])
    await async_furnish_home(hass, ADA)
    await unreadable.async_open()

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", refuse)
        end = await unreadable.async_choose("set_aside")
    assert end["reason"] == "set_aside_failed"
    assert issue(hass, "journal_unreadable")
