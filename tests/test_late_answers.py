"""Which way was it? A walk of unknown direction is asked about, answered, and counts by default where nobody answers."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.retrowalk.const import DOMAIN
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import issue_registry as ir

from .acting import ADA, act, log, on_disk, refusal
from .fixes import Repair
from .homes import (
    BREAKFAST,
    figure,
    let_pass,
    press,
    record_writes,
    set_up_home,
    walker_id,
)
from .reminded import clock, walk
from .seen import SETTLED_S, counts, see, walk_in_the_hallway
from .test_select import choose
from .walkers import file_of, kept

DIRECTION = "select.ada_s_walking_direction"
STREAK = "event.ada_s_walking_streak_and_goals"


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


@pytest.fixture
async def home(hass: HomeAssistant) -> MockConfigEntry:
    """Ada walks now this way, now that way, and has walked for four days."""
    home = await set_up_home(hass, "Ada")
    for day in (19, 20, 21, 22):
        await log(hass, f"2026-11-{day} 06:00:00")
    await choose(hass, DIRECTION, "ask")
    return home


@pytest.fixture
def repair(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> Repair:
    """The dialog of the question."""
    return Repair(hass, hass_client, "unanswered_walk")


def asked(hass: HomeAssistant) -> list[dict[str, str]]:
    """What the repairs ask."""
    return [
        issue.translation_placeholders or {}
        for issue in ir.async_get(hass).issues.values()
        if issue.domain == DOMAIN and issue.translation_key == "unanswered_walk"
    ]


def told(moments: list[State]) -> list[tuple[str, str | None, Any, Any]]:
    """What was told of the streak: what, on which day, how long it is, and how long the lost one was."""
    return [
        (
            state.attributes["event_type"],
            state.attributes["day"],
            state.attributes["length"],
            state.attributes.get("lost"),
        )
        for state in moments
    ]


async def last_walk(hass: HomeAssistant) -> dict[str, Any]:
    """The walk that was recorded last."""
    session: dict[str, Any] = (await act(hass, "get_sessions"))["sessions"][-1]
    return session


def streak(hass: HomeAssistant) -> str:
    """How long the streak is."""
    return figure(hass, "streak").state


async def test_todays_answer_completes_the_day_as_news(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, home: MockConfigEntry
) -> None:
    """Goal and streak are told when it is answered; the select stays as it was."""
    moments = record_writes(hass, STREAK)
    walks = record_writes(hass, "event.ada_s_walking_walks")
    await walk(hass, freezer, "07:10", 12)
    assert walks[-1].attributes["event_type"] == "session_finished"
    assert walks[-1].attributes["unknown_s"] == 720
    assert (streak(hass), moments) == ("4", [])
    assert figure(hass, "today_time").state == "0.0"
    [question] = asked(hass)
    assert question == {
        "walker": "Ada",
        "minutes": "12",
        "start": "2026-11-23 07:10",
        "until": "2026-11-24",
    }
    answer = await act(hass, "answer_direction", direction="backward", **ADA)
    assert answer["sessions"][0]["backward_s"] == 720
    assert told(moments) == [
        ("goal_reached", "2026-11-23", 5, None),
        ("streak_extended", "2026-11-23", 5, None),
    ]
    assert not asked(hass)
    assert hass.states.get(DIRECTION).state == "ask"  # type: ignore[union-attr]
    assert await refusal(hass, "answer_direction", direction="forward") == (
        "nothing_unanswered"
    )


async def test_an_answer_can_be_undone(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, home: MockConfigEntry
) -> None:
    """Then it is asked again; after a restart too."""
    await walk(hass, freezer, "07:10", 12)
    before = await last_walk(hass)
    await act(hass, "answer_direction", direction="backward")
    assert streak(hass) == "5"
    await act(hass, "undo")
    assert await last_walk(hass) == before
    assert (streak(hass), len(asked(hass))) == ("4", 1)
    assert await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done()
    assert (streak(hass), len(asked(hass))) == ("4", 1)


async def test_yesterday_waits_and_loses_nothing(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, home: MockConfigEntry
) -> None:
    """Answered as backward, it counts without a word; today's walk is news as ever."""
    moments = record_writes(hass, STREAK)
    await walk(hass, freezer, "07:10", 12)
    await clock(hass, freezer, "00:01", 24)
    await clock(hass, freezer, "12:00", 24)
    assert (streak(hass), moments) == ("4", [])
    await act(hass, "answer_direction", direction="backward")
    assert (streak(hass), moments) == ("5", [])
    await choose(hass, DIRECTION, "backward")
    await walk(hass, freezer, "13:00", 12, 24)
    assert told(moments) == [
        ("goal_reached", "2026-11-24", 6, None),
        ("streak_extended", "2026-11-24", 6, None),
    ]


@pytest.mark.parametrize("way", ["forward", "not_mine", "edited"])
async def test_yesterday_is_judged_when_it_turns_out_to_be_none(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, repair: Repair, way: str
) -> None:
    """In whatever way that is said: the streak is lost then, and told so, once."""
    await set_up_home(hass, "Ada")
    for day in (18, 19, 20, 21):
        await log(hass, f"2026-11-{day} 06:00:00")
    session_id = await log(hass, "2026-11-22 06:00:00", direction="unknown")
    moments = record_writes(hass, STREAK)
    assert (streak(hass), len(asked(hass))) == ("4", 1)
    if way == "edited":
        await act(hass, "edit_session", session_id=session_id, direction="forward")
    else:
        await repair.async_open(session_id)
        done = await repair.async_submit(direction=way)
        assert done["type"] == "create_entry"
    assert told(moments) == [("streak_lost", "2026-11-23", 0, 4)]
    assert (streak(hass), asked(hass)) == ("0", [])
    assert (session_id in on_disk(hass)) is (way != "not_mine")
    await act(hass, "undo")
    assert (streak(hass), len(asked(hass))) == ("4", 1)
    await clock(hass, freezer, "13:00")
    assert len(moments) == 1


async def test_a_streak_that_was_built_on_is_lost_too(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, home: MockConfigEntry
) -> None:
    """Today's walk begins another one."""
    moments = record_writes(hass, STREAK)
    await walk(hass, freezer, "07:10", 12)
    await choose(hass, DIRECTION, "backward")
    await walk(hass, freezer, "07:00", 12, 24)
    assert streak(hass) == "5"
    await act(hass, "answer_direction", direction="forward")
    assert streak(hass) == "1"
    assert told(moments)[2:] == [("streak_lost", "2026-11-24", 1, 4)]


async def test_without_an_answer_it_counts_as_backward(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, home: MockConfigEntry
) -> None:
    """At the end of the next day, without a word; what nobody walked on that day is judged after it."""
    moments = record_writes(hass, STREAK)
    await walk(hass, freezer, "07:10", 12)
    await clock(hass, freezer, "23:59", 24)
    assert (len(asked(hass)), streak(hass)) == (1, "4")
    await clock(hass, freezer, "00:01", 25)
    assert (await last_walk(hass))["backward_s"] == 720
    assert not asked(hass)
    assert told(moments)[0][0] == "streak_at_risk"
    assert told(moments)[1:] == [("streak_lost", "2026-11-25", 0, 5)]
    stored = kept(file_of(hass, "journal.2026", walker_id(1)))["sessions"][-1]
    assert [part["direction"] for part in stored["segments"]] == ["backward"]


async def test_the_default_comes_after_a_restart_too(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, home: MockConfigEntry
) -> None:
    """Before anything is judged: with a walk on the day after, the streak goes on."""
    await walk(hass, freezer, "07:10", 12)
    await choose(hass, DIRECTION, "backward")
    await walk(hass, freezer, "07:00", 12, 24)
    assert await hass.config_entries.async_unload(home.entry_id)
    await clock(hass, freezer, "12:00", 25)
    moments = record_writes(hass, STREAK)
    shown = record_writes(hass, "sensor.ada_s_walking_streak")
    assert await hass.config_entries.async_setup(home.entry_id)
    await hass.async_block_till_done()
    assert {state.state for state in shown} <= {"6", "unavailable"}
    assert streak(hass) == "6"
    assert not asked(hass)
    assert [state for state in moments if state.state >= "2026-11-25"] == []
    assert await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done()
    assert streak(hass) == "6"


async def test_what_is_logged_after_its_time_stays_unknown(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, home: MockConfigEntry
) -> None:
    """Nobody is asked about it, and it can be answered by its id."""
    session_id = await log(hass, "2026-11-10 06:00:00", direction="unknown")
    assert not asked(hass)
    await clock(hass, freezer, "00:01", 24)
    [session] = (
        await act(hass, "get_sessions", start_date="2026-11-10", end_date="2026-11-10")
    )["sessions"]
    assert session["unknown_s"] == 1200
    given = {"direction": "backward", "session_id": session_id}
    answer = await act(hass, "answer_direction", **given)
    assert answer["sessions"][0]["backward_s"] == 1200
    given["session_id"] = "no such walk"
    assert await refusal(hass, "answer_direction", **given) == "unknown_session"


async def test_what_is_logged_without_a_direction(
    hass: HomeAssistant, home: MockConfigEntry
) -> None:
    """Of yesterday it is asked about; of a day before, it goes by the default at once."""
    old = await log(hass, "2026-11-21 07:00:00")
    sessions = (await act(hass, "get_sessions"))["sessions"]
    [session] = [one for one in sessions if one["session_id"] == old]
    assert session["backward_s"] == 1200
    assert not asked(hass)
    session_id = await log(hass, "2026-11-22 07:00:00")
    assert len(asked(hass)) == 1
    await act(hass, "delete_session", session_id=session_id)
    assert not asked(hass)


async def test_only_what_is_unknown_is_answered_for(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, home: MockConfigEntry
) -> None:
    """A stretch that the walker had turned forward stays so."""
    await clock(hass, freezer, "07:10")
    await press(hass, "ada_s_walking_start_walk")
    await clock(hass, freezer, "07:15")
    await act(hass, "turn", direction="forward")
    await clock(hass, freezer, "07:20")
    await press(hass, "ada_s_walking_finish_walk")
    # A turn in mid-walk answers for what went before.
    assert not asked(hass)


async def test_an_answer_leaves_what_the_phone_counted(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, home: MockConfigEntry
) -> None:
    """The steps settle as ever, on the stretches that are backward by now."""
    begin = await walk_in_the_hallway(hass, freezer)
    see(home, counts(begin, 5))
    await act(hass, "answer_direction", direction="backward")
    assert (await last_walk(hass))["steps"] == 0
    await let_pass(hass, freezer, SETTLED_S + 10)
    settled = await last_walk(hass)
    assert (settled["steps"], settled["backward_s"]) == (450, 300)
    assert figure(hass, "today_steps").state == "450"


# The repair


async def test_the_repair_asks_and_is_answered(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    home: MockConfigEntry,
    repair: Repair,
) -> None:
    """Both ways and none of it are there to be chosen; it can be answered once."""
    await walk(hass, freezer, "07:10", 12)
    session_id = (await last_walk(hass))["session_id"]
    form = await repair.async_open(session_id)
    [question] = form["data_schema"]
    assert question["selector"]["select"]["options"] == [
        "backward",
        "forward",
        "not_mine",
    ]
    await act(hass, "answer_direction", direction="backward")
    gone = await repair.async_submit(direction="forward")
    assert gone["reason"] == "walk_gone"
    assert (await last_walk(hass))["backward_s"] == 720


async def test_a_repair_in_a_home_that_is_gone(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    home: MockConfigEntry,
    repair: Repair,
) -> None:
    """Then it waits; with the walker, or the home, the question goes."""
    await walk(hass, freezer, "07:10", 12)
    session_id = (await last_walk(hass))["session_id"]
    await hass.config_entries.async_unload(home.entry_id)
    told = await repair.async_open(session_id)
    assert told["reason"] == "home_not_ready"
    await hass.config_entries.async_setup(home.entry_id)
    await hass.async_block_till_done()
    await repair.async_open(session_id)
    hass.config_entries.async_remove_subentry(home, walker_id(1))
    await hass.async_block_till_done(wait_background_tasks=True)
    told = await repair.async_submit(direction="backward")
    assert told["reason"] == "walker_gone"
    assert not asked(hass)


async def test_with_the_home_go_its_questions(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, home: MockConfigEntry
) -> None:
    """Nobody could answer them."""
    await walk(hass, freezer, "07:10", 12)
    assert asked(hass)
    await hass.config_entries.async_remove(home.entry_id)
    await hass.async_block_till_done()
    assert not asked(hass)
