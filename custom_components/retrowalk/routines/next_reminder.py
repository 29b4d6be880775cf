"""When a walker is reminded next, for whoever shows it."""

from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import HomeAssistant, callback

from ..coordinator import WalkerCoordinator
from ..walking.decision import DecisionKey
from ..walking.reminder import next_reminder_at
from ..walking.reminder_diary import Diary
from ..walking.streak import StreakKind
from .contacts import contacts_of
from .reminder_situation import situation_of

_DAYS_AHEAD: Final = 14


@callback
def async_next_reminder_at(
    hass: HomeAssistant, walker: WalkerCoordinator, at: datetime
) -> datetime | None:
    """When a walker is reminded of walking next, as things stand; None where reminders are off, or rest for two weeks."""
    if not walker.decided(DecisionKey.REMINDERS):
        return None
    # Nobody has to be reached by that
    situation = situation_of(hass, walker, contacts_of(hass, {}), at)
    diary = walker.diary if walker.diary.day >= situation.day else Diary()
    return next_reminder_at(situation, diary) or _on_a_later_day(walker)


def _on_a_later_day(walker: WalkerCoordinator) -> datetime | None:
    standing, goals = walker.data.standing, walker.ledger.figures.goals
    minute = walker.decided(DecisionKey.REMINDER_TIME)
    assert isinstance(minute, int)
    done = standing.kind is StreakKind.WEEKLY and standing.goal_reached
    next_week = standing.week_begin + timedelta(days=7)
    for ahead in range(1, 1 + _DAYS_AHEAD):
        day = standing.day + timedelta(days=ahead)
        if goals.is_rest_day(day) or goals.is_vacation(day):
            continue
        if not done or day >= next_week:
            return walker.days.minute_of(day, minute)
    return None
