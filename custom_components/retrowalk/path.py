"""A path: where one walks, and how its lights are to be; from the subentry that the dialog wrote."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, Self

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import CONF_NAME
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from .const import (
    CONF_AREAS,
    CONF_BIRTH_YEAR,
    CONF_BRIGHTNESS_PCT,
    CONF_COLOR_TEMP_KELVIN,
    CONF_GUARDS,
    CONF_LEAD_S,
    CONF_LIGHT_ROUTINE,
    CONF_LIGHTS,
    CONF_LUX_SENSORS,
    CONF_LUX_THRESHOLD,
    CONF_SUN_ELEVATION,
    CONF_TRANSITION_S,
    CONF_WHEN,
    SUBENTRY_PATH,
    SUBENTRY_WALKER,
)
from .path_guards import Guards

BRIGHTNESS_PCT = 100
SUN_ELEVATION = 3
TRANSITION_S = 1
LEAD_S = 0


class LightWhen(StrEnum):
    """When a path is lit for a walk."""

    WHEN_DARK = "when_dark"
    ALWAYS = "always"


@dataclass(frozen=True, kw_only=True, slots=True)
class Path:
    """A path as it was described. An entity is named by its registry id, which survives renaming, or, without one, its entity id."""

    id: str
    """The subentry id."""
    name: str
    light_routine: bool
    """Whether the home lights the way."""
    lights: tuple[str, ...]
    areas: tuple[str, ...]
    brightness_pct: int
    color_temp_kelvin: int | None
    transition_s: float
    lead_s: float
    """How long before a commanded session its lights go on."""
    when: LightWhen
    sun_elevation: float
    """In degrees; below it is dark where no light sensor tells."""
    lux_sensors: Mapping[str, float]
    """Illuminance sensors, each with the factor from its reading to the light at the floor."""
    lux_threshold: float | None
    """None: what is enough for the oldest walker."""
    guards: Guards

    @classmethod
    def of(cls, subentry: ConfigSubentry) -> Self:
        """Read a subentry; what it does not tell is as in the empty dialog."""
        data = subentry.data
        return cls(
            id=subentry.subentry_id,
            name=data[CONF_NAME],
            light_routine=data.get(CONF_LIGHT_ROUTINE, True),
            lights=tuple(data.get(CONF_LIGHTS, ())),
            areas=tuple(data.get(CONF_AREAS, ())),
            brightness_pct=int(data.get(CONF_BRIGHTNESS_PCT, BRIGHTNESS_PCT)),
            color_temp_kelvin=data.get(CONF_COLOR_TEMP_KELVIN),
            transition_s=data.get(CONF_TRANSITION_S, TRANSITION_S),
            lead_s=data.get(CONF_LEAD_S, LEAD_S),
            when=LightWhen(data.get(CONF_WHEN, LightWhen.WHEN_DARK)),
            sun_elevation=data.get(CONF_SUN_ELEVATION, SUN_ELEVATION),
            lux_sensors=dict(data.get(CONF_LUX_SENSORS, {})),
            lux_threshold=data.get(CONF_LUX_THRESHOLD),
            guards=Guards.of(data.get(CONF_GUARDS, {})),
        )


class WaitingStart(Protocol):
    """The start of a walk that waits for its lights."""

    async def __call__(self) -> None:
        """Start, unless something got in the way meanwhile."""

    async def at_once(self) -> None:
        """Start, whatever there is."""


class PathLights(Protocol):
    """Who lights paths."""

    @callback
    def async_prepare(self, walker_id: str, path: Path, start: WaitingStart) -> bool:
        """Light the path of a walk that is about to start; whether the walk waits for the lights, and `start` is called later."""

    @callback
    def async_wait_no_longer(self, walker_id: str) -> WaitingStart | None:
        """How to start the walk that waits for its lights, which now waits no more; None where none does."""

    @callback
    def async_call_off(self, walker_id: str) -> bool:
        """Start no walk that is still to begin, and put its lights back; whether there was one."""

    @callback
    def async_look_for_lights(self) -> None:
        """Tell which lights of the paths do not exist any more."""

    async def async_close(self) -> None:
        """Start no more walks, and write everything down."""


def paths_of(home: ConfigEntry[Any]) -> dict[str, Path]:
    """All paths of a home, by subentry id."""
    return {
        subentry.subentry_id: Path.of(subentry)
        for subentry in home.get_subentries_of_type(SUBENTRY_PATH)
    }


def oldest_age(home: ConfigEntry[Any]) -> int | None:
    """The age, this year, of the oldest walker who told it."""
    years = [
        year
        for walker in home.get_subentries_of_type(SUBENTRY_WALKER)
        if (year := walker.data.get(CONF_BIRTH_YEAR)) is not None
    ]
    return dt_util.now().year - min(years) if years else None


# Entities that a path names


@callback
def references(hass: HomeAssistant, entity_ids: Iterable[str]) -> list[str]:
    """What to keep of entities, so that they are found again when they are renamed."""
    registry = er.async_get(hass)
    entries = ((entity_id, registry.async_get(entity_id)) for entity_id in entity_ids)
    return [entity_id if entry is None else entry.id for entity_id, entry in entries]


@callback
def entity_ids(hass: HomeAssistant, kept: Iterable[str]) -> list[str]:
    """What kept references are called now; without those that are gone."""
    registry = er.async_get(hass)
    found = (er.async_resolve_entity_id(registry, reference) for reference in kept)
    return [entity_id for entity_id in found if entity_id is not None]
