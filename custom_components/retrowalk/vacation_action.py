"""The action `set_vacation`: away from a day, up to a day or until told otherwise; also afterwards."""

from datetime import date, timedelta
from typing import Any, Final

import voluptuous as vol

from homeassistant.core import ServiceCall, ServiceResponse
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from .const import DOMAIN
from .coordinator import WalkerCoordinator
from .edits import async_enter
from .targets import async_home, async_walkers
from .walking.stored import FIRST_YEAR
from .walking.vacation import return_change, vacation_change

AWAY: Final = "away"
START_DATE: Final = "start_date"
END_DATE: Final = "end_date"

_FURTHEST: Final = timedelta(days=730)

VACATION_FIELDS: Final[dict[str | vol.Marker, Any]] = {
    vol.Optional(AWAY, default=True): cv.boolean,
    vol.Optional(START_DATE): cv.date,
    vol.Optional(END_DATE): cv.date,
}


async def async_set_vacation(call: ServiceCall) -> ServiceResponse:
    """Have walkers be away, or back. Raises ServiceValidationError where the dates make no sense."""
    walkers = async_walkers(call.hass, async_home(call.hass), call.data)
    ranges = [_range(call, walker.days.today) for walker in walkers]
    for walker, (first, last) in zip(walkers, ranges, strict=True):
        await _async_enter(walker, first, last, away=call.data[AWAY])
    return {
        "vacations": [
            {
                "walker": walker.recording.name,
                "away": call.data[AWAY],
                "start_date": first.isoformat(),
                "end_date": None if last is None else last.isoformat(),
            }
            for walker, (first, last) in zip(walkers, ranges, strict=True)
        ]
    }


def _range(call: ServiceCall, today: date) -> tuple[date, date | None]:
    """The first and the last day; from today on, and for good, where nothing else is said."""
    first: date = call.data.get(START_DATE) or today
    last: date | None = call.data.get(END_DATE)
    if last is not None and last < first:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="vacation_ends_before"
        )
    if first.year < FIRST_YEAR or (last or first) > today + _FURTHEST:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="vacation_too_far"
        )
    return first, last


async def _async_enter(
    walker: WalkerCoordinator, first: date, last: date | None, *, away: bool
) -> None:
    entered = vacation_change if away else return_change
    # Asked for first, because it refuses while the journal cannot be read.
    _ = walker.past
    await async_enter(
        walker,
        entered(walker.ledger.journal, ulid_now(), dt_util.utcnow(), first, last),
    )
