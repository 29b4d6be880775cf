"""The dialog of a walker's address for phones: made, shown once, changed, made anew, and removed."""

from collections.abc import Mapping
import secrets
from typing import Any, Final

import voluptuous as vol

from homeassistant.components.webhook import async_generate_id
from homeassistant.config_entries import (
    ConfigEntryState,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.helpers.selector import (
    BooleanSelector,
    QrCodeSelector,
    QrCodeSelectorConfig,
    TextSelector,
    TextSelectorConfig,
)

from .const import (
    CONF_BACKWARD_NAMES,
    CONF_CLOUDHOOK,
    CONF_FROM_OUTSIDE,
    CONF_SIGNING_SECRET,
)
from .phone_address import (
    KEPT,
    NoWayError,
    async_close_way,
    async_move_shut,
    async_way_to,
)

_SIGNED: Final = "signed"
_QR_CODE: Final = "qr_code"
_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_FROM_OUTSIDE, default=False): BooleanSelector(),
        vol.Required(_SIGNED, default=False): BooleanSelector(),
        vol.Optional(CONF_BACKWARD_NAMES, default=list): TextSelector(
            TextSelectorConfig(multiple=True)
        ),
    }
)


class AddressQuestions(ConfigSubentryFlow):
    """The part of the walker's dialog that is about the address."""

    _way: str
    """The URL that is shown."""

    async def async_step_address(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Make an address; one that is there can be changed, made anew and removed."""
        if CONF_WEBHOOK_ID not in self._data:
            return await self.async_step_address_new()
        return self.async_show_menu(
            step_id="address",
            menu_options=["address_change", "address_anew", "address_remove"],
        )

    async def async_step_address_new(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask what the address is to be like, make it, and show it."""
        if user_input is None:
            return self._ask("address_new", self._data)
        made = _chosen(user_input, self._data) | {CONF_WEBHOOK_ID: async_generate_id()}
        return await self._async_show("address_new", made, user_input)

    async def async_step_address_change(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Change who may post and what counts; the address is shown where the phone needs to know of it."""
        data = self._data
        if user_input is None:
            return self._ask(
                "address_change", {**data, _SIGNED: CONF_SIGNING_SECRET in data}
            )
        changed = _chosen(user_input, data)
        if all(
            changed.get(key) == data.get(key)
            for key in (CONF_FROM_OUTSIDE, CONF_SIGNING_SECRET)
        ):
            self._keep_address({**changed, CONF_CLOUDHOOK: data[CONF_CLOUDHOOK]})
            return self.async_abort(reason="address_saved")
        return await self._async_show("address_change", changed, user_input)

    async def async_step_address_anew(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Make another address, and another secret: who has the former is shut out."""
        if user_input is None:
            return self.async_show_form(step_id="address_anew")
        data = self._data
        made = {
            CONF_FROM_OUTSIDE: data[CONF_FROM_OUTSIDE],
            CONF_BACKWARD_NAMES: data[CONF_BACKWARD_NAMES],
            CONF_WEBHOOK_ID: async_generate_id(),
        }
        if CONF_SIGNING_SECRET in data:
            made[CONF_SIGNING_SECRET] = _new_secret()
        return await self._async_show("address_anew", made, user_input)

    async def async_step_address_remove(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Remove the address; what it brought stays."""
        if user_input is None:
            return self.async_show_form(step_id="address_remove")
        former = self._data
        self._keep_address({CONF_BACKWARD_NAMES: former[CONF_BACKWARD_NAMES]})
        await async_close_way(self.hass, former)
        return self.async_abort(reason="address_removed")

    async def async_step_address_shown(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Show the address: this once."""
        return self._page("address_shown", user_input, url=self._way)

    async def async_step_address_and_secret(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Show the address and the secret of signatures: this once."""
        secret = self._data[CONF_SIGNING_SECRET]
        return self._page(
            "address_and_secret", user_input, url=self._way, secret=secret
        )

    def _page(
        self, step_id: str, user_input: dict[str, Any] | None, **texts: str
    ) -> SubentryFlowResult:
        if user_input is not None:
            return self.async_abort(reason="address_saved")
        code = QrCodeSelector(QrCodeSelectorConfig(data=self._way, scale=6))
        return self.async_show_form(
            step_id=step_id,
            data_schema=vol.Schema({vol.Optional(_QR_CODE): code}),
            description_placeholders=texts,
            last_step=True,
        )

    @property
    def _data(self) -> Mapping[str, Any]:
        """The walker as it is kept just now."""
        return self._get_reconfigure_subentry().data

    def _ask(
        self, step_id: str, shown: Mapping[str, Any], error: str | None = None
    ) -> SubentryFlowResult:
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(_SCHEMA, shown),
            errors={} if error is None else {"base": error},
            last_step=False,
        )

    async def _async_show(
        self, step_id: str, made: dict[str, Any], answers: Mapping[str, Any]
    ) -> SubentryFlowResult:
        """Keep an address that is new to the phone, then show it: who has scanned it can post at once."""
        former = self._data
        webhook_id: str = made[CONF_WEBHOOK_ID]
        try:
            self._way, made[CONF_CLOUDHOOK] = await async_way_to(
                self.hass, webhook_id, from_outside=made[CONF_FROM_OUTSIDE]
            )
        except NoWayError as err:
            if step_id == "address_anew":
                return self.async_show_form(step_id=step_id, errors={"base": err.key})
            return self._ask(step_id, answers, err.key)
        self._keep_address(made)
        if webhook_id != former.get(CONF_WEBHOOK_ID) or not made[CONF_CLOUDHOOK]:
            await async_close_way(self.hass, former)
        if CONF_SIGNING_SECRET in made:
            return await self.async_step_address_and_secret()
        return await self.async_step_address_shown()

    def _keep_address(self, address: Mapping[str, Any]) -> None:
        """Keep what is new of the address beside all else that is known of the walker."""
        subentry = self._get_reconfigure_subentry()
        others = {key: value for key, value in subentry.data.items() if key not in KEPT}
        former, data = subentry.data, others | dict(address)
        entry = self._get_entry()
        self.hass.config_entries.async_update_subentry(entry, subentry, data=data)
        if (
            entry.state is not ConfigEntryState.LOADED
            or subentry.subentry_id not in entry.runtime_data.posts
        ):
            async_move_shut(self.hass, former, data)


def _chosen(answers: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered, as the subentry keeps it; a secret that is there stays."""
    names = [name.strip() for name in answers[CONF_BACKWARD_NAMES]]
    chosen = {
        CONF_FROM_OUTSIDE: answers[CONF_FROM_OUTSIDE],
        CONF_BACKWARD_NAMES: list(dict.fromkeys(filter(None, names))),
    }
    if CONF_WEBHOOK_ID in data:
        chosen[CONF_WEBHOOK_ID] = data[CONF_WEBHOOK_ID]
    if answers[_SIGNED]:
        chosen[CONF_SIGNING_SECRET] = data.get(CONF_SIGNING_SECRET) or _new_secret()
    return chosen


def _new_secret() -> str:
    """A secret that nobody guesses, as text that can be typed in."""
    return secrets.token_hex(32)
