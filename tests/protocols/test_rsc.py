"""RSC Measurements of foot pods."""

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.protocols.rsc import RscMeasurement, parse_rsc


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        pytest.param(
            "03 00 01 6e 6e 00 39 30 00 00",
            RscMeasurement(1.0, 110, 1.1, 1234.5),
            id="all there is, walking",
        ),
        pytest.param(
            "07 80 02 aa c8 00 00 00 00 00",
            RscMeasurement(2.5, 170, 2.0, 0.0, runs=True),
            id="running",
        ),
        pytest.param(
            "02 00 01 6e 39 30 00 00",
            RscMeasurement(1.0, 110, None, 1234.5),
            id="distance without stride",
        ),
        pytest.param("01 00 01 6e 6e 00", RscMeasurement(1.0, 110, 1.1), id="stride"),
        pytest.param("00 00 00 00", RscMeasurement(0.0, 0), id="at rest"),
        pytest.param(
            "00 00 01 6e ff ff", RscMeasurement(1.0, 110), id="bytes behind it"
        ),
        pytest.param("", RscMeasurement(truncated=True), id="nothing"),
        pytest.param("03", RscMeasurement(truncated=True), id="flags alone"),
        pytest.param("00 00", RscMeasurement(truncated=True), id="half a speed"),
        pytest.param("00 00 01", RscMeasurement(1.0, truncated=True), id="a speed"),
        pytest.param(
            "03 00 01 6e 6e",
            RscMeasurement(1.0, 110, truncated=True),
            id="half a stride",
        ),
        pytest.param(
            "03 00 01 6e 6e 00 39 30 00",
            RscMeasurement(1.0, 110, 1.1, truncated=True),
            id="most of a distance",
        ),
    ],
)
def test_measurement(frame: str, said: RscMeasurement) -> None:
    """Speed in 1/256 m/s, cadence, stride in cm, distance in dm; what is cut off is not made up."""
    assert parse_rsc(bytes.fromhex(frame)) == said


@given(st.binary(max_size=24))
def test_any_bytes_are_read_without_an_error(frame: bytes) -> None:
    """Nothing that a radio can deliver raises; what is truncated lacks something, and what is not lacks nothing announced."""
    said = parse_rsc(frame)
    assert said == parse_rsc(bytearray(frame))
    announced = [said.speed_mps, said.cadence]
    if frame and frame[0] & 1:
        announced.append(said.stride_length_m)
    if frame and frame[0] & 2:
        announced.append(said.distance_m)
    assert said.truncated == (None in announced)


@given(
    st.integers(0, 0xFFFF),
    st.integers(0, 0xFF),
    st.none() | st.integers(0, 0xFFFF),
    st.none() | st.integers(0, 0xFFFFFFFF),
    st.binary(max_size=4),
)
def test_what_was_put_in_comes_out(
    speed: int, cadence: int, stride: int | None, distance: int | None, tail: bytes
) -> None:
    """Any numbers, any fields, whatever follows."""
    flags = (stride is not None) | (distance is not None) << 1
    frame = bytes([flags]) + speed.to_bytes(2, "little") + bytes([cadence])
    if stride is not None:
        frame += stride.to_bytes(2, "little")
    if distance is not None:
        frame += distance.to_bytes(4, "little")
    assert parse_rsc(frame + tail) == RscMeasurement(
        speed_mps=speed / 256,
        cadence=cadence,
        stride_length_m=None if stride is None else stride / 100,
        distance_m=None if distance is None else distance / 10,
    )
