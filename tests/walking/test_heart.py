"""The heart rate of a walk: a watch's before a machine's, and none that is old."""

from datetime import timedelta

import pytest

from custom_components.retrowalk.walking.heart import HeartRate
from custom_components.retrowalk.walking.model import Sample
from custom_components.retrowalk.walking.seeing import see
from custom_components.retrowalk.walking.view import session_view

from .glimpses import glimpse
from .walks import BELT, EVENING, POD, VIEW, Walk


def heard(source: str, bpm: int | None, after_s: float = 0.0) -> Sample:
    """Return a sample with a heart rate."""
    at = EVENING + timedelta(seconds=after_s)
    return Sample(id=f"{source}{after_s}", at=at, source=source, heart_rate_bpm=bpm)


def shown(heart: HeartRate, after_s: float, *, is_linked: bool = True) -> int | None:
    """Return what is believed so many seconds after the evening began."""
    beat = heart.at(EVENING + timedelta(seconds=after_s), is_linked=is_linked)
    return None if beat is None else beat.bpm


@pytest.mark.parametrize("machine", [BELT, POD])
def test_a_watch_is_believed_before_a_machine(machine: str) -> None:
    """As long as it tells; then the machine's rate is shown, while that is young."""
    heart = HeartRate()
    heart.hear(heard(machine, 90))
    heart.hear(heard(VIEW, 100))
    assert shown(heart, 1) == 100
    heart.hear(heard(machine, 95, 25))
    assert shown(heart, 29) == 100
    assert shown(heart, 30) == 95
    assert shown(heart, 35) is None


def test_what_a_slow_source_told_holds_for_two_minutes() -> None:
    """And what comes late does not replace what is younger."""
    heart = HeartRate()
    heart.see(glimpse(10, 10, bpm=101))
    heart.see(glimpse(5, 5, bpm=99))
    heart.see(glimpse(0, 60, 50))
    heart.hear(heard(BELT, None, 20))
    assert shown(heart, 129) == 101
    assert shown(heart, 130) is None


def test_a_machine_without_a_link_tells_nothing() -> None:
    """A watch has no part in that."""
    heart = HeartRate()
    heart.hear(heard(BELT, 90))
    assert shown(heart, 1, is_linked=False) is None
    heart.hear(heard("state:watch", 100))
    assert shown(heart, 1, is_linked=False) == 100


def test_the_heart_rate_of_a_session_is_the_best_there_is() -> None:
    """Whoever measures the walk; from its first sample on."""
    walk = Walk()
    walk.note(walk.engine.feed(heard(BELT, 88)._replace(speed_mps=0.7)))
    view = session_view(walk.engine)
    assert view is not None
    assert view.heart_rate_bpm == 88
    see(walk.open, [glimpse(0, 0, bpm=97)])
    view = session_view(walk.engine)
    assert view is not None
    assert view.heart_rate_bpm == 97
    assert view.heart_rate_until == EVENING + timedelta(minutes=2)
