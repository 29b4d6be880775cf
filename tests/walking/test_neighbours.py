"""Whether somebody walked at a time: what a phone counted then is of use."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from custom_components.retrowalk.walking.checks import Neighbours, Span
from custom_components.retrowalk.walking.model import FinishReason, Session

BEGIN = datetime(2026, 11, 23, tzinfo=UTC)
minutes = st.integers(0, 600)


def at(minute: float) -> datetime:
    """A minute of the day."""
    return BEGIN + timedelta(minutes=minute)


def walks(gaps: list[tuple[int, int]]) -> list[Session]:
    """Walks of some minutes with some minutes between."""
    sessions, minute = [], 0
    for gap, lasting in gaps:
        sessions.append(
            Session(
                id=f"{minute}",
                started_at=at(minute + gap),
                finished_at=at(minute + gap + lasting),
                day=BEGIN.date(),
                zone="UTC",
                reason=FinishReason.COMMAND,
                by_hand=True,
                source=None,
                segments=(),
            )
        )
        minute += gap + lasting
    return sessions


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 60)), max_size=12),
    minutes,
    st.integers(0, 90),
    st.none() | minutes,
)
def test_somebody_walked(
    gaps: list[tuple[int, int]], since: int, lasting: int, running_since: int | None
) -> None:
    """A span meets a walk where both have time in common; a moment meets the walk it is in."""
    sessions = walks(gaps)
    running = (
        None
        if running_since is None
        else Span(at(running_since), at(running_since), "open")
    )
    neighbours = Neighbours(sessions, at(900), running)
    begin, end = at(since), at(since + lasting)
    expected = any(
        one.started_at < end and one.finished_at > begin
        if lasting
        else one.started_at <= begin < one.finished_at
        for one in sessions
    ) or (running is not None and end >= running.started_at)
    assert neighbours.meets(begin, end) == expected
