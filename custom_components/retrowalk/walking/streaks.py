"""Both streaks of a walker, kept up: a session of today costs the step of today, whatever lies before it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from .daily_run import DailyRun
from .day import each_day
from .goal import Goals
from .streak import DayState, Streak
from .tally import NOTHING, Tally
from .trail import Trail
from .weekly_run import Week, WeekBook, WeeklyRun
from .weeks import Weeks

type DayLookup = Callable[[date], Tally]

_ENDING = frozenset({DayState.MISSED, DayState.PARTIAL})


@dataclass(frozen=True, kw_only=True, slots=True)
class Freezing:
    """The freezes of a streak in days."""

    left: int
    used: tuple[int, ...]
    """The ordinals of the days that used one, oldest first."""
    earned: bool
    """Whether there ever was one."""

    def used_after(self, day: date) -> list[date]:
        """The days after this one that used a freeze."""
        return [date.fromordinal(used) for used in self.used if used > day.toordinal()]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """Days and weeks in a row on a day."""

    state: DayState
    """What the day is so far."""
    days: Streak
    freezing: Freezing
    week: Week
    weeks: Streak


class Streaks:
    """Follows the days and weeks of a journal, and remembers where it was."""

    def __init__(
        self, goals: Goals, weeks: Weeks, walked: Mapping[date, Tally]
    ) -> None:
        """Follow what was walked on each day; the mapping is looked at again and again."""
        self._goals = goals
        self._weeks = weeks
        self._walked = walked
        self._daily = Trail(DailyRun)
        self._weekly = Trail(WeeklyRun)

    def forget(self, first: date) -> None:
        """Something has changed from this day on."""
        self._daily.forget(first)
        self._weekly.forget(self._weeks.begin(first) if first > date.min else first)

    def rows(self, today: date, running_day: date, day: DayLookup) -> Rows:
        """The streaks as of a day; `day` tells what was walked, with the running session on its day."""
        run, state = self._follow_days(today, min(today, running_day), day)
        week, weeks = self._follow_weeks(today, min(today, running_day), day)
        return Rows(
            state=state,
            days=run.streak(pending=state is DayState.PENDING),
            freezing=Freezing(
                left=run.left, used=run.frozen + run.gap, earned=run.earned
            ),
            week=week,
            weeks=weeks.streak(at_risk=week.at_risk),
        )

    def states(self, first: date, last: date, today: date) -> dict[date, DayState]:
        """What became of each day of a range, freezes told; days after today are left out."""

        def walked(day: date) -> Tally:
            return self._walked.get(day, NOTHING)

        run, state_today = self._follow_days(today, today, walked)
        used = {*run.frozen, *run.gap}
        states = {
            day: DayState.FROZEN
            if day.toordinal() in used
            else self._goals.state(day, walked(day))
            for day in each_day(first, min(last, today) + timedelta(days=1))
        }
        if first <= today <= last:
            states[today] = state_today
        return states

    def _follow_days(
        self, today: date, settled: date, day: DayLookup
    ) -> tuple[DailyRun, DayState]:
        """Follow the days through today; those before `settled` for good."""
        run = self._settled_days(settled)
        for each in each_day(settled, today):
            state = self._goals.state(each, day(each))
            if each == settled and state in _ENDING:
                # A walk over the start of a day may still complete the day it began on.
                state = DayState.PENDING
            self._step(run, each, state)
        state = self._goals.state(today, day(today))
        if state in _ENDING:
            state = DayState.PENDING
        self._step(run, today, state)
        return run, state

    def _settled_days(self, settled: date) -> DailyRun:
        begin, run = self._daily.nearest(settled)
        if begin is None:
            begin = min(self._walked, default=settled)
        for day in each_day(begin, settled):
            if day.day == 1:
                self._daily.mark(day, run)
            walked = self._walked.get(day)
            # Without a streak, a day on which nobody walked changes nothing.
            if run.current or walked is not None:
                self._step(run, day, self._goals.state(day, walked or NOTHING))
        self._daily.mark(settled, run)
        return run

    def _step(self, run: DailyRun, day: date, state: DayState) -> None:
        run.follow(day.toordinal(), state, freezing=self._goals.freezes(day))

    def _follow_weeks(
        self, today: date, settled: date, day: DayLookup
    ) -> tuple[Week, WeeklyRun]:
        """Follow the weeks through that of today; those before the one of `settled` for good."""
        begin = self._weeks.begin(settled)
        run = self._settled_weeks(begin)
        book = WeekBook(self._goals, self._weeks, day)
        this = self._weeks.begin(today)
        while begin < this:
            run.follow(book.week(begin, today), over=True)
            begin = self._weeks.after(begin)
        week = book.week(this, today)
        run.follow(week, over=False)
        return week, run

    def _settled_weeks(self, settled: date) -> WeeklyRun:
        begin, run = self._weekly.nearest(settled)
        if begin is None:
            begin = self._weeks.begin(min(self._walked, default=settled))
        book = WeekBook(
            self._goals, self._weeks, lambda day: self._walked.get(day, NOTHING)
        )
        while begin < settled:
            run.follow(book.week(begin, settled), over=True)
            begin = self._weeks.after(begin)
            self._weekly.mark(begin, run)
        self._weekly.mark(settled, run)
        return run
