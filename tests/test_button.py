"""Buttons: a walk without a belt, and the stop of a belt where that is allowed."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er

from .belts import async_put_belt_on_air, async_walk
from .homes import (
    BREAKFAST,
    assert_as_before,
    let_pass,
    press,
    set_up_belt,
    set_up_home,
    shown,
    state,
)

SESSION = "sensor.ada_s_walking_session"
STOP = "button.hall_belt_stop_belt"


async def choose(hass: HomeAssistant, belt: MockConfigEntry, **options: Any) -> None:
    """Submit the options of a belt."""
    flow = await hass.config_entries.options.async_init(belt.entry_id)
    await hass.config_entries.options.async_configure(
        flow["flow_id"], {"keep_connected": True, "allow_stop": False} | options
    )
    await hass.async_block_till_done()


async def test_buttons_of_a_home_and_of_a_belt(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, snapshot: SnapshotAssertion
) -> None:
    """What is registered and shown before the first walk."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    belt = await set_up_belt(hass, await async_put_belt_on_air(hass), allow_stop=True)
    assert_as_before(hass, snapshot, home, Platform.BUTTON)
    assert_as_before(hass, snapshot, belt, Platform.BUTTON)


async def test_walk_in_the_hallway(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Start, pause, start again, finish: the pause is not walked."""
    freezer.move_to(BREAKFAST)
    await set_up_home(hass, "Ada")
    await press(hass, "ada_s_walking_start_walk")
    assert shown(hass, SESSION) == "walking"
    await let_pass(hass, freezer, 120)
    await press(hass, "ada_s_walking_pause_walk")
    assert shown(hass, SESSION) == "paused"
    await let_pass(hass, freezer, 60)
    await press(hass, "ada_s_walking_start_walk")
    assert shown(hass, SESSION) == "walking"
    await let_pass(hass, freezer, 60)
    await press(hass, "ada_s_walking_finish_walk")
    assert shown(hass, SESSION) == "idle"
    time = shown(hass, "sensor.ada_s_walking_session_time")
    assert float(time) == pytest.approx(3)


async def test_turn_round(hass: HomeAssistant) -> None:
    """Turning changes the direction, and turning again changes it back."""
    await set_up_home(hass, "Ada")
    await press(hass, "ada_s_walking_start_walk", "ada_s_walking_turn_round")
    assert state(hass, SESSION).attributes["direction"] == "forward"
    await press(hass, "ada_s_walking_turn_round")
    assert state(hass, SESSION).attributes["direction"] == "backward"


@pytest.mark.parametrize("button", ["pause_walk", "finish_walk", "turn_round"])
async def test_button_without_a_walk_says_so(hass: HomeAssistant, button: str) -> None:
    """Where nobody walks, there is nothing to pause, finish or turn."""
    await set_up_home(hass, "Ada")
    with pytest.raises(ServiceValidationError) as refused:
        await press(hass, f"ada_s_walking_{button}")
    assert refused.value.translation_key == "no_session"


async def test_stop_button_comes_and_goes_with_its_option(hass: HomeAssistant) -> None:
    """Nobody has a stop button who did not ask for it; the link stays while it comes and goes."""
    virtual = await async_put_belt_on_air(hass)
    belt = await set_up_belt(hass, virtual)
    link = belt.runtime_data
    assert hass.states.get(STOP) is None
    await choose(hass, belt, allow_stop=True)
    assert shown(hass, STOP) == "unknown"
    await choose(hass, belt, allow_stop=True, keep_connected=False)
    assert shown(hass, STOP) == "unknown"
    await choose(hass, belt, allow_stop=False)
    assert hass.states.get(STOP) is None
    assert er.async_get(hass).async_get(STOP) is None
    await choose(hass, belt, allow_stop=True)
    assert shown(hass, STOP) == "unknown"
    assert belt.runtime_data is link
    assert link.counts.connects == 1


async def test_stop_button_survives_a_reload(hass: HomeAssistant) -> None:
    """A belt that may be stopped has its button after a restart, too."""
    belt = await set_up_belt(hass, await async_put_belt_on_air(hass), allow_stop=True)
    assert await hass.config_entries.async_reload(belt.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert shown(hass, STOP) == "unknown"


async def test_stop_button_stops_the_belt(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A press ends the run of the belt, and with it the walk."""
    await set_up_home(hass, "Ada")
    virtual = await async_put_belt_on_air(hass)
    await set_up_belt(hass, virtual, allow_stop=True)
    virtual.start(3.0)
    await async_walk(hass, freezer, virtual, seconds=90)
    await press(hass, "hall_belt_stop_belt")
    await async_walk(hass, freezer, virtual, seconds=3)
    assert not virtual.moving
    assert shown(hass, SESSION) == "idle"


async def test_stop_button_of_a_belt_that_is_off_says_so(hass: HomeAssistant) -> None:
    """Where there is no link, nobody may believe that the belt was stopped."""
    virtual = await async_put_belt_on_air(hass)
    await set_up_belt(hass, virtual, allow_stop=True)
    virtual.off_air()
    await hass.async_block_till_done(wait_background_tasks=True)
    with pytest.raises(HomeAssistantError) as refused:
        await press(hass, "hall_belt_stop_belt")
    assert refused.value.translation_key == "belt_not_connected"
