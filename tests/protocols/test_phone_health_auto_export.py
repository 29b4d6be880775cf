"""Health Auto Export's metrics and workouts, in both versions, come to the walks and counts that they tell."""

import pytest

from custom_components.retrowalk.protocols.phone import (
    CountKind,
    RefusalReason as Reason,
    Refused,
)

from .documented_posts import at, documented, parse, parse_documented, told, without_key

STEPS, DISTANCE, HEART_RATE = CountKind


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
        Refused(where="data.metrics[2].name", reason=Reason.UNKNOWN_METRIC),
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


@pytest.mark.parametrize(
    ("aggregation", "refusals", "seconds"),
    [
        ("Seconds", {"qty": Reason.TOO_FAST}, 1),
        ("hourly", {"Avg": Reason.TOO_LONG}, 3600),
        ("weeks", {"qty": Reason.TOO_LONG}, None),
        ("Months", {"qty": Reason.TOO_LONG}, None),
        ("years", {"qty": Reason.TOO_LONG}, None),
        ("default", {}, 60),
        ("", {}, 60),
    ],
)
def test_how_long_a_bucket_is(
    aggregation: str, refusals: dict[str, Reason], seconds: int | None
) -> None:
    """Is what the header says, in the app's words; a mean of more than a minute is no rate of a walk."""
    post = documented("health_auto_export_metrics")
    found = parse(post.body, headers={"AUTOMATION-AGGREGATION": aggregation})
    reasons = {one.reason for one in found.refused}
    assert reasons == set(refusals.values()) | (
        {Reason.TOO_LONG} if seconds is None else set()
    )
    spans = {
        (count.finished_at - count.started_at).total_seconds()
        for count in found.counts
        if count.kind != "heart_rate"
    }
    assert spans <= {seconds}


def test_a_day_begins_where_the_phone_is() -> None:
    """Though the home is elsewhere."""
    headers = {"automation-aggregation": "days"}
    entries = [{"qty": 9000, "date": "2026-10-03 00:00:00 +1000", "source": "iPhone"}]
    metric = {"name": "step_count", "units": "count", "data": entries}
    (count,) = parse({"data": {"metrics": [metric]}}, headers=headers).counts
    assert (count.started_at, count.finished_at) == (
        at("02T14:00:00"),
        at("03T14:00:00"),
    )


def test_the_bucket_under_way_ends_now() -> None:
    """And has the same key when it has ended, if nothing was added."""
    post = documented("health_auto_export_metrics")
    first, second = (
        parse(post.body, headers=post.headers, received_at=at(time)).counts[1]
        for time in ("04T06:16:20", "04T06:18:00")
    )
    assert first.finished_at == at("04T06:16:20")
    assert second.finished_at == at("04T06:17:00")
    assert first.key == second.key


def test_sources_are_kept_apart() -> None:
    """Where the app did not merge them; one entry that names several says that it did."""
    body = documented("health_auto_export_metrics").body
    entries = body["data"]["metrics"][0]["data"]
    assert {count.source for count in parse(body).counts if count.kind == "steps"} == {
        "Health Auto Export"
    }
    entries[0]["source"] = "Anna's Apple Watch"
    assert [count.source for count in parse(body).counts][:2] == [
        "Anna's Apple Watch",
        "Anna's iPhone",
    ]


@pytest.mark.parametrize(
    ("name", "units", "entry", "kind"),
    [
        ("Step Count", "count", {"qty": 9}, "steps"),
        ("Nombre de pas", "count", {"qty": 9}, "steps"),
        ("Gibberish", "steps", {"qty": 9}, "steps"),
        ("Sykkä", "bpm", {"Avg": 90}, "heart_rate"),
        ("步行 + 跑步距离", "km", {"qty": 0.01}, "distance"),
        ("resting_heart_rate", "bpm", {"Avg": 60}, None),
        ("cycling_distance", "km", {"qty": 0.01}, None),
        ("Körpergewicht", "kg", {"qty": 70}, None),
        ("Körpergewicht", None, {"qty": 70}, None),
    ],
)
def test_metrics_are_known_by_name_and_unit(
    name: str, units: str | None, entry: dict[str, float], kind: str | None
) -> None:
    """In several languages."""
    entries = [entry | {"date": "2026-10-04 08:15:00 +0200"}]
    metric = {"name": name, "units": units, "data": entries}
    found = parse({"data": {"metrics": [metric]}})
    assert [count.kind for count in found.counts] == ([] if kind is None else [kind])
    assert not found.refused
