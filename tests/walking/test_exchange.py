"""Export and import: nothing is lost, nothing comes twice, and each refusal has its line and reason."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.checks import Refusal
from custom_components.retrowalk.walking.exchange import (
    ExchangeError,
    Parcel,
    Plan,
    exported,
    plan,
    read_json,
)
from custom_components.retrowalk.walking.journal import Decision
from custom_components.retrowalk.walking.ledger import Ledger
from custom_components.retrowalk.walking.model import Direction, Profile, Session
from custom_components.retrowalk.walking.spreadsheet import (
    Reader,
    exported_csv,
    read_csv,
)

from .plausible import (
    NOW,
    at,
    derived,
    enter,
    figures,
    ledger_of,
    past_of,
    plausible_walks,
    walk,
)
from .strategies import anything, damaged, decisions
from .walks import BERLIN, civil_day

READER = Reader(Profile(height_m=1.7), civil_day, BERLIN, NOW)


def read_table(text: str) -> Parcel:
    """Read a table of a walker of Berlin."""
    return read_csv(text, READER)


READERS: tuple[Callable[[str], Parcel], ...] = (read_json, read_table)


def planned(ledger: Ledger, parcel: Parcel) -> Plan:
    """What taking in a parcel would come to."""
    return plan(parcel, ledger.journal, past_of(ledger).neighbours())


def take_in(ledger: Ledger, parcel: Parcel) -> Plan:
    """Take in a parcel."""
    found = planned(ledger, parcel)
    enter(ledger, found.change("import"))
    return found


def refused(found: Plan) -> list[tuple[int, Refusal]]:
    """The lines that are refused, and why."""
    return [(line, reason) for line, reason, _ in found.refused]


def text_of(*values: object) -> str:
    """An export with these sessions, one a line from the second on."""
    lines = ",\n".join(json.dumps(value) for value in values)
    return f'{{"sessions": [\n{lines}\n]}}'


def written(session: Session) -> dict[str, Any]:
    """A session as an export has it."""
    text = exported(ledger_of([session]).journal, "Ada", NOW)
    value: dict[str, Any] = json.loads(text)["sessions"][0]
    return value


# JSON


@given(plausible_walks(), st.lists(decisions(), max_size=6))
def test_what_was_exported_comes_back_as_it_was(
    walks: list[Session], decided: list[Decision]
) -> None:
    """Sessions and decisions; a second import changes nothing, and undoing it leaves nothing."""
    own, other = ledger_of(walks), ledger_of()
    for decision in decided:
        own.journal.decide(decision)
    text = exported(own.journal, "Ada", NOW)
    assert json.loads(text)["walker"] == "Ada"
    first = take_in(other, read_json(text))
    assert not first.refused
    assert dict(other.journal.sessions) == dict(own.journal.sessions)
    assert set(other.journal.decisions) == set(own.journal.decisions)
    assert figures(other) == derived(own)
    second = planned(other, read_json(text))
    assert (second.added, second.changed, second.decisions) == ([], [], [])
    assert second.known == len(walks)
    other.amend(past_of(other).undo())
    assert not other.journal.sessions
    assert not list(other.journal.decisions)


@given(plausible_walks(), plausible_walks(prefix="n"), st.randoms())
def test_the_order_of_lines_does_not_matter(
    walks: list[Session], others: list[Session], random: Any
) -> None:
    """Also where some are in the way of others: the earlier walk is taken in."""
    lines = [written(session) for session in walks + others]
    shuffled = random.sample(lines, len(lines))
    ordered, mixed = ledger_of(), ledger_of()
    one = take_in(ordered, read_json(text_of(*lines)))
    other = take_in(mixed, read_json(text_of(*shuffled)))
    assert dict(ordered.journal.sessions) == dict(mixed.journal.sessions)
    assert len(one.refused) == len(other.refused)
    assert figures(ordered) == figures(mixed) == derived(mixed)


def test_one_bad_line_among_a_thousand_does_not_stop_the_others() -> None:
    """It is named with its line and the reason."""
    lines = [
        written(walk(f"w{number}", at(0) - timedelta(hours=number)))
        for number in range(1000)
    ]
    lines[500] |= {"finished_at": "later"}
    found = planned(ledger_of(), read_json(text_of(*lines)))
    assert len(found.added) == 999
    assert found.refused == [(502, Refusal.NOT_UNDERSTOOD, "finished_at is not a time")]


def test_each_refusal_has_its_line_and_reason() -> None:
    """Known and changed sessions are told apart from them."""
    known, changed = walk("known", at(8)), walk("changed", at(9))
    ledger = ledger_of([known, changed, walk("noon", at(12))])
    lines = [
        written(known),
        written(walk("changed", at(9), 12)),
        written(walk("new", at(10))),
        written(walk("overlapping", at(12, 5))),
        written(walk("to come", NOW + timedelta(days=1))),
        written(walk("new", at(15))),
        written(walk("new", at(10))),
        written(walk("tidy", at(16))) | {"id": "=cmd|calc"},
        17,
        written(walk("endless", at(17), 10, rest_minutes=2000)),
    ]
    found = planned(ledger, read_json(text_of(*lines)))
    assert [session.id for session in found.added] == ["new"]
    assert [after.id for _, after in found.changed] == ["changed"]
    assert found.known == 2
    assert refused(found) == [
        (5, Refusal.OVERLAP),
        (6, Refusal.IN_FUTURE),
        (7, Refusal.REPEATED),
        (9, Refusal.NOT_UNDERSTOOD),
        (10, Refusal.NOT_UNDERSTOOD),
        (11, Refusal.TOO_LONG),
    ]


def test_a_decision_is_replaced_by_another_of_the_same_day() -> None:
    """And one that is given twice, differently, is refused."""
    head = {"at": "2026-03-02T08:00:00+00:00", "day": "2026-03-02", "key": "daily_goal"}
    ledger = ledger_of()

    def text(*values: float) -> str:
        told = [json.dumps(head | {"value": value}) for value in values]
        return '{"sessions": [],\n"decisions": [' + ",\n".join(told) + "]}"

    assert len(take_in(ledger, read_json(text(20))).decisions) == 1
    assert planned(ledger, read_json(text(20, 20))).known_decisions == 2
    assert refused(planned(ledger, read_json(text(30, 40)))) == [(3, Refusal.REPEATED)]
    take_in(ledger, read_json(text(30)))
    assert [decision.value for decision in ledger.journal.decisions] == [30]
    ledger.amend(past_of(ledger).undo())
    assert [decision.value for decision in ledger.journal.decisions] == [20]


@pytest.mark.parametrize("key", ["week_start", "day_start_hour"])
@pytest.mark.parametrize("has_walked", [False, True])
def test_days_and_weeks_of_another_home_stay_there(key: str, has_walked: bool) -> None:
    """Where there are walks already, they have days and weeks of their own; it is no fault of the text."""
    head = {"at": "2020-03-02T08:00:00+00:00", "day": "2020-03-02"}
    told = json.dumps(head | {"key": key, "value": 6})
    ledger = ledger_of([walk("own", at(8))] if has_walked else [])
    found = take_in(ledger, read_json(f'{{"sessions": [], "decisions": [{told}]}}'))
    assert not found.refused
    assert len(list(ledger.journal.decisions)) == (not has_walked)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("[]", 1),
        ("{}", 1),
        ('{"sessions": 5}', 1),
        ('{"sessions": [\n{}\n{}]}', 3),
        ('{"sessions": [\n\n{]}', 3),
        ('{"sessions": []} more', 1),
        ('{"walker": "Ada",\n"sessions": [\n{}', 3),
        ('{"sessions": [' + "[" * 200_000, 1),
        ('\n\n{"a" 1}', 3),
    ],
)
def test_what_is_no_export_is_refused_whole(text: str, line: int) -> None:
    """With the line where that was noticed."""
    with pytest.raises(ExchangeError) as error:
        read_json(text)
    assert error.value.line == line


@given(damaged(json.loads(text_of(written(walk("x", at(12)))))) | anything)
def test_garbage_is_refused_or_can_be_reckoned_with(value: Any) -> None:
    """Whatever JSON it is, and whatever text."""
    ledger = ledger_of()
    for text in (json.dumps(value), str(value)):
        for read in READERS:
            parcel = Parcel()
            with suppress(ExchangeError):
                parcel = read(text)
            take_in(ledger, parcel)
            assert figures(ledger) == derived(ledger)


@given(st.text())
def test_no_text_breaks_the_import(text: str) -> None:
    """Also one that begins like a table."""
    told = [
        (read_json, text),
        (read_table, text),
        (read_table, f"start,end,metres\n{text}"),
        (read_table, f"start,metres\n2026-03-02 12:00,{text}"),
    ]
    for read, whole in told:
        parcel = Parcel()
        with suppress(ExchangeError):
            parcel = read(whole)
        planned(ledger_of(), parcel)


def test_an_export_may_be_laid_out_otherwise() -> None:
    """As the one that a repair writes for a walker who is gone: a session over many lines, named by its first one."""
    value = {"walker": "Ada", "sessions": [written(walk("a", at(12))), {}], "x": [1]}
    found = planned(ledger_of(), read_json(json.dumps(value, indent=2)))
    assert [session.id for session in found.added] == ["a"]
    assert refused(found) == [(25, Refusal.NOT_UNDERSTOOD)]


# CSV


def test_a_table_has_one_row_a_session() -> None:
    """In order, by the clock of the home."""
    both = ledger_of([walk("b", at(20)), walk("a", at(12), 7.5, energy_kcal=30)])
    assert exported_csv(both.journal, BERLIN) == (
        "id,start,end,minutes_backward,minutes_forward,minutes_unknown,metres,steps,kcal\n"
        "a,2026-03-02 12:00:00+01:00,2026-03-02 12:07:30+01:00,7.5,0,0,300,600,30.0\n"
        "b,2026-03-02 20:00:00+01:00,2026-03-02 20:10:00+01:00,10,0,0,400,800,\n"
    )


@given(plausible_walks())
def test_a_table_that_comes_back_changes_nothing(walks: list[Session]) -> None:
    """All its rows are known; elsewhere it brings the same figures, and nothing the second time."""
    own, other = ledger_of(walks), ledger_of()
    text = exported_csv(own.journal, BERLIN)
    found = planned(own, read_csv(text, READER))
    assert (found.added, found.changed, found.refused) == ([], [], [])
    assert found.known == len(walks)
    take_in(other, read_csv(text, READER))
    assert exported_csv(other.journal, BERLIN).count("\n") == text.count("\n")
    for session in walks:
        brought = other.journal.sessions[session.id]
        assert brought.active_s(Direction.BACKWARD) == pytest.approx(
            session.active_s(Direction.BACKWARD), abs=1
        )
        assert brought.steps() == session.steps()
    again = planned(other, read_csv(text, READER))
    assert (again.added, again.changed, again.refused) == ([], [], [])


def test_a_row_changes_only_what_it_says_otherwise() -> None:
    """The rest is as precise as it was."""
    before = replace(walk("a", at(12, 0) + timedelta(milliseconds=250), 20))
    ledger = ledger_of([before])
    text = exported_csv(ledger.journal, BERLIN).replace(",800,", ",750,")
    take_in(ledger, read_csv(text, READER))
    after = ledger.journal.sessions["a"]
    assert after.distance_m() == 750
    assert after.started_at == before.started_at
    assert after.source == before.source


def test_a_table_of_ones_own_needs_little() -> None:
    """A start, and an end or minutes; local times; other columns, separators and decimal commas are no harm."""
    text = (
        "mood;start;end;minutes_backward;metres\r\n"
        "fine;2026-03-02 12:00;;12,5;500\r\n"
        "so so;2026-03-03 12:00;2026-03-03 12:20;;\r\n"
        ";2026-03-04 12:00;2026-03-04 12:20;15;\r\n"
    )
    ledger = ledger_of()
    found = take_in(ledger, read_csv(f"\ufeff{text}", READER))
    assert not found.refused
    sessions = list(ledger.journal.sessions.values())
    assert [session.active_s(Direction.BACKWARD) for session in sessions] == [
        750,
        1200,
        900,
    ]
    assert [session.started_at for session in sessions] == [
        at(12),
        at(12, day=1),
        at(12, day=2),
    ]
    assert sessions[0].distance_m() == 500
    assert planned(ledger, read_csv(text, READER)).known == 3


def test_a_bad_row_is_refused_with_its_line() -> None:
    """The others are taken in."""
    text = (
        "start,end,minutes_backward,metres,steps\n"
        "yesterday,,10,,\n"
        "2026-03-02 12:00,2026-03-02 11:00,,,\n"
        "2026-03-03 12:00,,,,\n"
        "2026-03-04 12:00,,10,many,\n"
        "2026-03-05 12:00,,10,9999,\n"
        "2026-03-06 12:00,,10,,\n"
        "2026-03-07 12:00,,99999,,\n"
        "2026-03-08 12:00,,10,,-5\n"
        "2027-03-08 12:00,,10,,\n"
        ",,10,,\n"
    )
    found = planned(ledger_of(), read_csv(text, READER))
    assert [session.started_at for session in found.added] == [at(12, day=4)]
    assert refused(found) == [
        (2, Refusal.NOT_UNDERSTOOD),
        (3, Refusal.END_BEFORE_START),
        (4, Refusal.NOTHING_WALKED),
        (5, Refusal.NOT_UNDERSTOOD),
        (6, Refusal.TOO_FAST),
        (8, Refusal.TOO_LONG),
        (9, Refusal.NOT_UNDERSTOOD),
        (10, Refusal.IN_FUTURE),
        (11, Refusal.NOT_UNDERSTOOD),
    ]


@pytest.mark.parametrize("text", ["", "\n", "day,minutes\n2026-03-02,10\n"])
def test_what_is_no_table_is_refused_whole(text: str) -> None:
    """A table names its columns in the first row."""
    with pytest.raises(ExchangeError, match="line 1"):
        read_csv(text, READER)


def test_minutes_of_a_known_walk_can_be_corrected() -> None:
    """Each direction by itself, as the row has them."""
    ledger = ledger_of([walk("a", at(12), 20, rest_minutes=5)])
    text = exported_csv(ledger.journal, BERLIN).replace(",20,0,0,", ",15,3,0,")
    take_in(ledger, read_csv(text, READER))
    after = ledger.journal.sessions["a"]
    assert after.active_s(Direction.BACKWARD) == 900
    assert after.active_s(Direction.FORWARD) == 180
