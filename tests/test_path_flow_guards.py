"""The dialog of a path: what must be clear, how much that weighs, and the checklist."""

from typing import Any

import pytest

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import InvalidData
from homeassistant.helpers import entity_registry as er

from .dialogs import questions, set_up_home, suggested
from .guards import see
from .homes import shown
from .paths import LEVELS, answer_path, change_path, start_path


def section(form: Any, name: str) -> dict[str, Any]:
    """What a section shows before anything is typed."""
    return suggested(questions(form["data_schema"])[name].schema)


async def test_whole_of_the_guards(hass: HomeAssistant) -> None:
    """All that can be said is kept, and shown again; entities under ids that survive renaming, lines without what says nothing."""
    home = await set_up_home(hass)
    [ada] = home.get_subentries_of_type("walker")
    await see(hass, binary_sensor__front_door="off")
    door = er.async_get(hass).async_get("binary_sensor.front_door")
    assert door is not None
    watched: dict[str, Any] = {
        "door": ["binary_sensor.front_door", "cover.gate"],
        "vacuum": ["vacuum.robo", "lawn_mower.sheep"],
        "presence": ["binary_sensor.dog", "person.ben", "device_tracker.cat"],
        "leak": ["binary_sensor.washer"],
        "motion": ["binary_sensor.stairs"],
        "buddy": ["person.ben", "input_boolean.buddy"],
        "buddy_for": [ada.subentry_id],
    }
    levels = dict.fromkeys(LEVELS, "ignore") | {"light": "block"}
    await answer_path(
        hass,
        await start_path(hass, home),
        name="Hallway",
        guards=watched,
        checklist={
            "each_walk": [" Shoes on", "Safety key", "", "Shoes on "],
            "each_week": ["Two metres free"],
        },
        levels=levels,
    )
    [path] = home.get_subentries_of_type("path")
    assert path.data["guards"] == {
        **watched,
        "door": [door.id, "cover.gate"],
        "each_walk": ["Shoes on", "Safety key"],
        "each_week": ["Two metres free"],
        "levels": levels,
    }
    er.async_get(hass).async_update_entity(
        "binary_sensor.front_door", new_entity_id="binary_sensor.hall_door"
    )
    form = await change_path(hass, home, "Hallway")
    assert section(form, "guards") == watched | {
        "door": ["binary_sensor.hall_door", "cover.gate"]
    }
    assert section(form, "checklist") == {
        "each_walk": ["Shoes on", "Safety key"],
        "each_week": ["Two metres free"],
    }
    assert section(form, "levels") == levels


async def test_guards_are_changed_and_emptied(hass: HomeAssistant) -> None:
    """What is gone is not shown, and what was emptied is forgotten; the path's sensor follows at once."""
    home = await set_up_home(hass)
    await see(hass, binary_sensor__front_door="on", binary_sensor__washer="off")
    door = er.async_get(hass).async_get("binary_sensor.front_door")
    assert door is not None
    await answer_path(
        hass,
        await start_path(hass, home),
        name="Hallway",
        guards={"door": ["binary_sensor.front_door"], "leak": ["binary_sensor.washer"]},
        checklist={"each_walk": ["Shoes on"]},
    )
    assert shown(hass, "binary_sensor.hallway_blocked") == "on"
    assert shown(hass, "todo.hallway_checklist") == "1"
    [path] = home.get_subentries_of_type("path")
    lost = {**path.data["guards"], "buddy_for": ["gone"]}
    hass.config_entries.async_update_subentry(
        home, path, data={**path.data, "guards": lost}
    )
    er.async_get(hass).async_remove("binary_sensor.front_door")
    await hass.async_block_till_done()
    form = await change_path(hass, home, "Hallway")
    guards = section(form, "guards")
    assert (guards["door"], guards["buddy_for"]) == ([], [])
    await answer_path(
        hass, form, name="Hallway", guards={"leak": ["binary_sensor.washer"]}
    )
    [path] = home.get_subentries_of_type("path")
    [washer] = path.data["guards"]["leak"]
    assert path.data["guards"] == {"leak": [washer], "levels": LEVELS}
    assert shown(hass, "binary_sensor.hallway_blocked") == "off"
    assert hass.states.get("todo.hallway_checklist") is None


@pytest.mark.parametrize(
    "answers",
    [
        {"guards": {"door": "binary_sensor.front_door"}},
        {"guards": {"buddy_for": ["nobody we know"]}},
        {"levels": {"door": "stop"}},
        {"checklist": {"each_walk": "Shoes on"}},
    ],
)
async def test_impossible_guards(hass: HomeAssistant, answers: dict[str, Any]) -> None:
    """What makes no sense is not taken."""
    form = await start_path(hass, await set_up_home(hass))
    with pytest.raises(InvalidData):
        await answer_path(hass, form, name="Hallway", **answers)


async def test_mistake_in_the_name_loses_nothing(hass: HomeAssistant) -> None:
    """What was typed is still there when the form comes back."""
    form = await start_path(hass, await set_up_home(hass))
    form = await answer_path(
        hass, form, name=" ", checklist={"each_walk": ["Shoes on"]}
    )
    assert form["errors"]
    assert section(form, "checklist")["each_walk"] == ["Shoes on"]
