"""When it is dark on a path: by light sensors with their factors, by age, and by the sun."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.path_light import enough_lux
from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant

from ..homes import BREAKFAST, press, shown
from ..lamps import Lamp, put_up
from ..paths import a_path, set_up_paths

START = "ada_s_walking_start_walk"
NOON, MIDNIGHT = "2026-11-23 12:00:00+05:45", "2026-11-24 00:00:00+05:45"


async def lit(
    hass: HomeAssistant, *, birth_year: int | None = None, **path: Any
) -> bool:
    """Whether the hallway, in Kathmandu, is lit when a walk starts."""
    await hass.config.async_update(latitude=27.7, longitude=85.3, elevation=1400)
    lamp = Lamp("Lamp")
    await put_up(hass, lamp)
    body: dict[str, Any] = {} if birth_year is None else {"birth_year": birth_year}
    await set_up_paths(hass, a_path(lights=[lamp.entity_id], **path), **body)
    await press(hass, START)
    state = shown(hass, lamp.entity_id)
    assert state in (STATE_ON, STATE_OFF)
    return state == STATE_ON


@pytest.mark.parametrize(
    ("at", "elevation", "is_dark"),
    [
        (NOON, 3, False),
        (MIDNIGHT, 3, True),
        (BREAKFAST, 3, False),
        (BREAKFAST, 10, True),
    ],
)
async def test_dark_by_the_sun(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    at: str,
    elevation: float,
    is_dark: bool,
) -> None:
    """Half an hour after sunrise the sun stands between the two heights that were chosen."""
    freezer.move_to(at)
    assert await lit(hass, sun_elevation=elevation) is is_dark


@pytest.mark.parametrize(
    ("readings", "path", "is_dark"),
    [
        ({"wall": "140"}, {}, True),
        ({"wall": "160"}, {}, False),
        ({"wall": "160", "floor": "20"}, {}, True),
        ({"wall": "160"}, {"lux_threshold": 200}, True),
        ({"wall": "140"}, {"lux_threshold": 100}, False),
        ({"wall": "300"}, {"factor": 0.4}, True),
        ({"wall": "100"}, {"factor": 2}, False),
        ({"wall": "100"}, {"birth_year": 1990}, True),
        ({"wall": "200"}, {"birth_year": 1990}, False),
        ({"wall": "200"}, {"birth_year": 1960}, True),
        ({"wall": "400"}, {"birth_year": 1960}, False),
        ({"wall": "0"}, {"when": "always"}, True),
        ({"wall": "9000"}, {"when": "always"}, True),
        # No sensor tells: at noon it is bright
        ({"wall": "unavailable"}, {}, False),
        ({"wall": "nan"}, {}, False),
        ({}, {}, False),
        ({"wall": "unknown", "floor": "20"}, {}, True),
    ],
)
async def test_dark_by_light_sensors(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    readings: dict[str, str],
    path: dict[str, Any],
    is_dark: bool,
) -> None:
    """The darkest sensor decides, under what was chosen or is enough for the oldest walker."""
    freezer.move_to(NOON)
    for name, reading in readings.items():
        hass.states.async_set(f"sensor.{name}", reading)
    factor = path.pop("factor", 1.0)
    sensors = {"sensor.wall": factor, "sensor.floor": 1.0}
    assert await lit(hass, lux_sensors=sensors, **path) is is_dark


@given(st.one_of(st.none(), st.integers(0, 120)))
def test_nobody_needs_less_light_with_age(age: int | None) -> None:
    """From sixty on twice as much is enough; who tells no age is taken for younger."""
    assert enough_lux(age) == (300 if age is not None and age >= 60 else 150)
