"""Walks, journals and nonsense for the property tests of walking."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from custom_components.retrowalk.walking.decision import (
    Decision,
    DecisionKey,
    GoalMeasure,
    SummaryDay,
    Vacation,
)
from custom_components.retrowalk.walking.events import Events
from custom_components.retrowalk.walking.model import (
    BeltSignal,
    Direction,
    DirectionChoice,
    FinishReason,
    Profile,
    Sample,
    Segment,
    Session,
    StepSource,
)
from custom_components.retrowalk.walking.session import SessionEngine
from custom_components.retrowalk.walking.streak import StreakKind

from .walks import BELT, BERLIN, EVENING, POD, VIEW

FIRST_DAY = date(2026, 2, 23)
LAST_DAY = date(2026, 4, 5)


class Act(NamedTuple):
    """One thing that happens to an engine, so many seconds after the one before."""

    after_s: float
    name: str
    sample: Sample | None = None
    direction: Direction | None = None
    turn_every_s: float | None = None


COMMANDS = ("start", "pause", "resume", "turn", "finish", "discard")


def samples(number: int, *, only: str | None = None) -> st.SearchStrategy[Sample]:
    """Return samples of any kind with this number in their id; their time is set when they happen."""
    return st.builds(
        Sample,
        id=st.just(f"sample {number}"),
        at=st.just(EVENING),
        source=st.just(only)
        if only
        else st.sampled_from([BELT, BELT, BELT, POD, VIEW]),
        speed_mps=st.sampled_from([None, 0.0, 0.05, 0.7, 0.7, 0.7, 1.2, 1.6, 2.0]),
        distance_m=st.sampled_from([0.0, 0.0, 0.5, 1.0, 1.0, 30.0]),
        steps=st.sampled_from([None, 0, 1, 2, 50]),
        clock_s=st.sampled_from([None, 0.0, 1.0, 30.0, 1000.0]),
        grade=st.sampled_from([0.0, 0.05, -0.03]),
        heart_rate_bpm=st.sampled_from([None, 100]),
        signal=st.sampled_from([None] * 6 + list(BeltSignal)),
        counters=st.none(),
        since_s=st.sampled_from([0.0, 0.1, 1.0, 1.0, 1.0, 5.0, 30.0, 600.0, -1.0]),
        held_s=st.sampled_from([0.0] * 6 + [20.0, 90.0, 5000.0]),
    )


@st.composite
def acts(draw: st.DrawFn, *, backward: bool, most: int = 40) -> list[Act]:
    """Return what happens in an hour or so; time jumps back now and then where that is asked for."""
    steps = [0.0, 0.1, 0.5, 1.0, 1.0, 1.0, 2.0, 5.0, 11.0, 60.0, 130.0, 400.0, 900.0]
    if backward:
        steps += [-0.5, -30.0, -90.0, -4000.0, 100_000.0]
    happened: list[Act] = []
    for number in range(draw(st.integers(1, most))):
        after_s = draw(st.sampled_from(steps))
        name = draw(st.sampled_from(("feed",) * 12 + ("tick",) * 3 + COMMANDS))
        happened.append(
            Act(
                after_s,
                name,
                sample=draw(samples(number)) if name == "feed" else None,
                direction=draw(st.sampled_from([None, *Direction]))
                if name in ("start", "turn")
                else None,
                turn_every_s=draw(st.sampled_from([None, 7.0, 60.0]))
                if name == "start"
                else None,
            )
        )
    return happened


def perform(engine: SessionEngine, act: Act, at: datetime, number: int) -> Events:
    """Let one thing happen to an engine at a moment."""
    match act.name:
        case "feed":
            assert act.sample is not None
            return engine.feed(act.sample._replace(at=at))
        case "turn":
            return engine.turn(at, act.direction)
        case "start":
            return engine.start(
                at,
                f"start {number}",
                direction=act.direction,
                turn_every_s=act.turn_every_s,
            )
        case name:
            command = {
                "tick": engine.tick,
                "pause": engine.pause,
                "resume": engine.resume,
                "finish": engine.finish,
                "discard": engine.discard,
            }[name]
            return command(at)


profiles = st.builds(
    Profile,
    height_m=st.sampled_from([None, 1.7]),
    mass_kg=st.sampled_from([None, 70.0]),
    birth_year=st.sampled_from([None, 1950, 1990]),
    live_opens_session=st.booleans(),
)
choices = st.sampled_from(DirectionChoice)


# Journals

_tenths = st.integers(0, 40_000).map(lambda tenths: tenths / 10)

segments = st.builds(
    Segment,
    direction=st.sampled_from(Direction),
    started_at=st.just(EVENING),
    active_s=_tenths,
    distance_m=_tenths,
    steps=st.integers(0, 5000),
    step_source=st.sampled_from(StepSource),
    energy_kcal=st.none() | _tenths,
)


@st.composite
def journal_sessions(draw: st.DrawFn, most: int = 12) -> list[Session]:
    """Return finished sessions of six weeks; no two begin at once."""
    days = draw(
        st.lists(
            st.tuples(
                st.dates(FIRST_DAY, LAST_DAY), st.integers(0, 23), st.integers(0, 59)
            ),
            max_size=most,
            unique=True,
        )
    )
    found = []
    for number, (day, hour, minute) in enumerate(days):
        begun = datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN)
        # As in the home: an hour that the clocks skip is no time at all
        started_at = begun.astimezone(UTC)
        found.append(
            Session(
                id=f"session {number}",
                started_at=started_at,
                finished_at=started_at + timedelta(hours=draw(st.integers(0, 3))),
                day=day,
                zone="Europe/Berlin",
                reason=draw(st.sampled_from(FinishReason)),
                by_hand=draw(st.booleans()),
                source=draw(st.sampled_from([None, BELT])),
                segments=tuple(draw(st.lists(segments, max_size=3))),
            )
        )
    return found


_values: dict[DecisionKey, st.SearchStrategy[Any]] = {
    DecisionKey.DAILY_GOAL: st.integers(1, 90),
    DecisionKey.DAILY_MEASURE: st.sampled_from(GoalMeasure),
    DecisionKey.WEEKDAY_GOALS: st.just(())
    | st.lists(st.integers(0, 60), min_size=7, max_size=7).map(tuple),
    DecisionKey.WEEKLY_GOAL: st.integers(1, 7),
    DecisionKey.WEEKLY_MEASURE: st.sampled_from(
        [GoalMeasure.SESSIONS, GoalMeasure.MINUTES]
    ),
    DecisionKey.MINIMUM_SESSION: st.sampled_from([1, 1.5, 2, 3]),
    DecisionKey.REST_DAYS: st.lists(st.integers(0, 6), unique=True).map(tuple),
    DecisionKey.REST_DAY: st.dates(FIRST_DAY, LAST_DAY).map(date.isoformat),
    DecisionKey.FREEZES: st.booleans(),
    DecisionKey.RISK_HOUR: st.integers(0, 23),
    DecisionKey.MILESTONES: st.lists(st.integers(1, 400), max_size=4).map(tuple),
    DecisionKey.VACATION: st.sampled_from(Vacation),
    DecisionKey.CALENDAR_VACATION: st.booleans(),
    DecisionKey.WEEK_START: st.integers(0, 6),
    DecisionKey.DAY_START_HOUR: st.integers(0, 6),
    DecisionKey.REMINDERS: st.booleans(),
    DecisionKey.REMINDER_TIME: st.integers(0, 1439),
    DecisionKey.WEEKLY_SUMMARY: st.sampled_from(SummaryDay),
    DecisionKey.STREAK_KIND: st.sampled_from(StreakKind),
    DecisionKey.DIRECTION: st.sampled_from(DirectionChoice),
    DecisionKey.TURN_EVERY: st.sampled_from([0, 0.5, 2, 60]),
    DecisionKey.SPEED_CAP: st.sampled_from([0, 0.5, 2.5, 5]),
}


@st.composite
def decisions(draw: st.DrawFn) -> Decision:
    """Return something that the walker decided."""
    key = draw(st.sampled_from(DecisionKey))
    day = draw(st.dates(FIRST_DAY, LAST_DAY))
    return Decision(
        at=datetime(day.year, day.month, day.day, 12, tzinfo=BERLIN),
        day=day,
        key=key,
        value=draw(_values[key]),
    )


# Nonsense

_scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(
        [
            "",
            "0001-01-01",
            "9999-12-31",
            "2026-03-02",
            "2026-03-02T12:00:00+00:00",
            "2026-03-02T12:00:00",
            "0001-01-01T00:00:00+12:00",
            "9999-12-31T23:59:59-12:00",
            "backward",
            "rest",
            10**400,
            -1,
            float("nan"),
            float("inf"),
        ]
    )
)
anything = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@st.composite
def damaged(draw: st.DrawFn, intact: Any) -> Any:
    """Return a JSON value with up to three of its parts replaced by anything, or lost."""
    value = _copy(intact)
    for _ in range(draw(st.integers(1, 3))):
        holder: Any = value
        while True:
            keys = list(holder) if isinstance(holder, dict) else range(len(holder))
            if not keys:
                break
            key = draw(st.sampled_from(list(keys)))
            if (
                isinstance(holder[key], dict | list)
                and holder[key]
                and draw(st.booleans())
            ):
                holder = holder[key]
                continue
            if draw(st.integers(0, 4)):
                holder[key] = draw(anything)
            else:
                del holder[key]
            break
    return value


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_copy(part) for part in value]
    return value
