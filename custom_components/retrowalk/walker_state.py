"""What a walker's entities show, and how often it is due."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Final, NamedTuple

from .home_days import HomeDays
from .walking.decision import GoalMeasure
from .walking.model import DirectionChoice, Phase
from .walking.open_session import RECORDED_FROM_S
from .walking.session import SessionEngine
from .walking.standing import Standing
from .walking.stats import Figures
from .walking.tally import NOTHING, Tally, Walked, tally
from .walking.view import SessionView, session_view

SESSION_EVERY: Final = timedelta(seconds=30)


class Cadence(IntEnum):
    """How often a figure is due while somebody walks; each also at every event, and only when it differs."""

    SESSION = 0
    """Every 30 seconds."""
    TODAY = 1
    """Every 60 seconds."""
    EVENT = 2
    """At events only."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WalkerState:
    """All that is shown of a walker."""

    session: SessionView | None
    standing: Standing
    choice: DirectionChoice
    """Which way the next session goes."""
    day_began_at: datetime
    week_began_at: datetime
    day_ends_at: datetime
    own_standing: Standing
    """The figures of the day that the open session belongs to: a walk over the start of a day keeps the day it began."""

    at_risk_from: datetime
    """From when on a streak that ends with this day is at risk."""
    is_at_risk: bool
    """Whether the streak ends unless somebody walks, and it is late enough to say so."""

    @property
    def warns(self) -> bool:
        """Whether the risk is to be told: not while a walk over the start of the day still belongs to the day before."""
        return self.is_at_risk and self.own_standing is self.standing

    def next_figure_at(self, at: datetime) -> datetime:
        """When a figure is due next that no event announces: half a minute on, the first minute, the goal, the risk, a new day."""
        turns_at = self.day_ends_at
        if at < self.at_risk_from:
            turns_at = min(turns_at, self.at_risk_from)
        view, standing = self.session, self.own_standing
        if view is None:
            return turns_at
        if view.phase is not Phase.WALKING:
            return min(turns_at, view.heart_rate_until or turns_at)
        waits = [SESSION_EVERY.total_seconds()]
        if not view.counts:
            waits.append(RECORDED_FROM_S - view.active_s)
        elif standing.measure is GoalMeasure.MINUTES and not standing.goal_reached:
            waits.append(standing.goal - standing.walked)
        return min(turns_at, at + timedelta(seconds=max(0.1, min(waits))))


def walker_state(
    engine: SessionEngine, figures: Figures, days: HomeDays, at: datetime
) -> WalkerState:
    """All that is to be shown of a walker at a moment."""
    today = days.day_of(at)
    running = _running(engine)
    standing = figures.standing(today, running)
    at_risk_from = days.hour_of(today, figures.goals.risk_hour(today))
    own_day = today if engine.open is None else min(today, engine.open.day)
    return WalkerState(
        session=session_view(engine, at),
        standing=standing,
        choice=engine.choice,
        day_began_at=days.begin_of(today),
        week_began_at=days.begin_of(standing.week_begin),
        day_ends_at=days.begin_of(today + timedelta(days=1)),
        own_standing=standing
        if own_day == today
        else figures.standing(own_day, running),
        at_risk_from=at_risk_from,
        is_at_risk=standing.streak.at_risk and at >= at_risk_from,
    )


class OpenWalk(NamedTuple):
    """The open session, and what it adds to the figures of its day."""

    view: SessionView
    gained: Tally


def open_walk(engine: SessionEngine, figures: Figures, at: datetime) -> OpenWalk | None:
    """What grows with each second of a walk; None where nobody walks."""
    view, running = session_view(engine, at), _running(engine)
    if view is None:
        return None
    if running is None:
        return OpenWalk(view, NOTHING)
    day, walked = running
    return OpenWalk(view, tally(walked, figures.goals.minimum_session_s(day)))


def _running(engine: SessionEngine) -> tuple[date, Walked] | None:
    """The open session, as soon as figures count it."""
    session = engine.open
    if session is None or not session.counts:
        return None
    return session.day, session.stretches
