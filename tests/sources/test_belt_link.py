"""The link to a belt, over Home Assistant's true Bluetooth stack."""

import asyncio
from datetime import timedelta
import logging

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.retrowalk.protocols.ftms import MACHINE_STATUS
from custom_components.retrowalk.walking.model import BeltSignal
from custom_components.virtual_treadmill.options import Refusal
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..belts import async_notice_absence
from .links import Linked

pytestmark = pytest.mark.usefixtures("quick_retries")


async def test_belt_on_air_is_connected_and_asked_what_it_can(linked: Linked) -> None:
    """A belt that is on is connected at once; its speed range is read."""
    await linked.async_start()
    link = linked.link
    assert link.connected
    assert link.speed_range is not None
    assert link.speed_range.maximum_kmh == 12.0
    assert link.feature is not None
    assert link.problem is None
    assert not link.moving
    assert link.counts.calls == link.counts.connects == 1


async def test_readings_carry_raw_counters_and_unique_ids(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """A walk is delivered notification by notification, with the belt's own counters."""
    await linked.async_start(distance_m=500, steps=700, elapsed_s=400)
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 20)
    taken = [reading for reading in linked.taken if reading.signal is None]
    assert len(taken) == 20
    assert len({reading.id for reading in linked.taken}) == len(linked.taken)
    last = taken[-1]
    assert last == linked.link.reading
    assert last.at == dt_util.utcnow()
    assert last.distance_m == int(linked.belt.distance_m) > 510
    assert last.steps == linked.belt.steps
    assert last.elapsed_s == int(linked.belt.elapsed_s)
    assert linked.link.moving
    assert linked.told > 20


async def test_link_waits_quietly_for_a_belt_that_is_off(
    hass: HomeAssistant,
    linked: Linked,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A belt that is off is no error and costs no call; switched on, it is connected."""
    await linked.async_start()
    await linked.link.async_stop()
    linked.belt.off_air()
    await async_notice_absence(hass)
    caplog.clear()
    await linked.link.async_start()
    calls = linked.link.counts.calls
    await linked.async_pass(freezer, 600, step_s=10)
    assert linked.link.counts.calls == calls
    assert linked.link.problem is None
    assert not [
        record
        for record in caplog.records
        if "retrowalk" in record.name and record.levelno > logging.DEBUG
    ]
    linked.belt.on_air()
    await linked.async_settle()
    assert linked.link.connected


async def test_drop_is_said_once_and_the_link_comes_back(
    linked: Linked, freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
) -> None:
    """After a drop the link is back within seconds; the log says gone and back, once each."""
    caplog.set_level(logging.INFO)
    await linked.async_start()
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 20)
    linked.belt.drop_link()
    await linked.async_settle()
    assert not linked.link.connected
    assert linked.link.reading is None
    assert not linked.link.moving
    linked.belt.refuse(Refusal.HELD)
    await linked.async_pass(freezer, 30)
    linked.belt.refuse(None)
    await linked.async_pass(freezer, 60)
    assert linked.link.connected
    assert linked.link.moving
    assert linked.link.counts.drops == 1
    assert caplog.text.count("Hall belt is gone") == 1
    assert caplog.text.count("Hall belt is connected again") == 1


async def test_healthy_link_is_back_one_second_after_each_drop(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """A connection that lasted forgives what went before it."""
    await linked.async_start()
    for _ in range(4):
        await linked.async_pass(freezer, 30)
        linked.belt.drop_link()
        await linked.async_pass(freezer, 1)
        assert linked.link.connected


async def test_connections_that_break_at_once_are_not_made_in_a_storm(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """A belt that hangs up right after each call is called ever less often."""
    await linked.async_start()
    for _ in range(600):
        linked.belt.drop_link()
        await linked.async_pass(freezer, 1)
    assert linked.link.counts.connects <= 16


@pytest.mark.parametrize(
    "refusal", [Refusal.HELD, Refusal.UNREACHABLE, Refusal.NO_SLOT]
)
async def test_ten_minutes_of_failing_are_no_storm(
    linked: Linked, freezer: FrozenDateTimeFactory, refusal: Refusal
) -> None:
    """A refusing belt that advertises all the time is called 14 times in ten minutes."""
    await linked.async_start()
    linked.belt.drop_link()
    linked.belt.refuse(refusal)
    before = linked.link.counts.calls
    for _ in range(120):
        linked.belt.advertise()
        await linked.async_pass(freezer, 5, step_s=1)
    assert 10 <= linked.link.counts.calls - before <= 15


async def test_fresh_advertisement_after_silence_ends_the_rest(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """A belt that was away is called when it is heard, not when a rest is over."""
    await linked.async_start()
    await linked.async_pass(freezer, 20)
    linked.belt.off_air()
    await linked.async_pass(freezer, 110)
    linked.belt.on_air()
    await linked.async_settle()
    assert linked.link.connected


async def test_stop_leaves_nothing(
    hass: HomeAssistant, linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Stopped, the link hangs up, hears nothing more and never calls again."""
    await linked.async_start()
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 5)
    await linked.link.async_stop()
    await linked.link.async_stop()
    told, taken = linked.told, len(linked.taken)
    assert not linked.belt.connected
    linked.belt.advertise()
    await linked.async_pass(freezer, 700, step_s=10)
    assert not linked.belt.connected
    assert (linked.told, len(linked.taken)) == (told, taken)


async def test_unload_in_the_middle_of_a_call_ends_it(
    hass: HomeAssistant, linked: Linked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call under way is called off, and its task is over when stop returns."""
    monkeypatch.setattr("bleak_retry_connector.BLEAK_TRANSIENT_MEDIUM_BACKOFF_TIME", 60)
    await linked.async_start()
    linked.belt.refuse(Refusal.HELD)
    linked.belt.drop_link()
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=2))
    for _ in range(20):
        await asyncio.sleep(0)
    assert linked.link.counts.calls == 2
    async with asyncio.timeout(1):
        await linked.link.async_stop()
    assert not [task for task in asyncio.all_tasks() if "belt" in task.get_name()]


async def test_home_assistant_stopping_hangs_up(
    hass: HomeAssistant, linked: Linked
) -> None:
    """When Home Assistant stops, the belt is free for others."""
    await linked.async_start()
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await linked.async_settle()
    assert not linked.link.connected
    assert not linked.belt.connected


async def test_malformed_and_truncated_frames_do_no_harm(
    linked: Linked, freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever bytes come, the link counts, keeps and survives them."""
    await linked.async_start()
    frames = [
        "",
        "ff",
        "0000",
        "ffff",
        "84",
        "9e1f5100b2005800000000ff7f0000ffff0c0097",
    ]
    for frame in frames:
        linked.belt.send(frame)
        linked.belt.send(frame, MACHINE_STATUS)
    assert linked.link.connected
    assert linked.link.reading is not None
    assert linked.link.reading.distance_m == 88
    assert linked.link.counts.frames == len(frames)
    assert linked.link.counts.truncated >= 4
    assert [
        kept.frame.hex() for kept in linked.link.frames if kept.characteristic == "2acd"
    ].count("ff") == 1
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 3)
    assert linked.link.moving
    assert "Traceback" not in caplog.text


async def test_split_records_are_one_reading(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """A belt that splits its records gives one reading a second, with all figures."""
    await linked.async_start(split_records=True)
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 10)
    taken = [reading for reading in linked.taken if reading.signal is None]
    assert len(taken) == 10
    assert all(None not in (r.speed_kmh, r.distance_m, r.elapsed_s) for r in taken)


async def test_pause_stop_and_safety_key_are_told_apart(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """What the belt says of its run is delivered as a signal."""
    await linked.async_start()
    await linked.async_pass(freezer, 5)
    linked.belt.start(3.6)
    linked.belt.pause()
    linked.belt.start()
    linked.belt.stop()
    linked.belt.start()
    linked.belt.pull_safety_key()
    assert [reading.signal for reading in linked.taken if reading.signal] == [
        BeltSignal.STARTED,
        BeltSignal.PAUSED,
        BeltSignal.STARTED,
        BeltSignal.STOPPED,
        BeltSignal.STARTED,
        BeltSignal.SAFETY_KEY,
    ]


async def test_status_repeated_at_subscription_is_ignored(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """A belt that repeats an old stop when it is subscribed to has not stopped now."""
    await linked.async_start(stale_status=True)
    assert linked.taken == []
    linked.belt.stop()
    assert [reading.signal for reading in linked.taken] == [BeltSignal.STOPPED]


async def test_muted_belt_is_unknown_and_a_running_one_is_called_anew(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """A link that seems up but is dead is found out by its silence."""
    await linked.async_start()
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 20)
    linked.belt.muted = True
    await linked.async_pass(freezer, 16)
    assert linked.link.connected
    assert linked.link.reading is None
    assert not linked.link.moving
    linked.belt.muted = False
    await linked.async_pass(freezer, 2)
    assert linked.link.moving
    linked.belt.muted = True
    await linked.async_pass(freezer, 40)
    assert linked.link.counts.drops == 1
    assert linked.link.counts.connects == 2


async def test_removed_listener_is_told_nothing(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Removing one listener leaves the others."""
    await linked.async_start()
    remove = linked.link.async_add_listener(lambda: pytest.fail("told"))
    remove()
    await linked.async_pass(freezer, 2)
    assert linked.told >= 2


async def test_belt_is_stopped_only_where_that_is_allowed(linked: Linked) -> None:
    """The option has to be on; the belt is asked for control, then stopped."""
    linked.options(allow_stop=True)
    await linked.async_start()
    linked.belt.start(3.6)
    assert linked.belt.moving
    await linked.link.async_stop_belt()
    assert not linked.belt.moving
    linked.hass.config_entries.async_update_entry(linked.entry, options={})
    with pytest.raises(HomeAssistantError) as refusal:
        await linked.link.async_stop_belt()
    assert refusal.value.translation_key == "belt_control_off"


async def test_belt_that_is_not_connected_cannot_be_stopped(linked: Linked) -> None:
    """A belt out of reach is said to be so."""
    linked.options(allow_stop=True)
    await linked.async_start()
    linked.belt.off_air()
    with pytest.raises(HomeAssistantError) as refusal:
        await linked.link.async_stop_belt()
    assert refusal.value.translation_key == "belt_not_connected"


async def test_belt_that_does_not_answer_is_stopped_all_the_same(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Some belts obey without a word; no answer is no refusal."""
    linked.options(allow_stop=True)
    await linked.async_start()
    linked.belt.start(3.6)
    linked.belt.muted = True
    stopping = linked.hass.async_create_background_task(
        linked.link.async_stop_belt(), "stop"
    )
    for _ in range(4):
        for _ in range(10):
            await asyncio.sleep(0)
        freezer.tick(timedelta(seconds=4))
        async_fire_time_changed(linked.hass)
    await stopping
    assert not linked.belt.moving
