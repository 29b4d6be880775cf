"""The calendar of walks: they are seen, made, changed and deleted as in the calendar's own page."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)
from syrupy.assertion import SnapshotAssertion

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from .homes import (
    BREAKFAST,
    assert_as_before,
    figure,
    let_pass,
    press,
    record_writes,
    set_up_home,
    walker_id,
)
from .walkers import a_journal, a_session, file_of, kept, put_file

WALKS = "calendar.ada_s_walking_walks"


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


async def create(hass: HomeAssistant, start: str, end: str) -> None:
    """Make an event, as an automation does."""
    await hass.services.async_call(
        "calendar",
        "create_event",
        {
            "entity_id": WALKS,
            "summary": "A walk",
            "start_date_time": start,
            "end_date_time": end,
        },
        blocking=True,
    )
    await hass.async_block_till_done()


async def events(hass: HomeAssistant, start: str, end: str) -> list[dict[str, Any]]:
    """The events of a range."""
    answer: Any = await hass.services.async_call(
        "calendar",
        "get_events",
        {"entity_id": WALKS, "start_date_time": start, "end_date_time": end},
        blocking=True,
        return_response=True,
    )
    found: list[dict[str, Any]] = answer[WALKS]["events"]
    return found


def on_disk(hass: HomeAssistant) -> list[dict[str, Any]]:
    """The sessions of this year on the disk."""
    path = file_of(hass, "journal.2026", walker_id(1))
    sessions: list[dict[str, Any]] = kept(path)["sessions"] if path.exists() else []
    return sessions


async def test_calendar_of_a_home(
    hass: HomeAssistant, snapshot: SnapshotAssertion
) -> None:
    """What is registered and shown before the first walk."""
    home = await set_up_home(hass, "Ada")
    assert_as_before(hass, snapshot, home, Platform.CALENDAR)


async def test_a_walk_is_shown_when_it_is_done(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """With its figures; one row of the recorder, however long the walk."""
    await set_up_home(hass, "Ada")
    written = record_writes(hass, WALKS)
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 240)
    await press(hass, "ada_s_walking_turn_round")
    await let_pass(hass, freezer, 120)
    assert not written
    await press(hass, "ada_s_walking_finish_walk")
    [state] = written
    assert state.state == "off"
    assert state.attributes["message"] == "4 min backward, 2 min forward"
    assert state.attributes["start_time"] == "2026-11-23 07:00:00"
    assert state.attributes["end_time"] == "2026-11-23 07:06:00"


async def test_walks_of_a_range(hass: HomeAssistant) -> None:
    """Whatever part of them is in it, in order."""
    put_file(
        file_of(hass, "journal.2026", walker_id(1)),
        a_journal(
            a_session("late", "2026-11-20T18:10:00+00:00"),
            a_session("early", "2026-11-20T01:00:00+00:00", 20),
            a_session("other", "2026-11-18T06:00:00+00:00"),
        ),
    )
    await set_up_home(hass, "Ada")
    found = await events(hass, "2026-11-20 00:00:00", "2026-11-21 00:00:00")
    assert found == [
        {
            "start": "2026-11-20T06:45:00+05:45",
            "end": "2026-11-20T07:05:00+05:45",
            "summary": "20 min backward",
            "description": "800 m, 1800 steps",
        },
        {
            "start": "2026-11-20T23:55:00+05:45",
            "end": "2026-11-21T00:07:00+05:45",
            "summary": "12 min backward",
            "description": "480 m, 1080 steps",
        },
    ]
    late = await events(hass, "2026-11-21 00:00:00", "2026-11-22 00:00:00")
    assert [one["start"] for one in late] == ["2026-11-20T23:55:00+05:45"]


async def test_an_event_in_the_past_logs_a_walk(hass: HomeAssistant) -> None:
    """It counts, and is on the disk."""
    await set_up_home(hass, "Ada")
    await create(hass, "2026-11-22 18:00:00", "2026-11-22 18:20:00")
    assert figure(hass, "streak").state == "1"
    [session] = on_disk(hass)
    assert session["started_at"] == "2026-11-22T12:15:00+00:00"
    [event] = await events(hass, "2026-11-22 00:00:00", "2026-11-23 00:00:00")
    assert event["summary"] == "20 min backward"


@pytest.mark.parametrize(
    ("start", "end", "key"),
    [
        ("2026-11-22 18:10:00", "2026-11-22 18:15:00", "overlap"),
        ("2026-11-23 18:10:00", "2026-11-23 18:15:00", "in_future"),
        ("2026-11-20 18:10:00", "2026-11-22 17:15:00", "too_long"),
        ("1915-11-20 18:10:00", "1915-11-20 19:15:00", "too_long_ago"),
    ],
)
async def test_an_event_that_cannot_be_a_walk_is_refused(
    hass: HomeAssistant, start: str, end: str, key: str
) -> None:
    """For the same reasons as elsewhere."""
    await set_up_home(hass, "Ada")
    await create(hass, "2026-11-22 18:00:00", "2026-11-22 18:20:00")
    with pytest.raises(ServiceValidationError) as refused:
        await create(hass, start, end)
    assert refused.value.translation_key == key
    assert len(on_disk(hass)) == 1


async def test_a_whole_day_is_no_walk(hass: HomeAssistant) -> None:
    """It is asked for times."""
    await set_up_home(hass, "Ada")
    with pytest.raises(ServiceValidationError, match="whole days"):
        await hass.services.async_call(
            "calendar",
            "create_event",
            {
                "entity_id": WALKS,
                "summary": "A walk",
                "start_date": "2026-11-20",
                "end_date": "2026-11-21",
            },
            blocking=True,
        )


async def test_what_is_done_in_the_calendar_page(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """An event is made, seen, moved and deleted; what is refused is told in words."""
    await set_up_home(hass, "Ada")
    page, client = await hass_ws_client(hass), await hass_client()

    async def order(kind: str, **given: Any) -> Any:
        await page.send_json_auto_id(
            {"type": f"calendar/event/{kind}", "entity_id": WALKS, **given}
        )
        answer = await page.receive_json()
        await hass.async_block_till_done()
        return answer

    async def seen() -> list[dict[str, Any]]:
        answer = await client.get(
            f"/api/calendars/{WALKS}",
            params={
                "start": "2026-11-01T00:00:00+05:45",
                "end": "2026-12-01T00:00:00+05:45",
            },
        )
        found: list[dict[str, Any]] = await answer.json()
        return found

    walk = {
        "dtstart": "2026-11-22T18:00:00+05:45",
        "dtend": "2026-11-22T18:20:00+05:45",
        "summary": "A walk",
    }
    assert (await order("create", event=walk))["success"]
    assert not (await order("create", event=walk))["success"]
    [event] = await seen()
    assert event["summary"] == "20 min backward"
    moved = walk | {"dtend": "2026-11-22T18:30:00+05:45"}
    assert (await order("update", uid=event["uid"], event=moved))["success"]
    [event] = await seen()
    assert event["summary"] == "30 min backward"
    repeating = walk | {
        "dtstart": "2026-11-20T18:00:00+05:45",
        "dtend": "2026-11-20T18:20:00+05:45",
        "rrule": "FREQ=DAILY",
    }
    answer = await order("create", event=repeating)
    assert "A walk happens once" in answer["error"]["message"]
    assert (await order("delete", uid=event["uid"]))["success"]
    assert await seen() == []
    assert on_disk(hass) == []
    answer = await order("delete", uid=event["uid"])
    assert "There is no session" in answer["error"]["message"]


async def test_whoever_looks_at_the_calendar_sees_what_changes(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> None:
    """Also a walk of long ago, that is not the last one."""
    await set_up_home(hass, "Ada")
    await create(hass, "2026-11-22 18:00:00", "2026-11-22 18:20:00")
    page = await hass_ws_client(hass)
    await page.send_json_auto_id(
        {
            "type": "calendar/event/subscribe",
            "entity_id": WALKS,
            "start": "2026-11-01T00:00:00+05:45",
            "end": "2026-12-01T00:00:00+05:45",
        }
    )
    assert (await page.receive_json())["success"]
    assert len((await page.receive_json())["event"]["events"]) == 1
    await create(hass, "2026-11-10 18:00:00", "2026-11-10 18:20:00")
    assert len((await page.receive_json())["event"]["events"]) == 2


async def test_moving_an_event_keeps_what_was_measured(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> None:
    """The page knows whole seconds only; an end that was not touched stays as precise as it was."""
    path = file_of(hass, "journal.2026", walker_id(1))
    put_file(path, a_journal(a_session("a", "2026-11-20T06:00:00.250000+00:00")))
    await set_up_home(hass, "Ada")
    page = await hass_ws_client(hass)
    await page.send_json_auto_id(
        {
            "type": "calendar/event/update",
            "entity_id": WALKS,
            "uid": "a",
            "event": {
                "dtstart": "2026-11-20T11:44:00+05:45",
                "dtend": "2026-11-20T11:57:00+05:45",
                "summary": "A walk",
            },
        }
    )
    assert (await page.receive_json())["success"]
    await hass.async_block_till_done()
    [session] = on_disk(hass)
    assert session["started_at"] == "2026-11-20T05:59:00+00:00"
    assert session["finished_at"] == "2026-11-20T06:12:00.250000+00:00"
    assert session["segments"][0]["distance_m"] == 480
