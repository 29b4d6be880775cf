"""What automations ask of paths, and where they start walks: the condition `is_path_clear`, and the fields of the action `start`."""

from collections.abc import Mapping
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from .acting import act, refusal
from .automations import ADA, async_automate, automation_is_valid, device_of
from .guards import BLOCKED, DOOR, FINISH, LEAK, START, guarded, listen, see
from .homes import BREAKFAST, press, set_up_home, shown
from .paths import HALL, ROOM, a_path, set_up_paths

SESSION = "sensor.ada_s_walking_session"


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


def path_device(hass: HomeAssistant, path_id: str) -> str:
    """The id of a path's device."""
    [device] = [
        device
        for device in dr.async_get(hass).devices
        if (DOMAIN, path_id) in device.identifiers
    ]
    return device.id


class Asked:
    """An automation that runs when it is asked, if the path is clear."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Nothing is set up yet."""
        self._hass = hass

    async def set_up(self, target: Mapping[str, Any], **options: Any) -> Asked:
        """Ask about this target."""
        condition = {
            "condition": f"{DOMAIN}.is_path_clear",
            "target": target,
            "options": options,
        }
        self._runs = await async_automate(
            self._hass,
            {"trigger": "event", "event_type": "ask"},
            conditions=[condition],
        )
        assert automation_is_valid(self._hass)
        return self

    async def is_clear(self) -> bool:
        """Ask, and tell whether it ran."""
        before = len(self._runs)
        self._hass.bus.async_fire("ask")
        await self._hass.async_block_till_done()
        return len(self._runs) > before


async def test_a_walkers_path_is_clear_until_a_door_stands_open(
    hass: HomeAssistant,
) -> None:
    """It is the walker's usual path; and in mid-walk the one that is walked on."""
    await see(hass, binary_sensor__front_door="off", binary_sensor__washer="off")
    await set_up_paths(hass, guarded(door=[DOOR], leak=[LEAK]))
    asked = await Asked(hass).set_up(ADA)
    assert await asked.is_clear()
    await see(hass, binary_sensor__front_door="on")
    assert not await asked.is_clear()
    await see(hass, binary_sensor__front_door="off")
    await press(hass, START)
    assert await asked.is_clear()
    await see(hass, binary_sensor__washer="on")
    assert not await asked.is_clear()


async def test_a_path_itself_may_be_asked(hass: HomeAssistant) -> None:
    """By its sensor."""
    await see(hass, binary_sensor__front_door="on")
    await set_up_paths(hass, guarded(door=[DOOR]))
    asked = await Asked(hass).set_up({"entity_id": BLOCKED})
    assert not await asked.is_clear()
    await see(hass, binary_sensor__front_door="off")
    assert await asked.is_clear()


@pytest.mark.parametrize(
    ("behavior", "clear"), [pytest.param("any", True), pytest.param("all", False)]
)
async def test_of_two_paths(hass: HomeAssistant, behavior: str, clear: bool) -> None:
    """One is clear, the other is not."""
    await see(hass, binary_sensor__front_door="on")
    await set_up_paths(hass, guarded(door=[DOOR]), a_path(ROOM, "Room"))
    both = {"device_id": [path_device(hass, HALL), path_device(hass, ROOM)]}
    asked = await Asked(hass).set_up(both, behavior=behavior)
    assert await asked.is_clear() is clear


@pytest.mark.parametrize("heeded", [False, True])
async def test_a_warning_counts_if_asked_for(
    hass: HomeAssistant, *, heeded: bool
) -> None:
    """Somebody on the stairs only warns."""
    await see(hass, binary_sensor__stairs="on")
    await set_up_paths(hass, guarded(motion=["binary_sensor.stairs"]))
    asked = await Asked(hass).set_up(ADA, warnings=heeded)
    assert await asked.is_clear() is not heeded


async def test_who_has_no_path_has_a_clear_one(hass: HomeAssistant) -> None:
    """So that one automation does for all walkers."""
    await set_up_home(hass, "Ada")
    assert await (await Asked(hass).set_up(ADA)).is_clear()


async def test_a_blocked_start_is_refused_unless_by_force(hass: HomeAssistant) -> None:
    """Whoever forces it has looked."""
    await see(hass, binary_sensor__front_door="on")
    home = await set_up_paths(hass, guarded(door=[DOOR]))
    told = listen(home)
    assert await refusal(hass, "start", **ADA) == "path_blocked"
    assert shown(hass, SESSION) == "idle"
    assert [moment.refused for moment in told] == [True]
    await act(hass, "start", force=True, **ADA)
    assert shown(hass, SESSION) == "walking"


async def test_a_walk_is_started_on_another_path(hass: HomeAssistant) -> None:
    """The open door of the usual one does not matter there."""
    await see(hass, binary_sensor__front_door="on")
    home = await set_up_paths(hass, guarded(door=[DOOR]), a_path(ROOM, "Room"))
    await act(hass, "start", path=path_device(hass, ROOM), **ADA)
    assert shown(hass, SESSION) == "walking"
    assert set(home.runtime_data.walked.values()) == {ROOM}
    await press(hass, FINISH)
    assert await refusal(hass, "start", **ADA) == "path_blocked"


async def test_a_walker_is_no_path(hass: HomeAssistant) -> None:
    """Nor is a device that does not exist."""
    await set_up_paths(hass, a_path())
    for wrong in (device_of(hass).id, "gone"):
        assert await refusal(hass, "start", path=wrong, **ADA) == "no_path"
    assert shown(hass, SESSION) == "idle"
