"""What a script does with the actions on the past, and what everybody sees afterwards."""

from typing import Any

import pytest

from custom_components.retrowalk.const import DOMAIN
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr

from .homes import figure, walker_id
from .test_translations import TEXTS
from .walkers import file_of, kept

ADA = {"entity_id": "sensor.ada_s_walking_session"}
BEN = {"entity_id": "sensor.ben_s_walking_session"}


async def act(hass: HomeAssistant, action: str, **given: Any) -> Any:
    """Call an action, and return its answer."""
    answer = await hass.services.async_call(
        DOMAIN, action, given, blocking=True, return_response=True
    )
    await hass.async_block_till_done()
    return answer


async def refusal(hass: HomeAssistant, action: str, **given: Any) -> str | None:
    """Call an action that is refused, and return the key of the message, which must be there."""
    with pytest.raises(HomeAssistantError) as refused:
        await act(hass, action, **given)
    key = refused.value.translation_key
    message = TEXTS["exceptions"][key]["message"]
    told = message.format(**refused.value.translation_placeholders or {})
    assert str(refused.value) == told.removesuffix(".")
    return key


async def log(
    hass: HomeAssistant,
    start: str,
    minutes: int = 20,
    *,
    of: dict[str, str] = ADA,
    **given: Any,
) -> str:
    """Log a walk, of Ada's unless somebody else is meant; its id."""
    duration = {"minutes": minutes}
    answer = await act(
        hass, "log_session", start=start, duration=duration, **of, **given
    )
    session_id: str = answer["sessions"][0]["session_id"]
    return session_id


def on_disk(hass: HomeAssistant, walker: int = 1, year: int = 2026) -> list[str]:
    """The ids of the sessions of a walker's year on the disk."""
    path = file_of(hass, f"journal.{year}", walker_id(walker))
    if not path.exists():
        return []
    return [session["id"] for session in kept(path)["sessions"]]


def shown(hass: HomeAssistant, key: str, walker: int = 1) -> str:
    """What an entity of a walker shows."""
    return figure(hass, key, walker=walker).state


def device_of(hass: HomeAssistant, home: ConfigEntry[Any], walker: int) -> str:
    """The id of a walker's device."""
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), home.entry_id)
    [device] = [
        one for one in devices if (DOMAIN, walker_id(walker)) in one.identifiers
    ]
    return device.id
