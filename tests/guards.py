"""What looks after the paths of a test's home, and what walkers are told."""

from typing import Any, override

from pytest_homeassistant_custom_component.common import setup_test_component_platform

from custom_components.retrowalk.walking.guard import PathBlocked
from homeassistant.components.vacuum import StateVacuumEntity
from homeassistant.components.vacuum.const import (
    DOMAIN as VACUUM,
    VacuumActivity,
    VacuumEntityFeature,
)
from homeassistant.config_entries import ConfigEntry, ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component

from .homes import state, walker_id
from .paths import HALL, LEVELS, a_path

BLOCKED = "binary_sensor.hallway_blocked"
DOOR, LEAK = "binary_sensor.front_door", "binary_sensor.washer"
START, FINISH = "ada_s_walking_start_walk", "ada_s_walking_finish_walk"


async def see(hass: HomeAssistant, **states: str) -> None:
    """Have other integrations' entities show these states; the first dot of an id is written as two underscores."""
    for name, value in states.items():
        entity_id = name.replace("__", ".", 1)
        registry = er.async_get(hass)
        if registry.async_get(entity_id) is None:
            domain, object_id = entity_id.split(".")
            registry.async_get_or_create(
                domain, "demo", object_id, suggested_object_id=object_id
            )
        friendly = entity_id.partition(".")[2].replace("_", " ").capitalize()
        hass.states.async_set(entity_id, value, {"friendly_name": friendly})
    await hass.async_block_till_done()


def guarded(
    path_id: str = HALL,
    name: str = "Hallway",
    levels: dict[str, str] | None = None,
    more: dict[str, Any] | None = None,
    **guards: Any,
) -> ConfigSubentryDataWithId:
    """A path that is looked after; `more` is what else its dialog keeps."""
    whole = guards | {"levels": LEVELS | (levels or {})}
    return a_path(path_id, name, guards=whole, **(more or {}))


def found(hass: HomeAssistant, entity_id: str = BLOCKED) -> tuple[str, str, list[str]]:
    """What the sensor of a path shows: its state, level and reasons."""
    shown = state(hass, entity_id)
    return shown.state, shown.attributes["level"], shown.attributes["reasons"]


def listen(home: ConfigEntry[Any], walker: int = 1) -> list[PathBlocked]:
    """What a walker (by number, from 1) is told of paths from now on."""
    told: list[PathBlocked] = []
    home.runtime_data.walkers[walker_id(walker)].moments.async_add(
        lambda moment: told.append(moment) if isinstance(moment, PathBlocked) else None
    )
    return told


def reasons(told: list[PathBlocked]) -> list[tuple[str, ...]]:
    """The reasons of each."""
    return [moment.reasons for moment in told]


class Robot(StateVacuumEntity):
    """A vacuum cleaner that goes where it is told."""

    _attr_name = "Robo"
    _attr_unique_id = "robo"
    _attr_should_poll = False
    _attr_supported_features = (
        VacuumEntityFeature.STATE
        | VacuumEntityFeature.START
        | VacuumEntityFeature.RETURN_HOME
    )
    _attr_activity = VacuumActivity.DOCKED

    @override
    async def async_start(self) -> None:
        """Leave the dock."""
        self.be(VacuumActivity.CLEANING)

    @override
    async def async_return_to_base(self, **kwargs: Any) -> None:
        """Set out for the dock."""
        self.be(VacuumActivity.RETURNING)

    def be(self, activity: VacuumActivity) -> None:
        """Do something."""
        self._attr_activity = activity
        self.async_write_ha_state()


async def put_robot(hass: HomeAssistant) -> Robot:
    """Have a robot in its dock."""
    robot = Robot()
    setup_test_component_platform(hass, VACUUM, [robot])
    assert await async_setup_component(hass, VACUUM, {VACUUM: {"platform": "test"}})
    await hass.async_block_till_done()
    return robot
