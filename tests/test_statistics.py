"""Long-term statistics: what statistics cards show of walks, on a real recorder."""

from datetime import timedelta
import json

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.retrowalk.const import DOMAIN
from homeassistant.components.recorder import Recorder
from homeassistant.core import HomeAssistant

from .acting import ADA, BEN, act, device_of, log
from .belts import async_put_belt_on_air, async_walk
from .homes import BREAKFAST, set_up_belt, set_up_home, walker_id
from .recorded import Cards, async_settle, statements
from .walkers import a_journal, a_session, file_of, put_file

TIME = f"{DOMAIN}:{walker_id(1).lower()}_time"
DISTANCE = f"{DOMAIN}:{walker_id(1).lower()}_distance"
STEPS = f"{DOMAIN}:{walker_id(1).lower()}_steps"
SESSIONS = f"{DOMAIN}:{walker_id(1).lower()}_sessions"
ENERGY = f"{DOMAIN}:{walker_id(1).lower()}_energy"
BENS_TIME = f"{DOMAIN}:{walker_id(2).lower()}_time"

pytestmark = pytest.mark.usefixtures("recorder_mock")


@pytest.fixture(autouse=True)
def _at_breakfast(recorder_mock: Recorder, freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


@pytest.fixture
def cards(hass: HomeAssistant, hass_ws_client: WebSocketGenerator) -> Cards:
    """A dashboard."""
    return Cards(hass, hass_ws_client)


# What is there


async def test_years_before_installation(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, cards: Cards
) -> None:
    """Walks that are logged later stand in the years and months in which they were walked."""
    await set_up_home(hass, "Ada")
    await log(hass, "2019-03-04 07:20", 20, distance=800, steps=1500)
    await log(hass, "2019-05-01 18:20", 30, distance=1000)
    await log(hass, "2024-02-29 07:20", 10)
    await async_settle(hass, freezer)
    assert await cards.async_changes(TIME, "year") == {
        "2019-01-01 00:00": 50,
        "2024-01-01 00:00": 10,
    }
    assert await cards.async_rows(TIME, "month") == {
        "2019-03-01 00:00": (20, 20),
        "2019-05-01 00:00": (30, 50),
        "2024-02-01 00:00": (10, 60),
    }
    assert await cards.async_changes(DISTANCE, "year") == {"2019-01-01 00:00": 1.8}
    assert await cards.async_changes(SESSIONS, "year") == {
        "2019-01-01 00:00": 2,
        "2024-01-01 00:00": 1,
    }
    assert (await cards.async_changes(STEPS, "month"))["2019-03-01 00:00"] == 1500


async def test_what_pickers_list(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, cards: Cards
) -> None:
    """Each statistic has a name for people, a unit, and what it can be converted to; energy only where the weight is known."""
    home = await set_up_home(hass, "Ada")
    await log(hass, "2026-11-20 07:20", distance=800)
    await async_settle(hass, freezer)
    known = await cards.async_known()
    assert {
        statistic_id: (
            told["name"],
            told["unit_class"],
            told["statistics_unit_of_measurement"],
        )
        for statistic_id, told in known.items()
    } == {
        TIME: ("Ada: time walked backward", "duration", "min"),
        DISTANCE: ("Ada: distance walked backward", "distance", "km"),
        STEPS: ("Ada: steps walked backward", None, "steps"),
        SESSIONS: ("Ada: backward sessions", None, "sessions"),
    }
    assert all(told["has_sum"] and not told["has_mean"] for told in known.values())
    hass.config_entries.async_update_subentry(
        home, home.subentries[walker_id(1)], data={"name": "Ada L.", "mass_kg": 70}
    )
    await log(hass, "2026-11-21 07:20", distance=800)
    await async_settle(hass, freezer)
    known = await cards.async_known()
    assert {told["name"].split(":")[0] for told in known.values()} == {"Ada L."}
    energy = known[ENERGY]
    assert (energy["unit_class"], energy["statistics_unit_of_measurement"]) == (
        "energy",
        "kcal",
    )
    assert (await cards.async_changes(ENERGY)).keys() == {"2026-11-21 06:45"}


async def test_walk_over_the_hour_is_shared_out(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, cards: Cards
) -> None:
    """The recorder's hours are those of UTC, which begin at a quarter to in Kathmandu."""
    await set_up_home(hass, "Ada")
    await log(hass, "2026-11-20 07:30", 60)
    await async_settle(hass, freezer)
    assert await cards.async_rows(TIME) == {
        "2026-11-20 06:45": (15, 15),
        "2026-11-20 07:45": (45, 60),
    }
    assert await cards.async_rows(SESSIONS) == {"2026-11-20 06:45": (1, 1)}


async def test_walker_without_walks_has_no_statistics(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, cards: Cards
) -> None:
    """Nor has one who only walked forward."""
    await set_up_home(hass, "Ada", "Ben")
    await log(hass, "2026-11-20 07:30", direction="forward")
    await async_settle(hass, freezer)
    assert await cards.async_known() == {}


async def test_session_that_counts_by_the_minimum_of_its_day(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, cards: Cards
) -> None:
    """A minimum that is decided today leaves the sessions of before as they were."""
    put_file(
        file_of(hass, "journal.2026", walker_id(1)),
        a_journal(
            a_session("OLD", "2026-11-10T06:00:00+00:00", 2),
            a_session("SHORT", "2026-11-20T06:00:00+00:00", 2),
            a_session("LONG", "2026-11-21T06:00:00+00:00", 3),
            decisions=(
                {
                    "at": "2026-11-15T06:00:00+00:00",
                    "day": "2026-11-15",
                    "key": "minimum_session",
                    "value": 3,
                },
            ),
        ),
    )
    await set_up_home(hass, "Ada")
    await async_settle(hass, freezer)
    assert (await cards.async_changes(SESSIONS, "day")).keys() == {
        "2026-11-10 00:00",
        "2026-11-21 00:00",
    }
    assert sum((await cards.async_changes(TIME, "day")).values()) == 7


# Walks of today


async def test_running_session_is_told_once_it_is_recorded(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, cards: Cards
) -> None:
    """And one that is taken up again grows in its place."""
    freezer.move_to("2026-11-23 07:05:00+05:45")
    await set_up_home(hass, "Ada")
    belt = await async_put_belt_on_air(hass, counter_reset="never")
    await set_up_belt(hass, belt)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 120)
    await async_settle(hass, freezer)
    assert await cards.async_known() == {}
    belt.pause()
    await async_walk(hass, freezer, belt, 130)
    await async_settle(hass, freezer)
    first = (await cards.async_rows(TIME))["2026-11-23 06:45"][0]
    assert first == pytest.approx(2, abs=0.3)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 60)
    await async_settle(hass, freezer)
    assert await cards.async_changes(TIME) == {"2026-11-23 06:45": first}
    belt.stop()
    await async_walk(hass, freezer, belt, 5)
    await async_settle(hass, freezer)
    changes = await cards.async_changes(TIME)
    assert changes == {"2026-11-23 06:45": pytest.approx(first + 1.1, abs=0.3)}
    assert await cards.async_changes(SESSIONS) == {"2026-11-23 06:45": 1}


async def test_walk_that_is_thrown_away_after_all(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, cards: Cards
) -> None:
    """It had been recorded, was taken up again and then discarded: nothing is left of it."""
    home = await set_up_home(hass, "Ada")
    belt = await async_put_belt_on_air(hass, counter_reset="never")
    await set_up_belt(hass, belt)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 90)
    belt.pause()
    await async_walk(hass, freezer, belt, 130)
    await async_settle(hass, freezer)
    assert (await cards.async_known()).keys() == {TIME, DISTANCE, STEPS, SESSIONS}
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 5)
    await home.runtime_data.walkers[walker_id(1)].async_discard()
    await async_settle(hass, freezer)
    assert await cards.async_known() == {}


# Corrections


async def test_edit_delete_and_undo(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, cards: Cards
) -> None:
    """What is mended moves, and takes its increase along; sums never jump."""
    await set_up_home(hass, "Ada")
    first = await log(hass, "2020-01-05 10:00", 20)
    second = await log(hass, "2021-01-05 10:00", 30)
    await log(hass, "2022-01-05 10:00", 40)
    await async_settle(hass, freezer)
    await act(
        hass,
        "edit_session",
        session_id=first,
        start="2020-06-05 10:00",
        end="2020-06-05 10:20",
        **ADA,
    )
    await async_settle(hass, freezer)
    mended = {
        "2020-01-05 09:45": (0, 0),
        "2020-06-05 09:45": (20, 20),
        "2021-01-05 09:45": (30, 50),
        "2022-01-05 09:45": (40, 90),
    }
    assert await cards.async_rows(TIME) == mended
    await act(hass, "delete_session", session_id=second, **ADA)
    await async_settle(hass, freezer)
    assert await cards.async_rows(TIME) == mended | {
        "2021-01-05 09:45": (0, 20),
        "2022-01-05 09:45": (40, 60),
    }
    await act(hass, "undo", **ADA)
    await async_settle(hass, freezer)
    assert await cards.async_rows(TIME) == mended
    await act(hass, "undo", **ADA)
    await async_settle(hass, freezer)
    assert await cards.async_changes(TIME) == {
        "2020-01-05 09:45": 20,
        "2021-01-05 09:45": 30,
        "2022-01-05 09:45": 40,
    }


async def test_last_walk_deleted(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, cards: Cards
) -> None:
    """Where nothing is left, no statistic stays."""
    await set_up_home(hass, "Ada")
    session_id = await log(hass, "2020-01-05 10:00", 20)
    await async_settle(hass, freezer)
    assert TIME in await cards.async_known()
    await act(hass, "delete_session", session_id=session_id, **ADA)
    await async_settle(hass, freezer)
    assert await cards.async_known() == {}


async def test_walk_moved_to_another_walker(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, cards: Cards
) -> None:
    """It leaves the one and comes to the other, and back again."""
    home = await set_up_home(hass, "Ada", "Ben")
    session_id = await log(hass, "2020-01-05 10:00", 20)
    await log(hass, "2021-01-05 10:00", 30)
    await log(hass, "2021-03-05 10:00", 5, of=BEN)
    await async_settle(hass, freezer)
    await act(
        hass,
        "move_session",
        session_id=session_id,
        receiver=device_of(hass, home, 2),
        **ADA,
    )
    await async_settle(hass, freezer)
    assert await cards.async_changes(TIME) == {"2021-01-05 09:45": 30}
    assert await cards.async_rows(BENS_TIME) == {
        "2020-01-05 09:45": (20, 20),
        "2021-03-05 09:45": (5, 25),
    }
    await act(hass, "undo", **ADA)
    await async_settle(hass, freezer)
    assert (await cards.async_changes(TIME, "year"))["2020-01-01 00:00"] == 20
    assert await cards.async_changes(BENS_TIME) == {"2021-03-05 09:45": 5}


async def test_one_walk_of_years_ago_costs_a_few_statements(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, cards: Cards
) -> None:
    """Not one for each hour since."""
    await set_up_home(hass, "Ada")
    text = json.dumps(
        a_journal(
            *(
                a_session(f"W{day:02}", f"2025-01-{day:02}T06:00:00+00:00")
                for day in range(1, 32)
            )
        )
    )
    await act(hass, "import", text=text, **ADA)
    await async_settle(hass, freezer)
    with statements(hass) as done:
        await log(hass, "2024-01-05 10:00", 20)
        await async_settle(hass, freezer)
    assert sorted(done) == ["INSERT statistics"] * 2 + ["UPDATE statistics"] * 2
    assert (await cards.async_rows(TIME, "year"))["2025-01-01 00:00"] == (372, 392)


# Nothing twice


async def test_import_twice(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, cards: Cards
) -> None:
    """The second time nothing is written, nor after a reload."""
    home = await set_up_home(hass, "Ada")
    text = json.dumps(
        a_journal(
            a_session("ONE", "2019-05-04T06:00:00+00:00"),
            a_session("TWO", "2020-05-04T06:50:00+00:00"),
        )
    )
    await act(hass, "import", text=text, **ADA)
    await async_settle(hass, freezer)
    rows = await cards.async_rows(TIME)
    assert len(rows) == 3
    with statements(hass) as done:
        await act(hass, "import", text=text, **ADA)
        await async_settle(hass, freezer)
        assert await hass.config_entries.async_reload(home.entry_id)
        await async_settle(hass, freezer)
        await async_settle(hass, freezer)
    assert done == []
    assert await cards.async_rows(TIME) == rows


async def test_what_changes_no_walk_writes_nothing(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A new goal, or a session that is edited to what it is."""
    await set_up_home(hass, "Ada")
    session_id = await log(hass, "2020-01-05 10:00", 20)
    await async_settle(hass, freezer)
    with statements(hass) as done:
        await hass.services.async_call(
            "number",
            "set_value",
            {"entity_id": "number.ada_s_walking_daily_goal", "value": 25},
            blocking=True,
        )
        await act(
            hass, "edit_session", session_id=session_id, start="2020-01-05 10:00", **ADA
        )
        await async_settle(hass, freezer)
    assert done == []


async def test_what_was_changed_by_hand_is_mended_at_the_next_start(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    recorder_mock: Recorder,
    cards: Cards,
) -> None:
    """The journal is right, whatever somebody did in the developer tools."""
    home = await set_up_home(hass, "Ada")
    await log(hass, "2020-01-05 10:00", 20)
    await log(hass, "2021-01-05 10:00", 30)
    await async_settle(hass, freezer)
    rows = await cards.async_rows(TIME)
    recorder_mock.async_clear_statistics([TIME])
    await async_wait_recording_done(hass)
    assert await cards.async_rows(TIME) == {}
    assert await hass.config_entries.async_reload(home.entry_id)
    await async_settle(hass, freezer)
    assert await cards.async_rows(TIME) == rows


async def test_many_changes_are_one_correction(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, cards: Cards
) -> None:
    """Ten seconds after the last one."""
    await set_up_home(hass, "Ada")
    with statements(hass) as done:
        for day in range(10, 20):
            await log(hass, f"2026-10-{day} 10:00", 20)
            freezer.tick(timedelta(seconds=4))
            async_fire_time_changed(hass)
            await async_wait_recording_done(hass)
        assert done == []
        await async_settle(hass, freezer)
    assert done.count("INSERT statistics_meta") == 2
    assert len(await cards.async_changes(TIME)) == 10
