"""One background errand at a time, which can be called off for good."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback


class Errand:
    """A background task of a config entry: one at a time, awaited when it is called off."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any], name: str) -> None:
        """Begin with nothing to do; `name` is the task's."""
        self._hass = hass
        self._entry = entry
        self._name = name
        self._task: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        """Whether an errand is under way."""
        return self._task is not None and not self._task.done()

    @callback
    def async_start(self, errand: Coroutine[Any, Any, None]) -> None:
        """Send the next errand off, soon rather than at once: what called this is done first."""
        self._task = self._entry.async_create_background_task(
            self._hass, errand, self._name, eager_start=False
        )

    @callback
    def async_cancel_soon(self) -> None:
        """Call the errand off, without waiting for its end."""
        if self._task is not None:
            self._task.cancel()

    async def async_finish(self) -> None:
        """Wait until the errand under way is over, if there is one; its failure is its own."""
        if self._task is not None and self._task is not asyncio.current_task():
            await asyncio.wait([self._task])

    async def async_cancel(self) -> None:
        """Call the errand off, and wait for its end."""
        self.async_cancel_soon()
        await self.async_finish()
