"""Walks as CSV, for people: one row a session. It says less than JSON, so a row that comes back changes only what it says otherwise."""

from collections.abc import Iterator, Mapping
import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Final, NamedTuple

from .checks import Refusal, RefusedError, check_times
from .editing import Correction, edited, logged
from .exchange import MOST_CHARACTERS, Brought, ExchangeError, Parcel, Refused, check_id
from .journal import Journal
from .model import Direction, Profile, Session
from .session import CivilDay
from .stored import GREATEST, StoredError


class Column(StrEnum):
    """The columns, as the first row names them."""

    ID = "id"
    START = "start"
    END = "end"
    MINUTES_BACKWARD = "minutes_backward"
    MINUTES_FORWARD = "minutes_forward"
    MINUTES_UNKNOWN = "minutes_unknown"
    METRES = "metres"
    STEPS = "steps"
    KCAL = "kcal"


_MINUTES: Final = {
    Direction.BACKWARD: Column.MINUTES_BACKWARD,
    Direction.FORWARD: Column.MINUTES_FORWARD,
    Direction.UNKNOWN: Column.MINUTES_UNKNOWN,
}
"""Energy is told and not read: it follows from the walk."""


class Reader(NamedTuple):
    """Whose walks are read, when and where."""

    profile: Profile
    civil_day: CivilDay
    zone: tzinfo
    """The zone of times that name none."""
    now: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    started_at: datetime
    finished_at: datetime | None
    minutes: Mapping[Direction, float]
    metres: float | None
    steps: int | None


def exported_csv(
    journal: Journal, zone: tzinfo, first: date = date.min, last: date = date.max
) -> str:
    """The sessions of these days in order, times in this zone, minutes to a hundredth."""
    page = _Page()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(Column)
    for session in journal.between(first, last):
        cells = _cells(session, zone)
        writer.writerow(cells[column] for column in Column)
    return "".join(page.pieces)


class _Page:
    """Takes what is written on it."""

    def __init__(self) -> None:
        self.pieces: list[str] = []

    def write(self, piece: str) -> None:
        self.pieces.append(piece)


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield f"{line}\n"


def _cells(session: Session, zone: tzinfo) -> dict[str, str | None]:
    energy_kcal = session.energy_kcal
    return {
        Column.ID: session.id,
        Column.START: _told(session.started_at, zone),
        Column.END: _told(session.finished_at, zone),
        **{
            column: f"{_minutes(session, direction):g}"
            for direction, column in _MINUTES.items()
        },
        Column.METRES: f"{round(session.distance_m(), 1):.10g}",
        Column.STEPS: str(session.steps()),
        Column.KCAL: "" if energy_kcal is None else f"{energy_kcal:.1f}",
    }


def _told(at: datetime, zone: tzinfo) -> str:
    return at.astimezone(zone).isoformat(sep=" ", timespec="seconds")


def _minutes(session: Session, direction: Direction) -> float:
    return round(session.active_s(direction) / 60, 2)


def read_csv(text: str, reader: Reader) -> Parcel:
    """Read rows whose columns are named in the first one, separated by comma, semicolon or tab.

    Needed are `start`, and `end` or minutes; a row without an id is known by its start. Minutes in no column of theirs
    are walked backward. Raises ExchangeError where the text is no such table.
    """
    if len(text) > MOST_CHARACTERS:
        raise ExchangeError(1, "the text is too long")
    text = text.removeprefix("\ufeff")
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    rows = csv.DictReader(_lines(text), delimiter=separator, strict=True)
    parcel = Parcel()
    try:
        if Column.START not in (rows.fieldnames or ()):
            raise ExchangeError(1, "there is no column named start")
        for cells in rows:
            _read_row(parcel, rows.line_num, cells, reader)
    except csv.Error as err:
        raise ExchangeError(max(1, rows.line_num), str(err)) from err
    return parcel


def _read_row(
    parcel: Parcel, line: int, cells: Mapping[str, str | None], reader: Reader
) -> None:
    try:
        row = _row(cells, reader.zone)
        default = f"row {row.started_at.strftime('%Y%m%dT%H%M%S%z')}"
        session_id = _cell(cells, Column.ID) or default
        check_id(session_id)
    except StoredError as err:
        parcel.refused.append(Refused(line, Refusal.NOT_UNDERSTOOD, str(err)))
        return

    def session(known: Session | None) -> Session:
        if known is None:
            return _new(session_id, row, reader)
        return _corrected(known, row, reader)

    parcel.sessions.append(
        Brought(
            line=line,
            session_id=session_id,
            started_at=row.started_at,
            session=session,
        )
    )


def _row(cells: Mapping[str, str | None], zone: tzinfo) -> _Row:
    start = _cell(cells, Column.START)
    if not start:
        raise StoredError("start is missing")
    end = _cell(cells, Column.END)
    steps = _number(cells, Column.STEPS)
    return _Row(
        started_at=_moment(start, Column.START, zone),
        finished_at=_moment(end, Column.END, zone) if end else None,
        minutes={
            direction: minutes
            for direction, column in _MINUTES.items()
            if (minutes := _number(cells, column)) is not None
        },
        metres=_number(cells, Column.METRES),
        steps=None if steps is None else round(steps),
    )


def _cell(cells: Mapping[str, str | None], column: Column) -> str:
    return (cells.get(column) or "").strip()


def _moment(cell: str, column: Column, zone: tzinfo) -> datetime:
    try:
        moment = datetime.fromisoformat(cell)
        return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
    except ValueError as err:
        raise StoredError(f"{column} is not a time") from err


def _number(cells: Mapping[str, str | None], column: Column) -> float | None:
    """A number, with a point or a comma; None where the cell is empty."""
    cell = _cell(cells, column)
    if not cell:
        return None
    try:
        number = float(cell.replace(",", "."))
    except ValueError as err:
        raise StoredError(f"{column} is not a number") from err
    if not 0 <= number <= GREATEST:
        raise StoredError(f"{column} is out of range")
    return number


def _new(session_id: str, row: _Row, reader: Reader) -> Session:
    active_s = {
        direction: 60 * minutes for direction, minutes in row.minutes.items() if minutes
    }
    finished_at = row.finished_at
    if finished_at is None:
        if not active_s:
            raise RefusedError(Refusal.NOTHING_WALKED)
        if sum(active_s.values()) > 86_400:
            raise RefusedError(Refusal.TOO_LONG)
        finished_at = _later(row.started_at, sum(active_s.values()))
    check_times(row.started_at, finished_at, reader.now)
    if not row.minutes:
        active_s = {Direction.BACKWARD: (finished_at - row.started_at).total_seconds()}
    return logged(
        session_id,
        row.started_at,
        finished_at,
        active_s,
        distance_m=row.metres or 0.0,
        steps=row.steps or None,
        profile=reader.profile,
        civil_day=reader.civil_day,
    )


def _later(at: datetime, seconds: float) -> datetime:
    try:
        return at + timedelta(seconds=seconds)
    except OverflowError as err:
        raise RefusedError(Refusal.IN_FUTURE) from err


def _corrected(known: Session, row: _Row, reader: Reader) -> Session:
    """The known session, in what the row says otherwise."""
    before = _row(_cells(known, reader.zone), reader.zone)
    changed_start = row.started_at != before.started_at
    changed_end = row.finished_at not in (None, before.finished_at)
    active_s = None
    if any(
        before.minutes[direction] != told for direction, told in row.minutes.items()
    ):
        active_s = {
            direction: known.active_s(direction)
            if row.minutes.get(direction, minutes) == minutes
            else 60 * row.minutes[direction]
            for direction, minutes in before.minutes.items()
        }
    correction = Correction(
        started_at=row.started_at if changed_start else None,
        finished_at=row.finished_at if changed_end else None,
        active_s=active_s,
        distance_m=None if row.metres == before.metres else row.metres,
        steps=None if row.steps == before.steps else row.steps,
    )
    if correction == Correction():
        return known
    check_times(
        correction.started_at or known.started_at,
        correction.finished_at or known.finished_at,
        reader.now,
    )
    return edited(known, correction, reader.civil_day)
