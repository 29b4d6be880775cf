"""What phones tell of the past: workouts become sessions, all else tells more of the sessions that are there."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from homeassistant.util import dt as dt_util

from .protocols.phone import Count, CountKind, PhonePost, PostShape, Workout
from .protocols.phone_post import key_of
from .walking.checks import Neighbours, Refusal, RefusedError, check_times
from .walking.editing import logged
from .walking.ledger import Change
from .walking.model import Direction, Glimpse, Profile, Session, StepSource
from .walking.past import Past
from .walking.phone_memory import DayTotal, PhoneMemory
from .walking.session import CivilDay

SHORTEST_S: Final = 60.0
"""What is shorter is no walk (design: figures count a session from its first minute)."""
NOT_BACKWARD: Final = "not_backward"
TOO_SHORT: Final = "too_short"

_SOMEBODY_WALKED: Final = {Refusal.OVERLAP, Refusal.STILL_WALKING}


@dataclass(frozen=True, kw_only=True, slots=True)
class Listener:
    """Who is told: how the walker walks, as far as it decides what a workout is."""

    walker_id: str
    profile: Profile
    way: Direction
    """Which way the walker's walks go that do not say it."""
    backward_names: tuple[str, ...]
    """Words that make a workout backward, as they are compared."""


@dataclass(kw_only=True, slots=True)
class Told:
    """What a post comes to."""

    sessions: list[Session] = field(default_factory=list)
    """Walks that nobody knew of."""
    walk_ids: list[str] = field(default_factory=list)
    """Walks to remember as taken, these and those that only tell more of others."""
    glimpses: list[Glimpse] = field(default_factory=list)
    """What tells more of sessions that are there."""
    of_totals: list[Glimpse] = field(default_factory=list)
    """The same, between two totals of a day, which are counted as taken themselves."""
    taken: int = 0
    known: int = 0
    unused: int = 0
    """Counts of times in which nobody walked."""
    refused: list[tuple[str, str]] = field(default_factory=list)
    """Where and why."""

    def change(self, change_id: str) -> Change:
        """The change that enters what is new."""
        return Change(
            id=change_id, sessions=tuple((None, session) for session in self.sessions)
        )


class Reading:
    """One post, as it is understood in a walker's past; may run in any thread."""

    def __init__(
        self,
        listener: Listener,
        past: Past,
        neighbours: Neighbours,
        memory: PhoneMemory,
        civil_day: CivilDay,
    ) -> None:
        """Look at a walker's past; `memory` takes up the totals of days, all else stays as it is."""
        self._listener = listener
        self._past = past
        self._neighbours = neighbours
        self._memory = memory
        self._civil_day = civil_day
        self._told = Told()

    def told(self, post: PhonePost) -> Told:
        """What the post comes to."""
        self._told.refused += [(one.where, one.reason) for one in post.refused]
        for workout in post.workouts:
            self._workout(workout, is_own=post.shape is PostShape.OWN)
        for count in post.counts:
            if count.daily_total:
                self._day_total(count)
            elif self._neighbours.meets(count.started_at, count.finished_at):
                self._told.glimpses.append(self._glimpse(count))
            else:
                self._told.unused += 1
        return self._told

    def _workout(self, workout: Workout, *, is_own: bool) -> None:
        told = self._told
        walk_id = key_of("walk", self._listener.walker_id, workout.key)
        if (
            walk_id in self._past.journal.sessions
            or walk_id in told.walk_ids
            or self._memory.knows_walk(walk_id)
        ):
            told.known += 1
            return
        way = self._way(workout, is_own=is_own)
        try:
            session = self._session(workout, walk_id, way or Direction.BACKWARD)
            self._neighbours.check(session)
        except RefusedError as err:
            if err.reason in _SOMEBODY_WALKED:
                told.glimpses += self._of_workout(workout, walk_id)
                if err.reason is Refusal.OVERLAP:
                    # A walk that is still open may come to nothing: then the workout is told once more.
                    told.walk_ids.append(walk_id)
            else:
                self._refuse(workout, err.reason)
            return
        if session.active_s() < SHORTEST_S:
            self._refuse(workout, TOO_SHORT)
        elif way is None:
            self._refuse(workout, NOT_BACKWARD)
        else:
            self._neighbours.put(session)
            told.sessions.append(session)
            told.walk_ids.append(walk_id)
            told.taken += 1

    def _refuse(self, workout: Workout, reason: str) -> None:
        """Tell which workout, by the time at which it began: of all that a phone shows, this finds it again."""
        at = dt_util.as_local(workout.started_at)
        self._told.refused.append((f"workout of {at:%Y-%m-%d %H:%M}", reason))

    def _way(self, workout: Workout, *, is_own: bool) -> Direction | None:
        """Which way a workout went: as it says, by its name, or as its walker walks; None for the ordinary walks of a day."""
        if workout.direction is not None:
            return Direction(workout.direction)
        name = workout.name.casefold()
        if any(word in name for word in self._listener.backward_names):
            return Direction.BACKWARD
        return self._listener.way if is_own else None

    def _session(self, workout: Workout, walk_id: str, way: Direction) -> Session:
        """The session that a workout is. Raises RefusedError where nobody can have walked so."""
        check_times(workout.started_at, workout.finished_at, self._neighbours.now)
        elapsed_s = (workout.finished_at - workout.started_at).total_seconds()
        active_s = elapsed_s if workout.active_s is None else workout.active_s
        session = logged(
            walk_id,
            workout.started_at,
            workout.finished_at,
            {way: min(active_s, elapsed_s)},
            distance_m=workout.distance_m or 0.0,
            steps=workout.steps,
            profile=self._listener.profile,
            civil_day=self._civil_day,
        )
        return replace(
            session,
            by_hand=False,
            source=f"phone:{self._listener.walker_id}",
            segments=tuple(
                replace(part, step_source=StepSource.PHONE)
                if part.step_source is StepSource.TOLD
                else part
                for part in session.segments
            ),
        )

    def _of_workout(self, workout: Workout, walk_id: str) -> Iterator[Glimpse]:
        """What a workout tells of the sessions in its time; its mean heart rate is of no moment."""
        if workout.steps is None and workout.distance_m is None:
            return
        yield Glimpse(
            id=walk_id,
            source=self._source(workout.source),
            since=workout.started_at,
            at=workout.finished_at,
            steps=workout.steps,
            distance_m=workout.distance_m,
        )

    def _glimpse(self, count: Count, since: DayTotal | None = None) -> Glimpse:
        """What a count tells; of the total of a day, what it rose by since the one before."""
        begin, value = count.started_at, count.value
        if since is not None:
            begin, value = since.at, value - since.value
        return Glimpse(
            id=count.key if since is None else key_of(count.key, since.at),
            source=self._source(count.source),
            since=begin,
            at=count.finished_at,
            steps=value if count.kind is CountKind.STEPS else None,
            distance_m=value if count.kind is CountKind.DISTANCE else None,
            heart_rate_bpm=round(value) if count.kind is CountKind.HEART_RATE else None,
        )

    def _day_total(self, count: Count) -> None:
        told = self._told
        total = DayTotal(
            day=_local_day(count.started_at), at=count.finished_at, value=count.value
        )
        before_revision = self._memory.revision
        before = self._memory.rise(f"{count.kind}:{self._source(count.source)}", total)
        if self._memory.revision == before_revision:
            told.known += 1
            return
        told.taken += 1
        if before is not None and self._neighbours.meets(before.at, total.at):
            told.of_totals.append(self._glimpse(count, before))

    def _source(self, name: str) -> str:
        """What a phone calls its sources may name a person; here it only tells one from another."""
        source = f"phone:{self._listener.walker_id}"
        return f"{source}:{key_of('source', name)[:8]}" if name else source


def _local_day(at: datetime) -> date:
    return dt_util.as_local(at).date()
