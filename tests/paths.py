"""Paths of a test's home, and the dialog in which they are described."""

from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.retrowalk.const import DOMAIN, HOME_UNIQUE_ID
from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntry,
    ConfigSubentryDataWithId,
    SubentryFlowResult,
)
from homeassistant.core import HomeAssistant

from .homes import ZONE, walker_id

HALL = "01KPATH00000000000000HALL0"
ROOM = "01KPATH00000000000000ROOM0"

SECTIONS = ("look", "darkness", "floor_light", "guards", "checklist", "levels")
"""Of the dialog of a path."""
LEVELS = {
    "leak": "block",
    "door": "block",
    "vacuum": "block",
    "presence": "warn",
    "motion": "warn",
    "buddy": "block",
    "light": "warn",
    "checklist": "warn",
}
"""How much each guard weighs, unless something else is chosen."""


def a_path(
    path_id: str = HALL, name: str = "Hallway", **data: Any
) -> ConfigSubentryDataWithId:
    """A path as its dialog would have kept it."""
    return ConfigSubentryDataWithId(
        data={"name": name, **data},
        subentry_id=path_id,
        subentry_type="path",
        title=name,
        unique_id=None,
    )


async def start_path(hass: HomeAssistant, home: ConfigEntry[Any]) -> SubentryFlowResult:
    """Press "Add path"."""
    return await hass.config_entries.subentries.async_init(
        (home.entry_id, "path"), context={"source": SOURCE_USER}
    )


async def change_path(
    hass: HomeAssistant, home: ConfigEntry[Any], name: str
) -> SubentryFlowResult:
    """Press "Change path"."""
    [path_id] = [
        subentry.subentry_id
        for subentry in home.get_subentries_of_type("path")
        if subentry.title == name
    ]
    return await hass.config_entries.subentries.async_init(
        (home.entry_id, "path"),
        context={"source": SOURCE_RECONFIGURE, "subentry_id": path_id},
    )


async def answer_path(
    hass: HomeAssistant, shown: SubentryFlowResult, **answers: Any
) -> SubentryFlowResult:
    """Fill in the form of a path, and let everything settle."""
    filled = {section: {} for section in SECTIONS} | answers
    result = await hass.config_entries.subentries.async_configure(
        shown["flow_id"], filled
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    return result


def paths(home: ConfigEntry[Any]) -> list[str]:
    """Names of the paths of a home."""
    return [subentry.title for subentry in home.get_subentries_of_type("path")]


async def set_up_paths(
    hass: HomeAssistant,
    *paths: ConfigSubentryDataWithId,
    walkers: tuple[str, ...] = ("Ada",),
    **walker: Any,
) -> MockConfigEntry:
    """A home with these paths, whose walkers walk on the first of them, unless something else is said."""
    await hass.config.async_set_time_zone(ZONE)
    usual = {"default_path": paths[0]["subentry_id"]} if paths else {}
    names = [
        ConfigSubentryDataWithId(
            data={"name": name, **usual, **walker},
            subentry_id=walker_id(number),
            subentry_type="walker",
            title=name,
            unique_id=None,
        )
        for number, name in enumerate(walkers, start=1)
    ]
    home = MockConfigEntry(
        domain=DOMAIN,
        title="Home",
        unique_id=HOME_UNIQUE_ID,
        data={"kind": "home"},
        subentries_data=[*names, *paths],
    )
    home.add_to_hass(hass)
    assert await hass.config_entries.async_setup(home.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return home
