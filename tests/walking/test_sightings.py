"""What slow sources saw is kept as spans that do not overlap, no more than a few."""

from datetime import timedelta
from itertools import pairwise
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking import sightings
from custom_components.retrowalk.walking.model import Seen
from custom_components.retrowalk.walking.sightings import (
    MOST_SOURCES,
    MOST_SPANS,
    is_sound,
    taken,
    told_between,
    within,
)
from custom_components.retrowalk.walking.stored import StoredError

from .glimpses import PHONE, glimpse, minutes
from .walks import EVENING

_LATER = EVENING + timedelta(hours=2)


def test_a_walk_of_an_hour_with_a_count_each_second_stays_small() -> None:
    """Neighbours are joined; their sum is the same."""
    each = [glimpse(second, second + 1, 2) for second in range(3600)]
    [seen] = taken((), each, EVENING, _LATER)
    assert len(seen.steps) == MOST_SPANS
    assert told_between(seen.steps, EVENING, _LATER) == pytest.approx((7200, 3600))
    assert taken((seen,), each, EVENING, _LATER) == (seen,)


def test_spans_far_apart_are_joined_last() -> None:
    """What lies closest becomes one."""
    near = [glimpse(10 * n, 10 * n + 10, 1) for n in range(MOST_SPANS)]
    [seen] = taken((), [*near, glimpse(7000, 7010, 5)], EVENING, _LATER)
    assert len(seen.steps) == MOST_SPANS
    assert seen.steps[-1].amount == 5


def test_of_many_sources_only_the_first_are_kept() -> None:
    """A household has no more phones."""
    many = [glimpse(n, n + 60, 9, source=f"phone:{n:02}") for n in range(20)]
    seen = taken((), many, EVENING, None)
    assert [one.source for one in seen] == [
        f"phone:{n:02}" for n in range(MOST_SOURCES)
    ]
    more = taken(seen, [glimpse(600, 660, 9, source="phone:00")], EVENING, None)
    assert len(more[0].steps) == 2


def test_steps_and_metres_are_told_apart() -> None:
    """One may cover more than the other."""
    told = [*minutes(0, 3, 90), glimpse(0, 600, metres=300)]
    [seen] = taken((), told, EVENING, None)
    assert len(seen.steps) == 3
    assert [one.amount for one in seen.distance_m] == [300]


def test_a_clock_that_is_clipped_leaves_its_share() -> None:
    """Of what lies between two moments."""
    seen = taken((), [glimpse(0, 600, 900)], EVENING, None)
    begin, end = EVENING + timedelta(minutes=2), EVENING + timedelta(minutes=4)
    [inside] = within(seen, begin, end)
    assert inside.steps == ((begin, end, pytest.approx(180)),)
    assert within(seen, _LATER, _LATER + timedelta(minutes=1)) == ()


@pytest.mark.parametrize(
    ("one", "sound"),
    [
        (glimpse(0, 60, 0), True),
        (glimpse(0, 60), False),
        (glimpse(0, 0, bpm=90), True),
        (glimpse(0, 86_400, 1), True),
        (glimpse(0, 86_401, 1), False),
        (glimpse(0, 60, 1, metres=float("nan")), False),
    ],
)
def test_a_sound_glimpse_tells_something_of_a_day_at_most(
    one: Any, sound: bool
) -> None:
    """And numbers that are some."""
    assert is_sound(one) is sound


@given(
    st.lists(
        st.tuples(st.integers(-100, 700), st.integers(1, 300), st.integers(0, 500)),
        max_size=30,
    )
)
def test_spans_are_in_order_and_add_up_to_no_more_than_was_told(
    told: list[tuple[int, int, int]],
) -> None:
    """However they overlap; and they can be written and read."""
    each = [glimpse(since, since + length, steps) for since, length, steps in told]
    seen = taken((), each, EVENING, _LATER)
    for one in seen:
        for before, after in pairwise(one.steps):
            assert before.since < before.at <= after.since < after.at
        most = sum(steps for _, _, steps in told)
        assert sum(span.amount for span in one.steps) <= most + 1e-6
    written = json.loads(json.dumps(sightings.written(seen, EVENING)))
    assert sightings.read(written, EVENING) == seen


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param({}, id="no list"),
        pytest.param([{"steps": []}], id="no source"),
        pytest.param([{"source": PHONE, "steps": [[0, 1]]}], id="no amount"),
        pytest.param([{"source": PHONE, "steps": [[1, 1, 5]]}], id="a moment"),
        pytest.param([{"source": PHONE, "steps": [[0, 5, -1]]}], id="less than none"),
        pytest.param(
            [{"source": PHONE, "steps": [[0, 5, 1], [4, 9, 1]]}], id="an overlap"
        ),
        pytest.param([{"source": PHONE, "distance_m": [5]}], id="no span"),
    ],
)
def test_what_cannot_have_been_written_is_refused(raw: Any) -> None:
    """With a message that names it."""
    with pytest.raises(StoredError, match=r"\w"):
        sightings.read(raw, EVENING)


def test_nothing_was_seen_of_most_walks() -> None:
    """Nothing is written for them."""
    assert sightings.written((), EVENING) == []
    assert sightings.read(None, EVENING) == ()
    assert taken((), [], EVENING, None) == ()
    empty = Seen(source=PHONE)
    assert sightings.written([empty], EVENING) == [{"source": PHONE}]
