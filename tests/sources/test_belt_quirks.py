"""Belts that stray from the book are measured as if they did not: the right metres, steps and movement."""

from collections.abc import Callable
from typing import Any, NamedTuple

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.protocols.ftms import MACHINE_STATUS, TRAINING_STATUS
from custom_components.retrowalk.protocols.rsc import RSC_MEASUREMENT
from custom_components.retrowalk.sources.belt_samples import BeltMeter
from custom_components.retrowalk.walking.model import BeltSignal, Sample

from .links import Linked

pytestmark = pytest.mark.usefixtures("quick_retries")

EVERY = [
    "average_speed",
    "distance",
    "inclination",
    "elevation",
    "energy",
    "heart_rate",
    "elapsed",
]


class Walked(NamedTuple):
    """What samples add up to."""

    metres: float
    steps: int
    samples: list[Sample]


def walked(linked: Linked) -> Walked:
    """What the readings so far come to."""
    link = linked.link
    meter = BeltMeter(link.source, None, metres_step=link.metres_step)
    samples = [meter.sample(reading) for reading in linked.taken]
    return Walked(
        metres=sum(sample.distance_m for sample in samples),
        steps=sum(sample.steps or 0 for sample in samples),
        samples=samples,
    )


@pytest.mark.parametrize(
    "belt",
    [
        pytest.param({}, id="by the book"),
        pytest.param({"mtu": 23, "has_steps": False}, id="cut at 20 bytes"),
        pytest.param({"padded_frames": True}, id="zero padding"),
        pytest.param({"padded_frames": True, "split_records": True}, id="padded parts"),
        pytest.param({"lying_more_data": True}, id="speed despite More Data"),
        pytest.param(
            {"lying_more_data": True, "has_steps": False, "fields": ["distance"]},
            id="speed despite More Data, few fields",
        ),
        pytest.param(
            {"lying_more_data": True, "step_bytes": 3}, id="the same, long steps"
        ),
        pytest.param({"split_records": True}, id="split records"),
        pytest.param({"rotating_fields": True, "notify_hz": 5}, id="rotating flags"),
        pytest.param({"step_bytes": 3}, id="steps of three bytes"),
        pytest.param({"steps_missing": True}, id="steps announced and missing"),
        pytest.param({"frozen_clock": True}, id="frozen clock"),
        pytest.param({"stale_status": True}, id="stale status"),
        pytest.param({"lying_feature": True}, id="lying feature"),
        pytest.param({"distance_m": 5000, "steps": 9000}, id="counters persist"),
        pytest.param({"counter_reset": "start"}, id="counters reset at start"),
        pytest.param({"notify_hz": 10, "null_frames": True}, id="null frames"),
        pytest.param({"fields": ["elapsed"], "has_steps": False}, id="no distance"),
    ],
)
async def test_a_walk_is_measured_whatever_the_quirk(
    linked: Linked, freezer: FrozenDateTimeFactory, belt: dict[str, Any]
) -> None:
    """Two minutes at 3.6 km/h, after some rest: 120 m, and 240 steps where the belt counts them."""
    if belt.get("mtu") == 23:
        belt = {"fields": EVERY} | belt
    await linked.async_start(**belt)
    await linked.async_pass(freezer, 6)
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 120)
    measured = walked(linked)
    lost_m = 6 if belt.get("lying_more_data") else 2
    assert measured.metres == pytest.approx(120, abs=lost_m)
    if belt.get("has_steps", True) and not belt.get("steps_missing"):
        assert measured.steps == pytest.approx(240, abs=2 * lost_m)
    else:
        assert measured.steps == 0
    assert linked.link.moving
    assert measured.samples[-1].speed_mps == pytest.approx(1.0, abs=0.01)
    assert not linked.link.traits.found


async def test_counters_reset_at_stop_and_kept_at_pause(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Neither is walked backward, nor anything twice."""
    await linked.async_start()
    for end in (linked.belt.pause, linked.belt.stop, linked.belt.stop):
        linked.belt.start(3.6)
        await linked.async_pass(freezer, 30)
        end()
        await linked.async_pass(freezer, 5)
    assert walked(linked).metres == pytest.approx(90, abs=3)


async def test_counters_persist_over_connections(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """What is there when a belt is connected was not walked now."""
    await linked.async_start(distance_m=5000, steps=9000, counter_reset="never")
    await linked.async_pass(freezer, 5)
    linked.belt.drop_link()
    await linked.async_pass(freezer, 5)
    assert linked.link.connected
    assert walked(linked)[:2] == (0, 0)


async def test_null_frames_of_a_sleeping_belt_are_no_walk(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """It shows nought, then again what it had before: nobody moved, at any time."""
    await linked.async_start(
        null_frames=True, distance_m=30, steps=40, counter_reset="never"
    )
    await linked.async_pass(freezer, 60)
    measured = walked(linked)
    assert measured[:2] == (0, 0)
    assert not any(sample.moves for sample in measured.samples)
    assert not linked.link.moving
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 30)
    assert walked(linked).metres == pytest.approx(30, abs=4)


@pytest.mark.parametrize("display_clock", [False, True])
async def test_clock_that_wraps_goes_on(
    linked: Linked, freezer: FrozenDateTimeFactory, display_clock: bool
) -> None:
    """At 65 535 s, or at 99:59 like the display: the time walked over a gap is known all the same."""
    await linked.async_start(display_clock=display_clock)
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 5)
    linked.belt.wrap_counters()
    await linked.async_pass(freezer, 2)
    linked.belt.muted = True
    await linked.async_pass(freezer, 8)
    linked.belt.muted = False
    await linked.async_pass(freezer, 1)
    assert linked.link.reading is not None
    assert (linked.link.reading.elapsed_s or 0) < 60
    assert walked(linked).samples[-1].clock_s == 9


async def test_belt_that_cannot_bear_many_subscriptions_is_asked_for_fewer(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """A characteristic that broke the link twice is left alone: its figures matter more."""
    await linked.async_start_faulty(set(), hangs_up_at=TRAINING_STATUS)
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 60)
    assert linked.link.connected
    assert linked.link.counts.drops == 2
    await linked.async_pass(freezer, 60)
    assert linked.link.counts.drops == 2
    linked.belt.stop()
    assert linked.taken[-1].signal is BeltSignal.STOPPED


async def test_safety_key_is_told(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Status 3 ends it all."""
    await linked.async_start()
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 5)
    linked.belt.pull_safety_key()
    assert linked.taken[-1].signal is BeltSignal.SAFETY_KEY


async def test_cadence_beside_treadmill_data_gives_steps(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Treadmills without a step counter may have a pod inside; one with a counter is believed."""
    await linked.async_start(speaks=["ftms", "foot_pod"], has_steps=False)
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 60)
    assert walked(linked).steps == pytest.approx(119, abs=4)


async def test_counted_steps_are_better_than_cadence(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """The two are never mixed."""
    await linked.async_start(speaks=["ftms", "foot_pod"], steps=1000)
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 30)
    linked.belt.send("00 00 01 78", RSC_MEASUREMENT)
    linked.belt.send("00", RSC_MEASUREMENT)
    linked.belt.pause()
    assert linked.taken[-1].signal is BeltSignal.PAUSED
    assert linked.taken[-1].steps == linked.belt.steps == 1060


@pytest.mark.parametrize("send", [MACHINE_STATUS, RSC_MEASUREMENT])
async def test_words_of_a_connection_that_is_over_are_not_heard(
    linked: Linked, send: str
) -> None:
    """They come late, and belong to nothing."""
    await linked.async_start(speaks=["ftms", "foot_pod"])
    feed = linked.link.feed
    take: dict[str, Callable[[], None]] = {
        MACHINE_STATUS: lambda: feed.async_take_signal(BeltSignal.STOPPED),
        RSC_MEASUREMENT: lambda: feed.async_take_steps(5),
    }
    linked.belt.drop_link()
    before = len(linked.taken)
    take[send]()
    assert len(linked.taken) == before
    assert linked.link.reading is None
