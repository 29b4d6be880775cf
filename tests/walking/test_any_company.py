"""What holds of a walk whoever sees it: sources join and leave, samples come late and twice, phones tell what they saw."""

from datetime import timedelta
import json
from typing import NamedTuple

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.retrowalk.walking.model import (
    Direction,
    Profile,
    Sample,
    Session,
)
from custom_components.retrowalk.walking.seeing import see
from custom_components.retrowalk.walking.session import SessionEngine
from custom_components.retrowalk.walking.view import session_view

from .glimpses import glimpse
from .walks import BELT, EVENING, POD, VIEW, civil_day

MPS = 0.8
STEPS_PER_S = 2
OTHER_FOOT = "pod:dd"
_PACE = {BELT: 1.0, POD: 1.5, OTHER_FOOT: 1.2, VIEW: 4.0}


_lengths = st.sampled_from([5, 30, 60, 120])


class Told(NamedTuple):
    """Something that reaches the engine so many seconds after the walk began."""

    after_s: float
    kind: str
    sample: Sample | None = None
    spans: tuple[tuple[int, int], ...] = ()


@st.composite
def evenings(draw: st.DrawFn, *, repeats: bool = True) -> list[Told]:
    """Return how a walk at an even pace is seen: each source tells now and then what it saw since it told last."""
    told = [Told(0.0, "start")]
    for source, pace in _PACE.items():
        last, now = None, draw(st.sampled_from([0.0, 0.3, 20.0, 61.0]))
        for number in range(draw(st.integers(0, 30))):
            now += draw(st.sampled_from([pace] * 12 + [8.0, 15.0, 70.0]))
            since_s = 0.0 if last is None else now - last
            sample = Sample(
                id=f"{source} {number}",
                at=EVENING + timedelta(seconds=now),
                source=source,
                speed_mps=MPS,
                distance_m=MPS * since_s,
                steps=round(STEPS_PER_S * since_s),
                clock_s=since_s,
                since_s=since_s,
                heart_rate_bpm=draw(st.sampled_from([None, 90])),
            )
            last = now
            delay_s = draw(st.sampled_from([0.0] * 9 + [0.5, 3.0]))
            told.append(Told(now + delay_s, "feed", sample))
            if repeats and draw(st.integers(0, 9)) == 0:
                told.append(Told(now + 5.0, "feed", sample))
    told += [
        Told(at_s, draw(st.sampled_from(["tick", "turn", "write"])))
        for at_s in draw(st.lists(st.integers(1, 240), max_size=6))
    ]
    told += [
        Told(at_s, "see", spans=((at_s - draw(_lengths), at_s),))
        for at_s in draw(st.lists(st.integers(1, 240), max_size=8))
    ]
    return sorted(told, key=lambda one: one.after_s)


def _tick_until(engine: SessionEngine, after_s: float) -> None:
    at = EVENING + timedelta(seconds=after_s)
    while (due := engine.next_wakeup) is not None and due <= at:
        engine.tick(due)


def _happen(engine: SessionEngine, one: Told) -> None:
    at = EVENING + timedelta(seconds=one.after_s)
    _tick_until(engine, one.after_s)
    match one.kind:
        case "start":
            engine.start(at, "walk", planned_s=600)
        case "feed":
            assert one.sample is not None
            engine.feed(one.sample)
        case "tick" | "write":
            # A walker who is loaded anew looks at the clock, too.
            engine.tick(at)
        case "turn":
            engine.turn(at)
        case "see" if engine.open is not None:
            steps = STEPS_PER_S * 1.1
            see(
                engine.open,
                [
                    glimpse(since, until, steps * (until - since), metres=until - since)
                    for since, until in one.spans
                ],
            )


def _restarted(engine: SessionEngine) -> SessionEngine:
    other = SessionEngine(engine.profile, civil_day)
    other.restore(json.loads(json.dumps(engine.written())))
    return other


def _walked(told: list[Told], *, restarts: bool = False) -> Session:
    engine = SessionEngine(Profile(height_m=1.7), civil_day)
    for one in told:
        if restarts and one.kind == "write":
            _tick_until(engine, one.after_s)
            engine = _restarted(engine)
        _happen(engine, one)
        if engine.open is not None:
            _check(engine, one.after_s)
    session = engine.open
    assert session is not None
    engine.finish(EVENING + timedelta(seconds=told[-1].after_s))
    assert engine.closed is session
    return session.freeze()


def _check(engine: SessionEngine, after_s: float) -> None:
    view = session_view(engine)
    assert view is not None
    assert view.active_s <= after_s + 1e-3
    assert view.steps >= 0


@settings(max_examples=200)
@given(evenings())
def test_whoever_sees_a_walk_it_is_walked_once(told: list[Told]) -> None:
    """No metre, step or second more than there was."""
    after = _walked(told)
    wall_s = told[-1].after_s
    assert after.active_s() <= wall_s + 0.1 * len(after.segments)
    measured = [part for part in after.segments if part.estimated_steps is None]
    # A phone tells of metres where nobody else does; those of this one are longer.
    assert after.distance_m() <= max(1.0, MPS) * wall_s + MPS * 1.5 * len(measured) + 1
    least_step_m = 0.25
    assert after.steps() <= max(STEPS_PER_S * 1.1, MPS / least_step_m) * wall_s + 20


@settings(max_examples=200)
@given(evenings(repeats=False))
def test_a_restart_at_any_time_comes_to_the_same(told: list[Told]) -> None:
    """What was written is all that matters; but for hundredths."""
    one, other = _walked(told), _walked(told, restarts=True)
    assert other.active_s() == pytest.approx(one.active_s(), abs=0.2)
    assert other.distance_m() == pytest.approx(one.distance_m(), abs=0.5)
    assert other.steps() == pytest.approx(one.steps(), abs=2)
    assert other.source == one.source


@st.composite
def reliefs(draw: st.DrawFn) -> list[tuple[str, float, float]]:
    """Return watches of belt and pod that overlap: at every moment one of them sees the walker."""
    watches: list[tuple[str, float, float]] = []
    begin = 0.0
    for number in range(draw(st.integers(1, 6))):
        source = (BELT, POD)[number % 2]
        end = begin + draw(st.integers(20, 60))
        watches.append((source, begin, end))
        begin = end - draw(st.integers(2, 3))
    return watches


@settings(max_examples=100)
@given(reliefs(), st.booleans())
def test_nothing_is_lost_between_sources_that_relieve_each_other(
    watches: list[tuple[str, float, float]], counts_on: bool
) -> None:
    """Whether the one that comes back tells of the time between, or begins with a baseline."""
    told: list[tuple[float, Sample]] = []
    heard: dict[str, float] = {}
    for source, begin, end in watches:
        now = begin + (0.4 if source == POD else 0.0)
        while now <= end:
            last = heard.get(source)
            since_s = 0.0 if last is None else now - last
            if since_s > 1.5 and not counts_on:
                since_s = 0.0
            told.append((now, _sample(source, now, since_s)))
            heard[source] = now
            now += 1.0
    told.sort(key=lambda one: one[0])
    engine = SessionEngine(Profile(), civil_day)
    for now, sample in told:
        _tick_until(engine, now)
        engine.feed(sample)
    session = engine.open
    assert session is not None
    assert session.pause_reason is None
    walked_s = told[-1][0] - told[0][0]
    assert session.stretches.active_s() == pytest.approx(walked_s, abs=1.1)
    assert session.stretches.distance_m() == pytest.approx(MPS * walked_s, abs=1.0)
    steps = session.stretches.steps(Direction.BACKWARD)
    relieved = 1 + len(watches)
    assert steps == pytest.approx(STEPS_PER_S * walked_s, abs=4 * relieved)


def _sample(source: str, now: float, since_s: float) -> Sample:
    return Sample(
        id=f"{source} {now}",
        at=EVENING + timedelta(seconds=now),
        source=source,
        speed_mps=MPS,
        distance_m=MPS * since_s,
        steps=round(STEPS_PER_S * since_s),
        clock_s=since_s,
        since_s=since_s,
    )
