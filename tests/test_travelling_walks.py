"""Walks leave the journal as a text or a file, and come back."""

from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
import resource
import signal

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from .acting import ADA, BEN, act, log, on_disk, refusal, shown
from .belts import async_put_belt_on_air, async_walk
from .homes import BREAKFAST, enable_all, press, set_up_belt, set_up_home
from .walkers import a_journal, a_session


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


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


# Beside everything else


def many(count: int) -> str:
    """An export of so many walks, one a day, from a month ago back."""
    last = datetime(2026, 10, 20, 6, tzinfo=UTC)
    walks = [
        a_session(f"w{number}", (last - timedelta(days=number)).isoformat())
        for number in range(count)
    ]
    return json.dumps(a_journal(*walks, version=1))


async def test_what_is_recorded_while_walks_are_compared_is_kept(
    hass: HomeAssistant,
) -> None:
    """And nothing is imported on top of it: whatever was first is there, and the other one is refused."""
    await set_up_home(hass, "Ada")
    task = hass.async_create_task(act(hass, "import", text=many(2500)))
    logged: set[int] = set()
    refused: dict[int, str | None] = {}
    for number in range(0, 2500, 10):
        day = datetime(2026, 10, 20, 6, 5, tzinfo=UTC) - timedelta(days=number)
        try:
            await hass.services.async_call(
                DOMAIN, "log_session", {"start": day, "duration": 300}, blocking=True
            )
        except ServiceValidationError as err:
            refused[number] = err.translation_key
        else:
            logged.add(number)
        if task.done():
            break
    answer = await task
    assert logged
    assert set(refused.values()) <= {"overlap"}
    assert {one["reason"] for one in answer["refused"]} == {"overlap"}
    assert {f"w{number}" for number in logged}.isdisjoint(answer["added"])
    assert {f"w{number}" for number in refused} <= set(answer["added"])
    assert len(answer["added"]) == 2500 - len(answer["refused"])
    assert len(answer["refused"]) == len(logged)
    told = await act(
        hass, "get_sessions", start_date="2019-01-01", end_date="2026-11-23"
    )
    assert len(told["sessions"]) == 2500
    assert shown(hass, "streak") == "0"
    assert float(shown(hass, "total_time")) == pytest.approx(
        (len(answer["added"]) * 12 + len(logged) * 5) / 60, abs=0.01
    )


async def test_a_walk_goes_on_through_a_large_import(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """One that had been finished and is open again counts once; undoing the import leaves it alone."""
    belt = await async_put_belt_on_air(hass)
    home = await set_up_home(hass, "Ada")
    await set_up_belt(hass, belt)
    await enable_all(hass, home)
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 120)
    belt.stop()
    await async_walk(hass, freezer, belt, 20)
    assert len(on_disk(hass)) == 1
    belt.start(3.6)
    await async_walk(hass, freezer, belt, 60)
    answer = await act(hass, "import", text=many(300))
    assert len(answer["added"]) == 300
    await async_walk(hass, freezer, belt, 60)
    await press(hass, "ada_s_walking_finish_walk")
    assert float(shown(hass, "today_time")) == pytest.approx(4, abs=0.1)
    assert float(shown(hass, "total_time")) == pytest.approx(3604 / 60, abs=0.01)
    await act(hass, "undo")
    assert float(shown(hass, "total_time")) == pytest.approx(4 / 60, abs=0.01)
    assert len(on_disk(hass)) == 1


async def test_an_import_that_changes_nothing_is_no_change(hass: HomeAssistant) -> None:
    """There is nothing to be undone; nor after a dry run, or where nothing was wanted with a line refused."""
    await set_up_home(hass, "Ada")
    await act(hass, "import", text=many(3), dry_run=True, strict=True)
    assert await refusal(hass, "undo") == "nothing_to_undo"
    await act(hass, "import", text=many(3))
    await act(hass, "import", text=many(3))
    await act(hass, "undo")
    assert await refusal(hass, "undo") == "nothing_to_undo"
    assert on_disk(hass) == []


async def test_what_is_too_large_to_be_undone_after_a_restart_is_known(
    hass: HomeAssistant,
) -> None:
    """Until then it can be undone."""
    home = await set_up_home(hass, "Ada")
    await act(hass, "import", text=many(4000).replace('"w', f'"{"w" * 80}'))
    await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done()
    assert await refusal(hass, "undo") == "too_much_to_undo"
    await log(hass, "2026-11-22 06:00:00")
    await act(hass, "undo")
    assert await refusal(hass, "undo") == "too_much_to_undo"


async def test_a_file_that_is_cut_short_is_not_left_behind(
    hass: HomeAssistant, tmp_path: Path
) -> None:
    """A full disk leaves no half of an export; a name that is none is no file."""
    await set_up_home(hass, "Ada")
    for number in range(20):
        await log(hass, f"2026-11-{number + 1:02} 06:00:00")
    hass.config.allowlist_external_dirs = {str(tmp_path)}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        key = await refusal(hass, "export", path="walks.json")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert key == "file_not_written"
    assert not (tmp_path / "walks.json").exists()
    assert await refusal(hass, "export", path="wa\0lks.json") == "path_not_allowed"
