"""Tells of entities that a path or a walker names and that are gone."""

from collections.abc import Iterable
from enum import StrEnum

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from ..path import Path
from ..sources.state_sources import StateSources
from .guard_facts import lost as lost_guards
from .named_entities import is_gone, last_name
from .path_lights import lost as lost_lights


class Named(StrEnum):
    """What entities are named for; the value is the key of the issue about those that are gone."""

    LIGHTS = "path_lights_lost"
    GUARDS = "path_guards_lost"
    SOURCES = "walker_sources_lost"


_LOST = {Named.LIGHTS: lost_lights, Named.GUARDS: lost_guards}


@callback
def async_tell_lost(hass: HomeAssistant, named: Named, paths: Iterable[Path]) -> None:
    """Raise an issue for each path that names an entity which does not exist any more; take back the others."""
    told = {
        _tell(hass, named, path.id, {"path": path.name}, gone)
        for path in paths
        if (gone := _LOST[named](hass, path))
    }
    _take_back(hass, named, told)


@callback
def async_tell_lost_sources(
    hass: HomeAssistant, walkers: Iterable[ConfigSubentry]
) -> None:
    """Raise an issue for each walker who follows an entity which does not exist any more; take back the others."""
    told = {
        _tell(hass, Named.SOURCES, walker.subentry_id, {"walker": walker.title}, gone)
        for walker in walkers
        if (gone := _lost_sources(hass, walker))
    }
    _take_back(hass, Named.SOURCES, told)


def _lost_sources(hass: HomeAssistant, walker: ConfigSubentry) -> list[str]:
    kept = StateSources.of(walker.data).kept
    return sorted(last_name(hass, entity) for entity in kept if is_gone(hass, entity))


def _take_back(hass: HomeAssistant, named: Named, told: set[str]) -> None:
    for domain, issue_id in tuple(ir.async_get(hass).issues):
        if domain == DOMAIN and issue_id.startswith(named) and issue_id not in told:
            ir.async_delete_issue(hass, DOMAIN, issue_id)


def _tell(
    hass: HomeAssistant,
    named: Named,
    holder_id: str,
    holder: dict[str, str],
    gone: list[str],
) -> str:
    issue_id = f"{named}_{holder_id}"
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key=named,
        translation_placeholders=holder | {"entities": ", ".join(gone)},
    )
    return issue_id
