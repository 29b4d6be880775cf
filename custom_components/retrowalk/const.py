"""Names that RetroWalk's rooms share: its domain, the kinds of its entries and the keys of their options."""

from enum import StrEnum
from typing import Final

DOMAIN: Final = "retrowalk"

CONF_KIND: Final = "kind"

HOME_UNIQUE_ID: Final = "home"
SUBENTRY_WALKER: Final = "walker"
SUBENTRY_PATH: Final = "path"

CONF_DAY_START_HOUR: Final = "day_start_hour"
CONF_WEEK_START: Final = "week_start"
CONF_CARD: Final = "card"

CONF_HEIGHT_CM: Final = "height_cm"
CONF_MASS_KG: Final = "mass_kg"
CONF_BIRTH_YEAR: Final = "birth_year"
CONF_LIVE_OPENS_SESSION: Final = "live_opens_session"

CONF_VACATION_CALENDAR: Final = "vacation_calendar"

CONF_PHONE: Final = "phone"
CONF_NOTIFY_ENTITIES: Final = "notify_entities"
CONF_PERSON: Final = "person"
CONF_QUIET_ENTITIES: Final = "quiet_entities"

CONF_SOURCES: Final = "sources"
CONF_DEVICE: Final = "device"
CONF_ACTIVITY_STARTS: Final = "activity_starts"
CONF_OTHER_ENTITIES: Final = "other_entities"
CONF_MOTION_ABOVE: Final = "motion_above"
CONF_ON_DELAY_S: Final = "on_delay_s"
CONF_OFF_DELAY_S: Final = "off_delay_s"

CONF_SIGNING_SECRET: Final = "signing_secret"
CONF_FROM_OUTSIDE: Final = "from_outside"
CONF_CLOUDHOOK: Final = "cloudhook"
CONF_BACKWARD_NAMES: Final = "backward_names"

CONF_DEFAULT_PATH: Final = "default_path"

CONF_LIGHTS: Final = "lights"
CONF_AREAS: Final = "areas"
CONF_BRIGHTNESS_PCT: Final = "brightness_pct"
CONF_COLOR_TEMP_KELVIN: Final = "color_temp_kelvin"
CONF_TRANSITION_S: Final = "transition_s"
CONF_LEAD_S: Final = "lead_s"
CONF_WHEN: Final = "when"
CONF_SUN_ELEVATION: Final = "sun_elevation"
CONF_LUX_SENSORS: Final = "lux_sensors"
CONF_LUX_THRESHOLD: Final = "lux_threshold"
CONF_LIGHT_ROUTINE: Final = "light_routine"

CONF_GUARDS: Final = "guards"
CONF_LEVELS: Final = "levels"
CONF_BUDDY_FOR: Final = "buddy_for"
CONF_EACH_WALK: Final = "each_walk"
CONF_EACH_WEEK: Final = "each_week"

CONF_WALKER: Final = "walker"
CONF_PATH: Final = "path"
CONF_KEEP_CONNECTED: Final = "keep_connected"
CONF_ALLOW_STOP: Final = "allow_stop"
CONF_MACHINE: Final = "machine"
CONF_DISTANCE_UNIT: Final = "distance_unit"
CONF_SPEED_UNIT: Final = "speed_unit"
CONF_STEP_COUNT: Final = "step_count"
CONF_FOUND: Final = "found"
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


class Machine(StrEnum):
    """What a treadmill's entry stands for, by the language that it speaks over Bluetooth."""

    FTMS = "ftms"
    """A treadmill with the Fitness Machine Service; also an entry that does not say."""
    WALKING_PAD = "walking_pad"
    FOOT_POD = "foot_pod"
    """A sensor on a shoe, or a treadmill that says no more than one."""


class Measured(StrEnum):
    """In which unit a belt tells of metres and of speed, whatever it claims."""

    KILOMETRES = "kilometres"
    MILES = "miles"


class Counted(StrEnum):
    """Which steps a belt or a pod counts."""

    EACH = "each"
    EVERY_SECOND = "every_second"
