"""A treadmill's side of the Fitness Machine Service."""

from typing import override

from . import frames
from .control_point import answer, refusal
from .gatt import (
    CONTROL_POINT,
    FEATURE,
    FTMS_SERVICE,
    MACHINE_STATUS,
    OTHER_MACHINE_CHARACTERISTICS,
    SPEED_RANGE,
    TRAINING_STATUS,
    TREADMILL_CHARACTERISTICS,
    TREADMILL_DATA,
    Characteristics,
)
from .options import MachineKind
from .quirks import Quirk
from .voice import Happening, Voice

MINIMUM_KMH = 0.5
MAXIMUM_KMH = 12.0
INCREMENT_KMH = 0.1

_STATUSES = {
    Happening.STARTED: bytes([frames.Status.STARTED_OR_RESUMED]),
    Happening.PAUSED: bytes([frames.Status.STOPPED_OR_PAUSED, 2]),
    Happening.STOPPED: bytes([frames.Status.STOPPED_OR_PAUSED, 1]),
    Happening.SAFETY_KEY: bytes([frames.Status.SAFETY_KEY]),
    Happening.RESET: bytes([frames.Status.RESET]),
}
_TRAININGS = {
    Happening.STARTED: frames.Training.MANUAL,
    Happening.PAUSED: frames.Training.OTHER,
}


class FtmsVoice(Voice):
    """Treadmill Data as time passes, Machine Status and Training Status as things happen, and a control point."""

    service = FTMS_SERVICE
    figures = TREADMILL_DATA
    _last_status = _STATUSES[Happening.STOPPED]
    _sent = 0

    @property
    @override
    def characteristics(self) -> Characteristics:
        """Other machines have no Treadmill Data."""
        if self.belt.options.machine_type is MachineKind.TREADMILL:
            return TREADMILL_CHARACTERISTICS
        return OTHER_MACHINE_CHARACTERISTICS

    @override
    def subscribed(self, uuid: str) -> None:
        """Belts that repeat an old status do so here."""
        if uuid == MACHINE_STATUS and self.belt.options.quirks & Quirk.STALE_STATUS:
            self.belt.soon(uuid, self._last_status)

    @override
    def read(self, uuid: str) -> bytes:
        """Return Feature, Speed Range or Training Status."""
        if uuid == FEATURE:
            options = self.belt.options
            lying = bool(options.quirks & Quirk.LYING_FEATURE)
            return frames.feature(options.fields, lying=lying)
        if uuid == SPEED_RANGE:
            return frames.speed_range(MINIMUM_KMH, MAXIMUM_KMH, INCREMENT_KMH)
        if uuid == TRAINING_STATUS:
            return frames.training_status(self._training)
        return super().read(uuid)

    @override
    def write(self, uuid: str, payload: bytes) -> None:
        """Answer a command; only the control point can be written."""
        belt = self.belt
        reply = refusal(payload) if belt.obstinate else answer(belt, payload)
        belt.notify(CONTROL_POINT, reply)

    @property
    def _training(self) -> frames.Training:
        return _TRAININGS.get(self.belt.last_happening, frames.Training.IDLE)

    @override
    def happened(self, happening: Happening) -> None:
        if happening is Happening.SPEED:
            speed = frames.u16(self.belt.deck.target_kmh * 100)
            self._tell_status(bytes([frames.Status.TARGET_SPEED]) + speed)
            return
        self._tell_status(_STATUSES[happening])
        self.belt.notify(TRAINING_STATUS, frames.training_status(self._training))

    def _tell_status(self, status: bytes) -> None:
        """Send a Machine Status, and keep it for belts that repeat it."""
        self._last_status = status
        self.belt.notify(MACHINE_STATUS, status)

    @override
    def send(self) -> None:
        options = self.belt.options
        if options.quirks & Quirk.SILENT_TREADMILL_DATA:
            return
        self._sent += 1
        packets = frames.treadmill_data(
            self.belt.shown(nothing=self._sent % 2 == 0),
            options.fields,
            step_bytes=options.step_bytes if options.has_steps else 0,
            quirks=options.quirks,
            number=self._sent,
        )
        for packet in packets:
            self.belt.notify(TREADMILL_DATA, packet[: self.belt.mtu - 3])
