"""Whose a belt is that nobody was chosen for, and one whose walker has left."""

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.retrowalk.const import DOMAIN
from custom_components.virtual_treadmill.belt import VirtualBelt
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .acting import log
from .belts import async_walk
from .fixes import Repair
from .homes import figure, let_pass, press, set_up_belt, set_up_home, shown, walker_id
from .nobody import unclaimed
from .test_select import choose
from .test_shared_belts import SELECT, START_BEN, _at_breakfast, belt, belts, home, run

__all__ = ["_at_breakfast", "belt", "belts", "home"]


def belt_questions(hass: HomeAssistant) -> list[str]:
    """The ids of the issues that ask who walks on a belt."""
    return [
        issue_id
        for (domain, issue_id) in ir.async_get(hass).issues
        if domain == DOMAIN and issue_id.startswith("belt_walker_")
    ]


async def add_walker(hass: HomeAssistant, home: MockConfigEntry, number: int) -> None:
    """Let somebody move in."""
    subentry = ConfigSubentry(
        data={"name": "Cat"},  # type: ignore[arg-type]
        subentry_id=walker_id(number),
        subentry_type="walker",
        title="Cat",
        unique_id=None,
    )
    hass.config_entries.async_add_subentry(home, subentry)
    await hass.async_block_till_done(wait_background_tasks=True)


@pytest.mark.parametrize(("answer", "option"), [(1, "Ada"), (0, "nobody")])
async def test_a_second_walker_makes_a_belt_a_question(
    hass: HomeAssistant,
    belts: list[VirtualBelt],
    hass_client: ClientSessionGenerator,
    answer: int,
    option: str,
) -> None:
    """It was the only one's without a word; any answer, be it nobody, ends that."""
    home = await set_up_home(hass, "Ada")
    entry = await set_up_belt(hass, belts[0])
    assert (shown(hass, SELECT), belt_questions(hass)) == ("Ada", [])
    await add_walker(hass, home, 2)
    assert (shown(hass, SELECT), len(belt_questions(hass))) == ("nobody", 1)
    repair = Repair(hass, hass_client, "belt_walker")
    form = await repair.async_open(entry.entry_id)
    [question] = form["data_schema"]
    assert [one["label"] for one in question["selector"]["select"]["options"]] == [
        "Ada",
        "Cat",
        "nobody",
    ]
    who = walker_id(answer) if answer else "nobody"
    done = await repair.async_submit(walker=who)
    assert done["type"] == "create_entry"
    assert (shown(hass, SELECT), belt_questions(hass)) == (option, [])


async def test_a_choice_on_the_device_is_an_answer_too(
    hass: HomeAssistant, home: MockConfigEntry, belts: list[VirtualBelt]
) -> None:
    """And with the belt, or the home, the question goes."""
    entry = await set_up_belt(hass, belts[0])
    assert len(belt_questions(hass)) == 1
    await choose(hass, SELECT, "Ben")
    assert belt_questions(hass) == []
    hass.config_entries.async_update_entry(entry, options={})
    await hass.async_block_till_done()
    assert len(belt_questions(hass)) == 1
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert belt_questions(hass) == []
    await set_up_belt(hass, belts[1])
    assert len(belt_questions(hass)) == 1
    await hass.config_entries.async_remove(home.entry_id)
    await hass.async_block_till_done()
    assert belt_questions(hass) == []


async def test_a_question_about_a_belt_that_cannot_be_answered(
    hass: HomeAssistant,
    home: MockConfigEntry,
    belts: list[VirtualBelt],
    hass_client: ClientSessionGenerator,
) -> None:
    """The walker has left meanwhile, or the home is down."""
    entry = await set_up_belt(hass, belts[0])
    await add_walker(hass, home, 3)
    repair = Repair(hass, hass_client, "belt_walker")
    await repair.async_open(entry.entry_id)
    hass.config_entries.async_remove_subentry(home, walker_id(3))
    await hass.async_block_till_done(wait_background_tasks=True)
    told = await repair.async_submit(walker=walker_id(3))
    assert told["reason"] == "walker_gone"
    await hass.config_entries.async_unload(home.entry_id)
    told = await repair.async_open(entry.entry_id)
    assert told["reason"] == "home_not_ready"


# Walkers who were removed while somebody else walks


async def test_a_removed_walker_has_no_belt(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    home: MockConfigEntry,
    belts: list[VirtualBelt],
) -> None:
    """Ben walks in the hallway, so nothing is reloaded: Ada's belt is his from then on, as the only one's."""
    belt = belts[0]
    await set_up_belt(hass, belt, walker=walker_id(1))
    await press(hass, START_BEN)
    await let_pass(hass, freezer, 240)
    hass.config_entries.async_remove_subentry(home, walker_id(1))
    await hass.async_block_till_done(wait_background_tasks=True)
    assert walker_id(1) in home.runtime_data.walkers
    await run(hass, freezer, belt, 60)
    assert float(figure(hass, "session_distance", walker=2).state) == pytest.approx(
        60, abs=2
    )


async def test_a_belt_that_is_given_to_a_removed_walker(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    home: MockConfigEntry,
    belt: VirtualBelt,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It stays nobody's, with the walk that is going on there."""
    await add_walker(hass, home, 3)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 90)
    await log(hass, "2026-11-22 06:00:00")
    await press(hass, START_BEN)
    hass.config_entries.async_remove_subentry(home, walker_id(1))
    await hass.async_block_till_done(wait_background_tasks=True)
    assert walker_id(1) in home.runtime_data.walkers
    [entry] = [
        one
        for one in hass.config_entries.async_entries(DOMAIN)
        if one.unique_id == belt.address
    ]
    hass.config_entries.async_update_entry(entry, options={"walker": walker_id(1)})
    await hass.async_block_till_done()
    await async_walk(hass, freezer, belt, 60)
    belt.stop()
    await async_walk(hass, freezer, belt, 5)
    assert "KeyError" not in caplog.text
    [told] = await unclaimed(hass)
    assert told["distance_m"] == pytest.approx(150, abs=2)


async def test_a_walk_is_claimed_by_nobody_who_was_removed(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    home: MockConfigEntry,
    belt: VirtualBelt,
    hass_client: ClientSessionGenerator,
) -> None:
    """In the repairs either: only who is there is offered."""
    await run(hass, freezer, belt, 90)
    [guest] = await unclaimed(hass)
    await press(hass, START_BEN)
    hass.config_entries.async_remove_subentry(home, walker_id(1))
    await hass.async_block_till_done(wait_background_tasks=True)
    repair = Repair(hass, hass_client, "unclaimed_walk")
    form = await repair.async_open(guest["session_id"])
    [question] = form["data_schema"]
    offered = [one["label"] for one in question["selector"]["select"]["options"]]
    assert offered == ["Ben", "guest"]
