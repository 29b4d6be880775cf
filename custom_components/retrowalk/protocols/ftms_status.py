"""What a fitness machine says beside its figures: its kind, abilities, speed range, states, and answers to requests.

Codes and layouts follow the Bluetooth SIG's FTMS 1.0. Belts send codes that it does not know, so each reading keeps
the bare code beside the name; a frame that is too short leaves out what it lacks.
"""

from enum import IntEnum, IntFlag
from struct import Struct
from typing import Final, NamedTuple

REQUEST_CONTROL: Final = b"\x00"
STOP: Final = b"\x08\x01"
PAUSE: Final = b"\x08\x02"

_SERVICE: Final = Struct("<BH")
_FEATURE: Final = Struct("<II")
_SPEED_RANGE: Final = Struct("<HHH")
_AVAILABLE: Final = 1 << 0
_TEXT_PRESENT: Final = 0b11
_RESPONSE: Final = 0x80
_STOP_PRESSED: Final = 1
_PAUSE_PRESSED: Final = 2


class MachineType(IntFlag):
    """Kinds of fitness machine, as advertised in service data."""

    TREADMILL = 1 << 0
    CROSS_TRAINER = 1 << 1
    STEP_CLIMBER = 1 << 2
    STAIR_CLIMBER = 1 << 3
    ROWER = 1 << 4
    INDOOR_BIKE = 1 << 5


class MachineFeature(IntFlag):
    """What a machine says it can measure; often wrong, so no more than a hint."""

    AVERAGE_SPEED = 1 << 0
    CADENCE = 1 << 1
    TOTAL_DISTANCE = 1 << 2
    INCLINATION = 1 << 3
    ELEVATION_GAIN = 1 << 4
    PACE = 1 << 5
    STEP_COUNT = 1 << 6
    RESISTANCE_LEVEL = 1 << 7
    STRIDE_COUNT = 1 << 8
    EXPENDED_ENERGY = 1 << 9
    HEART_RATE = 1 << 10
    METABOLIC_EQUIVALENT = 1 << 11
    ELAPSED_TIME = 1 << 12
    REMAINING_TIME = 1 << 13
    POWER = 1 << 14
    FORCE_ON_BELT = 1 << 15
    USER_DATA = 1 << 16


class TargetFeature(IntFlag):
    """What a machine says it can be told to aim at; often wrong, so no more than a hint."""

    SPEED = 1 << 0
    INCLINATION = 1 << 1
    RESISTANCE = 1 << 2
    POWER = 1 << 3
    HEART_RATE = 1 << 4
    EXPENDED_ENERGY = 1 << 5
    STEPS = 1 << 6
    STRIDES = 1 << 7
    DISTANCE = 1 << 8
    TRAINING_TIME = 1 << 9
    TIME_IN_TWO_ZONES = 1 << 10
    TIME_IN_THREE_ZONES = 1 << 11
    TIME_IN_FIVE_ZONES = 1 << 12
    BIKE_SIMULATION = 1 << 13
    WHEEL_CIRCUMFERENCE = 1 << 14
    SPIN_DOWN = 1 << 15
    CADENCE = 1 << 16


class TrainingStatus(IntEnum):
    """Where in a training the machine is (0x2AD3)."""

    OTHER = 0x00
    IDLE = 0x01
    WARM_UP = 0x02
    LOW_INTERVAL = 0x03
    HIGH_INTERVAL = 0x04
    RECOVERY = 0x05
    ISOMETRIC = 0x06
    HEART_RATE_CONTROL = 0x07
    FITNESS_TEST = 0x08
    SPEED_TOO_LOW = 0x09
    SPEED_TOO_HIGH = 0x0A
    COOL_DOWN = 0x0B
    WATT_CONTROL = 0x0C
    MANUAL = 0x0D
    PRE_WORKOUT = 0x0E
    POST_WORKOUT = 0x0F


class MachineStatus(IntEnum):
    """What has just happened to the machine (0x2ADA)."""

    RESET = 0x01
    STOPPED_OR_PAUSED = 0x02
    SAFETY_KEY = 0x03
    STARTED_OR_RESUMED = 0x04
    TARGET_SPEED = 0x05
    TARGET_INCLINATION = 0x06
    TARGET_RESISTANCE = 0x07
    TARGET_POWER = 0x08
    TARGET_HEART_RATE = 0x09
    TARGET_ENERGY = 0x0A
    TARGET_STEPS = 0x0B
    TARGET_STRIDES = 0x0C
    TARGET_DISTANCE = 0x0D
    TARGET_TRAINING_TIME = 0x0E
    TARGET_TIME_IN_TWO_ZONES = 0x0F
    TARGET_TIME_IN_THREE_ZONES = 0x10
    TARGET_TIME_IN_FIVE_ZONES = 0x11
    BIKE_SIMULATION = 0x12
    WHEEL_CIRCUMFERENCE = 0x13
    SPIN_DOWN = 0x14
    TARGET_CADENCE = 0x15
    CONTROL_LOST = 0xFF


class ControlResult(IntEnum):
    """How a machine answered a request to its control point (0x2AD9)."""

    SUCCESS = 0x01
    NOT_SUPPORTED = 0x02
    INVALID_PARAMETER = 0x03
    FAILED = 0x04
    NOT_PERMITTED = 0x05


class ServiceData(NamedTuple):
    """What an advertisement says about the machine."""

    available: bool
    machine_type: MachineType


class FeatureData(NamedTuple):
    """What the machine says it can do."""

    machine: MachineFeature
    target: TargetFeature


class SpeedRange(NamedTuple):
    """Which speeds the belt takes."""

    minimum_kmh: float
    maximum_kmh: float
    increment_kmh: float


class TrainingStatusData(NamedTuple):
    """A training status: its name where known, its code where sent, and the belt's own words, such as a countdown."""

    status: TrainingStatus | None = None
    code: int | None = None
    text: str | None = None


class MachineStatusData(NamedTuple):
    """A machine status: its name where known, its code where sent, and what came with it."""

    status: MachineStatus | None = None
    code: int | None = None
    stopped: bool = False
    paused: bool = False
    target_speed_kmh: float | None = None
    target_inclination_percent: float | None = None


class ControlResponse(NamedTuple):
    """A machine's answer: the code of the request, and the result by name where known and by code."""

    request_code: int
    result: ControlResult | None
    result_code: int


def _known[Code: IntEnum](codes: type[Code], code: int) -> Code | None:
    """Return the name of a code, or None for one that the specification does not know."""
    return codes(code) if code in codes else None


def parse_service_data(advertised: bytes | bytearray) -> ServiceData | None:
    """Return what the service data of 0x1826 (without the UUID) says, or None where it is too short."""
    if len(advertised) < _SERVICE.size:
        return None
    flags, machine_type = _SERVICE.unpack_from(advertised)
    return ServiceData(
        available=bool(flags & _AVAILABLE), machine_type=MachineType(machine_type)
    )


def parse_feature(frame: bytes | bytearray) -> FeatureData | None:
    """Return what a Feature frame (0x2ACC) says, or None where it is too short."""
    if len(frame) < _FEATURE.size:
        return None
    machine, target = _FEATURE.unpack_from(frame)
    return FeatureData(machine=MachineFeature(machine), target=TargetFeature(target))


def parse_speed_range(frame: bytes | bytearray) -> SpeedRange | None:
    """Return what a Supported Speed Range frame (0x2AD4, in 0.01 km/h) says, or None where it is too short."""
    if len(frame) < _SPEED_RANGE.size:
        return None
    minimum, maximum, increment = _SPEED_RANGE.unpack_from(frame)
    return SpeedRange(
        minimum_kmh=minimum / 100,
        maximum_kmh=maximum / 100,
        increment_kmh=increment / 100,
    )


def parse_training_status(frame: bytes | bytearray) -> TrainingStatusData:
    """Return what a Training Status frame says, whatever its bytes; one without a code says nothing."""
    if len(frame) < 2:
        return TrainingStatusData()
    flags, code = frame[0], frame[1]
    text = (
        frame[2:].decode("utf-8", errors="replace").rstrip("\0")
        if flags & _TEXT_PRESENT
        else ""
    )
    return TrainingStatusData(
        status=_known(TrainingStatus, code), code=code, text=text or None
    )


def parse_machine_status(frame: bytes | bytearray) -> MachineStatusData:
    """Return what a Machine Status frame says, whatever its bytes; an empty one says nothing."""
    if not frame:
        return MachineStatusData()
    code, parameter = frame[0], frame[1:]
    status = _known(MachineStatus, code)
    reading = MachineStatusData(status=status, code=code)
    if status is MachineStatus.STOPPED_OR_PAUSED and parameter:
        return reading._replace(
            stopped=parameter[0] == _STOP_PRESSED, paused=parameter[0] == _PAUSE_PRESSED
        )
    if status is MachineStatus.TARGET_SPEED and len(parameter) >= 2:
        return reading._replace(
            target_speed_kmh=int.from_bytes(parameter[:2], "little") / 100
        )
    if status is MachineStatus.TARGET_INCLINATION and len(parameter) >= 2:
        inclination = int.from_bytes(parameter[:2], "little", signed=True)
        return reading._replace(target_inclination_percent=inclination / 10)
    return reading


def parse_control_response(frame: bytes | bytearray) -> ControlResponse | None:
    """Return the answer that a Control Point indication carries, or None where it carries none."""
    if len(frame) < 3 or frame[0] != _RESPONSE:
        return None
    return ControlResponse(
        request_code=frame[1],
        result=_known(ControlResult, frame[2]),
        result_code=frame[2],
    )
