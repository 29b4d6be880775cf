"""Days, weeks, totals, records and streaks, derived from the journal and kept up with each session."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from .day import week_begin
from .goal import COUNTS_FROM_S, Goals, next_milestone
from .journal import Journal
from .model import Direction, Session
from .streak import DayState, Streak, StreakKind, daily_streak, weekly_streak


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """What was walked backward: seconds, metres, steps, and the sessions long enough to count; forward seconds beside."""

    backward_s: float = 0.0
    forward_s: float = 0.0
    distance_m: float = 0.0
    steps: int = 0
    sessions: int = 0

    def plus(self, other: Tally, sign: int = 1) -> Tally:
        """Both together, or without the other where the sign is negative.

        Rounded to milliseconds and millimetres, so that no order of adding and taking away leaves a trace.
        """
        return Tally(
            backward_s=max(0.0, round(self.backward_s + sign * other.backward_s, 3)),
            forward_s=max(0.0, round(self.forward_s + sign * other.forward_s, 3)),
            distance_m=max(0.0, round(self.distance_m + sign * other.distance_m, 3)),
            steps=self.steps + sign * other.steps,
            sessions=self.sessions + sign * other.sessions,
        )


NOTHING = Tally()


class Walked(Protocol):
    """A session, open or finished: what was walked in a direction."""

    def active_s(self, direction: Direction | None = None) -> float:
        """Seconds."""

    def distance_m(self, direction: Direction | None = None) -> float:
        """Metres."""

    def steps(self, direction: Direction | None = None) -> int:
        """Steps."""


def tally(walked: Walked) -> Tally:
    """What a session adds to its day."""
    backward_s = walked.active_s(Direction.BACKWARD)
    return Tally(
        backward_s=backward_s,
        forward_s=walked.active_s(Direction.FORWARD),
        distance_m=walked.distance_m(Direction.BACKWARD),
        steps=walked.steps(Direction.BACKWARD),
        sessions=int(backward_s >= COUNTS_FROM_S),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A walker's figures on a day, the running session included."""

    day: date
    kind: StreakKind
    goal: float
    """Backward seconds a day, or sessions a week, by the kind of streak."""
    walked: float
    """What there is of the goal: backward seconds today, or sessions this week."""
    today: Tally
    week: Tally
    week_begin: date
    total: Tally
    days: Streak
    weeks: Streak
    last: Session | None
    longest: Session | None

    @property
    def streak(self) -> Streak:
        """The streak of the walker's kind."""
        return self.days if self.kind is StreakKind.DAILY else self.weeks

    @property
    def goal_reached(self) -> bool:
        """Whether the goal of today, or of this week, is met."""
        return self.walked >= self.goal

    @property
    def goal_progress(self) -> float:
        """Share of the goal that is done, 1.0 at most."""
        return 1.0 if self.goal <= 0 else min(1.0, self.walked / self.goal)

    @property
    def next_milestone(self) -> int:
        """The next round number of the streak."""
        return next_milestone(self.streak.current, self.kind)


class Figures:
    """All that is derived from a journal; one more session costs no walk through the sessions."""

    def __init__(self, journal: Journal, week_start: int) -> None:
        """Derive everything; weeks start on a weekday from 0 (Monday) to 6 (Sunday)."""
        self._journal = journal
        self._goals = Goals(journal)
        self._week_start = week_start
        self._days: dict[date, Tally] = {}
        self._states: dict[date, DayState] = {}
        self._total = NOTHING
        self._last: Session | None = None
        self._longest: Session | None = None
        self._streaks: tuple[object, Streak, Streak] | None = None
        self.derive()

    @property
    def goals(self) -> Goals:
        """The goals of each day."""
        return self._goals

    def derive(self) -> None:
        """Derive everything anew from the journal."""
        self._days.clear()
        self._total = NOTHING
        self._rank(self._journal.sessions.values())
        for session in self._journal.sessions.values():
            self._count(session, 1)
        self.judge(date.min)

    def judge(self, first: date) -> None:
        """Judge the days from this one on by their goals, after a goal has changed."""
        self._states = {
            day: state for day, state in self._states.items() if day < first
        }
        for day, tally_ in self._days.items():
            if day >= first:
                self._states[day] = self._goals.state(day, tally_.backward_s)
        self._streaks = None

    def add(self, session: Session) -> None:
        """Take in a session that the journal has got."""
        self._count(session, 1)
        self._judge_day(session.day)
        self._last, self._longest = (
            _later(self._last, session),
            _longer(self._longest, session),
        )

    def drop(self, session: Session) -> None:
        """Leave out a session that the journal has lost, or that is open again."""
        self._count(session, -1)
        self._judge_day(session.day)
        if session in (self._last, self._longest):
            self._rank(
                other
                for other in self._journal.sessions.values()
                if other.id != session.id
            )

    def standing(
        self, today: date, running: tuple[date, Walked] | None = None
    ) -> Standing:
        """The figures on a day, with the running session counted on its own day."""
        running_day, gained = (
            (today, NOTHING) if running is None else (running[0], tally(running[1]))
        )
        first = week_begin(today, self._week_start)
        today_tally = self._day(today, running_day, gained)
        week = self._week(first, running_day, gained)
        days, weeks = self._both_streaks(today, running_day, gained)
        kind = self._goals.kind(today)
        daily = kind is StreakKind.DAILY
        return Standing(
            day=today,
            kind=kind,
            goal=self._goals.daily_s(today)
            if daily
            else self._goals.weekly_sessions(today),
            walked=today_tally.backward_s if daily else week.sessions,
            today=today_tally,
            week=week,
            week_begin=first,
            total=self._total.plus(gained),
            days=days,
            weeks=weeks,
            last=self._last,
            longest=self._longest,
        )

    def _count(self, session: Session, sign: int) -> None:
        gained = tally(session)
        self._days[session.day] = self._days.get(session.day, NOTHING).plus(
            gained, sign
        )
        self._total = self._total.plus(gained, sign)

    def _judge_day(self, day: date) -> None:
        self._states[day] = self._goals.state(day, self._days[day].backward_s)
        self._streaks = None

    def _rank(self, sessions: Iterable[Session]) -> None:
        self._last = self._longest = None
        for session in sessions:
            self._last, self._longest = (
                _later(self._last, session),
                _longer(self._longest, session),
            )

    def _day(self, day: date, running_day: date, gained: Tally) -> Tally:
        walked = self._days.get(day, NOTHING)
        return walked.plus(gained) if day == running_day else walked

    def _week(self, first: date, running_day: date, gained: Tally) -> Tally:
        week = NOTHING
        for offset in range(7):
            week = week.plus(
                self._day(first + timedelta(days=offset), running_day, gained)
            )
        return week

    def _both_streaks(
        self, today: date, running_day: date, gained: Tally
    ) -> tuple[Streak, Streak]:
        """Streaks change only when a day changes its state or a session begins to count, so they are kept until then."""
        walked = self._day(running_day, running_day, gained)
        state = self._goals.state(running_day, walked.backward_s)
        if running_day < today and state is not DayState.COMPLETED:
            # A walk over the start of a day may still complete the day it began on.
            state = DayState.PENDING
        key = (today, running_day, state, gained.sessions)
        if self._streaks is None or self._streaks[0] != key:
            days = daily_streak(self._states | {running_day: state}, today)
            weeks = self._weekly(today, running_day, gained.sessions)
            self._streaks = (key, days, weeks)
        return self._streaks[1], self._streaks[2]

    def _weekly(self, today: date, running_day: date, running_sessions: int) -> Streak:
        """A past week is judged by the goal it had: met, it counts as today's goal met, so that a new goal rewrites nothing."""
        target = self._goals.weekly_sessions(today)
        this_week = week_begin(today, self._week_start)
        sessions: dict[date, int] = {}
        for day, walked in self._days.items():
            first = week_begin(day, self._week_start)
            sessions[first] = sessions.get(first, 0) + walked.sessions
        first = week_begin(running_day, self._week_start)
        sessions[first] = sessions.get(first, 0) + running_sessions
        for first, walked_sessions in sessions.items():
            if first != this_week:
                own_target = self._goals.weekly_sessions(first + timedelta(days=6))
                sessions[first] = target if walked_sessions >= own_target else 0
        return weekly_streak(sessions, target, self._week_start, today)


def _later(one: Session | None, other: Session) -> Session:
    return other if one is None or other.started_at >= one.started_at else one


def _longer(one: Session | None, other: Session) -> Session:
    """The longer by backward walking; of two as long, the earlier one holds the record."""
    if one is None:
        return other
    ahead = other.active_s(Direction.BACKWARD) - one.active_s(Direction.BACKWARD)
    if ahead == 0:
        return other if other.started_at < one.started_at else one
    return other if ahead > 0 else one
