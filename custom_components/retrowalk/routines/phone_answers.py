"""Answers to notifications: what they are called, and who takes those of one walker."""

from collections.abc import Callable, Coroutine
from enum import StrEnum
import logging
import re
from typing import Any, Final

from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback

from ..coordinator import WalkerCoordinator
from .contacts import is_from_phone

_LOGGER = logging.getLogger(__name__)

ANSWERED: Final = "mobile_app_notification_action"
_ACTION: Final = re.compile(r"RETROWALK_([A-Z]+)_([0-9A-Za-z]+)_(.+)")


def action_of(answer: StrEnum, walker_id: str, token: str) -> str:
    """The id under which an answer comes back; the answer is one word."""
    return f"RETROWALK_{answer.upper()}_{walker_id}_{token}"


class PhoneAnswers[Answer: StrEnum]:
    """Takes what one walker answers on their own phone."""

    def __init__(
        self,
        hass: HomeAssistant,
        walker: WalkerCoordinator,
        answers: type[Answer],
        phone: Callable[[], str | None],
        take: Callable[[Answer, str], Coroutine[Any, Any, None]],
    ) -> None:
        """Hand on such answers from this phone, each with its token."""
        self._hass = hass
        self._walker = walker
        self._answers = answers
        self._phone = phone
        self._take = take

    @callback
    def async_listen(self) -> CALLBACK_TYPE:
        """Take answers, until what is returned is called."""
        return self._hass.bus.async_listen(ANSWERED, self._async_answered)

    @callback
    def _async_answered(self, event: Event[Any]) -> None:
        """Take an answer from the walker's phone; whatever else is answered there is not for us."""
        read = self._read(event.data.get("action"))
        if read is None:
            return
        if not is_from_phone(self._hass, self._phone(), event.context.user_id):
            _LOGGER.warning("A notification was answered from somewhere else: ignored")
            return
        self._hass.async_create_task(self._take(*read), "RetroWalk heeds an answer")

    def _read(self, action: object) -> tuple[Answer, str] | None:
        """Answer and token of an action's id; None where it is none of these, or another walker's."""
        match = _ACTION.fullmatch(action) if isinstance(action, str) else None
        if match is None or match[2] != self._walker.walker_id:
            return None
        if (word := match[1].lower()) not in set(self._answers):
            return None
        return self._answers(word), match[3]
