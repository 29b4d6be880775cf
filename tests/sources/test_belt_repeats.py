"""Frames that only repeat the one before are held back, and nothing is lost by it."""

from itertools import pairwise

from freezegun.api import FrozenDateTimeFactory
import pytest

from .links import Linked

FRAME_S = 0.1


async def test_repeated_frames_are_held_back_for_a_second_at_most(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Most of ten frames a second say nothing new; the taker still hears every second that the belt is there."""
    await linked.async_start(notify_hz=10)
    await linked.async_pass(freezer, 10)
    assert linked.link.counts.frames >= 100
    assert len(linked.taken) <= 30
    times = [reading.at for reading in linked.taken]
    gaps = [(later - at).total_seconds() for at, later in pairwise(times)]
    assert max(gaps) <= 1.0 + FRAME_S


async def test_the_last_repeated_frame_comes_before_anything_new(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """A belt that stops has moved until the frame before, whether that frame said something new or not."""
    await linked.async_start(notify_hz=10)
    await linked.async_pass(freezer, 2)
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 7.3)
    linked.belt.muted = True
    linked.belt.pause()
    linked.belt.muted = False
    await linked.async_pass(freezer, 2)
    moving = [reading for reading in linked.taken if reading.speed_kmh]
    resting = [
        reading
        for reading in linked.taken
        if not reading.speed_kmh and reading.at > moving[-1].at
    ]
    between_s = (resting[0].at - moving[-1].at).total_seconds()
    assert between_s == pytest.approx(FRAME_S, abs=0.05)


async def test_a_held_back_frame_is_delivered_when_the_link_ends(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """The walk is known until the last frame that was heard."""
    await linked.async_start(notify_hz=10)
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 5.3)
    heard_at = linked.link.frames[-1].at
    linked.belt.off_air()
    await linked.async_settle()
    assert linked.taken[-1].at == heard_at
