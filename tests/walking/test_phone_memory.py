"""What phones have told: known when it is told again, forgotten when it is too much."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.phone_memory import (
    MOST_EVENTS,
    MOST_TOTALS,
    MOST_WALKS,
    DayTotal,
    PhoneMemory,
)
from custom_components.retrowalk.walking.stored import StoredError

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
keys = st.text("abc", min_size=1, max_size=2)
totals = st.builds(
    lambda hour, value: a_total(hour, value),
    st.integers(0, 47),
    st.integers(0, 9).map(float),
)
things = st.lists(
    st.one_of(
        st.tuples(st.just("walk"), keys),
        st.tuples(st.just("event"), keys),
        st.tuples(st.just("total"), st.tuples(keys, totals)),
    ),
    max_size=40,
)


def a_total(hour: float, value: float, day: date | None = None) -> DayTotal:
    """A total so many hours after noon."""
    at = NOON + timedelta(hours=hour)
    return DayTotal(day=day or at.date(), at=at, value=value)


def remember(memory: PhoneMemory, told: list[tuple[str, Any]]) -> None:
    """Remember these things, one after the other."""
    for kind, thing in told:
        if kind == "walk":
            memory.take_walks([thing])
        elif kind == "event":
            memory.take_event(thing)
        else:
            memory.rise(*thing)


@given(things)
def test_what_is_written_is_read(told: list[tuple[str, Any]]) -> None:
    """A memory comes back from the disk as it was."""
    memory, again = PhoneMemory(), PhoneMemory()
    remember(memory, told)
    again.read(memory.written())
    assert again.written() == memory.written()


@given(things, things)
def test_copies_are_apart(
    before: list[tuple[str, Any]], after: list[tuple[str, Any]]
) -> None:
    """What a copy remembers is not remembered, until it is taken up."""
    memory = PhoneMemory()
    remember(memory, before)
    written = memory.written()
    copy = memory.copied()
    assert (copy.written(), copy.revision) == (written, memory.revision)
    remember(copy, after)
    assert memory.written() == written
    memory.take_up(copy)
    assert (memory.written(), memory.revision) == (copy.written(), copy.revision)


@given(st.lists(totals, max_size=20))
def test_what_rose_is_told_once(told: list[DayTotal]) -> None:
    """Whatever comes, in whatever order: what rose in all is never more than what the day came to."""
    memory = PhoneMemory()
    rose: dict[date, float] = {}
    for total in [*told, *told]:
        if (before := memory.rise("steps", total)) is not None:
            assert before.day == total.day
            assert before.at < total.at
            assert before.value <= total.value
            rose[total.day] = rose.get(total.day, 0) + total.value - before.value
    for day, value in rose.items():
        in_order = sorted(one.at for one in told if one.day == day)
        assert len(in_order) > 1
        assert value <= 9 * len(in_order)


def test_first_total_is_where_it_begins() -> None:
    """Only what comes on top of it was counted since; a new day begins anew, and so does a total that fell."""
    memory = PhoneMemory()
    first = a_total(0, 4000)
    assert memory.rise("steps", first) is None
    assert memory.rise("steps", first) is None
    assert memory.rise("metres", a_total(1, 4100)) is None
    assert memory.rise("steps", a_total(1, 4100)) == first
    assert memory.rise("steps", a_total(0.5, 4050)) is None
    assert memory.rise("steps", a_total(2, 4000)) is None
    assert memory.rise("steps", a_total(3, 4010)) == a_total(2, 4000)
    assert memory.rise("steps", a_total(14, 5000)) is None


def test_the_oldest_are_forgotten() -> None:
    """It does not grow without end; what was told last is known longest."""
    memory = PhoneMemory()
    memory.take_walks(str(number) for number in range(MOST_WALKS + 5))
    assert not memory.knows_walk("4")
    assert memory.knows_walk("5")
    for number in range(MOST_EVENTS + 5):
        memory.take_event(str(number))
    assert not memory.knows_event("4")
    assert memory.knows_event("5")
    for number in range(MOST_TOTALS + 1):
        memory.rise(str(number), a_total(0, 1))
    assert memory.rise("0", a_total(1, 2)) is None
    assert memory.rise("9", a_total(1, 2)) == a_total(0, 1)


@pytest.mark.parametrize(
    "written",
    [
        None,
        {},
        {"walks": "abc", "events": [], "totals": []},
        {"walks": [3], "events": [], "totals": []},
        {"walks": [], "events": ["x" * 500], "totals": []},
        {"walks": [], "events": [], "totals": [{"counter": "steps"}]},
        {
            "walks": [],
            "events": [],
            "totals": [
                {"counter": "", "day": "2026-11-23", "at": NOON.isoformat(), "value": 1}
            ],
        },
        {
            "walks": [],
            "events": [],
            "totals": [{"counter": "x", "day": "2026-11-23", "at": "noon", "value": 1}],
        },
    ],
)
def test_what_is_something_else(written: object) -> None:
    """It is told, and changes nothing."""
    memory = PhoneMemory()
    memory.take_event("kept")
    with pytest.raises(StoredError):
        memory.read(written)
    assert memory.knows_event("kept")
