"""The link to a foot pod: speed and cadence, of which steps are made."""

from freezegun.api import FrozenDateTimeFactory
from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.const import Machine
from custom_components.retrowalk.sources.pod_dialect import CadenceSteps
from custom_components.virtual_treadmill.gatt import RSC_MEASUREMENT

from .links import Linked


@pytest.fixture
def podded(linked: Linked) -> Linked:
    """A link to a foot pod that is not started."""
    linked.machine(Machine.FOOT_POD)
    return linked


async def test_pod_tells_speed_cadence_stride_distance_and_steps(
    podded: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Steps are cadence over time; the pod itself knows none."""
    await podded.async_start(speaks="foot_pod", step_length_m=0.5)
    podded.belt.start(3.6)
    await podded.async_pass(freezer, 61)
    reading = podded.link.reading
    assert reading is not None
    assert reading.speed_kmh == pytest.approx(3.6, abs=0.02)
    assert reading.cadence == 120
    assert reading.stride_length_m == 1.0
    assert reading.distance_m == 61
    assert reading.steps == pytest.approx(120, abs=1)
    assert reading.elapsed_s is None
    assert podded.link.moving
    assert podded.link.source == "pod:C0:FF:EE:00:00:01"


async def test_the_same_cadence_again_is_more_steps(
    podded: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Frames that repeat the one before are not held back, at ten a second neither."""
    await podded.async_start(
        speaks="foot_pod", notify_hz=10, pod_distance=False, pod_stride=False
    )
    podded.belt.start(3.6)
    await podded.async_pass(freezer, 30)
    reading = podded.link.reading
    assert reading is not None
    assert reading.steps == pytest.approx(60, abs=1)
    assert (reading.distance_m, reading.stride_length_m) == (None, None)
    assert len(podded.taken) == podded.link.counts.frames


async def test_what_was_not_heard_is_not_counted(
    podded: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """A gap of more than two seconds gives no steps, in one connection and over two."""
    await podded.async_start(speaks="foot_pod")
    podded.belt.start(3.6)
    await podded.async_pass(freezer, 31)
    podded.belt.muted = True
    await podded.async_pass(freezer, 5)
    podded.belt.muted = False
    await podded.async_pass(freezer, 30)
    podded.belt.drop_link()
    await podded.async_pass(freezer, 10)
    assert podded.link.connected
    reading = podded.link.reading
    assert reading is not None
    assert reading.steps == pytest.approx(2 * (30 + 29 + 9), abs=6)


async def test_truncated_and_odd_frames_do_no_harm(
    podded: Linked, freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
) -> None:
    """They are counted, kept, and read as far as they go."""
    await podded.async_start(speaks="foot_pod")
    for frame in ("", "03", "00 00", "00 00 01", "ff ff ff", "00 00 01 6e"):
        podded.belt.send(frame)
    assert podded.link.counts.truncated == 5
    assert podded.link.counts.garbled == 0
    reading = podded.link.reading
    assert reading is not None
    assert reading.speed_kmh == pytest.approx(3.6)
    assert podded.link.frames[-1].characteristic == "2a53"
    assert "Traceback" not in caplog.text


async def test_pod_is_not_asked_and_cannot_be_stopped(
    podded: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """It speaks by itself, and drives nothing."""
    podded.options(allow_stop=True)
    await podded.async_start(speaks="foot_pod")
    await podded.async_pass(freezer, 5)
    assert podded.link.counts.questions == 0
    assert podded.belt.figures == RSC_MEASUREMENT
    with pytest.raises(Exception, match="belt_refused") as refused:
        await podded.link.async_stop_belt()
    assert refused.typename == "HomeAssistantError"


def test_steps_are_cadence_over_time() -> None:
    """At the mean of two cadences; a gap, a first word and a clock that stands still give nothing."""
    steps = CadenceSteps()
    assert steps.add(60, 0.0) == 0
    assert steps.add(60, 1.0) == 1
    assert steps.add(120, 3.0) == 4
    assert steps.add(120, 3.0) == 4
    assert steps.add(120, 5.1) == 4
    assert steps.add(120, 6.1) == 6
    steps.begin()
    assert steps.add(120, 7.1) == 6
    assert steps.add(0, 8.1) == 7


@given(
    st.lists(st.tuples(st.integers(0, 255), st.floats(-5, 5)), min_size=1, max_size=50)
)
def test_steps_never_fall(told: list[tuple[int, float]]) -> None:
    """Whatever a pod says, and however its notifications come."""
    steps, now_s, before = CadenceSteps(), 0.0, 0
    for cadence, passed_s in told:
        now_s += passed_s
        counted = steps.add(cadence, now_s)
        assert before <= counted <= before + 255 / 60 * max(0.0, passed_s) + 1
        before = counted
