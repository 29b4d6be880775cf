"""Badges: how far somebody has walked backward in a life, since when, and what is next."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.badge import (
    BADGES,
    Badge,
    BadgeStanding,
    EarnedBadge,
    Evidence,
    badges_between,
)
from custom_components.retrowalk.walking.journal import Journal
from custom_components.retrowalk.walking.ledger import MANY, Change, Ledger
from custom_components.retrowalk.walking.model import Direction, Session
from custom_components.retrowalk.walking.stats import Figures

from .strategies import LAST_DAY, journal_sessions
from .walks import session

MONDAY = date(2026, 3, 2)


def day(offset: int) -> date:
    """Return the day so many days after the Monday."""
    return MONDAY + timedelta(days=offset)


def walk(offset: int, metres: float, name: str = "walk") -> Session:
    """Return a walk of so many metres backward, and a few forward."""
    return session(f"{name} {offset}", day(offset), metres=metres, forward_minutes=1)


def figures(*sessions: Session) -> Figures:
    """Return the figures of sessions."""
    journal = Journal()
    for one in sessions:
        journal.put(one)
    return Figures(journal, 0)


def badge(figures_: Figures) -> BadgeStanding:
    """Return how far the walker has come."""
    return figures_.standing(day(400)).badge


def test_badges_grow() -> None:
    """In the order in which they are told; each has its distance and what is known of it."""
    distances = [one.distance_m for one in BADGES]
    assert distances == sorted(set(distances))
    assert [one for one in BADGES if one.evidence is Evidence.DOUBTFUL] == [
        Badge.HARMON
    ]
    assert Badge.MARATHON.distance_m == 42_195
    assert Badge.HALF_MARATHON.distance_m == Badge.MARATHON.distance_m / 2
    # 3,389 miles of 1,609.344 metres
    assert Badge.HARMON.distance_m == pytest.approx(3389 * 1609.344, abs=500)


def test_who_has_not_walked_has_no_badge() -> None:
    """The first one is a kilometre away."""
    assert badge(figures()) == BadgeStanding(
        latest=None, earned_on=None, next=Badge.KM_1, left_m=1000
    )


@pytest.mark.parametrize(
    ("metres", "latest", "left_m"),
    [(999.9, None, 0.1), (1000, Badge.KM_1, 4000), (1000.1, Badge.KM_1, 3999.9)],
)
def test_a_badge_is_earned_by_the_last_metre(
    metres: float, latest: Badge | None, left_m: float
) -> None:
    """Backward only: what was walked forward brings none nearer."""
    found = badge(figures(walk(0, metres)))
    assert (found.latest, found.left_m) == (latest, left_m)


def test_a_badge_has_the_day_on_which_the_sum_passed_it() -> None:
    """Also where two were earned on one day, and where a month lies between."""
    figures_ = figures(walk(0, 900), walk(40, 100), walk(41, 11_000), walk(90, 50))
    assert figures_.earned == (
        EarnedBadge(Badge.KM_1, day(40)),
        EarnedBadge(Badge.KM_5, day(41)),
        EarnedBadge(Badge.KM_10, day(41)),
    )
    assert badge(figures_) == BadgeStanding(
        latest=Badge.KM_10,
        earned_on=day(41),
        next=Badge.HALF_MARATHON,
        left_m=9047.5,
    )


def test_a_walk_found_in_the_past_moves_the_day() -> None:
    """And deleting it moves the day back; deleting more takes the badge away."""
    first, last = walk(10, 600), walk(20, 600)
    figures_ = figures(first, last)
    assert badge(figures_).earned_on == day(20)
    found = walk(0, 500)
    figures_.add(found)
    assert badge(figures_).earned_on == day(10)
    figures_.drop(found)
    assert badge(figures_).earned_on == day(20)
    figures_.drop(first)
    assert badge(figures_).latest is None
    assert badge(figures_).earned_on is None


def test_badges_go_with_the_last_walk() -> None:
    """Where all walks are taken out at once, nothing is left of them."""
    ledger = Ledger(Journal(), 0)
    walks = tuple((None, walk(ago, 1200)) for ago in range(MANY + 1))
    change = Change(id="change", sessions=walks)
    ledger.amend(change)
    assert ledger.figures.earned
    ledger.amend(change.undone())
    assert ledger.figures.earned == ()
    assert badge(ledger.figures).earned_on is None


def test_a_running_session_brings_a_badge_on_its_day() -> None:
    """It comes after all that is recorded."""
    figures_ = figures(walk(0, 900))
    standing = figures_.standing(day(3), (day(2), walk(2, 150)))
    assert standing.badge == BadgeStanding(
        latest=Badge.KM_1, earned_on=day(2), next=Badge.KM_5, left_m=3950
    )
    assert figures_.earned == ()
    short = figures_.standing(day(3), (day(2), walk(2, 50)))
    assert (short.badge.latest, short.badge.earned_on) == (None, None)


def test_after_the_last_badge_there_is_nothing_left() -> None:
    """Who has walked from San Francisco to New York is done."""
    far = [walk(number, 200_000) for number in range(28)]
    assert badge(figures(*far)) == BadgeStanding(
        latest=Badge.HARMON, earned_on=day(27), next=None, left_m=0
    )


def test_badges_between() -> None:
    """Those that are new, and none backwards."""
    assert badges_between(None, Badge.KM_5) == (Badge.KM_1, Badge.KM_5)
    assert badges_between(Badge.KM_5, Badge.KM_10) == (Badge.KM_10,)
    assert badges_between(Badge.KM_10, Badge.KM_5) == ()
    assert badges_between(Badge.KM_1, None) == ()
    assert badges_between(None, None) == ()


@given(journal_sessions(), st.randoms())
def test_badges_are_those_of_a_walk_through_all_days(
    sessions: list[Session], dice: Any
) -> None:
    """Found by adding up day after day; recorded in any order."""
    dice.shuffle(sessions)
    figures_ = Figures(Journal(), 0)
    for one in sessions:
        figures_.add(one)
        assert figures_.earned is not None
    expected: list[EarnedBadge] = []
    tenths = 0
    for one in sorted(sessions, key=lambda one: one.day):
        tenths += round(10 * one.distance_m(Direction.BACKWARD))
        expected += [
            EarnedBadge(reached, one.day)
            for reached in BADGES[len(expected) :]
            if 10 * reached.distance_m <= tenths
        ]
    assert figures_.earned == tuple(expected)
    latest = figures_.standing(LAST_DAY).badge.latest
    assert latest == (expected[-1].badge if expected else None)
