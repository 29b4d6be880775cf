"""What holds for every walk, whatever happens in whatever order."""

from datetime import datetime, timedelta
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.events import (
    CheckpointDue,
    SessionFinished,
    SessionPaused,
    SessionResumed,
    SessionStarted,
    WalkEvent,
)
from custom_components.retrowalk.walking.model import (
    DirectionChoice,
    PauseReason,
    Phase,
    Profile,
    Sample,
)
from custom_components.retrowalk.walking.session import SessionEngine
from custom_components.retrowalk.walking.stored import StoredError
from custom_components.retrowalk.walking.view import session_view

from .strategies import Act, acts, choices, damaged, perform, profiles
from .walks import BELT, EVENING, Walk, civil_day


def _engine(profile: Profile, choice: DirectionChoice) -> SessionEngine:
    engine = SessionEngine(profile, civil_day)
    engine.choice = choice
    return engine


def _check(engine: SessionEngine) -> None:
    """What holds of an engine at any time."""
    session = engine.open
    view = session_view(engine)
    if session is None:
        assert engine.phase is Phase.IDLE
        assert engine.next_wakeup is None
        assert view is None
        return
    assert (session.paused_at is None) is (session.pause_reason is None)
    assert (session.paused_at is not None) is (engine.phase is Phase.PAUSED)
    assert (session.source is None) is (session.last_frame_at is None)
    assert session.finished_at is None
    assert session.finish_reason is None
    assert engine.next_wakeup is not None
    assert view is not None
    assert view.phase is engine.phase
    stretches = session.stretches
    assert stretches.segments
    for part in stretches.segments:
        assert part.active_s >= 0
        assert part.distance_m >= 0
        assert part.energy_kcal >= 0
        assert part.steps.counted >= 0
        assert part.steps.estimated >= 0
    assert view.backward_s + view.forward_s <= view.active_s + 1e-6


def _check_told(phase: Phase, events: tuple[WalkEvent, ...]) -> Phase:
    """The events themselves tell which phase follows which."""
    for event in events:
        match event:
            case SessionStarted():
                assert phase is Phase.IDLE
                phase = Phase.WALKING
            case SessionPaused():
                assert phase is Phase.WALKING
                phase = Phase.PAUSED
            case SessionResumed(rejoined=rejoined):
                assert phase is (Phase.IDLE if rejoined else Phase.PAUSED)
                phase = Phase.WALKING
            case SessionFinished(session=session):
                assert phase is not Phase.IDLE
                phase = Phase.IDLE
                assert session.finished_at >= session.started_at
                wall_s = (session.finished_at - session.started_at).total_seconds()
                assert session.active_s() <= wall_s + 1e-3
                assert session.steps() >= 0
                assert session.distance_m() >= 0
            case _ if type(event).__name__ == "SessionDiscarded":
                phase = Phase.IDLE
    return phase


@given(acts(backward=True), profiles, choices)
def test_nothing_that_happens_upsets_the_engine(
    happened: list[Act], profile: Profile, choice: DirectionChoice
) -> None:
    """Clocks that jump, samples of any kind and commands in any order: phases and figures stay consistent."""
    engine, at, phase = _engine(profile, choice), EVENING, Phase.IDLE
    for number, act in enumerate(happened):
        at += timedelta(seconds=act.after_s)
        phase = _check_told(phase, perform(engine, act, at, number))
        assert phase is engine.phase
        _check(engine)


@given(acts(backward=False), profiles, choices)
def test_active_time_never_exceeds_wall_time(
    happened: list[Act], profile: Profile, choice: DirectionChoice
) -> None:
    """At no moment, and no session ends in the future."""
    engine, at = _engine(profile, choice), EVENING
    for number, act in enumerate(happened):
        at += timedelta(seconds=act.after_s)
        for event in perform(engine, act, at, number):
            if isinstance(event, SessionFinished):
                # The journal keeps tenths of a second, of each segment.
                assert event.session.finished_at <= at + timedelta(seconds=1)
        if engine.open is not None:
            wall_s = (at - engine.open.started_at).total_seconds()
            assert engine.open.stretches.active_s() <= wall_s + 1e-6


@given(acts(backward=True), profiles, st.booleans())
def test_the_engine_never_wants_to_be_woken_in_a_tight_loop(
    happened: list[Act], profile: Profile, late: bool
) -> None:
    """Once woken when it wanted, it wants to be woken later; and it comes to an end by itself."""
    engine, at = _engine(profile, DirectionChoice.BACKWARD), EVENING
    for number, act in enumerate(happened):
        at += timedelta(seconds=act.after_s)
        perform(engine, act, at, number)
    for _ in range(2000):
        due = engine.next_wakeup
        if due is None:
            break
        at = max(at, due) + timedelta(seconds=5 if late else 0)
        engine.tick(at)
        following = engine.next_wakeup
        assert following is None or following > at
    assert engine.open is None


@given(acts(backward=False), profiles)
def test_repeated_samples_change_nothing(happened: list[Act], profile: Profile) -> None:
    """However often a source repeats itself."""
    engine, at = _engine(profile, DirectionChoice.BACKWARD), EVENING
    fed: list[Sample] = []
    for number, act in enumerate(happened):
        at += timedelta(seconds=act.after_s)
        perform(engine, act, at, number)
        if act.sample is not None:
            fed.append(act.sample._replace(at=at))
        before = engine.written()
        for sample in fed:
            assert engine.feed(sample) == ()
        assert engine.written() == before


@given(
    st.lists(st.integers(1, 3), min_size=3, max_size=40),
    st.randoms(use_true_random=False),
)
def test_late_samples_lose_no_metres_and_no_steps(deltas: list[int], dice: Any) -> None:
    """In whatever order the samples of a minute come, the sums are the same."""
    walk = Walk(Profile(live_opens_session=True))
    walk.frame(3.6)
    inner = [
        Sample(
            id=f"late {number}",
            at=EVENING + timedelta(seconds=1 + number),
            source=BELT,
            speed_mps=0.7,
            distance_m=float(delta),
            steps=delta,
        )
        for number, delta in enumerate(deltas)
    ]
    dice.shuffle(inner)
    for sample in inner:
        walk.note(walk.engine.feed(sample))
    assert walk.open.stretches.distance_m() == sum(deltas)
    assert walk.open.stretches.steps() == sum(deltas)
    assert walk.open.stretches.active_s() <= len(deltas)


def _happenings(
    engine: SessionEngine, happened: list[Act], at: datetime, first: int
) -> list[tuple[str, datetime]]:
    told = []
    for number, act in enumerate(happened, first):
        at += timedelta(seconds=act.after_s)
        told += [
            (type(event).__name__, event.at)
            for event in perform(engine, act, at, number)
            if not isinstance(event, CheckpointDue)
        ]
    return told


@given(acts(backward=True), acts(backward=True, most=20), profiles, choices)
def test_a_restored_engine_goes_on_as_if_nothing_had_been(
    before: list[Act], after: list[Act], profile: Profile, choice: DirectionChoice
) -> None:
    """What is written, and read from JSON, is all that matters for what follows."""
    engine = _engine(profile, choice)
    _happenings(engine, before, EVENING, 0)
    at = EVENING + timedelta(seconds=sum(act.after_s for act in before))
    after = [
        act._replace(sample=act.sample and act.sample._replace(id=f"after {number}"))
        for number, act in enumerate(after)
    ]
    other = _engine(profile, choice)
    other.restore(json.loads(json.dumps(engine.written())))
    assert _happenings(other, after, at, 100) == _happenings(engine, after, at, 100)
    assert other.phase is engine.phase
    for mine, theirs in ((engine.open, other.open), (engine.closed, other.closed)):
        assert (mine is None) is (theirs is None)
        if mine is not None and theirs is not None:
            _check_same_figures(mine.stretches, theirs.stretches)


def _check_same_figures(mine: Any, theirs: Any) -> None:
    assert len(mine.segments) == len(theirs.segments)
    for one, other in zip(mine.segments, theirs.segments, strict=True):
        assert one.direction is other.direction
        assert one.active_s == pytest.approx(other.active_s, abs=0.01)
        assert one.distance_m == pytest.approx(other.distance_m, abs=0.1)
        assert one.energy_kcal == pytest.approx(other.energy_kcal, abs=0.1)
        assert one.steps.total == pytest.approx(other.steps.total, abs=1)


def _written_in(state: str) -> dict[str, object]:
    walk = Walk()
    walk.belt(70)
    if state == "paused":
        walk.belt(5, kmh=0)
    elif state == "fast":
        walk.belt(5, kmh=6)
    elif state == "finished":
        walk.finish()
    elif state == "clock":
        walk.discard()
        walk.start()
        walk.wait(31 * 60)
    written: dict[str, object] = json.loads(json.dumps(walk.engine.written()))
    return written


_WRITTEN = [
    _written_in(state) for state in ("walking", "paused", "fast", "finished", "clock")
]


@given(st.sampled_from(_WRITTEN).flatmap(damaged), acts(backward=True, most=15))
def test_a_damaged_checkpoint_is_refused_or_can_be_gone_on_with(
    raw: Any, happened: list[Act]
) -> None:
    """It never leaves an engine that fails later, and a refused one changes nothing."""
    engine = _engine(Profile(mass_kg=70), DirectionChoice.BACKWARD)
    before = engine.written()
    try:
        engine.restore(raw)
    except StoredError:
        assert engine.written() == before
        return
    at = EVENING
    for number, act in enumerate(happened):
        at += timedelta(seconds=act.after_s)
        perform(engine, act, at, number)
        session_view(engine)
    json.dumps(engine.written())


def test_an_engine_that_knows_of_a_pause_tells_why() -> None:
    """The view names the reason, and shows no speed."""
    walk = Walk(Profile(mass_kg=70, height_m=1.8))
    walk.belt(30)
    view = session_view(walk.engine)
    assert view is not None
    assert view.speed_mps == pytest.approx(2.5 / 3.6)
    assert view.cadence_spm == pytest.approx(2 * 60, rel=0.05)
    walk.pause()
    view = session_view(walk.engine)
    assert view is not None
    assert (view.phase, view.pause_reason) == (Phase.PAUSED, PauseReason.COMMAND)
    assert view.speed_mps is None
    assert view.cadence_spm is None
