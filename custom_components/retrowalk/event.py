"""Events: the moments of a walker's walks, and of the streak."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.event import EventEntity, EventEntityDescription
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity import WalkerEntity, add_entities
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
    StillWalkingAsked,
    WalkEvent,
)

PARALLEL_UPDATES = 0

type Told = dict[str, str | int | bool]


@dataclass(frozen=True, kw_only=True)
class Moments(EventEntityDescription):
    """A kind of moments: the name of each, and what is told of it."""

    names: dict[type[Moment], str]
    told: Callable[[Any], Told]


def _walk_told(moment: WalkEvent) -> Told:
    """The session, and what is particular to the moment."""
    told: Told = {"session_id": moment.session_id}
    match moment:
        case SessionStarted() | SessionTurned():
            told["direction"] = moment.direction
        case SessionPaused():
            told["reason"] = moment.reason
        case SessionResumed():
            told["rejoined"] = moment.rejoined
        case SessionFinished():
            told |= {"reason": moment.reason, "recorded": moment.recorded}
            told |= WalkFigures.of_finished(moment.session).told
    return told


def _streak_told(moment: StreakEvent) -> Told:
    """How long the streak is now, how long a lost one was, which day was frozen, and which badge was earned."""
    told: Told = {
        "day": moment.day.isoformat(),
        "kind": moment.kind,
        "length": moment.length,
    }
    if isinstance(moment, StreakLost):
        told["lost"] = moment.lost
    if isinstance(moment, FreezeUsed):
        told |= {"frozen": moment.frozen.isoformat(), "left": moment.left}
    if isinstance(moment, BadgeEarned):
        told |= {"badge": moment.badge, "evidence": moment.badge.evidence}
    return told


WALK_EVENTS: Final[dict[type[Moment], str]] = {
    SessionStarted: "session_started",
    SessionPaused: "session_paused",
    SessionResumed: "session_resumed",
    SessionTurned: "session_turned",
    StillWalkingAsked: "still_walking",
    SessionFinished: "session_finished",
    SessionDiscarded: "session_discarded",
}
STREAK_EVENTS: Final[dict[type[Moment], str]] = {
    GoalReached: "goal_reached",
    StreakExtended: "streak_extended",
    MilestoneReached: "milestone_reached",
    StreakLost: "streak_lost",
    StreakAtRisk: "streak_at_risk",
    FreezeUsed: "freeze_used",
    BadgeEarned: "badge_earned",
}

MOMENTS: Final = (
    Moments(
        key="walk_events",
        event_types=list(WALK_EVENTS.values()),
        names=WALK_EVENTS,
        told=_walk_told,
    ),
    Moments(
        key="streak_events",
        event_types=list(STREAK_EVENTS.values()),
        names=STREAK_EVENTS,
        told=_streak_told,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the events of the walkers."""
    add_entities(
        entry,
        async_add_entities,
        of_walker=lambda walker, subentry: (
            WalkerEvent(walker, subentry, moments) for moments in MOMENTS
        ),
    )


class WalkerEvent(WalkerEntity, EventEntity):
    """The moments of one kind."""

    entity_description: Moments

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to the walker."""
        await super().async_added_to_hass()
        self.async_on_remove(self.coordinator.moments.async_add(self._async_happened))

    @callback
    def _async_happened(self, moment: Moment) -> None:
        name = self.entity_description.names.get(type(moment))
        if name is not None:
            self._trigger_event(name, self.entity_description.told(moment))
            self.async_write_ha_state()
