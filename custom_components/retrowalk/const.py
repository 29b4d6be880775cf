"""Names that RetroWalk's rooms share: its domain, the kinds of its entries and the keys of their options."""

from enum import StrEnum
from typing import Final

DOMAIN: Final = "retrowalk"

CONF_KIND: Final = "kind"

HOME_UNIQUE_ID: Final = "home"
SUBENTRY_WALKER: Final = "walker"

CONF_DAY_START_HOUR: Final = "day_start_hour"
CONF_WEEK_START: Final = "week_start"

CONF_HEIGHT_CM: Final = "height_cm"
CONF_MASS_KG: Final = "mass_kg"
CONF_BIRTH_YEAR: Final = "birth_year"
CONF_LIVE_OPENS_SESSION: Final = "live_opens_session"

CONF_VACATION_CALENDAR: Final = "vacation_calendar"

CONF_PHONE: Final = "phone"
CONF_NOTIFY_ENTITIES: Final = "notify_entities"
CONF_PERSON: Final = "person"
CONF_QUIET_ENTITIES: Final = "quiet_entities"

CONF_WALKER: Final = "walker"
CONF_KEEP_CONNECTED: Final = "keep_connected"
CONF_ALLOW_STOP: Final = "allow_stop"
NOBODY: Final = "nobody"

# In the order of `datetime.date.weekday`.
WEEKDAYS: Final = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
]


class EntryKind(StrEnum):
    """What a config entry of RetroWalk stands for."""

    HOME = "home"
    TREADMILL = "treadmill"
