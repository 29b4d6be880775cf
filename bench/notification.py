"""What a notification costs: its decoding, and its way to all listeners when no state is due."""

from statistics import median
from time import perf_counter
from unittest.mock import patch

from custom_components.retrowalk.protocols.ftms import parse_treadmill_data

from .figure import Figure, seconds
from .home import NOTIFY_HZ, MeasuredHome
from .state import async_seconds_of_changed_state

FRAME = bytes.fromhex("9e04730233022500003c00ff7f0000ff7f0200ffffff1f00")
"""From a LifeFitness belt (TrackMyIndoorWorkout, test/life_fitness_treadmill_test.dart)."""


async def async_measure(home: MeasuredHome, *, smoke: bool) -> list[Figure]:
    """Both costs, as ratios to one changed state of Home Assistant in the same run."""
    rounds = 20 if smoke else 200
    state_s = await async_seconds_of_changed_state(home.hass, rounds)
    decode_s = seconds(lambda: parse_treadmill_data(FRAME), rounds=rounds, times=200)
    home.belt.start(2.5)
    await home.async_walk(120)
    notification_s = await _async_notification(home, 60 if smoke else 600)
    home.belt.stop()
    await home.async_walk(5)
    yardstick = f"a changed state {state_s * 1e6:.1f} µs"
    return [
        Figure(
            name="decode of one FTMS frame / a changed state",
            measured=decode_s / state_s,
            budget=0.25,
            unit="x",
            detail=f"{decode_s * 1e6:.2f} µs; {yardstick}",
        ),
        Figure(
            name="notification to listeners, nothing due / a changed state",
            measured=notification_s / state_s,
            budget=1.0,
            unit="x",
            detail=f"{notification_s * 1e6:.1f} µs; {yardstick}",
        ),
    ]


async def _async_notification(home: MeasuredHome, walked_s: int) -> float:
    """Median seconds from the radio's side of a notification to the end of the last listener."""
    notify = home.belt.notify
    took: list[float] = []

    def timed(uuid: str, payload: bytes) -> None:
        begin = perf_counter()
        notify(uuid, payload)
        took.append(perf_counter() - begin)

    with patch.object(home.belt, "notify", timed):
        await home.async_walk(walked_s)
    assert len(took) >= walked_s * NOTIFY_HZ
    return median(took)
