"""System health: what is set up, and whether it works."""

from typing import Any

from homeassistant.components import system_health
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.loader import async_get_integration

from .const import CONF_KIND, DOMAIN, EntryKind
from .home import HomeConfigEntry
from .sources.belt_link import TreadmillConfigEntry


@callback
def async_register(
    hass: HomeAssistant, register: system_health.SystemHealthRegistration
) -> None:
    """Register what is shown."""
    register.async_register_info(_async_info)


async def _async_info(hass: HomeAssistant) -> dict[str, Any]:
    integration = await async_get_integration(hass, DOMAIN)
    homes: list[HomeConfigEntry] = _loaded(hass, EntryKind.HOME)
    belts: list[TreadmillConfigEntry] = _loaded(hass, EntryKind.TREADMILL)
    walkers = [
        walker for home in homes for walker in home.runtime_data.walkers.values()
    ]
    return {
        "version": str(integration.version),
        "walkers": len(walkers),
        "belts_configured": len(_entries(hass, EntryKind.TREADMILL)),
        "belts_connected": sum(belt.runtime_data.connected for belt in belts),
        "open_sessions": sum(walker.in_session for walker in walkers),
        "journals_readable": all(walker.recording.readable for walker in walkers),
    }


def _entries(hass: HomeAssistant, kind: EntryKind) -> list[ConfigEntry[Any]]:
    return [
        entry
        for entry in hass.config_entries.async_entries(
            DOMAIN, include_ignore=False, include_disabled=False
        )
        if entry.data[CONF_KIND] == kind
    ]


def _loaded(hass: HomeAssistant, kind: EntryKind) -> list[ConfigEntry[Any]]:
    return [
        entry
        for entry in hass.config_entries.async_loaded_entries(DOMAIN)
        if entry.data[CONF_KIND] == kind
    ]
