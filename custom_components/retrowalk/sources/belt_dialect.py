"""What differs from machine to machine: where its figures come from, and how a frame is read.

A dialect lives as long as the link does, over all its connections. All that is common to machines (calls, drops,
silence, readings, the outbox) knows nothing of it.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from typing import ClassVar, NamedTuple, Protocol

from ..protocols.ftms import FeatureData, SpeedRange, TreadmillData
from ..walking.model import BeltSignal
from .belt_reading import BeltReading

type Say = Callable[[bytes], Awaitable[None]]
"""Writes to the machine."""


class Hearer(Protocol):
    """What a dialect tells of beside figures; a `BeltFeed`."""

    def async_keep(self, characteristic: str, frame: bytes) -> None:
        """Keep a rare frame for diagnostics."""

    def async_take_signal(self, signal: BeltSignal) -> None:
        """Take what the machine says of its run."""

    def async_take_steps(self, steps: int) -> None:
        """Take a count of steps that came apart from the figures."""

    def async_tell(self) -> None:
        """Call all listeners."""


class Control(Protocol):
    """What can be ordered from a connected machine."""

    async def async_stop_belt(self) -> None:
        """Stop the belt; raises BeltRefusedError, or what the Bluetooth stack raises."""


class Poll(NamedTuple):
    """How a machine is asked that does not speak by itself."""

    characteristic: str
    question: bytes
    pause_s: float
    """The least time between two commands."""
    opening: bytes
    """What is said once to a machine that does not answer."""


class Aside(NamedTuple):
    """A characteristic that a machine may have, and what is to be done with what it notifies."""

    characteristic: str
    hear: Callable[[Hearer, bytes], None]
    before: Callable[[], None] | None = None
    """What is to be done before it is subscribed to."""


class Dialect(ABC):
    """The language of one machine."""

    figures: ClassVar[str]
    """The characteristic that notifies figures: a machine without it is another one."""
    figures_name: ClassVar[str]
    """What diagnostics call it."""
    metres_step: ClassVar[float] = 1.0
    """The least that the counter of metres rises by."""
    poll: ClassVar[Poll | None] = None
    repeats_itself: ClassVar[bool] = True
    """Whether a frame that is equal to the one before says nothing new."""
    control: ClassVar[str | None] = None
    """The characteristic that takes the order to stop."""

    feature: FeatureData | None = None
    speed_range: SpeedRange | None = None

    @property
    def readable(self) -> Mapping[str, Callable[[bytes], None]]:
        """The characteristics that are read once, and what is to be done with each."""
        return {}

    @property
    def asides(self) -> tuple[Aside, ...]:
        """The characteristics that are subscribed to after the figures, in this order."""
        return ()

    @property
    @abstractmethod
    def read(self) -> Callable[[bytes], TreadmillData | None]:
        """What reads a frame of figures; it returns None for a frame that says nothing that can be believed."""

    @property
    def complete(self) -> Callable[[BeltReading], BeltReading] | None:
        """What adds to a reading what a record has no room for; None where there is nothing."""
        return None

    @abstractmethod
    def begin(self) -> None:
        """A connection begins: nothing is known of the time before."""

    def reconsider(
        self, frame: bytes, record: TreadmillData, *, speed_known: bool
    ) -> TreadmillData:
        """A second look at a record that says that more follows; `speed_known`: others have told a speed."""
        return record

    def is_garbled(self, frame: bytes) -> bool:
        """Whether a frame that could not be read came through harmed, rather than says something else."""
        return True
