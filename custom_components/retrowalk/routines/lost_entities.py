"""Tells of entities that a path names and that are gone."""

from collections.abc import Iterable
from enum import StrEnum

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from ..path import Path
from .guard_facts import lost as lost_guards
from .path_lights import lost as lost_lights


class Named(StrEnum):
    """What a path names entities for; the value is the key of the issue about those that are gone."""

    LIGHTS = "path_lights_lost"
    GUARDS = "path_guards_lost"


_LOST = {Named.LIGHTS: lost_lights, Named.GUARDS: lost_guards}


@callback
def async_tell_lost(hass: HomeAssistant, named: Named, paths: Iterable[Path]) -> None:
    """Raise an issue for each path that names an entity which does not exist any more; take back the others."""
    told = {
        _tell(hass, named, path, gone)
        for path in paths
        if (gone := _LOST[named](hass, path))
    }
    for domain, issue_id in tuple(ir.async_get(hass).issues):
        if domain == DOMAIN and issue_id.startswith(named) and issue_id not in told:
            ir.async_delete_issue(hass, DOMAIN, issue_id)


def _tell(hass: HomeAssistant, named: Named, path: Path, gone: list[str]) -> str:
    issue_id = f"{named}_{path.id}"
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key=named,
        translation_placeholders={"path": path.name, "entities": ", ".join(gone)},
    )
    return issue_id
