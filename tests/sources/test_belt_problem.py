"""What keeps a belt from being connected: named at once, said to the user once it lasts."""

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.const import DOMAIN
from custom_components.retrowalk.sources.belt_problem import LinkProblem
from custom_components.virtual_treadmill.options import Refusal
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from ..belts import async_notice_absence
from .links import Linked

pytestmark = pytest.mark.usefixtures("quick_retries")

PROBLEMS = [
    (Refusal.NO_SLOT, LinkProblem.NO_FREE_SLOT),
    (Refusal.HELD, LinkProblem.HELD_ELSEWHERE),
    (Refusal.UNREACHABLE, LinkProblem.UNREACHABLE),
]


def issues(hass: HomeAssistant) -> list[str | None]:
    """Keys of the issues that the user is shown."""
    registry = ir.async_get(hass)
    return [
        issue.translation_key
        for issue in registry.issues.values()
        if issue.domain == DOMAIN
    ]


async def async_fail(
    linked: Linked, freezer: FrozenDateTimeFactory, seconds: int
) -> None:
    """Let time pass for a belt that goes on advertising."""
    for _ in range(seconds // 5):
        linked.belt.advertise()
        await linked.async_pass(freezer, 5, step_s=1)


@pytest.mark.parametrize(("refusal", "problem"), PROBLEMS)
async def test_lasting_problem_becomes_an_issue_and_ends_with_it(
    hass: HomeAssistant,
    linked: Linked,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    refusal: Refusal,
    problem: LinkProblem,
) -> None:
    """The problem is named at the first failure, shown after five, gone with the first success."""
    await linked.async_start()
    linked.belt.refuse(refusal)
    linked.belt.drop_link()
    linked.belt.advertise()
    await linked.async_pass(freezer, 2)
    assert linked.link.problem is problem
    assert issues(hass) == []
    await async_fail(linked, freezer, 300)
    assert issues(hass) == [f"belt_{problem}"]
    assert caplog.text.count(f"Hall belt is on the air but not reached: {problem}") == 1
    (issue,) = (i for i in ir.async_get(hass).issues.values() if i.domain == DOMAIN)
    assert issue.translation_placeholders == {"belt": "Hall belt"}
    linked.belt.refuse(None)
    await async_fail(linked, freezer, 65)
    assert linked.link.connected
    assert linked.link.problem is None
    assert issues(hass) == []


async def test_problem_that_turns_into_another_is_replaced(
    hass: HomeAssistant, linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Only what is wrong now is shown."""
    await linked.async_start()
    linked.belt.refuse(Refusal.HELD)
    linked.belt.drop_link()
    await async_fail(linked, freezer, 180)
    linked.belt.refuse(Refusal.NO_SLOT)
    await async_fail(linked, freezer, 70)
    assert issues(hass) == ["belt_no_free_slot"]


async def test_problem_is_over_when_the_belt_is_switched_off(
    hass: HomeAssistant, linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """A belt that is off is normal, whatever was wrong before."""
    await linked.async_start()
    linked.belt.refuse(Refusal.HELD)
    linked.belt.drop_link()
    await async_fail(linked, freezer, 180)
    assert issues(hass) == ["belt_held_elsewhere"]
    linked.belt.off_air()
    await async_notice_absence(hass)
    assert linked.link.problem is None
    assert issues(hass) == []


async def test_unloading_takes_the_issue_along(
    hass: HomeAssistant, linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """No issue of a belt outlives its link."""
    await linked.async_start()
    linked.belt.refuse(Refusal.HELD)
    linked.belt.drop_link()
    await async_fail(linked, freezer, 180)
    await linked.link.async_stop()
    assert issues(hass) == []


async def test_belt_switched_off_after_a_walk_raises_no_issue(
    hass: HomeAssistant, linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Calls to a belt that was just switched off fail in silence."""
    await linked.async_start()
    await linked.async_pass(freezer, 100, step_s=5)
    linked.belt.off_air()
    await linked.async_pass(freezer, 600, step_s=1)
    assert issues(hass) == []


async def test_machine_that_is_no_treadmill_is_hardly_ever_called(
    hass: HomeAssistant, linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """A machine without Treadmill Data is let go, named as such, and left to others."""
    await linked.async_start(machine_type="indoor_bike")
    assert not linked.link.connected
    assert not linked.belt.connected
    assert linked.link.problem is LinkProblem.NO_TREADMILL_DATA
    await async_fail(linked, freezer, 590)
    assert linked.link.counts.calls == 2
    assert issues(hass) == ["belt_no_treadmill_data"]
