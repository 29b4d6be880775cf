"""Ten years of two walks a day: what one more session costs, and what everything does."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
import gc
from time import perf_counter
import tracemalloc

import orjson

from custom_components.retrowalk.walking.exchange import exported, plan, read_json
from custom_components.retrowalk.walking.journal import Journal
from custom_components.retrowalk.walking.ledger import Ledger
from custom_components.retrowalk.walking.model import (
    Direction,
    FinishReason,
    Segment,
    Session,
    StepSource,
)
from custom_components.retrowalk.walking.past import Past

from .figure import Figure, seconds

YEARS = 10
WALKS_A_DAY = 2
_FIRST = date(2016, 11, 23)
_NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
IMPORTED = 365 * YEARS * WALKS_A_DAY


def measure(*, smoke: bool) -> list[Figure]:
    """All of them, beside the time that `orjson.loads` takes for the same journal."""
    rounds = 3 if smoke else 15
    pages = pages_of(ten_years(9))
    size_kb = sum(map(len, pages.values())) / 1000
    loads_s = loading_s(pages, rounds=rounds)
    read_s = seconds(lambda: _read(pages), rounds=rounds)
    journal = _read(pages)
    derive_s = seconds(lambda: _ledger(journal), rounds=rounds)
    more_s = _one_more(journal, rounds)
    yardstick = f"orjson.loads {loads_s * 1e3:.1f} ms of {size_kb:.0f} kB, {len(journal.sessions)} sessions"
    return [
        _ratio(
            "all figures after one more session / orjson.loads",
            more_s,
            loads_s,
            1,
            yardstick,
        ),
        _ratio(
            "figures after a deleted record / orjson.loads",
            _record_deleted(journal, rounds),
            loads_s,
            1,
            yardstick,
        ),
        _ratio("full derivation / orjson.loads", derive_s, loads_s, 20, yardstick),
        _ratio("load / orjson.loads", read_s, loads_s, 10, yardstick),
        Figure(
            name="memory of journal and figures",
            measured=_megabytes(pages),
            budget=15,
            unit="MB",
        ),
        _import(rounds),
    ]


def _import(rounds: int) -> Figure:
    """Reading, checking and entering ten years into an empty journal, with all figures after it."""
    text = exported(ten_years(), "Ada", _NOW)

    def take_in() -> int:
        ledger = Ledger(Journal(), 0)
        neighbours = Past(ledger, _NOW).neighbours()
        found = plan(read_json(text), ledger.journal, neighbours)
        ledger.amend(found.change("bench"))
        ledger.figures.standing(_NOW.date())
        return len(found.added)

    assert take_in() == IMPORTED
    return Figure(
        name=f"import of {IMPORTED:,} sessions",
        measured=1e3 * seconds(take_in, rounds=min(5, rounds)),
        budget=2000,
        unit="ms",
        detail=f"{len(text) / 1000:.0f} kB of JSON",
    )


def _ratio(
    name: str, took_s: float, loads_s: float, budget: float, yardstick: str
) -> Figure:
    return Figure(
        name=f"ten years: {name}",
        measured=took_s / loads_s,
        budget=budget,
        unit="x",
        detail=f"{took_s * 1e3:.2f} ms; {yardstick}",
    )


def _ledger(journal: Journal) -> Ledger:
    ledger = Ledger(journal, 0)
    ledger.figures.standing(_FIRST + timedelta(days=365 * YEARS))
    return ledger


def _read(pages: Mapping[int, bytes]) -> Journal:
    journal = Journal()
    for page in pages.values():
        journal.read(orjson.loads(page))
    return journal


def _one_more(journal: Journal, rounds: int) -> float:
    """Another session of today each time, and the figures of today after it."""
    ledger = _ledger(journal)
    today = _FIRST + timedelta(days=365 * YEARS)
    took = []
    for number in range(rounds):
        session = _session(today, 8 + number % 12, number)
        begin = perf_counter()
        journal.put(session)
        ledger.figures.add(session)
        ledger.figures.standing(today)
        took.append(perf_counter() - begin)
    return sorted(took)[len(took) // 2]


def _record_deleted(journal: Journal, rounds: int) -> float:
    """The longest session of all, of today, is deleted: the next best holds the record."""
    ledger = _ledger(journal)
    today = _FIRST + timedelta(days=365 * YEARS)
    took = []
    for number in range(rounds):
        session = _session(today, 20, number)
        [first, *others] = session.segments
        longest = replace(
            session, segments=(replace(first, active_s=5000.0 + number), *others)
        )
        ledger.figures.add(longest)
        assert ledger.figures.standing(today).records.longest == longest
        begin = perf_counter()
        ledger.figures.drop(longest)
        standing = ledger.figures.standing(today)
        took.append(perf_counter() - begin)
        assert standing.records.longest != longest
    return sorted(took)[len(took) // 2]


def _megabytes(pages: Mapping[int, bytes]) -> float:
    gc.collect()
    tracemalloc.start()
    kept = _ledger(_read(pages))
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept.journal.sessions
    return size / 1e6


def ten_years(rest_every: int | None = None, *, last: int = YEARS) -> Journal:
    """Two walks on each day but the rest days; of the last years only, where fewer than ten will do."""
    journal = Journal()
    for number in range(365 * (YEARS - last), 365 * YEARS):
        day = _FIRST + timedelta(days=number)
        if rest_every is None or number % rest_every:
            for walk in range(WALKS_A_DAY):
                journal.put(_session(day, 8 + 10 * walk, number))
    return journal


def pages_of(journal: Journal) -> dict[int, bytes]:
    """What a journal is on the disk, a file a year."""
    return {year: orjson.dumps(journal.written(year)) for year in sorted(journal.years)}


def loading_s(pages: Mapping[int, bytes], *, rounds: int) -> float:
    """The yardstick: seconds in which the JSON of a journal is read, and no more."""
    return seconds(
        lambda: [orjson.loads(page) for page in pages.values()], rounds=rounds
    )


def _session(day: date, hour: int, number: int) -> Session:
    begin = datetime(day.year, day.month, day.day, hour, number % 60, tzinfo=UTC)
    active_s = 300.0 + number % 400
    stretches = (Direction.BACKWARD, Direction.FORWARD)[: 1 + number % 2]
    segments = tuple(
        Segment(
            direction=direction,
            started_at=begin + timedelta(seconds=place * active_s),
            active_s=active_s,
            distance_m=0.7 * active_s,
            steps=round(1.6 * active_s),
            step_source=StepSource.BELT,
            energy_kcal=active_s / 20,
        )
        for place, direction in enumerate(stretches)
    )
    return Session(
        id=f"01KBENCH{number:014d}{hour:04d}",
        started_at=begin,
        finished_at=begin + timedelta(seconds=len(stretches) * active_s + 9),
        day=day,
        zone="Europe/Berlin",
        reason=FinishReason.REST,
        by_hand=False,
        source="belt:C0:FF:EE:00:00:01",
        segments=segments,
    )
