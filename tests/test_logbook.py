"""The logbook: what Home Assistant shows there, read as its panel reads it."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.retrowalk.const import DOMAIN
from custom_components.retrowalk.coordinator import WalkerCoordinator
from custom_components.retrowalk.walking.decision import DecisionKey
from homeassistant.components.recorder import Recorder
from homeassistant.core import Event, HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .automations import device_of
from .belts import async_put_belt_on_air, async_walk
from .guards import DOOR, LEAK, guarded, see
from .homes import BREAKFAST, let_pass, press, set_up_belt, set_up_home
from .paths import set_up_paths
from .test_trigger import walk_days

START = "ada_s_walking_start_walk"
TURN = "ada_s_walking_turn_round"
FINISH = "ada_s_walking_finish_walk"


@pytest.fixture(autouse=True)
async def _logbook(
    recorder_mock: Recorder, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Set up the recorder and the logbook, on a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)
    await async_setup_component(hass, "logbook", {})
    await hass.async_block_till_done()


class Reader:
    """Somebody who looks at the logbook."""

    def __init__(self, hass: HomeAssistant, socket: WebSocketGenerator) -> None:
        """Begin to read at this moment."""
        self._hass = hass
        self._socket = socket
        self._since = dt_util.utcnow()

    async def entries(self, **asked: Any) -> list[dict[str, Any]]:
        """Our own lines since then, with all that belongs to them."""
        await async_wait_recording_done(self._hass)
        # Days may have gone by, and tokens last half an hour
        users = await self._hass.auth.async_get_users()
        token = next(
            token
            for user in users
            for token in user.refresh_tokens.values()
            if user.is_admin
        )
        client = await self._socket(
            self._hass, self._hass.auth.async_create_access_token(token)
        )
        await client.send_json_auto_id(
            {
                "type": "logbook/get_events",
                "start_time": self._since.isoformat(),
                "end_time": (dt_util.utcnow() + timedelta(seconds=1)).isoformat(),
                **asked,
            }
        )
        answer = await client.receive_json()
        assert answer["success"], answer
        return [line for line in answer["result"] if line.get("domain") == DOMAIN]

    async def lines(self, **asked: Any) -> list[str]:
        """Our own sentences since then."""
        return [
            f"{line['name']} {line['message']}" for line in await self.entries(**asked)
        ]


@pytest.fixture
def reader(hass: HomeAssistant, hass_ws_client: WebSocketGenerator) -> Reader:
    """Somebody who looks at the logbook from now on."""
    return Reader(hass, hass_ws_client)


async def test_walk_reads_like_a_sentence(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, reader: Reader
) -> None:
    """One line for the goal, one for the walk, on the page of the device too."""
    await set_up_home(hass, "Ada")
    await press(hass, START)
    await let_pass(hass, freezer, 720)
    await press(hass, FINISH)
    sentences = [
        "Ada reached the goal of the day",
        "Ada walked backward for 12 minutes, day 1 of the streak",
    ]
    assert await reader.lines() == sentences
    assert await reader.lines(device_ids=[device_of(hass).id]) == sentences
    assert await reader.lines(entity_ids=["event.ada_s_walking_walks"]) == sentences[1:]


async def test_walks_of_all_kinds(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, reader: Reader
) -> None:
    """Short, forward, both ways, and as long as nobody has said which way."""
    home = await set_up_home(hass, "Ada")
    walker: WalkerCoordinator = home.runtime_data.walkers["01KWALKER00000000000000001"]
    await press(hass, START)
    await let_pass(hass, freezer, 20)
    await press(hass, FINISH, START, TURN)
    await let_pass(hass, freezer, 60)
    await press(hass, FINISH, START)
    await let_pass(hass, freezer, 120)
    await press(hass, TURN)
    await let_pass(hass, freezer, 180)
    await press(hass, FINISH)
    await walker.async_decide({DecisionKey.DIRECTION: "ask"})
    await press(hass, START)
    await let_pass(hass, freezer, 120)
    await press(hass, FINISH)
    assert await reader.lines() == [
        "Ada walked backward for less than a minute",
        "Ada walked forward for 1 minute",
        "Ada walked backward for 2 minutes and forward for 3 minutes",
        "Ada walked for 2 minutes",
    ]


async def test_streak_in_the_logbook(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, reader: Reader
) -> None:
    """Milestones, the freeze that was earned with the seventh, the risk and the end."""
    await set_up_home(hass, "Ada")
    await walk_days(hass, freezer, 7)
    await let_pass(hass, freezer, 3 * 24 * 3600, step_s=3600)
    lines = await reader.lines()
    assert lines.count("Ada reached the goal of the day") == 7
    assert lines.count("Ada walked backward for 10 minutes, day 7 of the streak") == 1
    assert "Ada reached a milestone: day 3 of the streak" in lines
    assert lines[-5:] == [
        "Ada walked backward for 10 minutes, day 7 of the streak",
        "Ada has to walk today to keep a streak of 7 days",
        "Ada used a freeze for yesterday and keeps a streak of 7 days",
        "Ada has to walk today to keep a streak of 7 days",
        "Ada lost a streak of 7 days",
    ]


async def test_weeks_are_called_weeks(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, reader: Reader
) -> None:
    """Of whoever counts weeks."""
    home = await set_up_home(hass, "Ada")
    walker: WalkerCoordinator = home.runtime_data.walkers["01KWALKER00000000000000001"]
    await walker.async_decide(
        {DecisionKey.STREAK_KIND: "weekly", DecisionKey.WEEKLY_GOAL: 1}
    )
    await press(hass, START)
    await let_pass(hass, freezer, 720)
    await press(hass, FINISH)
    assert await reader.lines() == [
        "Ada reached the goal of the week",
        "Ada walked backward for 12 minutes, week 1 of the streak",
    ]


async def test_walk_too_short_to_keep_is_no_line(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, reader: Reader
) -> None:
    """Half a minute on the belt, and a walk that was thrown away."""
    await set_up_home(hass, "Ada")
    belt = await async_put_belt_on_air(hass)
    await set_up_belt(hass, belt)
    belt.start(3.0)
    await async_walk(hass, freezer, belt, seconds=30)
    await press(hass, FINISH, START)
    await hass.services.async_call(DOMAIN, "discard", blocking=True)
    assert await reader.lines() == []


async def test_path_that_is_not_clear(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, reader: Reader
) -> None:
    """A refused start, a warning with more than one reason, and what gets in the way of the walk."""
    await see(hass, binary_sensor__front_door="on", binary_sensor__washer="off")
    path = guarded(
        door=[DOOR], leak=[LEAK], each_walk=["Shoes on"], levels={"leak": "warn"}
    )
    await set_up_paths(hass, path)
    await let_pass(hass, freezer, 10)
    with pytest.raises(ServiceValidationError):
        await press(hass, START)
    await see(hass, binary_sensor__front_door="off", binary_sensor__washer="on")
    await press(hass, START)
    await see(hass, binary_sensor__front_door="on")
    assert await reader.lines() == [
        "Ada could not start, because Hallway is not clear: Open, Not ticked (Front door)",
        "Ada was told that Hallway is not clear: Wet, Not ticked (Washer)",
        "Ada was told that Hallway is not clear: Open (Front door)",
    ]


async def test_disabled_event_entity(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, reader: Reader
) -> None:
    """The line is there all the same."""
    home = await set_up_home(hass, "Ada")
    er.async_get(hass).async_remove("event.ada_s_walking_walks")
    await press(hass, START)
    await let_pass(hass, freezer, 300)
    await press(hass, FINISH)
    [line] = await reader.entries()
    assert line["message"] == "walked backward for 5 minutes"
    assert home.runtime_data.walkers


async def test_few_rows_for_the_logbook(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A walk with its turns leaves two of our events on the bus."""
    fired: list[Event] = []
    hass.bus.async_listen("retrowalk_moment", fired.append)
    await set_up_home(hass, "Ada")
    await press(hass, START)
    for _turn in range(4):
        await let_pass(hass, freezer, 300, step_s=60)
        await press(hass, TURN)
    await press(hass, FINISH)
    assert [event.data["moment"] for event in fired] == [
        "goal_reached",
        "session_finished",
    ]
