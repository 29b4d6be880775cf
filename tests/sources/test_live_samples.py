"""The samples of live entities: what each of them tells, and how often."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.retrowalk.sources.state_sources import StateSources
from custom_components.retrowalk.sources.states import FollowedStates
from custom_components.retrowalk.walking.model import Glimpse, Sample
from homeassistant.core import HomeAssistant

from ..homes import BREAKFAST, let_pass
from ..sourced import add_device, show, show_for

PLUG, SPEED = "sensor.plug", "sensor.speed"
DISTANCE, STEPS = "sensor.distance", "sensor.steps"


class Gym:
    """A treadmill of another integration, and the samples that come of it."""

    def __init__(self, hass: HomeAssistant, *, in_session: bool = False) -> None:
        """Have it, with entities that show nothing yet."""
        add_device(hass, PLUG, SPEED, DISTANCE, STEPS)
        self.hass = hass
        self.in_session = in_session
        self.samples: list[Sample] = []
        self.glimpses: list[Glimpse] = []
        self.followed: FollowedStates | None = None

    def follow(self, **others: Any) -> None:
        """Begin to follow."""
        self.followed = FollowedStates(
            self.hass,
            StateSources.of({"sources": {"other_entities": others}}),
            feed=self.samples.append,
            enrich=self.glimpses.append,
            in_session=lambda: self.in_session,
            begin_walk=lambda: None,
        )
        self.followed.async_begin()

    def end(self) -> None:
        """Follow nothing any more; what belongs to the treadmill was never seen by the way."""
        assert not self.glimpses
        assert self.followed is not None
        self.followed.async_end()


@pytest.fixture(autouse=True)
def _begin(freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to(BREAKFAST)


async def test_what_moves_is_told_every_few_seconds(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """At rest nothing is told, unless somebody is in session; and no sample has the id of another."""
    gym = Gym(hass)
    await show(hass, SPEED, 0, "km/h")
    gym.follow(speed=SPEED)
    await let_pass(hass, freezer, 60, step_s=1)
    assert len(gym.samples) == 1
    await show_for(hass, freezer, 60, SPEED, 3.6, "km/h")
    assert len(gym.samples) == 2 + 60 // 4
    gym.in_session = True
    await show_for(hass, freezer, 60, SPEED, 0, "km/h")
    assert len(gym.samples) == 4 + 2 * (60 // 4)
    gym.in_session = False
    await let_pass(hass, freezer, 60, step_s=1)
    assert len(gym.samples) <= 5 + 2 * (60 // 4)
    assert len({sample.id for sample in gym.samples}) == len(gym.samples)
    assert {sample.source for sample in gym.samples} == {f"state:{SPEED}"}
    gym.end()


async def test_metres_by_speed_are_those_until_now(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The former speed tells of the time before it changed, and none tells of a gap."""
    gym = Gym(hass)
    await show(hass, SPEED, 3.6, "km/h")
    gym.follow(speed=SPEED)
    await let_pass(hass, freezer, 2, step_s=1)
    await show(hass, SPEED, 7.2, "km/h")
    await let_pass(hass, freezer, 1, step_s=1)
    await show(hass, SPEED, 0, "km/h")
    assert [
        (sample.distance_m, sample.speed_mps, sample.moves) for sample in gym.samples
    ] == [
        (0, pytest.approx(1), True),
        (pytest.approx(2), pytest.approx(2), True),
        (pytest.approx(2), pytest.approx(2), True),
        (0, 0, False),
    ]
    await show(hass, SPEED, 3.6, "km/h")
    freezer.tick(timedelta(seconds=60))
    async_fire_time_changed(hass)
    await hass.async_block_till_done()
    assert gym.samples[-1].since_s == 60
    assert gym.samples[-1].distance_m == 0
    gym.end()


async def test_metres_that_are_shown_at_rest_are_of_no_walk_to_come(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Somebody else has walked them, or nobody; in a session they are told with the next movement."""
    gym = Gym(hass)
    await show(hass, SPEED, 0, "km/h")
    await show(hass, DISTANCE, 0, "m")
    gym.follow(speed=SPEED, distance=DISTANCE)
    await show_for(hass, freezer, 20, DISTANCE, 20, "m")
    await show_for(hass, freezer, 6, SPEED, 3.6, "km/h")
    assert sum(sample.distance_m for sample in gym.samples) == 0
    gym.in_session = True
    await show_for(hass, freezer, 6, SPEED, 0, "km/h")
    await show_for(hass, freezer, 6, DISTANCE, 26, "m")
    assert sum(sample.distance_m for sample in gym.samples) == 0
    await show(hass, SPEED, 3.6, "km/h")
    assert gym.samples[-1].distance_m == 6
    gym.end()


async def test_speed_of_a_plug_is_that_of_its_metres(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """For two minutes after they rose; then nobody knows."""
    gym = Gym(hass)
    await show(hass, PLUG, 90, "W")
    await show(hass, DISTANCE, 0, "m")
    gym.follow(motion=PLUG, motion_above=30, on_delay_s=0, distance=DISTANCE)
    await let_pass(hass, freezer, 60, step_s=1)
    assert gym.samples[-1].speed_mps is None
    assert gym.samples[-1].moves
    await show_for(hass, freezer, 110, DISTANCE, 48, "m")
    assert gym.samples[-1].speed_mps == pytest.approx(0.8)
    await let_pass(hass, freezer, 20, step_s=1)
    assert gym.samples[-1].speed_mps is None
    assert sum(sample.distance_m for sample in gym.samples) == 48
    gym.end()


async def test_fractions_of_steps_are_not_lost(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A sample tells whole ones; a treadmill that counts none tells none."""
    gym = Gym(hass)
    await show(hass, SPEED, 3.6, "km/h")
    await show(hass, STEPS, 0)
    gym.follow(speed=SPEED, steps=STEPS)
    for second in range(1, 31):
        await let_pass(hass, freezer, 1, step_s=1)
        await show(hass, STEPS, second * 1.7)
    await let_pass(hass, freezer, 4, step_s=1)
    assert sum(sample.steps or 0 for sample in gym.samples) == 51
    await show(hass, STEPS, "unavailable")
    assert gym.samples[-1].steps == 0
    gym.end()


async def test_drop_of_a_plug_is_neither_motion_nor_rest(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Until its delay is over: then at once, and not only with the next beat."""
    gym = Gym(hass)
    await show(hass, PLUG, 90, "W")
    gym.follow(motion=PLUG, motion_above=30, on_delay_s=0, off_delay_s=6)
    await show(hass, PLUG, 0, "W")
    assert gym.samples[-2].moves
    assert not gym.samples[-1].moves
    assert not gym.samples[-1].rests
    await let_pass(hass, freezer, 5, step_s=1)
    assert not gym.samples[-1].rests
    await let_pass(hass, freezer, 1, step_s=1)
    assert gym.samples[-1].rests
    gym.end()
