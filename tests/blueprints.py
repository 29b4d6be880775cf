"""Automations made from our blueprints, and the things of a home that they move.

[lamp] = await async_furnish(hass, Lamp("hall"))
await async_use(hass, "hallway_lights", walkers=[device_of(hass).id], lights=["light.hall"])
await press(hass, "ada_s_walking_start_walk")
assert lamp.is_on
"""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
import shutil
import sys
import time
from typing import Any, Final

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.test_util.aiohttp import AiohttpClientMocker

from homeassistant.components import light, notify, vacuum
from homeassistant.components.automation.const import DOMAIN as AUTOMATION
from homeassistant.components.light import ColorMode, LightEntity
from homeassistant.components.notify import NotifyEntity
from homeassistant.components.vacuum import (
    StateVacuumEntity,
    VacuumActivity,
    VacuumEntityFeature,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.entity import Entity
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .automations import device_of

REPOSITORY: Final = Path(__file__).parent.parent
FOLDER: Final = REPOSITORY / "blueprints/automation/retrowalk"
NAMES: Final = sorted(path.stem for path in FOLDER.glob("*.yaml"))
MOBILE_APP: Final = "mobile_app"
CLEARED: Final = "clear_notification"
_PUSH_URL: Final = "https://push.invalid/send"

# The companion app brings voice along; where its compiled packages are not installed, stand-ins do.
sys.path.append(str(REPOSITORY / "dev/no_voice"))


def put_blueprints(hass: HomeAssistant) -> None:
    """Put our blueprints where Home Assistant keeps those that were imported."""
    shutil.copytree(
        FOLDER,
        hass.config.path("blueprints", AUTOMATION, "retrowalk"),
        dirs_exist_ok=True,
    )


async def async_use(hass: HomeAssistant, name: str, **inputs: Any) -> None:
    """Make an automation of a blueprint: `automation.<name>`, which must be on."""
    put_blueprints(hass)
    use = {"path": f"retrowalk/{name}.yaml", "input": inputs}
    automation = {"id": name, "alias": name, "use_blueprint": use}
    assert await async_setup_component(hass, AUTOMATION, {AUTOMATION: [automation]})
    await hass.async_block_till_done()
    state = hass.states.get(f"automation.{name}")
    assert state is not None
    assert state.state == "on"


async def settle(hass: HomeAssistant) -> None:
    """Let all happen that is under way; to block till it is done would be to wait with the automations that wait."""
    for _round in range(12):
        for _turn in range(5):
            await asyncio.sleep(0)
        await hass.async_add_executor_job(time.sleep, 0.002)
        # What automations use for the first time is imported one after the other.
        await hass.async_add_import_executor_job(time.sleep, 0)


async def press(hass: HomeAssistant, *buttons: str) -> None:
    """Press these buttons (their entity ids after the dot), one after the other."""
    for button in buttons:
        await hass.services.async_call(
            "button", "press", {"entity_id": f"button.{button}"}, blocking=True
        )
        await settle(hass)


async def let_pass(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    seconds: float,
    *,
    step_s: float = 10,
) -> None:
    """Let time pass where automations wait."""
    left_s = seconds
    while left_s > 0:
        freezer.tick(timedelta(seconds=min(step_s, left_s)))
        left_s -= step_s
        async_fire_time_changed(hass)
        await settle(hass)


async def clock(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, to: str, day: int = 23
) -> None:
    """Let it be this time of a day in November, by the clock on the wall; the day began before."""
    hour, minute = map(int, to.split(":"))
    zone = dt_util.get_default_time_zone()
    at = datetime(2026, 11, day, hour, minute, 1, tzinfo=zone)
    for moment in (at - timedelta(minutes=1), at):
        freezer.move_to(moment)
        async_fire_time_changed(hass)
        await settle(hass)


async def log_days(hass: HomeAssistant, *days: int, minutes: int = 12) -> None:
    """Write down a walk of Ada on each of these days in November."""
    for day in days:
        await hass.services.async_call(
            "retrowalk",
            "log_session",
            {
                "device_id": device_of(hass).id,
                "start": f"2026-11-{day:02} 06:00:00",
                "duration": {"minutes": minutes},
            },
            blocking=True,
        )
    await settle(hass)


class Lamp(LightEntity):
    """A lamp of all colours, which is off at first."""

    _attr_should_poll = False
    _attr_supported_color_modes = {ColorMode.COLOR_TEMP, ColorMode.RGB}
    _attr_color_mode = ColorMode.COLOR_TEMP

    def __init__(self, name: str) -> None:
        """Be `light.<name>`."""
        self._attr_name = self._attr_unique_id = name
        self._attr_is_on = False
        self.broken: Exception | None = None

    async def async_turn_on(self, **kwargs: Any) -> None:
        """Light, as it is asked for."""
        if self.broken is not None:
            raise self.broken
        self._attr_is_on = True
        self._attr_brightness = kwargs.get("brightness", self.brightness or 255)
        if "rgb_color" in kwargs:
            self._attr_color_mode = ColorMode.RGB
            self._attr_rgb_color = kwargs["rgb_color"]
        if "color_temp_kelvin" in kwargs:
            self._attr_color_mode = ColorMode.COLOR_TEMP
            self._attr_color_temp_kelvin = kwargs["color_temp_kelvin"]
        self.async_write_ha_state()

    async def async_turn_off(self, **kwargs: Any) -> None:
        """Be dark."""
        if self.broken is not None:
            raise self.broken
        self._attr_is_on = False
        self.async_write_ha_state()

    def percent(self) -> int | None:
        """How bright it is, while it is on."""
        return round((self.brightness or 0) / 2.55) if self.is_on else None


class Robot(StateVacuumEntity):
    """A vacuum that cleans at first."""

    _attr_should_poll = False
    _attr_supported_features = (
        VacuumEntityFeature.STATE
        | VacuumEntityFeature.START
        | VacuumEntityFeature.PAUSE
        | VacuumEntityFeature.RETURN_HOME
    )

    def __init__(self, name: str) -> None:
        """Be `vacuum.<name>`."""
        self._attr_name = self._attr_unique_id = name
        self._attr_activity = VacuumActivity.CLEANING

    def do(self, activity: VacuumActivity) -> None:
        """Do something else, as when somebody pressed a button on it."""
        self._attr_activity = activity
        self.async_write_ha_state()

    async def async_start(self) -> None:
        """Clean."""
        self.do(VacuumActivity.CLEANING)

    async def async_pause(self) -> None:
        """Stop."""
        self.do(VacuumActivity.PAUSED)

    async def async_return_to_base(self, **kwargs: Any) -> None:
        """Go home."""
        self.do(VacuumActivity.RETURNING)


class Mailbox(NotifyEntity):
    """A notify entity that keeps what it is told."""

    def __init__(self, name: str) -> None:
        """Be `notify.<name>`."""
        self._attr_name = self._attr_unique_id = name
        self.letters: list[tuple[str | None, str]] = []

    async def async_send_message(self, message: str, title: str | None = None) -> None:
        """Take a letter."""
        self.letters.append((title, message))


async def async_furnish(hass: HomeAssistant, *things: Entity) -> None:
    """Put things into the home, with what remembers scenes."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "scene", {})
    for thing in things:
        component = {Lamp: light, Robot: vacuum, Mailbox: notify}[type(thing)]
        assert await async_setup_component(hass, component.DOMAIN, {})
        await hass.data[component.DATA_COMPONENT].async_add_entities([thing])
    await hass.async_block_till_done()


class Phone:
    """A phone with the companion app, as Home Assistant knows it; only its push server is not real."""

    def __init__(
        self, hass: HomeAssistant, device_id: str, pushes: AiohttpClientMocker
    ) -> None:
        """Listen to what is pushed to it."""
        self._hass = hass
        self._pushes = pushes
        self.device_id = device_id

    @property
    def pushed(self) -> list[dict[str, Any]]:
        """All that was pushed."""
        return [call[2] for call in self._pushes.mock_calls]

    @property
    def notices(self) -> list[dict[str, Any]]:
        """What was pushed, apart from what took a notification away."""
        return [push for push in self.pushed if push["message"] != CLEARED]

    @property
    def cleared(self) -> list[str]:
        """The tags of the notifications that were taken away."""
        return [
            push["data"]["tag"] for push in self.pushed if push["message"] == CLEARED
        ]

    async def answer(self, title: str) -> None:
        """Tap on what the newest notice lets its reader answer."""
        [action] = [
            action["action"]
            for action in self.notices[-1]["data"]["actions"]
            if action["title"] == title
        ]
        self._hass.bus.async_fire("mobile_app_notification_action", {"action": action})
        await settle(self._hass)


async def async_add_phone(
    hass: HomeAssistant, pushes: AiohttpClientMocker, name: str = "Adas phone"
) -> Phone:
    """Set up a phone that was registered before."""
    server: Any = pushes  # Its methods have no types
    server.post(_PUSH_URL, status=201, json={})
    entry = MockConfigEntry(
        domain=MOBILE_APP,
        title=name,
        data={
            "app_data": {"push_token": "abc", "push_url": _PUSH_URL},
            "app_id": "io.homeassistant.companion",
            "app_name": "Home Assistant",
            "app_version": "2026.10",
            "device_id": name,
            "device_name": name,
            "manufacturer": "Maker",
            "model": "Model",
            "os_name": "Android",
            "os_version": "16",
            "supports_encryption": False,
            "user_id": (await hass.auth.async_create_user(name)).id,
            "webhook_id": f"webhook {name}",
        },
    )
    entry.add_to_hass(hass)
    assert await async_setup_component(hass, MOBILE_APP, {})
    await hass.async_block_till_done()
    [device] = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return Phone(hass, device.id, pushes)
