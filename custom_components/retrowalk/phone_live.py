"""What a phone tells while its walker walks: commands and samples, each once."""

from collections import deque
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .coordinator import WalkerCoordinator
from .protocols.phone import LiveEvent, LiveKind
from .sources.phone_meter import PhoneMeter
from .sources.webhook import Answer
from .starting import async_finish_walk, async_start_walk
from .walking.model import Counters, Direction, Phase, SourceKind, StartOrder
from .walking.phone_memory import PhoneMemory
from .walking.view import SessionView

STARTS_WITHIN: Final = timedelta(minutes=2)
"""A walk that began longer ago is not started now: the phone was out of reach."""
SHORTEST_PLAN_S: Final = 60.0
LONGEST_PLAN_S: Final = 86400.0

_SAMPLES_KNOWN: Final = 64


class LiveWalk:
    """The walk that a phone tells of as it happens."""

    def __init__(self, walker: WalkerCoordinator, memory: PhoneMemory) -> None:
        """Begin knowing of no walk."""
        self._walker = walker
        self._memory = memory
        self._source = f"{SourceKind.VIEW}:{walker.walker_id}"
        self._meter: PhoneMeter | None = None
        self._heard: deque[str] = deque(maxlen=_SAMPLES_KNOWN)
        """The latest samples; not kept, as totals that come again add nothing anyway."""
        self._session_id: str | None = None
        """Whose totals the meter measures; None for a walk that waits for its lights ..."""
        self._begins_until: datetime | None = None
        """... and begins until then, if nobody calls it off."""

    async def async_take(self, event: LiveEvent, *, is_test: bool) -> Answer:
        """Do what an event says, unless it was done before; 409 where it cannot be done."""
        if self._memory.knows_event(event.key) or event.key in self._heard:
            return self._answer(known=1)
        if is_test:
            return self._tried(event)
        try:
            taken = await self._async_do(event)
        except ServiceValidationError as err:
            # Guards say in words what is in the way.
            told = {"where": "event", "reason": err.translation_key}
            body = told | {"message": str(err), "state": self._phase}
            return Answer(HTTPStatus.CONFLICT, body)
        if event.kind is LiveKind.SAMPLE:
            self._heard.append(event.key)
        else:
            self._memory.take_event(event.key)
        return self._answer(taken=1) if taken else self._answer(known=1)

    async def _async_do(self, event: LiveEvent) -> bool:
        """Whether it was anything new. Raises ServiceValidationError where there is no walk, or it may not begin."""
        now = dt_util.utcnow()
        if event.kind is LiveKind.START:
            await self._async_start(event, now)
            return True
        if event.kind is LiveKind.FINISH and not self._walker.in_session:
            await async_finish_walk(self._walker)
            return True
        told = self._feed(event, now)
        match event.kind:
            case LiveKind.SAMPLE:
                return told
            case LiveKind.PAUSE:
                await self._walker.async_pause()
            case LiveKind.RESUME:
                await self._walker.async_resume()
            case LiveKind.TURN:
                await self._walker.async_turn(_way(event))
            case LiveKind.FINISH:
                await async_finish_walk(self._walker)
        return True

    async def _async_start(self, event: LiveEvent, now: datetime) -> None:
        at = event.at or now
        if now - at > STARTS_WITHIN:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="begun_too_long_ago"
            )
        order = StartOrder(direction=_way(event))
        if event.planned_s is not None:
            order["planned_s"] = min(
                max(event.planned_s, SHORTEST_PLAN_S), LONGEST_PLAN_S
            )
        goes_on = self._walker.in_session
        await async_start_walk(self._walker, **order)
        if not goes_on:
            shown = Counters(
                min(at, now), int(event.distance_m or 0), event.steps or 0, None
            )
            self._session_id = self._open_id
            self._begins_until = now + STARTS_WITHIN
            self._meter = PhoneMeter(
                self._source,
                shown,
                delay=now - at,
                from_start=self._session_id is not None,
            )

    def _feed(self, event: LiveEvent, now: datetime) -> bool:
        """Whether it tells anything new. Raises ServiceValidationError where no session is open."""
        session = self._walker.data.session
        if session is None:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="no_session"
            )
        if self._meter is None or not self._is_measured(session):
            self._meter = PhoneMeter(self._source, self._walker.counters(self._source))
        self._session_id = session.id
        sample = self._meter.sample(event, now)
        if sample is None:
            return False
        self._walker.feed(sample)
        return True

    def _is_measured(self, session: SessionView) -> bool:
        """Whether the meter measures this session, or the walk that it became after its lights."""
        if self._session_id is not None or self._begins_until is None:
            return self._session_id == session.id
        return session.started_at <= self._begins_until

    def _tried(self, event: LiveEvent) -> Answer:
        """What would come of an event."""
        if event.kind is LiveKind.START or self._walker.in_session:
            return self._answer(taken=1)
        return self._answer(refused=[{"where": "event", "reason": "no_session"}])

    @property
    def _open_id(self) -> str | None:
        session = self._walker.data.session
        return None if session is None else session.id

    @property
    def _phase(self) -> Phase:
        session = self._walker.data.session
        return Phase.IDLE if session is None else session.phase

    def _answer(
        self,
        *,
        taken: int = 0,
        known: int = 0,
        refused: list[dict[str, str]] | None = None,
    ) -> Answer:
        body = {"taken": taken, "known": known, "refused": refused or []}
        return Answer(HTTPStatus.OK, body | {"state": self._phase})


def _way(event: LiveEvent) -> Direction | None:
    return None if event.direction is None else Direction(event.direction)
