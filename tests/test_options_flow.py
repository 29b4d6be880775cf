"""The options: when days and weeks start, and what Home Assistant may do with a belt."""

import pytest
import voluptuous as vol

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import InvalidData

from .dialogs import questions, set_up_home, set_up_treadmill, suggested


async def test_options_of_the_home(hass: HomeAssistant) -> None:
    """Day start and first day of the week are kept as numbers and shown as they were set."""
    home = await set_up_home(hass)
    form = await hass.config_entries.options.async_init(home.entry_id)
    assert form["step_id"] == "home"
    await hass.config_entries.options.async_configure(
        form["flow_id"], {"day_start_hour": 4.0, "week_start": "sunday"}
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    assert home.options == {"day_start_hour": 4, "week_start": 6}
    form = await hass.config_entries.options.async_init(home.entry_id)
    assert suggested(form["data_schema"]) == {
        "day_start_hour": 4,
        "week_start": "sunday",
    }
    with pytest.raises(InvalidData):
        await hass.config_entries.options.async_configure(
            form["flow_id"], {"day_start_hour": 7, "week_start": "sunday"}
        )


async def test_options_of_a_treadmill(hass: HomeAssistant) -> None:
    """Stopping is off until it is switched on; who walks on the belt is left alone."""
    treadmill = await set_up_treadmill(hass)
    hass.config_entries.async_update_entry(treadmill, options={"walker": "nobody"})
    form = await hass.config_entries.options.async_init(treadmill.entry_id)
    assert form["step_id"] == "treadmill"
    assert vol.Schema(questions(form["data_schema"]))({}) == {
        "keep_connected": True,
        "allow_stop": False,
    }
    await hass.config_entries.options.async_configure(
        form["flow_id"], {"keep_connected": False, "allow_stop": True}
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    assert treadmill.options == {
        "walker": "nobody",
        "keep_connected": False,
        "allow_stop": True,
    }
