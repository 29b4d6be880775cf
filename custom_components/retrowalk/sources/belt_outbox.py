"""A belt's last readings, kept until somebody takes them."""

from collections import deque
from collections.abc import Callable
from datetime import timedelta
from functools import partial
import logging
from typing import Final

from homeassistant.core import HassJobType, callback
from homeassistant.util.logging import catch_log_exception

from .belt_reading import BeltReading

_LOGGER = logging.getLogger(__name__)

KEPT_FOR: Final = timedelta(minutes=10)

_MOST: Final = 12_000
"""Ten minutes of the fastest belt, twice: a bound that holds even when the clock is set back."""

type Take = Callable[[BeltReading], None]


def _describe_failure(belt: str, reading: BeltReading) -> str:
    # Its figures are the walker's, and no business of a log.
    return f"A reading of {belt} was not taken: {reading.id}"


class BeltOutbox:
    """Hands each reading over once, in order; keeps the last ten minutes while nobody takes them."""

    def __init__(self, belt: str) -> None:
        """Begin empty; `belt` names the belt in the log."""
        self._belt = belt
        self._waiting: deque[BeltReading] = deque(maxlen=_MOST)
        self._take: Take | None = None

    def __len__(self) -> int:
        """How many readings wait."""
        return len(self._waiting)

    @callback
    def async_deliver_to(self, take: Take | None) -> None:
        """Hand what waits to `take`, then every reading as it comes; None: keep them.

        A reading that `take` fails on is logged and gone: the counters of the next one make up for it.
        """
        if take is None:
            self._take = None
            return
        self._take = catch_log_exception(  # type: ignore[assignment]  # a callback stays a callback
            take, partial(_describe_failure, self._belt), HassJobType.Callback
        )
        self._hand_over()

    @callback
    def async_add(self, reading: BeltReading) -> None:
        """Hand a reading over, or keep it."""
        waiting = self._waiting
        if self._take is not None and not waiting:
            self._take(reading)
            return
        waiting.append(reading)
        oldest = reading.at - KEPT_FOR
        while waiting[0].at < oldest:
            waiting.popleft()

    def _hand_over(self) -> None:
        while self._waiting and self._take is not None:
            self._take(self._waiting.popleft())
