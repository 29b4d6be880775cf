"""Being away: from a day, up to a day or until told otherwise, by the walker's word or by a calendar."""

from collections.abc import Container, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from .day import each_day
from .decision import Decision, DecisionKey, DecisionValue, Vacation
from .goal import Goals
from .journal import Journal
from .ledger import Change

type DecisionPair = tuple[Decision | None, Decision | None]


def vacation_change(
    journal: Journal, change_id: str, at: datetime, first: date, last: date | None
) -> Change:
    """The change that makes days vacation; without a last day, all from the first on."""
    return _said(journal, change_id, at, first, last, Vacation.AWAY)


def return_change(
    journal: Journal, change_id: str, at: datetime, first: date, last: date | None
) -> Change:
    """The change that makes days none of vacation, whatever the calendar says."""
    return _said(journal, change_id, at, first, last, Vacation.HERE)


def _said(
    journal: Journal,
    change_id: str,
    at: datetime,
    first: date,
    last: date | None,
    word: Vacation,
) -> Change:
    decision = Decision(at=at, day=first, key=DecisionKey.VACATION, value=word)
    return Change(
        id=change_id,
        decisions=tuple(
            _until(journal, decision, last, otherwise=Vacation.BY_CALENDAR)
        ),
    )


def _until(
    journal: Journal,
    decision: Decision,
    last: date | None,
    *,
    otherwise: DecisionValue,
) -> Iterator[DecisionPair]:
    """What to withdraw and to decide, so that a decision holds up to a day and what would have held does afterwards."""
    key, first = decision.key, decision.day
    after = None if last is None else last + timedelta(days=1)
    replaced: Decision | None = None
    ends_by_itself = after is None
    for kept in journal.history(key):
        if kept.day == first:
            replaced = kept
        elif kept.day > first and (after is None or kept.day < after):
            yield kept, None
        ends_by_itself |= kept.day == after
    yield replaced, decision
    if after is not None and not ends_by_itself:
        then = journal.decided(key, after)
        value = otherwise if then is None else then
        yield None, Decision(at=decision.at, day=after, key=key, value=value)


def calendar_change(
    journal: Journal,
    change_id: str,
    at: datetime,
    today: date,
    away: Container[date],
    window: tuple[date, date],
) -> Change | None:
    """The change that enters what a calendar says about the days of a window, both ends included; None where there is none.

    A past day becomes vacation where an event lies on it, and stays one when the event goes: calendars forget. The
    walker's word to be here is over with the first day without an event.
    """
    goals, first, after = Goals(journal), window[0], window[1] + timedelta(days=1)
    key = DecisionKey.CALENDAR_VACATION
    said = {
        day: day in away or (day < today and bool(goals.decided(key, day)))
        for day in each_day(first, after)
    }
    before = first - timedelta(days=1)
    said = {before: bool(goals.decided(key, before)), **said, after: False}
    wanted = {
        day: Decision(at=at, day=day, key=key, value=said[day])
        for yesterday, day in pairwise(said)
        if said[day] != said[yesterday]
    }
    kept = {
        decision.day: decision
        for decision in journal.history(key)
        if first <= decision.day
    }
    pairs: list[DecisionPair] = [
        (kept.get(day), wanted.get(day))
        for day in sorted(kept.keys() | wanted.keys())
        if _value(kept.get(day)) != _value(wanted.get(day))
    ]
    word = journal.history(DecisionKey.VACATION)
    # The word is the last one, and not one for a time that ends by itself.
    if (
        not said[today]
        and word
        and word[-1].day <= today
        and word[-1].value == Vacation.HERE
    ):
        over = Decision(
            at=at, day=today, key=DecisionKey.VACATION, value=Vacation.BY_CALENDAR
        )
        pairs.append((_of_day(journal, over), over))
    return Change(id=change_id, decisions=tuple(pairs)) if pairs else None


def _of_day(journal: Journal, decision: Decision) -> Decision | None:
    """What was decided before on the same matter from the same day."""
    return next(
        (kept for kept in journal.history(decision.key) if kept.day == decision.day),
        None,
    )


def _value(decision: Decision | None) -> DecisionValue | None:
    return None if decision is None else decision.value
