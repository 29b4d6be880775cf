"""What the tests of the virtual treadmill have in common."""

from pathlib import Path

import pytest

import custom_components

DEV = Path(__file__).parents[2] / "dev"


@pytest.fixture
def only_the_belt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave every other custom integration out: the belt is heard, and nobody asks about it."""
    monkeypatch.setattr(custom_components, "__path__", [str(DEV)])


def hexes(packets: list[bytes]) -> list[str]:
    """Packets in hex."""
    return [packet.hex(" ") for packet in packets]


def number(packet: bytes, start: int, size: int) -> int:
    """The unsigned number at this place of a packet."""
    return int.from_bytes(packet[start : start + size], "little")
