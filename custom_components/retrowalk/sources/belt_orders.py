"""What may be ordered from a belt, and what is said where it does not obey."""

from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.exceptions import HomeAssistantError

from ..const import CONF_ALLOW_STOP, DOMAIN
from .belt_connection import LINK_ERRORS, BeltConnection
from .belt_control import BeltControl, BeltRefusedError
from .belt_dialect import Control
from .belt_feed import BeltFeed
from .belt_poll import BeltPoll
from .pad_control import PadControl


def control_of(
    connection: BeltConnection, poll: BeltPoll, feed: BeltFeed
) -> Control | None:
    """What stops the belt at the other end of a connection; None where nothing does."""
    if (control := connection.control) is None:
        return None
    return PadControl(poll, feed) if poll.needed else BeltControl(*control)


async def async_stop(
    entry: ConfigEntry[Any], control: Control | None, *, connected: bool
) -> None:
    """Stop the belt of an entry; raises HomeAssistantError where that is switched off, impossible or refused."""
    if not entry.options.get(CONF_ALLOW_STOP, False):
        raise _error("belt_control_off", entry)
    if not connected:
        raise _error("belt_not_connected", entry)
    if control is None:
        raise _error("belt_refused", entry)
    try:
        await control.async_stop_belt()
    except (BeltRefusedError, *LINK_ERRORS) as error:
        raise _error("belt_refused", entry) from error


def _error(key: str, entry: ConfigEntry[Any]) -> HomeAssistantError:
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders={"belt": entry.title},
    )
