"""A streak in weeks, followed week by week, so that another session costs one step."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

from .day import each_day
from .decision import WEEKDAYS, GoalMeasure
from .goal import Goals, reached
from .streak import Streak
from .tally import NOTHING, Tally
from .weeks import Weeks


@dataclass(frozen=True, kw_only=True, slots=True)
class Week:
    """A week: what was walked in it, and what it needs, in backward seconds or sessions by its measure."""

    begin: date
    measure: GoalMeasure
    tally: Tally
    goal: float
    """For a whole week without vacation."""
    needed: float
    """For the days that are neither vacation nor cut off; 0 where there are none, and the week is protected."""
    days_left: int
    """From today on, vacation aside."""

    @property
    def walked(self) -> float:
        """What there is of the goal."""
        return reached(self.tally, self.measure)

    @property
    def asked(self) -> float:
        """What completes this week: what it needs, or the whole goal for whoever walks in vacation."""
        return self.needed or self.goal

    @property
    def met(self) -> bool:
        """Whether it lengthens the streak."""
        return self.goal > 0 and self.walked >= self.asked

    @property
    def at_risk(self) -> bool:
        """Whether no more days are left than sessions, or, of minutes, no more than one."""
        missing = self.needed - self.walked
        last = missing if self.measure is GoalMeasure.SESSIONS else 1
        return missing > 0 and self.days_left <= last


class WeekBook:
    """Weeks as they are judged: by the goal and the vacation of their own days."""

    def __init__(
        self, goals: Goals, weeks: Weeks, day: Callable[[date], Tally]
    ) -> None:
        """Look up what was walked with `day`."""
        self._goals = goals
        self._weeks = weeks
        self._day = day

    def week(self, begin: date, today: date) -> Week:
        """The week that begins on a day; its goal is that of its last day, or today's while it lasts."""
        after = self._weeks.after(begin)
        judged = min(after - timedelta(days=1), today)
        days = tuple(each_day(begin, after))
        walked = NOTHING
        for day in days:
            if (gained := self._day(day)) is not NOTHING:
                walked = walked.plus(gained)
        goal = self._goals.weekly(judged)
        open_days = [day for day in days if not self._goals.is_vacation(day)]
        measure = self._goals.weekly_measure(judged)
        unit = 60.0 if measure is GoalMeasure.MINUTES else 1.0
        return Week(
            begin=begin,
            measure=measure,
            tally=walked,
            goal=goal,
            needed=unit * ceil(goal / unit * len(open_days) / WEEKDAYS),
            days_left=sum(day >= today for day in open_days),
        )


@dataclass(slots=True)
class WeeklyRun:
    """Where a streak in weeks stands after some week. The rules are those of `streak.weekly_streak`."""

    current: int = 0
    longest: int = 0
    started: date | None = None

    def copy(self) -> WeeklyRun:
        """The same, to be followed on its own."""
        return replace(self)

    def follow(self, week: Week, *, over: bool) -> None:
        """Add the next week; one that is not over ends nothing."""
        if week.met:
            if not self.current:
                self.started = week.begin
            self.current += 1
            self.longest = max(self.longest, self.current)
        elif over and (week.needed > 0 or week.goal <= 0):
            self.current = 0

    def streak(self, *, at_risk: bool) -> Streak:
        """The streak as it stands, with the week of today followed."""
        return Streak(
            current=self.current,
            longest=self.longest,
            started=self.started if self.current else None,
            at_risk=at_risk and self.current > 0,
        )
