"""The past as the card shows it: days of a range, and the walks of a shorter one."""

from datetime import date
from typing import Any, Final

from homeassistant.core import callback
from homeassistant.util import dt as dt_util

from .card_view import Told, day_states, day_told
from .coordinator import WalkerCoordinator
from .walking.model import Direction, Session
from .walking.streak import DayState
from .walking.tally import NOTHING

_NOTHING_TO_SHOW: Final = {DayState.MISSED, DayState.PENDING}


@callback
def history_days(walker: WalkerCoordinator, first: date, last: date) -> list[Told]:
    """The days of a range, both included, that have a walk or were protected; the open session left aside."""
    figures, sessions = walker.ledger.figures, walker.ledger.journal.sessions.values()
    open_id = _open_id(walker)
    walked_on = {
        session.day
        for session in sessions
        if first <= session.day <= last and session.id != open_id
    }
    tallies = figures.tallies(first, last)
    states = dict.fromkeys(walked_on, DayState.MISSED) | day_states(
        figures, tallies, first, last, walker.days.today
    )
    return [
        day_told(day, state, tallies.get(day, NOTHING))
        for day, state in sorted(states.items())
        if day in walked_on or state not in _NOTHING_TO_SHOW
    ]


@callback
def history_sessions(walker: WalkerCoordinator, first: date, last: date) -> list[Told]:
    """The finished walks of a range of days, both included, in order of their start."""
    open_id = _open_id(walker)
    return [
        _told(session)
        for session in walker.ledger.journal.between(first, last)
        if session.id != open_id
    ]


def _open_id(walker: WalkerCoordinator) -> str | None:
    """A walk that was taken up again still stands in the journal, as it was."""
    session = walker.data.session
    return None if session is None else session.id


def _told(session: Session) -> dict[str, Any]:
    return {
        "id": session.id,
        "started_at": dt_util.as_local(session.started_at),
        "finished_at": dt_util.as_local(session.finished_at),
        "active_s": round(session.active_s(), 1),
        "backward_s": round(session.active_s(Direction.BACKWARD), 1),
        "forward_s": round(session.active_s(Direction.FORWARD), 1),
        "distance_m": round(session.distance_m(), 1),
        "steps": session.steps(),
        "step_source": session.step_source,
        "by_hand": session.by_hand,
        "direction": _direction(session),
    }


def _direction(session: Session) -> Direction:
    """Which way most of it went; unknown as long as there is something to answer for."""
    if session.active_s(Direction.UNKNOWN) > 0:
        return Direction.UNKNOWN
    forward_s = session.active_s(Direction.FORWARD)
    more_forward = forward_s > session.active_s(Direction.BACKWARD)
    return Direction.FORWARD if more_forward else Direction.BACKWARD
