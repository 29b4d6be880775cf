"""Reminders: when they come and what they say."""

import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.retrowalk.walking.decision import DecisionKey
from custom_components.retrowalk.walking.reminder_diary import Answer, Reminder
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from ..conftest import REPOSITORY
from ..homes import record_writes, set_up_home, state, walker_id
from ..phones import async_put_up_mailbox, async_register_phone
from ..reminded import (
    COACH,
    REMINDERS,
    async_reminded,
    choose,
    clock,
    explained,
    told,
    walk,
)

PICTURE = "image.ada_s_walking_streak_calendar"
MAIL: dict[str, Any] = {"notify_entities": ["notify.mail"]}


async def test_reminded_on_the_phone(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
) -> None:
    """At five, with what is to do and three answers; the switch and the event say that it was sent."""
    phone = await async_register_phone(hass, hass_client)
    await async_reminded(hass, freezer, phone=phone.device_id)
    moments = record_writes(hass, COACH)
    await clock(hass, freezer, "16:59")
    assert phone.pushed == []
    next_look_at = state(hass, REMINDERS).attributes["next_look_at"]
    assert next_look_at.isoformat() == "2026-11-23T11:15:00+00:00"
    await clock(hass, freezer, "17:00")
    [notice] = phone.pushed
    assert notice["title"] == "Time to walk backward"
    assert notice["message"] == "Ada, still to go today: 10 min."
    data = notice["data"]
    assert data["tag"] == f"retrowalk_{walker_id(1)}_daily"
    assert [action["title"] for action in data["actions"]] == [
        "Start",
        "In an hour",
        "Rest today",
    ]
    assert told(moments) == [
        {"event": "reminder_due", "reminder": "daily"},
        {"event": "reminder_sent", "reminder": "daily", "contacts": 1, "failed": 0},
    ]
    assert explained(hass) == ("daily", "sent")
    await clock(hass, freezer, "19:00")
    assert len(phone.pushed) == 1


async def test_streak_is_about_to_be_lost(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The last chance names the streak, and comes once."""
    mailbox = await async_put_up_mailbox(hass)
    await async_reminded(hass, freezer, **MAIL)
    await walk(hass, freezer, "08:00", 11)
    await clock(hass, freezer, "17:00")
    assert mailbox.letters == []
    assert explained(hass) == ("daily", "done")
    for hour in range(16, 22):
        await clock(hass, freezer, f"{hour}:00", day=24)
    assert mailbox.letters == [
        (
            "Time to walk backward",
            "Ada, still to go today: 10 min. Streak so far: 1 day.",
        ),
        (
            "Your streak is at risk",
            "Ada, a streak of 1 day is at risk today. Still to go: 10 min.",
        ),
    ]


async def test_done_in_time_takes_the_notification_away(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
) -> None:
    """What was shown on the phone goes when the walk begins, once."""
    phone = await async_register_phone(hass, hass_client)
    await async_reminded(hass, freezer, phone=phone.device_id)
    await walk(hass, freezer, "08:00", 11)
    assert phone.pushed == []
    await clock(hass, freezer, "17:00", day=24)
    await walk(hass, freezer, "17:30", 11, day=24)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert phone.cleared == [f"retrowalk_{walker_id(1)}_daily"]
    await clock(hass, freezer, "20:00", day=24)
    assert len(phone.notices) == 1


async def test_yesterdays_notification_is_taken_away(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
) -> None:
    """What nobody looked at on its day is gone on the next."""
    phone = await async_register_phone(hass, hass_client)
    await async_reminded(hass, freezer, phone=phone.device_id)
    await clock(hass, freezer, "17:00")
    await clock(hass, freezer, "00:10", day=24)
    assert phone.cleared == [f"retrowalk_{walker_id(1)}_daily"]


async def test_notification_of_a_removed_walker_is_taken_away(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
) -> None:
    """Nobody else would; what a reload of the home leaves behind may stay."""
    phone = await async_register_phone(hass, hass_client)
    home = await async_reminded(hass, freezer, phone=phone.device_id)
    await clock(hass, freezer, "17:00")
    assert await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert phone.cleared == []
    hass.config_entries.async_remove_subentry(home, walker_id(1))
    await hass.async_block_till_done(wait_background_tasks=True)
    assert phone.cleared == [f"retrowalk_{walker_id(1)}_daily"]


async def test_weekly_streak(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Who counts weeks is told what the week lacks, and not twice on a day on which a session was walked."""
    mailbox = await async_put_up_mailbox(hass)
    home = await async_reminded(hass, freezer, **MAIL)
    walker = home.runtime_data.walkers[walker_id(1)]
    await hass.services.async_call(
        "number",
        "set_value",
        {"entity_id": "number.ada_s_walking_daily_goal", "value": 30},
        blocking=True,
    )
    await walker.async_decide({"streak_kind": "weekly"})
    await clock(hass, freezer, "17:00")
    assert mailbox.letters[0][1] == "Ada, still to go this week: 3 walks."
    await walk(hass, freezer, "08:00", 5, day=24)
    await clock(hass, freezer, "17:00", day=24)
    assert explained(hass) == ("daily", "done")
    await clock(hass, freezer, "17:00", day=25)
    assert mailbox.letters[1][1] == "Ada, still to go this week: 2 walks."


@pytest.mark.parametrize("picture", [f"/api/image_proxy/{PICTURE}", None])
async def test_weekly_summary(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
    picture: str | None,
) -> None:
    """On Sunday: the last seven days, and the picture of the streak unless it was switched off."""
    phone = await async_register_phone(hass, hass_client)
    await async_reminded(hass, freezer, phone=phone.device_id)
    await walk(hass, freezer, "08:00", 11)
    await walk(hass, freezer, "08:00", 12, day=28)
    await walk(hass, freezer, "08:00", 13, day=29)
    if picture is None:
        er.async_get(hass).async_update_entity(
            PICTURE, disabled_by=er.RegistryEntryDisabler.USER
        )
        await hass.async_block_till_done()
    await clock(hass, freezer, "17:00", day=29)
    [notice] = phone.notices
    assert notice["title"] == "Your week of walking backward"
    assert notice["message"] == (
        "Ada, in the last seven days: 36 min in 3 walks, goal reached on 3 days. Streak: 2 days."
    )
    assert notice["data"]["tag"] == f"retrowalk_{walker_id(1)}_weekly_summary"
    assert notice["data"]["actions"] == []
    assert notice["data"].get("image") == picture


async def test_weekly_summary_with_the_picture_on_another_day(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
) -> None:
    """On Tuesdays for who wants it; the picture goes along under whatever name it has."""
    phone = await async_register_phone(hass, hass_client)
    home = await async_reminded(
        hass, freezer, phone=phone.device_id, weekly_summary="tuesday"
    )
    registry = er.async_get(hass)
    registry.async_update_entity(PICTURE, new_entity_id="image.my_year")
    await hass.async_block_till_done()
    await clock(hass, freezer, "17:00")
    assert len(phone.notices) == 1
    await clock(hass, freezer, "17:00", day=24)
    [summary] = [
        notice for notice in phone.notices if "week of" in notice.get("title", "")
    ]
    assert summary["data"]["image"] == "/api/image_proxy/image.my_year"
    await choose(hass, home, weekly_summary="never")
    for day in (25, 26, 27, 28, 29, 30):
        await clock(hass, freezer, "17:00", day=day)
    assert sum("week of" in notice["title"] for notice in phone.notices) == 1


async def test_two_walkers(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Each is reminded for themselves."""
    mailbox = await async_put_up_mailbox(hass)
    freezer.move_to("2026-11-23 07:00:00+05:45")
    home = await set_up_home(hass, "Ada", "Ben")
    await choose(hass, home, **MAIL)
    await choose(hass, home, "Ben", reminder_time="18:00:00", **MAIL)
    await clock(hass, freezer, "17:00")
    await clock(hass, freezer, "18:00")
    assert [message.partition(",")[0] for _, message in mailbox.letters] == [
        "Ada",
        "Ben",
    ]


async def test_steps_and_sessions_as_goals(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """What is left is told in what the goal counts."""
    mailbox = await async_put_up_mailbox(hass)
    home = await async_reminded(hass, freezer, **MAIL)
    walker = home.runtime_data.walkers[walker_id(1)]
    await walker.async_decide(
        {DecisionKey.DAILY_MEASURE: "steps", DecisionKey.DAILY_GOAL: 800}
    )
    await clock(hass, freezer, "17:00")
    await walker.async_decide(
        {DecisionKey.DAILY_MEASURE: "sessions", DecisionKey.DAILY_GOAL: 1}
    )
    await clock(hass, freezer, "17:00", day=24)
    await walker.async_decide(
        {DecisionKey.DAILY_MEASURE: "steps", DecisionKey.DAILY_GOAL: 1}
    )
    await clock(hass, freezer, "17:00", day=25)
    assert [message for _, message in mailbox.letters] == [
        "Ada, still to go today: 800 steps.",
        "Ada, still to go today: 1 walk.",
        "Ada, still to go today: 1 step.",
    ]


def test_every_text_is_there() -> None:
    """Each reminder has a title and a message, each answer a button, and no text is left over or misses a placeholder."""
    texts = json.loads(
        (REPOSITORY / "custom_components/retrowalk/translations/en.json").read_text(
            encoding="utf-8"
        )
    )["common"]
    titles = {f"reminder_{reminder}_title" for reminder in Reminder}
    buttons = {f"answer_{answer}" for answer in Answer}
    units = {"minutes", "steps", "walks", "days", "weeks"}
    messages = {
        "reminder_daily_goal",
        "reminder_weekly_goal",
        "reminder_streak",
        "reminder_last_chance",
        "reminder_summary",
        "reminder_summary_untold",
        "reminder_still_walking",
    }
    ones = {"one_steps", "one_walks", "one_days", "one_weeks"}
    assert texts.keys() >= units | ones
    own = {text for text in texts if text.startswith(("reminder_", "answer_"))}
    assert own == titles | buttons | messages
    assert all("{amount}" in texts[unit] for unit in units)
