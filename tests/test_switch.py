"""Switches: whether a belt stays connected, and a path is lit."""

from freezegun.api import FrozenDateTimeFactory
from syrupy.assertion import SnapshotAssertion

from homeassistant.components.switch.const import DOMAIN as SWITCH
from homeassistant.const import (
    ATTR_ENTITY_ID,
    SERVICE_TURN_OFF,
    SERVICE_TURN_ON,
    Platform,
)
from homeassistant.core import HomeAssistant

from .belts import async_put_belt_on_air
from .homes import BREAKFAST, assert_as_before, set_up_belt, shown
from .paths import a_path, set_up_paths

KEEP_CONNECTED = "switch.hall_belt_stay_connected"


async def turn(hass: HomeAssistant, service: str) -> None:
    """Turn the switch."""
    await hass.services.async_call(
        SWITCH, service, {ATTR_ENTITY_ID: KEEP_CONNECTED}, blocking=True
    )
    await hass.async_block_till_done()


async def test_switch_of_a_belt(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, snapshot: SnapshotAssertion
) -> None:
    """What is registered and shown."""
    freezer.move_to(BREAKFAST)
    belt = await set_up_belt(hass, await async_put_belt_on_air(hass))
    assert_as_before(hass, snapshot, belt, Platform.SWITCH)


async def test_switch_of_a_path(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, snapshot: SnapshotAssertion
) -> None:
    """What is registered and shown."""
    freezer.move_to(BREAKFAST)
    home = await set_up_paths(hass, a_path(), walkers=())
    assert_as_before(hass, snapshot, home, Platform.SWITCH)


async def test_switch_is_kept_and_obeyed(hass: HomeAssistant) -> None:
    """The switch changes the option and the link, and reloads nothing."""
    belt = await set_up_belt(hass, await async_put_belt_on_air(hass), allow_stop=True)
    link = belt.runtime_data
    assert shown(hass, KEEP_CONNECTED) == "on"
    await turn(hass, SERVICE_TURN_OFF)
    assert shown(hass, KEEP_CONNECTED) == "off"
    assert belt.options == {"keep_connected": False, "allow_stop": True}
    assert not link.keep_connected
    await turn(hass, SERVICE_TURN_ON)
    assert shown(hass, KEEP_CONNECTED) == "on"
    assert link.keep_connected
    assert belt.runtime_data is link
    assert link.connected
