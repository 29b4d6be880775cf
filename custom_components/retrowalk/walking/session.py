"""The engine of a session: samples and commands in, events out; it reads no clock and draws no id.

idle --(movement, start)--> walking <--(movement, resume)-- paused --(patience, belt stop, finish)--> idle
                               |--(rest, lost link, pause)--> paused
idle --(the same source moves within REJOIN)--> walking, the same session again
"""

from collections.abc import Callable, Container
from datetime import date, datetime, timedelta
from typing import Final, Unpack

from . import checkpoint, patience, stored
from .company import accompany, attach, go_on_with, measure
from .cueing import ask_for_turns, tell_cues, tell_turn, turn_due_at
from .cues import WantedCues
from .events import (
    CheckpointDue,
    Events,
    SessionDiscarded,
    SessionFinished,
    SessionResumed,
)
from .live import ENDING, credit_last, follow, in_time, is_late, resume
from .live_source import begins, unheard_since
from .model import (
    Counters,
    Direction,
    DirectionChoice,
    FinishReason,
    PauseReason,
    Phase,
    Profile,
    Sample,
    StartOrder,
)
from .open_session import CLOCK_JUMP, OpenSession
from .sample_filter import KnownSamples, Muted

CHECKPOINT_EVERY: Final = timedelta(seconds=15)
PLANNED_S: Final = 600.0

type CivilDay = Callable[[datetime], tuple[date, str]]
"""The civil day of a moment, and the name of its zone."""


class SessionEngine:
    """One walker's sessions: at most one is open, and the one before may be rejoined for a while."""

    def __init__(self, profile: Profile, civil_day: CivilDay) -> None:
        """Begin idle; `civil_day` tells the day and zone that a session keeps from its start."""
        self.profile = profile
        self.choice = DirectionChoice.BACKWARD
        self.cues = WantedCues()
        self.open: OpenSession | None = None
        self.closed: OpenSession | None = None
        self._civil_day = civil_day
        self._muted = Muted()
        self._known = KnownSamples()
        self._checkpoint_at: datetime | None = None

    @property
    def phase(self) -> Phase:
        """What the walker does just now."""
        if self.open is None:
            return Phase.IDLE
        return Phase.WALKING if self.open.paused_at is None else Phase.PAUSED

    def reconfigure(self, profile: Profile) -> None:
        """Take over what is newly known of the walker, for the rest of the session too."""
        self.profile = profile
        for session in (self.open, self.closed):
            if session is not None:
                session.stretches.profile = profile

    def let_go(
        self, session_ids: Container[str], walked_until: datetime | None = None
    ) -> None:
        """Never rejoin a session that was changed by hand, or after which there is another walk now."""
        if (closed := self.closed) is None or closed.finished_at is None:
            return
        grown_over = walked_until is not None and walked_until > closed.finished_at
        if closed.id in session_ids or grown_over:
            self.closed = None

    def take_over(self, session: OpenSession) -> Events:
        """Go on with an open session that another engine began."""
        self._muted.clear()
        self.open, self.closed = session, None
        ask_for_turns(session, self.cues.turn_every_s)
        self._checkpoint_at = session.known_until
        return session.taken_over()

    def run_clock(self, at: datetime) -> None:
        """Credit the time until now to a session that nothing measures."""
        if self.open is not None:
            self.open.run_clock(at)

    def counters(self, source: str, at: datetime) -> Counters | None:
        """What a source's counters stood at when it last fed a session that is open or may be rejoined."""
        session = self.open or self.closed
        if session is None:
            return None
        may_go_on = session is self.open or session.may_be_rejoined(at)
        return session.counters_of(source) if may_go_on else None

    def written(self) -> dict[str, object]:
        """The open and the rejoinable session as JSON values."""
        return {
            "open": None if self.open is None else checkpoint.written(self.open),
            "closed": None if self.closed is None else checkpoint.written(self.closed),
            "muted": self._muted.written(),
        }

    def restore(self, value: object) -> None:
        """Take up what was written. Raises StoredError, and changes nothing, where the value is anything else."""
        raw = stored.mapping(value, "checkpoint")
        still_open = checkpoint.read_open(raw.get("open"), self.profile)
        closed = checkpoint.read_closed(raw.get("closed"), self.profile)
        self._muted = Muted.read(raw.get("muted"))
        self.open, self.closed = still_open, closed

    # What sources see

    def feed(self, sample: Sample) -> Events:
        """Take a sample; a repeated one changes nothing, a late one only adds its metres and steps."""
        if self._known.contains(sample.id) or self._muted.silences(sample):
            return ()
        session = self.open
        if session is None:
            return self._feed_idle(sample)
        if sample.heart_rate_bpm is not None:
            session.heart.hear(sample)
        if sample.source == session.source:
            return self._feed_live(session, sample)
        if session.on_the_clock:
            return attach(session, sample)
        return (*accompany(session, sample), *tell_turn(session, sample.at))

    def _feed_idle(self, sample: Sample) -> Events:
        if not sample.begins:
            return ()
        closed = self.closed
        if closed is not None and closed.finished_at is not None:
            measured = sample.source in closed.measured_by
            if measured and closed.may_be_rejoined(sample.at):
                events = self._rejoin(closed, unheard_since(sample, closed.finished_at))
                go_on_with(closed, sample.source)
                return (*events, *self._feed_live(closed, sample))
            if closed.finished_at - CLOCK_JUMP < sample.at <= closed.finished_at:
                return ()
        if not self.profile.live_opens_session or not begins(sample):
            return ()
        session = self._begin(sample.at, sample.id, by_hand=False)
        measure(session, sample.as_heard)
        return (session.started(),)

    def _rejoin(self, closed: OpenSession, at: datetime) -> Events:
        closed.rejoin(at)
        self.open, self.closed = closed, None
        self._muted.clear()
        self._checkpoint_at = at
        return (SessionResumed(at=at, session_id=closed.id, rejoined=True),)

    def _feed_live(self, session: OpenSession, sample: Sample) -> Events:
        sample = in_time(session, sample)
        jumped = self._follow_clock(session, sample.at)
        if sample.signal in ENDING and not is_late(session, sample):
            credit_last(session, sample)
            return self._finish(
                session, sample.at, ENDING[sample.signal], session.last_movement_at
            )
        return (
            *follow(session, sample),
            *tell_cues(session, sample.at, self.cues),
            *jumped,
        )

    # What the walker orders

    def start(
        self, at: datetime, session_id: str, **order: Unpack[StartOrder]
    ) -> Events:
        """Start a session, go on with a paused one, or take up one that ran on the clock until lately."""
        self._muted.clear()
        events = self._start(at, session_id, order)
        if self.open is not None:
            ask_for_turns(self.open, order.get("turn_every_s"))
        direction = order.get("direction")
        return events if direction is None else (*events, *self.turn(at, direction))

    def _start(self, at: datetime, session_id: str, order: StartOrder) -> Events:
        if self.open is not None:
            return self.resume(at)
        closed = self.closed
        if closed is not None and closed.on_the_clock and closed.may_be_rejoined(at):
            return self._rejoin(closed, at)
        session = self._begin(at, session_id, by_hand=True, **order)
        return (session.started(),)

    def pause(self, at: datetime) -> Events:
        """Pause by command; a session that pauses already is kept paused until resumed."""
        session = self._addressed(at)
        if session is None:
            return ()
        session.rested = session.rested and session.pause_reason is PauseReason.REST
        if session.paused_at is not None:
            session.pause_reason, session.paused_at = PauseReason.COMMAND, at
            return ()
        return session.pause(PauseReason.COMMAND, at)

    def resume(self, at: datetime) -> Events:
        """Go on after a pause; while the link is lost, the next frame does."""
        session = self._addressed(at)
        return () if session is None else resume(session, at)

    def turn(self, at: datetime, direction: Direction | None = None) -> Events:
        """Turn round, or into the direction given."""
        session = self._addressed(at)
        if session is None:
            return ()
        return session.turn(direction or session.other_way, at)

    def finish(self, at: datetime) -> Events:
        """Finish by command; such a session is never rejoined."""
        session = self._addressed(at)
        if session is None:
            return ()
        ended = at if session.paused_at is None else session.last_movement_at
        return self._finish(session, at, FinishReason.COMMAND, ended)

    def discard(self, at: datetime) -> Events:
        """Throw the open session away."""
        session = self._addressed(at)
        if session is None:
            return ()
        self._muted.mute((session.source, *session.others), at)
        self.open = self._checkpoint_at = None
        return (SessionDiscarded(at=at, session_id=session.id),)

    def _addressed(self, at: datetime) -> OpenSession | None:
        """The open session, brought up to now; whoever commands it is still there."""
        session = self.open
        if session is not None:
            self._follow_clock(session, at)
            session.run_clock(at)
            session.extended_at, session.asked_at = at, None
        return session

    # What time brings

    def tick(self, at: datetime) -> Events:
        """Let time pass: lost links, patience, sessions forgotten, and the next checkpoint."""
        session = self.open
        if session is None:
            return ()
        self._follow_clock(session, at)
        events = patience.wait(session, at)
        ending = patience.ending(session, at)
        if ending is not None:
            return (*events, *self._finish(session, at, ending.reason, ending.at))
        events = (*events, *tell_turn(session, at))
        if self._checkpoint_at is None or at >= self._checkpoint_at:
            session.run_clock(at)
            self._checkpoint_at = at + CHECKPOINT_EVERY
            events = (*events, CheckpointDue(at=at, session_id=session.id))
        return events

    @property
    def next_wakeup(self) -> datetime | None:
        """When `tick` is due next; None while nothing is open."""
        session = self.open
        if session is None:
            return None
        times = (patience.due_at(session), self._checkpoint_at, turn_due_at(session))
        return min(at for at in times if at is not None)

    def _follow_clock(self, session: OpenSession, at: datetime) -> Events:
        """A clock that was set back takes the session along; what waits for its time is to be reckoned anew."""
        back = at - session.known_until
        if back >= -CLOCK_JUMP:
            return ()
        session.shift(back)
        self._checkpoint_at = at
        return (CheckpointDue(at=at, session_id=session.id),)

    # How a session changes

    def _begin(
        self,
        at: datetime,
        session_id: str,
        *,
        by_hand: bool,
        **order: Unpack[StartOrder],
    ) -> OpenSession:
        day, zone = self._civil_day(at)
        self.closed = None
        self.open = OpenSession.begin(
            at,
            session_id,
            day=day,
            zone=zone,
            by_hand=by_hand,
            planned_s=order.get("planned_s", PLANNED_S),
            direction=order.get("direction") or self.choice.direction,
            profile=self.profile,
        )
        ask_for_turns(self.open, self.cues.turn_every_s)
        self._checkpoint_at = at
        return self.open

    def _finish(
        self, session: OpenSession, at: datetime, reason: FinishReason, ended: datetime
    ) -> Events:
        # Whoever accompanied it may still be seen moving: that is no walk of its own.
        self._muted.mute(session.others, at)
        if reason in _MUTING or session.runs_on:
            self._muted.mute((session.source,), at)
        session.finished_at, session.finish_reason = ended, reason
        session.go_idle()
        self.open, self.closed = None, session
        self._checkpoint_at = None
        frozen = session.freeze()
        recorded = session.counts and bool(frozen.segments)
        return (
            SessionFinished(
                at=at,
                session_id=session.id,
                session=frozen,
                reason=reason,
                recorded=recorded,
            ),
        )


_MUTING: Final = {FinishReason.COMMAND, FinishReason.BELT_STOP, FinishReason.SAFETY_KEY}
