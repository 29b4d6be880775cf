"""What a belt said: readings with raw counters, made from its split, rotating and doubtful records."""

from datetime import datetime
from typing import Final, NamedTuple

from ..protocols.ftms import MachineStatus, MachineStatusData, TreadmillData
from ..walking.model import BeltSignal

MOVING_KMH: Final = 0.3
"""A belt at this speed or above moves (design: movement)."""

FIELD_LIFETIME_S: Final = 5.0
"""A figure that the belt has not repeated for so long is no longer known."""

_FIELDS: Final = 6
_DISTANCE: Final = 1
_STEPS: Final = 2


class BeltReading(NamedTuple):
    """What one notification says: km/h, metres, steps, seconds, beats per minute and %, the counters raw."""

    at: datetime
    id: str
    """The connection's ULID and a running number: never the same twice."""
    speed_kmh: float | None
    distance_m: int | None
    steps: int | None
    elapsed_s: int | None
    heart_rate_bpm: int | None
    inclination_percent: float | None
    signal: BeltSignal | None = None
    cadence: int | None = None
    """Steps a minute, of a pod."""
    stride_length_m: float | None = None


class BeltRecords:
    """Joins the records of one connection: what a record leaves out is filled from those just before it.

    Belts split a record over several notifications (More Data), or show other fields in each. Times are given as
    `at` (aware, for the reading) and `now_s` (seconds of a clock that never jumps, for the age of a field).
    """

    __slots__ = (
        "_connection_id",
        "_known",
        "_noted_s",
        "_number",
        "_seen_s",
        "_unfinished",
        "moved_s",
    )

    def __init__(self, connection_id: str) -> None:
        """Begin with nothing known."""
        self._connection_id = connection_id
        self._number = 0
        self._known: list[float | int | None] = [None] * _FIELDS
        self._seen_s = [0.0] * _FIELDS
        self._unfinished: set[int] = set()
        self._noted_s = 0.0
        self.moved_s: float | None = None
        """When the belt last moved, in seconds of the clock of `now_s`; None: not in this connection."""

    def join(
        self, record: TreadmillData, at: datetime, now_s: float
    ) -> BeltReading | None:
        """The reading that a record completes; None where it says nothing yet, or nothing at all."""
        said = (
            record.speed_kmh,
            record.distance_m,
            record.steps,
            record.elapsed_s,
            # A belt without a pulse shows 0, not "unavailable".
            record.heart_rate_bpm or None,
            record.inclination_percent,
        )
        known, seen_s = self._known, self._seen_s
        if self._moves(record):
            self.moved_s = now_s
        spoke = False
        for field, value in enumerate(said):
            if value is not None:
                known[field] = value
                seen_s[field] = now_s
                spoke = True
            elif now_s - seen_s[field] > FIELD_LIFETIME_S:
                known[field] = None
        if not spoke or (
            record.more_data and record.speed_kmh is None and self._awaits_rest(said)
        ):
            return None
        self._unfinished.clear()
        return self._reading(at, None)

    def signal(self, signal: BeltSignal, at: datetime, now_s: float) -> BeltReading:
        """The reading of a signal, with the figures known at that moment."""
        known, seen_s = self._known, self._seen_s
        for field in range(_FIELDS):
            if now_s - seen_s[field] > FIELD_LIFETIME_S:
                known[field] = None
        return self._reading(at, signal)

    def note_steps(self, steps: int, now_s: float) -> None:
        """Take steps that are counted beside the records; those of the records themselves are better."""
        if self._known[_STEPS] is None or self._seen_s[_STEPS] == self._noted_s:
            self._known[_STEPS] = steps
            self._seen_s[_STEPS] = self._noted_s = now_s

    def repeat(self, at: datetime) -> BeltReading:
        """The reading of a frame that says the same as the one before."""
        return self._reading(at, None)

    def _moves(self, record: TreadmillData) -> bool:
        """Whether the belt moves: by its speed, or where it tells none, by counters that rise."""
        if record.speed_kmh is not None:
            return record.speed_kmh >= MOVING_KMH
        known = self._known
        return _rose(known[_DISTANCE], record.distance_m) or _rose(
            known[_STEPS], record.steps
        )

    def _awaits_rest(self, said: tuple[float | int | None, ...]) -> bool:
        """Whether the rest of a split record is still to come.

        A field that comes again before the record's end says that the end was lost, or never comes from this belt.
        """
        fields = {field for field, value in enumerate(said) if value is not None}
        if self._unfinished & fields:
            return False
        self._unfinished |= fields
        return True

    def _reading(self, at: datetime, signal: BeltSignal | None) -> BeltReading:
        self._number += 1
        return BeltReading._make(
            (
                at,
                f"{self._connection_id}:{self._number}",
                *self._known,
                signal,
                None,
                None,
            )
        )


def _rose(before: float | None, now: float | None) -> bool:
    return before is not None and now is not None and now > before


def belt_signal(status: MachineStatusData) -> BeltSignal | None:
    """The signal in a Machine Status, if it is one; a stop that may be a pause is a pause, which ends nothing."""
    match status.status:
        case MachineStatus.STOPPED_OR_PAUSED:
            return BeltSignal.STOPPED if status.stopped else BeltSignal.PAUSED
        case MachineStatus.SAFETY_KEY:
            return BeltSignal.SAFETY_KEY
        case MachineStatus.STARTED_OR_RESUMED:
            return BeltSignal.STARTED
        case _:
            return None
