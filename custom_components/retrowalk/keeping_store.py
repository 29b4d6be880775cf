"""One file below Home Assistant's storage folder that keeps what could not be written, and tells unreadable from absent."""

from collections.abc import Callable
from datetime import datetime
import logging
from pathlib import Path
from typing import Any, Final, override

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.storage import Store
from homeassistant.util.file import WriteError
from homeassistant.util.json import SerializationError

_LOGGER = logging.getLogger(__name__)

VERSION: Final = 1
MINOR_VERSION: Final = 1
RETRY_S: Final = 30

type Payload = dict[str, Any]
type WriteWatcher = Callable[[], None]
"""Called after each attempt to write."""


class Unreadable(HomeAssistantError):
    """A file that is there and cannot be read; the message says why."""


class KeepingStore(Store[Payload]):
    """A store that keeps what it could not write and tries again, and that tells unreadable from absent."""

    def __init__(self, hass: HomeAssistant, key: str, watcher: WriteWatcher) -> None:
        """Keep a file below Home Assistant's own storage folder; only its owner may read it."""
        super().__init__(
            hass,
            VERSION,
            key,
            private=True,
            atomic_writes=True,
            minor_version=MINOR_VERSION,
            max_readable_version=VERSION,
        )
        self.watcher = watcher
        self.failing = False
        """Whether the last attempt to write came to nothing."""
        self._cancel_retry: CALLBACK_TYPE | None = None

    @property
    def behind(self) -> bool:
        """Whether the disk lacks what was last to be written."""
        return self._data is not None

    async def async_read(self) -> Payload | None:
        """What was written; None where nothing ever was. Raises Unreadable."""
        # A file that was restored by hand is not in Home Assistant's listing of the folder.
        self._manager.async_invalidate(self.key)
        try:
            payload: object = await self.async_load()
        except (HomeAssistantError, KeyError, TypeError, NotImplementedError) as err:
            raise Unreadable(f"{self.key}: {type(err).__name__} {err}") from err
        if payload is None:
            if await self.hass.async_add_executor_job(self._has_remains):
                raise Unreadable(f"{self.key}: damaged, there is nothing to read in it")
            return None
        if not isinstance(payload, dict):
            raise Unreadable(f"{self.key}: {type(payload).__name__} in place of a dict")
        return payload

    def _has_remains(self) -> bool:
        """Whether the file is there, or what Home Assistant made of it when it found it broken."""
        path = Path(self.path)
        return path.exists() or any(path.parent.glob(f"{path.name}.corrupt.*"))

    @override
    async def _async_write_data(self, data: Payload) -> None:
        self._stop_retrying()
        try:
            await super()._async_write_data(data)
        except (WriteError, SerializationError, OSError) as err:
            if not self.failing:
                _LOGGER.error(
                    "%s cannot be written, trying again every %s s: %s",
                    self.key,
                    RETRY_S,
                    err,
                )
            self.failing = True
            self._keep(data)
        else:
            if self.failing:
                _LOGGER.info("%s can be written again", self.key)
            self.failing = False
        self.watcher()

    @callback
    def _keep(self, data: Payload) -> None:
        """Try again later, and when Home Assistant stops; something newer meanwhile comes with a write of its own."""
        if self._data is not None:
            return
        self._data = data
        self._async_ensure_final_write_listener()
        if not self.hass.is_stopping:
            retry = HassJob(self._async_retry, cancel_on_shutdown=True)
            self._cancel_retry = async_call_later(self.hass, RETRY_S, retry)

    async def _async_retry(self, _now: datetime) -> None:
        self._cancel_retry = None
        await self.async_write_kept()

    async def async_write_kept(self) -> None:
        """Try once more to write what could not be written."""
        if self._data is not None:
            await self.async_save(self._data["data"])

    @override
    async def async_remove(self) -> None:
        """Delete the file, and what was still to be written to it."""
        self._stop_retrying()
        self._data = None
        await super().async_remove()

    @callback
    def _stop_retrying(self) -> None:
        if self._cancel_retry is not None:
            self._cancel_retry()
            self._cancel_retry = None
