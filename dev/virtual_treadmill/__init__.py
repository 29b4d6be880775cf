"""A virtual treadmill on Home Assistant's true Bluetooth stack, for development and tests; never shipped."""

from collections.abc import Callable
from datetime import datetime, timedelta

import voluptuous as vol

from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.typing import ConfigType
from homeassistant.util.hass_dict import HassKey

from .actions import async_register_actions
from .belt import VirtualBelt
from .memory import memory_of
from .options import BELT_SCHEMA, DOMAIN, belt_options

BELTS: HassKey[dict[str, VirtualBelt]] = HassKey(DOMAIN)


def _belts(value: object) -> list[object]:
    """Return the configured belts: one, several, or (nothing written below the key) a plain one."""
    return [{}] if value is None else cv.ensure_list(value)


CONFIG_SCHEMA = vol.Schema(
    {DOMAIN: vol.All(_belts, [BELT_SCHEMA])}, extra=vol.ALLOW_EXTRA
)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Put the configured belts on the air."""
    belts = hass.data[BELTS] = {}
    cleanups: list[CALLBACK_TYPE] = []
    for number, configured in enumerate(config[DOMAIN]):
        options = belt_options(configured, number)
        belt = belts[options.address] = VirtualBelt(hass, options)
        if options.remember:
            memory = memory_of(hass, belt)
            await memory.async_recall()
            cleanups.append(memory.async_keep())
        if options.real_time:
            cleanups.append(_async_run_in_real_time(hass, belt))
        belt.async_begin()
        cleanups.append(belt.async_end)

    @callback
    def end(_event: Event) -> None:
        while cleanups:
            cleanups.pop()()

    # Last of all: a belt does not let go of its link because Home Assistant is about to stop
    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_CLOSE, end)
    async_register_actions(hass, lambda address: _find(belts, address))
    return True


@callback
def async_get_belt(hass: HomeAssistant, address: str | None = None) -> VirtualBelt:
    """Return the belt at this address, or the first one."""
    if (belt := _find(hass.data[BELTS], address)) is None:
        raise KeyError(address)
    return belt


def _find(belts: dict[str, VirtualBelt], address: str | None) -> VirtualBelt | None:
    """Return the belt at this address (in any case of letters), or the first one where none is named."""
    return belts.get(address.upper()) if address else next(iter(belts.values()), None)


@callback
def _async_run_in_real_time(hass: HomeAssistant, belt: VirtualBelt) -> CALLBACK_TYPE:
    """Let the belt's time pass with the event loop's."""
    now_s: Callable[[], float] = hass.loop.time
    last_s = now_s()

    @callback
    def pass_time(_now: datetime) -> None:
        nonlocal last_s
        passed_s, last_s = now_s() - last_s, now_s()
        belt.advance(passed_s)

    every = timedelta(seconds=1 / belt.notify_hz)
    return async_track_time_interval(hass, pass_time, every, cancel_on_shutdown=True)
