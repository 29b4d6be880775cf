"""What must be clear on a path, as its dialog asks for it."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.components.binary_sensor import DOMAIN as BINARY_SENSOR
from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.components.cover import DOMAIN as COVER, CoverDeviceClass
from homeassistant.components.device_tracker.const import DOMAIN as DEVICE_TRACKER
from homeassistant.components.input_boolean import DOMAIN as INPUT_BOOLEAN
from homeassistant.components.lawn_mower.const import DOMAIN as LAWN_MOWER
from homeassistant.components.person.const import DOMAIN as PERSON
from homeassistant.components.vacuum.const import DOMAIN as VACUUM
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import SectionConfig, section
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    EntityWithDeviceFilterSelectorConfig,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    TextSelector,
    TextSelectorConfig,
)

from .const import (
    CONF_BUDDY_FOR,
    CONF_EACH_WALK,
    CONF_EACH_WEEK,
    CONF_GUARDS,
    CONF_LEVELS,
    SUBENTRY_WALKER,
)
from .path import entity_ids, references
from .path_guards import WATCHED
from .walking.guard import DEFAULT_LEVELS, GuardKind, GuardLevel

CHECKLIST: Final = "checklist"


def _of_class(*device_classes: str) -> EntityWithDeviceFilterSelectorConfig:
    return EntityWithDeviceFilterSelectorConfig(
        domain=BINARY_SENSOR, device_class=list(device_classes)
    )


_DOORS: Final = [
    _of_class(
        BinarySensorDeviceClass.DOOR,
        BinarySensorDeviceClass.GARAGE_DOOR,
        BinarySensorDeviceClass.OPENING,
        BinarySensorDeviceClass.WINDOW,
    ),
    EntityWithDeviceFilterSelectorConfig(
        domain=COVER,
        device_class=[
            CoverDeviceClass.DOOR,
            CoverDeviceClass.GARAGE,
            CoverDeviceClass.GATE,
        ],
    ),
]
_SOMEBODY: Final = [
    EntityWithDeviceFilterSelectorConfig(
        domain=[BINARY_SENSOR, DEVICE_TRACKER, INPUT_BOOLEAN, PERSON]
    )
]
_WHAT: Final[Mapping[GuardKind, list[EntityWithDeviceFilterSelectorConfig]]] = {
    GuardKind.DOOR: _DOORS,
    GuardKind.VACUUM: [
        EntityWithDeviceFilterSelectorConfig(domain=[VACUUM, LAWN_MOWER])
    ],
    GuardKind.PRESENCE: _SOMEBODY,
    GuardKind.LEAK: [_of_class(BinarySensorDeviceClass.MOISTURE)],
    GuardKind.MOTION: [
        _of_class(
            BinarySensorDeviceClass.MOTION,
            BinarySensorDeviceClass.MOVING,
            BinarySensorDeviceClass.OCCUPANCY,
            BinarySensorDeviceClass.PRESENCE,
        )
    ],
    GuardKind.BUDDY: _SOMEBODY,
}
"""What may look after each kind, in the order in which it is asked for."""

_LEVEL: Final = SelectSelector(
    SelectSelectorConfig(options=list(GuardLevel), translation_key="guard_level")
)
_LINES: Final = TextSelector(TextSelectorConfig(multiple=True))


def guard_sections(home: ConfigEntry[Any]) -> dict[vol.Marker, section]:
    """The sections of the dialog: what is looked after, how much it weighs, and the checklist."""
    watched: dict[vol.Marker, Any] = {
        vol.Optional(kind.value, default=list): EntitySelector(
            EntitySelectorConfig(filter=what, multiple=True)
        )
        for kind, what in _WHAT.items()
    }
    watched[vol.Optional(CONF_BUDDY_FOR, default=list)] = SelectSelector(
        SelectSelectorConfig(options=_walkers(home), multiple=True)
    )
    levels = {
        vol.Required(kind.value, default=DEFAULT_LEVELS[kind].value): _LEVEL
        for kind in (*_WHAT, GuardKind.LIGHT, GuardKind.CHECKLIST)
    }
    lines = {
        vol.Optional(period, default=list): _LINES
        for period in (CONF_EACH_WALK, CONF_EACH_WEEK)
    }
    folded = SectionConfig(collapsed=True)
    return {
        vol.Required(CONF_GUARDS): section(vol.Schema(watched), folded),
        vol.Required(CHECKLIST): section(vol.Schema(lines), folded),
        vol.Required(CONF_LEVELS): section(vol.Schema(levels), folded),
    }


def _walkers(home: ConfigEntry[Any]) -> list[SelectOptionDict]:
    return [
        SelectOptionDict(value=walker.subentry_id, label=walker.title)
        for walker in home.get_subentries_of_type(SUBENTRY_WALKER)
    ]


def guards_answered(
    hass: HomeAssistant, user_input: Mapping[str, Any]
) -> dict[str, Any]:
    """The answers as a path keeps them: entities under ids that survive renaming."""
    watched = user_input[CONF_GUARDS]
    kept: dict[str, Any] = {
        kind.value: references(hass, watched[kind]) for kind in WATCHED if watched[kind]
    }
    if watched[CONF_BUDDY_FOR]:
        kept[CONF_BUDDY_FOR] = watched[CONF_BUDDY_FOR]
    for period, texts in user_input[CHECKLIST].items():
        if lines := _lines(texts):
            kept[period] = lines
    return kept | {CONF_LEVELS: dict(user_input[CONF_LEVELS])}


def _lines(texts: Iterable[str]) -> list[str]:
    """The lines that say something, each once."""
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))


def guards_shown(
    hass: HomeAssistant, home: ConfigEntry[Any], data: Mapping[str, Any]
) -> dict[str, Any]:
    """What the sections show at first: the path as it is, without entities and walkers that are gone."""
    kept = data.get(CONF_GUARDS, {})
    walkers = {walker["value"] for walker in _walkers(home)}
    return {
        CONF_GUARDS: {
            kind.value: entity_ids(hass, kept.get(kind, ())) for kind in WATCHED
        }
        | {
            CONF_BUDDY_FOR: [
                walker for walker in kept.get(CONF_BUDDY_FOR, ()) if walker in walkers
            ]
        },
        CHECKLIST: kept,
        CONF_LEVELS: kept.get(CONF_LEVELS, {}),
    }
