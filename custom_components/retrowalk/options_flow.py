"""Options: when a day and a week start and whether there is a card, for the home; what Home Assistant may do with it, for a treadmill."""

from collections.abc import Collection
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigFlowResult, OptionsFlow
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from .belt_questions import belt_questions, chosen, with_traits
from .const import (
    CONF_CARD,
    CONF_DAY_START_HOUR,
    CONF_KIND,
    CONF_PATH,
    CONF_WEEK_START,
    DOMAIN,
    HOME_UNIQUE_ID,
    WEEKDAYS,
    EntryKind,
    Machine,
)
from .path_question import path_question, with_known_path
from .sources.machines import machine_of

_LATEST_DAY_START_HOUR: Final = 6
_HOME_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_DAY_START_HOUR, default=0): vol.All(
            NumberSelector(
                NumberSelectorConfig(
                    min=0,
                    max=_LATEST_DAY_START_HOUR,
                    step=1,
                    mode=NumberSelectorMode.SLIDER,
                )
            ),
            vol.Coerce(int),
        ),
        vol.Required(CONF_WEEK_START, default=WEEKDAYS[0]): SelectSelector(
            SelectSelectorConfig(
                options=WEEKDAYS,
                mode=SelectSelectorMode.DROPDOWN,
                translation_key="weekday",
            )
        ),
        vol.Required(CONF_CARD, default=True): BooleanSelector(),
    }
)


class RetroWalkOptionsFlow(OptionsFlow):
    """Asks what the kind of entry has to offer; what is not asked here (who walks on a belt) stays as it is."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Go to the options of this kind of entry."""
        if self.config_entry.data[CONF_KIND] == EntryKind.HOME:
            return await self.async_step_home()
        if machine_of(self.config_entry.data) is Machine.FOOT_POD:
            return await self.async_step_pod()
        return await self.async_step_treadmill()

    async def async_step_home(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask when a day and a week start, and whether dashboards get the card."""
        if user_input is not None:
            return self._async_keep(
                {
                    **user_input,
                    CONF_WEEK_START: WEEKDAYS.index(user_input[CONF_WEEK_START]),
                }
            )
        options = dict(self.config_entry.options)
        if CONF_WEEK_START in options:
            options[CONF_WEEK_START] = WEEKDAYS[options[CONF_WEEK_START]]
        return self.async_show_form(
            step_id="home",
            data_schema=self.add_suggested_values_to_schema(_HOME_SCHEMA, options),
        )

    async def async_step_treadmill(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask how a belt is treated, how it counts, and which path it stands on where there are paths."""
        return self._async_ask_of_belt("treadmill", user_input)

    async def async_step_pod(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask how a pod is treated, and how it counts."""
        return self._async_ask_of_belt("pod", user_input)

    def _async_ask_of_belt(
        self, step_id: str, user_input: dict[str, Any] | None
    ) -> ConfigFlowResult:
        entry = self.config_entry
        home = self.hass.config_entries.async_entry_for_domain_unique_id(
            DOMAIN, HOME_UNIQUE_ID
        )
        schema = belt_questions(entry).extend(path_question(CONF_PATH, home).schema)
        if user_input is not None:
            answers = chosen(user_input)
            emptied = {str(question) for question in schema.schema} - answers.keys()
            return self._async_keep(answers, emptied)
        options = with_known_path(with_traits(entry), CONF_PATH, home)
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(schema, options),
        )

    def _async_keep(
        self, changed: dict[str, Any], emptied: Collection[str] = ()
    ) -> ConfigFlowResult:
        """Save the answers beside the options that were not asked for."""
        options = {**self.config_entry.options, **changed}
        return self.async_create_entry(
            data={key: options[key] for key in options if key not in emptied}
        )
