"""The journal: sessions, and what the walker decided, each dated; every figure is derived from it."""

from bisect import bisect_right, insort
from collections.abc import Iterator, Mapping
from datetime import date
from operator import attrgetter
from types import MappingProxyType

from . import sightings, stored
from .decision import Decision, DecisionKey, DecisionValue, read_value
from .model import Direction, FinishReason, Segment, Session, StepSource
from .stored import Stored, StoredError

__all__ = ["Decision", "DecisionKey", "DecisionValue", "Journal"]


class Journal:
    """Sessions by id and decisions in order; yearly parts are what is kept on paper."""

    def __init__(self) -> None:
        """Begin empty."""
        self._sessions: dict[str, Session] = {}
        self._decisions: dict[DecisionKey, list[Decision]] = {}
        self.revision = 0
        """Rises with each change: who has seen this revision has seen all."""

    def copied(self) -> Journal:
        """The journal as it is now; nothing that happens to the one changes the other."""
        copy = Journal()
        copy._sessions = dict(self._sessions)
        copy._decisions = {key: list(own) for key, own in self._decisions.items()}
        copy.revision = self.revision
        return copy

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
        self.revision += 1
        before = self._sessions.get(session.id)
        self._sessions[session.id] = session
        return before

    def remove(self, session_id: str) -> Session | None:
        """Take a session out; the session, or None where there was none."""
        self.revision += 1
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
        self.revision += 1
        decisions = self._decisions.setdefault(decision.key, [])
        decisions[:] = [kept for kept in decisions if kept.day != decision.day]
        insort(decisions, decision, key=attrgetter("day"))

    def history(self, key: DecisionKey) -> tuple[Decision, ...]:
        """All decisions on a matter, in order of the days from which they hold."""
        return tuple(self._decisions.get(key, ()))

    def withdraw(self, key: DecisionKey, day: date) -> Decision | None:
        """Take back what was decided on a matter from a day on; the decision, or None where there was none."""
        self.revision += 1
        decisions = self._decisions.get(key, [])
        for decision in decisions:
            if decision.day == day:
                decisions.remove(decision)
                return decision
        return None

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

    def excerpt(self, *years: int) -> Journal:
        """These years only, as they are now."""
        part = Journal()
        for session in self._sessions.values():
            if session.day.year in years:
                part.put(session)
        for decision in self.decisions:
            if decision.day.year in years:
                part.decide(decision)
        return part

    def written(self, *years: int) -> dict[str, object]:
        """These years as JSON values."""
        return {
            "sessions": [
                written_session(session)
                for session in self._sessions.values()
                if session.day.year in years
            ],
            "decisions": [
                written_decision(decision)
                for decision in self.decisions
                if decision.day.year in years
            ],
        }

    def read(self, value: object) -> None:
        """Take in a year that was written. Raises StoredError, and changes nothing, where the value is anything else."""
        raw = stored.mapping(value, "journal")
        sessions = [
            read_session(part)
            for part in stored.sequence(raw.get("sessions"), "sessions")
        ]
        decisions = [
            read_decision(part)
            for part in stored.sequence(raw.get("decisions"), "decisions")
        ]
        for session in sessions:
            self.put(session)
        for decision in decisions:
            self.decide(decision)


def written_decision(decision: Decision) -> dict[str, object]:
    """A decision as JSON values."""
    return {
        "at": decision.at.isoformat(),
        "day": decision.day.isoformat(),
        "key": decision.key,
        "value": decision.value,
    }


def written_session(session: Session) -> dict[str, object]:
    """A session as JSON values."""
    written: dict[str, object] = {
        "id": session.id,
        "started_at": session.started_at.isoformat(),
        "finished_at": session.finished_at.isoformat(),
        "day": session.day.isoformat(),
        "zone": session.zone,
        "reason": session.reason,
        "by_hand": session.by_hand,
        "source": session.source,
        "segments": [_written_segment(part) for part in session.segments],
    }
    if session.seen:
        written["seen"] = sightings.written(session.seen, session.started_at)
    return written


def _written_segment(part: Segment) -> dict[str, object]:
    written: dict[str, object] = {
        "direction": part.direction,
        "started_at": part.started_at.isoformat(),
        "active_s": part.active_s,
        "distance_m": part.distance_m,
        "steps": part.steps,
        "step_source": part.step_source,
        "energy_kcal": part.energy_kcal,
    }
    if part.estimated_steps is not None:
        written["estimated_steps"] = part.estimated_steps
    return written


def read_session(value: object) -> Session:
    """A session that was written. Raises StoredError where the value is anything else."""
    raw = stored.mapping(value, "session")
    started_at = stored.moment(raw, "started_at")
    session = Session(
        id=stored.text(raw, "id"),
        started_at=started_at,
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
        seen=sightings.read(raw.get("seen"), started_at),
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
        estimated_steps=stored.optional_whole(raw, "estimated_steps"),
    )


def read_decision(value: object) -> Decision:
    """A decision that was written. Raises StoredError where the value is anything else."""
    raw = stored.mapping(value, "decision")
    key = stored.member(DecisionKey, raw, "key")
    return Decision(
        at=stored.moment(raw, "at"),
        day=stored.civil_date(raw, "day"),
        key=key,
        value=read_value(raw, key),
    )
