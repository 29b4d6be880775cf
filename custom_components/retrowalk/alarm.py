"""The one timer of a walker."""

from collections.abc import Callable
from datetime import datetime

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_point_in_utc_time


class Alarm:
    """Calls once, at the moment it was last set to."""

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
        self._cancel = async_track_point_in_utc_time(self._hass, self._async_ring, at)

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
    def _async_ring(self, _at: datetime) -> None:
        self._cancel = self._at = None
        self._ring()
