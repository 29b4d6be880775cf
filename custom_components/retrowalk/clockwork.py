"""What goes on by itself in a walker: the past is read and written down, time passes, and what happened is told."""

from collections.abc import Sequence
from datetime import datetime
import logging
from typing import TYPE_CHECKING, override

from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import (
    CONF_NAME,
    EVENT_CORE_CONFIG_UPDATE,
    EVENT_HOMEASSISTANT_STOP,
)
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from .alarm import Alarm
from .const import CONF_WEEK_START
from .home_days import HomeDays
from .keeping_store import Payload
from .moments import Moment, MomentListeners
from .profile import profile_of
from .recording import Recording
from .walker_state import Cadence, OpenWalk, WalkerState, open_walk, walker_state
from .walking.announcements import Announcements, StreakEvent
from .walking.enriching import enriched
from .walking.events import CheckpointDue, Events, SessionResumed
from .walking.journal import Journal
from .walking.late_answers import LateAnswers
from .walking.ledger import Change, Ledger
from .walking.reminder_diary import Diary
from .walking.seeing import see
from .walking.session import SessionEngine
from .walking.settling import Settling
from .walking.sightings import glimpses_of
from .walking.stored import StoredError, mapping
from .walking.unanswered import WAITS

if TYPE_CHECKING:
    from .home import HomeConfigEntry

_LOGGER = logging.getLogger(__name__)


class WalkerClockwork(DataUpdateCoordinator[WalkerState]):
    """Keeps the engine of one walker running, with one timer and one journal."""

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
        self._settling = Settling()
        self.diary = Diary()
        self.late_answers = LateAnswers()
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
        self._go_by_decisions(now)
        self._answer_what_is_overdue(now)
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
        self.late_answers.take_up(payload.get("late_answers"))
        try:
            announcements.read(mapping(payload.get("announced"), "announced"))
            settling = Settling.read(payload.get("unsettled"))
            self._engine.restore(payload)
        except StoredError as err:
            self.recording.reject_checkpoint(str(err))
            return
        self._announcements, self._settling = announcements, settling

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

    def _go_by_decisions(self, at: datetime) -> None:
        """Let walks from now on go as the walker has decided."""
        goals, today = self.ledger.figures.goals, self.days.day_of(at)
        self._engine.choice = goals.direction(today)
        self._engine.cues = goals.cues(today)

    def _rewritten(self, years: set[int], *, news: bool = False) -> None:
        """The past is another one now: that is no news, unless it is about today only."""
        now = dt_util.utcnow()
        self._go_by_decisions(now)
        if not news:
            self._announcements.settle(self._state(now).own_standing)
        self.recording.save_soon(self.checkpoint, years)
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
            self._settling.note(event)
            if isinstance(event, SessionResumed) and event.rejoined:
                self._take_up_seen(event.session_id)
            moments.append(event)
        if events:
            self.recording.save_soon(self.checkpoint, years)
        self._half_minutes = 0
        self._tell(at, Cadence.EVENT, moments)

    def _tell(self, at: datetime, cadence: Cadence, moments: Sequence[Moment]) -> None:
        """Entities first, then whoever waits for moments."""
        self._answer_what_is_overdue(at)
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

    def _answer_what_is_overdue(self, at: datetime) -> None:
        """Let walks count by default whose direction nobody has told in time: that is no news, and comes before a new day is judged."""
        if not self.recording.readable:
            return
        session = self._engine.open
        change = self.late_answers.overdue(
            self.ledger.figures,
            self.days.day_of(at),
            () if session is None else (session.id,),
            ulid_now(),
        )
        if change is None:
            return
        self.ledger.amend(change)
        self._engine.let_go(change.session_ids)
        last_day = max(change.days) + WAITS
        self._announcements.settle(self.ledger.figures.standing(last_day))
        self.recording.save_soon(self.checkpoint, change.years)

    def _state(self, at: datetime) -> WalkerState:
        return walker_state(self._engine, self.ledger.figures, self.days, at)

    @callback
    def present(self, at: datetime) -> WalkerState:
        """Where the walker stands at this very moment, due or not; nobody is told."""
        self._catch_up(at)
        return self._state(at)

    @callback
    def walk(self, at: datetime) -> OpenWalk | None:
        """The open session at this very moment; nobody is told. A small part of `present`, for each second of a walk."""
        self._catch_up(at)
        return open_walk(self._engine, self.ledger.figures, at)

    def _catch_up(self, at: datetime) -> None:
        wakeup = self._engine.next_wakeup
        if wakeup is not None and at < wakeup:
            # Who is called late does not know yet whether anybody still walks.
            self._engine.run_clock(at)

    @override
    def async_update_listeners(self) -> None:
        """Ask those entities whose figure is due."""
        for update, due in tuple(self._listeners.values()):
            if not isinstance(due, Cadence) or due <= self._cadence:
                update()

    def _take_up_seen(self, session_id: str) -> None:
        """What was seen of a walk that was over and goes on belongs to the open one."""
        seen = self._settling.reopen(session_id)
        if self._engine.open is not None:
            see(self._engine.open, glimpses_of(seen))

    def _settle(self, at: datetime) -> None:
        """Let what slow sources have told since the finish be a part of the walk, once; that is no news."""
        due = self._settling.take_due(at)
        if not self.recording.readable:
            return
        sessions = self.ledger.journal.sessions
        settled = [
            (before, enriched(before, glimpses_of(one.seen), self._engine.profile))
            for one in due
            if one.seen and (before := sessions.get(one.session_id)) is not None
        ]
        changed = tuple(pair for pair in settled if pair[0] != pair[1])
        if changed:
            self._enter_quietly(Change(id=ulid_now(), sessions=changed))

    def _enter_quietly(self, change: Change, ledger: Ledger | None = None) -> None:
        """Enter what nobody has changed by hand, or take the ledger that has it: it cannot be undone."""
        # What was reached until now is told first: afterwards nothing of it is news.
        self._happened((), dt_util.utcnow())
        concerned = self.ledger.follow(change)
        if ledger is None:
            self.ledger.amend(change)
        else:
            self._take(ledger)
        if concerned:
            self.hass.async_create_task(
                self.recording.async_save_changes(self.ledger),
                f"RetroWalk writes changes of {self.walker_id}",
            )
        self._rewritten(change.years)

    def _arm_timer(self) -> None:
        times = (self._due_at, self._engine.next_wakeup, self._settling.due_at)
        self._alarm.async_set(min(at for at in times if at is not None))

    @callback
    def _async_time_passed(self) -> None:
        now = dt_util.utcnow()
        if (settles_at := self._settling.due_at) is not None and now >= settles_at:
            self._settle(now)
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
            "unsettled": self._settling.written(),
            "reminded": self.diary.written(),
            "late_answers": self.late_answers.written(),
        }
