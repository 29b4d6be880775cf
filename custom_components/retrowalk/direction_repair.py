"""The repair of a walk of unknown direction: which way was it?"""

from typing import Any, Final

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlowResult
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.selector import (
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from .coordinator import WalkerCoordinator
from .edits import async_answer, async_delete
from .home_repair import WalkerRepair
from .routines.direction_questions import ISSUE
from .walking.model import Direction

DIRECTION: Final = "direction"
NOT_MINE: Final = "not_mine"


class DirectionFlow(WalkerRepair):
    """Which way was this walk, if it was the walker's at all?"""

    def __init__(self, walker_id: str, session_id: str) -> None:
        """Be about this walk."""
        super().__init__(walker_id)
        self.session_id = session_id

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask at once: what comes with the first step is no answer."""
        return await self.async_step_which()

    async def async_step_which(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask which way it was; what was no walk is deleted."""
        if self.home is None:
            return self.async_abort(reason="home_not_ready")
        if (walker := self.walkers.get(self.walker_id)) is None:
            return self.async_abort(reason="walker_gone")
        waiting = walker.ledger.figures.unanswered.waiting(walker.days.today)
        if all(session.id != self.session_id for session in waiting):
            return self.async_abort(reason="walk_gone")
        if user_input is not None:
            return await self._async_heed(walker, user_input[DIRECTION])
        choices = SelectSelector(
            SelectSelectorConfig(
                options=[Direction.BACKWARD, Direction.FORWARD, NOT_MINE],
                translation_key=ISSUE,
                mode=SelectSelectorMode.LIST,
            )
        )
        return self.async_show_form(
            step_id="which",
            data_schema=vol.Schema({vol.Required(DIRECTION): choices}),
            description_placeholders=self.placeholders,
        )

    async def _async_heed(
        self, walker: WalkerCoordinator, answer: str
    ) -> RepairsFlowResult:
        placeholders = self.placeholders
        try:
            if answer == NOT_MINE:
                await async_delete(walker, self.session_id)
            else:
                await async_answer(walker, Direction(answer), self.session_id)
        except ServiceValidationError as error:
            return self.async_abort(
                reason="answer_refused",
                description_placeholders=placeholders | {"error": str(error)},
            )
        return self.async_create_entry(data={})
