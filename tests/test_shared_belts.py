"""Several walkers, several belts: a walk is whose who is on the belt by choice, or who started it, or nobody's."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.virtual_treadmill.belt import VirtualBelt
from homeassistant.core import HomeAssistant

from .acting import act
from .belts import async_put_belts_on_air, async_walk
from .fixes import Repair
from .homes import (
    BREAKFAST,
    figure,
    let_pass,
    press,
    set_up_belt,
    set_up_home,
    shown,
    walker_id,
)
from .nobody import asked, unclaimed
from .paths import HALL, ROOM, a_path, set_up_paths
from .posting import async_phone
from .reminded import clock
from .test_select import choose

SELECT = "select.hall_belt_walker"
START_BEN = "ben_s_walking_start_walk"


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


@pytest.fixture
async def home(hass: HomeAssistant) -> MockConfigEntry:
    """Ada and Ben."""
    return await set_up_home(hass, "Ada", "Ben")


@pytest.fixture
async def belts(hass: HomeAssistant) -> list[VirtualBelt]:
    """Two belts that count metres and steps."""
    options = {"step_length_m": 0.5}
    return await async_put_belts_on_air(hass, options, options)


@pytest.fixture
async def belt(
    hass: HomeAssistant, home: MockConfigEntry, belts: list[VirtualBelt]
) -> VirtualBelt:
    """The first of them in the home, with nobody on it."""
    await set_up_belt(hass, belts[0], walker="nobody")
    return belts[0]


async def run(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    belt: VirtualBelt,
    seconds: float,
) -> None:
    """Walk at one metre a second, and stop the belt."""
    belt.start(3.6)
    await async_walk(hass, freezer, belt, seconds)
    belt.stop()
    await async_walk(hass, freezer, belt, 5)


async def walks(hass: HomeAssistant) -> list[tuple[str, int, int]]:
    """Who walked, how many metres backward, and how many steps, in order."""
    answer = await act(hass, "get_sessions")
    return [
        (one["walker"], one["distance_m"], one["steps"])
        for one in sorted(answer["sessions"], key=lambda one: str(one["start"]))
    ]


def about(metres: int) -> tuple[Any, Any]:
    """So many metres, with two steps in each."""
    return pytest.approx(metres, abs=2), pytest.approx(2 * metres, abs=5)


async def test_two_walkers_share_a_belt_for_a_day(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    home: MockConfigEntry,
    belts: list[VirtualBelt],
) -> None:
    """In the morning Ada by choice, at noon Ben by starting, in the evening a guest, and Ada once more."""
    [belt, _] = belts
    await set_up_belt(hass, belt, walker=walker_id(1))
    await run(hass, freezer, belt, 660)
    assert (shown(hass, SELECT), shown(hass, "sensor.ada_s_walking_streak")) == (
        "Ada",
        "1",
    )
    await clock(hass, freezer, "12:00")
    await press(hass, START_BEN)
    await let_pass(hass, freezer, 60)
    await run(hass, freezer, belt, 720)
    assert shown(hass, SELECT) == "Ada"
    assert shown(hass, "sensor.ben_s_walking_session") == "idle"
    await clock(hass, freezer, "18:00")
    await async_walk(hass, freezer, belt, 10)
    await choose(hass, SELECT, "nobody")
    await run(hass, freezer, belt, 300)
    [guest] = await unclaimed(hass)
    assert (guest["distance_m"], guest["steps"]) == about(300)
    await clock(hass, freezer, "19:00")
    await async_walk(hass, freezer, belt, 10)
    await choose(hass, SELECT, "Ada")
    await run(hass, freezer, belt, 120)
    assert await walks(hass) == [
        ("Ada", *about(660)),
        ("Ben", *about(720)),
        ("Ada", *about(120)),
    ]
    metres = sum(metres for _, metres, _ in await walks(hass)) + guest["distance_m"]
    assert metres == pytest.approx(belt.walked_m, abs=3)
    for walker, minutes, steps in ((1, 13, 1560), (2, 13, 1440)):
        today = figure(hass, "today_time", walker=walker)
        # Ben's walk ran for a minute before the belt did.
        assert float(today.state) == pytest.approx(minutes, abs=0.1)
        assert int(figure(hass, "today_steps", walker=walker).state) == pytest.approx(
            steps, abs=8
        )
        assert figure(hass, "streak", walker=walker).state == "1"
    [question] = asked(hass)
    assert question["belt"] == "Hall belt"


async def test_of_a_guest_nothing_is_kept(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    belt: VirtualBelt,
    hass_client: ClientSessionGenerator,
) -> None:
    """Once somebody says so; no figure knows of it."""
    await run(hass, freezer, belt, 90)
    [guest] = await unclaimed(hass)
    repair = Repair(hass, hass_client, "unclaimed_walk")
    await repair.async_open(guest["session_id"])
    await repair.async_submit(walker="guest")
    assert await unclaimed(hass) == []
    assert await walks(hass) == []


@pytest.mark.parametrize("chosen", ["nobody", 1])
async def test_a_start_claims_the_belt_that_begins_to_move(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    home: MockConfigEntry,
    belts: list[VirtualBelt],
    chosen: str | int,
) -> None:
    """For that walk only: afterwards it is again whose it was."""
    belt = belts[0]
    on_it = chosen if isinstance(chosen, str) else walker_id(chosen)
    await set_up_belt(hass, belt, walker=on_it)
    await press(hass, START_BEN)
    await let_pass(hass, freezer, 30)
    await run(hass, freezer, belt, 120)
    assert await walks(hass) == [("Ben", *about(120))]
    await let_pass(hass, freezer, 700)
    await run(hass, freezer, belt, 90)
    if chosen == "nobody":
        [later] = await unclaimed(hass)
        assert (later["distance_m"], later["steps"]) == about(90)
    else:
        assert await walks(hass) == [("Ben", *about(120)), ("Ada", *about(90))]
        assert await unclaimed(hass) == []


@pytest.mark.parametrize("chosen", ["nobody", 1])
@pytest.mark.parametrize("reason", ["path", "phone"])
async def test_who_walks_elsewhere_claims_no_belt_of_another(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    belts: list[VirtualBelt],
    hass_client_no_auth: ClientSessionGenerator,
    reason: str,
    chosen: str | int,
) -> None:
    """Ben walks in the hallway, or is seen walking by his phone, as Ada steps on her own belt; nobody's he may be on."""
    home = await set_up_paths(hass, a_path(), a_path(ROOM), walkers=("Ada", "Ben"))
    on_it = chosen if isinstance(chosen, str) else walker_id(chosen)
    await set_up_belt(
        hass, belts[0], walker=on_it, path=ROOM if reason == "path" else HALL
    )
    if reason == "path":
        await press(hass, START_BEN)
    else:
        phone = await async_phone(hass, home, hass_client_no_auth, walker_id(2))
        await phone.tell("start", steps=0)
        await let_pass(hass, freezer, 20)
        await phone.tell("sample", steps=30)
    await run(hass, freezer, belts[0], 120)
    if chosen == "nobody":
        belts[0].stop()
        await let_pass(hass, freezer, 700)
        assert {who for who, *_ in await walks(hass)} == {"Ben"}
        assert await unclaimed(hass) == []
    else:
        assert await walks(hass) == [("Ada", *about(120))]
        assert shown(hass, "sensor.ben_s_walking_session") != "idle"


async def test_a_short_stop_is_the_same_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """Whoever starts the belt again soon goes on with it."""
    await press(hass, START_BEN)
    await run(hass, freezer, belt, 120)
    await let_pass(hass, freezer, 120)
    await run(hass, freezer, belt, 120)
    assert await walks(hass) == [("Ben", *about(240))]
    assert await unclaimed(hass) == []


async def test_after_a_finish_the_belt_runs_out_for_nobody(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """What it still runs is nobody's walk; what comes after it has stopped is."""
    await press(hass, START_BEN)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 120)
    await press(hass, "ben_s_walking_finish_walk")
    await async_walk(hass, freezer, belt, 90)
    belt.stop()
    await async_walk(hass, freezer, belt, 5)
    assert await unclaimed(hass) == []
    await run(hass, freezer, belt, 90)
    assert len(await unclaimed(hass)) == 1
    assert await walks(hass) == [("Ben", *about(120))]


async def test_a_start_long_ago_claims_nothing(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """Ben walks in the hallway while a guest is on the belt."""
    await press(hass, START_BEN)
    await let_pass(hass, freezer, 240)
    await run(hass, freezer, belt, 90)
    await press(hass, "ben_s_walking_finish_walk")
    assert await walks(hass) == [("Ben", 0, 0)]
    assert len(await unclaimed(hass)) == 1


async def test_whoever_started_last_is_meant(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """Ada started a minute before, in the hallway."""
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 60)
    await press(hass, START_BEN)
    await run(hass, freezer, belt, 120)
    await press(hass, "ada_s_walking_finish_walk")
    assert await walks(hass) == [("Ada", 0, 0), ("Ben", *about(120))]


async def test_each_on_a_belt_of_their_own(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    home: MockConfigEntry,
    belts: list[VirtualBelt],
) -> None:
    """Ada, who has a belt, takes Ben's from him by no start; nobody's she may have."""
    first, second = belts
    await set_up_belt(hass, first, walker=walker_id(1))
    await set_up_belt(hass, second, walker=walker_id(2))
    await press(hass, "ada_s_walking_start_walk")
    second.start(3.6)
    await async_walk(hass, freezer, second, 60)
    first.start(3.6)
    for _ in range(60):
        first.advance(1.0, lambda _part_s: None)
        await async_walk(hass, freezer, second, 1)
    for belt in belts:
        belt.stop()
        await async_walk(hass, freezer, belt, 3)
    metres = {who: metres for who, metres, _ in await walks(hass)}
    assert metres == {
        "Ada": pytest.approx(60, abs=2),
        "Ben": pytest.approx(120, abs=2),
    }


async def test_a_pod_is_claimed_by_no_start(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, home: MockConfigEntry
) -> None:
    """It is on somebody's shoe: Ada's, who goes about the house while Ben starts in the hallway."""
    [pod] = await async_put_belts_on_air(hass, {"speaks": "foot_pod"})
    await set_up_belt(hass, pod, walker=walker_id(1))
    await press(hass, START_BEN)
    pod.start(3.6)
    await async_walk(hass, freezer, pod, 90)
    assert shown(hass, "sensor.ada_s_walking_session") == "walking"
    assert figure(hass, "session", walker=2).state == "walking"
    assert float(figure(hass, "session_distance", walker=2).state) == 0


async def test_a_belt_that_began_a_moment_before_the_start(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """The walk is theirs from its first metre."""
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 30)
    await press(hass, START_BEN)
    assert shown(hass, "sensor.ben_s_walking_session") == "walking"
    await async_walk(hass, freezer, belt, 90)
    belt.stop()
    await async_walk(hass, freezer, belt, 5)
    assert await walks(hass) == [("Ben", *about(120))]
    assert await unclaimed(hass) == []
    await let_pass(hass, freezer, 700)
    await run(hass, freezer, belt, 90)
    assert len(await unclaimed(hass)) == 1


async def test_a_guest_who_walks_for_longer_keeps_the_belt(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """Ben starts in the hallway."""
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 90)
    await press(hass, START_BEN)
    await async_walk(hass, freezer, belt, 30)
    belt.stop()
    await async_walk(hass, freezer, belt, 5)
    await press(hass, "ben_s_walking_finish_walk")
    [guest] = await unclaimed(hass)
    assert guest["distance_m"] == pytest.approx(120, abs=2)
    assert await walks(hass) == [("Ben", 0, 0)]


async def test_another_choice_ends_the_loan(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """In the middle of the walk, as ever."""
    await press(hass, START_BEN)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 90)
    await choose(hass, SELECT, "Ada")
    await async_walk(hass, freezer, belt, 90)
    belt.stop()
    await async_walk(hass, freezer, belt, 5)
    await let_pass(hass, freezer, 700)
    assert await walks(hass) == [("Ben", *about(90)), ("Ada", *about(90))]


async def test_a_lent_belt_outlasts_a_restart(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    home: MockConfigEntry,
    belt: VirtualBelt,
) -> None:
    """The walk goes on as Ben's."""
    await press(hass, START_BEN)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 60)
    assert await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await async_walk(hass, freezer, belt, 60)
    belt.stop()
    await async_walk(hass, freezer, belt, 5)
    assert await walks(hass) == [("Ben", *about(120))]
    await let_pass(hass, freezer, 700)
    await run(hass, freezer, belt, 90)
    assert len(await unclaimed(hass)) == 1
