"""Belts that mean miles, or count one leg: found out by themselves where their figures betray it, else by choice."""

import logging
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.const import CONF_FOUND, Machine

from .links import Linked
from .test_belt_quirks import walked

DISTANCE = {"distance_in_miles": True}
SPEED = {"speed_in_miles": True}
ONE_LEG = {"every_second_step": True, "step_length_m": 0.6}
WALKED_S = 600


async def async_walk_far(
    linked: Linked, freezer: FrozenDateTimeFactory, seconds: float = WALKED_S
) -> None:
    """Walk at 3.6 km/h."""
    linked.belt.start(3.6)
    await linked.async_pass(freezer, seconds)


@pytest.mark.parametrize("machine", [Machine.FTMS, Machine.WALKING_PAD])
@pytest.mark.parametrize(
    ("belt", "trait"),
    [
        (DISTANCE, "distance_in_miles"),
        (SPEED, "speed_in_miles"),
        (ONE_LEG, "every_second_step"),
    ],
)
async def test_trait_is_found_kept_said_and_put_right(
    linked: Linked,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    machine: Machine,
    belt: dict[str, Any],
    trait: str,
) -> None:
    """Two stretches that agree are enough; from then on the figures are right."""
    caplog.set_level(logging.INFO)
    linked.machine(machine)
    await linked.async_start(speaks=machine, **belt)
    await async_walk_far(linked, freezer)
    assert linked.entry.data[CONF_FOUND] == [trait]
    assert linked.link.traits.active == {trait}
    assert caplog.text.count(f"otherwise than it says from now on: {trait}") == 1
    reading = linked.link.reading
    assert reading is not None
    assert reading.speed_kmh == pytest.approx(3.6, abs=0.1)
    linked.taken.clear()
    await async_walk_far(linked, freezer, 300)
    measured = walked(linked)
    assert measured.metres == pytest.approx(300, abs=20)
    step_length_m = belt.get("step_length_m", 0.5)
    assert measured.steps == pytest.approx(300 / step_length_m, rel=0.05)


async def test_pod_of_one_leg_is_found_out(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Its speed and its cadence do not fit together."""
    linked.machine(Machine.FOOT_POD)
    await linked.async_start(
        speaks="foot_pod", every_second_step=True, pod_distance=False
    )
    await async_walk_far(linked, freezer)
    assert linked.entry.data[CONF_FOUND] == ["every_second_step"]
    linked.taken.clear()
    await async_walk_far(linked, freezer, 60)
    assert walked(linked).steps == pytest.approx(120, abs=6)


@pytest.mark.parametrize(
    "belt",
    [
        {},
        {"wobble_kmh": 0.3},
        {"step_length_m": 0.3},
        {"step_length_m": 0.75},
        {"step_length_m": 2.0},
        {"has_steps": False},
        {"fields": ["elapsed"]},
        DISTANCE | SPEED,
        {"notify_hz": 10},
    ],
)
async def test_honest_belts_are_believed(
    linked: Linked, freezer: FrozenDateTimeFactory, belt: dict[str, Any]
) -> None:
    """So are those that say miles throughout, which nothing betrays, and those that miss most of the steps."""
    await linked.async_start(**belt)
    await async_walk_far(linked, freezer, 400)
    assert CONF_FOUND not in linked.entry.data
    assert not linked.link.traits.active


async def test_walk_with_pauses_betrays_nothing_wrong(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Stretches begin anew after each rest, gap and reset."""
    await linked.async_start()
    for _ in range(6):
        await async_walk_far(linked, freezer, 60)
        linked.belt.muted = True
        await linked.async_pass(freezer, 4)
        linked.belt.muted = False
        linked.belt.restart_counters()
        await async_walk_far(linked, freezer, 60)
        linked.belt.stop()
        await linked.async_pass(freezer, 3)
    assert CONF_FOUND not in linked.entry.data


async def test_choice_is_stronger_than_figures(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """What the user says is not found out against them, though it is shown what was found."""
    linked.options(distance_unit="kilometres", step_count="every_second")
    await linked.async_start(**DISTANCE)
    await async_walk_far(linked, freezer)
    assert linked.link.traits.found == {"distance_in_miles"}
    assert linked.link.traits.active == {"every_second_step"}
    assert linked.link.reading is not None
    assert linked.link.reading.steps == 2 * linked.belt.steps
    assert linked.link.reading.distance_m == int(linked.belt.distance_m / 1.609344)


async def test_belt_that_means_miles_throughout_is_put_right_by_choice(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Speed and distance, and what comes with a signal."""
    linked.options(distance_unit="miles", speed_unit="miles")
    await linked.async_start(**DISTANCE, **SPEED)
    await async_walk_far(linked, freezer, 120)
    assert walked(linked).metres == pytest.approx(120, abs=3)
    linked.belt.pause()
    last = linked.taken[-1]
    assert last.signal is not None
    assert last.distance_m == pytest.approx(120, abs=3)
    assert last.speed_kmh == pytest.approx(3.6, abs=0.05)


async def test_belt_whose_units_were_changed_is_believed_again(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Found at the next connection: figures that agree are in kilometres."""
    data = {**linked.entry.data, CONF_FOUND: ["distance_in_miles", "every_second_step"]}
    linked.hass.config_entries.async_update_entry(linked.entry, data=data)
    linked.link.traits.async_choose()
    assert linked.link.traits.active == {"distance_in_miles", "every_second_step"}
    await linked.async_start()
    await async_walk_far(linked, freezer)
    assert linked.entry.data[CONF_FOUND] == ["every_second_step"]


async def test_change_in_mid_walk_makes_no_jump(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Metres before count as they were told, those after as they are."""
    await linked.async_start(**DISTANCE, distance_m=3000)
    await async_walk_far(linked, freezer)
    metres = [sample.distance_m for sample in walked(linked).samples]
    assert max(metres) <= 4
    assert WALKED_S / 1.61 < sum(metres) < WALKED_S
