"""Reminds a walker: looks when something changes or time comes, sends, and heeds what is answered."""

from collections.abc import Coroutine
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from homeassistant.const import CONF_NAME
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import (
    async_track_entity_registry_updated_event,
    async_track_state_change_event,
)
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util

from ..alarm import Alarm
from ..const import DOMAIN
from ..coordinator import WalkerCoordinator
from ..home import HomeConfigEntry
from ..moments import Moment
from ..walker_state import Cadence
from ..walking.decision import DecisionKey
from ..walking.events import (
    SessionDiscarded,
    SessionFinished,
    SessionPaused,
    StillWalkingAsked,
)
from ..walking.reminder import (
    ReminderDue,
    ReminderSent,
    ReminderSuppressed,
    Situation,
    judge,
)
from ..walking.reminder_diary import Reason, Reminder
from .contacts import Contacts, Report, async_clear, async_tell, contacts_of
from .reminder_answers import ReminderAnswers, Start
from .reminder_situation import is_quiet, situation_of
from .reminder_texts import async_texts, tag_of

LOST_CONTACT: Final = "contact_lost"


@callback
def async_remind(
    hass: HomeAssistant,
    entry: HomeConfigEntry,
    walker: WalkerCoordinator,
    start: Start,
) -> None:
    """Remind a walker until the home is unloaded."""
    Reminders(hass, entry, walker, start).async_begin()


class Reminders:
    """The reminders of one walker."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: HomeConfigEntry,
        walker: WalkerCoordinator,
        start: Start,
    ) -> None:
        """Do nothing yet."""
        self._hass = hass
        self._entry = entry
        self._walker = walker
        self._diary = walker.diary
        self._answers = ReminderAnswers(
            hass, walker, start, self._phone, self._async_look, self._async_ask_again
        )
        self._alarm = Alarm(hass, self._async_look)
        self._contacts = contacts_of(hass, {})
        self._unfollow: list[CALLBACK_TYPE] = []
        self._running = False
        self._shown = False
        """Whether a reminder may still be seen on the phone."""
        self._asked = False
        """Whether the question whether a walk goes on may still be seen there."""

    @callback
    def async_begin(self) -> None:
        """Listen to the walker and to answers; the first look waits for whoever is to be told."""
        on_unload, walker = self._entry.async_on_unload, self._walker
        on_unload(walker.async_add_listener(self._async_look, Cadence.EVENT))
        on_unload(walker.moments.async_add(self._async_happened))
        on_unload(self._answers.async_listen())
        on_unload(async_at_started(self._hass, self._async_started))
        on_unload(self._async_end)

    @callback
    def _async_started(self, _hass: HomeAssistant) -> None:
        self._running = True
        self._shown = self._sent_today
        self._async_look()

    @callback
    def _async_end(self) -> None:
        self._running = False
        self._alarm.async_end()
        self._async_unfollow()
        if self._walker.walker_id not in self._entry.subentries:
            # Nobody else takes away what a removed walker was told.
            self._async_clear_shown()
            self._async_clear_question()

    @property
    def _works(self) -> bool:
        """Whether there is still somebody to remind: a walker who is removed may stay loaded while another one walks."""
        return self._running and self._walker.walker_id in self._entry.subentries

    def _phone(self) -> str | None:
        return self._contacts.phone if self._works else None

    # When to look

    @property
    def _sent_today(self) -> bool:
        return any(
            self._diary.sent_at(reminder) is not None
            for reminder in (Reminder.DAILY, Reminder.LAST_CHANCE)
        )

    @callback
    def _async_look(self, _why: Event[Any] | None = None) -> None:
        """Do what is due; called whenever anything changes that a reminder depends on."""
        walker, diary, now = self._walker, self._diary, dt_util.utcnow()
        day = walker.days.day_of(now)
        # At the turn of the day the walker's own clock comes first, and looks here afterwards.
        if not self._works or day != walker.data.standing.day:
            return
        subentry = self._entry.subentries[walker.walker_id]
        self._async_follow(contacts_of(self._hass, subentry.data))
        if not walker.decided(DecisionKey.REMINDERS):
            self._async_clear_shown()
            diary.show(None)
            return
        if day != diary.day:
            self._async_clear_shown()
            diary.open(day)
        situation = situation_of(self._hass, walker, self._contacts, now)
        if (
            situation.done
            or situation.resting
            or situation.vacation
            or situation.walking
        ):
            self._async_clear_shown()
        self._async_do(situation)

    @callback
    def _async_do(self, situation: Situation) -> None:
        diary, now = self._diary, situation.at
        verdict = judge(situation, diary)
        moments: list[Moment] = [
            ReminderSuppressed(
                at=now, day=situation.day, reminder=reminder, reason=reason
            )
            for reminder, reason in verdict.held
            if diary.hold(reminder, reason, now)
        ]
        moments += [
            ReminderDue(at=now, day=situation.day, reminder=reminder)
            for reminder in verdict.due
            if diary.retry_at(reminder) is None
        ]
        tokens = [(reminder, diary.send(reminder, now)) for reminder in verdict.due]
        self._alarm.async_set(verdict.next_look_at)
        if moments or verdict.due:
            self._walker.recording.save_soon(self._walker.checkpoint)
        diary.show(verdict.next_look_at)
        self._walker.moments.async_tell(*moments)
        for reminder, token in tokens:
            self._create_task(self._async_send(reminder, token))

    def _create_task(self, work: Coroutine[Any, Any, None]) -> None:
        self._hass.async_create_task(work, "RetroWalk reminds a walker")

    @callback
    def _async_follow(self, contacts: Contacts) -> None:
        """Look when one of these entities changes its state or its name."""
        self._tell_lost(contacts)
        if contacts == self._contacts and self._unfollow:
            return
        self._async_unfollow()
        self._contacts = contacts
        self._unfollow = [
            async_track_state_change_event(
                self._hass, contacts.followed, self._async_look
            ),
            async_track_entity_registry_updated_event(
                self._hass,
                [*contacts.followed, *contacts.notify_entities],
                self._async_look,
            ),
        ]

    @callback
    def _async_unfollow(self) -> None:
        while self._unfollow:
            self._unfollow.pop()()

    def _tell_lost(self, contacts: Contacts) -> None:
        """A contact that is gone from Home Assistant is a case for the repairs, until others are chosen."""
        if not contacts.lost:
            ir.async_delete_issue(self._hass, DOMAIN, self._lost_issue)
            return
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._lost_issue,
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key="contact_lost",
            translation_placeholders={"walker": self._name},
            data={"walker_id": self._walker.walker_id},
        )

    @property
    def _lost_issue(self) -> str:
        return f"{LOST_CONTACT}_{self._walker.walker_id}"

    @property
    def _name(self) -> str:
        name: str = self._entry.subentries[self._walker.walker_id].data[CONF_NAME]
        return name

    # What goes out

    async def _async_send(self, reminder: Reminder, token: str) -> None:
        """Send what is entered already; what reaches nobody is tried again."""
        diary, day = self._diary, self._diary.day
        report = await self._async_tell(reminder, token)
        if not self._works or diary.day != day:
            return
        now = dt_util.utcnow()
        if report.reached:
            self._shown = True
            diary.reach(reminder, now)
            self._async_tell_sent(reminder, now, report)
        elif report.failed:
            if diary.fail(reminder, now):
                self._async_tell_held(reminder, Reason.FAILED, now)
        elif diary.hold(reminder, Reason.NO_CONTACT, now):
            self._async_tell_held(reminder, Reason.NO_CONTACT, now)
        self._walker.recording.save_soon(self._walker.checkpoint)
        self._async_look()

    async def _async_tell(self, reminder: Reminder, token: str) -> Report:
        texts = await async_texts(self._hass, self._walker, self._name)
        return await async_tell(
            self._hass, self._contacts, texts.notice(reminder, token)
        )

    @callback
    def _async_ask_again(self, reminder: Reminder, why: str) -> None:
        """A start was refused, as on a blocked path: say why where it was asked for, and take the same answers once more."""
        token = self._diary.ask_again(reminder)
        self._create_task(self._async_send_refusal(reminder, token, why))

    async def _async_send_refusal(
        self, reminder: Reminder, token: str, why: str
    ) -> None:
        texts = await async_texts(self._hass, self._walker, self._name)
        notice = replace(texts.notice(reminder, token), message=why)
        report = await async_tell(self._hass, self._contacts, notice)
        self._shown = self._shown or bool(report.reached)

    @callback
    def _async_tell_sent(
        self, reminder: Reminder, now: datetime, report: Report
    ) -> None:
        self._walker.moments.async_tell(
            ReminderSent(
                at=now,
                day=self._walker.days.day_of(now),
                reminder=reminder,
                contacts=report.reached,
                failed=report.failed,
            )
        )

    @callback
    def _async_tell_held(
        self, reminder: Reminder, reason: Reason, now: datetime
    ) -> None:
        self._walker.moments.async_tell(
            ReminderSuppressed(
                at=now,
                day=self._walker.days.day_of(now),
                reminder=reminder,
                reason=reason,
            )
        )

    @callback
    def _async_clear_shown(self) -> None:
        if self._shown:
            self._shown = False
            self._async_clear(Reminder.DAILY)

    @callback
    def _async_clear(self, reminder: Reminder) -> None:
        tag = tag_of(self._walker.walker_id, reminder)
        self._create_task(async_clear(self._hass, self._contacts, tag))

    # A walk that may have been forgotten

    @callback
    def _async_happened(self, moment: Moment) -> None:
        if isinstance(moment, StillWalkingAsked):
            if self._works and self._walker.decided(DecisionKey.REMINDERS):
                self._async_ask(moment)
        elif isinstance(moment, SessionFinished | SessionDiscarded | SessionPaused):
            self._async_clear_question()

    @callback
    def _async_clear_question(self) -> None:
        if self._asked:
            self._asked = False
            self._async_clear(Reminder.STILL_WALKING)

    @callback
    def _async_ask(self, moment: StillWalkingAsked) -> None:
        self._diary.open(self._walker.days.day_of(moment.at))
        if is_quiet(self._hass, self._contacts):
            self._diary.hold(Reminder.STILL_WALKING, Reason.QUIET, moment.at)
            self._async_tell_held(Reminder.STILL_WALKING, Reason.QUIET, moment.at)
            self._async_look()
        else:
            self._asked = True
            self._create_task(self._async_send_question(moment.session_id))

    async def _async_send_question(self, session_id: str) -> None:
        report = await self._async_tell(Reminder.STILL_WALKING, session_id)
        if not self._works:
            return
        diary, now = self._diary, dt_util.utcnow()
        if report.reached:
            diary.reach(Reminder.STILL_WALKING, now)
            self._async_tell_sent(Reminder.STILL_WALKING, now, report)
        elif report.failed:
            diary.hold(Reminder.STILL_WALKING, Reason.FAILED, now)
            self._async_tell_held(Reminder.STILL_WALKING, Reason.FAILED, now)
        self._async_look()
