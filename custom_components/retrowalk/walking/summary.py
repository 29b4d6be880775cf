"""What was walked in a stretch of time, by day, week or month."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from .goal import Goals
from .model import Session
from .tally import NOTHING, Tally, tally
from .weeks import Weeks


class Grouping(StrEnum):
    """What figures are summed up by."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def summed(sessions: Iterable[Session], goals: Goals) -> Tally:
    """All together; a session counts from the minimum of its day."""
    whole = NOTHING
    for session in sessions:
        whole = whole.plus(tally(session, goals.minimum_session_s(session.day)))
    return whole


def grouped(
    sessions: Iterable[Session], grouping: Grouping, weeks: Weeks, goals: Goals
) -> dict[date, Tally]:
    """The sums by the first day of each group in which somebody walked; counted like `summed`."""
    groups: dict[date, Tally] = {}
    for session in sessions:
        begin = _begin(session.day, grouping, weeks)
        gained = tally(session, goals.minimum_session_s(session.day))
        groups[begin] = groups.get(begin, NOTHING).plus(gained)
    return groups


def _begin(day: date, grouping: Grouping, weeks: Weeks) -> date:
    match grouping:
        case Grouping.DAY:
            return day
        case Grouping.WEEK:
            return weeks.begin(day)
        case Grouping.MONTH:
            return day.replace(day=1)
