"""How things stand with a walker and the home when a reminder is judged."""

from datetime import UTC, datetime, timedelta
from typing import Final

from homeassistant.const import (
    STATE_HOME,
    STATE_ON,
    STATE_PLAYING,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
)
from homeassistant.core import HomeAssistant, callback

from ..const import WEEKDAYS
from ..coordinator import WalkerCoordinator
from ..walking.decision import DecisionKey, SummaryDay
from ..walking.reminder import LATEST_HOUR, Situation
from ..walking.reminder_diary import Reminder
from ..walking.standing import Standing
from ..walking.streak import StreakKind
from .contacts import Contacts

_UNTOLD: Final = {STATE_UNAVAILABLE, STATE_UNKNOWN}
_EVER: Final = datetime(2000, 1, 1, tzinfo=UTC)
_SET_BY: Final = {
    Reminder.DAILY: (DecisionKey.REMINDERS, DecisionKey.REMINDER_TIME),
    Reminder.LAST_CHANCE: (DecisionKey.REMINDERS, DecisionKey.RISK_HOUR),
    Reminder.WEEKLY_SUMMARY: (
        DecisionKey.REMINDERS,
        DecisionKey.REMINDER_TIME,
        DecisionKey.WEEKLY_SUMMARY,
    ),
}
"""What decides on whether and when each is sent."""


@callback
def situation_of(
    hass: HomeAssistant, walker: WalkerCoordinator, contacts: Contacts, at: datetime
) -> Situation:
    """All that a reminder depends on; the walker's state must be of this day."""
    state, days = walker.data, walker.days
    standing, day = state.standing, state.standing.day
    minute = walker.decided(DecisionKey.REMINDER_TIME)
    assert isinstance(minute, int)
    return Situation(
        at=at,
        day=day,
        ends_at=state.day_ends_at,
        late_at=days.hour_of(day, LATEST_HOUR),
        daily_at=days.minute_of(day, minute),
        risk_at=state.at_risk_from,
        set_at={
            reminder: _set_at(walker, standing, keys)
            for reminder, keys in _SET_BY.items()
        },
        at_risk=standing.streak.at_risk,
        summary_due=_is_summary_day(walker, standing),
        done=_is_done(standing),
        resting=standing.is_rest_day,
        vacation=standing.is_vacation,
        walking=state.session is not None,
        away=is_away(hass, contacts),
        quiet=is_quiet(hass, contacts),
    )


def _set_at(
    walker: WalkerCoordinator, standing: Standing, keys: tuple[DecisionKey, ...]
) -> datetime:
    """When the last decision on one of these was made."""
    decided = (
        decision.at
        for key in keys
        for decision in walker.ledger.journal.history(key)
        if decision.day <= standing.day
    )
    return max(decided, default=_EVER)


def _is_done(standing: Standing) -> bool:
    """Whether nothing is left to remind of: who counts weeks need not walk twice a day, and what waits for an answer is asked for."""
    weekly = standing.kind is StreakKind.WEEKLY
    walked = standing.goal_reached or (weekly and standing.today.sessions > 0)
    return walked or standing.awaits_answer


def _is_summary_day(walker: WalkerCoordinator, standing: Standing) -> bool:
    choice = SummaryDay(str(walker.decided(DecisionKey.WEEKLY_SUMMARY)))
    if choice is SummaryDay.WEEK_END:
        return standing.day - standing.week_begin == timedelta(days=len(WEEKDAYS) - 1)
    return choice == WEEKDAYS[standing.day.weekday()]


@callback
def is_away(hass: HomeAssistant, contacts: Contacts) -> bool:
    """Whether the walker's person is known to be somewhere else."""
    if contacts.person is None:
        return False
    person = hass.states.get(contacts.person)
    return person is not None and person.state not in {STATE_HOME, *_UNTOLD}


@callback
def is_quiet(hass: HomeAssistant, contacts: Contacts) -> bool:
    """Whether one of the quiet entities is on, or plays; one that is gone or unavailable keeps nobody quiet."""
    states = map(hass.states.get, contacts.quiet_entities)
    return any(
        state is not None and state.state in (STATE_ON, STATE_PLAYING)
        for state in states
    )
