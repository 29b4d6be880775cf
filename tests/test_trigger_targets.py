"""Whom triggers mean, and that they wait whatever comes and goes: entities, walkers, the home, Home Assistant."""

from types import MappingProxyType

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
from homeassistant.helpers.trigger import TriggerConfig

from .automations import (
    ADA,
    async_automate,
    automation_is_valid,
    device_of,
    put_into_hall,
)
from .belts import async_put_belt_on_air, async_walk
from .homes import BREAKFAST, press, set_up_belt, set_up_home, walker_id
from .test_trigger import FINISH, PAUSE, START, keys, on, walkers


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


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
    home = await set_up_home(hass, "Ada")
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
    heard: list[str] = []
    home.runtime_data.walkers[walker_id(1)].moments.async_add(
        lambda moment: heard.append(type(moment).__name__)
    )
    await press(hass, START, PAUSE)
    assert heard == ["SessionStarted", "SessionPaused", "SessionFinished"]
    assert [run["id"] for run in runs] == ["pause", "finish"]


async def test_empty_target_is_told(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    """A form without a target, saved: it never fires, and the log says why."""
    await set_up_home(hass, "Ada")
    runs = await async_automate(hass, on("session_started", {}))
    await press(hass, START)
    assert not runs
    assert "The target names no walker" in caplog.text
