"""What is told of each moment: its name and its facts, once for the event entities and for the triggers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import voluptuous as vol

from homeassistant.const import ATTR_DEVICE_ID, ATTR_ENTITY_ID, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    config_validation as cv,
    device_registry as dr,
    entity_registry as er,
)

from .const import DOMAIN
from .coordinator import WalkerCoordinator
from .moments import Moment
from .walk_figures import WalkFigures
from .walking.announcements import (
    BadgeEarned,
    FreezeUsed,
    GoalReached,
    MilestoneReached,
    StreakAtRisk,
    StreakEvent,
    StreakExtended,
    StreakLost,
)
from .walking.events import (
    SessionDiscarded,
    SessionFinished,
    SessionPaused,
    SessionResumed,
    SessionStarted,
    SessionTurned,
    SpeedCapPassed,
    StillWalkingAsked,
    TurnDue,
    WalkEvent,
)
from .walking.guard import PathBlocked
from .walking.model import Direction
from .walking.reminder import (
    ReminderAnswered,
    ReminderDue,
    ReminderMoment,
    ReminderSent,
    ReminderSuppressed,
)

type Told = dict[str, str | int | float | bool | list[str]]

WALKS: Final = "walk_events"
STREAK: Final = "streak_events"
COACH: Final = "coach_events"
"""The keys of the event entities."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """What an automation may ask of a moment: only when it holds, its trigger fires."""

    name: str
    accepts: Any
    """What may be asked for, as a schema."""
    holds: Callable[[Any, Any], bool]
    """Whether a moment is of the kind that is asked for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """A kind of moment: its name, its facts, and where they are told."""

    moment: type[Moment]
    key: str
    told: Callable[[Any], Told]
    shown_by: str
    """The key of the event entity that shows it."""
    triggers: bool = True
    """Whether there is a trigger of the same name."""
    options: tuple[Option, ...] = ()
    """Those of the trigger."""


def _walk(moment: WalkEvent) -> Told:
    return {"session_id": moment.session_id}


def _direction(moment: SessionStarted | SessionTurned | TurnDue) -> Told:
    return {"session_id": moment.session_id, "direction": moment.direction}


def _speed(moment: SpeedCapPassed) -> Told:
    return {
        "session_id": moment.session_id,
        "speed_kmh": round(3.6 * moment.speed_mps, 1),
        "cap_kmh": round(3.6 * moment.cap_mps, 1),
    }


def _pause(moment: SessionPaused) -> Told:
    return {"session_id": moment.session_id, "reason": moment.reason}


def _resumption(moment: SessionResumed) -> Told:
    return {"session_id": moment.session_id, "rejoined": moment.rejoined}


def _finish(moment: SessionFinished) -> Told:
    """Of which seconds the direction is unknown, too: the walker may be asked."""
    figures = WalkFigures.of_finished(moment.session)
    return {
        "session_id": moment.session_id,
        "reason": moment.reason,
        "recorded": moment.recorded,
        **figures.told,
        "unknown_s": figures.unknown_s,
    }


def _streak(moment: StreakEvent) -> Told:
    """How long the streak is now."""
    return {
        "day": moment.day.isoformat(),
        "kind": moment.kind,
        "length": moment.length,
    }


def _loss(moment: StreakLost) -> Told:
    return {**_streak(moment), "lost": moment.lost}


def _freeze(moment: FreezeUsed) -> Told:
    return {
        **_streak(moment),
        "frozen": moment.frozen.isoformat(),
        "left": moment.left,
    }


def _badge(moment: BadgeEarned) -> Told:
    return {
        **_streak(moment),
        "badge": moment.badge,
        "evidence": moment.badge.evidence,
    }


def _path(moment: PathBlocked) -> Told:
    """What is in the way, and whether that kept a walk from being started."""
    return {
        "path": moment.path,
        "level": moment.state,
        "reasons": list(moment.reasons),
        "entities": list(moment.entities),
        "refused": moment.refused,
        "can_stop": moment.can_stop,
    }


def _reminder(moment: ReminderMoment) -> Told:
    """Which reminder of which day."""
    return {"day": moment.day.isoformat(), "reminder": moment.reminder}


def _sending(moment: ReminderSent) -> Told:
    told = {"contacts": moment.contacts, "failed": moment.failed}
    return {**_reminder(moment), **told}


def _suppression(moment: ReminderSuppressed) -> Told:
    return {**_reminder(moment), "reason": moment.reason}


def _answer(moment: ReminderAnswered) -> Told:
    return {**_reminder(moment), "answer": moment.answer, "heeded": moment.heeded}


DIRECTION: Final = Option(
    name="direction",
    accepts=vol.Coerce(Direction),
    holds=lambda moment, direction: moment.direction is direction,
)
MOSTLY: Final = Option(
    name="direction",
    accepts=vol.Coerce(Direction),
    holds=lambda moment, direction: (
        direction is max(Direction, key=moment.session.active_s)
    ),
)
"""The direction in which most of a session was walked."""
MINUTES: Final = Option(
    name="minutes",
    accepts=vol.All(vol.Coerce(float), vol.Range(min=0, max=1440)),
    holds=lambda moment, minutes: (
        moment.session.active_s(Direction.BACKWARD) >= 60 * minutes
    ),
)
"""At least so many minutes backward."""
MILESTONE: Final = Option(
    name="milestone",
    accepts=vol.All(cv.ensure_list, [cv.positive_int], vol.Length(min=1)),
    holds=lambda moment, milestones: moment.length in milestones,
)

TELLINGS: Final = (
    Telling(
        moment=SessionStarted,
        key="session_started",
        told=_direction,
        shown_by=WALKS,
        options=(DIRECTION,),
    ),
    Telling(moment=SessionPaused, key="session_paused", told=_pause, shown_by=WALKS),
    Telling(
        moment=SessionResumed, key="session_resumed", told=_resumption, shown_by=WALKS
    ),
    Telling(
        moment=SessionTurned,
        key="session_turned",
        told=_direction,
        shown_by=WALKS,
        options=(DIRECTION,),
    ),
    Telling(moment=TurnDue, key="turn_due", told=_direction, shown_by=WALKS),
    Telling(moment=SpeedCapPassed, key="speed_cap_passed", told=_speed, shown_by=WALKS),
    Telling(moment=PathBlocked, key="path_blocked", told=_path, shown_by=WALKS),
    Telling(
        moment=StillWalkingAsked,
        key="still_walking",
        told=_walk,
        shown_by=WALKS,
        triggers=False,
    ),
    Telling(
        moment=SessionFinished,
        key="session_finished",
        told=_finish,
        shown_by=WALKS,
        options=(MOSTLY, MINUTES),
    ),
    Telling(
        moment=SessionDiscarded,
        key="session_discarded",
        told=_walk,
        shown_by=WALKS,
        triggers=False,
    ),
    Telling(moment=GoalReached, key="goal_reached", told=_streak, shown_by=STREAK),
    Telling(
        moment=StreakExtended, key="streak_extended", told=_streak, shown_by=STREAK
    ),
    Telling(
        moment=MilestoneReached,
        key="milestone_reached",
        told=_streak,
        shown_by=STREAK,
        options=(MILESTONE,),
    ),
    Telling(moment=StreakLost, key="streak_lost", told=_loss, shown_by=STREAK),
    Telling(moment=StreakAtRisk, key="streak_at_risk", told=_streak, shown_by=STREAK),
    Telling(moment=FreezeUsed, key="freeze_used", told=_freeze, shown_by=STREAK),
    Telling(moment=BadgeEarned, key="badge_earned", told=_badge, shown_by=STREAK),
    Telling(moment=ReminderDue, key="reminder_due", told=_reminder, shown_by=COACH),
    Telling(
        moment=ReminderSent,
        key="reminder_sent",
        told=_sending,
        shown_by=COACH,
        triggers=False,
    ),
    Telling(
        moment=ReminderSuppressed,
        key="reminder_suppressed",
        told=_suppression,
        shown_by=COACH,
        triggers=False,
    ),
    Telling(
        moment=ReminderAnswered,
        key="reminder_answered",
        told=_answer,
        shown_by=COACH,
        triggers=False,
    ),
)
"""A moment gets its event and its trigger by a row here; triggers.yaml, icons.json and the texts name it too."""


def facts_of(
    hass: HomeAssistant, walker: WalkerCoordinator, telling: Telling, moment: Moment
) -> dict[str, Any]:
    """What an automation is told of a moment: the walker, the walk and the streak as they are now, and what belongs to the moment."""
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, walker.walker_id), config_entry_id=walker.config_entry.entry_id
    )
    state = walker.data
    facts: dict[str, Any] = {
        "walker": walker.recording.name,
        ATTR_DEVICE_ID: None if device is None else device.id,
        ATTR_ENTITY_ID: er.async_get(hass).async_get_entity_id(
            Platform.EVENT, DOMAIN, f"{walker.walker_id}_{telling.shown_by}"
        ),
        "streak": state.own_standing.streak.current,
        "streak_kind": state.own_standing.kind,
        "goal_reached": state.own_standing.goal_reached,
    }
    if state.session is not None:
        facts |= {
            "session_id": state.session.id,
            **WalkFigures.of_open(state.session).told,
        }
    return facts | telling.told(moment)
