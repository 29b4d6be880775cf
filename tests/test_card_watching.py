"""Cards stay on the line while homes, walkers, belts and pages come and go, and leave nothing behind."""

import asyncio
from types import MappingProxyType
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.const import DOMAIN
from homeassistant.config_entries import ConfigEntryDisabler, ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .acting import device_of
from .belts import async_put_belt_on_air, async_walk
from .cards import CardOpener, listeners, open_card
from .guards import DOOR, guarded, see
from .homes import BREAKFAST, press, set_up_belt, set_up_home, walker_id
from .paths import ROOM, a_path, set_up_paths
from .reminded import async_reminded, clock, turn_reminders
from .test_walking_on_paths import path_device
from .walkers import a_decision, a_journal, a_session, async_reload, file_of, put_file

__all__ = ["open_card"]

SESSION = "sensor.ada_s_walking_session"
START, FINISH = "ada_s_walking_start_walk", "ada_s_walking_finish_walk"


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


async def test_home_is_reloaded_in_the_middle_of_a_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, open_card: CardOpener
) -> None:
    """The card hears nothing of it but the walk that goes on."""
    belt = await async_put_belt_on_air(hass)
    home = await set_up_home(hass, "Ada")
    await set_up_belt(hass, belt)
    card = await open_card()
    await card.watch(device_of(hass, home, 1))
    before = listeners(hass, home)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, seconds=10)
    session = (await card.latest())["session"]
    await async_reload(hass, home)
    await async_walk(hass, freezer, belt, seconds=5)
    walkers = await card.news()
    assert {walker["session"]["id"] for walker in walkers} == {session["id"]}
    assert walkers[-1]["session"]["active_s"] > session["active_s"] + 3
    assert walkers[-1]["phase"] == "walking"
    assert listeners(hass, home) == before


async def test_walker_is_removed(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, open_card: CardOpener
) -> None:
    """Also while somebody else walks, and the home waits for that."""
    home = await set_up_home(hass, "Ada", "Ben")
    ada, ben = device_of(hass, home, 1), device_of(hass, home, 2)
    card = await open_card()
    one, both = await card.watch(ada), await card.watch()
    await press(hass, START, "ben_s_walking_start_walk")
    await card.events()
    hass.config_entries.async_remove_subentry(home, walker_id(1))
    await hass.async_block_till_done()
    assert walker_id(1) in home.runtime_data.walkers
    events = await card.news()
    assert [walker for walker in events if "gone" in walker] == [
        {"device_id": ada, "gone": True}
    ] * 2
    await card.let_pass(2)
    assert {walker["device_id"] for walker in await card.news()} == {ben}
    assert await card.refusal(walker=ada) == "unknown_walker"
    await press(hass, "ben_s_walking_finish_walk")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert walker_id(1) not in home.runtime_data.walkers
    assert [walker["phase"] for walker in await card.news(both)][-1] == "idle"
    await card.unwatch(one)


async def test_walker_is_added(hass: HomeAssistant, open_card: CardOpener) -> None:
    """Who watches all sees the new one too; who watches one does not."""
    home = await set_up_home(hass, "Ada")
    card = await open_card()
    one, every = await card.watch(device_of(hass, home, 1)), await card.watch()
    await card.events()
    ben = ConfigSubentry(
        data=MappingProxyType({"name": "Ben"}),
        subentry_type="walker",
        title="Ben",
        unique_id=None,
    )
    hass.config_entries.async_add_subentry(home, ben)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert [walker["name"] for walker in await card.news(every)] == ["Ben"]
    assert await card.news(one) == []


async def test_home_is_disabled_and_enabled(
    hass: HomeAssistant, open_card: CardOpener
) -> None:
    """The card is told that nobody is there, and is told again when somebody is."""
    home = await set_up_home(hass, "Ada")
    card = await open_card()
    await card.watch()
    await card.events()
    disable = hass.config_entries.async_set_disabled_by
    await disable(home.entry_id, ConfigEntryDisabler.USER)
    await hass.async_block_till_done()
    assert [walker.get("gone") for walker in await card.news()] == [True]
    await disable(home.entry_id, None)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert (await card.latest())["name"] == "Ada"


async def test_home_is_removed(hass: HomeAssistant, open_card: CardOpener) -> None:
    """Nobody is there any more; whoever asks is told that there is no home."""
    home = await set_up_home(hass, "Ada")
    card = await open_card()
    await card.watch()
    await card.events()
    await hass.config_entries.async_remove(home.entry_id)
    await hass.async_block_till_done()
    assert [walker.get("gone") for walker in await card.news()] == [True]
    assert await card.refusal() == "no_home"


async def test_hundred_times_on_and_off_leave_nothing_behind(
    hass: HomeAssistant, open_card: CardOpener
) -> None:
    """Neither does a page that is closed without a word."""
    home = await set_up_paths(hass, a_path(), walkers=("Ada", "Ben"))
    before = listeners(hass, home)
    card = await open_card()
    for number in range(100):
        if number % 2:
            await press(hass, START if number % 4 == 1 else FINISH)
        await card.unwatch(await card.watch())
    assert listeners(hass, home) == before
    for _ in range(3):
        await card.watch()
        await card.watch(device_of(hass, home, 1))
    watched = listeners(hass, home)
    assert watched["walkers"] == before["walkers"] + 2
    assert watched["moments"] == before["moments"] + 2
    assert watched["paths"] == before["paths"] + 2
    other = await open_card()
    await other.watch()
    assert listeners(hass, home) == watched
    await other.close()
    await card.close()
    for _ in range(10):
        await asyncio.sleep(0)
        await hass.async_block_till_done()
    assert listeners(hass, home) == before


async def test_entities_are_renamed_and_disabled(
    hass: HomeAssistant, open_card: CardOpener
) -> None:
    """The card finds them under their present names."""
    await set_up_home(hass, "Ada")
    card = await open_card()
    await card.watch()
    entities = (await card.latest())["entities"]
    assert entities["start"] == "button.ada_s_walking_start_walk"
    registry = er.async_get(hass)
    registry.async_update_entity(entities["start"], new_entity_id="button.go")
    registry.async_update_entity(
        entities["turn"], disabled_by=er.RegistryEntryDisabler.USER
    )
    await hass.async_block_till_done()
    renamed = (await card.latest())["entities"]
    assert renamed["start"] == "button.go"
    assert entities.keys() - renamed.keys() == {"turn"}


async def test_zone_of_the_home(hass: HomeAssistant, open_card: CardOpener) -> None:
    """Times are those of the home's wall, wherever it moves to."""
    await set_up_home(hass, "Ada")
    await press(hass, START)
    card = await open_card()
    await card.watch()
    await card.let_pass(5)
    await card.events()
    await hass.config.async_update(time_zone="America/New_York")
    await hass.async_block_till_done()
    [event] = await card.events()
    assert event["now"] == "2026-11-22T20:15:05.000-05:00"
    assert event["walker"]["session"]["started_at"] == "2026-11-22T20:15:00-05:00"


# Round a walk


async def test_path_and_what_is_in_the_way(
    hass: HomeAssistant, open_card: CardOpener
) -> None:
    """Nothing looks after the hall, then a door is open, then it is shut."""
    home = await set_up_paths(hass, guarded(door=[DOOR]), a_path(ROOM, "Room"))
    await see(hass, binary_sensor__front_door="off")
    card = await open_card()
    await card.watch()
    assert (await card.latest())["path"] == {
        "name": "Hallway",
        "blocked": False,
        "reasons": [],
    }
    await see(hass, binary_sensor__front_door="on")
    assert (await card.latest())["path"] == {
        "name": "Hallway",
        "blocked": True,
        "reasons": ["door"],
    }
    await hass.services.async_call(
        DOMAIN, "start", {"entity_id": SESSION, "force": True}, blocking=True
    )
    await hass.async_block_till_done()
    walker = await card.latest()
    assert (walker["phase"], walker["path"]["blocked"]) == ("walking", True)
    await see(hass, binary_sensor__front_door="off")
    assert await card.events() == []
    await card.let_pass(1)
    assert [walker["path"]["blocked"] for walker in await card.news()] == [False]
    await press(hass, FINISH)
    followed = listeners(hass, home)["paths"]
    subentry = home.subentries[walker_id(1)]
    hass.config_entries.async_update_subentry(
        home, subentry, data={**subentry.data, "default_path": ROOM}
    )
    await hass.async_block_till_done()
    path = (await card.latest())["path"]
    assert path == {"name": "Room", "blocked": None, "reasons": []}
    assert listeners(hass, home)["paths"] == followed
    await see(hass, binary_sensor__front_door="on")
    assert await card.events() == []


async def test_path_of_the_belt_that_is_switched_on(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, open_card: CardOpener
) -> None:
    """The card shows where the walker would walk now."""
    belt = await async_put_belt_on_air(hass)
    await set_up_paths(hass, a_path(), a_path(ROOM, "Room"))
    card = await open_card()
    await card.watch()
    assert (await card.latest())["path"]["name"] == "Hallway"
    await set_up_belt(hass, belt, path=ROOM)
    assert (await card.latest())["path"]["name"] == "Room"
    belt.off_air()
    belt.drop_link()
    await hass.async_block_till_done()
    names = [walker["path"]["name"] for walker in await card.news()]
    assert names[0] == "Hallway"


async def test_start_on_another_path(
    hass: HomeAssistant, open_card: CardOpener
) -> None:
    """The path that was asked for, from the first message of the walk on."""
    await set_up_paths(hass, a_path(), a_path(ROOM, "Room"))
    card = await open_card()
    await card.watch()
    await card.events()
    await hass.services.async_call(
        DOMAIN,
        "start",
        {
            "entity_id": SESSION,
            "path": path_device(hass, ROOM),
        },
        blocking=True,
    )
    await hass.async_block_till_done()
    [walker] = await card.news()
    assert (walker["phase"], walker["path"]["name"]) == ("walking", "Room")


async def test_next_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, open_card: CardOpener
) -> None:
    """When the walker is reminded next: today, later today when put off, else on the next day that is no day of rest."""
    put_file(
        file_of(hass, "journal.2026", walker_id(1)),
        a_journal(decisions=(a_decision("2026-11-01", "rest_days", [1]),)),
    )
    await async_reminded(hass, freezer)
    card = await open_card()
    await card.watch()
    assert (await card.latest())["next_walk"] is None
    await turn_reminders(hass, on=True)
    due = {"at": "2026-11-23T17:00:00+05:45", "why": "reminder"}
    assert (await card.latest())["next_walk"] == due
    await clock(hass, freezer, "17:00")
    later = {"at": "2026-11-25T17:00:00+05:45", "why": "reminder"}
    assert (await card.latest())["next_walk"] == later
    await turn_reminders(hass, on=False)
    assert (await card.latest())["next_walk"] is None


@pytest.mark.parametrize(
    ("decided", "at"),
    [
        ({"rest_days": [0, 1, 2, 3, 4, 5, 6]}, None),
        ({"vacation": "away"}, None),
        ({"rest_days": [0]}, "2026-11-24T17:00:00+05:45"),
        ({"reminder_time": 360}, "2026-11-24T06:00:00+05:45"),
        (
            {"streak_kind": "weekly", "weekly_goal": 1, "rest_days": [0]},
            "2026-12-01T17:00:00+05:45",
        ),
        (
            {"streak_kind": "weekly", "weekly_goal": 2},
            "2026-11-24T17:00:00+05:45",
        ),
    ],
)
async def test_next_walk_of_those_who_rest(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    open_card: CardOpener,
    decided: dict[str, Any],
    at: str | None,
) -> None:
    """Nobody is reminded on days of rest, in a vacation, or in a week that has enough already; Ada has walked this morning."""
    put_file(
        file_of(hass, "journal.2026", walker_id(1)),
        a_journal(
            a_session("today", "2026-11-23T00:15:00+00:00", 2),
            decisions=tuple(
                a_decision("2026-11-01", key, value)
                for key, value in {"reminders": True, **decided}.items()
            ),
        ),
    )
    await set_up_home(hass, "Ada")
    card = await open_card()
    await card.watch()
    next_walk = (await card.latest())["next_walk"]
    assert next_walk == (None if at is None else {"at": at, "why": "reminder"})
