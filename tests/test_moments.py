"""Moments: everybody is told, whatever becomes of the others."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.core import HomeAssistant

from .homes import BREAKFAST, let_pass, press, set_up_home, shown, walker_id


@pytest.fixture(autouse=True)
def _breakfast(freezer: FrozenDateTimeFactory) -> None:
    """Stop the clock at breakfast."""
    freezer.move_to(BREAKFAST)


@pytest.mark.no_fail_on_log_exception
async def test_listener_that_fails_keeps_nobody_else_from_being_told(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It fails on each moment, others are told each, and the walk goes on; the log has the kind of moment and no figures."""
    home = await set_up_home(hass, "Ada")
    moments = home.runtime_data.walkers[walker_id(1)].moments
    told: list[str] = []

    def fail(moment: Any) -> None:
        told.append("failed")
        raise KeyError("gone")

    let_go = moments.async_add(fail)
    moments.async_add(lambda moment: told.append(type(moment).__name__))
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 30)
    let_go()
    await press(hass, "ada_s_walking_finish_walk")
    assert shown(hass, "sensor.ada_s_walking_session") == "idle"
    assert told == ["failed", "SessionStarted", "SessionFinished"]
    failure = "Somebody failed on being told a moment: SessionStarted"
    assert caplog.text.count(failure) == 1
