"""How a light looks: remembered whole, and the same but for what lights round."""

import json
from typing import Any

import pytest

from custom_components.retrowalk.routines.look import Look
from homeassistant.core import State

WHITE = {"color_mode": "white", "brightness": 80}
HS = {"color_mode": "hs", "brightness": 80, "hs_color": (359, 50)}
XY = {"color_mode": "xy", "brightness": 80, "xy_color": (0.3, 0.3)}
RAINBOW = {**HS, "effect": "rainbow", "effect_list": ["rainbow"]}


def look(**seen: Any) -> Look:
    """A light that is on and shows this."""
    return Look.of(State("light.lamp", "on", seen))


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ({"color_mode": "onoff"}, {}),
        (WHITE, {"white": 80}),
        (HS, {"brightness": 80, "hs_color": (359, 50)}),
        (RAINBOW, {"brightness": 80, "hs_color": (359, 50), "effect": "rainbow"}),
        ({**HS, "effect": "Solid"}, {"brightness": 80, "hs_color": (359, 50)}),
    ],
)
def test_what_a_light_is_told_to_look_so(
    seen: dict[str, Any], told: dict[str, Any]
) -> None:
    """Also after the look was written to the disk and read again."""
    whole = look(**seen)
    assert whole.told == told
    assert Look.read(json.loads(json.dumps(whole.written())), "look") == whole


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (HS, {**HS, "hs_color": (2, 52)}, True),
        (HS, {**HS, "hs_color": (180, 50)}, False),
        (HS, {**HS, "brightness": 88}, True),
        (HS, {**HS, "brightness": 120}, False),
        (HS, {"color_mode": "hs", "brightness": 80}, True),
        (HS, XY, False),
        (HS, RAINBOW, False),
        (WHITE, WHITE, True),
    ],
)
def test_looks_that_are_the_same(
    one: dict[str, Any], other: dict[str, Any], same: bool
) -> None:
    """Red is near red, on either side of the circle of hues."""
    assert look(**one).resembles(look(**other)) is same
    assert look(**other).resembles(look(**one)) is same
