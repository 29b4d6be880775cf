"""The walker's phone asks which way a walk went, and takes the answer."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.retrowalk.const import DOMAIN
from homeassistant.core import Context, HomeAssistant

from ..acting import act
from ..homes import figure, set_up_home, walker_id
from ..phones import Mailbox, Phone, async_put_up_mailbox, async_register_phone
from ..reminded import async_reminded, clock, turn_reminders, walk
from ..test_late_answers import asked
from ..test_select import choose

DIRECTION = "select.ada_s_walking_direction"
QUIET = "switch.quiet"


@pytest.fixture
async def phone(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> Phone:
    """Ada's phone."""
    return await async_register_phone(hass, hass_client)


@pytest.fixture
async def home(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, phone: Phone
) -> MockConfigEntry:
    """Ada, who is asked on her phone which way she walked, unless it has to be quiet."""
    hass.states.async_set(QUIET, "off")
    home = await async_reminded(
        hass, freezer, phone=phone.device_id, quiet_entities=[QUIET]
    )
    await choose(hass, DIRECTION, "ask")
    return home


async def last_walk(hass: HomeAssistant) -> dict[str, Any]:
    """The walk that was recorded last."""
    session: dict[str, Any] = (await act(hass, "get_sessions"))["sessions"][-1]
    return session


async def test_the_phone_asks_and_takes_the_answer(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    phone: Phone,
    home: MockConfigEntry,
) -> None:
    """Once; then the question goes, from the phone and from the repairs."""
    await walk(hass, freezer, "07:10", 12)
    await hass.async_block_till_done(wait_background_tasks=True)
    [notice] = phone.notices
    session_id = (await last_walk(hass))["session_id"]
    assert notice["title"] == "Which way was it?"
    assert "12 min from 2026-11-23 07:10" in notice["message"]
    assert "by the end of 2026-11-24" in notice["message"]
    assert list(phone.answers) == ["Backward", "Forward"]
    answers = phone.answers
    await phone.answer(answers["Backward"])
    assert figure(hass, "streak").state == "1"
    assert phone.cleared == [notice["data"]["tag"]]
    assert session_id in notice["data"]["tag"]
    assert not asked(hass)
    await phone.answer(answers["Forward"])
    assert figure(hass, "streak").state == "1"
    assert len(phone.notices) == 1


async def test_forward(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    phone: Phone,
    home: MockConfigEntry,
) -> None:
    """It does not count, and is not asked about any more; undone, it is."""
    await walk(hass, freezer, "07:10", 12)
    await hass.async_block_till_done(wait_background_tasks=True)
    await phone.answer(phone.answers["Forward"])
    assert (await last_walk(hass))["forward_s"] == 720
    assert figure(hass, "streak").state == "0"
    await act(hass, "undo")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(phone.notices) == 2
    await phone.answer(phone.answers["Backward"])
    assert figure(hass, "streak").state == "1"


async def test_nobody_else_answers(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    phone: Phone,
    home: MockConfigEntry,
) -> None:
    """Not from another phone."""
    await walk(hass, freezer, "07:10", 12)
    await hass.async_block_till_done(wait_background_tasks=True)
    hass.bus.async_fire(
        "mobile_app_notification_action",
        {"action": phone.answers["Backward"]},
        context=Context(user_id="somebody else"),
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    assert figure(hass, "streak").state == "0"


async def test_it_waits_until_it_need_not_be_quiet(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    phone: Phone,
    home: MockConfigEntry,
) -> None:
    """The repairs have no sound, and ask at once."""
    hass.states.async_set(QUIET, "on")
    await walk(hass, freezer, "07:10", 12)
    await clock(hass, freezer, "08:00")
    assert (phone.notices, len(asked(hass))) == ([], 1)
    hass.states.async_set(QUIET, "off")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(phone.notices) == 1
    hass.states.async_set(QUIET, "on")
    hass.states.async_set(QUIET, "off")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(phone.notices) == 1


async def test_a_restart_asks_nobody_again(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    phone: Phone,
    home: MockConfigEntry,
) -> None:
    """And the question still goes with the answer."""
    await walk(hass, freezer, "07:10", 12)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert (len(phone.notices), phone.cleared) == (1, [])
    await phone.answer(phone.answers["Backward"])
    assert figure(hass, "streak").state == "1"
    assert len(phone.cleared) == 1


async def test_the_question_goes_when_its_time_is_over(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    phone: Phone,
    home: MockConfigEntry,
) -> None:
    """The answer comes too late then; and with the walker goes the question."""
    await walk(hass, freezer, "07:10", 12)
    await clock(hass, freezer, "00:01", 25)
    assert any("01" in tag for tag in phone.cleared)
    question = phone.notices[0]["data"]["actions"]
    await phone.answer(question[1]["action"])
    assert (await last_walk(hass))["backward_s"] == 720
    await walk(hass, freezer, "07:10", 12, 25)
    await hass.async_block_till_done(wait_background_tasks=True)
    tag = phone.notices[-1]["data"]["tag"]
    assert tag not in phone.cleared
    hass.config_entries.async_remove_subentry(home, walker_id(1))
    await hass.async_block_till_done(wait_background_tasks=True)
    assert tag in phone.cleared


async def test_whoever_wants_no_reminders_is_asked_in_the_repairs_only(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    phone: Phone,
    home: MockConfigEntry,
) -> None:
    """Nothing comes later either, unless they are switched on."""
    await turn_reminders(hass, on=False)
    await walk(hass, freezer, "07:10", 12)
    await clock(hass, freezer, "08:00")
    assert (phone.notices, len(asked(hass))) == ([], 1)
    await turn_reminders(hass, on=True)
    assert len(phone.notices) == 1


async def test_a_question_that_reaches_nobody_is_put_again(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """When something else happens."""
    mailbox = await async_put_up_mailbox(hass)
    await async_reminded(hass, freezer, notify_entities=["notify.mail"])
    await choose(hass, DIRECTION, "ask")
    mailbox.broken = RuntimeError("no stamps")
    await walk(hass, freezer, "07:10", 12)
    await hass.async_block_till_done(wait_background_tasks=True)
    mailbox.broken = None
    assert mailbox.letters == []
    await choose(hass, DIRECTION, "backward")
    await hass.async_block_till_done(wait_background_tasks=True)
    [(title, message)] = mailbox.letters
    assert title == "Which way was it?"
    assert message.startswith("Ada, the walk of 12 min")


class SlowMailbox(Mailbox):
    """A notify entity behind which the walker answers while the letter is on its way."""

    async def async_send_message(self, message: str, title: str | None = None) -> None:
        """Take a letter when it does not matter any more."""
        await self.hass.services.async_call(
            DOMAIN, "answer_direction", {"direction": "backward"}, blocking=True
        )
        await super().async_send_message(message, title)


async def test_an_answer_that_comes_before_the_question(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, phone: Phone
) -> None:
    """Then the question is taken away again."""
    await async_put_up_mailbox(hass, kind=SlowMailbox)
    await async_reminded(
        hass, freezer, phone=phone.device_id, notify_entities=["notify.mail"]
    )
    await choose(hass, DIRECTION, "ask")
    await walk(hass, freezer, "07:10", 12)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert figure(hass, "streak").state == "1"
    assert phone.notices[0]["data"]["tag"] == phone.cleared[-1]


# What else is told


async def test_nobody_is_reminded_of_what_only_waits_for_an_answer(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    phone: Phone,
    home: MockConfigEntry,
) -> None:
    """The goal may be reached; whoever says that it is not is reminded, then."""
    await walk(hass, freezer, "07:10", 12)
    await clock(hass, freezer, "17:30")
    assert len(phone.notices) == 1
    await phone.answer(phone.answers["Forward"])
    assert [notice["title"] for notice in phone.notices[1:]] == [
        "Time to walk backward"
    ]


async def test_the_summary_tells_what_was_taken_for_backward(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    phone: Phone,
    home: MockConfigEntry,
) -> None:
    """On the last day of the week; what was answered is not in it."""
    await walk(hass, freezer, "07:10", 12)
    await hass.async_block_till_done(wait_background_tasks=True)
    await phone.answer(phone.answers["Backward"])
    await walk(hass, freezer, "07:10", 12, 24)
    await walk(hass, freezer, "07:40", 12, 24)
    await choose(hass, DIRECTION, "backward")
    await clock(hass, freezer, "17:01", 29)
    [summary] = [
        notice["message"]
        for notice in phone.notices
        if notice["title"] == "Your week of walking backward"
    ]
    assert "36 min in 3 walks, goal reached on 2 days" in summary
    assert summary.endswith(
        "Counted as backward, as nobody told the direction: 2 walks."
    )


async def test_a_second_walker_is_asked_apart(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, phone: Phone
) -> None:
    """Ben's answer is not Ada's."""
    await set_up_home(hass, "Ada", "Ben")
    for name in ("ada", "ben"):
        await choose(hass, f"select.{name}_s_walking_direction", "ask")
    await walk(hass, freezer, "07:10", 12)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert [question["walker"] for question in asked(hass)] == ["Ada"]
