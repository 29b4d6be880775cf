"""How seldom sensors are written, however often a belt notifies; and what a belt shows."""

from collections import Counter

from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.core import HomeAssistant

from .belts import async_put_belt_on_air, async_walk
from .homes import (
    BREAKFAST,
    enable_all,
    figure,
    let_pass,
    press,
    record_writes,
    set_up_belt,
    set_up_home,
    shown,
)

ADA = "sensor.ada_s_walking_"
BELT_SPEED = "sensor.hall_belt_speed"
ROWS_OF_A_WALK = 150


async def test_session_is_written_every_half_minute_and_the_day_every_minute(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """While somebody walks, figures come at their own pace, whatever the belt's."""
    freezer.move_to(BREAKFAST)
    await set_up_home(hass, "Ada")
    belt = await async_put_belt_on_air(hass, notify_hz=10)
    await set_up_belt(hass, belt)
    belt.start(3.0)
    await async_walk(hass, freezer, belt, seconds=70)
    written = record_writes(hass, "sensor.ada_s_walking")
    await async_walk(hass, freezer, belt, seconds=240)
    assert Counter(new.entity_id.removeprefix(ADA) for new in written) == {
        "session_time": 8,
        "session_steps": 8,
        "session_distance": 8,
        "time_today": 4,
        "steps_today": 4,
        "goal_progress": 4,
    }


async def test_walk_leaves_few_rows(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Ten minutes at ten notifications a second, of a motor that wobbles, stay within the budget of the recorder."""
    freezer.move_to(BREAKFAST)
    await set_up_home(hass, "Ada")
    belt = await async_put_belt_on_air(hass, notify_hz=10, wobble_kmh=0.3)
    await set_up_belt(hass, belt)
    written = record_writes(hass)
    belt.start(3.0)
    await async_walk(hass, freezer, belt, seconds=610)
    belt.stop()
    await async_walk(hass, freezer, belt, seconds=5)
    assert figure(hass, "session").state == "idle"
    assert len(written) <= ROWS_OF_A_WALK, Counter(new.entity_id for new in written)


async def test_belt_speed_is_held_back_while_the_belt_runs(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Starts and stops show at once, a new speed after ten seconds at the latest, the wobble of a motor seldom."""
    belt = await async_put_belt_on_air(hass, notify_hz=10)
    await set_up_belt(hass, belt)
    await async_walk(hass, freezer, belt, seconds=1)
    assert shown(hass, BELT_SPEED) == "0.0"
    belt.start(3.0)
    await async_walk(hass, freezer, belt, seconds=1)
    assert float(shown(hass, BELT_SPEED)) > 0
    await async_walk(hass, freezer, belt, seconds=12)
    assert shown(hass, BELT_SPEED) == "3.0"
    written = record_writes(hass, BELT_SPEED)
    for kmh in (4.0, 4.05, 5.0, 4.5):
        belt.set_speed(kmh)
        await async_walk(hass, freezer, belt, seconds=2)
    assert [new.state for new in written] == ["4.0"]
    await async_walk(hass, freezer, belt, seconds=10)
    assert [new.state for new in written] == ["4.0", "4.5"]
    belt.set_speed(4.6)
    await async_walk(hass, freezer, belt, seconds=20)
    assert len(written) == 2
    await async_walk(hass, freezer, belt, seconds=10)
    assert [new.state for new in written] == ["4.0", "4.5", "4.6"]
    belt.set_speed(4.65)
    await async_walk(hass, freezer, belt, seconds=40)
    assert len(written) == 3
    belt.pull_safety_key()
    await async_walk(hass, freezer, belt, seconds=3)
    assert shown(hass, BELT_SPEED) == "0.0"
    belt.off_air()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert shown(hass, BELT_SPEED) == "unknown"


async def test_walkers_are_kept_apart(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """One walks, the other's figures stay."""
    await set_up_home(hass, "Ada", "Ben")
    written = record_writes(hass, "sensor.ben")
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 120)
    assert figure(hass, "session").state == "walking"
    assert shown(hass, "sensor.ben_s_walking_session") == "idle"
    assert not written


async def test_everything_that_a_belt_tells(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Incline, the belt's own odometer and the pulse are there for whoever switches them on."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    await enable_all(hass, home)
    virtual = await async_put_belt_on_air(
        hass, distance_m=500, fields=["distance", "inclination", "heart_rate"]
    )
    belt = await set_up_belt(hass, virtual)
    await enable_all(hass, belt)
    virtual.start(3.6)
    virtual.deck.heart_rate_bpm = 90
    await async_walk(hass, freezer, virtual, seconds=60)
    assert shown(hass, "sensor.hall_belt_incline") == "0.0"
    odometer = float(shown(hass, "sensor.hall_belt_distance"))
    assert odometer == pytest.approx(500 + 60, abs=30)
    assert figure(hass, "heart_rate").state == "90"
    virtual.deck.heart_rate_bpm = 0  # The hands are off the sensor
    await async_walk(hass, freezer, virtual, seconds=40)
    assert figure(hass, "heart_rate").state == "unknown"
    virtual.deck.heart_rate_bpm = 95
    await async_walk(hass, freezer, virtual, seconds=40)
    assert figure(hass, "heart_rate").state == "95"
    virtual.off_air()
    await async_walk(hass, freezer, virtual, seconds=15)
    assert figure(hass, "heart_rate").state == "unknown"
    assert figure(hass, "session_energy").state == "unknown"
