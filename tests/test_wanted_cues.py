"""What a walker wants to be told in every walk is decided in the dialog, and told to automations."""

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.virtual_treadmill.belt import VirtualBelt
from homeassistant.core import HomeAssistant

from .automations import async_automate
from .belts import async_put_belt_on_air, async_walk
from .dialogs import answer_walker, change_walker, goals_in
from .homes import BREAKFAST, figure, let_pass, press, set_up_belt, set_up_home
from .test_trigger import keys, on


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


@pytest.fixture
async def home(hass: HomeAssistant) -> MockConfigEntry:
    """Ada's home."""
    return await set_up_home(hass, "Ada")


@pytest.fixture
async def belt(hass: HomeAssistant, home: MockConfigEntry) -> VirtualBelt:
    """Ada's belt."""
    belt = await async_put_belt_on_air(hass)
    await set_up_belt(hass, belt)
    return belt


async def decide(hass: HomeAssistant, home: MockConfigEntry, **goals: float) -> None:
    """Fill in these under the goals, and leave the others empty."""
    form = await change_walker(hass, home, "Ada")
    shown = {
        key: value
        for key, value in goals_in(form).items()
        if key not in ("turn_every", "speed_cap")
    }
    result = await answer_walker(hass, form, name="Ada", goals=shown | goals)
    assert result["reason"] == "reconfigure_successful"


async def test_cues_are_shown_as_they_were_decided(
    hass: HomeAssistant, home: MockConfigEntry
) -> None:
    """What is left empty is not wanted any more."""
    await decide(hass, home, turn_every=1.5, speed_cap=2.5)
    form = await change_walker(hass, home, "Ada")
    goals = goals_in(form)
    assert (goals["turn_every"], goals["speed_cap"]) == (1.5, 2.5)
    await decide(hass, home, speed_cap=3)
    form = await change_walker(hass, home, "Ada")
    goals = goals_in(form)
    assert goals["speed_cap"] == 3
    assert "turn_every" not in goals


async def test_a_belt_walk_has_its_turns_by_active_time(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    home: MockConfigEntry,
    belt: VirtualBelt,
) -> None:
    """It opens by itself, rests in between, and goes on after a reload."""
    await decide(hass, home, turn_every=1)
    runs = await async_automate(hass, on("turn_due"))
    belt.start(2.5)
    await async_walk(hass, freezer, belt, 40)
    belt.stop()
    belt.start(2.5)
    await async_walk(hass, freezer, belt, 10)
    assert runs == []
    assert await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await async_walk(hass, freezer, belt, 16)
    assert [run["direction"] for run in runs] == ["forward"]
    await press(hass, "ada_s_walking_turn_round")
    await async_walk(hass, freezer, belt, 62)
    assert [run["direction"] for run in runs] == ["forward", "backward"]


async def test_the_start_button_has_its_turns(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, home: MockConfigEntry
) -> None:
    """In the hallway too."""
    await decide(hass, home, turn_every=0.5)
    runs = await async_automate(hass, on("turn_due"))
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 65, step_s=5)
    assert keys(runs) == ["turn_due", "turn_due"]


async def test_the_cap_is_told_and_changes_nothing(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    home: MockConfigEntry,
    belt: VirtualBelt,
) -> None:
    """Once each time; the walk stays backward."""
    await decide(hass, home, speed_cap=3)
    runs = await async_automate(hass, on("speed_cap_passed"))
    belt.start(2.5)
    await async_walk(hass, freezer, belt, 40)
    assert runs == []
    belt.set_speed(3.6)
    await async_walk(hass, freezer, belt, 40)
    [run] = runs
    assert (run["speed_kmh"], run["cap_kmh"]) == (3.6, 3.0)
    assert run["walker"] == "Ada"
    assert figure(hass, "session").attributes["direction"] == "backward"
    belt.set_speed(2.0)
    await async_walk(hass, freezer, belt, 20)
    belt.set_speed(3.6)
    await async_walk(hass, freezer, belt, 20)
    assert len(runs) == 2
    await press(hass, "ada_s_walking_finish_walk")
    assert float(figure(hass, "today_time").state) == pytest.approx(2, abs=0.1)
