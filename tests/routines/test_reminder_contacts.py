"""Contacts that fail, are gone or take their time: the others are told all the same, and it can be explained afterwards."""

import asyncio
import logging

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.retrowalk.const import DOMAIN
from custom_components.retrowalk.diagnostics import async_get_config_entry_diagnostics
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceNotFound
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)

from ..homes import let_pass, press, record_writes, shown, walker_id
from ..phones import Mailbox, async_put_up_mailbox, async_register_phone, entry_of
from ..reminded import COACH, async_reminded, choose, clock, explained, told
from ..walkers import errors

BOTH = ["notify.mail", "notify.post"]
LOST = f"contact_lost_{walker_id(1)}"


@pytest.mark.parametrize(
    "broken",
    [
        HomeAssistantError("Ada's phone is away"),
        ServiceNotFound("notify", "ada"),
        ValueError("Ada's phone"),
        TimeoutError(),
    ],
)
async def test_one_of_two_raises(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    broken: Exception,
) -> None:
    """The other one is told, it is not tried again, and the log names nobody."""
    mail, post = (
        await async_put_up_mailbox(hass),
        await async_put_up_mailbox(hass, "post"),
    )
    await async_reminded(hass, freezer, notify_entities=BOTH)
    moments = record_writes(hass, COACH)
    mail.broken = broken
    await clock(hass, freezer, "17:00")
    assert len(post.letters) == 1
    assert told(moments)[-1] == {
        "event": "reminder_sent",
        "reminder": "daily",
        "contacts": 1,
        "failed": 1,
    }
    mail.broken = None
    await clock(hass, freezer, "18:00")
    assert mail.letters == []
    assert errors(caplog, "") == 0
    own = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("custom_components.retrowalk.routines")
    ]
    assert own == [f"A contact was not reached: {type(broken).__name__}"]


async def test_nobody_can_be_reached(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """It is tried again every quarter of an hour, told once, and at last it works."""
    mail = await async_put_up_mailbox(hass)
    await async_reminded(hass, freezer, notify_entities=["notify.mail"])
    moments = record_writes(hass, COACH)
    mail.broken = HomeAssistantError("no way")
    await clock(hass, freezer, "17:00")
    assert explained(hass) == ("daily", "failed")
    await clock(hass, freezer, "17:16")
    mail.broken = None
    await clock(hass, freezer, "17:20")
    assert mail.letters == []
    await clock(hass, freezer, "17:32")
    assert len(mail.letters) == 1
    assert explained(hass) == ("daily", "sent")
    assert [moment["event"] for moment in told(moments)] == [
        "reminder_due",
        "reminder_suppressed",
        "reminder_sent",
    ]


class Hanging(Mailbox):
    """Never comes back."""

    async def async_send_message(self, message: str, title: str | None = None) -> None:
        """Hang."""
        await asyncio.Event().wait()


async def strike_five(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Let it be five, without waiting for whoever hangs."""
    freezer.move_to("2026-11-23 17:00:01+05:45")
    async_fire_time_changed(hass)
    for _ in range(20):
        await asyncio.sleep(0)


async def test_home_unloaded_while_somebody_is_told(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """What comes of it afterwards is told nobody, and written over nothing."""
    await async_put_up_mailbox(hass, "mail", Hanging)
    home = await async_reminded(hass, freezer, notify_entities=["notify.mail"])
    diary = home.runtime_data.walkers[walker_id(1)].diary
    await strike_five(hass, freezer)
    before = diary.written()
    assert await hass.config_entries.async_unload(home.entry_id)
    await clock(hass, freezer, "17:01")
    assert diary.written() == before


async def test_contact_that_never_answers(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A service that hangs counts as failed after a while, and holds up nobody else."""
    post = await async_put_up_mailbox(hass, "post")
    await async_put_up_mailbox(hass, "mail", Hanging)
    await async_reminded(hass, freezer, notify_entities=BOTH)
    moments = record_writes(hass, COACH)
    await strike_five(hass, freezer)
    assert len(post.letters) == 1
    assert [moment["event"] for moment in told(moments)] == ["reminder_due"]
    await clock(hass, freezer, "17:01")
    assert told(moments)[-1] == {
        "event": "reminder_sent",
        "reminder": "daily",
        "contacts": 1,
        "failed": 1,
    }


async def test_phone_and_mailbox(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
) -> None:
    """Both are told; a phone whose entry is unloaded is not, and the mailbox still is."""
    phone = await async_register_phone(hass, hass_client)
    mail = await async_put_up_mailbox(hass)
    await async_reminded(
        hass, freezer, phone=phone.device_id, notify_entities=["notify.mail"]
    )
    moments = record_writes(hass, COACH)
    await clock(hass, freezer, "17:00")
    assert (len(phone.notices), len(mail.letters)) == (1, 1)
    await hass.config_entries.async_unload(entry_of(hass, phone.webhook_id).entry_id)
    await clock(hass, freezer, "17:00", day=24)
    assert (len(phone.notices), len(mail.letters)) == (1, 2)
    assert told(moments)[-1]["failed"] == 1


async def test_phone_that_is_renamed(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
) -> None:
    """A phone is found by what it is, not by what it is called."""
    phone = await async_register_phone(hass, hass_client)
    await async_reminded(hass, freezer, phone=phone.device_id)
    dr.async_get(hass).async_update_device(phone.device_id, name_by_user="Old brick")
    await clock(hass, freezer, "17:00")
    assert len(phone.notices) == 1


async def test_phone_without_the_companion_app_loaded(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A device that is no phone, as after a restore from a backup, is a contact that fails."""
    home = await async_reminded(hass, freezer)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=home.entry_id, identifiers={("mobile_app", "x")}
    )
    await choose(hass, home, phone=device.id)
    await clock(hass, freezer, "17:00")
    assert explained(hass) == ("daily", "failed")


async def test_contacts_that_are_removed(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
) -> None:
    """What is gone from Home Assistant is said in the repairs until somebody else is chosen; the rest is told."""
    phone = await async_register_phone(hass, hass_client)
    mail = await async_put_up_mailbox(hass)
    home = await async_reminded(
        hass, freezer, phone=phone.device_id, notify_entities=["notify.mail"]
    )
    issues = ir.async_get(hass)
    assert issues.async_get_issue(DOMAIN, LOST) is None
    await hass.config_entries.async_remove(entry_of(hass, phone.webhook_id).entry_id)
    await clock(hass, freezer, "17:00")
    assert len(mail.letters) == 1
    issue = issues.async_get_issue(DOMAIN, LOST)
    assert issue is not None
    assert issue.translation_placeholders == {"walker": "Ada"}
    await choose(hass, home)
    assert issues.async_get_issue(DOMAIN, LOST) is None
    er.async_get(hass).async_remove("notify.mail")
    await hass.async_block_till_done()
    assert issues.async_get_issue(DOMAIN, LOST) is not None
    await clock(hass, freezer, "17:00", day=24)
    assert explained(hass) == ("daily", "no_contact")
    hass.config_entries.async_remove_subentry(home, walker_id(1))
    await hass.async_block_till_done(wait_background_tasks=True)
    assert issues.async_get_issue(DOMAIN, LOST) is None


async def test_mailbox_that_is_unavailable(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Home Assistant would drop the letter without a word; we try again."""
    mail = await async_put_up_mailbox(hass)
    await async_reminded(hass, freezer, notify_entities=["notify.mail"])
    hass.states.async_set("notify.mail", "unavailable")
    await clock(hass, freezer, "17:00")
    assert explained(hass) == ("daily", "failed")
    hass.states.async_set("notify.mail", "unknown")
    await clock(hass, freezer, "17:16")
    assert len(mail.letters) == 1


@pytest.mark.parametrize("quiet", ["on", "off"])
async def test_question_that_reaches_nobody(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, quiet: str
) -> None:
    """A forgotten walk ends by itself: nobody is woken for it, and a mailbox that fails is not tried again."""
    mail = await async_put_up_mailbox(hass)
    mail.broken = HomeAssistantError("no way")
    hass.states.async_set("switch.quiet", quiet)
    await async_reminded(
        hass, freezer, notify_entities=["notify.mail"], quiet_entities=["switch.quiet"]
    )
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 31 * 60, step_s=60)
    await hass.async_block_till_done(wait_background_tasks=True)
    why = "quiet" if quiet == "on" else "failed"
    assert explained(hass) == ("still_walking", why)
    assert shown(hass, "sensor.ada_s_walking_session") == "walking"
    mail.broken = None
    await let_pass(hass, freezer, 16 * 60, step_s=60)
    assert mail.letters == []
    assert shown(hass, "sensor.ada_s_walking_session") == "idle"


async def test_nothing_personal_is_given_away(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Neither diagnostics nor our log name a phone, a person or an address."""
    phone = await async_register_phone(hass, hass_client)
    await async_put_up_mailbox(hass)
    hass.states.async_set("person.ada", "home")
    home = await async_reminded(
        hass,
        freezer,
        phone=phone.device_id,
        notify_entities=["notify.mail"],
        person="person.ada",
    )
    caplog.set_level(logging.DEBUG, "custom_components.retrowalk")
    await clock(hass, freezer, "17:00")
    diagnosis = str(await async_get_config_entry_diagnostics(hass, home))
    own = "".join(
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("custom_components.retrowalk.routines")
    )
    for secret in (phone.device_id, phone.webhook_id, "person.", "notify.", "Ada"):
        assert secret not in diagnosis
        assert secret not in own
