"""What a belt answers to the commands of a central (FTMS 1.0 §4.16)."""

from typing import Protocol

REQUEST_CONTROL = 0x00
RESET = 0x01
SET_SPEED = 0x02
START_OR_RESUME = 0x07
STOP_OR_PAUSE = 0x08

SUCCESS = 0x01
NOT_SUPPORTED = 0x02
INVALID_PARAMETER = 0x03
FAILED = 0x04
NOT_PERMITTED = 0x05

_RESPONSE = 0x80


class Controlled(Protocol):
    """What can be controlled from afar."""

    @property
    def has_control(self) -> bool:
        """Whether the central has asked for control."""

    def grant_control(self) -> None:
        """Let the central control the belt until the link ends."""

    def start(self, speed_kmh: float | None = None) -> None:
        """Start or resume."""

    def set_speed(self, kmh: float) -> None:
        """Change the speed."""

    def pause(self) -> None:
        """Pause."""

    def stop(self) -> None:
        """Stop."""

    def reset(self) -> None:
        """Stop, and put the counters back to zero."""


def answer(belt: Controlled, command: bytes) -> bytes:
    """Do what the command says, and return the response `80 op result`."""
    operation = command[0] if command else 0xFF
    return bytes([_RESPONSE, operation, _result(belt, operation, command[1:])])


def refusal(command: bytes) -> bytes:
    """Return the response of a belt that obeys nobody."""
    return bytes([_RESPONSE, command[0] if command else 0xFF, FAILED])


def _result(belt: Controlled, operation: int, parameter: bytes) -> int:
    """Do what the operation says, and return its result code."""
    if operation not in {
        REQUEST_CONTROL,
        RESET,
        SET_SPEED,
        START_OR_RESUME,
        STOP_OR_PAUSE,
    }:
        return NOT_SUPPORTED
    if operation == REQUEST_CONTROL:
        belt.grant_control()
        return SUCCESS
    if not belt.has_control:
        return NOT_PERMITTED
    if operation == RESET:
        belt.reset()
    elif operation == START_OR_RESUME:
        belt.start()
    elif operation == SET_SPEED and len(parameter) == 2:
        belt.set_speed(int.from_bytes(parameter, "little") / 100)
    elif operation == STOP_OR_PAUSE and parameter == b"\x01":
        belt.stop()
    elif operation == STOP_OR_PAUSE and parameter == b"\x02":
        belt.pause()
    else:
        return INVALID_PARAMETER
    return SUCCESS
