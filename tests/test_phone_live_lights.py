"""A phone that starts a walk which waits for its lights."""

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .guards import guarded
from .homes import walker_id
from .lamps import Lamp, put_up
from .paths import set_up_paths
from .posting import async_phone
from .walkers import async_pass, async_press, walker_of


async def test_totals_since_a_start_that_was_called_off_are_of_no_other_walk(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Hours later Ada starts by the button, and the phone tells its steps of the day."""
    freezer.move_to("2026-11-23 07:00:00+05:30")
    lamp = Lamp("Hall")
    await put_up(hass, lamp)
    lit = {"lights": [lamp.entity_id], "lead_s": 10, "when": "always"}
    home = await set_up_paths(hass, guarded(more=lit))
    phone = await async_phone(hass, home, hass_client_no_auth, walker_id(1))
    assert (await phone.tell("start"))["state"] == "idle"
    assert (await phone.tell("finish"))["state"] == "idle"
    await async_pass(hass, freezer, 7200)
    await async_press(hass, "start", walker_id(1))
    await async_pass(hass, freezer, 15)
    for steps in (6000, 6020):
        assert (await phone.tell("sample", steps=steps))["state"] == "walking"
        await async_pass(hass, freezer, 10)
    walker = walker_of(home, walker_id(1))
    session = walker.present(dt_util.utcnow()).session
    assert session is not None
    assert session.steps == pytest.approx(20, abs=1)
