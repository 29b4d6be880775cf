"""A walker in a hallway with a door: what is needed to be alerted, and to see what becomes of it."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import (
    async_get_persistent_notifications,
)

from custom_components.virtual_treadmill.belt import VirtualBelt
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .belts import async_put_belt_on_air, async_walk
from .guards import DOOR, LEAK, guarded, see
from .homes import set_up_belt, walker_id
from .paths import HALL, set_up_paths

TAG = f"retrowalk_{walker_id(1)}_path"
IN_THE_WAY = "Ada, Hallway is not clear: Open (Front door)."


async def hallway(
    hass: HomeAssistant,
    levels: dict[str, str] | None = None,
    more: dict[str, Any] | None = None,
    **contacts: Any,
) -> ConfigEntry[Any]:
    """A home whose hallway is looked after and clear; `more` is what else the path keeps, and the walker has these contacts."""
    await see(hass, binary_sensor__front_door="off", binary_sensor__washer="off")
    path = guarded(levels=levels, more=more, door=[DOOR], leak=[LEAK])
    return await set_up_paths(hass, path, live_opens_session=True, **contacts)


async def alerted_on_belt(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    *,
    allow_stop: bool = True,
    levels: dict[str, str] | None = None,
    **contacts: Any,
) -> tuple[ConfigEntry[Any], VirtualBelt]:
    """Walk on a belt in the hallway for a minute and a half, and then the door opens."""
    home = await hallway(hass, levels, **contacts)
    belt = await async_put_belt_on_air(hass)
    await set_up_belt(hass, belt, path=HALL, allow_stop=allow_stop)
    belt.start(3.0)
    await async_walk(hass, freezer, belt, 90)
    await open_door(hass)
    return home, belt


async def settle(hass: HomeAssistant) -> None:
    """Let everything arrive that is on its way."""
    await hass.async_block_till_done(wait_background_tasks=True)


async def open_door(hass: HomeAssistant) -> None:
    """Open it, and let whoever is alerted hear of it."""
    await see(hass, binary_sensor__front_door="on")
    await settle(hass)


def pinned(hass: HomeAssistant) -> dict[str, tuple[str | None, str]]:
    """Title and message of what Home Assistant shows itself of ours, by id."""
    return {
        tag: (notice["title"], notice["message"])
        for tag, notice in async_get_persistent_notifications(hass).items()
        if tag.startswith("retrowalk")
    }
