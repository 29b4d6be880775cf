"""Asks which way a walk went of which nobody told it: in the repairs, and on the walker's phone.

A walk waits until the end of the day after its own; then it counts by default, and the questions go. Whoever wants no
reminders finds it in the repairs only.
"""

from collections.abc import Awaitable, Callable
from datetime import date
from enum import StrEnum
import logging
from typing import Any, Final

from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.helpers.start import async_at_started
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..coordinator import WalkerCoordinator
from ..home import HomeConfigEntry
from ..walker_state import Cadence
from ..walking.decision import DecisionKey
from ..walking.model import Direction, Session
from ..walking.unanswered import WAITS
from .contacts import Contacts, Notice, async_clear, async_tell, contacts_of
from .phone_answers import PhoneAnswers, action_of
from .reminder_situation import is_quiet

_LOGGER = logging.getLogger(__name__)

ISSUE: Final = "unanswered_walk"

type Answer = Callable[[WalkerCoordinator, Direction, str], Awaitable[object]]
"""How it is written down which way the walk with this id went."""


class DirectionAnswer(StrEnum):
    """What a walker may answer; nothing else is answered by the same words."""

    BACKWARD = "backward"
    FORWARD = "forward"


@callback
def async_ask_direction(
    hass: HomeAssistant,
    entry: HomeConfigEntry,
    walker: WalkerCoordinator,
    answer: Answer,
) -> None:
    """Ask a walker until the home is unloaded."""
    DirectionQuestions(hass, entry, walker, answer).async_begin()


class DirectionQuestions:
    """The questions about one walker's walks."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: HomeConfigEntry,
        walker: WalkerCoordinator,
        answer: Answer,
    ) -> None:
        """Do nothing yet."""
        self._hass = hass
        self._entry = entry
        self._walker = walker
        self._answer = answer
        self._in_repairs = _asked_in_repairs(hass, walker.walker_id)
        self._contacts = contacts_of(hass, {})
        self._running = False
        self._unfollow: CALLBACK_TYPE | None = None

    @callback
    def async_begin(self) -> None:
        """Listen to the walker and to answers; nobody is told before Home Assistant has started."""
        on_unload = self._entry.async_on_unload
        answers = PhoneAnswers(
            self._hass, self._walker, DirectionAnswer, self._phone, self._async_take
        )
        on_unload(self._walker.async_add_listener(self._async_look, Cadence.EVENT))
        on_unload(answers.async_listen())
        on_unload(async_at_started(self._hass, self._async_started))
        on_unload(self._async_end)

    @callback
    def _async_started(self, _hass: HomeAssistant) -> None:
        self._running = True
        self._async_look()

    @callback
    def _async_end(self) -> None:
        self._running = False
        self._async_follow(())
        if not self._is_there:
            self._async_ask_in_repairs([])
            self._async_clear_phone(set())

    @property
    def _is_there(self) -> bool:
        """Whether there is still somebody to ask: a walker who is removed may stay loaded while another one walks."""
        return self._walker.walker_id in self._entry.subentries

    def _phone(self) -> str | None:
        return self._contacts.phone if self._is_there else None

    # What is asked

    @callback
    def _async_look(self, _why: Event[Any] | None = None) -> None:
        """Ask what is not asked yet, and take back what nobody has to answer any more."""
        waiting: list[Session] = []
        if self._is_there and self._walker.recording.readable:
            subentry = self._entry.subentries[self._walker.walker_id]
            self._contacts = contacts_of(self._hass, subentry.data)
            today = self._walker.data.standing.day
            waiting = self._walker.ledger.figures.unanswered.waiting(today)
        self._async_ask_in_repairs(waiting)
        self._async_clear_phone({session.id for session in waiting})
        if self._running:
            self._async_ask_on_phone(waiting)

    @callback
    def _async_ask_in_repairs(self, waiting: list[Session]) -> None:
        ids = {session.id for session in waiting}
        for session_id in self._in_repairs - ids:
            ir.async_delete_issue(self._hass, DOMAIN, f"{ISSUE}_{session_id}")
        for session in waiting:
            ir.async_create_issue(
                self._hass,
                DOMAIN,
                f"{ISSUE}_{session.id}",
                is_fixable=True,
                severity=ir.IssueSeverity.WARNING,
                translation_key=ISSUE,
                translation_placeholders=self._facts(session),
                data={
                    "session_id": session.id,
                    "walker_id": self._walker.walker_id,
                },
            )
        self._in_repairs = ids

    def _facts(self, session: Session) -> dict[str, str]:
        minutes = round(session.active_s(Direction.UNKNOWN) / 60)
        return {
            "walker": self._walker.recording.name,
            "minutes": str(max(1, minutes)),
            "start": f"{dt_util.as_local(session.started_at):%Y-%m-%d %H:%M}",
            "until": _last_day(session).isoformat(),
        }

    @callback
    def _async_ask_on_phone(self, waiting: list[Session]) -> None:
        """Ask once about each walk, unless it has to be quiet: then as soon as that is over."""
        asked = self._walker.late_answers.asked
        unasked = [session for session in waiting if session.id not in asked]
        contacts = self._contacts
        nobody = contacts.phone is None and not contacts.notify_entities
        if not unasked or nobody or not self._walker.decided(DecisionKey.REMINDERS):
            self._async_follow(())
            return
        self._async_follow(contacts.quiet_entities)
        if is_quiet(self._hass, contacts) or self._walker.in_session:
            return
        for session in unasked:
            asked.add(session.id)
            self._hass.async_create_task(
                self._async_send(contacts, session), "RetroWalk asks for a direction"
            )
        self._save()

    @callback
    def _async_follow(self, entities: tuple[str, ...]) -> None:
        if self._unfollow is not None:
            self._unfollow()
        self._unfollow = (
            async_track_state_change_event(self._hass, entities, self._async_look)
            if entities
            else None
        )

    async def _async_send(self, contacts: Contacts, session: Session) -> None:
        """Send a question; one that reaches nobody is put again when something else happens."""
        language = self._hass.config.language
        texts = await async_get_translations(self._hass, language, "common", [DOMAIN])
        walker_id = self._walker.walker_id

        def text(key: str, **filled: str) -> str:
            return texts[f"component.{DOMAIN}.common.{key}"].format(**filled)

        notice = Notice(
            title=text("direction_question_title"),
            message=text("direction_question", **self._facts(session)),
            tag=self._tag(session.id),
            actions={
                action_of(answer, walker_id, session.id): text(f"direction_{answer}")
                for answer in DirectionAnswer
            },
        )
        report = await async_tell(self._hass, contacts, notice)
        if not report.reached:
            self._walker.late_answers.asked.discard(session.id)
        elif session.id not in self._in_repairs:
            # It was answered while it was on its way.
            await async_clear(self._hass, contacts, notice.tag)

    @callback
    def _async_clear_phone(self, waiting: set[str]) -> None:
        asked = self._walker.late_answers.asked
        if not (settled := asked - waiting):
            return
        asked -= settled
        for session_id in settled:
            self._hass.async_create_task(
                async_clear(self._hass, self._contacts, self._tag(session_id)),
                "RetroWalk takes a question away",
            )
        self._save()

    def _tag(self, session_id: str) -> str:
        return f"retrowalk_{self._walker.walker_id}_{session_id}"

    def _save(self) -> None:
        self._walker.recording.save_soon(self._walker.checkpoint)

    # What is answered

    async def _async_take(self, answer: DirectionAnswer, token: str) -> None:
        """Heed an answer once: a walk that is answered for waits no more."""
        try:
            await self._answer(self._walker, Direction(answer), token)
        except HomeAssistantError as err:
            _LOGGER.warning("An answer cannot be heeded: %s", type(err).__name__)


def _last_day(session: Session) -> date:
    return session.day + WAITS


def _asked_in_repairs(hass: HomeAssistant, walker_id: str) -> set[str]:
    """The walks about which this walker was asked before a reload."""
    return {
        str(issue.data["session_id"])
        for (domain, issue_id), issue in ir.async_get(hass).issues.items()
        if domain == DOMAIN
        and issue_id.startswith(f"{ISSUE}_")
        and issue.data is not None
        and issue.data["walker_id"] == walker_id
    }


@callback
def async_forget_questions(hass: HomeAssistant) -> None:
    """Take back what was asked in the repairs: the home of the walkers is gone."""
    for domain, issue_id in tuple(ir.async_get(hass).issues):
        if domain == DOMAIN and issue_id.startswith(f"{ISSUE}_"):
            ir.async_delete_issue(hass, DOMAIN, issue_id)
