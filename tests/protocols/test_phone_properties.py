"""Whatever comes, a post is read or refused, and what is taken from it could have been walked."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, timedelta
import json
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.retrowalk.protocols.phone import (
    Count,
    CountKind,
    PhonePost,
    RefusalReason,
    UnreadablePostError,
    Workout,
    parse_post,
)

from .documented_posts import BERLIN, DOCUMENTED, RECEIVED, DocumentedPost

LATEST = RECEIVED + timedelta(minutes=5)
_MOST_PER_S = {CountKind.STEPS: 10, CountKind.DISTANCE: 12}


def parse_anything(body: bytes, headers: dict[str, str]) -> PhonePost | None:
    """Read what may be anything; None is refused as a whole, with a reason. Nothing else may be raised."""
    try:
        found = parse_post(body, headers=headers, received_at=RECEIVED, zone=BERLIN)
    except UnreadablePostError as wrong:
        refused = wrong
    else:
        check(found)
        return found
    assert isinstance(refused.reason, RefusalReason)
    assert refused.where.isprintable()
    assert len(refused.where) <= 100
    refused.where.encode()
    return None


def check(found: PhonePost) -> None:
    """Assert that what was taken could have been walked, and that it can be written anywhere."""
    for walk in found.workouts:
        span_s = (walk.finished_at - walk.started_at).total_seconds()
        assert 0 < span_s <= 86_400
        assert walk.active_s is None or 0 <= walk.active_s <= span_s
        assert walk.steps is None or 0 <= walk.steps <= min(100_000, 10 * span_s + 1)
        assert walk.distance_m is None or 0 <= walk.distance_m <= 12 * span_s
        assert walk.heart_rate_bpm is None or 20 <= walk.heart_rate_bpm <= 260
        assert walk.energy_kcal is None or 0 <= walk.energy_kcal <= 20_000
        assert walk.direction in {None, "backward", "forward"}
        (walk.key + walk.name + walk.source).encode()
    for count in found.counts:
        span_s = (count.finished_at - count.started_at).total_seconds()
        if count.kind is CountKind.HEART_RATE:
            assert span_s == 0
            assert 20 <= count.value <= 260
        else:
            assert 0 < span_s <= 25 * 3600
            assert 0 <= count.value <= _MOST_PER_S[count.kind] * max(span_s, 3600)
        (count.key + count.source).encode()
    things: list[Workout | Count] = [*found.workouts, *found.counts]
    for one in things:
        assert one.key
        assert one.started_at.tzinfo is one.finished_at.tzinfo is UTC
        assert one.started_at.year >= 1999
        assert one.finished_at <= LATEST + timedelta(seconds=60)
    for refused in found.refused:
        assert refused.where
        refused.where.encode()


def places(value: object, *path: str | int) -> Iterator[tuple[str | int, ...]]:
    """Yield the ways to all that is in a JSON value."""
    inner: Any = value
    if isinstance(value, dict | list):
        for step in range(len(value)) if isinstance(value, list) else value:
            yield (*path, step)
            yield from places(inner[step], *path, step)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(
        [
            "2026-10-04 08:15:00 +0200",
            "2026-10-04",
            "9999-12-31T23:59:59-14:00",
            "0001-01-01T00:00:00+14:00",
            "1e308",
            "٣",
            "12:30",
            1791094500,
            -1,
            1e308,
            10**30,
        ]
    ),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=6)
            | st.sampled_from(
                sorted(
                    {
                        str(step)
                        for post in DOCUMENTED
                        for path in places(post.body)
                        for step in path
                    }
                )
            ),
            inner,
            max_size=8,
        )
    ),
    max_leaves=24,
)
HEADERS = st.dictionaries(
    st.sampled_from(["automation-id", "Automation-Aggregation", "x"]),
    st.sampled_from(["", "seconds", "Minutes", "daily", "weeks", "junk"]),
)


@given(st.binary(max_size=400), HEADERS)
def test_any_bytes_are_read_or_refused(body: bytes, headers: dict[str, str]) -> None:
    """Whatever they are."""
    parse_anything(body, headers)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(JSON, HEADERS)
def test_any_json_is_read_or_refused(body: object, headers: dict[str, str]) -> None:
    """Whatever it says, NaN and Infinity included."""
    parse_anything(json.dumps(body).encode(), headers)


@pytest.mark.parametrize("post", DOCUMENTED, ids=lambda post: post.name)
def test_a_post_that_breaks_off_is_refused(post: DocumentedPost) -> None:
    """At whichever byte."""
    body = post.encoded()
    assert not [
        end
        for end in range(len(body))
        if parse_anything(body[:end], post.headers) is not None
    ]


@pytest.mark.parametrize("post", DOCUMENTED, ids=lambda post: post.name)
@settings(
    max_examples=30,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(st.data())
def test_a_post_that_is_changed_is_read_or_refused(
    post: DocumentedPost, data: st.DataObject
) -> None:
    """With fields dropped, and others of another type or with other values."""
    body = deepcopy(post.body)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from([*places(body)] or [()]))
        inner = body
        for step in path[:-1]:
            inner = inner[step]
        if not path or data.draw(st.booleans()):
            if path:
                del inner[path[-1]]
        else:
            inner[path[-1]] = data.draw(JSON)
    parse_anything(json.dumps(body).encode(), post.headers)


ODD: tuple[object, ...] = (None, True, -1, 1e308, "", "x", [[]], {"qty": 1})


@pytest.mark.parametrize("post", DOCUMENTED, ids=lambda post: post.name)
def test_each_field_may_be_missing_or_of_any_type(post: DocumentedPost) -> None:
    """One after the other, all of them."""
    for path in places(post.body):
        for value in ODD:
            body = deepcopy(post.body)
            inner = body
            for step in path[:-1]:
                inner = inner[step]
            inner[path[-1]] = value
            parse_anything(json.dumps(body).encode(), post.headers)
