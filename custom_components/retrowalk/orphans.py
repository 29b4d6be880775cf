"""Journals whose walker is gone: they stay, and a repair issue asks what is to become of them."""

from dataclasses import dataclass
import json
import logging
import os
from pathlib import Path
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util, slugify

from .const import DOMAIN
from .home import HomeConfigEntry
from .keeping_store import Payload
from .statistics import async_clear_statistics
from .store import WalkerStore, async_stored_walkers
from .walking import checkpoint
from .walking.journal import Journal
from .walking.model import FinishReason, Profile, Session
from .walking.stored import StoredError

_LOGGER = logging.getLogger(__name__)

EXPORT_FOLDER: Final = "retrowalk_export"
EXPORT_VERSION: Final = 1

_ISSUE: Final = "orphaned_walker"


@dataclass(frozen=True, kw_only=True, slots=True)
class Orphan:
    """What a walker left who is no walker of the home any more."""

    walker_id: str
    name: str
    """The walker's last known name, else the id."""
    journal: Journal
    """The walk that was open when the walker was removed is in it too, as of its last movement."""
    unreadable: tuple[str, ...]
    """The files that cannot be read."""


async def async_look_for_orphans(hass: HomeAssistant, entry: HomeConfigEntry) -> None:
    """Raise an issue for each journal without a walker, and take back the issues of walkers and journals that changed."""
    walkers = entry.runtime_data.walkers
    stored = await async_stored_walkers(hass)
    orphans = [
        await async_read_orphan(hass, walker_id)
        for walker_id in sorted(stored - walkers.keys())
    ]
    asked = {
        _raise_issue(hass, orphan)
        for orphan in orphans
        if orphan.journal.sessions or orphan.unreadable
    }
    for issue in _issues(hass):
        if issue.issue_id not in asked and _walker_id(issue) not in walkers:
            ir.async_delete_issue(hass, DOMAIN, issue.issue_id)
    for walker_id in walkers:
        ir.async_delete_issue(hass, DOMAIN, f"{_ISSUE}_{walker_id}")


@callback
def async_forget_walkers(hass: HomeAssistant) -> None:
    """Take back what was asked about walkers: their home is gone. The next one finds their journals and asks again."""
    for issue in _issues(hass):
        ir.async_delete_issue(hass, DOMAIN, issue.issue_id)


def _issues(hass: HomeAssistant) -> list[ir.IssueEntry]:
    """All that is asked about a walker."""
    return [
        issue
        for (domain, _), issue in ir.async_get(hass).issues.items()
        if domain == DOMAIN and issue.active and _walker_id(issue) is not None
    ]


def _walker_id(issue: ir.IssueEntry) -> str | None:
    walker_id = (issue.data or {}).get("walker_id")
    return walker_id if isinstance(walker_id, str) else None


def _raise_issue(hass: HomeAssistant, orphan: Orphan) -> str:
    issue_id = f"{_ISSUE}_{orphan.walker_id}"
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        is_fixable=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key="orphaned_walker",
        translation_placeholders={
            "walker": orphan.name,
            "sessions": str(len(orphan.journal.sessions)),
        },
        data={"walker_id": orphan.walker_id},
    )
    return issue_id


async def async_read_orphan(hass: HomeAssistant, walker_id: str) -> Orphan:
    """Read what a walker left, as far as it can be read."""
    store = _store(hass, walker_id)
    loaded = await store.async_load()
    unreadable = dict(store.unreadable)
    try:
        session = _left_open(loaded.checkpoint)
    except StoredError as err:
        session = None
        unreadable["checkpoint"] = str(err)
    if session is not None:
        loaded.journal.put(session)
    return Orphan(
        walker_id=walker_id,
        name=loaded.name or walker_id,
        journal=loaded.journal,
        unreadable=tuple(sorted(unreadable)),
    )


def _left_open(payload: Payload | None) -> Session | None:
    """The walk that was open when the walker was removed, if it counts; it ended with its last movement."""
    session = checkpoint.read_open((payload or {}).get("open"), Profile())
    if session is None:
        return None
    session.finished_at = session.last_movement_at
    session.finish_reason = FinishReason.LINK
    finished = session.freeze()
    return finished if session.counts and finished.segments else None


async def async_delete_orphan(hass: HomeAssistant, walker_id: str) -> None:
    """Delete all that a walker left, the long-term statistics too. Raises OSError."""
    await _store(hass, walker_id).async_remove()
    async_clear_statistics(hass, walker_id)


def _store(hass: HomeAssistant, walker_id: str) -> WalkerStore:
    return WalkerStore(hass, walker_id, lambda: None)


async def async_export_orphan(hass: HomeAssistant, orphan: Orphan) -> Path:
    """Write all sessions and decisions into a new file; the file. Raises OSError.

    One JSON object: version, walker, exported_at, sessions and decisions as the journal has them, and the names of files
    that could not be read.
    """
    now = dt_util.now()
    exported = {
        "version": EXPORT_VERSION,
        "walker": orphan.name,
        "exported_at": now.isoformat(),
        **orphan.journal.written(*orphan.journal.years),
        "unreadable": orphan.unreadable,
    }
    folder = Path(hass.config.path(EXPORT_FOLDER))
    name = f"{slugify(orphan.name)}-{now.date().isoformat()}"
    return await hass.async_add_executor_job(
        _write_new, folder, name, json.dumps(exported, indent=2, ensure_ascii=False)
    )


def _write_new(folder: Path, name: str, text: str) -> Path:
    """Write into a file that did not exist; only its owner may read it."""
    folder.mkdir(mode=0o700, exist_ok=True)
    number = 1
    while True:
        path = folder / (f"{name}.json" if number == 1 else f"{name}-{number}.json")
        try:
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            number += 1
            continue
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
        except OSError:
            path.unlink()
            raise
        return path
