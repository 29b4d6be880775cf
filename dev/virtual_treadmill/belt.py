"""A treadmill that exists only in this process, and is heard and connected to like any other."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import override

from homeassistant.core import HomeAssistant, callback

from .deck import Deck
from .frames import Readout
from .ftms_voice import FtmsVoice
from .gatt import Characteristics
from .options import (
    BeltOptions,
    CounterReset,
    Field,
    MachineKind,
    Refusal,
    Speech,
    Stage,
    StageAction,
)
from .pad_voice import PadVoice
from .peripheral import Peripheral
from .pod_voice import PodVoice
from .quirks import Quirk
from .script import DEFAULT_SPEED_KMH, BeltScript, stages_of
from .voice import Happening, Voice

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

_NOTHING = 1e-9
_MILE_KM = 1.609344
_VOICES: Mapping[Speech, type[Voice]] = {
    Speech.FTMS: FtmsVoice,
    Speech.WALKING_PAD: PadVoice,
    Speech.FOOT_POD: PodVoice,
}


class BeltState(StrEnum):
    """What the belt's console is at."""

    IDLE = "idle"
    WALKING = "walking"
    PAUSED = "paused"


class VirtualBelt(Peripheral):
    """One belt, pad or pod: what a person does to it, and what it sends as time passes."""

    def __init__(self, hass: HomeAssistant, options: BeltOptions) -> None:
        """Make a belt that stands still and is not on the air yet."""
        self.voices = [_VOICES[speech](self) for speech in options.speaks]
        super().__init__(hass, options)
        self.notify_hz = options.notify_hz
        self.state = BeltState.IDLE
        self.deck = Deck(options)
        self.script = BeltScript(stages_of(options), self._perform)
        self._resume_kmh = DEFAULT_SPEED_KMH
        self._notify_in_s = 1 / options.notify_hz
        self.last_happening = Happening.STOPPED

    @property
    @override
    def moving(self) -> bool:
        """Whether the belt moves."""
        return self.state is BeltState.WALKING

    @property
    @override
    def figures(self) -> str:
        """The characteristic of its figures."""
        return self.voices[0].figures

    @property
    @override
    def offered(self) -> dict[str, Characteristics]:
        """The characteristics of each service."""
        return {voice.service: voice.characteristics for voice in self.voices}

    @property
    def counts_one_leg(self) -> bool:
        """Whether only the steps of one leg are counted."""
        return bool(self.options.quirks & Quirk.EVERY_SECOND_STEP)

    def shown(self, *, nothing: bool = False) -> Readout:
        """Return what is sent of the console; `nothing`: zeros, from a belt that sends those at rest."""
        quirks, shown = self.options.quirks, self.deck.show()
        if nothing and quirks & Quirk.NULL_FRAMES and not self.moving:
            return replace(
                shown, average_speed_kmh=0, distance_m=0, elapsed_s=0, steps=0
            )
        if quirks & Quirk.DISTANCE_IN_MILES:
            shown = replace(shown, distance_m=int(shown.distance_m / _MILE_KM))
        if quirks & Quirk.SPEED_IN_MILES:
            shown = replace(shown, speed_kmh=shown.speed_kmh / _MILE_KM)
        return replace(shown, steps=shown.steps // 2) if self.counts_one_leg else shown

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
        self._change(BeltState.WALKING, Happening.STARTED)

    @callback
    def set_speed(self, kmh: float) -> None:
        """Change the speed; 0 pauses, and a belt at rest starts."""
        if kmh <= 0:
            self.pause()
        elif self.state is not BeltState.WALKING:
            self.start(kmh)
        else:
            self.deck.target_kmh = kmh
            self._tell(Happening.SPEED)

    @callback
    def pause(self) -> None:
        """Pause: the belt stands, the counters stay."""
        if self.state is not BeltState.WALKING:
            return
        self._resume_kmh = self.deck.target_kmh
        self.deck.target_kmh = 0.0
        self._change(BeltState.PAUSED, Happening.PAUSED)

    @callback
    def stop(self) -> None:
        """Stop; most belts put their counters back to zero."""
        self._halt(Happening.STOPPED)

    @callback
    def pull_safety_key(self) -> None:
        """Pull the safety key: the belt stops at once."""
        self._halt(Happening.SAFETY_KEY)

    @callback
    def reset(self) -> None:
        """Stop, put the counters back to zero, and say so."""
        self._halt(Happening.RESET)
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
            self.last_happening = Happening.STARTED
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
                for voice in self.voices:
                    voice.send()

    # What a connected central does

    @override
    def subscribed(self, uuid: str) -> None:
        """Begin the walk of the configuration when somebody listens."""
        after_s = self.options.autostart_s
        waiting = self.state is BeltState.IDLE and not self.script.running
        if uuid == self.figures and after_s is not None and waiting:
            self.script.begin(after_s=after_s)
        self._voice_at(uuid).subscribed(uuid)

    @override
    def read(self, uuid: str) -> bytes:
        """Return the value of a characteristic."""
        return self._voice_at(uuid).read(uuid)

    @override
    def write(self, uuid: str, payload: bytes) -> None:
        """Take a command."""
        self._voice_at(uuid).write(uuid, payload)

    def soon(self, uuid: str, payload: bytes) -> None:
        """Send a notification once the central is done with what it does."""
        self._hass.loop.call_soon(self.notify, uuid, payload)

    def _voice_at(self, uuid: str) -> Voice:
        return next(voice for voice in self.voices if uuid in voice.characteristics)

    def _halt(self, happening: Happening) -> None:
        """Stand still for good, for this reason."""
        self.script.end()
        self.deck.target_kmh = 0.0
        self._resume_kmh = DEFAULT_SPEED_KMH
        if self.options.counter_reset is CounterReset.AT_STOP:
            self.deck.restart_counters()
        self._change(BeltState.IDLE, happening)

    def _change(self, state: BeltState, happening: Happening) -> None:
        """Go into this state, and say so."""
        self.state = state
        self.last_happening = happening
        self._tell(happening)
        if self.options.changing_advertisement:
            self.advertise()

    def _tell(self, happening: Happening) -> None:
        for voice in self.voices:
            voice.happened(happening)

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
