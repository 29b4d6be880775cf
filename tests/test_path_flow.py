"""The dialog of a path: lights, how they are to be, and when it is dark."""

from typing import Any

import pytest

from custom_components.retrowalk.const import DOMAIN
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_NAME
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .dialogs import (
    answer_walker,
    asked,
    change_walker,
    goals_in,
    questions,
    set_up_home,
    set_up_treadmill,
    suggested,
)
from .homes import press
from .paths import LEVELS, answer_path, change_path, paths, start_path

DEFAULTS = {
    "lights": [],
    "areas": [],
    "brightness_pct": 100,
    "transition_s": 1,
    "lead_s": 0,
    "when": "when_dark",
    "sun_elevation": 3,
    "lux_sensors": {},
    "guards": {"levels": LEVELS},
}


def known(hass: HomeAssistant, domain: str, name: str) -> str:
    """The registry id of an entity that some other integration brought along."""
    entry = er.async_get(hass).async_get_or_create(
        domain, "demo", name, suggested_object_id=name
    )
    return entry.id


def path_data(home: ConfigEntry[Any]) -> dict[str, Any]:
    """What is kept of the only path."""
    [path] = home.get_subentries_of_type("path")
    return dict(path.data)


def device_of(hass: HomeAssistant, home: ConfigEntry[Any]) -> dr.DeviceEntry:
    """The device of the only path."""
    [path] = home.get_subentries_of_type("path")
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, path.subentry_id), home.entry_id
    )
    assert device is not None
    return device


def shown_in(form: Any, section: str) -> dict[str, Any]:
    """What a section shows before anything is typed."""
    return suggested(questions(form["data_schema"])[section].schema)


async def test_first_path(hass: HomeAssistant) -> None:
    """A name is enough; the path has a device of its own."""
    home = await set_up_home(hass)
    form = await start_path(hass, home)
    form = await answer_path(hass, form, name=" ")
    assert form["errors"] == {CONF_NAME: "name_missing"}
    result = await answer_path(hass, form, name=" Hallway ")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["data"] == {"name": "Hallway", **DEFAULTS}
    form = await answer_path(hass, await start_path(hass, home), name="hALLWAY")
    assert form["errors"] == {CONF_NAME: "name_taken"}
    assert paths(home) == ["Hallway"]
    device = device_of(hass, home)
    assert device.name == "Hallway"
    assert device.entry_type is dr.DeviceEntryType.SERVICE


async def test_whole_path(hass: HomeAssistant) -> None:
    """All that can be said is kept, and shown again; entities under ids that survive renaming."""
    home = await set_up_home(hass)
    spot, lux = known(hass, "light", "spot"), known(hass, "sensor", "wall")
    answers: dict[str, Any] = {
        "lights": ["light.spot", "light.by_hand"],
        "areas": ["hall"],
        "look": {
            "brightness_pct": 60.0,
            "color_temp_kelvin": 2700.0,
            "transition_s": 0.5,
            "lead_s": 4,
        },
        "darkness": {
            "when": "always",
            "sun_elevation": -2,
            "lux_sensors": ["sensor.wall", "sensor.floor"],
            "lux_threshold": 80,
        },
        "floor_light": {"lux_factors": [{"sensor": "sensor.wall", "factor": 0.4}]},
    }
    await answer_path(hass, await start_path(hass, home), name="Hallway", **answers)
    assert path_data(home) == {
        "name": "Hallway",
        "lights": [spot, "light.by_hand"],
        "areas": ["hall"],
        "brightness_pct": 60,
        "color_temp_kelvin": 2700,
        "transition_s": 0.5,
        "lead_s": 4,
        "when": "always",
        "sun_elevation": -2,
        "lux_sensors": {lux: 0.4, "sensor.floor": 1.0},
        "lux_threshold": 80,
        "guards": {"levels": LEVELS},
    }
    er.async_get(hass).async_update_entity(
        "sensor.wall", new_entity_id="sensor.ceiling"
    )
    form = await change_path(hass, home, "Hallway")
    assert suggested(form["data_schema"])["lights"] == answers["lights"]
    assert shown_in(form, "look") == answers["look"]
    assert shown_in(form, "darkness") == answers["darkness"] | {
        "lux_sensors": ["sensor.ceiling", "sensor.floor"]
    }
    assert shown_in(form, "floor_light") == {
        "lux_factors": [{"sensor": "sensor.ceiling", "factor": 0.4}]
    }


async def test_path_is_changed_where_it_is(hass: HomeAssistant) -> None:
    """A changed path keeps what its switch says, forgets what was emptied, and interrupts nobody."""
    home = await set_up_home(hass)
    lost = known(hass, "light", "lost")
    await answer_path(
        hass,
        await start_path(hass, home),
        name="Hallway",
        lights=["light.lost"],
        look={"color_temp_kelvin": 4000},
    )
    [path] = home.get_subentries_of_type("path")
    hass.config_entries.async_update_subentry(
        home, path, data={**path.data, "light_routine": False}
    )
    walkers = home.runtime_data.walkers
    await press(hass, "ada_s_walking_start_walk")
    assert path_data(home)["lights"] == [lost]
    er.async_get(hass).async_remove("light.lost")
    form = await change_path(hass, home, "Hallway")
    assert suggested(form["data_schema"])["lights"] == []
    form = await answer_path(hass, form, name="")
    assert form["errors"] == {CONF_NAME: "name_missing"}
    result = await answer_path(hass, form, name="Corridor", lights=[])
    assert result["reason"] == "reconfigure_successful"
    assert path_data(home) == {**DEFAULTS, "name": "Corridor", "light_routine": False}
    assert home.runtime_data.walkers is walkers
    assert home.runtime_data.paths[path.subentry_id].name == "Corridor"
    assert device_of(hass, home).name == "Corridor"


async def test_path_comes_and_goes_when_nobody_walks(hass: HomeAssistant) -> None:
    """A new path, or the end of one, waits for the end of an open session."""
    home = await set_up_home(hass)
    await press(hass, "ada_s_walking_start_walk")
    await answer_path(hass, await start_path(hass, home), name="Hallway")
    assert home.runtime_data.paths == {}
    await press(hass, "ada_s_walking_finish_walk")
    [path] = home.get_subentries_of_type("path")
    assert list(home.runtime_data.paths) == [path.subentry_id]
    hass.config_entries.async_remove_subentry(home, path.subentry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert home.runtime_data.paths == {}


@pytest.mark.parametrize(
    ("birth_years", "lux"),
    [((), "150"), ((1980,), "150"), ((1990, 1950), "300")],
)
async def test_enough_light_goes_by_the_oldest_walker(
    hass: HomeAssistant, birth_years: tuple[int, ...], lux: str
) -> None:
    """The dialog says how much light is enough when nothing is entered."""
    home = await set_up_home(hass)
    for number, year in enumerate(birth_years):
        form = await hass.config_entries.subentries.async_init(
            (home.entry_id, "walker"), context={"source": "user"}
        )
        await answer_walker(
            hass, form, name=f"Walker {number}", body={"birth_year": year}
        )
    form = await start_path(hass, home)
    assert form["description_placeholders"] == {"lux": lux}


async def test_factor_of_a_sensor_that_was_not_chosen(hass: HomeAssistant) -> None:
    """A factor alone does not make a light sensor one of the path's."""
    home = await set_up_home(hass)
    form = await answer_path(
        hass,
        await start_path(hass, home),
        name="Hallway",
        floor_light={"lux_factors": [{"sensor": "sensor.wall", "factor": 2}]},
    )
    assert form["errors"] == {"base": "factor_without_sensor"}
    assert shown_in(form, "floor_light")["lux_factors"]


@pytest.mark.parametrize(
    "answers",
    [
        {"look": {"brightness_pct": 0}},
        {"look": {"color_temp_kelvin": 40}},
        {"look": {"lead_s": 3600}},
        {"lights": ["switch.pump"]},
        {"floor_light": {"lux_factors": [{"sensor": "sensor.wall"}]}},
    ],
)
async def test_impossible_path(hass: HomeAssistant, answers: dict[str, Any]) -> None:
    """What makes no sense is not taken."""
    form = await start_path(hass, await set_up_home(hass))
    with pytest.raises(InvalidData):
        await answer_path(hass, form, name="Hallway", **answers)


async def test_usual_path_of_a_walker(hass: HomeAssistant) -> None:
    """It is asked for where there are paths, can be emptied, and is not shown when it is gone."""
    home = await set_up_home(hass)
    form = await change_walker(hass, home, "Ada")
    assert "default_path" not in asked(form["data_schema"])
    await answer_path(hass, await start_path(hass, home), name="Hallway")
    [path] = home.get_subentries_of_type("path")
    form = await change_walker(hass, home, "Ada")
    goals = goals_in(form)
    await answer_walker(
        hass, form, name="Ada", goals=goals, default_path=path.subentry_id
    )
    form = await change_walker(hass, home, "Ada")
    assert suggested(form["data_schema"])["default_path"] == path.subentry_id
    await answer_walker(hass, form, name="Ada", goals=goals)
    [ada] = home.get_subentries_of_type("walker")
    assert "default_path" not in ada.data
    hass.config_entries.async_update_subentry(
        home, ada, data={**ada.data, "default_path": "gone"}
    )
    form = await change_walker(hass, home, "Ada")
    assert "default_path" not in suggested(form["data_schema"])


async def test_path_of_a_treadmill(hass: HomeAssistant) -> None:
    """A treadmill stands on a path, or on none; what else is kept of it stays."""
    treadmill = await set_up_treadmill(hass)
    hass.config_entries.async_update_entry(treadmill, options={"walker": "nobody"})
    form = await hass.config_entries.options.async_init(treadmill.entry_id)
    assert "path" not in asked(form["data_schema"])
    home = await set_up_home(hass)
    await answer_path(hass, await start_path(hass, home), name="Room")
    [path] = home.get_subentries_of_type("path")
    for chosen in ({"path": path.subentry_id}, {}):
        form = await hass.config_entries.options.async_init(treadmill.entry_id)
        result = await hass.config_entries.options.async_configure(
            form["flow_id"], chosen
        )
        assert result["data"] == {
            "walker": "nobody",
            "keep_connected": True,
            "allow_stop": False,
            **chosen,
        }
