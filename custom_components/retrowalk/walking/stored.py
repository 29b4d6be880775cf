"""Typed reads of what was stored: every field is checked, and what is wrong is named."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from typing import Final, cast

type Stored = Mapping[str, object]

GREATEST: Final = 1e9
"""No figure of a walk is greater, in whatever unit; what is cannot be reckoned with."""
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2999
"""Days at the ends of the calendar have no day before or after them."""


class StoredError(ValueError):
    """What was stored is not what RetroWalk writes; the message names the field."""


def mapping(value: object, name: str) -> Stored:
    """A mapping with text keys."""
    if not isinstance(value, dict):
        raise StoredError(f"{name} is not a mapping")
    return cast(Stored, value)


def sequence(value: object, name: str) -> Sequence[object]:
    """A list."""
    if not isinstance(value, list | tuple):
        raise StoredError(f"{name} is not a list")
    return cast(Sequence[object], value)


def text(stored: Stored, name: str) -> str:
    """A text that is not empty."""
    value = stored.get(name)
    if not isinstance(value, str) or not value:
        raise StoredError(f"{name} is not a text")
    return value


def optional_text(stored: Stored, name: str) -> str | None:
    """A text, or None."""
    return None if stored.get(name) is None else text(stored, name)


def number(stored: Stored, name: str) -> float:
    """A number from zero to what can be reckoned with."""
    value = stored.get(name)
    if type(value) is not int and type(value) is not float:
        raise StoredError(f"{name} is not a number")
    if not 0 <= value <= GREATEST:
        raise StoredError(f"{name} is out of range")
    return value


def optional_number(stored: Stored, name: str) -> float | None:
    """A number from zero to what can be reckoned with, or None."""
    return None if stored.get(name) is None else number(stored, name)


def whole(stored: Stored, name: str) -> int:
    """A whole number, zero or more."""
    value = number(stored, name)
    if not isinstance(value, int):
        raise StoredError(f"{name} is not a whole number")
    return value


def optional_whole(stored: Stored, name: str) -> int | None:
    """A whole number, zero or more, or None."""
    return None if stored.get(name) is None else whole(stored, name)


def flag(stored: Stored, name: str) -> bool:
    """True or false."""
    value = stored.get(name)
    if not isinstance(value, bool):
        raise StoredError(f"{name} is neither true nor false")
    return value


def moment(stored: Stored, name: str) -> datetime:
    """An aware moment, in UTC."""
    try:
        value = datetime.fromisoformat(text(stored, name))
    except ValueError as err:
        raise StoredError(f"{name} is not a time") from err
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise StoredError(f"{name} is out of range")
    if value.tzinfo is UTC:
        return value
    if value.tzinfo is None:
        raise StoredError(f"{name} has no zone")
    return value.astimezone(UTC)


def optional_moment(stored: Stored, name: str) -> datetime | None:
    """An aware moment, or None."""
    return None if stored.get(name) is None else moment(stored, name)


def civil_date(stored: Stored, name: str) -> date:
    """A civil date."""
    try:
        value = date.fromisoformat(text(stored, name))
    except ValueError as err:
        raise StoredError(f"{name} is not a date") from err
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise StoredError(f"{name} is out of range")
    return value


def optional_civil_date(stored: Stored, name: str) -> date | None:
    """A civil date, or None."""
    return None if stored.get(name) is None else civil_date(stored, name)


def member[MemberT: StrEnum](kind: type[MemberT], stored: Stored, name: str) -> MemberT:
    """A member of a closed set."""
    try:
        found: MemberT = _member(kind, text(stored, name))
    except ValueError as err:
        raise StoredError(f"{name} is not one of {', '.join(kind)}") from err
    return found


@cache
def _member[MemberT: StrEnum](kind: type[MemberT], value: str) -> MemberT:
    """A journal of years names the same few members again and again; what is none of them raises, and is not kept."""
    return kind(value)


def optional_member[MemberT: StrEnum](
    kind: type[MemberT], stored: Stored, name: str
) -> MemberT | None:
    """A member of a closed set, or None."""
    return None if stored.get(name) is None else member(kind, stored, name)
