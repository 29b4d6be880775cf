"""Walks on a belt that nobody is on, and where they are seen."""

from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.const import DOMAIN
from custom_components.virtual_treadmill.belt import VirtualBelt
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .acting import act
from .belts import async_put_belt_on_air, async_walk
from .walkers import kept

WALKER = "select.hall_belt_walker"
STEP_M = 0.5


@pytest.fixture
async def belt(hass: HomeAssistant) -> VirtualBelt:
    """A belt on the air that counts metres and steps."""
    return await async_put_belt_on_air(hass, step_length_m=STEP_M)


async def unclaimed(hass: HomeAssistant) -> list[dict[str, Any]]:
    """What waits for its walker, as an automation is told."""
    answer = await act(hass, "get_sessions", unclaimed=True)
    waiting: list[dict[str, Any]] = answer["unclaimed"]
    return waiting


def asked(hass: HomeAssistant) -> list[dict[str, str]]:
    """What the repairs ask of walks of nobody's."""
    return [
        issue.translation_placeholders or {}
        for issue in ir.async_get(hass).issues.values()
        if issue.domain == DOMAIN
        and issue.translation_key == "unclaimed_walk"
        and issue.active
    ]


async def walk_of_nobody(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    belt: VirtualBelt,
    seconds: float = 720,
) -> None:
    """Walk at one metre a second, and stop the belt."""
    belt.start(3.6)
    await async_walk(hass, freezer, belt, seconds)
    belt.stop()
    await async_walk(hass, freezer, belt, 3)


def on_paper(hass: HomeAssistant) -> dict[str, Any]:
    """What of nobody's walks is on the disk."""
    return kept(file_of_nobody(hass))


def file_of_nobody(hass: HomeAssistant) -> Path:
    """Where nobody's walks are kept."""
    return Path(hass.config.path(".storage")) / "retrowalk.unclaimed"
