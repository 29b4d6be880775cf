"""A new user's first evening: from an empty home to a walk that survives a power cut."""

import asyncio

from playwright.async_api import Page, expect
import pytest

from .conftest import Home
from .first_steps import add_discovered_belt

pytestmark = pytest.mark.e2e

CONNECTED = "binary_sensor.virtual_treadmill_connected"
WALKING = "binary_sensor.sam_s_walking_walking"
SESSION = "sensor.sam_s_walking_session"
STARTED = "sensor.sam_s_walking_session_started"
DISTANCE = "sensor.sam_s_walking_session_distance"
STEPS = "sensor.sam_s_walking_session_steps"
TOTAL = "sensor.sam_s_walking_total_time"

SPEED_MPS = 1.0
WALKED_S = 40
GOES_ON_S = 25


async def test_new_user_walks_and_the_power_fails(home: Home, page: Page) -> None:
    """An empty home, a discovered belt, one dialog, a walk, `kill -9`, and the walk goes on without a jump."""
    await add_discovered_belt(home, page)
    await home.wait_for(CONNECTED, "on")
    assert await home.state(SESSION) == "idle"

    await home.call("virtual_treadmill.start", speed_kmh=SPEED_MPS * 3.6)
    await home.wait_for(SESSION, "walking")
    started = await home.state(STARTED)
    await _expect_walking_on_device_page(home, page)
    await asyncio.sleep(WALKED_S)

    await home.kill()
    await home.start()
    await home.wait_for(SESSION, "walking", seconds=60)
    assert await home.state(STARTED) == started
    await asyncio.sleep(GOES_ON_S)
    await home.call("virtual_treadmill.pause")
    await home.wait_for(SESSION, "paused")
    await asyncio.sleep(2)

    belt = home.belt_counters()
    assert belt["elapsed_s"] > WALKED_S + GOES_ON_S
    assert float(await home.state(DISTANCE)) == pytest.approx(belt["distance_m"], abs=2)
    assert int(await home.state(STEPS)) == pytest.approx(belt["steps"], abs=4)

    await home.call("virtual_treadmill.stop")
    await home.wait_for(SESSION, "idle")
    assert float(await home.state(TOTAL)) * 3600 == pytest.approx(
        belt["elapsed_s"], abs=5
    )
    assert "Traceback" not in home.log


async def _expect_walking_on_device_page(home: Home, page: Page) -> None:
    """The walker's own page shows that a session runs."""
    await page.goto(f"{home.address}/config/devices/dashboard")
    await page.get_by_text("Sam's walking").first.click()
    await expect(page.get_by_role("heading", name="Sensors")).to_be_visible()
    await expect(page.get_by_text("Walking", exact=True).first).to_be_visible()
    await page.screenshot(path=home.folder / "walking.png")
