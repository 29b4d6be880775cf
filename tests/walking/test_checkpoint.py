"""The open session on paper, and back."""

from contextlib import suppress
from datetime import UTC
import json
from typing import Any

from hypothesis import given
import pytest

from custom_components.retrowalk.walking import checkpoint
from custom_components.retrowalk.walking.model import Profile
from custom_components.retrowalk.walking.session import SessionEngine
from custom_components.retrowalk.walking.stored import StoredError

from .strategies import anything
from .walks import EVENING, Walk, civil_day


def written(walk: Walk) -> Any:
    """Return what a walk's engine writes, as it comes back from a file."""
    return json.loads(json.dumps(walk.engine.written()))


def engine() -> SessionEngine:
    """Return an idle engine."""
    return SessionEngine(Profile(), civil_day)


def test_what_is_written_reads_the_same() -> None:
    """An open session with all that it knows, and one that may be rejoined."""
    walk = Walk(at=EVENING.astimezone(UTC))
    walk.belt(70)
    walk.belt(5, kmh=6)
    walk.turn()
    walk.belt(1, kmh=0)
    other = engine()
    other.restore(written(walk))
    assert other.written() == walk.engine.written()
    assert other.open is not None
    assert other.open.counters == walk.open.counters
    walk.belt(200, kmh=0)
    other.restore(written(walk))
    assert other.open is None
    assert other.closed is not None
    assert other.written() == walk.engine.written()


def test_a_checkpoint_is_small() -> None:
    """Ten minutes with a turn each minute stay far below what is written every 15 seconds."""
    walk = Walk()
    walk.belt(60)
    for _ in range(10):
        walk.turn()
        walk.belt(60)
    assert len(json.dumps(walk.engine.written())) < 4000


def test_nothing_open_is_written_and_read() -> None:
    """As a new walker has it, and as a file without these fields would have it."""
    other = engine()
    other.restore(engine().written())
    other.restore({})
    assert other.open is None
    assert other.closed is None


@pytest.mark.parametrize(
    ("name", "change"),
    [
        pytest.param("open", {"id": ""}, id="no id"),
        pytest.param("open", {"id": 5}, id="an id that is no text"),
        pytest.param("open", {"started_at": "yesterday"}, id="no time"),
        pytest.param("open", {"started_at": "2026-03-02T18:00:00"}, id="no zone"),
        pytest.param("open", {"last_frame_at": None}, id="half of a source"),
        pytest.param("open", {"source": None}, id="the other half of a source"),
        pytest.param("open", {"pause_reason": "rest"}, id="a pause without begin"),
        pytest.param(
            "open",
            {"finished_at": "2026-03-02T18:00:00Z", "finish_reason": "rest"},
            id="open and finished",
        ),
        pytest.param("closed", {"finished_at": None}, id="finished without end"),
        pytest.param(
            "closed",
            {"finished_at": None, "finish_reason": None},
            id="closed and not finished",
        ),
        pytest.param(
            "closed",
            {"paused_at": "2026-03-02T18:00:00Z", "pause_reason": "rest"},
            id="closed and paused",
        ),
        pytest.param("open", {"segments": []}, id="no segments"),
        pytest.param("open", {"segments": {}}, id="segments that are no list"),
        pytest.param("open", {"counters": []}, id="counters that are no mapping"),
        pytest.param("open", {"planned_s": -1}, id="a negative plan"),
        pytest.param("open", {"planned_s": 1e300}, id="a plan without end"),
        pytest.param("open", {"pause_reason": "tired"}, id="an unknown reason"),
        pytest.param("open", {"rested": 1}, id="neither true nor false"),
    ],
)
def test_a_session_that_cannot_be_is_refused(
    name: str, change: dict[str, object]
) -> None:
    """With a message that names what is wrong; the engine stays as it was."""
    walk = Walk()
    walk.belt(70)
    raw = written(walk)
    if name == "closed":
        walk.belt(200, kmh=0)
        raw = written(walk)
    raw[name] |= change
    other = engine()
    with pytest.raises(StoredError, match=r"\w"):
        other.restore(raw)
    assert other.open is None


def test_a_first_segment_that_was_preceded_by_another_is_refused() -> None:
    """There would be nothing to go back to."""
    walk = Walk()
    walk.belt(70)
    raw = written(walk)
    raw["open"]["segments"][0]["fast_from"] = "backward"
    with pytest.raises(StoredError):
        engine().restore(raw)


@given(anything)
def test_nonsense_is_refused(raw: Any) -> None:
    """Whatever JSON it is, as a whole or as a session."""
    for value in (raw, {"open": raw}, {"closed": raw}, {"muted": raw}):
        other = engine()
        with suppress(StoredError):
            other.restore(value)
        assert other.open is None
    if raw is not None:
        with pytest.raises(StoredError):
            checkpoint.read(raw, Profile())
