"""Guards of a path before a walk: what they see, and who may start."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.starting import async_start_walk
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.setup import async_setup_component

from ..guards import BLOCKED, DOOR, LEAK, START, found, guarded, listen, reasons, see
from ..homes import BREAKFAST, press, record_writes, shown, state, walker_id
from ..paths import HALL, ROOM, set_up_paths

SESSION = "sensor.ada_s_walking_session"
CLEAR: tuple[str, str, list[str]] = ("off", "clear", [])
UNSURE = ("off", "warn", ["unknown"])


@pytest.fixture(autouse=True)
def _breakfast(freezer: FrozenDateTimeFactory) -> None:
    """Stop the clock at breakfast."""
    freezer.move_to(BREAKFAST)


async def test_path_that_nothing_looks_after(hass: HomeAssistant) -> None:
    """Nobody claims that it is clear, and nobody is kept from walking."""
    home = await set_up_paths(hass, guarded())
    told = listen(home)
    assert found(hass) == ("unknown", "clear", [])
    await press(hass, START)
    assert shown(hass, SESSION) == "walking"
    assert not told


@pytest.mark.parametrize(
    ("kind", "entity_id", "clear", "in_the_way"),
    [
        ("door", "binary_sensor.front_door", ["off"], ["on"]),
        ("door", "cover.gate", ["closed"], ["open", "opening", "closing"]),
        (
            "vacuum",
            "vacuum.robo",
            ["docked"],
            ["cleaning", "returning", "paused", "idle", "error"],
        ),
        ("vacuum", "lawn_mower.sheep", ["docked"], ["mowing", "paused"]),
        ("leak", "binary_sensor.washer", ["off"], ["on"]),
        ("motion", "binary_sensor.stairs", ["off"], ["on"]),
        ("presence", "binary_sensor.dog", ["off"], ["on"]),
        ("presence", "device_tracker.cat", ["not_home", "Garden"], ["home"]),
        ("presence", "input_boolean.grandchildren", ["off"], ["on"]),
        ("buddy", "person.ben", ["home"], ["not_home", "Work"]),
        ("buddy", "binary_sensor.sofa", ["on"], ["off"]),
    ],
)
async def test_what_is_in_the_way(
    hass: HomeAssistant,
    kind: str,
    entity_id: str,
    clear: list[str],
    in_the_way: list[str],
) -> None:
    """Each state of each kind of entity is clear, in the way, or says nothing; never one for the other."""
    name = entity_id.replace(".", "__")
    await see(hass, **{name: clear[0]})
    guards: dict[str, Any] = {kind: [entity_id]}
    await set_up_paths(hass, guarded(levels={kind: "block"}, **guards))
    for value in in_the_way:
        await see(hass, **{name: value})
        assert found(hass) == ("on", "block", [kind]), value
        assert state(hass, BLOCKED).attributes["entities"] == [entity_id]
    for value in clear:
        await see(hass, **{name: value})
        assert found(hass) == CLEAR, value
    for value in ("unavailable", "unknown"):
        await see(hass, **{name: value})
        assert found(hass) == UNSURE, value


@pytest.mark.parametrize(
    ("level", "is_found"),
    [
        ("block", ("on", "block", ["door"])),
        ("warn", ("off", "warn", ["door"])),
        ("ignore", CLEAR),
    ],
)
async def test_levels(
    hass: HomeAssistant, level: str, is_found: tuple[str, str, list[str]]
) -> None:
    """What only warns does not block; what is ignored is as if nobody looked."""
    await see(hass, binary_sensor__front_door="on", binary_sensor__washer="off")
    path = guarded(door=[DOOR], leak=[LEAK], levels={"door": level})
    await set_up_paths(hass, path)
    assert found(hass) == is_found


async def test_blocked_path_refuses_the_button(hass: HomeAssistant) -> None:
    """Whoever presses is told what keeps them from walking, with names; with the path clear the walk starts."""
    await see(hass, binary_sensor__front_door="on", vacuum__robo="idle")
    await see(hass, binary_sensor__washer="unavailable", person__ben="home")
    guards: dict[str, Any] = {"door": [DOOR], "vacuum": ["vacuum.robo"], "leak": [LEAK]}
    home = await set_up_paths(hass, guarded(**guards, each_walk=["Shoes on"]))
    told = listen(home)
    with pytest.raises(ServiceValidationError) as refusal:
        await press(hass, START)
    assert refusal.value.translation_key == "path_blocked"
    assert str(refusal.value) == (
        "The walk was not started, because Hallway is blocked: Open (Front door), Not in its dock (Robo). "
        "Clear the path, or change its guards"
    )
    assert shown(hass, SESSION) == "idle"
    [moment] = told
    assert (moment.path, moment.path_id, moment.session_id) == ("Hallway", HALL, None)
    assert moment.reasons == ("door", "vacuum", "unknown", "checklist")
    assert moment.entities == (DOOR, "vacuum.robo", LEAK)
    assert (moment.state, moment.refused, moment.can_stop) == ("block", True, False)
    with pytest.raises(ServiceValidationError):
        await press(hass, START)
    assert len(told) == 2
    await see(hass, binary_sensor__front_door="off", vacuum__robo="docked")
    await press(hass, START)
    assert shown(hass, SESSION) == "walking"
    assert (told[2].state, told[2].refused) == ("warn", False)
    assert len(told) == 3


async def test_force(hass: HomeAssistant) -> None:
    """Whoever insists walks, and is told what is in the way, once."""
    await see(hass, binary_sensor__front_door="on")
    home = await set_up_paths(hass, guarded(door=[DOOR]))
    told = listen(home)
    await async_start_walk(home.runtime_data.walkers[walker_id(1)], force=True)
    await hass.async_block_till_done()
    assert shown(hass, SESSION) == "walking"
    [moment] = told
    assert (moment.state, moment.refused) == ("block", False)


async def test_path_that_is_asked_for(hass: HomeAssistant) -> None:
    """The path that is named counts, and not the usual one; an open session goes on whatever is in the way."""
    await see(hass, binary_sensor__front_door="off", binary_sensor__washer="on")
    hall, room = guarded(door=[DOOR]), guarded(ROOM, "Room", leak=[LEAK])
    home = await set_up_paths(hass, hall, room)
    walker = home.runtime_data.walkers[walker_id(1)]
    with pytest.raises(ServiceValidationError):
        await async_start_walk(walker, path_id=ROOM)
    await async_start_walk(walker)
    await see(hass, binary_sensor__front_door="on")
    await press(hass, "ada_s_walking_pause_walk", START)
    assert shown(hass, SESSION) == "walking"


async def test_warning_starts_and_tells(hass: HomeAssistant) -> None:
    """A walk that is only warned about begins, with the warning told before."""
    await see(hass, binary_sensor__dog="on")
    home = await set_up_paths(hass, guarded(presence=["binary_sensor.dog"]))
    moments: list[Any] = []
    home.runtime_data.walkers[walker_id(1)].moments.async_add(moments.append)
    await press(hass, START)
    assert [type(moment).__name__ for moment in moments] == [
        "PathBlocked",
        "SessionStarted",
    ]
    assert (moments[0].state, moments[0].refused) == ("warn", False)


async def test_buddy_is_needed_by_some(hass: HomeAssistant) -> None:
    """Who needs a buddy is refused without one; others walk, and the path itself is not blocked for all."""
    await see(hass, person__cat="not_home")
    path = guarded(buddy=["person.cat"], buddy_for=[walker_id(1), "gone"])
    await set_up_paths(hass, path, walkers=("Ada", "Ben"))
    assert found(hass) == CLEAR
    with pytest.raises(ServiceValidationError, match="No buddy there"):
        await press(hass, START)
    await press(hass, "ben_s_walking_start_walk")
    assert found(hass) == CLEAR
    await press(hass, "ben_s_walking_finish_walk")
    await see(hass, person__cat="home")
    await press(hass, START)
    await see(hass, person__cat="not_home")
    assert found(hass) == ("on", "block", ["buddy"])


async def test_helper_of_home_assistant_itself(hass: HomeAssistant) -> None:
    """A switch made by hand may say that children are here."""
    assert await async_setup_component(
        hass, "input_boolean", {"input_boolean": {"children": {"initial": True}}}
    )
    children = "input_boolean.children"
    await set_up_paths(hass, guarded(presence=[children], levels={"presence": "block"}))
    assert found(hass)[0] == "on"
    await hass.services.async_call(
        "input_boolean", "turn_off", {"entity_id": children}, blocking=True
    )
    await hass.async_block_till_done()
    assert found(hass) == CLEAR


@pytest.mark.parametrize(
    ("lux", "level", "is_found"),
    [
        ("120", "warn", ("off", "warn", ["light"])),
        ("120", "block", ("on", "block", ["light"])),
        ("240", "block", ("off", "warn", ["dim"])),
        ("800", "block", CLEAR),
        ("unavailable", "block", UNSURE),
        ("nan", "block", UNSURE),
        ("bright", "block", UNSURE),
        ("1", "ignore", ("unknown", "clear", [])),
    ],
)
async def test_light(
    hass: HomeAssistant, lux: str, level: str, is_found: tuple[str, str, list[str]]
) -> None:
    """The light sensors of the path tell, each with its factor, how much there is at the floor."""
    await see(hass, sensor__wall=lux, sensor__floor="1000")
    more = {"lux_sensors": {"sensor.wall": 0.5, "sensor.floor": 1.0}}
    await set_up_paths(hass, guarded(levels={"light": level}, more=more))
    assert found(hass) == is_found


async def test_light_by_age_or_by_what_was_entered(hass: HomeAssistant) -> None:
    """Older eyes need more; a threshold that was entered is enough."""
    await see(hass, sensor__wall="200")
    lux = {"lux_sensors": {"sensor.wall": 1.0}}
    hall = guarded(more=lux)
    room = guarded(ROOM, "Room", more={**lux, "lux_threshold": 180})
    await set_up_paths(hass, hall, room, birth_year=1950)
    assert found(hass) == ("off", "warn", ["dim"])
    assert found(hass, "binary_sensor.room_blocked") == CLEAR


async def test_sensor_writes_only_news(hass: HomeAssistant) -> None:
    """A light sensor that chatters costs no state of ours."""
    await see(hass, sensor__wall="500")
    await set_up_paths(hass, guarded(more={"lux_sensors": {"sensor.wall": 1.0}}))
    written = record_writes(hass, BLOCKED)
    for lux in ("501", "502", "140", "139", "503"):
        await see(hass, sensor__wall=lux)
    assert [state.attributes["level"] for state in written] == ["warn", "clear"]


# Entities that are renamed, removed, or not there yet


async def test_renamed_entity_is_followed(hass: HomeAssistant) -> None:
    """A door that gets another name still blocks, under that name."""
    await see(hass, binary_sensor__front_door="off")
    registry = er.async_get(hass)
    entry = registry.async_get(DOOR)
    assert entry is not None
    await set_up_paths(hass, guarded(door=[entry.id]))
    assert found(hass) == CLEAR
    hass.states.async_remove(DOOR)
    registry.async_update_entity(DOOR, new_entity_id="binary_sensor.hall_door")
    await hass.async_block_till_done()
    assert found(hass) == UNSURE
    await see(hass, binary_sensor__hall_door="on")
    assert found(hass) == ("on", "block", ["door"])
    assert state(hass, BLOCKED).attributes["entities"] == ["binary_sensor.hall_door"]


async def test_removed_entity(hass: HomeAssistant) -> None:
    """What is gone warns and is told in a repair, until something else is chosen; it blocks nobody."""
    await see(hass, binary_sensor__front_door="on")
    registry, issues = er.async_get(hass), ir.async_get(hass)
    entry = registry.async_get(DOOR)
    assert entry is not None
    home = await set_up_paths(hass, guarded(door=[entry.id]))
    registry.async_remove(DOOR)
    hass.states.async_remove(DOOR)
    await hass.async_block_till_done()
    assert found(hass) == ("off", "warn", ["gone"])
    assert state(hass, BLOCKED).attributes["entities"] == [DOOR]
    issue = issues.async_get_issue("retrowalk", f"path_guards_lost_{HALL}")
    assert issue is not None
    assert issue.translation_placeholders == {"path": "Hallway", "entities": DOOR}
    await press(hass, START)
    assert shown(hass, SESSION) == "walking"
    hall = home.subentries[HALL]
    data = {**hall.data, "guards": {"leak": [LEAK]}}
    await see(hass, binary_sensor__washer="off")
    hass.config_entries.async_update_subentry(home, hall, data=data)
    await hass.async_block_till_done()
    assert found(hass) == CLEAR
    assert issues.async_get_issue("retrowalk", f"path_guards_lost_{HALL}") is None
    await see(hass, binary_sensor__washer="on")
    assert found(hass) == ("on", "block", ["leak"])


async def test_name_of_a_removed_entity_is_taken_over(hass: HomeAssistant) -> None:
    """What is chosen along with what is gone, under the same name, is what counts, in whatever order."""
    await see(hass, binary_sensor__front_door="on")
    registry = er.async_get(hass)
    former = registry.async_get(DOOR)
    assert former is not None
    registry.async_remove(DOOR)
    hass.states.async_remove(DOOR)
    new = registry.async_get_or_create(
        "binary_sensor", "other", "door", suggested_object_id="front_door"
    )
    assert new.entity_id == DOOR
    hass.states.async_set(DOOR, "on")
    await set_up_paths(
        hass,
        guarded(door=[new.id, former.id]),
        guarded(ROOM, "Room", door=[former.id, new.id]),
    )
    for blocked in (BLOCKED, "binary_sensor.room_blocked"):
        assert state(hass, blocked).state == "on"
        assert state(hass, blocked).attributes["entities"] == [DOOR]


async def test_entity_that_comes_back(hass: HomeAssistant) -> None:
    """What was removed and is there again looks after the path as before, and nobody has to choose it anew."""
    await see(hass, binary_sensor__front_door="off")
    registry, issues = er.async_get(hass), ir.async_get(hass)
    entry = registry.async_get(DOOR)
    assert entry is not None
    await set_up_paths(hass, guarded(door=[entry.id]))
    registry.async_remove(DOOR)
    hass.states.async_remove(DOOR)
    await hass.async_block_till_done()
    assert issues.async_get_issue("retrowalk", f"path_guards_lost_{HALL}")
    await see(hass, binary_sensor__front_door="on")
    assert found(hass) == ("on", "block", ["door"])
    assert not issues.async_get_issue("retrowalk", f"path_guards_lost_{HALL}")


async def test_issue_goes_with_the_home(hass: HomeAssistant) -> None:
    """Nobody is asked about the paths of a home that was removed."""
    home = await set_up_paths(hass, guarded(door=["binary_sensor.never_was"]))
    assert found(hass) == ("off", "warn", ["gone"])
    issues = ir.async_get(hass)
    assert issues.async_get_issue("retrowalk", f"path_guards_lost_{HALL}")
    await hass.config_entries.async_remove(home.entry_id)
    assert not issues.async_get_issue("retrowalk", f"path_guards_lost_{HALL}")


async def test_entity_that_was_never_registered(hass: HomeAssistant) -> None:
    """An entity without a registry entry is looked after as long as it shows something."""
    hass.states.async_set("binary_sensor.by_hand", "on")
    await set_up_paths(hass, guarded(door=["binary_sensor.by_hand"]))
    assert found(hass) == ("on", "block", ["door"])
    hass.states.async_remove("binary_sensor.by_hand")
    await hass.async_block_till_done()
    assert found(hass) == ("off", "warn", ["gone"])
    hass.states.async_set("binary_sensor.by_hand", "off")
    await hass.async_block_till_done()
    assert found(hass) == CLEAR


async def test_entity_kept_by_a_name_that_it_lost(hass: HomeAssistant) -> None:
    """An entity that was registered only later cannot be followed to another name: the repair says so."""
    await see(hass, binary_sensor__front_door="off")
    await set_up_paths(hass, guarded(door=[DOOR]))
    hass.states.async_remove(DOOR)
    er.async_get(hass).async_update_entity(DOOR, new_entity_id="binary_sensor.other")
    await hass.async_block_till_done()
    assert found(hass) == ("off", "warn", ["gone"])
    assert ir.async_get(hass).async_get_issue("retrowalk", f"path_guards_lost_{HALL}")


async def test_two_paths(hass: HomeAssistant) -> None:
    """Each path is judged by what looks after it."""
    await see(hass, binary_sensor__front_door="on", binary_sensor__washer="off")
    hall, room = guarded(door=[DOOR]), guarded(ROOM, "Room", leak=[LEAK])
    home = await set_up_paths(hass, hall, room)
    told = listen(home)
    assert found(hass)[0] == "on"
    assert found(hass, "binary_sensor.room_blocked") == CLEAR
    with pytest.raises(ServiceValidationError):
        await press(hass, START)
    assert reasons(told) == [("door",)]
