"""A language that a virtual machine speaks over Bluetooth; a machine may speak several at once."""

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from bleak.exc import BleakError

from .gatt import Characteristics

if TYPE_CHECKING:
    from .belt import VirtualBelt


class Happening(StrEnum):
    """What happens at the console."""

    STARTED = "started"
    PAUSED = "paused"
    STOPPED = "stopped"
    SAFETY_KEY = "safety_key"
    RESET = "reset"
    SPEED = "speed"


class Voice:
    """One service of the machine: what it serves, sends and takes."""

    service: ClassVar[str]
    figures: ClassVar[str]
    """The characteristic of its figures."""

    def __init__(self, belt: VirtualBelt) -> None:
        """Speak for this machine."""
        self.belt = belt

    @property
    def characteristics(self) -> Characteristics:
        """What is served, and what can be done with each."""
        raise NotImplementedError

    def subscribed(self, uuid: str) -> None:
        """Learn that the central wants the notifications of this characteristic."""

    def read(self, uuid: str) -> bytes:
        """Return the value of a characteristic that can be read."""
        raise BleakError(f"Nothing to read at {uuid}")

    def write(self, uuid: str, payload: bytes) -> None:
        """Take what the central wrote."""
        raise BleakError(f"Nothing to write at {uuid}")

    def happened(self, happening: Happening) -> None:
        """Tell what happened at the console."""

    def send(self) -> None:
        """Send what the console shows, as is done several times a second."""
