"""The card arrives by itself: served by Home Assistant, and one resource of its dashboards as long as there is a home."""

from collections.abc import Container, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
import logging
from pathlib import Path
from typing import Any, Final

from homeassistant.components.http.server import StaticPathConfig
from homeassistant.components.lovelace.const import (
    CONF_RESOURCE_TYPE_WS,
    DOMAIN as LOVELACE,
    LOVELACE_DATA,
)
from homeassistant.components.lovelace.resources import ResourceStorageCollection
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.const import CONF_ID, CONF_TYPE, CONF_URL, EVENT_COMPONENT_LOADED
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.loader import async_get_loaded_integration
from homeassistant.setup import ATTR_COMPONENT, EventComponentLoaded

from .const import CONF_CARD, DOMAIN

_LOGGER = logging.getLogger(__name__)

FOLDER: Final = "/retrowalk_static"
ISSUE: Final = "card_not_registered"
_WWW: Final = Path(__file__).parent / "www"
_CARD: Final = "retrowalk-card.js"
_MODULE: Final = "module"
_LOOK_AGAIN: Final = timedelta(minutes=1)
"""Nothing tells when resources in YAML were read anew."""


async def async_serve_card(hass: HomeAssistant) -> None:
    """Serve the built card. Browsers keep it for a month: a changed one has another address."""
    served = StaticPathConfig(FOLDER, str(_WWW), cache_headers=True)
    await hass.http.async_register_static_paths([served])


@callback
def async_offer_card(hass: HomeAssistant, home: ConfigEntry[Any]) -> None:
    """Let the home's dashboards load the card, as soon as there are any, unless its options say otherwise."""
    if not is_wanted(home.options):
        return

    async def offer(_event: Event[EventComponentLoaded] | None = None) -> None:
        await _async_offer(hass, home)

    if LOVELACE in hass.config.components:
        hass.async_create_task(offer(), "offer the card to the dashboards")
        return
    listen = hass.bus.async_listen
    home.async_on_unload(
        listen(EVENT_COMPONENT_LOADED, offer, event_filter=_is_of_dashboards)
    )


@callback
def _is_of_dashboards(loaded: EventComponentLoaded) -> bool:
    return loaded[ATTR_COMPONENT] == LOVELACE


def is_wanted(options: Mapping[str, Any]) -> bool:
    """Whether a home wants to have its card registered."""
    wanted: bool = options.get(CONF_CARD, True)
    return wanted


async def _async_offer(hass: HomeAssistant, home: ConfigEntry[Any]) -> None:
    if home.state not in (
        ConfigEntryState.SETUP_IN_PROGRESS,
        ConfigEntryState.LOADED,
    ):
        return
    await _async_register(hass)
    if not isinstance(hass.data[LOVELACE_DATA].resources, ResourceStorageCollection):

        async def look(_now: datetime) -> None:
            await _async_register(hass)

        home.async_on_unload(async_track_time_interval(hass, look, _LOOK_AGAIN))


async def async_withdraw_card(hass: HomeAssistant) -> None:
    """Take the card from the dashboards' resources, and what was asked about it."""
    ir.async_delete_issue(hass, DOMAIN, ISSUE)
    if LOVELACE not in hass.config.components:
        return
    resources = hass.data[LOVELACE_DATA].resources
    if isinstance(resources, ResourceStorageCollection):
        try:
            await _async_keep_one(resources, None)
        except (HomeAssistantError, LookupError) as err:
            _LOGGER.warning("The card stays among the resources: %s", err)


async def _async_register(hass: HomeAssistant) -> None:
    url = await _async_address(hass)
    if url is None:
        return
    resources = hass.data[LOVELACE_DATA].resources
    if not isinstance(resources, ResourceStorageCollection):
        _async_ask(
            hass,
            url,
            known={item.get(CONF_URL) for item in resources.async_items() or ()},
        )
        return
    ir.async_delete_issue(hass, DOMAIN, ISSUE)
    try:
        await _async_keep_one(resources, url)
    except (HomeAssistantError, LookupError) as err:
        _LOGGER.warning("The card is not registered with the dashboards: %s", err)


async def _async_address(hass: HomeAssistant) -> str | None:
    """The address of the card as it is now; None where it was not built."""
    fingerprint = await hass.async_add_executor_job(_fingerprint)
    if fingerprint is None:
        return None
    version = async_get_loaded_integration(hass, DOMAIN).version
    return f"{FOLDER}/{_CARD}?v={version}-{fingerprint}"


def _fingerprint() -> str | None:
    """What tells this build from any other: the card asks for its words by its own address. None without a card."""
    if not (_WWW / _CARD).exists():
        return None
    built = sha256()
    for file in sorted(_WWW.iterdir()):
        built.update(file.name.encode() + file.read_bytes())
    return built.hexdigest()[:8]


async def _async_keep_one(
    resources: ResourceStorageCollection, url: str | None
) -> None:
    """Have one resource of ours, with this address, or none; those of others are left alone."""
    # What is stored is loaded by this, if nobody has asked for it yet
    await resources.async_get_info()
    ours = [
        item
        for item in resources.async_items()
        if str(item.get(CONF_URL)).startswith(f"{FOLDER}/")
    ]
    if url is not None:
        wanted = {CONF_RESOURCE_TYPE_WS: _MODULE, CONF_URL: url}
        if not ours:
            await resources.async_create_item(wanted)
            return
        first = ours.pop(0)
        if (first[CONF_URL], first.get(CONF_TYPE)) != (url, _MODULE):
            await resources.async_update_item(first[CONF_ID], wanted)
    for item in ours:
        await resources.async_delete_item(item[CONF_ID])


@callback
def _async_ask(hass: HomeAssistant, url: str, known: Container[str | None]) -> None:
    """Where resources are written by hand, say what to write."""
    if url in known:
        ir.async_delete_issue(hass, DOMAIN, ISSUE)
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        ISSUE,
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key="card_not_registered",
        translation_placeholders={"url": url},
    )
