"""What holds a reminder back, how long, and how that is told."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from ..homes import press, record_writes, shown, state
from ..phones import async_put_up_mailbox
from ..reminded import (
    COACH,
    REMINDERS,
    async_reminded,
    clock,
    explained,
    told,
    turn_reminders,
)

MAIL: dict[str, Any] = {"notify_entities": ["notify.mail"]}


async def test_part_of_the_goal_is_done(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The reminder tells what is left, rounded up, and waits until the walk is over."""
    mailbox = await async_put_up_mailbox(hass)
    await async_reminded(hass, freezer, **MAIL)
    await clock(hass, freezer, "16:58")
    await press(hass, "ada_s_walking_start_walk")
    await clock(hass, freezer, "17:00")
    assert mailbox.letters == []
    assert explained(hass) == ("daily", "walking")
    await clock(hass, freezer, "17:01")
    await press(hass, "ada_s_walking_finish_walk")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert [message for _, message in mailbox.letters] == [
        "Ada, still to go today: 7 min."
    ]


async def test_quiet_while_something_is_on(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The reminder waits, says why, and comes at once when it is over; other states are none of its business."""
    mailbox = await async_put_up_mailbox(hass)
    hass.states.async_set("binary_sensor.meeting", "on")
    hass.states.async_set("media_player.film", "idle")
    await async_reminded(
        hass,
        freezer,
        quiet_entities=["binary_sensor.meeting", "media_player.film"],
        **MAIL,
    )
    moments = record_writes(hass, COACH)
    await clock(hass, freezer, "17:00")
    assert mailbox.letters == []
    assert told(moments) == [
        {"event": "reminder_suppressed", "reminder": "daily", "reason": "quiet"}
    ]
    hass.states.async_set("media_player.film", "playing")
    hass.states.async_set("binary_sensor.meeting", "off")
    await hass.async_block_till_done()
    assert mailbox.letters == []
    assert len(told(moments)) == 1
    hass.states.async_set("media_player.film", "paused")
    await hass.async_block_till_done()
    assert len(mailbox.letters) == 1


@pytest.mark.parametrize("gone", ["unavailable", "unknown", None])
async def test_quiet_entity_that_is_gone_silences_nobody(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, gone: str | None
) -> None:
    """What is unavailable or removed cannot be on."""
    mailbox = await async_put_up_mailbox(hass)
    hass.states.async_set("switch.quiet", "on")
    await async_reminded(hass, freezer, quiet_entities=["switch.quiet"], **MAIL)
    await clock(hass, freezer, "17:00")
    assert mailbox.letters == []
    if gone is None:
        hass.states.async_remove("switch.quiet")
    else:
        hass.states.async_set("switch.quiet", gone)
    await hass.async_block_till_done()
    assert len(mailbox.letters) == 1


async def test_away(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Nobody walks while somewhere else; a person who cannot be found counts as here."""
    mailbox = await async_put_up_mailbox(hass)
    hass.states.async_set("person.ada", "Work")
    await async_reminded(hass, freezer, person="person.ada", **MAIL)
    await clock(hass, freezer, "17:00")
    assert mailbox.letters == []
    assert explained(hass) == ("daily", "away")
    hass.states.async_set("person.ada", "home")
    await hass.async_block_till_done()
    assert len(mailbox.letters) == 1
    hass.states.async_set("person.ada", "unknown")
    await clock(hass, freezer, "17:00", day=24)
    assert len(mailbox.letters) == 2


async def test_renamed_entities_are_followed(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A mailbox and a quiet switch with new names are the same as before; one that is removed is not missed."""
    mailbox = await async_put_up_mailbox(hass)
    registry = er.async_get(hass)
    quiet = registry.async_get_or_create("switch", "test", "quiet")
    hass.states.async_set(quiet.entity_id, "off")
    await async_reminded(hass, freezer, quiet_entities=[quiet.entity_id], **MAIL)
    registry.async_update_entity("notify.mail", new_entity_id="notify.post")
    registry.async_update_entity(quiet.entity_id, new_entity_id="switch.hush")
    hass.states.async_set("switch.hush", "on")
    await hass.async_block_till_done()
    await clock(hass, freezer, "17:00")
    assert explained(hass) == ("daily", "quiet")
    assert mailbox.letters == []
    registry.async_remove("switch.hush")
    await hass.async_block_till_done()
    assert len(mailbox.letters) == 1


async def test_rest_day_and_vacation(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """On vacation it is quiet, and the reason is told; back again, it is not."""
    mailbox = await async_put_up_mailbox(hass)
    await async_reminded(hass, freezer, **MAIL)
    vacation = {"entity_id": "switch.ada_s_walking_vacation"}
    await hass.services.async_call("switch", "turn_on", vacation, blocking=True)
    await clock(hass, freezer, "17:00")
    assert mailbox.letters == []
    assert explained(hass) == ("daily", "vacation")
    await hass.services.async_call("switch", "turn_off", vacation, blocking=True)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(mailbox.letters) == 1


async def test_switched_off_and_on(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Off is off; on again after five means from tomorrow on."""
    mailbox = await async_put_up_mailbox(hass)
    await async_reminded(hass, freezer, **MAIL)
    assert shown(hass, REMINDERS) == "on"
    await turn_reminders(hass, on=False)
    assert state(hass, REMINDERS).attributes["next_look_at"] is None
    await clock(hass, freezer, "17:00")
    await turn_reminders(hass, on=True)
    await clock(hass, freezer, "18:00")
    assert mailbox.letters == []
    await clock(hass, freezer, "17:00", day=24)
    assert len(mailbox.letters) == 1


async def test_switching_on_again_changes_nothing(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """An automation that switches on what is on does not put the reminder off."""
    mailbox = await async_put_up_mailbox(hass)
    hass.states.async_set("switch.quiet", "on")
    await async_reminded(hass, freezer, quiet_entities=["switch.quiet"], **MAIL)
    await clock(hass, freezer, "17:10")
    await turn_reminders(hass, on=True)
    hass.states.async_set("switch.quiet", "off")
    await hass.async_block_till_done()
    assert len(mailbox.letters) == 1


async def test_nobody_is_reminded_unasked(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Without a contact the switch is off; switched on by hand, there is a moment for automations and nobody to tell."""
    await async_reminded(hass, freezer)
    moments = record_writes(hass, COACH)
    assert shown(hass, REMINDERS) == "off"
    await clock(hass, freezer, "17:00")
    assert told(moments) == []
    await turn_reminders(hass, on=True)
    await clock(hass, freezer, "17:00", day=24)
    await clock(hass, freezer, "18:00", day=24)
    assert told(moments) == [
        {"event": "reminder_due", "reminder": "daily"},
        {"event": "reminder_suppressed", "reminder": "daily", "reason": "no_contact"},
    ]
