"""Freezes that hold a streak, as their walkers would tell them."""

from datetime import date, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.streak import (
    DayState,
    Freezes,
    Streak,
    apply_freezes,
    daily_streak,
)

from .told_days import MONDAY, day_states, days, letters_of, the

NEEDING_FREEZE = {DayState.MISSED, DayState.PARTIAL, DayState.FROZEN}


@pytest.mark.parametrize(
    ("letters", "frozen", "balance"),
    [
        pytest.param("CCCCCC?", "CCCCCC?", 0, id="six days earn nothing"),
        pytest.param("CCCCCCC", "CCCCCCC", 1, id="the seventh day earns a freeze"),
        pytest.param("C" * 14, "C" * 14, 2, id="the fourteenth another"),
        pytest.param("C" * 28, "C" * 28, 2, id="two are the most"),
        pytest.param(
            "CCCCCCCM?", "CCCCCCCF?", 0, id="I missed yesterday and a freeze held it"
        ),
        pytest.param(
            "CCCCCCC.?",
            "CCCCCCCF?",
            0,
            id="yesterday is not in the journal and a freeze held it",
        ),
        pytest.param(
            "CCCCCCCPC", "CCCCCCCFC", 0, id="I walked too little and a freeze held it"
        ),
        pytest.param(
            "CCCCCCCMM?",
            "CCCCCCCMM?",
            1,
            id="two days are too many for one freeze, and it comes back",
        ),
        pytest.param(
            "CCCCCCC..?",
            "CCCCCCCMM?",
            1,
            id="two days out of the journal are too many for one freeze",
        ),
        pytest.param(
            "CCCCCCCPMC",
            "CCCCCCCPMC",
            1,
            id="what was walked of a lost day is not forgotten",
        ),
        pytest.param(
            "C" * 14 + "MM?", "C" * 14 + "FF?", 0, id="two freezes hold two days"
        ),
        pytest.param(
            "C" * 14 + "MMM?",
            "C" * 14 + "MMM?",
            2,
            id="three days are too many, and both come back",
        ),
        pytest.param(
            "C" * 14 + "MCMC", "C" * 14 + "FCFC", 0, id="two gaps of a day each"
        ),
        pytest.param(
            "C" * 14 + "MCMMC",
            "C" * 14 + "FCMMC",
            1,
            id="the second gap is too long, the first stays held",
        ),
        pytest.param(
            "CCCCCCCMRVMC", "CCCCCCCMRVMC", 1, id="rest and vacation do not part a gap"
        ),
        pytest.param(
            "C" * 14 + "MRMC", "C" * 14 + "FRFC", 0, id="rest in a gap costs nothing"
        ),
        pytest.param(
            "CCCCCCCRRV?", "CCCCCCCRRV?", 1, id="rest and vacation cost nothing"
        ),
        pytest.param(
            "CCCCCCCM", "CCCCCCCM", 1, id="today is not over and costs nothing"
        ),
        pytest.param(
            "MMMCM?", "MMMCM?", 0, id="without a streak there is nothing to freeze"
        ),
        pytest.param(
            "CCCCCCCMM.P.MC", "CCCCCCCMM.P.MC", 1, id="after the loss nothing is spent"
        ),
        pytest.param(
            "CCCCCCCMMCMC",
            "CCCCCCCMMCFC",
            0,
            id="a freeze that came back holds the next streak",
        ),
        pytest.param(
            "CCCCCCCMCCCCCCC",
            "CCCCCCCFCCCCCCC",
            1,
            id="seven more after a freeze earn the next",
        ),
        pytest.param(
            "CCCCRCCC", "CCCCRCCC", 1, id="rest days do not count toward a freeze"
        ),
        pytest.param(
            "CCCCCCC?CM?",
            "CCCCCCC?CF?",
            0,
            id="a day that waits for an answer costs nothing",
        ),
    ],
)
def test_freezes_hold_a_streak(letters: str, frozen: str, balance: int) -> None:
    """Which days freezes hold, and how many are left, as their walker would tell it."""
    states, today = days(letters)
    freezes = apply_freezes(states, today)
    used = tuple(
        the(number) for number, letter in enumerate(frozen, 1) if letter == "F"
    )
    assert letters_of(dict(freezes.states), len(letters)) == frozen
    assert (freezes.balance, freezes.used) == (balance, used)


@pytest.mark.parametrize(
    "rule", [{"cap": 0}, {"earn_every": 0}], ids=["I keep none", "I earn none"]
)
def test_freezes_can_be_done_without(rule: dict[str, int]) -> None:
    """With none to earn or keep, every day is judged as it was."""
    states, today = days("C" * 14 + "MC")
    assert apply_freezes(states, today, **rule) == Freezes(
        states=states, balance=0, used=()
    )


def test_freezes_can_be_earned_sooner() -> None:
    """How often one is earned, and how many are kept, can be told."""
    states, today = days("CCCCCCMMM?")
    freezes = apply_freezes(states, today, earn_every=2, cap=3)
    assert (freezes.balance, freezes.used) == (0, (the(7), the(8), the(9)))
    assert daily_streak(freezes.states, today) == Streak(
        current=6, longest=6, started=MONDAY, at_risk=True
    )


@given(states=day_states, today=st.dates(MONDAY, MONDAY + timedelta(days=40)))
def test_freezes_only_protect(states: dict[date, DayState], today: date) -> None:
    """They never shorten a streak or change a day that was walked, cost what they hold, and hold the same twice."""
    freezes = apply_freezes(states, today, earn_every=2)
    thawed = {
        day: DayState.MISSED if state is DayState.FROZEN else state
        for day, state in states.items()
    }
    assert (
        daily_streak(freezes.states, today).current
        >= daily_streak(thawed, today).current
    )
    assert 0 <= freezes.balance <= 2
    assert list(freezes.used) == sorted(set(freezes.used))
    assert all(
        states.get(day, DayState.MISSED) in NEEDING_FREEZE and day < today
        for day in freezes.used
    )
    assert apply_freezes(freezes.states, today, earn_every=2) == freezes
