"""What slow sources tell while somebody walks."""

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.walking.model import Glimpse
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .acting import shown
from .belts import async_put_belt_on_air, async_walk
from .homes import BREAKFAST, figure, let_pass, press, set_up_belt, set_up_home
from .seen import ADA, MINUTE, SETTLED_S, counts, journal, see, steps_of
from .walkers import async_reload, file_of, walker_of


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


# While somebody walks


async def test_a_phone_counts_a_walk_in_the_hallway(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Its steps and metres are shown while they come in, and are the walk's at the end."""
    home = await set_up_home(hass, "Ada")
    begin = dt_util.utcnow()
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 125)
    see(home, counts(begin, 2, distance_m=60.0))
    await let_pass(hass, freezer, 60)
    assert shown(hass, "session_steps") == "180"
    assert shown(hass, "session_distance") == "120"
    assert figure(hass, "session_steps").attributes["step_source"] == "phone"
    assert shown(hass, "today_steps") == "180"
    await press(hass, "ada_s_walking_finish_walk")
    [session] = journal(hass)
    assert steps_of(session) == 180
    assert session["segments"][0]["step_source"] == "phone"
    assert session["segments"][0]["distance_m"] == 120


@pytest.mark.parametrize(
    ("has_steps", "source"),
    [
        pytest.param(False, "phone", id="the belt counts none"),
        pytest.param(True, "belt", id="the belt counts"),
    ],
)
async def test_a_phone_counts_better_than_an_estimate_and_no_better_than_a_belt(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, has_steps: bool, source: str
) -> None:
    """The belt measures the way; who counts the steps depends on whether it can."""
    home = await set_up_home(hass, "Ada")
    belt = await async_put_belt_on_air(hass, has_steps=has_steps)
    await set_up_belt(hass, belt)
    begin = dt_util.utcnow()
    belt.start(3.0)
    await async_walk(hass, freezer, belt, 180)
    see(home, counts(begin, 3, 70.0))
    await async_walk(hass, freezer, belt, 35)
    assert figure(hass, "session_steps").attributes["step_source"] == source
    belt.stop()
    await async_walk(hass, freezer, belt, 3)
    assert figure(hass, "session_steps").attributes["step_source"] == source


async def test_an_evening_with_belt_phone_and_watch_is_one_session(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Time and metres are the belt's, steps the phone's, the heart rate the watch's; the phone tells the rest afterwards."""
    home = await set_up_home(hass, "Ada")
    belt = await async_put_belt_on_air(hass, has_steps=False)
    await set_up_belt(hass, belt)
    begin = dt_util.utcnow()
    belt.start(3.0)
    for minute in range(5):
        await async_walk(hass, freezer, belt, 60)
        now = dt_util.utcnow()
        see(home, [Glimpse(f"{minute}", "phone:watch", now, now, heart_rate_bpm=101)])
        if minute < 4:
            see(home, counts(begin + minute * MINUTE, 1, 95.0))
    await async_walk(hass, freezer, belt, 35)
    view = walker_of(home, ADA).data.session
    assert view is not None
    assert (view.heart_rate_bpm, view.step_source) == (101, "phone")
    belt.stop()
    await async_walk(hass, freezer, belt, 3)
    see(home, counts(begin + 4 * MINUTE, 1, 95.0))
    await let_pass(hass, freezer, SETTLED_S)
    [session] = journal(hass)
    [part] = session["segments"]
    assert part["step_source"] == "phone"
    assert part["active_s"] == pytest.approx(335, abs=4)
    assert part["distance_m"] == pytest.approx(belt.walked_m, abs=3)
    share = 35 / 335
    assert part["steps"] == pytest.approx(
        5 * 95 + share * part["estimated_steps"], abs=6
    )


async def test_the_heart_rate_of_a_watch_is_shown_and_forgotten(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """After two minutes without another one, also while the walk pauses."""
    home = await set_up_home(hass, "Ada")
    await press(hass, "ada_s_walking_start_walk")
    now = dt_util.utcnow()
    see(home, [Glimpse("1", "phone:watch", now, now, heart_rate_bpm=101)])
    view = walker_of(home, ADA).data.session
    assert view is not None
    await let_pass(hass, freezer, 35)
    await press(hass, "ada_s_walking_pause_walk")
    view = walker_of(home, ADA).data.session
    assert view is not None
    assert view.heart_rate_bpm == 101
    await let_pass(hass, freezer, 90)
    view = walker_of(home, ADA).data.session
    assert view is not None
    assert view.heart_rate_bpm is None


async def test_slow_sources_open_pause_and_finish_nothing(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Whatever they tell."""
    home = await set_up_home(hass, "Ada")
    now = dt_util.utcnow()
    see(home, counts(now - 5 * MINUTE, 5))
    see(home, [Glimpse("1", "phone:watch", now, now, heart_rate_bpm=101)])
    await let_pass(hass, freezer, 60)
    assert shown(hass, "session") == "idle"
    assert not file_of(hass, "journal.2026", ADA).exists()


async def test_what_was_seen_of_an_open_walk_outlasts_a_restart(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """And what is told again changes nothing."""
    home = await set_up_home(hass, "Ada")
    begin = dt_util.utcnow()
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 125)
    see(home, counts(begin, 2))
    await async_reload(hass, home)
    see(home, counts(begin, 2))
    await press(hass, "ada_s_walking_finish_walk")
    assert steps_of(journal(hass)[0]) == 180
