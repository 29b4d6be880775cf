"""From a pedometer's totals to samples of a walk: what a phone shows becomes what was walked since it showed something last."""

from datetime import datetime, timedelta
from typing import Final

from ..protocols.phone import LiveEvent
from ..walking.counters import STEPS_MOST_PER_S, WALK_MOST_MPS, Counter
from ..walking.live_source import POST_GAP
from ..walking.model import Counters, Sample

_STEPS_AT_ONCE: Final = 10.0
"""A pedometer begins to count when it is sure of some steps, and then counts them all."""
_METRES_AT_ONCE: Final = 10.0
_TOLD_FOR_S: Final = POST_GAP.total_seconds()
"""A phone that was silent for longer was not listened to."""


class PhoneMeter:
    """What was walked with a phone since it told last."""

    def __init__(
        self,
        source: str,
        last: Counters | None = None,
        *,
        delay: timedelta | None = None,
        from_start: bool = False,
    ) -> None:
        """Measure for a source.

        `last` is what the phone showed last of the walk that goes on, or (`from_start`) as it began; `delay` is how much
        earlier its clock said that it was, by which its clock is known.
        """
        self.source = source
        self._delay = delay
        self._from_start = from_start
        self._steps = Counter(
            (), most_per_s=STEPS_MOST_PER_S, resolution=_STEPS_AT_ONCE
        )
        self._distance = Counter(
            (), most_per_s=WALK_MOST_MPS, resolution=_METRES_AT_ONCE
        )
        self._last_at: datetime | None = None
        if last is not None:
            self._last_at = last.at
            self._steps.seed(last.steps, last.at)
            self._distance.seed(last.distance_m, last.at)

    def sample(self, event: LiveEvent, heard_at: datetime) -> Sample | None:
        """The sample that an event stands for, the first one a baseline; None for what comes after later ones.

        Time goes by the phone's clock where it tells it: posts may be held up on their way.
        """
        at = heard_at if event.at is None else min(event.at, heard_at)
        if self._last_at is not None and at < self._last_at:
            return None
        gap_s = 0.0 if self._last_at is None else (at - self._last_at).total_seconds()
        since_s = gap_s if self._from_start and gap_s <= _TOLD_FOR_S else 0.0
        self._from_start = False
        self._last_at = at
        metres = None if event.distance_m is None else int(event.distance_m)
        distance_m = self._distance.rise(metres, at)
        steps = self._steps.rise(event.steps, at)
        return Sample(
            id=f"{self.source}:{event.key}",
            at=heard_at,
            source=self.source,
            speed_mps=event.speed_mps,
            distance_m=distance_m or 0.0,
            steps=steps,
            clock_s=gap_s if distance_m or steps else 0.0,
            since_s=since_s,
            heart_rate_bpm=event.heart_rate_bpm,
            counters=Counters(at, self._distance.value, self._steps.value, None),
            held_s=self._held_s(event, heard_at),
        )

    def _held_s(self, event: LiveEvent, heard_at: datetime) -> float:
        """How much longer than the fastest one it was on its way: clocks differ, and tell no more."""
        if event.at is None:
            return 0.0
        delay = heard_at - event.at
        self._delay = delay if self._delay is None else min(self._delay, delay)
        return (delay - self._delay).total_seconds()
