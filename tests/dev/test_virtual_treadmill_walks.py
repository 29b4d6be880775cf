"""How the virtual treadmill is made to walk: by a script, by actions, and by itself."""

import json
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.virtual_treadmill import async_get_belt
from custom_components.virtual_treadmill.actions import ACTIONS
from custom_components.virtual_treadmill.options import Refusal
from homeassistant.components import bluetooth
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util
from homeassistant.util.yaml import load_yaml_dict

from ..belts import (
    BELT_ADDRESS,
    async_listen,
    async_put_belt_on_air,
    async_put_belts_on_air,
    async_walk,
    quick_retries,
)
from .the_belt_alone import DEV, hexes, only_the_belt

__all__ = ["only_the_belt", "quick_retries"]

pytestmark = pytest.mark.usefixtures("only_the_belt")


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
