"""A clock that measurements set themselves, so that a walk of ten minutes takes only as long as its work."""

from asyncio import AbstractEventLoop
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
import time
from unittest.mock import patch

from custom_components.retrowalk.sources import belt_feed
from homeassistant.helpers import event
from homeassistant.util import dt as dt_util


class SetClock:
    """Time that stands still until told to go on."""

    def __init__(self) -> None:
        """Stand at an evening."""
        self.now = self._begin = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
        self._monotonic_s = time.monotonic()

    def go_on(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)

    def local(self, zone: tzinfo | None = None) -> datetime:
        """The time in a zone, else in that of the home."""
        return self.now.astimezone(zone or dt_util.get_default_time_zone())

    def timestamp(self) -> float:
        """Seconds since 1970, as `time.time` has them."""
        return self.now.timestamp()

    def monotonic(self) -> float:
        """Seconds since some moment, as `time.monotonic` has them."""
        return self._monotonic_s + (self.now - self._begin).total_seconds()

    @contextmanager
    def in_charge(self, loop: AbstractEventLoop) -> Iterator[None]:
        """Let Home Assistant, its event loop and RetroWalk go by this clock."""
        with (
            patch.object(dt_util, "utcnow", lambda: self.now),
            patch.object(dt_util, "now", self.local),
            patch.object(time, "time", self.timestamp),
            patch.object(event, "time_tracker_timestamp", self.timestamp),
            patch.object(event, "time_tracker_utcnow", lambda: self.now),
            patch.object(loop, "time", self.monotonic),
            patch.object(belt_feed, "monotonic", self.monotonic),
        ):
            yield
