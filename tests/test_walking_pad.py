"""A WalkingPad from its discovery to a session: the right metres, steps and time."""

from freezegun.api import FrozenDateTimeFactory
import pytest
from syrupy.assertion import SnapshotAssertion

from custom_components.virtual_treadmill.belt import VirtualBelt
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .belts import BELT_ADDRESS, async_put_belt_on_air, async_walk
from .dialogs import answer, entry_of, found
from .homes import (
    BREAKFAST,
    assert_as_before,
    enable_all,
    figure,
    set_up_belt,
    set_up_home,
    shown,
    walker_id,
)


async def async_walk_on_pad(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    pad: VirtualBelt,
    seconds: float,
) -> None:
    """Walk, and let what answers belong to it be read."""
    await async_walk(hass, freezer, pad, seconds)
    await hass.async_block_till_done(wait_background_tasks=True)


async def async_ask_often(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    pad: VirtualBelt,
    seconds: int,
) -> None:
    """Let the pad's time pass second by second, each with its question and answer."""
    for _ in range(seconds):
        await async_walk_on_pad(hass, freezer, pad, 1)


async def test_pad_from_discovery_to_session(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Found, confirmed, walked on for ten minutes, stopped."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    pad = await async_put_belt_on_air(
        hass, speaks="walking_pad", name="WalkingPad", step_length_m=0.5
    )
    [flow] = found(hass)
    assert flow["step_id"] == "connect_pad"
    assert not pad.connected
    result = await answer(hass, flow)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["data"]["machine"] == "walking_pad"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert shown(hass, "binary_sensor.walkingpad_connected") == "on"
    pad.start(3.6)
    await async_ask_often(hass, freezer, pad, 600)
    assert shown(hass, "sensor.ada_s_walking_session") == "walking"
    assert float(shown(hass, "sensor.walkingpad_speed")) == pytest.approx(3.6)
    pad.stop()
    await async_ask_often(hass, freezer, pad, 10)
    assert shown(hass, "sensor.ada_s_walking_session") == "idle"
    [session] = home.runtime_data.walkers[walker_id(1)].ledger.journal.sessions.values()
    assert session.source == f"belt:{BELT_ADDRESS}"
    assert session.active_s() == pytest.approx(600, abs=5)
    assert session.distance_m() == pytest.approx(600, abs=10)
    assert session.steps() == pytest.approx(1200, abs=20)
    assert session.step_source == "belt"


async def test_pad_pauses_and_goes_on(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A stop of the pad may be a pause; going on, it is the same session."""
    freezer.move_to(BREAKFAST)
    await set_up_home(hass, "Ada")
    pad = await async_put_belt_on_air(hass, speaks="walking_pad")
    await set_up_belt(hass, pad)
    pad.start(3.6)
    await async_ask_often(hass, freezer, pad, 90)
    pad.pause()
    await async_ask_often(hass, freezer, pad, 8)
    assert shown(hass, "sensor.ada_s_walking_session") == "paused"
    pad.start()
    await async_ask_often(hass, freezer, pad, 60)
    assert shown(hass, "sensor.ada_s_walking_session") == "walking"
    assert float(figure(hass, "session_time").state) == pytest.approx(150 / 60, abs=0.6)


@pytest.mark.parametrize("platform", [Platform.SENSOR, Platform.BINARY_SENSOR])
async def test_entities_of_a_pad(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    snapshot: SnapshotAssertion,
    platform: Platform,
) -> None:
    """Speed and distance, whether it is connected and moves; it has no ramp."""
    freezer.move_to(BREAKFAST)
    pad = await async_put_belt_on_air(hass, speaks="walking_pad")
    entry = await set_up_belt(hass, pad)
    await enable_all(hass, entry)
    pad.start(3.6)
    await async_ask_often(hass, freezer, pad, 21)
    assert_as_before(hass, snapshot, entry, platform)


async def test_stop_button_stops_the_pad(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Where that is allowed."""
    freezer.move_to(BREAKFAST)
    pad = await async_put_belt_on_air(hass, speaks="walking_pad")
    entry = await set_up_belt(hass, pad)
    pad.start(3.6)
    await async_ask_often(hass, freezer, pad, 10)
    assert hass.states.get("button.hall_belt_stop_belt") is None
    hass.config_entries.async_update_entry(entry, options={"allow_stop": True})
    await hass.async_block_till_done()
    freezer.tick(0.9)
    pressing = hass.async_create_background_task(
        hass.services.async_call(
            "button",
            "press",
            {"entity_id": "button.hall_belt_stop_belt"},
            blocking=True,
        ),
        "press",
    )
    await async_ask_often(hass, freezer, pad, 3)
    await pressing
    assert not pad.moving


def entities_of(hass: HomeAssistant, entry: ConfigEntry) -> set[tuple[str, str]]:
    """Platform and key of all entities of a machine."""
    return {
        (entity.domain, entity.unique_id.partition("_")[2])
        for entity in er.async_entries_for_config_entry(
            er.async_get(hass), entry.entry_id
        )
    }


async def test_pad_has_what_a_pad_has(hass: HomeAssistant) -> None:
    """And its device is called as the pad is."""
    pad = await async_put_belt_on_air(hass, speaks="walking_pad")
    entry = await set_up_belt(hass, pad, allow_stop=True)
    assert entities_of(hass, entry) == {
        ("sensor", "belt_speed"),
        ("sensor", "belt_distance"),
        ("binary_sensor", "connected"),
        ("binary_sensor", "moving"),
        ("select", "walker"),
        ("switch", "keep_connected"),
        ("button", "stop"),
    }
    [device] = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    assert device.name == "Hall belt"
    assert entry_of(hass, BELT_ADDRESS) is entry
