"""Where the dialects of machines differ from what can be seen in one frame."""

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.const import Machine
from custom_components.retrowalk.protocols.ftms import parse_treadmill_data
from custom_components.retrowalk.sources.ftms_dialect import FtmsDialect
from custom_components.virtual_treadmill.gatt import PAD_COMMAND

from .links import Linked
from .test_belt_quirks import walked

PADDED_PART = bytes.fromhex("0500 0a0000 0000")
"""Ten metres, more to follow, and two bytes of padding: or a speed of 0.10 km/h, and no metres."""


@pytest.mark.parametrize("speed_known", [True, False])
def test_two_bytes_too_many_are_a_speed_only_from_a_belt_that_tells_none_else(
    speed_known: bool,
) -> None:
    """A belt that ends its records has told its speed there; one that never does is looked at anew."""
    dialect = FtmsDialect()
    dialect.begin()
    part = parse_treadmill_data(PADDED_PART)
    told = [
        dialect.reconsider(PADDED_PART, part, speed_known=speed_known)
        for _ in range(20)
    ]
    assert told[:4] == [part] * 4
    assert (told[-1] == part) is speed_known
    assert (told[-1].speed_kmh is None) is speed_known


def test_what_was_thought_of_a_belt_is_forgotten_with_its_connection() -> None:
    """Another one may be at the other end, with another MTU."""
    dialect = FtmsDialect()
    part = parse_treadmill_data(PADDED_PART)
    for _ in range(2):
        dialect.begin()
        told = dialect.reconsider(PADDED_PART, part, speed_known=False)
        assert told == part
        for _ in range(9):
            told = dialect.reconsider(PADDED_PART, part, speed_known=False)
        assert told != part


async def test_first_ten_metres_of_a_pad_may_come_at_once(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Its counter stood shortly before the next ten when it was first read."""
    linked.machine(Machine.WALKING_PAD)
    await linked.async_start(speaks="walking_pad", distance_m=508)
    linked.belt.start(3.6)
    await linked.async_pass(freezer, 5)
    assert walked(linked).metres == 10


async def test_pad_that_lost_its_ear_is_asked_in_vain(
    linked: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """A missing characteristic is a question without an answer, and no traceback."""
    linked.machine(Machine.WALKING_PAD)
    await linked.async_start(speaks="walking_pad")
    linked.belt.missing = {PAD_COMMAND}
    linked.belt.drop_link()
    await linked.async_pass(freezer, 20)
    assert linked.link.counts.connects >= 2
    assert linked.link.counts.unanswered >= 3
    assert linked.link.reading is None
