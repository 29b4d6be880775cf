"""Walks with a phone in the pocket: what the companion app reports ends up in the walk, once, and in no other."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .homes import BREAKFAST, let_pass, press, set_up_home, shown
from .phones import Phone, async_register_phone
from .sourced import follow, show, show_for

START, FINISH = "ada_s_walking_start_walk", "ada_s_walking_finish_walk"
SPEED = "sensor.speed"


@pytest.fixture(autouse=True)
def _begin(freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to(BREAKFAST)


async def a_phone(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    home: ConfigEntry[Any],
    **others: Any,
) -> Phone:
    """Ada's phone, which has counted 5000 steps."""
    phone = await async_register_phone(hass, hass_client)
    on_phone = {
        "steps": await phone.add_sensor("steps_sensor", "Steps", state=5000),
        "heart_rate": await phone.add_sensor(
            "heart_rate", "Heart rate", state=60, unit_of_measurement="bpm"
        ),
    }
    await follow(hass, home, phone=phone.device_id, on_phone=on_phone, **others)
    return phone


def sessions(home: ConfigEntry[Any]) -> list[Any]:
    """What was recorded."""
    [walker] = home.runtime_data.walkers.values()
    return list(walker.ledger.journal.sessions.values())


async def test_walk_in_the_hallway_has_the_steps_of_the_phone(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Those that came late too, settled before half an hour is over; what is walked afterwards belongs to no walk."""
    home = await set_up_home(hass, "Ada")
    phone = await a_phone(hass, hass_client, home)
    await phone.report(steps_sensor=5000)
    await press(hass, START)
    await let_pass(hass, freezer, 300)
    await phone.report(steps_sensor=5480)
    await let_pass(hass, freezer, 300)
    await press(hass, FINISH)
    await let_pass(hass, freezer, 60)
    await phone.report(steps_sensor=6080)
    await let_pass(hass, freezer, 60)
    await phone.report(steps_sensor=9000)
    await let_pass(hass, freezer, 1500)
    [walk] = sessions(home)
    assert walk.steps() == pytest.approx(480 + 600 * 300 / 360, abs=1)
    assert walk.step_source == "phone"


async def test_phone_steps_go_with_the_speed_of_an_entity(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """One walk: its time and metres by the speed, its steps by the phone, its heart rate by the watch."""
    home = await set_up_home(hass, "Ada")
    await show(hass, SPEED, 0, "km/h")
    phone = await a_phone(hass, hass_client, home, speed=SPEED)
    await show_for(hass, freezer, 300, SPEED, 3.6, "km/h")
    await phone.report(heart_rate=97, steps_sensor=5520)
    [walker] = home.runtime_data.walkers.values()
    await show_for(hass, freezer, 60, SPEED, 3.6, "km/h")
    assert walker.data.session.heart_rate_bpm == 97
    await show_for(hass, freezer, 240, SPEED, 3.6, "km/h")
    await phone.report(steps_sensor=6040)
    await show_for(hass, freezer, 10, SPEED, 0, "km/h")
    await press(hass, FINISH)
    await let_pass(hass, freezer, 1500)
    [walk] = sessions(home)
    assert walk.distance_m() == pytest.approx(600, abs=3)
    assert walk.active_s() == pytest.approx(600, abs=2)
    assert walk.steps() == pytest.approx(1040, abs=10)
    assert walk.step_source == "phone"


async def test_phone_that_lay_on_the_console(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """It counted next to nothing, and is not believed."""
    home = await set_up_home(hass, "Ada")
    await show(hass, SPEED, 0, "km/h")
    phone = await a_phone(hass, hass_client, home, speed=SPEED)
    await show_for(hass, freezer, 600, SPEED, 3.6, "km/h")
    await show_for(hass, freezer, 10, SPEED, 0, "km/h")
    await press(hass, FINISH)
    await phone.report(steps_sensor=5030)
    await let_pass(hass, freezer, 1500)
    [walk] = sessions(home)
    assert walk.step_source == "estimate"
    assert walk.steps() > 1000


async def test_steps_without_a_walk_open_none(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """However many."""
    home = await set_up_home(hass, "Ada")
    phone = await a_phone(hass, hass_client, home)
    for steps in range(5100, 9000, 600):
        await let_pass(hass, freezer, 300)
        await phone.report(steps_sensor=steps, heart_rate=120)
    assert shown(hass, "sensor.ada_s_walking_session") == "idle"
    assert sessions(home) == []
