"""Vacation: by the switch, by the action, and by a calendar; days of it neither break a streak nor lengthen it."""

from datetime import date, datetime, timedelta
from typing import Any, override
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import setup_test_component_platform

from custom_components.retrowalk.const import DOMAIN
from homeassistant.components.calendar import CalendarEntity, CalendarEvent
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .dialogs import answer_walker, change_walker, questions, suggested
from .homes import (
    BREAKFAST,
    ZONE,
    figure,
    let_pass,
    press,
    record_writes,
    set_up_home,
    shown,
    state,
)

VACATION = "switch.ada_s_walking_vacation"
STREAK = "sensor.ada_s_walking_streak"
AT_RISK = "binary_sensor.ada_s_walking_streak_at_risk"
EVENTS = "event.ada_s_walking_streak_and_goals"
JOURNEY = "calendar.journeys"


async def walk(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Walk for ten minutes, and some."""
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 610)
    await press(hass, "ada_s_walking_finish_walk")


async def sleep(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, days: int = 1
) -> None:
    """Let days pass."""
    for _ in range(days):
        await let_pass(hass, freezer, 86400, step_s=3600)


async def switch(hass: HomeAssistant, service: str) -> None:
    """Switch the vacation on or off."""
    await hass.services.async_call(
        "switch", service, {"entity_id": VACATION}, blocking=True
    )
    await hass.async_block_till_done()


async def set_vacation(hass: HomeAssistant, **told: Any) -> Any:
    """Call the action."""
    answer = await hass.services.async_call(
        DOMAIN, "set_vacation", told, blocking=True, return_response=True
    )
    await hass.async_block_till_done()
    return answer


async def test_switch_keeps_the_streak_while_away(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Three days away, and the streak goes on where it was; it is never at risk meanwhile."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    await walk(hass, freezer)
    await sleep(hass, freezer)
    await switch(hass, "turn_on")
    assert shown(hass, VACATION) == "on"
    moments = record_writes(hass, EVENTS)
    await sleep(hass, freezer, 3)
    assert (shown(hass, STREAK), shown(hass, AT_RISK)) == ("1", "off")
    assert moments == []
    assert await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done()
    assert shown(hass, VACATION) == "on"
    await switch(hass, "turn_off")
    assert shown(hass, VACATION) == "off"
    await walk(hass, freezer)
    assert shown(hass, STREAK) == "2"


async def test_vacation_is_told_afterwards(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A streak that was lost is mended; that is no news, and today's walk still is."""
    freezer.move_to(BREAKFAST)
    await set_up_home(hass, "Ada")
    await walk(hass, freezer)
    await sleep(hass, freezer, 4)
    assert shown(hass, STREAK) == "0"
    moments = record_writes(hass, EVENTS)
    answer = await set_vacation(
        hass, start_date=date(2026, 11, 24), end_date=date(2026, 11, 26)
    )
    assert answer == {
        "vacations": [
            {
                "walker": "Ada",
                "away": True,
                "start_date": "2026-11-24",
                "end_date": "2026-11-26",
            }
        ]
    }
    assert (shown(hass, STREAK), shown(hass, VACATION)) == ("1", "off")
    assert moments == []
    await walk(hass, freezer)
    assert shown(hass, STREAK) == "2"
    told = [moment.attributes["event_type"] for moment in moments]
    assert sorted(told) == ["goal_reached", "streak_extended"]
    await set_vacation(hass, away=False, start_date=date(2026, 11, 24))
    assert shown(hass, STREAK) == "1"


@pytest.mark.parametrize(
    ("told", "error"),
    [
        (
            {"start_date": "2026-11-24", "end_date": "2026-11-23"},
            "vacation_ends_before",
        ),
        ({"start_date": "1999-12-31"}, "vacation_too_far"),
        ({"end_date": "2030-01-01"}, "vacation_too_far"),
    ],
)
async def test_dates_without_sense_are_refused(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    told: dict[str, str],
    error: str,
) -> None:
    """Nothing is changed, and the error says why."""
    freezer.move_to(BREAKFAST)
    await set_up_home(hass, "Ada")
    with pytest.raises(ServiceValidationError) as refused:
        await set_vacation(hass, **told)
    assert refused.value.translation_key == error
    assert shown(hass, VACATION) == "off"


# By calendar


class Journeys(CalendarEntity):
    """A calendar that somebody keeps by hand."""

    _attr_name = "Journeys"
    _attr_should_poll = False

    def __init__(self) -> None:
        """Begin empty."""
        self.entries: list[CalendarEvent] = []
        self.out_of_reach = False

    @property
    @override
    def event(self) -> CalendarEvent | None:
        """The journey that takes place, or the next one."""
        coming = [
            entry for entry in self.entries if entry.end_datetime_local > dt_util.now()
        ]
        return min(coming, key=lambda entry: entry.start_datetime_local, default=None)

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """The journeys of a time. Raises HomeAssistantError while it is out of reach."""
        if self.out_of_reach:
            raise HomeAssistantError("no network")
        return [
            entry
            for entry in self.entries
            if entry.start_datetime_local < end_date
            and entry.end_datetime_local > start_date
        ]

    def travel(self, first: date, after: date) -> None:
        """Enter a journey; whole days, or from a time to another."""
        self.entries.append(CalendarEvent(start=first, end=after, summary="At sea"))
        self.async_write_ha_state()


async def set_up_calendar(hass: HomeAssistant) -> Journeys:
    """A calendar of journeys."""
    journeys = Journeys()
    setup_test_component_platform(hass, "calendar", [journeys])
    assert await async_setup_component(
        hass, "calendar", {"calendar": {"platform": "test"}}
    )
    await hass.async_block_till_done()
    assert hass.states.get(JOURNEY) is not None
    return journeys


async def choose_calendar(hass: HomeAssistant, home: ConfigEntry) -> None:
    """Choose it in the walker's dialog."""
    form = await change_walker(hass, home, "Ada")
    sections = questions(form["data_schema"])
    answers = {
        name: suggested(sections[name].schema)
        for name in ("goals", "weekday_goals", "streak")
    }
    answers["streak"]["vacation_calendar"] = JOURNEY
    result = await answer_walker(hass, form, name="Ada", **answers)
    assert result["reason"] == "reconfigure_successful"


async def test_calendar_tells_when_a_walker_is_away(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Also of days that are past by then; and it stays so when the calendar forgets."""
    freezer.move_to(BREAKFAST)
    journeys = await set_up_calendar(hass)
    home = await set_up_home(hass, "Ada")
    await walk(hass, freezer)
    await sleep(hass, freezer, 3)
    assert shown(hass, STREAK) == "0"
    journeys.travel(date(2026, 11, 24), date(2026, 11, 28))
    await choose_calendar(hass, home)
    assert (shown(hass, STREAK), shown(hass, VACATION)) == ("1", "on")
    await sleep(hass, freezer, 2)
    journeys.entries.clear()
    journeys.async_write_ha_state()
    await hass.async_block_till_done()
    assert shown(hass, VACATION) == "off"
    await walk(hass, freezer)
    assert shown(hass, STREAK) == "2"


async def test_word_of_the_walker_is_stronger_than_the_calendar(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Switched off, it stays off until the journey is over; the next journey is one again."""
    freezer.move_to(BREAKFAST)
    journeys = await set_up_calendar(hass)
    home = await set_up_home(hass, "Ada")
    journeys.travel(date(2026, 11, 23), date(2026, 11, 26))
    sailing = datetime(2026, 11, 28, 14, tzinfo=ZoneInfo(ZONE))
    journeys.travel(sailing, sailing + timedelta(hours=2))
    await choose_calendar(hass, home)
    assert shown(hass, VACATION) == "on"
    await switch(hass, "turn_off")
    assert shown(hass, VACATION) == "off"
    found = []
    for _ in range(6):
        await sleep(hass, freezer)
        found.append(shown(hass, VACATION))
    assert found == ["off", "off", "off", "off", "on", "off"]


async def test_calendar_out_of_reach_changes_nothing(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A calendar that cannot be read says neither that the walker is away nor the contrary."""
    freezer.move_to(BREAKFAST)
    journeys = await set_up_calendar(hass)
    home = await set_up_home(hass, "Ada")
    journeys.travel(date(2026, 11, 20), date(2026, 12, 24))
    await choose_calendar(hass, home)
    assert shown(hass, VACATION) == "on"
    journeys.out_of_reach = True
    journeys.entries.clear()
    journeys.async_write_ha_state()
    await sleep(hass, freezer)
    assert shown(hass, VACATION) == "on"
    journeys.out_of_reach = False
    await sleep(hass, freezer)
    assert shown(hass, VACATION) == "off"
    assert not [
        entry
        for entry in caplog.records
        if "retrowalk" in entry.name and entry.exc_info
    ]


# Freezes


async def test_freezes_are_shown_once_there_is_one(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A week in a row earns one; the day after a missed day tells that it was used, and how many are left."""
    freezer.move_to(BREAKFAST)
    await set_up_home(hass, "Ada")
    registry, freezes = er.async_get(hass), "sensor.ada_s_walking_streak_freezes"
    for _ in range(7):
        assert registry.async_get(freezes) is None
        await walk(hass, freezer)
        await sleep(hass, freezer)
    assert figure(hass, "streak_freezes", platform=Platform.SENSOR).state == "1"
    moments = record_writes(hass, EVENTS)
    await sleep(hass, freezer)
    assert [moment.attributes["event_type"] for moment in moments] == [
        "streak_at_risk",
        "freeze_used",
    ]
    used = moments[-1].attributes
    assert (used["frozen"], used["left"], used["length"]) == ("2026-11-30", 0, 7)
    assert shown(hass, freezes) == "0"
    assert state(hass, freezes).attributes["last_used"] == "2026-11-30"
    assert shown(hass, STREAK) == "7"
