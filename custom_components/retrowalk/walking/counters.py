"""Raw counters become deltas here, and nowhere else."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

WALK_MOST_MPS: Final = 2.5
"""Nobody walks faster than this: a counter that claims more has jumped."""
STEPS_MOST_PER_S: Final = 4.0
CLOCK_MOST: Final = 1.1
"""A belt's clock may run this much faster than ours."""

UINT16: Final = 1 << 16
UINT24: Final = 1 << 24
DISPLAY_S: Final = 100 * 60
"""Where the time on a belt's display begins again."""

_SILENCE_S: Final = 15.0

COUNTS_ON_FOR: Final = timedelta(hours=6)
"""A total that was not shown for longer begins anew."""
_LATE: Final = timedelta(minutes=15)
"""What a phone shows may be so old."""
_CORRECTED: Final = 0.9
"""A total that falls, but not below this share of what it was, was corrected, and is no new one."""


class Counter:
    """One counter of a device: how much it rose since it was last read.

    The first value is a baseline. A rise of more than `most_per_s` times the time in which it can have happened is a jump,
    a fall is a reset, and both make a new baseline; but a fall from the top 5 % of the range to the lowest 5 % is a wrap.
    """

    __slots__ = (
        "_changed_at",
        "_most_per_s",
        "_ranges",
        "_read_at",
        "_resolution",
        "value",
    )

    def __init__(
        self, ranges: Sequence[int], *, most_per_s: float, resolution: float
    ) -> None:
        """Take the ranges the counter may have (values before it wraps), its greatest rate and its step."""
        self._ranges = ranges
        self._most_per_s = most_per_s
        self._resolution = resolution
        self.value: int | None = None
        self._read_at: datetime | None = None
        self._changed_at: datetime | None = None

    def seed(self, value: int | None, at: datetime) -> None:
        """Take up a value read earlier, before a restart or on a former link."""
        self.value = value
        self._read_at = self._changed_at = at

    def rise(self, value: int | None, at: datetime) -> int | None:
        """The rise since the value before; None where the device does not give this counter."""
        if value is None:
            return None
        if self.value is None or self._read_at is None or self._changed_at is None:
            self.seed(value, at)
            return 0
        if value == self.value:
            self._read_at = at
            return 0
        delta = self._unwrapped(value, self.value)
        most = self._most_per_s * self._seconds_to_rise(at) + self._resolution
        self.seed(value, at)
        return delta if 0 <= delta <= most else 0

    def _unwrapped(self, value: int, before: int) -> int:
        if value > before:
            return value - before
        for size in self._ranges:
            if 0.95 * size < before < size and value < 0.05 * size:
                return value - before + size
        return value - before

    def _seconds_to_rise(self, at: datetime) -> float:
        """A counter of whole metres stands still between two of them, so the time since its last change counts, within reason."""
        assert self._read_at is not None
        assert self._changed_at is not None
        since_change = (at - self._changed_at).total_seconds()
        since_reading = (at - self._read_at).total_seconds()
        return max(0.0, min(since_change, since_reading + _SILENCE_S))


def distance_counter(step_m: float = 1.0) -> Counter:
    """A counter of metres of three bytes, as in FTMS Treadmill Data, which rises by steps of some metres."""
    return Counter((UINT24,), most_per_s=WALK_MOST_MPS, resolution=step_m)


def step_counter() -> Counter:
    """A counter of steps; vendors send two or three bytes."""
    return Counter((UINT16, UINT24), most_per_s=STEPS_MOST_PER_S, resolution=6.0)


def clock_counter() -> Counter:
    """A counter of seconds of two bytes, as in FTMS Treadmill Data, or one that goes to 99:59 like the display."""
    return Counter((DISPLAY_S, UINT16), most_per_s=CLOCK_MOST, resolution=2.0)


class Rise(NamedTuple):
    """By how much a total rose, and since when."""

    since: datetime
    amount: float


class RunningTotal:
    """A total that others keep and show now and then, such as a phone's steps of the day: how much it rose since it was last shown.

    The first value is a baseline. A fall is a reset, at midnight or when the phone was started again: a baseline too, since nobody
    knows how far the total came before. So is a rise that nobody can have walked, and what is shown after hours of silence.
    """

    __slots__ = ("_changed_at", "_most_per_s", "_read_at", "_resolution", "value")

    def __init__(self, *, most_per_s: float, resolution: float) -> None:
        """Take the greatest rate of the total and its step."""
        self._most_per_s = most_per_s
        self._resolution = resolution
        self.value: float | None = None
        self._read_at: datetime | None = None
        self._changed_at: datetime | None = None

    def seed(self, value: float, at: datetime) -> None:
        """Take a baseline: what the total stood at, at a moment."""
        self.value = value
        self._read_at = self._changed_at = at

    def confirm(self, at: datetime) -> None:
        """The total still stood there at this moment."""
        if self._read_at is not None:
            self._read_at = max(self._read_at, at)

    def rise(self, value: float, at: datetime) -> Rise | None:
        """The rise since the value before; None where there is none, or nobody can tell."""
        before, read_at, changed_at = self.value, self._read_at, self._changed_at
        if before is None or read_at is None or changed_at is None:
            self.seed(value, at)
            return None
        if value == before:
            return None
        if _CORRECTED * before <= value < before:
            self.confirm(at)
            return None
        self.seed(value, at)
        amount, span = value - before, at - read_at
        longest = min(at - changed_at, span + _LATE).total_seconds()
        most = self._most_per_s * longest + self._resolution
        if not timedelta(0) <= span <= COUNTS_ON_FOR or not 0 < amount <= most:
            return None
        # More than a stroll since the last look has been walked before it, and was shown late.
        needed = timedelta(seconds=amount / (self._most_per_s / 2))
        return Rise(max(changed_at, min(read_at, at - needed)), amount)


def step_total() -> RunningTotal:
    """Steps as a phone or a watch shows them."""
    return RunningTotal(most_per_s=STEPS_MOST_PER_S, resolution=6.0)


def distance_total() -> RunningTotal:
    """Metres as a phone, a watch or a treadmill shows them; some only know tenths of a kilometre."""
    return RunningTotal(most_per_s=WALK_MOST_MPS, resolution=100.0)
