"""A walker who is to be reminded, set up by the dialog as a person would.

home = await async_reminded(hass, freezer, phone=phone.device_id)
await clock(hass, freezer, "17:00")
"""

from datetime import datetime
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from homeassistant.components.switch.const import DOMAIN as SWITCH
from homeassistant.const import ATTR_ENTITY_ID, SERVICE_TURN_OFF, SERVICE_TURN_ON
from homeassistant.core import HomeAssistant, State
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.util import dt as dt_util

from .dialogs import answer_walker, change_walker, goals_in, questions, suggested
from .homes import BREAKFAST, let_pass, press, set_up_home, state

REMINDERS = "switch.ada_s_walking_reminders"
COACH = "event.ada_s_walking_reminders"
_ALWAYS = {"event_types", "friendly_name", "event_type"}


async def async_reminded(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, **section: Any
) -> MockConfigEntry:
    """A home with Ada, who chose at breakfast on a Monday whom to tell."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    await choose(hass, home, **section)
    return home


async def choose(
    hass: HomeAssistant, home: MockConfigEntry, walker: str = "Ada", **section: Any
) -> None:
    """Fill in the section of reminders; what is not said stays as it is shown."""
    form = await change_walker(hass, home, walker)
    shown = suggested(questions(form["data_schema"])["reminders"].schema)
    filled = {
        key: value for key, value in (shown | section).items() if value is not None
    }
    result = await answer_walker(
        hass, form, name=walker, goals=goals_in(form), reminders=filled
    )
    assert result["type"] is FlowResultType.ABORT, result
    assert result["reason"] == "reconfigure_successful"


async def clock(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, to: str, day: int = 23
) -> None:
    """Let it be this time of a day in November, by the clock on the wall."""
    hour, minute = map(int, to.split(":"))
    zone = dt_util.get_default_time_zone()
    freezer.move_to(datetime(2026, 11, day, hour, minute, 1, tzinfo=zone))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


async def walk(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    begin: str,
    minutes: float,
    day: int = 23,
) -> None:
    """Walk by the buttons, so that the clock is all there is."""
    await clock(hass, freezer, begin, day)
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 60 * minutes, step_s=60)
    await press(hass, "ada_s_walking_finish_walk")


async def turn_reminders(hass: HomeAssistant, *, on: bool) -> None:
    """Turn the switch."""
    await hass.services.async_call(
        SWITCH,
        SERVICE_TURN_ON if on else SERVICE_TURN_OFF,
        {ATTR_ENTITY_ID: REMINDERS},
        blocking=True,
    )
    await hass.async_block_till_done(wait_background_tasks=True)


def told(moments: list[State]) -> list[dict[str, Any]]:
    """What each moment of the reminders told, with its name, without the day."""
    return [
        {"event": moment.attributes["event_type"]}
        | {
            key: value
            for key, value in moment.attributes.items()
            if key not in _ALWAYS | {"day"}
        }
        for moment in moments
        if moment.attributes.get("event_type") is not None
    ]


def explained(hass: HomeAssistant) -> tuple[str | None, str | None]:
    """The last reminder and what became of it, as the switch tells."""
    attributes = state(hass, REMINDERS).attributes
    return attributes.get("last_reminder"), attributes.get("last_outcome")
