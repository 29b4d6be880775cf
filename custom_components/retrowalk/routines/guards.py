"""Guards: whether a path is clear, for whoever asks, and who is told when it is not."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
import logging
from typing import Final

from homeassistant.core import CALLBACK_TYPE, CoreState, HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util

from ..alarm import Alarm
from ..const import CONF_ALLOW_STOP, DOMAIN
from ..coordinator import WalkerCoordinator
from ..home import Home, HomeConfigEntry
from ..keeping_store import Payload, Unreadable
from ..moments import Moment
from ..path import Path
from ..store import leave_behind, take_up
from ..walking import stored
from ..walking.checklist import Line
from ..walking.events import (
    SessionDiscarded,
    SessionFinished,
    SessionResumed,
    SessionStarted,
)
from ..walking.guard import PathBlocked, PathState, Stage, Verdict
from ..whereabouts import belt_walked_on, path_ahead
from .guard_texts import in_words
from .guard_walks import LIGHTS_NEED, GuardedWalk
from .path_watch import PathWatch
from .ticks import Ticks

_LOGGER = logging.getLogger(__name__)

STORE: Final = f"{DOMAIN}.guards"


class GuardRoutine:
    """Knows who walks where, and tells them what gets in the way."""

    def __init__(self, hass: HomeAssistant, entry: HomeConfigEntry) -> None:
        """Begin with nobody; `async_load` brings what was before a restart."""
        self._hass = hass
        self._entry = entry
        self._store = take_up(hass, STORE, lambda: None)
        self._ticks = Ticks()
        self._watch = PathWatch(hass, entry, self._ticks, self._look)
        self._walks: dict[str, GuardedWalk] = {}
        """By walker id."""
        self._ordered: dict[str, GuardedWalk] = {}
        """Walks that were let start and have not begun, by walker id."""
        self._last: dict[str, GuardedWalk] = {}
        """The last walk of each walker: it may be rejoined."""
        self._listeners: dict[str, list[Callable[[], None]]] = {}
        self._alarm = Alarm(hass, self._async_time_passed)
        self._unsaved = False
        self._task: asyncio.Task[None] | None = None

    async def async_load(self) -> None:
        """Read what was ticked, and what those who walk were told."""
        try:
            payload = await self._store.async_read()
            if payload is not None:
                self._ticks.read(payload.get("ticks"))
                walks = stored.mapping(payload.get("walks"), "walks")
                self._last = {
                    walker_id: GuardedWalk.read(walk)
                    for walker_id, walk in walks.items()
                }
        except (Unreadable, stored.StoredError) as err:
            _LOGGER.warning("Checklists of paths begin anew: %s", err)

    @callback
    def async_listen(self) -> None:
        """Be told what happens to each walker."""
        for walker in self._home.walkers.values():
            self._entry.async_on_unload(
                walker.moments.async_add(partial(self._happened, walker))
            )

    @callback
    def async_begin(self) -> None:
        """Look after the paths, and after walks that were open before a restart."""
        for walker in self._home.walkers.values():
            session = walker.data.session
            if session is not None and walker.walker_id not in self._walks:
                self._enter(walker, session.id, session.started_at)
        self._entry.async_on_unload(
            self._hass.bus.async_listen(
                er.EVENT_ENTITY_REGISTRY_UPDATED, self._watch.async_entity_changed
            )
        )
        self._entry.async_on_unload(async_at_started(self._hass, self._follow))
        self.async_follow_paths()

    async def async_close(self) -> None:
        """Look after nothing any more, and write everything down."""
        self._alarm.async_end()
        self._watch.async_end()
        if self._task is not None:
            await self._task
        await self._store.async_write_kept()
        leave_behind(self._hass, self._store)

    @property
    def _home(self) -> Home:
        return self._entry.runtime_data

    # What is asked

    @callback
    def verdict(self, path_id: str) -> Verdict | None:
        """What is in the way on a path, for whoever walks there; None where nothing is looked after."""
        path = self._home.paths[path_id]
        if not self._watch.looks_after(path):
            return None
        walks = self._walks_on(path_id)
        if walks:
            return self._watch.during(path, walks)
        return self._watch.before(path, self._home.walkers)

    @callback
    def verdict_for(self, path_id: str, walker_id: str) -> Verdict:
        """What is in the way of a walk that this walker would begin now."""
        return self._watch.before(self._home.paths[path_id], [walker_id])

    @callback
    def async_check(
        self, path_id: str, walker_id: str, *, force: bool, waited: bool = False
    ) -> None:
        """Let a walk be started by command, and tell what is in its way; once it has waited for its lights, the walker stands there.

        Raises ServiceValidationError where something blocks.
        """
        path = self._home.paths[path_id]
        now = dt_util.utcnow()
        order = self._ordered.pop(walker_id, None)
        if order is None or not order.may_begin(path_id, now):
            order = GuardedWalk(path_id=path_id, session_id=None, started_at=now)
        verdict = (
            self._watch.during(path, {walker_id: order}, Stage.START)
            if waited
            else self.verdict_for(path_id, walker_id)
        )
        refused = verdict.state is PathState.BLOCK and not force
        if refused:
            self._tell(walker_id, None, path, verdict, verdict, refused=True)
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="path_blocked",
                translation_placeholders={
                    "path": path.name,
                    "reasons": in_words(self._hass, verdict.refusal),
                },
            )
        self._ordered[walker_id] = order
        news = order.take_news(verdict, sure=True)
        self._tell(walker_id, None, path, news, verdict)

    @callback
    def async_forget_order(self, walker_id: str) -> None:
        """The walk that was let through is not to begin."""
        self._ordered.pop(walker_id, None)

    @callback
    def async_add_listener(
        self, path_id: str, listener: Callable[[], None]
    ) -> CALLBACK_TYPE:
        """Call somebody whenever something about a path may have changed."""
        listeners = self._listeners.setdefault(path_id, [])
        listeners.append(listener)
        return lambda: listeners.remove(listener)

    # The checklist

    @callback
    def is_ticked(self, path_id: str, line: Line) -> bool:
        """Whether a line of a path's checklist is ticked."""
        return self._watch.is_ticked(path_id, line)

    @callback
    def async_tick(self, path_id: str, line: Line, *, ticked: bool) -> None:
        """Tick a line, or take the tick back."""
        self._ticks.tick(path_id, line, self._watch.days.today if ticked else None)
        self._save()
        self._look(path_id)

    # Walks

    @callback
    def _happened(self, walker: WalkerCoordinator, moment: Moment) -> None:
        match moment:
            case SessionStarted() | SessionResumed(rejoined=True):
                self._started(walker, moment.session_id)
            case SessionFinished() | SessionDiscarded():
                self._ended(walker.walker_id)

    def _enter(
        self, walker: WalkerCoordinator, session_id: str, started_at: datetime
    ) -> Stage | None:
        """Have a walk; as what it is to be looked at first, None where it goes on no path."""
        walker_id = walker.walker_id
        former = self._last.pop(walker_id, None)
        if former and former.session_id == session_id and self._knows(former):
            self._walks[walker_id] = former
            return Stage.DURING
        order = self._ordered.pop(walker_id, None)
        path = path_ahead(self._hass, walker)
        if path is None:
            return None
        walk = GuardedWalk(
            path_id=path.id, session_id=session_id, started_at=started_at
        )
        self._walks[walker_id] = walk
        if order is None or not order.may_begin(path.id, started_at):
            return Stage.START
        walk.told = order.told
        return Stage.DURING

    def _knows(self, walk: GuardedWalk) -> bool:
        return walk.path_id in self._home.paths

    def _started(self, walker: WalkerCoordinator, session_id: str) -> None:
        stage = self._enter(walker, session_id, dt_util.utcnow())
        if stage is not None:
            walk = self._walks[walker.walker_id]
            self._show(walk.path_id)
            self._tell_walker(walker.walker_id, walk, stage)
            self._save()

    def _ended(self, walker_id: str) -> None:
        walk = self._walks.pop(walker_id, None)
        if walk is not None:
            self._last[walker_id] = walk
            self._ticks.walked(walk.path_id)
            self._save()
            self._look(walk.path_id)

    def _walks_on(self, path_id: str) -> dict[str, GuardedWalk]:
        return {
            walker_id: walk
            for walker_id, walk in self._walks.items()
            if walk.path_id == path_id
        }

    # What changes

    @callback
    def async_follow_paths(self) -> None:
        """Look after the paths as they are now."""
        self._watch.async_follow()
        self._arm()

    @callback
    def _follow(self, _hass: HomeAssistant) -> None:
        self.async_follow_paths()

    @callback
    def _async_time_passed(self) -> None:
        for path_id in tuple(self._home.paths):
            self._look(path_id)
        self._arm()

    def _arm(self) -> None:
        """Look again when the day ends, with its ticks, and when lights have had their time."""
        now = dt_util.utcnow()
        lit = (walk.started_at + LIGHTS_NEED for walk in self._walks.values())
        days = self._watch.days
        tomorrow = days.begin_of(days.today + timedelta(days=1))
        self._alarm.async_set(min([tomorrow, *(at for at in lit if at > now)]))

    @callback
    def _look(self, path_id: str) -> None:
        """Show what is in the way on a path, then tell those who walk there and do not know."""
        self._show(path_id)
        for walker_id, walk in self._walks_on(path_id).items():
            if self._tell_walker(walker_id, walk, Stage.DURING):
                self._save()

    def _show(self, path_id: str) -> None:
        for listener in tuple(self._listeners.get(path_id, ())):
            listener()

    def _tell_walker(self, walker_id: str, walk: GuardedWalk, stage: Stage) -> bool:
        """Tell what is new in the way of a walk; whether anything is."""
        path = self._home.paths[walk.path_id]
        verdict = self._watch.during(path, {walker_id: walk}, stage)
        is_sure = self._hass.state is CoreState.running
        news = walk.take_news(verdict, sure=is_sure)
        self._tell(walker_id, walk.session_id, path, news, verdict)
        return bool(news.findings)

    def _tell(
        self,
        walker_id: str,
        session_id: str | None,
        path: Path,
        news: Verdict,
        whole: Verdict,
        *,
        refused: bool = False,
    ) -> None:
        if not news.findings:
            return
        walker = self._home.walkers[walker_id]
        belt = belt_walked_on(self._hass, walker)
        walker.moments.async_tell(
            PathBlocked(
                at=dt_util.utcnow(),
                session_id=session_id,
                path_id=path.id,
                path=path.name,
                news=news,
                whole=whole,
                refused=refused,
                can_stop=belt is not None
                and belt.runtime_data.moving
                and bool(belt.options.get(CONF_ALLOW_STOP, False)),
            )
        )

    # On the disk

    def _save(self) -> None:
        """Write it all down, beginning at once; called again meanwhile, the latest is written."""
        self._arm()
        self._unsaved = True
        if self._task is None or self._task.done():
            self._task = self._hass.async_create_task(
                self._async_save(), "RetroWalk's guards"
            )

    async def _async_save(self) -> None:
        while self._unsaved:
            self._unsaved = False
            await self._store.async_save(self._written())

    def _written(self) -> Payload:
        return {
            "ticks": self._ticks.written(self._home.paths),
            "walks": {
                walker_id: walk.written() for walker_id, walk in self._walks.items()
            },
        }
