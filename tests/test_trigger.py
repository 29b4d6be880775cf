"""Triggers, each through a real automation: when they fire, what they tell, and what the editor shows of them."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.retrowalk.const import DOMAIN
from custom_components.retrowalk.trigger import TRIGGERS
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.trigger import async_get_all_descriptions

from .automations import ADA, async_automate, automation_is_valid, device_of
from .belts import async_put_belt_on_air
from .homes import BREAKFAST, let_pass, press, set_up_belt, set_up_home, state
from .test_translations import ICONS, TEXTS

START = "ada_s_walking_start_walk"
PAUSE = "ada_s_walking_pause_walk"
TURN = "ada_s_walking_turn_round"
FINISH = "ada_s_walking_finish_walk"


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


def on(key: str, target: dict[str, Any] = ADA, **options: Any) -> dict[str, Any]:
    """A trigger as it is written in YAML."""
    written = {"trigger": f"{DOMAIN}.{key}", "target": target}
    return written | ({"options": options} if options else {})


def keys(runs: list[dict[str, Any]]) -> list[str]:
    """The names of the triggers that fired."""
    return [run["platform"].removeprefix(f"{DOMAIN}.") for run in runs]


def walkers(runs: list[dict[str, Any]]) -> list[str]:
    """Whose moments fired."""
    return [run["walker"] for run in runs]


async def test_each_moment_of_a_walk_fires(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Whoever starts, pauses, goes on, turns round and finishes is waited for."""
    await set_up_home(hass, "Ada")
    runs = await async_automate(hass, *(on(key) for key in TRIGGERS))
    await press(hass, START, PAUSE, START, TURN, TURN)
    await let_pass(hass, freezer, 610)
    await press(hass, FINISH)
    assert keys(runs) == [
        "session_started",
        "session_paused",
        "session_resumed",
        "session_turned",
        "session_turned",
        "goal_reached",
        "streak_extended",
        "session_finished",
    ]
    started, paused, resumed, turned = runs[:4]
    assert started["direction"] == "backward"
    assert paused["reason"] == "command"
    assert resumed["rejoined"] is False
    assert turned["direction"] == "forward"
    assert len({run["session_id"] for run in runs}) == 1


async def test_what_a_finish_tells(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The walker, the figures of the walk and the streak are there for templates."""
    await set_up_home(hass, "Ada")
    runs = await async_automate(hass, on("session_finished"))
    await press(hass, START)
    await let_pass(hass, freezer, 600)
    await press(hass, TURN)
    await let_pass(hass, freezer, 60)
    await press(hass, FINISH)
    [told] = runs
    assert told.pop("session_id")
    assert told == {
        "id": "0",
        "idx": "0",
        "alias": None,
        "platform": "retrowalk.session_finished",
        "description": "session finished of Ada",
        "walker": "Ada",
        "device_id": device_of(hass).id,
        "entity_id": "event.ada_s_walking_walks",
        "streak": 1,
        "streak_kind": "daily",
        "goal_reached": True,
        "reason": "command",
        "recorded": True,
        "duration_s": 660,
        "backward_s": 600,
        "forward_s": 60,
        "unknown_s": 0,
        "distance_m": 0,
        "steps": 0,
        "step_source": "none",
    }


async def test_streak_from_risk_to_loss(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """What threatens and ends a streak fires at its hour, with its length."""
    await set_up_home(hass, "Ada")
    runs = await async_automate(hass, on("streak_at_risk"), on("streak_lost"))
    await press(hass, START)
    await let_pass(hass, freezer, 610)
    await press(hass, FINISH)
    await let_pass(hass, freezer, 48 * 3600, step_s=3600)
    assert keys(runs) == ["streak_at_risk", "streak_lost"]
    assert (runs[0]["length"], runs[0]["day"]) == (1, "2026-11-24")
    assert (runs[1]["lost"], runs[1]["streak"]) == (1, 0)


async def walk_days(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, days: int
) -> None:
    """Reach the goal on so many days in a row; it is the morning after them."""
    for _day in range(days):
        await press(hass, START)
        await let_pass(hass, freezer, 610, step_s=305)
        await press(hass, FINISH)
        await let_pass(hass, freezer, 24 * 3600 - 610, step_s=6 * 3600)


async def test_milestones_and_a_freeze(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Three and seven days are celebrated, and a seventh day pays for one that is missed."""
    await set_up_home(hass, "Ada")
    runs = await async_automate(
        hass,
        on("milestone_reached") | {"id": "any"},
        on("milestone_reached", milestone=7) | {"id": "seven"},
        on("milestone_reached", milestone=[3, 30]) | {"id": "some"},
        on("freeze_used") | {"id": "freeze"},
    )
    await walk_days(hass, freezer, 7)
    assert [(run["id"], run["length"]) for run in runs] == [
        ("any", 3),
        ("some", 3),
        ("any", 7),
        ("seven", 7),
    ]
    await let_pass(hass, freezer, 24 * 3600, step_s=3600)
    assert runs[-1]["id"] == "freeze"
    assert runs[-1]["frozen"] == "2026-11-30"
    assert runs[-1]["left"] == 0


async def test_badge_is_earned(hass: HomeAssistant) -> None:
    """By a walk of today that is written down afterwards, too."""
    await set_up_home(hass, "Ada")
    runs = await async_automate(hass, on("badge_earned"))
    await hass.services.async_call(
        DOMAIN,
        "log_session",
        ADA
        | {"end": "2026-11-23 06:50:00", "duration": {"minutes": 30}, "distance": 1100},
        blocking=True,
    )
    await hass.async_block_till_done()
    assert [(run["badge"], run["evidence"]) for run in runs] == [("km_1", "round")]


@pytest.mark.parametrize(
    ("options", "fires"),
    [
        ({}, True),
        ({"minutes": 2}, True),
        ({"minutes": 2.5}, False),
        ({"direction": "backward"}, False),
        ({"direction": "forward"}, True),
        ({"direction": "forward", "minutes": 3}, False),
    ],
)
async def test_finish_that_is_asked_for(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    options: dict[str, Any],
    fires: bool,
) -> None:
    """Only minutes backward are reckoned, and the direction is that of most of the walk."""
    await set_up_home(hass, "Ada")
    runs = await async_automate(hass, on("session_finished", **options))
    await press(hass, START)
    await let_pass(hass, freezer, 120)
    await press(hass, TURN)
    await let_pass(hass, freezer, 180)
    await press(hass, FINISH)
    assert bool(runs) is fires


async def test_direction_that_is_asked_for(hass: HomeAssistant) -> None:
    """A start or a turn into another direction fires nothing."""
    await set_up_home(hass, "Ada")
    runs = await async_automate(
        hass,
        on("session_started", direction="forward"),
        on("session_started", direction="backward") | {"id": "backward"},
        on("session_turned", direction="backward") | {"id": "back again"},
    )
    await press(hass, START, TURN, TURN)
    assert [run["id"] for run in runs] == ["backward", "back again"]


async def test_time_to_turn(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Whoever asked for it at the start is told every other minute, also by the event entity; a reload loses no second."""
    home = await set_up_home(hass, "Ada")
    runs = await async_automate(hass, on("turn_due"))
    await hass.services.async_call(
        DOMAIN, "start", ADA | {"turn_every": {"minutes": 2}}, blocking=True
    )
    await let_pass(hass, freezer, 110)
    assert not runs
    assert await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done()
    await let_pass(hass, freezer, 10)
    assert [run["direction"] for run in runs] == ["forward"]
    assert runs[0]["duration_s"] == 120
    shown = state(hass, "event.ada_s_walking_walks").attributes
    assert (shown["event_type"], shown["direction"]) == ("turn_due", "forward")
    await press(hass, TURN)
    await let_pass(hass, freezer, 120)
    assert [run["direction"] for run in runs] == ["forward", "backward"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"trigger": "retrowalk.session_started"},
        on("session_started", direction="sideways"),
        on("session_finished", minutes=-1),
        on("milestone_reached", milestone=[]),
        on("streak_lost", minutes=1),
        on("no_such_moment"),
    ],
)
async def test_wrong_trigger_is_refused(
    hass: HomeAssistant, wrong: dict[str, Any]
) -> None:
    """What cannot be meant is told when the automation is read, not when it should run."""
    await async_automate(hass, wrong)
    assert not automation_is_valid(hass)


async def test_editor_offers_them_for_walkers_only(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> None:
    """By their device, or by an entity that is in the filters; a belt has none of ours."""
    await set_up_home(hass, "Ada")
    belt = await set_up_belt(hass, await async_put_belt_on_air(hass))
    [belt_device] = dr.async_entries_for_config_entry(dr.async_get(hass), belt.entry_id)
    editor = await hass_ws_client(hass)

    async def offered(target: dict[str, Any]) -> set[str]:
        await editor.send_json_auto_id(
            {"type": "get_triggers_for_target", "target": target}
        )
        answer = await editor.receive_json()
        return {
            key.removeprefix(f"{DOMAIN}.")
            for key in answer["result"]
            if key.startswith(DOMAIN)
        }

    assert await offered({"device_id": [device_of(hass).id]}) == TRIGGERS.keys()
    assert await offered({"entity_id": [ADA["entity_id"]]}) == TRIGGERS.keys()
    assert await offered({"device_id": [belt_device.id]}) == set()


async def test_editor_lists_every_trigger(hass: HomeAssistant) -> None:
    """Each has a description, a form, texts for all of it, and an icon."""
    await set_up_home(hass, "Ada")
    described = {
        key.removeprefix(f"{DOMAIN}."): description
        for key, description in (await async_get_all_descriptions(hass)).items()
        if key.startswith(f"{DOMAIN}.")
    }
    assert described.keys() == TRIGGERS.keys()
    assert TEXTS["triggers"].keys() == TRIGGERS.keys()
    assert ICONS["triggers"].keys() == TRIGGERS.keys()
    for key, description in described.items():
        assert description
        assert description["target"]["entity"][0]["integration"] == DOMAIN
        texts = TEXTS["triggers"][key]
        assert texts.keys() <= {"name", "description", "fields"}
        options = {option.name for option in TRIGGERS[key].telling.options}
        assert description["fields"].keys() == options
        assert texts.get("fields", {}).keys() == options
