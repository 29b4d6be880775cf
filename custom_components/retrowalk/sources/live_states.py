"""What measures a walk live without being a belt: the speed that another integration shows, a plug that draws power.

A state that does not change sends nothing. So what is in motion is told again every few seconds, as long as its entity is there.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, State, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from ..walking.counters import RunningTotal, distance_total, step_total
from ..walking.in_motion import Motion, MotionRule, MotionSense
from ..walking.model import MOVING_MPS, Counters, Sample
from .state_figures import figure, last_known, motion
from .state_sources import LIVE_ROLES, Role

BEAT_S: Final = 4.0
"""How often what is in motion is told again; a source that is silent for ten seconds is lost."""
_STANDS_FOR_S: Final = 2 * BEAT_S
"""A speed stands for at most this long."""
_PACE_KNOWN_FOR: Final = timedelta(minutes=2)
"""How long a total that rises now and then tells the speed."""


class _Seen(NamedTuple):
    """What is known just now."""

    motion: Motion
    speed_mps: float | None


class LiveStates:
    """Follows the entities of one device that measures live."""

    def __init__(
        self,
        hass: HomeAssistant,
        source: str,
        rule: MotionRule,
        feed: Callable[[Sample], None],
        in_session: Callable[[], bool],
    ) -> None:
        """Feed samples of this source; while somebody is in session, also those of rest."""
        self._hass = hass
        self._source = source
        self._feed = feed
        self._in_session = in_session
        self._sense = MotionSense(rule)
        self._totals: dict[Role, RunningTotal] = {
            Role.DISTANCE: distance_total(),
            Role.STEPS: step_total(),
        }
        self._untold = dict.fromkeys(self._totals, 0.0)
        """Metres and steps that no sample has told yet."""
        self._pace: tuple[datetime, float] | None = None
        self._entities: Mapping[Role, str] = {}
        self._doubted: dict[Role, datetime] = {}
        """What may only repeat what was before a restart, and when it was shown."""
        self._seen: _Seen | None = None
        self._fed_at: datetime | None = None
        self._cancel: CALLBACK_TYPE | None = None
        self._soon = False
        self._ended = False

    @callback
    def async_follow(self, entities: Mapping[Role, str]) -> None:
        """Follow these entities, by what they are for; while Home Assistant starts, what they show may be old."""
        self._entities = entities
        if not self._hass.is_running:
            for role in LIVE_ROLES:
                self._doubt(role)
        self._look()

    @callback
    def async_changed(self, role: Role, *, appeared: bool) -> None:
        """Look again, once all that changes along with this has changed; what has just appeared may be old."""
        self._doubted.pop(role, None)
        if appeared and role in LIVE_ROLES:
            self._doubt(role)
        if not self._soon:
            self._soon = True
            self._hass.loop.call_soon(self._look_soon)

    @callback
    def async_end(self) -> None:
        """Follow nothing any more."""
        self._ended = True
        self._unset()

    @callback
    def _look_soon(self) -> None:
        self._soon = False
        self._look()

    @callback
    def _beat(self, _now: datetime) -> None:
        self._cancel = None
        self._look()

    def _look(self) -> None:
        """Tell what was until now, and what is from now on."""
        self._unset()
        if self._ended:
            return
        now = dt_util.utcnow()
        before, seen = self._seen, self._see(now)
        self._seen = seen
        self._count(now)
        if seen is not None:
            if before is not None and before.motion is Motion.MOVING:
                going_on = seen.motion is Motion.MOVING
                self._tell(seen if going_on else before, now, before.speed_mps)
                before = seen if going_on else None
            if before is not seen:
                self._tell(seen, now)
        self._set(now)

    def _unset(self) -> None:
        if self._cancel is not None:
            self._cancel()
            self._cancel = None

    def _set(self, now: datetime) -> None:
        """Look again soon, unless nothing can change but by a state that changes."""
        due_at = self._sense.due_at if self._seen is not None else None
        rests = self._seen is None or self._seen.motion is Motion.RESTING
        listened_to = self._seen is not None and self._in_session()
        if rests and due_at is None and not listened_to and not self._doubted:
            return
        wait_s = BEAT_S
        if due_at is not None:
            wait_s = min(wait_s, max(0.0, (due_at - now).total_seconds()))
        self._cancel = async_call_later(self._hass, wait_s, self._beat)

    # What is seen

    def _see(self, now: datetime) -> _Seen | None:
        """What is known now; None where the entities that tell of motion tell nothing."""
        speed = figure(Role.SPEED, self._state(Role.SPEED))
        told = motion(self._state(Role.MOTION))
        if told is None:
            self._sense.forget()
            if speed is None:
                return None
            moves = speed >= MOVING_MPS
            return _Seen(Motion.MOVING if moves else Motion.RESTING, speed)
        sensed = self._sense.see(told, now)
        if sensed is Motion.RESTING:
            return _Seen(sensed, 0.0)
        if sensed is Motion.UNSURE or (speed is not None and speed < MOVING_MPS):
            speed = None
        return _Seen(sensed, speed)

    def _state(self, role: Role) -> State | None:
        entity_id = self._entities.get(role)
        state = None if entity_id is None else self._hass.states.get(entity_id)
        shown_at = self._doubted.get(role)
        if shown_at is not None:
            if state is None or state.last_reported <= shown_at:
                return None
            del self._doubted[role]
        return state

    def _doubt(self, role: Role) -> None:
        """Do not believe motion that may be from before a restart, until it is told again."""
        state = self._state(role)
        if (
            state is not None
            and last_known(self._hass, state) is not state
            and (motion(state) or figure(role, state))
        ):
            self._doubted[role] = state.last_reported

    def _count(self, now: datetime) -> None:
        """Take what the totals rose by; what they rise by at rest belongs to the walk before, as long as there is one."""
        for role, total in self._totals.items():
            state = self._state(role)
            value = figure(role, state)
            if state is None or value is None:
                continue
            if value == total.value:
                total.confirm(state.last_reported)
            elif rise := total.rise(value, state.last_updated):
                self._untold[role] += rise.amount
                if role is Role.DISTANCE:
                    span = state.last_updated - rise.since
                    self._pace = now, rise.amount / max(1.0, span.total_seconds())
        if self._rests and not self._in_session():
            self._untold = dict.fromkeys(self._totals, 0.0)

    @property
    def _rests(self) -> bool:
        return self._seen is not None and self._seen.motion is Motion.RESTING

    # What is told

    def _tell(
        self, seen: _Seen, now: datetime, speed_until_now: float | None = None
    ) -> None:
        moves = seen.motion is Motion.MOVING
        since_s = 0.0
        if self._fed_at is not None:
            since_s = max(0.0, (now - self._fed_at).total_seconds())
        self._fed_at = now
        steps: int | None = None
        if self._totals[Role.STEPS].value is not None:
            steps = int(self._untold[Role.STEPS]) if moves else 0
            self._untold[Role.STEPS] -= steps
        distance_m = 0.0
        if moves and self._totals[Role.DISTANCE].value is not None:
            distance_m, self._untold[Role.DISTANCE] = self._untold[Role.DISTANCE], 0.0
        elif moves and since_s <= _STANDS_FOR_S:
            distance_m = (speed_until_now or 0.0) * since_s
        self._feed(
            Sample(
                id=ulid_now(),
                at=now,
                source=self._source,
                speed_mps=seen.speed_mps
                if seen.speed_mps is not None
                else self._paced(seen, now),
                distance_m=distance_m,
                steps=steps,
                since_s=since_s,
                moving=_TOLD[seen.motion],
                counters=self._counters(now),
            )
        )

    def _counters(self, now: datetime) -> Counters | None:
        """What the metres stand at, where they are counted."""
        metres = self._totals[Role.DISTANCE].value
        return None if metres is None else Counters(now, int(metres), None, None)

    def _paced(self, seen: _Seen, now: datetime) -> float | None:
        """The speed by the metres that were counted lately, where nothing else tells it."""
        if seen.motion is not Motion.MOVING or self._pace is None:
            return None
        known_at, speed_mps = self._pace
        return speed_mps if now - known_at <= _PACE_KNOWN_FOR else None


_TOLD: Final = {Motion.MOVING: True, Motion.RESTING: False, Motion.UNSURE: None}
