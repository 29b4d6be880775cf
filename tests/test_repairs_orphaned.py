"""The repair of a removed walker: the walks are saved, given away, or deleted."""

from datetime import date, timedelta
import json
from pathlib import Path
import resource
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.retrowalk.moments import Moment
from custom_components.retrowalk.walking.announcements import (
    GoalReached,
    StreakExtended,
)
from custom_components.retrowalk.walking.events import SessionFinished, SessionStarted
from custom_components.retrowalk.walking.journal import DecisionKey
from homeassistant.core import HomeAssistant

from .fixes import Repair
from .walkers import (
    ADA,
    BEN,
    CAT,
    a_decision,
    a_journal,
    a_session,
    async_furnish_home,
    async_press,
    async_walk_on_the_clock,
    file_of,
    files,
    issue,
    put_file,
    session_ids,
    sessions_of,
    walker_of,
)

FIRST = a_session("FIRST", "2025-12-30T06:00:00+00:00")
SECOND = a_session("SECOND", "2026-05-04T06:00:00+00:00")
GOAL = a_decision("2026-05-01", "daily_goal", 5)


@pytest.fixture(autouse=True)
def _noon(freezer: FrozenDateTimeFactory) -> None:
    """Stop the clock at noon in Kolkata."""
    freezer.move_to("2026-11-23T06:30:00+00:00")


@pytest.fixture
def orphan(hass: HomeAssistant) -> None:
    """Ada was removed, and left two years of walks."""
    put_file(file_of(hass, "journal.2025"), a_journal(FIRST, name="Ada"))
    put_file(
        file_of(hass, "journal.2026"), a_journal(SECOND, decisions=(GOAL,), name="Ada")
    )


@pytest.fixture
def orphaned(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> Repair:
    """Return the dialog about a walker who was removed."""
    return Repair(hass, hass_client, "orphaned_walker")


def read(path: str) -> dict[str, Any]:
    """What an exported file holds."""
    exported: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    return exported


@pytest.mark.usefixtures("orphan")
async def test_export(hass: HomeAssistant, orphaned: Repair) -> None:
    """All walks and decisions go into one file that only its owner reads; nothing else changes."""
    await async_furnish_home(hass, BEN)
    menu = await orphaned.async_open()
    assert menu["type"] == "menu"
    assert menu["menu_options"] == ["export", "give", "delete"]
    assert menu["description_placeholders"] == {"walker": "Ada", "sessions": "2"}
    before = files(hass)
    end = await orphaned.async_choose("export")
    assert (end["type"], end["reason"]) == ("abort", "exported")
    path = end["description_placeholders"]["path"]
    assert path == hass.config.path("retrowalk_export", "ada-2026-11-23.json")
    assert Path(path).stat().st_mode & 0o777 == 0o600
    assert Path(path).parent.stat().st_mode & 0o777 == 0o700
    exported = read(path)
    assert exported["walker"] == "Ada"
    assert exported["sessions"] == [FIRST, SECOND]
    assert [decision["value"] for decision in exported["decisions"]] == [5]
    assert exported["unreadable"] == []
    assert files(hass) == before
    assert issue(hass, "orphaned_walker")


@pytest.mark.usefixtures("orphan")
async def test_export_twice(hass: HomeAssistant, orphaned: Repair) -> None:
    """A second file does not replace the first."""
    await async_furnish_home(hass, BEN)
    for name in ("ada-2026-11-23.json", "ada-2026-11-23-2.json"):
        await orphaned.async_open()
        end = await orphaned.async_choose("export")
        assert Path(end["description_placeholders"]["path"]).name == name


@pytest.mark.usefixtures("orphan")
async def test_export_where_nothing_can_be_written(
    hass: HomeAssistant, orphaned: Repair
) -> None:
    """A disk that takes nothing is told, and nothing is half done."""
    await async_furnish_home(hass, BEN)
    folder = Path(hass.config.path("retrowalk_export"))
    folder.write_text("in the way", encoding="utf-8")
    await orphaned.async_open()
    end = await orphaned.async_choose("export")
    assert end["reason"] == "export_failed"
    assert issue(hass, "orphaned_walker")


@pytest.mark.usefixtures("orphan")
async def test_export_on_a_full_disk(hass: HomeAssistant, orphaned: Repair) -> None:
    """Where the file does not fit, no part of it stays."""
    await async_furnish_home(hass, BEN)
    await orphaned.async_open()
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8, hard))
    try:
        end = await orphaned.async_choose("export")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert end["reason"] == "export_failed"
    assert not list(Path(hass.config.path("retrowalk_export")).iterdir())


async def test_export_of_what_can_be_read(
    hass: HomeAssistant, orphaned: Repair
) -> None:
    """Where a year is damaged, the others are saved, and the damaged one is named."""
    put_file(file_of(hass, "journal.2025"), a_journal(FIRST, name="Ada"))
    put_file(file_of(hass, "journal.2026"), {}, version=2)
    await async_furnish_home(hass, BEN)
    await orphaned.async_open()
    end = await orphaned.async_choose("export")
    assert end["reason"] == "exported_in_part"
    exported = read(end["description_placeholders"]["path"])
    assert exported["sessions"] == [FIRST]
    assert exported["unreadable"] == ["journal.2026"]


@pytest.mark.usefixtures("orphan")
async def test_give(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, orphaned: Repair
) -> None:
    """The walks become those of another walker, and nothing is left of the orphan."""
    home = await async_furnish_home(hass, BEN, CAT)
    await async_walk_on_the_clock(hass, freezer, walker_id=BEN)
    await orphaned.async_open()
    form = await orphaned.async_choose("give")
    [question] = form["data_schema"]
    assert question["selector"]["select"]["options"] == [
        {"value": BEN, "label": "Ben"},
        {"value": CAT, "label": "Cat"},
    ]
    end = await orphaned.async_submit(walker=BEN)
    assert end["type"] == "create_entry"
    assert sessions_of(home, BEN) == 3
    journal = walker_of(home, BEN).ledger.journal
    assert journal.decided(DecisionKey.DAILY_GOAL, date(2026, 5, 4)) == 5
    assert walker_of(home, BEN).decided(DecisionKey.DAILY_GOAL) == 10
    assert session_ids(file_of(hass, "journal.2025", BEN)) == ["FIRST"]
    assert "SECOND" in session_ids(file_of(hass, "journal.2026", BEN))
    assert not {name for name in files(hass) if name.startswith(ADA)}
    assert not issue(hass, "orphaned_walker")


@pytest.mark.usefixtures("orphan")
async def test_give_in_the_middle_of_a_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, orphaned: Repair
) -> None:
    """Whoever is given walks may be walking meanwhile."""
    home = await async_furnish_home(hass, BEN)
    await async_press(hass, "start", BEN)
    freezer.tick(timedelta(seconds=90))
    await orphaned.async_open()
    await orphaned.async_choose("give")
    await orphaned.async_submit(walker=BEN)
    await async_press(hass, "finish", BEN)
    assert sessions_of(home, BEN) == 3


async def test_given_walks_are_no_news(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, orphaned: Repair
) -> None:
    """Nothing is told of a streak that came as a gift; what is walked today is told as ever."""
    days = [
        a_session(f"ON {day}", f"2026-11-{day}T06:00:00+00:00") for day in (20, 21, 22)
    ]
    put_file(file_of(hass, "journal.2026"), a_journal(*days, name="Ada"))
    home = await async_furnish_home(hass, BEN)
    moments: list[Moment] = []
    walker_of(home, BEN).moments.async_add(moments.append)
    await orphaned.async_open()
    await orphaned.async_choose("give")
    await orphaned.async_submit(walker=BEN)
    assert walker_of(home, BEN).data.standing.streak.current == 3
    assert moments == []
    await async_walk_on_the_clock(hass, freezer, 660, walker_id=BEN)
    assert [type(moment) for moment in moments] == [
        SessionStarted,
        GoalReached,
        StreakExtended,
        SessionFinished,
    ]


async def test_give_what_cannot_be_read(hass: HomeAssistant, orphaned: Repair) -> None:
    """Walks are not given away in part."""
    put_file(file_of(hass, "journal.2025"), a_journal(FIRST, name="Ada"))
    put_file(file_of(hass, "journal.2026"), {}, version=2)
    home = await async_furnish_home(hass, BEN)
    await orphaned.async_open()
    end = await orphaned.async_choose("give")
    assert end["reason"] == "orphan_unreadable"
    assert sessions_of(home, BEN) == 0
    assert issue(hass, "orphaned_walker")


@pytest.mark.usefixtures("orphan")
async def test_give_to_somebody_unreadable(
    hass: HomeAssistant, orphaned: Repair
) -> None:
    """A walker whose own journal is damaged takes nothing over."""
    put_file(file_of(hass, "journal.2024", BEN), [])
    await async_furnish_home(hass, BEN)
    await orphaned.async_open()
    await orphaned.async_choose("give")
    end = await orphaned.async_submit(walker=BEN)
    assert end["reason"] == "receiver_unreadable"
    assert file_of(hass, "journal.2026").exists()


@pytest.mark.usefixtures("orphan")
async def test_give_to_somebody_who_cannot_be_written(
    hass: HomeAssistant, orphaned: Repair
) -> None:
    """Nothing is deleted before it is on the disk under its new name."""
    home = await async_furnish_home(hass, BEN)
    blocked = file_of(hass, "journal.2025", BEN)
    blocked.mkdir()
    await orphaned.async_open()
    await orphaned.async_choose("give")
    end = await orphaned.async_submit(walker=BEN)
    assert end["reason"] == "receiver_not_written"
    assert session_ids(file_of(hass, "journal.2025")) == ["FIRST"]
    blocked.rmdir()
    await orphaned.async_open()
    await orphaned.async_choose("give")
    end = await orphaned.async_submit(walker=BEN)
    assert end["type"] == "create_entry"
    assert session_ids(blocked) == ["FIRST"]
    assert sessions_of(home, BEN) == 2


@pytest.mark.usefixtures("orphan")
async def test_give_to_somebody_who_is_gone(
    hass: HomeAssistant, orphaned: Repair
) -> None:
    """A walker who was removed while the dialog was open takes nothing over."""
    home = await async_furnish_home(hass, BEN, CAT)
    await orphaned.async_open()
    await orphaned.async_choose("give")
    hass.config_entries.async_remove_subentry(home, CAT)
    await hass.async_block_till_done(wait_background_tasks=True)
    end = await orphaned.async_submit(walker=CAT)
    assert end["reason"] == "walker_gone"


@pytest.mark.usefixtures("orphan")
async def test_nobody_to_give_to(hass: HomeAssistant, orphaned: Repair) -> None:
    """In a home without walkers, walks are saved or deleted."""
    await async_furnish_home(hass)
    menu = await orphaned.async_open()
    assert menu["menu_options"] == ["export", "delete"]


@pytest.mark.usefixtures("orphan")
async def test_delete(hass: HomeAssistant, orphaned: Repair) -> None:
    """Only after a second question are the walks deleted."""
    await async_furnish_home(hass, BEN)
    await orphaned.async_open()
    form = await orphaned.async_choose("delete")
    assert form["type"] == "form"
    assert f"{ADA}.journal.2026" in files(hass)
    end = await orphaned.async_submit()
    assert end["type"] == "create_entry"
    assert not {name for name in files(hass) if name.startswith(ADA)}
    assert not issue(hass, "orphaned_walker")


@pytest.mark.usefixtures("orphan")
async def test_delete_what_cannot_be_deleted(
    hass: HomeAssistant, orphaned: Repair
) -> None:
    """A disk that lets nothing go is told."""
    await async_furnish_home(hass, BEN)
    file_of(hass, "journal.2024").mkdir()
    await orphaned.async_open()
    await orphaned.async_choose("delete")
    end = await orphaned.async_submit()
    assert end["reason"] == "delete_failed"
    assert issue(hass, "orphaned_walker")


@pytest.mark.usefixtures("orphan")
async def test_walker_who_came_back(hass: HomeAssistant, orphaned: Repair) -> None:
    """A dialog that was left open deletes nothing of a walker who is back."""
    home = await async_furnish_home(hass, BEN)
    await orphaned.async_open()
    await orphaned.async_choose("delete")
    await hass.config_entries.async_remove(home.entry_id)
    home = await async_furnish_home(hass, ADA)
    end = await orphaned.async_submit()
    assert end["reason"] == "walker_back"
    assert sessions_of(home) == 2
