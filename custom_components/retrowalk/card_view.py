"""What the card is told of a walker, as JSON values: lengths, times and speeds in SI, days as ISO dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .coordinator import WalkerCoordinator
from .routines.next_reminder import async_next_reminder_at
from .walker_state import WalkerState
from .walking.decision import WEEKDAYS
from .walking.model import Direction, Phase
from .walking.standing import Standing
from .walking.stats import Figures
from .walking.streak import DayState, StreakKind
from .walking.tally import NOTHING, Tally
from .walking.view import SessionView
from .walking.year import shown_state
from .whereabouts import path_ahead

type Told = dict[str, Any]

_PROTECTED: Final = {DayState.REST, DayState.VACATION}


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """What is shown round a walk: it changes at moments only, and not with every second that passes."""

    week: tuple[Told, ...]
    """Seven days; that of today as it was before the open session."""
    next_walk: Told | None
    path: Told | None
    path_id: str | None


@callback
def async_setting(
    hass: HomeAssistant, walker: WalkerCoordinator, at: datetime
) -> Setting:
    """What is round a walker now."""
    remind_at = async_next_reminder_at(hass, walker, at)
    path = path_ahead(hass, walker)
    return Setting(
        week=_week(walker.ledger.figures, walker.data.standing),
        next_walk=None
        if remind_at is None
        else {"at": dt_util.as_local(remind_at), "why": "reminder"},
        path=None
        if path is None
        else {"name": path.name, **_obstacles(walker, path.id)},
        path_id=None if path is None else path.id,
    )


def _obstacles(walker: WalkerCoordinator, path_id: str) -> Told:
    """What is in the way on a path: of the walk that goes there, or of one that the walker would begin now."""
    guards = walker.config_entry.runtime_data.guards
    verdict = guards.verdict(path_id)
    if verdict is None:
        return {"blocked": None, "reasons": []}
    if not walker.in_session:
        verdict = guards.verdict_for(path_id, walker.walker_id)
    return {"blocked": bool(verdict.refusal.findings), "reasons": verdict.reasons}


def walker_told(
    walker: WalkerCoordinator, state: WalkerState, setting: Setting
) -> Told:
    """A walker at a moment."""
    session, standing = state.session, state.standing
    records, total = standing.records, standing.total
    today = {"date": standing.day, **tally_told(standing.today)}
    return {
        "name": walker.recording.name,
        "phase": Phase.IDLE if session is None else session.phase,
        "pause_reason": None if session is None else session.pause_reason,
        "session": None if session is None else _session(session),
        "today": today,
        "goal": _goal(standing),
        "streak": _streak(state),
        "week": [
            {**day, **today, "state": standing.state}
            if day["date"] == standing.day
            else day
            for day in setting.week
        ],
        "first_weekday": walker.days.week_start,
        "next_walk": setting.next_walk,
        "best": {
            "longest_session_s": records.longest
            and _tenths(records.longest.active_s(Direction.BACKWARD)),
            "best_day_s": records.best_day and _tenths(records.best_day.backward_s),
            "farthest_m": records.farthest
            and _tenths(records.farthest.distance_m(Direction.BACKWARD)),
        },
        "total": tally_told(total),
        "path": setting.path,
    }


def _session(view: SessionView) -> Told:
    turn = view.turn
    return {
        "id": view.id,
        "started_at": dt_util.as_local(view.started_at),
        "direction": view.direction,
        "active_s": _tenths(view.active_s),
        "backward_s": _tenths(view.backward_s),
        "forward_s": _tenths(view.forward_s),
        "distance_m": _tenths(view.distance_m),
        "steps": view.steps,
        "step_source": view.step_source,
        "speed_mps": None if view.speed_mps is None else round(view.speed_mps, 3),
        "heart_rate_bpm": view.heart_rate_bpm,
        "energy_kcal": None if view.energy_kcal is None else _tenths(view.energy_kcal),
        "planned_s": view.planned_s,
        "turn": None
        if turn is None
        else {"every_s": turn.every_s, "in_s": _tenths(turn.in_s), "due": turn.due},
    }


def _goal(standing: Standing) -> Told:
    return {
        "measure": standing.measure,
        "kind": standing.kind,
        "target": standing.goal,
        "walked": _tenths(standing.walked),
        "reached": standing.goal_reached,
    }


def _streak(state: WalkerState) -> Told:
    standing = state.standing
    streak = standing.streak
    daily = standing.kind is StreakKind.DAILY
    return {
        "kind": standing.kind,
        "current": streak.current,
        "longest": streak.longest,
        "at_risk": state.is_at_risk,
        "started": streak.started,
        "state": standing.state,
        "is_rest_day": standing.is_rest_day,
        "is_vacation": standing.is_vacation,
        "freezes": standing.freezing.left if daily else 0,
        "next_milestone": standing.next_milestone,
    }


def tally_told(walked: Tally) -> Told:
    """What was walked backward."""
    return {
        "active_s": _tenths(walked.backward_s),
        "distance_m": _tenths(walked.distance_m),
        "steps": walked.steps,
        "sessions": walked.sessions,
    }


def _tenths(figure: float) -> float:
    return round(figure, 1)


# Days


def _week(figures: Figures, standing: Standing) -> tuple[Told, ...]:
    """The seven days of this week; what is to come is protected already, or pending."""
    first = standing.week_begin
    last = first + timedelta(days=WEEKDAYS - 1)
    tallies = figures.tallies(first, last)
    states = day_states(figures, tallies, first, last, standing.day)
    return tuple(
        {
            "date": day,
            "state": _yet_to_come(figures, day)
            if day > standing.day
            else states.get(day),
            **tally_told(tallies.get(day, NOTHING)),
        }
        for day in (first + timedelta(days=number) for number in range(WEEKDAYS))
    )


def _yet_to_come(figures: Figures, day: date) -> DayState:
    state = figures.goals.state(day, NOTHING)
    return state if state in _PROTECTED else DayState.PENDING


def day_states(
    figures: Figures,
    tallies: Mapping[date, Tally],
    first: date,
    last: date,
    today: date,
) -> dict[date, DayState]:
    """What is shown of the days of a range, from the first walk ever up to today; the open session left aside."""
    begun = figures.begun
    if begun is None:
        return {}
    states = figures.day_states(max(first, begun), last, today)
    return {
        day: shown_state(figures.goals, day, state, tallies.get(day, NOTHING))
        for day, state in states.items()
    }
