"""A session that is not over: all that the engine knows of it, and all that a checkpoint keeps."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, Self

from .cues import TurnCue
from .enriching import with_seen
from .events import Events, SessionPaused, SessionResumed, SessionStarted, SessionTurned
from .heart import HeartRate
from .live_source import Hole, LiveSource, counts_as, rank_of, told_since
from .model import (
    Counters,
    Direction,
    FinishReason,
    PauseReason,
    Profile,
    Sample,
    Seen,
    Session,
)
from .stretches import OpenSegment, Stretches

RECORDED_FROM_S: Final = 60.0
REJOIN: Final = timedelta(minutes=10)
CLOCK_JUMP: Final = timedelta(seconds=60)
"""A moment this much older than the one before means that the clock was set back."""


@dataclass(kw_only=True, slots=True)
class OpenSession:
    """An open session, or one finished so lately that its source may still rejoin it."""

    id: str
    started_at: datetime
    day: date
    zone: str
    by_hand: bool
    planned_s: float
    stretches: Stretches
    last_movement_at: datetime
    counted_until: datetime
    """Until when active time has been credited."""
    source: str | None = None
    """The live source that measures it; None while it runs on the clock."""
    last_frame_at: datetime | None = None
    paused_at: datetime | None = None
    pause_reason: PauseReason | None = None
    resting_since: datetime | None = None
    rested: bool = False
    """Whether the source came to rest since the pause began, if it was told to pause."""
    extended_at: datetime
    """From when the planned time is reckoned: the start, or the last sign of life of a session on the clock."""
    asked_at: datetime | None = None
    counters: Counters | None = None
    finished_at: datetime | None = None
    finish_reason: FinishReason | None = None
    turn_cue: TurnCue | None = None
    above_cap: bool = False
    """Whether it was told that the walker is faster than wanted."""
    speed_mps: float | None = None
    others: dict[str, LiveSource] = field(default_factory=dict)
    """The live sources that were heard and do not measure it now."""
    step_sources: set[str] = field(default_factory=set)
    """The live sources that have told steps."""
    hole: Hole | None = None
    handed_at: datetime | None = None
    """Up to when all had been credited as its source took over from another one."""
    metres_missing_since: datetime | None = None
    """Since when nobody has told a metre: what measures knows only that somebody walks. Who comes back may know them."""
    seen: tuple[Seen, ...] = ()
    """What slow sources saw of it."""
    heart: HeartRate = field(default_factory=HeartRate)

    @classmethod
    def begin(
        cls,
        at: datetime,
        session_id: str,
        *,
        day: date,
        zone: str,
        by_hand: bool,
        planned_s: float,
        direction: Direction,
        profile: Profile,
    ) -> Self:
        """A session that begins now, on the clock."""
        first = OpenSegment(direction=direction, started_at=at)
        return cls(
            id=session_id,
            started_at=at,
            day=day,
            zone=zone,
            by_hand=by_hand,
            planned_s=planned_s,
            stretches=Stretches(profile, day, [first]),
            last_movement_at=at,
            counted_until=at,
            extended_at=at,
        )

    @property
    def counts(self) -> bool:
        """Whether figures count it: from its first minute, or at once when it was started by hand."""
        return self.by_hand or self.stretches.active_s() >= RECORDED_FROM_S

    @property
    def on_the_clock(self) -> bool:
        """Whether nothing measures this session."""
        return self.source is None

    @property
    def known_until(self) -> datetime:
        """The latest moment that this session has heard of."""
        return self.counted_until if self.last_frame_at is None else self.last_frame_at

    @property
    def frontier(self) -> datetime:
        """Up to when all that was walked has been credited."""
        if self.last_frame_at is None:
            return self.counted_until
        return max(self.last_frame_at, self.counted_until)

    @property
    def measured_by(self) -> list[str]:
        """The live sources that have measured it, the best first."""
        measured = [one for one, other in self.others.items() if other.measured]
        if self.source is not None:
            measured.append(self.source)
        return sorted(measured, key=rank_of)

    def counters_of(self, source: str) -> Counters | None:
        """What a live source's counters stood at when it was last heard."""
        if source == self.source:
            return self.counters
        other = self.others.get(source)
        return None if other is None else other.counters

    @property
    def runs_on(self) -> bool:
        """Whether the source of a session that was told to pause moves all the same."""
        return self.pause_reason is PauseReason.COMMAND and not self.rested

    def may_be_rejoined(self, at: datetime) -> bool:
        """Whether a finished session may still go on; never after the command to finish."""
        return (
            self.finished_at is not None
            and self.finish_reason is not FinishReason.COMMAND
            and timedelta(0) < at - self.finished_at <= REJOIN
        )

    def rejoin(self, at: datetime) -> None:
        """Go on with a finished session; the time since then was a pause."""
        self.finished_at = self.finish_reason = None
        self.reopen(at)
        self.extended_at = at
        if self.last_frame_at is not None:
            self.last_frame_at = at - timedelta(microseconds=1)

    def run_clock(self, at: datetime) -> None:
        """Credit the time until now to a session that runs on the clock."""
        if (
            not self.on_the_clock
            or self.paused_at is not None
            or at <= self.counted_until
        ):
            return
        self.gain_time((at - self.counted_until).total_seconds())
        self.counted_until = self.last_movement_at = at

    def gain_time(self, seconds: float) -> None:
        """Credit time in which nothing but the clock is known."""
        self.stretches.gain(
            seconds=seconds, distance_m=0.0, steps=None, speed_mps=None, grade=0.0
        )

    def running_s(self, at: datetime) -> float:
        """Seconds since time was last credited; none while the session pauses."""
        if self.paused_at is not None:
            return 0.0
        return max(0.0, (at - self.counted_until).total_seconds())

    def note(self, sample: Sample) -> None:
        """Remember what a sample shows now, without crediting anything."""
        self.speed_mps = sample.speed_mps
        if sample.counters is not None:
            self.counters = sample.counters

    def credit(self, sample: Sample, *, seconds: float) -> None:
        """Credit a sample of movement, and the seconds it stands for."""
        self.note(sample)
        self._gain(sample, seconds, sample.speed_mps)
        if sample.distance_m > 0:
            self.metres_missing_since = None
        if sample.moves:
            self.counted_until = max(self.counted_until, sample.at)
            self.last_movement_at = max(self.last_movement_at, sample.at)

    def credit_late(self, sample: Sample) -> None:
        """Credit the metres and steps of a sample that comes after later ones, but for what another source has told."""
        if self.handed_at is not None:
            sample = told_since(sample, self.handed_at)
        self._gain(sample, 0.0, sample.speed_mps)

    def credit_gap(self, sample: Sample) -> None:
        """Credit what a device's counters rose by while nobody listened, for as long as its own clock ran."""
        self.note(sample)
        gap_s = max(0.0, (sample.at - self.counted_until).total_seconds())
        walked = sample.distance_m > 0 or bool(sample.steps)
        seconds = min(gap_s, sample.clock_s or 0.0) if walked else 0.0
        self._gain(sample, seconds, None)
        if walked:
            self.last_movement_at = max(
                self.last_movement_at, self.counted_until + timedelta(seconds=seconds)
            )
        self.counted_until = max(self.counted_until, sample.at)

    def _gain(self, sample: Sample, seconds: float, speed_mps: float | None) -> None:
        if sample.steps is not None:
            self.step_sources.add(sample.source)
        self.stretches.gain(
            seconds=seconds,
            distance_m=sample.distance_m,
            steps=sample.steps,
            by=counts_as(sample.source),
            speed_mps=speed_mps,
            grade=sample.grade,
        )

    def pause(self, reason: PauseReason, since: datetime) -> Events:
        """Pause since a moment; a session that pauses already is left as it is."""
        if self.paused_at is not None:
            return ()
        self.paused_at, self.pause_reason = since, reason
        return (SessionPaused(at=since, session_id=self.id, reason=reason),)

    def go_on(self, at: datetime) -> Events:
        """End a pause of any kind: time counts again from now."""
        self.resting_since = None
        self.rested = False
        if self.paused_at is None:
            return ()
        self.reopen(at)
        return (SessionResumed(at=at, session_id=self.id, rejoined=False),)

    def started(self) -> SessionStarted:
        """Tell that it began."""
        return SessionStarted(
            at=self.started_at, session_id=self.id, direction=self.stretches.direction
        )

    def taken_over(self) -> Events:
        """Tell of a session that began elsewhere where it stands."""
        if self.paused_at is None or self.pause_reason is None:
            return (self.started(),)
        paused = SessionPaused(
            at=self.paused_at, session_id=self.id, reason=self.pause_reason
        )
        return self.started(), paused

    def turned(self, at: datetime) -> SessionTurned:
        """Tell which way the session goes from here."""
        return SessionTurned(
            at=at, session_id=self.id, direction=self.stretches.direction
        )

    @property
    def other_way(self) -> Direction:
        """Where a turn leads; where no direction was known yet, backward is meant."""
        now = self.stretches.direction
        return Direction.FORWARD if now is Direction.BACKWARD else Direction.BACKWARD

    def turn(self, direction: Direction, at: datetime) -> Events:
        """Go into another direction from now on."""
        if direction is self.stretches.direction:
            return ()
        self.stretches.turn(direction, at)
        if self.turn_cue is not None:
            self.turn_cue.start_anew(self.stretches.active_s())
        return (self.turned(at),)

    def reopen(self, at: datetime) -> None:
        """Let time count again from now."""
        if self.metres_missing_since and self.pause_reason is not PauseReason.LINK:
            self.metres_missing_since = at
        self.paused_at = self.pause_reason = self.resting_since = None
        self.rested = False
        self.counted_until = max(at, self.counted_until)
        self.last_movement_at = max(at, self.last_movement_at)

    def go_idle(self) -> None:
        """End every pause and question with the session."""
        self.paused_at = self.pause_reason = self.resting_since = self.asked_at = None
        self.rested = False
        self.speed_mps = None

    def shift(self, by: timedelta) -> None:
        """Move every reference to the running clock after it has jumped; figures and start stay."""
        self.counted_until += by
        self.last_movement_at += by
        self.extended_at += by
        for name in ("last_frame_at", "paused_at", "resting_since", "asked_at"):
            moment: datetime | None = getattr(self, name)
            if moment is not None:
                setattr(self, name, moment + by)
        for other in self.others.values():
            other.heard_at += by
            other.since += by
        self.hole = self.handed_at = self.metres_missing_since = None
        self.heart = HeartRate()

    def freeze(self) -> Session:
        """The session as the journal keeps it; active time never exceeds wall time."""
        assert self.finished_at is not None
        assert self.finish_reason is not None
        segments = self.stretches.freeze()
        earliest_end = self.started_at + timedelta(
            seconds=sum(part.active_s for part in segments)
        )
        session = Session(
            id=self.id,
            started_at=self.started_at,
            finished_at=max(self.finished_at, earliest_end),
            day=self.day,
            zone=self.zone,
            reason=self.finish_reason,
            by_hand=self.by_hand,
            source=next(iter(self.measured_by), None),
            segments=segments,
        )
        return with_seen(session, self.seen, self.stretches.profile)
