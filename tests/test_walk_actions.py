"""The actions of a walk: on whom they act, how often, what they answer and when they refuse."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
import voluptuous as vol

from custom_components.retrowalk.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .acting import act, refusal
from .automations import ADA, BEN, async_automate, device_of, put_into_hall
from .belts import async_put_belt_on_air, async_walk
from .homes import (
    BREAKFAST,
    figure,
    let_pass,
    press,
    record_writes,
    set_up_belt,
    set_up_home,
    shown,
)

WALKS = "event.ada_s_walking_walks"


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


def moments(written: list[Any]) -> list[str]:
    """The names of the moments that an event entity showed."""
    return [new.attributes["event_type"] for new in written]


async def test_a_walk_by_actions(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """From start to finish; each answer tells the session as it is then."""
    await set_up_home(hass, "Ada")
    written = record_writes(hass, WALKS)
    answers = [await act(hass, "start", **ADA)]
    await let_pass(hass, freezer, 120)
    answers.append(await act(hass, "pause", **ADA))
    await let_pass(hass, freezer, 60)
    answers.append(await act(hass, "resume", **ADA))
    answers.append(await act(hass, "turn", **ADA))
    await let_pass(hass, freezer, 60)
    answers.append(await act(hass, "finish", **ADA))
    assert moments(written) == [
        "session_started",
        "session_paused",
        "session_resumed",
        "session_turned",
        "session_finished",
    ]
    told = [session for answer in answers for session in answer["sessions"]]
    assert len({session["session_id"] for session in told}) == 1
    assert {session["walker"] for session in told} == {"Ada"}
    assert [session["state"] for session in told] == [
        "walking",
        "paused",
        "walking",
        "walking",
        "idle",
    ]
    assert [session["duration_s"] for session in told] == [0, 120, 120, 120, 180]
    assert told[0]["start"] == "2026-11-23T07:00:00+05:45"
    assert told[3]["direction"] == "forward"
    assert told[-1]["recorded"] is True
    assert (told[-1]["backward_s"], told[-1]["forward_s"]) == (120, 60)


async def test_start_with_all_that_can_be_asked_for(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Forward, for 20 minutes, turns each minute: asked about after twice the plan."""
    await set_up_home(hass, "Ada")
    answer = await act(
        hass,
        "start",
        **ADA,
        direction="forward",
        duration="00:20:00",
        turn_every="00:01:00",
    )
    assert answer["sessions"][0]["direction"] == "forward"
    written = record_writes(hass, WALKS)
    await let_pass(hass, freezer, 61)
    assert moments(written) == ["turn_due"]
    await let_pass(hass, freezer, 39 * 60 - 62, step_s=30)
    assert "still_walking" not in moments(written)
    await let_pass(hass, freezer, 62)
    assert "still_walking" in moments(written)


async def test_start_goes_on_with_a_walk(hass: HomeAssistant) -> None:
    """It is the same session, turned where that is asked for."""
    await set_up_home(hass, "Ada")
    first = await act(hass, "start", **ADA)
    await act(hass, "pause", **ADA)
    again = await act(hass, "start", **ADA, direction="forward")
    assert again["sessions"][0]["session_id"] == first["sessions"][0]["session_id"]
    assert again["sessions"][0]["state"] == "walking"
    assert again["sessions"][0]["direction"] == "forward"


async def test_turn_into_a_direction(hass: HomeAssistant) -> None:
    """Whoever goes that way already does not turn."""
    await set_up_home(hass, "Ada")
    await act(hass, "start", **ADA)
    written = record_writes(hass, WALKS)
    await act(hass, "turn", **ADA, direction="backward")
    await act(hass, "turn", **ADA, direction="forward")
    assert moments(written) == ["session_turned"]


async def test_each_walker_of_a_target_is_acted_on_once(hass: HomeAssistant) -> None:
    """Device, area and several entities of the same walker: one start each; foreign things in the area do not matter."""
    await set_up_home(hass, "Ada", "Ben", "Cat")
    hall = put_into_hall(hass, 1, 2)
    door = er.async_get(hass).async_get_or_create("binary_sensor", "demo", "door")
    er.async_get(hass).async_update_entity(door.entity_id, area_id=hall["area_id"])
    written = record_writes(hass, "event.")
    target = {
        "area_id": hall["area_id"],
        "device_id": device_of(hass).id,
        "entity_id": [ADA["entity_id"], "binary_sensor.ada_s_walking_walking"],
    }
    answer = await act(hass, "start", **target)
    assert [session["walker"] for session in answer["sessions"]] == ["Ada", "Ben"]
    assert moments(written) == ["session_started"] * 2
    assert shown(hass, "sensor.cat_s_walking_session") == "idle"


async def test_area_in_which_only_some_walk(hass: HomeAssistant) -> None:
    """A finish for the whole hall is for those who walk."""
    await set_up_home(hass, "Ada", "Ben")
    hall = put_into_hall(hass, 1, 2)
    await act(hass, "start", **BEN)
    answer = await act(hass, "finish", **hall)
    assert [session["walker"] for session in answer["sessions"]] == ["Ben"]
    assert await refusal(hass, "finish", **hall) == "no_session"


async def test_disabled_entity_still_names_its_walker(hass: HomeAssistant) -> None:
    """The entity is only a name."""
    home = await set_up_home(hass, "Ada", "Ben")
    er.async_get(hass).async_update_entity(
        ADA["entity_id"], disabled_by=er.RegistryEntryDisabler.USER
    )
    assert await hass.config_entries.async_reload(home.entry_id)
    answer = await act(hass, "start", **ADA)
    assert answer["sessions"][0]["walker"] == "Ada"


async def test_without_a_target_the_only_walker_is_meant(hass: HomeAssistant) -> None:
    """An empty target is none."""
    await set_up_home(hass, "Ada")
    assert (await act(hass, "start"))["sessions"][0]["walker"] == "Ada"
    assert (await act(hass, "finish", entity_id=[]))["sessions"][0]["walker"] == "Ada"


async def test_without_a_target_it_must_be_clear_who_is_meant(
    hass: HomeAssistant,
) -> None:
    """With two walkers it is not; and a target that means nobody does nothing."""
    await set_up_home(hass, "Ada", "Ben")
    for action in ("start", "pause", "resume", "turn", "finish", "discard"):
        assert await refusal(hass, action) == "one_walker"
        assert await refusal(hass, action, entity_id=[]) == "one_walker"
        assert await refusal(hass, action, entity_id="none") == "no_walker"
        assert await refusal(hass, action, entity_id="light.hall") == "no_walker"
    assert shown(hass, "sensor.ada_s_walking_session") == "idle"


async def test_home_that_is_not_there(hass: HomeAssistant) -> None:
    """Told in words, before there is one and while it is away."""
    home = await set_up_home(hass, "Ada")
    assert await hass.config_entries.async_unload(home.entry_id)
    assert await refusal(hass, "start", **ADA) == "home_not_ready"
    assert await hass.config_entries.async_remove(home.entry_id)
    assert await refusal(hass, "start", **ADA) == "no_home"


async def test_nobody_walks(hass: HomeAssistant) -> None:
    """There is nothing to pause, resume, turn, finish or discard."""
    await set_up_home(hass, "Ada")
    for action in ("pause", "resume", "turn", "finish", "discard"):
        assert await refusal(hass, action, **ADA) == "no_session"


async def test_discarded_walk_leaves_nothing(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The answer tells what was thrown away."""
    await set_up_home(hass, "Ada")
    await act(hass, "start", **ADA)
    await let_pass(hass, freezer, 120)
    [thrown] = (await act(hass, "discard", **ADA))["sessions"]
    assert (thrown["state"], thrown["recorded"]) == ("idle", False)
    assert figure(hass, "today_time").state == "0.0"


async def test_finish_of_a_walk_too_short_to_keep(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Half a minute on the belt is answered, and not recorded."""
    await set_up_home(hass, "Ada")
    belt = await async_put_belt_on_air(hass)
    await set_up_belt(hass, belt)
    belt.start(3.0)
    await async_walk(hass, freezer, belt, seconds=30)
    [short] = (await act(hass, "finish", **ADA))["sessions"]
    assert (short["state"], short["recorded"]) == ("idle", False)
    assert short["step_source"] == "belt"


@pytest.mark.parametrize(
    ("action", "given"),
    [
        ("start", {"direction": "unknown"}),
        ("start", {"duration": "00:00:10"}),
        ("start", {"duration": {"days": 2}}),
        ("start", {"turn_every": "00:00:01"}),
        ("turn", {"direction": "sideways"}),
        ("finish", {"direction": "backward"}),
    ],
)
async def test_wrong_field_is_refused(
    hass: HomeAssistant, action: str, given: dict[str, Any]
) -> None:
    """What cannot be meant is refused before anything happens."""
    await set_up_home(hass, "Ada")
    with pytest.raises(vol.Invalid):
        await act(hass, action, **ADA, **given)
    assert shown(hass, "sensor.ada_s_walking_session") == "idle"


async def test_automation_that_ends_walks_in_the_meantime(
    hass: HomeAssistant,
) -> None:
    """A start that is undone at once, and a finish that finishes the other's walk: answered for what is left."""
    await set_up_home(hass, "Ada", "Ben")
    hall = put_into_hall(hass, 1, 2)
    await async_automate(
        hass,
        {
            "trigger": f"{DOMAIN}.session_started",
            "target": BEN,
            "options": {"direction": "forward"},
        },
        {"trigger": f"{DOMAIN}.session_finished", "target": ADA},
        actions=[{"action": f"{DOMAIN}.discard", "target": BEN}],
    )
    undone = await act(hass, "start", **BEN, direction="forward")
    assert undone["sessions"] == [
        {"walker": "Ben", "session_id": None, "state": "idle"}
    ]
    await act(hass, "start", **hall)
    finished = await act(hass, "finish", **hall)
    assert [session["walker"] for session in finished["sessions"]] == ["Ada"]


async def test_actions_in_an_automation(hass: HomeAssistant) -> None:
    """Whoever is told of a pause can finish that walk, by the device that the trigger names."""
    await set_up_home(hass, "Ada", "Ben")
    runs = await async_automate(
        hass,
        {
            "trigger": f"{DOMAIN}.session_paused",
            "target": put_into_hall(hass, 1, 2),
        },
        actions=[
            {
                "action": f"{DOMAIN}.finish",
                "target": {"device_id": "{{ trigger.device_id }}"},
                "response_variable": "done",
            },
            {
                "event": "finished",
                "event_data": {"walker": "{{ done.sessions[0].walker }}"},
            },
        ],
    )
    finished: list[str] = []
    hass.bus.async_listen(
        "finished", lambda event: finished.append(event.data["walker"])
    )
    await press(hass, "ada_s_walking_start_walk", "ben_s_walking_start_walk")
    await press(hass, "ben_s_walking_pause_walk")
    assert [run["walker"] for run in runs] == finished == ["Ben"]
    assert shown(hass, "sensor.ada_s_walking_session") == "walking"
    assert shown(hass, "sensor.ben_s_walking_session") == "idle"
