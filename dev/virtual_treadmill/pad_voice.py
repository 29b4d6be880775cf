"""A WalkingPad's side of KingSmith's WiLink protocol, written from the field's notes and apart from RetroWalk's reading of it."""

from typing import TYPE_CHECKING, override

from .gatt import PAD_COMMAND, PAD_SERVICE, PAD_STATUS, Characteristics
from .quirks import Quirk
from .voice import Happening, Voice

if TYPE_CHECKING:
    from .belt import VirtualBelt

_STOPPED, _ACTIVE, _STANDBY = 0, 1, 5
_MANUAL, _STANDBY_MODE = 1, 2
_ASK, _SPEED, _MODE, _START = 0, 1, 2, 4


def summed(body: bytes) -> int:
    """Return the checksum of what stands between the first byte and the sum."""
    return sum(body) % 256


def status(
    *, state: int, speed_kmh: float, mode: int, elapsed_s: int, metres: int, steps: int
) -> bytes:
    """Return a status frame with these figures."""
    body = bytes([0xA2, state, round(speed_kmh * 10), mode])
    for counter in (elapsed_s, metres // 10, steps):
        body += (counter & 0xFFFFFF).to_bytes(3, "big")
    body += bytes([round(speed_kmh * 30) & 0xFF, 0, 0, 0])
    return bytes([0xF8]) + body + bytes([summed(body), 0xFD])


class PadVoice(Voice):
    """Answers a question with a status, and says nothing unasked."""

    service = PAD_SERVICE
    figures = PAD_STATUS

    def __init__(self, belt: VirtualBelt) -> None:
        """Be in standby."""
        super().__init__(belt)
        self.questions = 0
        self.commands: list[bytes] = []
        self._state, self._mode = _STANDBY, _STANDBY_MODE
        self._greeted = False

    @property
    @override
    def characteristics(self) -> Characteristics:
        return {PAD_STATUS: ["notify"], PAD_COMMAND: ["write-without-response"]}

    @override
    def happened(self, happening: Happening) -> None:
        self._mode = _MANUAL
        if happening is Happening.STARTED:
            self._state = _ACTIVE
        elif happening is Happening.PAUSED:
            self._state = _STOPPED
        elif happening is not Happening.SPEED:
            self._state, self._mode = _STANDBY, _STANDBY_MODE

    @override
    def write(self, uuid: str, payload: bytes) -> None:
        if self.belt.options.quirks & Quirk.FOREIGN_TONGUE:
            self.belt.notify(PAD_STATUS, bytes.fromhex("55aa0322018a"))
            return
        if payload[0] != 0xF7 or payload[-2] != summed(payload[1:-2]):
            return
        if payload[1] == 0xA5:
            self._greeted = True
        elif payload[2] == _ASK:
            self.questions += 1
            self._answer()
        else:
            self.commands.append(payload)
            self._obey(payload[2], payload[3])

    def _obey(self, command: int, value: int) -> None:
        if self.belt.obstinate:
            return
        if command == _START:
            self.belt.start()
        elif command == _SPEED:
            self.belt.set_speed(value / 10)
        elif command == _MODE and value == _STANDBY_MODE:
            self.belt.stop()

    def _answer(self) -> None:
        quirks = self.belt.options.quirks
        if quirks & Quirk.WANTS_GREETING and not self._greeted:
            return
        shown = self.belt.shown()
        frame = status(
            state=self._state,
            speed_kmh=shown.speed_kmh,
            mode=self._mode,
            elapsed_s=shown.elapsed_s,
            metres=shown.distance_m,
            steps=shown.steps,
        )
        if quirks & Quirk.BAD_SUMS and self.questions % 3 == 0:
            frame = frame[:3] + bytes([frame[3] ^ 0x40]) + frame[4:]
        self.belt.notify(PAD_STATUS, frame)
