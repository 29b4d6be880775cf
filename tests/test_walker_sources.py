"""Entities that walkers follow, over time: chosen anew, renamed, removed, brought back; and a phone by which walks begin."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.retrowalk.const import DOMAIN
from custom_components.retrowalk.diagnostics import async_get_config_entry_diagnostics
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir

from .guards import LEAK, guarded, see
from .homes import BREAKFAST, let_pass, press, set_up_home, shown, walker_id
from .paths import set_up_paths
from .phones import Phone, async_register_phone
from .sourced import add_device, follow, show, show_for
from .walkers import errors

SPEED = "sensor.speed"
SESSION = "sensor.ada_s_walking_session"


@pytest.fixture(autouse=True)
def _begin(freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to(BREAKFAST)


def lost(hass: HomeAssistant, walker: int = 1) -> dict[str, str] | None:
    """What a walker is told to be gone."""
    issue = ir.async_get(hass).async_get_issue(
        DOMAIN, f"walker_sources_lost_{walker_id(walker)}"
    )
    return None if issue is None else issue.translation_placeholders


def own_listeners(hass: HomeAssistant) -> dict[str, int]:
    """How many listen to what following entities needs."""
    listeners = hass.bus.async_listeners()
    return {
        event: listeners.get(event, 0)
        for event in ("entity_registry_updated", "state_changed", "state_reported")
    }


async def test_sources_are_changed_on_the_fly(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Nothing is reloaded, and what was followed before is followed no more."""
    home = await set_up_home(hass, "Ada")
    runtime = home.runtime_data
    await show(hass, SPEED, 0, "km/h")
    await show(hass, "sensor.other", 0, "km/h")
    await follow(hass, home, speed=SPEED)
    await follow(hass, home, speed="sensor.other")
    await show_for(hass, freezer, 20, SPEED, 3, "km/h")
    assert shown(hass, SESSION) == "idle"
    await show_for(hass, freezer, 20, "sensor.other", 3, "km/h")
    assert shown(hass, SESSION) == "walking"
    assert home.runtime_data is runtime


async def test_each_walker_follows_what_is_theirs(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Two walkers with a treadmill each."""
    home = await set_up_home(hass, "Ada", "Ben")
    for name in ("Ada", "Ben"):
        await show(hass, f"sensor.{name.lower()}", 0, "km/h")
        await follow(hass, home, name=name, speed=f"sensor.{name.lower()}")
    await show_for(hass, freezer, 20, "sensor.ben", 3, "km/h")
    assert shown(hass, SESSION) == "idle"
    assert shown(hass, "sensor.ben_s_walking_session") == "walking"


async def test_following_outlives_a_reload(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """And the walk that is under way goes on."""
    home = await set_up_home(hass, "Ada")
    await show(hass, SPEED, 0, "km/h")
    await follow(hass, home, speed=SPEED)
    await show_for(hass, freezer, 100, SPEED, 3, "km/h")
    listeners = own_listeners(hass)
    assert await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done()
    await let_pass(hass, freezer, 100, step_s=1)
    assert shown(hass, SESSION) == "walking"
    [walker] = home.runtime_data.walkers.values()
    assert walker.data.session.active_s == pytest.approx(200, abs=40)
    assert own_listeners(hass) == listeners


async def test_removed_entity_is_told_until_it_is_back(hass: HomeAssistant) -> None:
    """By the name it had; the same entity under its old id is the same."""
    home = await set_up_home(hass, "Ada", "Ben")
    add_device(hass, SPEED, "sensor.steps")
    await show(hass, SPEED, 0, "km/h")
    await show(hass, "sensor.steps", 0)
    await follow(hass, home, speed=SPEED, steps="sensor.steps")
    assert lost(hass) is None
    registry = er.async_get(hass)
    entry = registry.async_get(SPEED)
    assert entry is not None
    registry.async_remove(SPEED)
    await hass.async_block_till_done()
    assert lost(hass) == {"walker": "Ada", "entities": SPEED}
    assert lost(hass, 2) is None
    registry.async_get_or_create(
        "sensor", "gym", entry.unique_id, suggested_object_id="speed"
    )
    await hass.async_block_till_done()
    assert lost(hass) is None


async def test_entity_that_is_back_is_followed_again(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Under whatever name."""
    home = await set_up_home(hass, "Ada")
    add_device(hass, SPEED)
    await show(hass, SPEED, 0, "km/h")
    await follow(hass, home, speed=SPEED)
    registry = er.async_get(hass)
    entry = registry.async_get(SPEED)
    assert entry is not None
    registry.async_remove(SPEED)
    hass.states.async_remove(SPEED)
    await show_for(hass, freezer, 20, SPEED, 3, "km/h")
    assert shown(hass, SESSION) == "idle"
    back = registry.async_get_or_create("sensor", "gym", entry.unique_id)
    await hass.async_block_till_done()
    if back.entity_id != SPEED:
        registry.async_update_entity(back.entity_id, new_entity_id="sensor.back")
    else:
        hass.states.async_remove(SPEED)
        registry.async_update_entity(SPEED, new_entity_id="sensor.back")
    await show_for(hass, freezer, 20, "sensor.back", 3, "km/h")
    assert shown(hass, SESSION) == "walking"


async def test_removed_entity_is_told_no_more_once_it_is_left_out(
    hass: HomeAssistant,
) -> None:
    """In the dialog, where it is not shown any more."""
    home = await set_up_home(hass, "Ada")
    add_device(hass, SPEED)
    await follow(hass, home, steps=SPEED)
    er.async_get(hass).async_remove(SPEED)
    await hass.async_block_till_done()
    assert lost(hass) is not None
    await follow(hass, home)
    assert lost(hass) is None


async def test_what_is_lost_is_told_once_home_assistant_runs(
    hass: HomeAssistant,
) -> None:
    """Before, an entity without a registry may still be to come."""
    home = await set_up_home(hass, "Ada")
    await show(hass, SPEED, 0, "km/h")
    await follow(hass, home, speed=SPEED)
    assert await hass.config_entries.async_unload(home.entry_id)
    hass.states.async_remove(SPEED)
    hass.set_state(CoreState.starting)
    assert await hass.config_entries.async_setup(home.entry_id)
    await hass.async_block_till_done()
    assert lost(hass) is None
    hass.set_state(CoreState.running)
    hass.bus.async_fire("homeassistant_started")
    await hass.async_block_till_done()
    assert lost(hass) == {"walker": "Ada", "entities": SPEED}
    assert await hass.config_entries.async_remove(home.entry_id)
    await hass.async_block_till_done()
    assert lost(hass) is None


async def test_diagnostics_tell_what_is_followed_but_not_by_name(
    hass: HomeAssistant,
) -> None:
    """What each entity is for, and how motion is told."""
    home = await set_up_home(hass, "Ada")
    await show(hass, SPEED, 0, "km/h")
    await show(hass, "sensor.plug", 0, "W")
    await follow(hass, home, speed=SPEED, motion="sensor.plug", motion_above=40)
    told = await async_get_config_entry_diagnostics(hass, home)
    [walker] = told["walkers"]
    assert walker["followed"] == {
        "phone": [],
        "others": ["motion", "speed"],
        "activity_starts": False,
        "motion": {"above": 40, "on_delay_s": 3, "off_delay_s": 10},
    }
    assert "sensor." not in str(told)


async def test_what_is_unloaded_follows_nothing_that_is_chosen_then(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Not even while it is still being unloaded."""
    home = await set_up_home(hass, "Ada")
    runtime = home.runtime_data
    assert await hass.config_entries.async_unload(home.entry_id)
    await show(hass, SPEED, 3, "km/h")
    await follow(hass, home, speed=SPEED)
    runtime.entities.async_follow()
    await let_pass(hass, freezer, 20)
    [walker] = runtime.walkers.values()
    assert walker.data.session is None


# A walk that begins by the phone


async def phone_that_tells(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    *,
    starts: bool = True,
    sensor: str = "detected_activity",
    state: str = "still",
) -> Phone:
    """Ada's phone, with its sensor of activity, by which a walk may begin."""
    home = await set_up_home(hass, "Ada")
    phone = await async_register_phone(hass, hass_client)
    activity = await phone.add_sensor(sensor, "Activity", state=state)
    await follow(
        hass,
        home,
        phone=phone.device_id,
        on_phone={"activity": activity, "activity_starts": starts},
    )
    return phone


async def says(phone: Phone, sensor: str, state: str) -> None:
    """The phone says what its owner does."""
    states: dict[str, Any] = {sensor: state}
    await phone.report(**states)


@pytest.mark.parametrize(
    ("sensor", "rests", "walks"),
    [
        ("detected_activity", "still", "walking"),
        ("detected_activity", "tilting", "on_foot"),
        ("activity", "Stationary", "Walking"),
    ],
)
async def test_a_minute_of_walking_begins_a_walk(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
    sensor: str,
    rests: str,
    walks: str,
) -> None:
    """Of walking on Android and on iOS; and when the phone says otherwise, it goes on."""
    phone = await phone_that_tells(hass, hass_client, sensor=sensor, state=rests)
    await says(phone, sensor, walks)
    await let_pass(hass, freezer, 58, step_s=1)
    assert shown(hass, SESSION) == "idle"
    await let_pass(hass, freezer, 4, step_s=1)
    assert shown(hass, SESSION) == "walking"
    await says(phone, sensor, rests)
    await let_pass(hass, freezer, 600)
    assert shown(hass, SESSION) == "walking"


async def test_walking_begins_nothing_unless_asked_for(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """It is off at first."""
    phone = await phone_that_tells(hass, hass_client, starts=False)
    await phone.report(detected_activity="walking")
    await let_pass(hass, freezer, 300)
    assert shown(hass, SESSION) == "idle"


async def test_a_walk_to_the_fridge_begins_nothing(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Each minute counts by itself, and on foot and walking are the same."""
    phone = await phone_that_tells(hass, hass_client)
    for _ in range(3):
        await phone.report(detected_activity="walking")
        await let_pass(hass, freezer, 40)
        await phone.report(detected_activity="running")
        await let_pass(hass, freezer, 20)
    assert shown(hass, SESSION) == "idle"
    await phone.report(detected_activity="on_foot")
    await let_pass(hass, freezer, 40)
    await phone.report(detected_activity="walking")
    await let_pass(hass, freezer, 30)
    assert shown(hass, SESSION) == "walking"


async def test_walking_that_was_there_before_begins_nothing(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """After a restart, nobody knows how long it has been so; nor does a walk that was finished begin again."""
    phone = await phone_that_tells(hass, hass_client, state="walking")
    await phone.report(detected_activity="on_foot")
    await let_pass(hass, freezer, 120)
    assert shown(hass, SESSION) == "idle"
    await phone.report(detected_activity="still")
    await phone.report(detected_activity="walking")
    await let_pass(hass, freezer, 70)
    assert shown(hass, SESSION) == "walking"
    await press(hass, "ada_s_walking_finish_walk")
    await phone.report(detected_activity="on_foot")
    await let_pass(hass, freezer, 120)
    assert shown(hass, SESSION) == "idle"


async def test_phone_that_falls_silent_begins_nothing_until_it_speaks(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Then the minute begins anew; a moment of silence within it does no harm."""
    phone = await phone_that_tells(hass, hass_client)
    await phone.report(detected_activity="walking")
    await let_pass(hass, freezer, 30)
    await phone.report(detected_activity="unavailable")
    await let_pass(hass, freezer, 60)
    assert shown(hass, SESSION) == "idle"
    await phone.report(detected_activity="walking")
    await let_pass(hass, freezer, 30)
    await phone.report(detected_activity="unknown")
    await phone.report(detected_activity="walking")
    assert shown(hass, SESSION) == "idle"
    await let_pass(hass, freezer, 40)
    assert shown(hass, SESSION) == "walking"


async def test_walking_does_not_touch_a_session(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Not even one that pauses by command."""
    phone = await phone_that_tells(hass, hass_client)
    await press(hass, "ada_s_walking_start_walk", "ada_s_walking_pause_walk")
    assert shown(hass, SESSION) == "paused"
    await phone.report(detected_activity="walking")
    await let_pass(hass, freezer, 80)
    assert shown(hass, SESSION) == "paused"


async def test_a_blocked_path_keeps_the_phone_from_beginning_a_walk(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """As it keeps everybody who starts one by command."""
    await see(hass, **{LEAK.replace(".", "__"): "on"})
    home = await set_up_paths(hass, guarded(leak=[LEAK]))
    phone = await async_register_phone(hass, hass_client)
    activity = await phone.add_sensor("activity", "Activity", state="Stationary")
    await follow(
        hass,
        home,
        phone=phone.device_id,
        on_phone={"activity": activity, "activity_starts": True},
    )
    await phone.report(activity="Walking")
    await let_pass(hass, freezer, 70)
    assert shown(hass, SESSION) == "idle"
    assert errors(caplog, "") == 0


async def test_unload_waits_for_no_walk(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The minute ends with the home."""
    phone = await phone_that_tells(hass, hass_client)
    await phone.report(detected_activity="walking")
    [home] = hass.config_entries.async_entries(DOMAIN)
    assert await hass.config_entries.async_reload(home.entry_id)
    await let_pass(hass, freezer, 120)
    assert shown(hass, SESSION) == "idle"
