"""Conditions, each in a real automation: of whom, of how many of them, and what they say when nobody is there."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.condition import CONDITIONS
from custom_components.retrowalk.const import DOMAIN
from custom_components.retrowalk.walking.decision import DecisionKey
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.condition import async_get_all_descriptions

from .automations import ADA, async_automate, automation_is_valid, put_into_hall
from .homes import BREAKFAST, let_pass, press, set_up_home
from .test_translations import ICONS, TEXTS

START = "ada_s_walking_start_walk"
FINISH = "ada_s_walking_finish_walk"


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


class Asked:
    """An automation that runs when it is asked, if its condition holds."""

    def __init__(self, hass: HomeAssistant, runs: list[dict[str, Any]]) -> None:
        """Begin with an automation that was set up."""
        self._hass = hass
        self._runs = runs

    async def holds(self) -> bool:
        """Ask, and tell whether it ran."""
        before = len(self._runs)
        self._hass.bus.async_fire("ask")
        await self._hass.async_block_till_done()
        return len(self._runs) > before


async def ask(
    hass: HomeAssistant, key: str, target: dict[str, Any] = ADA, **options: Any
) -> Asked:
    """Set up an automation with one condition."""
    condition = {"condition": f"{DOMAIN}.{key}", "target": target}
    if options:
        condition["options"] = options
    runs = await async_automate(
        hass, {"trigger": "event", "event_type": "ask"}, conditions=[condition]
    )
    assert automation_is_valid(hass)
    return Asked(hass, runs)


async def test_walking(hass: HomeAssistant) -> None:
    """True from start to finish, but for pauses."""
    await set_up_home(hass, "Ada")
    walking = await ask(hass, "is_walking")
    assert not await walking.holds()
    await press(hass, START)
    assert await walking.holds()
    await press(hass, "ada_s_walking_pause_walk")
    assert not await walking.holds()
    await press(hass, START, FINISH)
    assert not await walking.holds()


async def test_walking_in_a_direction(hass: HomeAssistant) -> None:
    """It is the direction of this moment."""
    await set_up_home(hass, "Ada")
    forward = await ask(hass, "is_walking", direction="forward")
    await press(hass, START)
    assert not await forward.holds()
    await press(hass, "ada_s_walking_turn_round")
    assert await forward.holds()


async def test_goal_is_reached(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """From the tenth minute on, until the next day."""
    await set_up_home(hass, "Ada")
    reached = await ask(hass, "is_goal_reached")
    await press(hass, START)
    await let_pass(hass, freezer, 500)
    assert not await reached.holds()
    await let_pass(hass, freezer, 110)
    await press(hass, FINISH)
    assert await reached.holds()
    await let_pass(hass, freezer, 18 * 3600, step_s=3600)
    assert not await reached.holds()


async def test_streak_is_at_risk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """In the evening of a day on which nobody has walked yet."""
    await set_up_home(hass, "Ada")
    at_risk = await ask(hass, "is_streak_at_risk")
    await press(hass, START)
    await let_pass(hass, freezer, 610, step_s=305)
    await press(hass, FINISH)
    await let_pass(hass, freezer, 24 * 3600, step_s=3600)
    assert not await at_risk.holds()
    await let_pass(hass, freezer, 14 * 3600, step_s=3600)
    assert await at_risk.holds()


async def test_rest_day(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Only on the weekdays that were chosen: it is a Monday."""
    home = await set_up_home(hass, "Ada")
    rest = await ask(hass, "is_rest_day")
    assert not await rest.holds()
    [walker] = home.runtime_data.walkers.values()
    await walker.async_decide({DecisionKey.REST_DAYS: (0,)})
    assert await rest.holds()
    await let_pass(hass, freezer, 24 * 3600, step_s=3600)
    assert not await rest.holds()


async def test_vacation(hass: HomeAssistant) -> None:
    """By the walker's own switch."""
    await set_up_home(hass, "Ada")
    away = await ask(hass, "is_on_vacation")
    assert not await away.holds()
    switch = {"entity_id": "switch.ada_s_walking_vacation"}
    await hass.services.async_call("switch", "turn_on", switch, blocking=True)
    assert await away.holds()
    await hass.services.async_call("switch", "turn_off", switch, blocking=True)
    assert not await away.holds()


async def test_any_and_all_of_an_area(hass: HomeAssistant) -> None:
    """Two are in the hall; the door there is none of ours, and Cat is elsewhere."""
    await set_up_home(hass, "Ada", "Ben", "Cat")
    hall = put_into_hall(hass, 1, 2)
    door = er.async_get(hass).async_get_or_create("binary_sensor", "demo", "door")
    er.async_get(hass).async_update_entity(door.entity_id, area_id=hall["area_id"])
    any_of = await ask(hass, "is_walking", hall)
    await press(hass, "cat_s_walking_start_walk")
    assert not await any_of.holds()
    await press(hass, START)
    assert await any_of.holds()


async def test_all_of_an_area(hass: HomeAssistant) -> None:
    """Only when the last of them walks too."""
    await set_up_home(hass, "Ada", "Ben")
    all_of = await ask(hass, "is_walking", put_into_hall(hass, 1, 2), behavior="all")
    await press(hass, START)
    assert not await all_of.holds()
    await press(hass, "ben_s_walking_start_walk")
    assert await all_of.holds()


@pytest.mark.parametrize("behavior", ["any", "all"])
async def test_nobody_is_meant(hass: HomeAssistant, behavior: str) -> None:
    """Of nobody, nothing is true."""
    await set_up_home(hass, "Ada")
    nobody = await ask(
        hass, "is_walking", {"entity_id": "light.hall"}, behavior=behavior
    )
    await press(hass, START)
    assert not await nobody.holds()


async def test_home_that_is_not_there(hass: HomeAssistant) -> None:
    """Before it is set up and while it is away the answer is no, without an error; then the condition is as good as new."""
    walking = await ask(hass, "is_walking", behavior="all")
    assert not await walking.holds()
    home = await set_up_home(hass, "Ada")
    await press(hass, START)
    assert await walking.holds()
    assert await hass.config_entries.async_unload(home.entry_id)
    assert not await walking.holds()
    assert await hass.config_entries.async_setup(home.entry_id)
    await hass.async_block_till_done()
    assert await walking.holds()


async def test_disabled_entity_still_names_its_walker(hass: HomeAssistant) -> None:
    """The coordinator is asked, not the entity."""
    home = await set_up_home(hass, "Ada")
    er.async_get(hass).async_update_entity(
        ADA["entity_id"], disabled_by=er.RegistryEntryDisabler.USER
    )
    assert await hass.config_entries.async_reload(home.entry_id)
    walking = await ask(hass, "is_walking")
    await press(hass, START)
    assert await walking.holds()


@pytest.mark.parametrize(
    "wrong",
    [
        {"condition": "retrowalk.is_walking"},
        {
            "condition": "retrowalk.is_rest_day",
            "target": ADA,
            "options": {"direction": "backward"},
        },
        {
            "condition": "retrowalk.is_walking",
            "target": ADA,
            "options": {"behavior": "most"},
        },
        {"condition": "retrowalk.is_swimming", "target": ADA},
    ],
)
async def test_wrong_condition_is_refused(
    hass: HomeAssistant, wrong: dict[str, Any]
) -> None:
    """What cannot be meant is told when the automation is read."""
    await async_automate(
        hass, {"trigger": "event", "event_type": "ask"}, conditions=[wrong]
    )
    assert not automation_is_valid(hass)


async def test_editor_lists_every_condition(hass: HomeAssistant) -> None:
    """Each has a description, a form, texts for all of it, and an icon."""
    await set_up_home(hass, "Ada")
    described = {
        key.removeprefix(f"{DOMAIN}."): description
        for key, description in (await async_get_all_descriptions(hass)).items()
        if key.startswith(f"{DOMAIN}.")
    }
    assert described.keys() == CONDITIONS.keys()
    assert TEXTS["conditions"].keys() == CONDITIONS.keys()
    assert ICONS["conditions"].keys() == CONDITIONS.keys()
    for key, description in described.items():
        assert description
        assert description["target"]["entity"][0]["integration"] == DOMAIN
        options = {"behavior"} | {name for name, _ in CONDITIONS[key].fact.options}
        assert description["fields"].keys() == options
        assert TEXTS["conditions"][key]["fields"].keys() == options
