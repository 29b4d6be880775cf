"""What is answered to an alert: heeded once, as long as the walk goes on, and from the walker's own phone."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.virtual_treadmill.belt import VirtualBelt
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Context, HomeAssistant

from ..alerts import TAG, alerted_on_belt, settle
from ..belts import async_walk
from ..guards import FINISH, START, see
from ..homes import BREAKFAST, press, shown, walker_id
from ..phones import Phone, async_register_phone
from ..walkers import errors

SESSION = "sensor.ada_s_walking_session"
ANSWERED = "mobile_app_notification_action"

type OnBelt = Callable[..., Awaitable[tuple[ConfigEntry[Any], VirtualBelt]]]


@pytest.fixture(autouse=True)
def _breakfast(freezer: FrozenDateTimeFactory) -> None:
    """Stop the clock at breakfast."""
    freezer.move_to(BREAKFAST)


@pytest.fixture
async def phone(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> Phone:
    """Ada's phone."""
    return await async_register_phone(hass, hass_client)


@pytest.fixture
def on_belt(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> OnBelt:
    """Walk on a belt, and be alerted."""
    return partial(alerted_on_belt, hass, freezer)


async def test_stop(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, phone: Phone, on_belt: OnBelt
) -> None:
    """The belt stops, the walk is over by that, and the alert is taken away."""
    home, belt = await on_belt(phone=phone.device_id)
    await phone.answer(phone.answers["Stop belt"])
    assert not belt.moving
    await async_walk(hass, freezer, belt, 3)
    await settle(hass)
    assert shown(hass, SESSION) == "idle"
    journal = home.runtime_data.walkers[walker_id(1)].ledger.journal
    [session] = journal.sessions.values()
    assert session.reason == "belt_stop"
    assert phone.cleared == [TAG]


async def test_stop_twice(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, phone: Phone, on_belt: OnBelt
) -> None:
    """An answer that comes again stops nothing, even when the same walk goes on; what is new may be answered anew."""
    _, belt = await on_belt(phone=phone.device_id)
    stop = phone.answers["Stop belt"]
    await phone.answer(stop)
    await async_walk(hass, freezer, belt, 5)
    assert shown(hass, SESSION) == "idle"
    belt.start(3.0)
    await async_walk(hass, freezer, belt, 10)
    assert shown(hass, SESSION) == "walking"
    await phone.answer(stop)
    await async_walk(hass, freezer, belt, 5)
    assert belt.moving
    assert shown(hass, SESSION) == "walking"
    await see(hass, binary_sensor__washer="on")
    await settle(hass)
    await phone.answer(phone.answers["Stop belt"])
    assert not belt.moving


async def test_stop_after_the_finish(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, phone: Phone, on_belt: OnBelt
) -> None:
    """An answer to the alert of another walk does nothing, while nobody walks and while another walk goes on."""
    _, belt = await on_belt(phone=phone.device_id)
    late, finish = phone.answers["Stop belt"], phone.answers["Finish walk"]
    await press(hass, FINISH)
    await settle(hass)
    assert shown(hass, SESSION) == "idle"
    assert phone.cleared == [TAG]
    await phone.answer(late)
    assert belt.moving
    await see(hass, binary_sensor__front_door="off")
    await press(hass, START)
    await async_walk(hass, freezer, belt, 5)
    assert shown(hass, SESSION) == "walking"
    await phone.answer(finish)
    await phone.answer(late)
    assert len(phone.notices) == 1
    assert belt.moving
    assert shown(hass, SESSION) == "walking"


async def test_stop_from_another_phone(
    hass: HomeAssistant,
    phone: Phone,
    on_belt: OnBelt,
    hass_admin_user: MockUser,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What another user sends is not the walker's answer; nor does it use the answer up."""
    _, belt = await on_belt(phone=phone.device_id)
    stop = {"action": phone.answers["Stop belt"]}
    somebody = MockUser(name="Ben").add_to_hass(hass)
    hass.bus.async_fire(ANSWERED, stop, context=Context(user_id=somebody.id))
    await settle(hass)
    assert belt.moving
    assert "answered from somewhere else" in caplog.text
    hass.bus.async_fire(ANSWERED, stop, context=Context(user_id=hass_admin_user.id))
    await settle(hass)
    assert not belt.moving


async def test_stop_after_a_restart(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, phone: Phone, on_belt: OnBelt
) -> None:
    """The alert of before a restart may still be answered, and is still taken away."""
    home, belt = await on_belt(phone=phone.device_id)
    assert await hass.config_entries.async_reload(home.entry_id)
    await settle(hass)
    assert len(phone.notices) == 1
    await phone.answer(phone.answers["Stop belt"])
    assert not belt.moving
    await async_walk(hass, freezer, belt, 3)
    await settle(hass)
    assert phone.cleared == [TAG]


async def test_belt_does_not_obey(
    hass: HomeAssistant,
    phone: Phone,
    on_belt: OnBelt,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Nobody may believe that the belt was stopped; the log names neither walker nor belt."""
    _, belt = await on_belt(phone=phone.device_id)
    belt.obstinate = True
    await phone.answer(phone.answers["Stop belt"])
    assert belt.moving
    notice = phone.notices[-1]
    assert (notice["title"], notice["message"]) == (
        "The belt was not stopped",
        "Ada, Home Assistant could not stop the belt. Stop it on the belt itself.",
    )
    assert notice["data"]["tag"] == TAG
    assert "push" in notice["data"]
    assert notice["data"]["actions"] == []
    own = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("custom_components.retrowalk.routines")
    ]
    assert own == ["An answer cannot be heeded: HomeAssistantError"]
    await press(hass, FINISH)
    await settle(hass)
    assert phone.cleared == [TAG]


async def test_belt_is_gone(hass: HomeAssistant, phone: Phone, on_belt: OnBelt) -> None:
    """A belt whose entry was unloaded in mid-walk cannot be stopped, and that is told."""
    await on_belt(phone=phone.device_id)
    [entry] = [
        entry
        for entry in hass.config_entries.async_entries("retrowalk")
        if entry.title == "Hall belt"
    ]
    assert await hass.config_entries.async_unload(entry.entry_id)
    await settle(hass)
    assert shown(hass, SESSION) != "idle"
    await phone.answer(phone.answers["Stop belt"])
    assert phone.notices[-1]["title"] == "The belt was not stopped"


async def test_answer_that_belongs_to_nothing(
    hass: HomeAssistant,
    phone: Phone,
    on_belt: OnBelt,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Answers that belong to nobody, or to nothing, do nothing at all."""
    _, belt = await on_belt(phone=phone.device_id)
    stop = phone.answers["Stop belt"]
    for action in (
        None,
        5,
        "RETROWALK_STOPBELT",
        stop.replace(walker_id(1), walker_id(2)),
        stop.replace("STOPBELT", "DANCE"),
        stop.rpartition(".")[0],
    ):
        hass.bus.async_fire(ANSWERED, {"action": action})
    await settle(hass)
    assert belt.moving
    assert shown(hass, SESSION) == "walking"
    assert errors(caplog, "") == 0
