"""What no sensor can see: lines that the walker ticks before a walk, or once a week."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .day import week_begin


class Period(StrEnum):
    """How long a tick holds."""

    WALK = "walk"
    WEEK = "week"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of a checklist."""

    text: str
    period: Period

    @property
    def key(self) -> str:
        """What a tick is kept under: a line that reads otherwise is another one."""
        return f"{self.period}:{self.text}"

    def is_ticked(self, ticked_on: date | None, today: date, week_start: int) -> bool:
        """Whether a tick of a day holds today; that for a walk goes with the day if nobody walks."""
        if ticked_on is None:
            return False
        if self.period is Period.WALK:
            return ticked_on == today
        return week_begin(ticked_on, week_start) == week_begin(today, week_start)
