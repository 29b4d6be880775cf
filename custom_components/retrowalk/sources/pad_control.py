"""The one command that RetroWalk gives a WalkingPad: stop."""

import asyncio
from typing import Final

from homeassistant.core import callback

from ..protocols.walkingpad import STOP_PAD
from .belt_control import BeltRefusedError
from .belt_feed import BeltFeed
from .belt_poll import BeltPoll

_SLOWS_WITHIN_S: Final = 5.0
"""A pad that was told to stop shows it in the next few answers, or does not obey."""


class PadControl:
    """Stops a pad, which never says whether it heard: its speed tells."""

    def __init__(self, poll: BeltPoll, feed: BeltFeed) -> None:
        """Speak in the pauses between questions."""
        self._poll = poll
        self._feed = feed

    async def async_stop_belt(self) -> None:
        """Stop the pad; raises BeltRefusedError where it does not slow down, or what the Bluetooth stack raises."""
        before_kmh = self._speed_kmh
        slower = asyncio.Event()

        @callback
        def look() -> None:
            if not self._feed.moving or self._speed_kmh < before_kmh:
                slower.set()

        remove = self._feed.async_add_listener(look)
        try:
            await self._poll.async_say(STOP_PAD)
            if not self._feed.moving:
                return
            async with asyncio.timeout(_SLOWS_WITHIN_S):
                await slower.wait()
        except TimeoutError as error:
            raise BeltRefusedError from error
        finally:
            remove()

    @property
    def _speed_kmh(self) -> float:
        reading = self._feed.reading
        return (
            0.0 if reading is None or reading.speed_kmh is None else reading.speed_kmh
        )
