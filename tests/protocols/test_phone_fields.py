"""Numbers, durations and dates as phones write them: read where they can mean one thing only, refused where not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.retrowalk.protocols.phone import RefusalReason as Reason, Workout

from .documented_posts import BERLIN, at, parse, refusal


def walk(**fields: Any) -> dict[str, Any]:
    """Return our own body of a walk of an hour."""
    return {
        "start": "2026-10-04T08:00:00+02:00",
        "end": "2026-10-04T09:00:00+02:00",
    } | fields


def read(**fields: Any) -> Workout:
    """Return the walk that such a body comes to."""
    (found,) = parse(walk(**fields)).workouts
    return found


@pytest.mark.parametrize(
    ("steps", "read_as"),
    [
        (0, 0),
        (1043, 1043),
        (1042.6, 1043),
        ("1043", 1043),
        (" 1043 ", 1043),
        ("1 043", 1043),
        ("1\u00a0043", 1043),
        ("1\u202f043", 1043),
        ("1\u2019043", 1043),
        ("1042,6", 1043),
        ("1.042,6", 1043),
        ("1,042.6", 1043),
        ("10 042,6", 10043),
        ("1e3", 1000),
        ("1.0430", 1),
    ],
)
def test_steps_are_read(steps: object, read_as: int) -> None:
    """From numbers and from text, with the groups and decimals of several languages."""
    assert read(steps=steps).steps == read_as


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ("7.961", Reason.AMBIGUOUS_NUMBER),
        ("7,961", Reason.AMBIGUOUS_NUMBER),
        ("many", Reason.NOT_A_NUMBER),
        ("12 steps", Reason.NOT_A_NUMBER),
        ("1,04,3", Reason.NOT_A_NUMBER),
        ("1 04", Reason.NOT_A_NUMBER),
        ("0x10", Reason.NOT_A_NUMBER),
        ("1_043", Reason.NOT_A_NUMBER),
        ("nan", Reason.NOT_A_NUMBER),
        ("1e999", Reason.NOT_FINITE),
        (10**400, Reason.NOT_FINITE),
        (-1, Reason.NEGATIVE),
        ("-12", Reason.NEGATIVE),
        (36_001, Reason.TOO_FAST),
        (100_001, Reason.TOO_HIGH),
        ("1.234.567", Reason.TOO_HIGH),
        ("1,234,567", Reason.TOO_HIGH),
        (True, Reason.WRONG_TYPE),
        ([], Reason.WRONG_TYPE),
        ({}, Reason.WRONG_TYPE),
    ],
)
def test_steps_that_may_mislead_are_refused(steps: object, reason: Reason) -> None:
    """The field is named, and why."""
    assert refusal(walk(steps=steps)) == ("steps", reason)


def test_a_float_beyond_all_floats_is_refused() -> None:
    """JSON can spell infinity without its name."""
    body = '{"start": 1791108000, "duration": 60, "distance_m": 1e999}'
    assert refusal(body) == ("distance_m", Reason.NOT_FINITE)


@pytest.mark.parametrize("nothing", [None, ""])
def test_an_empty_field_is_none(nothing: object) -> None:
    """A variable of a Shortcut that was never set is empty text."""
    found = read(steps=nothing, distance_m=nothing, duration=nothing, direction=nothing)
    assert found == read()


@pytest.mark.parametrize(
    ("distance", "unit", "metres"),
    [
        (0.64, "km", 640.0),
        ("0,640", "km", 640.0),
        ("5.123", "km", 5123.0),
        (0.5, "mi", 804.672),
        (0.5, " Miles ", 804.672),
        (700, "yd", 640.08),
        (2100, "ft", 640.08),
        (640, "m", 640.0),
    ],
)
def test_distances_are_read(distance: object, unit: str, metres: float) -> None:
    """In the units that apps write."""
    assert read(distance=distance, unit=unit).distance_m == pytest.approx(metres)


@pytest.mark.parametrize(
    ("fields", "where", "reason"),
    [
        ({"distance": 1}, "unit", Reason.MISSING),
        ({"distance": 1, "unit": "li"}, "unit", Reason.UNKNOWN_UNIT),
        ({"distance": 1, "unit": 1}, "unit", Reason.WRONG_TYPE),
        ({"distance": "5,123", "unit": "km"}, "distance", Reason.AMBIGUOUS_NUMBER),
        ({"distance": 44, "unit": "km"}, "distance", Reason.TOO_FAST),
        (
            {"distance": 1, "unit": "m", "distance_m": 1},
            "distance",
            Reason.UNKNOWN_FIELD,
        ),
        ({"distance_m": 43_201}, "distance_m", Reason.TOO_FAST),
        ({"distance_m": 2e6}, "distance_m", Reason.TOO_HIGH),
        ({"distance_m": -0.1}, "distance_m", Reason.NEGATIVE),
        ({"heart_rate": 19}, "heart_rate", Reason.TOO_LOW),
        ({"heart_rate": 261}, "heart_rate", Reason.TOO_HIGH),
        ({"energy_kcal": 20_001}, "energy_kcal", Reason.TOO_HIGH),
        ({"direction": "sideways"}, "direction", Reason.UNKNOWN_VALUE),
        ({"direction": 1}, "direction", Reason.WRONG_TYPE),
        ({"id": 1.5}, "id", Reason.WRONG_TYPE),
        ({"id": 1 << 64}, "id", Reason.WRONG_TYPE),
        ({"name": ["x"]}, "name", Reason.WRONG_TYPE),
        ({"stepps": 12}, "stepps", Reason.UNKNOWN_FIELD),
        ({"test": "maybe"}, "test", Reason.WRONG_TYPE),
        ({"test": 1}, "test", Reason.WRONG_TYPE),
        ({"duration": 3700}, "duration", Reason.TOO_LONG),
        ({"duration": -1}, "duration", Reason.NEGATIVE),
        ({"duration": 86_401}, "duration", Reason.TOO_LONG),
        ({"duration": "long"}, "duration", Reason.NOT_A_DURATION),
        ({"duration": "12:60"}, "duration", Reason.NOT_A_DURATION),
        ({"duration": "1:60:00"}, "duration", Reason.NOT_A_DURATION),
        ({"duration": "P"}, "duration", Reason.NOT_A_DURATION),
        ({"duration": "PT"}, "duration", Reason.NOT_A_DURATION),
        ({"duration": "1,234"}, "duration", Reason.AMBIGUOUS_NUMBER),
        ({"duration": []}, "duration", Reason.WRONG_TYPE),
    ],
)
def test_a_wrong_field_is_named(
    fields: dict[str, object], where: str, reason: Reason
) -> None:
    """The first one, as the body is one walk."""
    assert refusal(walk(**fields)) == (where, reason)


@pytest.mark.parametrize(
    ("duration", "seconds"),
    [
        (750, 750.0),
        ("750", 750.0),
        ("750,5", 750.5),
        ("12:30", 750.0),
        ("0:12:30", 750.0),
        ("12:30.5", 750.5),
        ("PT12M30S", 750.0),
        ("pt0.2h".replace("0.2h", "12m30,5s"), 750.5),
        ("P0DT0H12M30S", 750.0),
        ("60:30", 3600.0),
    ],
)
def test_durations_are_read(duration: object, seconds: float) -> None:
    """As seconds, as a clock shows them, as ISO 8601; no more than passed, as clocks are rounded to minutes."""
    assert read(duration=duration).active_s == seconds


@pytest.mark.parametrize(
    ("start", "moment"),
    [
        ("2026-10-04T08:15:00+02:00", "06:15:00"),
        ("2026-10-04T08:15:00", "06:15:00"),
        ("2026-10-04 08:15", "06:15:00"),
        ("2026-10-04T06:15:00Z", "06:15:00"),
        ("2026-10-04T06:15:00.250Z", "06:15:00.250"),
        ("20261004T061500Z", "06:15:00"),
        ("2026-10-04 08:15:00 +0200", "06:15:00"),
        ("2026-10-04 08:15:00 +02:00", "06:15:00"),
        ("2026-10-04 8:15:00 AM +0200", "06:15:00"),
        ("2026-10-04 8:15 a.m. +0200", "06:15:00"),
        ("2026-10-04, 8:15 am", "06:15:00"),
        ("2026-10-04 12:15:00 am +0000", "00:15:00"),
        ("2026-10-04 12:15:00\u202fPM +0400", "08:15:00"),
        (1791094500, "06:15:00"),
        ("1791094500", "06:15:00"),
        (1791094500000, "06:15:00"),
        ("1791094500000", "06:15:00"),
        (1791094500.5, "06:15:00.500"),
    ],
)
def test_dates_are_read(start: object, moment: str) -> None:
    """In both forms of Health Auto Export, with twelve hours, as seconds and milliseconds of Unix."""
    (found,) = parse({"start": start, "duration": 60}).workouts
    assert found.started_at == at(f"04T{moment}")
    assert found.started_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        ("2026-10-04", Reason.NOT_A_DATE),
        ("04.10.2026 08:15", Reason.NOT_A_DATE),
        ("10/04/2026 08:15:00", Reason.NOT_A_DATE),
        ("2026-10-04 13:15 pm", Reason.NOT_A_DATE),
        ("2026-10-04 0:15 am", Reason.NOT_A_DATE),
        ("2026-02-30T08:15:00", Reason.NOT_A_DATE),
        ("0001-01-01T00:00:00+14:00", Reason.NOT_A_DATE),
        ("8:15", Reason.NOT_A_DATE),
        (1e300, Reason.NOT_A_DATE),
        (10**30, Reason.NOT_A_DATE),
        (True, Reason.WRONG_TYPE),
        ([], Reason.WRONG_TYPE),
        ("1970-01-01T00:00:00Z", Reason.TOO_OLD),
        (0, Reason.TOO_OLD),
        ("1999-12-31T23:59:59Z", Reason.TOO_OLD),
        ("2026-10-04T18:05:01Z", Reason.IN_THE_FUTURE),
        ("2126-10-04T18:00:00Z", Reason.IN_THE_FUTURE),
    ],
)
def test_dates_that_cannot_be_are_refused(start: object, reason: Reason) -> None:
    """Nor is a form read of which nobody knows whether it begins with the day or the month."""
    assert refusal({"start": start, "duration": 60}) == ("start", reason)


def test_the_first_day_that_is_taken() -> None:
    """And the clock of a phone may be five minutes ahead."""
    assert parse({"start": "2000-01-01T00:00:00Z", "duration": 60}).workouts
    assert parse({"end": "2026-10-04T18:05:00Z", "duration": 60}).workouts


@pytest.mark.parametrize(
    ("start", "moment"),
    [
        ("2026-10-25T02:30:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T02:30:00+01:00", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("2026-03-29T02:30:00", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
    ],
)
def test_an_hour_that_a_clock_shows_twice_is_the_earlier(
    start: str, moment: datetime
) -> None:
    """Unless its offset is told; an hour that it skips is counted on."""
    received_at = datetime(2026, 10, 26, tzinfo=UTC)
    found = parse({"start": start, "duration": 60}, received_at=received_at)
    assert found.workouts[0].started_at == moment


@pytest.mark.parametrize(
    ("fields", "where", "reason"),
    [
        ({"steps": 3, "start": 1791094500}, "end", Reason.MISSING),
        ({"end": 1791094500}, "start", Reason.MISSING),
        ({"start": None, "end": None, "duration": 60}, "start", Reason.MISSING),
        ({"start": 1791094500, "end": 1791094499}, "end", Reason.ENDS_BEFORE_START),
        ({"start": 1791094500, "end": 1791094500}, "end", Reason.NO_TIME),
        ({"start": 1791094500, "duration": 0}, "duration", Reason.NO_TIME),
        ({"start": 1790994500, "end": 1791094500}, "end", Reason.TOO_LONG),
        (
            {"start": "2026-10-04T17:30:00Z", "duration": "45:00"},
            "duration",
            Reason.IN_THE_FUTURE,
        ),
    ],
)
def test_a_walk_takes_its_time(
    fields: dict[str, object], where: str, reason: Reason
) -> None:
    """It begins before it ends, within a day, and is over."""
    assert refusal(fields) == (where, reason)


def test_a_walk_of_a_day_is_the_longest() -> None:
    """Not a second more."""
    body = {"start": "2026-10-03T08:00:00Z", "end": "2026-10-04T08:00:00Z"}
    (found,) = parse(body).workouts
    assert found.finished_at - found.started_at == timedelta(days=1)
    body["end"] = "2026-10-04T08:00:01Z"
    assert refusal(body) == ("end", Reason.TOO_LONG)


def test_names_are_cleaned() -> None:
    """They can be written anywhere: one short line, without half a pair of surrogates."""
    body = '{"start": 1791094500, "duration": 60, "name": " a\\n\\u0000b\\ud800\\tc ", "source": "%s"}'
    (found,) = parse(body % ("x" * 1000)).workouts
    assert found.name == "a b c"
    assert found.source == "x" * 100
    assert refusal('{"start": 1, "\\ud800\\u0007": 1}') == ("", Reason.UNKNOWN_FIELD)


@pytest.mark.parametrize(
    ("live", "where", "reason"),
    [
        ({"event": "jump"}, "event", Reason.UNKNOWN_VALUE),
        ({"event": 1}, "event", Reason.WRONG_TYPE),
        ({"event": None}, "event", Reason.WRONG_TYPE),
        ({"event": "start", "duration": 60}, "duration", Reason.UNKNOWN_FIELD),
        ({"event": "start", "at": "2026-10-04T17:49:59Z"}, "at", Reason.NOT_LIVE),
        ({"event": "start", "at": "2026-10-04T18:06:00Z"}, "at", Reason.IN_THE_FUTURE),
        ({"event": "sample", "speed_kmh": 44}, "speed_kmh", Reason.TOO_HIGH),
        ({"event": "sample", "steps": -1}, "steps", Reason.NEGATIVE),
        ({"event": "start", "planned": "soon"}, "planned", Reason.NOT_A_DURATION),
    ],
)
def test_a_wrong_event_is_refused(
    live: dict[str, object], where: str, reason: Reason
) -> None:
    """What happened more than ten minutes ago is no event of a walk under way."""
    assert refusal(live) == (where, reason)


def test_events_without_a_time_are_new_each_time() -> None:
    """Two pauses of a walk are two; with a time, the same again is the same."""
    pause = {"event": " Pause ", "id": 7}
    first, second = (
        parse(pause, received_at=at(f"04T18:00:0{second}")).live for second in (0, 1)
    )
    assert first is not None
    assert second is not None
    assert (first.at, first.kind) == (None, "pause")
    assert first.key != second.key
    timed = pause | {"at": "2026-10-04T17:59:00Z"}
    first, second = (
        parse(timed, received_at=at(f"04T18:00:0{second}")).live for second in (0, 1)
    )
    assert first == second


def test_the_zone_is_that_of_the_home() -> None:
    """Of dates without an offset only."""
    received_at = datetime(2026, 10, 4, 18, tzinfo=BERLIN)
    found = parse({"end": "2026-10-04T18:04", "duration": 60}, received_at=received_at)
    assert found.workouts[0].finished_at == at("04T16:04:00")
