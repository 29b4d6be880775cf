"""One walker: samples and commands go in, the state for everybody comes out; one timer, one journal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
import logging
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import (
    CONF_NAME,
    EVENT_CORE_CONFIG_UPDATE,
    EVENT_HOMEASSISTANT_STOP,
)
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from .alarm import Alarm
from .const import CONF_DAY_START_HOUR, CONF_WEEK_START, DOMAIN
from .keeping_store import Payload
from .profile import profile_of
from .recording import Recording
from .walker_state import Cadence, WalkerState
from .walking.announcements import Announcements, StreakEvent
from .walking.day import day_begin, local_day
from .walking.events import CheckpointDue, Events, WalkEvent
from .walking.journal import Decision, DecisionKey, DecisionValue, Journal
from .walking.ledger import Ledger
from .walking.model import Counters, Direction, Phase, Sample
from .walking.open_session import RECORDED_FROM_S
from .walking.session import PLANNED_S, SessionEngine
from .walking.stats import Standing, Walked
from .walking.stored import StoredError, mapping
from .walking.streak import StreakKind
from .walking.view import session_view

_LOGGER = logging.getLogger(__name__)

SESSION_EVERY: Final = timedelta(seconds=30)

type Moment = WalkEvent | StreakEvent


@dataclass(frozen=True, kw_only=True, slots=True)
class Home:
    """The runtime of the home entry."""

    walkers: dict[str, WalkerCoordinator]
    """By subentry id."""
    options: dict[str, Any]
    """The entry's options that the walkers were set up with."""
    joined: dict[str, str] = field(default_factory=dict)
    """The subentry id of the walker on each belt, by the belt's address."""


type HomeConfigEntry = ConfigEntry[Home]


class WalkerCoordinator(DataUpdateCoordinator[WalkerState]):
    """Feeds the engine of one walker, keeps the journal, and tells what changed."""

    config_entry: HomeConfigEntry

    def __init__(
        self, hass: HomeAssistant, entry: HomeConfigEntry, subentry: ConfigSubentry
    ) -> None:
        """Begin empty; `async_load` brings the past."""
        super().__init__(
            hass, _LOGGER, config_entry=entry, name=f"walker {subentry.subentry_id}"
        )
        self.walker_id = subentry.subentry_id
        self._engine = SessionEngine(profile_of(subentry), self._civil_day)
        self._recording = Recording(hass, self.walker_id, subentry.data[CONF_NAME])
        self._ledger = self._derived()
        self._announcements = Announcements()
        self._moment_listeners: list[Callable[[Moment], None]] = []
        self._alarm = Alarm(hass, self._async_time_passed)
        self._due_at = self._day_ends_at = dt_util.utcnow()
        self._half_minutes = 0
        self._cadence = Cadence.EVENT

    # From set-up to unloading

    async def async_load(self) -> None:
        """Read the journal and take up the session that was open."""
        checkpoint = await self._recording.async_load()
        self._ledger = self._derived()
        if checkpoint is not None:
            self._restore(checkpoint)
        now = dt_util.utcnow()
        self._engine.choice = self._ledger.figures.goals.direction(self.day_of(now))
        self.data = self._state(now)

    def _derived(self) -> Ledger:
        return Ledger(
            self._recording.journal, self.config_entry.options.get(CONF_WEEK_START, 0)
        )

    def _restore(self, payload: Payload) -> None:
        announcements = Announcements()
        try:
            announcements.read(mapping(payload.get("announced"), "announced"))
            self._engine.restore(payload)
        except StoredError as err:
            self._recording.reject_checkpoint(str(err))
            return
        self._announcements = announcements
        self._leave_out_open_session()

    def _leave_out_open_session(self) -> None:
        if (session := self._engine.open) is not None:
            self._ledger.leave_out(session.id)

    @callback
    def async_begin(self) -> None:
        """Let the time since the last checkpoint pass, now that everybody listens."""
        self.config_entry.async_on_unload(
            self.hass.bus.async_listen(EVENT_HOMEASSISTANT_STOP, self._async_home_stops)
        )
        self.config_entry.async_on_unload(
            self.hass.bus.async_listen(
                EVENT_CORE_CONFIG_UPDATE, self._async_zone_changed
            )
        )
        now = dt_util.utcnow()
        self._happened(self._engine.tick(now), now)

    async def async_close(self) -> None:
        """Write everything down and stop."""
        self._async_home_stops()
        await self._recording.async_close()

    @callback
    def _async_home_stops(self, _event: Event | None = None) -> None:
        self._alarm.async_end()
        self._engine.run_clock(dt_util.utcnow())
        self._recording.save_soon(self._checkpoint)

    @callback
    def _async_zone_changed(self, _event: Event) -> None:
        self._happened((), dt_util.utcnow())

    @callback
    def async_reconfigure(self, subentry: ConfigSubentry) -> None:
        """Take over a changed subentry, also in the middle of a session."""
        self._recording.name = subentry.data[CONF_NAME]
        self._engine.reconfigure(profile_of(subentry))
        self._happened((), dt_util.utcnow())

    @property
    def recording(self) -> Recording:
        """What is kept of the walker, and whether it could be read."""
        return self._recording

    async def async_set_aside(self) -> None:
        """Go on without files that cannot be read. Raises OSError where they cannot be renamed."""
        await self._recording.async_set_aside()
        self._recording.save_soon(self._checkpoint, self._ledger.journal.years)
        self._happened((), dt_util.utcnow())

    async def async_adopt(self, journal: Journal) -> bool:
        """Take over another journal; whether it is on the disk. Raises ServiceValidationError while a file is unreadable."""
        self._refuse_while_unreadable()
        now = dt_util.utcnow()
        years = self._ledger.journal.adopt(journal)
        self._ledger = self._derived()
        self._leave_out_open_session()
        self._engine.choice = self._ledger.figures.goals.direction(self.day_of(now))
        # What was walked under another name is no news.
        self._announcements.compare(self._own_standing(self._state(now)))
        self._recording.save_soon(self._checkpoint, years)
        self._happened((), now)
        return await self._recording.async_settle()

    def _refuse_while_unreadable(self) -> None:
        if not self._recording.readable:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="walker_read_only"
            )

    # What sources see, and what the walker orders

    @callback
    def feed(self, sample: Sample) -> None:
        """Take what a live source saw; most samples change nothing that is due."""
        events = self._engine.feed(sample)
        if events:
            self._happened(events, sample.at)
        elif sample.at >= self._due_at:
            self._let_pass(sample.at)

    def counters(self, source: str) -> Counters | None:
        """What a source's counters stood at in a session that is open or may be rejoined."""
        return self._engine.counters(source, dt_util.utcnow())

    @property
    def in_session(self) -> bool:
        """Whether a session is open."""
        return self._engine.open is not None

    async def async_start(self, planned_s: float = PLANNED_S) -> None:
        """Start a session, or go on with a paused one."""
        now = dt_util.utcnow()
        self._happened(self._engine.start(now, ulid_now(), planned_s=planned_s), now)

    async def async_pause(self) -> None:
        """Pause the session. Raises ServiceValidationError where there is none, as do all that follow."""
        self._ordered(self._engine.pause)

    async def async_resume(self) -> None:
        """Go on with the session."""
        self._ordered(self._engine.resume)

    async def async_turn(self, direction: Direction | None = None) -> None:
        """Turn round, or into a direction."""
        self._ordered(lambda at: self._engine.turn(at, direction))

    async def async_finish(self) -> None:
        """Finish the session."""
        self._ordered(self._engine.finish)

    async def async_discard(self) -> None:
        """Throw the session away."""
        self._ordered(self._engine.discard)

    def _ordered(self, order: Callable[[datetime], Events]) -> None:
        if self._engine.open is None:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="no_session"
            )
        now = dt_util.utcnow()
        self._happened(order(now), now)

    def decided(self, key: DecisionKey) -> DecisionValue:
        """What the walker decided on a matter, as of today."""
        return self._ledger.figures.goals.decided(key, self.day_of(dt_util.utcnow()))

    async def async_decide(self, key: DecisionKey, value: DecisionValue) -> None:
        """Keep a decision in the journal; it holds from today. Raises ServiceValidationError while a file is unreadable."""
        self._refuse_while_unreadable()
        now = dt_util.utcnow()
        today = self.day_of(now)
        self._ledger.journal.decide(Decision(at=now, day=today, key=key, value=value))
        self._recording.save_soon(self._checkpoint, {today.year})
        self._ledger.figures.judge(today)
        self._engine.choice = self._ledger.figures.goals.direction(today)
        self._happened((), now)

    # What follows from it

    def _happened(self, events: Events, at: datetime) -> None:
        """Keep what happened, then tell it; checkpoints are written and not told."""
        moments: list[Moment] = []
        years: set[int] = set()
        for event in events:
            if isinstance(event, CheckpointDue):
                continue
            years |= self._ledger.keep(event)
            moments.append(event)
        if events:
            self._recording.save_soon(self._checkpoint, years)
        self._half_minutes = 0
        self._tell(at, Cadence.EVENT, moments)

    def _tell(self, at: datetime, cadence: Cadence, moments: Sequence[Moment]) -> None:
        """Entities first, then whoever waits for moments."""
        state = self._state(at)
        standing = self._own_standing(state)
        news = self._announcements.compare(standing) if self._recording.readable else ()
        if news:
            self._recording.save_soon(self._checkpoint)
            cadence = Cadence.EVENT
        self._cadence = cadence
        self.async_set_updated_data(state)
        self._due_at = min(self._day_ends_at, self._next_figure(state, standing, at))
        self._arm_timer()
        for moment in (*moments, *news):
            for listener in tuple(self._moment_listeners):
                listener(moment)

    def _state(self, at: datetime) -> WalkerState:
        today = self.day_of(at)
        self._day_ends_at = self._begin_of(today + timedelta(days=1))
        standing = self._ledger.figures.standing(today, self._running)
        return WalkerState(
            session=session_view(self._engine),
            standing=standing,
            choice=self._engine.choice,
            day_began_at=self._begin_of(today),
            week_began_at=self._begin_of(standing.week_begin),
        )

    @property
    def _running(self) -> tuple[date, Walked] | None:
        session = self._engine.open
        if session is None or not session.counts:
            return None
        return session.day, session.stretches

    def _own_standing(self, state: WalkerState) -> Standing:
        """A walk over the start of a day belongs to the day it began, and so does what it brings."""
        session = self._engine.open
        if session is None or session.day >= state.standing.day:
            return state.standing
        return self._ledger.figures.standing(session.day, self._running)

    def _next_figure(
        self, state: WalkerState, standing: Standing, at: datetime
    ) -> datetime:
        """When a figure is due next that no event announces: half a minute on, the first minute, the goal."""
        view = state.session
        if view is None or view.phase is not Phase.WALKING:
            return self._day_ends_at
        waits = [SESSION_EVERY.total_seconds()]
        if self._running is None:
            waits.append(RECORDED_FROM_S - view.active_s)
        elif standing.kind is StreakKind.DAILY and not standing.goal_reached:
            waits.append(standing.goal - standing.walked)
        return at + timedelta(seconds=max(0.1, min(waits)))

    @override
    def async_update_listeners(self) -> None:
        """Ask those entities whose figure is due."""
        for update, due in tuple(self._listeners.values()):
            if not isinstance(due, Cadence) or due <= self._cadence:
                update()

    @callback
    def async_add_moment_listener(
        self, listener: Callable[[Moment], None]
    ) -> CALLBACK_TYPE:
        """Tell somebody each moment of the walk and of the streak, after the entities have been written."""
        self._moment_listeners.append(listener)
        return lambda: self._moment_listeners.remove(listener)

    # The one timer

    def _arm_timer(self) -> None:
        wakeup = self._engine.next_wakeup
        self._alarm.async_set(
            self._due_at if wakeup is None else min(self._due_at, wakeup)
        )

    @callback
    def _async_time_passed(self) -> None:
        now = dt_util.utcnow()
        events = self._engine.tick(now)
        if any(not isinstance(event, CheckpointDue) for event in events):
            self._happened(events, now)
            return
        if events:
            self._recording.save_soon(self._checkpoint)
        if now >= self._due_at:
            self._engine.run_clock(now)
            self._let_pass(now)
        else:
            self._arm_timer()

    def _let_pass(self, at: datetime) -> None:
        """Nothing happened but time: show what is due."""
        self._half_minutes += 1
        if at >= self._day_ends_at:
            self._tell(at, Cadence.EVENT, ())
        else:
            self._tell(
                at, Cadence.SESSION if self._half_minutes % 2 else Cadence.TODAY, ()
            )

    # Days

    @property
    def _day_start_hour(self) -> int:
        return int(self.config_entry.options.get(CONF_DAY_START_HOUR, 0))

    def day_of(self, at: datetime) -> date:
        """The civil day of a moment, by the home's zone and day start."""
        return local_day(at, dt_util.get_default_time_zone(), self._day_start_hour)

    def _begin_of(self, day: date) -> datetime:
        return day_begin(day, dt_util.get_default_time_zone(), self._day_start_hour)

    def _civil_day(self, at: datetime) -> tuple[date, str]:
        return self.day_of(at), self.hass.config.time_zone

    def _checkpoint(self) -> Payload:
        return self._engine.written() | {"announced": self._announcements.written()}
