"""In the posts of apps, what is wrong is refused one by one, and told where and why; the rest is taken."""

from datetime import UTC, datetime
import json
from typing import Any

import pytest

from custom_components.retrowalk.protocols.phone import (
    PhonePost,
    RefusalReason as Reason,
)

from .documented_posts import documented, parse, refusal


def parse_with(name: str, *path: str | int, to: object) -> PhonePost:
    """Read a documented post in which one thing is different."""
    post = documented(name)
    inner: Any = post.body
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = to
    return parse(post.body, headers=post.headers)


def refused(found: PhonePost) -> list[tuple[str, Reason]]:
    """Return what was refused, where and why."""
    return [(one.where, one.reason) for one in found.refused]


METRIC = ("data", "metrics", 0)
ENTRY = (*METRIC, "data", 1)
V2 = ("data", "workouts", 0)


@pytest.mark.parametrize(
    ("path", "to", "where", "reason"),
    [
        (ENTRY, 7, "", Reason.WRONG_TYPE),
        ((*ENTRY, "date"), None, "date", Reason.MISSING),
        ((*ENTRY, "date"), "yesterday", "date", Reason.NOT_A_DATE),
        ((*ENTRY, "date"), "2026-10-04 20:06:00 +0200", "date", Reason.IN_THE_FUTURE),
        ((*ENTRY, "date"), "1970-01-01 00:00:00 +0000", "date", Reason.TOO_OLD),
        ((*ENTRY, "qty"), None, "qty", Reason.MISSING),
        ((*ENTRY, "qty"), -1, "qty", Reason.NEGATIVE),
        ((*ENTRY, "qty"), 601, "qty", Reason.TOO_FAST),
        ((*ENTRY, "qty"), 1e6, "qty", Reason.TOO_HIGH),
        ((*ENTRY, "qty"), {}, "qty", Reason.WRONG_TYPE),
    ],
)
def test_one_entry_of_a_series_is_refused(
    path: tuple[str | int, ...], to: object, where: str, reason: Reason
) -> None:
    """The others are taken."""
    whole = documented("health_auto_export_metrics")
    found = parse_with("health_auto_export_metrics", *path, to=to)
    dot = "." if where else ""
    assert refused(found) == [(f"data.metrics[0].data[1]{dot}{where}", reason)]
    assert len(found.counts) == len(parse(whole.body, headers=whole.headers).counts) - 1


@pytest.mark.parametrize(
    ("path", "to", "where", "reason"),
    [
        (METRIC, "steps", "data.metrics[0]", Reason.WRONG_TYPE),
        ((*METRIC, "name"), 1, "data.metrics[0].name", Reason.WRONG_TYPE),
        ((*METRIC, "name"), "Étages", "data.metrics[0].name", Reason.UNKNOWN_METRIC),
        ((*METRIC, "units"), "km", "data.metrics[0].units", Reason.UNKNOWN_UNIT),
        ((*METRIC, "units"), None, "data.metrics[0].units", Reason.MISSING),
        ((*METRIC, "data"), {}, "data.metrics[0].data", Reason.WRONG_TYPE),
    ],
)
def test_one_metric_is_refused(
    path: tuple[str | int, ...], to: object, where: str, reason: Reason
) -> None:
    """Once, not for each of its entries; the other metrics are taken."""
    found = parse_with("health_auto_export_metrics", *path, to=to)
    assert refused(found) == [(where, reason)]
    assert len(found.counts) == 2


@pytest.mark.parametrize(
    ("path", "where"),
    [(("data", "metrics"), "data.metrics"), (("data", "workouts"), "data.workouts")],
)
def test_a_part_that_is_no_array_is_no_post(path: tuple[str, ...], where: str) -> None:
    """The body is wrong as a whole."""
    post = documented("health_auto_export_workout_v2")
    post.body["data"][path[-1]] = {"a": 1}
    assert refusal(post.body) == (where, Reason.WRONG_TYPE)


@pytest.mark.parametrize(
    ("path", "to", "where", "reason"),
    [
        ((), 1, "", Reason.WRONG_TYPE),
        (("start",), None, "start", Reason.MISSING),
        (("end",), "2026-10-04 08:14:00 +0200", "end", Reason.ENDS_BEFORE_START),
        (("end",), "2026-10-04 08:15:00 +0200", "end", Reason.NO_TIME),
        (("start",), "2026-10-03 08:29:00 +0200", "end", Reason.TOO_LONG),
        (("end",), "2026-10-04 20:06:00 +0200", "end", Reason.IN_THE_FUTURE),
        (("duration",), 1000, "duration", Reason.TOO_LONG),
        (("distance", "units"), "furlong", "distance.units", Reason.UNKNOWN_UNIT),
        (("distance", "units"), None, "distance.units", Reason.MISSING),
        (("distance", "qty"), None, "distance.qty", Reason.MISSING),
        (("distance", "qty"), 7, "distance", Reason.TOO_FAST),
        (("distance",), 7, "distance", Reason.WRONG_TYPE),
        (("stepCount",), 7, "stepCount", Reason.WRONG_TYPE),
        (("stepCount", 1), 7, "stepCount[1]", Reason.WRONG_TYPE),
        (("stepCount", 1, "qty"), -7, "stepCount[1].qty", Reason.NEGATIVE),
        (("stepCount", 1, "units"), "km", "stepCount[1].units", Reason.UNKNOWN_UNIT),
        (("stepCount", 0, "qty"), 99_999, "stepCount", Reason.TOO_HIGH),
        (("stepCount", 0, "qty"), 9_000, "stepCount", Reason.TOO_FAST),
        (("stepCount", 0, "source"), {}, "stepCount[0].source", Reason.WRONG_TYPE),
        (("heartRate", "avg"), 99, "heartRate.avg", Reason.WRONG_TYPE),
        (("heartRate", "avg", "qty"), 9, "heartRate.avg.qty", Reason.TOO_LOW),
        (("heartRate", "avg", "qty"), 300, "heartRate.avg.qty", Reason.TOO_HIGH),
        (
            ("activeEnergyBurned", "units"),
            "J",
            "activeEnergyBurned.units",
            Reason.UNKNOWN_UNIT,
        ),
        (("activeEnergyBurned", "qty"), 1e6, "activeEnergyBurned.qty", Reason.TOO_HIGH),
        (("source",), [], "source", Reason.WRONG_TYPE),
        (("id",), [], "id", Reason.WRONG_TYPE),
    ],
)
def test_one_workout_is_refused(
    path: tuple[str | int, ...], to: object, where: str, reason: Reason
) -> None:
    """The first wrong field is named; the other workout is taken."""
    found = parse_with("health_auto_export_workout_v2", *V2, *path, to=to)
    dot = "." if where else ""
    assert refused(found) == [(f"data.workouts[0]{dot}{where}", reason)]
    assert [one.name for one in found.workouts] == ["Outdoor Walk"]


@pytest.mark.parametrize("bad", [7, {"Avg": None}, {"qty": 300}, {}])
def test_a_series_of_beats_is_checked(bad: object) -> None:
    """Where it is what tells the mean."""
    path = ("data", "workouts", 1, "heartRateData", 1)
    found = parse_with("health_auto_export_workout_v2", *path, to=bad)
    assert found.refused[0].where.startswith("data.workouts[1].heartRateData[1]")


def test_a_workout_names_its_source() -> None:
    """Itself, or by the first of its steps; its hash is an id too."""
    path = (*V2, "source")
    found = parse_with("health_auto_export_workout_v2", *path, to="Anna's Watch")
    assert found.workouts[0].source == "Anna's Watch"
    body = documented("health_auto_export_workout_v1").body
    body["data"]["workouts"][0] |= {
        "hash": "abc",
        "avgHeartRate": None,
        "activeEnergy": None,
    }
    (walk,) = parse(body).workouts
    assert (walk.key, walk.heart_rate_bpm, walk.energy_kcal) == ("abc", 96, 70.0)


@pytest.mark.parametrize(
    ("path", "to", "where", "reason"),
    [
        (("steps", 0), 1, "steps[0]", Reason.WRONG_TYPE),
        (("steps", 0, "count"), 7_501, "steps[0].count", Reason.TOO_FAST),
        (("steps", 0, "count"), None, "steps[0].count", Reason.MISSING),
        (
            ("steps", 0, "end_time"),
            "2026-10-04T18:06:00Z",
            "steps[0].end_time",
            Reason.IN_THE_FUTURE,
        ),
        (
            ("steps", 0, "end_time"),
            "2026-10-04T06:15:00Z",
            "steps[0].end_time",
            Reason.NO_TIME,
        ),
        (("steps", 0, "start_time"), None, "steps[0].start_time", Reason.MISSING),
        (("steps", 0, "metadata"), 1, "steps[0].metadata", Reason.WRONG_TYPE),
        (
            ("steps", 0, "metadata", "data_origin"),
            [],
            "steps[0].metadata",
            Reason.WRONG_TYPE,
        ),
        (("heart_rate", 1, "avg"), 5, "heart_rate[1].avg", Reason.TOO_LOW),
        (("heart_rate", 1, "time"), None, "heart_rate[1].time", Reason.MISSING),
        (("exercise", 0, "steps"), -1, "exercise[0].steps", Reason.NEGATIVE),
        (
            ("exercise", 0, "distance_meters"),
            1e5,
            "exercise[0].distance_meters",
            Reason.TOO_FAST,
        ),
        (
            ("exercise", 0, "duration_seconds"),
            900,
            "exercise[0].duration_seconds",
            Reason.TOO_LONG,
        ),
        (
            ("exercise", 0, "end_time"),
            "2026-10-04T06:00:00Z",
            "exercise[0].end_time",
            Reason.ENDS_BEFORE_START,
        ),
    ],
)
def test_one_record_of_hc_webhook_is_refused(
    path: tuple[str | int, ...], to: object, where: str, reason: Reason
) -> None:
    """By the name that the app gave it."""
    assert refused(parse_with("hc_webhook_default", *path, to=to)) == [(where, reason)]


def test_what_is_wrong_with_hc_webhook_as_a_whole() -> None:
    """An array that is none, or no data in the envelope."""
    body = documented("hc_webhook_default").body | {"steps": {}}
    assert refusal(body) == ("steps", Reason.WRONG_TYPE)
    assert refusal({"type": "health_data.synced"}) == ("data", Reason.MISSING)
    body = {"type": "health_data.synced", "data": {"records": [{"type": 1.5}, 2]}}
    assert refused(parse(body)) == [
        ("data.records[0].type", Reason.WRONG_TYPE),
        ("data.records[1]", Reason.WRONG_TYPE),
    ]


def test_hours_from_midnight_are_a_day_only_within_it() -> None:
    """A short walk at midnight is a walk; two days are no day."""
    steps = {"count": 90, "start_time": "2026-10-02T22:00:00Z"}
    body = {"timestamp": "x", "app_version": "x"}
    short = steps | {"end_time": "2026-10-02T22:10:00Z"}
    long = steps | {"end_time": "2026-10-04T10:00:00Z"}
    found = parse(body | {"steps": [short, long]})
    assert [count.daily_total for count in found.counts] == [False]
    assert refused(found) == [("steps[1].end_time", Reason.TOO_LONG)]


def test_the_day_that_the_clocks_are_set_back_is_longer() -> None:
    """It is a day all the same."""
    received_at = datetime(2026, 10, 26, 12, tzinfo=UTC)
    body = [{"type": "steps", "value": 9000, "date": "2026-10-25"}]
    (count,) = parse(body, received_at=received_at).counts
    assert (count.finished_at - count.started_at).total_seconds() == 25 * 3600


DAY = {
    "metric": "steps",
    "value": 5210,
    "unit": "count",
    "start_date": "2026-10-03T22:00:00Z",
    "end_date": "2026-10-04T17:50:00Z",
    "daily_total": True,
}


@pytest.mark.parametrize(
    ("fields", "where", "reason"),
    [
        ({"value": None}, "value", Reason.MISSING),
        ({"value": "7,961"}, "value", Reason.AMBIGUOUS_NUMBER),
        ({"unit": None}, "unit", Reason.MISSING),
        ({"unit": "kcal"}, "unit", Reason.UNKNOWN_UNIT),
        ({"metric": []}, "metric", Reason.WRONG_TYPE),
        ({"metric": None}, "metric", Reason.MISSING),
        ({"end_date": None}, "end_date", Reason.MISSING),
        ({"end_date": "2026-10-03T21:00:00Z"}, "end_date", Reason.ENDS_BEFORE_START),
        ({"end_date": "2026-10-03T22:00:00Z"}, "end_date", Reason.NO_TIME),
        ({"start_date": "2026-10-02T22:00:00Z"}, "end_date", Reason.TOO_LONG),
        ({"end_date": "2026-10-03T22:05:00Z"}, "value", Reason.TOO_FAST),
        ({"daily_total": "so"}, "daily_total", Reason.WRONG_TYPE),
        (
            {"daily_total": False, "end_date": "2026-10-04T18:06:00Z"},
            "end_date",
            Reason.IN_THE_FUTURE,
        ),
        ({"metric": "heartRate", "unit": "bpm"}, "value", Reason.TOO_HIGH),
        ({"metric": "workouts", "unit": "cal"}, "unit", Reason.UNKNOWN_UNIT),
        (
            {"metric": "workouts", "unit": None, "distance": -1},
            "distance",
            Reason.NEGATIVE,
        ),
        (
            {"metric": "workouts", "unit": "kJ", "start_date": None},
            "start_date",
            Reason.MISSING,
        ),
        ({"source": 1.5}, "source", Reason.WRONG_TYPE),
    ],
)
def test_a_sample_of_health_sync_is_refused(
    fields: dict[str, object], where: str, reason: Reason
) -> None:
    """In its array one by one; alone it is the whole post."""
    sample = DAY | fields
    found = parse({"samples": [DAY, sample, 7]})
    assert refused(found) == [
        (f"samples[1].{where}", reason),
        ("samples[2]", Reason.WRONG_TYPE),
    ]
    assert len(found.counts) == 1
    assert refusal(sample) == (where, reason)
    assert refused(parse([DAY, sample])) == [(f"[1].{where}", reason)]


def test_what_is_wrong_with_health_sync_as_a_whole() -> None:
    """Samples that are no array."""
    assert refusal({"samples": {}}) == ("samples", Reason.WRONG_TYPE)


@pytest.mark.parametrize(
    ("sample", "where", "reason"),
    [
        (
            {"metric": "steps", "value": 12, "timestamp": 1791094500},
            "unit",
            Reason.MISSING,
        ),
        (
            {"metric": "steps", "value": 12, "unit": "count"},
            "timestamp",
            Reason.MISSING,
        ),
        (
            {"metric": "steps", "value": 12, "unit": "%", "timestamp": 1},
            "unit",
            Reason.UNKNOWN_UNIT,
        ),
    ],
)
def test_a_flat_sample_is_refused(
    sample: dict[str, object], where: str, reason: Reason
) -> None:
    """Without its unit or its time it says nothing."""
    assert refusal(sample) == (where, reason)


@pytest.mark.parametrize(
    ("fields", "where", "reason"),
    [
        ({"date": "2026-10-05"}, "date", Reason.IN_THE_FUTURE),
        ({"date": "1999-12-31"}, "date", Reason.TOO_OLD),
        ({"date": "9999-12-31"}, "date", Reason.IN_THE_FUTURE),
        ({"date": "2026-13-01"}, "date", Reason.NOT_A_DATE),
        ({"date": "14.10.2026"}, "date", Reason.NOT_A_DATE),
        ({"date": None}, "timestamp", Reason.MISSING),
        ({"value": "7.961"}, "value", Reason.AMBIGUOUS_NUMBER),
        ({"unit": "km"}, "unit", Reason.UNKNOWN_UNIT),
        ({"type": ["step"]}, "type", Reason.WRONG_TYPE),
        ({"source": []}, "source", Reason.WRONG_TYPE),
    ],
)
def test_an_entry_of_shortcuts_is_refused(
    fields: dict[str, object], where: str, reason: Reason
) -> None:
    """One by one."""
    entry = {"value": "7961", "type": "step", "unit": "count", "date": "2026-10-03"}
    found = parse([entry, entry | fields])
    assert refused(found) == [(f"[1].{where}", reason)]
    assert len(found.counts) == 1


def test_an_array_of_ours_is_read_one_by_one() -> None:
    """What is not one of ours among them is refused, and so is an event."""
    good = {"start": 1791094500, "duration": 60}
    items = [good, good | {"steps": -1}, {"event": "start"}, 7, {"metric": "steps"}]
    found = parse(items)
    assert len(found.workouts) == 1
    assert refused(found) == [
        ("[1].steps", Reason.NEGATIVE),
        ("[2].event", Reason.UNKNOWN_FIELD),
        ("[3]", Reason.WRONG_TYPE),
        ("[4].metric", Reason.UNKNOWN_FIELD),
    ]
    assert not found.is_test
    assert parse([good, good | {"test": True}]).is_test


@pytest.mark.parametrize("change", [{"steps": 900}, {"distance_m": 5.5}, {"id": ""}])
def test_a_walk_without_an_id_is_known_by_its_times(change: dict[str, object]) -> None:
    """An app that learns more about it later sends the same walk; another source is another walk."""
    walk: dict[str, object] = {"start": 1791094500, "duration": 600}
    first, again, other = (
        parse(json.dumps(body)).workouts[0]
        for body in (walk, walk | change, walk | {"source": "watch"})
    )
    assert first.key == again.key
    assert first.key != other.key


def test_a_count_is_known_by_its_value_too() -> None:
    """A day that has grown is another fact."""

    def key(value: int) -> str:
        entry = {"type": "step", "value": value, "date": "2026-10-04"}
        return parse([entry]).counts[0].key

    assert key(275) == key(275) != key(276)
