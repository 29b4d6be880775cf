"""What Home Assistant itself makes of the sensors' states: sums of days and totals, compiled by a real recorder."""

from datetime import datetime, timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
    do_adhoc_statistics,
)

from homeassistant.components.recorder import Recorder
from homeassistant.components.recorder.statistics import (
    statistics_during_period,
    validate_statistics,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .acting import ADA, act, log
from .homes import enable_all, figure, let_pass, press, set_up_home

SUMS = (
    "today_time",
    "today_steps",
    "today_distance",
    "week_time",
    "week_sessions",
    "total_time",
    "total_steps",
    "total_distance",
    "total_sessions",
)


@pytest.fixture(autouse=True)
def _late_on_sunday(recorder_mock: Recorder, freezer: FrozenDateTimeFactory) -> None:
    """Half an hour before the week ends in Kathmandu."""
    freezer.move_to("2026-11-22 23:30:00+05:45")


async def async_compile(hass: HomeAssistant, begin: datetime) -> None:
    """Let the recorder sum up all five minutes since then."""
    await async_wait_recording_done(hass)
    while begin + timedelta(minutes=5) <= dt_util.utcnow():
        do_adhoc_statistics(hass, start=begin)
        begin += timedelta(minutes=5)
    await async_wait_recording_done(hass)


async def async_walk_down_the_hallway(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, seconds: float
) -> None:
    """Start, walk, finish."""
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, seconds)
    await press(hass, "ada_s_walking_finish_walk")


async def test_sums_that_home_assistant_compiles(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    recorder_mock: Recorder,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Two walks on two days of two weeks, one of which is deleted again: nothing is counted twice, and nobody complains."""
    assert await async_setup_component(hass, "sensor", {})
    home = await set_up_home(hass, "Ada")
    await enable_all(hass, home)
    begin = dt_util.utcnow()
    await async_walk_down_the_hallway(hass, freezer, 120)
    freezer.move_to("2026-11-23 00:05:00+05:45")
    async_fire_time_changed(hass)
    await async_wait_recording_done(hass)
    await async_walk_down_the_hallway(hass, freezer, 180)
    session_id = await log(hass, "2026-11-22 20:00", 10, distance=500)
    await let_pass(hass, freezer, 330)
    await act(hass, "delete_session", session_id=session_id, **ADA)
    await let_pass(hass, freezer, 330)
    await async_compile(hass, begin)
    rows = await recorder_mock.async_add_executor_job(
        statistics_during_period,
        hass,
        begin,
        None,
        {figure(hass, key).entity_id for key in SUMS},
        "5minute",
        None,
        {"sum", "state"},
    )
    last = {
        key: (told[-1]["sum"], told[-1]["state"])
        for key in SUMS
        if (told := rows[figure(hass, key).entity_id])
    }
    assert last == {
        "today_time": (pytest.approx(5), pytest.approx(3)),
        "today_steps": (0, 0),
        "today_distance": (0, 0),
        "week_time": (pytest.approx(5), pytest.approx(3)),
        "week_sessions": (2, 1),
        "total_time": (pytest.approx(5 / 60), pytest.approx(5 / 60)),
        "total_steps": (0, 0),
        "total_distance": (0, 0),
        "total_sessions": (2, 2),
    }
    totals = [row["sum"] or 0 for row in rows[figure(hass, "total_time").entity_id]]
    assert max(totals) == pytest.approx(15 / 60)
    assert await recorder_mock.async_add_executor_job(validate_statistics, hass) == {}
    assert not ir.async_get(hass).issues
    complaints = [
        record.getMessage()
        for record in caplog.records
        if record.levelname in {"WARNING", "ERROR"}
        and record.name.startswith(
            ("homeassistant.components.sensor", "homeassistant.components.recorder")
        )
    ]
    assert complaints == []
