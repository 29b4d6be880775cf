"""Walks leave the journal as a text or a file, and come back."""

import json
from pathlib import Path

from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.core import HomeAssistant

from .acting import ADA, BEN, act, log, on_disk, refusal, shown
from .homes import BREAKFAST, set_up_home


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
