"""Status frames of WalkingPads, checked by their sum."""

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.protocols.walkingpad import (
    ASK_PROFILE,
    ASK_STATUS,
    STOP_PAD,
    WalkingPadMode,
    WalkingPadState,
    WalkingPadStatus,
    is_status,
    parse_status,
)

WALKING = bytes.fromhex("f8a2010f01000fd10000ab0012ae3c0000003afd")


def with_sum(body: bytes) -> bytes:
    """Return a status frame around 16 bytes of body, with a right checksum."""
    return b"\xf8\xa2" + body + bytes([(0xA2 + sum(body)) % 256, 0xFD])


@pytest.mark.parametrize(
    ("frame", "status"),
    [
        (
            WALKING.hex(),
            WalkingPadStatus(
                WalkingPadState.ACTIVE, 1.5, WalkingPadMode.MANUAL, 4049, 1710, 4782
            ),
        ),
        (
            "f8a2013c0100022a00004f0003d1b4000000e3fd",
            WalkingPadStatus(
                WalkingPadState.ACTIVE, 6.0, WalkingPadMode.MANUAL, 554, 790, 977
            ),
        ),
        (
            "f8a20000010000000000000000001e000000c1fd",
            WalkingPadStatus(
                WalkingPadState.STOPPED, 0.0, WalkingPadMode.MANUAL, 0, 0, 0
            ),
        ),
    ],
    ids=["walking", "fast", "idle"],
)
def test_a_known_frame_reads_as_it_was_decoded(
    frame: str, status: WalkingPadStatus
) -> None:
    """Frames of real pads give the recorded figures."""
    assert parse_status(bytes.fromhex(frame)) == status


@given(st.binary(min_size=16, max_size=16))
def test_any_status_with_a_right_sum_is_read(body: bytes) -> None:
    """Counters count up to three bytes, states and modes without a name stay bare codes."""
    status = parse_status(bytearray(with_sum(body)))
    assert status is not None
    assert (status.state, status.mode) == (body[0], body[2])
    assert status.elapsed_s == body[3] << 16 | body[4] << 8 | body[5]
    assert status.distance_m == 10 * (body[6] << 16 | body[7] << 8 | body[8])
    assert status.steps == body[9] << 16 | body[10] << 8 | body[11]


def test_a_state_without_a_name_is_the_bare_code() -> None:
    """A pad may say what nobody has written down."""
    status = parse_status(with_sum(b"\x42\x0a\x07" + bytes(13)))
    assert status == WalkingPadStatus(0x42, 1.0, 0x07, 0, 0, 0)


@given(st.binary(max_size=40))
def test_any_bytes_are_read_without_an_error(frame: bytes) -> None:
    """Nothing that a radio can deliver raises."""
    assert parse_status(frame) == parse_status(bytearray(frame))


@given(position=st.integers(2, 18), change=st.integers(1, 255))
def test_a_changed_byte_is_seen_by_the_sum(position: int, change: int) -> None:
    """A frame with one wrong byte is no status."""
    frame = bytearray(WALKING)
    frame[position] = (frame[position] + change) % 256
    assert parse_status(frame) is None


@pytest.mark.parametrize("length", range(20))
def test_a_cut_frame_is_no_status(length: int) -> None:
    """Without its sum and end nothing can be believed."""
    assert parse_status(WALKING[:length]) is None


@pytest.mark.parametrize(
    "frame",
    [
        "f8a7010f01000fd10000ab0012ae3c0000003ffd",
        "f8a2010f01000fd10000ab0012ae3c0000003afe",
    ],
)
def test_other_frames_are_no_status(frame: str) -> None:
    """The record of the last walk, and a frame with another end."""
    assert parse_status(bytes.fromhex(frame)) is None


def test_padding_changes_nothing() -> None:
    """Bytes behind the end are ignored."""
    assert parse_status(WALKING + bytes(4)) == parse_status(WALKING)


@pytest.mark.parametrize(
    ("command", "frame"),
    [
        (ASK_STATUS, "f7a20000a2fd"),
        (ASK_PROFILE, "f7a5604a4d937129c9fd"),
        (STOP_PAD, "f7a20100a3fd"),
    ],
)
def test_commands_are_those_that_were_seen_on_the_air(
    command: bytes, frame: str
) -> None:
    """Checksums included: the sum of what stands between the first byte and the sum."""
    assert command.hex() == frame
    assert command[-2] == sum(command[1:-2]) % 256


def test_a_harmed_status_is_told_from_another_frame() -> None:
    """The first is a fault of the radio, the second is none."""
    assert is_status(bytearray(WALKING[:-2]))
    assert not is_status(bytes.fromhex("f8a7"))
    assert not is_status(b"")
