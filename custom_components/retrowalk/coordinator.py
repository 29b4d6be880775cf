"""One walker: samples and commands go in, the state for everybody comes out; one timer, one journal."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
import logging
from typing import TYPE_CHECKING, Unpack, override

from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import (
    CONF_NAME,
    EVENT_CORE_CONFIG_UPDATE,
    EVENT_HOMEASSISTANT_STOP,
)
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from .alarm import Alarm
from .const import CONF_WEEK_START, DOMAIN
from .home_days import HomeDays
from .keeping_store import Payload
from .moments import Moment, MomentListeners
from .profile import profile_of
from .recording import Recording
from .walker_state import Cadence, WalkerState, walker_state
from .walking.announcements import Announcements, StreakEvent
from .walking.checks import Span
from .walking.events import CheckpointDue, Events
from .walking.journal import Decision, DecisionKey, DecisionValue, Journal
from .walking.ledger import Change, Ledger
from .walking.model import Counters, Direction, Sample, StartOrder
from .walking.open_session import OpenSession
from .walking.past import Past
from .walking.reminder_diary import Diary
from .walking.session import SessionEngine
from .walking.stored import StoredError, mapping

if TYPE_CHECKING:
    from .home import HomeConfigEntry

_LOGGER = logging.getLogger(__name__)


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
        self.days = HomeDays(hass, entry)
        self._engine = SessionEngine(profile_of(subentry), self.days.day_and_zone)
        self.recording = Recording(hass, self.walker_id, subentry.data[CONF_NAME])
        self.ledger = self.derived(self.recording.journal)
        self._announcements = Announcements()
        self.diary = Diary()
        self.moments = MomentListeners()
        """Who waits for moments; told after the entities have been written."""
        self._alarm = Alarm(hass, self._async_time_passed)
        self._due_at = dt_util.utcnow()
        self._half_minutes = 0
        self._cadence = Cadence.EVENT
        self.closed = False

    async def async_load(self) -> None:
        """Read the journal and take up the session that was open."""
        checkpoint = await self.recording.async_load()
        if checkpoint is not None:
            self._restore(checkpoint)
        now = dt_util.utcnow()
        if self.recording.readable and (
            years := self.days.keep_in(
                self.recording.journal, now, is_new=checkpoint is None
            )
        ):
            self.recording.save_soon(self.checkpoint, years)
        journal = self.recording.journal
        self._take(await self.hass.async_add_executor_job(self.derived, journal))
        await self.recording.async_load_changes(self.ledger)
        self._engine.choice = self.ledger.figures.goals.direction(self.days.day_of(now))
        self.data = self._state(now)

    def derived(self, journal: Journal) -> Ledger:
        """All figures of a journal; nothing else is touched."""
        return Ledger(journal, self.config_entry.options.get(CONF_WEEK_START, 0))

    def _take(self, ledger: Ledger) -> None:
        ledger.take_place_of(self.ledger)
        if (session := self._engine.open) is not None:
            ledger.leave_out(session.id)
        self.ledger, self.recording.journal = ledger, ledger.journal

    def _restore(self, payload: Payload) -> None:
        announcements = Announcements()
        self.diary.take_up(payload.get("reminded"))
        try:
            announcements.read(mapping(payload.get("announced"), "announced"))
            self._engine.restore(payload)
        except StoredError as err:
            self.recording.reject_checkpoint(str(err))
            return
        self._announcements = announcements

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
        """Write everything down and stop; the past is changed no more."""
        self.closed = True
        self._async_home_stops()
        await self.recording.async_close()

    @callback
    def _async_home_stops(self, _event: Event | None = None) -> None:
        self._alarm.async_end()
        self._engine.run_clock(dt_util.utcnow())
        self.recording.save_soon(self.checkpoint)

    @callback
    def _async_zone_changed(self, _event: Event) -> None:
        self._happened((), dt_util.utcnow())

    @callback
    def async_reconfigure(self, subentry: ConfigSubentry) -> None:
        """Take over a changed subentry, also in the middle of a session."""
        self.recording.name = subentry.data[CONF_NAME]
        self._engine.reconfigure(profile_of(subentry))
        self._happened((), dt_util.utcnow())

    async def async_set_aside(self) -> None:
        """Go on without files that cannot be read. Raises OSError where they cannot be renamed."""
        await self.recording.async_set_aside()
        self._rewritten(self.ledger.journal.years)

    def _rewritten(self, years: set[int], *, news: bool = False) -> None:
        """The past is another one now: that is no news, unless it is about today only."""
        now = dt_util.utcnow()
        self._engine.choice = self.ledger.figures.goals.direction(self.days.day_of(now))
        if not news:
            self._announcements.settle(self._state(now).own_standing)
        self.recording.save_soon(self.checkpoint, years)
        self._happened((), now)

    @property
    def past(self) -> Past:
        """What may be changed of the past just now. Raises ServiceValidationError while a file is unreadable."""
        self._refuse_while_unreadable()
        now, session = dt_util.utcnow(), self._engine.open
        if session is None:
            return Past(self.ledger, now)
        return Past(self.ledger, now, Span(session.started_at, now, session.id))

    @callback
    def async_amend(self, change: Change, ledger: Ledger | None = None) -> None:
        """Enter a change of the past that has been checked, or take the ledger that has it. Raises ServiceValidationError."""
        self._refuse_when_closed()
        if ledger is None:
            self.ledger.amend(change)
        else:
            self._take(ledger)
        self._engine.let_go(change.session_ids, change.walked_until)
        news = ledger is None and change.days == {self.days.today}
        self._rewritten(change.years, news=news)

    def _refuse_when_closed(self) -> None:
        if self.closed:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="home_not_ready"
            )

    def _refuse_while_unreadable(self) -> None:
        self._refuse_when_closed()
        if not self.recording.readable:
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

    @callback
    def async_take_over(self, session: OpenSession) -> None:
        """Go on with a walk that was nobody's until now."""
        self._happened(self._engine.take_over(session), dt_util.utcnow())

    @property
    def in_session(self) -> bool:
        """Whether a session is open."""
        return self._engine.open is not None

    async def async_start(self, **order: Unpack[StartOrder]) -> None:
        """Start a session, or go on with a paused one."""
        now = dt_util.utcnow()
        self._happened(self._engine.start(now, ulid_now(), **order), now)

    async def async_pause(self) -> None:
        """Pause the session. Raises ServiceValidationError where there is none, as do all that follow."""
        self._ordered(self._engine.pause)

    async def async_resume(self) -> None:
        """Go on with the session."""
        self._ordered(self._engine.resume)

    async def async_turn(self, direction: Direction | None = None) -> None:
        """Turn round, or into a direction."""
        self._ordered(lambda at: self._engine.turn(at, direction))

    async def async_finish(self) -> Events:
        """Finish the session; what came of it."""
        return self._ordered(self._engine.finish)

    async def async_discard(self) -> None:
        """Throw the session away."""
        self._ordered(self._engine.discard)

    def _ordered(self, order: Callable[[datetime], Events]) -> Events:
        if self._engine.open is None:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="no_session"
            )
        now = dt_util.utcnow()
        events = order(now)
        self._happened(events, now)
        return events

    def decided(self, key: DecisionKey) -> DecisionValue:
        """What the walker decided on a matter, as of today."""
        return self.ledger.figures.goals.decided(key, self.days.today)

    async def async_decide(self, decided: Mapping[DecisionKey, DecisionValue]) -> None:
        """Keep decisions in the journal; they hold from today. Raises ServiceValidationError while a file is unreadable."""
        self._refuse_while_unreadable()
        now = dt_util.utcnow()
        today = self.days.day_of(now)
        for key, value in decided.items():
            decision = Decision(at=now, day=today, key=key, value=value)
            self.ledger.journal.decide(decision)
        self.recording.save_soon(self.checkpoint, {today.year})
        self.ledger.figures.judge(today)
        self._engine.choice = self.ledger.figures.goals.direction(today)
        self._happened((), now)

    # What follows from it

    def _happened(self, events: Events, at: datetime) -> None:
        """Keep what happened, then tell it; checkpoints are written and not told."""
        moments: list[Moment] = []
        years: set[int] = set()
        for event in events:
            if isinstance(event, CheckpointDue):
                continue
            years |= self.ledger.keep(event)
            moments.append(event)
        if events:
            self.recording.save_soon(self.checkpoint, years)
        self._half_minutes = 0
        self._tell(at, Cadence.EVENT, moments)

    def _tell(self, at: datetime, cadence: Cadence, moments: Sequence[Moment]) -> None:
        """Entities first, then whoever waits for moments."""
        state = self._state(at)
        news: tuple[StreakEvent, ...] = ()
        if self.recording.readable:
            news = self._announcements.compare(state.own_standing, at_risk=state.warns)
        if news:
            self.recording.save_soon(self.checkpoint)
            cadence = Cadence.EVENT
        self._cadence = cadence
        self.async_set_updated_data(state)
        self._due_at = state.next_figure_at(at)
        self._arm_timer()
        self.moments.async_tell(*moments, *news)

    def _state(self, at: datetime) -> WalkerState:
        return walker_state(self._engine, self.ledger.figures, self.days, at)

    @override
    def async_update_listeners(self) -> None:
        """Ask those entities whose figure is due."""
        for update, due in tuple(self._listeners.values()):
            if not isinstance(due, Cadence) or due <= self._cadence:
                update()

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
            self.recording.save_soon(self.checkpoint)
        if now >= self._due_at:
            self._engine.run_clock(now)
            self._let_pass(now)
        else:
            self._arm_timer()

    def _let_pass(self, at: datetime) -> None:
        """Nothing happened but time: show what is due."""
        self._half_minutes += 1
        if at >= self.data.day_ends_at:
            cadence = Cadence.EVENT
        else:
            cadence = Cadence.SESSION if self._half_minutes % 2 else Cadence.TODAY
        self._tell(at, cadence, ())

    def checkpoint(self) -> Payload:
        """What is kept of the open session, and of what was told."""
        return self._engine.written() | {
            "announced": self._announcements.written(),
            "reminded": self.diary.written(),
        }
