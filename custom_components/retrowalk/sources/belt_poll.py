"""Asks a machine that speaks only when it is asked."""

import asyncio
from datetime import datetime
from functools import partial
import logging
from time import monotonic
from typing import Any, Final

from bleak.exc import BleakError

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from .belt_connection import LINK_ERRORS, BeltConnection
from .belt_dialect import Poll, Say
from .belt_feed import BeltFeed
from .errand import Errand

_LOGGER = logging.getLogger(__name__)

MOVING_S: Final = 1.0
"""A machine that moves is asked this often ..."""
IDLE_S: Final = 3.0
"""... and one at rest this often."""
OPENING_AFTER: Final = 3
"""After so many questions without any answer, the machine is greeted as its own app does."""

_WRITE_S: Final = 5.0


class BeltPoll:
    """Asks over one connection at a time, with the pause that the machine needs between two commands; others it leaves alone."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        feed: BeltFeed,
        poll: Poll | None,
    ) -> None:
        """Prepare; `async_begin` asks for the first time."""
        self._hass = hass
        self._feed = feed
        self._poll = poll
        self._errand = Errand(hass, entry, "ask a belt")
        self._turn = asyncio.Lock()
        self._write: Say | None = None
        self._free_s = 0.0
        self._frames_before: int | None = None
        self._unanswered = 0
        self._greeted = False
        self._end_wait: CALLBACK_TYPE | None = None

    @property
    def needed(self) -> bool:
        """Whether the machine has to be asked."""
        return self._poll is not None

    @callback
    def async_begin(self, connection: BeltConnection) -> None:
        """Ask over a new connection from now on, where that is needed."""
        if (poll := self._poll) is None:
            return
        self._write = partial(connection.async_write, poll.characteristic)
        self._free_s, self._frames_before = 0.0, None
        self._unanswered = 0
        self._greeted = False
        self._async_ask(poll)

    @callback
    def async_end(self) -> None:
        """Ask no more."""
        self._write = None
        self._errand.async_cancel_soon()
        if self._end_wait is not None:
            self._end_wait()
            self._end_wait = None

    async def async_stop(self) -> None:
        """Ask no more, and wait for the end of what is being written."""
        self.async_end()
        await self._errand.async_finish()

    async def async_say(self, command: bytes) -> None:
        """Write a command after the pause that it needs; raises what the Bluetooth stack raises."""
        async with self._turn:
            while (rest_s := self._free_s - monotonic()) > 0:
                await asyncio.sleep(rest_s)
            if (poll := self._poll) is None or (write := self._write) is None:
                raise BleakError("There is no connection to speak over")
            self._free_s = monotonic() + poll.pause_s
            async with asyncio.timeout(_WRITE_S):
                await write(command)

    @callback
    def _async_ask(self, poll: Poll, _now: datetime | None = None) -> None:
        self._end_wait = async_call_later(
            self._hass,
            MOVING_S if self._feed.moving else IDLE_S,
            partial(self._async_ask, poll),
        )
        counts = self._feed.counts
        if self._frames_before == counts.frames:
            self._unanswered += 1
            counts.unanswered += 1
        else:
            self._unanswered = 0
        if self._errand.busy:
            return
        self._frames_before = counts.frames
        counts.questions += 1
        self._errand.async_start(self._async_say_quietly(self._question(poll)))

    def _question(self, poll: Poll) -> bytes:
        if self._unanswered >= OPENING_AFTER and not self._greeted:
            self._greeted = True
            return poll.opening
        return poll.question

    async def _async_say_quietly(self, command: bytes) -> None:
        """A question that fails is one without an answer."""
        try:
            await self.async_say(command)
        except LINK_ERRORS as error:
            _LOGGER.debug("A question was not asked: %r", error)
