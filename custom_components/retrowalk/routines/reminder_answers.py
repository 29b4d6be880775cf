"""Answers to reminders: each is heeded once, on its day, and from the walker's own phone."""

from collections.abc import Awaitable, Callable
import logging

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..coordinator import WalkerCoordinator
from ..walking.decision import DecisionKey
from ..walking.reminder import ReminderAnswered
from ..walking.reminder_diary import Answer, Reminder
from .phone_answers import PhoneAnswers

_LOGGER = logging.getLogger(__name__)

type Start = Callable[[WalkerCoordinator], Awaitable[None]]
"""How a walk is started by command."""


class ReminderAnswers:
    """Takes what one walker answers."""

    def __init__(
        self,
        hass: HomeAssistant,
        walker: WalkerCoordinator,
        start: Start,
        phone: Callable[[], str | None],
        look: Callable[[], None],
        refused: Callable[[Reminder, str], None],
    ) -> None:
        """Start walks in this way, take answers from this phone, and look again after each; a refused start is told, and why."""
        self._hass = hass
        self._walker = walker
        self._start = start
        self._phone = phone
        self._look = look
        self._refused = refused

    @callback
    def async_listen(self) -> CALLBACK_TYPE:
        """Take answers, until what is returned is called."""
        answers = PhoneAnswers(
            self._hass, self._walker, Answer, self._phone, self._async_take
        )
        return answers.async_listen()

    async def _async_take(self, answer: Answer, token: str) -> None:
        """Heed an answer once, and only on its day."""
        diary, now = self._walker.diary, dt_util.utcnow()
        day = self._walker.days.day_of(now)
        diary.open(day)
        reminder = Reminder.STILL_WALKING
        if answer in (Answer.STILL_WALKING, Answer.FINISH):
            session = self._walker.data.session
            heeded = session is not None and session.id == token
        else:
            asked = diary.about(token)
            if asked is None:
                return
            reminder, heeded = asked, diary.answer(token, answer, now)
        if heeded:
            heeded = await self._async_heed(answer, reminder)
        diary.note(answer, now, heeded=heeded)
        self._walker.recording.save_soon(self._walker.checkpoint)
        self._walker.moments.async_tell(
            ReminderAnswered(
                at=now, day=day, reminder=reminder, answer=answer, heeded=heeded
            )
        )
        self._look()

    async def _async_heed(self, answer: Answer, reminder: Reminder) -> bool:
        """Do what was answered; whether it could be done."""
        walker = self._walker
        try:
            match answer:
                case Answer.START:
                    await self._start(walker)
                case Answer.LATER:
                    walker.diary.snooze(reminder, dt_util.utcnow())
                case Answer.REST:
                    today = walker.days.today.isoformat()
                    await walker.async_decide({DecisionKey.REST_DAY: today})
                case Answer.STILL_WALKING:
                    await walker.async_resume()
                case Answer.FINISH:
                    await walker.async_finish()
        except HomeAssistantError as err:
            _LOGGER.warning("An answer cannot be heeded: %s", type(err).__name__)
            if answer is Answer.START:
                self._refused(reminder, str(err))
            return False
        return True
