"""The link to a WalkingPad, which is asked and answers."""

import asyncio
from datetime import timedelta
from itertools import pairwise

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.retrowalk.const import Machine
from custom_components.retrowalk.walking.model import BeltSignal
from custom_components.virtual_treadmill.gatt import PAD_COMMAND, PAD_STATUS
from custom_components.virtual_treadmill.pad_voice import PadVoice
from homeassistant.exceptions import HomeAssistantError

from .links import Linked

pytestmark = pytest.mark.usefixtures("quick_retries")

ASK = "f7 a2 00 00 a2 fd"
STOP = "f7 a2 01 00 a3 fd"


@pytest.fixture
def padded(linked: Linked) -> Linked:
    """A link to a WalkingPad that is not started."""
    linked.machine(Machine.WALKING_PAD)
    return linked


def voice_of(padded: Linked) -> PadVoice:
    """The pad's side of the conversation."""
    [voice] = padded.belt.voices
    assert isinstance(voice, PadVoice)
    return voice


async def test_pad_is_asked_and_read(
    padded: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Once a second while it moves; its figures come as those of any belt."""
    await padded.async_start(speaks="walking_pad", distance_m=500, steps=700)
    assert padded.link.connected
    padded.belt.start(3.6)
    await padded.async_pass(freezer, 5)
    before = voice_of(padded).questions
    await padded.async_pass(freezer, 20)
    assert voice_of(padded).questions - before == pytest.approx(20, abs=1)
    reading = padded.link.reading
    assert reading is not None
    assert reading.speed_kmh == pytest.approx(3.6)
    assert reading.distance_m == 520
    assert reading.steps == padded.belt.steps
    assert reading.elapsed_s == int(padded.belt.elapsed_s)
    assert reading.inclination_percent is None
    assert padded.link.moving
    assert padded.link.feature is padded.link.speed_range is None


async def test_pad_at_rest_is_asked_less_often(
    padded: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Every three seconds: nobody waits for it."""
    await padded.async_start(speaks="walking_pad")
    before = voice_of(padded).questions
    await padded.async_pass(freezer, 60)
    assert voice_of(padded).questions - before == pytest.approx(20, abs=1)
    assert padded.link.counts.unanswered == 0
    assert padded.link.counts.drops == 0


async def async_while_time_passes(
    padded: Linked, freezer: FrozenDateTimeFactory, seconds: float
) -> None:
    """Let time pass in small steps, for commands that wait for it."""
    for _ in range(round(seconds * 10)):
        padded.belt.advance(0.1)
        freezer.tick(timedelta(seconds=0.1))
        async_fire_time_changed(padded.hass)
        for _ in range(10):
            await asyncio.sleep(0)


async def async_stop_while_time_passes(
    padded: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Give the order to stop, and wait for what comes of it; raises what the order raises."""
    stopping = padded.hass.async_create_background_task(
        padded.link.async_stop_belt(), "stop"
    )
    await async_while_time_passes(padded, freezer, 7)
    await stopping


async def test_commands_keep_their_distance(
    padded: Linked, freezer: FrozenDateTimeFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pad misses what comes within 0.69 s of the command before; an order waits for that, right behind a question."""
    padded.options(allow_stop=True)
    await padded.async_start(speaks="walking_pad")
    said: list[tuple[float, str]] = []
    write = voice_of(padded).write

    def note(uuid: str, payload: bytes) -> None:
        said.append((freezer().timestamp(), payload.hex(" ")))
        write(uuid, payload)

    monkeypatch.setattr(voice_of(padded), "write", note)
    padded.belt.start(3.6)
    await padded.async_pass(freezer, 5)
    assert padded.belt.moving
    await async_stop_while_time_passes(padded, freezer)
    assert not padded.belt.moving
    assert [command for _, command in said].count(STOP) == 1
    assert {command for _, command in said} == {ASK, STOP}
    gaps = [later - at for (at, _), (later, _) in pairwise(said)]
    assert 0.6899 <= min(gaps) < 1


async def test_pad_that_does_not_slow_down_refuses(
    padded: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """It never says whether it heard; whoever pressed the button learns that it runs on."""
    padded.options(allow_stop=True)
    await padded.async_start(speaks="walking_pad")
    padded.belt.obstinate = True
    padded.belt.start(3.6)
    await padded.async_pass(freezer, 5)
    with pytest.raises(HomeAssistantError) as refused:
        await async_stop_while_time_passes(padded, freezer)
    assert refused.value.translation_key == "belt_refused"
    assert padded.belt.moving


async def test_pad_at_rest_is_told_to_stop_without_waiting(padded: Linked) -> None:
    """There is nothing to be seen of it."""
    padded.options(allow_stop=True)
    await padded.async_start(speaks="walking_pad")
    padded.link.feed.async_forget_reading()
    stopping = padded.hass.async_create_background_task(
        padded.link.async_stop_belt(), "stop"
    )
    await asyncio.wait([stopping], timeout=2)
    assert stopping.done()
    assert stopping.exception() is None


async def test_changes_of_state_are_signals(
    padded: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """A stop may be a pause; standby is the end; the first state of a connection is no change."""
    await padded.async_start(speaks="walking_pad")
    await padded.async_pass(freezer, 4)
    for act in (
        padded.belt.start,
        padded.belt.pause,
        padded.belt.start,
        padded.belt.stop,
    ):
        act()
        await padded.async_pass(freezer, 4)
    told = [reading.signal for reading in padded.taken if reading.signal]
    assert told == [
        BeltSignal.STARTED,
        BeltSignal.PAUSED,
        BeltSignal.STARTED,
        BeltSignal.STOPPED,
    ]
    padded.belt.start()
    await padded.async_pass(freezer, 4)
    padded.belt.drop_link()
    await padded.async_pass(freezer, 4)
    assert padded.link.connected
    told = [reading.signal for reading in padded.taken if reading.signal]
    assert told[4:] == [BeltSignal.STARTED]


async def test_bad_checksums_are_dropped_and_counted(
    padded: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Every third status is harmed: nothing of it is believed."""
    await padded.async_start(speaks="walking_pad", bad_sums=True)
    padded.belt.start(3.6)
    await padded.async_pass(freezer, 30)
    assert padded.link.counts.garbled == pytest.approx(10, abs=1)
    assert {reading.speed_kmh for reading in padded.taken[1:]} <= {0.0, 3.6}
    assert padded.link.counts.unanswered == 0
    assert padded.link.connected


async def test_other_frames_are_no_fault(padded: Linked) -> None:
    """A pad also tells of its last walk, and of its profile."""
    await padded.async_start(speaks="walking_pad")
    before = padded.link.reading
    for frame in ("f8a7010f01000fd10000ab0012ae3c0000003ffd", "f8a5", ""):
        padded.belt.send(frame)
    assert padded.link.counts.garbled == 0
    assert padded.link.reading == before


async def test_pad_that_answers_nothing_is_called_anew(
    padded: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """First nothing is known of it, then its link is taken for dead; at rest too, since a pad always answers."""
    await padded.async_start(speaks="walking_pad")
    await padded.async_pass(freezer, 20)
    padded.belt.muted = True
    await padded.async_pass(freezer, 16)
    assert padded.link.connected
    assert padded.link.reading is None
    assert padded.link.counts.unanswered >= 4
    await padded.async_pass(freezer, 20)
    assert padded.link.counts.drops == 1
    padded.belt.muted = False
    await padded.async_pass(freezer, 5)
    assert padded.link.connected
    assert padded.link.reading is not None


async def test_pad_that_never_answers_is_not_called_in_a_storm(
    padded: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """A connection without an answer is none that was good."""
    await padded.async_start(speaks="walking_pad", wants_greeting=True)
    padded.belt.muted = True
    await padded.async_pass(freezer, 900)
    assert padded.link.counts.connects <= 14


async def test_pad_that_wants_to_be_greeted_is(
    padded: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Some pads answer only after the question that their own app begins with; it is asked once, after three others."""
    await padded.async_start(speaks="walking_pad", wants_greeting=True)
    assert padded.link.reading is None
    await padded.async_pass(freezer, 20)
    assert padded.link.reading is not None
    assert padded.link.counts.unanswered <= 5
    assert padded.link.counts.drops == 0


async def test_pad_that_takes_no_questions_is_called_anew(
    padded: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """An error of the radio is a question without an answer, and no traceback."""
    await padded.async_start(speaks="walking_pad")
    padded.belt.faulty = {PAD_COMMAND}
    await padded.async_pass(freezer, 40)
    assert padded.link.counts.unanswered >= 5
    assert padded.link.counts.drops == 1


async def test_machine_without_a_status_is_no_pad(
    padded: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """It is another machine than was thought, and called rarely."""
    await padded.async_start(speaks="ftms")
    assert not padded.link.connected
    assert padded.link.problem == "no_treadmill_data"


async def test_stopped_link_asks_no_more(
    padded: Linked, freezer: FrozenDateTimeFactory
) -> None:
    """Neither after a stop, nor after the pad was let go."""
    await padded.async_start(speaks="walking_pad")
    await padded.link.async_stop()
    before = voice_of(padded).questions
    await padded.async_pass(freezer, 10)
    assert voice_of(padded).questions == before
    assert not padded.belt.connected
    assert PAD_STATUS not in padded.belt.faulty


async def test_order_over_a_lost_link_fails(padded: Linked) -> None:
    """The pad is gone while the order waits for its turn."""
    padded.options(allow_stop=True)
    await padded.async_start(speaks="walking_pad")
    stopping = padded.hass.async_create_background_task(
        padded.link.async_stop_belt(), "stop"
    )
    padded.belt.off_air()
    await asyncio.wait([stopping], timeout=2)
    assert isinstance(stopping.exception(), HomeAssistantError)
