"""What a person clicks on a first evening."""

import re

from playwright.async_api import Page, expect

from .conftest import Home


async def add_discovered_belt(home: Home, page: Page) -> None:
    """The discovered belt, a name, Submit, and the end of the dialog."""
    await page.goto(f"{home.address}/config/integrations/dashboard")
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_text("Ask a doctor or physiotherapist")).to_be_visible()
    await page.locator("input[name=name]").fill("Sam")
    await page.get_by_role("button", name="Submit").click()
    await page.get_by_role("button", name="Skip and finish").click()
    await expect(page).to_have_url(re.compile("/config/devices/device/"))
