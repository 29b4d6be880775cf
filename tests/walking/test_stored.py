"""Typed reads of what was stored."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
import pytest

from custom_components.retrowalk.walking import stored
from custom_components.retrowalk.walking.model import Direction
from custom_components.retrowalk.walking.stored import StoredError

from .strategies import anything


def direction(raw: stored.Stored, name: str) -> Direction:
    """Read a direction."""
    return stored.member(Direction, raw, name)


def optional_direction(raw: stored.Stored, name: str) -> Direction | None:
    """Read a direction that may be absent."""
    return stored.optional_member(Direction, raw, name)


NEEDED = [
    stored.text,
    stored.number,
    stored.whole,
    stored.flag,
    stored.moment,
    stored.civil_date,
    direction,
]
OPTIONAL = [
    stored.optional_text,
    stored.optional_number,
    stored.optional_whole,
    stored.optional_moment,
    optional_direction,
]


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (stored.text, "a", "a"),
        (stored.number, 0, 0),
        (stored.number, 2.5, 2.5),
        (stored.whole, 7, 7),
        (stored.flag, False, False),
        (
            stored.moment,
            "2026-03-02T18:00:00+01:00",
            datetime(2026, 3, 2, 17, tzinfo=UTC),
        ),
        (stored.civil_date, "2026-03-02", date(2026, 3, 2)),
        (direction, "backward", Direction.BACKWARD),
        (stored.optional_text, "a", "a"),
        (stored.optional_number, 2.5, 2.5),
        (stored.optional_whole, 7, 7),
        (
            stored.optional_moment,
            "2026-03-02T18:00:00Z",
            datetime(2026, 3, 2, 18, tzinfo=UTC),
        ),
        (optional_direction, "forward", Direction.FORWARD),
    ],
)
def test_what_is_right_is_read(
    read: Callable[[stored.Stored, str], object], value: object, expected: object
) -> None:
    """As the type it stands for."""
    assert read({"field": value}, "field") == expected


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (stored.text, ""),
        (stored.text, 5),
        (stored.number, True),
        (stored.number, "5"),
        (stored.number, -0.1),
        (stored.number, float("nan")),
        (stored.number, float("inf")),
        (stored.number, 10**400),
        (stored.whole, 2.5),
        (stored.flag, 1),
        (stored.flag, "true"),
        (stored.moment, "soon"),
        (stored.moment, "2026-03-02T18:00:00"),
        (stored.moment, "0001-01-01T00:00:00+12:00"),
        (stored.moment, "9999-12-31T23:59:59-12:00"),
        (stored.civil_date, "2026-02-30"),
        (stored.civil_date, "0001-01-01"),
        (stored.civil_date, "9999-12-31"),
        (direction, "sideways"),
    ],
)
def test_what_is_wrong_is_named(
    read: Callable[[stored.Stored, str], object], value: object
) -> None:
    """The message tells the field."""
    with pytest.raises(StoredError, match="^field "):
        read({"field": value}, "field")


@pytest.mark.parametrize("read", NEEDED)
def test_what_is_missing_is_named(
    read: Callable[[stored.Stored, str], object],
) -> None:
    """Absent or null, it is as wrong as anything else."""
    for raw in ({}, {"field": None}):
        with pytest.raises(StoredError, match="^field "):
            read(raw, "field")


@pytest.mark.parametrize("read", OPTIONAL)
def test_what_may_be_missing_may(
    read: Callable[[stored.Stored, str], object],
) -> None:
    """Absent or null, it is None."""
    assert read({}, "field") is None
    assert read({"field": None}, "field") is None


def test_mappings_and_lists_are_told_apart() -> None:
    """A text is no list."""
    assert stored.mapping({"a": 1}, "it") == {"a": 1}
    assert stored.sequence([1], "it") == [1]
    for value in (None, 5, "text", [1]):
        with pytest.raises(StoredError, match="^it is not a mapping"):
            stored.mapping(value, "it")
    for other in (None, 5, "text", {"a": 1}):
        with pytest.raises(StoredError, match="^it is not a list"):
            stored.sequence(other, "it")


@given(anything)
def test_nonsense_raises_nothing_else(value: Any) -> None:
    """Whatever JSON it is, every reader reads it or names it."""
    for read in (*NEEDED, *OPTIONAL):
        with suppress(StoredError):
            read({"field": value}, "field")
