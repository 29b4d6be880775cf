"""A phone that says what its owner does just now: a walk may begin by it, and never ends by it."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, State, callback
from homeassistant.helpers.event import async_call_later

HOLDS_S: Final = 60.0
"""A walk to the fridge takes less."""
_ON_FOOT: Final = frozenset({"walking", "on_foot"})
_SILENT: Final = frozenset({STATE_UNAVAILABLE, STATE_UNKNOWN})


class PhoneActivity:
    """Begins a walk when somebody who did something else has walked for a minute."""

    def __init__(self, hass: HomeAssistant, begin_walk: Callable[[], None]) -> None:
        """Call `begin_walk`; what the phone says at first begins nothing."""
        self._hass = hass
        self._begin_walk = begin_walk
        self._did_else = False
        """Whether the phone has said that its owner does something else, and walked not since."""
        self._silent = False
        self._cancel: CALLBACK_TYPE | None = None

    @callback
    def async_begin(self, state: State) -> None:
        """Take what the phone says at first."""
        self.async_take(None, state)

    @callback
    def async_take(self, _before: State | None, state: State) -> None:
        """Wait for a minute of walking; a phone that says nothing says neither that it goes on nor that it is over."""
        said = state.state.lower()
        self._silent = said in _SILENT
        if self._silent:
            return
        if said not in _ON_FOOT:
            self._did_else = True
            self.async_end()
        elif self._did_else:
            self._did_else = False
            self._cancel = async_call_later(self._hass, HOLDS_S, self._held)

    @callback
    def async_end(self) -> None:
        """Wait no more."""
        if self._cancel is not None:
            self._cancel()
            self._cancel = None

    @callback
    def _held(self, _now: datetime) -> None:
        self._cancel = None
        if self._silent:
            self._did_else = True
        else:
            self._begin_walk()
