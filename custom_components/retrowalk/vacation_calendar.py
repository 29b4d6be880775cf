"""A calendar that tells when a walker is away: what it says is kept in the journal, day by day."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
import logging
from typing import Any, Final

from homeassistant.components.calendar import DOMAIN as CALENDAR
from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceNotFound
from homeassistant.helpers.event import (
    async_track_state_change_event,
    async_track_time_interval,
)
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from .const import CONF_VACATION_CALENDAR
from .coordinator import WalkerCoordinator
from .home import HomeConfigEntry
from .walking.day import each_day
from .walking.vacation import calendar_change

_LOGGER = logging.getLogger(__name__)

LOOK_EVERY: Final = timedelta(minutes=30)
"""The state of a calendar tells of the event of this moment only."""
BACK: Final = timedelta(days=30)
AHEAD: Final = timedelta(days=14)


@callback
def async_follow_calendar(
    hass: HomeAssistant, entry: HomeConfigEntry, walker: WalkerCoordinator
) -> None:
    """Follow the calendar of a walker, also when another one is chosen, until the home is unloaded."""
    calendar = VacationCalendar(hass, walker)

    async def changed(_hass: HomeAssistant, _entry: HomeConfigEntry) -> None:
        if walker.walker_id in entry.subentries:
            calendar.async_follow(entry.subentries[walker.walker_id])

    calendar.async_follow(entry.subentries[walker.walker_id])
    entry.async_on_unload(entry.add_update_listener(changed))
    entry.async_on_unload(calendar.async_stop)


class VacationCalendar:
    """Looks at the calendar that a walker has chosen."""

    def __init__(self, hass: HomeAssistant, walker: WalkerCoordinator) -> None:
        """Look at nothing yet."""
        self._hass = hass
        self._walker = walker
        self._follows = False
        self._calendar: str | None = None
        self._unsubscribe: list[CALLBACK_TYPE] = []

    @callback
    def async_follow(self, subentry: ConfigSubentry) -> None:
        """Look at the calendar that the walker has chosen now, if any."""
        calendar = subentry.data.get(CONF_VACATION_CALENDAR)
        if self._follows and calendar == self._calendar:
            return
        self.async_stop()
        self._follows, self._calendar = True, calendar
        if calendar is None:
            self._enter(set())
            return
        self._unsubscribe = [
            async_track_state_change_event(self._hass, calendar, self._async_look),
            async_track_time_interval(self._hass, self._async_look, LOOK_EVERY),
        ]
        self._async_look(None)

    @callback
    def async_stop(self) -> None:
        """Look no more."""
        while self._unsubscribe:
            self._unsubscribe.pop()()
        self._calendar = None

    @callback
    def _async_look(self, _why: Event[Any] | datetime | None) -> None:
        self._hass.async_create_task(
            self._async_read(), "RetroWalk reads a vacation calendar"
        )

    async def _async_read(self) -> None:
        calendar, today = self._calendar, self._walker.days.today
        if calendar is None:
            return
        try:
            answer = await self._hass.services.async_call(
                CALENDAR,
                "get_events",
                {
                    ATTR_ENTITY_ID: calendar,
                    "start_date_time": self._walker.days.begin_of(today - BACK),
                    "end_date_time": self._walker.days.begin_of(
                        today + AHEAD + timedelta(days=1)
                    ),
                },
                blocking=True,
                return_response=True,
            )
        except (HomeAssistantError, ServiceNotFound) as err:
            _LOGGER.debug("The vacation calendar cannot be read just now: %s", err)
            return
        told = answer.get(calendar) if answer is not None else None
        # A calendar that is gone meanwhile tells nothing, which is not the same as no event.
        if isinstance(told, dict) and calendar == self._calendar:
            events = told["events"]
            assert isinstance(events, list)
            self._enter(
                {
                    day
                    for event in events
                    if isinstance(event, dict)
                    for day in self._days_of(event)
                }
            )

    def _days_of(self, event: Mapping[str, Any]) -> list[date]:
        """The days on which an event lies; the end of an event is no part of it."""
        first, after = event["start"], event["end"]
        if (begin := dt_util.parse_date(first)) and (end := dt_util.parse_date(after)):
            return list(each_day(begin, end))
        starts_at, ends_at = map(_moment, (first, after))
        last = max(starts_at, ends_at - timedelta(microseconds=1))
        day_of = self._walker.days.day_of
        return list(each_day(day_of(starts_at), day_of(last) + timedelta(days=1)))

    @callback
    def _enter(self, away: set[date]) -> None:
        if self._walker.closed or not self._walker.recording.readable:
            return
        today = self._walker.days.today
        change = calendar_change(
            self._walker.ledger.journal,
            ulid_now(),
            dt_util.utcnow(),
            today,
            away,
            (today - BACK, today + AHEAD),
        )
        if change is not None:
            self._walker.async_amend(change)


def _moment(text: str) -> datetime:
    return dt_util.as_utc(datetime.fromisoformat(text))
