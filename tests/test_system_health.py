"""System health: what is set up, and whether it works."""

import json
from pathlib import Path
from typing import Any

from pytest_homeassistant_custom_component.common import get_system_health_info

from custom_components.retrowalk.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .belts import async_put_belt_on_air
from .walkers import (
    ADA,
    BEN,
    async_furnish_home,
    async_join,
    async_press,
    file_of,
    put_file,
)

TEXTS = Path(__file__).parent.parent / "custom_components/retrowalk/translations"


async def async_health(hass: HomeAssistant) -> dict[str, Any]:
    """What the page of system health shows of us; each line has a text."""
    assert await async_setup_component(hass, "system_health", {})
    await hass.async_block_till_done()
    info: dict[str, Any] = await get_system_health_info(hass, DOMAIN)
    texts = json.loads((TEXTS / "en.json").read_text(encoding="utf-8"))
    assert info.keys() == texts["system_health"]["info"].keys()
    return info


async def test_home_in_use(hass: HomeAssistant) -> None:
    """Walkers, belts, open sessions and journals are counted."""
    put_file(file_of(hass, "journal.2026", BEN), [])
    await async_furnish_home(hass, ADA, BEN)
    belt = await async_put_belt_on_air(hass)
    await async_join(hass, belt.address)
    await async_join(hass, "C0:FF:EE:00:00:99")
    await async_press(hass, "start")
    assert await async_health(hass) == {
        "version": "0.1.0",
        "walkers": 2,
        "belts_configured": 2,
        "belts_connected": 1,
        "open_sessions": 1,
        "journals_readable": False,
    }


async def test_nothing_but_a_belt(hass: HomeAssistant) -> None:
    """A belt alone is fine."""
    belt = await async_put_belt_on_air(hass)
    treadmill = await async_join(hass, belt.address)
    assert await hass.config_entries.async_unload(treadmill.entry_id)
    assert await async_health(hass) == {
        "version": "0.1.0",
        "walkers": 0,
        "belts_configured": 1,
        "belts_connected": 0,
        "open_sessions": 0,
        "journals_readable": True,
    }
