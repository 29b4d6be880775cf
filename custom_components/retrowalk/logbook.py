"""The logbook: what a walker did, in sentences.

Of an event entity, the logbook writes the name of the moment by itself ("Session finished"), and nothing of its figures;
sentences it takes only from events of the bus. So the few moments that are worth one are told there too, as long as there
is a logbook. Automations have triggers.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from homeassistant.components.logbook import (
    LOGBOOK_ENTRY_ICON,
    LOGBOOK_ENTRY_MESSAGE,
    LOGBOOK_ENTRY_NAME,
)
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.translation import async_get_cached_translations

from .const import DOMAIN
from .coordinator import WalkerCoordinator
from .following import async_follow_moments
from .moments import Moment
from .routines.guard_texts import summed_up
from .telling import TELLINGS, Telling, facts_of
from .walking.announcements import (
    FreezeUsed,
    GoalReached,
    MilestoneReached,
    StreakAtRisk,
    StreakLost,
)
from .walking.events import SessionFinished
from .walking.guard import PathBlocked

EVENT_MOMENT: Final = "retrowalk_moment"
ATTR_MOMENT: Final = "moment"

WRITTEN: Final[dict[type[Moment], Telling]] = {
    telling.moment: telling
    for telling in TELLINGS
    if telling.moment
    in (
        SessionFinished,
        GoalReached,
        MilestoneReached,
        StreakAtRisk,
        StreakLost,
        FreezeUsed,
        PathBlocked,
    )
}
"""The moments that are worth a line: once a walk, once a day, or once for each thing that is in the way."""

type Facts = Mapping[str, Any]
type Describe = Callable[[Event], dict[str, str]]


@callback
def async_describe_events(
    hass: HomeAssistant, async_describe_event: Callable[[str, str, Describe], None]
) -> None:
    """Tell the moments to the logbook from now on, and how they are put."""

    @callback
    def describe(event: Event) -> dict[str, str]:
        # No entity: the frontend would put its name before the sentence, instead of the walker's
        return {
            LOGBOOK_ENTRY_ICON: "mdi:walk",
            LOGBOOK_ENTRY_NAME: str(event.data["walker"]),
            LOGBOOK_ENTRY_MESSAGE: _Sentences(hass).of(event.data),
        }

    async_describe_event(DOMAIN, EVENT_MOMENT, describe)
    async_follow_moments(hass, partial(_tell, hass))


@callback
def _tell(hass: HomeAssistant, walker: WalkerCoordinator, moment: Moment) -> None:
    telling = WRITTEN.get(type(moment))
    if telling is None:
        return
    if isinstance(moment, SessionFinished) and not moment.recorded:
        return
    facts = facts_of(hass, walker, telling, moment)
    hass.bus.async_fire(EVENT_MOMENT, {ATTR_MOMENT: telling.key, **facts})


class _Sentences:
    """The sentences, in the language of the home."""

    def __init__(self, hass: HomeAssistant) -> None:
        self._hass = hass
        self._texts = async_get_cached_translations(
            hass, hass.config.language, "common", DOMAIN
        )

    def of(self, facts: Facts) -> str:
        """What a walker did, after the name."""
        if facts[ATTR_MOMENT] == "session_finished":
            return self._walk(facts)
        if facts[ATTR_MOMENT] == "path_blocked":
            return self._path(facts)
        kind = facts["kind"]
        return self._text(
            f"{facts[ATTR_MOMENT]}_{kind}",
            number=str(facts["length"]),
            length=self._count(
                "day" if kind == "daily" else "week", facts.get("lost", facts["length"])
            ),
            day=self._day(facts),
        )

    def _day(self, facts: Facts) -> str:
        """The day of a streak's moment; a freeze was used for a day before, mostly yesterday."""
        day: str = facts["day"]
        frozen: str = facts.get("frozen", day)
        apart = date.fromisoformat(day) - date.fromisoformat(frozen)
        return self._text("yesterday") if apart == timedelta(days=1) else frozen

    def _walk(self, facts: Facts) -> str:
        """Which way and how long; and which day of the streak it was, where the day counts."""
        backward_s, forward_s = facts["backward_s"], facts["forward_s"]
        if backward_s and forward_s:
            key = "walked_both_ways"
        elif backward_s or forward_s:
            key = "walked_backward" if backward_s else "walked_forward"
        else:
            key = "walked"
        walk = self._text(
            key,
            backward=self._time(backward_s),
            forward=self._time(forward_s),
            time=self._time(facts["duration_s"]),
        )
        if not facts["goal_reached"]:
            return walk
        return self._text(
            f"with_streak_{facts['streak_kind']}",
            walk=walk,
            number=str(facts["streak"]),
        )

    def _path(self, facts: Facts) -> str:
        """What is in the way, by the names that it has now."""
        return self._text(
            "path_refused" if facts["refused"] else "path_not_clear",
            path=facts["path"],
            reasons=summed_up(self._hass, facts["reasons"], facts["entities"]),
        )

    def _time(self, seconds: int) -> str:
        return self._count("minute", round(seconds / 60))

    def _count(self, unit: str, count: int) -> str:
        """So many of a unit, in words."""
        form = {0: "no_", 1: "one_"}.get(count, "some_")
        return self._text(f"{form}{unit}", count=str(count))

    def _text(self, key: str, **filled: str) -> str:
        return self._texts[f"component.{DOMAIN}.common.{key}"].format(**filled)
