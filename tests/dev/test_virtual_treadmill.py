"""The virtual treadmill, through Home Assistant's true Bluetooth stack and without RetroWalk."""

import json
from pathlib import Path
from typing import Any

from bleak.exc import BleakError
from bleak_retry_connector import (
    BleakAbortedError,
    BleakNotFoundError,
    BleakOutOfConnectionSlotsError,
)
from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

import custom_components
from custom_components.virtual_treadmill import async_get_belt
from custom_components.virtual_treadmill.actions import ACTIONS
from custom_components.virtual_treadmill.belt import VirtualBelt
from custom_components.virtual_treadmill.gatt import (
    FEATURE,
    FTMS_SERVICE,
    INDOOR_BIKE_DATA,
    MACHINE_STATUS,
    SPEED_RANGE,
    TRAINING_STATUS,
    TREADMILL_DATA,
)
from custom_components.virtual_treadmill.options import Refusal
from homeassistant.components import bluetooth
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util
from homeassistant.util.yaml import load_yaml_dict

from ..belts import (
    BELT_ADDRESS,
    async_connect,
    async_listen,
    async_notice_absence,
    async_put_belt_on_air,
    async_put_belts_on_air,
    async_walk,
    quick_retries,
)

__all__ = ["quick_retries"]

DEV = Path(__file__).parents[2] / "dev"

pytestmark = pytest.mark.usefixtures("only_the_belt")


@pytest.fixture
def only_the_belt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave every other custom integration out: the belt is heard, and nobody asks about it."""
    monkeypatch.setattr(custom_components, "__path__", [str(DEV)])


def hexes(packets: list[bytes]) -> list[str]:
    """Packets in hex."""
    return [packet.hex(" ") for packet in packets]


def number(packet: bytes, start: int, size: int) -> int:
    """The unsigned number at this place of a packet."""
    return int.from_bytes(packet[start : start + size], "little")


async def test_belt_is_heard_with_its_kind_of_machine(hass: HomeAssistant) -> None:
    """It advertises the fitness machine service, and in its data: available, treadmill."""
    await async_put_belt_on_air(hass)
    info = bluetooth.async_last_service_info(hass, BELT_ADDRESS)
    assert info
    assert info.name == "Virtual treadmill"
    assert info.service_uuids == [FTMS_SERVICE]
    assert info.service_data == {FTMS_SERVICE: bytes.fromhex("01 01 00")}


async def test_belt_is_heard_without_service_data(hass: HomeAssistant) -> None:
    """Many real belts advertise no service data."""
    await async_put_belt_on_air(hass, service_data=False, name="TOORX0744")
    info = bluetooth.async_last_service_info(hass, BELT_ADDRESS)
    assert info
    assert info.name == "TOORX0744"
    assert info.service_data == {}


async def test_record_of_a_walk(hass: HomeAssistant) -> None:
    """At 3.6 km/h, 3 s are 3 m, 6 steps and 3 s, in the bytes of the specification."""
    belt = await async_put_belt_on_air(hass)
    listener = await async_listen(hass, belt)
    belt.start(3.6)
    belt.advance(3)
    assert hexes(listener.frames) == [
        "86 24 68 01 68 01 01 00 00 00 00 c6 00 03 01 00 02 00",
        "86 24 68 01 68 01 02 00 00 00 00 c6 00 03 02 00 04 00",
        "86 24 68 01 68 01 03 00 00 00 00 c6 00 03 03 00 06 00",
    ]
    assert (belt.distance_m, belt.steps) == (pytest.approx(3), 6)
    assert (belt.elapsed_s, belt.speed_kmh) == (3, 3.6)


async def test_record_with_every_field(hass: HomeAssistant) -> None:
    """Fields follow one another in the order of the specification."""
    every = "average_speed distance inclination elevation energy heart_rate elapsed"
    belt = await async_put_belt_on_air(hass, fields=every.split(), step_bytes=3)
    listener = await async_listen(hass, belt)
    belt.deck.inclination_percent = -3.5
    belt.deck.heart_rate_bpm = 101
    belt.start(3.6)
    belt.advance(1)
    assert hexes(listener.frames) == [
        "9e 25 68 01 68 01 01 00 00 dd ff 00 00 00 00 00 00 00 00 c6 00 03 65 01 00 02 00 00"
    ]


@pytest.mark.parametrize("notify_hz", [1, 4, 10])
async def test_notifies_as_often_as_configured(
    hass: HomeAssistant, notify_hz: int
) -> None:
    """A minute has 60 times the frequency, whatever the stretches it is walked in."""
    belt = await async_put_belt_on_air(hass, notify_hz=notify_hz)
    listener = await async_listen(hass, belt)
    belt.start(3.6)
    for _ in range(80):
        belt.advance(0.75)
    assert len(listener.frames) == 60 * notify_hz
    assert number(listener.frames[-1], 6, 3) == 60


async def test_clock_of_the_test_goes_along(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Each notification comes at its own time of the frozen clock."""
    belt = await async_put_belt_on_air(hass, notify_hz=2)
    listener = await async_connect(hass, belt)
    begun = dt_util.utcnow()
    heard_s: list[float] = []
    await listener.client.start_notify(
        TREADMILL_DATA,
        lambda *_: heard_s.append((dt_util.utcnow() - begun).total_seconds()),
    )
    await async_walk(hass, freezer, belt, 2)
    assert heard_s == [0.5, 1.0, 1.5, 2.0]


async def test_person_at_the_belt_is_reported(hass: HomeAssistant) -> None:
    """Start, speed, pause, resume, stop and safety key each say so in status and training."""
    belt = await async_put_belt_on_air(hass)
    listener = await async_listen(hass, belt)
    belt.start()
    belt.set_speed(3.2)
    belt.set_speed(0)
    assert belt.speed_kmh == 0
    belt.start()
    assert belt.speed_kmh == 3.2
    belt.stop()
    belt.start()
    belt.pull_safety_key()
    assert hexes(listener.statuses) == [
        *("04", "05 40 01", "02 02", "04", "02 01", "04", "03")
    ]
    assert hexes(listener.trainings) == [
        *("00 0d", "00 00", "00 0d", "00 01", "00 0d", "00 01")
    ]


@pytest.mark.parametrize(
    ("counter_reset", "shown_m"),
    [("stop", [0, 1]), ("start", [10, 1]), ("never", [10, 11])],
)
async def test_counters_go_back_as_the_belt_does_it(
    hass: HomeAssistant, counter_reset: str, shown_m: list[int]
) -> None:
    """Counters stay at a pause, and after a stop or before a start as configured."""
    belt = await async_put_belt_on_air(hass, counter_reset=counter_reset)
    listener = await async_listen(hass, belt)
    belt.start(3.6)
    belt.advance(5)
    belt.pause()
    belt.start()
    belt.advance(5)
    assert number(listener.frames[-1], 6, 3) == 10
    belt.stop()
    belt.advance(1)
    belt.start(3.6)
    belt.advance(1)
    assert [number(frame, 6, 3) for frame in listener.frames[-2:]] == shown_m


async def test_counters_wrap_and_restart(hass: HomeAssistant) -> None:
    """Distance wraps at 24 bits, time and steps at 16; what was really walked goes on."""
    belt = await async_put_belt_on_air(hass)
    listener = await async_listen(hass, belt)
    belt.start(3.6)
    belt.wrap_counters()
    belt.advance(7)
    before, after = listener.frames[3], listener.frames[-1]
    assert [number(before, 6, 3), number(before, 14, 2)] == [0xFFFFFF, 0xFFFF]
    assert [number(after, 6, 3), number(after, 14, 2), number(after, 16, 2)] == [
        *(2, 2, 9)
    ]
    belt.restart_counters()
    belt.advance(1)
    assert number(listener.frames[-1], 6, 3) == 1
    assert (belt.walked_m, belt.walked_steps) == (pytest.approx(8), 16)


async def test_counters_of_an_earlier_walk_are_shown_at_connect(
    hass: HomeAssistant,
) -> None:
    """A belt may come with counters that are not zero."""
    belt = await async_put_belt_on_air(hass, distance_m=1200, steps=2400, elapsed_s=900)
    listener = await async_listen(hass, belt)
    belt.advance(1)
    (frame,) = listener.frames
    assert [number(frame, 6, 3), number(frame, 14, 2), number(frame, 16, 2)] == [
        *(1200, 900, 2400)
    ]


def _speeds(belt: VirtualBelt) -> list[float]:
    """Speeds in km/h of a minute's walk, second by second."""
    speeds: list[float] = []
    belt.start(2.5)
    belt.advance(60, lambda _step_s: speeds.append(belt.speed_kmh))
    return speeds


async def test_speed_wobbles_the_same_each_time(hass: HomeAssistant) -> None:
    """The demo's speed varies a little, and the seed alone decides how."""
    twins = [
        {"wobble_kmh": 0.2, "seed": 7},
        {"wobble_kmh": 0.2, "seed": 7},
        {"wobble_kmh": 0.2, "seed": 8},
    ]
    walked = [_speeds(belt) for belt in await async_put_belts_on_air(hass, *twins)]
    assert walked[0] == walked[1] != walked[2]
    assert len(set(walked[0])) > 10
    assert all(2.3 <= kmh <= 2.7 for kmh in walked[0])


async def test_record_is_split(hass: HomeAssistant) -> None:
    """The first packet has More Data and no speed, the last one has it."""
    belt = await async_put_belt_on_air(hass, split_records=True)
    listener = await async_listen(hass, belt)
    belt.start(3.6)
    belt.advance(1)
    assert hexes(listener.frames) == [
        "07 00 68 01 01 00 00",
        "80 24 68 01 00 00 c6 00 03 01 00 02 00",
    ]


async def test_record_is_cut_by_a_small_packet(hass: HomeAssistant) -> None:
    """With an MTU of 23, 20 bytes arrive, and the flags promise more."""
    fields = ["average_speed", "distance", "inclination", "elevation", "energy"]
    belt = await async_put_belt_on_air(hass, mtu=23, fields=[*fields, "elapsed"])
    listener = await async_listen(hass, belt)
    belt.advance(1)
    assert [len(frame) for frame in listener.frames] == [20]
    assert number(listener.frames[0], 0, 2) == 0x249E


async def test_record_without_vendor_steps(hass: HomeAssistant) -> None:
    """A belt that counts no steps leaves bit 13 and its tail out."""
    belt = await async_put_belt_on_air(hass, has_steps=False, fields=["distance"])
    listener = await async_listen(hass, belt)
    belt.advance(1)
    assert hexes(listener.frames) == ["04 00 00 00 00 00 00"]


async def test_old_status_is_repeated_after_subscribing(hass: HomeAssistant) -> None:
    """The stale replay comes right after the subscription, not within it."""
    belt = await async_put_belt_on_air(hass, stale_status=True)
    listener = await async_connect(hass, belt)
    await listener.async_subscribe(MACHINE_STATUS, listener.statuses)
    await hass.async_block_till_done()
    assert hexes(listener.statuses) == ["02 01"]


@pytest.mark.parametrize(
    ("options", "machine"), [({}, "05 12 00 00"), ({"lying_feature": True}, "42 04")]
)
async def test_feature_and_speed_range_can_be_read(
    hass: HomeAssistant, options: dict[str, Any], machine: str
) -> None:
    """Feature tells the fields, unless it lies; the range is 0.5 to 12 km/h."""
    belt = await async_put_belt_on_air(hass, **options)
    client = (await async_connect(hass, belt)).client
    assert (await client.read_gatt_char(FEATURE)).hex(" ").startswith(machine)
    assert (await client.read_gatt_char(SPEED_RANGE)).hex(" ") == "32 00 b0 04 0a 00"
    assert (await client.read_gatt_char(TRAINING_STATUS)).hex(" ") == "00 01"


async def test_control_point_controls_the_belt(hass: HomeAssistant) -> None:
    """It asks for control first, answers `80 op result`, and the stop command stops the belt."""
    belt = await async_put_belt_on_air(hass)
    listener = await async_listen(hass, belt)
    assert await listener.async_command("08 01") == "80 08 05"
    assert await listener.async_command("00") == "80 00 01"
    assert await listener.async_command("07") == "80 07 01"
    assert await listener.async_command("02 40 01") == "80 02 01"
    assert belt.speed_kmh == 3.2
    assert await listener.async_command("08 02") == "80 08 01"
    assert belt.speed_kmh == 0
    assert await listener.async_command("07") == "80 07 01"
    assert await listener.async_command("08 03") == "80 08 03"
    assert await listener.async_command("08 01") == "80 08 01"
    assert belt.speed_kmh == 0
    assert await listener.async_command("01") == "80 01 01"
    assert await listener.async_command("11") == "80 11 02"
    assert hexes(listener.statuses)[-2:] == ["02 01", "01"]


async def test_any_frame_can_be_sent(hass: HomeAssistant) -> None:
    """Bytes go out as they are, on whichever characteristic."""
    belt = await async_put_belt_on_air(hass)
    listener = await async_listen(hass, belt)
    belt.send("05 00 04 03 02")
    belt.send("ff", MACHINE_STATUS)
    assert (hexes(listener.frames), hexes(listener.statuses)) == (
        ["05 00 04 03 02"],
        ["ff"],
    )


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


async def test_walk_begins_by_itself_once_somebody_listens(
    hass: HomeAssistant,
) -> None:
    """The walk begins `autostart_s` after the subscription, lasts its minutes, and ends in a stop."""
    belt = await async_put_belt_on_air(hass, autostart_s=10, walk_minutes=1)
    belt.advance(100)
    assert belt.speed_kmh == 0
    listener = await async_listen(hass, belt)
    belt.advance(9)
    assert belt.speed_kmh == 0
    belt.advance(1)
    assert belt.speed_kmh == 2.5
    belt.advance(59)
    assert belt.speed_kmh == 2.5
    belt.advance(1)
    assert belt.speed_kmh == 0
    assert hexes(listener.statuses) == ["04", "02 01"]


async def test_script_is_walked(hass: HomeAssistant) -> None:
    """Stages of the configuration follow one another; losing the link does not end them."""
    stages = [
        {"action": "start", "seconds": 10, "speed_kmh": 2},
        {"action": "set_speed", "seconds": 10, "speed_kmh": 3},
        {"action": "pause", "seconds": 10},
        {"action": "start", "seconds": 10},
        {"action": "drop_link", "seconds": 10},
        {"action": "pull_safety_key", "seconds": 0},
    ]
    belt = await async_put_belt_on_air(hass, autostart_s=0, script=stages)
    listener = await async_listen(hass, belt)
    speeds = []
    for _ in range(6):
        belt.advance(5)
        speeds.append(belt.speed_kmh)
        belt.advance(5)
    assert speeds == [2, 3, 0, 3, 3, 0]
    assert listener.drops == 1


async def call(hass: HomeAssistant, action: str, **given: Any) -> None:
    """Call one of the belt's own actions."""
    await hass.services.async_call("virtual_treadmill", action, given, blocking=True)


async def test_actions_do_what_a_person_would(hass: HomeAssistant) -> None:
    """Everything can be done to the demo's belt by an action."""
    belt = await async_put_belt_on_air(hass, autostart_s=5)
    listener = await async_listen(hass, belt)
    await call(hass, "start", speed_kmh=2)
    belt.advance(10)
    assert belt.speed_kmh == 2
    await call(hass, "set_speed", speed_kmh=3)
    await call(hass, "pause")
    await call(hass, "start", address=BELT_ADDRESS.lower())
    await call(hass, "wrap_counters")
    assert belt.distance_m > 1000
    await call(hass, "restart_counters")
    assert belt.distance_m == 0
    await call(hass, "pull_safety_key")
    await call(hass, "stop")
    assert hexes(listener.statuses) == [
        *("04", "05 2c 01", "02 02", "04", "03", "02 01")
    ]
    listener.frames.clear()
    await call(hass, "send_frame", frame="01 02")
    await call(hass, "send_frame", frame="06", characteristic="machine_status")
    assert (hexes(listener.frames), listener.statuses[-1]) == (["01 02"], b"\x06")
    await call(hass, "drop_link")
    assert listener.drops == 1
    await call(hass, "off_air")
    assert not belt.on_the_air
    await call(hass, "on_air")
    assert belt.on_the_air
    await call(hass, "refuse", reason="held")
    assert belt.refusal is Refusal.HELD
    await call(hass, "refuse", reason="none")
    assert belt.refusal is None


async def test_action_for_a_belt_that_is_not_there(hass: HomeAssistant) -> None:
    """It says so."""
    await async_put_belt_on_air(hass)
    with pytest.raises(ServiceValidationError, match="00:00:00:00:00:09"):
        await call(hass, "start", address="00:00:00:00:00:09")


async def test_several_belts_are_told_apart(hass: HomeAssistant) -> None:
    """Each has its own address, name, link and walk."""
    first, second = await async_put_belts_on_air(hass, {}, {"name": "Second"})
    assert second.address == "C0:FF:EE:00:00:02"
    assert async_get_belt(hass, second.address) is second
    listeners = [await async_listen(hass, first), await async_listen(hass, second)]
    second.start()
    first.drop_link()
    assert [listener.drops for listener in listeners] == [1, 0]
    assert [listener.statuses for listener in listeners] == [[], [b"\x04"]]


async def test_belt_remembers_its_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Killed in mid-walk, the process comes back to a belt that has walked on meanwhile."""
    file = Path(hass.config.path(".storage/virtual_treadmill.c0ffee000001"))
    walking = {
        "at": dt_util.utcnow().isoformat(),
        "state": "walking",
        "counters": {
            "target_kmh": 3.6,
            "distance_m": 100.0,
            "steps": 200.0,
            "elapsed_s": 100.0,
            "energy_kcal": 5.0,
        },
        "stage": 1,
        "stage_in_s": 60.0,
    }
    written = json.dumps({"version": 1, "key": file.name, "data": walking})
    await hass.async_add_executor_job(_write, file, written)
    freezer.tick(30)
    belt = await async_put_belt_on_air(hass, remember=True)
    assert (belt.distance_m, belt.steps) == (pytest.approx(130), 260)
    await async_walk(hass, freezer, belt, 20)
    await hass.async_block_till_done(wait_background_tasks=True)
    kept = json.loads(await hass.async_add_executor_job(file.read_text))["data"]
    assert kept["counters"]["distance_m"] == pytest.approx(150, abs=2)
    assert kept["stage_in_s"] == pytest.approx(10, abs=2)
    belt.advance(10)
    assert belt.speed_kmh == 0


def _write(file: Path, text: str) -> None:
    """Write this text to a file whose folder may not be there yet."""
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)


async def test_belt_in_real_time_walks_and_advertises_by_itself(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Outside tests a clock moves it: a demo needs nobody to turn it."""
    belt = await async_put_belt_on_air(hass, real_time=True, notify_hz=2)
    listener = await async_listen(hass, belt)
    belt.start(3.6)
    await _async_let_pass(hass, freezer, seconds=5)
    assert belt.elapsed_s == pytest.approx(5)
    assert len(listener.frames) == 10
    belt.drop_link()
    first = bluetooth.async_last_service_info(hass, BELT_ADDRESS)
    await _async_let_pass(hass, freezer, seconds=31)
    again = bluetooth.async_last_service_info(hass, BELT_ADDRESS)
    assert first
    assert again
    assert again.time > first.time


async def _async_let_pass(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, *, seconds: int
) -> None:
    """Let the clock go on in half seconds."""
    for _ in range(2 * seconds):
        freezer.tick(0.5)
        async_fire_time_changed(hass)
        await hass.async_block_till_done()


def test_every_action_is_described() -> None:
    """Descriptions, texts and icons cover the actions there are."""
    described = load_yaml_dict(DEV / "virtual_treadmill/services.yaml")
    texts = json.loads((DEV / "virtual_treadmill/translations/en.json").read_text())
    icons = json.loads((DEV / "virtual_treadmill/icons.json").read_text())
    fields = {
        name: {"address", *(str(marker) for marker in action.fields)}
        for name, action in ACTIONS.items()
    }
    assert {name: set(action["fields"]) for name, action in described.items()} == fields
    assert {
        name: set(action["fields"]) for name, action in texts["services"].items()
    } == fields
    assert set(icons["services"]) == set(ACTIONS)
