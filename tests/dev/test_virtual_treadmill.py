"""What the virtual treadmill sends and answers, through Home Assistant's true Bluetooth stack and without RetroWalk."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.virtual_treadmill.belt import VirtualBelt
from custom_components.virtual_treadmill.gatt import (
    FEATURE,
    FTMS_SERVICE,
    MACHINE_STATUS,
    SPEED_RANGE,
    TRAINING_STATUS,
    TREADMILL_DATA,
)
from homeassistant.components import bluetooth
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..belts import (
    BELT_ADDRESS,
    async_connect,
    async_listen,
    async_put_belt_on_air,
    async_put_belts_on_air,
    async_walk,
    quick_retries,
)
from .the_belt_alone import hexes, number, only_the_belt

__all__ = ["only_the_belt", "quick_retries"]

pytestmark = pytest.mark.usefixtures("only_the_belt")


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
