"""Automations that are told when it is time to walk."""

from freezegun.api import FrozenDateTimeFactory

from homeassistant.core import HomeAssistant

from ..automations import ADA, async_automate, automation_is_valid
from ..phones import async_put_up_mailbox
from ..reminded import async_reminded, clock, walk

TRIGGER = {"trigger": "retrowalk.reminder_due", "target": ADA}


async def test_automation_runs_when_a_reminder_is_due(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Once a day, with the walker and the kind of reminder; not when all is done."""
    await async_put_up_mailbox(hass)
    await async_reminded(hass, freezer, notify_entities=["notify.mail"])
    runs = await async_automate(hass, TRIGGER)
    assert automation_is_valid(hass)
    await clock(hass, freezer, "16:59")
    assert runs == []
    await clock(hass, freezer, "17:00")
    [run] = runs
    assert (run["walker"], run["reminder"]) == ("Ada", "daily")
    await clock(hass, freezer, "17:30")
    assert len(runs) == 1
    await walk(hass, freezer, "09:00", 11, day=24)
    await clock(hass, freezer, "17:00", day=24)
    assert len(runs) == 1
