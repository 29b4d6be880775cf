"""The actions: a walker's past is written, mended, told, taken out and brought in."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

import voluptuous as vol

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType, JsonValueType

from .action_fields import (
    DIRECTION,
    DISTANCE,
    DRY_RUN,
    DURATION,
    END,
    END_DATE,
    FORMAT,
    GROUP_BY,
    ID_FIELDS,
    PATH,
    RANGE_FIELDS,
    RECEIVER,
    SESSION_ID,
    START,
    START_DATE,
    STEPS,
    STRICT,
    TARGET_FIELDS,
    TEXT,
    UNCLAIMED,
    WALK_FIELDS,
    Fields,
)
from .answers import (
    change_answer,
    import_answer,
    session_answer,
    stats_answer,
    unclaimed_answer,
)
from .const import DOMAIN
from .edits import (
    async_claim,
    async_delete,
    async_edit,
    async_log,
    async_move,
    async_undo,
    holder,
)
from .parcels import (
    Format,
    async_import,
    async_read_file,
    async_write_file,
    export_text,
)
from .targets import async_home, async_walker, async_walkers
from .vacation_action import VACATION_FIELDS, async_set_vacation
from .walk_actions import WALK_ACTIONS
from .walking.editing import Correction
from .walking.model import Direction, Session
from .walking.summary import Grouping

_DAYS_BACK: Final = timedelta(days=30)


async def _async_log_session(call: ServiceCall) -> ServiceResponse:
    home = async_home(call.hass)
    walkers = async_walkers(call.hass, home, call.data)
    if len(walkers) > 1 and not _TARGET_KEYS & call.data.keys():
        # Without a target, nobody is meant to have walked as long as there are several.
        walkers = [async_walker(call.hass, home, call.data)]
    start, end = _times(call)
    duration = call.data.get(DURATION)
    answers: list[JsonValueType] = []
    for walker in walkers:
        session = await async_log(
            walker,
            start,
            end,
            active_s=None if duration is None else duration.total_seconds(),
            direction=call.data.get(DIRECTION),
            distance_m=call.data.get(DISTANCE),
            steps=call.data.get(STEPS),
        )
        answers.append(session_answer(walker, session))
    return {"sessions": answers}


def _times(call: ServiceCall) -> tuple[datetime, datetime]:
    """Start and end, of which one may be left out where the duration is told; the end is now, then."""
    start, end = call.data.get(START), call.data.get(END)
    duration = call.data.get(DURATION)
    if start is None and duration is not None:
        end = end or dt_util.utcnow()
        return end - duration, end
    if start is not None and end is None and duration is not None:
        return start, start + duration
    if start is None or end is None:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="times_missing"
        )
    return start, end


async def _async_edit_session(call: ServiceCall) -> ServiceResponse:
    walkers = async_walkers(call.hass, async_home(call.hass), call.data)
    session_id = call.data[SESSION_ID]
    walker = holder(walkers, session_id)
    before = walker.ledger.journal.sessions[session_id]
    known = Correction(
        started_at=call.data.get(START),
        finished_at=call.data.get(END),
        active_s=_spread(before, call.data.get(DURATION)),
        direction=call.data.get(DIRECTION),
        distance_m=call.data.get(DISTANCE),
        steps=call.data.get(STEPS),
    )
    after = await async_edit(walker, session_id, known)
    return {"sessions": [session_answer(walker, after)]}


def _spread(
    session: Session, duration: timedelta | None
) -> dict[Direction, float] | None:
    """So many seconds walked, in the directions as they were."""
    whole_s = session.active_s()
    if duration is None or whole_s <= 0:
        return None
    return {
        direction: duration.total_seconds() * session.active_s(direction) / whole_s
        for direction in Direction
    }


async def _async_delete_session(call: ServiceCall) -> ServiceResponse:
    walkers = async_walkers(call.hass, async_home(call.hass), call.data)
    walker = holder(walkers, call.data[SESSION_ID])
    session = await async_delete(walker, call.data[SESSION_ID])
    return {"sessions": [session_answer(walker, session)]}


async def _async_move_session(call: ServiceCall) -> ServiceResponse:
    home = async_home(call.hass)
    giver = holder(async_walkers(call.hass, home, call.data), call.data[SESSION_ID])
    receiver = async_walker(call.hass, home, {ATTR_DEVICE_ID: call.data[RECEIVER]})
    if receiver is giver:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="same_walker",
            translation_placeholders={"walker": giver.recording.name},
        )
    session = await async_move(giver, receiver, call.data[SESSION_ID])
    return {"sessions": [session_answer(receiver, session)]}


async def _async_claim_session(call: ServiceCall) -> ServiceResponse:
    home = async_home(call.hass)
    walker = async_walker(call.hass, home, call.data)
    session = await async_claim(home, walker, call.data.get(SESSION_ID))
    return {"sessions": [session_answer(walker, session)]}


async def _async_undo(call: ServiceCall) -> ServiceResponse:
    home = async_home(call.hass)
    walker = async_walker(call.hass, home, call.data)
    return change_answer(walker, await async_undo(home, walker))


def _days(call: ServiceCall) -> tuple[date, date]:
    """The days that are asked for: the last thirty, where nothing else is said."""
    last: date = call.data.get(END_DATE) or dt_util.now().date() + timedelta(days=1)
    first: date = call.data.get(START_DATE) or last - _DAYS_BACK
    return first, last


async def _async_get_sessions(call: ServiceCall) -> ServiceResponse:
    home = async_home(call.hass)
    walkers = async_walkers(call.hass, home, call.data)
    first, last = _days(call)
    answer: JsonObjectType = {
        "sessions": [
            session_answer(walker, session)
            for walker in walkers
            for session in walker.ledger.journal.between(first, last)
        ]
    }
    if call.data[UNCLAIMED]:
        answer["unclaimed"] = [unclaimed_answer(walk) for walk in home.unclaimed.walks]
    return answer


async def _async_get_stats(call: ServiceCall) -> ServiceResponse:
    walkers = async_walkers(call.hass, async_home(call.hass), call.data)
    first, last = _days(call)
    return {
        "walkers": [
            stats_answer(walker, first, last, call.data[GROUP_BY]) for walker in walkers
        ]
    }


async def _async_export(call: ServiceCall) -> ServiceResponse:
    home = async_home(call.hass)
    first = call.data.get(START_DATE, date.min)
    last = call.data.get(END_DATE, date.max)
    format_ = call.data[FORMAT]
    if PATH in call.data:
        walker = async_walker(call.hass, home, call.data)
        text = export_text(walker, format_, first, last)
        path = await async_write_file(call.hass, call.data[PATH], text)
        return {"walkers": [{"walker": walker.recording.name, "path": path}]}
    return {
        "walkers": [
            {
                "walker": walker.recording.name,
                "text": export_text(walker, format_, first, last),
            }
            for walker in async_walkers(call.hass, home, call.data)
        ]
    }


async def _async_import(call: ServiceCall) -> ServiceResponse:
    walker = async_walker(call.hass, async_home(call.hass), call.data)
    if PATH in call.data:
        text = await async_read_file(call.hass, call.data[PATH])
    else:
        text = call.data[TEXT]
    dry_run = call.data[DRY_RUN]
    planned = await async_import(
        call.hass,
        walker,
        text,
        call.data.get(FORMAT),
        dry_run=dry_run,
        strict=call.data[STRICT],
    )
    return import_answer(walker, planned, dry_run=dry_run)


@dataclass(frozen=True, kw_only=True, slots=True)
class Action:
    """One action: what it does, what it takes besides its target, and whether it answers."""

    act: Callable[[ServiceCall], Coroutine[Any, Any, ServiceResponse]]
    schema: vol.Schema
    answers: SupportsResponse = SupportsResponse.OPTIONAL


def _schema(*fields: Fields) -> vol.Schema:
    whole = dict(TARGET_FIELDS)
    for some in fields:
        whole.update(some)
    return vol.Schema(whole)


_TARGET_KEYS: Final = {str(marker) for marker in TARGET_FIELDS}

ACTIONS: Final = {
    **{
        name: Action(act=act, schema=_schema(fields))
        for name, (act, fields) in WALK_ACTIONS.items()
    },
    "set_vacation": Action(act=async_set_vacation, schema=_schema(VACATION_FIELDS)),
    "log_session": Action(act=_async_log_session, schema=_schema(WALK_FIELDS)),
    "edit_session": Action(
        act=_async_edit_session, schema=_schema(ID_FIELDS, WALK_FIELDS)
    ),
    "delete_session": Action(act=_async_delete_session, schema=_schema(ID_FIELDS)),
    "move_session": Action(
        act=_async_move_session,
        schema=_schema(ID_FIELDS, {vol.Required(RECEIVER): cv.string}),
    ),
    "claim_session": Action(
        act=_async_claim_session, schema=_schema({vol.Optional(SESSION_ID): cv.string})
    ),
    "undo": Action(act=_async_undo, schema=_schema()),
    "get_sessions": Action(
        act=_async_get_sessions,
        schema=_schema(
            RANGE_FIELDS, {vol.Optional(UNCLAIMED, default=False): cv.boolean}
        ),
        answers=SupportsResponse.ONLY,
    ),
    "get_stats": Action(
        act=_async_get_stats,
        schema=_schema(
            RANGE_FIELDS,
            {vol.Optional(GROUP_BY, default=Grouping.DAY): vol.Coerce(Grouping)},
        ),
        answers=SupportsResponse.ONLY,
    ),
    "export": Action(
        act=_async_export,
        schema=_schema(
            RANGE_FIELDS,
            {
                vol.Optional(FORMAT, default=Format.JSON): vol.Coerce(Format),
                vol.Optional(PATH): cv.string,
            },
        ),
    ),
    "import": Action(
        act=_async_import,
        schema=vol.Schema(
            vol.All(
                _schema(
                    {
                        vol.Exclusive(TEXT, "what"): cv.string,
                        vol.Exclusive(PATH, "what"): cv.string,
                        vol.Optional(FORMAT): vol.Coerce(Format),
                        vol.Optional(DRY_RUN, default=False): cv.boolean,
                        vol.Optional(STRICT, default=False): cv.boolean,
                    }
                ),
                cv.has_at_least_one_key(TEXT, PATH),
            )
        ),
    ),
}


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register all actions, whether there is a home or not."""
    for name, action in ACTIONS.items():
        hass.services.async_register(
            DOMAIN,
            name,
            action.act,
            schema=action.schema,
            supports_response=action.answers,
        )
