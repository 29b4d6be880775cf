"""Actions on the past, as a script calls them: with targets, on a real journal, and with what everybody sees afterwards."""

from datetime import timedelta
import json
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.actions import ACTIONS
from custom_components.retrowalk.const import DOMAIN
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, SupportsResponse
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.service import async_get_all_descriptions
from homeassistant.setup import async_setup_component

from .homes import (
    BREAKFAST,
    figure,
    let_pass,
    press,
    record_writes,
    set_up_home,
    walker_id,
)
from .test_translations import ICONS, TEXTS
from .walkers import a_journal, a_session, file_of, kept, put_file

ADA = {"entity_id": "sensor.ada_s_walking_session"}
BEN = {"entity_id": "sensor.ben_s_walking_session"}


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


async def act(hass: HomeAssistant, action: str, **given: Any) -> Any:
    """Call an action, and return its answer."""
    answer = await hass.services.async_call(
        DOMAIN, action, given, blocking=True, return_response=True
    )
    await hass.async_block_till_done()
    return answer


async def refusal(hass: HomeAssistant, action: str, **given: Any) -> str | None:
    """Call an action that is refused, and return the key of the message, which must be there."""
    with pytest.raises(HomeAssistantError) as refused:
        await act(hass, action, **given)
    key = refused.value.translation_key
    message = TEXTS["exceptions"][key]["message"]
    told = message.format(**refused.value.translation_placeholders or {})
    assert str(refused.value) == told.removesuffix(".")
    return key


async def log(
    hass: HomeAssistant,
    start: str,
    minutes: int = 20,
    *,
    of: dict[str, str] = ADA,
    **given: Any,
) -> str:
    """Log a walk, of Ada's unless somebody else is meant; its id."""
    duration = {"minutes": minutes}
    answer = await act(
        hass, "log_session", start=start, duration=duration, **of, **given
    )
    session_id: str = answer["sessions"][0]["session_id"]
    return session_id


def on_disk(hass: HomeAssistant, walker: int = 1, year: int = 2026) -> list[str]:
    """The ids of the sessions of a walker's year on the disk."""
    path = file_of(hass, f"journal.{year}", walker_id(walker))
    if not path.exists():
        return []
    return [session["id"] for session in kept(path)["sessions"]]


def shown(hass: HomeAssistant, key: str, walker: int = 1) -> str:
    """What an entity of a walker shows."""
    return figure(hass, key, walker=walker).state


def device_of(hass: HomeAssistant, home: ConfigEntry[Any], walker: int) -> str:
    """The id of a walker's device."""
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), home.entry_id)
    [device] = [
        one for one in devices if (DOMAIN, walker_id(walker)) in one.identifiers
    ]
    return device.id


# Logging, editing, deleting


async def test_a_logged_walk_counts_everywhere(hass: HomeAssistant) -> None:
    """For its day, the totals and the streak; it is on the disk when the action is over."""
    await set_up_home(hass, "Ada", "Ben")
    yesterday = await log(hass, "2026-11-22 18:00:00")
    assert on_disk(hass) == [yesterday]
    assert shown(hass, "streak") == "1"
    assert shown(hass, "today_time") == "0.0"
    today = await log(hass, "2026-11-23 06:00:00", distance=800, steps=1500)
    assert on_disk(hass) == [yesterday, today]
    assert shown(hass, "streak") == "2"
    assert shown(hass, "today_steps") == "1500"
    assert shown(hass, "today_steps", walker=2) == "0"


async def test_a_forgotten_day_mends_the_streak(hass: HomeAssistant) -> None:
    """And deleting it breaks it again; undoing that mends it once more."""
    await set_up_home(hass, "Ada")
    for day in (20, 21, 23):
        await log(hass, f"2026-11-{day} 06:00:00")
    assert shown(hass, "streak") == "1"
    forgotten = await log(hass, "2026-11-22 06:00:00")
    assert shown(hass, "streak") == "4"
    await act(hass, "delete_session", session_id=forgotten)
    assert shown(hass, "streak") == "1"
    assert forgotten not in on_disk(hass)
    answer = await act(hass, "undo")
    assert answer == {"walker": "Ada", "restored": [forgotten], "removed": []}
    assert shown(hass, "streak") == "4"
    assert forgotten in on_disk(hass)


async def test_the_last_walk_can_be_told_by_its_length(hass: HomeAssistant) -> None:
    """Without a start it has just ended."""
    await set_up_home(hass, "Ada")
    answer = await act(hass, "log_session", duration="00:12:00", direction="forward")
    [session] = answer["sessions"]
    assert session["start"] == "2026-11-23T06:48:00+05:45"
    assert session["end"] == "2026-11-23T07:00:00+05:45"
    assert (session["forward_s"], session["backward_s"]) == (720, 0)


async def test_an_edited_walk_keeps_what_is_not_told(hass: HomeAssistant) -> None:
    """Undone, it is as it was before."""
    await set_up_home(hass, "Ada")
    session_id = await log(hass, "2026-11-22 18:00:00", 20, distance=800)
    before = (await act(hass, "get_sessions"))["sessions"]
    answer = await act(
        hass, "edit_session", session_id=session_id, end="2026-11-22 18:30:00", steps=9
    )
    [after] = answer["sessions"]
    assert (after["duration_s"], after["distance_m"], after["steps"]) == (1800, 800, 9)
    assert after["step_source"] == "told"
    assert kept(file_of(hass, "journal.2026", walker_id(1)))["sessions"][0][
        "finished_at"
    ] == ("2026-11-22T12:45:00+00:00")
    await act(hass, "edit_session", session_id=session_id, duration="00:10:00")
    await act(hass, "undo")
    await act(hass, "undo")
    assert (await act(hass, "get_sessions"))["sessions"] == before


async def test_a_walk_that_moves_to_another_year_leaves_the_old_one(
    hass: HomeAssistant,
) -> None:
    """Both years are written."""
    await set_up_home(hass, "Ada")
    session_id = await log(hass, "2026-01-01 06:00:00")
    await act(
        hass,
        "edit_session",
        session_id=session_id,
        start="2025-12-31 06:00:00",
        end="2025-12-31 06:20:00",
    )
    assert on_disk(hass) == []
    assert on_disk(hass, year=2025) == [session_id]


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"start": "2026-11-22 18:10:00", "duration": "00:05:00"}, "overlap"),
        ({"start": "2026-11-23 06:50:00", "duration": "00:20:00"}, "in_future"),
        ({"start": "2026-11-24 06:50:00", "duration": "00:20:00"}, "in_future"),
        (
            {"start": "2026-11-22 08:00:00", "end": "2026-11-22 07:00:00"},
            "end_before_start",
        ),
        ({"start": "2026-11-20 08:00:00", "end": "2026-11-22 07:00:00"}, "too_long"),
        (
            {"start": "2026-11-20 08:00:00", "duration": "00:10:00", "distance": 3000},
            "too_fast",
        ),
        (
            {"start": "2026-11-20 08:00:00", "duration": "00:10:00", "steps": 9000},
            "too_many_steps",
        ),
        (
            {
                "start": "2026-11-20 08:00:00",
                "end": "2026-11-20 08:10:00",
                "duration": "01:00:00",
            },
            "more_than_elapsed",
        ),
        ({"start": "2026-11-20 08:00:00"}, "times_missing"),
    ],
)
async def test_nonsense_is_refused_with_its_reason(
    hass: HomeAssistant, given: dict[str, Any], key: str
) -> None:
    """And nothing is written."""
    await set_up_home(hass, "Ada")
    session_id = await log(hass, "2026-11-22 18:00:00")
    assert await refusal(hass, "log_session", **given) == key
    assert on_disk(hass) == [session_id]


async def test_a_walk_in_the_way_is_told_by_its_time(hass: HomeAssistant) -> None:
    """By the clock of the home."""
    await set_up_home(hass, "Ada")
    await log(hass, "2026-11-22 18:00:00")
    with pytest.raises(ServiceValidationError, match="2026-11-22 18:00–18:20"):
        await log(hass, "2026-11-22 18:10:00")


async def test_the_open_session_is_left_alone(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """What is logged while somebody walks counts, and the walk goes on."""
    await set_up_home(hass, "Ada")
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 120)
    assert (
        await refusal(hass, "log_session", duration="00:05:00", **ADA)
    ) == "still_walking"
    await log(hass, "2026-11-23 06:00:00")
    assert shown(hass, "session") == "walking"
    assert float(shown(hass, "session_time")) > 0
    await press(hass, "ada_s_walking_finish_walk")
    assert len(on_disk(hass)) == 2


async def test_what_nobody_knows_cannot_be_changed(hass: HomeAssistant) -> None:
    """Neither an unknown session, nor a change that was never made."""
    await set_up_home(hass, "Ada")
    for action in ("edit_session", "delete_session"):
        assert await refusal(hass, action, session_id="x") == "unknown_session"
    assert await refusal(hass, "undo") == "nothing_to_undo"


async def test_a_walker_who_cannot_be_read_is_not_changed(hass: HomeAssistant) -> None:
    """Until that is repaired."""
    path = file_of(hass, "journal.2026", walker_id(1))
    path.parent.mkdir(exist_ok=True)
    path.write_text("{", encoding="utf-8")
    await set_up_home(hass, "Ada")
    key = await refusal(hass, "log_session", duration="00:05:00")
    assert key == "walker_read_only"


# Moments


async def test_the_past_is_no_news(hass: HomeAssistant) -> None:
    """A mended week fires nothing; today's goal does, once a day, however often it is edited."""
    await set_up_home(hass, "Ada")
    told = record_writes(hass, "event.")
    for day in (16, 17, 18, 19, 20, 21, 22):
        await log(hass, f"2026-11-{day} 06:00:00")
    assert shown(hass, "streak") == "7"
    assert not told
    today = await log(hass, "2026-11-23 06:00:00")
    names = [moment.attributes["event_type"] for moment in told]
    assert names == ["goal_reached", "streak_extended"]
    await act(hass, "delete_session", session_id=today)
    await act(hass, "undo")
    await act(hass, "edit_session", session_id=today, end="2026-11-23 06:40:00")
    await log(hass, "2026-11-15 06:00:00")
    assert len(told) == 2


async def test_a_streak_that_is_edited_away_is_not_lost(hass: HomeAssistant) -> None:
    """Whoever deletes a walk knows; and the day's own news is still told."""
    await set_up_home(hass, "Ada")
    yesterday = await log(hass, "2026-11-22 06:00:00")
    told = record_writes(hass, "event.")
    await act(hass, "delete_session", session_id=yesterday)
    assert shown(hass, "streak") == "0"
    assert not told
    await log(hass, "2026-11-22 06:00:00")
    await log(hass, "2026-11-23 06:00:00")
    assert [moment.attributes["event_type"] for moment in told] == [
        "goal_reached",
        "streak_extended",
    ]


# Moving


async def test_a_moved_walk_counts_for_the_other_walker(hass: HomeAssistant) -> None:
    """Both streaks are right afterwards, on the disk too; and again after undoing it."""
    home = await set_up_home(hass, "Ada", "Ben")
    await log(hass, "2026-11-21 06:00:00")
    session_id = await log(hass, "2026-11-22 06:00:00")
    await log(hass, "2026-11-21 06:00:00", of=BEN)
    await act(
        hass,
        "move_session",
        session_id=session_id,
        receiver=device_of(hass, home, 2),
    )
    assert (shown(hass, "streak"), shown(hass, "streak", 2)) == ("0", "2")
    assert session_id not in on_disk(hass)
    assert session_id in on_disk(hass, 2)
    await act(hass, "undo", **BEN)
    assert (shown(hass, "streak"), shown(hass, "streak", 2)) == ("2", "0")
    assert session_id in on_disk(hass)
    assert session_id not in on_disk(hass, 2)


async def test_a_walk_is_not_moved_where_another_one_is(hass: HomeAssistant) -> None:
    """Nor to whom it belongs already."""
    home = await set_up_home(hass, "Ada", "Ben")
    session_id = await log(hass, "2026-11-22 06:00:00")
    await log(hass, "2026-11-22 06:10:00", of=BEN)
    for walker, key in ((2, "overlap"), (1, "same_walker")):
        assert key == await refusal(
            hass,
            "move_session",
            session_id=session_id,
            receiver=device_of(hass, home, walker),
        )
    assert session_id in on_disk(hass)


async def test_a_walk_that_both_have_is_not_moved(hass: HomeAssistant) -> None:
    """It would count twice, or be lost."""
    home = await set_up_home(hass, "Ada", "Ben")
    session_id = await log(hass, "2026-11-22 06:00:00")
    exported = await act(hass, "export", **ADA)
    await act(hass, "import", text=exported["walkers"][0]["text"], **BEN)
    given = {"session_id": session_id, "receiver": device_of(hass, home, 2)}
    assert await refusal(hass, "move_session", **ADA, **given) == "overlap"
    assert on_disk(hass) == on_disk(hass, 2) == [session_id]


async def test_a_walk_stays_until_the_other_walker_has_it_on_the_disk(
    hass: HomeAssistant,
) -> None:
    """A disk that takes nothing loses nothing either."""
    home = await set_up_home(hass, "Ada", "Ben")
    session_id = await log(hass, "2025-11-22 06:00:00")
    blocked = file_of(hass, "journal.2025", walker_id(2))
    blocked.mkdir()
    given = {"session_id": session_id, "receiver": device_of(hass, home, 2)}
    assert await refusal(hass, "move_session", **given) == "not_written"
    assert on_disk(hass, year=2025) == [session_id]
    blocked.rmdir()
    await act(hass, "move_session", **given)
    assert on_disk(hass, year=2025) == []
    assert on_disk(hass, 2, 2025) == [session_id]


# Targets


async def test_each_walker_is_acted_on_once(hass: HomeAssistant) -> None:
    """However many of their entities and devices an area or a list names."""
    home = await set_up_home(hass, "Ada", "Ben")
    area = ar.async_get(hass).async_create("Hallway")
    for walker in (1, 2):
        dr.async_get(hass).async_update_device(
            device_of(hass, home, walker), area_id=area.id
        )
    answer = await act(
        hass,
        "log_session",
        duration="00:10:00",
        area_id=area.id,
        device_id=device_of(hass, home, 1),
        entity_id=["button.ada_s_walking_start_walk", *BEN.values()],
    )
    assert [session["walker"] for session in answer["sessions"]] == ["Ada", "Ben"]
    assert (len(on_disk(hass)), len(on_disk(hass, 2))) == (1, 1)


async def test_a_walker_whose_entities_are_off_is_found_by_the_device(
    hass: HomeAssistant,
) -> None:
    """Nothing depends on an entity."""
    home = await set_up_home(hass, "Ada", "Ben")
    registry = er.async_get(hass)
    for entity in er.async_entries_for_config_entry(registry, home.entry_id):
        registry.async_update_entity(
            entity.entity_id, disabled_by=er.RegistryEntryDisabler.USER
        )
    await hass.async_block_till_done()
    device_id = device_of(hass, home, 2)
    await log(hass, "2026-11-22 06:00:00", of={"device_id": device_id})
    assert len(on_disk(hass, 2)) == 1


async def test_a_target_that_means_nobody_is_refused(hass: HomeAssistant) -> None:
    """As is none at all, where there are several walkers and one has to be meant."""
    await set_up_home(hass, "Ada", "Ben")
    hass.states.async_set("light.hall", "on")
    given = {"duration": "00:10:00"}
    assert (
        await refusal(hass, "log_session", entity_id="light.hall", **given)
        == "no_walker"
    )
    assert await refusal(hass, "log_session", **given) == "one_walker"
    assert await refusal(hass, "undo") == "one_walker"
    assert await refusal(hass, "import", text="start\n") == "one_walker"


async def test_without_a_home_the_actions_say_so(hass: HomeAssistant) -> None:
    """They are there all the same."""
    assert await async_setup_component(hass, DOMAIN, {})
    assert await refusal(hass, "get_sessions") == "no_home"
    home = await set_up_home(hass, "Ada")
    await hass.config_entries.async_unload(home.entry_id)
    assert await refusal(hass, "get_sessions") == "home_not_ready"


# Asking


async def test_sessions_of_some_days(hass: HomeAssistant) -> None:
    """In order, with their figures."""
    await set_up_home(hass, "Ada", "Ben")
    await log(hass, "2026-11-22 06:00:00", distance=800, steps=1500)
    await log(hass, "2026-11-20 06:00:00")
    await log(hass, "2026-11-21 06:00:00", of=BEN)
    await log(hass, "2026-09-21 06:00:00")
    answer = await act(hass, "get_sessions", **ADA)
    assert [one["day"] for one in answer["sessions"]] == ["2026-11-20", "2026-11-22"]
    told = answer["sessions"][1]
    assert told.pop("session_id")
    assert told == {
        "walker": "Ada",
        "day": "2026-11-22",
        "start": "2026-11-22T06:00:00+05:45",
        "end": "2026-11-22T06:20:00+05:45",
        "duration_s": 1200,
        "backward_s": 1200,
        "forward_s": 0,
        "unknown_s": 0,
        "distance_m": 800,
        "steps": 1500,
        "step_source": "told",
        "energy_kcal": None,
        "source": None,
    }
    answer = await act(
        hass, "get_sessions", start_date="2026-09-01", end_date="2026-11-21"
    )
    assert [(one["walker"], one["day"]) for one in answer["sessions"]] == [
        ("Ada", "2026-09-21"),
        ("Ada", "2026-11-20"),
        ("Ben", "2026-11-21"),
    ]


@pytest.mark.parametrize(
    ("group_by", "groups"),
    [
        ("day", [("2026-10-31", 1200), ("2026-11-01", 2400), ("2026-11-08", 600)]),
        ("week", [("2026-10-25", 1200), ("2026-11-01", 2400), ("2026-11-08", 600)]),
        ("month", [("2026-10-01", 1200), ("2026-11-01", 3000)]),
    ],
)
async def test_sums_by_day_week_and_month(
    hass: HomeAssistant, group_by: str, groups: list[tuple[str, int]]
) -> None:
    """Weeks begin as the home has it, here on Sundays."""
    await set_up_home(hass, "Ada", week_start=6)
    await log(hass, "2026-10-31 06:00:00")
    await log(hass, "2026-11-01 06:00:00")
    await log(hass, "2026-11-01 08:00:00")
    await log(hass, "2026-11-08 06:00:00", 10)
    answer = await act(
        hass,
        "get_stats",
        start_date="2026-10-01",
        end_date="2026-11-30",
        group_by=group_by,
    )
    [ada] = answer["walkers"]
    assert [
        (group["start_date"], group["backward_s"]) for group in ada["groups"]
    ] == groups
    assert ada["total"]["backward_s"] == 4200
    assert ada["total"]["sessions"] == 4


# Out and in


@pytest.mark.parametrize("format_", ["json", "csv"])
async def test_walks_travel_to_another_walker(
    hass: HomeAssistant, format_: str
) -> None:
    """A dry run only says so; a second import changes nothing; undoing it takes all back."""
    await set_up_home(hass, "Ada", "Ben")
    ids = [await log(hass, f"2026-11-{day} 06:00:00") for day in (20, 21, 22)]
    exported = await act(hass, "export", format=format_, **ADA)
    text = exported["walkers"][0]["text"]
    answer = await act(hass, "import", text=text, dry_run=True, **BEN)
    assert (answer["added"], answer["dry_run"]) == (ids, True)
    assert on_disk(hass, 2) == []
    answer = await act(hass, "import", text=text, **BEN)
    assert (answer["added"], answer["refused"]) == (ids, [])
    assert on_disk(hass, 2) == ids
    assert shown(hass, "streak", 2) == shown(hass, "streak") == "3"
    answer = await act(hass, "import", text=text, **BEN)
    assert (answer["added"], answer["changed"], answer["known"]) == ([], [], 3)
    await act(hass, "undo", **BEN)
    assert on_disk(hass, 2) == []
    assert shown(hass, "streak", 2) == "0"


async def test_goals_travel_along_in_json(hass: HomeAssistant) -> None:
    """From the day on which they were set."""
    await set_up_home(hass, "Ada", "Ben")
    await hass.services.async_call(
        "number",
        "set_value",
        {"entity_id": "number.ada_s_walking_daily_goal", "value": 25},
        blocking=True,
    )
    exported = await act(hass, "export", **ADA)
    text = exported["walkers"][0]["text"]
    answer = await act(hass, "import", text=text, **BEN)
    assert answer["decisions"] > 0
    goal = hass.states.get("number.ben_s_walking_daily_goal")
    assert goal is not None
    assert float(goal.state) == 25


_TABLE = (
    "start,end,metres\n"
    "2026-11-20 06:00,2026-11-20 06:20,700\n"
    "2026-11-21 06:00,2026-11-21 05:20,700\n"
    "2026-11-22 06:00,2026-11-22 06:20,700\n"
)


async def test_a_bad_line_stops_nothing_but_itself(hass: HomeAssistant) -> None:
    """Unless everything or nothing is wanted."""
    await set_up_home(hass, "Ada")
    assert (await refusal(hass, "import", text=_TABLE, strict=True)) == "import_refused"
    assert on_disk(hass) == []
    answer = await act(hass, "import", text=_TABLE)
    assert len(answer["added"]) == 2
    assert answer["refused"] == [
        {"line": 3, "reason": "end_before_start", "detail": ""}
    ]
    assert shown(hass, "streak") == "1"
    assert (await refusal(hass, "import", text="{]")) == "import_unreadable"


async def test_files_are_used_only_where_that_is_allowed(
    hass: HomeAssistant, tmp_path: Path
) -> None:
    """What is written there was not there before, and never lies open to the network."""
    await set_up_home(hass, "Ada")
    session_id = await log(hass, "2026-11-22 06:00:00")
    for action in ("export", "import"):
        key = await refusal(hass, action, path="walks.json")
        assert key == "path_not_allowed"
    (tmp_path / "www").mkdir()
    (tmp_path / "safe").mkdir()
    hass.config.allowlist_external_dirs = {
        str(tmp_path / "www"),
        str(tmp_path / "safe"),
    }
    assert await refusal(hass, "export", path="www/walks.json") == "path_open_to_all"
    assert await refusal(hass, "import", path="safe/walks.json") == "file_unreadable"
    assert await refusal(hass, "import", path="safe/../x.json") == "path_not_allowed"
    await act(hass, "export", path="safe/walks.json")
    path = tmp_path / "safe" / "walks.json"
    assert path.stat().st_mode & 0o777 == 0o600
    [session] = json.loads(path.read_text(encoding="utf-8"))["sessions"]
    assert session["id"] == session_id
    assert await refusal(hass, "export", path="safe/walks.json") == "file_not_written"
    await act(hass, "delete_session", session_id=session_id)
    answer = await act(hass, "import", path="safe/walks.json")
    assert answer["added"] == [session_id]
    (tmp_path / "safe" / "odd.json").write_bytes(b"\xff\xfe\xfa")
    assert await refusal(hass, "import", path="safe/odd.json") == "file_unreadable"


async def test_a_journal_of_years_is_there_after_a_restart(
    hass: HomeAssistant,
) -> None:
    """What was edited before it too, and walks recorded earlier can be edited after it."""
    put_file(
        file_of(hass, "journal.2024", walker_id(1)),
        a_journal(a_session("old", "2024-02-29T06:00:00+00:00")),
    )
    home = await set_up_home(hass, "Ada")
    await act(hass, "edit_session", session_id="old", distance=333)
    session_id = await log(hass, "2026-11-22 06:00:00")
    await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done()
    answer = await act(
        hass, "get_sessions", start_date="2024-01-01", end_date="2026-12-31"
    )
    assert [(one["session_id"], one["distance_m"]) for one in answer["sessions"]] == [
        ("old", 333),
        (session_id, 0),
    ]


async def test_a_deleted_walk_is_not_rejoined(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Starting again soon after begins another one."""
    await set_up_home(hass, "Ada")
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 120)
    await press(hass, "ada_s_walking_finish_walk")
    [session_id] = on_disk(hass)
    await act(hass, "delete_session", session_id=session_id)
    freezer.tick(timedelta(seconds=30))
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 120)
    await press(hass, "ada_s_walking_finish_walk")
    [other_id] = on_disk(hass)
    assert other_id != session_id


# Texts


async def test_actions_are_described(hass: HomeAssistant) -> None:
    """Each action and field in the picker has a name, a description and an icon; and none is left over."""
    await set_up_home(hass, "Ada")
    described = (await async_get_all_descriptions(hass))[DOMAIN]
    assert described.keys() == ACTIONS.keys() == TEXTS["services"].keys()
    assert ICONS["services"].keys() == ACTIONS.keys()
    for name, action in ACTIONS.items():
        texts, fields = TEXTS["services"][name], described[name]["fields"]
        assert texts["name"]
        assert texts["description"]
        assert fields.keys() == texts.get("fields", {}).keys()
        accepted = {str(marker) for marker in _keys(action.schema)}
        assert fields.keys() <= accepted
        assert "target" in described[name]
        only = action.answers is SupportsResponse.ONLY
        assert described[name]["response"]["optional"] is not only


def _keys(schema: Any) -> Any:
    """The fields of a schema, whatever it is wrapped in."""
    inner = schema.schema
    return inner if isinstance(inner, dict) else inner.validators[0].schema
