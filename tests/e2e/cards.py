"""The card on a dashboard of a test home, and what an automatic look at its accessibility finds."""

from pathlib import Path
from typing import Any

from playwright.async_api import Locator, Page

from dev.front_door import FrontDoor

from .conftest import Home

DASHBOARD = "walks-here"
AXE = Path(__file__).parents[2] / "card/node_modules/axe-core/axe.min.js"


async def put_up_dashboard(home: Home, *cards: dict[str, Any]) -> str:
    """A dashboard with a section of cards; its address."""
    section = {"type": "grid", "cards": list(cards)}
    view = {"title": "Walks", "type": "sections", "sections": [section]}
    async with FrontDoor(home.address) as door:
        await door.enter()
        await door.ask("lovelace/dashboards/create", url_path=DASHBOARD, title="Walks")
        await door.ask(
            "lovelace/config/save", url_path=DASHBOARD, config={"views": [view]}
        )
    return f"{home.address}/{DASHBOARD}"


def card_on(page: Page) -> Locator:
    """The card of the page, or the one of a dialog before it."""
    return page.locator("retrowalk-card").last


async def violations(card: Locator) -> list[str]:
    """What axe finds wrong with the card as it is."""
    page = card.page
    if not await page.evaluate("typeof axe === 'object'"):
        await page.add_script_tag(path=AXE)
    # What fades in is judged when it is there
    await page.wait_for_timeout(700)
    found: list[dict[str, Any]] = await card.evaluate(
        "async (card) => (await axe.run(card, {resultTypes: ['violations']})).violations"
    )
    return [
        f"{one['id']}: {one['help']}: {one['nodes'][0]['html']}: {one['nodes'][0]['failureSummary']}"
        for one in found
    ]


async def answer(home: Home, action: str, **fields: Any) -> Any:
    """What an action of RetroWalk answers."""
    async with FrontDoor(home.address) as door:
        await door.enter()
        path = f"/api/services/retrowalk/{action}?return_response"
        return (await door.post(path, fields))["service_response"]
