"""Triggers, each through a real automation: whom they mean, when they fire, and what they tell."""

from types import MappingProxyType
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.const import DOMAIN
from custom_components.retrowalk.trigger import TRIGGERS
from homeassistant.components.automation.const import DOMAIN as AUTOMATION
from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    floor_registry as fr,
    label_registry as lr,
)
from homeassistant.helpers.trigger import TriggerConfig, async_get_all_descriptions

from .automations import (
    ADA,
    async_automate,
    automation_is_valid,
    device_of,
    put_into_hall,
)
from .belts import async_put_belt_on_air, async_walk
from .homes import (
    BREAKFAST,
    let_pass,
    press,
    set_up_belt,
    set_up_home,
    state,
    walker_id,
)
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


async def test_area_means_each_walker_in_it_once(hass: HomeAssistant) -> None:
    """Both walk in the hall: each start fires once, however many entities of theirs are there; others' entities do not matter."""
    await set_up_home(hass, "Ada", "Ben", "Cat")
    hall = put_into_hall(hass, 1, 2)
    foreign = er.async_get(hass).async_get_or_create("binary_sensor", "demo", "door")
    er.async_get(hass).async_update_entity(foreign.entity_id, area_id=hall["area_id"])
    runs = await async_automate(hass, on("session_started", hall | ADA))
    await press(
        hass, START, "ben_s_walking_start_walk", "cat_s_walking_start_walk", FINISH
    )
    assert walkers(runs) == ["Ada", "Ben"]


async def test_device_floor_and_label(hass: HomeAssistant) -> None:
    """A walker is found on each way."""
    await set_up_home(hass, "Ada", "Ben")
    hall = put_into_hall(hass, 1)
    floor = fr.async_get(hass).async_create("Ground")
    ar.async_get(hass).async_update(hall["area_id"], floor_id=floor.floor_id)
    label = lr.async_get(hass).async_create("Family")
    device = device_of(hass)
    dr.async_get(hass).async_update_device(device.id, labels={label.label_id})
    targets = {
        "device": {"device_id": device.id},
        "floor": {"floor_id": floor.floor_id},
        "label": {"label_id": label.label_id},
    }
    runs = await async_automate(
        hass,
        *(
            on("session_started", target) | {"id": name}
            for name, target in targets.items()
        ),
    )
    await press(hass, "ben_s_walking_start_walk", START)
    assert [(run["id"], run["walker"]) for run in runs] == [
        (name, "Ada") for name in targets
    ]


async def test_walker_moves_into_the_area_later(hass: HomeAssistant) -> None:
    """The target is what it is when somebody walks."""
    await set_up_home(hass, "Ada")
    hall = put_into_hall(hass)
    runs = await async_automate(hass, on("session_started", hall))
    await press(hass, START, FINISH)
    assert not runs
    put_into_hall(hass, 1)
    await press(hass, START, FINISH)
    assert walkers(runs) == ["Ada"]


async def test_foreign_target_never_fires(hass: HomeAssistant) -> None:
    """A target without a walker of ours means nobody."""
    await set_up_home(hass, "Ada")
    er.async_get(hass).async_get_or_create(
        "binary_sensor", "demo", "door", suggested_object_id="door"
    )
    runs = await async_automate(
        hass, on("session_started", {"entity_id": ["binary_sensor.door", "sun.sun"]})
    )
    await press(hass, START, FINISH)
    assert not runs


@pytest.mark.parametrize("key", ["session", "week_time"])
async def test_disabled_entity_still_names_its_walker(
    hass: HomeAssistant, key: str
) -> None:
    """The entity is only the walker's name: whether it is there does not matter."""
    home = await set_up_home(hass, "Ada")
    registry = er.async_get(hass)
    entity_id = registry.async_get_entity_id("sensor", DOMAIN, f"{walker_id(1)}_{key}")
    assert entity_id
    for each in er.async_entries_for_config_entry(registry, home.entry_id):
        if each.domain != "button":
            registry.async_update_entity(
                each.entity_id, disabled_by=er.RegistryEntryDisabler.USER
            )
    assert await hass.config_entries.async_reload(home.entry_id)
    runs = await async_automate(hass, on("session_started", {"entity_id": entity_id}))
    await press(hass, START)
    assert walkers(runs) == ["Ada"]


async def test_automation_that_was_there_before_the_home(hass: HomeAssistant) -> None:
    """It is valid without any home, and waits."""
    label = lr.async_get(hass).async_create("Walkers")
    runs = await async_automate(
        hass, on("session_started", ADA), on("goal_reached", {"label_id": "walkers"})
    )
    assert automation_is_valid(hass)
    await set_up_home(hass, "Ada")
    dr.async_get(hass).async_update_device(device_of(hass).id, labels={label.label_id})
    await press(hass, START)
    assert keys(runs) == ["session_started"]


async def test_home_is_reloaded(hass: HomeAssistant) -> None:
    """A home that comes back is followed, and nothing fires twice."""
    home = await set_up_home(hass, "Ada")
    runs = await async_automate(hass, on("session_started"))
    for _time in range(2):
        assert await hass.config_entries.async_reload(home.entry_id)
        await hass.async_block_till_done()
    await press(hass, START)
    assert walkers(runs) == ["Ada"]
    assert await hass.config_entries.async_unload(home.entry_id)


async def test_walk_that_ended_while_the_home_was_away(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """What a home finds out while it is set up fires too."""
    home = await set_up_home(hass, "Ada")
    belt = await async_put_belt_on_air(hass)
    treadmill = await set_up_belt(hass, belt)
    runs = await async_automate(hass, on("session_finished"))
    belt.start(3.0)
    await async_walk(hass, freezer, belt, seconds=90)
    assert await hass.config_entries.async_unload(treadmill.entry_id)
    assert await hass.config_entries.async_unload(home.entry_id)
    freezer.tick(3600)
    assert await hass.config_entries.async_setup(home.entry_id)
    await hass.async_block_till_done()
    [told] = runs
    assert told["reason"] == "link"


async def test_moments_of_the_start_wait_for_the_automations(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """While Home Assistant starts, automations come last: what is found out before is told then, in order, once."""
    home = await set_up_home(hass, "Ada")
    await press(hass, START)
    assert await hass.config_entries.async_unload(home.entry_id)
    freezer.tick(3600)
    hass.set_state(CoreState.starting)
    assert await hass.config_entries.async_setup(home.entry_id)
    await hass.async_block_till_done()
    runs = await async_automate(hass, on("session_finished"), on("session_started"))
    assert not runs
    hass.set_state(CoreState.running)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await hass.async_block_till_done()
    assert keys(runs) == ["session_finished"]
    assert runs[0]["reason"] == "link"
    await press(hass, START)
    assert keys(runs) == ["session_finished", "session_started"]


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


async def test_target_that_lost_its_walker_is_traced(hass: HomeAssistant) -> None:
    """Why an automation did not run is found in its trace."""
    await set_up_home(hass, "Ada")
    reports: list[str] = []
    trigger = TRIGGERS["session_started"](
        hass,
        TriggerConfig(
            key="retrowalk.session_started",
            target={"entity_id": ["sensor.gone"]},
            options={},
        ),
    )
    stop = await trigger.async_attach_runner(
        lambda *_: pytest.fail("fired"),
        lambda info, _context=None: reports.append(info.reason),
    )
    await press(hass, START)
    stop()
    await press(hass, FINISH, START)
    assert reports == ["target_names_no_walker"]


async def test_walker_is_added_and_removed(hass: HomeAssistant) -> None:
    """Whoever comes into the area later is waited for; whoever is removed no more."""
    home = await set_up_home(hass, "Ada")
    hall = put_into_hall(hass, 1)
    runs = await async_automate(hass, on("session_started", hall))
    hass.config_entries.async_add_subentry(
        home,
        ConfigSubentry(
            data=MappingProxyType({"name": "Ben", "live_opens_session": True}),
            subentry_id=walker_id(2),
            subentry_type="walker",
            title="Ben",
            unique_id=None,
        ),
    )
    await hass.async_block_till_done()
    put_into_hall(hass, 2)
    await press(hass, "ben_s_walking_start_walk", "ben_s_walking_finish_walk")
    assert walkers(runs) == ["Ben"]
    hass.config_entries.async_remove_subentry(home, walker_id(1))
    await hass.async_block_till_done()
    await press(hass, "ben_s_walking_start_walk")
    assert walkers(runs) == ["Ben", "Ben"]


async def test_automation_that_is_switched_off(hass: HomeAssistant) -> None:
    """Nothing fires any more, and nothing of it is left."""
    await set_up_home(hass, "Ada")
    runs = await async_automate(hass, on("session_started"))
    await hass.services.async_call(
        AUTOMATION, "turn_off", {"entity_id": "automation.hall"}, blocking=True
    )
    await press(hass, START, FINISH)
    assert not runs


async def test_answer_to_a_moment_comes_after_it(hass: HomeAssistant) -> None:
    """An automation that finishes what pauses: the pause is told to everybody before the finish is."""
    await set_up_home(hass, "Ada")
    runs = await async_automate(
        hass,
        on("session_paused") | {"id": "pause"},
        on("session_finished") | {"id": "finish"},
        actions=[
            {
                "if": "{{ trigger.id == 'pause' }}",
                "then": {
                    "action": "button.press",
                    "target": {"entity_id": f"button.{FINISH}"},
                },
            }
        ],
    )
    await press(hass, START, PAUSE)
    assert [run["id"] for run in runs] == ["pause", "finish"]


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


async def test_empty_target_is_told(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    """A form without a target, saved: it never fires, and the log says why."""
    await set_up_home(hass, "Ada")
    runs = await async_automate(hass, on("session_started", {}))
    await press(hass, START)
    assert not runs
    assert "The target names no walker" in caplog.text


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
