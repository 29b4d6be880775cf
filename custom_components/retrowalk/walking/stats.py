"""Days, weeks, totals, records and streaks, derived from the journal and kept up with each session."""

from datetime import date, timedelta

from .badge import BadgeTrail, EarnedBadge
from .day import each_day
from .goal import Goals, reached
from .journal import DecisionKey, Journal
from .model import Session
from .records import RecordBook
from .standing import Standing
from .streak import DayState, StreakKind
from .streaks import Streaks
from .tally import NOTHING, Tally, Walked, tally
from .unanswered import Unanswered
from .weeks import Weeks


class Figures:
    """All that is derived from a journal; one more session costs no walk through the sessions."""

    def __init__(self, journal: Journal, week_start: int) -> None:
        """Derive everything; weeks start on a weekday from 0 (Monday) to 6 (Sunday) where the journal says nothing else."""
        self._journal = journal
        self._goals = Goals(journal)
        self._weeks = Weeks(journal, week_start)
        self._days: dict[date, Tally] = {}
        self.unanswered = Unanswered()
        """The recorded walks whose direction was not told."""
        self._streaks = Streaks(self._goals, self._weeks, self._days, self.unanswered)
        self._book = RecordBook(self._weeks)
        self._badges = BadgeTrail(self._days)
        self._left_out: set[str] = set()
        self._total = NOTHING
        self.derive()

    @property
    def goals(self) -> Goals:
        """The goals of each day."""
        return self._goals

    @property
    def earned(self) -> tuple[EarnedBadge, ...]:
        """The badges of all that is recorded, nearest first."""
        return self._badges.earned

    def derive(self) -> None:
        """Derive everything anew from the journal."""
        self._left_out.clear()
        self._derive()

    def _derive(self) -> None:
        self._days.clear()
        self.unanswered.clear()
        self._total = NOTHING
        self._decided = self._decided_for_all()
        sessions = [
            session
            for session in self._journal.sessions.values()
            if session.id not in self._left_out
        ]
        for session in sessions:
            self._count(session, 1)
        self._weeks.forget()
        self._book.fill(sessions, self._days)
        self._badges.fill()
        self._streaks.forget(date.min)

    def _decided_for_all(self) -> object:
        """The decisions that reach further than the days from which they hold."""
        return (
            self._journal.history(DecisionKey.MINIMUM_SESSION),
            self._journal.history(DecisionKey.WEEK_START),
        )

    def judge(self, first: date) -> None:
        """Judge the days from this one on anew, after something was decided that holds from then."""
        if self._decided == self._decided_for_all():
            self._streaks.forget(first)
        else:
            self._derive()

    def add(self, session: Session) -> None:
        """Take in a session that the journal has got."""
        self._left_out.discard(session.id)
        self._book.put(session)
        self._change(session, 1)

    def drop(self, session: Session) -> None:
        """Leave out a session that the journal has lost, or that is open again."""
        self._left_out.add(session.id)
        self._book.take(session)
        self._change(session, -1)

    def standing(
        self, today: date, running: tuple[date, Walked] | None = None
    ) -> Standing:
        """The figures on a day, with the running session counted on its own day."""
        goals = self._goals
        running_day, gained = today, NOTHING
        if running is not None:
            running_day = running[0]
            gained = tally(running[1], goals.minimum_session_s(running_day))

        def walked(day: date) -> Tally:
            kept = self._days.get(day, NOTHING)
            return kept.plus(gained) if day == running_day else kept

        rows = self._streaks.rows(today, running_day, walked)
        kind, week, today_tally = goals.kind(today), rows.week, walked(today)
        daily = kind is StreakKind.DAILY
        measure = goals.daily_measure(today) if daily else week.measure
        may_count = rows.may_complete_day if daily else rows.may_count_this_week
        return Standing(
            day=today,
            kind=kind,
            measure=measure,
            goal=goals.daily(today) if daily else week.asked,
            walked=reached(today_tally, measure) if daily else week.walked,
            today=today_tally,
            week=week.tally,
            week_begin=week.begin,
            total=self._total.plus(gained),
            state=rows.state,
            awaits_answer=may_count,
            is_rest_day=goals.is_rest_day(today),
            is_vacation=goals.is_vacation(today),
            days=rows.days,
            weeks=rows.weeks,
            freezing=rows.freezing,
            milestones=goals.milestones(today),
            last=self._book.last,
            records=self._book.records,
            badge=self._badges.standing(running_day, gained.distance_m),
        )

    def day_states(self, first: date, last: date, today: date) -> dict[date, DayState]:
        """What became of each day of a range, both included, up to today; the running session left aside."""
        return self._streaks.states(first, last, today)

    def tallies(self, first: date, last: date) -> dict[date, Tally]:
        """What was walked on the days of a range that have something, both included; the running session left aside."""
        if (last - first).days < len(self._days):
            days = each_day(first, last + timedelta(days=1))
            return {day: self._days[day] for day in days if day in self._days}
        return {
            day: walked for day, walked in self._days.items() if first <= day <= last
        }

    @property
    def begun(self) -> date | None:
        """The first day on which the walker walked backward; None where there was none."""
        return min(
            (day for day, walked in self._days.items() if walked.backward_s > 0),
            default=None,
        )

    def _change(self, session: Session, sign: int) -> None:
        """Count a session in or out, and what follows from its day."""
        day = session.day
        before = self._days.get(day, NOTHING)
        self._count(session, sign)
        after = self._days[day]
        self._book.gain(day, before, after)
        self._badges.gain(day, before, after)
        self._streaks.forget(day)

    def _count(self, session: Session, sign: int) -> None:
        gained = tally(session, self._goals.minimum_session_s(session.day))
        self._days[session.day] = self._days.get(session.day, NOTHING).plus(
            gained, sign
        )
        self._total = self._total.plus(gained, sign)
        self.unanswered.count(session, sign)
