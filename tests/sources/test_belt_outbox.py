"""Readings wait for whoever takes them: in order, each once, for ten minutes."""

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.sources.belt_reading import BeltReading

from .links import Linked

pytestmark = pytest.mark.usefixtures("quick_retries")


async def test_readings_wait_and_are_handed_over_once_in_order(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """What came while nobody took it comes first, then the live readings."""
    await linked.async_start()
    linked.link.async_deliver_to(None)
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 30)
    assert len(linked.taken) == 0
    linked.link.async_deliver_to(linked.taken.append)
    waited = len(linked.taken)
    assert waited >= 30
    await linked.async_pass(freezer, 5)
    assert len(linked.taken) == waited + 5
    ids = [reading.id for reading in linked.taken]
    assert len(set(ids)) == len(ids)
    assert [reading.at for reading in linked.taken] == sorted(
        reading.at for reading in linked.taken
    )
    again: list[BeltReading] = []
    linked.link.async_deliver_to(again.append)
    assert again == []


async def test_readings_wait_for_ten_minutes(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Older readings go; the counters of those that stay make up for them."""
    await linked.async_start()
    linked.link.async_deliver_to(None)
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 900, step_s=5)
    linked.link.async_deliver_to(linked.taken.append)
    span_s = (linked.taken[-1].at - linked.taken[0].at).total_seconds()
    assert 595 <= span_s <= 600


async def test_readings_outlive_a_drop(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """What was heard before a drop is handed over after it, under other ids than what follows."""
    await linked.async_start()
    linked.link.async_deliver_to(None)
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 15)
    linked.belt.drop_link()
    await linked.async_pass(freezer, 15)
    linked.link.async_deliver_to(linked.taken.append)
    assert len({reading.id.partition(":")[0] for reading in linked.taken}) == 2
    assert len(linked.taken) >= 28


@pytest.mark.no_fail_on_log_exception
async def test_failing_taker_is_logged_and_loses_only_what_it_failed_on(
    linked: Linked, freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
) -> None:
    """One bad moment of the taker neither breaks the link nor repeats a reading, and no figure gets into the log."""
    await linked.async_start()
    linked.link.async_deliver_to(None)
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 5)
    seen: list[str] = []

    def take(reading: BeltReading) -> None:
        seen.append(reading.id)
        if len(seen) == 2:
            raise ValueError("not now")

    linked.link.async_deliver_to(take)
    await linked.async_pass(freezer, 3)
    assert len(seen) == len(set(seen)) >= 8
    # What was walked is no business of a log.
    assert f"A reading of Hall belt was not taken: {seen[1]}\n" in caplog.text
    assert linked.link.connected


async def test_taker_that_leaves_in_mid_delivery_gets_no_more(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Whoever stops taking while readings are handed over leaves the rest for the next."""
    await linked.async_start()
    linked.link.async_deliver_to(None)
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 5)
    first: list[BeltReading] = []

    def take_one(reading: BeltReading) -> None:
        first.append(reading)
        linked.link.async_deliver_to(None)

    linked.link.async_deliver_to(take_one)
    assert len(first) == 1
    linked.link.async_deliver_to(linked.taken.append)
    assert first[0].id not in {reading.id for reading in linked.taken}
    assert len(linked.taken) >= 4
