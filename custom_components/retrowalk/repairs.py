"""Repairs: what becomes of journals without a walker, of walks of nobody's, and of files that cannot be read."""

from typing import Any, Final

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from .belt_repair import BeltWalkerFlow
from .claims import ISSUE as BELT_WALKER
from .const import CONF_WALKER
from .direction_repair import DirectionFlow
from .edits import async_adopt, async_claim
from .home import Home
from .home_repair import HomeRepair, WalkerRepair
from .orphans import Orphan, async_delete_orphan, async_export_orphan, async_read_orphan
from .routines.direction_questions import ISSUE as UNANSWERED_WALK
from .unclaimed import ISSUE as UNCLAIMED_WALK

GUEST: Final = "guest"


async def async_create_fix_flow(
    hass: HomeAssistant,
    issue_id: str,
    data: dict[str, str | int | float | None] | None,
) -> RepairsFlow:
    """The dialog of a fixable issue."""
    if issue_id.startswith(f"{UNCLAIMED_WALK}_"):
        return UnclaimedFlow(str((data or {}).get("session_id")))
    if issue_id.startswith(f"{BELT_WALKER}_"):
        return BeltWalkerFlow(str((data or {}).get("entry_id")))
    walker_id = str((data or {}).get("walker_id"))
    if issue_id.startswith(f"{UNANSWERED_WALK}_"):
        return DirectionFlow(walker_id, str((data or {}).get("session_id")))
    if issue_id.startswith("orphaned_walker_"):
        return OrphanFlow(walker_id)
    return UnreadableFlow(walker_id)


class UnclaimedFlow(HomeRepair):
    """Who walked on a belt that nobody was on?"""

    def __init__(self, session_id: str) -> None:
        """Be about this walk."""
        self.session_id = session_id

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask at once: what comes with the first step is no answer."""
        return await self.async_step_who()

    async def async_step_who(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask who it was; of a guest nothing is kept."""
        if self.home is None:
            return self.async_abort(reason="home_not_ready")
        home = self.home.runtime_data
        if all(walk.session.id != self.session_id for walk in home.unclaimed.walks):
            return self.async_abort(reason="walk_gone")
        if user_input is not None:
            return await self._async_answer(home, user_input[CONF_WALKER])
        choices = SelectSelector(
            SelectSelectorConfig(
                options=[*self.names(), SelectOptionDict(value=GUEST, label=GUEST)],
                translation_key=UNCLAIMED_WALK,
                mode=SelectSelectorMode.LIST,
            )
        )
        return self.async_show_form(
            step_id="who",
            data_schema=vol.Schema({vol.Required(CONF_WALKER): choices}),
            description_placeholders=self.placeholders,
        )

    async def _async_answer(self, home: Home, who: str) -> RepairsFlowResult:
        if who == GUEST:
            home.unclaimed.async_forget(self.session_id)
            return self.async_create_entry(data={})
        if (walker := self.walkers.get(who)) is None:
            return self.async_abort(reason="walker_gone")
        placeholders = self.placeholders | {"receiver": walker.recording.name}
        try:
            await async_claim(home, walker, self.session_id)
        except ServiceValidationError as error:
            return self.async_abort(
                reason="claim_refused",
                description_placeholders=placeholders | {"error": str(error)},
            )
        return self.async_create_entry(data={})


class OrphanFlow(WalkerRepair):
    """Save, give away or delete the walks of somebody who was removed."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask what is to become of the walks."""
        options = ["export", "delete"]
        if self.walkers:
            options.insert(1, "give")
        return self.async_show_menu(
            step_id="init",
            menu_options=options,
            description_placeholders=self.placeholders,
        )

    async def async_step_export(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Save the walks to a file, and say where it is; nothing is deleted, so the question stays."""
        orphan = await self._async_orphan()
        try:
            path = await async_export_orphan(self.hass, orphan)
        except OSError as error:
            return self.failed("export_failed", error)
        return self.async_abort(
            reason="exported_in_part" if orphan.unreadable else "exported",
            description_placeholders=self.placeholders | {"path": str(path)},
        )

    async def async_step_give(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask for a walker and give the walks to them."""
        orphan = await self._async_orphan()
        if orphan.unreadable:
            return self.async_abort(
                reason="orphan_unreadable", description_placeholders=self.placeholders
            )
        if user_input is not None:
            return await self._async_give(orphan, user_input[CONF_WALKER])
        question = vol.Required(CONF_WALKER)
        return self.async_show_form(
            step_id="give",
            data_schema=vol.Schema(
                {question: SelectSelector(SelectSelectorConfig(options=self.names()))}
            ),
            description_placeholders=self.placeholders,
        )

    async def _async_give(self, orphan: Orphan, walker_id: str) -> RepairsFlowResult:
        walker = self.walkers.get(walker_id)
        if walker is None:
            return self.async_abort(reason="walker_gone")
        placeholders = self.placeholders | {"receiver": walker.recording.name}
        try:
            on_disk = await async_adopt(walker, orphan.journal)
        except ServiceValidationError:
            return self.async_abort(
                reason="receiver_unreadable", description_placeholders=placeholders
            )
        if not on_disk:
            return self.async_abort(
                reason="receiver_not_written", description_placeholders=placeholders
            )
        return await self._async_delete()

    async def async_step_delete(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask once more, and delete the walks."""
        if user_input is not None:
            return await self._async_delete()
        return self.async_show_form(
            step_id="delete",
            data_schema=vol.Schema({}),
            description_placeholders=self.placeholders,
        )

    async def _async_orphan(self) -> Orphan:
        return await async_read_orphan(self.hass, self.walker_id)

    async def _async_delete(self) -> RepairsFlowResult:
        if self.walker_id in self.walkers:
            return self.async_abort(reason="walker_back")
        try:
            await async_delete_orphan(self.hass, self.walker_id)
        except OSError as error:
            return self.failed("delete_failed", error)
        return self.async_create_entry(data={})


class UnreadableFlow(WalkerRepair):
    """Read a walker's files again, or go on without those that cannot be read."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask which way to go."""
        return self.async_show_menu(
            step_id="init",
            menu_options=["retry", "set_aside"],
            description_placeholders=self.placeholders,
        )

    async def async_step_retry(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Read all files again, as after a backup was restored."""
        if (home := self.home) is None:
            return self.async_abort(reason="home_not_ready")
        placeholders = self.placeholders
        await self.hass.config_entries.async_reload(home.entry_id)
        walker = self.walkers.get(self.walker_id)
        if walker is not None and not walker.recording.readable:
            return self.async_abort(
                reason="still_unreadable", description_placeholders=placeholders
            )
        return self.async_create_entry(data={})

    async def async_step_set_aside(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Go on without the files that cannot be read."""
        if (walker := self.walkers.get(self.walker_id)) is None:
            return self.async_abort(reason="home_not_ready")
        try:
            await walker.async_set_aside()
        except OSError as error:
            return self.failed("set_aside_failed", error)
        return self.async_create_entry(data={})
