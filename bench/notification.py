"""What a notification costs: its decoding, and its way to all listeners when no state is due."""

from statistics import fmean, median
from time import perf_counter
from unittest.mock import patch

from custom_components.retrowalk.protocols.ftms import parse_treadmill_data

from .figure import Figure, seconds
from .home import NOTIFY_HZ, MeasuredHome
from .state import async_add_yardstick

FRAME = bytes.fromhex("9e04730233022500003c00ff7f0000ff7f0200ffffff1f00")
"""From a LifeFitness belt (TrackMyIndoorWorkout, test/life_fitness_treadmill_test.dart)."""


async def async_measure(home: MeasuredHome, *, smoke: bool) -> list[Figure]:
    """Both costs, as ratios to one changed state of Home Assistant in the same seconds of the same run."""
    decode_s = seconds(lambda: parse_treadmill_data(FRAME), rounds=50, times=200)
    home.belt.start(2.5)
    await home.async_walk(120)
    notified, written = await _async_side_by_side(home, 60 if smoke else 600)
    notification_s, state_s = median(notified), median(written)
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
            detail=f"{notification_s * 1e6:.1f} µs, mean {fmean(notified) * 1e6:.1f}; {yardstick}",
        ),
    ]


async def _async_side_by_side(
    home: MeasuredHome, walked_s: int
) -> tuple[list[float], list[float]]:
    """Seconds of each notification, from the radio's side to the end of the last listener, and of each changed state.

    One follows the other, so that both find the machine in the same state.
    """
    notify = home.belt.notify
    write = (await async_add_yardstick(home.hass)).async_write_ha_state
    notified: list[float] = []
    written: list[float] = []

    def timed(uuid: str, payload: bytes) -> None:
        begin = perf_counter()
        notify(uuid, payload)
        between = perf_counter()
        write()
        written.append(perf_counter() - between)
        notified.append(between - begin)

    with patch.object(home.belt, "notify", timed):
        for _ in range(walked_s):
            await home.async_walk(1)
            await home.async_settle()
    assert len(notified) >= walked_s * NOTIFY_HZ
    return notified, written
