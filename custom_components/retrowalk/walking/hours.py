"""What was walked backward in each hour of the past, and how far what is written of it elsewhere is off."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from .goal import Goals
from .journal import Decision, Journal
from .model import Direction, Segment, Session

HOUR_S: Final = 3600
FEW_SHIFTS: Final = 8
"""So many shifts at most: each one touches all later rows."""


class Statistic(StrEnum):
    """What is summed up by the hour."""

    TIME = "time"
    """Milliseconds."""
    DISTANCE = "distance"
    """Millimetres."""
    STEPS = "steps"
    SESSIONS = "sessions"
    """Those long enough to count, in the hour in which they began."""
    ENERGY = "energy"
    """Calories (thousandths of a kilocalorie), as far as they are known."""


type Gains = dict[int, int]
"""What each hour gave, by its beginning in seconds since 1970; whole numbers, so that no order leaves a trace."""


class Row(NamedTuple):
    """An hour's gain, and the sum from the first hour on."""

    hour: int
    gained: int
    total: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Corrections:
    """What makes rows right that are written already: first the shifts, then the rows."""

    shifts: tuple[tuple[int, int], ...] = ()
    """From which hour on the totals are raised, and by how much."""
    rows: tuple[Row, ...] = ()
    """Rows to be written or written over."""


def minimum_sessions(minimums: Iterable[Decision]) -> Callable[[date], float]:
    """Backward seconds from which a session of a day counts, as decided."""
    journal = Journal()
    for decision in minimums:
        journal.decide(decision)
    return Goals(journal).minimum_session_s


def hourly(
    sessions: Iterable[Session], counts_from_s: Callable[[date], float]
) -> dict[Statistic, Gains]:
    """What sessions gave in each hour that gave anything.

    A segment that spans hours is shared out by time; its pauses are not known, so they lie all over it.
    """
    gains: dict[Statistic, Gains] = {statistic: {} for statistic in Statistic}
    for session in sessions:
        for statistic, hour, gained in _gained(session, counts_from_s):
            if gained:
                hours = gains[statistic]
                hours[hour] = hours.get(hour, 0) + gained
    return gains


def _gained(
    session: Session, counts_from_s: Callable[[date], float]
) -> Iterator[tuple[Statistic, int, int]]:
    passed_s = passed_m = passed_steps = passed_kcal = 0.0
    given = (0, 0, 0, 0)
    for part, begin_s, end_s in _spans(session):
        kcal = part.energy_kcal or 0.0
        for hour, share in _shares(begin_s, end_s):
            # Rounded from the session's begin on, the shares still make up the whole.
            until = (
                round(1000 * (passed_s + share * part.active_s)),
                round(1000 * (passed_m + share * part.distance_m)),
                round(passed_steps + share * part.steps),
                round(1000 * (passed_kcal + share * kcal)),
            )
            for statistic, now, before in zip(_WALKED, until, given, strict=True):
                yield statistic, hour, now - before
            given = until
        passed_s += part.active_s
        passed_m += part.distance_m
        passed_steps += part.steps
        passed_kcal += kcal
    if session.active_s(Direction.BACKWARD) >= counts_from_s(session.day):
        yield Statistic.SESSIONS, _hour(session.started_at.timestamp()), 1


_WALKED: Final = (
    Statistic.TIME,
    Statistic.DISTANCE,
    Statistic.STEPS,
    Statistic.ENERGY,
)


def _spans(session: Session) -> Iterator[tuple[Segment, float, float]]:
    """The backward segments with their begin and end; a segment lasts until the next one begins, and never leaves its session."""
    first_s = session.started_at.timestamp()
    last_s = session.finished_at.timestamp()
    begins = [
        min(max(first_s, part.started_at.timestamp()), last_s)
        for part in session.segments
    ]
    for part, begin_s in zip(session.segments, begins, strict=True):
        if part.direction is Direction.BACKWARD:
            end_s = min((other for other in begins if other > begin_s), default=last_s)
            yield part, begin_s, end_s


def _shares(begin_s: float, end_s: float) -> Iterator[tuple[int, float]]:
    """The hours between two moments, each with the share of the time that has passed by its end."""
    hour = _hour(begin_s)
    while hour + HOUR_S < end_s:
        yield hour, (hour + HOUR_S - begin_s) / (end_s - begin_s)
        hour += HOUR_S
    yield hour, 1.0


def _hour(at_s: float) -> int:
    return int(at_s // HOUR_S) * HOUR_S


def first_difference(
    before: Mapping[str, Session], now: Mapping[str, Session]
) -> int | None:
    """The first hour that sessions, by their ids, may tell otherwise than before; None for none."""
    if before == now:
        return None
    return min(
        _hour(session.started_at.timestamp())
        for session_id in before.keys() | now.keys()
        if before.get(session_id) != now.get(session_id)
        for session in (before.get(session_id), now.get(session_id))
        if session is not None
    )


def corrections(
    written: Mapping[int, Row], gains: Gains, since: int | None = None
) -> Corrections:
    """What is to be done to the rows that are written, by their hour, so that they tell these gains.

    Rows before `since` are right, and need not be among those written. An hour that gives nothing any more keeps its row,
    with no gain: its total is that of the hour before.
    """
    lasting = {hour for hour in gains if since is None or hour >= since}
    total = sum(gained for hour, gained in gains.items() if hour not in lasting)
    every: list[Row] = []
    beside: list[Row] = []
    shifts: list[tuple[int, int]] = []
    shift = 0
    for hour in sorted(written.keys() | lasting):
        known = written.get(hour)
        row = Row(hour, gains.get(hour, 0), total := total + gains.get(hour, 0))
        if known != row:
            every.append(row)
        if known is None or known.gained != row.gained:
            beside.append(row)
        if known is not None and known.total + shift != total:
            shifts.append((hour, total - known.total - shift))
            shift = total - known.total
    if len(shifts) <= FEW_SHIFTS and len(beside) < len(every):
        return Corrections(shifts=tuple(shifts), rows=tuple(beside))
    return Corrections(rows=tuple(every))
