"""What is kept on disk of each walker: yearly journals, a checkpoint of the open session, and sessions that wait for a decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
import logging
from pathlib import Path
import re
from typing import Final, Literal

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.storage import STORAGE_DIR
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .keeping_store import KeepingStore, Payload, Unreadable, WriteWatcher
from .walking.journal import Journal
from .walking.stored import StoredError

_LOGGER = logging.getLogger(__name__)

_FILE: Final = re.compile(
    rf"{DOMAIN}\.(?P<walker>[0-9A-Za-z_-]+)\.(?P<part>checkpoint|waiting|changes|phone|journal\.(?P<year>\d{{4}}))"
    r"(?:\.(?P<state>corrupt|set_aside)\..+)?"
)

_BEHIND: HassKey[dict[str, KeepingStore]] = HassKey(f"{DOMAIN}.behind")
"""Stores of walkers that were unloaded while their disk could not be written; they go on trying until they are taken up."""


class Part(StrEnum):
    """The files of a walker besides the yearly journals."""

    CHECKPOINT = "checkpoint"
    WAITING = "waiting"
    CHANGES = "changes"
    """What can be undone."""
    PHONE = "phone"
    """What phones have told already."""


type BesideTheJournal = Literal[Part.CHANGES, Part.PHONE]
"""What a walker can go on without."""

_LOST: Final[dict[BesideTheJournal, str]] = {
    Part.CHANGES: "What was changed before cannot be undone any more: %s",
    Part.PHONE: "What phones told before is not remembered any more: %s",
}


@dataclass(kw_only=True, slots=True)
class Loaded:
    """What a walker's files held, as far as they could be read."""

    journal: Journal
    checkpoint: Payload | None
    waiting_years: frozenset[int]
    """Years with sessions that waited for a decision, and are to be written to their journals now."""
    name: str | None
    """The name under which the walker was last written; None where no file tells."""


class WalkerStore:
    """The files of one walker."""

    def __init__(
        self, hass: HomeAssistant, walker_id: str, watcher: WriteWatcher
    ) -> None:
        """Name the files after the walker's subentry id."""
        self._hass = hass
        self._walker_id = walker_id
        self._watcher = watcher
        self._stores: dict[str, KeepingStore] = {}
        self.unreadable: dict[str, str] = {}
        """Why, by the part that cannot be read."""

    @property
    def behind(self) -> bool:
        """Whether the disk lacks something that was to be written."""
        return any(store.behind for store in self._stores.values())

    @property
    def failing(self) -> bool:
        """Whether some file cannot be written."""
        return any(store.failing for store in self._stores.values())

    def _store(self, part: str) -> KeepingStore:
        if part not in self._stores:
            key = f"{DOMAIN}.{self._walker_id}.{part}"
            self._stores[part] = take_up(self._hass, key, self._watcher)
        return self._stores[part]

    async def async_load(self) -> Loaded:
        """Read all there is of the walker; what cannot be read is left untouched and named."""
        self.unreadable.clear()
        journal, waiting = Journal(), Journal()
        name: str | None = None
        for part in sorted(await self._async_parts()):
            if part not in (Part.CHECKPOINT, *_LOST):
                target = waiting if part == Part.WAITING else journal
                name = await self._async_read_into(target, part) or name
        for session in waiting.sessions.values():
            journal.put(session)
        for decision in waiting.decisions:
            journal.decide(decision)
        checkpoint = await self._async_read(Part.CHECKPOINT)
        for reason in self.unreadable.values():
            _LOGGER.error(
                "A walker's file cannot be read; it is left as it is until you decide: %s",
                reason,
            )
        return Loaded(
            journal=journal,
            checkpoint=checkpoint,
            waiting_years=frozenset(waiting.years),
            name=_name(checkpoint) or name,
        )

    async def _async_parts(self) -> set[str]:
        """The parts that are on the disk, or on their way to it."""
        storage = self._storage
        on_disk = await self._hass.async_add_executor_job(
            _parts, storage, self._walker_id
        )
        behind = (_FILE.fullmatch(key) for key in self._hass.data.get(_BEHIND, {}))
        return on_disk | {
            match["part"]
            for match in behind
            if match is not None and match["walker"] == self._walker_id
        }

    async def _async_read(self, part: str) -> Payload | None:
        try:
            return await self._store(part).async_read()
        except Unreadable as err:
            self.unreadable[part] = str(err)
            return None

    async def _async_read_into(self, journal: Journal, part: str) -> str | None:
        """Read a part; the walker's name as it stands there."""
        payload = await self._async_read(part)
        if payload is not None:
            try:
                await self._hass.async_add_executor_job(journal.read, payload)
            except StoredError as err:
                self.unreadable[part] = f"{self._store(part).key}: {err}"
        return _name(payload)

    async def async_save_checkpoint(self, payload: Payload) -> None:
        """Write the open session down."""
        if Part.CHECKPOINT not in self.unreadable:
            await self._store(Part.CHECKPOINT).async_save(payload)

    async def async_load_beside(self, part: BesideTheJournal) -> Payload | None:
        """What was written besides the journal; nothing where that cannot be read."""
        try:
            return await self._store(part).async_read()
        except Unreadable as err:
            await self.async_forget(part, str(err))
            return None

    async def async_forget(self, part: BesideTheJournal, reason: str) -> None:
        """Go on without something that cannot be read."""
        _LOGGER.warning(_LOST[part], reason)
        try:
            await self._async_rename(part)
        except OSError as err:
            _LOGGER.error("It cannot be set aside: %s", err)

    async def async_save_beside(self, part: BesideTheJournal, payload: Payload) -> None:
        """Write down something besides the journal."""
        await self._store(part).async_save(payload)

    async def async_save_journal(
        self, journal: Journal, years: Iterable[int], name: str
    ) -> None:
        """Write some years; those whose file is unreadable wait in a file of their own."""
        unreadable = {
            year
            for year in journal.years.union(years)
            if _journal_part(year) in self.unreadable
        }
        for year in sorted({*years} - unreadable):
            payload = await self._async_written(journal, year) | {"name": name}
            await self._store(_journal_part(year)).async_save(payload)
        if unreadable.intersection(years):
            if Part.WAITING in self.unreadable:
                await self._async_set_aside(Part.WAITING)
            payload = await self._async_written(journal, *unreadable) | {"name": name}
            await self._store(Part.WAITING).async_save(payload)

    async def _async_written(self, journal: Journal, *years: int) -> Payload:
        """Some years as JSON values; a full one takes a while."""
        part = journal.excerpt(*years)
        return await self._hass.async_add_executor_job(part.written, *years)

    async def async_forget_waiting(self) -> None:
        """Delete the file of waiting sessions, once the journals have them."""
        await self._store(Part.WAITING).async_remove()

    async def async_set_aside(self) -> None:
        """Put the unreadable files aside, so that the walker can go on without them."""
        for part in tuple(self.unreadable):
            await self._async_set_aside(part)

    async def _async_rename(self, part: str) -> None:
        await async_set_file_aside(self._hass, self._store(part).key)

    async def _async_set_aside(self, part: str) -> None:
        await self._async_rename(part)
        reason = self.unreadable.pop(part)
        _LOGGER.warning("Set aside under another name: %s", reason)

    async def async_write_kept(self) -> None:
        """Try once more to write what could not be written."""
        for store in self._stores.values():
            await store.async_write_kept()

    async def async_close(self) -> None:
        """Write what is still to be written; what cannot be written stays in memory for whoever loads the walker next."""
        await self.async_write_kept()
        for store in self._stores.values():
            leave_behind(self._hass, store)

    async def async_remove(self) -> None:
        """Delete all files of the walker."""
        for part in await self._async_parts():
            self._store(part)
        for store in self._stores.values():
            await store.async_remove()
        await self._hass.async_add_executor_job(_delete, self._storage, self._walker_id)

    @property
    def _storage(self) -> Path:
        return Path(self._hass.config.path(STORAGE_DIR))


@callback
def take_up(hass: HomeAssistant, key: str, watcher: WriteWatcher) -> KeepingStore:
    """The store of a file; the one that still has something to write, if there is such a one."""
    store = hass.data.setdefault(_BEHIND, {}).pop(key, None)
    if store is None:
        store = KeepingStore(hass, key, watcher)
    store.watcher = watcher
    return store


@callback
def leave_behind(hass: HomeAssistant, store: KeepingStore) -> None:
    """Let a store that could not write go on trying, until it is taken up."""
    if store.behind:
        hass.data.setdefault(_BEHIND, {})[store.key] = store


async def async_set_file_aside(hass: HomeAssistant, key: str) -> None:
    """Give a file that cannot be read another name. Raises OSError."""
    await hass.async_add_executor_job(
        _set_aside, Path(hass.config.path(STORAGE_DIR)), key
    )


async def async_stored_walkers(hass: HomeAssistant) -> set[str]:
    """The ids of all walkers that have something on disk, apart from what was set aside."""
    return set(await async_file_sizes(hass))


async def async_file_sizes(hass: HomeAssistant) -> dict[str, dict[str, int]]:
    """The files of all walkers, by walker id and file name without it: bytes; without what was set aside."""
    return await hass.async_add_executor_job(
        _sizes, Path(hass.config.path(STORAGE_DIR))
    )


def _journal_part(year: int) -> str:
    return f"journal.{year}"


def _name(payload: Payload | None) -> str | None:
    name = None if payload is None else payload.get("name")
    return name if isinstance(name, str) and name else None


def _files(storage: Path) -> list[tuple[Path, re.Match[str]]]:
    if not storage.is_dir():
        return []
    matches = ((path, _FILE.fullmatch(path.name)) for path in storage.iterdir())
    return [(path, match) for path, match in matches if match is not None]


def _parts(storage: Path, walker_id: str) -> set[str]:
    return {
        match["part"]
        for _, match in _files(storage)
        if match["walker"] == walker_id and match["state"] != "set_aside"
    }


def _sizes(storage: Path) -> dict[str, dict[str, int]]:
    sizes: dict[str, dict[str, int]] = {}
    for path, match in _files(storage):
        if match["state"] != "set_aside":
            name = path.name.removeprefix(f"{DOMAIN}.{match['walker']}.")
            sizes.setdefault(match["walker"], {})[name] = path.stat().st_size
    return sizes


def _delete(storage: Path, walker_id: str) -> None:
    for path, match in _files(storage):
        if match["walker"] == walker_id:
            path.unlink(missing_ok=True)


def _set_aside(storage: Path, key: str) -> None:
    now = dt_util.utcnow().isoformat()
    for number, path in enumerate([storage / key, *storage.glob(f"{key}.corrupt.*")]):
        if path.exists():
            path.rename(storage / f"{key}.set_aside.{now}.{number}")
