"""The seconds of a walk on a card: what they add, to which day, and what they must not bring about."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockUser,
    async_fire_time_changed,
)

from homeassistant.core import HomeAssistant

from .belts import async_put_belt_on_air, async_walk
from .cards import Card, CardOpener, open_card, token_of
from .homes import BREAKFAST, press, set_up_belt, set_up_home, shown, walker_id
from .walkers import a_decision, a_journal, a_session, file_of, put_file

__all__ = ["open_card"]

START, FINISH = "ada_s_walking_start_walk", "ada_s_walking_finish_walk"


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


async def owners_card(hass: HomeAssistant, open_card: CardOpener) -> Card:
    """A card of somebody who logs in just now."""
    return await open_card(await token_of(hass, MockUser(is_owner=True)))


async def test_goal_of_steps(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, open_card: CardOpener
) -> None:
    """It is reached with the step that reaches it, and so is everything that hangs on it."""
    put_file(
        file_of(hass, "journal.2026", walker_id(1)),
        a_journal(
            decisions=(
                a_decision("2026-11-01", "daily_measure", "steps"),
                a_decision("2026-11-01", "daily_goal", 150),
            )
        ),
    )
    belt = await async_put_belt_on_air(hass, notify_hz=10)
    await set_up_home(hass, "Ada")
    await set_up_belt(hass, belt)
    card = await open_card()
    await card.watch()
    belt.start(3.6)
    for _ in range(12):
        await async_walk(hass, freezer, belt, seconds=10)
        await card.ask("ping")
    reached = [
        (
            walker["goal"]["walked"] >= 150,
            walker["goal"]["reached"],
            walker["streak"]["state"] == "completed",
            walker["week"][0]["state"] == "completed",
        )
        for walker in await card.news()
    ]
    assert set(reached) == {(False,) * 4, (True,) * 4}
    assert reached == sorted(reached)


async def test_week_with_a_goal_of_minutes(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, open_card: CardOpener
) -> None:
    """The ring goes on from what the week has already."""
    freezer.move_to("2026-11-24 07:00:00+05:45")
    put_file(
        file_of(hass, "journal.2026", walker_id(1)),
        a_journal(
            a_session("monday", "2026-11-23T06:00:00+00:00", 20),
            decisions=(
                a_decision("2026-11-01", "streak_kind", "weekly"),
                a_decision("2026-11-01", "weekly_measure", "minutes"),
                a_decision("2026-11-01", "weekly_goal", 60),
            ),
        ),
    )
    await set_up_home(hass, "Ada")
    await press(hass, START)
    card = await owners_card(hass, open_card)
    await card.watch()
    await card.let_pass(3)
    walker = await card.latest()
    assert walker["goal"] == {
        "measure": "minutes",
        "kind": "weekly",
        "target": 3600.0,
        "walked": 1203.0,
        "reached": False,
    }
    assert walker["today"]["active_s"] == 3.0
    assert walker["total"]["active_s"] == 1203.0


async def test_walk_into_the_next_day(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, open_card: CardOpener
) -> None:
    """It counts for the day on which it began: the new day has nothing yet."""
    freezer.move_to("2026-11-23 23:59:50+05:45")
    await set_up_home(hass, "Ada")
    await press(hass, START)
    card = await owners_card(hass, open_card)
    await card.watch()
    await card.let_pass(20)
    walker = await card.latest()
    assert walker["session"]["active_s"] == walker["total"]["active_s"] == 20.0
    assert (walker["today"]["date"], walker["today"]["active_s"]) == ("2026-11-24", 0.0)
    assert walker["goal"]["walked"] == 0.0
    await press(hass, FINISH)
    monday, tuesday = (await card.latest())["week"][:2]
    assert (monday["active_s"], tuesday["active_s"]) == (20.0, 0.0)


async def test_short_walk_that_a_belt_began_counts_from_its_first_minute(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, open_card: CardOpener
) -> None:
    """Then all of it counts."""
    belt = await async_put_belt_on_air(hass)
    await set_up_home(hass, "Ada")
    await set_up_belt(hass, belt)
    card = await open_card()
    await card.watch()
    belt.start(3.6)
    for _ in range(7):
        await async_walk(hass, freezer, belt, seconds=10)
        await card.ask("ping")
    for walker in await card.news():
        walked_s = walker["session"]["active_s"] if walker["session"] else 0.0
        counted = walked_s if walked_s >= 60 else 0.0
        assert walker["today"]["active_s"] == pytest.approx(counted, abs=0.06)
    assert counted > 60


@pytest.mark.parametrize("watched", [False, True])
async def test_watching_changes_nothing_about_a_walk(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    open_card: CardOpener,
    *,
    watched: bool,
) -> None:
    """The home sleeps for twenty minutes: nobody knows how the walk went on, and whoever looks first does not know better."""
    await set_up_home(hass, "Ada")
    await press(hass, START)
    card = await open_card()
    if watched:
        await card.watch()
    await card.let_pass(90)
    freezer.tick(timedelta(minutes=20))
    async_fire_time_changed(hass)
    await hass.async_block_till_done()
    assert shown(hass, "sensor.ada_s_walking_session") == "idle"
    assert float(shown(hass, "sensor.ada_s_walking_session_time")) == 1.5
