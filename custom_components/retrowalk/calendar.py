"""Calendar: the walks that were done; an event made in the past logs one, and deleting it deletes the walk."""

from datetime import datetime, timedelta
from typing import Any, Final, override

from homeassistant.components.calendar import (
    EVENT_END,
    EVENT_RRULE,
    EVENT_START,
    CalendarEntity,
    CalendarEntityDescription,
    CalendarEntityFeature,
    CalendarEvent,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.translation import async_get_cached_translations
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .edits import async_delete, async_edit, async_log
from .entity import WalkerEntity, add_entities
from .walk_figures import WalkFigures
from .walking.editing import Correction
from .walking.model import Session

PARALLEL_UPDATES = 0

WALKS: Final = CalendarEntityDescription(key="walks")
_TEXTS: Final = f"component.{DOMAIN}.entity.calendar.walks.state_attributes"
_A_DAY: Final = timedelta(days=1)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the calendar of each walker."""
    add_entities(
        entry,
        async_add_entities,
        of_walker=lambda walker, subentry: [WalksCalendar(walker, subentry, WALKS)],
    )


class WalksCalendar(WalkerEntity, CalendarEntity):
    """The walks of one walker, the last one in sight."""

    entity_description: CalendarEntityDescription
    _attr_supported_features = (
        CalendarEntityFeature.CREATE_EVENT
        | CalendarEntityFeature.DELETE_EVENT
        | CalendarEntityFeature.UPDATE_EVENT
    )

    @property
    @override
    def event(self) -> CalendarEvent | None:
        """The last walk; there are none to come."""
        last = self.coordinator.data.standing.last
        return None if last is None else self._event(last)

    @override
    def _shown(self) -> Session | None:
        return self.coordinator.data.standing.last

    @override
    @callback
    def _handle_coordinator_update(self) -> None:
        """Whoever looks at the calendar sees a walk of any day come, change and go."""
        super()._handle_coordinator_update()
        self.async_update_event_listeners()

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """The walks that overlap a range."""
        # A session's day is that of its own zone, and lasts a day at most.
        sessions = self.coordinator.ledger.journal.between(
            (start_date - 3 * _A_DAY).date(), (end_date + 3 * _A_DAY).date()
        )
        return [
            self._event(session)
            for session in sessions
            if session.started_at < end_date and session.finished_at > start_date
        ]

    @override
    async def async_create_event(self, **kwargs: Any) -> None:
        """Log a walk. Raises ServiceValidationError where it cannot have been walked."""
        start, end = _times(kwargs)
        await async_log(self.coordinator, start, end)

    @override
    async def async_delete_event(
        self,
        uid: str,
        recurrence_id: str | None = None,
        recurrence_range: str | None = None,
    ) -> None:
        """Delete a walk."""
        await async_delete(self.coordinator, uid)

    @override
    async def async_update_event(
        self,
        uid: str,
        event: dict[str, Any],
        recurrence_id: str | None = None,
        recurrence_range: str | None = None,
    ) -> None:
        """Give a walk other times."""
        start, end = _times(event)
        known = self.coordinator.ledger.journal.sessions.get(uid)
        if known is not None:
            # The dialog gives back both times, in whole seconds, whichever was changed.
            start = _changed(known.started_at, start)
            end = _changed(known.finished_at, end)
        correction = Correction(started_at=start, finished_at=end)
        await async_edit(self.coordinator, uid, correction)

    def _event(self, session: Session) -> CalendarEvent:
        figures = WalkFigures.of_finished(session)
        summary = [
            self._text("message", direction, minutes=max(1, round(seconds / 60)))
            for direction, seconds in (
                ("backward", figures.backward_s),
                ("forward", figures.forward_s),
                ("unknown", figures.unknown_s),
            )
            if seconds
        ]
        details = [
            self._text("description", name, figure=figure)
            for name, figure in (
                ("distance", figures.distance_m),
                ("steps", figures.steps),
                ("energy", round(figures.energy_kcal or 0)),
            )
            if figure
        ]
        return CalendarEvent(
            start=dt_util.as_local(session.started_at),
            end=dt_util.as_local(session.finished_at),
            summary=", ".join(summary) or self._text("message", "moment"),
            description=", ".join(details) or None,
            uid=session.id,
        )

    def _text(self, attribute: str, name: str, **filled: int) -> str:
        """A text in the language of the home."""
        texts = async_get_cached_translations(
            self.hass, self.hass.config.language, "entity", DOMAIN
        )
        return texts[f"{_TEXTS}.{attribute}.state.{name}"].format(**filled)


def _times(event: dict[str, Any]) -> tuple[datetime, datetime]:
    """When a walk began and ended. Raises ServiceValidationError for whole days, and for what is to repeat."""
    start, end = event[EVENT_START], event[EVENT_END]
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="whole_day"
        )
    if event.get(EVENT_RRULE):
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="repeating"
        )
    return start, end


def _changed(before: datetime, after: datetime) -> datetime:
    """The time after a dialog; one that is the same to the second is kept as precise as it was."""
    return before if abs(after - before) < timedelta(seconds=1) else after
