"""Lighting the way: the lights of a path go on when somebody starts to walk there, and are put back after the last one."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import partial
import logging
from typing import Final

from homeassistant.components.light import DOMAIN as LIGHT
from homeassistant.core import CALLBACK_TYPE, Event, HassJob, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.start import async_at_started

from ..const import DOMAIN
from ..coordinator import WalkerCoordinator
from ..home import Home, HomeConfigEntry
from ..keeping_store import Payload, Unreadable
from ..moments import Moment
from ..path import Path, WaitingStart, oldest_age
from ..store import leave_behind, take_up
from ..walking import stored
from ..walking.events import (
    SessionDiscarded,
    SessionFinished,
    SessionResumed,
    SessionStarted,
)
from ..whereabouts import path_ahead
from .darkness import is_to_be_lit
from .lit_lights import LitLights
from .lost_entities import Named, async_tell_lost

_LOGGER = logging.getLogger(__name__)

STORE: Final = f"{DOMAIN}.lights"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wait:
    """A walk that begins once its lights had their time."""

    cancel: CALLBACK_TYPE
    start: WaitingStart


class LightRoutine:
    """Knows who walks where, also after a restart, and has the lights follow."""

    def __init__(self, hass: HomeAssistant, entry: HomeConfigEntry) -> None:
        """Begin with nobody; `async_load` brings what was before a restart."""
        self._hass = hass
        self._entry = entry
        self._store = take_up(hass, STORE, lambda: None)
        self._lit = LitLights(hass, self._save_soon)
        self._sessions: dict[str, str | None] = {}
        """The session of each walker on a path, by walker id; None while the lights come first."""
        self._last: dict[str, tuple[str | None, str]] = {}
        """The last session of each walker, and its path: it may be rejoined."""
        self._waits: dict[str, Wait] = {}
        self._on_disk = self._written()
        self._unsaved = False
        self._task: asyncio.Task[None] | None = None

    async def async_load(self) -> None:
        """Read who walked where, and which lights are to be put back."""
        try:
            payload = await self._store.async_read()
            if payload is not None:
                self._lit.read(payload.get("lights"))
                for walker_id, walk in stored.mapping(
                    payload.get("walks"), "walks"
                ).items():
                    raw = stored.mapping(walk, "walk")
                    session_id = stored.optional_text(raw, "session")
                    self._home.walked[walker_id] = stored.text(raw, "path")
                    self._sessions[walker_id] = session_id
        except (Unreadable, stored.StoredError) as err:
            _LOGGER.warning("Lights of former walks are left as they are: %s", err)
        else:
            self._on_disk = self._written()

    @callback
    def async_listen(self) -> None:
        """Be told what happens to each walker."""
        for walker in self._home.walkers.values():
            self._entry.async_on_unload(
                walker.moments.async_add(partial(self._happened, walker))
            )

    @callback
    def async_begin(self) -> None:
        """Put back what was lit for walks that are over, once Home Assistant runs and the lights are there."""
        for walker_id, session_id in tuple(self._sessions.items()):
            walker = self._home.walkers.get(walker_id)
            session = None if walker is None else walker.data.session
            if session is None or session.id != session_id:
                self._forget(walker_id)
        self._lit.async_keep_only(set(self._home.walked.values()))
        self._entry.async_on_unload(async_at_started(self._hass, self._run))

    @callback
    def _run(self, _hass: HomeAssistant) -> None:
        self._lit.async_begin()
        self.async_look_for_lights()
        self._entry.async_on_unload(
            self._hass.bus.async_listen(
                er.EVENT_ENTITY_REGISTRY_UPDATED, self._entity_changed
            )
        )

    async def async_close(self) -> None:
        """Start no more walks, and write everything down."""
        for wait in self._waits.values():
            wait.cancel()
        self._lit.async_end()
        if self._task is not None:
            await self._task
        await self._store.async_write_kept()
        leave_behind(self._hass, self._store)

    # Walks

    @callback
    def async_prepare(self, walker_id: str, path: Path, start: WaitingStart) -> bool:
        """Light the path of a walk that is about to start; whether it waits for the lights."""
        lit = self._walk(walker_id, path, None)
        if not lit or not path.lead_s:
            return False

        async def begin(_now: datetime) -> None:
            del self._waits[walker_id]
            await start()

        cancel = async_call_later(
            self._hass, path.lead_s, HassJob(begin, cancel_on_shutdown=True)
        )
        self._waits[walker_id] = Wait(cancel=cancel, start=start)
        return True

    @callback
    def async_wait_no_longer(self, walker_id: str) -> WaitingStart | None:
        """How to start the walk that waits for its lights, which now waits no more; None where none does."""
        wait = self._waits.pop(walker_id, None)
        if wait is None:
            return None
        wait.cancel()
        return wait.start

    @callback
    def async_call_off(self, walker_id: str) -> bool:
        """Start no walk that is still to begin, and put its lights back; whether there was one."""
        self.async_wait_no_longer(walker_id)
        if self._sessions.get(walker_id, "") is not None:
            return False
        self._ended(walker_id)
        return True

    @callback
    def _happened(self, walker: WalkerCoordinator, moment: Moment) -> None:
        match moment:
            case SessionStarted() | SessionResumed(rejoined=True):
                self._started(walker, moment.session_id)
            case SessionFinished() | SessionDiscarded():
                self._ended(walker.walker_id)

    def _started(self, walker: WalkerCoordinator, session_id: str) -> None:
        walker_id = walker.walker_id
        self.async_wait_no_longer(walker_id)
        if walker_id in self._sessions:
            self._sessions[walker_id] = session_id
            self._save_soon()
            return
        last_id, last_path = self._last.get(walker_id, (None, ""))
        asked = last_path if last_id == session_id else None
        path = path_ahead(self._hass, walker, asked)
        if path is not None:
            self._walk(walker_id, path, session_id)

    def _walk(self, walker_id: str, path: Path, session_id: str | None) -> bool:
        """Somebody walks on a path from now on; whether it was lit for that."""
        self._home.walked[walker_id] = path.id
        self._sessions[walker_id] = session_id
        lit = (
            path.light_routine
            and not self._lit.are_on_for(path.id)
            and is_to_be_lit(self._hass, path, oldest_age(self._entry))
            and self._lit.async_light(path)
        )
        if not lit:
            self._save_soon()
        return lit

    def _ended(self, walker_id: str) -> None:
        if walker_id not in self._sessions:
            return
        path_id, session_id = self._forget(walker_id)
        self._last[walker_id] = (session_id, path_id)
        if path_id in self._home.walked.values():
            self._save_soon()
        else:
            self._lit.async_release(path_id)

    def _forget(self, walker_id: str) -> tuple[str, str | None]:
        return self._home.walked.pop(walker_id), self._sessions.pop(walker_id)

    @property
    def _home(self) -> Home:
        return self._entry.runtime_data

    # Lights that are gone

    @callback
    def async_look_for_lights(self) -> None:
        """Tell which lights of the paths do not exist any more; before all integrations are there, nobody can tell."""
        if self._hass.is_running:
            async_tell_lost(self._hass, Named.LIGHTS, self._home.paths.values())

    @callback
    def _entity_changed(self, event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        if event.data["entity_id"].startswith(f"{LIGHT}."):
            self.async_look_for_lights()

    # On the disk

    @callback
    def _save_soon(self) -> None:
        """Write it all down, beginning at once; called again meanwhile, the latest is written."""
        self._unsaved = True
        if self._task is None or self._task.done():
            self._task = self._hass.async_create_task(
                self._async_save(), "RetroWalk writes its lights"
            )

    async def _async_save(self) -> None:
        while self._unsaved:
            self._unsaved = False
            if (payload := self._written()) != self._on_disk:
                self._on_disk = payload
                await self._store.async_save(payload)

    def _written(self) -> Payload:
        return {
            "walks": {
                walker_id: {"session": session_id, "path": self._home.walked[walker_id]}
                for walker_id, session_id in self._sessions.items()
            },
            "lights": self._lit.written(),
        }
