"""The options: when days and weeks start, and what Home Assistant may do with a belt."""

from datetime import date
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
import voluptuous as vol

from homeassistant.config_entries import ConfigEntry, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import InvalidData

from .belts import async_put_belt_on_air
from .dialogs import asked, questions, set_up_home, set_up_treadmill, suggested
from .homes import (
    BREAKFAST,
    let_pass,
    press,
    set_up_belt,
    set_up_home as set_up_home_in_kathmandu,
    shown,
    state,
    walker_id,
)


async def test_options_of_the_home(hass: HomeAssistant) -> None:
    """Day start and first day of the week are kept as numbers and shown as they were set."""
    home = await set_up_home(hass)
    form = await hass.config_entries.options.async_init(home.entry_id)
    assert form["step_id"] == "home"
    await hass.config_entries.options.async_configure(
        form["flow_id"], {"day_start_hour": 4.0, "week_start": "sunday"}
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    assert home.options == {"day_start_hour": 4, "week_start": 6, "card": True}
    form = await hass.config_entries.options.async_init(home.entry_id)
    assert suggested(form["data_schema"]) == {
        "day_start_hour": 4,
        "week_start": "sunday",
        "card": True,
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


async def async_reopen(
    hass: HomeAssistant, entry: ConfigEntry, **answers: Any
) -> ConfigFlowResult:
    """Send the options of a belt with these answers, and open them again."""
    form = await hass.config_entries.options.async_init(entry.entry_id)
    await hass.config_entries.options.async_configure(
        form["flow_id"], {"keep_connected": True} | answers
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    return await hass.config_entries.options.async_init(entry.entry_id)


async def test_what_a_belt_counts_in_is_found_out_or_chosen(
    hass: HomeAssistant,
) -> None:
    """The dialog shows what was found; a choice is kept, goes at once, and can be taken back."""
    treadmill = await set_up_treadmill(hass)
    traits = treadmill.runtime_data.traits
    hass.config_entries.async_update_entry(
        treadmill, data={**treadmill.data, "found": ["distance_in_miles"]}
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    assert traits.active == {"distance_in_miles"}
    form = await hass.config_entries.options.async_init(treadmill.entry_id)
    assert suggested(form["data_schema"]) == {
        "distance_unit": "automatic_miles",
        "speed_unit": "automatic",
        "step_count": "automatic",
    }
    form = await async_reopen(
        hass,
        treadmill,
        allow_stop=False,
        distance_unit="kilometres",
        speed_unit="automatic",
        step_count="every_second",
    )
    assert suggested(form["data_schema"]) == {
        "keep_connected": True,
        "allow_stop": False,
        "distance_unit": "kilometres",
        "speed_unit": "automatic",
        "step_count": "every_second",
    }
    assert traits.active == {"every_second_step"}
    await async_reopen(
        hass, treadmill, allow_stop=False, distance_unit="automatic_miles"
    )
    assert treadmill.options == {"keep_connected": True, "allow_stop": False}
    assert traits.active == {"distance_in_miles"}


async def test_options_of_a_pod(hass: HomeAssistant) -> None:
    """It cannot be stopped, and knows one unit; its steps may be those of one leg."""
    pod = await async_put_belt_on_air(hass, speaks="foot_pod")
    entry = await set_up_belt(hass, pod)
    form = await hass.config_entries.options.async_init(entry.entry_id)
    assert form["step_id"] == "pod"
    assert asked(form["data_schema"]) == {"keep_connected", "step_count"}
    form = await async_reopen(hass, entry, step_count="every_second")
    assert suggested(form["data_schema"])["step_count"] == "every_second"
    assert entry.options == {"keep_connected": True, "step_count": "every_second"}


async def test_new_options_wait_for_the_end_of_a_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Ada walks at two in the night: her day is that of before until she has finished."""
    freezer.move_to("2026-11-23 02:00:00+05:45")
    home = await set_up_home_in_kathmandu(hass, "Ada")
    walker = home.runtime_data.walkers[walker_id(1)]
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 70)
    hass.config_entries.async_update_entry(
        home, options={"day_start_hour": 4, "week_start": 6}
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    assert walker.days.today == date(2026, 11, 23)
    assert (walker.days.start_hour, walker.days.week_start) == (0, 0)
    today = "sensor.ada_s_walking_time_today"
    await let_pass(hass, freezer, 70)
    assert float(shown(hass, today)) == pytest.approx(140 / 60, abs=0.2)
    await press(hass, "ada_s_walking_finish_walk")
    await let_pass(hass, freezer, 5)
    await hass.async_block_till_done(wait_background_tasks=True)
    days = home.runtime_data.walkers[walker_id(1)].days
    assert days.today == date(2026, 11, 22)
    assert days.week_start == 6


async def test_new_week_start_leaves_the_weeks_before(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """It is kept with its date: this week, from Monday on, goes on until the first new start."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home_in_kathmandu(hass, "Ada")
    week = "sensor.ada_s_walking_sessions_this_week"
    began = state(hass, week).attributes["last_reset"]
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 70)
    await press(hass, "ada_s_walking_finish_walk")
    await let_pass(hass, freezer, 86400, step_s=3600)
    for week_start in (6, 1):
        hass.config_entries.async_update_entry(
            home, options={**home.options, "week_start": week_start}
        )
        await hass.async_block_till_done(wait_background_tasks=True)
        assert state(hass, week).attributes["last_reset"] == began
        assert shown(hass, week) == "1"
    # The week begins on the next Tuesday, and not on the one on which it was decided.
    await let_pass(hass, freezer, 7 * 86400, step_s=7200)
    assert state(hass, week).attributes["last_reset"] > began
    assert shown(hass, week) == "0"
