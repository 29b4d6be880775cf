"""What each hour gave: shared out by time, and never more or less than the journal has."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.decision import Decision, DecisionKey
from custom_components.retrowalk.walking.hours import (
    FEW_SHIFTS,
    Corrections,
    Gains,
    Row,
    Statistic,
    corrections,
    first_difference,
    hourly,
    minimum_sessions,
)
from custom_components.retrowalk.walking.journal import Journal
from custom_components.retrowalk.walking.model import (
    Direction,
    FinishReason,
    Segment,
    Session,
    StepSource,
)
from custom_components.retrowalk.walking.stats import Figures

from .strategies import LAST_DAY, decisions, journal_sessions

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
KATHMANDU = ZoneInfo("Asia/Kathmandu")


def part(
    after_min: float,
    seconds: float,
    direction: Direction = Direction.BACKWARD,
    *,
    energy_kcal: float | None = None,
) -> Segment:
    """A segment so many minutes after noon, at 0.5 m and 1.5 steps a second."""
    return Segment(
        direction=direction,
        started_at=NOON + timedelta(minutes=after_min),
        active_s=seconds,
        distance_m=0.5 * seconds,
        steps=round(1.5 * seconds),
        step_source=StepSource.BELT,
        energy_kcal=energy_kcal,
    )


def walk(
    begin_min: float, end_min: float, *parts: Segment, session_id: str = "one"
) -> Session:
    """A session between two moments, in minutes after noon."""
    return Session(
        id=session_id,
        started_at=NOON + timedelta(minutes=begin_min),
        finished_at=NOON + timedelta(minutes=end_min),
        day=NOON.date(),
        zone="UTC",
        reason=FinishReason.REST,
        by_hand=False,
        source=None,
        segments=parts,
    )


def gave(*sessions: Session) -> dict[Statistic, dict[int, int]]:
    """What sessions gave by the hours after noon, without what nobody did."""
    told = hourly(sessions, lambda _: 60.0)
    return {
        statistic: {
            (hour - int(NOON.timestamp())) // 3600: gained
            for hour, gained in gains.items()
        }
        for statistic, gains in told.items()
        if gains
    }


def test_walk_within_an_hour() -> None:
    """All of it, and the session itself, belong to that hour."""
    assert gave(walk(10, 30, part(10, 600, energy_kcal=41.5))) == {
        Statistic.TIME: {0: 600_000},
        Statistic.DISTANCE: {0: 300_000},
        Statistic.STEPS: {0: 900},
        Statistic.SESSIONS: {0: 1},
        Statistic.ENERGY: {0: 41_500},
    }


def test_walk_over_an_hour_is_shared_out_by_time() -> None:
    """A quarter before, three quarters after; the session counts where it began."""
    told = gave(walk(50, 90, part(50, 1200)))
    assert told[Statistic.TIME] == {0: 300_000, 1: 900_000}
    assert told[Statistic.DISTANCE] == {0: 150_000, 1: 450_000}
    assert told[Statistic.STEPS] == {0: 450, 1: 1350}
    assert told[Statistic.SESSIONS] == {0: 1}


def test_long_walk_gives_to_each_hour() -> None:
    """Three hours and a half."""
    told = gave(walk(0, 210, part(0, 12_600)))
    assert told[Statistic.TIME] == {
        0: 3_600_000,
        1: 3_600_000,
        2: 3_600_000,
        3: 1_800_000,
    }


def test_walk_that_ends_with_the_hour_leaves_the_next_one_alone() -> None:
    """An hour ends where the next one begins."""
    assert gave(walk(40, 60, part(40, 1200)))[Statistic.TIME] == {0: 1_200_000}
    assert gave(walk(60, 80, part(60, 1200)))[Statistic.TIME] == {1: 1_200_000}


def test_only_backward_counts_where_it_was_walked() -> None:
    """Forward stretches give nothing, and keep their time to themselves."""
    told = gave(
        walk(
            40,
            100,
            part(40, 900),
            part(55, 1500, Direction.FORWARD),
            part(80, 600),
            part(90, 500, Direction.UNKNOWN),
        )
    )
    assert told[Statistic.TIME] == {0: 900_000, 1: 600_000}


def test_too_short_a_session_gives_minutes_but_no_session() -> None:
    """The minimum of its day decides."""
    told = gave(walk(0, 5, part(0, 59.9), part(2, 200, Direction.FORWARD)))
    assert told[Statistic.TIME] == {0: 59_900}
    assert Statistic.SESSIONS not in told


def test_minimum_in_force_on_the_day() -> None:
    """A later decision changes no session of before."""
    counts_from_s = minimum_sessions(
        [
            Decision(
                at=NOON,
                day=NOON.date() + timedelta(days=1),
                key=DecisionKey.MINIMUM_SESSION,
                value=3,
            )
        ]
    )
    assert counts_from_s(NOON.date()) == 60
    assert counts_from_s(NOON.date() + timedelta(days=1)) == 180


def test_segment_outside_its_session() -> None:
    """A walk whose times were mended may have segments that begin too early or too late: they stay within the walk."""
    told = gave(walk(0, 30, part(-90, 300), part(200, 300)))
    assert told[Statistic.TIME] == {0: 600_000}


def test_hours_where_no_zone_has_whole_hours() -> None:
    """An hour of statistics is one of UTC, also in Kathmandu."""
    begin = datetime(2026, 3, 2, 7, 0, tzinfo=KATHMANDU)
    session = replace(
        walk(0, 0, replace(part(0, 1200), started_at=begin)),
        started_at=begin,
        finished_at=begin + timedelta(minutes=60),
    )
    gains = hourly([session], lambda _: 60.0)[Statistic.TIME]
    assert {datetime.fromtimestamp(hour, UTC): ms for hour, ms in gains.items()} == {
        datetime(2026, 3, 2, 1, tzinfo=UTC): 900_000,
        datetime(2026, 3, 2, 2, tzinfo=UTC): 300_000,
    }


@st.composite
def scattered(draw: st.DrawFn) -> list[Session]:
    """Sessions whose segments begin anywhere, also outside."""
    return [
        replace(
            session,
            segments=tuple(
                replace(
                    one,
                    started_at=session.started_at
                    + timedelta(minutes=draw(st.integers(-30, 200))),
                )
                for one in session.segments
            ),
        )
        for session in draw(journal_sessions())
    ]


@given(scattered(), st.lists(decisions(), max_size=5))
def test_hours_sum_up_to_the_totals_of_the_journal(
    sessions: list[Session], decided: list[Decision]
) -> None:
    """Nothing is lost between hours, and nothing is made up."""
    journal = Journal()
    for session in sessions:
        journal.put(session)
    for decision in decided:
        journal.decide(decision)
    total = Figures(journal, 0).standing(LAST_DAY).total
    minimums = minimum_sessions(journal.history(DecisionKey.MINIMUM_SESSION))
    told = {
        statistic: sum(gains.values())
        for statistic, gains in hourly(sessions, minimums).items()
    }
    backward_kcal = sum(
        one.energy_kcal or 0
        for session in sessions
        for one in session.segments
        if one.direction is Direction.BACKWARD
    )
    assert told == {
        Statistic.TIME: round(1000 * total.backward_s),
        Statistic.DISTANCE: round(1000 * total.distance_m),
        Statistic.STEPS: total.steps,
        Statistic.SESSIONS: total.sessions,
        Statistic.ENERGY: round(1000 * backward_kcal),
    }


@given(scattered())
def test_every_gain_lies_within_its_session(sessions: list[Session]) -> None:
    """Each hour that gave something is one in which somebody walked."""
    for session in sessions:
        first = session.started_at - timedelta(hours=1)
        for gains in hourly([session], lambda _: 60.0).values():
            for hour, gained in gains.items():
                assert gained > 0
                begin = datetime.fromtimestamp(hour, UTC)
                assert first < begin <= session.finished_at


@given(
    scattered().flatmap(lambda known: st.tuples(st.just(known), st.permutations(known)))
)
def test_order_of_sessions_does_not_matter(
    both: tuple[list[Session], list[Session]],
) -> None:
    """Whatever was recorded first."""
    assert hourly(both[0], lambda _: 60.0) == hourly(both[1], lambda _: 60.0)


# What is written, and what is to be corrected

hours = st.dictionaries(
    st.integers(0, 40).map(lambda hour: 3600 * hour), st.integers(1, 9), max_size=30
)


def rows(gains: Gains) -> dict[int, Row]:
    """The rows that tell these gains."""
    told: dict[int, Row] = {}
    total = 0
    for hour in sorted(gains):
        total += gains[hour]
        told[hour] = Row(hour, gains[hour], total)
    return told


def corrected(written: Mapping[int, Row], lacks: Corrections) -> dict[int, Row]:
    """Rows as they are after corrections, made as the recorder makes them."""
    told = dict(written)
    for begin, by in lacks.shifts:
        for hour, row in told.items():
            if hour >= begin:
                told[hour] = row._replace(total=row.total + by)
    return told | {row.hour: row for row in lacks.rows}


def test_nothing_is_written_where_nothing_differs() -> None:
    """Not a row."""
    gains = {0: 5, 3600: 7, 72_000: 1}
    assert corrections(rows(gains), gains) == Corrections()


def test_one_more_hour_long_ago_is_one_shift_and_one_row() -> None:
    """What comes after is raised in one go."""
    gains = {3600 * hour: 5 for hour in range(1, 100)}
    assert corrections(rows(gains), gains | {0: 3}) == Corrections(
        shifts=((3600, 3),), rows=(Row(0, 3, 3),)
    )


def test_hour_that_gives_nothing_any_more_keeps_no_increase() -> None:
    """Its row says so, and the rows after it have come down."""
    gains = {0: 5, 3600: 7, 7200: 1}
    lacks = corrections(rows(gains), {0: 5, 7200: 1})
    assert corrected(rows(gains), lacks) == {
        0: Row(0, 5, 5),
        3600: Row(3600, 0, 5),
        7200: Row(7200, 1, 6),
    }


def test_many_differences_are_written_row_by_row() -> None:
    """Each shift touches all later rows, so there are only a few."""
    gains = {3600 * hour: 5 for hour in range(50)}
    less = dict.fromkeys(gains, 4)
    lacks = corrections(rows(gains), less)
    assert not lacks.shifts
    assert lacks.rows == tuple(rows(less).values())
    few = dict.fromkeys(list(gains)[:FEW_SHIFTS], 4)
    assert len(corrections(rows(gains), gains | few).shifts) == FEW_SHIFTS


@given(hours, hours)
def test_corrected_rows_tell_the_gains_and_nothing_else(
    before: Gains, after: Gains
) -> None:
    """Whatever was written; and corrected twice is corrected once."""
    told = corrected(rows(before), corrections(rows(before), after))
    total = 0
    for hour in sorted(told):
        total += after.get(hour, 0)
        assert told[hour] == Row(hour, after.get(hour, 0), total)
    assert told.keys() == before.keys() | after.keys()
    assert corrections(told, after) == Corrections()


@given(hours, hours, st.integers(0, 40).map(lambda hour: 3600 * hour))
def test_only_what_comes_since_the_change_is_needed(
    before: Gains, after: Gains, since: int
) -> None:
    """Rows before it are right, and are neither read nor written."""
    same = {hour: gained for hour, gained in before.items() if hour < since}
    changed = same | {hour: gained for hour, gained in after.items() if hour >= since}
    later = {hour: row for hour, row in rows(before).items() if hour >= since}
    lacks = corrections(later, changed, since)
    assert all(row.hour >= since for row in lacks.rows)
    assert corrections(corrected(rows(before), lacks), changed) == Corrections()


# What has changed

EARLY = walk(-300, -280, part(-300, 600), session_id="early")
LATE = walk(130, 150, part(130, 600), session_id="late")


@pytest.mark.parametrize(
    ("before", "now", "hour"),
    [
        ([EARLY, LATE], [LATE, EARLY], None),
        ([], [LATE], 2),
        ([EARLY], [], -5),
        ([EARLY, LATE], [EARLY, replace(LATE, segments=())], 2),
        ([EARLY], [replace(EARLY, started_at=NOON)], -5),
        ([replace(EARLY, started_at=NOON)], [EARLY], -5),
    ],
)
def test_first_hour_that_may_differ(
    before: list[Session], now: list[Session], hour: int | None
) -> None:
    """The earliest of all walks that came, went, or were changed; where they were and where they are."""
    first = first_difference(
        {one.id: one for one in before}, {one.id: one for one in now}
    )
    assert first == (None if hour is None else NOON.timestamp() + 3600 * hour)
