"""The card in Chromium: its weight, what a second of a walk costs, what ten minutes of it leave behind, and when it is there."""

import argparse
import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
import gzip
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
import json
import os
from pathlib import Path
import shutil
from statistics import median
import sys
from threading import Thread
from typing import Any, Final, override

from playwright.async_api import Browser, CDPSession, Page, async_playwright

from .figure import Figure, are_met

_REPOSITORY: Final = Path(__file__).parent.parent
_CARD: Final = _REPOSITORY / "custom_components/retrowalk/www/retrowalk-card.js"
_LIVE_S: Final = 20
_MINUTES: Final = 10
_SCRIPT: Final = {
    "EvaluateScript",
    "EventDispatch",
    "FireAnimationFrame",
    "FunctionCall",
    "RunMicrotasks",
    "TimerFire",
}
"""What Chromium's tracing calls the spans in which script runs; some lie within others."""
_DRAWING: Final = {"UpdateLayoutTree", "Layout", "PrePaint", "Paint", "Layerize"}

# One message a second, as the home sends them; and six hundred in a few seconds.
_TELL: Final = """(seconds) => {
  const [walker] = structuredClone(STATES.walking);
  const { session, goal } = walker;
  session.active_s += seconds; session.distance_m += 0.7 * seconds; session.steps += 2 * seconds; goal.walked += seconds;
  connection.tell([walker]);
}"""
_WHEN_THERE: Final = """() => {
  const look = () => {
    const deep = (root) => {
      for (const one of root.querySelectorAll("*")) {
        if (one.localName === "retrowalk-card") return one;
        const found = one.shadowRoot && deep(one.shadowRoot);
        if (found) return found;
      }
    };
    const card = document.body && deep(document);
    if (card?.shadowRoot?.querySelector(".goal, .dial")) requestAnimationFrame(() => { window.cardSeenAt = performance.now(); });
    else setTimeout(look, 5);
  };
  look();
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) window.shifted = (window.shifted ?? 0) + (shift.hadRecentInput ? 0 : shift.value);
  }).observe({ type: "layout-shift", buffered: true });
}"""


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextmanager
def _served() -> Iterator[str]:
    """The repository, on a free port of this machine."""
    handler = partial(_Quiet, directory=str(_REPOSITORY))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/card/dev/index.html"
        server.shutdown()


async def _metrics(browser: CDPSession) -> dict[str, float]:
    await browser.send("HeapProfiler.collectGarbage")
    told = await browser.send("Performance.getMetrics")
    return {one["name"]: one["value"] for one in told["metrics"]}


async def _live_second(chromium: Browser, page: Page) -> list[Figure]:
    """A live walk, in Chromium's tracing: what each second of it costs, beyond what the pretended home does."""
    await page.evaluate(
        f"window.told = 0; setInterval(() => ({_TELL})(++told), 1000)", None
    )
    # What is compiled in the first seconds is compiled once a walk
    await page.wait_for_timeout(10_000)
    spans = await _traced(chromium, page)
    await page.evaluate("card.remove()")
    own = await _traced(chromium, page)
    await page.evaluate("document.querySelector('main').append(card)")
    mean_ms = (_busy_ms(spans, _SCRIPT) - _busy_ms(own, _SCRIPT)) / _LIVE_S
    longest_ms = max(span["dur"] for span in spans) / 1000
    return [
        Figure(
            name="card: script of a live second, messages and ticks, traced",
            measured=_median_second_ms(spans) - _median_second_ms(own),
            budget=1,
            unit="ms",
            detail=f"the median of {_LIVE_S} s; on average {mean_ms:.2f} ms, longest span {longest_ms:.0f} ms",
        ),
        Figure(
            name="card: drawing of a live second, beside the compositor's",
            measured=_busy_ms(spans, _DRAWING) / _LIVE_S,
            budget=5,
            unit="ms",
            detail="what moves is moved by the compositor alone",
        ),
    ]


async def _traced(chromium: Browser, page: Page) -> list[dict[str, Any]]:
    """The spans of some seconds of a page."""
    await chromium.start_tracing(page=page, categories=["devtools.timeline"])
    await page.wait_for_timeout(_LIVE_S * 1000)
    events = json.loads(await chromium.stop_tracing())["traceEvents"]
    return [event for event in events if event["ph"] == "X" and "dur" in event]


def _median_second_ms(spans: list[dict[str, Any]]) -> float:
    """How long script went on in a second, whatever else the machine did in some of them."""
    begin_us = min(span["ts"] for span in spans)
    seconds: list[list[dict[str, Any]]] = [[] for _ in range(_LIVE_S)]
    for span in spans:
        second = int((span["ts"] - begin_us) / 1e6)
        if second < _LIVE_S:
            seconds[second].append(span)
    return median(_busy_ms(one, _SCRIPT) for one in seconds)


def _busy_ms(spans: list[dict[str, Any]], names: set[str]) -> float:
    """How long any of these went on; what lies within another is not counted again."""
    busy_us, until = 0.0, dict.fromkeys((span["tid"] for span in spans), 0.0)
    for span in sorted(spans, key=lambda span: float(span["ts"])):
        if span["name"] in names:
            begin = max(until[span["tid"]], span["ts"])
            end = span["ts"] + span["dur"]
            busy_us += max(0.0, end - begin)
            until[span["tid"]] = max(until[span["tid"]], end)
    return busy_us / 1000


async def _left_behind(page: Page) -> Figure:
    """What is left after many messages."""
    browser = await page.context.new_cdp_session(page)
    await browser.send("Performance.enable")
    await page.evaluate(
        "for (let id = setInterval(() => {}); id > 0; id--) clearInterval(id)"
    )
    # Until the browser has compiled what it will
    await _hurry(page, 900)
    settled = await _metrics(browser)
    await _hurry(page, 60 * _MINUTES)
    after = await _metrics(browser)
    grown_kb = (after["JSHeapUsedSize"] - settled["JSHeapUsedSize"]) / 1000
    return Figure(
        name=f"card: heap grown by {_MINUTES} minutes of messages",
        measured=max(0.0, grown_kb),
        budget=50,
        unit="kB",
        detail=f"{after['Nodes'] - settled['Nodes']:+.0f} nodes, {after['JSEventListeners'] - settled['JSEventListeners']:+.0f} listeners",
    )


async def _hurry(page: Page, seconds: int) -> None:
    """So many seconds of messages, each of them drawn."""
    await page.evaluate(
        f"""async (seconds) => {{
          for (let second = 0; second < seconds; second++) {{
            ({_TELL})(second % 60);
            card.requestUpdate();
            await new Promise((resolve) => setTimeout(resolve, 0));
          }}
        }}""",
        seconds,
    )


async def _first_paint(browser: Browser, port: int) -> list[Figure]:
    """The card on the demo dashboard, counted from the arrival of its script."""
    page = await browser.new_page(viewport={"width": 1280, "height": 900})
    await page.add_init_script(f"({_WHEN_THERE})()")
    address = f"http://127.0.0.1:{port}/retrowalk-demo"
    # The first visit logs in and fills the cache
    for _ in range(2):
        await page.goto(address)
        await page.wait_for_function("window.cardSeenAt > 0")
    await page.wait_for_timeout(1500)
    seen, arrived, painted, shifted = await page.evaluate(
        """() => [
          window.cardSeenAt,
          performance.getEntriesByType("resource").find(({ name }) => name.includes("retrowalk-card.js")).responseEnd,
          performance.getEntriesByName("first-contentful-paint")[0].startTime,
          window.shifted ?? 0,
        ]"""
    )
    # The same dashboard without the card
    await page.goto(f"{address}/1")
    await page.wait_for_timeout(5000)
    own = await page.evaluate("window.shifted ?? 0")
    await page.close()
    return [
        Figure(
            name="card: first painted after its script has arrived",
            measured=seen - arrived,
            budget=1000,
            unit="ms",
            detail=f"{seen:.0f} ms after the page was asked for, Home Assistant's first paint at {painted:.0f} ms",
        ),
        Figure(
            name="card: layout shift, beyond Home Assistant's own",
            measured=max(0.0, shifted - own),
            budget=0.01,
            unit="",
            detail=f"{shifted:.3f}, without the card {own:.3f}",
        ),
    ]


async def _async_measure(demo_port: int | None) -> list[Figure]:
    size = len(gzip.compress(_CARD.read_bytes(), 9)) / 1000
    figures = [Figure(name="card: gzipped", measured=size, budget=25, unit="kB")]
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        with _served() as address:
            page = await browser.new_page()
            await page.goto(f"{address}?state=walking")
            figures += await _live_second(browser, page)
            figures.append(await _left_behind(page))
            await page.close()
        if demo_port is not None:
            figures += await _first_paint(browser, demo_port)
        await browser.close()
    return figures


def main() -> int:
    """Measure the card; ends with 1 where a budget is not met in three goes."""
    parser = argparse.ArgumentParser(prog="scripts/bench card", description=__doc__)
    parser.add_argument("--demo-port", type=int, help="where a demo home runs")
    demo_port: int | None = parser.parse_args().demo_port
    return 0 if are_met(lambda: asyncio.run(_async_measure(demo_port))) else 1


if __name__ == "__main__":
    sys.exit(main())
