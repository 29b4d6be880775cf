"""Reminders and the clock: times that are set, restarts, zones, and hours that come twice."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from homeassistant.const import EVENT_HOMEASSISTANT_STARTED, Platform
from homeassistant.core import CoreState, HomeAssistant

from ..homes import figure, set_up_home
from ..phones import async_put_up_mailbox
from ..reminded import async_reminded, choose, clock, explained

MAIL: dict[str, Any] = {"notify_entities": ["notify.mail"]}


async def test_time_is_changed(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The reminder comes at the time that is set on the device; one that has passed means tomorrow."""
    mailbox = await async_put_up_mailbox(hass)
    await async_reminded(hass, freezer, **MAIL)

    async def set_time(value: str) -> None:
        await hass.services.async_call(
            "time",
            "set_value",
            {"entity_id": "time.ada_s_walking_reminder_time", "time": value},
            blocking=True,
        )

    await set_time("12:30:00")
    await clock(hass, freezer, "12:29")
    assert mailbox.letters == []
    await clock(hass, freezer, "12:30")
    assert len(mailbox.letters) == 1
    await clock(hass, freezer, "13:00", day=24)
    assert len(mailbox.letters) == 2
    await clock(hass, freezer, "10:00", day=25)
    await set_time("09:00:00")
    await clock(hass, freezer, "14:00", day=25)
    assert len(mailbox.letters) == 2
    await clock(hass, freezer, "09:00", day=26)
    assert len(mailbox.letters) == 3
    assert figure(hass, "reminder_time", platform=Platform.TIME).state == "09:00:00"


async def test_restart_repeats_nothing(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """What was sent today is known after a restart, and what was not is sent."""
    mailbox = await async_put_up_mailbox(hass)
    home = await async_reminded(hass, freezer, **MAIL)
    await clock(hass, freezer, "17:00")
    assert await hass.config_entries.async_reload(home.entry_id)
    await clock(hass, freezer, "17:05")
    assert len(mailbox.letters) == 1
    assert explained(hass) == ("daily", "sent")
    await clock(hass, freezer, "16:00", day=24)
    assert await hass.config_entries.async_unload(home.entry_id)
    await clock(hass, freezer, "18:00", day=24)
    assert await hass.config_entries.async_setup(home.entry_id)
    await clock(hass, freezer, "18:01", day=24)
    assert len(mailbox.letters) == 2


async def test_hour_that_comes_twice_or_never(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """In the night in which the clock is set back it is reminded once; where the hour is skipped, after the skip."""
    mailbox = await async_put_up_mailbox(hass)
    freezer.move_to("2026-10-24 12:00:00+02:00")
    home = await set_up_home(hass, "Ada")
    await hass.config.async_set_time_zone("Europe/Berlin")
    await choose(hass, home, reminder_time="02:30:00", weekly_summary="never", **MAIL)

    async def sent_by(moment: str) -> int:
        freezer.move_to(moment)
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)
        return len(mailbox.letters)

    assert await sent_by("2026-10-25 00:29:00+00:00") == 0
    assert await sent_by("2026-10-25 00:30:01+00:00") == 1
    assert await sent_by("2026-10-25 01:30:01+00:00") == 1
    assert await sent_by("2026-10-25 20:00:00+00:00") == 1
    assert await sent_by("2027-03-28 01:15:00+00:00") == 1
    assert await sent_by("2027-03-28 01:30:01+00:00") == 2
    assert await sent_by("2027-03-28 02:30:01+00:00") == 2


async def test_zone_is_changed(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Who travels is reminded at five by the clock there, once a day."""
    mailbox = await async_put_up_mailbox(hass)
    await async_reminded(hass, freezer, **MAIL)
    await clock(hass, freezer, "17:00")
    assert len(mailbox.letters) == 1
    await hass.config.async_set_time_zone("Europe/Lisbon")
    await hass.async_block_till_done(wait_background_tasks=True)
    await clock(hass, freezer, "17:00")
    assert len(mailbox.letters) == 1
    await clock(hass, freezer, "17:00", day=24)
    assert len(mailbox.letters) == 2


async def test_waits_until_home_assistant_has_started(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """While it starts, whoever is to be told may not be there yet."""
    mailbox = await async_put_up_mailbox(hass)
    home = await async_reminded(hass, freezer, **MAIL)
    assert await hass.config_entries.async_unload(home.entry_id)
    hass.set_state(CoreState.starting)
    freezer.move_to("2026-11-23 17:30:00+05:45")
    assert await hass.config_entries.async_setup(home.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert mailbox.letters == []
    hass.set_state(CoreState.running)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(mailbox.letters) == 1
