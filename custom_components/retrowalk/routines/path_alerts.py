"""Alerts a walker to what gets in the way, and offers to stop the belt.

It is about safety: neither the reminders' switch nor quiet entities nor a vacation holds an alert back, and where nobody
can be told, Home Assistant itself shows it. Nothing is stopped unless the walker answers so.
"""

from enum import StrEnum
import logging
from typing import Final

from homeassistant.components import persistent_notification
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.translation import async_get_cached_translations
from homeassistant.util.ulid import ulid_now

from ..const import DOMAIN
from ..coordinator import WalkerCoordinator
from ..home import HomeConfigEntry
from ..moments import Moment
from ..walking.events import SessionDiscarded, SessionFinished
from ..walking.guard import PathBlocked, PathState
from ..whereabouts import belt_walked_on
from .contacts import Contacts, Notice, async_clear, async_tell, contacts_of
from .guard_texts import in_words
from .phone_answers import PhoneAnswers, action_of

_LOGGER = logging.getLogger(__name__)

_NOBODY: Final = Contacts(
    phone=None, notify_entities=(), person=None, quiet_entities=(), lost=False
)


class AlertAnswer(StrEnum):
    """What a walker may answer to an alert; no reminder is answered by the same words."""

    STOP_BELT = "stopbelt"
    FINISH_WALK = "finishwalk"


@callback
def async_alert(
    hass: HomeAssistant, entry: HomeConfigEntry, walker: WalkerCoordinator
) -> None:
    """Alert a walker until the home is unloaded."""
    PathAlerts(hass, entry, walker).async_begin()


class PathAlerts:
    """The alerts of one walker."""

    def __init__(
        self, hass: HomeAssistant, entry: HomeConfigEntry, walker: WalkerCoordinator
    ) -> None:
        """Do nothing yet."""
        self._hass = hass
        self._entry = entry
        self._walker = walker
        self._tag = f"retrowalk_{walker.walker_id}_path"
        self._answers = PhoneAnswers(
            hass, walker, AlertAnswer, self._phone, self._async_take
        )
        self._heeded: set[str] = set()
        """The tokens that were answered."""
        self._alerted = _NOBODY
        """On whose phone an alert may still be seen."""
        self._ended = 0
        """How many walks have ended."""

    @callback
    def async_begin(self) -> None:
        """Listen to the walker and to answers; an open walk may have been alerted before a restart."""
        if self._walker.data.session is not None:
            self._alerted = self._contacts
        on_unload = self._entry.async_on_unload
        on_unload(self._walker.moments.async_add(self._async_happened))
        on_unload(self._answers.async_listen())

    @property
    def _contacts(self) -> Contacts:
        """Whom to tell now: nobody where the walker was removed in mid-walk."""
        subentry = self._entry.subentries.get(self._walker.walker_id)
        return _NOBODY if subentry is None else contacts_of(self._hass, subentry.data)

    def _phone(self) -> str | None:
        return self._contacts.phone

    @callback
    def _async_happened(self, moment: Moment) -> None:
        match moment:
            case PathBlocked(refused=False):
                self._async_send(self._alert(moment))
            case SessionFinished() | SessionDiscarded():
                self._async_clear()

    # What goes out

    @callback
    def _async_send(self, notice: Notice) -> None:
        self._hass.async_create_task(
            self._async_tell(notice), "RetroWalk alerts a walker"
        )

    async def _async_tell(self, notice: Notice) -> None:
        """Tell all contacts, or else whoever looks at Home Assistant; a walk that ends meanwhile needs no alert."""
        ended, contacts = self._ended, self._contacts
        self._alerted = contacts
        report = await async_tell(self._hass, contacts, notice)
        if self._ended != ended:
            await async_clear(self._hass, contacts, self._tag)
        elif not report.reached:
            persistent_notification.async_create(
                self._hass, notice.message, notice.title, self._tag
            )

    @callback
    def _async_clear(self) -> None:
        self._ended += 1
        persistent_notification.async_dismiss(self._hass, self._tag)
        contacts, self._alerted = self._alerted, _NOBODY
        self._hass.async_create_task(
            async_clear(self._hass, contacts, self._tag),
            "RetroWalk takes an alert away",
        )

    # What it says

    def _alert(self, moment: PathBlocked) -> Notice:
        """The news decide how loudly it is told; all else that is in the way is told again, as this replaces the last alert."""
        during = moment.session_id is not None
        return self._notice(
            f"path_{moment.whole.state}",
            self._actions(moment),
            urgent=during and moment.state is PathState.BLOCK,
            path=moment.path,
            reasons=in_words(self._hass, moment.whole),
        )

    def _actions(self, moment: PathBlocked) -> dict[str, str]:
        """What may be answered in mid-walk, once."""
        if moment.session_id is None:
            return {}
        answers = [AlertAnswer.FINISH_WALK]
        if moment.can_stop:
            answers.insert(0, AlertAnswer.STOP_BELT)
        token = f"{moment.session_id}.{ulid_now()}"
        return {
            action_of(answer, self._walker.walker_id, token): self._text(
                f"alert_{answer}"
            )
            for answer in answers
        }

    def _notice(
        self, key: str, actions: dict[str, str], *, urgent: bool, **filled: str
    ) -> Notice:
        return Notice(
            title=self._text(f"{key}_title"),
            message=self._text(key, walker=self._walker.recording.name, **filled),
            tag=self._tag,
            actions=actions,
            urgent_channel=self._text("path_alert_channel") if urgent else None,
        )

    def _text(self, key: str, **filled: str) -> str:
        texts = async_get_cached_translations(
            self._hass, self._hass.config.language, "common", DOMAIN
        )
        return texts[f"component.{DOMAIN}.common.{key}"].format(**filled)

    # What is answered

    async def _async_take(self, answer: AlertAnswer, token: str) -> None:
        """Heed an answer once, and only while the walk that it is about goes on."""
        session = self._walker.data.session
        session_id, _, _ = token.rpartition(".")
        if session is None or session.id != session_id or token in self._heeded:
            return
        self._heeded.add(token)
        try:
            match answer:
                case AlertAnswer.STOP_BELT:
                    await self._async_stop_belt()
                case AlertAnswer.FINISH_WALK:
                    await self._walker.async_finish()
        except HomeAssistantError as err:
            # Its message names the belt.
            _LOGGER.warning("An answer cannot be heeded: %s", type(err).__name__)
            if answer is AlertAnswer.STOP_BELT:
                self._async_send(self._notice("belt_not_stopped", {}, urgent=True))

    async def _async_stop_belt(self) -> None:
        """Stop the belt of the open session. Raises HomeAssistantError."""
        belt = belt_walked_on(self._hass, self._walker)
        if belt is None:
            raise HomeAssistantError("The belt is not there any more")
        await belt.runtime_data.async_stop_belt()
