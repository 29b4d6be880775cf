"""The radio that hears one belt, and through which Home Assistant connects to it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bleak_retry_connector.bluez import Allocations
from bluetooth_data_tools import monotonic_time_coarse
from habluetooth import BaseHaRemoteScanner, HaBluetoothConnector

from homeassistant.components import bluetooth
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval

from .gatt import FTMS_SERVICE, BeltClient

ADVERTISE_EVERY = timedelta(seconds=30)
SLOTS = 3

_STRONG_DBM = -58
_WEAK_DBM = -98
# One that no integration of Home Assistant waits for
_MANUFACTURER = 0x05F1


class Radio(BaseHaRemoteScanner):
    """A Bluetooth proxy that stands beside one belt."""

    def __init__(self, address: str, client: type[BeltClient]) -> None:
        """Make the radio for the belt at this address (upper case)."""
        # Locally administered, and unlike the belt's own
        source = (
            f"02{address[2:]}" if not address.startswith("02") else f"06{address[2:]}"
        )
        connector = HaBluetoothConnector(
            client=client, source=source, can_connect=lambda: self.has_free_slot
        )
        super().__init__(source, "virtual radio", connector, True)
        self.has_free_slot = True
        self._address = address
        self._cleanups: list[CALLBACK_TYPE] = []

    def get_allocations(self) -> Allocations:
        """Return how many connections this radio has left."""
        taken = (
            []
            if self.has_free_slot
            else [f"02:00:00:00:00:{number:02X}" for number in range(SLOTS)]
        )
        return Allocations(self.source, SLOTS, SLOTS - len(taken), taken)

    @callback
    def async_begin(self, hass: HomeAssistant) -> None:
        """Join Home Assistant's radios, for as long as it runs."""
        bluetooth.async_register_scanner(hass, self, connection_slots=SLOTS)
        self._cleanups.append(self.async_setup())

    @callback
    def async_repeat(self, hass: HomeAssistant, advertise: CALLBACK_TYPE) -> None:
        """Call this every 30 s: a belt that is not heard for minutes counts as gone."""

        @callback
        def advertise_again(_now: datetime) -> None:
            advertise()

        self._cleanups.append(
            async_track_time_interval(
                hass, advertise_again, ADVERTISE_EVERY, cancel_on_shutdown=True
            )
        )

    @callback
    def async_end(self) -> None:
        """Stop every timer."""
        while self._cleanups:
            self._cleanups.pop()()

    @callback
    def async_hear(
        self,
        name: str,
        service_data: bytes | None,
        manufacturer_data: bytes | None,
        *,
        services: Sequence[str] = (FTMS_SERVICE,),
        weakly: bool = False,
    ) -> None:
        """Hear one advertisement of the belt."""
        self._async_on_advertisement(
            self._address,
            _WEAK_DBM if weakly else _STRONG_DBM,
            name,
            [*services],
            {} if service_data is None else {FTMS_SERVICE: service_data},
            {} if manufacturer_data is None else {_MANUFACTURER: manufacturer_data},
            None,
            {},
            monotonic_time_coarse(),
        )
