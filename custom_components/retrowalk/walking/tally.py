"""What was walked, summed up: of a session, a day, a week or ever."""

from dataclasses import dataclass
from typing import Final, Protocol

from .model import Direction


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """What was walked backward: seconds, metres, steps, and the sessions long enough to count; forward seconds beside."""

    backward_s: float = 0.0
    forward_s: float = 0.0
    distance_m: float = 0.0
    steps: int = 0
    sessions: int = 0

    def plus(self, other: Tally, sign: int = 1) -> Tally:
        """Both together, or without the other where the sign is negative.

        Rounded to milliseconds and millimetres, so that no order of adding and taking away leaves a trace.
        """
        return Tally(
            backward_s=max(0.0, round(self.backward_s + sign * other.backward_s, 3)),
            forward_s=max(0.0, round(self.forward_s + sign * other.forward_s, 3)),
            distance_m=max(0.0, round(self.distance_m + sign * other.distance_m, 3)),
            steps=self.steps + sign * other.steps,
            sessions=self.sessions + sign * other.sessions,
        )


NOTHING: Final = Tally()
COUNTS_FROM_S: Final = 60.0
"""A session counts from this much backward walking, where the walker has decided on no other minimum."""


class Walked(Protocol):
    """A session, open or finished: what was walked in a direction."""

    def active_s(self, direction: Direction | None = None) -> float:
        """Seconds."""

    def distance_m(self, direction: Direction | None = None) -> float:
        """Metres."""

    def steps(self, direction: Direction | None = None) -> int:
        """Steps."""


def tally(walked: Walked, counts_from_s: float = COUNTS_FROM_S) -> Tally:
    """What a session adds to its day; it counts from so many backward seconds."""
    backward_s = walked.active_s(Direction.BACKWARD)
    return Tally(
        backward_s=backward_s,
        forward_s=walked.active_s(Direction.FORWARD),
        distance_m=walked.distance_m(Direction.BACKWARD),
        steps=walked.steps(Direction.BACKWARD),
        sessions=int(backward_s >= counts_from_s),
    )
