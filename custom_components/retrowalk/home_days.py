"""The civil days of the home: by its zone, and by the hour at which its day starts."""

from datetime import date, datetime

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .const import CONF_DAY_START_HOUR
from .walking.day import day_begin, local_day


class HomeDays:
    """Days as the home reckons them just now; a session keeps the day it began on."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Go by Home Assistant's zone and the home's option."""
        self._hass = hass
        self._entry = entry

    @property
    def _start_hour(self) -> int:
        return int(self._entry.options.get(CONF_DAY_START_HOUR, 0))

    def day_of(self, at: datetime) -> date:
        """The day of a moment."""
        return local_day(at, dt_util.get_default_time_zone(), self._start_hour)

    def begin_of(self, day: date) -> datetime:
        """The moment at which a day begins, in UTC."""
        return day_begin(day, dt_util.get_default_time_zone(), self._start_hour)

    def day_and_zone(self, at: datetime) -> tuple[date, str]:
        """The day of a moment, and the name of the zone that makes it so."""
        return self.day_of(at), self._hass.config.time_zone

    @property
    def today(self) -> date:
        """The day of this moment."""
        return self.day_of(dt_util.utcnow())
