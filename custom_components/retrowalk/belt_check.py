"""Before a treadmill is added: which belts are in sight, and whether one lets itself be connected and speaks of walking."""

import asyncio
from contextlib import suppress
from time import monotonic
from typing import Final, NamedTuple

from bleak.backends.device import BLEDevice
import bleak_retry_connector

from homeassistant.components.bluetooth import (
    BluetoothServiceInfoBleak,
    async_discovered_service_info,
    async_last_service_info,
    async_scanner_devices_by_address,
)
from homeassistant.core import HomeAssistant, callback

from .protocols.ftms import (
    FTMS_SERVICE,
    TREADMILL_DATA,
    MachineType,
    parse_service_data,
)
from .sources.belt_caller import OFF_AIR_S
from .sources.belt_connection import LINK_ERRORS
from .sources.belt_problem import (
    LinkProblem,
    NoTreadmillDataError,
    problem_of,
    radios_are_full,
)

_CONNECT_ATTEMPTS: Final = 2
_HANG_UP_S: Final = 10.0


class FoundBelt(NamedTuple):
    """A treadmill in sight: its Bluetooth address, and the name it gives itself."""

    address: str
    name: str


def may_be_treadmill(advertisement: BluetoothServiceInfoBleak) -> bool:
    """Whether a fitness machine may be a treadmill: it says so, or leaves open what it is."""
    if FTMS_SERVICE not in advertisement.service_uuids:
        return False
    said = parse_service_data(advertisement.service_data.get(FTMS_SERVICE, b""))
    return (
        said is None
        or not said.machine_type
        or MachineType.TREADMILL in said.machine_type
    )


@callback
def belts_in_sight(hass: HomeAssistant) -> list[FoundBelt]:
    """Treadmills that Home Assistant hears and could connect to, whether configured or not."""
    return [
        FoundBelt(advertisement.address, advertisement.name)
        for advertisement in async_discovered_service_info(hass, connectable=True)
        if may_be_treadmill(advertisement)
    ]


async def async_problem_with(
    hass: HomeAssistant, belt: FoundBelt
) -> LinkProblem | None:
    """Connect to the belt once and let go again; what keeps walks on it from being counted, or None."""
    radios = async_scanner_devices_by_address(hass, belt.address, connectable=True)
    if not radios:
        return LinkProblem.UNREACHABLE
    if radios_are_full(hass, belt.address):
        return LinkProblem.NO_FREE_SLOT
    nearest = max(radios, key=lambda radio: radio.advertisement.rssi)
    last_heard = async_last_service_info(hass, belt.address, connectable=True)
    try:
        await _async_look_inside(nearest.ble_device, belt.name)
    except (NoTreadmillDataError, *LINK_ERRORS) as error:
        return problem_of(
            error,
            heard=last_heard is not None and monotonic() - last_heard.time < OFF_AIR_S,
            signal_dbm=nearest.advertisement.rssi,
        )
    return None


async def _async_look_inside(device: BLEDevice, name: str) -> None:
    """Raise `NoTreadmillDataError` unless the machine offers Treadmill Data (0x2ACD).

    Its services are read anew: what the cache holds of a stranger may be wrong.
    """
    client = await bleak_retry_connector.establish_connection(
        bleak_retry_connector.BleakClientWithServiceCache,
        device,
        name,
        max_attempts=_CONNECT_ATTEMPTS,
        use_services_cache=False,
    )
    try:
        if client.services.get_characteristic(TREADMILL_DATA) is None:
            raise NoTreadmillDataError
    finally:
        with suppress(*LINK_ERRORS):
            async with asyncio.timeout(_HANG_UP_S):
                await client.disconnect()
