"""From the start of a session to the light command, in a home of 500 entities; and what a notification costs with lights on."""

from collections.abc import Awaitable, Callable
import logging
from statistics import quantiles
from time import perf_counter
from types import MappingProxyType
from typing import Any, Final, override

from custom_components.retrowalk.const import DOMAIN, HOME_UNIQUE_ID, SUBENTRY_PATH
from custom_components.retrowalk.coordinator import WalkerCoordinator
from homeassistant.components.light import ColorMode, LightEntity
from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import EVENT_CALL_SERVICE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_component import EntityComponent
from homeassistant.setup import async_setup_component

from . import notification
from .figure import Figure
from .home import MeasuredHome
from .state import Yardstick

_LOGGER = logging.getLogger(__name__)

SENSORS: Final = 490
BULBS: Final = 10
AWAY_S: Final = 700
"""Longer than a session can be rejoined."""


class Bulb(LightEntity):
    """A bulb that can be dimmed."""

    _attr_should_poll = False
    _attr_color_mode = ColorMode.BRIGHTNESS
    _attr_is_on = False

    def __init__(self, number: int) -> None:
        """Begin off."""
        self._attr_name = f"Bulb {number}"
        self._attr_unique_id = f"bulb_{number}"
        self._attr_supported_color_modes = {ColorMode.BRIGHTNESS}

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Light up."""
        self._attr_is_on = True
        self._attr_brightness = kwargs.get("brightness", 255)
        self.async_write_ha_state()

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Go out."""
        self._attr_is_on = False
        self.async_write_ha_state()


class Stopwatch:
    """Waits for the light command: after how many seconds, and how many turns of the event loop, it comes."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Listen to commands."""
        self._loop = hass.loop
        self._turns = 0
        self._begin: float | None = None
        self.took: list[tuple[float, int]] = []
        hass.bus.async_listen(EVENT_CALL_SERVICE, self._called)

    def start(self) -> None:
        """Begin to wait."""
        self._begin, self._turns = perf_counter(), 0
        self._loop.call_soon(self._turn)

    def _turn(self) -> None:
        if self._begin is not None:
            self._turns += 1
            self._loop.call_soon(self._turn)

    @callback
    def _called(self, event: Event[Any]) -> None:
        called = event.data["domain"], event.data["service"]
        if self._begin is not None and called == ("light", "turn_on"):
            self.took.append((perf_counter() - self._begin, self._turns))
            self._begin = None


async def async_measure(home: MeasuredHome, *, smoke: bool) -> list[Figure]:
    """Seconds and turns of the event loop to the command; then the notification's ratio as without lights."""
    await _async_furnish(home)
    # What is loaded by the first walk is not measured.
    await _async_start(home, _first_frame(home), 1)
    by_button = await _async_start(home, _button(home), 20 if smoke else 200)
    by_frame = await _async_start(home, _first_frame(home), 5 if smoke else 40)
    took = [*by_button, *by_frame]
    turns = max(turns for _, turns in took)
    _, notified = await notification.async_measure(home, smoke=smoke)
    return [
        Figure(
            name="session start to light command, 500 entities, p99",
            measured=quantiles((seconds * 1e3 for seconds, _ in took), n=100)[98],
            budget=20.0,
            unit="ms",
            detail=f"button {_median_ms(by_button):.2f} ms, first frame {_median_ms(by_frame):.2f} ms at the median",
        ),
        Figure(
            name="... turns of the event loop",
            measured=turns,
            budget=1,
            unit="",
            detail=f"{len(took)} starts",
        ),
        Figure(
            name="notification to listeners with lights on / a changed state",
            measured=notified.measured,
            budget=notified.budget,
            unit=notified.unit,
            detail=notified.detail,
        ),
    ]


async def _async_furnish(home: MeasuredHome) -> None:
    """Fill the home with entities, and put the walker on a path with ten bulbs."""
    hass = home.hass
    assert await async_setup_component(hass, "light", {})
    sensors = EntityComponent[Yardstick](_LOGGER, "sensor", hass)
    await sensors.async_add_entities([Yardstick() for _ in range(SENSORS)])
    bulbs = [Bulb(number) for number in range(BULBS)]
    await hass.data["light"].async_add_entities(bulbs)
    entry = _entry(hass)
    path = ConfigSubentry(
        data=MappingProxyType(
            {
                "name": "Hallway",
                "lights": [bulb.entity_id for bulb in bulbs],
                "when": "always",
            }
        ),
        subentry_type=SUBENTRY_PATH,
        title="Hallway",
        unique_id=None,
    )
    sam = entry.subentries[home.walker.walker_id]
    usual = {**sam.data, "default_path": path.subentry_id}
    hass.config_entries.async_update_subentry(entry, sam, data=usual)
    hass.config_entries.async_add_subentry(entry, path)
    await hass.async_block_till_done(wait_background_tasks=True)


type Start = Callable[[], Awaitable[None]]


def _button(home: MeasuredHome) -> Start:
    async def start() -> None:
        await _async_press(home, "start")

    return start


def _first_frame(home: MeasuredHome) -> Start:
    async def start() -> None:
        home.belt.start(2.5)
        home.belt.advance(1.0, home.clock.go_on)

    return start


async def _async_start(
    home: MeasuredHome, start: Start, times: int
) -> list[tuple[float, int]]:
    """Start and finish so many sessions."""
    watch = Stopwatch(home.hass)
    for _ in range(times):
        watch.start()
        await start()
        await home.hass.async_block_till_done()
        home.belt.stop()
        await home.async_walk(3)
        if _in_session(home):
            await _async_press(home, "finish")
        home.clock.go_on(AWAY_S)
        await home.async_walk(1)
    assert len(watch.took) == times
    return watch.took


async def _async_press(home: MeasuredHome, key: str) -> None:
    button = er.async_get(home.hass).async_get_entity_id(
        "button", DOMAIN, f"{home.walker.walker_id}_{key}"
    )
    await home.hass.services.async_call(
        "button", "press", {"entity_id": button}, blocking=True
    )
    await home.hass.async_block_till_done()


def _in_session(home: MeasuredHome) -> bool:
    """Whether a session is open; by the home as it is after its reload."""
    entry = _entry(home.hass)
    walker: WalkerCoordinator = entry.runtime_data.walkers[home.walker.walker_id]
    return walker.in_session


def _entry(hass: HomeAssistant) -> ConfigEntry[Any]:
    entry = hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, HOME_UNIQUE_ID)
    assert entry is not None
    return entry


def _median_ms(took: list[tuple[float, int]]) -> float:
    return quantiles((seconds * 1e3 for seconds, _ in took), n=2)[0]
