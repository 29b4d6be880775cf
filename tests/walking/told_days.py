"""Days told by letters, for the tests of streaks and freezes."""

from datetime import date, timedelta

from hypothesis import strategies as st

from custom_components.retrowalk.walking.streak import DayState, Streak

NO_STREAK = Streak(current=0, longest=0, started=None, at_risk=False)
MONDAY = date(2026, 3, 2)
LETTERS = {
    "C": DayState.COMPLETED,
    "P": DayState.PARTIAL,
    "R": DayState.REST,
    "V": DayState.VACATION,
    "F": DayState.FROZEN,
    "M": DayState.MISSED,
    "?": DayState.PENDING,
}


def days(letters: str) -> tuple[dict[date, DayState], date]:
    """Return the states of days from a Monday on, one letter each ("." is absent), and the last of them as today."""
    states = {
        MONDAY + timedelta(days=day): LETTERS[letter]
        for day, letter in enumerate(letters)
        if letter != "."
    }
    return states, MONDAY + timedelta(days=len(letters) - 1)


def letters_of(states: dict[date, DayState], count: int) -> str:
    """Return the letters of so many days from the Monday on."""
    names = {state: letter for letter, state in LETTERS.items()}
    found = (states.get(MONDAY + timedelta(days=day)) for day in range(count))
    return "".join("." if state is None else names[state] for state in found)


def the(number: int) -> date:
    """Return the day of this number, counted from 1 on the Monday."""
    return MONDAY + timedelta(days=number - 1)


day_states = st.dictionaries(
    st.dates(MONDAY, MONDAY + timedelta(days=40)), st.sampled_from(DayState)
)
