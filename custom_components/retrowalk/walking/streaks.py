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
from .unanswered import WAITS, Unanswered
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
    may_complete_day: bool
    """Whether an answer about today's walks may complete the day ..."""
    may_count_this_week: bool
    """... and whether one may make today count for its week, or complete that."""


class Streaks:
    """Follows the days and weeks of a journal, and remembers where it was."""

    def __init__(
        self,
        goals: Goals,
        weeks: Weeks,
        walked: Mapping[date, Tally],
        unanswered: Unanswered,
    ) -> None:
        """Follow what was walked on each day, and what may yet turn out to have been; both are looked at again and again."""
        self._goals = goals
        self._weeks = weeks
        self._walked = walked
        self._unanswered = unanswered
        self._daily = Trail(DailyRun)
        self._weekly = Trail(WeeklyRun)

    def forget(self, first: date) -> None:
        """Something has changed from this day on."""
        self._daily.forget(first)
        self._weekly.forget(self._weeks.begin(first) if first > date.min else first)

    def rows(self, today: date, running_day: date, day: DayLookup) -> Rows:
        """The streaks as of a day; `day` tells what was walked, with the running session on its day."""
        run, state = self._follow_days(today, min(today, running_day), day)
        at_best = self._at_best(today, day)
        week, week_at_best, weeks = self._follow_weeks(
            today, min(today, running_day), day, at_best
        )
        may_complete_day = (
            state is DayState.PENDING
            and self._goals.state(today, at_best(today)) is DayState.COMPLETED
        )
        return Rows(
            state=state,
            days=run.streak(pending=state is DayState.PENDING and not may_complete_day),
            freezing=Freezing(
                left=run.left, used=run.frozen + run.gap, earned=run.earned
            ),
            week=week,
            weeks=weeks.streak(at_risk=week_at_best.at_risk),
            may_complete_day=may_complete_day,
            may_count_this_week=at_best(today).sessions > day(today).sessions
            or (week_at_best.met and not week.met),
        )

    def _at_best(self, today: date, day: DayLookup) -> DayLookup:
        """What was walked, had all walks that wait for an answer gone backward."""
        asked = today - WAITS
        if not self._unanswered.on(asked) and not self._unanswered.on(today):
            return day

        def at_best(each: date) -> Tally:
            walked = day(each)
            if each < asked or not self._unanswered.on(each):
                return walked
            minimum_s = self._goals.minimum_session_s(each)
            return walked.plus(self._unanswered.gain(each, minimum_s))

        return at_best

    def states(self, first: date, last: date, today: date) -> dict[date, DayState]:
        """What became of each day of a range, freezes told; days after today are left out."""

        def walked(day: date) -> Tally:
            return self._walked.get(day, NOTHING)

        run, state_today = self._follow_days(today, today, walked)
        at_best = self._at_best(today, walked)
        used = {*run.frozen, *run.gap}
        states = {
            day: DayState.FROZEN
            if day.toordinal() in used
            else self._judged(day, walked(day), at_best(day))
            for day in each_day(first, min(last, today) + timedelta(days=1))
        }
        if first <= today <= last:
            states[today] = state_today
        return states

    def _follow_days(
        self, today: date, running: date, day: DayLookup
    ) -> tuple[DailyRun, DayState]:
        """Follow the days through today: for good only those before a walk that still goes on, or waits for its answer."""
        at_best = self._at_best(today, day)
        settled = self._settled(today, running)
        run = self._settled_days(settled)
        for each in each_day(settled, today):
            state = self._judged(each, day(each), at_best(each))
            if each == running and state in _ENDING:
                # A walk over the start of a day may still complete the day it began on.
                state = DayState.PENDING
            self._step(run, each, state)
        state = self._goals.state(today, day(today))
        if state in _ENDING:
            state = DayState.PENDING
        self._step(run, today, state)
        return run, state

    def _settled(self, today: date, running: date) -> date:
        """The first day that may still change by itself."""
        asked = today - WAITS
        return min(running, asked) if self._unanswered.on(asked) else running

    def _judged(self, day: date, walked: Tally, at_best: Tally) -> DayState:
        """What became of a day; it is not lost while an answer may make something else of it."""
        state = self._goals.state(day, walked)
        if state in _ENDING and self._goals.state(day, at_best) is not state:
            return DayState.PENDING
        return state

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
        self, today: date, running: date, day: DayLookup, at_best: DayLookup
    ) -> tuple[Week, Week, WeeklyRun]:
        """Follow the weeks through that of today, which is returned as it is and as it may turn out to be."""
        begin = self._weeks.begin(self._settled(today, running))
        run = self._settled_weeks(begin)
        book = WeekBook(self._goals, self._weeks, day)
        book_at_best = WeekBook(self._goals, self._weeks, at_best)
        this = self._weeks.begin(today)
        while begin < this:
            may_be_met = book_at_best.week(begin, today).met
            run.follow(book.week(begin, today), over=not may_be_met)
            begin = self._weeks.after(begin)
        week = book.week(this, today)
        run.follow(week, over=False)
        return week, week if at_best is day else book_at_best.week(this, today), run

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
