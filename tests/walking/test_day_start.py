"""The hour at which days start, where it was changed on the way: walks that are told later keep the days of their time."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.journal import Decision, DecisionKey, Journal
from custom_components.retrowalk.walking.weeks import home_decisions, past_day

from .walks import BERLIN, session


def journal_of(*hours: tuple[int, int], walked_on: date | None = None) -> Journal:
    """Return a journal with days that start at these hours, each from a day of November on."""
    journal = Journal()
    for day, hour in hours:
        journal.decide(
            Decision(
                at=datetime(2026, 11, day, 14, tzinfo=UTC),
                day=date(2026, 11, day),
                key=DecisionKey.DAY_START_HOUR,
                value=hour,
            )
        )
    if walked_on is not None:
        journal.put(session("walk", walked_on))
    return journal


def at_night(day: int) -> datetime:
    """Return two o'clock in the night that begins a day of November in Berlin."""
    return datetime(2026, 11, day, 2, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("hours", "days"),
    [
        pytest.param([(1, 0), (10, 4)], {5: 5, 9: 9, 10: 9, 15: 14}, id="later"),
        pytest.param([(1, 4), (10, 0)], {5: 4, 9: 8, 10: 10, 15: 15}, id="earlier"),
        pytest.param([(10, 4)], {5: 4, 15: 14}, id="the first holds before it too"),
        pytest.param([], {5: 5}, id="never decided"),
        pytest.param([(1, 0), (10, 4), (12, 2)], {11: 10, 12: 12}, id="twice"),
    ],
)
def test_a_walk_told_now_has_the_day_of_its_time(
    hours: list[tuple[int, int]], days: dict[int, int]
) -> None:
    """Whatever hour days start at by now."""
    journal = journal_of(*hours)
    assert {
        night: past_day(journal, at_night(night), BERLIN).day for night in days
    } == days


@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(0, 6)), max_size=5),
    st.datetimes(datetime(2026, 11, 1), datetime(2026, 11, 30)),
    st.timedeltas(timedelta(0), timedelta(days=3)),
)
def test_no_change_of_the_day_start_turns_days_round(
    hours: list[tuple[int, int]], at: datetime, later: timedelta
) -> None:
    """A later moment never has an earlier day, and none is further than a day from its date."""
    journal = journal_of(*hours)
    one = at.replace(tzinfo=UTC)
    first, last = (past_day(journal, moment, BERLIN) for moment in (one, one + later))
    assert first <= last
    assert one.astimezone(BERLIN).date() - first in (timedelta(0), timedelta(days=1))


TODAY = date(2026, 11, 23)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("walked_on", "known_since", "decided"),
    [
        pytest.param(None, None, [(TODAY, 4)], id="a new walker has always had it"),
        pytest.param(TODAY, None, [(TODAY, 4)], id="also one who has walked today"),
        pytest.param(
            date(2026, 11, 5),
            None,
            [(date(2026, 11, 5), 0), (TODAY, 4)],
            id="walks before had days from midnight",
        ),
        pytest.param(
            TODAY,
            YESTERDAY,
            [(YESTERDAY, 0), (TODAY, 4)],
            id="who was here before and walked only today too",
        ),
        pytest.param(
            None, YESTERDAY, [(YESTERDAY, 0), (TODAY, 4)], id="and who never walked"
        ),
    ],
)
def test_a_journal_learns_since_when_days_start_so(
    walked_on: date | None,
    known_since: date | None,
    decided: list[tuple[date, int]],
) -> None:
    """Once; what the home has anyway is not written down."""
    journal = journal_of(walked_on=walked_on)

    def news() -> list[tuple[date, object]]:
        found = home_decisions(
            journal,
            datetime(2026, 11, 23, 14, tzinfo=UTC),
            TODAY,
            week_start=0,
            day_start_hour=4,
            known_since=known_since,
        )
        for decision in found:
            assert decision.key is DecisionKey.DAY_START_HOUR
            journal.decide(decision)
        return [(decision.day, decision.value) for decision in found]

    assert news() == decided
    assert news() == []
