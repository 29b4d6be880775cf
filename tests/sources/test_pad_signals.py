"""What a WalkingPad's change of state means."""

import pytest

from custom_components.retrowalk.protocols.walkingpad import parse_status
from custom_components.retrowalk.sources.pad_dialect import PadDialect
from custom_components.retrowalk.walking.model import BeltSignal
from custom_components.virtual_treadmill.pad_voice import status

STOPPED, ACTIVE, STANDBY, STARTING, COUNTDOWN = 0, 1, 5, 9, 8


def signals(*states: int) -> list[BeltSignal | None]:
    """What a pad that is in these states one after the other says of its run."""
    dialect = PadDialect()
    told = []
    for state in states:
        frame = status(state=state, speed_kmh=0, mode=1, elapsed_s=0, metres=0, steps=0)
        assert parse_status(frame) is not None
        assert dialect.read(frame) is not None
        told.append(dialect.take_signal())
    return told


@pytest.mark.parametrize(
    ("states", "last"),
    [
        pytest.param([ACTIVE], None, id="the first one is no change"),
        pytest.param([STANDBY, ACTIVE], BeltSignal.STARTED, id="started"),
        pytest.param([STANDBY, STARTING], None, id="about to start"),
        pytest.param([STANDBY, STARTING, COUNTDOWN], None, id="counting down"),
        pytest.param(
            [STARTING, COUNTDOWN, ACTIVE], BeltSignal.STARTED, id="off it goes"
        ),
        pytest.param([ACTIVE, ACTIVE], None, id="goes on"),
        pytest.param([ACTIVE, STOPPED], BeltSignal.PAUSED, id="may be a pause"),
        pytest.param([ACTIVE, STOPPED, STOPPED], None, id="said once"),
        pytest.param([STOPPED, STANDBY], BeltSignal.STOPPED, id="switched off"),
        pytest.param([ACTIVE, STANDBY], BeltSignal.STOPPED, id="switched off at once"),
        pytest.param([STANDBY, STOPPED], None, id="switched on"),
        pytest.param([STARTING, STOPPED], BeltSignal.PAUSED, id="thought better of it"),
    ],
)
def test_change_of_state(states: list[int], last: BeltSignal | None) -> None:
    """Nothing is made of what is not known."""
    assert signals(*states)[-1] is last
