"""Selects: which way a walker goes, and who walks on a belt."""

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from custom_components.retrowalk.const import DOMAIN
from homeassistant.components.select import (
    ATTR_OPTION,
    ATTR_OPTIONS,
    DOMAIN as SELECT,
    SERVICE_SELECT_OPTION,
)
from homeassistant.config_entries import SOURCE_IGNORE
from homeassistant.const import ATTR_ENTITY_ID, Platform
from homeassistant.core import HomeAssistant

from .belts import async_put_belt_on_air, async_walk
from .homes import (
    BREAKFAST,
    assert_as_before,
    press,
    record_writes,
    set_up_belt,
    set_up_home,
    shown,
    state,
    walker_id,
)

DIRECTION = "select.ada_s_walking_direction"
WALKER = "select.hall_belt_walker"
SESSION = "sensor.ada_s_walking_session"


async def choose(hass: HomeAssistant, entity_id: str, option: str) -> None:
    """Choose an option of a select."""
    await hass.services.async_call(
        SELECT,
        SERVICE_SELECT_OPTION,
        {ATTR_ENTITY_ID: entity_id, ATTR_OPTION: option},
        blocking=True,
    )
    await hass.async_block_till_done()


def rename(hass: HomeAssistant, home: MockConfigEntry, number: int, name: str) -> None:
    """Give a walker (by number, from 1) another name."""
    subentry = home.subentries[walker_id(number)]
    hass.config_entries.async_update_subentry(
        home, subentry, title=name, data={**subentry.data, "name": name}
    )


async def test_selects_of_a_home_and_of_a_belt(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, snapshot: SnapshotAssertion
) -> None:
    """What is registered and shown before the first walk."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    belt = await set_up_belt(hass, await async_put_belt_on_air(hass))
    assert_as_before(hass, snapshot, home, Platform.SELECT)
    assert_as_before(hass, snapshot, belt, Platform.SELECT)


async def test_direction_of_the_next_walk(hass: HomeAssistant) -> None:
    """A choice made when idle holds for the next walk, and after a reload."""
    home = await set_up_home(hass, "Ada")
    assert shown(hass, DIRECTION) == "backward"
    await choose(hass, DIRECTION, "forward")
    assert shown(hass, DIRECTION) == "forward"
    assert await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done()
    assert shown(hass, DIRECTION) == "forward"
    await press(hass, "ada_s_walking_start_walk")
    assert state(hass, SESSION).attributes["direction"] == "forward"


async def test_direction_of_the_running_walk(hass: HomeAssistant) -> None:
    """While somebody walks the select turns, and afterwards shows the choice again."""
    await set_up_home(hass, "Ada")
    await press(hass, "ada_s_walking_start_walk")
    await choose(hass, DIRECTION, "forward")
    assert shown(hass, DIRECTION) == "forward"
    assert state(hass, SESSION).attributes["direction"] == "forward"
    await press(hass, "ada_s_walking_finish_walk")
    assert shown(hass, DIRECTION) == "backward"


async def test_direction_that_is_asked_for(hass: HomeAssistant) -> None:
    """With *ask*, a walk has no direction until the walker answers."""
    await set_up_home(hass, "Ada")
    await choose(hass, DIRECTION, "ask")
    await press(hass, "ada_s_walking_start_walk")
    assert shown(hass, DIRECTION) == "ask"
    assert state(hass, SESSION).attributes["direction"] == "unknown"
    await choose(hass, DIRECTION, "backward")
    assert shown(hass, DIRECTION) == "backward"
    assert state(hass, SESSION).attributes["direction"] == "backward"


async def test_lone_walker_has_the_belt(hass: HomeAssistant) -> None:
    """With one walker nothing has to be chosen, but *nobody* can be."""
    await set_up_home(hass, "Ada")
    belt = await set_up_belt(hass, await async_put_belt_on_air(hass))
    select = state(hass, WALKER)
    assert select.attributes[ATTR_OPTIONS] == ["nobody", "Ada"]
    assert select.state == "Ada"
    await choose(hass, WALKER, "nobody")
    assert shown(hass, WALKER) == "nobody"
    assert belt.options == {"walker": "nobody"}


async def test_other_belt_that_is_ignored_does_not_matter(hass: HomeAssistant) -> None:
    """An ignored discovery is an entry of ours too, with nothing in it."""
    await set_up_home(hass, "Ada")
    ignored = MockConfigEntry(
        domain=DOMAIN, source=SOURCE_IGNORE, unique_id="C0:FF:EE:00:00:77"
    )
    ignored.add_to_hass(hass)
    await set_up_belt(hass, await async_put_belt_on_air(hass))
    assert shown(hass, WALKER) == "Ada"


async def test_belt_feeds_the_walker_who_was_chosen(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """With two walkers the belt is nobody's until one is chosen; the link stays up meanwhile."""
    await set_up_home(hass, "Ada", "Ben")
    virtual = await async_put_belt_on_air(hass)
    belt = await set_up_belt(hass, virtual, keep_connected=True)
    assert shown(hass, WALKER) == "nobody"
    await choose(hass, WALKER, "Ben")
    assert belt.options == {"walker": walker_id(2), "keep_connected": True}
    virtual.start(3.0)
    await async_walk(hass, freezer, virtual, seconds=10)
    assert shown(hass, SESSION) == "idle"
    assert shown(hass, "sensor.ben_s_walking_session") == "walking"
    assert belt.runtime_data.counts.connects == 1


async def test_walkers_of_one_name_are_told_apart(hass: HomeAssistant) -> None:
    """Names are for people: what is kept is the id. A walker may even be called like the word for nobody."""
    await set_up_home(hass, "Ada", "Ada", "nobody", "Ada (2)")
    belt = await set_up_belt(hass, await async_put_belt_on_air(hass))
    options = ["nobody", "Ada", "Ada (2)", "nobody (2)", "Ada (2) (2)"]
    assert state(hass, WALKER).attributes[ATTR_OPTIONS] == options
    for number, name in enumerate(options[1:], start=1):
        await choose(hass, WALKER, name)
        assert shown(hass, WALKER) == name
        assert belt.options["walker"] == walker_id(number)


async def test_walker_keeps_the_belt_under_a_new_name(hass: HomeAssistant) -> None:
    """A renamed walker shows at once."""
    home = await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, await async_put_belt_on_air(hass), walker=walker_id(2))
    rename(hass, home, 2, "Bob")
    await hass.async_block_till_done()
    select = state(hass, WALKER)
    assert select.state == "Bob"
    assert select.attributes[ATTR_OPTIONS] == ["nobody", "Ada", "Bob"]


async def test_walker_of_a_belt_is_known_without_the_home(hass: HomeAssistant) -> None:
    """The select works while the home is unloaded, and before there is one."""
    belt = await set_up_belt(hass, await async_put_belt_on_air(hass))
    select = state(hass, WALKER)
    assert select.state == "nobody"
    assert select.attributes[ATTR_OPTIONS] == ["nobody"]
    home = await set_up_home(hass, "Ada", "Ben")
    assert state(hass, WALKER).attributes[ATTR_OPTIONS] == ["nobody", "Ada", "Ben"]
    assert await hass.config_entries.async_unload(home.entry_id)
    await choose(hass, WALKER, "Ben")
    assert shown(hass, WALKER) == "Ben"
    assert belt.options["walker"] == walker_id(2)
    assert await hass.config_entries.async_setup(home.entry_id)
    await hass.async_block_till_done()
    assert shown(hass, WALKER) == "Ben"
    hass.config_entries.async_remove_subentry(home, walker_id(2))
    await hass.async_block_till_done()
    assert shown(hass, WALKER) == "Ada"


async def test_walker_is_not_written_while_the_belt_runs(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """What is chosen does not follow the belt's notifications."""
    await set_up_home(hass, "Ada")
    virtual = await async_put_belt_on_air(hass)
    await set_up_belt(hass, virtual)
    written = record_writes(hass, "select.")
    virtual.start(3.0)
    await async_walk(hass, freezer, virtual, seconds=20)
    assert not written
