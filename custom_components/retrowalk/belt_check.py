"""Before a treadmill is added: which are in sight, and whether one lets itself be connected and speaks of walking."""

import asyncio
from contextlib import suppress
from fnmatch import fnmatchcase
from time import monotonic
from typing import Final, NamedTuple

from bleak import BleakClient
from bleak.backends.device import BLEDevice
import bleak_retry_connector

from homeassistant.components.bluetooth import (
    BluetoothServiceInfoBleak,
    async_discovered_service_info,
    async_last_service_info,
    async_scanner_devices_by_address,
)
from homeassistant.core import HomeAssistant, callback

from .const import Machine
from .protocols.ftms import (
    FTMS_SERVICE,
    TREADMILL_DATA,
    MachineType,
    parse_service_data,
)
from .protocols.rsc import RSC_MEASUREMENT, RSC_SERVICE
from .protocols.walkingpad import (
    ASK_PROFILE,
    ASK_STATUS,
    PAD_COMMAND,
    PAD_SERVICE,
    PAD_STATUS,
    parse_status,
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
_SPEAKS_WITHIN_S: Final = 2.0

PAD_NAMES: Final = (
    "KINGSMITH*",
    "KS-BL*",
    "KS-F0*",
    "KS-SC-*",
    "KS-ST-*",
    "R1 PRO*",
    "WalkingPad*",
)
"""Names of WalkingPads that do not advertise their service; the manifest waits for the same."""


class FoundBelt(NamedTuple):
    """A treadmill or pod in sight: its Bluetooth address, the name it gives itself, what it seems to be."""

    address: str
    name: str
    seems: Machine


def seen(advertisement: BluetoothServiceInfoBleak) -> FoundBelt | None:
    """What advertises itself like this; None for what is neither a treadmill nor a pod."""
    machine = _seems(advertisement)
    if machine is None:
        return None
    return FoundBelt(advertisement.address, advertisement.name, machine)


def _seems(advertisement: BluetoothServiceInfoBleak) -> Machine | None:
    services = advertisement.service_uuids
    if FTMS_SERVICE in services:
        # It says that it is a treadmill, or leaves open what it is.
        said = parse_service_data(advertisement.service_data.get(FTMS_SERVICE, b""))
        other = said is not None and said.machine_type
        return None if other and MachineType.TREADMILL not in other else Machine.FTMS
    if PAD_SERVICE in services:
        return Machine.WALKING_PAD
    if RSC_SERVICE in services:
        return Machine.FOOT_POD
    named = any(fnmatchcase(advertisement.name, pattern) for pattern in PAD_NAMES)
    return Machine.WALKING_PAD if named else None


@callback
def belts_in_sight(hass: HomeAssistant) -> list[FoundBelt]:
    """Treadmills and pods that Home Assistant hears and could connect to, whether configured or not."""
    found = map(seen, async_discovered_service_info(hass, connectable=True))
    return [belt for belt in found if belt is not None]


async def async_look_at(hass: HomeAssistant, belt: FoundBelt) -> Machine | LinkProblem:
    """Connect to the belt once and let go again; what it is, or what keeps walks on it from being counted."""
    radios = async_scanner_devices_by_address(hass, belt.address, connectable=True)
    if not radios:
        return LinkProblem.UNREACHABLE
    if radios_are_full(hass, belt.address):
        return LinkProblem.NO_FREE_SLOT
    nearest = max(radios, key=lambda radio: radio.advertisement.rssi)
    last_heard = async_last_service_info(hass, belt.address, connectable=True)
    try:
        return await _async_look_inside(nearest.ble_device, belt.name)
    except (NoTreadmillDataError, *LINK_ERRORS) as error:
        return problem_of(
            error,
            heard=last_heard is not None and monotonic() - last_heard.time < OFF_AIR_S,
            signal_dbm=nearest.advertisement.rssi,
        )


async def _async_look_inside(device: BLEDevice, name: str) -> Machine:
    """What the machine is; raises `NoTreadmillDataError` where it is none that we know.

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
        return await _async_identify(client)
    finally:
        with suppress(*LINK_ERRORS):
            async with asyncio.timeout(_HANG_UP_S):
                await client.disconnect()


async def _async_identify(client: BleakClient) -> Machine:
    """A belt that offers Treadmill Data is believed, unless it could be a WalkingPad as well and sends none."""
    has = {found.uuid for found in client.services.characteristics.values()}
    may_be_pad = {PAD_STATUS, PAD_COMMAND} <= has
    if TREADMILL_DATA in has:
        if not may_be_pad or await _async_hears(client, TREADMILL_DATA):
            return Machine.FTMS
    if may_be_pad:
        for question in (ASK_STATUS, ASK_PROFILE, ASK_STATUS):
            if await _async_hears(client, PAD_STATUS, question):
                return Machine.WALKING_PAD
    if TREADMILL_DATA in has:
        return Machine.FTMS
    if RSC_MEASUREMENT in has:
        return Machine.FOOT_POD
    raise NoTreadmillDataError


async def _async_hears(
    client: BleakClient, uuid: str, question: bytes | None = None
) -> bool:
    """Whether a machine tells figures there within two seconds, if need be when asked."""
    heard = asyncio.Event()

    def hear(_characteristic: object, frame: bytearray) -> None:
        if question is None or parse_status(frame) is not None:
            heard.set()

    await client.start_notify(uuid, hear)
    try:
        if question is not None:
            await client.write_gatt_char(PAD_COMMAND, question)
        async with asyncio.timeout(_SPEAKS_WITHIN_S):
            await heard.wait()
    except TimeoutError:
        return False
    finally:
        with suppress(*LINK_ERRORS):
            await client.stop_notify(uuid)
    return True
