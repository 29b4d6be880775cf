"""What is taken for true where nobody has answered in time, and what is told of days that are judged late."""

from dataclasses import replace
from datetime import date, timedelta
import json
from typing import Any

from hypothesis import given
import pytest

from custom_components.retrowalk.walking.announcements import StreakLost
from custom_components.retrowalk.walking.journal import Journal
from custom_components.retrowalk.walking.late_answers import LateAnswers
from custom_components.retrowalk.walking.ledger import Change, Ledger
from custom_components.retrowalk.walking.model import Direction, Session
from custom_components.retrowalk.walking.unanswered import answered

from .strategies import anything
from .test_announcements import Diary, diary
from .walks import session, unknown

__all__ = ["diary"]

MONDAY = date(2026, 3, 2)


def day(offset: int) -> date:
    """Return the day so many days after the Monday."""
    return MONDAY + timedelta(days=offset)


class Walker:
    """Somebody who walks in an unknown direction, and whose days pass."""

    def __init__(self, *offsets: int) -> None:
        """Have walked on these days after the Monday."""
        journal = Journal()
        for offset in offsets:
            journal.put(unknown(session(f"{offset}", day(offset))))
        self.ledger = Ledger(journal, 0)
        self.answers = LateAnswers()

    def look(self, offset: int, *still_open: str) -> list[str]:
        """Return the walks that count by default as of a day."""
        change = self.answers.overdue(
            self.ledger.figures, day(offset), still_open, "change"
        )
        if change is None:
            return []
        self.ledger.amend(change)
        return sorted(change.session_ids)

    def restart(self) -> None:
        """Forget all but what is written."""
        written = json.loads(json.dumps(self.answers.written()))
        self.answers = LateAnswers()
        self.answers.take_up(written)


def test_the_default_comes_at_the_end_of_the_next_day() -> None:
    """Not on it; and once."""
    walker = Walker(0)
    assert [walker.look(offset) for offset in range(4)] == [[], [], ["0"], []]
    assert walker.ledger.journal.sessions["0"].active_s(Direction.BACKWARD) == 600
    assert walker.answers.untold(day(0), day(6)) == {"0"}
    assert walker.answers.untold(day(1), day(6)) == set()


def test_the_default_comes_after_a_restart_too() -> None:
    """However many days lie between."""
    walker = Walker(0, 1)
    walker.look(1)
    walker.restart()
    assert walker.look(12) == ["0", "1"]
    walker.restart()
    assert walker.look(12) == []
    assert walker.answers.untold(day(0), day(6)) == {"0", "1"}
    walker.look(16)
    assert walker.answers.untold(day(0), day(6)) == set()


def test_what_comes_in_after_its_time_counts_at_once() -> None:
    """A phone was off for days; nobody is asked any more."""
    walker = Walker()
    walker.look(5)
    late = replace(unknown(session("late", day(1))), by_hand=False)
    walker.ledger.amend(Change(id="post", sessions=((None, late),)))
    assert walker.look(5) == ["late"]
    assert walker.look(5) == []


def test_what_is_written_down_after_its_time_is_let_be() -> None:
    """An import of last year is asked about by nobody, and nothing is made up of it."""
    walker = Walker()
    walker.look(5)
    late = unknown(session("late", day(3)))
    walker.ledger.amend(Change(id="import", sessions=((None, late),)))
    assert [walker.look(offset) for offset in (5, 6, 20)] == [[], [], []]
    lost_note = Walker(-30, 0)
    assert lost_note.look(4) == ["0"]


def test_what_is_open_again_is_let_be() -> None:
    """It has no end yet."""
    assert Walker(0).look(4, "0") == []


def test_a_clock_that_was_ahead_keeps_no_question_from_its_end() -> None:
    """After it was set right, walks count by default as before."""
    walker = Walker()
    walker.look(3000)
    one = unknown(session("one", day(1)))
    walker.ledger.amend(Change(id="walk", sessions=((None, one),)))
    assert walker.look(1) == []
    assert walker.look(3) == ["one"]


@given(anything)
def test_nonsense_is_not_taken_up(written: Any) -> None:
    """And breaks nothing."""
    answers = LateAnswers()
    answers.take_up(written)
    answers.take_up({"decided_until": None, "untold": {"a": written}, "asked": written})
    assert answers.written().keys() == {"decided_until", "untold", "asked"}


# What a change forgoes


@pytest.mark.parametrize(
    ("before", "after", "forgoes"),
    [
        (unknown(session("a", MONDAY)), None, True),
        (unknown(session("a", MONDAY)), Direction.FORWARD, True),
        (unknown(session("a", MONDAY)), Direction.BACKWARD, False),
        (session("a", MONDAY), None, False),
        (None, Direction.BACKWARD, False),
    ],
)
def test_a_change_forgoes_what_a_day_waited_for(
    before: Session | None, after: Direction | None, forgoes: bool
) -> None:
    """By an answer, or by deleting the walk."""
    result = None
    if after is not None:
        result = answered(before or unknown(session("a", MONDAY)), after)
    assert Change(id="c", sessions=((before, result),)).forgoes is forgoes


def test_a_change_of_nothing_or_of_the_day_forgoes_nothing() -> None:
    """A walk that moves to another day is told like any other."""
    assert not Change(id="c").forgoes
    before = unknown(session("a", MONDAY))
    assert not Change(
        id="c", sessions=((before, unknown(session("a", day(1)))),)
    ).forgoes


# What is told


def _walk_unknown(diary: Diary) -> Session:
    one = unknown(session(f"unknown {diary.day}", diary.day))
    diary.journal.put(one)
    diary.figures.add(one)
    return one


def _answer(diary: Diary, before: Session, direction: Direction) -> None:
    diary.figures.drop(before)
    diary.journal.put(after := answered(before, direction))
    diary.figures.add(after)


def _days(diary: Diary, number: int) -> None:
    for _ in range(number):
        diary.walk()
        diary.look()
        diary.sleep()


def test_a_day_that_waits_loses_nothing(diary: Diary) -> None:
    """Forward, it does, and once."""
    _days(diary, 4)
    one = _walk_unknown(diary)
    assert diary.look() == ()
    diary.sleep()
    assert diary.look() == ()
    _answer(diary, one, Direction.FORWARD)
    diary.restart()
    assert diary.look() == ("StreakLost",)
    assert isinstance(diary.last[0], StreakLost)
    assert (diary.last[0].lost, diary.last[0].length) == (4, 0)
    assert diary.look() == ()


@pytest.mark.parametrize("restarts", [True, False])
def test_a_streak_is_lost_under_a_day_that_was_built_on_it(
    diary: Diary, *, restarts: bool
) -> None:
    """What was walked today begins another one, and is not counted with what is lost."""
    _days(diary, 4)
    one = _walk_unknown(diary)
    diary.look()
    diary.sleep()
    diary.walk()
    assert diary.look() == ("GoalReached", "StreakExtended")
    _answer(diary, one, Direction.FORWARD)
    if restarts:
        diary.restart()
    assert diary.look() == ("StreakLost",)
    assert isinstance(diary.last[0], StreakLost)
    assert (diary.last[0].lost, diary.last[0].length) == (4, 1)
    diary.sleep()
    diary.walk()
    assert diary.look() == ("GoalReached", "StreakExtended")


def test_a_freeze_is_told_when_the_day_is_judged(diary: Diary) -> None:
    """Not before."""
    _days(diary, 7)
    one = _walk_unknown(diary)
    diary.look()
    diary.sleep()
    assert diary.look() == ()
    _answer(diary, one, Direction.FORWARD)
    assert diary.look() == ("FreezeUsed",)


def test_todays_answer_is_news_and_yesterdays_is_none(diary: Diary) -> None:
    """Yesterday's is settled, and today's walk lengthens the streak as ever."""
    _days(diary, 2)
    today = _walk_unknown(diary)
    assert diary.look() == ()
    _answer(diary, today, Direction.BACKWARD)
    assert diary.look() == ("GoalReached", "StreakExtended", "MilestoneReached")
    diary.sleep()
    yesterday = _walk_unknown(diary)
    diary.look()
    diary.sleep()
    _answer(diary, yesterday, Direction.BACKWARD)
    diary.announcements.settle(diary.figures.standing(diary.day))
    assert diary.look() == ()
    diary.walk()
    assert diary.look() == ("GoalReached", "StreakExtended")
    assert diary.last[1].length == 5


def test_throwing_todays_walk_away_loses_no_streak(diary: Diary) -> None:
    """It can still be walked."""
    _days(diary, 3)
    one = diary.walk()
    diary.look()
    diary.figures.drop(one)
    assert diary.look() == ()
    diary.sleep(2)
    assert diary.look() == ("StreakLost",)
    assert isinstance(diary.last[0], StreakLost)
    assert diary.last[0].lost == 3
