"""What a reminder says, in the language of the home."""

from collections.abc import Mapping
from datetime import timedelta
from math import ceil
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.translation import async_get_translations

from ..const import DOMAIN
from ..coordinator import WalkerCoordinator
from ..walking.decision import GoalMeasure
from ..walking.reminder_diary import Answer, Reminder
from ..walking.standing import Standing
from ..walking.streak import DayState, StreakKind
from ..walking.tally import NOTHING
from .contacts import Notice
from .phone_answers import action_of

SUMMED_UP_DAYS: Final = 7

ANSWERS: Final[Mapping[Reminder, tuple[Answer, ...]]] = {
    Reminder.DAILY: (Answer.START, Answer.LATER, Answer.REST),
    Reminder.LAST_CHANCE: (Answer.START, Answer.LATER, Answer.REST),
    Reminder.WEEKLY_SUMMARY: (),
    Reminder.STILL_WALKING: (Answer.STILL_WALKING, Answer.FINISH),
}
"""What each reminder lets the walker answer."""

_UNITS: Final = {
    GoalMeasure.MINUTES: "minutes",
    GoalMeasure.STEPS: "steps",
    GoalMeasure.SESSIONS: "walks",
    StreakKind.DAILY: "days",
    StreakKind.WEEKLY: "weeks",
}


def tag_of(walker_id: str, reminder: Reminder) -> str:
    """What a newer notice replaces an older one by: the two reminders of a day share one."""
    kind = Reminder.DAILY if reminder is Reminder.LAST_CHANCE else reminder
    return f"retrowalk_{walker_id}_{kind}"


class ReminderTexts:
    """The texts for one walker's reminders."""

    def __init__(
        self, walker: WalkerCoordinator, name: str, texts: Mapping[str, str]
    ) -> None:
        """Speak to a walker by this name."""
        self._walker = walker
        self._name = name
        self._texts = texts

    def notice(self, reminder: Reminder, token: str) -> Notice:
        """What is sent for a reminder, as things stand now."""
        walker_id = self._walker.walker_id
        message = {
            Reminder.DAILY: self._daily,
            Reminder.LAST_CHANCE: self._last_chance,
            Reminder.WEEKLY_SUMMARY: self._summary,
            Reminder.STILL_WALKING: self._still_walking,
        }[reminder]()
        return Notice(
            title=self._text(f"reminder_{reminder}_title"),
            message=message,
            tag=tag_of(walker_id, reminder),
            actions={
                action_of(answer, walker_id, token): self._text(f"answer_{answer}")
                for answer in ANSWERS[reminder]
            },
            image=self._picture() if reminder is Reminder.WEEKLY_SUMMARY else None,
        )

    def _text(self, key: str, **placeholders: str) -> str:
        text = self._texts.get(f"component.{DOMAIN}.common.{key}", key)
        for name, value in placeholders.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    def _amount(self, unit: str, amount: int) -> str:
        one = unit != "minutes" and amount == 1
        return self._text(f"one_{unit}" if one else unit, amount=str(amount))

    def _daily(self) -> str:
        standing = self._walker.data.standing
        weekly = standing.kind is StreakKind.WEEKLY
        message = self._text(
            "reminder_weekly_goal" if weekly else "reminder_daily_goal",
            walker=self._name,
            left=self._left(standing),
        )
        if not standing.streak.current:
            return message
        return f"{message} {self._text('reminder_streak', streak=self._streak())}"

    def _last_chance(self) -> str:
        return self._text(
            "reminder_last_chance",
            walker=self._name,
            left=self._left(self._walker.data.standing),
            streak=self._streak(),
        )

    def _summary(self) -> str:
        """The last seven days, with this one; a walk that still goes on is left out."""
        figures, today = self._walker.ledger.figures, self._walker.data.standing.day
        first = today - timedelta(days=SUMMED_UP_DAYS - 1)
        walked = NOTHING
        for tally in figures.tallies(first, today).values():
            walked = walked.plus(tally)
        states = figures.day_states(first, today, today)
        completed = sum(state is DayState.COMPLETED for state in states.values())
        summary = self._text(
            "reminder_summary",
            walker=self._name,
            minutes=self._amount("minutes", round(walked.backward_s / 60)),
            walks=self._amount("walks", walked.sessions),
            days=self._amount("days", completed),
            streak=self._streak(),
        )
        untold = len(self._walker.late_answers.untold(first, today))
        if not untold:
            return summary
        walks = self._amount("walks", untold)
        return f"{summary} {self._text('reminder_summary_untold', walks=walks)}"

    def _still_walking(self) -> str:
        session = self._walker.data.session
        minutes = 0 if session is None else round(session.active_s / 60)
        return self._text(
            "reminder_still_walking",
            walker=self._name,
            minutes=self._amount("minutes", minutes),
        )

    def _left(self, standing: Standing) -> str:
        left = max(0.0, standing.goal - standing.walked)
        if standing.measure is GoalMeasure.MINUTES:
            left /= 60
        return self._amount(_UNITS[standing.measure], ceil(left))

    def _streak(self) -> str:
        standing = self._walker.data.standing
        return self._amount(_UNITS[standing.kind], standing.streak.current)

    def _picture(self) -> str | None:
        """The picture of the streak, where there is one."""
        entity_id = er.async_get(self._walker.hass).async_get_entity_id(
            "image", DOMAIN, f"{self._walker.walker_id}_streak_calendar"
        )
        if entity_id is None or self._walker.hass.states.get(entity_id) is None:
            return None
        return f"/api/image_proxy/{entity_id}"


async def async_texts(
    hass: HomeAssistant, walker: WalkerCoordinator, name: str
) -> ReminderTexts:
    """The texts for a walker's reminders, in the language of the home."""
    language = hass.config.language
    texts = await async_get_translations(hass, language, "common", [DOMAIN])
    return ReminderTexts(walker, name, texts)
