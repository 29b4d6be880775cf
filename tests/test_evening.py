"""A walk is one walk, whoever saw it: belt, pod, phone, watch, plug, and an app that posts it once more afterwards."""

from collections.abc import Awaitable, Callable
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.retrowalk.const import DOMAIN
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .acting import on_disk, shown
from .evenings import (
    BEATS,
    BELT_STEPS,
    NIGHTFALL,
    PHONE_STEPS,
    POD_STEPS,
    WATCH_STEPS,
    Evening,
    async_begin_evening,
)
from .homes import figure

MINUTES = 12
METRES = 60 * MINUTES

type Begin = Callable[..., Awaitable[Evening]]


@pytest.fixture(autouse=True)
def _at_nightfall(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday evening in Kathmandu."""
    freezer.move_to(NIGHTFALL)


@pytest.fixture
def begin(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> Begin:
    """Begin an evening with these options."""

    async def begin(**options: Any) -> Evening:
        return await async_begin_evening(
            hass, freezer, hass_client, hass_client_no_auth, **options
        )

    return begin


WALKED = ["session_started", "session_finished", "goal_reached", "streak_extended"]


def assert_one_walk(
    evening: Evening, *, steps: float, step_source: str, told: list[str] = WALKED
) -> None:
    """One session with the time and the way of the belt, told of once, and figures that have it once."""
    hass = evening.hass
    [session] = evening.sessions
    assert on_disk(hass) == [session.id]
    assert session.active_s() == pytest.approx(60 * MINUTES, abs=6)
    assert session.distance_m() == pytest.approx(METRES, abs=6)
    assert session.steps() == pytest.approx(steps, rel=0.01)
    assert session.step_source == step_source
    assert sorted(evening.moments) == sorted(told)
    assert shown(hass, "session") == "idle"
    for period in ("today", "total"):
        assert float(shown(hass, f"{period}_steps")) == session.steps()
        way_km = float(shown(hass, f"{period}_distance"))
        assert way_km == pytest.approx(session.distance_m() / 1000, abs=0.01)
    assert float(shown(hass, "today_time")) == pytest.approx(MINUTES, abs=0.1)
    assert float(shown(hass, "total_time")) == pytest.approx(MINUTES / 60, abs=0.01)
    assert shown(hass, "total_sessions") == shown(hass, "week_sessions") == "1"
    assert shown(hass, "streak") == "1"
    goal = figure(hass, "goal_reached", platform=Platform.BINARY_SENSOR)
    assert goal.state == "on"
    assert not evening.home.runtime_data.unclaimed.walks
    assert not [key for key in ir.async_get(hass).issues if key[0] == DOMAIN]


async def async_post_twice(evening: Evening, *, taken: bool) -> None:
    """The walk is posted as a workout, and once more: whatever is new in it, it is new once."""
    first, second = await evening.async_export(MINUTES)
    assert (first.status, first["refused"]) == (200, [])
    assert (first["taken"] > 0) is taken
    assert (second["taken"], second["refused"]) == (0, [])


@pytest.mark.parametrize(
    ("has_steps", "per_metre", "step_source"),
    [
        pytest.param(False, PHONE_STEPS, "phone", id="belt without steps"),
        pytest.param(True, BELT_STEPS, "belt", id="belt with steps"),
    ],
)
async def test_evening_with_belt_phone_and_watch(
    hass: HomeAssistant,
    begin: Begin,
    has_steps: bool,
    per_metre: float,
    step_source: str,
) -> None:
    """The belt's way, the steps of who counts them best, the watch's heart; nothing twice, however often it is told."""
    evening = await begin(has_steps=has_steps)
    await evening.async_walk(60 * MINUTES - 30)
    assert shown(hass, "session") == "walking"
    assert BEATS <= int(shown(hass, "heart_rate")) <= BEATS + 2
    steps = figure(hass, "session_steps")
    assert steps.attributes["step_source"] == step_source
    await evening.async_walk(30)
    await evening.async_stop()
    [session] = evening.sessions
    if not has_steps:
        # What the phone told after the finish is settled later.
        assert session.steps() < 0.995 * PHONE_STEPS * METRES
    await async_post_twice(evening, taken=True)
    assert evening.sessions == [session]
    await evening.async_settle()
    counted = per_metre * evening.belt.walked_m
    assert_one_walk(evening, steps=counted, step_source=step_source)
    settled = evening.sessions
    await async_post_twice(evening, taken=False)
    await evening.async_settle()
    assert evening.sessions == settled
    assert_one_walk(evening, steps=counted, step_source=step_source)


async def test_workout_posted_while_the_walk_goes_on(begin: Begin) -> None:
    """The watch was stopped earlier than the belt."""
    evening = await begin()
    await evening.async_walk(60 * MINUTES - 60)
    first, second = await evening.async_export(MINUTES - 1)
    assert (first["refused"], second["taken"]) == ([], 0)
    await evening.async_walk(60)
    await evening.async_stop()
    await evening.async_settle()
    counted = PHONE_STEPS * evening.belt.walked_m
    assert_one_walk(evening, steps=counted, step_source="phone")


@pytest.mark.parametrize("plug", [True, False])
@pytest.mark.parametrize("away", [8, 45, 200])
async def test_link_drops_and_comes_back(
    hass: HomeAssistant, begin: Begin, away: int, plug: bool
) -> None:
    """What the belt counted meanwhile is walked, once, whether or not the plug saw somebody walk."""
    evening = await begin(plug=plug)
    await evening.async_walk(300)
    evening.belt.off_air()
    await evening.async_walk(away)
    paused = away > 10 and not plug
    assert shown(hass, "session") == ("paused" if paused else "walking")
    evening.belt.on_air()
    await evening.async_walk(60 * MINUTES - 300 - away)
    await evening.async_stop()
    await async_post_twice(evening, taken=True)
    await evening.async_settle()
    counted = PHONE_STEPS * evening.belt.walked_m
    told = [*WALKED, *(["session_paused", "session_resumed"] if paused else [])]
    assert_one_walk(evening, steps=counted, step_source="phone", told=told)


async def test_phone_joins_late(begin: Begin) -> None:
    """What it did not see is an estimate, until the app tells of it."""
    evening = await begin(follows=False)
    await evening.async_walk(240)
    await evening.async_follow_phone()
    before_m = evening.belt.walked_m
    await evening.async_walk(60 * MINUTES - 240)
    await evening.async_stop()
    await evening.async_settle()
    [session] = evening.sessions
    counted = PHONE_STEPS * (evening.belt.walked_m - before_m)
    assert counted + 1.2 * before_m < session.steps() < counted + 3 * before_m
    assert_one_walk(evening, steps=session.steps(), step_source="phone")
    await async_post_twice(evening, taken=True)
    [session] = evening.sessions
    assert WATCH_STEPS * METRES < session.steps() < 1.1 * WATCH_STEPS * METRES
    assert_one_walk(evening, steps=session.steps(), step_source="phone")


@pytest.mark.parametrize("plug", [True, False])
async def test_pod_takes_over_from_a_belt_whose_link_is_lost(
    hass: HomeAssistant, begin: Begin, plug: bool
) -> None:
    """It is put on in mid-walk, counts the steps from there, and then measures as well."""
    evening = await begin(plug=plug)
    await evening.async_walk(120)
    await evening.async_put_on_pod()
    await evening.async_walk(120)
    evening.belt.off_air()
    await evening.async_walk(60 * MINUTES - 240)
    assert shown(hass, "session") == "walking"
    await evening.async_stop()
    await async_post_twice(evening, taken=False)
    await evening.async_settle()
    [session] = evening.sessions
    podded = POD_STEPS * (METRES - 120)
    assert podded + 120 < session.steps() < podded + 120 * 3
    told = [*WALKED, "session_paused"]
    assert_one_walk(evening, steps=session.steps(), step_source="pod", told=told)


async def test_phone_on_the_console(begin: Begin) -> None:
    """It counted nothing: the estimate stays, until the watch tells better."""
    evening = await begin()
    evening.in_the_pocket = False
    await evening.async_walk(60 * MINUTES)
    await evening.async_stop()
    [before] = evening.sessions
    await evening.async_settle()
    [session] = evening.sessions
    assert session.steps() == before.steps()
    assert_one_walk(evening, steps=before.steps(), step_source="estimate")
    await async_post_twice(evening, taken=True)
    [session] = evening.sessions
    assert WATCH_STEPS * METRES < session.steps() < 1.1 * WATCH_STEPS * METRES
    assert_one_walk(evening, steps=session.steps(), step_source="phone")


@pytest.mark.parametrize("plug", [True, False])
async def test_restart_in_mid_walk(begin: Begin, plug: bool) -> None:
    """Half a minute is walked unseen: belt and phone have counted it, and are asked afterwards."""
    evening = await begin(plug=plug)
    await evening.async_walk(300)
    await evening.async_restart(30)
    await evening.async_walk(60 * MINUTES - 330)
    await evening.async_stop()
    await evening.async_restart(5)
    await async_post_twice(evening, taken=True)
    await evening.async_settle()
    counted = PHONE_STEPS * evening.belt.walked_m
    told = [*WALKED, *(one for one in evening.moments if one not in WALKED)]
    assert set(told) <= {*WALKED, "session_paused", "session_resumed"}
    assert_one_walk(evening, steps=counted, step_source="phone", told=told)


async def test_walk_that_ends_soon_after_the_phone_noticed_it(begin: Begin) -> None:
    """Phones notice late that somebody walks, and late that nobody does: that is no second walk."""
    evening = await begin()
    await evening.async_says("still")
    await evening.async_walk(60 * MINUTES - 30)
    await evening.async_says("walking")
    await evening.async_walk(30)
    await evening.async_stop()
    await evening.async_settle()
    counted = PHONE_STEPS * evening.belt.walked_m
    assert_one_walk(evening, steps=counted, step_source="phone")
