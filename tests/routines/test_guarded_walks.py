"""Guards during a walk: what gets in the way is told once, to whom it concerns, and nothing is stopped."""

from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.starting import async_start_walk
from custom_components.virtual_treadmill.belt import VirtualBelt
from homeassistant.components.vacuum.const import VacuumActivity
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import entity_registry as er

from ..automations import async_automate
from ..belts import async_put_belt_on_air, async_walk
from ..guards import (
    BLOCKED,
    DOOR,
    FINISH,
    LEAK,
    START,
    found,
    guarded,
    listen,
    put_robot,
    reasons,
    see,
)
from ..homes import BREAKFAST, let_pass, press, set_up_belt, shown, state, walker_id
from ..paths import HALL, ROOM, set_up_paths
from ..walkers import put_file

SESSION = "sensor.ada_s_walking_session"
CLEAR: tuple[str, str, list[str]] = ("off", "clear", [])
BEN_STARTS = "ben_s_walking_start_walk"


@pytest.fixture(autouse=True)
def _breakfast(freezer: FrozenDateTimeFactory) -> None:
    """Stop the clock at breakfast."""
    freezer.move_to(BREAKFAST)


async def reload(hass: HomeAssistant, home: ConfigEntry[Any]) -> None:
    """Restart the home."""
    assert await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_leak_in_mid_walk(hass: HomeAssistant) -> None:
    """Each thing is told once in a walk, while the sensor comes and goes; the walk goes on."""
    await see(hass, binary_sensor__washer="off", binary_sensor__sink="off")
    home = await set_up_paths(hass, guarded(leak=[LEAK, "binary_sensor.sink"]))
    told = listen(home)
    await press(hass, START)
    for wet in ("on", "off", "on"):
        await see(hass, binary_sensor__washer=wet)
        assert found(hass)[0] == wet
    [moment] = told
    session = home.runtime_data.walkers[walker_id(1)].data.session
    assert session is not None
    assert moment.session_id == session.id
    assert (moment.state, moment.reasons, moment.entities) == (
        "block",
        ("leak",),
        (LEAK,),
    )
    assert not moment.refused
    assert not moment.can_stop
    await see(hass, binary_sensor__sink="on")
    assert [moment.entities for moment in told] == [(LEAK,), ("binary_sensor.sink",)]
    assert shown(hass, SESSION) == "walking"
    await press(hass, FINISH)
    await see(hass, binary_sensor__sink="off", binary_sensor__washer="off")
    await press(hass, START)
    await see(hass, binary_sensor__washer="on")
    assert len(told) == 3


async def test_robot_leaves_its_dock(hass: HomeAssistant) -> None:
    """A robot that sets out in mid-walk is told of; where it stands afterwards is no news."""
    robot = await put_robot(hass)
    home = await set_up_paths(hass, guarded(vacuum=[robot.entity_id]))
    told = listen(home)
    assert found(hass) == CLEAR
    await press(hass, START)
    for service in ("start", "return_to_base"):
        await hass.services.async_call(
            "vacuum", service, {"entity_id": robot.entity_id}, blocking=True
        )
        await hass.async_block_till_done()
        assert found(hass) == ("on", "block", ["vacuum"])
    robot.be(VacuumActivity.DOCKED)
    await hass.async_block_till_done()
    assert found(hass) == CLEAR
    assert reasons(told) == [("vacuum",)]


async def test_walker_is_not_in_their_own_way(hass: HomeAssistant) -> None:
    """Motion counts before a walk and after it, not during; nor does the checklist."""
    await see(hass, binary_sensor__stairs="off")
    path = guarded(motion=["binary_sensor.stairs"], each_walk=["Shoes on"])
    home = await set_up_paths(hass, path)
    told = listen(home)
    await press(hass, START)
    assert found(hass) == CLEAR
    await see(hass, binary_sensor__stairs="on")
    assert found(hass) == CLEAR
    await press(hass, FINISH)
    assert found(hass) == ("off", "warn", ["motion", "checklist"])
    assert reasons(told) == [("checklist",)]


async def test_sensor_that_dies_in_mid_walk(hass: HomeAssistant) -> None:
    """What nobody can tell any more is told as a warning; when it turns out to be bad, that is news."""
    await see(hass, binary_sensor__washer="off")
    home = await set_up_paths(hass, guarded(leak=[LEAK]))
    told = listen(home)
    await press(hass, START)
    for value in ("unavailable", "unknown", "on"):
        await see(hass, binary_sensor__washer=value)
    assert [(moment.state, moment.reasons) for moment in told] == [
        ("warn", ("unknown",)),
        ("block", ("leak",)),
    ]


async def test_two_walkers_on_two_paths(hass: HomeAssistant) -> None:
    """Whoever walks elsewhere hears nothing of it."""
    await see(hass, binary_sensor__front_door="off", binary_sensor__washer="off")
    hall, room = guarded(door=[DOOR]), guarded(ROOM, "Room", leak=[LEAK])
    home = await set_up_paths(hass, hall, room, walkers=("Ada", "Ben"))
    ada, ben = listen(home), listen(home, 2)
    await press(hass, START)
    await async_start_walk(home.runtime_data.walkers[walker_id(2)], path_id=ROOM)
    await see(hass, binary_sensor__washer="on")
    assert not ada
    assert reasons(ben) == [("leak",)]
    await see(hass, binary_sensor__front_door="on")
    assert reasons(ada) == [("door",)]
    assert len(ben) == 1


async def test_two_walkers_on_one_path(hass: HomeAssistant) -> None:
    """Both are told, each by their own walk; who comes later learns at the start what is there."""
    await see(hass, binary_sensor__dog="off")
    path = guarded(presence=["binary_sensor.dog"])
    home = await set_up_paths(hass, path, walkers=("Ada", "Ben"))
    ada, ben = listen(home), listen(home, 2)
    await press(hass, START)
    await see(hass, binary_sensor__dog="on")
    await press(hass, BEN_STARTS)
    assert reasons(ada) == reasons(ben) == [("presence",)]
    assert ben[0].session_id is None
    await press(hass, FINISH)
    await see(hass, binary_sensor__dog="off")
    await see(hass, binary_sensor__dog="on")
    assert len(ada) == len(ben) == 1


async def test_guard_that_is_added_in_mid_walk(hass: HomeAssistant) -> None:
    """A changed path is looked after as it is now."""
    await see(hass, binary_sensor__front_door="on", binary_sensor__washer="off")
    home = await set_up_paths(hass, guarded(leak=[LEAK]))
    told = listen(home)
    await press(hass, START)
    hall = home.subentries[HALL]
    hass.config_entries.async_update_subentry(
        home, hall, data={**hall.data, "guards": {"door": [DOOR]}}
    )
    await hass.async_block_till_done()
    await see(hass, binary_sensor__washer="on")
    assert reasons(told) == [("door",)]


async def test_lights_of_the_path_have_their_time(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Where the home lights the way, darkness is told when it lasts a minute into the walk, not before."""
    await see(hass, sensor__wall="5")
    more = {"lux_sensors": {"sensor.wall": 1.0}, "lights": ["light.lamp"]}
    home = await set_up_paths(hass, guarded(more=more, levels={"light": "block"}))
    told = listen(home)
    assert found(hass) == CLEAR
    await press(hass, START)
    await let_pass(hass, freezer, 50)
    assert found(hass) == CLEAR
    assert not told
    await let_pass(hass, freezer, 10)
    assert found(hass) == ("on", "block", ["light"])
    assert reasons(told) == [("light",)]
    await press(hass, FINISH)
    assert found(hass) == CLEAR


async def test_restart_in_mid_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """What was told before is not told again, what is new is."""
    await see(hass, binary_sensor__washer="off", binary_sensor__front_door="off")
    home = await set_up_paths(hass, guarded(leak=[LEAK], door=[DOOR]))
    await press(hass, START)
    await see(hass, binary_sensor__washer="on")
    await let_pass(hass, freezer, 30)
    await reload(hass, home)
    told = listen(home)
    assert found(hass) == ("on", "block", ["leak"])
    await see(hass, binary_sensor__washer="off")
    await see(hass, binary_sensor__washer="on", binary_sensor__front_door="on")
    assert reasons(told) == [("door",)]
    assert shown(hass, SESSION) == "walking"


async def test_sensors_that_are_late_after_a_restart(hass: HomeAssistant) -> None:
    """While Home Assistant starts, what is not there yet is no news; what is seen is told as soon as everybody listens."""
    await see(hass, binary_sensor__washer="off", binary_sensor__front_door="off")
    home = await set_up_paths(hass, guarded(leak=[LEAK], door=["binary_sensor.yaml"]))
    hass.states.async_set("binary_sensor.yaml", "off")
    early = listen(home)
    await press(hass, START)
    hass.set_state(CoreState.starting)
    hass.states.async_remove("binary_sensor.yaml")
    await see(hass, binary_sensor__washer="unavailable")
    assert not early
    await reload(hass, home)
    told = listen(home)
    assert found(hass) == ("off", "warn", ["unknown"])
    await see(hass, binary_sensor__washer="on")
    assert not told
    hass.set_state(CoreState.running)
    hass.bus.async_fire("homeassistant_started")
    await hass.async_block_till_done()
    assert reasons(told) == [("leak",), ("gone",)]


async def test_file_that_cannot_be_read(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    """What was ticked and told is lost; the walk and the guards go on."""
    await see(hass, binary_sensor__washer="on")
    home = await set_up_paths(hass, guarded(leak=[LEAK], levels={"leak": "warn"}))
    await press(hass, START)
    assert await hass.config_entries.async_unload(home.entry_id)
    path = hass.config.path(".storage/retrowalk.guards")
    put_file(Path(path), {"ticks": {}, "walks": {walker_id(1): {"path": 4}}})
    assert await hass.config_entries.async_setup(home.entry_id)
    await hass.async_block_till_done()
    assert "Checklists of paths begin anew: path is not a text" in caplog.text
    assert found(hass) == ("off", "warn", ["leak"])
    assert shown(hass, SESSION) == "walking"


async def test_path_that_was_removed_meanwhile(hass: HomeAssistant) -> None:
    """A walk on a path that is gone goes on, on the path that is the usual one now."""
    await see(hass, binary_sensor__washer="off", binary_sensor__front_door="off")
    hall, room = guarded(leak=[LEAK]), guarded(ROOM, "Room", door=[DOOR])
    home = await set_up_paths(hass, hall, room)
    await press(hass, START)
    hass.config_entries.async_remove_subentry(home, HALL)
    ada = home.subentries[walker_id(1)]
    hass.config_entries.async_update_subentry(
        home, ada, data={**ada.data, "default_path": ROOM}
    )
    await hass.async_block_till_done()
    await reload(hass, home)
    told = listen(home)
    assert hass.states.get(BLOCKED) is None
    await see(hass, binary_sensor__front_door="on")
    assert reasons(told) == [("door",)]
    await press(hass, FINISH)


# On a belt


async def on_a_belt(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, **options: Any
) -> tuple[ConfigEntry[Any], VirtualBelt]:
    """A home with a path whose dog is near and whose list is not ticked, and a belt that stands there."""
    await see(hass, binary_sensor__dog="on", binary_sensor__washer="off")
    await see(hass, binary_sensor__stairs="on")
    path = guarded(
        presence=["binary_sensor.dog"],
        motion=["binary_sensor.stairs"],
        leak=[LEAK],
        each_walk=["Safety key"],
        levels={"checklist": "block"},
    )
    home = await set_up_paths(hass, path, live_opens_session=True)
    belt = await async_put_belt_on_air(hass)
    await set_up_belt(hass, belt, path=HALL, **options)
    return home, belt


@pytest.mark.parametrize("allow_stop", [True, False])
async def test_belt_walk_on_a_blocked_path(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, allow_stop: bool
) -> None:
    """A walk that the belt began is told what was not asked before, and offered the stop where that is allowed; nothing stops by itself."""
    home, belt = await on_a_belt(hass, freezer, allow_stop=allow_stop)
    told = listen(home)
    belt.start(3.0)
    await async_walk(hass, freezer, belt, 20)
    assert shown(hass, SESSION) == "walking"
    [moment] = told
    assert (moment.state, moment.reasons) == ("block", ("checklist", "presence"))
    assert (moment.can_stop, moment.refused) == (allow_stop, False)
    await see(hass, binary_sensor__washer="on")
    await async_walk(hass, freezer, belt, 20)
    assert reasons(told)[1:] == [("leak",)]
    assert told[1].can_stop is allow_stop
    assert shown(hass, "binary_sensor.hall_belt_moving") == "on"


async def test_rejoined_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A walk that goes on after its finish is the same walk: what was told stays told."""
    home, belt = await on_a_belt(hass, freezer, allow_stop=True)
    told = listen(home)
    belt.start(3.0)
    await async_walk(hass, freezer, belt, 90)
    belt.stop()
    await async_walk(hass, freezer, belt, 20)
    assert shown(hass, SESSION) == "idle"
    assert found(hass)[2] == ["checklist", "presence", "motion"]
    belt.start(3.0)
    await async_walk(hass, freezer, belt, 20)
    assert shown(hass, SESSION) == "walking"
    assert len(told) == 1
    await see(hass, binary_sensor__washer="on")
    assert len(told) == 2


async def test_entity_renamed_in_mid_walk(hass: HomeAssistant) -> None:
    """A leak sensor is heard under its new name."""
    await see(hass, binary_sensor__washer="off")
    entry = er.async_get(hass).async_get(LEAK)
    assert entry is not None
    home = await set_up_paths(hass, guarded(leak=[entry.id]))
    told = listen(home)
    await press(hass, START)
    er.async_get(hass).async_update_entity(LEAK, new_entity_id="binary_sensor.tub")
    await see(hass, binary_sensor__tub="on")
    assert told[-1].entities == ("binary_sensor.tub",)
    assert told[-1].reasons == ("leak",)


async def test_automation_is_told(hass: HomeAssistant) -> None:
    """The trigger and the event of the walker carry what is in the way, before a walk and during it."""
    await see(hass, binary_sensor__washer="on")
    await set_up_paths(hass, guarded(leak=[LEAK], levels={"leak": "warn"}))
    events = "event.ada_s_walking_walks"
    target = {"entity_id": events}
    runs = await async_automate(
        hass, {"trigger": "retrowalk.path_blocked", "target": target}
    )
    await press(hass, START)
    await see(hass, binary_sensor__washer="unavailable")
    assert [(run["reasons"], run["level"]) for run in runs] == [
        (["leak"], "warn"),
        (["unknown"], "warn"),
    ]
    assert (runs[0]["path"], runs[0]["refused"], runs[0]["can_stop"]) == (
        "Hallway",
        False,
        False,
    )
    told = state(hass, events).attributes
    assert (told["event_type"], told["entities"]) == ("path_blocked", [LEAK])
