"""What keeps a belt from being connected, said to the user once it lasts."""

from enum import StrEnum
from typing import Final

from bleak_retry_connector import BleakOutOfConnectionSlotsError

from homeassistant.components import bluetooth
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN

FAILURES_BEFORE_ISSUE: Final = 5
"""So many calls in a row fail, about 25 seconds at the least, before the user is told."""

WEAK_DBM: Final = -88
"""A belt that is heard this weakly is out of reach rather than held by somebody."""


class LinkProblem(StrEnum):
    """Why a belt could not be connected."""

    NO_FREE_SLOT = "no_free_slot"
    HELD_ELSEWHERE = "held_elsewhere"
    UNREACHABLE = "unreachable"
    NO_TREADMILL_DATA = "no_treadmill_data"


class NoTreadmillDataError(Exception):
    """The connected machine has no Treadmill Data: it is no treadmill, or speaks another protocol."""


def problem_of(error: Exception, *, heard: bool, signal_dbm: int | None) -> LinkProblem:
    """What a failed call means; `heard`: the belt was on the air shortly before, at `signal_dbm`."""
    if isinstance(error, NoTreadmillDataError):
        return LinkProblem.NO_TREADMILL_DATA
    if isinstance(error, BleakOutOfConnectionSlotsError):
        return LinkProblem.NO_FREE_SLOT
    if heard and (signal_dbm is None or signal_dbm > WEAK_DBM):
        return LinkProblem.HELD_ELSEWHERE
    return LinkProblem.UNREACHABLE


def radios_are_full(hass: HomeAssistant, address: str) -> bool:
    """Whether no radio that hears the belt has a connection left.

    The connector would find out too, after nine attempts in half a minute.
    """
    paths = bluetooth.async_scanner_devices_by_address(hass, address)
    slots = [path.scanner.get_allocations() for path in paths]
    return bool(slots) and all(
        radio is not None
        and radio.slots > 0
        and radio.free == 0
        and address not in radio.allocated
        for radio in slots
    )


class ProblemNotice:
    """The repair issue of a belt: there while it is on the air and call after call fails."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Begin with no problem."""
        self._hass = hass
        self._entry_id = entry_id
        self._failures = 0
        self._shown: LinkProblem | None = None
        self.problem: LinkProblem | None = None

    @callback
    def async_failed(self, problem: LinkProblem, *, belt: str, on_air: bool) -> bool:
        """Note a failed call; returns whether the user is told of it for the first time."""
        self.problem = problem
        if not on_air:
            return False
        self._failures += 1
        enough = (
            2 if problem is LinkProblem.NO_TREADMILL_DATA else FAILURES_BEFORE_ISSUE
        )
        if self._failures < enough or problem is self._shown:
            return False
        self._async_hide()
        self._shown = problem
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id(problem),
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key=f"belt_{problem}",
            translation_placeholders={"belt": belt},
        )
        return True

    @callback
    def async_clear(self) -> None:
        """Note that all is well, or that the belt is off: nothing to tell either way."""
        self.problem = None
        self._failures = 0
        self._async_hide()

    def _async_hide(self) -> None:
        if self._shown is not None:
            ir.async_delete_issue(self._hass, DOMAIN, self._issue_id(self._shown))
            self._shown = None

    def _issue_id(self, problem: LinkProblem) -> str:
        return f"belt_{problem}_{self._entry_id}"
