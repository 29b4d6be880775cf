"""What silence of a connected belt means: first nothing is known of it, then its link is dead."""

from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval

from .belt_feed import BeltFeed

SILENT_S: Final = 10.0
"""After so long without a frame nothing is known of the belt any more."""

DEAD_S: Final = 30.0
"""A running belt silent for so long is called anew, whatever the radio says of the link."""

_WATCH_EVERY: Final = timedelta(seconds=5)


class SilenceWatch:
    """Watches one connection at a time."""

    def __init__(
        self,
        hass: HomeAssistant,
        feed: BeltFeed,
        link_died: CALLBACK_TYPE,
        *,
        always_answers: bool,
    ) -> None:
        """Prepare; `link_died` is called for a running belt that fell silent, or one that always answers."""
        self._hass = hass
        self._feed = feed
        self._always_answers = always_answers
        self._link_died = link_died
        self._end: CALLBACK_TYPE | None = None

    @callback
    def async_begin(self) -> None:
        """Watch a new connection."""
        self.async_end()
        self._end = async_track_time_interval(
            self._hass, self._async_watch, _WATCH_EVERY, cancel_on_shutdown=True
        )

    @callback
    def async_end(self) -> None:
        """Watch no more."""
        if self._end is not None:
            self._end()
            self._end = None

    @callback
    def _async_watch(self, _now: datetime) -> None:
        feed = self._feed
        if feed.silent_s >= DEAD_S and (self._always_answers or feed.moved_lately):
            self._link_died()
        elif feed.silent_s >= SILENT_S and feed.reading is not None:
            feed.async_forget_reading()
