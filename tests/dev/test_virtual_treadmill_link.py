"""How the link to the virtual treadmill comes, goes and is refused."""

from bleak.exc import BleakError
from bleak_retry_connector import (
    BleakAbortedError,
    BleakNotFoundError,
    BleakOutOfConnectionSlotsError,
)
import pytest

from custom_components.virtual_treadmill.gatt import (
    FTMS_SERVICE,
    INDOOR_BIKE_DATA,
    TREADMILL_DATA,
)
from custom_components.virtual_treadmill.options import Refusal
from homeassistant.components import bluetooth
from homeassistant.core import HomeAssistant

from ..belts import (
    BELT_ADDRESS,
    async_connect,
    async_listen,
    async_notice_absence,
    async_put_belt_on_air,
    quick_retries,
)
from .the_belt_alone import number, only_the_belt

__all__ = ["only_the_belt", "quick_retries"]

pytestmark = pytest.mark.usefixtures("only_the_belt")


async def test_connected_belt_is_not_heard_until_the_link_ends(
    hass: HomeAssistant,
) -> None:
    """Like a real one it advertises again after the link has ended, by either side."""
    belt = await async_put_belt_on_air(hass, changing_advertisement=True)
    heard: list[bool] = []
    cancel = bluetooth.async_register_callback(
        hass,
        lambda _info, _change: heard.append(belt.connected),
        {"address": BELT_ADDRESS},
        bluetooth.BluetoothScanningMode.ACTIVE,
    )
    heard.clear()
    listener = await async_connect(hass, belt)
    belt.start()
    assert heard == []
    belt.drop_link()
    assert (heard, listener.drops, belt.connected) == ([False], 1, False)
    listener = await async_connect(hass, belt)
    belt.stop()
    await listener.client.disconnect()
    assert heard == [False, False]
    cancel()


async def test_belt_off_the_air_walks_on_unheard(hass: HomeAssistant) -> None:
    """Off the air the link is lost and nothing connects; the counters have gone on when it is back."""
    belt = await async_put_belt_on_air(hass)
    listener = await async_listen(hass, belt)
    belt.start(3.6)
    belt.advance(2)
    belt.off_air()
    belt.advance(30)
    assert (len(listener.frames), listener.drops) == (2, 1)
    with pytest.raises(BleakNotFoundError):
        await async_connect(hass, belt)
    belt.on_air()
    listener = await async_listen(hass, belt)
    belt.advance(1)
    assert number(listener.frames[0], 6, 3) == 33


async def test_absence_is_noticed(hass: HomeAssistant) -> None:
    """After minutes off the air Home Assistant has no device any more, and has one when it is back."""
    belt = await async_put_belt_on_air(hass)
    belt.off_air()
    assert bluetooth.async_address_present(hass, BELT_ADDRESS)
    await async_notice_absence(hass)
    assert not bluetooth.async_address_present(hass, BELT_ADDRESS)
    assert bluetooth.async_ble_device_from_address(hass, BELT_ADDRESS) is None
    belt.on_air()
    assert bluetooth.async_address_present(hass, BELT_ADDRESS)


async def test_muted_belt_keeps_its_link(hass: HomeAssistant) -> None:
    """It sends nothing, and the link stays."""
    belt = await async_put_belt_on_air(hass)
    listener = await async_listen(hass, belt)
    belt.muted = True
    belt.advance(30)
    assert (listener.frames, belt.connected) == ([], True)


@pytest.mark.usefixtures("quick_retries")
@pytest.mark.parametrize(
    ("refusal", "error"),
    [
        (Refusal.NO_SLOT, BleakOutOfConnectionSlotsError),
        (Refusal.HELD, BleakAbortedError),
        (Refusal.UNREACHABLE, BleakNotFoundError),
    ],
)
async def test_refused_connection_says_why(
    hass: HomeAssistant, refusal: Refusal, error: type[BleakError]
) -> None:
    """Each refusal ends in the error that a real radio's would end in, and can be lifted."""
    belt = await async_put_belt_on_air(hass)
    belt.refuse(refusal)
    assert bluetooth.async_address_present(hass, BELT_ADDRESS)
    with pytest.raises(error):
        await async_connect(hass, belt)
    assert not belt.connected
    belt.refuse(None)
    assert (await async_connect(hass, belt)).client.is_connected


@pytest.mark.usefixtures("quick_retries")
async def test_second_central_is_turned_away(hass: HomeAssistant) -> None:
    """A belt has room for one."""
    belt = await async_put_belt_on_air(hass)
    await async_connect(hass, belt)
    with pytest.raises(BleakAbortedError):
        await async_connect(hass, belt)


async def test_held_belt_says_that_it_is_not_available(hass: HomeAssistant) -> None:
    """The flag in the service data is down while a phone holds the belt."""
    belt = await async_put_belt_on_air(hass)
    belt.refuse(Refusal.HELD)
    info = bluetooth.async_last_service_info(hass, BELT_ADDRESS)
    assert info
    assert info.service_data[FTMS_SERVICE].hex(" ") == "00 01 00"


async def test_other_machine_has_no_treadmill_data(hass: HomeAssistant) -> None:
    """A bike shows its kind, and serves no Treadmill Data."""
    belt = await async_put_belt_on_air(hass, machine_type="indoor_bike")
    info = bluetooth.async_last_service_info(hass, BELT_ADDRESS)
    assert info
    assert info.service_data[FTMS_SERVICE].hex(" ") == "01 20 00"
    services = (await async_connect(hass, belt)).client.services
    assert services.get_characteristic(TREADMILL_DATA) is None
    assert services.get_characteristic(INDOOR_BIKE_DATA)
