"""The moments of a streak: told once, whatever is rejoined, edited or restarted."""

from datetime import date, timedelta
import json
from typing import Any

from hypothesis import given
import pytest

from custom_components.retrowalk.walking.announcements import (
    Announcements,
    BadgeEarned,
    FreezeUsed,
    MilestoneReached,
    StreakAtRisk,
    StreakLost,
)
from custom_components.retrowalk.walking.badge import Badge
from custom_components.retrowalk.walking.journal import Decision, DecisionKey, Journal
from custom_components.retrowalk.walking.model import Session
from custom_components.retrowalk.walking.stats import Figures
from custom_components.retrowalk.walking.stored import StoredError, mapping
from custom_components.retrowalk.walking.streak import StreakKind

from .strategies import anything
from .walks import EVENING, session

MONDAY = date(2026, 3, 2)


class Diary:
    """A walker whose standing is looked at again and again."""

    def __init__(self) -> None:
        """Begin new."""
        self.journal = Journal()
        self.figures = Figures(self.journal, 0)
        self.announcements = Announcements()
        self.day = MONDAY

    def look(self) -> tuple[str, ...]:
        """Return the names of what is told now."""
        events = self.announcements.compare(self.figures.standing(self.day))
        self.last = events
        return tuple(type(event).__name__ for event in events)

    def walk(
        self, name: str = "walk", minutes: float = 10, metres: float = 100
    ) -> Session:
        """Walk today."""
        one = session(f"{name} {self.day}", self.day, minutes=minutes, metres=metres)
        before = self.journal.put(one)
        if before is not None:
            self.figures.drop(before)
        self.figures.add(one)
        return one

    def decide(self, key: DecisionKey, value: float | str) -> None:
        """Decide something from today on."""
        self.journal.decide(Decision(at=EVENING, day=self.day, key=key, value=value))
        self.figures.judge(self.day)

    def sleep(self, days: int = 1) -> None:
        """Let days pass."""
        self.day += timedelta(days=days)

    def restart(self) -> None:
        """Forget all but what is written."""
        raw = json.loads(json.dumps(self.announcements.written()))
        self.announcements = Announcements()
        self.announcements.read(raw)


@pytest.fixture
def diary() -> Diary:
    """Return the diary of a walker who has been looked at once."""
    diary = Diary()
    assert diary.look() == ()
    return diary


def test_a_goal_extends_a_streak(diary: Diary) -> None:
    """Both are told in the moment in which it is reached."""
    diary.walk(minutes=9)
    assert diary.look() == ()
    diary.walk("more", minutes=1)
    assert diary.look() == ("GoalReached", "StreakExtended")
    assert diary.last[0].day == MONDAY
    assert diary.last[1].length == 1


def test_each_is_told_once_a_day(diary: Diary) -> None:
    """Also when a session is rejoined, deleted and walked again, or the home restarts."""
    first = diary.walk()
    assert diary.look() == ("GoalReached", "StreakExtended")
    diary.restart()
    assert diary.look() == ()
    diary.walk("second", minutes=20)
    diary.figures.drop(first)
    assert diary.look() == ()
    diary.figures.drop(diary.walk("second"))
    assert "StreakLost" not in diary.look()
    diary.walk()
    assert diary.look() == ()
    diary.decide(DecisionKey.DAILY_GOAL, 60)
    assert diary.look() == ()
    diary.walk("third", minutes=60)
    assert diary.look() == ()
    diary.sleep()
    diary.walk(minutes=60)
    assert diary.look() == ("GoalReached", "StreakExtended")


def test_a_milestone_is_told_with_the_streak(diary: Diary) -> None:
    """On the third day in a row, and again after a break."""
    told = []
    for walks in (True, True, True, False, False, True, True, True):
        if walks:
            diary.walk()
        diary.look()
        told += [
            (event.day - MONDAY).days
            for event in diary.last
            if isinstance(event, MilestoneReached)
        ]
        diary.sleep()
    assert told == [2, 7]


def test_a_lost_streak_is_told_once(diary: Diary) -> None:
    """When the day after the missed one begins, with how long it was."""
    for _ in range(2):
        diary.walk()
        diary.look()
        diary.sleep()
    assert diary.look() == ()
    diary.sleep()
    assert diary.look() == ("StreakLost",)
    lost = diary.last[0]
    assert isinstance(lost, StreakLost)
    assert (lost.lost, lost.length) == (2, 0)
    diary.restart()
    assert diary.look() == ()
    diary.sleep(5)
    assert diary.look() == ()


def test_a_streak_lost_while_the_home_was_off_is_told_when_it_is_back(
    diary: Diary,
) -> None:
    """However long that was."""
    diary.walk()
    diary.look()
    diary.sleep(30)
    diary.restart()
    assert diary.look() == ("StreakLost",)


def test_a_clock_that_is_set_back_for_a_while_tells_nothing(diary: Diary) -> None:
    """Neither then nor when it is right again; what is walked after that is told as ever."""
    for _day in range(3):
        diary.walk()
        diary.look()
        diary.sleep()
    diary.sleep(-10)
    assert diary.look() == ()
    diary.sleep(10)
    assert diary.look() == ()
    diary.walk()
    assert diary.look() == ("GoalReached", "StreakExtended")


def test_a_walker_with_a_past_is_told_nothing_of_it() -> None:
    """A journal that was found, or a checkpoint that was lost."""
    diary = Diary()
    for _ in range(7):
        diary.walk()
        diary.sleep()
    assert diary.look() == ()
    diary.walk()
    assert diary.look() == ("GoalReached", "StreakExtended")


def test_the_goal_of_a_week_is_told_once_a_week(diary: Diary) -> None:
    """And its streak in weeks."""
    diary.decide(DecisionKey.STREAK_KIND, StreakKind.WEEKLY)
    assert diary.look() == ()
    told = []
    for day in range(14):
        if day % 2 == 0:
            diary.walk()
        told += [(day, name) for name in diary.look()]
        diary.sleep()
    assert told == [
        (4, "GoalReached"),
        (4, "StreakExtended"),
        (12, "GoalReached"),
        (12, "StreakExtended"),
    ]
    assert {event.kind for event in diary.last} <= {StreakKind.WEEKLY}


def test_counting_otherwise_tells_nothing_of_the_past(diary: Diary) -> None:
    """Weeks begin where they stand, and so do days when the walker returns to them."""
    for _ in range(4):
        diary.walk()
        diary.look()
        diary.sleep()
    diary.decide(DecisionKey.STREAK_KIND, StreakKind.WEEKLY)
    assert diary.look() == ()
    diary.walk()
    assert diary.look() == ()
    diary.decide(DecisionKey.STREAK_KIND, StreakKind.DAILY)
    assert diary.look() == ()


def test_a_used_freeze_is_told_once(diary: Diary) -> None:
    """When the day after the missed one begins, with the day and what is left."""
    for _ in range(7):
        diary.walk()
        diary.look()
        diary.sleep()
    assert diary.look() == ()
    diary.sleep()
    assert diary.look() == ("FreezeUsed",)
    [used] = diary.last
    assert isinstance(used, FreezeUsed)
    assert (used.frozen, used.left, used.length) == (MONDAY + timedelta(days=7), 0, 7)
    diary.restart()
    assert diary.look() == ()
    diary.sleep()
    assert diary.look() == ("StreakLost",)


def test_a_risk_is_told_once_a_day(diary: Diary) -> None:
    """As soon as the clock says so."""
    diary.walk()
    diary.look()
    for _ in range(2):
        diary.sleep()
        standing = diary.figures.standing(diary.day)
        told = [
            diary.announcements.compare(standing, at_risk=at_risk)
            for at_risk in (False, True, False, True)
        ]
        assert [len(events) for events in told] == [0, 1, 0, 0]
        assert isinstance(told[1][0], StreakAtRisk)
        diary.walk()
        diary.look()


def test_a_past_that_is_edited_to_and_fro_is_told_once_a_day(diary: Diary) -> None:
    """A day that is deleted and brought back loses the streak once, and mending it is nothing to celebrate."""
    for _ in range(2):
        diary.walk()
        diary.look()
        diary.sleep()
    yesterday = next(
        one
        for one in diary.journal.sessions.values()
        if one.day == diary.day - timedelta(days=1)
    )
    told: list[str] = []
    for _ in range(3):
        diary.figures.drop(yesterday)
        told += diary.look()
        diary.figures.add(yesterday)
        told += diary.look()
    assert told == ["StreakLost"]
    diary.walk()
    assert diary.look() == ("GoalReached", "StreakExtended", "MilestoneReached")


def test_what_was_told_comes_back_from_paper(diary: Diary) -> None:
    """Also that nothing was."""
    diary.walk()
    diary.look()
    written = diary.announcements.written()
    diary.restart()
    assert diary.announcements.written() == written
    nothing = Announcements().written()
    other = Announcements()
    other.read(json.loads(json.dumps(nothing)))
    assert other.written() == nothing


@given(anything)
def test_nonsense_is_refused(raw: Any) -> None:
    """Whatever JSON it is; what was told before is kept."""
    announcements = Announcements()
    before = announcements.written()
    for name in (None, *before):
        value = raw if name is None else before | {name: raw}
        try:
            announcements.read(mapping(value, "announced"))
        except StoredError:
            assert announcements.written() == before
        else:
            announcements = Announcements()


# Badges


def badges(diary: Diary) -> list[Badge]:
    """Return the badges that are told now."""
    diary.look()
    return [event.badge for event in diary.last if isinstance(event, BadgeEarned)]


def test_a_badge_is_told_once(diary: Diary) -> None:
    """With the walk that earns it, and never again: not after a restart, not on another day."""
    diary.walk(metres=999)
    assert badges(diary) == []
    diary.walk("more", metres=1)
    assert badges(diary) == [Badge.KM_1]
    assert (diary.last[-1].day, diary.last[-1].length) == (MONDAY, 1)
    assert badges(diary) == []
    diary.restart()
    assert badges(diary) == []
    diary.sleep()
    diary.walk(metres=100)
    assert badges(diary) == []


def test_a_walk_past_two_badges_tells_both(diary: Diary) -> None:
    """The nearer one first."""
    diary.walk(minutes=200, metres=6000)
    assert badges(diary) == [Badge.KM_1, Badge.KM_5]


def test_a_badge_found_in_the_past_is_no_news() -> None:
    """Neither of a journal that is new to us, nor of a past that was mended; the next one is told."""
    diary = Diary()
    diary.walk(metres=1500)
    assert badges(diary) == []
    diary.sleep()
    found = session("found", MONDAY - timedelta(days=30), metres=4000)
    diary.journal.put(found)
    diary.figures.add(found)
    diary.announcements.settle(diary.figures.standing(diary.day))
    assert badges(diary) == []
    diary.walk(metres=5000)
    assert badges(diary) == [Badge.KM_10]


def test_counting_otherwise_tells_no_badge_of_the_past(diary: Diary) -> None:
    """Nor does it hide those to come."""
    diary.walk(metres=1500)
    diary.decide(DecisionKey.STREAK_KIND, StreakKind.WEEKLY)
    assert badges(diary) == []
    diary.walk("more", metres=5000)
    assert badges(diary) == [Badge.KM_5]


def test_a_badge_that_goes_and_comes_is_told_once_a_day(diary: Diary) -> None:
    """A discarded walk takes it away, the past is edited to and fro; earned anew on another day, it is told anew."""
    walk = diary.walk(metres=1000)
    assert badges(diary) == [Badge.KM_1]
    for _ in range(2):
        diary.figures.drop(walk)
        diary.announcements.settle(diary.figures.standing(diary.day))
        assert badges(diary) == []
        diary.figures.add(walk)
        assert badges(diary) == []
    diary.figures.drop(walk)
    diary.sleep()
    assert badges(diary) == []
    diary.walk(metres=1000)
    assert badges(diary) == [Badge.KM_1]


def test_a_mended_past_tells_no_freeze_of_its_own(diary: Diary) -> None:
    """A gap that was found in a past that is new was frozen then; a kind of streak that came along is taken over."""
    for offset in (*range(20, 12, -1), *range(11, 0, -1)):
        one = session(f"{offset}", MONDAY - timedelta(days=offset))
        diary.journal.put(one)
        diary.figures.add(one)
    standing = diary.figures.standing(diary.day)
    assert standing.freezing.used
    diary.announcements.settle(standing)
    assert diary.look() == ()
    diary.journal.decide(
        Decision(
            at=EVENING,
            day=MONDAY,
            key=DecisionKey.STREAK_KIND,
            value=StreakKind.WEEKLY,
        )
    )
    diary.figures.judge(MONDAY)
    diary.announcements.settle(diary.figures.standing(diary.day))
    assert diary.announcements.written()["kind"] is StreakKind.WEEKLY
