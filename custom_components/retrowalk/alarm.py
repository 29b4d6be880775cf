"""The one timer of a walker."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

LONGEST_S: Final = 900.0
"""However far away the moment is, a look at the clock every quarter of an hour: it may have been set meanwhile."""


class Alarm:
    """Calls once, at the moment it was last set to, or early; whoever is called looks at the clock."""

    def __init__(self, hass: HomeAssistant, ring: Callable[[], None]) -> None:
        """Call `ring`, when set."""
        self._hass = hass
        self._ring = ring
        self._cancel: CALLBACK_TYPE | None = None
        self._at: datetime | None = None
        self._ended = False

    @callback
    def async_set(self, at: datetime) -> None:
        """Ring at this moment instead of any other."""
        if at == self._at or self._ended:
            return
        self._async_unset()
        self._at = at
        delay_s = (at - dt_util.utcnow()).total_seconds()
        self._cancel = async_call_later(
            self._hass, min(max(0.0, delay_s), LONGEST_S), self._async_ring
        )

    @callback
    def async_end(self) -> None:
        """Never ring again, whatever it is set to."""
        self._ended = True
        self._async_unset()

    @callback
    def _async_unset(self) -> None:
        if self._cancel is not None:
            self._cancel()
        self._cancel = self._at = None

    @callback
    def _async_ring(self, _now: datetime) -> None:
        self._cancel = self._at = None
        self._ring()
