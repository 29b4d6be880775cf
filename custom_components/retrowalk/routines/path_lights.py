"""Which lights a path has just now, and which it has lost."""

from collections.abc import Iterable, Iterator

from homeassistant.components.light import DOMAIN as LIGHT
from homeassistant.const import ATTR_AREA_ID, ATTR_ENTITY_ID, ATTR_GROUP_ENTITIES
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)

from ..path import Path, entity_ids
from .named_entities import is_gone, last_name


@callback
def lights_of(hass: HomeAssistant, path: Path) -> list[str]:
    """The entity ids of a path's lights: those it names, and all that are in its areas now."""
    named = entity_ids(hass, path.lights)
    areas = TargetSelection({ATTR_AREA_ID: list(path.areas)})
    found = async_extract_referenced_entity_ids(hass, areas).indirectly_referenced
    in_areas = sorted(light for light in found if light.startswith(f"{LIGHT}."))
    return list(dict.fromkeys([*named, *in_areas]))


@callback
def single_lights(hass: HomeAssistant, lights: Iterable[str]) -> list[str]:
    """The same lights, with members in place of groups: a group does not tell how each of them was."""
    single: dict[str, None] = {}
    opened: set[str] = set()
    left = list(lights)[::-1]
    while left:
        light = left.pop()
        if light in opened:
            continue
        opened.add(light)
        if members := list(_members(hass, light)):
            left.extend(reversed(members))
        else:
            single[light] = None
    return list(single)


def _members(hass: HomeAssistant, light: str) -> Iterator[str]:
    """The lights of a group, as it tells them itself; older groups tell them as their entity ids."""
    state = hass.states.get(light)
    told = {} if state is None else state.attributes
    for member in told.get(ATTR_GROUP_ENTITIES) or told.get(ATTR_ENTITY_ID) or ():
        if member.startswith(f"{LIGHT}.") and member != light:
            yield member


def lost(hass: HomeAssistant, path: Path) -> list[str]:
    """The lights that are gone, by the names under which they were last known."""
    return [last_name(hass, kept) for kept in path.lights if is_gone(hass, kept)]
