"""One walker: samples and commands go in, the state for everybody comes out; one timer, one journal."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Unpack

from homeassistant.core import callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from .clockwork import WalkerClockwork
from .const import DOMAIN
from .walking.checks import Span
from .walking.events import Events
from .walking.journal import Decision, DecisionKey, DecisionValue
from .walking.ledger import Change, Ledger
from .walking.model import Counters, Direction, Glimpse, Sample, StartOrder
from .walking.open_session import OpenSession
from .walking.past import Past


class WalkerCoordinator(WalkerClockwork):
    """Takes what sources see and what the walker orders, and lets the past be changed."""

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

    @callback
    def enrich(self, glimpse: Glimpse) -> None:
        """Take what a slow source saw: it never opens, pauses or finishes a session."""

    async def async_enrich_all(self, glimpses: Sequence[Glimpse]) -> int:
        """Take many glimpses at once, also of sessions long ago; how many told something new.

        Raises ServiceValidationError while a file is unreadable.
        """
        for glimpse in glimpses:
            self.enrich(glimpse)
        return 0

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
