"""A pedometer's totals: what a phone shows becomes what was walked, once, whatever the phone does."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.protocols.phone import LiveEvent, LiveKind
from custom_components.retrowalk.sources.phone_meter import PhoneMeter
from custom_components.retrowalk.walking.model import Counters, Sample

BEGIN = datetime(2026, 11, 23, 12, tzinfo=UTC)
START = Counters(BEGIN, 0, 0, None)


def at(second: float) -> datetime:
    """A moment of the walk."""
    return BEGIN + timedelta(seconds=second)


def event(second: float | None = None, **shown: Any) -> LiveEvent:
    """What the phone shows at a second of the walk."""
    return LiveEvent(
        key=f"{second} {shown}",
        kind=LiveKind.SAMPLE,
        at=None if second is None else at(second),
        **shown,
    )


def seen(sample: Sample | None) -> tuple[float, int | None]:
    """The metres and steps of a sample."""
    assert sample is not None
    return sample.distance_m, sample.steps


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 3)), max_size=30))
def test_totals_are_neither_doubled_nor_lost(told: list[tuple[int, int]]) -> None:
    """Told once, twice or more often: the samples add up to what the phone shows last."""
    meter = PhoneMeter("view:ada", START)
    second = steps = counted = 0
    for seconds, pace in told:
        second, steps = second + seconds, steps + seconds * pace
        for _ in range(2):
            sample = meter.sample(event(second, steps=steps), at(second))
            assert sample is not None
            counted += sample.steps or 0
    assert counted == steps


def test_first_totals_are_a_baseline() -> None:
    """A phone that did not tell the start may have counted long before."""
    meter = PhoneMeter("view:ada")
    assert seen(meter.sample(event(0, steps=5000, distance_m=3000.7), at(0))) == (0, 0)
    assert seen(meter.sample(event(5, steps=5009, distance_m=3007), at(5))) == (7, 9)


def test_totals_go_on_after_a_restart() -> None:
    """From what the phone showed last, which is kept with the session."""
    meter = PhoneMeter("view:ada", START)
    before = meter.sample(event(60, steps=110, distance_m=50), at(60))
    assert before is not None
    after = PhoneMeter("view:ada", before.counters)
    assert seen(after.sample(event(90, steps=160, distance_m=75), at(91))) == (25, 50)


def test_what_a_phone_does_not_show() -> None:
    """Steps that are not told are unknown, not none; what it showed before is kept."""
    meter = PhoneMeter("view:ada", START)
    meter.sample(event(5, steps=9), at(5))
    sample = meter.sample(event(10, heart_rate_bpm=99, speed_mps=0.8), at(10))
    assert sample is not None
    assert seen(sample) == (0, None)
    assert (sample.heart_rate_bpm, sample.speed_mps) == (99, 0.8)
    assert sample.counters == Counters(at(10), 0, 9, None)


def test_posts_that_were_held_up() -> None:
    """What was walked is measured by the phone's clock; the sample itself is of now."""
    meter = PhoneMeter("view:ada", START)
    samples = [
        meter.sample(event(second, steps=second * 2), at(100))
        for second in (30, 60, 90)
    ]
    assert [seen(sample) for sample in samples] == [(0, 60)] * 3
    assert {sample.at for sample in samples if sample} == {at(100)}
    assert [sample.clock_s for sample in samples if sample] == [30, 30, 30]
    assert [sample.held_s for sample in samples if sample] == [0, 0, 0]
    assert meter.sample(event(60, steps=120), at(101)) is None


@pytest.mark.parametrize("differs_s", [-7200, 0, 50])
def test_how_long_posts_were_held_up(differs_s: int) -> None:
    """Is known from the fastest one, however the phone's clock differs from ours; without its clock, nothing is."""
    meter = PhoneMeter(
        "view:ada", START, delay=timedelta(seconds=differs_s) + timedelta(seconds=1)
    )
    for second, heard, held in ((30, 31, 0), (60, 95, 34), (90, 95, 4), (99, 99.5, 0)):
        sample = meter.sample(event(second - differs_s, steps=1), at(heard))
        assert sample is None or sample.held_s == held
    sample = meter.sample(event(steps=1), at(300))
    assert sample is not None
    assert sample.held_s == 0


def test_clock_that_is_ahead() -> None:
    """A phone cannot have walked in the future."""
    meter = PhoneMeter("view:ada", START)
    assert seen(meter.sample(event(200, steps=10), at(5))) == (0, 10)
    assert seen(meter.sample(event(201, steps=20), at(10))) == (0, 10)


@pytest.mark.parametrize("shown", [{"steps": 9000}, {"distance_m": 9000}])
def test_leaps(shown: dict[str, float]) -> None:
    """What nobody can walk is none; it goes on from there."""
    meter = PhoneMeter("view:ada", START)
    assert seen(meter.sample(event(5, **shown), at(5)))[0] == 0
    more = {name: value + 6 for name, value in shown.items()}
    assert 6 in seen(meter.sample(event(10, **more), at(10)))


def test_no_clock_of_the_phone() -> None:
    """A phone that tells no time is taken at ours."""
    meter = PhoneMeter("view:ada", START)
    assert seen(meter.sample(event(steps=10), at(5))) == (0, 10)
    assert seen(meter.sample(event(steps=20), at(10))) == (0, 10)
