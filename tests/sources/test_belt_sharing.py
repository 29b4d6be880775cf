"""A belt that is not kept connected: let go, looked in on, and come back to."""

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.sources.belt_problem import LinkProblem
from homeassistant.core import HomeAssistant

from ..belts import async_notice_absence
from .links import Linked

pytestmark = pytest.mark.usefixtures("quick_retries")


async def async_release(linked: Linked, freezer: FrozenDateTimeFactory) -> None:
    """Let a shared belt be idle until it is let go."""
    await linked.async_pass(freezer, 310, step_s=5)
    assert linked.link.released
    assert not linked.link.connected
    assert not linked.belt.connected


async def async_advertise_for(
    linked: Linked, freezer: FrozenDateTimeFactory, seconds: int
) -> None:
    """Let time pass while the belt advertises every 10 seconds."""
    for _ in range(seconds // 10):
        linked.belt.advertise()
        await linked.async_pass(freezer, 10, step_s=10)


async def test_idle_belt_is_kept_by_default(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Nothing is let go unless the walker says so."""
    await linked.async_start()
    await linked.async_pass(freezer, 1200, step_s=10)
    assert linked.link.connected


async def test_belt_is_let_go_five_minutes_after_the_last_movement(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """A walk keeps the belt; idleness lets it go, and that is no drop."""
    linked.options(keep_connected=False)
    await linked.async_start()
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 600, step_s=5)
    linked.belt.stop()
    await linked.async_pass(freezer, 290, step_s=5)
    assert linked.link.connected
    await linked.async_pass(freezer, 20, step_s=5)
    assert linked.link.released
    assert not linked.belt.connected
    assert linked.link.counts.drops == 0


async def test_released_belt_that_advertises_is_left_alone(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """An advertisement that says nothing new calls nobody back."""
    linked.options(keep_connected=False)
    await linked.async_start()
    await async_release(linked, freezer)
    await async_advertise_for(linked, freezer, 500)
    assert linked.link.counts.calls == 1


async def test_start_wakes_a_released_belt(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Start pressed: the belt is connected now, and for five minutes."""
    linked.options(keep_connected=False)
    await linked.async_start()
    await async_release(linked, freezer)
    await linked.link.async_wake()
    await linked.async_settle()
    assert linked.link.connected
    await linked.async_pass(freezer, 290, step_s=5)
    assert linked.link.connected


async def test_belt_that_is_away_when_woken_is_said_to_be_unreachable(
    hass: HomeAssistant, linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Start pressed at a belt that is off: said so, and connected once it is on."""
    linked.options(keep_connected=False)
    await linked.async_start()
    await async_release(linked, freezer)
    linked.belt.off_air()
    await async_notice_absence(hass)
    await linked.link.async_wake()
    assert linked.link.problem is LinkProblem.UNREACHABLE
    linked.belt.on_air()
    await linked.async_settle()
    assert linked.link.connected
    assert linked.link.problem is None


async def test_changed_advertisement_calls_back(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """A belt that advertises its start is connected at once."""
    linked.options(keep_connected=False)
    await linked.async_start(changing_advertisement=True)
    await async_release(linked, freezer)
    await async_advertise_for(linked, freezer, 60)
    assert not linked.link.connected
    linked.belt.start(3.6)
    await linked.async_settle()
    assert linked.link.connected


async def test_belt_heard_again_after_a_minute_away_is_called(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Switched off and on again, a belt is probably about to be walked on."""
    linked.options(keep_connected=False)
    await linked.async_start()
    await async_release(linked, freezer)
    await async_advertise_for(linked, freezer, 30)
    await linked.async_pass(freezer, 40, step_s=10)
    linked.belt.advertise()
    await linked.async_settle()
    assert not linked.link.connected
    await linked.async_pass(freezer, 70, step_s=10)
    linked.belt.advertise()
    await linked.async_settle()
    assert linked.link.connected


async def test_look_every_ten_minutes_is_short_when_nobody_walks(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """An idle belt is looked in on for 20 seconds, and let go again."""
    linked.options(keep_connected=False)
    await linked.async_start()
    await async_release(linked, freezer)
    await async_advertise_for(linked, freezer, 600)
    assert linked.link.connected
    await linked.async_pass(freezer, 25, step_s=5)
    assert linked.link.released
    assert linked.link.counts.connects == 2


async def test_look_that_finds_a_walk_stays(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Somebody who walks is found, kept, and found again after a drop."""
    linked.options(keep_connected=False)
    await linked.async_start()
    await async_release(linked, freezer)
    linked.belt.start(3.6)
    await async_advertise_for(linked, freezer, 600)
    await linked.async_pass(freezer, 120, step_s=5)
    assert linked.link.connected
    linked.belt.drop_link()
    await linked.async_pass(freezer, 5)
    assert linked.link.connected


async def test_keep_connected_takes_effect_at_once(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Switched on, a released belt is called; switched off, an idle one is let go later."""
    linked.options(keep_connected=False)
    await linked.async_start()
    await async_release(linked, freezer)
    linked.link.async_set_keep_connected(True)
    await linked.async_settle()
    assert linked.link.connected
    await linked.async_pass(freezer, 600, step_s=10)
    assert linked.link.connected
    linked.link.async_set_keep_connected(False)
    await async_release(linked, freezer)


async def test_stopped_link_does_not_look_in(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """A link that was stopped while the belt was let go stays stopped."""
    linked.options(keep_connected=False)
    await linked.async_start()
    await async_release(linked, freezer)
    await linked.link.async_stop()
    await async_advertise_for(linked, freezer, 1300)
    assert linked.link.counts.calls == 1
