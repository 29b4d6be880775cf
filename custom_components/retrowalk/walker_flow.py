"""The dialog of a walker: who walks, the body that estimates need, and the goals, which are dated entries of the journal."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import (
    ConfigEntryState,
    ConfigSubentry,
    SubentryFlowResult,
)
from homeassistant.const import CONF_NAME, UnitOfLength, UnitOfMass
from homeassistant.data_entry_flow import section
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    TextSelector,
)
from homeassistant.util import dt as dt_util

from .address_questions import AddressQuestions
from .const import (
    CONF_BIRTH_YEAR,
    CONF_DEFAULT_PATH,
    CONF_HEIGHT_CM,
    CONF_LIVE_OPENS_SESSION,
    CONF_MASS_KG,
    CONF_VACATION_CALENDAR,
    DOMAIN,
    SUBENTRY_WALKER,
)
from .coordinator import WalkerCoordinator
from .goal_questions import (
    QUESTIONS,
    STREAK,
    UnusableAnswersError,
    decisions_in,
    questions_shown,
)
from .home import HomeConfigEntry
from .path_question import path_question, with_known_path
from .reminder_questions import (
    CONTACTS,
    QUESTIONS as REMINDER_QUESTIONS,
    REMINDERS,
    contacts_in,
    reminder_decisions,
    reminders_shown,
)
from .source_questions import SourcesFlow

_MENU: Final = ["walker", "sources", "address"]
_BODY: Final = "body"
_ASKED: Final = {
    CONF_NAME,
    CONF_LIVE_OPENS_SESSION,
    CONF_HEIGHT_CM,
    CONF_MASS_KG,
    CONF_BIRTH_YEAR,
}
_OLDEST_YEARS: Final = 110
_YOUNGEST_YEARS: Final = 3


class WalkerFlow(SourcesFlow, AddressQuestions):
    """Adds a walker to the home, or changes one."""

    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Show the ask-first list and ask who walks."""
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = self._name_errors(user_input)
            if not errors:
                data = _walker_data(user_input)
                return self.async_create_entry(title=data[CONF_NAME], data=data)
        return self.async_show_form(
            step_id="user",
            data_schema=self.add_suggested_values_to_schema(self._schema(), user_input),
            errors=errors,
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask what of a walker is to be changed."""
        return self.async_show_menu(step_id="reconfigure", menu_options=_MENU)

    async def async_step_walker(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Change what is known of a walker; the goals too, while the home is up to write them down."""
        subentry = self._get_reconfigure_subentry()
        coordinator = self._coordinator(subentry)
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = self._name_errors(user_input, subentry)
            if not errors and coordinator is not None:
                errors = await self._async_decide(coordinator, user_input)
            if not errors:
                return self._keep(subentry, user_input)
        schema = self._schema()
        if coordinator is not None:
            schema = schema.extend(QUESTIONS).extend(REMINDER_QUESTIONS)
        return self.async_show_form(
            step_id="walker",
            data_schema=self.add_suggested_values_to_schema(
                schema,
                user_input
                or _shown(
                    with_known_path(
                        subentry.data, CONF_DEFAULT_PATH, self._get_entry()
                    ),
                    coordinator,
                ),
            ),
            errors=errors,
        )

    def _schema(self) -> vol.Schema:
        """The questions about a walker; which path is theirs is asked where there are paths."""
        paths = path_question(CONF_DEFAULT_PATH, self._get_entry())
        return _walker_schema().extend(paths.schema)

    def _keep(
        self, subentry: ConfigSubentry, user_input: Mapping[str, Any]
    ) -> SubentryFlowResult:
        """Save the answers beside what was not asked for, and drop what was emptied."""
        asked = {*_ASKED, *map(str, self._schema().schema)}
        untouched = {
            key: value for key, value in subentry.data.items() if key not in asked
        }
        if STREAK in user_input:
            untouched.pop(CONF_VACATION_CALENDAR, None)
        if REMINDERS in user_input:
            untouched = {
                key: value for key, value in untouched.items() if key not in CONTACTS
            }
        data = untouched | _walker_data(user_input) | contacts_in(self.hass, user_input)
        return self.async_update_and_abort(
            self._get_entry(), subentry, title=data[CONF_NAME], data=data
        )

    async def _async_decide(
        self, walker: WalkerCoordinator, answers: Mapping[str, Any]
    ) -> dict[str, str]:
        """Write down what is decided anew; an error when it does not go together, or the journal does not take it."""
        calendar = answers.get(STREAK, {}).get(CONF_VACATION_CALENDAR)
        if calendar is not None:
            entity = er.async_get(self.hass).async_get(calendar)
            if entity is not None and entity.platform == DOMAIN:
                return {"base": "calendar_of_walks"}
        try:
            decided = {
                key: value
                for key, value in (
                    decisions_in(answers) | reminder_decisions(walker, answers)
                ).items()
                if value != walker.decided(key)
            }
            if decided:
                await walker.async_decide(decided)
        except UnusableAnswersError as err:
            return {"base": err.key}
        except ServiceValidationError:
            return {"base": "walker_read_only"}
        return {}

    def _coordinator(self, subentry: ConfigSubentry) -> WalkerCoordinator | None:
        """The walker's coordinator; None while the home is not loaded, or has not met the walker yet."""
        entry: HomeConfigEntry = self._get_entry()
        if entry.state is not ConfigEntryState.LOADED:
            return None
        return entry.runtime_data.walkers.get(subentry.subentry_id)

    def _name_errors(
        self, user_input: Mapping[str, Any], own: ConfigSubentry | None = None
    ) -> dict[str, str]:
        """What is wrong with the name: nothing in it, or another walker has it."""
        name = user_input[CONF_NAME].strip()
        if not name:
            return {CONF_NAME: "name_missing"}
        others = {
            other.title.casefold()
            for other in self._get_entry().get_subentries_of_type(SUBENTRY_WALKER)
            if own is None or other.subentry_id != own.subentry_id
        }
        return {CONF_NAME: "name_taken"} if name.casefold() in others else {}


def _walker_schema() -> vol.Schema:
    """The questions about a walker; made anew because the years of birth that make sense move on."""
    this_year = dt_util.now().year
    body = vol.Schema(
        {
            vol.Optional(CONF_HEIGHT_CM): vol.All(
                _box(80, 230, 1, UnitOfLength.CENTIMETERS), vol.Coerce(int)
            ),
            vol.Optional(CONF_MASS_KG): _box(15, 300, 0.1, UnitOfMass.KILOGRAMS),
            vol.Optional(CONF_BIRTH_YEAR): vol.All(
                _box(this_year - _OLDEST_YEARS, this_year - _YOUNGEST_YEARS, 1),
                vol.Coerce(int),
            ),
        }
    )
    return vol.Schema(
        {
            vol.Required(CONF_NAME): TextSelector(),
            vol.Required(CONF_LIVE_OPENS_SESSION, default=True): BooleanSelector(),
            vol.Required(_BODY): section(body, {"collapsed": True}),
        }
    )


def _box(
    minimum: float, maximum: float, step: float, unit: str | None = None
) -> NumberSelector:
    """A number to type in, between two bounds, in a unit."""
    config = NumberSelectorConfig(
        min=minimum, max=maximum, step=step, mode=NumberSelectorMode.BOX
    )
    if unit is not None:
        config["unit_of_measurement"] = unit
    return NumberSelector(config)


def _walker_data(user_input: Mapping[str, Any]) -> dict[str, Any]:
    """A walker as the subentry holds it: name, habit, and the body as far as it was told."""
    return {
        CONF_NAME: user_input[CONF_NAME].strip(),
        CONF_LIVE_OPENS_SESSION: user_input[CONF_LIVE_OPENS_SESSION],
        **user_input[_BODY],
        **{key: path for key, path in user_input.items() if key == CONF_DEFAULT_PATH},
        **{
            key: calendar
            for key, calendar in user_input.get(STREAK, {}).items()
            if key == CONF_VACATION_CALENDAR
        },
    }


def _shown(
    data: Mapping[str, Any], coordinator: WalkerCoordinator | None
) -> dict[str, Any]:
    """What the form shows at first: the walker as it is, and the goals in force."""
    shown: dict[str, Any] = {**data, _BODY: data}
    if coordinator is not None:
        shown |= questions_shown(coordinator, data)
        shown |= reminders_shown(coordinator, data)
    return shown
