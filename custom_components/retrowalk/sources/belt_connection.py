"""One Bluetooth connection to a belt: what is subscribed to and read, and in which order."""

import asyncio
from collections.abc import Callable, Container
from functools import partial
import logging
from time import monotonic
from typing import Final, NamedTuple

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.device import BLEDevice
from bleak.exc import BleakError
import bleak_retry_connector

from homeassistant.core import CALLBACK_TYPE

from .belt_dialect import Dialect, Hearer
from .belt_problem import NoTreadmillDataError

_LOGGER = logging.getLogger(__name__)

LINK_ERRORS: Final = (BleakError, TimeoutError, EOFError, OSError)
"""What a Bluetooth stack raises when a belt, a radio or the way to it fails."""

_CONNECT_ATTEMPTS: Final = 2
_ANSWER_S: Final = 10.0

type Hear = Callable[[BleakGATTCharacteristic, bytearray], None]


class BeltEars(NamedTuple):
    """Who hears what: figures, what comes beside them, the end of the connection."""

    figures: Hear
    aside: Hearer
    lost: CALLBACK_TYPE


class BeltConnection:
    """Opened once, closed once, never used again."""

    def __init__(self, name: str, dialect: Dialect, ears: BeltEars) -> None:
        """Prepare a connection to the machine of this name, which speaks this dialect."""
        self._name = name
        self._dialect = dialect
        self._ears = ears
        self._client: BleakClient | None = None
        self._open = False
        self.opened_s = 0.0
        self.subscribing_to: str | None = None
        """What is being subscribed to beside the figures."""

    async def async_open(
        self, device: BLEDevice, latest: Callable[[], BLEDevice]
    ) -> None:
        """Connect and subscribe to the figures; raises LINK_ERRORS or NoTreadmillDataError.

        `latest` gives the machine as it was heard last, which may be through another radio.
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
            if (figures := self._characteristic(self._dialect.figures)) is None:
                await client.clear_cache()
                raise NoTreadmillDataError
            async with asyncio.timeout(_ANSWER_S):
                await client.start_notify(figures, self._ears.figures)
            if not client.is_connected:
                raise BleakError("The belt hung up while it was subscribed to")
            self.opened_s = monotonic()
            self._open = True
        finally:
            if not self._open:
                await self.async_close()

    async def async_learn(self, shunned: Container[str]) -> None:
        """Read and subscribe to what machines may also have, one after the other, except what is shunned.

        At the edge of reach, belts drop the link when much is subscribed to at once; none of this is needed.
        """
        for uuid, learn in self._dialect.readable.items():
            if value := await self._async_read(uuid):
                learn(value)
        for uuid, hear, before in self._dialect.asides:
            if uuid in shunned:
                continue
            if before is not None:
                before()
            self.subscribing_to = uuid
            await self._async_subscribe(uuid, partial(self._hear_aside, hear))
        self.subscribing_to = None

    def _hear_aside(
        self,
        hear: Callable[[Hearer, bytes], None],
        _characteristic: BleakGATTCharacteristic,
        frame: bytearray,
    ) -> None:
        if self._open:
            hear(self._ears.aside, bytes(frame))

    @property
    def control(self) -> tuple[BleakClient, BleakGATTCharacteristic] | None:
        """What takes orders, where the machine has that."""
        if self._client is None or self._dialect.control is None:
            return None
        characteristic = self._characteristic(self._dialect.control)
        return None if characteristic is None else (self._client, characteristic)

    async def async_write(self, uuid: str, command: bytes) -> None:
        """Write without waiting for an answer; raises LINK_ERRORS."""
        if (client := self._client) is None or (
            characteristic := self._characteristic(uuid)
        ) is None:
            raise BleakError(f"Nothing takes commands at {uuid}")
        await client.write_gatt_char(
            characteristic, command, response="write" in characteristic.properties
        )

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
