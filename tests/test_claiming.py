"""A walk of nobody's is given to its walker: afterwards, or in mid-walk with all that was walked before."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.virtual_treadmill.belt import VirtualBelt
from homeassistant.core import HomeAssistant

from .acting import ADA, BEN, act, device_of, log, on_disk, refusal, shown
from .belts import async_put_belt_on_air, async_walk
from .homes import (
    BREAKFAST,
    figure,
    let_pass,
    press,
    record_writes,
    set_up_belt,
    set_up_home,
    walker_id,
)
from .nobody import WALKER, asked, belt, file_of_nobody, unclaimed, walk_of_nobody
from .test_select import choose

__all__ = ["belt"]


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


async def test_a_claimed_walk_counts_as_if_it_had_been_walked_so(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """For goal and streak; on the disk; once."""
    await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt)
    await log(hass, "2026-11-22 06:00:00")
    await walk_of_nobody(hass, freezer, belt)
    [told] = await unclaimed(hass)
    answer = await act(hass, "claim_session", **ADA)
    [session] = answer["sessions"]
    assert session["session_id"] == told["session_id"]
    assert session["walker"] == "Ada"
    assert (session["start"], session["end"]) == (told["start"], told["end"])
    assert told["session_id"] in on_disk(hass)
    assert (shown(hass, "streak"), shown(hass, "streak", 2)) == ("2", "0")
    assert figure(hass, "today_steps").state == str(told["steps"])
    assert not await unclaimed(hass)
    assert not asked(hass)
    given = {"session_id": told["session_id"]}
    assert await refusal(hass, "claim_session", **given, **BEN) == "unknown_session"


async def test_undoing_a_claim_lets_it_wait_again(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """For whoever it was really; after a restart too, but not when its day is over."""
    home = await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt)
    await walk_of_nobody(hass, freezer, belt)
    before = await unclaimed(hass)
    await act(hass, "claim_session", **ADA)
    await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done()
    assert not await unclaimed(hass)
    answer = await act(hass, "undo", **ADA)
    assert answer["removed"] == [before[0]["session_id"]]
    assert before == await unclaimed(hass)
    assert len(asked(hass)) == 1
    assert on_disk(hass) == []
    assert shown(hass, "streak") == "0"
    await act(hass, "claim_session", **BEN)
    assert shown(hass, "streak", 2) == "1"
    freezer.tick(timedelta(days=1))
    async_fire_time_changed(hass)
    await hass.async_block_till_done()
    assert await refusal(hass, "undo", **BEN) == "unclaimed_forgotten"
    assert len(on_disk(hass, 2)) == 1


async def test_a_claim_has_to_fit_in(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """Where a walk is in the way it goes on waiting."""
    await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt)
    await walk_of_nobody(hass, freezer, belt)
    await log(hass, "2026-11-23 07:05:00", 2)
    assert await refusal(hass, "claim_session", **ADA) == "overlap"
    assert await refusal(hass, "claim_session") == "one_walker"
    assert len(await unclaimed(hass)) == len(asked(hass)) == 1
    await act(hass, "claim_session", **BEN)
    assert len(on_disk(hass, 2)) == 1


async def test_a_claim_that_cannot_be_written_is_none(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """The walk waits until the disk takes it."""
    await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt)
    await walk_of_nobody(hass, freezer, belt)
    blocked = file_of_nobody(hass).with_name(f"retrowalk.{walker_id(1)}.journal.2026")
    blocked.unlink(missing_ok=True)
    blocked.mkdir()
    assert await refusal(hass, "claim_session", **ADA) == "not_written"
    assert shown(hass, "streak") == "0"
    assert len(await unclaimed(hass)) == 1
    blocked.rmdir()
    await act(hass, "claim_session", **ADA)
    assert shown(hass, "streak") == "1"


async def test_a_claimed_walk_can_be_moved_on(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """Like any other; undone twice, it is nobody's again."""
    home = await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt)
    await walk_of_nobody(hass, freezer, belt)
    [session] = (await act(hass, "claim_session", **ADA))["sessions"]
    await act(
        hass,
        "move_session",
        session_id=session["session_id"],
        receiver=device_of(hass, home, 2),
    )
    assert (shown(hass, "streak"), shown(hass, "streak", 2)) == ("0", "1")
    await act(hass, "undo", **ADA)
    await act(hass, "undo", **ADA)
    assert len(await unclaimed(hass)) == 1
    assert (shown(hass, "streak"), shown(hass, "streak", 2)) == ("0", "0")


async def test_a_claimed_walk_is_not_rejoined_by_nobody(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """Who starts the belt again soon after begins another walk."""
    await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt)
    await walk_of_nobody(hass, freezer, belt, 120)
    await act(hass, "claim_session", **ADA)
    await walk_of_nobody(hass, freezer, belt, 90)
    [other] = await unclaimed(hass)
    assert other["distance_m"] == pytest.approx(90, abs=2)
    assert other["session_id"] not in on_disk(hass)


async def test_energy_and_direction_are_the_walkers_own(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The same walk, claimed or walked with the belt in one's name, comes to the same."""
    belt = await async_put_belt_on_air(hass, has_steps=False)
    home = await set_up_home(hass, "Ada", "Ben")
    for number, body in ((1, {"mass_kg": 60.0}), (2, {"mass_kg": 80.0})):
        subentry = home.subentries[walker_id(number)]
        hass.config_entries.async_update_subentry(
            home, subentry, data={**subentry.data, "height_cm": 160, **body}
        )
    await hass.async_block_till_done()
    await set_up_belt(hass, belt)
    for claim in (True, False):
        await choose(hass, WALKER, "nobody" if claim else "Ada")
        await walk_of_nobody(hass, freezer, belt, 300)
        if claim:
            await act(hass, "claim_session", **ADA)
    sessions = (await act(hass, "get_sessions", **ADA))["sessions"]
    told = [
        (one["steps"], one["energy_kcal"], one["backward_s"], one["forward_s"])
        for one in sessions
    ]
    assert len(told) == 2
    assert told[0][0] == pytest.approx(told[1][0], abs=6)
    assert told[0][1] == pytest.approx(told[1][1], rel=0.02)
    await choose(hass, WALKER, "nobody")
    await choose(hass, "select.ben_s_walking_direction", "forward")
    await walk_of_nobody(hass, freezer, belt, 300)
    [ben] = (await act(hass, "claim_session", **BEN))["sessions"]
    assert (ben["backward_s"], ben["forward_s"]) == (0, pytest.approx(300, abs=3))
    assert ben["energy_kcal"] != pytest.approx(told[1][1] * 80 / 60, rel=0.02)


# In mid-walk


@pytest.mark.parametrize("seconds", [40, 300, 900])
async def test_whoever_is_chosen_in_mid_walk_has_the_whole_walk(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    belt: VirtualBelt,
    seconds: int,
) -> None:
    """However long ago it began; nothing is doubled and nothing is lost."""
    await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt)
    moments = record_writes(hass, "event.ben_s_walking_walks")
    belt.start(3.6)
    await async_walk(hass, freezer, belt, seconds)
    await choose(hass, WALKER, "Ben")
    assert shown(hass, "session", 2) == "walking"
    assert shown(hass, "session_started", 2) == "2026-11-23T01:15:01+00:00"
    assert [one.attributes["event_type"] for one in moments] == ["session_started"]
    await async_walk(hass, freezer, belt, 60)
    belt.stop()
    await async_walk(hass, freezer, belt, 3)
    assert not await unclaimed(hass)
    assert not asked(hass)
    assert shown(hass, "session", 1) == "idle"
    [session] = (await act(hass, "get_sessions", **BEN))["sessions"]
    assert session["distance_m"] == pytest.approx(belt.walked_m, abs=1)
    assert session["steps"] == pytest.approx(belt.walked_steps, abs=2)
    assert session["duration_s"] == pytest.approx(seconds + 60, abs=3)


async def test_a_pause_goes_along(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """Who is chosen while the belt rests sees a walk that pauses, and goes on with it."""
    await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 90)
    belt.pause()
    await async_walk(hass, freezer, belt, 20)
    moments = record_writes(hass, "event.ada_s_walking_walks")
    await choose(hass, WALKER, "Ada")
    assert shown(hass, "session") == "paused"
    assert [one.attributes["event_type"] for one in moments] == [
        "session_started",
        "session_paused",
    ]
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 30)
    await press(hass, "ada_s_walking_finish_walk")
    [session] = (await act(hass, "get_sessions", **ADA))["sessions"]
    assert session["distance_m"] == pytest.approx(belt.walked_m, abs=2)


async def test_who_walks_already_leaves_it_unclaimed(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """The belt measures their own walk from here on; together both are what the belt counted."""
    await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 90)
    await press(hass, "ada_s_walking_start_walk")
    await choose(hass, WALKER, "Ada")
    await async_walk(hass, freezer, belt, 70)
    await press(hass, "ada_s_walking_finish_walk")
    [told] = await unclaimed(hass)
    [session] = (await act(hass, "get_sessions", **ADA))["sessions"]
    assert told["distance_m"] == pytest.approx(90, abs=2)
    assert told["distance_m"] + session["distance_m"] == pytest.approx(
        belt.walked_m, abs=2
    )


async def test_who_has_a_walk_of_that_time_leaves_it_unclaimed(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """Nobody walks twice at a time."""
    await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 180)
    await log(hass, "2026-11-23 07:01:00", 1)
    await choose(hass, WALKER, "Ada")
    await async_walk(hass, freezer, belt, 70)
    assert shown(hass, "session") == "walking"
    [told] = await unclaimed(hass)
    assert told["distance_m"] == pytest.approx(180, abs=2)
    assert float(shown(hass, "session_distance")) <= 71


async def test_a_belt_that_goes_from_hand_to_hand_counts_each_metre_once(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """Ada, nobody, Ada again while her walk still waits, Ben: together it is what the belt counted."""
    await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt, walker=walker_id(1))
    belt.start(3.6)
    for who in ("Ada", "nobody", "Ada", "Ben"):
        await choose(hass, WALKER, who)
        await async_walk(hass, freezer, belt, 100)
    belt.stop()
    await async_walk(hass, freezer, belt, 3)
    await let_pass(hass, freezer, 700)
    answer = await act(hass, "get_sessions", unclaimed=True)
    metres = {one["walker"]: one["distance_m"] for one in answer["sessions"]}
    [told] = answer["unclaimed"]
    assert metres["Ada"] == pytest.approx(200, abs=3)
    assert metres["Ben"] == pytest.approx(100, abs=3)
    assert told["distance_m"] == pytest.approx(100, abs=3)
    assert sum(metres.values()) + told["distance_m"] == pytest.approx(
        belt.walked_m, abs=2
    )


async def test_nobody_goes_on_across_somebody_elses_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """Nobody, Ada, and nobody again within ten minutes: three walks, and none spans another."""
    await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt)
    await walk_of_nobody(hass, freezer, belt, 120)
    [first] = await unclaimed(hass)
    for who in ("Ada", "nobody"):
        await choose(hass, WALKER, who)
        await walk_of_nobody(hass, freezer, belt, 120)
    answer = await act(hass, "get_sessions", unclaimed=True)
    [ada] = answer["sessions"]
    before, after = sorted(answer["unclaimed"], key=lambda one: str(one["start"]))
    assert before == first
    assert before["end"] <= ada["start"] < ada["end"] <= after["start"]
    metres = sum(one["distance_m"] for one in (before, ada, after))
    assert metres == pytest.approx(belt.walked_m, abs=3)


async def test_a_belt_that_is_renamed_and_unplugged_keeps_its_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """The walk ends when patience does, with the last metre."""
    await set_up_home(hass, "Ada", "Ben")
    treadmill: MockConfigEntry = await set_up_belt(hass, belt)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 120)
    assert await hass.config_entries.async_unload(treadmill.entry_id)
    await let_pass(hass, freezer, 700)
    [told] = await unclaimed(hass)
    assert told["distance_m"] == pytest.approx(120, abs=2)
    assert told["end"].startswith("2026-11-23T07:02:0")
