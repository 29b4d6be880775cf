"""What gets in the way of a walk reaches the walker: at once, as loudly as it weighs, and somewhere at any rate."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.virtual_treadmill.belt import VirtualBelt
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ..alerts import (
    IN_THE_WAY,
    TAG,
    alerted_on_belt,
    hallway,
    open_door,
    pinned,
    settle,
)
from ..automations import device_of
from ..guards import DOOR, FINISH, START, see
from ..homes import BREAKFAST, press, shown, walker_id
from ..lamps import Lamp, put_up
from ..phones import Mailbox, Phone, async_put_up_mailbox, async_register_phone
from ..walkers import errors

SESSION = "sensor.ada_s_walking_session"


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


# Who is told, and how


async def test_door_opens_in_mid_walk(
    hass: HomeAssistant, phone: Phone, on_belt: OnBelt
) -> None:
    """The phone is told at once and urgently, and that is all; nothing stops by itself."""
    _, belt = await on_belt(phone=phone.device_id)
    [notice] = phone.notices
    assert (notice["title"], notice["message"]) == (
        "The path is not clear",
        IN_THE_WAY,
    )
    assert notice["data"]["tag"] == TAG
    assert notice["data"]["priority"] == "high"
    assert notice["data"]["ttl"] == 0
    assert notice["data"]["importance"] == "high"
    assert notice["data"]["channel"] == "RetroWalk: path"
    assert notice["data"]["push"] == {"interruption-level": "time-sensitive"}
    assert list(phone.answers) == ["Stop belt", "Finish walk"]
    assert pinned(hass) == {}
    assert belt.moving
    assert shown(hass, SESSION) == "walking"
    await see(hass, binary_sensor__front_door="off")
    await open_door(hass)
    assert len(phone.notices) == 1


async def test_warning_is_told_plainly(
    hass: HomeAssistant, phone: Phone, on_belt: OnBelt
) -> None:
    """What only warns comes like any other notification; a warning after a block is no louder, and forgets nothing."""
    await on_belt(phone=phone.device_id, levels={"door": "warn"})
    [notice] = phone.notices
    assert (notice["title"], notice["message"]) == (
        "Mind the path",
        "Ada, watch out on Hallway: Open (Front door).",
    )
    assert "push" not in notice["data"]
    assert "importance" not in notice["data"]
    assert notice["data"]["channel"] == "RetroWalk"
    assert list(phone.answers) == ["Stop belt", "Finish walk"]
    await see(hass, binary_sensor__washer="on")
    await settle(hass)
    assert phone.notices[1]["message"] == (
        "Ada, Hallway is not clear: Wet (Washer), Open (Front door)."
    )
    assert "push" in phone.notices[1]["data"]


async def test_warning_after_a_block(
    hass: HomeAssistant, phone: Phone, on_belt: OnBelt
) -> None:
    """It is quiet, but what blocks is still said, as long as it does."""
    await on_belt(phone=phone.device_id, levels={"leak": "warn"})
    await see(hass, binary_sensor__washer="on")
    await settle(hass)
    assert phone.notices[1]["message"] == (
        "Ada, Hallway is not clear: Open (Front door), Wet (Washer)."
    )
    assert phone.notices[1]["title"] == "The path is not clear"
    assert phone.notices[1]["data"]["tag"] == TAG
    assert "push" not in phone.notices[1]["data"]
    await see(hass, binary_sensor__front_door="off")
    await see(hass, binary_sensor__washer="unavailable")
    await settle(hass)
    assert phone.notices[2]["message"] == (
        "Ada, watch out on Hallway: Says nothing (Washer)."
    )


async def test_all_contacts_are_told(
    hass: HomeAssistant, phone: Phone, on_belt: OnBelt
) -> None:
    """Also with reminders off and while somebody sleeps: it is about safety."""
    mail = await async_put_up_mailbox(hass)
    await see(hass, input_boolean__asleep="on")
    await on_belt(
        phone=phone.device_id,
        notify_entities=["notify.mail"],
        quiet_entities=["input_boolean.asleep"],
    )
    assert shown(hass, "switch.ada_s_walking_reminders") == "off"
    assert len(phone.notices) == 1
    assert mail.letters == [("The path is not clear", IN_THE_WAY)]


async def test_belt_that_may_not_be_stopped(
    hass: HomeAssistant, phone: Phone, on_belt: OnBelt
) -> None:
    """Nobody is offered what is switched off; a tap that comes all the same stops nothing."""
    _, belt = await on_belt(phone=phone.device_id, allow_stop=False)
    assert list(phone.answers) == ["Finish walk"]
    forged = phone.answers["Finish walk"].replace("FINISHWALK", "STOPBELT")
    await phone.answer(forged)
    assert belt.moving
    assert shown(hass, SESSION) == "walking"


async def test_walk_without_a_belt(hass: HomeAssistant, phone: Phone) -> None:
    """In the hallway there is nothing to stop but the walk."""
    await hallway(hass, phone=phone.device_id)
    await press(hass, START)
    await open_door(hass)
    assert list(phone.answers) == ["Finish walk"]
    await phone.answer(phone.answers["Finish walk"])
    assert shown(hass, SESSION) == "idle"
    assert phone.cleared == [TAG]


async def test_refused_start(hass: HomeAssistant, phone: Phone) -> None:
    """Whoever pressed the button has the error; nobody is alerted."""
    await hallway(hass, phone=phone.device_id)
    await open_door(hass)
    with pytest.raises(ServiceValidationError):
        await press(hass, START)
    await settle(hass)
    assert phone.pushed == []
    assert pinned(hass) == {}


async def test_start_with_a_warning(hass: HomeAssistant, phone: Phone) -> None:
    """It is told plainly, with nothing to answer yet, and taken away after the walk."""
    await hallway(hass, {"door": "warn"}, phone=phone.device_id)
    await open_door(hass)
    await press(hass, START)
    await settle(hass)
    [notice] = phone.notices
    assert notice["message"] == "Ada, watch out on Hallway: Open (Front door)."
    assert notice["data"]["actions"] == []
    await press(hass, FINISH)
    await settle(hass)
    assert phone.cleared == [TAG]


async def test_forced_start(hass: HomeAssistant, phone: Phone) -> None:
    """Whoever forces the start knows what is in the way: it is told without urgency; what is new meanwhile is told with it."""
    lamp = Lamp("Lamp")
    await put_up(hass, lamp)
    lights = {"lights": [lamp.entity_id], "when": "always", "lead_s": 5}
    await hallway(hass, more=lights, phone=phone.device_id)
    await open_door(hass)
    force = {"device_id": device_of(hass).id, "force": True}
    await hass.services.async_call("retrowalk", "start", force, blocking=True)
    await see(hass, binary_sensor__washer="on")
    await hass.services.async_call("retrowalk", "start", force, blocking=True)
    await settle(hass)
    assert [notice["message"] for notice in phone.notices] == [
        IN_THE_WAY,
        "Ada, Hallway is not clear: Wet (Washer), Open (Front door).",
    ]
    assert not [notice for notice in phone.notices if "push" in notice["data"]]


# Where nobody can be reached


async def test_walker_without_contacts(hass: HomeAssistant, on_belt: OnBelt) -> None:
    """Home Assistant shows the alert itself, until the walk is over."""
    await on_belt()
    assert pinned(hass) == {TAG: ("The path is not clear", IN_THE_WAY)}
    await press(hass, FINISH)
    await settle(hass)
    assert pinned(hass) == {}


async def test_walk_that_is_thrown_away(hass: HomeAssistant) -> None:
    """It takes its alert along, also after a restart."""
    home = await hallway(hass)
    await press(hass, START)
    await open_door(hass)
    assert await hass.config_entries.async_reload(home.entry_id)
    await settle(hass)
    assert list(pinned(hass)) == [TAG]
    await hass.services.async_call("retrowalk", "discard", blocking=True)
    await settle(hass)
    assert pinned(hass) == {}


@pytest.mark.parametrize("broken", [HomeAssistantError("Ada"), ValueError("Ada")])
async def test_contact_that_raises(
    hass: HomeAssistant,
    on_belt: OnBelt,
    caplog: pytest.LogCaptureFixture,
    broken: Exception,
) -> None:
    """Where none of the contacts is reached, Home Assistant shows the alert; one that is reached is enough."""
    mail = await async_put_up_mailbox(hass)
    post = await async_put_up_mailbox(hass, "post")
    mail.broken = post.broken = broken
    await on_belt(notify_entities=["notify.mail", "notify.post"])
    assert list(pinned(hass)) == [TAG]
    assert errors(caplog, "") == 0
    await press(hass, FINISH)
    post.broken = None
    await see(hass, binary_sensor__front_door="off")
    await press(hass, START)
    await open_door(hass)
    assert pinned(hass) == {}
    assert len(post.letters) == 1


class Slow(Mailbox):
    """Takes its time, and then fails."""

    async def async_send_message(self, message: str, title: str | None = None) -> None:
        """Wait until the test lets go."""
        await self.hass.data["letting_go"].wait()
        raise HomeAssistantError("no")


async def test_walk_that_is_over_before_anybody_was_reached(
    hass: HomeAssistant, phone: Phone
) -> None:
    """Nothing is shown of it any more, and it is taken away from where it arrived."""
    hass.data["letting_go"] = asyncio.Event()
    await async_put_up_mailbox(hass, "mail", Slow)
    home = await hallway(hass, notify_entities=["notify.mail"], phone=phone.device_id)
    await press(hass, START)
    hass.states.async_set(DOOR, "on")
    for _ in range(20):
        await asyncio.sleep(0)
    walker = home.runtime_data.walkers[walker_id(1)]
    await walker.async_finish()
    hass.data["letting_go"].set()
    await settle(hass)
    assert pinned(hass) == {}
    assert len(phone.notices) == 1
    assert phone.pushed[-1]["message"] == "clear_notification"
    assert phone.cleared == [TAG, TAG]


async def test_walker_removed_in_mid_walk(hass: HomeAssistant, phone: Phone) -> None:
    """As long as somebody walks there, somebody is to know; no phone is asked any more."""
    home = await hallway(hass, phone=phone.device_id)
    await press(hass, START)
    assert hass.config_entries.async_remove_subentry(home, walker_id(1))
    await open_door(hass)
    assert phone.notices == []
    assert pinned(hass)[TAG][1] == IN_THE_WAY
