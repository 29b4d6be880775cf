"""Paths of a test's home, and the dialog in which they are described."""

from typing import Any

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntry,
    ConfigSubentryDataWithId,
    SubentryFlowResult,
)
from homeassistant.core import HomeAssistant

HALL = "01KPATH00000000000000HALL0"
ROOM = "01KPATH00000000000000ROOM0"


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
    filled = {"look": {}, "darkness": {}, "floor_light": {}} | answers
    result = await hass.config_entries.subentries.async_configure(
        shown["flow_id"], filled
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    return result


def paths(home: ConfigEntry[Any]) -> list[str]:
    """Names of the paths of a home."""
    return [subentry.title for subentry in home.get_subentries_of_type("path")]
