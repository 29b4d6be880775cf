"""The lights of a path: on for a walk, and put back as they were found."""

from collections.abc import Generator
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.retrowalk.starting import async_start_walk
from homeassistant.components.light import ColorMode
from homeassistant.config_entries import ConfigEntry, ConfigSubentryDataWithId
from homeassistant.const import EVENT_CALL_SERVICE, STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, entity_registry as er

from ..homes import BREAKFAST, let_pass, press, shown, state
from ..lamps import Lamp, put_up, switch
from ..paths import HALL, ROOM, a_path, set_up_paths

START, PAUSE, FINISH = (
    f"ada_s_walking_{order}" for order in ("start_walk", "pause_walk", "finish_walk")
)


@pytest.fixture(autouse=True)
def _breakfast(
    freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
) -> Generator[None]:
    """Stop the clock at breakfast; in the end, nothing of ours has failed unseen."""
    freezer.move_to(BREAKFAST)
    yield
    told = " ".join(record.getMessage() for record in caplog.get_records("call"))
    assert "Error while dispatching" not in told
    assert "Task exception was never retrieved" not in told


def hallway(*lamps: Lamp, **data: Any) -> ConfigSubentryDataWithId:
    """A hallway with these lamps, which is lit for every walk."""
    return a_path(
        **{"lights": [lamp.entity_id for lamp in lamps], "when": "always", **data}
    )


async def test_lights_go_on_and_are_put_back(hass: HomeAssistant) -> None:
    """Off is off again afterwards; what was on is as bright, and of the colour, as before."""
    off, dim, red = (
        Lamp("Off"),
        Lamp("Dim", ColorMode.COLOR_TEMP),
        Lamp("Red", ColorMode.HS, ColorMode.COLOR_TEMP),
    )
    await put_up(hass, off, dim, red)
    await switch(hass, dim, "turn_on", brightness=40, color_temp_kelvin=2200)
    await switch(hass, red, "turn_on", brightness=90, hs_color=(2, 90))
    await set_up_paths(
        hass, hallway(off, dim, red, brightness_pct=80, color_temp_kelvin=4000)
    )
    calls = async_capture_events(hass, EVENT_CALL_SERVICE)
    await hass.services.async_call(
        "button", "press", {"entity_id": f"button.{START}"}, blocking=True
    )
    # Nothing is waited for: one command for all was given while the walk was told.
    [_press, command] = [event.data for event in calls]
    assert (command["domain"], command["service"]) == ("light", "turn_on")
    assert len(command["service_data"]["entity_id"]) == 3
    await hass.async_block_till_done()
    assert [lamp.orders[-1]["brightness"] for lamp in (off, dim, red)] == [204] * 3
    assert dim.color_temp_kelvin == red.color_temp_kelvin == 4000
    assert red.color_mode is ColorMode.COLOR_TEMP
    await press(hass, FINISH)
    assert shown(hass, off.entity_id) == STATE_OFF
    assert (dim.brightness, dim.color_temp_kelvin) == (40, 2200)
    assert (red.brightness, red.color_mode, red.hs_color) == (90, ColorMode.HS, (2, 90))
    assert shown(hass, dim.entity_id) == shown(hass, red.entity_id) == STATE_ON


async def test_pause_keeps_the_light(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A pause changes nothing, and neither does going on."""
    lamp = Lamp("Lamp")
    await put_up(hass, lamp)
    await set_up_paths(hass, hallway(lamp))
    await press(hass, START)
    await let_pass(hass, freezer, 30)
    await press(hass, PAUSE)
    await let_pass(hass, freezer, 60)
    assert shown(hass, lamp.entity_id) == STATE_ON
    await press(hass, START)
    assert len(lamp.orders) == 1
    await press(hass, FINISH)
    assert shown(hass, lamp.entity_id) == STATE_OFF


async def test_discarded_walk(hass: HomeAssistant) -> None:
    """A walk that is thrown away is over too."""
    lamp = Lamp("Lamp")
    await put_up(hass, lamp)
    home = await set_up_paths(hass, hallway(lamp))
    await press(hass, START)
    [walker] = home.runtime_data.walkers.values()
    await walker.async_discard()
    await hass.async_block_till_done()
    assert shown(hass, lamp.entity_id) == STATE_OFF


async def test_two_walkers_on_one_path(hass: HomeAssistant) -> None:
    """The last one out puts the lights back; the second one in changes nothing."""
    lamp = Lamp("Lamp")
    await put_up(hass, lamp)
    await set_up_paths(hass, hallway(lamp), walkers=("Ada", "Ben"))
    await press(hass, START, "ben_s_walking_start_walk", FINISH)
    assert shown(hass, lamp.entity_id) == STATE_ON
    assert len(lamp.orders) == 1
    await press(hass, "ben_s_walking_finish_walk")
    assert shown(hass, lamp.entity_id) == STATE_OFF


async def test_two_paths_share_a_light(hass: HomeAssistant) -> None:
    """It is put back when nobody walks on either, to what it was before the first walk."""
    lamp = Lamp("Lamp")
    await put_up(hass, lamp)
    lights = {"lights": [lamp.entity_id], "when": "always"}
    home = await set_up_paths(
        hass,
        hallway(lamp),
        a_path(ROOM, "Room", brightness_pct=50, **lights),
        walkers=("Ada", "Ben"),
    )
    _ada, ben = home.runtime_data.walkers.values()
    await press(hass, START)
    await async_start_walk(ben, path_id=ROOM)
    await hass.async_block_till_done()
    assert lamp.brightness == 128
    await press(hass, FINISH)
    assert shown(hass, lamp.entity_id) == STATE_ON
    await press(hass, "ben_s_walking_finish_walk")
    assert shown(hass, lamp.entity_id) == STATE_OFF


async def test_group_and_area(hass: HomeAssistant) -> None:
    """A group puts back each of its members; an area lights what is in it when the walk starts."""
    one, two, late = Lamp("One"), Lamp("Two"), Lamp("Late")
    members = ["light.one", "light.two"]
    group = {"platform": "group", "name": "Both", "entities": members}
    await put_up(hass, one, two, late, more=[group])
    await switch(hass, one, "turn_on", brightness=30)
    area = ar.async_get(hass).async_create("Hall")
    path = a_path(lights=["light.both"], areas=[area.id, "gone"], when="always")
    await set_up_paths(hass, path)
    er.async_get(hass).async_update_entity(late.entity_id, area_id=area.id)
    await press(hass, START)
    assert [lamp.brightness for lamp in (one, two, late)] == [255, 255, 255]
    await press(hass, FINISH)
    assert one.brightness == 30
    assert shown(hass, "light.one") == STATE_ON
    assert shown(hass, "light.two") == shown(hass, "light.late") == STATE_OFF


async def test_lights_in_several_groups(hass: HomeAssistant) -> None:
    """A lamp is put back once, however many groups it is in; a switch in a group is none of ours."""
    lamp = Lamp("One")
    both = {"platform": "group", "name": "Both", "entities": ["light.one"]}
    house = {"platform": "group", "name": "House", "entities": ["light.both"]}
    await put_up(hass, lamp, more=[both, house])
    hass.states.async_set(
        "light.old_group",
        STATE_OFF,
        {"entity_id": ["light.one", "light.house", "switch.fan"]},
    )
    lights = ["light.both", "light.house", "light.both", "light.old_group"]
    await set_up_paths(hass, a_path(lights=lights, when="always"))
    await press(hass, START)
    await press(hass, FINISH)
    assert lamp.orders[0]["on"]
    assert [order["on"] for order in lamp.orders].count(False) == 1
    assert shown(hass, lamp.entity_id) == STATE_OFF


async def test_lights_that_fail(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    """A lamp that fails hinders neither the other lamps nor the walk, and is told once."""
    broken, gone, good = Lamp("Broken"), Lamp("Gone"), Lamp("Good")
    await put_up(hass, broken, gone, good)
    broken.fails = True
    gone.show(available=False)
    await set_up_paths(hass, hallway(broken, gone, good))
    await press(hass, START)
    assert shown(hass, good.entity_id) == STATE_ON
    assert shown(hass, "sensor.ada_s_walking_session") == "walking"
    assert caplog.text.count("Error executing service") == 1
    await press(hass, FINISH)
    assert shown(hass, good.entity_id) == STATE_OFF
    assert gone.orders == []
    assert "retrowalk" not in "".join(
        record.name for record in caplog.records if record.levelname == "ERROR"
    )


@pytest.mark.parametrize("data", [{}, {"lights": ["light.nowhere"], "lead_s": 5}])
async def test_path_without_lights(hass: HomeAssistant, data: dict[str, Any]) -> None:
    """There is nothing to light, and nothing to wait for."""
    home = await set_up_paths(hass, a_path(when="always", **data))
    await press(hass, START)
    assert shown(hass, "sensor.ada_s_walking_session") == "walking"
    assert home.runtime_data.walked == dict.fromkeys(home.runtime_data.walkers, HALL)
    await press(hass, FINISH)
    assert home.runtime_data.walked == {}


async def test_switch_leaves_the_lights_alone(hass: HomeAssistant) -> None:
    """Switched off, no walk changes the lights; what is on for a walk is put back all the same."""
    lamp = Lamp("Lamp")
    await put_up(hass, lamp)
    home = await set_up_paths(hass, hallway(lamp))
    walkers = home.runtime_data.walkers
    light_the_way = "switch.hallway_light_the_way"
    assert shown(hass, light_the_way) == STATE_ON
    await press(hass, START)
    await turn(hass, home, "turn_off")
    assert shown(hass, light_the_way) == STATE_OFF
    assert shown(hass, lamp.entity_id) == STATE_ON
    await press(hass, FINISH, START)
    assert shown(hass, lamp.entity_id) == STATE_OFF
    assert home.runtime_data.walkers is walkers
    await press(hass, FINISH)
    assert await hass.config_entries.async_reload(home.entry_id)
    assert shown(hass, light_the_way) == STATE_OFF
    await turn(hass, home, "turn_on")
    await press(hass, START)
    assert shown(hass, lamp.entity_id) == STATE_ON


async def turn(hass: HomeAssistant, home: ConfigEntry[Any], service: str) -> None:
    """Turn the switch of the hallway."""
    await hass.services.async_call(
        "switch",
        service,
        {"entity_id": "switch.hallway_light_the_way"},
        blocking=True,
    )
    await hass.async_block_till_done()


@pytest.mark.parametrize("walked_s", [1, 60])
async def test_dark_again_when_somebody_else_comes(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, walked_s: float
) -> None:
    """Whoever starts where somebody walks in the dark by choice has light, also when it was chosen at once; dark it is again afterwards."""
    lamp = Lamp("Lamp")
    await put_up(hass, lamp)
    await set_up_paths(hass, hallway(lamp), walkers=("Ada", "Ben"))
    await press(hass, START)
    await let_pass(hass, freezer, walked_s)
    lamp.answer(is_on=False)
    await let_pass(hass, freezer, 60)
    await press(hass, "ben_s_walking_start_walk")
    assert shown(hass, lamp.entity_id) == STATE_ON
    await press(hass, FINISH, "ben_s_walking_finish_walk")
    assert shown(hass, lamp.entity_id) == STATE_OFF


async def test_dimmed_when_somebody_else_comes(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A light that somebody dimmed is light enough for whoever comes too."""
    lamp = Lamp("Lamp")
    await put_up(hass, lamp)
    await set_up_paths(hass, hallway(lamp), walkers=("Ada", "Ben"))
    await press(hass, START)
    await let_pass(hass, freezer, 60)
    await switch(hass, lamp, "turn_on", brightness=60)
    await press(hass, "ben_s_walking_start_walk")
    assert lamp.brightness == 60


# Lights first


async def test_lights_first(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The lights go on at once, and the walk begins when the lead is over."""
    lamp = Lamp("Lamp")
    await put_up(hass, lamp)
    await set_up_paths(hass, hallway(lamp, lead_s=4))
    await press(hass, START)
    assert shown(hass, lamp.entity_id) == STATE_ON
    assert shown(hass, "sensor.ada_s_walking_session") == "idle"
    await let_pass(hass, freezer, 5, step_s=1)
    assert shown(hass, "sensor.ada_s_walking_session") == "walking"
    began = state(hass, "sensor.ada_s_walking_session_started").state
    assert began == "2026-11-23T01:15:04+00:00"
    assert len(lamp.orders) == 1
    await press(hass, FINISH)
    assert shown(hass, lamp.entity_id) == STATE_OFF


async def test_asked_again_nobody_waits(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Whoever presses again walks at once, in one session, where the lights are on already."""
    lamp = Lamp("Lamp")
    await put_up(hass, lamp)
    home = await set_up_paths(hass, hallway(lamp, lead_s=30), a_path(ROOM, "Room"))
    await press(hass, START, START)
    assert list(home.runtime_data.walked.values()) == [HALL]
    assert shown(hass, "sensor.ada_s_walking_session") == "walking"
    await press(hass, PAUSE)
    await let_pass(hass, freezer, 60)
    assert shown(hass, "sensor.ada_s_walking_session") == "paused"


async def test_asked_again_for_another_path(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The walk goes there, and the lights of the first path are put back."""
    lamp = Lamp("Lamp")
    await put_up(hass, lamp)
    home = await set_up_paths(hass, hallway(lamp, lead_s=30), a_path(ROOM, "Room"))
    [walker] = home.runtime_data.walkers.values()
    await press(hass, START)
    await async_start_walk(walker, path_id=ROOM)
    await let_pass(hass, freezer, 60)
    assert list(home.runtime_data.walked.values()) == [ROOM]
    assert shown(hass, "sensor.ada_s_walking_session") == "walking"
    assert shown(hass, lamp.entity_id) == STATE_OFF


async def test_reload_calls_a_waiting_walk_off(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The lights are put back, and no walk begins."""
    lamp = Lamp("Lamp")
    await put_up(hass, lamp)
    home = await set_up_paths(hass, hallway(lamp, lead_s=30))
    await press(hass, START)
    assert await hass.config_entries.async_reload(home.entry_id)
    await let_pass(hass, freezer, 60)
    assert shown(hass, "sensor.ada_s_walking_session") == "idle"
    assert shown(hass, lamp.entity_id) == STATE_OFF
