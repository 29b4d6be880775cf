"""Stories of streaks, as a person would tell them, each through a journal and its figures.

A story begins on a Monday, one letter a day: W a walk of ten minutes, L one of thirty, w one of two, q one of half a
minute, 2 two walks of ten minutes, "." none; the last day is today. What became of the days is told by the letters of
`told_days`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from custom_components.retrowalk.walking.decision import (
    Decision,
    DecisionKey,
    DecisionValue,
    GoalMeasure,
)
from custom_components.retrowalk.walking.journal import Journal
from custom_components.retrowalk.walking.ledger import Change, Ledger
from custom_components.retrowalk.walking.streak import StreakKind
from custom_components.retrowalk.walking.vacation import return_change, vacation_change

from .told_days import MONDAY, letters_of, the
from .walks import EVENING, session

WALKS = {"W": (10.0,), "L": (30.0,), "w": (2.0,), "q": (0.5,), "2": (10.0, 10.0)}

type Deed = Callable[[Ledger], None]


def decide(number: int, key: DecisionKey, value: DecisionValue) -> Deed:
    """Decide something on the day of this number."""

    def deed(ledger: Ledger) -> None:
        ledger.journal.decide(
            Decision(at=EVENING, day=the(number), key=key, value=value)
        )
        ledger.figures.judge(the(number))

    return deed


def away(first: int, last: int | None = None) -> Deed:
    """Be on vacation from a day up to another one, or until told otherwise."""
    until = None if last is None else the(last)
    return lambda ledger: _amend(
        ledger, vacation_change(ledger.journal, "away", EVENING, the(first), until)
    )


def back(first: int, last: int | None = None) -> Deed:
    """Be on no vacation from a day up to another one, or until told otherwise."""
    until = None if last is None else the(last)
    return lambda ledger: _amend(
        ledger, return_change(ledger.journal, "back", EVENING, the(first), until)
    )


def _amend(ledger: Ledger, change: Change) -> None:
    ledger.amend(change)


KIND, REST, FREEZES = (
    DecisionKey.STREAK_KIND,
    DecisionKey.REST_DAYS,
    DecisionKey.FREEZES,
)
DAILY_GOAL, WEEKLY_GOAL = DecisionKey.DAILY_GOAL, DecisionKey.WEEKLY_GOAL
WEEKLY = decide(1, KIND, StreakKind.WEEKLY)
NO_FREEZES = decide(1, FREEZES, False)
WEEKEND = decide(1, REST, (5, 6))
IN_STEPS = decide(1, DecisionKey.DAILY_MEASURE, GoalMeasure.STEPS)
IN_SESSIONS = decide(1, DecisionKey.DAILY_MEASURE, GoalMeasure.SESSIONS)
IN_MINUTES = decide(1, DecisionKey.WEEKLY_MEASURE, GoalMeasure.MINUTES)
WEEK = "W.W.W.."
NO_WALK = "......."


@dataclass(frozen=True, kw_only=True)
class Told:
    """What somebody expects; None where it does not matter."""

    streak: int
    longest: int | None = None
    freezes: int | None = None
    states: str | None = None
    at_risk: bool | None = None
    milestone: int | None = None
    week_begin: int | None = None


type Story = tuple[str, tuple[Deed, ...], Told]

DAYS: dict[str, Story] = {
    "nobody has walked yet": (".", (), Told(streak=0, states="?", at_risk=False)),
    "the first walk starts a streak": ("W", (), Told(streak=1, states="C")),
    "three days in a row are three": ("WWW", (), Told(streak=3, longest=3)),
    "today is not over, so nothing is lost yet": (
        "WWW.",
        (),
        Told(streak=3, at_risk=True, states="CCC?"),
    ),
    "a day that was begun is not over either": (
        "WWWw",
        (),
        Told(streak=3, at_risk=True, states="CCC?"),
    ),
    "a walk today takes the risk away": ("WWWW", (), Told(streak=4, at_risk=False)),
    "one missed day ends a young streak": (
        "WWW..",
        (),
        Told(streak=0, longest=3, states="CCCM?", at_risk=False),
    ),
    "half a walk ends it like none": ("WWWw.", (), Told(streak=0, states="CCCP?")),
    "the day after a break starts anew": ("WWW.W", (), Told(streak=1, longest=3)),
    "the longest streak is remembered": ("WWWWW.WW", (), Told(streak=2, longest=5)),
    "two walks of ten minutes make twenty": (
        "22",
        (decide(1, DAILY_GOAL, 20),),
        Told(streak=2),
    ),
}

FROZEN: dict[str, Story] = {
    "ill for two days with two freezes keeps the streak": (
        "W" * 14 + "..W",
        (),
        Told(streak=15, freezes=0, states="C" * 14 + "FFC"),
    ),
    "ill for two days and not well yet, the streak waits": (
        "W" * 14 + "...",
        (),
        Told(streak=14, freezes=0, states="C" * 14 + "FF?", at_risk=True),
    ),
    "ill for three days with two freezes ends it, and the freezes come back": (
        "W" * 14 + "....",
        (),
        Told(streak=0, freezes=2, states="C" * 14 + "MMM?"),
    ),
    "a week in a row earns a freeze": ("WWWWWWW", (), Told(streak=7, freezes=1)),
    "six days in a row earn none": ("WWWWWW.W", (), Told(streak=1, freezes=0)),
    "one freeze covers one day, and does not lengthen the streak": (
        "WWWWWWW.W",
        (),
        Told(streak=8, freezes=0, states="CCCCCCCFC"),
    ),
    "one freeze does not cover two days": (
        "WWWWWWW..W",
        (),
        Told(streak=1, freezes=1, states="CCCCCCCMMC"),
    ),
    "a day half done uses a freeze like a missed one": (
        "WWWWWWWwW",
        (),
        Told(streak=8, freezes=0, states="CCCCCCCFC"),
    ),
    "three weeks in a row earn no third freeze": (
        "W" * 21,
        (),
        Told(streak=21, freezes=2),
    ),
    "a freeze that was used is earned again": (
        "W" * 14 + "." + "W" * 7,
        (),
        Told(streak=21, freezes=2),
    ),
    "who wants no freezes loses the streak with the first missed day": (
        "WWWWWWW.W",
        (NO_FREEZES,),
        Told(streak=1, freezes=0, states="CCCCCCCMC"),
    ),
    "freezes switched off today leave yesterday frozen": (
        "WWWWWWW..",
        (decide(9, FREEZES, False),),
        Told(streak=7, states="CCCCCCCF?"),
    ),
    "freezes switched off do not cover the next day": (
        "WWWWWWW...",
        (decide(9, FREEZES, False),),
        Told(streak=0, states="CCCCCCCFM?"),
    ),
    "freezes switched on today mend no day of the past": (
        "WWWWWWW..",
        (NO_FREEZES, decide(9, FREEZES, True)),
        Told(streak=0, states="CCCCCCCM?"),
    ),
    "a weekend off inside an illness costs no freeze": (
        "WWWWW..WWWWW...W",
        (WEEKEND,),
        Told(streak=11, freezes=0, states="CCCCCRRCCCCCRRFC"),
    ),
    "Friday and Monday missed are two, whatever rest lies between": (
        "WWWWW..WWWW....W",
        (WEEKEND,),
        Told(streak=1, freezes=1, states="CCCCCRRCCCCMRRMC"),
    ),
}

RESTED: dict[str, Story] = {
    "weekends off keep the streak and do not lengthen it": (
        "WWWWW..W",
        (WEEKEND,),
        Told(streak=6, states="CCCCCRRC"),
    ),
    "a walk on a rest day counts": (
        "WWWWWW.W",
        (WEEKEND,),
        Told(streak=7, states="CCCCCCRC"),
    ),
    "a short walk on a rest day does no harm": (
        "WWWWWw.W",
        (WEEKEND,),
        Told(streak=6, states="CCCCCRRC"),
    ),
    "on a rest day nothing is at risk": (
        "WWWWW.",
        (WEEKEND,),
        Told(streak=5, states="CCCCCR", at_risk=False),
    ),
    "rest days chosen today mend no weekend of the past": (
        "WWWWW..W",
        (decide(8, REST, (5, 6)),),
        Told(streak=1, states="CCCCCMMC"),
    ),
    "rest days given up today break no weekend of the past": (
        "WWWWW..W",
        (WEEKEND, decide(8, REST, ())),
        Told(streak=6, states="CCCCCRRC"),
    ),
}

TRAVELLED: dict[str, Story] = {
    "two weeks at sea keep the streak": (
        "WWW" + "." * 14 + "W",
        (away(4, 17),),
        Told(streak=4, states="CCC" + "V" * 14 + "C"),
    ),
    "away without knowing until when": (
        "WWW......",
        (away(4),),
        Told(streak=3, states="CCCVVVVVV", at_risk=False),
    ),
    "a walk on the beach counts": (
        "WWW.W.W",
        (away(4, 6),),
        Told(streak=5, states="CCCVCVC"),
    ),
    "back early": (
        "WWW...",
        (away(4), back(6)),
        Told(streak=3, states="CCCVV?", at_risk=True),
    ),
    "back, and nobody walked": (
        "WWW.....",
        (away(4, 5),),
        Told(streak=0, states="CCCVVMM?"),
    ),
    "home for two days between two journeys": (
        "WWW..WW.",
        (away(4, 10), back(6, 7)),
        Told(streak=5, states="CCCVVCCV"),
    ),
    "a vacation uses no freeze": (
        "WWWWWWW...W",
        (away(8, 10),),
        Told(streak=8, freezes=1, states="CCCCCCCVVVC"),
    ),
    "ill on the day after a vacation": (
        "WWWWWWW...W",
        (away(8, 9),),
        Told(streak=8, freezes=0, states="CCCCCCCVVFC"),
    ),
    "a vacation that was never taken is taken back": (
        "WWW...W",
        (away(4, 6), back(4, 6)),
        Told(streak=1, states="CCCMMMC"),
    ),
}

AIMED: dict[str, Story] = {
    "a goal raised today leaves yesterday completed": (
        "WWW",
        (decide(3, DAILY_GOAL, 30),),
        Told(streak=2, states="CC?", at_risk=True),
    ),
    "a goal lowered today does not complete yesterday": (
        "ww",
        (decide(2, DAILY_GOAL, 2),),
        Told(streak=1, states="PC"),
    ),
    "three hundred steps a day": (
        "2W2",
        (IN_STEPS, decide(1, DAILY_GOAL, 300)),
        Told(streak=1, states="CPC"),
    ),
    "two sessions a day": (
        "22W",
        (IN_SESSIONS, decide(1, DAILY_GOAL, 2)),
        Told(streak=2, states="CC?"),
    ),
    "half a minute is no session": (
        "wq",
        (IN_SESSIONS, decide(1, DAILY_GOAL, 1)),
        Told(streak=1, states="C?"),
    ),
    "a session is three minutes at least, for whoever says so": (
        "Ww",
        (
            IN_SESSIONS,
            decide(1, DAILY_GOAL, 1),
            decide(1, DecisionKey.MINIMUM_SESSION, 3),
        ),
        Told(streak=1, states="C?"),
    ),
    "sessions of yesterday stay sessions when the shortest one gets longer": (
        "ww",
        (
            IN_SESSIONS,
            decide(1, DAILY_GOAL, 1),
            decide(2, DecisionKey.MINIMUM_SESSION, 3),
        ),
        Told(streak=1, states="C?"),
    ),
    "half an hour on Tuesdays": (
        "WLWWWWWWWW",
        (decide(1, DecisionKey.WEEKDAY_GOALS, (0, 30, 0, 0, 0, 0, 0)),),
        Told(streak=9, freezes=0, states="CCCCCCCCFC"),
    ),
    "counting steps from today on leaves yesterday's minutes": (
        "WWW",
        (
            decide(3, DecisionKey.DAILY_MEASURE, GoalMeasure.STEPS),
            decide(3, DAILY_GOAL, 1000),
        ),
        Told(streak=2, states="CC?"),
    ),
    "three days are the first milestone, then seven": (
        "WWW",
        (),
        Told(streak=3, milestone=7),
    ),
    "own milestones": (
        "WWW",
        (decide(1, DecisionKey.MILESTONES, (5, 10)),),
        Told(streak=3, milestone=5),
    ),
    "after the own milestones every year": (
        "WWW",
        (decide(1, DecisionKey.MILESTONES, (2,)),),
        Told(streak=3, milestone=365),
    ),
}

WEEKS: dict[str, Story] = {
    "three walks a week for two weeks": (WEEK + WEEK, (WEEKLY,), Told(streak=2)),
    "this week is not over, so nothing is lost yet": (
        WEEK + "W",
        (WEEKLY,),
        Told(streak=1, at_risk=False),
    ),
    "on Saturday two walks are missing": (
        WEEK + "W.....",
        (WEEKLY,),
        Told(streak=1, at_risk=True),
    ),
    "a week on the sofa ends the streak": (
        WEEK + NO_WALK + "W.",
        (WEEKLY,),
        Told(streak=0, longest=1),
    ),
    "four days away leave two walks to do": (
        WEEK + "....W.W",
        (WEEKLY, away(8, 11)),
        Told(streak=2),
    ),
    "four days away, and one walk is not enough": (
        WEEK + "....W.." + ".",
        (WEEKLY, away(8, 11)),
        Told(streak=0, longest=1),
    ),
    "a whole week away protects the streak": (
        WEEK + NO_WALK + WEEK,
        (WEEKLY, away(8, 14)),
        Told(streak=2),
    ),
    "a whole week's walking on vacation counts": (
        WEEK + WEEK + WEEK,
        (WEEKLY, away(8, 14)),
        Told(streak=3),
    ),
    "the first week was too short, and breaks nothing": (
        "......W" + WEEK,
        (WEEKLY,),
        Told(streak=1, longest=1),
    ),
    "a weekly goal raised in the second week leaves the first one met": (
        WEEK + WEEK,
        (WEEKLY, decide(8, WEEKLY_GOAL, 5)),
        Told(streak=1, at_risk=True),
    ),
    "half an hour a week": (
        "L......" + WEEK,
        (WEEKLY, IN_MINUTES, decide(1, WEEKLY_GOAL, 30)),
        Told(streak=2),
    ),
    "twenty minutes of thirty end the streak": (
        "L......" + "WW....." + ".",
        (WEEKLY, IN_MINUTES, decide(1, WEEKLY_GOAL, 30)),
        Told(streak=0, longest=1),
    ),
    "half a week away halves the minutes": (
        "L......" + "WW.....",
        (WEEKLY, IN_MINUTES, decide(1, WEEKLY_GOAL, 30), away(10, 12)),
        Told(streak=2),
    ),
    "minutes of a week are at risk on its last day": (
        "L......" + "W......",
        (WEEKLY, IN_MINUTES, decide(1, WEEKLY_GOAL, 30)),
        Told(streak=1, at_risk=True),
    ),
    "rest days are nothing to a week": (
        "W.W....",
        (WEEKLY, WEEKEND),
        Told(streak=0),
    ),
    "freezes are nothing to a week": (
        "WWWWWWW" + NO_WALK + ".",
        (WEEKLY,),
        Told(streak=0, longest=1),
    ),
    "weeks begin on Sunday from now on, and those before stay": (
        WEEK + "W.W.W..",
        (
            WEEKLY,
            decide(1, DecisionKey.WEEK_START, 0),
            decide(10, DecisionKey.WEEK_START, 6),
        ),
        Told(streak=2, week_begin=14),
    ),
    "a week that is cut short asks for less": (
        WEEK + "W.WW",
        (
            WEEKLY,
            decide(1, DecisionKey.WEEK_START, 0),
            decide(8, DecisionKey.WEEK_START, 3),
        ),
        Told(streak=2, week_begin=11),
    ),
    "who counts days again sees the days": (
        "W" * 9,
        (WEEKLY, decide(8, KIND, StreakKind.DAILY)),
        Told(streak=9),
    ),
    "who counts weeks from today on sees the weeks": (
        WEEK + "W",
        (decide(8, KIND, StreakKind.WEEKLY),),
        Told(streak=1, states="CMCMCMMC"),
    ),
    "weeks have milestones of their own": (
        WEEK,
        (WEEKLY,),
        Told(streak=1, milestone=4),
    ),
}

STORIES = {**DAYS, **FROZEN, **RESTED, **TRAVELLED, **AIMED, **WEEKS}


def walk(ledger: Ledger, days: str) -> date:
    """Walk as the letters say; the last day."""
    for number, letter in enumerate(days, start=1):
        for walk_number, minutes in enumerate(WALKS.get(letter, ())):
            one = session(f"{number} {walk_number}", the(number), minutes=minutes)
            ledger.journal.put(one)
            ledger.figures.add(one)
    return the(len(days))


def check(ledger: Ledger, today: date, told: Told) -> None:
    """Compare the figures with what somebody expects."""
    standing = ledger.figures.standing(today)
    assert standing.streak.current == told.streak
    expected = {
        "longest": (told.longest, standing.streak.longest),
        "freezes": (told.freezes, standing.freezing.left),
        "at risk": (told.at_risk, standing.streak.at_risk),
        "milestone": (told.milestone, standing.next_milestone),
        "week": (
            told.week_begin,
            (standing.week_begin - MONDAY + timedelta(days=1)).days,
        ),
    }
    for name, (wanted, found) in expected.items():
        assert wanted is None or found == wanted, name
    if told.states is not None:
        states = ledger.figures.day_states(MONDAY, today, today)
        assert letters_of(states, len(told.states)) == told.states


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_a_story_is_told_as_expected(story: Story) -> None:
    """Whether everything was decided first, or only after all was walked and looked at."""
    days, deeds, told = story
    decided_first, walked_first = Ledger(Journal(), 0), Ledger(Journal(), 0)
    for deed in deeds:
        deed(decided_first)
    check(decided_first, walk(decided_first, days), told)
    today = walk(walked_first, days)
    for deed in deeds:
        walked_first.figures.standing(today)
        deed(walked_first)
    check(walked_first, today, told)
