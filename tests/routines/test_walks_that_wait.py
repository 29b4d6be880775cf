"""Walks that wait for their lights: what may happen meanwhile."""

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.walking.guard import PathBlocked
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from ..acting import act, refusal
from ..automations import ADA
from ..guards import FINISH, LEAK, START, guarded, listen, reasons, see
from ..homes import BREAKFAST, let_pass, press, shown, state
from ..lamps import Lamp, put_up
from ..paths import set_up_paths

SESSION = "sensor.ada_s_walking_session"


@pytest.fixture(autouse=True)
def _breakfast(freezer: FrozenDateTimeFactory) -> None:
    """Stop the clock at breakfast."""
    freezer.move_to(BREAKFAST)


async def waiting_hall(hass: HomeAssistant) -> tuple[Lamp, list[PathBlocked]]:
    """A hallway whose lamp has five seconds before a walk begins; and what Ada is told."""
    await see(hass, binary_sensor__dog="on", binary_sensor__washer="off")
    lamp = Lamp("Lamp")
    await put_up(hass, lamp)
    more = {"lights": [lamp.entity_id], "when": "always", "lead_s": 5}
    path = guarded(presence=["binary_sensor.dog"], leak=[LEAK], more=more)
    return lamp, listen(await set_up_paths(hass, path))


async def test_walk_that_waits_for_its_lights(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """What was told when the walk was ordered is not told again when it begins, nor to whoever is impatient."""
    _, told = await waiting_hall(hass)
    await press(hass, START)
    assert shown(hass, SESSION) == "idle"
    await let_pass(hass, freezer, 6, step_s=1)
    assert shown(hass, SESSION) == "walking"
    await press(hass, FINISH)
    await press(hass, START, START)
    assert shown(hass, SESSION) == "walking"
    assert reasons(told) == [("presence",), ("presence",)]


async def test_path_is_blocked_while_a_walk_waits_for_its_lights(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The walk does not begin, the walker is told, and the lamp is put back."""
    lamp, told = await waiting_hall(hass)
    await press(hass, START)
    assert shown(hass, lamp.entity_id) == "on"
    await see(hass, binary_sensor__washer="on")
    await let_pass(hass, freezer, 20, step_s=1)
    assert shown(hass, SESSION) == "idle"
    assert shown(hass, lamp.entity_id) == "off"
    assert [moment.refused for moment in told] == [False, True]
    await see(hass, binary_sensor__washer="off")
    await press(hass, START)
    await let_pass(hass, freezer, 6, step_s=1)
    assert shown(hass, SESSION) == "walking"


async def test_impatient_start_on_a_blocked_path_calls_the_walk_off(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Whoever was told that the walk was not started can rely on it; by force it starts at once."""
    lamp, _ = await waiting_hall(hass)
    await press(hass, START)
    await see(hass, binary_sensor__washer="on")
    with pytest.raises(ServiceValidationError):
        await press(hass, START)
    await let_pass(hass, freezer, 20, step_s=1)
    assert shown(hass, SESSION) == "idle"
    assert shown(hass, lamp.entity_id) == "off"
    await see(hass, binary_sensor__washer="off")
    await press(hass, START)
    await see(hass, binary_sensor__washer="on")
    await act(hass, "start", force=True, **ADA)
    assert shown(hass, SESSION) == "walking"


async def test_motion_of_who_waits_on_the_path_blocks_nothing(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The walker steps onto the path while its lights go on."""
    await see(hass, binary_sensor__stairs="off")
    lamp = Lamp("Lamp")
    await put_up(hass, lamp)
    more = {"lights": [lamp.entity_id], "when": "always", "lead_s": 5}
    levels = {"motion": "block"}
    path = guarded(motion=["binary_sensor.stairs"], levels=levels, more=more)
    await set_up_paths(hass, path)
    await press(hass, START)
    await see(hass, binary_sensor__stairs="on")
    await let_pass(hass, freezer, 6, step_s=1)
    assert shown(hass, SESSION) == "walking"


@pytest.mark.parametrize("action", ["finish", "discard", "pause"])
async def test_walk_that_waits_is_called_off(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, action: str
) -> None:
    """By what would end it; and then there is nothing more to end."""
    lamp, _ = await waiting_hall(hass)
    await press(hass, START)
    answer = await act(hass, action, **ADA)
    assert [session["state"] for session in answer["sessions"]] == ["idle"]
    await let_pass(hass, freezer, 20, step_s=1)
    assert shown(hass, SESSION) == "idle"
    assert shown(hass, lamp.entity_id) == "off"
    assert await refusal(hass, action, **ADA) == "no_session"


async def test_finish_button_calls_off_a_walk_that_waits(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """As the action does."""
    lamp, _ = await waiting_hall(hass)
    await press(hass, START, FINISH)
    await let_pass(hass, freezer, 20, step_s=1)
    assert shown(hass, SESSION) == "idle"
    assert shown(hass, lamp.entity_id) == "off"


async def test_impatience_keeps_what_was_asked_for_first(
    hass: HomeAssistant,
) -> None:
    """The direction of the walk is that of the order, not of the button."""
    await waiting_hall(hass)
    await act(hass, "start", direction="forward", **ADA)
    await press(hass, START)
    assert shown(hass, SESSION) == "walking"
    assert state(hass, SESSION).attributes["direction"] == "forward"
