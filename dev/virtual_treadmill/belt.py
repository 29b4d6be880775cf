"""A treadmill that exists only in this process, and is heard and connected to like any other."""

from collections.abc import Callable
from enum import StrEnum
from typing import override

from bleak.exc import BleakError

from homeassistant.core import HomeAssistant, callback

from . import frames
from .control_point import answer, refusal
from .deck import Deck
from .gatt import (
    CONTROL_POINT,
    FEATURE,
    MACHINE_STATUS,
    SPEED_RANGE,
    TRAINING_STATUS,
    TREADMILL_DATA,
)
from .options import (
    BeltOptions,
    CounterReset,
    Field,
    MachineKind,
    Quirk,
    Refusal,
    Stage,
    StageAction,
)
from .peripheral import Peripheral
from .script import DEFAULT_SPEED_KMH, BeltScript, stages_of

__all__ = [
    "BeltOptions",
    "BeltScript",
    "BeltState",
    "CounterReset",
    "Field",
    "MachineKind",
    "Refusal",
    "Stage",
    "StageAction",
    "VirtualBelt",
]

MINIMUM_KMH = 0.5
MAXIMUM_KMH = 12.0
INCREMENT_KMH = 0.1
_NOTHING = 1e-9


class BeltState(StrEnum):
    """What the belt's console is at."""

    IDLE = "idle"
    WALKING = "walking"
    PAUSED = "paused"


class VirtualBelt(Peripheral):
    """One belt: what a person does to it, and what it sends as time passes."""

    def __init__(self, hass: HomeAssistant, options: BeltOptions) -> None:
        """Make a belt that stands still and is not on the air yet."""
        super().__init__(hass, options)
        self.notify_hz = options.notify_hz
        self.state = BeltState.IDLE
        self.deck = Deck(options)
        self.script = BeltScript(stages_of(options), self._perform)
        self._resume_kmh = DEFAULT_SPEED_KMH
        self._notify_in_s = 1 / options.notify_hz
        self._last_status = bytes([frames.Status.STOPPED_OR_PAUSED, 1])
        self._training = frames.Training.IDLE

    @property
    @override
    def moving(self) -> bool:
        """Whether the belt moves."""
        return self.state is BeltState.WALKING

    @property
    def speed_kmh(self) -> float:
        """Speed of the belt in km/h."""
        return self.deck.speed_kmh

    @property
    def distance_m(self) -> float:
        """Distance on the console in m, as wrapped as it is sent."""
        return self.deck.distance_m

    @property
    def steps(self) -> int:
        """Steps on the console, as wrapped as they are sent."""
        return self.deck.steps

    @property
    def elapsed_s(self) -> float:
        """Time on the console in s, as wrapped as it is sent."""
        return self.deck.elapsed_s

    @property
    def walked_m(self) -> float:
        """Metres the belt has moved since it was made, whatever its counters say."""
        return self.deck.walked_m

    @property
    def walked_steps(self) -> int:
        """Steps made since the belt was made, whatever its counters say."""
        return self.deck.walked_steps

    # What a person does at the belt

    @callback
    def start(self, speed_kmh: float | None = None) -> None:
        """Start, or resume after a pause.

        At this speed; otherwise at the one before the pause, or 2.5 km/h.
        """
        at_start = self.options.counter_reset is CounterReset.AT_START
        if self.state is BeltState.IDLE and at_start:
            self.deck.restart_counters()
        self.deck.target_kmh = self._resume_kmh if speed_kmh is None else speed_kmh
        self._change(
            BeltState.WALKING,
            frames.Training.MANUAL,
            bytes([frames.Status.STARTED_OR_RESUMED]),
        )

    @callback
    def set_speed(self, kmh: float) -> None:
        """Change the speed; 0 pauses, and a belt at rest starts."""
        if kmh <= 0:
            self.pause()
        elif self.state is not BeltState.WALKING:
            self.start(kmh)
        else:
            self.deck.target_kmh = kmh
            speed = frames.u16(kmh * 100)
            self._tell_status(bytes([frames.Status.TARGET_SPEED]) + speed)

    @callback
    def pause(self) -> None:
        """Pause: the belt stands, the counters stay."""
        if self.state is not BeltState.WALKING:
            return
        self._resume_kmh = self.deck.target_kmh
        self.deck.target_kmh = 0.0
        self._change(
            BeltState.PAUSED,
            frames.Training.OTHER,
            bytes([frames.Status.STOPPED_OR_PAUSED, 2]),
        )

    @callback
    def stop(self) -> None:
        """Stop; most belts put their counters back to zero."""
        self._halt(bytes([frames.Status.STOPPED_OR_PAUSED, 1]))

    @callback
    def pull_safety_key(self) -> None:
        """Pull the safety key: the belt stops at once."""
        self._halt(bytes([frames.Status.SAFETY_KEY]))

    @callback
    def reset(self) -> None:
        """Stop, put the counters back to zero, and say so."""
        self._halt(bytes([frames.Status.RESET]))
        self.deck.restart_counters()

    # What happens to its counters

    @callback
    def restart_counters(self) -> None:
        """Put the counters back to zero without a word, as some belts do in mid-walk."""
        self.deck.restart_counters()

    @callback
    def wrap_counters(self) -> None:
        """Put the counters 5 units below the end of their ranges: walking on wraps them."""
        self.deck.wrap_counters()

    @callback
    def recall(self, state: BeltState, counters: dict[str, float]) -> None:
        """Be in this state with these counters, as if nothing had happened."""
        self.state = state
        if state is BeltState.WALKING:
            self._training = frames.Training.MANUAL
        self.deck.remember(counters)

    @callback
    def advance(
        self, seconds: float, on_step: Callable[[float], object] | None = None
    ) -> None:
        """Let this much time pass for the belt, sending what falls due on the way.

        The stretch is cut at each notification; `on_step` is called with the seconds
        of each part before what is due at its end is sent, so that a test can move
        its own clock along.
        """
        left_s = seconds
        while left_s > _NOTHING:
            step_s = min(left_s, self._notify_in_s)
            left_s -= step_s
            self._notify_in_s -= step_s
            if on_step:
                on_step(step_s)
            self.deck.move(step_s)
            self.script.pass_time(step_s)
            if self._notify_in_s <= _NOTHING:
                self._notify_in_s += 1 / self.notify_hz
                self._send_record()

    # What a connected central does

    @override
    def subscribed(self, uuid: str) -> None:
        """Begin the walk of the configuration when somebody listens.

        Belts that repeat an old status do so here.
        """
        after_s = self.options.autostart_s
        waiting = self.state is BeltState.IDLE and not self.script.running
        if uuid == TREADMILL_DATA and after_s is not None and waiting:
            self.script.begin(after_s=after_s)
        if uuid == MACHINE_STATUS and self.options.quirks & Quirk.STALE_STATUS:
            self._hass.loop.call_soon(self.notify, uuid, self._last_status)

    @override
    def read(self, uuid: str) -> bytes:
        """Return Feature, Speed Range or Training Status."""
        if uuid == FEATURE:
            lying = bool(self.options.quirks & Quirk.LYING_FEATURE)
            return frames.feature(self.options.fields, lying=lying)
        if uuid == SPEED_RANGE:
            return frames.speed_range(MINIMUM_KMH, MAXIMUM_KMH, INCREMENT_KMH)
        if uuid == TRAINING_STATUS:
            return frames.training_status(self._training)
        raise BleakError(f"Nothing to read at {uuid}")

    @override
    def write(self, uuid: str, payload: bytes) -> None:
        """Answer a command; only the control point can be written."""
        reply = refusal(payload) if self.obstinate else answer(self, payload)
        self.notify(CONTROL_POINT, reply)

    def _halt(self, status: bytes) -> None:
        """Stand still for good, for this reason."""
        self.script.end()
        self.deck.target_kmh = 0.0
        self._resume_kmh = DEFAULT_SPEED_KMH
        if self.options.counter_reset is CounterReset.AT_STOP:
            self.deck.restart_counters()
        self._change(BeltState.IDLE, frames.Training.IDLE, status)

    def _change(
        self, state: BeltState, training: frames.Training, status: bytes
    ) -> None:
        """Go into this state, and say so."""
        self.state = state
        self._training = training
        self._tell_status(status)
        self.notify(TRAINING_STATUS, frames.training_status(training))
        if self.options.changing_advertisement:
            self.advertise()

    def _tell_status(self, status: bytes) -> None:
        """Send a Machine Status, and keep it for belts that repeat it."""
        self._last_status = status
        self.notify(MACHINE_STATUS, status)

    def _send_record(self) -> None:
        """Send what the console shows, cut to what fits into a packet."""
        options = self.options
        packets = frames.treadmill_data(
            self.deck.show(),
            options.fields,
            step_bytes=options.step_bytes if options.has_steps else 0,
            split=bool(options.quirks & Quirk.SPLIT_RECORDS),
        )
        for packet in packets:
            self.notify(TREADMILL_DATA, packet[: self.mtu - 3])

    def _perform(self, stage: Stage) -> None:
        """Do what a stage of the script begins with."""
        match stage.action:
            case StageAction.START:
                self.start(stage.speed_kmh)
            case StageAction.SET_SPEED:
                self.set_speed(stage.speed_kmh or DEFAULT_SPEED_KMH)
            case StageAction.PAUSE:
                self.pause()
            case StageAction.STOP:
                self.stop()
            case StageAction.PULL_SAFETY_KEY:
                self.pull_safety_key()
            case StageAction.DROP_LINK:
                self.drop_link()
