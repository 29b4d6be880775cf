"""Times: when a walker is reminded."""

from freezegun.api import FrozenDateTimeFactory
import pytest
from syrupy.assertion import SnapshotAssertion

from homeassistant.components.time.const import DOMAIN as TIME, SERVICE_SET_VALUE
from homeassistant.const import ATTR_ENTITY_ID, Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from .homes import (
    BREAKFAST,
    assert_as_before,
    record_writes,
    set_up_home,
    shown,
    walker_id,
)

REMINDER_TIME = "time.ada_s_walking_reminder_time"


async def set_time(hass: HomeAssistant, value: str) -> None:
    """Set the time."""
    await hass.services.async_call(
        TIME,
        SERVICE_SET_VALUE,
        {ATTR_ENTITY_ID: REMINDER_TIME, "time": value},
        blocking=True,
    )
    await hass.async_block_till_done()


async def test_times_of_a_home(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, snapshot: SnapshotAssertion
) -> None:
    """What is registered and shown."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    assert_as_before(hass, snapshot, home, Platform.TIME)


async def test_time_is_kept_to_the_minute(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """It is a decision of the journal, written once, and holds after a restart."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    await set_time(hass, "06:45:59")
    writes = record_writes(hass, REMINDER_TIME)
    await set_time(hass, "06:45:30")
    assert writes == []
    assert shown(hass, REMINDER_TIME) == "06:45:00"
    [decision] = home.runtime_data.walkers[walker_id(1)].ledger.journal.history(
        "reminder_time"
    )
    assert decision.value == 405
    assert await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done()
    assert shown(hass, REMINDER_TIME) == "06:45:00"


async def test_time_while_the_journal_cannot_be_read(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """What cannot be kept is refused."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    home.runtime_data.walkers[walker_id(1)].recording.reject_checkpoint("for this test")
    with pytest.raises(ServiceValidationError):
        await set_time(hass, "06:45:00")
    assert shown(hass, REMINDER_TIME) == "17:00:00"
