"""One Bluetooth connection to a belt: what is subscribed to and read, and in which order."""

import asyncio
from collections.abc import Callable
import logging
from time import monotonic
from typing import Final, NamedTuple

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.device import BLEDevice
from bleak.exc import BleakError
import bleak_retry_connector

from homeassistant.core import CALLBACK_TYPE

from ..protocols.ftms import (
    CONTROL_POINT,
    FEATURE,
    MACHINE_STATUS,
    SPEED_RANGE,
    TRAINING_STATUS,
    TREADMILL_DATA,
    FeatureData,
    SpeedRange,
    parse_feature,
    parse_speed_range,
)
from .belt_control import BeltControl
from .belt_problem import NoTreadmillDataError

_LOGGER = logging.getLogger(__name__)

LINK_ERRORS: Final = (BleakError, TimeoutError, EOFError, OSError)
"""What a Bluetooth stack raises when a belt, a radio or the way to it fails."""

_CONNECT_ATTEMPTS: Final = 2
_ANSWER_S: Final = 10.0

type Hear = Callable[[BleakGATTCharacteristic, bytearray], None]


class BeltEars(NamedTuple):
    """Who hears what: notifications of 2ACD, 2ADA and 2AD3, when those of 2ADA begin, the end of the connection."""

    treadmill: Hear
    machine_status: Hear
    training_status: Hear
    status_begins: CALLBACK_TYPE
    lost: CALLBACK_TYPE


class BeltConnection:
    """Opened once, closed once, never used again."""

    def __init__(self, name: str, ears: BeltEars) -> None:
        """Prepare a connection to the belt of this name."""
        self._name = name
        self._ears = ears
        self._client: BleakClient | None = None
        self._open = False
        self.opened_s = 0.0
        self.feature: FeatureData | None = None
        self.speed_range: SpeedRange | None = None
        self.control: BeltControl | None = None

    async def async_open(
        self, device: BLEDevice, latest: Callable[[], BLEDevice]
    ) -> None:
        """Connect and subscribe to Treadmill Data; raises LINK_ERRORS or NoTreadmillDataError.

        `latest` gives the belt as it was heard last, which may be through another radio.
        """
        # Taken from its module at the time of the call: Home Assistant's Bluetooth puts its own client there.
        client_class = bleak_retry_connector.BleakClientWithServiceCache
        client = self._client = await bleak_retry_connector.establish_connection(
            client_class,
            device,
            self._name,
            disconnected_callback=self._handle_disconnected,
            max_attempts=_CONNECT_ATTEMPTS,
            ble_device_callback=latest,
            use_services_cache=True,
        )
        try:
            if (treadmill := self._characteristic(TREADMILL_DATA)) is None:
                await client.clear_cache()
                raise NoTreadmillDataError
            async with asyncio.timeout(_ANSWER_S):
                await client.start_notify(treadmill, self._ears.treadmill)
            if not client.is_connected:
                raise BleakError("The belt hung up while it was subscribed to")
            self.opened_s = monotonic()
            self._open = True
        finally:
            if not self._open:
                await self.async_close()
        if (control := self._characteristic(CONTROL_POINT)) is not None:
            self.control = BeltControl(client, control)

    async def async_learn(self) -> None:
        """Read and subscribe to what belts may also have, one after the other.

        At the edge of reach, belts drop the link when much is subscribed to at once; none of this is needed.
        """
        if feature := await self._async_read(FEATURE):
            self.feature = parse_feature(feature)
        if speed_range := await self._async_read(SPEED_RANGE):
            self.speed_range = parse_speed_range(speed_range)
        self._ears.status_begins()
        await self._async_subscribe(MACHINE_STATUS, self._ears.machine_status)
        await self._async_subscribe(TRAINING_STATUS, self._ears.training_status)

    async def async_close(self) -> None:
        """Hang up, without word to anybody."""
        self._open = False
        if (client := self._client) is None:
            return
        self._client = None
        try:
            async with asyncio.timeout(_ANSWER_S):
                await client.disconnect()
        except LINK_ERRORS as error:
            _LOGGER.debug("%s: hanging up failed: %s", self._name, error)

    def _handle_disconnected(self, _client: BleakClient) -> None:
        if self._open:
            self._open = False
            self._ears.lost()

    def _characteristic(self, uuid: str) -> BleakGATTCharacteristic | None:
        """The first characteristic of that kind; some belts have one twice."""
        if self._client is None:
            return None
        characteristics = self._client.services.characteristics.values()
        return next((found for found in characteristics if found.uuid == uuid), None)

    async def _async_read(self, uuid: str) -> bytes | None:
        if (client := self._client) is None or (
            characteristic := self._characteristic(uuid)
        ) is None:
            return None
        try:
            async with asyncio.timeout(_ANSWER_S):
                return bytes(await client.read_gatt_char(characteristic))
        except LINK_ERRORS as error:
            _LOGGER.debug("%s: reading %s failed: %s", self._name, uuid, error)
            return None

    async def _async_subscribe(self, uuid: str, hear: Hear) -> None:
        if (client := self._client) is None or (
            characteristic := self._characteristic(uuid)
        ) is None:
            return
        try:
            async with asyncio.timeout(_ANSWER_S):
                await client.start_notify(characteristic, hear)
        except LINK_ERRORS as error:
            _LOGGER.debug("%s: subscribing to %s failed: %s", self._name, uuid, error)
