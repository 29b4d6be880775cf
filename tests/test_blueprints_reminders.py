"""Blueprints that ask on the phone: the daily reminder, the streak at risk."""

from collections.abc import AsyncGenerator

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.test_util.aiohttp import AiohttpClientMocker

from custom_components.retrowalk.walking.decision import DecisionKey
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .automations import device_of
from .blueprints import (
    Phone,
    async_add_phone,
    async_use,
    clock,
    let_pass,
    log_days,
    press,
)
from .homes import BREAKFAST, figure, set_up_home

START, FINISH = "ada_s_walking_start_walk", "ada_s_walking_finish_walk"
PICTURE = "image.ada_s_walking_streak_calendar"


@pytest.fixture(name="home")
async def _home(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> AsyncGenerator[MockConfigEntry]:
    """The home of Ada and Ben, on a Monday morning in Kathmandu; its automations end with the test."""
    freezer.move_to(BREAKFAST)
    assert await async_setup_component(hass, "persistent_notification", {})
    yield await set_up_home(hass, "Ada", "Ben")
    await hass.services.async_call(
        "automation", "turn_off", {"entity_id": "all"}, blocking=True
    )


@pytest.fixture(name="phone")
async def _phone(
    hass: HomeAssistant, home: MockConfigEntry, aioclient_mock: AiohttpClientMocker
) -> Phone:
    """Ada's phone."""
    return await async_add_phone(hass, aioclient_mock)


def session(hass: HomeAssistant, walker: int = 1) -> str:
    """Whether somebody walks, pauses or does neither."""
    return figure(hass, "session", walker=walker).state


# The daily reminder


async def use_reminder(hass: HomeAssistant, phone: Phone, **inputs: object) -> None:
    """Remind Ada."""
    await async_use(
        hass,
        "daily_reminder",
        walker=device_of(hass).id,
        phone=phone.device_id,
        **inputs,
    )


async def test_reminder_starts_a_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, phone: Phone
) -> None:
    """At five there is a notification, whose answer starts the walk; a second tap does nothing more."""
    await use_reminder(hass, phone)
    await clock(hass, freezer, "16:59")
    assert phone.pushed == []
    await clock(hass, freezer, "17:00")
    [notice] = phone.notices
    assert notice["title"] == "Time to walk backward"
    assert notice["message"] == "A clear path, good light, and off you go."
    await phone.answer("Start walk")
    assert session(hass) == "walking"
    assert session(hass, 2) == "idle"
    await press(hass, FINISH)
    await phone.answer("Start walk")
    assert session(hass) == "idle"


async def test_reminder_comes_again_in_an_hour(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, phone: Phone
) -> None:
    """As often as it is put off; what is walked meanwhile ends it."""
    await use_reminder(hass, phone)
    await clock(hass, freezer, "17:00")
    await phone.answer("In an hour")
    await clock(hass, freezer, "17:59")
    assert len(phone.notices) == 1
    await clock(hass, freezer, "18:01")
    assert len(phone.notices) == 2
    await phone.answer("In an hour")
    await log_days(hass, 23)
    await clock(hass, freezer, "19:03")
    assert len(phone.notices) == 2
    await clock(hass, freezer, "17:00", 24)
    assert len(phone.notices) == 3


async def test_reminder_is_taken_away(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, phone: Phone
) -> None:
    """Whoever walks anyway, or does not answer for four hours, is not asked any more."""
    await use_reminder(hass, phone)
    await clock(hass, freezer, "17:00")
    await press(hass, START, FINISH)
    assert phone.cleared == [phone.notices[0]["data"]["tag"]]
    await clock(hass, freezer, "17:00", 24)
    await clock(hass, freezer, "21:01", 24)
    assert phone.cleared == [notice["data"]["tag"] for notice in phone.notices]
    assert len(phone.cleared) == 2
    await phone.answer("Start walk")
    assert session(hass) == "idle"


async def test_reminder_has_its_days_and_words(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, phone: Phone
) -> None:
    """Here it comes on Tuesdays, in other words."""
    await use_reminder(
        hass,
        phone,
        time="09:30:00",
        weekdays=["tue"],
        title="Up!",
        message="Backward, please",
    )
    await clock(hass, freezer, "09:30")
    assert phone.pushed == []
    await clock(hass, freezer, "09:30", 24)
    [notice] = phone.notices
    assert (notice["title"], notice["message"]) == ("Up!", "Backward, please")


async def test_no_reminder_when_done(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, phone: Phone
) -> None:
    """The goal is reached."""
    await use_reminder(hass, phone)
    await log_days(hass, 23)
    await clock(hass, freezer, "17:00")
    assert phone.pushed == []


async def test_no_reminder_in_a_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, phone: Phone
) -> None:
    """Who walks needs none."""
    await use_reminder(hass, phone)
    await clock(hass, freezer, "16:55")
    await press(hass, START)
    await clock(hass, freezer, "17:00")
    assert phone.pushed == []


async def test_no_reminder_on_a_rest_day(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    home: MockConfigEntry,
    phone: Phone,
) -> None:
    """Mondays are for resting."""
    await home.runtime_data.walkers[next(iter(home.subentries))].async_decide(
        {DecisionKey.REST_DAYS: (0,)}
    )
    await use_reminder(hass, phone)
    await clock(hass, freezer, "17:00")
    assert phone.pushed == []
    await clock(hass, freezer, "17:00", 24)
    assert len(phone.notices) == 1


async def test_no_reminder_on_vacation(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, phone: Phone
) -> None:
    """Whoever is away has nothing to be told."""
    await use_reminder(hass, phone)
    await hass.services.async_call(
        "retrowalk",
        "set_vacation",
        {"device_id": device_of(hass).id, "end_date": "2026-11-23"},
        blocking=True,
    )
    await clock(hass, freezer, "17:00")
    assert phone.pushed == []
    await clock(hass, freezer, "17:00", 24)
    assert len(phone.notices) == 1


async def test_no_reminder_in_quiet_hours_or_away(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, phone: Phone
) -> None:
    """While something that was chosen is on, or somebody is not at home."""
    await use_reminder(
        hass, phone, quiet=["input_boolean.guests"], people=["person.ada"]
    )
    for day, guests, ada in ((23, "on", "home"), (24, "off", "work")):
        hass.states.async_set("input_boolean.guests", guests)
        hass.states.async_set("person.ada", ada)
        await clock(hass, freezer, "17:00", day)
        assert phone.pushed == []
    hass.states.async_set("person.ada", "home")
    await clock(hass, freezer, "17:00", 25)
    assert len(phone.notices) == 1


async def test_no_reminder_while_nothing_is_known(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    home: MockConfigEntry,
    phone: Phone,
) -> None:
    """A home that is not set up cannot tell whether the goal is reached."""
    await use_reminder(hass, phone)
    assert await hass.config_entries.async_unload(home.entry_id)
    await clock(hass, freezer, "17:00")
    assert phone.pushed == []


# The streak at risk


async def use_risk(hass: HomeAssistant, phone: Phone, **inputs: object) -> None:
    """Tell Ada of a streak at risk."""
    await async_use(
        hass,
        "streak_at_risk",
        walker=device_of(hass).id,
        phone=phone.device_id,
        **inputs,
    )


async def test_risk_is_told_and_averted(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, phone: Phone
) -> None:
    """At six a streak of two days is at risk; the answer starts the walk."""
    await log_days(hass, 21, 22)
    await use_risk(hass, phone)
    await clock(hass, freezer, "17:59")
    assert phone.pushed == []
    await clock(hass, freezer, "18:00")
    [notice] = phone.notices
    assert notice["title"] == "Keep the streak"
    assert notice["message"] == "2 days in a row. One walk backward today keeps it."
    await phone.answer("Start walk")
    assert session(hass) == "walking"
    assert phone.cleared == []


async def test_risk_is_taken_away(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, phone: Phone
) -> None:
    """By a walk that was started otherwise, or after five hours."""
    await log_days(hass, 21, 22)
    await use_risk(hass, phone)
    await clock(hass, freezer, "18:00")
    await press(hass, START)
    await let_pass(hass, freezer, 660, step_s=60)
    await press(hass, FINISH)
    assert len(phone.cleared) == 1
    await clock(hass, freezer, "18:00", 24)
    await clock(hass, freezer, "23:01", 24)
    assert phone.cleared == [notice["data"]["tag"] for notice in phone.notices]
    assert len(phone.cleared) == 2
    await phone.answer("Start walk")
    assert session(hass) == "idle"


async def test_risk_that_is_not_told(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, phone: Phone
) -> None:
    """Nobody is disturbed where something is on that was chosen, and for a streak too short to be sorry for."""
    await log_days(hass, 21, 22)
    hass.states.async_set("input_boolean.film", "on")
    await use_risk(hass, phone, quiet=["input_boolean.film"], shortest=3)
    await clock(hass, freezer, "18:00")
    hass.states.async_set("input_boolean.film", "off")
    await log_days(hass, 23)
    await clock(hass, freezer, "17:00", 24)
    assert phone.pushed == []
    await clock(hass, freezer, "18:00", 24)
    assert [notice["message"][:6] for notice in phone.notices] == ["3 days"]
    await log_days(hass, 24)
    hass.states.async_set("input_boolean.film", "on")
    await clock(hass, freezer, "18:00", 25)
    assert len(phone.notices) == 1


async def test_risk_of_a_short_streak(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, phone: Phone
) -> None:
    """One day is no streak yet, unless somebody thinks so; and who walks is not told."""
    await log_days(hass, 22)
    await use_risk(hass, phone)
    await clock(hass, freezer, "18:00")
    assert phone.pushed == []
    await log_days(hass, 23)
    await clock(hass, freezer, "17:58", 24)
    await press(hass, START)
    await clock(hass, freezer, "18:00", 24)
    assert phone.pushed == []
