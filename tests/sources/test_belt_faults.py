"""A link to a belt that fails in this and that: what is not needed may fail, and a refusal is said to be one."""

import asyncio

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.protocols.ftms import (
    CONTROL_POINT,
    FEATURE,
    MACHINE_STATUS,
    SPEED_RANGE,
    TRAINING_STATUS,
    TREADMILL_DATA,
)
from homeassistant.exceptions import HomeAssistantError

from ..belts import quick_retries
from .links import Linked

__all__ = ["quick_retries"]


@pytest.mark.parametrize("missing", [False, True])
@pytest.mark.parametrize(
    "uuid", [FEATURE, SPEED_RANGE, MACHINE_STATUS, TRAINING_STATUS, CONTROL_POINT]
)
async def test_what_a_belt_need_not_have_may_fail_or_be_missing(
    linked: Linked, freezer: FrozenDateTimeFactory, uuid: str, missing: bool
) -> None:
    """Readings come all the same."""
    await linked.async_start_faulty(
        set() if missing else {uuid}, missing={uuid} if missing else None
    )
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 5)
    assert linked.link.connected
    assert linked.taken[-1].speed_kmh == pytest.approx(3.6)
    assert (linked.link.feature is None) == (uuid == FEATURE)
    assert (linked.link.speed_range is None) == (uuid == SPEED_RANGE)


@pytest.mark.usefixtures("quick_retries")
async def test_a_belt_that_hangs_up_when_subscribed_to_is_called_again(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """At the edge of reach the first try fails; the next one works."""
    await linked.async_start_faulty(set(), hangs_up_at=TREADMILL_DATA)
    assert not linked.link.connected
    linked.belt.hangs_up_at = None
    await linked.async_pass(freezer, 70)
    assert linked.link.connected


async def test_a_belt_that_hangs_up_while_it_is_learnt_about_is_called_again(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """What came before stays: readings begin again with the next connection."""
    await linked.async_start_faulty(set(), hangs_up_at=MACHINE_STATUS)
    linked.belt.hangs_up_at = None
    await linked.async_pass(freezer, 70)
    assert linked.link.connected
    assert linked.link.counts.connects >= 2


async def test_a_belt_that_refuses_to_stop_is_said_to(linked: Linked) -> None:
    """Who pressed the button learns that the belt runs on."""
    linked.options(allow_stop=True)
    await linked.async_start()
    linked.belt.start(3.6)
    linked.belt.obstinate = True
    with pytest.raises(HomeAssistantError) as refused:
        await linked.link.async_stop_belt()
    assert refused.value.translation_key == "belt_refused"
    assert linked.belt.moving


async def test_a_belt_whose_control_point_fails_cannot_be_stopped(
    linked: Linked,
) -> None:
    """An error of the radio is told as a refusal, without a traceback."""
    linked.options(allow_stop=True)
    await linked.async_start_faulty({CONTROL_POINT})
    with pytest.raises(HomeAssistantError) as refused:
        await linked.link.async_stop_belt()
    assert refused.value.translation_key == "belt_refused"


async def test_answers_to_nothing_are_ignored(linked: Linked) -> None:
    """A control point that speaks unasked, or of another command, stops nothing."""
    linked.options(allow_stop=True)
    await linked.async_start()
    linked.belt.start(3.6)
    await linked.link.async_stop_belt()
    for frame in ("80 08 01", "80 02 01", "80", ""):
        linked.belt.send(frame, CONTROL_POINT)
    linked.belt.start(3.6)
    await asyncio.gather(linked.link.async_stop_belt(), linked.link.async_stop_belt())
    assert not linked.belt.moving
