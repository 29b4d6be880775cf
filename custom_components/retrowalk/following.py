"""Whoever follows walkers while the home comes and goes: automations are there before it, and stay when it is reloaded."""

from collections.abc import Callable
from functools import partial
from typing import Any

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from .const import DOMAIN, HOME_UNIQUE_ID
from .coordinator import WalkerCoordinator
from .home import Home
from .moments import Moment
from .targets import async_loaded_home

type MomentTeller = Callable[[WalkerCoordinator, Moment], None]


@callback
def async_follow_moments(hass: HomeAssistant, tell: MomentTeller) -> CALLBACK_TYPE:
    """Tell each moment of every walker, those of a home to come too, until what is returned is called."""
    followed: Home | None = None
    removes: list[CALLBACK_TYPE] = []

    @callback
    def follow(home: Home | None) -> None:
        nonlocal followed
        if home is followed:
            return
        while removes:
            removes.pop()()
        followed = home
        if home is not None:
            removes.extend(
                walker.moments.async_add(partial(tell, walker))
                for walker in home.walkers.values()
            )

    @callback
    def look(_change: ConfigEntryChange, entry: ConfigEntry[Any]) -> None:
        """A home that is being unloaded may still have something to tell: it is followed until it is gone."""
        if entry.domain != DOMAIN or entry.unique_id != HOME_UNIQUE_ID:
            return
        if entry.state in (ConfigEntryState.LOADED, ConfigEntryState.NOT_LOADED):
            follow(async_loaded_home(hass))

    follow(async_loaded_home(hass))
    unsubscribe = async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, look)

    @callback
    def stop() -> None:
        unsubscribe()
        follow(None)

    return stop
