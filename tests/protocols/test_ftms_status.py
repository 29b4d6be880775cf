"""What a machine says beside its figures: advertisement, features, speed range, states, answers."""

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.protocols.ftms import (
    ControlResponse,
    ControlResult,
    FeatureData,
    MachineFeature,
    MachineStatus,
    MachineStatusData,
    MachineType,
    ServiceData,
    SpeedRange,
    TargetFeature,
    TrainingStatus,
    TrainingStatusData,
    parse_control_response,
    parse_feature,
    parse_machine_status,
    parse_service_data,
    parse_speed_range,
    parse_training_status,
)


@given(st.binary(max_size=32))
def test_any_bytes_are_read_without_an_error(frame: bytes) -> None:
    """Nothing that a radio can deliver raises, as bytes or as a bytearray."""
    for parse in (
        parse_control_response,
        parse_feature,
        parse_machine_status,
        parse_service_data,
        parse_speed_range,
        parse_training_status,
    ):
        assert parse(frame) == parse(bytearray(frame))


@pytest.mark.parametrize(
    ("frame", "reading"),
    [
        ("030e33", TrainingStatusData(TrainingStatus.PRE_WORKOUT, 0x0E, "3")),
        ("010d", TrainingStatusData(TrainingStatus.MANUAL, 0x0D)),
        ("010f", TrainingStatusData(TrainingStatus.POST_WORKOUT, 0x0F)),
        ("0101", TrainingStatusData(TrainingStatus.IDLE, 0x01)),
        ("0001ffff", TrainingStatusData(TrainingStatus.IDLE, 0x01)),
        (
            "010b436f6f6c0000",
            TrainingStatusData(TrainingStatus.COOL_DOWN, 0x0B, "Cool"),
        ),
        ("0102ff", TrainingStatusData(TrainingStatus.WARM_UP, 0x02, "\ufffd")),
        ("0010", TrainingStatusData(None, 0x10)),
        ("01", TrainingStatusData()),
        ("", TrainingStatusData()),
    ],
)
def test_training_status(frame: str, reading: TrainingStatusData) -> None:
    """Known and unknown codes, countdowns, padded and broken texts, frames without a code."""
    assert parse_training_status(bytes.fromhex(frame)) == reading


@pytest.mark.parametrize(
    ("frame", "reading"),
    [
        ("01", MachineStatusData(MachineStatus.RESET, 0x01)),
        (
            "0201",
            MachineStatusData(MachineStatus.STOPPED_OR_PAUSED, 0x02, stopped=True),
        ),
        ("0202", MachineStatusData(MachineStatus.STOPPED_OR_PAUSED, 0x02, paused=True)),
        ("0203", MachineStatusData(MachineStatus.STOPPED_OR_PAUSED, 0x02)),
        ("02", MachineStatusData(MachineStatus.STOPPED_OR_PAUSED, 0x02)),
        ("03", MachineStatusData(MachineStatus.SAFETY_KEY, 0x03)),
        ("04", MachineStatusData(MachineStatus.STARTED_OR_RESUMED, 0x04)),
        (
            "056900",
            MachineStatusData(MachineStatus.TARGET_SPEED, 0x05, target_speed_kmh=1.05),
        ),
        ("0569", MachineStatusData(MachineStatus.TARGET_SPEED, 0x05)),
        (
            "06ddff",
            MachineStatusData(
                MachineStatus.TARGET_INCLINATION, 0x06, target_inclination_percent=-3.5
            ),
        ),
        ("06", MachineStatusData(MachineStatus.TARGET_INCLINATION, 0x06)),
        ("ff", MachineStatusData(MachineStatus.CONTROL_LOST, 0xFF)),
        ("7f01", MachineStatusData(None, 0x7F)),
        ("", MachineStatusData()),
    ],
)
def test_machine_status(frame: str, reading: MachineStatusData) -> None:
    """Stop and pause are told apart, targets are read, unknown codes are kept, short frames lack what they lack."""
    assert parse_machine_status(bytes.fromhex(frame)) == reading


def test_features_keep_bits_without_a_name() -> None:
    """A belt may set bits that nobody has defined; they do no harm and are not lost."""
    assert parse_feature(bytes.fromhex("0410000001000000")) == FeatureData(
        MachineFeature.TOTAL_DISTANCE | MachineFeature.ELAPSED_TIME, TargetFeature.SPEED
    )
    assert parse_feature(b"\xff" * 8) == FeatureData(
        MachineFeature(0xFFFFFFFF), TargetFeature(0xFFFFFFFF)
    )


def test_speed_range() -> None:
    """A range of 1.00 to 6.00 km/h by 0.10."""
    assert parse_speed_range(bytes.fromhex("640058020a00")) == SpeedRange(1.0, 6.0, 0.1)


@pytest.mark.parametrize(
    ("advertised", "reading"),
    [
        ("010100", ServiceData(available=True, machine_type=MachineType.TREADMILL)),
        ("002000", ServiceData(available=False, machine_type=MachineType.INDOOR_BIKE)),
        (
            "010300",
            ServiceData(
                available=True,
                machine_type=MachineType.TREADMILL | MachineType.CROSS_TRAINER,
            ),
        ),
        ("01008000", ServiceData(available=True, machine_type=MachineType(0x8000))),
    ],
)
def test_service_data(advertised: str, reading: ServiceData) -> None:
    """The kinds of machine, one or several, known or not."""
    assert parse_service_data(bytes.fromhex(advertised)) == reading


@pytest.mark.parametrize(
    ("frame", "answer"),
    [
        ("800001", ControlResponse(0x00, ControlResult.SUCCESS, 0x01)),
        ("800004", ControlResponse(0x00, ControlResult.FAILED, 0x04)),
        ("80080501", ControlResponse(0x08, ControlResult.NOT_PERMITTED, 0x05)),
        ("800877", ControlResponse(0x08, None, 0x77)),
        ("810801", None),
        ("8008", None),
    ],
)
def test_control_response(frame: str, answer: ControlResponse | None) -> None:
    """Results by name and by code; what is no answer is none."""
    assert parse_control_response(bytes.fromhex(frame)) == answer


@pytest.mark.parametrize(
    ("parse", "frame"),
    [
        (parse_feature, "04100000010000"),
        (parse_speed_range, "640058020a"),
        (parse_service_data, "0101"),
    ],
)
def test_short_frames_are_none(parse: object, frame: str) -> None:
    """A frame that lacks a byte says nothing."""
    assert callable(parse)
    assert parse(bytes.fromhex(frame)) is None
