"""The actions of a walk: start, pause, resume, finish, discard and turn, once for each walker that is meant."""

from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any, Final

import voluptuous as vol

from homeassistant.core import ServiceCall, ServiceResponse
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.target import TargetSelection
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType

from .action_fields import DIRECTION, DURATION, Fields
from .answers import session_answer
from .const import DOMAIN
from .coordinator import WalkerCoordinator
from .starting import async_start_walk
from .targets import async_home, async_walker, async_walkers
from .walk_figures import WalkFigures
from .walking.model import Direction, StartOrder

TURN_EVERY: Final = "turn_every"

type Act = Callable[[WalkerCoordinator, ServiceCall], Awaitable[None]]
type Handler = Callable[[ServiceCall], Coroutine[Any, Any, ServiceResponse]]

_WAYS: Final = vol.All(
    vol.Coerce(Direction), vol.In([Direction.BACKWARD, Direction.FORWARD])
)
START_FIELDS: Final[Fields] = {
    vol.Optional(DURATION): vol.All(
        cv.positive_time_period,
        vol.Range(min=timedelta(minutes=1), max=timedelta(days=1)),
    ),
    vol.Optional(DIRECTION): _WAYS,
    vol.Optional(TURN_EVERY): vol.All(
        cv.positive_time_period,
        vol.Range(min=timedelta(seconds=10), max=timedelta(hours=1)),
    ),
}
TURN_FIELDS: Final[Fields] = {vol.Optional(DIRECTION): _WAYS}


def _meant(call: ServiceCall) -> list[WalkerCoordinator]:
    """Who is meant: without a target the only walker. Raises ServiceValidationError where that is nobody, or not clear."""
    home = async_home(call.hass)
    if TargetSelection(dict(call.data)).has_any_target:
        return async_walkers(call.hass, home, call.data)
    return [async_walker(call.hass, home, call.data)]


async def _async_start(walker: WalkerCoordinator, call: ServiceCall) -> None:
    order = StartOrder(direction=call.data.get(DIRECTION))
    if DURATION in call.data:
        order["planned_s"] = call.data[DURATION].total_seconds()
    if TURN_EVERY in call.data:
        order["turn_every_s"] = call.data[TURN_EVERY].total_seconds()
    await async_start_walk(walker, **order)


async def async_start(call: ServiceCall) -> ServiceResponse:
    """Start walks, or go on with those that pause."""
    walkers = _meant(call)
    for walker in walkers:
        await _async_start(walker, call)
    return {"sessions": [_open_answer(walker) for walker in walkers]}


def _of_walks(act: Act) -> Handler:
    """Do something with the open sessions of those who are meant; raises ServiceValidationError where there are none."""

    async def async_act(call: ServiceCall) -> ServiceResponse:
        walkers = _meant(call)
        walking = [walker for walker in walkers if walker.in_session]
        if not walking:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="no_session"
            )
        before = [_open_answer(walker) for walker in walking]
        for walker in walking:
            await act(walker, call)
        return {
            "sessions": [
                _answer(walker, session)
                for walker, session in zip(walking, before, strict=True)
            ]
        }

    return async_act


def _answer(walker: WalkerCoordinator, before: JsonObjectType) -> JsonObjectType:
    """The session after something was done with it, with whether it is recorded once it is over."""
    if walker.in_session:
        return _open_answer(walker)
    recorded = walker.ledger.journal.sessions.get(str(before["session_id"]))
    if recorded is None:
        return before | {"state": "idle", "recorded": False}
    return session_answer(walker, recorded) | {"state": "idle", "recorded": True}


def _open_answer(walker: WalkerCoordinator) -> JsonObjectType:
    """The open session as it is now; times by the clock of the home."""
    session = walker.data.session
    assert session is not None
    return {
        "walker": walker.recording.name,
        "session_id": session.id,
        "day": session.day.isoformat(),
        "state": session.phase,
        "direction": session.direction,
        "start": dt_util.as_local(session.started_at).isoformat(),
        **WalkFigures.of_open(session).told,
    }


async def _async_turn(walker: WalkerCoordinator, call: ServiceCall) -> None:
    await walker.async_turn(call.data.get(DIRECTION))


WALK_ACTIONS: Final[dict[str, tuple[Handler, Fields]]] = {
    "start": (async_start, START_FIELDS),
    "pause": (_of_walks(lambda walker, _call: walker.async_pause()), {}),
    "resume": (_of_walks(lambda walker, _call: walker.async_resume()), {}),
    "turn": (_of_walks(_async_turn), TURN_FIELDS),
    "finish": (_of_walks(lambda walker, _call: walker.async_finish()), {}),
    "discard": (_of_walks(lambda walker, _call: walker.async_discard()), {}),
}
"""What each does, and what it takes besides its target."""
