"""Every app's posts, in the form that its documents describe, come to the walks and counts that they tell."""

import json

import pytest

from custom_components.retrowalk.protocols.phone import (
    CountKind,
    LiveKind,
    PhonePost,
    PostShape,
    RefusalReason,
    Workout,
)

from .documented_posts import (
    DOCUMENTED,
    DocumentedPost,
    at,
    documented,
    parse,
    parse_documented,
    refusal,
    told,
    without_key,
)

SHAPES = {
    "own": PostShape.OWN,
    "health_auto_export": PostShape.HEALTH_AUTO_EXPORT,
    "hc_webhook": PostShape.HC_WEBHOOK,
    "health_sync": PostShape.HEALTH_SYNC,
    "flat": PostShape.FLAT,
    "shortcuts": PostShape.SHORTCUTS,
    "sparky_fitness": PostShape.SHORTCUTS,
    "tasker": PostShape.TASKER,
}
STEPS, DISTANCE, HEART_RATE = CountKind


@pytest.mark.parametrize("post", DOCUMENTED, ids=lambda post: post.name)
def test_a_documented_post_is_read_whole(post: DocumentedPost) -> None:
    """In the shape of its app; only the metric in a language without a name here is refused."""
    found = parse(post.encoded(), headers=post.headers)
    shape = next(
        shape for begin, shape in SHAPES.items() if post.name.startswith(begin)
    )
    assert post.source
    assert found.shape is shape
    assert [one.where for one in found.refused] == (
        ["data.metrics[2].name"] if post.name == "health_auto_export_localised" else []
    )


@pytest.mark.parametrize("post", DOCUMENTED, ids=lambda post: post.name)
def test_a_post_that_comes_again_has_the_same_keys(post: DocumentedPost) -> None:
    """Whenever it comes, so that nothing is counted twice; within a post no two things share a key."""

    def keys(found: PhonePost) -> list[str]:
        walks = [walk.key for walk in found.workouts]
        return walks + [count.key for count in found.counts]

    first = parse(post.encoded(), headers=post.headers)
    again = parse(post.encoded(), headers=post.headers, received_at=at("04T18:09:00"))
    assert keys(first) == keys(again)
    assert len(set(keys(first))) == len(keys(first))
    if first.live is not None and again.live is not None:
        assert first.live.key == again.live.key


def test_our_own_walk_tells_all_there_is() -> None:
    """Its id is the key; spaces group digits, and a comma may be a decimal one."""
    (walk,) = parse_documented("own_walk").workouts
    assert walk == Workout(
        key="garden-17",
        name="Garden",
        started_at=at("04T06:15:00"),
        finished_at=at("04T06:27:30"),
        active_s=700.0,
        distance_m=640.0,
        steps=1043,
        direction="backward",
        heart_rate_bpm=104,
        energy_kcal=61.5,
        source="Anna's phone",
    )


def test_our_own_walks_may_come_in_an_array() -> None:
    """Two of start, end and duration are enough; dates without an offset are in the home's zone."""
    walks = parse_documented("own_array").workouts
    assert [without_key(walk) for walk in walks] == [
        {
            "started_at": at("04T05:00:00"),
            "finished_at": at("04T05:10:00"),
            "active_s": 600.0,
            "steps": 700,
        },
        {
            "started_at": at("04T06:50:00"),
            "finished_at": at("04T07:00:00"),
            "active_s": 600.0,
            "distance_m": 400.5,
            "direction": "forward",
        },
        {
            "started_at": at("04T10:00:00"),
            "finished_at": at("04T10:15:00"),
            "steps": 900,
        },
    ]


def test_our_own_event_tells_of_a_walk_under_way() -> None:
    """Totals since its start, and how it goes."""
    live = parse_documented("own_live").live
    assert live is not None
    assert live.kind is LiveKind.SAMPLE
    assert live.at == at("04T17:59:30")
    assert (live.steps, live.distance_m, live.speed_mps) == (212, 120.5, 1.0)
    assert (live.heart_rate_bpm, live.direction) == (98, "backward")
    assert live.planned_s == 600.0


@pytest.mark.parametrize(
    "name", ["own_test", "hc_webhook_camel_case", "health_sync_test"]
)
def test_a_test_says_so(name: str) -> None:
    """Ours by `test`, HC Webhook's too, HealthSync's by its metric."""
    assert parse_documented(name).is_test
    assert parse({"test": "True"}).is_test
    assert not parse({"start": 1791094500, "duration": 1, "test": False}).is_test


def test_hc_webhook_in_its_default_form() -> None:
    """A total from midnight is a day's so far, though it may end in the future; an app's device is a source of its own."""
    found = parse_documented("hc_webhook_default")
    watch = "com.google.android.apps.fitness Pixel Watch"
    assert told(found.counts) == [
        (STEPS, 1062.0, at("04T06:15:00"), at("04T06:27:30"), watch, False),
        (STEPS, 7200.0, at("02T22:00:00"), at("03T21:59:59.999"), "", True),
        (STEPS, 5210.0, at("03T22:00:00"), at("04T18:00:00"), "", True),
        (DISTANCE, 640.5, at("04T06:15:00"), at("04T06:27:30"), "", False),
        (HEART_RATE, 72.0, at("04T06:16:00"), at("04T06:16:00"), "", False),
        (HEART_RATE, 98.0, at("04T06:20:00"), at("04T06:20:00"), "", False),
    ]
    (walk,) = found.workouts
    assert without_key(walk) == {
        "name": "Morning retro (walking)",
        "started_at": at("04T06:15:00"),
        "finished_at": at("04T06:27:30"),
        "active_s": 750.0,
        "distance_m": 640.5,
        "steps": 1062,
        "source": "com.google.android.apps.fitness",
    }


def test_hc_webhook_in_camel_case() -> None:
    """The same facts under other names."""
    found = parse_documented("hc_webhook_camel_case")
    assert told(found.counts) == [
        (STEPS, 1062.0, at("04T06:15:00"), at("04T06:27:30"), "", False),
        (
            HEART_RATE,
            72.0,
            at("04T06:16:00"),
            at("04T06:16:00"),
            "com.fitbit.FitbitMobile",
            False,
        ),
    ]
    assert [without_key(walk) for walk in found.workouts] == [
        {
            "name": "walking",
            "started_at": at("04T06:15:00"),
            "finished_at": at("04T06:27:30"),
            "active_s": 750.0,
            "distance_m": 640.5,
        }
    ]


def test_hc_webhook_for_open_wearables() -> None:
    """An exercise is known by its fields, as its own type hides the record's; sleep and weight are of no use."""
    found = parse_documented("hc_webhook_open_wearables")
    assert [(count.kind, count.value) for count in found.counts] == [
        (STEPS, 1062.0),
        (HEART_RATE, 72.0),
    ]
    (walk,) = found.workouts
    assert (walk.name, walk.steps) == ("Evening Walk (walking)", 3500)
    assert walk.finished_at == at("04T17:10:00")


def test_health_sync() -> None:
    """The day so far is marked as such; a workout's value is its energy; its secret is none of our business."""
    found = parse_documented("health_sync")
    assert told(found.counts) == [
        (STEPS, 310.0, at("04T06:15:00"), at("04T06:19:00"), "", False),
        (STEPS, 5210.0, at("03T22:00:00"), at("04T17:50:00"), "", True),
        (DISTANCE, 210.4, at("04T06:15:00"), at("04T06:19:00"), "", False),
        (HEART_RATE, 97.0, at("04T06:16:00"), at("04T06:16:00"), "", False),
    ]
    (walk,) = found.workouts
    assert without_key(walk) == {
        "name": "walking",
        "started_at": at("04T06:15:00"),
        "finished_at": at("04T06:27:30"),
        "distance_m": 640.5,
        "energy_kcal": 61.0,
    }


def test_flat_samples() -> None:
    """Alone or in an array; steps and metres are those of the day until then."""
    assert told(parse_documented("flat").counts) == [
        (
            HEART_RATE,
            72.0,
            at("04T12:00:00"),
            at("04T12:00:00"),
            "jason-iphone",
            False,
        )
    ]
    found = parse_documented("flat_array")
    assert told(found.counts) == [
        (STEPS, 5210.0, at("03T22:00:00"), at("04T12:00:00"), "jason-iphone", True),
        (
            DISTANCE,
            4023.36,
            at("03T22:00:00"),
            at("04T12:00:00"),
            "jason-iphone",
            True,
        ),
    ]
    assert not found.is_test
    assert parse([{"metric": "connectivity_test", "value": 1, "unit": "count"}]).is_test


def test_shortcuts_tell_the_steps_of_days() -> None:
    """With numbers as text; a day is one in the home's zone."""
    assert told(parse_documented("shortcuts").counts) == [
        (STEPS, 7961.0, at("02T22:00:00"), at("03T22:00:00"), "", True),
        (STEPS, 275.0, at("03T22:00:00"), at("04T18:00:00"), "", True),
    ]
    (walk,) = parse_documented("sparky_fitness_workout").workouts
    assert without_key(walk) == {
        "name": "Retro walking",
        "started_at": at("04T06:15:00"),
        "finished_at": at("04T06:30:00"),
        "active_s": 900.0,
        "energy_kcal": 60.0,
        "source": "HealthKit",
    }


def test_tasker_tells_the_day_so_far() -> None:
    """Its timestamp is in seconds, as text; without one it is now."""
    assert told(parse_documented("tasker").counts) == [
        (STEPS, 5210.0, at("03T22:00:00"), at("04T17:50:00"), "", True),
        (HEART_RATE, 72.0, at("04T17:50:00"), at("04T17:50:00"), "", False),
    ]
    (count,) = parse({"type": "health", "steps": "12"}).counts
    assert count.finished_at == at("04T18:00:00")
    assert refusal({"type": "health", "steps": "%health_steps"}) == (
        "steps",
        RefusalReason.NOT_A_NUMBER,
    )


@pytest.mark.parametrize("name", ["flat", "shortcuts", "tasker", "health_sync"])
def test_every_app_may_say_that_it_is_a_test(name: str) -> None:
    """With the same word as ours, beside what it says anyway."""
    body = documented(name).body
    (body[0] if isinstance(body, list) else body)["test"] = True
    assert parse(body).is_test


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, RefusalReason.UNKNOWN_SHAPE),
        ({"data": {}}, RefusalReason.UNKNOWN_SHAPE),
        ({"steps": 12}, RefusalReason.UNKNOWN_SHAPE),
        ([], RefusalReason.UNKNOWN_SHAPE),
        ([1, "2", None], RefusalReason.UNKNOWN_SHAPE),
        ([{"type": "health", "timestamp": 1}], RefusalReason.UNKNOWN_SHAPE),
        (12, RefusalReason.WRONG_TYPE),
        (None, RefusalReason.WRONG_TYPE),
    ],
)
def test_what_no_app_writes_is_refused(body: object, reason: RefusalReason) -> None:
    """Rather than guessed at."""
    assert refusal(json.dumps(body)) == ("", reason)


def test_the_app_is_known_by_its_header_where_it_has_nothing_to_say() -> None:
    """A batch may be empty."""
    found = parse({"data": {}}, headers={"Automation-Id": "77AA"})
    assert found == PhonePost(shape=PostShape.HEALTH_AUTO_EXPORT)
