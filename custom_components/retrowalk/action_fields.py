"""The fields of the actions, and what may stand in them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

import voluptuous as vol

from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util

from .walking.model import Direction
from .walking.stored import FIRST_YEAR, LAST_YEAR

SESSION_ID: Final = "session_id"
START: Final = "start"
END: Final = "end"
DURATION: Final = "duration"
DIRECTION: Final = "direction"
DISTANCE: Final = "distance"
STEPS: Final = "steps"
START_DATE: Final = "start_date"
END_DATE: Final = "end_date"
GROUP_BY: Final = "group_by"
FORMAT: Final = "format"
PATH: Final = "path"
TEXT: Final = "text"
DRY_RUN: Final = "dry_run"
STRICT: Final = "strict"
RECEIVER: Final = "receiver"
UNCLAIMED: Final = "unclaimed"


def _moment(value: object) -> datetime:
    """A moment; without a zone, by the clock of the home."""
    moment: datetime = cv.datetime(value)
    if not FIRST_YEAR <= moment.year < LAST_YEAR:
        raise vol.Invalid(f"the year is not between {FIRST_YEAR} and {LAST_YEAR}")
    return dt_util.as_utc(moment)


def _day(value: object) -> date:
    """A day that can be reckoned with."""
    day: date = cv.date(value)
    if not FIRST_YEAR <= day.year < LAST_YEAR:
        raise vol.Invalid(f"the year is not between {FIRST_YEAR} and {LAST_YEAR}")
    return day


type Fields = Mapping[str | vol.Marker, Any]

TARGET_FIELDS: Final[Fields] = cv.ENTITY_SERVICE_FIELDS
ID_FIELDS: Final[Fields] = {vol.Required(SESSION_ID): cv.string}
WALK_FIELDS: Final[Fields] = {
    vol.Optional(START): _moment,
    vol.Optional(END): _moment,
    vol.Optional(DURATION): vol.All(
        cv.positive_time_period, vol.Range(max=timedelta(days=1))
    ),
    vol.Optional(DIRECTION): vol.Coerce(Direction),
    vol.Optional(DISTANCE): vol.All(vol.Coerce(float), vol.Range(min=0, max=100_000)),
    vol.Optional(STEPS): vol.All(vol.Coerce(int), vol.Range(min=0, max=200_000)),
}
RANGE_FIELDS: Final[Fields] = {
    vol.Optional(START_DATE): _day,
    vol.Optional(END_DATE): _day,
}
