"""What the card is told of a walker: through the websocket, as a page asks for it."""

from datetime import datetime
from itertools import pairwise
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.loader import async_get_integration
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .acting import device_of, log
from .belts import async_put_belt_on_air, async_walk
from .cards import CardOpener, entities_of, open_card
from .homes import (
    BREAKFAST,
    press,
    record_writes,
    set_up_belt,
    set_up_home,
    shown,
    walker_id,
)
from .walkers import a_decision, a_journal, a_session, file_of, put_file

__all__ = ["open_card"]

START, PAUSE, TURN, FINISH = (
    f"ada_s_walking_{button}"
    for button in ("start_walk", "pause_walk", "turn_round", "finish_walk")
)


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


async def test_idle_walker(hass: HomeAssistant, open_card: CardOpener) -> None:
    """Everything a card shows is told at once, whole, and by names that the card goes by."""
    put_file(
        file_of(hass, "journal.2026", walker_id(1)),
        a_journal(
            a_session("friday", "2026-11-20T06:00:00+00:00", 12),
            a_session("saturday", "2026-11-21T06:00:00+00:00", 40),
            a_session("sunday", "2026-11-22T06:00:00+00:00", 4),
            decisions=(
                a_decision("2026-11-01", "rest_days", [2]),
                a_decision("2026-11-01", "week_start", 6),
            ),
        ),
    )
    home = await set_up_home(hass, "Ada", week_start=6)
    card = await open_card()
    await card.watch()
    [event] = await card.events()
    version = str((await async_get_integration(hass, DOMAIN)).version)
    assert (event["version"], event["now"]) == (
        version,
        "2026-11-23T07:00:00.000+05:45",
    )
    walker = event["walker"]
    assert walker.pop("entities") == entities_of(hass, home, 1)
    week = walker.pop("week")
    assert [day.pop("date")[-2:] for day in week] == [
        "22",
        "23",
        "24",
        "25",
        "26",
        "27",
        "28",
    ]
    assert [day.pop("state") for day in week] == [
        "partial",
        *["pending"] * 2,
        "rest",
        *["pending"] * 3,
    ]
    walked = {"active_s": 240.0, "distance_m": 160.0, "steps": 360, "sessions": 1}
    nothing = {"active_s": 0.0, "distance_m": 0.0, "steps": 0, "sessions": 0}
    assert week == [walked, *[nothing] * 6]
    assert walker == {
        "device_id": device_of(hass, home, 1),
        "name": "Ada",
        "phase": "idle",
        "pause_reason": None,
        "session": None,
        "today": {"date": "2026-11-23", **nothing},
        "goal": {
            "measure": "minutes",
            "kind": "daily",
            "target": 600.0,
            "walked": 0.0,
            "reached": False,
        },
        "streak": {
            "kind": "daily",
            "current": 0,
            "longest": 2,
            "at_risk": False,
            "started": None,
            "state": "pending",
            "is_rest_day": False,
            "is_vacation": False,
            "freezes": 0,
            "next_milestone": 3,
        },
        "first_weekday": 6,
        "next_walk": None,
        "best": {
            "longest_session_s": 2400.0,
            "best_day_s": 2400.0,
            "farthest_m": 1600.0,
        },
        "total": {
            "active_s": 3360.0,
            "distance_m": 2240.0,
            "steps": 5040,
            "sessions": 3,
        },
        "path": None,
        "can": {"control": True},
    }


async def test_walker_who_never_walked(
    hass: HomeAssistant, open_card: CardOpener
) -> None:
    """There are no records, and of the days before nothing is said."""
    await set_up_home(hass, "Ada", week_start=6)
    card = await open_card()
    await card.watch()
    walker = await card.latest()
    assert set(walker["best"].values()) == {None}
    assert [day["state"] for day in walker["week"]] == [None, *["pending"] * 6]


async def test_walk_on_a_belt(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, open_card: CardOpener
) -> None:
    """Once a second what the belt has measured since, and no state is written for that."""
    belt = await async_put_belt_on_air(hass, notify_hz=10)
    await set_up_home(hass, "Ada")
    await set_up_belt(hass, belt)
    card = await open_card()
    await card.watch()
    belt.start(3.6)
    await async_walk(hass, freezer, belt, seconds=20)
    await card.events()
    written = record_writes(hass, "sensor.ada")
    await async_walk(hass, freezer, belt, seconds=5)
    events = await card.events()
    assert not written
    assert len(events) == 5
    sessions = [event["walker"]["session"] for event in events]
    assert [event["walker"]["phase"] for event in events] == ["walking"] * 5
    gone = [
        later["distance_m"] - earlier["distance_m"]
        for earlier, later in pairwise(sessions)
    ]
    assert gone == pytest.approx([1.0] * 4, abs=0.21)
    last = sessions[-1]
    assert (
        datetime.fromisoformat(last["started_at"]).utcoffset()
        == dt_util.now().utcoffset()
    )
    assert last["active_s"] == last["backward_s"] == pytest.approx(25, abs=6)
    assert (last["direction"], last["forward_s"]) == ("backward", 0.0)
    assert (last["speed_mps"], last["planned_s"]) == (
        pytest.approx(1.0, abs=0.01),
        600.0,
    )
    assert (last["step_source"], last["turn"]) == ("belt", None)
    assert last["steps"] > 20
    assert (last["heart_rate_bpm"], last["energy_kcal"]) == (None, None)


async def test_walk_by_the_clock(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, open_card: CardOpener
) -> None:
    """The figures of today and of the goal go along with the session, to the second, and no further than the walk."""
    await set_up_home(hass, "Ada")
    await press(hass, START)
    card = await open_card()
    await card.watch()
    await card.let_pass(7)
    events = await card.events()
    assert [event["walker"]["session"]["active_s"] for event in events] == [
        float(second) for second in range(8)
    ]
    assert [event["now"][17:23] for event in events][:2] == ["00.000", "01.000"]
    walker = events[-1]["walker"]
    assert walker["today"]["active_s"] == walker["goal"]["walked"] == 7.0
    assert walker["total"]["active_s"] == 7.0
    assert walker["week"][0] == walker["today"] | {"state": "pending"}
    assert shown(hass, "sensor.ada_s_walking_session_time") == "0.0"
    await press(hass, PAUSE)
    paused = await card.latest()
    assert (paused["phase"], paused["pause_reason"]) == ("paused", "command")
    await card.let_pass(30)
    assert await card.events() == []


async def test_goal_is_reached_in_the_middle_of_a_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, open_card: CardOpener
) -> None:
    """Ring, streak and the bar of today."""
    await set_up_home(hass, "Ada")
    await press(hass, START)
    card = await open_card()
    await card.watch()
    await card.let_pass(599)
    walker = await card.latest()
    assert (walker["goal"]["walked"], walker["goal"]["reached"]) == (599.0, False)
    assert walker["streak"]["state"] == walker["week"][0]["state"] == "pending"
    await card.let_pass(1)
    walker = await card.latest()
    assert (walker["goal"]["walked"], walker["goal"]["reached"]) == (600.0, True)
    assert walker["streak"]["state"] == walker["week"][0]["state"] == "completed"
    assert (walker["streak"]["current"], walker["streak"]["started"]) == (
        1,
        "2026-11-23",
    )
    assert walker["next_walk"] is None


async def test_nothing_is_told_while_nothing_changes(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, open_card: CardOpener
) -> None:
    """A quiet forenoon; a new day has something to tell, though nobody walked."""
    await set_up_home(hass, "Ada")
    card = await open_card()
    await card.watch()
    await card.events()
    await card.let_pass(3600, step_s=30)
    assert await card.events() == []
    await card.let_pass(16 * 3600, step_s=600)
    walker = await card.latest()
    assert walker["today"]["date"] == "2026-11-24"


async def test_turns(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, open_card: CardOpener
) -> None:
    """The cue is counted down and shown when it is time, until the walker turns, or for a while."""
    await set_up_home(hass, "Ada")
    card = await open_card()
    await card.watch()
    await hass.services.async_call(
        DOMAIN,
        "start",
        {"entity_id": "sensor.ada_s_walking_session", "turn_every": "00:00:30"},
        blocking=True,
    )
    await card.let_pass(29)
    session = (await card.latest())["session"]
    assert session["turn"] == {"every_s": 30.0, "in_s": 1.0, "due": False}
    await card.let_pass(2)
    told = [walker["session"]["turn"] for walker in await card.news()]
    assert told[-1] == {"every_s": 30.0, "in_s": 29.0, "due": True}
    await press(hass, TURN)
    session = (await card.latest())["session"]
    assert session["direction"] == "forward"
    assert session["turn"] == {"every_s": 30.0, "in_s": 30.0, "due": False}
    await card.let_pass(50)
    due = [walker["session"]["turn"]["due"] for walker in await card.news()]
    assert sum(due) == 15
    assert due[-1] is False
    assert due[-6] is False
    assert due[-7] is True


async def test_hostile_name_is_text(hass: HomeAssistant, open_card: CardOpener) -> None:
    """It comes through as it was written, and does not break out of the message."""
    name = '<img src=x onerror="alert(1)">\\"}]\u2028'
    await set_up_home(hass, name)
    card = await open_card()
    await card.watch()
    assert (await card.latest())["name"] == name


async def test_past_that_is_changed(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, open_card: CardOpener
) -> None:
    """Bars, records and totals follow at once."""
    home = await set_up_home(hass, "Ada", week_start=6)
    card = await open_card()
    await card.watch()
    await card.events()
    await log(hass, "2026-11-22 08:00:00", 20)
    walker = await card.latest()
    assert walker["week"][0] == {
        "date": "2026-11-22",
        "state": "completed",
        "active_s": 1200.0,
        "distance_m": pytest.approx(walker["total"]["distance_m"]),
        "steps": walker["total"]["steps"],
        "sessions": 1,
    }
    assert walker["best"]["best_day_s"] == 1200.0
    assert walker["streak"]["current"] == 1
    subentry = home.subentries[walker_id(1)]
    hass.config_entries.async_update_subentry(
        home, subentry, data={**subentry.data, "name": "Adele"}
    )
    await hass.async_block_till_done()
    assert (await card.latest())["name"] == "Adele"


async def test_no_home(hass: HomeAssistant, open_card: CardOpener) -> None:
    """The card is told what is missing, by a code and in words."""
    assert await async_setup_component(hass, DOMAIN, {})
    card = await open_card()
    answer = await card.ask("retrowalk/subscribe")
    assert answer["error"]["code"] == "no_home"
    assert answer["error"]["translation_key"] == "no_home"
    assert answer["error"]["message"].startswith("There is no RetroWalk home yet")
    given: dict[str, Any] = {"walker": "x", "start": "2026-11-01", "end": "2026-11-30"}
    assert await card.refusal("history", **given) == "no_home"


async def test_home_that_is_not_set_up(
    hass: HomeAssistant, open_card: CardOpener
) -> None:
    """As while it is disabled."""
    home = await set_up_home(hass, "Ada")
    device_id = device_of(hass, home, 1)
    card = await open_card()
    await hass.config_entries.async_unload(home.entry_id)
    assert await card.refusal() == "home_not_ready"
    assert await card.refusal(walker=device_id) == "home_not_ready"


async def test_walker_who_does_not_exist(
    hass: HomeAssistant, open_card: CardOpener
) -> None:
    """Neither does a device of another integration count."""
    await set_up_home(hass, "Ada")
    card = await open_card()
    assert await card.refusal(walker="nobody") == "unknown_walker"
    assert await card.refusal(walker="") == "unknown_walker"
    assert await card.refusal(walker={"a": 1}) == "invalid_format"
