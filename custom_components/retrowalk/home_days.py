"""The civil days of the home: by its zone, and by the hour at which its day starts."""

from datetime import UTC, date, datetime, time, timedelta

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .const import CONF_DAY_START_HOUR, CONF_WEEK_START
from .walking.day import day_begin, local_day
from .walking.journal import Journal
from .walking.session import CivilDay
from .walking.weeks import home_decisions, past_day


class HomeDays:
    """Days as the home reckons them just now; a session keeps the day it began on."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Go by Home Assistant's zone and the home's options as they are now: new ones wait for a reload, and so for a walk."""
        self._hass = hass
        self._created_at = entry.created_at
        self.start_hour = int(entry.options.get(CONF_DAY_START_HOUR, 0))
        """The hour at which a day starts."""
        self.week_start = int(entry.options.get(CONF_WEEK_START, 0))
        """The weekday on which a week starts, from 0 (Monday)."""

    def day_of(self, at: datetime) -> date:
        """The day of a moment."""
        return local_day(at, dt_util.get_default_time_zone(), self.start_hour)

    def begin_of(self, day: date) -> datetime:
        """The moment at which a day begins, in UTC."""
        return day_begin(day, dt_util.get_default_time_zone(), self.start_hour)

    def hour_of(self, day: date, hour: int) -> datetime:
        """The moment of an hour of a day, in UTC; an hour before the day start hour comes last in the day."""
        return self.minute_of(day, 60 * hour)

    def minute_of(self, day: date, minute: int) -> datetime:
        """The moment of a minute of a day by the wall clock, in UTC; one before the day start hour comes last in the day."""
        civil = day + timedelta(days=1) if minute < 60 * self.start_hour else day
        at = time(*divmod(minute, 60))
        return datetime.combine(civil, at, dt_util.get_default_time_zone()).astimezone(
            UTC
        )

    def day_and_zone(self, at: datetime) -> tuple[date, str]:
        """The day of a moment, and the name of the zone that makes it so."""
        return self.day_of(at), self._hass.config.time_zone

    def of_the_past(self, journal: Journal) -> CivilDay:
        """Days and zone as `day_and_zone` has them, but by the hour at which a walker's days started at the time."""

        def day_and_zone(at: datetime) -> tuple[date, str]:
            day = past_day(journal, at, dt_util.get_default_time_zone())
            return day, self._hass.config.time_zone

        return day_and_zone

    @property
    def today(self) -> date:
        """The day of this moment."""
        return self.day_of(dt_util.utcnow())

    def keep_in(self, journal: Journal, at: datetime, *, is_new: bool) -> set[int]:
        """Keep in a walker's journal since when days and weeks start as they do; the years that changed.

        A walker who is not new has lived by other options since the home was made.
        """
        today = self.day_of(at)
        older = not is_new and self.day_of(self._created_at) < today
        news = home_decisions(
            journal,
            at,
            today,
            week_start=self.week_start,
            day_start_hour=self.start_hour,
            known_since=today - timedelta(days=1) if older else None,
        )
        for decision in news:
            journal.decide(decision)
        return {decision.day.year for decision in news}
