"""One walker: samples and commands go in, the state for everybody comes out; one timer, one journal."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Final, Unpack

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from .clockwork import WalkerClockwork
from .const import DOMAIN
from .walking.checks import CLOCK_ERROR, Span
from .walking.enriching import enriched_all
from .walking.events import Events
from .walking.journal import Decision, DecisionKey, DecisionValue
from .walking.ledger import MANY, Change, Ledger
from .walking.live_source import kind_of
from .walking.model import Counters, Direction, Glimpse, Sample, SourceKind, StartOrder
from .walking.open_session import OpenSession
from .walking.past import Past
from .walking.seeing import see
from .walking.settling import Window
from .walking.sightings import is_sound

if TYPE_CHECKING:
    from .home import HomeConfigEntry


_TRIES: Final = 5
_SOME: Final = 20
"""From so many enriched sessions on, figures are derived in a thread rather than mended."""
_AT_ONCE: Final = 50
"""Glimpses that are taken before others get their turn."""


class WalkerCoordinator(WalkerClockwork):
    """Takes what sources see and what the walker orders, and lets the past be changed."""

    def __init__(
        self, hass: HomeAssistant, entry: HomeConfigEntry, subentry: ConfigSubentry
    ) -> None:
        """Begin with nothing seen."""
        super().__init__(hass, entry, subentry)
        self._strays: list[Glimpse] = []
        self._stray_task: asyncio.Task[None] | None = None

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
        if not change.answers:
            self._settling.let_go(change.session_ids)
        news = ledger is None and (change.forgoes or change.days == {self.days.today})
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

    async def async_made(
        self, make: Callable[[Past], Change], *, many: int = MANY
    ) -> tuple[Change, Ledger | None]:
        """Make a change in a thread of its own; where it concerns so many sessions, with all figures after it.

        Where the past is another one meanwhile, it is made once more; if that never ends, at once. Raises
        ServiceValidationError, and what `make` raises.
        """

        def made(past: Past) -> tuple[Change, Ledger | None]:
            change = make(past)
            if len(change.sessions) < many:
                return change, None
            change.enter_into(past.journal)
            ledger = self.derived(past.journal)
            ledger.figures.standing(self.days.today)
            return change, ledger

        for _ in range(_TRIES):
            past = self.past.copied()
            version = past.version
            found = await self.hass.async_add_executor_job(made, past)
            if self.past.version == version:
                return found
        return made(self.past.copied())

    # What sources see, and what the walker orders

    @callback
    def feed(self, sample: Sample) -> None:
        """Take what a live source saw; most samples change nothing that is due."""
        events = self._engine.feed(sample)
        if events:
            self._happened(events, sample.at)
        elif sample.at >= self._due_at:
            self._let_pass(sample.at)

    # What slow sources saw

    @callback
    def enrich(self, glimpse: Glimpse) -> None:
        """Take what a slow source saw: it enriches the walk it overlaps, and never opens, pauses or finishes one."""
        if not is_sound(glimpse) or glimpse.at > dt_util.utcnow() + CLOCK_ERROR:
            return
        last = self.data.standing.last
        taken = self._take_fresh([glimpse])
        if taken and not self.in_session:
            # No checkpoint comes by itself any more until the walk is settled.
            self.recording.save_soon(self.checkpoint)
        if not taken and last is not None and glimpse.since < last.finished_at:
            self._strays.append(glimpse)
            if self._stray_task is None or self._stray_task.done():
                self._stray_task = self.hass.async_create_task(
                    self._async_take_strays(),
                    f"RetroWalk takes glimpses of {self.walker_id}",
                    eager_start=False,
                )

    def _take_fresh(self, glimpses: Sequence[Glimpse]) -> int:
        """Take glimpses of the walk that is open, and of those finished lately; how many told something new."""
        count = self._settling.see(glimpses)
        if (session := self._engine.open) is not None:
            window = Window(session.started_at, None)
            count += sum(see(session, [one]) for one in glimpses if window.shows(one))
        if count:
            self._arm_timer()
        return count

    async def _async_take_strays(self) -> None:
        """Glimpses of walks that were settled before."""
        while self._strays and not self.closed and self.recording.readable:
            strays, self._strays = self._strays, []
            # A home that is unloaded meanwhile takes no more.
            with suppress(ServiceValidationError):
                await self.async_enrich_all(strays)

    def _windows(self) -> dict[str, Window]:
        """The times of the walks that are not in the journal for good yet."""
        windows = self._settling.windows
        if (session := self._engine.open) is not None:
            windows[session.id] = Window(session.started_at, None)
        return windows

    async def async_enrich_all(self, glimpses: Sequence[Glimpse]) -> int:
        """Take many glimpses at once, also of walks long ago; how many told something new.

        What is known already changes nothing, and nothing is written for it. Raises ServiceValidationError while a file
        is unreadable.
        """
        windows = self._windows()
        latest, profile = dt_util.utcnow() + CLOCK_ERROR, self._engine.profile
        fresh: list[Glimpse] = []
        taken = 0

        def make(past: Past) -> Change:
            nonlocal taken
            sound = [one for one in glimpses if is_sound(one) and one.at <= latest]
            fresh[:] = [
                one
                for one in sound
                if any(window.shows(one) for window in windows.values())
            ]
            sessions = past.journal.sessions.values()
            settled = [one for one in sessions if one.id not in windows]
            sessions_after, taken = enriched_all(settled, sound, profile)
            return Change(id=ulid_now(), sessions=sessions_after)

        change, ledger = await self.async_made(make, many=_SOME)
        if change.sessions:
            self._enter_quietly(change, ledger)
        for first in range(0, len(fresh), _AT_ONCE):
            if new := self._take_fresh(fresh[first : first + _AT_ONCE]):
                taken += new
                # Who is told that it was taken does not tell it again.
                self.recording.save_soon(self.checkpoint)
            await asyncio.sleep(0)
        if not windows.keys() <= self._windows().keys():
            # A walk was settled meanwhile, without these glimpses.
            taken += await self.async_enrich_all(fresh)
        return taken

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

    def takes(self, source: str) -> bool:
        """Whether what a source sees goes into the open session: another one of its kind measures that, if any."""
        session = self._engine.open
        if session is None or session.source in (None, source):
            return session is not None
        return kind_of(session.source) is not kind_of(source)

    def walks_with(self, source: str) -> bool:
        """Whether a source measures the open session."""
        session = self._engine.open
        return session is not None and session.source == source

    @property
    def is_seen(self) -> bool:
        """Whether a live source measures the open session."""
        return self._engine.open is not None and not self._engine.open.on_the_clock

    @property
    def awaits_belt_since(self) -> datetime | None:
        """When the walk was started by command that no belt measures yet; None where there is no such walk."""
        session = self._engine.open
        if session is None or session.paused_at is not None or not session.by_hand:
            return None
        source = session.source
        measured = source is not None and kind_of(source) is SourceKind.BELT
        return None if measured else session.started_at

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
        self._go_by_decisions(now)
        self._happened((), now)
