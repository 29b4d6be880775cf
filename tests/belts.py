"""A belt on the air of a test's Home Assistant: through its true Bluetooth stack, with nothing of ours patched.

    belt = await async_put_belt_on_air(hass, notify_hz=10)    # discovered, nobody connected
    belt.start(3.6)
    await async_walk(hass, freezer, belt, seconds=60)         # frozen clock and belt go on together

What a test wants to hear itself, without RetroWalk: `listener = await async_listen(hass, belt)`.
"""

from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import bleak_retry_connector
from bleak_retry_connector import BleakClientWithServiceCache
from bluetooth_data_tools import monotonic_time_coarse
from freezegun.api import FrozenDateTimeFactory
from habluetooth import HaBleakClientWrapper
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.virtual_treadmill import async_get_belt
from custom_components.virtual_treadmill.belt import VirtualBelt
from custom_components.virtual_treadmill.gatt import (
    CONTROL_POINT,
    MACHINE_STATUS,
    TRAINING_STATUS,
    TREADMILL_DATA,
)
from homeassistant.components import bluetooth
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

BELT_ADDRESS = "C0:FF:EE:00:00:01"

# What a belt is heard for after its last advertisement is under 16 minutes
_SURELY_GONE_S = 1200


async def async_put_belts_on_air(
    hass: HomeAssistant, *belts: dict[str, Any]
) -> list[VirtualBelt]:
    """Set up these belts, without clocks of their own, and wait until they are discovered."""
    configured = [{"real_time": False} | options for options in belts]
    assert await async_setup_component(
        hass, "virtual_treadmill", {"virtual_treadmill": configured}
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    return [
        async_get_belt(
            hass, options.get("address", f"{BELT_ADDRESS[:-2]}{number + 1:02X}")
        )
        for number, options in enumerate(belts)
    ]


async def async_put_belt_on_air(hass: HomeAssistant, **options: Any) -> VirtualBelt:
    """Set up one belt with these options, without a clock of its own, and wait until it is discovered."""
    return (await async_put_belts_on_air(hass, options))[0]


async def async_walk(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    belt: VirtualBelt,
    seconds: float,
) -> None:
    """Let the belt, the frozen clock and Home Assistant's timers go on together, second by second."""
    left_s = seconds
    while left_s > 1e-9:
        step_s = min(1.0, left_s)
        left_s -= step_s
        belt.advance(step_s, lambda part_s: freezer.tick(timedelta(seconds=part_s)))
        async_fire_time_changed(hass)
        await hass.async_block_till_done()


async def async_notice_absence(hass: HomeAssistant) -> None:
    """Let Home Assistant find out that belts which are off the air are gone, as it does after minutes."""
    with (
        patch("habluetooth.manager.monotonic_time_coarse", _monotonic_time_later),
        patch("habluetooth.base_scanner.monotonic_time_coarse", _monotonic_time_later),
    ):
        async_fire_time_changed(
            hass, dt_util.utcnow() + timedelta(seconds=_SURELY_GONE_S)
        )
        await hass.async_block_till_done()


def _monotonic_time_later() -> float:
    """The time when every advertisement of now is out of date."""
    return monotonic_time_coarse() + _SURELY_GONE_S


@pytest.fixture
def quick_retries() -> Generator[None]:
    """Let `bleak_retry_connector` try again at once: a frozen clock would never end its pauses."""
    pauses = [name for name in vars(bleak_retry_connector) if "BACKOFF_TIME" in name]
    with ExitStack() as stack:
        for pause in pauses:
            stack.enter_context(patch.object(bleak_retry_connector, pause, 0.0))
        yield


@dataclass(kw_only=True)
class Listener:
    """A central that writes down what a belt sends; `frames` are those of Treadmill Data."""

    client: BleakClientWithServiceCache
    frames: list[bytes] = field(default_factory=list)
    statuses: list[bytes] = field(default_factory=list)
    trainings: list[bytes] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)
    drops: int = 0

    async def async_subscribe(self, uuid: str, heard: list[bytes]) -> None:
        """Write the notifications of this characteristic down here."""
        await self.client.start_notify(
            uuid, lambda _characteristic, payload: heard.append(bytes(payload))
        )

    async def async_command(self, hex_command: str) -> str:
        """Write to the control point, and return the answer in hex."""
        await self.client.write_gatt_char(
            CONTROL_POINT, bytes.fromhex(hex_command), response=True
        )
        return self.answers[-1].hex(" ")


async def async_connect(
    hass: HomeAssistant, belt: VirtualBelt, *, max_attempts: int = 2
) -> Listener:
    """Connect to the belt as an integration does, without subscribing to anything."""
    device = bluetooth.async_ble_device_from_address(hass, belt.address)
    assert device
    dropped: list[object] = []
    client = await bleak_retry_connector.establish_connection(
        # Home Assistant puts its own class here when Bluetooth starts
        bleak_retry_connector.BleakClientWithServiceCache,
        device,
        belt.name,
        dropped.append,
        max_attempts=max_attempts,
    )
    listener = Listener(client=client)

    def count_drop(_client: object) -> None:
        listener.drops += 1

    assert isinstance(client, HaBleakClientWrapper)
    client.set_disconnected_callback(count_drop)
    return listener


async def async_listen(hass: HomeAssistant, belt: VirtualBelt) -> Listener:
    """Connect to the belt and subscribe to all it sends."""
    listener = await async_connect(hass, belt)
    await listener.async_subscribe(TREADMILL_DATA, listener.frames)
    await listener.async_subscribe(TRAINING_STATUS, listener.trainings)
    await listener.async_subscribe(MACHINE_STATUS, listener.statuses)
    await listener.async_subscribe(CONTROL_POINT, listener.answers)
    return listener
