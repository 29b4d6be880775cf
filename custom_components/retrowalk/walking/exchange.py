"""Walks that leave the journal and come back: JSON keeps everything, and what is read is compared before it is entered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
import json
import re
from typing import Final, NamedTuple

from .checks import Neighbours, Refusal, RefusedError
from .decision import OF_THE_HOME
from .journal import (
    Decision,
    Journal,
    read_decision,
    read_session,
    written_decision,
    written_session,
)
from .ledger import Change
from .model import Session
from .stored import StoredError

VERSION: Final = 1
MOST_CHARACTERS: Final = 50_000_000

_ID: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z :._+-]{0,99}")
"""Ids begin with a letter or a digit: no spreadsheet takes them for a formula."""


class ExchangeError(ValueError):
    """A text that is no export; `line` is where that was noticed, from 1."""

    def __init__(self, line: int, detail: str) -> None:
        """Say where and what."""
        super().__init__(f"line {line}: {detail}")
        self.line = line
        self.detail = detail


class Refused(NamedTuple):
    """A line that is not taken in, and why; `detail` names the other session or the field that is wrong."""

    line: int
    reason: Refusal
    detail: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Brought:
    """A session on a line; what it comes to may depend on what is known of it already."""

    line: int
    session_id: str
    started_at: datetime
    session: Callable[[Session | None], Session]
    """Given the known session of this id. Raises RefusedError."""


@dataclass(kw_only=True, slots=True)
class Parcel:
    """What was read from a text."""

    sessions: list[Brought] = field(default_factory=list)
    decisions: list[tuple[int, Decision]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    """Lines that could not be read."""


@dataclass(kw_only=True, slots=True)
class Plan:
    """What taking in a parcel comes to."""

    added: list[Session] = field(default_factory=list)
    changed: list[tuple[Session, Session]] = field(default_factory=list)
    known: int = 0
    decisions: list[tuple[Decision | None, Decision]] = field(default_factory=list)
    known_decisions: int = 0
    refused: list[Refused] = field(default_factory=list)

    def change(self, change_id: str) -> Change:
        """The change of the past that this plan is."""
        return Change(
            id=change_id,
            sessions=(*((None, session) for session in self.added), *self.changed),
            decisions=tuple(self.decisions),
        )


def exported(
    journal: Journal,
    walker: str,
    at: datetime,
    first: date = date.min,
    last: date = date.max,
) -> str:
    """The sessions of these days and all decisions as JSON: whole, in order, one a line."""
    head = {"version": VERSION, "walker": walker, "exported_at": at.isoformat()}
    sessions = [written_session(one) for one in journal.between(first, last)]
    decisions = sorted(
        map(written_decision, journal.decisions),
        key=lambda written: (str(written["key"]), str(written["day"])),
    )
    begin = json.dumps(head, ensure_ascii=False)[:-1]
    return (
        f'{begin},\n"sessions": [\n{_lines(sessions)}\n],\n'
        f'"decisions": [\n{_lines(decisions)}\n]}}\n'
    )


def _lines(values: list[dict[str, object]]) -> str:
    return ",\n".join(json.dumps(value, ensure_ascii=False) for value in values)


def read_json(text: str) -> Parcel:
    """Read an export. Raises ExchangeError where the text is no JSON, or something else; a bad session is only refused."""
    parcel = Parcel()
    sections: set[str] = set()
    for section, line, value in _elements(text):
        sections.add(section)
        if value is _BEGIN:
            continue
        try:
            if section == "sessions":
                parcel.sessions.append(_brought(line, read_session(value)))
            else:
                parcel.decisions.append((line, read_decision(value)))
        except StoredError as err:
            parcel.refused.append(Refused(line, Refusal.NOT_UNDERSTOOD, str(err)))
    if "sessions" not in sections:
        raise ExchangeError(1, "there is no list of sessions")
    return parcel


def check_id(session_id: str) -> None:
    """Raise StoredError where an id is none that can be written anywhere."""
    if _ID.fullmatch(session_id) is None:
        raise StoredError("id is not a session's id")


def _brought(line: int, session: Session) -> Brought:
    check_id(session.id)
    return Brought(
        line=line,
        session_id=session.id,
        started_at=session.started_at,
        session=lambda _known: session,
    )


def plan(parcel: Parcel, journal: Journal, neighbours: Neighbours) -> Plan:
    """Compare a parcel with a journal, whose sessions the neighbours are; in order of time, whatever the lines' order.

    A session that is known and the same is left alone; one that is known and differs is replaced.
    """
    planned = Plan(refused=list(parcel.refused))
    taken: dict[str, Session] = {}
    for brought in sorted(
        parcel.sessions, key=lambda one: (one.started_at, one.session_id, one.line)
    ):
        try:
            _plan_session(planned, brought, journal, neighbours, taken)
        except RefusedError as err:
            planned.refused.append(Refused(brought.line, err.reason, err.detail))
    for line, decision in sorted(
        parcel.decisions, key=lambda one: (one[1].at, one[1].day, one[0])
    ):
        _plan_decision(planned, line, decision, journal)
    planned.refused.sort()
    return planned


def _plan_session(
    planned: Plan,
    brought: Brought,
    journal: Journal,
    neighbours: Neighbours,
    taken: dict[str, Session],
) -> None:
    known = journal.sessions.get(brought.session_id)
    session = brought.session(known)
    if session in (known, taken.get(session.id)):
        planned.known += 1
        return
    if session.id in taken:
        raise RefusedError(Refusal.REPEATED, session.id)
    neighbours.check(session)
    taken[session.id] = session
    if known is None:
        planned.added.append(session)
    else:
        neighbours.remove(known)
        planned.changed.append((known, session))
    neighbours.put(session)


def _plan_decision(
    planned: Plan, line: int, decision: Decision, journal: Journal
) -> None:
    known = next(
        (
            own
            for own in journal.decisions
            if (own.key, own.day) == (decision.key, decision.day)
        ),
        None,
    )
    same = [
        after
        for _, after in planned.decisions
        if (after.key, after.day) == (decision.key, decision.day)
    ]
    if decision == known or decision in same:
        planned.known_decisions += 1
    elif decision.key in OF_THE_HOME and journal.sessions:
        # The walks that are here have days and weeks of this home.
        return
    elif same:
        planned.refused.append(Refused(line, Refusal.REPEATED, decision.key))
    else:
        planned.decisions.append((known, decision))


# JSON, element by element, with the line of each

_BEGIN: Final = object()
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_DECODER: Final = json.JSONDecoder()


class _Scanner:
    """Reads values from a text, and knows on which line it is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self._counted = 0
        self._line = 1

    @property
    def line(self) -> int:
        """The line of the present place, from 1."""
        self._line += self.text.count("\n", self._counted, self.place)
        self._counted = self.place
        return self._line

    def sees(self) -> str:
        """The next character after white space; empty at the end."""
        match = _SPACE.match(self.text, self.place)
        self.place = self.place if match is None else match.end()
        return self.text[self.place : self.place + 1]

    def take(self, characters: str) -> str:
        """Take one of these characters."""
        seen = self.sees()
        if not seen or seen not in characters:
            raise ExchangeError(self.line, f"one of {characters} is missing")
        self.place += 1
        return seen

    def value(self) -> object:
        """Take a whole value."""
        self.sees()
        try:
            value, self.place = _DECODER.raw_decode(self.text, self.place)
        except (ValueError, RecursionError) as err:
            raise ExchangeError(self.line, "this is no JSON") from err
        return value


def _elements(text: str) -> Iterator[tuple[str, int, object]]:
    """Each element of the lists of an export: its list, its line and what it is; first the beginning of each list."""
    if len(text) > MOST_CHARACTERS:
        raise ExchangeError(1, "the text is too long")
    scanner = _Scanner(text.removeprefix("\ufeff"))
    scanner.take("{")
    if scanner.sees() == "}":
        return
    while True:
        name = scanner.value()
        scanner.take(":")
        if name in ("sessions", "decisions") and scanner.sees() == "[":
            yield str(name), scanner.line, _BEGIN
            for line, value in _list(scanner):
                yield str(name), line, value
        else:
            scanner.value()
        if scanner.take(",}") == "}":
            break
    if scanner.sees():
        raise ExchangeError(scanner.line, "something follows the end")


def _list(scanner: _Scanner) -> Iterator[tuple[int, object]]:
    scanner.take("[")
    if scanner.sees() == "]":
        scanner.take("]")
        return
    while True:
        scanner.sees()
        line = scanner.line
        yield line, scanner.value()
        if scanner.take(",]") == "]":
            return
