"""Undo: the last ten changes of a walker's past, also after a restart."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.core import HomeAssistant

from .acting import ADA, BEN, act, device_of, log, on_disk, refusal, shown
from .homes import BREAKFAST, set_up_home, walker_id
from .walkers import a_journal, a_session, file_of, kept, put_file


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


async def restart(hass: HomeAssistant, home: Any) -> None:
    """Load the home anew, from the disk."""
    await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done()


async def test_undoing_goes_on_after_a_restart(hass: HomeAssistant) -> None:
    """Back through all that was done before and after it."""
    home = await set_up_home(hass, "Ada")
    first = await log(hass, "2026-11-21 06:00:00")
    second = await log(hass, "2026-11-22 06:00:00")
    await act(hass, "edit_session", session_id=second, distance=500)
    await restart(hass, home)
    await act(hass, "delete_session", session_id=first)
    assert shown(hass, "streak") == "1"
    await restart(hass, home)
    for streak, ids in (
        ("2", [second, first]),
        ("2", [second, first]),
        ("0", [first]),
        ("0", []),
    ):
        await act(hass, "undo")
        assert shown(hass, "streak") == streak
        assert sorted(on_disk(hass)) == sorted(ids)
        await restart(hass, home)
    assert await refusal(hass, "undo") == "nothing_to_undo"


async def test_a_move_is_undone_after_a_restart(hass: HomeAssistant) -> None:
    """On both sides."""
    home = await set_up_home(hass, "Ada", "Ben")
    session_id = await log(hass, "2026-11-22 06:00:00")
    await act(
        hass, "move_session", session_id=session_id, receiver=device_of(hass, home, 2)
    )
    await restart(hass, home)
    await act(hass, "undo", **BEN)
    assert (on_disk(hass), on_disk(hass, 2)) == ([session_id], [])
    assert (shown(hass, "streak"), shown(hass, "streak", 2)) == ("1", "0")
    await act(hass, "undo", **ADA)
    assert on_disk(hass) == []


async def test_only_the_last_ten_are_kept(hass: HomeAssistant) -> None:
    """Before and after a restart."""
    home = await set_up_home(hass, "Ada")
    for number in range(12):
        await log(hass, f"2026-11-{number + 1:02} 06:00:00")
    await restart(hass, home)
    assert len(kept(file_of(hass, "changes", walker_id(1)))["changes"]) == 10
    for _ in range(10):
        await act(hass, "undo")
    assert await refusal(hass, "undo") == "nothing_to_undo"
    assert len(on_disk(hass)) == 2


@pytest.mark.parametrize(
    "damaged", ["{", '{"version": 1, "minor_version": 1, "key": "x", "data": {}}']
)
async def test_a_file_that_cannot_be_read_costs_no_more_than_undo(
    hass: HomeAssistant, damaged: str
) -> None:
    """The walker is there, can be changed, and that can be undone."""
    path = file_of(hass, "changes", walker_id(1))
    put_file(
        file_of(hass, "journal.2024", walker_id(1)),
        a_journal(a_session("old", "2024-02-29T06:00:00+00:00")),
    )
    path.write_text(damaged, encoding="utf-8")
    home = await set_up_home(hass, "Ada")
    assert await refusal(hass, "undo") == "nothing_to_undo"
    assert list(path.parent.glob(f"{path.name}.set_aside.*"))
    await act(hass, "edit_session", session_id="old", distance=333)
    await restart(hass, home)
    await act(hass, "undo")
    assert on_disk(hass, year=2024) == ["old"]


async def test_a_journal_from_a_backup_is_not_undone_into_something_else(
    hass: HomeAssistant,
) -> None:
    """What was changed after the backup is not there to be taken back."""
    home = await set_up_home(hass, "Ada")
    first = await log(hass, "2026-11-21 06:00:00")
    journal = file_of(hass, "journal.2026", walker_id(1))
    backup = journal.read_bytes()
    await act(hass, "edit_session", session_id=first, distance=500)
    await hass.config_entries.async_unload(home.entry_id)
    journal.write_bytes(backup)
    await hass.config_entries.async_setup(home.entry_id)
    await hass.async_block_till_done()
    assert await refusal(hass, "undo") == "nothing_to_undo"
    assert on_disk(hass) == [first]
