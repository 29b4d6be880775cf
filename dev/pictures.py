"""Takes the README's pictures of the card, from a demo home that runs: `python -m dev.pictures --help`."""

from argparse import ArgumentParser
import asyncio
import os
from pathlib import Path
import shutil
from typing import Any, Final, Literal

from playwright.async_api import Browser, Page, async_playwright

from .demo import DASHBOARD
from .front_door import FrontDoor
from .home_folder import REPOSITORY

PICTURES: Final = REPOSITORY / "docs/pictures"
SESSION: Final = "sensor.sam_s_walking_session"
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
SETTLE_MS: Final = 2500
"""Until what fades in is there."""


def main() -> None:
    """Take all pictures, of a walk and of what is shown without one."""
    parser = ArgumentParser(
        prog="scripts/pictures",
        description="Take the README's pictures from the demo home that scripts/develop started.",
    )
    parser.add_argument("--port", type=int, default=8123, help="default: 8123")
    asyncio.run(_take(f"http://127.0.0.1:{parser.parse_args().port}"))


async def _take(address: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    async with async_playwright() as playwright, FrontDoor(address) as door:
        await door.enter()
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        await _walk(door)
        await _picture(browser, address, "walking")
        await _act(door, "discard")
        await door.post("/api/services/virtual_treadmill/stop", {})
        await _until(door, "idle")
        # The day is done, whatever the time of day
        await _act(door, "log_session", duration="00:12:30", distance=540)
        await _picture(browser, address, "idle")
        await _act(door, "undo")
        await browser.close()


async def _walk(door: FrontDoor) -> None:
    """Let the walker walk for a little while, with turns ahead."""
    if (await door.get(f"/api/states/{SESSION}"))["state"] != "idle":
        await _act(door, "discard")
    await door.post("/api/services/virtual_treadmill/stop", {})
    await _until(door, "idle")
    await _act(door, "start", duration="00:15:00", turn_every="00:03:00")
    await door.post("/api/services/virtual_treadmill/start", {"speed_kmh": 2.6})
    await asyncio.sleep(75)


async def _act(door: FrontDoor, action: str, **fields: Any) -> None:
    """Perform an action of RetroWalk for the only walker."""
    await door.post(f"/api/services/retrowalk/{action}", fields)


async def _until(door: FrontDoor, state: str) -> None:
    """Wait until the walker's session has this state."""
    async with asyncio.timeout(30):
        while (await door.get(f"/api/states/{SESSION}"))["state"] != state:
            await asyncio.sleep(0.5)


async def _picture(browser: Browser, address: str, name: str) -> None:
    """The card, in both schemes."""
    for scheme in SCHEMES:
        page = await browser.new_page(
            viewport={"width": 1100, "height": 1100}, color_scheme=scheme
        )
        await page.goto(f"{address}/{DASHBOARD}")
        await page.locator("retrowalk-card").first.wait_for()
        await page.wait_for_timeout(SETTLE_MS)
        await _save(page, PICTURES / f"card-{name}-{scheme}.png")
        await page.close()


async def _save(page: Page, path: Path) -> None:
    card = page.locator("retrowalk-card").first
    await card.screenshot(path=path, animations="allow")
    print(f"{path.relative_to(REPOSITORY)}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
