"""Whether something is in motion, told by what flickers: the power of a plug, the state of another device."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

RELEASED_AT: Final = 0.8
"""What is in motion rests again below this share of the threshold: around it, a value wavers."""


class Motion(StrEnum):
    """What is known of something's motion."""

    MOVING = "moving"
    RESTING = "resting"
    UNSURE = "unsure"
    """It seems to have stopped, but not for long enough."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MotionRule:
    """From when on something is in motion, and from when on it rests."""

    above: float | None = None
    """From this value on; None for what says itself whether it is in motion."""
    on_delay_s: float = 3.0
    """It is in motion once it has seemed so for this long."""
    off_delay_s: float = 10.0
    """It rests once it has seemed so for this long."""


class MotionSense:
    """Follows one thing by a rule."""

    __slots__ = ("_differs_since", "_moving", "rule")

    def __init__(self, rule: MotionRule) -> None:
        """Begin at rest."""
        self.rule = rule
        self._moving = False
        self._differs_since: datetime | None = None

    def see(self, value: float | bool, at: datetime) -> Motion:
        """What a value means that is seen at a moment; looked at again, the same value may mean more."""
        if self._seems_moving(value) is self._moving:
            self._differs_since = None
            return Motion.MOVING if self._moving else Motion.RESTING
        if self._differs_since is None or at < self._differs_since:
            self._differs_since = at
        if at >= self._differs_since + self._delay:
            self._moving, self._differs_since = not self._moving, None
            return Motion.MOVING if self._moving else Motion.RESTING
        return Motion.UNSURE if self._moving else Motion.RESTING

    def forget(self) -> None:
        """Nothing is known any more; what is moving is to prove it anew only where it has stopped."""
        self._differs_since = None

    @property
    def due_at(self) -> datetime | None:
        """When the value that was seen last means something else; None where it does not."""
        return (
            None if self._differs_since is None else self._differs_since + self._delay
        )

    @property
    def _delay(self) -> timedelta:
        rule = self.rule
        return timedelta(seconds=rule.off_delay_s if self._moving else rule.on_delay_s)

    def _seems_moving(self, value: float | bool) -> bool:
        if isinstance(value, bool):
            return value
        if self.rule.above is None:
            return value > 0
        return value >= self.rule.above * (RELEASED_AT if self._moving else 1.0)
