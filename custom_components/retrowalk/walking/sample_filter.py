"""Samples that must not count: those taken already, and those of a belt that runs on after the walk was ended."""

from collections import deque
from collections.abc import Iterable
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
    """The sources that must come to rest before they may open a session again."""

    __slots__ = ("_heard_at",)

    def __init__(self) -> None:
        """Begin with no source muted."""
        self._heard_at: dict[str, datetime] = {}

    @classmethod
    def read(cls, value: object) -> Self:
        """What was written. Raises StoredError where the value is anything else."""
        muted = cls()
        if value is None:
            return muted
        sources = (
            [value] if isinstance(value, dict) else stored.sequence(value, "muted")
        )
        for one in sources:
            raw = stored.mapping(one, "muted")
            source = stored.text(raw, "source")
            muted._heard_at[source] = stored.moment(raw, "heard_at")
        return muted

    def written(self) -> list[dict[str, object]]:
        """The muted sources as JSON values."""
        return [
            {"source": source, "heard_at": heard_at.isoformat()}
            for source, heard_at in self._heard_at.items()
        ]

    def mute(self, sources: Iterable[str | None], at: datetime) -> None:
        """Mute sources whose session was ended while they may still run."""
        self._heard_at |= {source: at for source in sources if source is not None}

    def clear(self) -> None:
        """Hear every source again."""
        self._heard_at.clear()

    def silences(self, sample: Sample) -> bool:
        """Whether this sample is to be dropped; a source at rest, started anew or long silent is heard again."""
        if not self._heard_at:
            return False
        heard_at = self._heard_at.get(sample.source)
        if heard_at is None:
            return False
        if (
            sample.rests
            or sample.signal is BeltSignal.STARTED
            or sample.at - heard_at > FORGOTTEN_AFTER
        ):
            del self._heard_at[sample.source]
            return False
        self._heard_at[sample.source] = sample.at
        return True
