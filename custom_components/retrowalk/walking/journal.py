"""The journal: sessions, and what the walker decided, each dated; every figure is derived from it."""

from bisect import bisect_right, insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter
from types import MappingProxyType

from . import stored
from .model import (
    Direction,
    DirectionChoice,
    FinishReason,
    Segment,
    Session,
    StepSource,
)
from .stored import Stored, StoredError
from .streak import StreakKind


class DecisionKey(StrEnum):
    """What a walker decides, with effect from a day on."""

    DAILY_GOAL = "daily_goal"
    """Backward minutes a day."""
    WEEKLY_GOAL = "weekly_goal"
    """Sessions a week."""
    STREAK_KIND = "streak_kind"
    DIRECTION = "direction"


type DecisionValue = float | str


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What was decided, when, and from which day it holds."""

    at: datetime
    day: date
    key: DecisionKey
    value: DecisionValue


class Journal:
    """Sessions by id and decisions in order; yearly parts are what is kept on paper."""

    def __init__(self) -> None:
        """Begin empty."""
        self._sessions: dict[str, Session] = {}
        self._decisions: dict[DecisionKey, list[Decision]] = {}

    @property
    def sessions(self) -> Mapping[str, Session]:
        """All sessions by id, in the order in which they were added."""
        return MappingProxyType(self._sessions)

    @property
    def decisions(self) -> Iterator[Decision]:
        """All decisions, by kind and in order of their time."""
        for decisions in self._decisions.values():
            yield from decisions

    def put(self, session: Session) -> Session | None:
        """Add a session, or amend the one of that id; the session it replaces."""
        before = self._sessions.get(session.id)
        self._sessions[session.id] = session
        return before

    def remove(self, session_id: str) -> Session | None:
        """Take a session out; the session, or None where there was none."""
        return self._sessions.pop(session_id, None)

    def between(self, first: date, last: date) -> list[Session]:
        """The sessions of a range of days, both included, in order of their start."""
        found = (
            session
            for session in self._sessions.values()
            if first <= session.day <= last
        )
        return sorted(found, key=attrgetter("started_at"))

    def decide(self, decision: Decision) -> None:
        """Keep a decision; it replaces a decision on the same matter from the same day."""
        decisions = self._decisions.setdefault(decision.key, [])
        decisions[:] = [kept for kept in decisions if kept.day != decision.day]
        insort(decisions, decision, key=attrgetter("day"))

    def decided(self, key: DecisionKey, day: date) -> DecisionValue | None:
        """What held on a day; None where nothing was decided by then."""
        decisions = self._decisions.get(key)
        if not decisions:
            return None
        place = bisect_right(decisions, day, key=attrgetter("day"))
        return decisions[place - 1].value if place else None

    @property
    def years(self) -> set[int]:
        """The years that have something written."""
        return {session.day.year for session in self._sessions.values()} | {
            decision.day.year for decision in self.decisions
        }

    def adopt(self, other: Journal) -> set[int]:
        """Take over sessions that are not known here, and what was decided before anything was here; the years that changed."""
        sessions = [
            session
            for session in other.sessions.values()
            if session.id not in self._sessions
        ]
        own = {
            key: decisions[0].day
            for key, decisions in self._decisions.items()
            if decisions
        }
        decisions = [
            decision
            for decision in other.decisions
            if decision.day < own.get(decision.key, date.max)
        ]
        for session in sessions:
            self.put(session)
        for decision in decisions:
            self.decide(decision)
        return {session.day.year for session in sessions} | {
            decision.day.year for decision in decisions
        }

    def written(self, *years: int) -> dict[str, object]:
        """These years as JSON values."""
        return {
            "sessions": [
                _written(session)
                for session in self._sessions.values()
                if session.day.year in years
            ],
            "decisions": [
                {
                    "at": decision.at.isoformat(),
                    "day": decision.day.isoformat(),
                    "key": decision.key,
                    "value": decision.value,
                }
                for decision in self.decisions
                if decision.day.year in years
            ],
        }

    def read(self, value: object) -> None:
        """Take in a year that was written. Raises StoredError, and changes nothing, where the value is anything else."""
        raw = stored.mapping(value, "journal")
        sessions = [
            _read(part) for part in stored.sequence(raw.get("sessions"), "sessions")
        ]
        decisions = [
            _read_decision(part)
            for part in stored.sequence(raw.get("decisions"), "decisions")
        ]
        for session in sessions:
            self.put(session)
        for decision in decisions:
            self.decide(decision)


def _written(session: Session) -> dict[str, object]:
    return {
        "id": session.id,
        "started_at": session.started_at.isoformat(),
        "finished_at": session.finished_at.isoformat(),
        "day": session.day.isoformat(),
        "zone": session.zone,
        "reason": session.reason,
        "by_hand": session.by_hand,
        "source": session.source,
        "segments": [
            {
                "direction": part.direction,
                "started_at": part.started_at.isoformat(),
                "active_s": part.active_s,
                "distance_m": part.distance_m,
                "steps": part.steps,
                "step_source": part.step_source,
                "energy_kcal": part.energy_kcal,
            }
            for part in session.segments
        ],
    }


def _read(value: object) -> Session:
    raw = stored.mapping(value, "session")
    session = Session(
        id=stored.text(raw, "id"),
        started_at=stored.moment(raw, "started_at"),
        finished_at=stored.moment(raw, "finished_at"),
        day=stored.civil_date(raw, "day"),
        zone=stored.text(raw, "zone"),
        reason=stored.member(FinishReason, raw, "reason"),
        by_hand=stored.flag(raw, "by_hand"),
        source=stored.optional_text(raw, "source"),
        segments=tuple(
            _read_segment(part)
            for part in stored.sequence(raw.get("segments"), "segments")
        ),
    )
    if session.finished_at < session.started_at:
        raise StoredError("finished_at is before started_at")
    return session


def _read_segment(value: object) -> Segment:
    raw: Stored = stored.mapping(value, "segment")
    return Segment(
        direction=stored.member(Direction, raw, "direction"),
        started_at=stored.moment(raw, "started_at"),
        active_s=stored.number(raw, "active_s"),
        distance_m=stored.number(raw, "distance_m"),
        steps=stored.whole(raw, "steps"),
        step_source=stored.member(StepSource, raw, "step_source"),
        energy_kcal=stored.optional_number(raw, "energy_kcal"),
    )


def _read_decision(value: object) -> Decision:
    raw = stored.mapping(value, "decision")
    key = stored.member(DecisionKey, raw, "key")
    return Decision(
        at=stored.moment(raw, "at"),
        day=stored.civil_date(raw, "day"),
        key=key,
        value=_read_value(raw, key),
    )


def _read_value(raw: Stored, key: DecisionKey) -> DecisionValue:
    match key:
        case DecisionKey.STREAK_KIND:
            return stored.member(StreakKind, raw, "value")
        case DecisionKey.DIRECTION:
            return stored.member(DirectionChoice, raw, "value")
        case DecisionKey.DAILY_GOAL | DecisionKey.WEEKLY_GOAL:
            return stored.number(raw, "value")
