"""What slow sources tell of walks that are over: settled once after the finish, and taken of days long ago."""

from datetime import datetime, timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.walking.journal import DecisionKey
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from .acting import act, log, shown
from .homes import BREAKFAST, figure, let_pass, press, record_writes, set_up_home
from .seen import (
    ADA,
    MINUTE,
    SETTLED_S,
    counts,
    journal,
    see,
    steps_of,
    walk_in_the_hallway,
)
from .walkers import a_journal, a_session, async_reload, file_of, put_file, walker_of


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


# Settling


async def test_what_comes_after_the_finish_is_settled_once_and_is_no_news(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Twenty minutes later all figures follow; no event tells of it, and it cannot be undone."""
    home = await set_up_home(hass, "Ada")
    await walker_of(home, ADA).async_decide(
        {DecisionKey.DAILY_GOAL: 400, DecisionKey.DAILY_MEASURE: "steps"}
    )
    begin = await walk_in_the_hallway(hass, freezer)
    walks = record_writes(hass, "event.ada_s_walking_walks")
    streak = record_writes(hass, "event.ada_s_walking_streak_and_goals")
    see(home, counts(begin, 5))
    await let_pass(hass, freezer, SETTLED_S - 10)
    assert shown(hass, "today_steps") == "0"
    await let_pass(hass, freezer, 20)
    assert shown(hass, "today_steps") == "450"
    assert shown(hass, "session_steps") == "450"
    assert figure(hass, "session_steps").attributes["step_source"] == "phone"
    assert steps_of(journal(hass)[0]) == 450
    assert shown(hass, "streak") == "1"
    with pytest.raises(ServiceValidationError):
        await act(hass, "undo")
    await let_pass(hass, freezer, 2 * SETTLED_S)
    assert walks == streak == []


@pytest.mark.parametrize("away", [60, 2 * SETTLED_S])
async def test_settling_outlasts_a_restart(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, away: int
) -> None:
    """Also one during which the time for it has come."""
    home = await set_up_home(hass, "Ada")
    begin = await walk_in_the_hallway(hass, freezer)
    see(home, counts(begin, 5))
    assert await hass.config_entries.async_unload(home.entry_id)
    freezer.tick(timedelta(seconds=away))
    assert await hass.config_entries.async_setup(home.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await let_pass(hass, freezer, SETTLED_S)
    assert steps_of(journal(hass)[0]) == 450


@pytest.mark.parametrize("change", ["edit", "delete"])
async def test_a_walk_that_was_changed_by_hand_is_not_settled(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, change: str
) -> None:
    """Whoever changed it has the last word."""
    home = await set_up_home(hass, "Ada")
    begin = await walk_in_the_hallway(hass, freezer)
    see(home, counts(begin, 5))
    session_id = journal(hass)[0]["id"]
    if change == "edit":
        await act(hass, "edit_session", session_id=session_id, duration={"minutes": 4})
    else:
        await act(hass, "delete_session", session_id=session_id)
    before = journal(hass)
    await let_pass(hass, freezer, SETTLED_S + 60)
    assert journal(hass) == before
    assert [steps_of(session) for session in before] in ([], [0])


async def test_a_walk_that_goes_on_takes_what_came_meanwhile_along(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """And is settled anew after its last finish."""
    home = await set_up_home(hass, "Ada")
    begin = dt_util.utcnow()
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 300)
    await press(hass, "ada_s_walking_pause_walk")
    await let_pass(hass, freezer, 130)
    assert shown(hass, "session") == "idle"
    see(home, counts(begin, 5))
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 120)
    await press(hass, "ada_s_walking_finish_walk")
    [session] = journal(hass)
    assert steps_of(session) == 450
    see(home, counts(begin + timedelta(seconds=430), 2))
    await let_pass(hass, freezer, SETTLED_S)
    assert steps_of(journal(hass)[0]) == 630


# Long ago


def _put_past(hass: HomeAssistant) -> None:
    """Three walks of last week, whose steps are estimates, and one that a belt counted."""
    sessions = [
        a_session(f"walk {day}", f"2026-11-{day}T12:00:00+05:45", 10)
        for day in (16, 17, 18, 19)
    ]
    for session in sessions[:3]:
        session["segments"][0]["step_source"] = "estimate"
    put_file(file_of(hass, "journal.2026", ADA), a_journal(*sessions, name="Ada"))


def _noon(day: int) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day}T12:00:00+05:45")


async def test_a_batch_of_last_week_enriches_its_walks(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Told again it changes nothing, and nothing is written."""
    _put_past(hass)
    home = await set_up_home(hass, "Ada")
    ada = walker_of(home, ADA)
    batch = counts(_noon(16) - 600 * MINUTE, 4 * 24 * 60, 80.0)
    moments = record_writes(hass, "event.ada_s_walking_streak_and_goals")
    assert await ada.async_enrich_all(batch) == 30
    await hass.async_block_till_done()
    assert [steps_of(session) for session in journal(hass)] == [800, 800, 800, 900]
    assert ada.data.standing.total.steps == 3300
    revision = ada.ledger.journal.revision
    written = file_of(hass, "journal.2026", ADA).stat().st_mtime_ns
    assert await ada.async_enrich_all(batch[::-1]) == 0
    await hass.async_block_till_done()
    assert ada.ledger.journal.revision == revision
    assert file_of(hass, "journal.2026", ADA).stat().st_mtime_ns == written
    assert moments == []
    await async_reload(hass, home)
    assert await walker_of(home, ADA).async_enrich_all(batch) == 0


async def test_a_batch_also_holds_the_walks_of_today(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """One that is being walked, one that was finished lately, and those before."""
    _put_past(hass)
    home = await set_up_home(hass, "Ada")
    ada = walker_of(home, ADA)
    begin = await walk_in_the_hallway(hass, freezer)
    await let_pass(hass, freezer, 120)
    again = dt_util.utcnow()
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 120)
    batch = [*counts(_noon(16), 10, 80.0), *counts(begin, 5), *counts(again, 2)]
    assert await ada.async_enrich_all(batch) == 17
    assert await ada.async_enrich_all(batch) == 0
    await press(hass, "ada_s_walking_finish_walk")
    assert [steps_of(session) for session in journal(hass)[-2:]] == [0, 180]
    await let_pass(hass, freezer, SETTLED_S)
    assert [steps_of(session) for session in journal(hass)[-2:]] == [450, 180]


async def test_a_single_glimpse_of_a_walk_long_ago_is_taken_too(
    hass: HomeAssistant,
) -> None:
    """As it comes; and what is of no walk is forgotten."""
    _put_past(hass)
    home = await set_up_home(hass, "Ada")
    see(home, counts(_noon(17), 10, 80.0))
    see(home, counts(_noon(17) + 60 * MINUTE, 10, 80.0))
    await hass.async_block_till_done()
    assert [steps_of(session) for session in journal(hass)] == [900, 800, 900, 900]


async def test_what_is_not_true_yet_is_ignored(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A phone whose clock is an hour fast, and one that tells nonsense."""
    _put_past(hass)
    home = await set_up_home(hass, "Ada")
    ada = walker_of(home, ADA)
    await press(hass, "ada_s_walking_start_walk")
    odd = [
        *counts(dt_util.utcnow() + 60 * MINUTE, 5),
        *counts(_noon(16), 10, -80.0),
    ]
    assert await ada.async_enrich_all(odd) == 0
    see(home, odd)
    await let_pass(hass, freezer, 60)
    assert shown(hass, "session_steps") == "0"


async def test_a_logged_walk_can_be_undone_after_a_phone_told_of_it(
    hass: HomeAssistant,
) -> None:
    """Also after a restart: what nobody did by hand is in nobody's way."""
    home = await set_up_home(hass, "Ada")
    session_id = await log(hass, "2026-11-22 18:00:00", 10)
    at = datetime.fromisoformat("2026-11-22T18:00:00+05:45")
    assert await walker_of(home, ADA).async_enrich_all(counts(at, 10)) == 10
    await hass.async_block_till_done()
    assert steps_of(journal(hass)[0]) == 900
    await async_reload(hass, home)
    answer = await act(hass, "undo")
    assert answer == {"walker": "Ada", "restored": [], "removed": [session_id]}


async def test_a_walker_whose_files_cannot_be_read_takes_nothing(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A batch is refused; single glimpses are passed over, and nothing is overwritten."""
    put_file(file_of(hass, "journal.2025", ADA), {"sessions": "none", "decisions": []})
    _put_past(hass)
    home = await set_up_home(hass, "Ada")
    batch = counts(_noon(16), 10, 80.0)
    with pytest.raises(ServiceValidationError):
        await walker_of(home, ADA).async_enrich_all(batch)
    see(home, batch)
    begin = await walk_in_the_hallway(hass, freezer)
    see(home, counts(begin, 5))
    await let_pass(hass, freezer, SETTLED_S + 60)
    assert steps_of(journal(hass)[0]) == 900


async def test_a_batch_meets_a_past_that_changes_meanwhile(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A walk ends, and is deleted, while the batch is weighed in another thread."""
    _put_past(hass)
    home = await set_up_home(hass, "Ada")
    ada = walker_of(home, ADA)
    begin = dt_util.utcnow()
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 300)
    batch = [*counts(_noon(16), 10, 80.0), *counts(begin, 5)]
    taking = hass.async_create_task(ada.async_enrich_all(batch))
    await ada.async_finish()
    assert await taking == 15
    await let_pass(hass, freezer, SETTLED_S)
    assert [steps_of(session) for session in journal(hass)] == [800, 900, 900, 900, 450]
