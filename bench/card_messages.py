"""What cards cost the home: a message of each second of a walk, and ten years at once."""

from datetime import timedelta
import logging
from statistics import median
from time import perf_counter, thread_time
from types import SimpleNamespace
from typing import Any

from custom_components.retrowalk.card_feed import (
    CardFeed,
    Onlooker,
    async_walkers_by_device,
)
from custom_components.retrowalk.card_history import history_days
from homeassistant.auth.permissions import OwnerPermissions
from homeassistant.components.websocket_api.commands import handle_subscribe_entities
from homeassistant.helpers.json import json_bytes

from .figure import Figure
from .home import MeasuredHome
from .journal import loading_s, pages_of, ten_years
from .state import async_add_yardstick

PAGES = 3


async def async_measure(home: MeasuredHome, *, smoke: bool) -> list[Figure]:
    """A second of a walk, told to some pages, beside a changed state that is told to the same; with ten years behind it."""
    walker = home.walker
    walker.recording.journal = ten_years(9)
    walker.ledger = walker.derived(walker.recording.journal)
    write = (await async_add_yardstick(home.hass)).async_write_ha_state
    write()
    sent: list[bytes] = []
    asked = vars(handle_subscribe_entities)["_ws_schema"](
        {"id": 1, "type": "subscribe_entities"}
    )
    feed = CardFeed(home.hass, "0.1.0")
    for number in range(PAGES):
        page = _page(sent)
        handle_subscribe_entities(home.hass, page, asked | {"id": 100 + number})
        card = Onlooker(connection=page, message_id=number, device_id=None)
        feed.async_add(card)
        feed.async_welcome(card)
    home.belt.start(2.5)
    await home.async_walk(70)
    [device_id] = async_walkers_by_device(home.hass)
    live = vars(feed)["_live"][device_id]
    show = vars(live)["_show"]
    told, written = [], []
    for _ in range(100 if smoke else 600):
        # All in one turn of the event loop: nobody else looks, or writes
        home.belt.advance(1.0, home.clock.go_on)
        told.append(_took(lambda: show(live), sent))
        written.append(_took(write, sent))
    home.belt.stop()
    await home.async_walk(5)
    return [
        Figure(
            name=f"a second of a walk to {PAGES} cards / a changed state to {PAGES} pages",
            measured=median(told) / median(written),
            budget=2.5,
            unit="x",
            detail=f"{median(told) * 1e6:.0f} µs; a changed state {median(written) * 1e6:.0f} µs",
        ),
        _history(home, rounds=5 if smoke else 15),
    ]


def _took(work: Any, sent: list[bytes]) -> float:
    """Seconds in which all pages were told something."""
    before = len(sent)
    begin = perf_counter()
    work()
    took = perf_counter() - begin
    assert len(sent) == before + PAGES
    return took


def _history(home: MeasuredHome, rounds: int) -> Figure:
    walker, took = home.walker, []
    today = walker.days.today
    first = today - timedelta(days=3999)
    for _ in range(rounds):
        begin = thread_time()
        answer = json_bytes({"days": history_days(walker, first, today)})
        took.append(thread_time() - begin)
    journal = walker.ledger.journal
    return Figure(
        name="ten years of days for a card / orjson.loads",
        measured=median(took) / loading_s(pages_of(journal), rounds=rounds),
        budget=2,
        unit="x",
        detail=f"{median(took) * 1e3:.1f} ms, {len(answer) / 1000:.0f} kB, {len(journal.sessions)} sessions",
    )


def _page(sent: list[bytes]) -> Any:
    """A websocket connection of an administrator's, as far as it is asked for anything."""
    return SimpleNamespace(
        user=SimpleNamespace(permissions=OwnerPermissions, is_admin=True),
        send_message=sent.append,
        send_result=lambda _number: None,
        subscriptions={},
        logger=logging.getLogger(__name__),
    )
