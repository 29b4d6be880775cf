"""Belts that nobody is on are followed all the same: their walks wait a day for whoever walked them."""

import asyncio
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util

from .alarm import Alarm
from .const import DOMAIN
from .home_days import HomeDays
from .keeping_store import Payload, Unreadable
from .store import async_set_file_aside, leave_behind, take_up
from .walking import stored
from .walking.checks import Refusal, RefusedError
from .walking.claiming import NOBODYS_BODY
from .walking.events import Events, SessionFinished, SessionResumed
from .walking.journal import read_session, written_session
from .walking.model import Counters, Sample, Session
from .walking.open_session import OpenSession
from .walking.session import SessionEngine
from .walking.stored import StoredError

_LOGGER = logging.getLogger(__name__)

KEPT_FOR: Final = timedelta(hours=24)
STORE_KEY: Final = f"{DOMAIN}.unclaimed"
ISSUE: Final = "unclaimed_walk"


@dataclass(frozen=True, kw_only=True, slots=True)
class UnclaimedWalk:
    """A finished walk of which it is not known whose it is."""

    session: Session
    belt: str
    """What the user calls the belt."""
    is_claimed: bool = False
    """Somebody has it, and may give it back by undoing that."""

    @property
    def forgotten_at(self) -> datetime:
        """When it is forgotten."""
        return self.session.finished_at + KEPT_FOR


@dataclass(kw_only=True, slots=True)
class _Follower:
    """Who follows one belt."""

    belt: str
    engine: SessionEngine


class UnclaimedWalks:
    """One engine for each belt that nobody is on, and what it has recorded within a day."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        """Begin with nothing; `async_load` brings what was there before."""
        self._hass = hass
        self._entry = entry
        self._days = HomeDays(hass, entry)
        self._followers: dict[str, _Follower] = {}
        self._walks: dict[str, UnclaimedWalk] = {}
        self._promised: set[str] = set()
        """Walks that are on their way to a walker's journal."""
        self._store = take_up(hass, STORE_KEY, lambda: None)
        self._alarm = Alarm(hass, self._async_time_passed)
        self._task: asyncio.Task[None] | None = None
        self._changed = False

    async def async_load(self, recorded: Collection[str]) -> None:
        """Take up what was kept; walks with these ids have found their walkers."""
        try:
            payload = await self._store.async_read()
            if payload is not None:
                self._read(payload, recorded)
        except (Unreadable, StoredError) as err:
            _LOGGER.error("Unclaimed walks cannot be read and are set aside: %s", err)
            try:
                await async_set_file_aside(self._hass, STORE_KEY)
            except OSError as error:
                _LOGGER.error("Unclaimed walks cannot be set aside: %s", error)

    def _read(self, payload: Payload, recorded: Collection[str]) -> None:
        followers: dict[str, _Follower] = {}
        walks: dict[str, UnclaimedWalk] = {}
        belts = stored.mapping(payload.get("belts"), "belts")
        for source in belts:
            raw = stored.mapping(belts[source], "belt")
            followers[source] = self._follower(stored.text(raw, "name"))
            followers[source].engine.restore(raw)
        for value in stored.sequence(payload.get("walks"), "walks"):
            raw = stored.mapping(value, "walk")
            session = read_session(raw.get("session"))
            walks[session.id] = UnclaimedWalk(
                session=session,
                belt=stored.text(raw, "belt"),
                # A crash may have come between the claim and its being written down here.
                is_claimed=stored.flag(raw, "claimed") or session.id in recorded,
            )
        self._followers, self._walks = followers, walks

    def _follower(self, belt: str) -> _Follower:
        engine = SessionEngine(NOBODYS_BODY, self._days.day_and_zone)
        return _Follower(belt=belt, engine=engine)

    @callback
    def async_begin(self) -> None:
        """Let the time since the last checkpoint pass, and ask about what is unclaimed."""
        self._entry.async_on_unload(
            self._hass.bus.async_listen(EVENT_HOMEASSISTANT_STOP, self._async_stop)
        )
        for walk in self.walks:
            self._ask(walk)
        self._async_time_passed()

    async def async_close(self) -> None:
        """Write everything down and stop."""
        self._async_stop()
        await self.async_settle()
        leave_behind(self._hass, self._store)

    @callback
    def _async_stop(self, _event: Event | None = None) -> None:
        self._alarm.async_end()
        if any(follower.engine.open for follower in self._followers.values()):
            self._save_soon()

    # Belts

    @callback
    def async_follow(self, source: str, belt: str) -> Callable[[Sample], None]:
        """Follow a belt that nobody is on, under its present name; who takes what it sees."""
        if source in self._followers:
            self._followers[source].belt = belt
        else:
            self._followers[source] = self._follower(belt)
        return partial(self._feed, self._followers[source])

    @callback
    def _feed(self, follower: _Follower, sample: Sample) -> None:
        if events := follower.engine.feed(sample):
            self._happened(follower, events)

    def counters(self, source: str) -> Counters | None:
        """What a belt's counters stood at in a walk that is open or may be rejoined."""
        if source not in self._followers:
            return None
        return self._followers[source].engine.counters(source, dt_util.utcnow())

    def open_walk(self, source: str) -> OpenSession | None:
        """The walk on a belt that is not over."""
        follower = self._followers.get(source)
        return None if follower is None else follower.engine.open

    @callback
    def async_let_go(self, source: str) -> None:
        """Follow a belt no more, on whose open walk somebody else goes on."""
        self._followers.pop(source, None)
        self._save_soon()

    @callback
    def async_finish(self, source: str) -> None:
        """Finish the open walk of a belt that somebody is on now; it stays unclaimed."""
        follower = self._followers.pop(source)
        self._happened(follower, follower.engine.finish(dt_util.utcnow()))

    # Walks

    @property
    def walks(self) -> list[UnclaimedWalk]:
        """What is unclaimed, in the order in which it ended."""
        now = dt_util.utcnow()
        found = [
            walk
            for walk in self._walks.values()
            if not walk.is_claimed
            and walk.session.id not in self._promised
            and now < walk.forgotten_at
        ]
        return sorted(found, key=lambda walk: walk.session.finished_at)

    def walk(self, session_id: str | None) -> UnclaimedWalk:
        """The unclaimed walk with this id, or the latest. Raises RefusedError where there is none."""
        for walk in reversed(self.walks):
            if session_id in (None, walk.session.id):
                return walk
        if session_id is None:
            raise RefusedError(Refusal.NOTHING_UNCLAIMED)
        raise RefusedError(Refusal.UNKNOWN_SESSION, session_id)

    @contextmanager
    def handing_out(self, session_id: str) -> Iterator[None]:
        """Promise a walk to somebody, who has claimed it once that went well; it is kept for its day, as that may be undone."""
        self._promised.add(session_id)
        for follower in self._followers.values():
            follower.engine.let_go({session_id})
        try:
            yield
            if session_id in self._walks:
                self._set_claimed(session_id, is_claimed=True)
        finally:
            self._promised.discard(session_id)

    @callback
    def async_take_back(self, session_id: str) -> None:
        """Nobody has claimed it after all. Raises RefusedError where it has been forgotten meanwhile."""
        walk = self._walks.get(session_id)
        if walk is None or dt_util.utcnow() >= walk.forgotten_at:
            raise RefusedError(Refusal.FORGOTTEN, session_id)
        self._set_claimed(session_id, is_claimed=False)

    def _set_claimed(self, session_id: str, *, is_claimed: bool) -> None:
        before = self._walks[session_id]
        walk = UnclaimedWalk(
            session=before.session, belt=before.belt, is_claimed=is_claimed
        )
        self._walks[session_id] = walk
        if is_claimed:
            self._ask_no_more(session_id)
        else:
            self._ask(walk)
        self._save_soon()

    @callback
    def async_forget(self, session_id: str) -> None:
        """A guest has walked: nothing is kept of it."""
        for follower in self._followers.values():
            follower.engine.let_go({session_id})
        self._drop(session_id)
        self._save_soon()

    def _drop(self, session_id: str) -> None:
        if self._walks.pop(session_id, None) is not None:
            self._ask_no_more(session_id)

    # What follows from it

    def _happened(self, follower: _Follower, events: Events) -> None:
        for event in events:
            if isinstance(event, SessionFinished) and event.recorded:
                walk = UnclaimedWalk(session=event.session, belt=follower.belt)
                self._walks[event.session_id] = walk
                self._ask(walk)
            elif isinstance(event, SessionResumed) and event.rejoined:
                self._drop(event.session_id)
        self._save_soon()
        self._arm_timer()

    @callback
    def _async_time_passed(self) -> None:
        now = dt_util.utcnow()
        for session_id in [
            session_id
            for session_id, walk in self._walks.items()
            if now >= walk.forgotten_at
        ]:
            self._drop(session_id)
            self._save_soon()
        for follower in tuple(self._followers.values()):
            if events := follower.engine.tick(now):
                self._happened(follower, events)
        self._arm_timer()

    def _arm_timer(self) -> None:
        waits = [walk.forgotten_at for walk in self._walks.values()]
        wakeups = (one.engine.next_wakeup for one in self._followers.values())
        waits.extend(wakeup for wakeup in wakeups if wakeup is not None)
        if waits:
            self._alarm.async_set(min(waits))

    def _ask(self, walk: UnclaimedWalk) -> None:
        session = walk.session
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            f"{ISSUE}_{session.id}",
            is_fixable=True,
            severity=ir.IssueSeverity.WARNING,
            translation_key=ISSUE,
            translation_placeholders={
                "belt": walk.belt,
                "minutes": str(max(1, round(session.active_s() / 60))),
                "start": f"{dt_util.as_local(session.started_at):%Y-%m-%d %H:%M}",
            },
            data={"session_id": session.id},
        )

    def _ask_no_more(self, session_id: str) -> None:
        ir.async_delete_issue(self._hass, DOMAIN, f"{ISSUE}_{session_id}")

    # On paper

    def _save_soon(self) -> None:
        self._changed = True
        if self._task is None or self._task.done():
            self._task = self._hass.async_create_task(
                self._async_save(),
                "RetroWalk writes unclaimed walks",
                eager_start=False,
            )

    async def _async_save(self) -> None:
        while self._changed:
            self._changed = False
            await self._store.async_save(self._written())

    async def async_settle(self) -> None:
        """Wait until all has been written that can be."""
        while self._task is not None and not self._task.done():
            # Who waits may be cancelled; what is being written may not.
            await asyncio.shield(self._task)
        await self._store.async_write_kept()

    def _written(self) -> Payload:
        return {
            "belts": {
                source: {"name": follower.belt, **follower.engine.written()}
                for source, follower in self._followers.items()
            },
            "walks": [
                {
                    "session": written_session(walk.session),
                    "belt": walk.belt,
                    "claimed": walk.is_claimed,
                }
                for walk in self._walks.values()
            ],
        }


async def async_forget_unclaimed(hass: HomeAssistant) -> None:
    """Forget the walks of nobody's, and take back what was asked about them: their home is gone."""
    for domain, issue_id in tuple(ir.async_get(hass).issues):
        if domain == DOMAIN and issue_id.startswith(f"{ISSUE}_"):
            ir.async_delete_issue(hass, DOMAIN, issue_id)
    await take_up(hass, STORE_KEY, lambda: None).async_remove()
