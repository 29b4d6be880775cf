"""The belt as Home Assistant's Bluetooth stack connects to it: a Bleak backend that talks to a belt in this process."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Protocol, override

from bleak.assigned_numbers import CharacteristicPropertyName
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient, NotifyCallback
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.device import BLEDevice
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakError
from bleak.uuids import normalize_uuid_16

FTMS_SERVICE = normalize_uuid_16(0x1826)
FEATURE = normalize_uuid_16(0x2ACC)
TREADMILL_DATA = normalize_uuid_16(0x2ACD)
INDOOR_BIKE_DATA = normalize_uuid_16(0x2AD2)
TRAINING_STATUS = normalize_uuid_16(0x2AD3)
SPEED_RANGE = normalize_uuid_16(0x2AD4)
CONTROL_POINT = normalize_uuid_16(0x2AD9)
MACHINE_STATUS = normalize_uuid_16(0x2ADA)
RSC_SERVICE = normalize_uuid_16(0x1814)
RSC_MEASUREMENT = normalize_uuid_16(0x2A53)
RSC_FEATURE = normalize_uuid_16(0x2A54)
PAD_SERVICE = normalize_uuid_16(0xFE00)
PAD_STATUS = normalize_uuid_16(0xFE01)
PAD_COMMAND = normalize_uuid_16(0xFE02)

type Characteristics = Mapping[str, list[CharacteristicPropertyName]]

TREADMILL_CHARACTERISTICS: Characteristics = {
    FEATURE: ["read"],
    TREADMILL_DATA: ["notify"],
    TRAINING_STATUS: ["read", "notify"],
    SPEED_RANGE: ["read"],
    CONTROL_POINT: ["write", "indicate"],
    MACHINE_STATUS: ["notify"],
}
OTHER_MACHINE_CHARACTERISTICS: Characteristics = {
    FEATURE: ["read"],
    INDOOR_BIKE_DATA: ["notify"],
    CONTROL_POINT: ["write", "indicate"],
    MACHINE_STATUS: ["notify"],
}


class Server(Protocol):
    """What a belt does for the central that is connected to it."""

    @property
    def name(self) -> str:
        """Name of the belt."""

    @property
    def mtu(self) -> int:
        """Largest packet in bytes; 3 of them are not payload."""

    @property
    def faulty(self) -> set[str]:
        """The characteristics that answer every request with an error."""

    @property
    def hangs_up_at(self) -> str | None:
        """The characteristic that ends the link when it is subscribed to."""

    @property
    def services(self) -> Mapping[str, Characteristics]:
        """The characteristics of each service, and what can be done with each."""

    async def async_accept(self, client: BeltClient) -> None:
        """Take this central, or raise as a radio would that cannot connect."""

    def released(self, client: BeltClient) -> None:
        """Learn that this central is gone."""

    def advertise(self) -> None:
        """Be heard again, once the central knows that the link is gone."""

    def subscribed(self, uuid: str) -> None:
        """Learn that the central wants the notifications of this characteristic."""

    def read(self, uuid: str) -> bytes:
        """Return the value of a characteristic."""

    def write(self, uuid: str, payload: bytes) -> None:
        """Take what the central wrote."""


class BeltClient(BaseBleakClient):
    """One connection from Home Assistant to a belt; a subclass per belt says which (see `client_of`)."""

    server: ClassVar[Server]

    def __init__(self, address_or_ble_device: BLEDevice | str, **kwargs: Any) -> None:
        """Prepare a connection that is not open yet."""
        super().__init__(address_or_ble_device, **kwargs)
        self._open = False
        self._callbacks: dict[str, NotifyCallback] = {}

    @property
    @override
    def name(self) -> str:
        return self.server.name

    @property
    @override
    def mtu_size(self) -> int:
        return self.server.mtu

    @property
    @override
    def is_connected(self) -> bool:
        return self._open

    @override
    async def connect(self, pair: bool, **kwargs: Any) -> None:
        await self.server.async_accept(self)
        self.services = self._discover()
        self._open = True

    @override
    async def disconnect(self) -> None:
        self.close()

    @override
    async def pair(self, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError("These belts do not pair")

    @override
    async def unpair(self) -> None:
        raise NotImplementedError("These belts do not pair")

    @override
    async def read_gatt_char(
        self,
        characteristic: BleakGATTCharacteristic,
        *,
        use_cached: bool = False,
        **kwargs: Any,
    ) -> bytearray:
        self._check(characteristic, "read")
        return bytearray(self.server.read(characteristic.uuid))

    @override
    async def write_gatt_char(
        self, characteristic: BleakGATTCharacteristic, data: Any, response: bool
    ) -> None:
        self._check(characteristic, "write", "write-without-response")
        self.server.write(characteristic.uuid, bytes(data))

    @override
    async def read_gatt_descriptor(
        self,
        descriptor: BleakGATTDescriptor,
        *,
        use_cached: bool = False,
        **kwargs: Any,
    ) -> bytearray:
        raise BleakError("These belts have no descriptors to read")

    @override
    async def write_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, data: Any
    ) -> None:
        raise BleakError("These belts have no descriptors to write")

    @override
    async def start_notify(
        self,
        characteristic: BleakGATTCharacteristic,
        callback: NotifyCallback,
        **kwargs: Any,
    ) -> None:
        self._check(characteristic, "notify", "indicate")
        if characteristic.uuid == self.server.hangs_up_at:
            self.close()
            return
        self._callbacks[characteristic.uuid] = callback
        self.server.subscribed(characteristic.uuid)

    @override
    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        self._callbacks.pop(characteristic.uuid, None)

    def notify(self, uuid: str, payload: bytes) -> None:
        """Send a notification or indication as it is; nothing where nobody subscribed."""
        if self._open and (send := self._callbacks.get(uuid)):
            send(bytearray(payload))

    def close(self) -> None:
        """End the connection, whichever side wanted it."""
        if not self._open:
            return
        self._open = False
        self._callbacks.clear()
        self.server.released(self)
        if self._disconnected_callback:
            self._disconnected_callback()
        self.server.advertise()

    def _check(
        self,
        characteristic: BleakGATTCharacteristic,
        *properties: CharacteristicPropertyName,
    ) -> None:
        """Raise as a radio does when the link is gone, or the characteristic cannot do this."""
        if not self._open:
            raise BleakError("Not connected")
        if characteristic.uuid in self.server.faulty:
            raise BleakError(f"Characteristic {characteristic.uuid} is out of order")
        if not set(properties).intersection(characteristic.properties):
            raise BleakError(
                f"Characteristic {characteristic.uuid} does not support: {', '.join(properties)}"
            )

    def _discover(self) -> BleakGATTServiceCollection:
        """Return the services of the belt, with handles as a real one would number them."""
        services = BleakGATTServiceCollection()
        payload_bytes: Callable[[], int] = lambda: self.server.mtu - 3  # noqa: E731 (its type is what Bleak asks for)
        handle = 1
        for service_uuid, characteristics in self.server.services.items():
            service = BleakGATTService(None, handle, service_uuid)
            services.add_service(service)
            for uuid, properties in characteristics.items():
                services.add_characteristic(
                    BleakGATTCharacteristic(
                        None, handle + 1, uuid, properties, payload_bytes, service
                    )
                )
                handle += 3
            handle += 1
        return services


def client_of(belt: Server) -> type[BeltClient]:
    """Return the class that connects to this belt: Home Assistant makes the connection's object itself."""

    class ClientOfThisBelt(BeltClient):
        server = belt

    return ClientOfThisBelt
