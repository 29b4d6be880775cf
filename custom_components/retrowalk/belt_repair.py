"""The repair of a belt that nobody was chosen for: who walks on it?"""

from typing import Any

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlowResult
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from .claims import ISSUE
from .const import CONF_WALKER, NOBODY
from .home_repair import HomeRepair


class BeltWalkerFlow(HomeRepair):
    """Who walks on a belt?"""

    def __init__(self, entry_id: str) -> None:
        """Be about the belt of this entry."""
        self.entry_id = entry_id

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask at once: what comes with the first step is no answer."""
        return await self.async_step_who()

    async def async_step_who(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask who it is; that it is nobody is an answer too."""
        belt = self.hass.config_entries.async_get_entry(self.entry_id)
        if self.home is None or belt is None:
            return self.async_abort(reason="home_not_ready")
        if user_input is None:
            choices = SelectSelector(
                SelectSelectorConfig(
                    options=[
                        *self.names(),
                        SelectOptionDict(value=NOBODY, label=NOBODY),
                    ],
                    translation_key=ISSUE,
                    mode=SelectSelectorMode.LIST,
                )
            )
            return self.async_show_form(
                step_id="who",
                data_schema=vol.Schema({vol.Required(CONF_WALKER): choices}),
                description_placeholders=self.placeholders,
            )
        if (who := user_input[CONF_WALKER]) not in {NOBODY, *self.walkers}:
            return self.async_abort(reason="walker_gone")
        self.hass.config_entries.async_update_entry(
            belt, options={**belt.options, CONF_WALKER: who}
        )
        return self.async_create_entry(data={})
