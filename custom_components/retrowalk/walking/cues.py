"""Cues of a walk: "turn now", after so much time walked in one direction, and "too fast", above a speed of one's own."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple, Self

from .stored import Stored, StoredError, optional_number

LEAST_S: Final = 5.0
"""Nobody turns more often."""
_ROUNDING_S: Final = 1e-3
"""Sums of seconds miss a whole number by less than this."""
_SHOWN_FOR_S: Final = 20.0
"""A cue is shown for so many active seconds, and for half of its interval at most: who turns without a word is not nagged."""


AGAIN_BELOW_MPS: Final = 0.2 / 3.6
"""Who was slower than the cap by this may be told once more; less is a flicker."""


class WantedCues(NamedTuple):
    """What a walker wants to be told in walks to come; None for nothing."""

    turn_every_s: float | None = None
    """Each time after so many active seconds, that it is time to turn ..."""
    speed_cap_mps: float | None = None
    """... and that it goes faster than this backward: a cue, which changes nothing of the walk."""


def passes_cap(speed_mps: float, cap_mps: float, *, was_above: bool) -> bool:
    """Whether somebody is above a cap now; who was, is until clearly slower."""
    return speed_mps > (cap_mps - AGAIN_BELOW_MPS if was_above else cap_mps)


@dataclass(kw_only=True, slots=True)
class TurnCue:
    """When to turn, reckoned in active seconds of the session: a pause does not count."""

    every_s: float
    since_s: float = 0.0
    """When the session was turned last, or told to turn."""
    told: bool = False
    """Whether the walker was told to turn, and has not said since that they did."""

    def left_s(self, active_s: float) -> float:
        """Active seconds until it is time to turn; none or fewer when it is."""
        return min(self.since_s, active_s) + self.every_s - active_s

    def due_at(self, counted_until: datetime, active_s: float) -> datetime:
        """When it is time to turn, if all goes on as it does; never before what is counted already."""
        left_s = max(_ROUNDING_S, self.left_s(active_s))
        return counted_until + timedelta(seconds=left_s)

    def falls_due(self, active_s: float) -> bool:
        """Whether it is time to turn; said once an interval, however late it is asked."""
        left_s = self.left_s(active_s)
        if left_s > _ROUNDING_S:
            return False
        missed = (_ROUNDING_S - left_s) // self.every_s
        self.since_s += self.every_s * (1 + missed)
        self.told = True
        return True

    def is_shown(self, active_s: float) -> bool:
        """Whether the walker is to be shown that it is time to turn."""
        shown_for_s = min(_SHOWN_FOR_S, self.every_s / 2)
        return self.told and active_s - self.since_s < shown_for_s

    def start_anew(self, active_s: float) -> None:
        """The session was turned."""
        self.since_s = active_s
        self.told = False

    def written(self) -> dict[str, object]:
        """The cue as JSON values."""
        return {
            "every_s": self.every_s,
            "since_s": round(self.since_s, 3),
            "told": self.told,
        }

    @classmethod
    def read(cls, raw: Stored) -> Self:
        """The cue that was written. Raises StoredError where it is anything else."""
        every_s, since_s = (
            optional_number(raw, "every_s"),
            optional_number(raw, "since_s"),
        )
        if every_s is None or since_s is None or every_s < LEAST_S:
            raise StoredError("cue is not one")
        return cls(every_s=every_s, since_s=since_s, told=raw.get("told") is True)
