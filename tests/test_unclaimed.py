"""A belt that nobody is on: its walks wait a day for whoever walked them."""

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.virtual_treadmill.belt import VirtualBelt
from homeassistant.core import HomeAssistant

from .acting import ADA, act, on_disk, refusal, shown
from .belts import async_walk
from .homes import BREAKFAST, let_pass, set_up_belt, set_up_home
from .nobody import asked, belt, file_of_nobody, on_paper, unclaimed, walk_of_nobody
from .walkers import put_file

__all__ = ["belt"]


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


async def test_a_walk_of_nobody_waits(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """It counts for nobody, is told when asked for, and the repairs ask whose it was."""
    await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt)
    await walk_of_nobody(hass, freezer, belt)
    for walker in (1, 2):
        assert shown(hass, "session", walker) == "idle"
        assert on_disk(hass, walker) == []
    [told] = await unclaimed(hass)
    assert "walker" not in told
    assert told["belt"] == "Hall belt"
    assert told["distance_m"] == pytest.approx(belt.walked_m, abs=1)
    assert told["steps"] == pytest.approx(belt.walked_steps, abs=2)
    assert told["backward_s"] == pytest.approx(720, abs=3)
    assert told["energy_kcal"] is None
    assert told["claimable_until"] == "2026-11-24T07:12:00+05:45"
    assert asked(hass) == [
        {"belt": "Hall belt", "minutes": "12", "start": "2026-11-23 07:00"}
    ]
    assert "unclaimed" not in await act(hass, "get_sessions")


async def test_less_than_a_minute_is_no_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """As with anybody's."""
    await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt)
    await walk_of_nobody(hass, freezer, belt, 50)
    assert not await unclaimed(hass)
    assert not asked(hass)


async def test_a_walk_that_goes_on_is_one_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """It waits when it is over for good; meanwhile there is nothing to be claimed."""
    await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt)
    await walk_of_nobody(hass, freezer, belt, 120)
    [first] = await unclaimed(hass)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 60)
    assert not await unclaimed(hass)
    assert not asked(hass)
    belt.stop()
    await async_walk(hass, freezer, belt, 3)
    [whole] = await unclaimed(hass)
    assert whole["session_id"] == first["session_id"]
    assert whole["distance_m"] == pytest.approx(belt.walked_m, abs=2)
    assert len(asked(hass)) == 1


async def test_it_is_forgotten_after_a_day(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """So is the question, and what is on the disk."""
    await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt)
    await walk_of_nobody(hass, freezer, belt)
    await let_pass(hass, freezer, 24 * 3600 - 60, step_s=900)
    assert len(await unclaimed(hass)) == len(asked(hass)) == 1
    await let_pass(hass, freezer, 900, step_s=900)
    assert not await unclaimed(hass)
    assert not asked(hass)
    assert on_paper(hass)["walks"] == []
    assert await refusal(hass, "claim_session", **ADA) == "nothing_unclaimed"


# Over restarts


async def test_it_is_there_after_a_reload(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """With its question; also in the middle of the walk, which stays one."""
    home = await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 100)
    on_the_disk = on_paper(hass)["belts"][f"belt:{belt.address}"]["open"]
    walked_m = sum(part["distance_m"] for part in on_the_disk["segments"])
    assert walked_m >= belt.walked_m - 16
    assert await hass.config_entries.async_unload(home.entry_id)
    await async_walk(hass, freezer, belt, 60)
    assert await hass.config_entries.async_setup(home.entry_id)
    await async_walk(hass, freezer, belt, 30)
    belt.stop()
    await async_walk(hass, freezer, belt, 3)
    [told] = await unclaimed(hass)
    assert told["session_id"] == on_the_disk["id"]
    assert told["distance_m"] == pytest.approx(belt.walked_m, abs=2)
    assert told["steps"] == pytest.approx(belt.walked_steps, abs=4)
    await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done()
    assert [told] == await unclaimed(hass)
    assert len(asked(hass)) == 1


async def test_a_file_that_cannot_be_read_is_set_aside(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """Walks are kept anew."""
    for damaged in ("{", '{"version": 1, "key": "x", "data": {"belts": 5}}'):
        path = file_of_nobody(hass)
        path.parent.mkdir(exist_ok=True)
        path.write_text(damaged, encoding="utf-8")
    await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt)
    await walk_of_nobody(hass, freezer, belt)
    assert len(await unclaimed(hass)) == 1
    assert len(on_paper(hass)["walks"]) == 1
    assert list(path.parent.glob("retrowalk.unclaimed.set_aside.*"))


async def test_a_claim_that_a_crash_cut_short_counts_once(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """What is in a journal is nobody's no more, whatever else is on the disk."""
    home = await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt)
    await walk_of_nobody(hass, freezer, belt)
    before = on_paper(hass)
    await act(hass, "claim_session", **ADA)
    await hass.config_entries.async_unload(home.entry_id)
    put_file(file_of_nobody(hass), before)
    await hass.config_entries.async_setup(home.entry_id)
    await hass.async_block_till_done()
    assert not await unclaimed(hass)
    assert not asked(hass)


async def test_with_the_home_goes_what_was_nobodys(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """And the question about it."""
    home = await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt)
    await walk_of_nobody(hass, freezer, belt)
    await hass.config_entries.async_remove(home.entry_id)
    await hass.async_block_till_done()
    assert not asked(hass)
    assert not file_of_nobody(hass).exists()
