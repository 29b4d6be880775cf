"""The open session on paper: what is written every 15 seconds, and read after a crash."""

from datetime import datetime

from . import sightings, stored
from .cues import TurnCue
from .live_source import Hole, LiveSource
from .model import Counters, Direction, FinishReason, PauseReason, Profile, StepSource
from .open_session import OpenSession
from .steps import COUNTERS, StepCount, StepCounter
from .stored import Stored, StoredError
from .stretches import OpenSegment, Stretches


def written(session: OpenSession) -> dict[str, object]:
    """A session as JSON values; what only several sources bring is left out where there is but one."""
    several: dict[str, object] = {
        "others": {name: _other(one) for name, one in session.others.items()},
        "step_sources": sorted(session.step_sources) if session.others else [],
        "hole": None if session.hole is None else _hole(session.hole),
        "handed_at": _time(session.handed_at),
        "metres_missing_since": _time(session.metres_missing_since),
        "seen": sightings.written(session.seen, session.started_at),
    }
    return {
        "id": session.id,
        "started_at": session.started_at.isoformat(),
        "day": session.day.isoformat(),
        "zone": session.zone,
        "by_hand": session.by_hand,
        "planned_s": session.planned_s,
        "source": session.source,
        "last_movement_at": session.last_movement_at.isoformat(),
        "counted_until": session.counted_until.isoformat(),
        "extended_at": session.extended_at.isoformat(),
        "last_frame_at": _time(session.last_frame_at),
        "paused_at": _time(session.paused_at),
        "pause_reason": session.pause_reason,
        "resting_since": _time(session.resting_since),
        "rested": session.rested,
        "asked_at": _time(session.asked_at),
        "finished_at": _time(session.finished_at),
        "finish_reason": session.finish_reason,
        "counters": _counters(session.counters),
        "turn_cue": None if session.turn_cue is None else session.turn_cue.written(),
        "segments": [_segment(part) for part in session.stretches.segments],
    } | _given(several)


def _given(fields: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value}


def read_open(value: object, profile: Profile) -> OpenSession | None:
    """The open session that was written, if there was one. Raises StoredError where the value is anything else."""
    session = None if value is None else read(value, profile)
    if session is not None and session.finished_at is not None:
        raise StoredError("an open session is finished")
    return session


def read_closed(value: object, profile: Profile) -> OpenSession | None:
    """The finished session that was written, if there was one. Raises StoredError where the value is anything else."""
    session = None if value is None else read(value, profile)
    if session is not None and (session.finished_at is None or session.paused_at):
        raise StoredError("a finished session goes on")
    return session


def read(value: object, profile: Profile) -> OpenSession:
    """A session that was written, open or finished. Raises StoredError where the value is anything else."""
    raw = stored.mapping(value, "session")
    day = stored.civil_date(raw, "day")
    segments = [
        _read_segment(part) for part in stored.sequence(raw.get("segments"), "segments")
    ]
    if not segments or segments[0].fast_from is not None:
        raise StoredError("segments has no beginning")
    return _checked(
        OpenSession(
            id=stored.text(raw, "id"),
            started_at=stored.moment(raw, "started_at"),
            day=day,
            zone=stored.text(raw, "zone"),
            by_hand=stored.flag(raw, "by_hand"),
            planned_s=stored.number(raw, "planned_s"),
            stretches=Stretches(profile, day, segments),
            source=stored.optional_text(raw, "source"),
            last_movement_at=stored.moment(raw, "last_movement_at"),
            counted_until=stored.moment(raw, "counted_until"),
            extended_at=stored.moment(raw, "extended_at"),
            last_frame_at=stored.optional_moment(raw, "last_frame_at"),
            paused_at=stored.optional_moment(raw, "paused_at"),
            pause_reason=stored.optional_member(PauseReason, raw, "pause_reason"),
            resting_since=stored.optional_moment(raw, "resting_since"),
            rested=stored.flag(raw, "rested"),
            asked_at=stored.optional_moment(raw, "asked_at"),
            finished_at=stored.optional_moment(raw, "finished_at"),
            finish_reason=stored.optional_member(FinishReason, raw, "finish_reason"),
            counters=_read_counters(raw.get("counters")),
            turn_cue=_read_cue(raw.get("turn_cue")),
            others=_read_others(raw.get("others")),
            step_sources=_read_names(raw.get("step_sources")),
            hole=_read_hole(raw.get("hole")),
            handed_at=stored.optional_moment(raw, "handed_at"),
            metres_missing_since=stored.optional_moment(raw, "metres_missing_since"),
            seen=sightings.read(raw.get("seen"), stored.moment(raw, "started_at")),
        )
    )


def _checked(session: OpenSession) -> OpenSession:
    """What belongs together is there together."""
    pairs = (
        ("pause", session.paused_at, session.pause_reason),
        ("finish", session.finished_at, session.finish_reason),
        ("source", session.last_frame_at, session.source),
    )
    for name, at, other in pairs:
        if (at is None) is not (other is None):
            raise StoredError(f"half of the {name} is missing")
    if session.source is None and session.others:
        raise StoredError("others accompany nobody")
    if session.source in session.others:
        raise StoredError("others has the source itself")
    return session


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _counters(counters: Counters | None) -> dict[str, object] | None:
    if counters is None:
        return None
    return counters._asdict() | {"at": counters.at.isoformat()}


def _read_counters(value: object) -> Counters | None:
    if value is None:
        return None
    raw = stored.mapping(value, "counters")
    return Counters(
        at=stored.moment(raw, "at"),
        distance_m=stored.optional_whole(raw, "distance_m"),
        steps=stored.optional_whole(raw, "steps"),
        elapsed_s=stored.optional_whole(raw, "elapsed_s"),
    )


def _read_cue(value: object) -> TurnCue | None:
    return None if value is None else TurnCue.read(stored.mapping(value, "turn_cue"))


def _other(other: LiveSource) -> dict[str, object]:
    return {
        "heard_at": other.heard_at.isoformat(),
        "counters": _counters(other.counters),
        "measured": other.measured,
        "moves": other.moves,
        "rested": other.rested,
        "since": other.since.isoformat(),
        "unseen_m": round(other.unseen_m, 2),
        "unseen_s": round(other.unseen_s, 3),
    }


def _read_names(value: object) -> set[str]:
    if value is None:
        return set()
    names = stored.sequence(value, "step_sources")
    return {stored.text({"step_sources": name}, "step_sources") for name in names}


def _read_others(value: object) -> dict[str, LiveSource]:
    """Nobody, in a file from when one source was all there was."""
    if value is None:
        return {}
    others = stored.mapping(value, "others")
    return {name: _read_other(others[name]) for name in others}


def _read_other(value: object) -> LiveSource:
    raw = stored.mapping(value, "other")
    return LiveSource(
        heard_at=stored.moment(raw, "heard_at"),
        counters=_read_counters(raw.get("counters")),
        measured=stored.flag(raw, "measured"),
        moves=stored.flag(raw, "moves"),
        rested=stored.flag(raw, "rested"),
        since=stored.moment(raw, "since"),
        unseen_m=stored.number(raw, "unseen_m"),
        unseen_s=stored.number(raw, "unseen_s"),
    )


def _hole(hole: Hole) -> dict[str, object]:
    return {
        "source": hole.source,
        "since": hole.since.isoformat(),
        "until": hole.until.isoformat(),
    }


def _read_hole(value: object) -> Hole | None:
    if value is None:
        return None
    raw = stored.mapping(value, "hole")
    return Hole(
        source=stored.text(raw, "source"),
        since=stored.moment(raw, "since"),
        until=stored.moment(raw, "until"),
    )


def _segment(part: OpenSegment) -> dict[str, object]:
    belt = part.steps.counters.get(StepSource.BELT, StepCounter())
    several: dict[str, object] = {
        "seen_m": round(part.seen_m, 2),
        "phone_steps": round(part.steps.phone, 3),
        "replaced_steps": round(part.steps.replaced, 3),
        "counters": {
            source: [counter.counted, counter.held, round(counter.silent_m, 2)]
            for source, counter in part.steps.counters.items()
            if source is not StepSource.BELT or counter == StepCounter()
        },
    }
    return {
        "direction": part.direction,
        "started_at": part.started_at.isoformat(),
        "active_s": round(part.active_s, 3),
        "distance_m": round(part.distance_m, 2),
        "energy_kcal": round(part.energy_kcal, 3),
        "fast_from": part.fast_from,
        "belt_steps": belt.counted,
        "silent_m": round(belt.silent_m, 2),
        "estimated_steps": round(part.steps.estimated, 3),
        "awaited_steps": round(part.steps.awaited, 3),
    } | _given(several)


def _read_segment(value: object) -> OpenSegment:
    raw: Stored = stored.mapping(value, "segment")
    return OpenSegment(
        direction=stored.member(Direction, raw, "direction"),
        started_at=stored.moment(raw, "started_at"),
        active_s=stored.number(raw, "active_s"),
        distance_m=stored.number(raw, "distance_m"),
        energy_kcal=stored.number(raw, "energy_kcal"),
        fast_from=stored.optional_member(Direction, raw, "fast_from"),
        seen_m=stored.optional_number(raw, "seen_m") or 0.0,
        steps=StepCount(
            counters=_read_step_counters(raw),
            estimated=stored.number(raw, "estimated_steps"),
            awaited=stored.number(raw, "awaited_steps"),
            phone=stored.optional_number(raw, "phone_steps") or 0.0,
            replaced=stored.optional_number(raw, "replaced_steps") or 0.0,
        ),
    )


def _read_step_counters(raw: Stored) -> dict[StepSource, StepCounter]:
    """The belt's in fields of its own, as it was when there was no other."""
    counters: dict[StepSource, StepCounter] = {}
    belt = StepCounter(
        counted=stored.whole(raw, "belt_steps"),
        silent_m=stored.number(raw, "silent_m"),
    )
    if belt != StepCounter():
        counters[StepSource.BELT] = belt
    others = stored.mapping(raw.get("counters", {}), "counters")
    for name in others:
        parts = stored.sequence(others[name], "counters")
        if name not in COUNTERS or len(parts) != 3:
            raise StoredError("counters has no step counter")
        fields = dict(zip(("counted", "held", "silent_m"), parts, strict=True))
        counters[StepSource(name)] = StepCounter(
            counted=stored.whole(fields, "counted"),
            held=stored.whole(fields, "held"),
            silent_m=stored.number(fields, "silent_m"),
        )
    return counters
