"""Entries come and go, belts are joined to walkers, and nothing that was walked is lost by it."""

from types import MappingProxyType

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.const import DOMAIN, NOBODY
from custom_components.virtual_treadmill.belt import VirtualBelt
from homeassistant.config_entries import SOURCE_USER, ConfigEntryState, ConfigSubentry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .belts import async_put_belt_on_air, async_walk, quick_retries
from .homes import (
    BREAKFAST,
    figure,
    let_pass,
    press,
    record_writes,
    set_up_belt,
    set_up_home,
    walker_id,
)

__all__ = ["quick_retries"]

STEP_M = 0.5


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """Walk in the morning, far from the end of the day."""
    freezer.move_to(BREAKFAST)


async def _settle(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, belt: VirtualBelt
) -> None:
    """Let a second or two pass, in which a new connection is taken seriously."""
    await async_walk(hass, freezer, belt, 2)


def _metres(hass: HomeAssistant, walker: int = 1) -> float:
    return float(figure(hass, "session_distance", walker=walker).state)


async def test_a_reload_of_the_home_in_mid_walk_loses_nothing(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The belt keeps its readings meanwhile, and the session is the same one."""
    belt = await async_put_belt_on_air(hass, notify_hz=10, step_length_m=STEP_M)
    home = await set_up_home(hass, "Ada")
    await set_up_belt(hass, belt)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 70)
    started = figure(hass, "session_started").state

    assert await hass.config_entries.async_unload(home.entry_id)
    await async_walk(hass, freezer, belt, 60)
    assert await hass.config_entries.async_setup(home.entry_id)
    await async_walk(hass, freezer, belt, 30)
    await press(hass, "ada_s_walking_pause_walk")

    assert figure(hass, "session_started").state == started
    assert _metres(hass) == pytest.approx(belt.walked_m, abs=1)
    assert int(figure(hass, "session_steps").state) == pytest.approx(
        belt.walked_steps, abs=2
    )


async def test_a_walk_before_the_home_is_there_is_taken_up(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Either entry loads without the other; the belt keeps its last ten minutes."""
    belt = await async_put_belt_on_air(hass)
    await set_up_belt(hass, belt)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 90)
    await set_up_home(hass, "Ada")
    await async_walk(hass, freezer, belt, 30)
    belt.pause()
    await async_walk(hass, freezer, belt, 3)
    assert _metres(hass) == pytest.approx(belt.walked_m, abs=2)


@pytest.mark.usefixtures("quick_retries")
async def test_a_dropped_link_leaves_no_gap(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Metres, steps and time of the belt's own counters make up for it."""
    belt = await async_put_belt_on_air(hass, notify_hz=10, step_length_m=STEP_M)
    await set_up_home(hass, "Ada")
    await set_up_belt(hass, belt)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 60)
    belt.off_air()
    await async_walk(hass, freezer, belt, 40)
    assert figure(hass, "session").state == "paused"
    belt.on_air()
    for _ in range(30):
        await async_walk(hass, freezer, belt, 1)
        await hass.async_block_till_done(wait_background_tasks=True)
    assert figure(hass, "session").state == "walking"
    await press(hass, "ada_s_walking_pause_walk")
    assert _metres(hass) == pytest.approx(130, abs=2)
    assert int(figure(hass, "session_steps").state) == pytest.approx(260, abs=4)
    assert float(figure(hass, "session_time").state) == pytest.approx(130 / 60, abs=0.1)


@pytest.mark.parametrize("chaos", ["restart_counters", "wrap_counters"])
async def test_counters_that_restart_or_wrap_make_no_jump(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, chaos: str
) -> None:
    """At most the metres of one reading are lost."""
    belt = await async_put_belt_on_air(hass)
    await set_up_home(hass, "Ada")
    await set_up_belt(hass, belt)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 30)
    getattr(belt, chaos)()
    await async_walk(hass, freezer, belt, 30)
    belt.pause()
    await async_walk(hass, freezer, belt, 3)
    assert _metres(hass) == pytest.approx(60, abs=3)


async def test_a_belt_of_several_walkers_is_nobodys_until_it_is_claimed(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Whoever claims it within ten minutes has the walk from its beginning."""
    belt = await async_put_belt_on_air(hass)
    await set_up_home(hass, "Ada", "Ben")
    treadmill = await set_up_belt(hass, belt)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 60)
    assert figure(hass, "session", walker=1).state == "idle"
    assert figure(hass, "session", walker=2).state == "idle"

    hass.config_entries.async_update_entry(treadmill, options={"walker": walker_id(2)})
    await async_walk(hass, freezer, belt, 30)
    await press(hass, "ben_s_walking_pause_walk")
    assert figure(hass, "session", walker=1).state == "idle"
    assert _metres(hass, walker=2) == pytest.approx(belt.walked_m, abs=2)


async def test_a_belt_that_changes_hands_ends_one_walk_and_begins_another(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The one who left has what was walked until then, the other what came after."""
    belt = await async_put_belt_on_air(hass)
    await set_up_home(hass, "Ada", "Ben")
    treadmill = await set_up_belt(hass, belt, walker=walker_id(1))
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 80)
    hass.config_entries.async_update_entry(treadmill, options={"walker": walker_id(2)})
    await async_walk(hass, freezer, belt, 61)
    hass.config_entries.async_update_entry(treadmill, options={"walker": NOBODY})
    await async_walk(hass, freezer, belt, 15)
    assert figure(hass, "session", walker=1).state == "paused"
    assert figure(hass, "session", walker=2).state == "paused"
    assert _metres(hass, walker=1) == pytest.approx(80, abs=2)
    assert _metres(hass, walker=2) == pytest.approx(61, abs=2)


async def test_a_new_walker_waits_until_nobody_walks(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A reload in the middle of a session is put off until its end."""
    home = await set_up_home(hass, "Ada")
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 70)
    hass.config_entries.async_add_subentry(home, _ben())
    await hass.async_block_till_done()
    assert len(home.runtime_data.walkers) == 1
    await press(hass, "ada_s_walking_finish_walk")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(home.runtime_data.walkers) == 2
    assert figure(hass, "session", walker=2).state == "idle"
    assert float(figure(hass, "total_time").state) > 0


async def test_a_reload_that_was_put_off_cuts_no_moment_short(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """What the last minutes of a walk bring is told, though the home is loaded anew at its end."""
    home = await set_up_home(hass, "Ada")
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 70)
    hass.config_entries.async_add_subentry(home, _ben())
    await hass.async_block_till_done()
    moments = record_writes(
        hass, figure(hass, "streak_events", platform=Platform.EVENT).entity_id
    )
    freezer.tick(600)
    await press(hass, "ada_s_walking_finish_walk")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(home.runtime_data.walkers) == 2
    told = [moment.attributes.get("event_type") for moment in moments]
    assert told[:2] == ["goal_reached", "streak_extended"]


async def test_a_removed_walker_is_gone_and_the_others_walk_on(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """No entity, no device; and a belt that was hers is free."""
    belt = await async_put_belt_on_air(hass)
    home = await set_up_home(hass, "Ada", "Ben")
    await set_up_belt(hass, belt, walker=walker_id(1))
    hass.config_entries.async_remove_subentry(home, walker_id(1))
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not _entities_of(hass, walker_id(1))
    assert hass.states.get("sensor.ada_s_walking_session") is None
    await _settle(hass, freezer, belt)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 10)
    assert figure(hass, "session", walker=2).state == "walking"


async def test_removed_entries_leave_nothing_behind(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """No entity, device or connection; the journal alone stays, for whoever comes back."""
    belt = await async_put_belt_on_air(hass)
    home = await set_up_home(hass, "Ada")
    treadmill = await set_up_belt(hass, belt)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 65)
    for entry in (home, treadmill):
        await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not belt.connected
    assert not [
        entity
        for entity in er.async_get(hass).entities.values()
        if entity.platform == DOMAIN
    ]
    assert not dr.async_entries_for_config_entry(dr.async_get(hass), home.entry_id)
    assert not dr.async_entries_for_config_entry(dr.async_get(hass), treadmill.entry_id)
    assert not [state for state in hass.states.async_all() if "walk" in state.entity_id]


async def test_options_of_the_belt_never_touch_the_link(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The connection outlives every change of options."""
    belt = await async_put_belt_on_air(hass)
    await set_up_home(hass, "Ada")
    treadmill = await set_up_belt(hass, belt)
    link = treadmill.runtime_data
    hass.config_entries.async_update_entry(treadmill, options={"allow_stop": True})
    await hass.async_block_till_done(wait_background_tasks=True)
    await _settle(hass, freezer, belt)
    assert treadmill.runtime_data is link
    assert link.counts.connects == 1
    assert belt.connected


async def test_start_calls_a_belt_that_was_let_go(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A belt that is shared with its phone app comes back when its walker starts."""
    belt = await async_put_belt_on_air(hass)
    await set_up_home(hass, "Ada")
    treadmill = await set_up_belt(hass, belt, keep_connected=False)
    await async_walk(hass, freezer, belt, 310)
    assert treadmill.runtime_data.released
    await press(hass, "ada_s_walking_start_walk")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert belt.connected


async def test_new_options_of_the_home_are_taken_over(hass: HomeAssistant) -> None:
    """The first day of the week changes the figures at once when nobody walks."""
    home = await set_up_home(hass, "Ada")
    hass.config_entries.async_update_entry(home, options={"week_start": 6})
    await hass.async_block_till_done(wait_background_tasks=True)
    assert home.state is ConfigEntryState.LOADED
    assert home.runtime_data.options == {"week_start": 6}


async def test_a_second_home_is_refused(hass: HomeAssistant) -> None:
    """There is one home; what is left to add is a treadmill."""
    await set_up_home(hass, "Ada")
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert result["type"] == "abort"
    assert result["reason"] == "no_devices_found"


def _ben() -> ConfigSubentry:
    return ConfigSubentry(
        data=MappingProxyType({"name": "Ben"}),
        subentry_id=walker_id(2),
        subentry_type="walker",
        title="Ben",
        unique_id=None,
    )


def _entities_of(hass: HomeAssistant, walker: str) -> list[er.RegistryEntry]:
    return [
        entity
        for entity in er.async_get(hass).entities.values()
        if entity.unique_id.startswith(walker)
    ]
