"""The question which path somebody walks on, as the dialogs of walkers and treadmills ask it."""

from collections.abc import Mapping
from typing import Any

import voluptuous as vol

from homeassistant.config_entries import ConfigEntry
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from .const import SUBENTRY_PATH


def path_question(key: str, home: ConfigEntry[Any] | None) -> vol.Schema:
    """Ask for one of the home's paths under this key; nothing is asked where there is none."""
    paths = [] if home is None else list(home.get_subentries_of_type(SUBENTRY_PATH))
    if not paths:
        return vol.Schema({})
    options = [
        SelectOptionDict(value=path.subentry_id, label=path.title) for path in paths
    ]
    return vol.Schema(
        {
            vol.Optional(key): SelectSelector(
                SelectSelectorConfig(options=options, mode=SelectSelectorMode.DROPDOWN)
            )
        }
    )


def with_known_path(
    shown: Mapping[str, Any], key: str, home: ConfigEntry[Any] | None
) -> dict[str, Any]:
    """What a form shows at first, without a path that is gone."""
    known = () if home is None else home.subentries
    return {
        name: value for name, value in shown.items() if name != key or value in known
    }
