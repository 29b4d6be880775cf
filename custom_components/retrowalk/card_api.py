"""What the card asks for through the websocket: to be told of walkers as long as it is shown, and their past."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

import voluptuous as vol

from homeassistant.components import websocket_api
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import ERR_UNAUTHORIZED
from homeassistant.components.websocket_api.messages import construct_result_message
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError, Unauthorized
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.json import json_bytes
from homeassistant.loader import async_get_loaded_integration

from .card_feed import CardFeed, Onlooker, async_walkers_by_device
from .card_history import history_days, history_sessions
from .card_rights import async_entities_of, may_see
from .const import CONF_WALKER, DOMAIN
from .coordinator import WalkerCoordinator
from .targets import async_home

SUBSCRIBE: Final = f"{DOMAIN}/subscribe"
HISTORY: Final = f"{DOMAIN}/history"
MOST_DAYS: Final = 4000
MOST_DAYS_OF_SESSIONS: Final = 31

type Message = dict[str, Any]
type Handler = Callable[[HomeAssistant, ActiveConnection, Message], None]


def _checked_range(msg: Message) -> Message:
    """A range of days that is one, and not too long for what is asked. Raises vol.Invalid."""
    first, last = msg["start"], msg["end"]
    most = MOST_DAYS_OF_SESSIONS if msg["sessions"] else MOST_DAYS
    if last < first:
        raise vol.Invalid("the end is before the start", path=["end"])
    if last - first >= timedelta(days=most):
        raise vol.Invalid(f"more than {most} days", path=["end"])
    return msg


_SUBSCRIBE_SCHEMA: Final = websocket_api.BASE_COMMAND_MESSAGE_SCHEMA.extend(
    {vol.Required("type"): SUBSCRIBE, vol.Optional(CONF_WALKER): cv.string}
)
_HISTORY_SCHEMA: Final = vol.All(
    websocket_api.BASE_COMMAND_MESSAGE_SCHEMA.extend(
        {
            vol.Required("type"): HISTORY,
            vol.Required(CONF_WALKER): cv.string,
            vol.Required("start"): cv.date,
            vol.Required("end"): cv.date,
            vol.Optional("sessions", default=False): cv.boolean,
        }
    ),
    _checked_range,
)


@callback
def async_register_card_api(hass: HomeAssistant) -> None:
    """Answer cards from now on; they are told what is missing as long as there is no home."""
    version = async_get_loaded_integration(hass, DOMAIN).version
    feed = CardFeed(hass, str(version))

    @callback
    def subscribe(
        hass: HomeAssistant, connection: ActiveConnection, msg: Message
    ) -> None:
        async_home(hass)
        device_id: str | None = msg.get(CONF_WALKER)
        if device_id is not None:
            _walker(hass, connection, device_id)
        onlooker = Onlooker(
            connection=connection, message_id=msg["id"], device_id=device_id
        )
        connection.subscriptions[msg["id"]] = feed.async_add(onlooker)
        connection.send_result(msg["id"])
        feed.async_welcome(onlooker)

    register = websocket_api.async_register_command
    register(hass, SUBSCRIBE, _refusing(subscribe), _SUBSCRIBE_SCHEMA)
    register(hass, HISTORY, _refusing(_tell_history), _HISTORY_SCHEMA)


def _refusing(handler: Handler) -> Handler:
    """Tell the card why it is refused, by a code that it knows."""

    @callback
    def handle(hass: HomeAssistant, connection: ActiveConnection, msg: Message) -> None:
        try:
            handler(hass, connection, msg)
        except Unauthorized:
            connection.send_error(msg["id"], ERR_UNAUTHORIZED, "Unauthorized")
        except ServiceValidationError as err:
            connection.send_error(
                msg["id"],
                str(err.translation_key),
                str(err),
                translation_key=err.translation_key,
                translation_domain=err.translation_domain,
                translation_placeholders=err.translation_placeholders,
            )

    return handle


@callback
def _walker(
    hass: HomeAssistant, connection: ActiveConnection, device_id: str
) -> WalkerCoordinator:
    """The walker with this device. Raises ServiceValidationError where there is none, Unauthorized where the user may not see it."""
    async_home(hass)
    walker = async_walkers_by_device(hass).get(device_id)
    if walker is None:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="unknown_walker"
        )
    entities = async_entities_of(hass, walker.walker_id, device_id)
    if not may_see(connection.user, entities):
        raise Unauthorized
    return walker


@callback
def _tell_history(
    hass: HomeAssistant, connection: ActiveConnection, msg: Message
) -> None:
    walker = _walker(hass, connection, msg[CONF_WALKER])
    first: date = msg["start"]
    last: date = msg["end"]
    answer = {
        "days": history_days(walker, first, last),
        "sessions": history_sessions(walker, first, last) if msg["sessions"] else [],
    }
    connection.send_message(construct_result_message(msg["id"], json_bytes(answer)))
