"""When weeks and days begin: what the home changes of that leaves the weeks and days before as they were."""

from bisect import bisect_right
from datetime import date, datetime, timedelta, tzinfo

from .day import local_day, week_begin
from .decision import WEEKDAYS, Decision, DecisionKey
from .journal import Journal


class Weeks:
    """The weeks of a journal.

    A new week start holds from the first such weekday after the day on which it was decided, and cuts one week short.
    What was decided first holds for all time before it too.
    """

    def __init__(self, journal: Journal, week_start: int) -> None:
        """Go by what was decided, or, where nothing was, by this week start."""
        self._journal = journal
        self._fallback = week_start
        self._starts: list[int] = []
        self._from: list[date] = []
        self.forget()

    def forget(self) -> None:
        """Look anew at what was decided."""
        history = self._journal.history(DecisionKey.WEEK_START)
        starts = [
            decision.value for decision in history if isinstance(decision.value, int)
        ]
        self._starts = starts[:1] or [self._fallback]
        self._from = [date.min]
        for decision, start in zip(history[1:], starts[1:], strict=True):
            while len(self._from) > 1 and self._from[-1] > decision.day:
                self._from.pop()
                self._starts.pop()
            if start != self._starts[-1]:
                self._from.append(
                    week_begin(decision.day, start) + timedelta(days=WEEKDAYS)
                )
                self._starts.append(start)

    def begin(self, day: date) -> date:
        """The first day of a day's week."""
        return week_begin(day, self._starts[bisect_right(self._from, day) - 1])

    def after(self, begin: date) -> date:
        """The first day of the week after the one that begins on this day; seven days on, or fewer where the start changes."""
        whole = begin + timedelta(days=WEEKDAYS)
        place = bisect_right(self._from, begin)
        return min(whole, self._from[place]) if place < len(self._from) else whole


def past_day(journal: Journal, at: datetime, zone: tzinfo) -> date:
    """The day of a moment, by the hour at which the days of its civil date started; that is where a walk told now belongs.

    What was decided first holds for all time before it too. A later hour makes the day before the change longer, an
    earlier one makes it shorter: no moment is without a day, or has two.
    """
    civil = local_day(at, zone, 0)
    history = journal.history(DecisionKey.DAY_START_HOUR)
    hour = journal.decided(DecisionKey.DAY_START_HOUR, civil)
    if hour is None and history:
        hour = history[0].value
    return local_day(at, zone, hour if isinstance(hour, int) else 0)


def home_decisions(
    journal: Journal,
    at: datetime,
    today: date,
    *,
    week_start: int,
    day_start_hour: int,
    known_since: date | None = None,
) -> list[Decision]:
    """What to decide in a journal so that it knows since when days and weeks start as they do; nothing where it knows.

    A journal that says nothing, and has sessions or was there on an earlier day (`known_since`), has been kept with
    days from midnight and weeks from Monday.
    """
    wanted = {
        DecisionKey.WEEK_START: week_start,
        DecisionKey.DAY_START_HOUR: day_start_hour,
    }
    begin = min(
        known_since or today,
        min((session.day for session in journal.sessions.values()), default=today),
    )
    news: list[Decision] = []
    for key, value in wanted.items():
        if (journal.decided(key, today) or 0) == value:
            continue
        if not journal.history(key) and begin < today:
            news.append(Decision(at=at, day=begin, key=key, value=0))
        news.append(Decision(at=at, day=today, key=key, value=value))
    return news
