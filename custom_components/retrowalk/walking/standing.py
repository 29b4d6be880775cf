"""Where a walker stands on a day."""

from dataclasses import dataclass
from datetime import date

from .badge import BadgeStanding
from .decision import GoalMeasure
from .goal import is_milestone, next_milestone
from .model import Session
from .records import Records
from .streak import DayState, Streak, StreakKind
from .streaks import Freezing
from .tally import Tally


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A walker's figures on a day, the running session included."""

    day: date
    kind: StreakKind
    measure: GoalMeasure
    """What the goal is counted in."""
    goal: float
    """A day's or a week's, by the kind of streak: backward seconds, steps or sessions."""
    walked: float
    """What there is of the goal."""
    today: Tally
    week: Tally
    week_begin: date
    total: Tally
    state: DayState
    """What the day is so far."""
    awaits_answer: bool
    """Whether all that is left to do today may be done, and only the answer is missing which way it was walked."""
    is_rest_day: bool
    is_vacation: bool
    days: Streak
    weeks: Streak
    freezing: Freezing
    milestones: tuple[int, ...]
    """The walker's own; none for the usual ones."""
    last: Session | None
    """The session that was started last."""
    records: Records
    """Of what is recorded: the running session is none yet."""
    badge: BadgeStanding

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
        return next_milestone(self.streak.current, self.kind, self.milestones)

    @property
    def is_milestone(self) -> bool:
        """Whether the streak is as long as one is celebrated."""
        return is_milestone(self.streak.current, self.kind, self.milestones)
