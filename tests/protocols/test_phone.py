"""Every app's posts, in the form that its documents describe, come to the walks and counts that they tell."""

import json

import pytest

from custom_components.retrowalk.protocols.phone import (
    Count,
    CountKind,
    LiveKind,
    PhonePost,
    PostShape,
    RefusalReason,
    Refused,
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


def told(counts: tuple[Count, ...]) -> list[tuple[object, ...]]:
    """Return what counts tell, but for their keys."""
    return [
        (
            count.kind,
            round(count.value, 3),
            count.started_at,
            count.finished_at,
            count.source,
            count.daily_total,
        )
        for count in counts
    ]


def without_key(workout: Workout) -> dict[str, object]:
    """Return what a workout tells, but for its key and what is not told."""
    names = Workout.__dataclass_fields__.keys() - {"key"}
    values = {name: getattr(workout, name) for name in sorted(names)}
    return {
        name: round(value, 3) if isinstance(value, float) else value
        for name, value in values.items()
        if value is not None and value != ""
    }


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


def test_health_auto_export_tells_counts_in_buckets() -> None:
    """As long as the header says, from all devices together; miles are miles, and metrics of no use are left alone."""
    assert told(parse_documented("health_auto_export_metrics").counts) == [
        (
            STEPS,
            92.385,
            at("04T06:15:00"),
            at("04T06:16:00"),
            "Health Auto Export",
            False,
        ),
        (
            STEPS,
            101.015,
            at("04T06:16:00"),
            at("04T06:17:00"),
            "Health Auto Export",
            False,
        ),
        (
            DISTANCE,
            64.696,
            at("04T06:15:00"),
            at("04T06:16:00"),
            "Health Auto Export",
            False,
        ),
        (
            HEART_RATE,
            97.5,
            at("04T06:15:00"),
            at("04T06:15:00"),
            "Anna's Apple Watch",
            False,
        ),
    ]


def test_health_auto_export_tells_days_as_totals_so_far() -> None:
    """The day under way ends now."""
    assert told(parse_documented("health_auto_export_days").counts) == [
        (
            STEPS,
            8437.25,
            at("02T22:00:00"),
            at("03T22:00:00"),
            "Health Auto Export",
            True,
        ),
        (
            STEPS,
            3120.0,
            at("03T22:00:00"),
            at("04T18:00:00"),
            "Health Auto Export",
            True,
        ),
    ]


def test_health_auto_export_on_a_phone_of_twelve_hours() -> None:
    """With the narrow space before am; without the header, a bucket is a minute and its source is told."""
    assert told(parse_documented("health_auto_export_twelve_hours").counts) == [
        (
            DISTANCE,
            49.036,
            at("02T21:57:00"),
            at("02T21:58:00"),
            "Anna's iPhone",
            False,
        ),
        (
            DISTANCE,
            50.0,
            at("03T02:05:00"),
            at("03T02:06:00"),
            "Anna's iPhone",
            False,
        ),
    ]


def test_health_auto_export_in_other_languages() -> None:
    """Steps are known by their names; what could be steps, by its unit, is not lost unseen."""
    found = parse_documented("health_auto_export_localised")
    assert [(count.kind, count.value) for count in found.counts] == [
        (STEPS, 80.0),
        (HEART_RATE, 95.0),
    ]
    assert found.refused == (
        Refused(where="data.metrics[2].name", reason=RefusalReason.UNKNOWN_METRIC),
    )
    (walk,) = found.workouts
    assert (walk.key, walk.name, walk.active_s) == ("9C3F", "Outdoor_Gehen", 900.0)


def test_workouts_of_version_2() -> None:
    """Series are summed for the source that saw most, or for all where the app has merged them."""
    first, second = parse_documented("health_auto_export_workout_v2").workouts
    assert first.key == "5F0B6C0E-2E1B-4C55-8C80-1B8B7B6A9D11"
    assert without_key(first) == {
        "name": "Indoor Walk retro",
        "started_at": at("04T06:15:00"),
        "finished_at": at("04T06:30:00"),
        "active_s": 861.27,
        "distance_m": 804.672,
        "steps": 1212,
        "heart_rate_bpm": 104,
        "energy_kcal": 50.0,
        "source": "Anna's Apple Watch",
    }
    assert without_key(second) == {
        "name": "Outdoor Walk",
        "started_at": at("04T16:00:00"),
        "finished_at": at("04T16:20:00"),
        "active_s": 1200.0,
        "distance_m": 1645.92,
        "steps": 1550,
        "heart_rate_bpm": 105,
        "energy_kcal": 61.0,
        "source": "Anna's Apple Watch",
    }


def test_workouts_of_version_1() -> None:
    """They have no id and no duration, and 0 where nothing was measured."""
    (walk,) = parse_documented("health_auto_export_workout_v1").workouts
    assert len(walk.key) == 32
    assert without_key(walk) == {
        "name": "Walking",
        "started_at": at("04T06:15:00"),
        "finished_at": at("04T06:30:00"),
        "distance_m": 820.0,
        "steps": 1203,
        "energy_kcal": 52.0,
    }


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
