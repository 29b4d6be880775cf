"""To-do lists: the checklist of a path, ticked per walk or per week."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator
from syrupy.assertion import SnapshotAssertion

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_ENTITY_ID, Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er

from .guards import FINISH, START, found, guarded
from .homes import BREAKFAST, assert_as_before, let_pass, press, record_writes, shown
from .paths import HALL, ROOM, set_up_paths

CHECKLIST = "todo.hallway_checklist"
KEY, FREE = "Safety key", "Two metres free"


@pytest.fixture(autouse=True)
def _breakfast(freezer: FrozenDateTimeFactory) -> None:
    """Stop the clock at breakfast, of a Monday."""
    freezer.move_to(BREAKFAST)


async def set_up(hass: HomeAssistant, level: str = "block") -> ConfigEntry[Any]:
    """A hallway with a line for each walk and one for each week, and a room with none."""
    hall = guarded(each_walk=[KEY], each_week=[FREE], levels={"checklist": level})
    return await set_up_paths(hass, hall, guarded(ROOM, "Room"))


async def tick(hass: HomeAssistant, *lines: str, status: str = "completed") -> None:
    """Tick these lines on the dashboard."""
    for line in lines:
        await hass.services.async_call(
            "todo",
            "update_item",
            {ATTR_ENTITY_ID: CHECKLIST, "item": line, "status": status},
            blocking=True,
        )
    await hass.async_block_till_done()


async def ticked(hass: HomeAssistant) -> list[str]:
    """The lines that are ticked."""
    answer: Any = await hass.services.async_call(
        "todo",
        "get_items",
        {ATTR_ENTITY_ID: CHECKLIST},
        blocking=True,
        return_response=True,
    )
    return [
        item["summary"]
        for item in answer[CHECKLIST]["items"]
        if item["status"] == "completed"
    ]


async def test_checklist_of_a_path(
    hass: HomeAssistant, snapshot: SnapshotAssertion
) -> None:
    """What is registered and shown."""
    assert_as_before(hass, snapshot, await set_up(hass), Platform.TODO)


async def test_ticks_open_the_path(hass: HomeAssistant) -> None:
    """Not before all is ticked may one start; a tick can be taken back."""
    await set_up(hass)
    assert shown(hass, CHECKLIST) == "2"
    assert found(hass) == ("on", "block", ["checklist"])
    await tick(hass, KEY)
    with pytest.raises(ServiceValidationError, match=rf"Not ticked \({FREE}\)"):
        await press(hass, START)
    await tick(hass, FREE)
    assert shown(hass, CHECKLIST) == "0"
    assert found(hass) == ("off", "clear", [])
    await tick(hass, FREE, status="needs_action")
    assert await ticked(hass) == [KEY]
    await tick(hass, FREE)
    await press(hass, START)
    assert shown(hass, "sensor.ada_s_walking_session") == "walking"


async def test_ignored_list_keeps_nobody(hass: HomeAssistant) -> None:
    """A list may be there just to be read."""
    await set_up(hass, "ignore")
    assert shown(hass, CHECKLIST) == "2"
    assert found(hass) == ("unknown", "clear", [])
    await press(hass, START)


async def test_walk_spends_its_ticks(hass: HomeAssistant) -> None:
    """After a walk, what is for each walk is to be ticked anew; what is for the week stays."""
    await set_up(hass)
    await tick(hass, KEY, FREE)
    await press(hass, START)
    assert await ticked(hass) == [KEY, FREE]
    await press(hass, FINISH)
    assert await ticked(hass) == [FREE]
    assert found(hass) == ("on", "block", ["checklist"])


async def test_ticks_go_with_the_day_and_the_week(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Nobody walked: the tick for a walk goes at midnight, that for the week with the week, and both are shown at once."""
    await set_up(hass)
    freezer.move_to("2026-11-24 23:40:00+05:45")
    await tick(hass, KEY, FREE)
    written = record_writes(hass, CHECKLIST)
    await let_pass(hass, freezer, 1500, step_s=300)
    assert [state.state for state in written] == ["1"]
    assert await ticked(hass) == [FREE]
    freezer.move_to("2026-11-29 23:50:00+05:45")
    await let_pass(hass, freezer, 300, step_s=60)
    assert await ticked(hass) == [FREE]
    await let_pass(hass, freezer, 600, step_s=60)
    assert shown(hass, CHECKLIST) == "2"


async def test_week_of_the_home(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A week starts when the home says."""
    home = await set_up(hass)
    await tick(hass, FREE)
    hass.config_entries.async_update_entry(home, options={"week_start": 1})
    await hass.async_block_till_done()
    assert await ticked(hass) == [FREE]
    freezer.move_to("2026-11-24 08:00:00+05:45")
    assert await ticked(hass) == []


async def test_ticks_outlast_a_restart(hass: HomeAssistant) -> None:
    """What is ticked is on the disk."""
    home = await set_up(hass)
    await tick(hass, KEY, FREE)
    assert await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert await ticked(hass) == [KEY, FREE]


async def test_lines_are_not_rewritten_here(hass: HomeAssistant) -> None:
    """Another text, or another line, comes from the dialog of the path."""
    await set_up(hass)
    with pytest.raises(ServiceValidationError) as refusal:
        await hass.services.async_call(
            "todo",
            "update_item",
            {ATTR_ENTITY_ID: CHECKLIST, "item": KEY, "rename": "Key"},
            blocking=True,
        )
    assert refusal.value.translation_key == "checklist_in_dialog"
    assert await ticked(hass) == []
    with pytest.raises(ServiceValidationError):
        await hass.services.async_call(
            "todo",
            "add_item",
            {ATTR_ENTITY_ID: CHECKLIST, "item": "Shoes"},
            blocking=True,
        )


async def test_dashboard_is_told(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> None:
    """A card that shows the list sees ticks as they come and go."""
    await set_up(hass)
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {"type": "todo/item/subscribe", "entity_id": CHECKLIST}
    )
    assert (await client.receive_json())["success"]
    await client.receive_json()
    await tick(hass, KEY)
    items = (await client.receive_json())["event"]["items"]
    assert [item["status"] for item in items] == ["completed", "needs_action"]


async def test_list_comes_and_goes_with_its_lines(hass: HomeAssistant) -> None:
    """A path without lines has no list; with the first line it has one, at once."""
    home = await set_up(hass)
    registry = er.async_get(hass)
    assert hass.states.get("todo.room_checklist") is None
    for guards, there in ({"each_week": ["Door"]}, True), ({}, False):
        room = home.subentries[ROOM]
        hass.config_entries.async_update_subentry(
            home, room, data={**room.data, "guards": guards}
        )
        await hass.async_block_till_done()
        assert (hass.states.get("todo.room_checklist") is not None) is there
        assert (registry.async_get("todo.room_checklist") is not None) is there
    assert shown(hass, CHECKLIST) == "2"


async def test_line_that_reads_otherwise_is_another_one(hass: HomeAssistant) -> None:
    """A changed line has to be ticked anew; the others keep their ticks."""
    home = await set_up(hass)
    await tick(hass, KEY, FREE)
    hall = home.subentries[HALL]
    guards = {**hall.data["guards"], "each_walk": ["Safety key clipped on"]}
    hass.config_entries.async_update_subentry(
        home, hall, data={**hall.data, "guards": guards}
    )
    await hass.async_block_till_done()
    assert await ticked(hass) == [FREE]
