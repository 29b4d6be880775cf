"""What kind of belt it is: how it shows itself on the air, what it sends, and where it misbehaves."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import voluptuous as vol

from homeassistant.const import CONF_ADDRESS, CONF_NAME
from homeassistant.helpers import config_validation as cv

from .quirks import QUIRK_KEYS, Quirk

DOMAIN = "virtual_treadmill"
DEFAULT_ADDRESS = "C0:FF:EE:00:00:01"
DEFAULT_NAME = "Virtual treadmill"


class MachineKind(StrEnum):
    """Fitness machines that put the same service on the air."""

    TREADMILL = "treadmill"
    CROSS_TRAINER = "cross_trainer"
    STEP_CLIMBER = "step_climber"
    STAIR_CLIMBER = "stair_climber"
    ROWER = "rower"
    INDOOR_BIKE = "indoor_bike"

    @property
    def bit(self) -> int:
        """This kind's bit in the service data of 0x1826 (u16, FTMS 1.0 §3.1.2)."""
        return 1 << list(MachineKind).index(self)


class Field(StrEnum):
    """What a Treadmill Data record may hold besides speed, in the order of its bytes (FTMS 1.0 §4.9)."""

    AVERAGE_SPEED = "average_speed"
    DISTANCE = "distance"
    INCLINATION = "inclination"
    ELEVATION = "elevation"
    ENERGY = "energy"
    HEART_RATE = "heart_rate"
    ELAPSED = "elapsed"


class Speech(StrEnum):
    """Languages that a machine speaks over Bluetooth, each in a service of its own."""

    FTMS = "ftms"
    WALKING_PAD = "walking_pad"
    FOOT_POD = "foot_pod"


class CounterReset(StrEnum):
    """When a belt puts its counters back to zero by itself."""

    AT_STOP = "stop"
    AT_START = "start"
    NEVER = "never"


class Refusal(StrEnum):
    """Why a belt that is heard cannot be connected to."""

    NO_SLOT = "no_slot"
    """The radio has no free connection slot."""
    HELD = "held"
    """A phone holds the belt: it says that it is not available, and breaks off each attempt."""
    UNREACHABLE = "unreachable"
    """Heard very weakly; every attempt to connect times out."""


class StageAction(StrEnum):
    """What happens at the beginning of a stage of a script."""

    START = "start"
    SET_SPEED = "set_speed"
    PAUSE = "pause"
    STOP = "stop"
    PULL_SAFETY_KEY = "pull_safety_key"
    DROP_LINK = "drop_link"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """One part of a script: what happens at its beginning, and how long it lasts."""

    action: StageAction
    seconds: float
    speed_kmh: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BeltOptions:
    """Everything that can be configured about one belt."""

    address: str = DEFAULT_ADDRESS
    name: str = DEFAULT_NAME
    real_time: bool = True
    notify_hz: float = 1.0
    speaks: tuple[Speech, ...] = (Speech.FTMS,)
    advertise_services: bool = True
    pod_stride: bool = True
    pod_distance: bool = True
    service_data: bool = True
    changing_advertisement: bool = False
    machine_type: MachineKind = MachineKind.TREADMILL
    has_steps: bool = True
    step_bytes: int = 2
    step_length_m: float = 0.5
    wobble_kmh: float = 0.0
    seed: int = 1
    mtu: int = 247
    fields: frozenset[Field] = frozenset(
        {Field.AVERAGE_SPEED, Field.DISTANCE, Field.ENERGY, Field.ELAPSED}
    )
    quirks: Quirk = Quirk.NONE
    counter_reset: CounterReset = CounterReset.AT_STOP
    distance_m: float = 0.0
    steps: int = 0
    elapsed_s: float = 0.0
    autostart_s: float | None = None
    script: tuple[Stage, ...] = ()
    walk_minutes: float = 15.0
    remember: bool = False
    """Walk on, as a real belt does, while Home Assistant is not running."""


STAGE_SCHEMA = vol.Schema(
    {
        vol.Required("action"): vol.Coerce(StageAction),
        vol.Required("seconds"): vol.All(vol.Coerce(float), vol.Range(min=0)),
        vol.Optional("speed_kmh"): vol.All(vol.Coerce(float), vol.Range(min=0, max=25)),
    }
)


def _address(value: object) -> str:
    """Return a Bluetooth address as Home Assistant writes it, e.g. `C0:FF:EE:00:00:01`."""
    return cv.matches_regex(r"^([0-9A-F]{2}:){5}[0-9A-F]{2}$")(cv.string(value).upper())


def _not_negative(value: object) -> float:
    """Return a number that is zero or more."""
    number: float = vol.All(vol.Coerce(float), vol.Range(min=0))(value)
    return number


BELT_SCHEMA = vol.Schema(
    {
        vol.Optional(CONF_ADDRESS): _address,
        vol.Optional(CONF_NAME): cv.string,
        vol.Optional("real_time"): cv.boolean,
        vol.Optional("notify_hz"): vol.All(vol.Coerce(float), vol.Range(min=1, max=10)),
        vol.Optional("speaks"): vol.All(
            cv.ensure_list, [vol.Coerce(Speech)], vol.Coerce(tuple), vol.Length(min=1)
        ),
        vol.Optional("advertise_services"): cv.boolean,
        vol.Optional("pod_stride"): cv.boolean,
        vol.Optional("pod_distance"): cv.boolean,
        vol.Optional("service_data"): cv.boolean,
        vol.Optional("changing_advertisement"): cv.boolean,
        vol.Optional("machine_type"): vol.Coerce(MachineKind),
        vol.Optional("has_steps"): cv.boolean,
        vol.Optional("step_bytes"): vol.In([2, 3]),
        vol.Optional("step_length_m"): vol.All(
            vol.Coerce(float), vol.Range(min=0.1, max=2)
        ),
        vol.Optional("wobble_kmh"): _not_negative,
        vol.Optional("seed"): vol.Coerce(int),
        vol.Optional("mtu"): vol.All(vol.Coerce(int), vol.Range(min=23, max=517)),
        vol.Optional("fields"): vol.All(
            cv.ensure_list, [vol.Coerce(Field)], vol.Coerce(frozenset)
        ),
        **{vol.Optional(key): cv.boolean for key in QUIRK_KEYS},
        vol.Optional("counter_reset"): vol.Coerce(CounterReset),
        vol.Optional("distance_m"): _not_negative,
        vol.Optional("steps"): vol.All(vol.Coerce(int), vol.Range(min=0)),
        vol.Optional("elapsed_s"): _not_negative,
        vol.Optional("autostart_s"): vol.Any(None, _not_negative),
        vol.Optional("script"): vol.All(cv.ensure_list, [STAGE_SCHEMA]),
        vol.Optional("walk_minutes"): _not_negative,
        vol.Optional("remember"): cv.boolean,
    }
)


def belt_options(configured: Mapping[str, Any], number: int) -> BeltOptions:
    """Return the options of the belt with this number (from 0), from its validated part of the configuration."""
    chosen = dict(configured)
    quirks = Quirk.NONE
    for key, quirk in QUIRK_KEYS.items():
        if chosen.pop(key, False):
            quirks |= quirk
    chosen.setdefault(CONF_ADDRESS, f"{DEFAULT_ADDRESS[:-2]}{number + 1:02X}")
    chosen["script"] = tuple(Stage(**stage) for stage in chosen.get("script", ()))
    return BeltOptions(**chosen, quirks=quirks)
