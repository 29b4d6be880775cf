"""A walker, a belt and a clock round a session engine, for the tests of walks."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Unpack
from zoneinfo import ZoneInfo

from custom_components.retrowalk.walking.day import local_day
from custom_components.retrowalk.walking.events import (
    CheckpointDue,
    Events,
    SessionFinished,
    WalkEvent,
)
from custom_components.retrowalk.walking.model import (
    BeltSignal,
    Counters,
    Direction,
    FinishReason,
    PauseReason,
    Profile,
    Sample,
    Segment,
    Session,
    StartOrder,
    StepSource,
)
from custom_components.retrowalk.walking.open_session import OpenSession
from custom_components.retrowalk.walking.session import SessionEngine

BERLIN = ZoneInfo("Europe/Berlin")
EVENING = datetime(2026, 3, 2, 18, 0, tzinfo=BERLIN)
BELT = "belt:aa"
POD = "pod:bb"
VIEW = "view:cc"


def civil_day(at: datetime) -> tuple[date, str]:
    """Return the day of a moment in Berlin, and the zone's name."""
    return local_day(at, BERLIN, 0), "Europe/Berlin"


class Walk:
    """What happens to one walker from an evening on; time passes only as told."""

    def __init__(
        self, profile: Profile | None = None, at: datetime = EVENING, *, hz: int = 1
    ) -> None:
        """Begin idle, with a belt that notifies so many times a second."""
        self.engine = SessionEngine(profile or Profile(), civil_day)
        self.at = at
        self.hz = hz
        self.events: list[WalkEvent] = []
        self._number = 0
        self._told = 0

    def told(self) -> tuple[str, ...]:
        """Return what was told since the last time this was asked, checkpoints aside."""
        news = self.events[self._told :]
        self._told = len(self.events)
        return tuple(
            type(event).__name__
            for event in news
            if not isinstance(event, CheckpointDue)
        )

    @property
    def open(self) -> OpenSession:
        """The open session."""
        assert self.engine.open is not None
        return self.engine.open

    @property
    def finished(self) -> Session:
        """The session that was finished last."""
        return next(
            event.session
            for event in reversed(self.events)
            if isinstance(event, SessionFinished)
        )

    @property
    def recorded(self) -> bool:
        """Whether the session that was finished last is kept."""
        return next(
            event.recorded
            for event in reversed(self.events)
            if isinstance(event, SessionFinished)
        )

    def note(self, events: Events) -> None:
        """Remember what was told."""
        self.events.extend(events)

    def frame(
        self,
        kmh: float | None = 2.5,
        *,
        metres: float = 0.0,
        steps: int | None = None,
        clock_s: float | None = None,
        signal: BeltSignal | None = None,
        source: str = BELT,
        at: datetime | None = None,
        since_s: float = 1.0,
    ) -> Sample:
        """Feed one sample of a source, now unless told otherwise."""
        self._number += 1
        moment = self.at if at is None else at
        sample = Sample(
            id=f"{source}:{self._number}",
            at=moment,
            source=source,
            speed_mps=None if kmh is None else kmh / 3.6,
            distance_m=metres,
            steps=steps,
            clock_s=clock_s,
            signal=signal,
            counters=Counters(moment, self._number, None, None),
            since_s=since_s,
        )
        self.note(self.engine.feed(sample))
        return sample

    def belt(self, seconds: float, kmh: float = 2.5, *, steps: bool = True) -> None:
        """Let the belt run, or stand, for so long; it notifies at the end of each interval."""
        for _ in range(round(seconds * self.hz)):
            self.wait(1 / self.hz)
            self.frame(
                kmh,
                metres=kmh / 3.6 / self.hz,
                steps=(2 if kmh > 0 else 0) if steps else None,
                clock_s=1 / self.hz if kmh > 0 else 0.0,
            )

    def wait(self, seconds: float) -> None:
        """Let time pass, and wake the engine whenever it wants to be woken."""
        until = self.at + timedelta(seconds=seconds)
        while (due := self.engine.next_wakeup) is not None and due <= until:
            self.at = max(self.at, due)
            self.note(self.engine.tick(self.at))
        self.at = until

    def sleep(self, seconds: float) -> None:
        """Let time pass while nobody wakes the engine, as when Home Assistant is down; then wake it."""
        self.at += timedelta(seconds=seconds)
        self.note(self.engine.tick(self.at))

    def start(self, session_id: str = "by hand", **order: Unpack[StartOrder]) -> None:
        """Command a start."""
        self.note(self.engine.start(self.at, session_id, **order))

    def pause(self) -> None:
        """Command a pause."""
        self.note(self.engine.pause(self.at))

    def resume(self) -> None:
        """Command to go on."""
        self.note(self.engine.resume(self.at))

    def turn(self, direction: Direction | None = None) -> None:
        """Command a turn."""
        self.note(self.engine.turn(self.at, direction))

    def finish(self) -> None:
        """Command the finish."""
        self.note(self.engine.finish(self.at))

    def discard(self) -> None:
        """Command to throw the session away."""
        self.note(self.engine.discard(self.at))

    def restart(self) -> None:
        """Let another engine take over, from what this one has written."""
        written = self.engine.written()
        self.engine = SessionEngine(self.engine.profile, civil_day)
        self.engine.restore(written)


def session(
    session_id: str,
    day: date,
    *,
    minutes: float = 10.0,
    forward_minutes: float = 0.0,
    metres: float = 100.0,
    steps: int = 200,
) -> Session:
    """Return a finished session at noon of a day, backward first and then forward."""
    started_at = datetime(day.year, day.month, day.day, 12, tzinfo=BERLIN)
    parts = (
        (Direction.BACKWARD, minutes, metres, steps),
        (Direction.FORWARD, forward_minutes, 50.0, 70),
    )
    return Session(
        id=session_id,
        started_at=started_at,
        finished_at=started_at + timedelta(minutes=minutes + forward_minutes),
        day=day,
        zone="Europe/Berlin",
        reason=FinishReason.COMMAND,
        by_hand=True,
        source=None,
        segments=tuple(
            Segment(
                direction=direction,
                started_at=started_at,
                active_s=length * 60,
                distance_m=distance_m,
                steps=count,
                step_source=StepSource.BELT,
                energy_kcal=None,
            )
            for direction, length, distance_m, count in parts
            if length > 0
        ),
    )


def unknown(session: Session, direction: Direction = Direction.BACKWARD) -> Session:
    """Return a session of which nobody told which way its stretches in this direction went."""
    return replace(
        session,
        segments=tuple(
            replace(part, direction=Direction.UNKNOWN)
            if part.direction is direction
            else part
            for part in session.segments
        ),
    )


def paused(walk: Walk) -> tuple[PauseReason | None, float | None]:
    """Return why a walk pauses, and since how many seconds after the evening began."""
    since = walk.open.paused_at
    seconds = None if since is None else (since - EVENING).total_seconds()
    return walk.open.pause_reason, seconds
