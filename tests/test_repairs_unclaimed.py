"""The repair of a walk of nobody's: who was it?"""

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.virtual_treadmill.belt import VirtualBelt
from homeassistant.core import HomeAssistant

from .acting import ADA, act, log, on_disk, shown
from .fixes import Repair
from .homes import BREAKFAST, let_pass, set_up_belt, set_up_home, walker_id
from .nobody import asked, belt, file_of_nobody, on_paper, unclaimed, walk_of_nobody

__all__ = ["belt"]


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


@pytest.fixture
async def waiting(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> str:
    """A walk of two minutes that waits in a home of two; its id."""
    await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt)
    await walk_of_nobody(hass, freezer, belt, 125)
    [walk] = await unclaimed(hass)
    session_id: str = walk["session_id"]
    return session_id


@pytest.fixture
def repair(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> Repair:
    """The dialog of the question."""
    return Repair(hass, hass_client, "unclaimed_walk")


async def test_one_of_the_walkers_is_chosen(
    hass: HomeAssistant, repair: Repair, waiting: str
) -> None:
    """Everybody of the home is there to be chosen, and a guest; the walk counts at once."""
    form = await repair.async_open(waiting)
    [question] = form["data_schema"]
    choices = question["selector"]["select"]["options"]
    assert choices == [
        {"value": walker_id(1), "label": "Ada"},
        {"value": walker_id(2), "label": "Ben"},
        {"value": "guest", "label": "guest"},
    ]
    assert form["description_placeholders"] == {
        "belt": "Hall belt",
        "minutes": "2",
        "start": "2026-11-23 07:00",
    }
    done = await repair.async_submit(walker=walker_id(2))
    assert done["type"] == "create_entry"
    assert on_disk(hass, 2) == [waiting]
    assert not await unclaimed(hass)
    assert not asked(hass)


async def test_of_a_guest_nothing_is_kept(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    repair: Repair,
    belt: VirtualBelt,
    waiting: str,
) -> None:
    """Not on the disk either; and a guest who walks on has begun another walk."""
    await repair.async_open(waiting)
    done = await repair.async_submit(walker="guest")
    assert done["type"] == "create_entry"
    assert not asked(hass)
    assert not await unclaimed(hass)
    assert waiting not in file_of_nobody(hass).read_text(encoding="utf-8")
    await walk_of_nobody(hass, freezer, belt, 90)
    [other] = await unclaimed(hass)
    assert other["session_id"] != waiting
    assert [walk["session"]["id"] for walk in on_paper(hass)["walks"]] == [
        other["session_id"]
    ]


async def test_a_walk_that_does_not_fit_goes_on_waiting(
    hass: HomeAssistant, repair: Repair, waiting: str
) -> None:
    """The reason is told."""
    await log(hass, "2026-11-23 07:01:00", 1)
    await repair.async_open(waiting)
    told = await repair.async_submit(walker=walker_id(1))
    assert told["reason"] == "claim_refused"
    assert "07:01–07:02" in told["description_placeholders"]["error"]
    assert len(asked(hass)) == 1


async def test_a_walk_that_was_claimed_meanwhile(
    hass: HomeAssistant, repair: Repair, waiting: str
) -> None:
    """By an action, while the dialog was open; nothing happens twice."""
    await repair.async_open(waiting)
    await act(hass, "claim_session", **ADA)
    told = await repair.async_submit(walker=walker_id(2))
    assert told["reason"] == "walk_gone"
    assert on_disk(hass, 2) == []


async def test_a_walker_who_was_removed_meanwhile(
    hass: HomeAssistant, repair: Repair, waiting: str
) -> None:
    """Another one has to be chosen."""
    await repair.async_open(waiting)
    home = hass.config_entries.async_entry_for_domain_unique_id("retrowalk", "home")
    assert home is not None
    hass.config_entries.async_remove_subentry(home, walker_id(2))
    await hass.async_block_till_done(wait_background_tasks=True)
    told = await repair.async_submit(walker=walker_id(2))
    assert told["reason"] == "walker_gone"


async def test_a_home_that_is_not_there(
    hass: HomeAssistant, repair: Repair, waiting: str
) -> None:
    """Then the question has to wait."""
    home = hass.config_entries.async_entry_for_domain_unique_id("retrowalk", "home")
    assert home is not None
    await hass.config_entries.async_unload(home.entry_id)
    told = await repair.async_open(waiting)
    assert told["reason"] == "home_not_ready"


async def test_the_question_goes_with_its_day(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, waiting: str
) -> None:
    """By itself."""
    assert asked(hass)
    await let_pass(hass, freezer, 24 * 3600, step_s=900)
    assert not asked(hass)
    assert shown(hass, "streak") == "0"
