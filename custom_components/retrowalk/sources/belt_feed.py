"""What comes in from a connected belt, ten times a second: kept, read, delivered, told."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Final, NamedTuple

from bleak.backends.characteristic import BleakGATTCharacteristic

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from ..walking.model import BeltSignal
from .belt_connection import BeltEars
from .belt_dialect import Dialect
from .belt_outbox import BeltOutbox
from .belt_reading import FIELD_LIFETIME_S, MOVING_KMH, BeltReading, BeltRecords
from .belt_traits import BeltTraits

FRAMES_KEPT: Final = 50
STATUSES_KEPT: Final = 20

TOLD_EVERY_S: Final = 1.0
"""Listeners are told of a belt that runs on this often; at once when it starts or stops."""

REPEATED_FOR_S: Final = 1.0
"""A frame that only repeats the one before is held back for so long at most: at ten a second, most of them do."""


class RawFrame(NamedTuple):
    """A notification as it came, for diagnostics."""

    at: datetime
    characteristic: str
    frame: bytes


@dataclass(kw_only=True, slots=True)
class LinkCounts:
    """What a link has been through since it was set up."""

    calls: int = 0
    connects: int = 0
    drops: int = 0
    frames: int = 0
    truncated: int = 0
    garbled: int = 0
    """Frames that were dropped, for their checksum or form."""
    questions: int = 0
    """How often a machine was asked that speaks only then, and how often without an answer."""
    unanswered: int = 0


class BeltFeed:
    """The notifications of a belt, over all its connections."""

    def __init__(self, name: str, dialect: Dialect, traits: BeltTraits) -> None:
        """Begin with nothing heard; `name` names the belt in the log."""
        self._dialect = dialect
        self._read = dialect.read
        self._complete = dialect.complete
        self._repeated_for_s = REPEATED_FOR_S if dialect.repeats_itself else 0.0
        self.traits = traits
        self.outbox = BeltOutbox(name)
        self.counts = LinkCounts()
        self._records_kept: deque[RawFrame] = deque(maxlen=FRAMES_KEPT)
        # Kept apart: rare and telling, they would drown in ten records a second.
        self._statuses_kept: deque[RawFrame] = deque(maxlen=STATUSES_KEPT)
        self.reading: BeltReading | None = None
        self.heard_s = 0.0
        """When figures came last, or the connection began, in seconds of the monotonic clock."""
        self._records: BeltRecords | None = None
        self._said = b""
        self._said_s = 0.0
        self._repeated_at: datetime | None = None
        self._told_moving = False
        self._told_s = 0.0
        self._listeners: tuple[CALLBACK_TYPE, ...] = ()

    @property
    def frames(self) -> list[RawFrame]:
        """The last notifications as they came, oldest first."""
        return sorted([*self._records_kept, *self._statuses_kept])

    @property
    def moving(self) -> bool:
        """Whether the belt runs: by its speed, or where it tells none, by counters that rise."""
        if (reading := self.reading) is None:
            return False
        if reading.speed_kmh is not None:
            return reading.speed_kmh >= MOVING_KMH
        return self.moved_lately

    @property
    def moved_s(self) -> float | None:
        """When the belt last moved in this connection, in seconds of the monotonic clock."""
        return None if self._records is None else self._records.moved_s

    @property
    def silent_s(self) -> float:
        """Seconds since figures came last, or since the connection began."""
        return monotonic() - self.heard_s

    @property
    def moved_lately(self) -> bool:
        """Whether the belt moved shortly before, or at, the last figures."""
        moved_s = self.moved_s
        return moved_s is not None and self.heard_s - moved_s <= FIELD_LIFETIME_S

    @callback
    def async_begin(self) -> None:
        """Hear a new connection."""
        self._dialect.begin()
        self.traits.begin()
        self._records = BeltRecords(ulid_now())
        self.heard_s = monotonic()

    @callback
    def async_end(self) -> None:
        """The connection is over: nothing is known of the belt any more."""
        if self._records is not None:
            self._deliver_repeated(self._records)
        self._said = b""
        self._records = None
        self.reading = None

    @callback
    def async_forget_reading(self) -> None:
        """Forget what the belt said: it says nothing any more."""
        self.reading = None
        self.async_tell()

    def ears(self, *, lost: CALLBACK_TYPE) -> BeltEars:
        """Who hears the notifications of a connection, and its end."""
        return BeltEars(figures=self.async_hear_figures, aside=self, lost=lost)

    @callback
    def async_add_listener(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call `listener` at every notification and change of the link; returns what ends that."""
        self._listeners = (*self._listeners, listener)

        @callback
        def remove() -> None:
            self._listeners = tuple(
                other for other in self._listeners if other is not listener
            )

        return remove

    @callback
    def async_tell(self) -> None:
        """Call all listeners."""
        for listener in self._listeners:
            listener()

    @callback
    def async_hear_figures(
        self, _characteristic: BleakGATTCharacteristic, frame: bytearray
    ) -> None:
        """Take a frame of figures."""
        if (records := self._records) is None:
            return
        at, now_s, said = dt_util.utcnow(), monotonic(), bytes(frame)
        self._records_kept.append(RawFrame(at, self._dialect.figures_name, said))
        self.counts.frames += 1
        if said == self._said and now_s - self._said_s < self._repeated_for_s:
            self.heard_s = now_s
            self._repeated_at = at
            return
        record = self._read(said)
        if record is None:
            self.counts.garbled += self._dialect.is_garbled(said)
            return
        self.heard_s = now_s
        self._deliver_repeated(records)
        self._said, self._said_s = said, now_s
        if record.truncated:
            self.counts.truncated += 1
        if record.more_data:
            known = self.reading is not None and self.reading.speed_kmh is not None
            record = self._dialect.reconsider(said, record, speed_known=known)
        if (reading := records.join(record, at, now_s)) is not None:
            self._deliver(reading, now_s)
        if self.moving is not self._told_moving or now_s - self._told_s >= TOLD_EVERY_S:
            self._told_moving, self._told_s = self.moving, now_s
            self.async_tell()

    def _deliver(self, reading: BeltReading, now_s: float) -> None:
        """Deliver a reading, completed and put right."""
        if self._complete is not None:
            reading = self._complete(reading)
        reading = self.traits.put_right(reading, now_s)
        self.reading = reading
        self.outbox.async_add(reading)

    def _deliver_repeated(self, records: BeltRecords) -> None:
        """Before anything new, deliver the last of the frames that were held back: until then all was as it says."""
        if self._repeated_at is not None:
            reading = records.repeat(self._repeated_at)
            self.outbox.async_add(self.traits.correct(reading))
            self._repeated_at = None

    @callback
    def async_keep(self, characteristic: str, frame: bytes) -> None:
        """Keep a rare frame for diagnostics."""
        self._statuses_kept.append(RawFrame(dt_util.utcnow(), characteristic, frame))

    @callback
    def async_take_signal(self, signal: BeltSignal) -> None:
        """Take what the belt says of its run."""
        if (records := self._records) is None:
            return
        self._deliver_repeated(records)
        reading = records.signal(signal, dt_util.utcnow(), monotonic())
        self.reading = self.traits.correct(reading)
        self.outbox.async_add(self.reading)

    @callback
    def async_take_steps(self, steps: int) -> None:
        """Take a count of steps that comes apart from the figures."""
        if self._records is not None:
            self._records.note_steps(steps, monotonic())
