"""What a removed walker leaves: it stays, and is asked about as long as nobody has decided."""

from datetime import timedelta
from pathlib import Path

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.const import DOMAIN
from custom_components.retrowalk.edits import async_adopt
from custom_components.retrowalk.home import HomeConfigEntry
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .walkers import (
    ADA,
    BEN,
    a_decision,
    a_journal,
    a_session,
    async_furnish_home,
    async_pass,
    async_press,
    async_reload,
    async_walk_on_the_clock,
    file_of,
    files,
    issue,
    put_file,
    session_ids,
    sessions_of,
    walker_of,
)

OLD = a_session("OLD", "2026-05-04T06:00:00+00:00")


async def async_remove_walker(
    hass: HomeAssistant, home: HomeConfigEntry, walker_id: str
) -> ConfigSubentry:
    """Remove a walker, as Home Assistant does it: without asking."""
    subentry = home.subentries[walker_id]
    assert hass.config_entries.async_remove_subentry(home, walker_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return subentry


def asked(hass: HomeAssistant) -> dict[str, str] | None:
    """What the issue says of Ada, who was removed."""
    shown = issue(hass, "orphaned_walker")
    return None if shown is None else shown.translation_placeholders


async def test_removed_walker_leaves_the_journal(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Who is removed is asked about by name, and the walks stay."""
    home = await async_furnish_home(hass, ADA, BEN)
    await async_walk_on_the_clock(hass, freezer)
    assert asked(hass) is None
    ada = await async_remove_walker(hass, home, ADA)
    assert asked(hass) == {"walker": "Ada", "sessions": "1"}
    assert issue(hass, "orphaned_walker", BEN) is None
    assert len(session_ids(file_of(hass, "journal.2026"))) == 1

    hass.config_entries.async_add_subentry(home, ada)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert asked(hass) is None
    assert sessions_of(home) == 1


async def test_question_ends_with_the_journal(hass: HomeAssistant) -> None:
    """Once the files are gone there is nothing to ask."""
    journal = file_of(hass, "journal.2026")
    put_file(journal, a_journal(OLD, name="Ada"))
    home = await async_furnish_home(hass, BEN)
    assert asked(hass)
    journal.unlink()
    await async_reload(hass, home)
    assert asked(hass) is None


async def test_walk_that_was_open(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The walk during which a walker was removed counts among what is left."""
    home = await async_furnish_home(hass, ADA, BEN)
    await async_press(hass, "start")
    await async_pass(hass, freezer, 90)
    await async_remove_walker(hass, home, ADA)
    assert asked(hass) == {"walker": "Ada", "sessions": "1"}


async def test_walker_who_never_walked(hass: HomeAssistant) -> None:
    """Nobody is asked about nothing."""
    home = await async_furnish_home(hass, ADA, BEN)
    await async_remove_walker(hass, home, ADA)
    assert f"{ADA}.checkpoint" in files(hass)
    assert asked(hass) is None


async def test_nameless_journal(hass: HomeAssistant) -> None:
    """A journal that does not say whose it is goes by its id."""
    put_file(file_of(hass, "journal.2026"), a_journal(OLD))
    await async_furnish_home(hass, BEN)
    assert asked(hass) == {"walker": ADA, "sessions": "1"}


@pytest.mark.parametrize("part", ["journal.2026", "checkpoint"])
async def test_unreadable_orphan(hass: HomeAssistant, part: str) -> None:
    """What cannot be read is asked about too, and left as it is."""
    path = file_of(hass, part)
    put_file(path, {"open": 5})
    before = path.read_bytes()
    await async_furnish_home(hass, BEN)
    assert asked(hass) == {"walker": ADA, "sessions": "0"}
    assert path.read_bytes() == before


async def test_removed_home(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """With the home go its questions, not its journals; the next home finds them."""
    put_file(file_of(hass, "journal.2024", BEN), [])
    home = await async_furnish_home(hass, ADA, BEN)
    await async_walk_on_the_clock(hass, freezer)
    await async_remove_walker(hass, home, ADA)
    assert asked(hass)
    assert issue(hass, "journal_unreadable", BEN)
    await hass.config_entries.async_remove(home.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    issues = ir.async_get(hass).issues
    assert not [key for key in issues if key[0] == DOMAIN]
    assert Path(file_of(hass, "journal.2026")).exists()

    await async_furnish_home(hass, BEN)
    assert asked(hass) == {"walker": "Ada", "sessions": "1"}


async def test_question_about_a_damaged_file_ends_with_its_walker(
    hass: HomeAssistant,
) -> None:
    """A walker who is gone is no longer asked whether to go on without a file."""
    put_file(file_of(hass, "journal.2024"), [])
    home = await async_furnish_home(hass, ADA, BEN)
    assert issue(hass, "journal_unreadable")
    await async_remove_walker(hass, home, ADA)
    assert issue(hass, "journal_unreadable") is None
    assert asked(hass) == {"walker": "Ada", "sessions": "0"}


async def test_adopted_walks_count(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Walks taken over count for totals and streak, once each, and are no news."""
    freezer.move_to("2026-05-06T06:00:00+00:00")
    days = ("2026-05-03", "2026-05-04", "2026-05-05")
    own = a_session("OWN", "2026-05-05T02:00:00+00:00", 3)
    put_file(
        file_of(hass, "journal.2026"),
        a_journal(*(a_session(day, f"{day}T06:00:00+00:00") for day in days), own),
    )
    put_file(
        file_of(hass, "journal.2026", BEN),
        a_journal(
            a_session("OTHER", "2026-05-02T06:00:00+00:00", 6),
            own,
            decisions=(a_decision("2026-05-01", "daily_goal", 5),),
        ),
    )
    home = await async_furnish_home(hass, ADA, BEN)
    ada, ben = walker_of(home, ADA), walker_of(home, BEN)
    told: list[object] = []
    await async_press(hass, "start")
    ada.moments.async_add(told.append)
    assert await async_adopt(ada, ben.recording.journal)
    standing = ada.data.standing
    assert standing.total.sessions == 5
    assert standing.streak.current == 4
    assert not told
    assert session_ids(file_of(hass, "journal.2026")) == [*days, "OWN", "OTHER"]
    assert await async_adopt(ada, ben.recording.journal)
    assert ada.data.standing.total.sessions == 5


async def test_own_decisions_hold(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """What was decided elsewhere holds only for the time before the walker's own first decision."""
    freezer.move_to("2026-05-20T06:00:00+00:00")
    for walker_id, *decisions in (
        (ADA, ("2026-05-10", 20.0)),
        (BEN, ("2026-05-01", 5.0), ("2026-05-15", 7.0)),
    ):
        put_file(
            file_of(hass, "journal.2026", walker_id),
            a_journal(
                decisions=tuple(
                    a_decision(day, "daily_goal", minutes) for day, minutes in decisions
                )
            ),
        )
    home = await async_furnish_home(hass, ADA, BEN)
    ada = walker_of(home, ADA)
    await async_adopt(ada, walker_of(home, BEN).recording.journal)
    assert [
        (decision.day.isoformat(), decision.value)
        for decision in ada.recording.journal.decisions
    ] == [("2026-05-01", 5.0), ("2026-05-10", 20.0)]
    assert ada.data.standing.goal == timedelta(minutes=20).total_seconds()
