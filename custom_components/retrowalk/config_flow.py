"""Set-up dialogs: a home with its first walker; treadmills and pods, which show up by themselves or are picked from a list."""

from typing import Any, Final, override

import voluptuous as vol

from homeassistant.components.bluetooth import (
    BluetoothServiceInfoBleak,
    async_request_active_scan,
)
from homeassistant.config_entries import (
    SOURCE_IMPORT,
    ConfigEntry,
    ConfigFlow,
    ConfigFlowResult,
    ConfigSubentryData,
    ConfigSubentryFlow,
    OptionsFlow,
)
from homeassistant.const import CONF_ADDRESS, CONF_NAME
from homeassistant.core import callback
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)

from .belt_check import FoundBelt, async_look_at, belts_in_sight, seen
from .const import (
    CONF_KIND,
    CONF_LIVE_OPENS_SESSION,
    CONF_MACHINE,
    DOMAIN,
    HOME_UNIQUE_ID,
    SUBENTRY_PATH,
    SUBENTRY_WALKER,
    EntryKind,
    Machine,
)
from .options_flow import RetroWalkOptionsFlow
from .path_flow import PathFlow
from .sources.belt_problem import LinkProblem
from .walker_flow import WalkerFlow

_HOME_SCHEMA: Final = vol.Schema({vol.Required(CONF_NAME): TextSelector()})
_FIRST_BELT_SCHEMA: Final = vol.Schema({vol.Optional(CONF_NAME): TextSelector()})
_NEXT_BELT_SCHEMA: Final = vol.Schema({})


class RetroWalkConfigFlow(ConfigFlow, domain=DOMAIN):
    """Adds the home, a treadmill or a pod; the first of those may bring the home along.

    user ─▶ home                                            (the home is missing)
         └▶ treadmill ─▶ connect, connect_pad or connect_pod; bluetooth_confirm (with the first walker) where the home is missing
    bluetooth ─────────▶ the same
    import                                                  (the home that a first treadmill brings along)
    """

    VERSION = 1
    MINOR_VERSION = 1

    _belt: FoundBelt

    def __init__(self) -> None:
        """Begin with no belt in sight."""
        self._in_sight: dict[str, FoundBelt] = {}

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(
        cls, config_entry: ConfigEntry
    ) -> dict[str, type[ConfigSubentryFlow]]:
        """Walkers and paths are in the home; a treadmill has nothing inside."""
        if config_entry.data.get(CONF_KIND) == EntryKind.HOME:
            return {SUBENTRY_WALKER: WalkerFlow, SUBENTRY_PATH: PathFlow}
        return {}

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> OptionsFlow:
        """The options of the home, or of a treadmill."""
        return RetroWalkOptionsFlow()

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what to add, unless only a treadmill is left to add."""
        if self._has_home():
            return await self.async_step_treadmill()
        return self.async_show_menu(step_id="user", menu_options=["home", "treadmill"])

    async def async_step_home(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the ask-first list and ask who walks."""
        errors: dict[str, str] = {}
        if user_input is not None:
            if name := user_input[CONF_NAME].strip():
                return await self._async_create_home(name)
            errors[CONF_NAME] = "name_missing"
        return self.async_show_form(
            step_id="home", data_schema=_HOME_SCHEMA, errors=errors
        )

    async def async_step_import(self, import_data: dict[str, Any]) -> ConfigFlowResult:
        """Add the home that a first treadmill brings along; `import_data` holds the walker's `name`."""
        return await self._async_create_home(import_data[CONF_NAME])

    async def async_step_treadmill(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Look round for treadmills and let one be picked."""
        if user_input is not None:
            self._belt = self._in_sight[user_input[CONF_ADDRESS]]
            await self.async_set_unique_id(self._belt.address, raise_on_progress=False)
            self._abort_if_unique_id_configured()
            return await self._async_step_confirm()
        await async_request_active_scan(self.hass)
        taken = self._async_current_ids(include_ignore=False)
        self._in_sight = {
            belt.address: belt
            for belt in belts_in_sight(self.hass)
            if belt.address not in taken
        }
        if not self._in_sight:
            return self.async_abort(reason="no_devices_found")
        return self.async_show_form(
            step_id="treadmill", data_schema=_choice_schema(self._in_sight)
        )

    @override
    async def async_step_bluetooth(
        self, discovery_info: BluetoothServiceInfoBleak
    ) -> ConfigFlowResult:
        """A machine was heard. Offer it if it may be a treadmill or a pod; never connect before the user agreed."""
        await self.async_set_unique_id(discovery_info.address)
        self._abort_if_unique_id_configured()
        if (belt := seen(discovery_info)) is None:
            return self.async_abort(reason="not_supported")
        self._belt = belt
        self.context["title_placeholders"] = {"name": self._belt.name}
        return await self._async_step_confirm()

    async def async_step_bluetooth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Confirm the first treadmill, with the ask-first list and the first walker's name."""
        return await self._async_confirm(
            "bluetooth_confirm", _FIRST_BELT_SCHEMA, user_input
        )

    async def async_step_connect(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Confirm a treadmill for a home that exists."""
        return await self._async_confirm("connect", _NEXT_BELT_SCHEMA, user_input)

    async def async_step_connect_pad(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Confirm a WalkingPad."""
        return await self._async_agree("connect_pad", user_input)

    async def async_step_connect_pod(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Confirm a foot pod."""
        return await self._async_agree("connect_pod", user_input)

    async def _async_agree(
        self, step_id: str, user_input: dict[str, Any] | None
    ) -> ConfigFlowResult:
        """Confirm what is no ordinary treadmill, then ask for the first walker where there is no home."""
        if user_input is not None and not self._has_home():
            return await self.async_step_bluetooth_confirm()
        return await self._async_confirm(step_id, _NEXT_BELT_SCHEMA, user_input)

    async def _async_step_confirm(self) -> ConfigFlowResult:
        """Go on to the question that fits: a first walker is asked for only where there is no home."""
        if self._belt.seems is Machine.WALKING_PAD:
            return await self.async_step_connect_pad()
        if self._belt.seems is Machine.FOOT_POD:
            return await self.async_step_connect_pod()
        if self._has_home():
            return await self.async_step_connect()
        return await self.async_step_bluetooth_confirm()

    async def _async_confirm(
        self, step_id: str, schema: vol.Schema, user_input: dict[str, Any] | None
    ) -> ConfigFlowResult:
        """Ask, then try the belt, and ask again as long as it cannot be connected."""
        errors: dict[str, str] = {}
        if user_input is not None:
            found = await async_look_at(self.hass, self._belt)
            if isinstance(found, Machine):
                return await self._async_create_treadmill(
                    found, user_input.get(CONF_NAME, "").strip()
                )
            if found is LinkProblem.NO_TREADMILL_DATA:
                return self.async_abort(
                    reason="not_a_treadmill",
                    description_placeholders={"belt": self._belt.name},
                )
            errors["base"] = found
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(schema, user_input),
            errors=errors,
            description_placeholders={"belt": self._belt.name},
        )

    async def _async_create_treadmill(
        self, machine: Machine, walker: str
    ) -> ConfigFlowResult:
        """Add the belt, and before it the home of its first walker where a name was given."""
        if walker:
            await self.hass.config_entries.flow.async_init(
                DOMAIN, context={"source": SOURCE_IMPORT}, data={CONF_NAME: walker}
            )
        return self.async_create_entry(
            title=self._belt.name,
            data={
                CONF_KIND: EntryKind.TREADMILL,
                CONF_MACHINE: machine,
                CONF_ADDRESS: self._belt.address,
                CONF_NAME: self._belt.name,
            },
        )

    async def _async_create_home(self, walker: str) -> ConfigFlowResult:
        """Add the home, named as Home Assistant names it, with its first walker."""
        await self.async_set_unique_id(HOME_UNIQUE_ID, raise_on_progress=False)
        self._abort_if_unique_id_configured()
        return self.async_create_entry(
            title=self.hass.config.location_name,
            data={CONF_KIND: EntryKind.HOME},
            subentries=[
                ConfigSubentryData(
                    data={CONF_NAME: walker, CONF_LIVE_OPENS_SESSION: True},
                    subentry_type=SUBENTRY_WALKER,
                    title=walker,
                    unique_id=None,
                )
            ],
        )

    def _has_home(self) -> bool:
        """Whether the one home exists."""
        return HOME_UNIQUE_ID in self._async_current_ids()


def _choice_schema(belts: dict[str, FoundBelt]) -> vol.Schema:
    """A list to pick one belt from, by address; the address tells two of one name apart."""
    options = [
        SelectOptionDict(value=belt.address, label=f"{belt.name} ({belt.address})")
        for belt in belts.values()
    ]
    return vol.Schema(
        {
            vol.Required(CONF_ADDRESS): SelectSelector(
                SelectSelectorConfig(options=options, mode=SelectSelectorMode.LIST)
            )
        }
    )
