"""What is answered on the phone: heeded once, on its day, and from the walker's own phone."""

from collections.abc import Awaitable, Callable

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.retrowalk.walking.decision import DecisionKey
from homeassistant.core import Context, HomeAssistant, State
from homeassistant.helpers import entity_registry as er

from ..alerts import hallway
from ..guards import see
from ..homes import (
    BREAKFAST,
    figure,
    let_pass,
    press,
    record_writes,
    shown,
    state,
    walker_id,
)
from ..phones import Phone, async_register_phone
from ..reminded import COACH, REMINDERS, async_reminded, clock, told, turn_reminders
from ..walkers import errors

SESSION = "sensor.ada_s_walking_session"
ANSWERED = "mobile_app_notification_action"

type Remind = Callable[..., Awaitable[tuple[Phone, MockConfigEntry]]]


@pytest.fixture
def remind(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
) -> Remind:
    """Set up Ada with a phone, and remind her at five on Monday."""

    async def reminded() -> tuple[Phone, MockConfigEntry]:
        phone = await async_register_phone(hass, hass_client)
        home = await async_reminded(hass, freezer, phone=phone.device_id)
        await clock(hass, freezer, "17:00")
        assert len(phone.notices) == 1
        return phone, home

    return reminded


def answered(moments: list[State]) -> list[tuple[str, bool]]:
    """What was answered, and whether it was heeded."""
    return [
        (moment["answer"], moment["heeded"])
        for moment in told(moments)
        if moment["event"] == "reminder_answered"
    ]


async def test_start(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, remind: Remind
) -> None:
    """The walk starts, once; a second tap after it is over starts nothing."""
    phone, _ = await remind()
    moments = record_writes(hass, COACH)
    start = phone.answers["Start"]
    await clock(hass, freezer, "17:20")
    await phone.answer(start)
    assert shown(hass, SESSION) == "walking"
    assert phone.cleared == [f"retrowalk_{walker_id(1)}_daily"]
    await phone.answer(start)
    assert shown(hass, SESSION) == "walking"
    await press(hass, "ada_s_walking_finish_walk")
    await phone.answer(start)
    assert shown(hass, SESSION) == "idle"
    assert answered(moments) == [("start", True), ("start", False), ("start", False)]
    attributes = state(hass, REMINDERS).attributes
    assert attributes["last_answer"] == "start"
    assert attributes["last_answer_heeded"] is False
    assert attributes["last_answer_at"] is not None


async def test_in_an_hour(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, remind: Remind
) -> None:
    """It comes an hour after the answer, in place of the old one, and can be put off once more."""
    phone, _ = await remind()
    first = phone.answers["In an hour"]
    await clock(hass, freezer, "17:20")
    await phone.answer(first)
    await clock(hass, freezer, "17:40")
    await phone.answer(first)
    await clock(hass, freezer, "18:19")
    assert len(phone.notices) == 1
    await clock(hass, freezer, "18:21")
    assert len(phone.notices) == 2
    assert phone.notices[0]["data"]["tag"] == phone.notices[1]["data"]["tag"]
    await phone.answer(phone.answers["In an hour"])
    await clock(hass, freezer, "19:22")
    assert len(phone.notices) == 3
    await clock(hass, freezer, "21:00")
    assert len(phone.notices) == 3


async def test_in_an_hour_just_before_midnight(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
) -> None:
    """It comes earlier than in an hour, while the day lasts."""
    phone = await async_register_phone(hass, hass_client)
    await async_reminded(hass, freezer, phone=phone.device_id, reminder_time="23:10:00")
    await clock(hass, freezer, "23:10")
    await phone.answer(phone.answers["In an hour"])
    await clock(hass, freezer, "23:44")
    assert len(phone.notices) == 1
    await clock(hass, freezer, "23:46")
    assert len(phone.notices) == 2
    await clock(hass, freezer, "00:11", day=24)
    assert len(phone.notices) == 2


async def test_rest_today(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, remind: Remind
) -> None:
    """Today is a day of rest, and only today; whoever walks all the same is done."""
    phone, home = await remind()
    await phone.answer(phone.answers["Rest today"])
    walker = home.runtime_data.walkers[walker_id(1)]
    assert walker.decided(DecisionKey.REST_DAY) == "2026-11-23"
    assert walker.data.standing.is_rest_day
    assert phone.cleared
    await clock(hass, freezer, "20:00")
    assert len(phone.notices) == 1
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 660, step_s=60)
    await press(hass, "ada_s_walking_finish_walk")
    assert walker.data.standing.state == "completed"
    await clock(hass, freezer, "17:00", day=24)
    assert not walker.data.standing.is_rest_day
    assert len(phone.notices) == 2


async def test_rest_today_keeps_the_streak(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, remind: Remind
) -> None:
    """A day of rest neither breaks nor lengthens it."""
    phone, _ = await remind()
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 660, step_s=60)
    await press(hass, "ada_s_walking_finish_walk")
    await clock(hass, freezer, "17:00", day=24)
    await phone.answer(phone.answers["Rest today"])
    await clock(hass, freezer, "12:00", day=25)
    assert figure(hass, "streak").state == "1"


@pytest.mark.parametrize("text", ["Start", "In an hour", "Rest today"])
async def test_answer_of_yesterday(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, remind: Remind, text: str
) -> None:
    """A day later, an answer is noted, and starts, puts off and rests nothing."""
    phone, home = await remind()
    moments = record_writes(hass, COACH)
    late = phone.answers[text]
    await clock(hass, freezer, "09:00", day=24)
    await phone.answer(late)
    assert [heeded for _, heeded in answered(moments)] == [False]
    assert shown(hass, SESSION) == "idle"
    assert not home.runtime_data.walkers[walker_id(1)].data.standing.is_rest_day
    await clock(hass, freezer, "17:00", day=24)
    assert len(phone.notices) == 2


async def test_answer_just_after_midnight(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, remind: Remind
) -> None:
    """The day of an answer is the walker's: where days start at four, it is still yesterday at one."""
    phone, home = await remind()
    hass.config_entries.async_update_entry(home, options={"day_start_hour": 4})
    await hass.async_block_till_done(wait_background_tasks=True)
    await clock(hass, freezer, "01:00", day=24)
    await phone.answer(phone.answers["Rest today"])
    walker = home.runtime_data.walkers[walker_id(1)]
    assert walker.decided(DecisionKey.REST_DAY) == "2026-11-23"


async def test_answer_after_a_restart(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, remind: Remind
) -> None:
    """Home Assistant may have been restarted between question and answer; twice is still twice."""
    phone, home = await remind()
    await phone.answer(phone.answers["In an hour"])
    assert await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    moments = record_writes(hass, COACH)
    await phone.answer(phone.answers["In an hour"])
    await phone.answer(phone.answers["Start"])
    assert answered(moments) == [("later", False), ("start", True)]
    assert shown(hass, SESSION) == "walking"


@pytest.mark.parametrize(
    "action",
    [
        None,
        5,
        "",
        "OPEN_DOOR",
        "RETROWALK_START",
        "RETROWALK_DANCE_{walker}_20261123.daily.1",
        "RETROWALK_START_{walker}_20261123.dance.1",
        "RETROWALK_START_{walker}_nonsense",
        "RETROWALK_START_01KWALKER00000000000000009_20261123.daily.1",
        "RETROWALK_FINISH_{walker}_20261123.daily.1",
    ],
)
async def test_action_of_somebody_else(
    hass: HomeAssistant, remind: Remind, action: str | int | None
) -> None:
    """What is answered on other notifications, or was never asked, does nothing."""
    await remind()
    if isinstance(action, str):
        action = action.replace("{walker}", walker_id(1))
    hass.bus.async_fire(ANSWERED, {"action": action})
    hass.bus.async_fire(ANSWERED, {})
    await hass.async_block_till_done(wait_background_tasks=True)
    assert shown(hass, SESSION) == "idle"


async def test_answer_from_another_phone(
    hass: HomeAssistant,
    remind: Remind,
    hass_admin_user: MockUser,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The app acts for its user: what another user sends is not the walker's answer, and is not named in the log."""
    phone, _ = await remind()
    start = phone.answers["Start"]
    somebody = MockUser(name="Ben").add_to_hass(hass)
    hass.bus.async_fire(
        ANSWERED, {"action": start}, context=Context(user_id=somebody.id)
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    assert shown(hass, SESSION) == "idle"
    assert "answered from somewhere else" in caplog.text
    hass.bus.async_fire(
        ANSWERED, {"action": start}, context=Context(user_id=hass_admin_user.id)
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    assert shown(hass, SESSION) == "walking"


async def test_answer_while_the_journal_cannot_be_read(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, remind: Remind
) -> None:
    """A rest day that cannot be written down is not heeded, and says so."""
    phone, home = await remind()
    walker = home.runtime_data.walkers[walker_id(1)]
    walker.recording.reject_checkpoint("for this test")
    moments = record_writes(hass, COACH)
    await phone.answer(phone.answers["Rest today"])
    assert answered(moments) == [("rest", False)]
    assert not walker.data.standing.is_rest_day


async def test_walker_deleted_while_reminded(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    remind: Remind,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """An answer for a walker who is gone does nothing, also while the walk of it is still open."""
    phone, home = await remind()
    start, rest = phone.answers["Start"], phone.answers["Rest today"]
    await phone.answer(start)
    assert hass.config_entries.async_remove_subentry(home, walker_id(1))
    await phone.answer(rest)
    await clock(hass, freezer, "18:00")
    await phone.answer(start)
    await clock(hass, freezer, "17:00", day=24)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(phone.notices) == 1
    assert errors(caplog, "") == 0
    assert er.async_get(hass).async_get(REMINDERS) is None


# A walk that may have been forgotten


async def walk_too_long(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Start a walk on the clock and forget it until it is asked for."""
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 31 * 60, step_s=60)
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_still_walking(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, remind: Remind
) -> None:
    """The phone asks; the answer lets the walk go on, and the question is taken away when it is over."""
    phone, _ = await remind()
    moments = record_writes(hass, COACH)
    await walk_too_long(hass, freezer)
    question = phone.notices[-1]
    assert question["title"] == "Still walking?"
    assert question["message"].startswith("Ada, this walk has lasted 30 min.")
    assert question["data"]["tag"] == f"retrowalk_{walker_id(1)}_still_walking"
    assert told(moments)[-1]["reminder"] == "still_walking"
    await phone.answer(phone.answers["Still walking"])
    await let_pass(hass, freezer, 16 * 60, step_s=60)
    assert shown(hass, SESSION) == "walking"
    await press(hass, "ada_s_walking_finish_walk")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert f"retrowalk_{walker_id(1)}_still_walking" in phone.cleared


async def test_no_longer_walking(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, remind: Remind
) -> None:
    """The walk is finished by the answer; the same answer finishes no other walk."""
    phone, _ = await remind()
    await walk_too_long(hass, freezer)
    finish = phone.answers["Finish"]
    await phone.answer(finish)
    assert shown(hass, SESSION) == "idle"
    await let_pass(hass, freezer, 1200, step_s=300)
    await press(hass, "ada_s_walking_start_walk")
    moments = record_writes(hass, COACH)
    await phone.answer(finish)
    assert shown(hass, SESSION) == "walking"
    assert answered(moments) == [("finish", False)]


async def test_question_nobody_wants(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, remind: Remind
) -> None:
    """With reminders off nothing is asked."""
    phone, _ = await remind()
    await turn_reminders(hass, on=False)
    await walk_too_long(hass, freezer)
    assert len(phone.notices) == 1


async def test_a_start_that_is_refused_says_why_and_may_be_tried_again(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
) -> None:
    """The phone has taken the notification away by then: another one comes, with the same answers."""
    phone = await async_register_phone(hass, hass_client)
    freezer.move_to(BREAKFAST)
    await hallway(hass, phone=phone.device_id)
    await turn_reminders(hass, on=True)
    await clock(hass, freezer, "17:00")
    await see(hass, binary_sensor__front_door="on")
    first = phone.answers
    await phone.answer(first["Start"])
    assert shown(hass, SESSION) == "idle"
    asked, refused = phone.notices
    assert "Hallway is blocked: Open (Front door)" in refused["message"]
    assert refused["data"]["tag"] == asked["data"]["tag"]
    again = phone.answers
    assert again.keys() == first.keys()
    assert again["Start"] != first["Start"]
    await see(hass, binary_sensor__front_door="off")
    await phone.answer(first["Start"])
    assert shown(hass, SESSION) == "idle"
    await phone.answer(again["Start"])
    assert shown(hass, SESSION) == "walking"
    assert phone.cleared == [asked["data"]["tag"]]
