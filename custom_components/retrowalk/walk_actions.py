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

from .action_fields import DIRECTION, DURATION, SESSION_ID, Fields
from .answers import session_answer
from .const import DOMAIN
from .coordinator import WalkerCoordinator
from .edits import async_answer
from .starting import async_call_off, async_start_walk
from .targets import async_home, async_path_id, async_walker, async_walkers
from .walk_figures import WalkFigures
from .walking.events import SessionFinished
from .walking.model import Direction, Phase, StartOrder

TURN_EVERY: Final = "turn_every"
PATH: Final = "path"
FORCE: Final = "force"

type Act = Callable[[WalkerCoordinator, ServiceCall], Awaitable[JsonObjectType]]
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
    vol.Optional(PATH): cv.string,
    vol.Optional(FORCE, default=False): cv.boolean,
}
TURN_FIELDS: Final[Fields] = {vol.Optional(DIRECTION): _WAYS}
ANSWER_FIELDS: Final[Fields] = {
    vol.Required(DIRECTION): _WAYS,
    vol.Optional(SESSION_ID): cv.string,
}


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
    path_id = async_path_id(call.hass, call.data[PATH]) if PATH in call.data else None
    await async_start_walk(walker, path_id=path_id, force=call.data[FORCE], **order)


async def async_start(call: ServiceCall) -> ServiceResponse:
    """Start walks, or go on with those that pause. Raises ServiceValidationError where the path is unknown or blocked."""
    walkers = _meant(call)
    for walker in walkers:
        await _async_start(walker, call)
    return {"sessions": [_open_answer(walker) for walker in walkers]}


def _of_walks(act: Act, *, calls_off: bool = False) -> Handler:
    """Do something with the open sessions of those who are meant; raises ServiceValidationError where there are none.

    What ends or pauses a walk calls off one that still waits for its lights.
    """

    async def async_act(call: ServiceCall) -> ServiceResponse:
        meant = _meant(call)
        walking = [walker for walker in meant if walker.in_session]
        idle = [walker for walker in meant if not walker.in_session]
        called_off = [walker for walker in idle if calls_off and async_call_off(walker)]
        if not walking and not called_off:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="no_session"
            )
        # What one does may end the walk of another, by an automation
        return {
            "sessions": [
                *[await act(walker, call) for walker in walking if walker.in_session],
                *[_open_answer(walker) for walker in called_off],
            ]
        }

    return async_act


async def _async_pause(walker: WalkerCoordinator, _call: ServiceCall) -> JsonObjectType:
    await walker.async_pause()
    return _open_answer(walker)


async def _async_resume(
    walker: WalkerCoordinator, _call: ServiceCall
) -> JsonObjectType:
    await walker.async_resume()
    return _open_answer(walker)


async def _async_turn(walker: WalkerCoordinator, call: ServiceCall) -> JsonObjectType:
    await walker.async_turn(call.data.get(DIRECTION))
    return _open_answer(walker)


async def _async_finish(
    walker: WalkerCoordinator, _call: ServiceCall
) -> JsonObjectType:
    """A session too short to be recorded is answered all the same."""
    [finished] = [
        event
        for event in await walker.async_finish()
        if isinstance(event, SessionFinished)
    ]
    answer = session_answer(walker, finished.session)
    return answer | {"state": Phase.IDLE, "recorded": finished.recorded}


async def _async_discard(
    walker: WalkerCoordinator, _call: ServiceCall
) -> JsonObjectType:
    """Of what was thrown away, only the id is told."""
    session = walker.data.session
    await walker.async_discard()
    return {
        "walker": walker.recording.name,
        "session_id": None if session is None else session.id,
        "state": Phase.IDLE,
        "recorded": False,
    }


async def async_answer_direction(call: ServiceCall) -> ServiceResponse:
    """Tell which way a finished walk went. Raises ServiceValidationError where none waits for that, or several walkers are meant."""
    walker = async_walker(call.hass, async_home(call.hass), call.data)
    direction, session_id = call.data[DIRECTION], call.data.get(SESSION_ID)
    session = await async_answer(walker, direction, session_id)
    return {"sessions": [session_answer(walker, session)]}


def _open_answer(walker: WalkerCoordinator) -> JsonObjectType:
    """The open session as it is now, times by the clock of the home; none where an automation has ended it already."""
    session = walker.data.session
    if session is None:
        return {
            "walker": walker.recording.name,
            "session_id": None,
            "state": Phase.IDLE,
        }
    return {
        "walker": walker.recording.name,
        "session_id": session.id,
        "day": session.day.isoformat(),
        "state": session.phase,
        "direction": session.direction,
        "start": dt_util.as_local(session.started_at).isoformat(),
        **WalkFigures.of_open(session).told,
    }


WALK_ACTIONS: Final[dict[str, tuple[Handler, Fields]]] = {
    "start": (async_start, START_FIELDS),
    "pause": (_of_walks(_async_pause, calls_off=True), {}),
    "resume": (_of_walks(_async_resume), {}),
    "turn": (_of_walks(_async_turn), TURN_FIELDS),
    "finish": (_of_walks(_async_finish, calls_off=True), {}),
    "discard": (_of_walks(_async_discard, calls_off=True), {}),
    "answer_direction": (async_answer_direction, ANSWER_FIELDS),
}
"""What each does, and what it takes besides its target."""
