"""A walker without a treadmill: a home made by hand, and a walk down the hallway with the buttons."""

import asyncio
import re

from playwright.async_api import Locator, Page, expect
import pytest

from .conftest import Home

pytestmark = pytest.mark.e2e

SESSION = "sensor.sam_s_walking_session"
TIME = "sensor.sam_s_walking_session_time"

WALKED_S = 5


async def test_walk_in_the_hallway_with_the_buttons(home: Home, page: Page) -> None:
    """An empty home, one dialog, `Start walk` and `Finish walk` on the walker's page, and the walk's time stands there."""
    await _add_home_by_hand(home, page)
    await expect(_row(page, "Session time")).to_contain_text("0m")

    await _press(page, "Start walk")
    await expect(_row(page, "Session")).to_contain_text("Walking")
    await asyncio.sleep(WALKED_S)
    await _press(page, "Finish walk")
    await expect(_row(page, "Session")).to_contain_text("Idle")

    assert await home.state(SESSION) == "idle"
    walked_s = round(60 * float(await home.state(TIME)))
    assert WALKED_S - 1 <= walked_s <= WALKED_S + 10
    await expect(_row(page, "Session time")).to_contain_text(
        re.compile(rf"0m ({walked_s - 1}|{walked_s})s")
    )
    await expect(_row(page, "Sessions this week")).to_contain_text("0")
    await page.screenshot(path=home.folder / "hallway.png")
    assert "Traceback" not in home.log


async def _add_home_by_hand(home: Home, page: Page) -> None:
    """What a person clicks: the treadmill that was found left alone, a home with its first walker, and a name."""
    await page.goto(f"{home.address}/config/integrations/dashboard")
    await page.get_by_role("button", name="Add integration").click()
    await page.get_by_placeholder("Search for a brand name").fill("RetroWalk")
    found = page.locator("dialog-add-integration")
    await found.get_by_text("RetroWalk", exact=True).click()
    await page.get_by_text("Set up another instance of RetroWalk").click()
    await page.get_by_text("A home with its first walker").click()
    await expect(page.get_by_text("Ask a doctor or physiotherapist")).to_be_visible()
    await page.locator("input[name=name]").fill("Sam")
    await page.get_by_role("button", name="Submit").click()
    await page.get_by_role("button", name="Skip and finish").click()
    await expect(page).to_have_url(re.compile("/config/devices/device/"))
    await expect(page.get_by_text("Sam's walking").first).to_be_visible()


def _row(page: Page, name: str) -> Locator:
    """The row of an entity on a device's page."""
    return (
        page.locator("hui-generic-entity-row")
        .filter(has=page.get_by_text(name, exact=True))
        .first
    )


async def _press(page: Page, button: str) -> None:
    """Press a button entity on a device's page."""
    await _row(page, button).get_by_role("button", name="Press").click()
