"""Walkers of a test's home, and their files on the disk."""

from datetime import datetime, timedelta
import json
import logging
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.retrowalk.const import (
    DOMAIN,
    HOME_UNIQUE_ID,
    SUBENTRY_WALKER,
    EntryKind,
)
from custom_components.retrowalk.coordinator import WalkerCoordinator
from custom_components.retrowalk.home import HomeConfigEntry
from custom_components.retrowalk.sources.belt_link import TreadmillConfigEntry
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir

ADA = "01JADA00000000000000000000"
BEN = "01JBEN00000000000000000000"
CAT = "01JCAT00000000000000000000"
NAMES = {ADA: "Ada", BEN: "Ben", CAT: "Cat"}

ZONE = "Asia/Kolkata"


async def async_furnish_home(hass: HomeAssistant, *walker_ids: str) -> HomeConfigEntry:
    """Set up a home with these walkers, in a zone that is not UTC."""
    await hass.config.async_set_time_zone(ZONE)
    walkers = [
        ConfigSubentryDataWithId(
            data={"name": NAMES[walker_id]},
            subentry_id=walker_id,
            subentry_type=SUBENTRY_WALKER,
            title=NAMES[walker_id],
            unique_id=None,
        )
        for walker_id in walker_ids
    ]
    home = MockConfigEntry(
        domain=DOMAIN,
        data={"kind": EntryKind.HOME},
        unique_id=HOME_UNIQUE_ID,
        title="Home",
        subentries_data=walkers,
    )
    home.add_to_hass(hass)
    assert await hass.config_entries.async_setup(home.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return home


async def async_reload(hass: HomeAssistant, home: HomeConfigEntry) -> None:
    """Unload the home and set it up again."""
    assert await hass.config_entries.async_reload(home.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)


async def async_join(hass: HomeAssistant, address: str) -> TreadmillConfigEntry:
    """Add the belt on the air at this address, and connect it."""
    treadmill = MockConfigEntry(
        domain=DOMAIN,
        data={"kind": EntryKind.TREADMILL, "address": address, "name": "KS-BLR"},
        unique_id=address,
        title="Ada's belt",
    )
    treadmill.add_to_hass(hass)
    assert await hass.config_entries.async_setup(treadmill.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return treadmill


def walker_of(home: HomeConfigEntry, walker_id: str = ADA) -> WalkerCoordinator:
    """The walker with this id, as of now."""
    return home.runtime_data.walkers[walker_id]


def sessions_of(home: HomeConfigEntry, walker_id: str = ADA) -> int:
    """How many sessions count for a walker, in all."""
    return walker_of(home, walker_id).data.standing.total.sessions


async def async_press(hass: HomeAssistant, key: str, walker_id: str = ADA) -> None:
    """Press a button of a walker."""
    entity_id = er.async_get(hass).async_get_entity_id(
        "button", DOMAIN, f"{walker_id}_{key}"
    )
    assert entity_id
    await hass.services.async_call(
        "button", "press", {"entity_id": entity_id}, blocking=True
    )
    await hass.async_block_till_done()


async def async_pass(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, seconds: float
) -> None:
    """Let time pass, with all that is due in it."""
    left_s = seconds
    while left_s > 0:
        freezer.tick(timedelta(seconds=min(5.0, left_s)))
        left_s -= 5.0
        async_fire_time_changed(hass)
        await hass.async_block_till_done()


async def async_walk_on_the_clock(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    seconds: float = 120,
    walker_id: str = ADA,
) -> None:
    """Walk through the hallway: start, walk, finish."""
    await async_press(hass, "start", walker_id)
    await async_pass(hass, freezer, seconds)
    await async_press(hass, "finish", walker_id)


# Files


def file_of(hass: HomeAssistant, part: str, walker_id: str = ADA) -> Path:
    """Where a part of a walker's files is kept."""
    return Path(hass.config.path(".storage")) / f"retrowalk.{walker_id}.{part}"


def files(hass: HomeAssistant) -> set[str]:
    """The names of all files of walkers, without the domain."""
    folder = Path(hass.config.path(".storage"))
    return {path.name.removeprefix("retrowalk.") for path in folder.glob("retrowalk.*")}


def kept(path: Path) -> dict[str, Any]:
    """What one of our files holds."""
    payload: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["data"]
    return payload


def session_ids(path: Path) -> list[str]:
    """The ids of the sessions in a file."""
    return [session["id"] for session in kept(path)["sessions"]]


def a_session(session_id: str, started_at: str, minutes: float = 12) -> dict[str, Any]:
    """A finished backward walk, as the journal keeps it."""
    start = datetime.fromisoformat(started_at)
    return {
        "id": session_id,
        "started_at": started_at,
        "finished_at": (start + timedelta(minutes=minutes)).isoformat(),
        "day": start.date().isoformat(),
        "zone": ZONE,
        "reason": "command",
        "by_hand": True,
        "source": None,
        "segments": [
            {
                "direction": "backward",
                "started_at": started_at,
                "active_s": minutes * 60,
                "distance_m": minutes * 40,
                "steps": round(minutes * 90),
                "step_source": "belt",
                "energy_kcal": None,
            }
        ],
    }


def a_decision(day: str, key: str, value: float | str | list[int]) -> dict[str, Any]:
    """What a walker decided, as the journal keeps it."""
    return {"at": f"{day}T06:00:00+00:00", "day": day, "key": key, "value": value}


def a_journal(
    *sessions: dict[str, Any], decisions: tuple[dict[str, Any], ...] = (), **more: Any
) -> dict[str, Any]:
    """A year of a journal."""
    return {"sessions": list(sessions), "decisions": list(decisions)} | more


def put_file(path: Path, payload: object, **envelope: Any) -> None:
    """Put a file where Home Assistant's store would have written it."""
    path.parent.mkdir(exist_ok=True)
    whole = {"version": 1, "minor_version": 1, "key": path.name, "data": payload}
    path.write_text(json.dumps(whole | envelope), encoding="utf-8")


# Repairs


def issue(hass: HomeAssistant, key: str, walker_id: str = ADA) -> ir.IssueEntry | None:
    """A repair issue of a walker, if it is shown."""
    entry = ir.async_get(hass).async_get_issue(DOMAIN, f"{key}_{walker_id}")
    return entry if entry is not None and entry.active else None


def errors(caplog: pytest.LogCaptureFixture, text: str) -> int:
    """How many errors of ours say this; none of ours may come with a traceback."""
    own = [
        record
        for record in caplog.records
        if record.name.startswith("custom_components.retrowalk")
    ]
    assert not [record for record in own if record.exc_info]
    assert "Task exception was never retrieved" not in caplog.text
    return sum(
        record.levelno == logging.ERROR and text in record.getMessage()
        for record in own
    )
