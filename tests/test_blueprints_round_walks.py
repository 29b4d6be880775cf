"""Blueprints of what a home does round a walk: the vacuum waits, the tag at the belt starts."""

from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.components import tag
from homeassistant.components.vacuum import VacuumActivity
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .automations import device_of
from .blueprints import Robot, async_furnish, async_use, let_pass, press, settle
from .homes import BREAKFAST, figure, set_up_home

START, PAUSE, FINISH = (
    f"ada_s_walking_{does}_walk" for does in ("start", "pause", "finish")
)
START_BEN, FINISH_BEN = "ben_s_walking_start_walk", "ben_s_walking_finish_walk"


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


def session(hass: HomeAssistant, walker: int = 1) -> str:
    """Whether somebody walks, pauses or does neither."""
    return figure(hass, "session", walker=walker).state


async def use_vacuum(
    hass: HomeAssistant, robot: Robot, *, walkers: int = 1, **inputs: str | float
) -> None:
    """Let the vacuum wait for these walkers."""
    await async_furnish(hass, robot)
    await async_use(
        hass,
        "vacuum_waits",
        walkers=[device_of(hass, number).id for number in range(1, walkers + 1)],
        vacuum=robot.entity_id,
        **inputs,
    )


async def test_vacuum_waits_and_goes_on(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """It stops with the start, and goes on half a minute after the finish."""
    await set_up_home(hass, "Ada")
    robot = Robot("robby")
    await use_vacuum(hass, robot)
    await press(hass, START)
    assert robot.activity == VacuumActivity.PAUSED
    await let_pass(hass, freezer, 120)
    await press(hass, FINISH)
    await let_pass(hass, freezer, 20)
    assert robot.activity == VacuumActivity.PAUSED
    await let_pass(hass, freezer, 20)
    assert robot.activity == VacuumActivity.CLEANING


async def test_vacuum_goes_home_and_out_again(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """In its dock it waits as well, for as long as is said."""
    await set_up_home(hass, "Ada")
    robot = Robot("robby")
    await use_vacuum(hass, robot, place="dock", patience=5)
    await press(hass, START)
    assert robot.activity == VacuumActivity.RETURNING
    robot.do(VacuumActivity.DOCKED)
    await press(hass, FINISH)
    await let_pass(hass, freezer, 10)
    assert robot.activity == VacuumActivity.CLEANING


@pytest.mark.parametrize("activity", [VacuumActivity.PAUSED, VacuumActivity.DOCKED])
async def test_vacuum_that_did_not_clean_stays(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, activity: VacuumActivity
) -> None:
    """What this automation did not stop, it does not send out."""
    await set_up_home(hass, "Ada")
    robot = Robot("robby")
    await use_vacuum(hass, robot)
    robot.do(activity)
    await press(hass, START, FINISH)
    await let_pass(hass, freezer, 120)
    assert robot.activity == activity


async def test_vacuum_sent_home_meanwhile_stays_there(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """An order that somebody gave in mid-walk is the stronger one."""
    await set_up_home(hass, "Ada")
    robot = Robot("robby")
    await use_vacuum(hass, robot)
    await press(hass, START)
    robot.do(VacuumActivity.DOCKED)
    await press(hass, FINISH)
    await let_pass(hass, freezer, 120)
    assert robot.activity == VacuumActivity.DOCKED


async def test_vacuum_that_sets_out_in_mid_walk_is_stopped(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Its own timetable does not bring it into the way, again and again; afterwards it goes on."""
    await set_up_home(hass, "Ada")
    robot = Robot("robby")
    await use_vacuum(hass, robot)
    robot.do(VacuumActivity.DOCKED)
    await press(hass, START)
    for _time in range(2):
        robot.do(VacuumActivity.CLEANING)
        await settle(hass)
        assert robot.activity == VacuumActivity.PAUSED
    await press(hass, FINISH)
    await let_pass(hass, freezer, 40)
    assert robot.activity == VacuumActivity.CLEANING


async def test_vacuum_waits_for_all(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Of two walkers one is done; or one sets out again before the vacuum does."""
    await set_up_home(hass, "Ada", "Ben")
    robot = Robot("robby")
    await use_vacuum(hass, robot, walkers=2, in_mid_walk=False)
    await press(hass, START, START_BEN, PAUSE, FINISH_BEN)
    await let_pass(hass, freezer, 60)
    assert robot.activity == VacuumActivity.PAUSED
    await press(hass, FINISH)
    await let_pass(hass, freezer, 20)
    await press(hass, START_BEN)
    await let_pass(hass, freezer, 60)
    assert robot.activity == VacuumActivity.PAUSED
    await press(hass, FINISH_BEN)
    await let_pass(hass, freezer, 40)
    assert robot.activity == VacuumActivity.CLEANING


async def use_tag(hass: HomeAssistant, *, walker: int = 1, **inputs: object) -> None:
    """Let a tag in the hall start the walks of a walker."""
    assert await async_setup_component(hass, "tag", {})
    chosen = {"walker": device_of(hass, walker).id, "tags": ["hall"]} | inputs
    await async_use(hass, "nfc_tag", **chosen)


async def scan(
    hass: HomeAssistant, tag_id: str = "hall", scanner: str = "phone"
) -> None:
    """Hold a phone to a tag."""
    await tag.async_scan_tag(hass, tag_id, scanner)
    await settle(hass)


async def test_tag_starts_and_finishes(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The first scan starts, the next finishes; read twice at once, it counts once. Other tags mean nothing."""
    await set_up_home(hass, "Ada")
    await use_tag(hass, tags=["hall", "belt"])
    await scan(hass, "fridge")
    assert session(hass) == "idle"
    await scan(hass)
    await scan(hass)
    assert session(hass) == "walking"
    await let_pass(hass, freezer, 120)
    await scan(hass, "belt")
    assert session(hass) == "idle"
    assert figure(hass, "today_time").state == "2.0"


async def test_tag_pauses_and_goes_on(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Where a scan in mid-walk pauses, one in the pause goes on."""
    await set_up_home(hass, "Ada")
    await use_tag(hass, during_walk="pause")
    seen = []
    for _scan in range(3):
        await scan(hass)
        seen.append(session(hass))
        await let_pass(hass, freezer, 10)
    assert seen == ["walking", "paused", "walking"]


async def test_tag_of_two_walkers(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Whose phone it is starts walking; one that does nothing in mid-walk leaves that to others."""
    await set_up_home(hass, "Ada", "Ben")
    await use_tag(hass, walker=2, scanners=["bens_phone"], during_walk="nothing")
    await scan(hass, scanner="adas_phone")
    assert (session(hass, 1), session(hass, 2)) == ("idle", "idle")
    await scan(hass, scanner="bens_phone")
    assert (session(hass, 1), session(hass, 2)) == ("idle", "walking")
    await let_pass(hass, freezer, 10)
    await scan(hass, scanner="bens_phone")
    assert session(hass, 2) == "walking"
    assert figure(hass, "walking", platform=Platform.BINARY_SENSOR).state == "off"
