"""What the card is told of a walker, as JSON: lengths, times and speeds in SI, days as ISO dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.json import json_bytes, json_fragment
from homeassistant.util import dt as dt_util

from .coordinator import WalkerCoordinator
from .routines.next_reminder import async_next_reminder_at
from .walker_state import OpenWalk, WalkerState
from .walking.decision import WEEKDAYS
from .walking.goal import reached
from .walking.model import Direction, Phase
from .walking.standing import Standing
from .walking.stats import Figures
from .walking.streak import DayState, StreakKind
from .walking.tally import NOTHING, Tally
from .walking.view import SessionView
from .walking.year import shown_state
from .whereabouts import path_ahead

type Told = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """A walker when something happened: what stays until something happens again, and what a walk adds to.

    It costs ten times as much as the message of a second.
    """

    path_id: str | None
    """The path ahead."""
    standing: Standing
    _still: bytes
    """JSON of what stays, without the last brace."""
    _week: tuple[Any, ...]
    """JSON of seven days; that of today is another one with each second."""
    _today: Tally
    """Without the open walk, as is all that follows."""
    _total: Tally
    _walked: float
    """What there is of the goal."""

    @classmethod
    @callback
    def of(
        cls, hass: HomeAssistant, walker: WalkerCoordinator, at: datetime, **told: Any
    ) -> Self:
        """Look all round a walker; what is `told` besides is told as it is."""
        state, walk = walker.present(at), walker.walk(at)
        standing = state.standing
        gained = NOTHING if walk is None else walk.gained
        today = _gained_on(standing.day, walk)
        path = path_ahead(hass, walker)
        still = {
            **told,
            **_still(walker, state),
            "next_walk": _next_walk(async_next_reminder_at(hass, walker, at)),
            "path": path and {"name": path.name, **_obstacles(walker, path.id)},
        }
        return cls(
            path_id=None if path is None else path.id,
            standing=standing,
            _still=json_bytes(still)[:-1],
            _week=tuple(map(_fragment, _week(walker.ledger.figures, standing))),
            _today=standing.today.plus(today, -1),
            _total=standing.total.plus(gained, -1),
            _walked=standing.walked - reached(today, standing.measure),
        )

    def is_outdone(self, walk: OpenWalk | None) -> bool:
        """Whether a walk has reached the goal since: that changes more than figures."""
        standing = self.standing
        return (self._reached(walk) >= standing.goal) != standing.goal_reached

    def body(self, walk: OpenWalk | None) -> bytes:
        """The walker in the course of a walk, as JSON without the last brace."""
        standing = self.standing
        gained = _gained_on(standing.day, walk)
        today = self._today if gained is NOTHING else self._today.plus(gained)
        told = {
            "session": walk and _session(walk.view),
            "today": {"date": standing.day, **tally_told(today)},
            "goal": {
                "measure": standing.measure,
                "kind": standing.kind,
                "target": standing.goal,
                "walked": _tenths(self._walked + reached(gained, standing.measure)),
                "reached": standing.goal_reached,
            },
            "week": [
                day or day_told(standing.day, standing.state, today)
                for day in self._week
            ],
            "total": tally_told(
                self._total if walk is None else self._total.plus(walk.gained)
            ),
        }
        return b"%b,%b" % (self._still, json_bytes(told)[1:-1])

    def _reached(self, walk: OpenWalk | None) -> float:
        gained = _gained_on(self.standing.day, walk)
        return self._walked + reached(gained, self.standing.measure)


def _gained_on(day: date, walk: OpenWalk | None) -> Tally:
    """What a walk adds to a day: a walk over the start of the day belongs to the day before."""
    return NOTHING if walk is None or walk.view.day != day else walk.gained


# What stays


def _still(walker: WalkerCoordinator, state: WalkerState) -> Told:
    session, records = state.session, state.standing.records
    best_day = records.best_day
    return {
        "name": walker.recording.name,
        "phase": Phase.IDLE if session is None else session.phase,
        "pause_reason": session and session.pause_reason,
        "streak": _streak(state),
        "first_weekday": walker.days.week_start,
        "best": {
            "longest_session_s": records.longest
            and _tenths(records.longest.active_s(Direction.BACKWARD)),
            "best_day_s": best_day and _tenths(best_day.backward_s),
            "farthest_m": records.farthest
            and _tenths(records.farthest.distance_m(Direction.BACKWARD)),
        },
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


def _next_walk(remind_at: datetime | None) -> Told | None:
    if remind_at is None:
        return None
    return {"at": dt_util.as_local(remind_at), "why": "reminder"}


def _obstacles(walker: WalkerCoordinator, path_id: str) -> Told:
    """What is in the way on a path: of the walk that goes there, or of one that the walker would begin now."""
    guards = walker.config_entry.runtime_data.guards
    verdict = guards.verdict(path_id)
    if verdict is None:
        return {"blocked": None, "reasons": []}
    if not walker.in_session:
        verdict = guards.verdict_for(path_id, walker.walker_id)
    return {"blocked": bool(verdict.refusal.findings), "reasons": verdict.reasons}


# What grows


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
        "turn": turn
        and {"every_s": turn.every_s, "in_s": _tenths(turn.in_s), "due": turn.due},
    }


def tally_told(walked: Tally) -> Told:
    """What was walked backward, as exactly as it is kept: to the millisecond and the millimetre."""
    return {
        "active_s": walked.backward_s,
        "distance_m": walked.distance_m,
        "steps": walked.steps,
        "sessions": walked.sessions,
    }


def _tenths(figure: float) -> float:
    return round(figure, 1)


# Days


def day_told(day: date, state: DayState | None, walked: Tally) -> Told:
    """A day, and what was walked backward on it."""
    return {
        "date": day,
        "state": state,
        "active_s": walked.backward_s,
        "distance_m": walked.distance_m,
        "steps": walked.steps,
        "sessions": walked.sessions,
    }


def _fragment(day: Told | None) -> Any:
    return day and json_fragment(json_bytes(day))


def _week(figures: Figures, standing: Standing) -> list[Told | None]:
    """The seven days of this week but today; what is to come is protected already, or pending."""
    first = standing.week_begin
    last = first + timedelta(days=WEEKDAYS - 1)
    tallies = figures.tallies(first, last)
    states = day_states(figures, tallies, first, last, standing.day)
    week: list[Told | None] = []
    for number in range(WEEKDAYS):
        day = first + timedelta(days=number)
        ahead = day > standing.day
        state = _yet_to_come(figures, day) if ahead else states.get(day)
        told = day_told(day, state, tallies.get(day, NOTHING))
        week.append(None if day == standing.day else told)
    return week


def _yet_to_come(figures: Figures, day: date) -> DayState:
    """What a day to come will be without a walk, as things stand."""
    state = figures.goals.state(day, NOTHING)
    return DayState.PENDING if state is DayState.MISSED else state


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
    for day in [day for day in states if states[day] is DayState.FROZEN]:
        walked = tallies.get(day, NOTHING)
        states[day] = shown_state(figures.goals, day, states[day], walked)
    return states
