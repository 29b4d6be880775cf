"""A walker's journal and checkpoint on their way to disk: one write after the other, and a repair issue where one fails."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
import logging

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN
from .keeping_store import Payload
from .store import Part, WalkerStore
from .walking.journal import Journal
from .walking.ledger import Ledger
from .walking.phone_memory import PhoneMemory
from .walking.remembered import read_changes, written_changes
from .walking.stored import StoredError

_LOGGER = logging.getLogger(__name__)


class Recording:
    """What is written of one walker, and when."""

    def __init__(self, hass: HomeAssistant, walker_id: str, name: str) -> None:
        """Write under the walker's subentry id; the name goes along, so that an orphan can be told."""
        self.journal = Journal()
        self.name = name
        self._hass = hass
        self._walker_id = walker_id
        self._store = WalkerStore(hass, walker_id, self._written)
        self._years: set[int] = set()
        self._refused: set[int] = set()
        """Years that could not even be handed to the store."""
        self._checkpoint: Callable[[], Payload] | None = None
        self._task: asyncio.Task[None] | None = None
        self._waiting = False
        self._saving_changes = asyncio.Lock()

    @property
    def readable(self) -> bool:
        """Whether all files could be read; if not, what is shown is not all there is."""
        return not self._store.unreadable

    @property
    def unreadable(self) -> Mapping[str, str]:
        """Why, by the part of the walker's files that cannot be read."""
        return self._store.unreadable

    async def async_load(self) -> Payload | None:
        """Read the journal, and return the checkpoint of the open session."""
        loaded = await self._store.async_load()
        self.journal = loaded.journal
        self._waiting = bool(loaded.waiting_years)
        if self.readable:
            self._years |= loaded.waiting_years
        self._tell_readable()
        return loaded.checkpoint

    async def async_load_changes(self, ledger: Ledger) -> None:
        """Bring back what can be undone in the ledger of this journal."""
        payload = await self._store.async_load_beside(Part.CHANGES)
        if payload is None:
            return
        try:
            changes, cut = await self._hass.async_add_executor_job(
                read_changes, payload, ledger.journal
            )
        except StoredError as err:
            await self._store.async_forget(Part.CHANGES, str(err))
        else:
            ledger.changes.extend(changes)
            ledger.undo_is_cut = cut

    async def async_save_changes(self, ledger: Ledger) -> None:
        """Write down what can be undone now."""
        async with self._saving_changes:
            payload = await self._hass.async_add_executor_job(
                written_changes, tuple(ledger.changes), ledger.undo_is_cut
            )
            await self._store.async_save_beside(Part.CHANGES, payload)

    async def async_load_phone(self) -> PhoneMemory:
        """What phones have told already."""
        memory = PhoneMemory()
        payload = await self._store.async_load_beside(Part.PHONE)
        if payload is not None:
            try:
                memory.read(payload)
            except StoredError as err:
                await self._store.async_forget(Part.PHONE, str(err))
        return memory

    async def async_save_phone(self, memory: Mapping[str, object]) -> None:
        """Write down what phones have told, as it was written."""
        await self._store.async_save_beside(Part.PHONE, dict(memory))

    def reject_checkpoint(self, reason: str) -> None:
        """Leave a checkpoint as it is that holds no session, until the walker has decided."""
        _LOGGER.error("The checkpoint of an open session cannot be used: %s", reason)
        self._store.unreadable[Part.CHECKPOINT] = f"{Part.CHECKPOINT}: {reason}"
        self._tell_readable()

    def _tell_readable(self) -> None:
        if self.readable:
            ir.async_delete_issue(self._hass, DOMAIN, self._issue("journal_unreadable"))
        else:
            reason = "; ".join(self._store.unreadable.values())
            self._create_issue("journal_unreadable", is_fixable=True, reason=reason)

    def save_soon(
        self, checkpoint: Callable[[], Payload], years: Iterable[int] = ()
    ) -> None:
        """Write the checkpoint, and first the years that have changed; called again meanwhile, the latest is written."""
        self._checkpoint = checkpoint
        self._years |= {*years, *self._refused}
        if self._task is None or self._task.done():
            self._task = self._hass.async_create_task(
                self._async_save(),
                f"RetroWalk writes {self._walker_id}",
                # Soon rather than at once: what is told along with a change belongs to the same checkpoint.
                eager_start=False,
            )

    async def _async_save(self) -> None:
        while self._years or self._checkpoint is not None:
            years, self._years = self._years, set()
            checkpoint, self._checkpoint = self._checkpoint, None
            await self._async_save_journal(years)
            if self._waiting and self.readable and not self._store.behind:
                await self._async_forget_waiting()
            if checkpoint is not None:
                payload = checkpoint() | {"name": self.name}
                await self._store.async_save_checkpoint(payload)

    async def _async_save_journal(self, years: set[int]) -> None:
        try:
            await self._store.async_save_journal(self.journal, years, self.name)
        except OSError as err:
            _LOGGER.error("Walks have nowhere to wait, trying again later: %s", err)
            self._refused = years
        else:
            self._refused = set()

    async def _async_forget_waiting(self) -> None:
        try:
            await self._store.async_forget_waiting()
        except OSError as err:
            _LOGGER.error("Sessions that waited are in the journal now: %s", err)
        else:
            self._waiting = False

    async def async_settle(self) -> bool:
        """Wait until all has been written that can be; whether everything is on the disk."""
        while self._task is not None and not self._task.done():
            # Who waits may be cancelled; what is being written may not.
            await asyncio.shield(self._task)
        await self._store.async_write_kept()
        return not self._store.behind and not self._refused

    async def async_close(self) -> None:
        """Wait until all is written."""
        await self.async_settle()
        await self._store.async_close()

    async def async_set_aside(self) -> None:
        """Go on without the files that cannot be read; they stay on disk under another name. Raises OSError."""
        await self._store.async_set_aside()
        self._waiting = True
        self._tell_readable()

    def _written(self) -> None:
        if self._store.failing:
            self._create_issue("journal_write_failed", is_fixable=False)
        else:
            ir.async_delete_issue(
                self._hass, DOMAIN, self._issue("journal_write_failed")
            )

    def _create_issue(self, key: str, *, is_fixable: bool, **placeholders: str) -> None:
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue(key),
            is_fixable=is_fixable,
            severity=ir.IssueSeverity.ERROR,
            translation_key=key,
            translation_placeholders={"walker": self.name, **placeholders},
            data={"walker_id": self._walker_id, "walker": self.name},
        )

    def _issue(self, key: str) -> str:
        return f"{key}_{self._walker_id}"
