"""The card, from the picker to a day that is mended; by touch, by keys, in the dark and on a narrow screen."""

import re

from playwright.async_api import Page, WebSocketRoute, expect
import pytest

from .cards import answer, card_on, put_up_dashboard, violations
from .conftest import Home
from .first_steps import add_discovered_belt

pytestmark = pytest.mark.e2e

SESSION = "sensor.sam_s_walking_session"
DIRECTION = "select.sam_s_walking_direction"
CONNECTED = "binary_sensor.virtual_treadmill_connected"


async def test_card_from_the_picker_to_a_mended_day(home: Home, page: Page) -> None:
    """Pick the card, walk, turn, finish, open the day in the heat map, and change, delete and bring back the walk."""
    await add_discovered_belt(home, page)
    await home.wait_for(CONNECTED, "on")
    address = await put_up_dashboard(home)
    await _pick(page, address)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))

    card = card_on(page)
    await expect(card.get_by_text("your streak begins today")).to_be_visible()
    assert await violations(card) == []

    await card.get_by_role("button", name="Start walk").click()
    await home.call("virtual_treadmill.start", speed_kmh=3.6)
    await home.wait_for(SESSION, "walking")
    await expect(card.get_by_role("timer")).to_have_text(
        re.compile(r"0:1\d"), timeout=40_000
    )
    await expect(card.get_by_text("3.6 km/h")).to_be_visible()
    assert await violations(card) == []
    await card.get_by_role("button", name="Turn round").click()
    await expect(card.get_by_text("Forward")).to_be_visible()
    await home.wait_for(DIRECTION, "forward")
    await card.get_by_role("button", name="Pause").click()
    await home.wait_for(SESSION, "paused")
    await expect(card.get_by_role("button", name="Go on")).to_be_visible()
    await card.get_by_role("button", name="Finish").click()
    await expect(card.get_by_text("Walk done")).to_be_visible()
    await expect(
        card.get_by_text(re.compile("The walk is finished: "))
    ).to_be_attached()
    assert await violations(card) == []
    await card.get_by_role("button", name="Close").click()
    await home.call("virtual_treadmill.stop")

    await _mend(home, page)
    assert wrong == []
    assert "Traceback" not in home.log


async def _pick(page: Page, address: str) -> None:
    """What a person clicks to have the card: it works as it comes."""
    await page.goto(f"{address}?edit=1")
    await page.locator("hui-section").get_by_role("button", name="Add card").click()
    await page.get_by_role("tab", name="By card").click()
    await page.get_by_placeholder("Search cards").fill("RetroWalk")
    await page.locator(".card", has_text="RetroWalk").last.click()
    await expect(page.get_by_text("Leave out")).to_be_visible()
    await page.get_by_role("button", name="Save").click()
    await page.get_by_role("button", name="Done").click()


async def _mend(home: Home, page: Page) -> None:
    """Today's walk, through the heat map: its steps are changed, it is deleted, and brought back."""
    card = card_on(page)
    await card.get_by_role("grid").get_by_role("gridcell", name="20").last.click()
    dialog = card.get_by_role("dialog")
    await dialog.get_by_role("button", name="Change the walk").click()
    assert await violations(card) == []
    await dialog.get_by_label("Steps").fill("4")
    await dialog.get_by_label("Ended").fill("2001-01-01T10:00")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_text("The walk must end after it began")).to_be_visible()
    await dialog.get_by_role("button", name="Cancel").click()
    await dialog.get_by_role("button", name="Change the walk").click()
    await dialog.get_by_label("Steps").fill("4")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_text("4 steps")).to_be_visible()
    assert [one["steps"] for one in await _sessions(home)] == [4]
    await dialog.get_by_role("button", name="Delete the walk").click()
    await expect(dialog.get_by_text("No walks on this day.")).to_be_visible()
    assert await _sessions(home) == []
    await dialog.get_by_role("button", name="Undo").click()
    await expect(dialog.get_by_text("4 steps")).to_be_visible()
    assert len(await _sessions(home)) == 1
    assert await violations(card) == []
    await dialog.get_by_role("button", name="Close").click()
    await expect(dialog).to_be_hidden()


async def _sessions(home: Home) -> list[dict[str, object]]:
    told = await answer(home, "get_sessions", entity_id=SESSION)
    sessions: list[dict[str, object]] = told["sessions"]
    return sessions


async def test_card_is_picked_and_set_up_in_german(home: Home, page: Page) -> None:
    """The picker and the editor speak the user's language before there was any card on the page."""
    await add_discovered_belt(home, page)
    address = await put_up_dashboard(home)
    await page.evaluate("localStorage.setItem('selectedLanguage', '\"de\"')")
    await page.goto(f"{address}?edit=1")
    section = page.locator("hui-section")
    await section.get_by_role("button", name="Karte hinzufügen").click()
    await page.get_by_role("tab", name="Nach Karte").click()
    await page.get_by_placeholder("Karten durchsuchen").fill("Solange er dauert")
    await page.locator(".card", has_text="RetroWalk").last.click()
    await expect(page.get_by_text("Weglassen")).to_be_visible()
    await expect(page.get_by_text("Bestes und Summen")).to_be_visible()
    await expect(card_on(page).get_by_text("heute beginnt deine Serie")).to_be_visible()


async def test_card_by_keys_on_a_narrow_screen_in_the_dark(
    home: Home, page: Page
) -> None:
    """Everything can be reached without a pointer, at 320 pixels, in the dark, while nothing moves that need not."""
    await page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    await page.set_viewport_size({"width": 320, "height": 720})
    await add_discovered_belt(home, page)
    address = await put_up_dashboard(
        home, {"type": "custom:retrowalk-card"}, {"type": "custom:retrowalk-card"}
    )
    await page.goto(address)
    card = page.locator("retrowalk-card").first
    await expect(card.get_by_role("button", name="Start walk")).to_be_visible()
    assert await card.evaluate("card => card.hasAttribute('dark')")
    assert await violations(card) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320

    await card.get_by_role("button", name="Start walk").focus()
    await page.keyboard.press("Enter")
    await home.wait_for(SESSION, "walking")
    await expect(card.get_by_role("button", name="Pause")).to_be_focused()
    for size in await card.locator(".controls button").evaluate_all(
        "buttons => buttons.map(button => button.getBoundingClientRect().toJSON())"
    ):
        assert min(size["width"], size["height"]) >= 48
    assert await violations(card) == []
    await page.wait_for_timeout(2000)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await expect(card.get_by_role("button", name="Finish")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(card.get_by_role("button", name="Close")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(card.get_by_role("button", name="Start walk")).to_be_focused()

    # On from the button: earlier (as nothing was, later is no stop), then the heat map, which is one stop
    today = card.get_by_role("gridcell").and_(card.locator("[tabindex='0']"))
    for _ in range(3):
        await page.keyboard.press("Tab")
        if await today.evaluate("cell => cell.matches(':focus')"):
            break
    await expect(today).to_be_focused()
    before = await today.get_attribute("data-date")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    dialog = card.get_by_role("dialog")
    await expect(dialog.get_by_text("No walks on this day.")).to_be_visible()
    assert await violations(card) == []
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(today).to_be_focused()
    assert await today.get_attribute("data-date") != before


async def test_turn_cue(home: Home, page: Page) -> None:
    """It is there when it is time to turn, covers the card, is told to those who do not see it, and goes with the turn."""
    await add_discovered_belt(home, page)
    await home.wait_for(CONNECTED, "on")
    await page.set_viewport_size({"width": 480, "height": 900})
    await page.goto(await put_up_dashboard(home, {"type": "custom:retrowalk-card"}))
    card = card_on(page)
    await expect(card.get_by_role("button", name="Start walk")).to_be_visible()
    every = {"seconds": 20}
    await home.call("retrowalk.start", entity_id=SESSION, turn_every=every)
    await home.call("virtual_treadmill.start", speed_kmh=3.6)
    await expect(card.get_by_text(re.compile(r"Turn in 0:\d\d"))).to_be_visible()
    await expect(card.locator(".turning")).to_have_count(0)

    done = card.get_by_role("button", name="Done, I turned")
    await expect(done).to_be_visible(timeout=40_000)
    await expect(card.get_by_role("alert")).to_have_text(
        "Turn round now. Walk on forward"
    )
    await expect(card.get_by_role("button", name="Turn round")).to_have_count(0)
    assert await violations(card) == []
    await done.click()
    await expect(card.get_by_role("button", name="Turn round")).to_be_visible()
    await expect(card.locator(".turning")).to_have_count(0)
    await expect(card.get_by_role("alert")).to_have_text("")
    await home.wait_for(DIRECTION, "forward")
    await expect(card.get_by_text(re.compile(r"Turn in 0:[12]\d"))).to_be_visible()

    # Back again, by who turns where no card is seen
    await expect(done).to_be_visible(timeout=40_000)
    await expect(card.get_by_text("Walk on backward").first).to_be_visible()
    await home.call("retrowalk.turn", entity_id=SESSION)
    await expect(done).to_have_count(0)
    await expect(card.get_by_text("Backward")).to_be_visible()


class _Line:
    """The line of a page to its home, which can be cut."""

    def __init__(self) -> None:
        self.cut = False
        self._open: list[WebSocketRoute] = []

    async def lead(self, page: Page) -> None:
        """All that the page says to the home goes through here."""
        await page.route_web_socket(re.compile("/api/websocket"), self._connect)

    async def _connect(self, line: WebSocketRoute) -> None:
        if self.cut:
            await line.close()
            return
        line.connect_to_server()
        self._open.append(line)

    async def lose(self) -> None:
        """Nothing gets through from now on."""
        self.cut = True
        while self._open:
            await self._open.pop().close()


async def test_connection_lost_in_mid_walk(home: Home, page: Page) -> None:
    """The card says so, its clock goes on, an order is refused in words; back again, it knows all that was walked meanwhile."""
    line = _Line()
    await line.lead(page)
    await add_discovered_belt(home, page)
    await home.wait_for(CONNECTED, "on")
    await page.set_viewport_size({"width": 480, "height": 900})
    await page.goto(await put_up_dashboard(home, {"type": "custom:retrowalk-card"}))
    card = card_on(page)
    await card.get_by_role("button", name="Start walk").click()
    await home.call("virtual_treadmill.start", speed_kmh=3.6)
    await expect(card.get_by_text("3.6 km/h")).to_be_visible(timeout=20_000)

    await line.lose()
    lost = card.get_by_text("Connection lost. The clock goes on")
    await expect(lost).to_be_visible()
    before = await _shown_s(page)
    distance = await card.locator(".figures dd").first.inner_text()
    await page.wait_for_timeout(8000)
    # The light that goes round with the seconds, backward
    assert abs(await _hand_s(page) - await _shown_s(page) % 60) <= 2
    assert 6 <= await _shown_s(page) - before <= 10
    assert await card.locator(".figures dd").first.inner_text() == distance
    await card.get_by_role("button", name="Turn round").click()
    await expect(card.get_by_text("Home Assistant does not answer.")).to_be_visible()
    assert await violations(card) == []
    await home.call("retrowalk.turn", entity_id=SESSION)

    line.cut = False
    await expect(lost).to_be_hidden(timeout=60_000)
    await expect(card.get_by_text("Forward")).to_be_visible()
    assert await card.locator(".figures dd").first.inner_text() != distance
    walked_s = 60 * float(await home.state("sensor.sam_s_walking_session_time"))
    assert abs(await _shown_s(page) - walked_s) <= 32

    # It ends while nobody is told
    await line.lose()
    await expect(lost).to_be_visible()
    await home.call("retrowalk.finish", entity_id=SESSION)
    line.cut = False
    await expect(card.get_by_role("button", name="Start walk")).to_be_visible(
        timeout=60_000
    )
    walked = card.get_by_role("gridcell", name=re.compile("meters"))
    await expect(walked).to_have_count(1)
    assert len(await _sessions(home)) == 1


async def _shown_s(page: Page) -> int:
    """What the card's timer shows, in seconds."""
    minutes, seconds = (await card_on(page).get_by_role("timer").inner_text()).split(
        ":"
    )
    return 60 * int(minutes) + int(seconds)


async def _hand_s(page: Page) -> float:
    """Where the light on the ring is, in seconds of its round."""
    degrees: float = await (
        card_on(page)
        .locator(".hand")
        .evaluate(
            """hand => {
              const { a, b } = new DOMMatrix(getComputedStyle(hand).transform);
              return (360 - Math.atan2(b, a) * 180 / Math.PI) % 360;
            }"""
        )
    )
    return degrees / 6
