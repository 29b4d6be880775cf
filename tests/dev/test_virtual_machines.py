"""What the virtual WalkingPad and foot pod send and answer, and the quirks of the belt, in the bytes of the field."""

from typing import Any

import pytest

from custom_components.virtual_treadmill.belt import VirtualBelt
from custom_components.virtual_treadmill.gatt import (
    PAD_COMMAND,
    PAD_SERVICE,
    PAD_STATUS,
    RSC_MEASUREMENT,
    RSC_SERVICE,
)
from homeassistant.components import bluetooth
from homeassistant.core import HomeAssistant

from ..belts import (
    BELT_ADDRESS,
    Listener,
    async_connect,
    async_listen,
    async_put_belt_on_air,
)
from .the_belt_alone import hexes, only_the_belt

__all__ = ["only_the_belt"]

pytestmark = pytest.mark.usefixtures("only_the_belt")

ASK = "f7 a2 00 00 a2 fd"


async def async_ask(listener: Listener, command: str = ASK) -> None:
    """Write a command to a pad."""
    await listener.client.write_gatt_char(PAD_COMMAND, bytes.fromhex(command))


async def async_hear(
    hass: HomeAssistant, uuid: str, **options: Any
) -> tuple[VirtualBelt, Listener]:
    """Put a machine on the air and listen to one characteristic."""
    belt = await async_put_belt_on_air(hass, **options)
    listener = await async_connect(hass, belt)
    await listener.async_subscribe(uuid, listener.frames)
    return belt, listener


async def test_pad_answers_with_a_status(hass: HomeAssistant) -> None:
    """It says nothing unasked; counters are three bytes, big endian, metres by ten."""
    pad, listener = await async_hear(
        hass, PAD_STATUS, speaks="walking_pad", distance_m=790, steps=977, elapsed_s=554
    )
    pad.start(6.0)
    pad.advance(5)
    assert listener.frames == []
    pad.restart_counters()
    pad.deck.remember(
        {
            "target_kmh": 6.0,
            "distance_m": 790,
            "steps": 977,
            "elapsed_s": 554,
            "energy_kcal": 0,
        }
    )
    await async_ask(listener)
    [frame] = hexes(listener.frames)
    assert frame.startswith("f8 a2 01 3c 01 00 02 2a 00 00 4f 00 03 d1 b4 00 00 00")
    assert sum(listener.frames[0][1:18]) % 256 == listener.frames[0][18]
    await async_ask(listener, "f7 a2 00 00 a3 fd")
    assert len(listener.frames) == 1


async def test_pad_obeys_what_its_remote_says(hass: HomeAssistant) -> None:
    """Start, speed, stop and standby."""
    pad, listener = await async_hear(hass, PAD_STATUS, speaks="walking_pad")
    for command, kmh in (
        ("f7 a2 04 01 a7 fd", 2.5),
        ("f7 a2 01 14 b7 fd", 2.0),
        ("f7 a2 01 00 a3 fd", 0.0),
        ("f7 a2 04 01 a7 fd", 2.0),
        ("f7 a2 02 02 a6 fd", 0.0),
    ):
        await async_ask(listener, command)
        assert pad.speed_kmh == kmh


async def test_machines_are_heard_with_their_services(hass: HomeAssistant) -> None:
    """Or by their name alone."""
    pad = await async_put_belt_on_air(hass, speaks=["walking_pad", "foot_pod"])
    info = bluetooth.async_last_service_info(hass, BELT_ADDRESS)
    assert info
    assert info.service_uuids == [PAD_SERVICE, RSC_SERVICE]
    assert info.service_data == {}
    pad.async_end()


async def test_pod_sends_speed_cadence_stride_and_distance(hass: HomeAssistant) -> None:
    """1 m/s with steps of half a metre: 120 a minute, a stride of a metre, decimetres."""
    pod, listener = await async_hear(hass, RSC_MEASUREMENT, speaks="foot_pod")
    pod.start(3.6)
    pod.advance(2)
    pod.stop()
    pod.advance(1)
    assert hexes(listener.frames) == [
        "03 00 01 78 64 00 0a 00 00 00",
        "03 00 01 78 64 00 14 00 00 00",
        "03 00 00 00 00 00 00 00 00 00",
    ]


@pytest.mark.parametrize(
    ("quirk", "frames"),
    [
        ({}, ["04 24 68 01 01 00 00 01 00 02 00"]),
        ({"padded_frames": True}, ["04 24 68 01 01 00 00 01 00 02 00" + 19 * " 00"]),
        ({"lying_more_data": True}, ["05 24 68 01 01 00 00 01 00 02 00"]),
        ({"steps_missing": True}, ["04 24 68 01 01 00 00 01 00"]),
        ({"frozen_clock": True}, ["04 24 68 01 01 00 00 00 00 02 00"]),
        ({"every_second_step": True}, ["04 24 68 01 01 00 00 01 00 01 00"]),
        ({"speed_in_miles": True}, ["04 24 e0 00 01 00 00 01 00 02 00"]),
        ({"distance_in_miles": True}, ["04 24 68 01 00 00 00 01 00 02 00"]),
        ({"silent_treadmill_data": True}, []),
        ({"rotating_fields": True}, ["00 04 68 01 01 00"]),
        (
            {"split_records": True},
            ["05 00 01 00 00", "00 24 68 01 01 00 02 00"],
        ),
    ],
)
async def test_quirks_of_a_belt(
    hass: HomeAssistant, quirk: dict[str, bool], frames: list[str]
) -> None:
    """The first second of a walk at 3.6 km/h."""
    belt = await async_put_belt_on_air(hass, fields=["distance", "elapsed"], **quirk)
    listener = await async_listen(hass, belt)
    belt.start(3.6)
    belt.advance(1)
    assert hexes(listener.frames) == frames


async def test_null_frames_and_display_clock(hass: HomeAssistant) -> None:
    """At rest every other frame is empty; after 99:59 comes 0:00."""
    belt = await async_put_belt_on_air(
        hass,
        fields=["distance", "elapsed"],
        has_steps=False,
        distance_m=7,
        elapsed_s=5999,
        null_frames=True,
        display_clock=True,
    )
    listener = await async_listen(hass, belt)
    belt.advance(2)
    belt.start(3.6)
    belt.advance(2)
    assert hexes(listener.frames) == [
        "04 04 00 00 07 00 00 6f 17",
        "04 04 00 00 00 00 00 00 00",
        "04 04 68 01 08 00 00 00 00",
        "04 04 68 01 09 00 00 01 00",
    ]
