"""A foot pod from its discovery to a session: the right metres, steps and time."""

from freezegun.api import FrozenDateTimeFactory
import pytest
from syrupy.assertion import SnapshotAssertion

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.util import dt as dt_util

from .belts import (
    BELT_ADDRESS,
    async_put_belt_on_air,
    async_put_belts_on_air,
    async_walk,
)
from .dialogs import answer, found
from .homes import (
    BREAKFAST,
    assert_as_before,
    enable_all,
    set_up_belt,
    set_up_home,
    shown,
    walker_id,
)
from .test_walking_pad import entities_of


@pytest.mark.parametrize("pod_distance", [True, False])
async def test_pod_from_discovery_to_session(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, pod_distance: bool
) -> None:
    """Found, confirmed, walked with for ten minutes through the hallway; with and without a distance of its own."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    pod = await async_put_belt_on_air(
        hass, speaks="foot_pod", name="Stryd", pod_distance=pod_distance
    )
    [flow] = found(hass)
    assert flow["step_id"] == "connect_pod"
    assert not pod.connected
    result = await answer(hass, flow)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["data"] == {
        "kind": "treadmill",
        "machine": "foot_pod",
        "address": BELT_ADDRESS,
        "name": "Stryd",
    }
    pod.start(3.6)
    await async_walk(hass, freezer, pod, 600)
    assert shown(hass, "sensor.ada_s_walking_session") == "walking"
    assert float(shown(hass, "sensor.stryd_cadence")) == 120
    assert shown(hass, "binary_sensor.stryd_moving") == "on"
    pod.stop()
    await async_walk(hass, freezer, pod, 150)
    assert shown(hass, "sensor.ada_s_walking_session") == "idle"
    [session] = home.runtime_data.walkers[walker_id(1)].ledger.journal.sessions.values()
    assert session.source == f"pod:{BELT_ADDRESS}"
    assert session.active_s() == pytest.approx(600, abs=5)
    assert session.distance_m() == pytest.approx(600, rel=0.02)
    assert session.steps() == pytest.approx(1200, rel=0.02)
    assert session.step_source == "pod"


async def test_belt_and_pod_are_one_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The belt tells how far, the pod how many steps: nothing counts twice."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    belt, pod = await async_put_belts_on_air(
        hass, {"has_steps": False}, {"speaks": "foot_pod", "step_length_m": 0.4}
    )
    await set_up_belt(hass, belt)
    await set_up_belt(hass, pod)
    belt.start(3.6)
    pod.start(3.6)
    for _ in range(300):
        pod.advance(1)
        await async_walk(hass, freezer, belt, 1)
    belt.stop()
    pod.stop()
    for _ in range(150):
        pod.advance(1)
        await async_walk(hass, freezer, belt, 1)
    [session] = home.runtime_data.walkers[walker_id(1)].ledger.journal.sessions.values()
    assert session.source == f"belt:{belt.address}"
    assert session.distance_m() == pytest.approx(300, abs=5)
    assert session.active_s() == pytest.approx(300, abs=5)
    assert session.steps() == pytest.approx(750, rel=0.03)
    assert session.step_source == "pod"


@pytest.mark.parametrize("has_belt", [True, False])
async def test_a_pod_on_each_foot_counts_each_step_once(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, has_belt: bool
) -> None:
    """Whether they measure the walk or only count its steps; and when one of them is lost, the other goes on."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    pod = {"speaks": "foot_pod", "step_length_m": 0.4}
    belt, left, right = await async_put_belts_on_air(
        hass, {"has_steps": False}, pod, pod
    )
    worn = [left, right]
    for one in [belt, *worn] if has_belt else worn:
        await set_up_belt(hass, one)
        one.start(3.6)
    for second in range(400):
        for one in worn:
            one.advance(1)
        await async_walk(hass, freezer, belt, 1)
        if second == 200:
            left.off_air()
    [walker] = home.runtime_data.walkers.values()
    walk = walker.present(dt_util.utcnow()).session
    assert walk is not None
    assert walk.distance_m == pytest.approx(400, abs=5)
    assert walk.steps == pytest.approx(1000, rel=0.03)


@pytest.mark.parametrize("platform", [Platform.SENSOR, Platform.BINARY_SENSOR])
async def test_entities_of_a_pod(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    snapshot: SnapshotAssertion,
    platform: Platform,
) -> None:
    """Speed, cadence and stride, whether it is connected and moves."""
    freezer.move_to(BREAKFAST)
    pod = await async_put_belt_on_air(hass, speaks="foot_pod")
    entry = await set_up_belt(hass, pod)
    await enable_all(hass, entry)
    pod.start(3.6)
    await async_walk(hass, freezer, pod, 21)
    assert_as_before(hass, snapshot, entry, platform)


async def test_pod_has_what_a_pod_has(hass: HomeAssistant) -> None:
    """No ramp, and nothing that could be stopped, even where that is allowed."""
    pod = await async_put_belt_on_air(hass, speaks="foot_pod")
    entry = await set_up_belt(hass, pod, allow_stop=True)
    assert entities_of(hass, entry) == {
        ("sensor", "belt_speed"),
        ("sensor", "cadence"),
        ("sensor", "stride_length"),
        ("binary_sensor", "connected"),
        ("binary_sensor", "moving"),
        ("select", "walker"),
        ("switch", "keep_connected"),
    }


async def test_pod_feeds_the_walker_who_was_chosen(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """With several walkers a pod belongs to whoever is chosen, as a belt does."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada", "Ben")
    pod = await async_put_belt_on_air(hass, speaks="foot_pod")
    await set_up_belt(hass, pod)
    await hass.services.async_call(
        "select",
        "select_option",
        {"entity_id": "select.hall_belt_walker", "option": "Ben"},
        blocking=True,
    )
    await hass.async_block_till_done()
    pod.start(3.6)
    await async_walk(hass, freezer, pod, 10)
    assert shown(hass, "sensor.ben_s_walking_session") == "walking"
    assert shown(hass, "sensor.ada_s_walking_session") == "idle"
    assert not home.runtime_data.unclaimed.walks
