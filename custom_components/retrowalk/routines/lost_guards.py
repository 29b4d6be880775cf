"""Tells of entities that looked after a path and are gone."""

from collections.abc import Iterable
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from ..path import Path
from .guard_facts import lost

_LOST: Final = "path_guards_lost_"


@callback
def async_tell_lost_guards(hass: HomeAssistant, paths: Iterable[Path]) -> None:
    """Raise an issue for each path that names an entity which does not exist any more; take back the others."""
    told = {_tell(hass, path, gone) for path in paths if (gone := lost(hass, path))}
    for domain, issue_id in tuple(ir.async_get(hass).issues):
        if domain == DOMAIN and issue_id.startswith(_LOST) and issue_id not in told:
            ir.async_delete_issue(hass, DOMAIN, issue_id)


def _tell(hass: HomeAssistant, path: Path, gone: list[str]) -> str:
    issue_id = f"{_LOST}{path.id}"
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key="path_guards_lost",
        translation_placeholders={"path": path.name, "entities": ", ".join(gone)},
    )
    return issue_id
