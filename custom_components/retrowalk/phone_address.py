"""A walker's address for phones: what the subentry keeps of it, where it is to be reached, and its way through the cloud."""

from collections.abc import Mapping
import logging
from typing import Any

from homeassistant.components.webhook import async_generate_path
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.network import NoURLAvailableError, get_url

from .const import (
    CONF_BACKWARD_NAMES,
    CONF_CLOUDHOOK,
    CONF_FROM_OUTSIDE,
    CONF_SIGNING_SECRET,
)
from .sources.webhook import Address, async_keep_shut, async_take_down

_LOGGER = logging.getLogger(__name__)

KEPT = (CONF_WEBHOOK_ID, CONF_SIGNING_SECRET, CONF_FROM_OUTSIDE, CONF_CLOUDHOOK)
"""What a subentry keeps of an address; the first two are secrets."""


class NoWayError(HomeAssistantError):
    """Nothing leads to the address; `key` is the text of the dialog that says why."""

    def __init__(self, key: str) -> None:
        """Say why."""
        super().__init__(key)
        self.key = key


def address_of(data: Mapping[str, Any]) -> Address | None:
    """The address in a walker's subentry; None where there is none."""
    if CONF_WEBHOOK_ID not in data:
        return None
    return Address(
        webhook_id=data[CONF_WEBHOOK_ID],
        secret=data.get(CONF_SIGNING_SECRET),
        from_outside=data.get(CONF_FROM_OUTSIDE, False),
    )


def backward_names(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The words that make a workout count as backward, as they are compared."""
    return tuple(name.casefold() for name in data.get(CONF_BACKWARD_NAMES, ()))


@callback
def async_move_shut(
    hass: HomeAssistant, former: Mapping[str, Any], data: Mapping[str, Any]
) -> None:
    """While the home is not there, let the present address ask phones to come again later, and the former one be forgotten."""
    if CONF_WEBHOOK_ID in former:
        async_take_down(hass, former[CONF_WEBHOOK_ID])
    if CONF_WEBHOOK_ID in data:
        async_keep_shut(hass, data[CONF_WEBHOOK_ID])


async def async_way_to(
    hass: HomeAssistant, webhook_id: str, *, from_outside: bool
) -> tuple[str, bool]:
    """The URL to give to a phone, and whether it leads through Home Assistant Cloud. Raises NoWayError."""
    if from_outside and (url := await _async_cloudhook(hass, webhook_id)) is not None:
        return url, True
    try:
        base = get_url(
            hass,
            allow_internal=not from_outside,
            allow_external=from_outside,
            allow_cloud=False,
        )
    except NoURLAvailableError as err:
        raise NoWayError("no_outside_url" if from_outside else "no_local_url") from err
    return f"{base}{async_generate_path(webhook_id)}", False


async def _async_cloudhook(hass: HomeAssistant, webhook_id: str) -> str | None:
    """The way through the cloud; None for whoever has no subscription. Raises NoWayError while the cloud is away."""
    if "cloud" not in hass.config.components:
        return None
    # Whoever has no cloud need not have what it is made of.
    from hass_nabucasa import CloudError  # noqa: PLC0415

    from homeassistant.components import cloud  # noqa: PLC0415

    if not cloud.async_active_subscription(hass):
        return None
    try:
        return await cloud.async_get_or_create_cloudhook(hass, webhook_id)
    except (cloud.CloudNotAvailable, CloudError, TimeoutError, ValueError) as err:
        raise NoWayError("cloud_not_connected") from err


async def async_close_way(hass: HomeAssistant, data: Mapping[str, Any]) -> None:
    """Take an address that is given up out of the cloud, if it led through it."""
    if not data.get(CONF_CLOUDHOOK) or "cloud" not in hass.config.components:
        return
    from hass_nabucasa import CloudError  # noqa: PLC0415

    from homeassistant.components import cloud  # noqa: PLC0415

    try:
        await cloud.async_delete_cloudhook(hass, data[CONF_WEBHOOK_ID])
    except (cloud.CloudNotAvailable, CloudError, ValueError) as err:
        # What is left leads nowhere: nobody answers at the address any more.
        _LOGGER.debug("A way through the cloud stays: %s", type(err).__name__)
