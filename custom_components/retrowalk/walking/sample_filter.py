"""Samples that must not count: those taken already, and those of a belt that runs on after the walk was ended."""

from collections import deque
from datetime import datetime, timedelta
from typing import Final, Self

from . import stored
from .model import BeltSignal, Sample

REMEMBERED: Final = 1024
"""More than a minute of samples at ten a second."""
FORGOTTEN_AFTER: Final = timedelta(seconds=60)


class KnownSamples:
    """The ids of the latest samples."""

    __slots__ = ("_ids", "_order")

    def __init__(self) -> None:
        """Begin knowing none."""
        self._ids: set[str] = set()
        self._order: deque[str] = deque()

    def contains(self, sample_id: str) -> bool:
        """Whether this id was asked about before; it is remembered from now on."""
        if sample_id in self._ids:
            return True
        if len(self._order) >= REMEMBERED:
            self._ids.discard(self._order.popleft())
        self._ids.add(sample_id)
        self._order.append(sample_id)
        return False


class Muted:
    """The source that must come to rest before it may open a session again."""

    __slots__ = ("_heard_at", "source")

    def __init__(
        self, source: str | None = None, heard_at: datetime | None = None
    ) -> None:
        """Begin with no source muted, or with one that was heard last at a moment."""
        self.source = source
        self._heard_at = heard_at

    @classmethod
    def read(cls, value: object) -> Self:
        """What was written. Raises StoredError where the value is anything else."""
        if value is None:
            return cls()
        raw = stored.mapping(value, "muted")
        return cls(stored.text(raw, "source"), stored.moment(raw, "heard_at"))

    def written(self) -> dict[str, object] | None:
        """The muted source as JSON values."""
        if self.source is None or self._heard_at is None:
            return None
        return {"source": self.source, "heard_at": self._heard_at.isoformat()}

    def mute(self, source: str | None, at: datetime) -> None:
        """Mute a source whose session was ended while it may still run."""
        self.source, self._heard_at = source, None if source is None else at

    def clear(self) -> None:
        """Hear every source again."""
        self.source = self._heard_at = None

    def silences(self, sample: Sample) -> bool:
        """Whether this sample is to be dropped; a source at rest, started anew or long silent is heard again."""
        if self._heard_at is None or sample.source != self.source:
            return False
        silent_for = sample.at - self._heard_at
        if (
            sample.rests
            or sample.signal is BeltSignal.STARTED
            or silent_for > FORGOTTEN_AFTER
        ):
            self.clear()
            return False
        self._heard_at = sample.at
        return True
