"""How long a session waits: for a lost link, for a walker who pauses, and for one who may have forgotten it."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from .company import succeed
from .events import Events, StillWalkingAsked
from .live_source import gap_of
from .model import FinishReason, PauseReason
from .open_session import OpenSession

PATIENCE: Final = timedelta(minutes=2)
LINK_PATIENCE: Final = timedelta(minutes=10)
ASK_AT_LEAST: Final = timedelta(minutes=30)
ASK_UNANSWERED: Final = timedelta(minutes=15)


class Ending(NamedTuple):
    """Why a session is over, and since when."""

    reason: FinishReason
    at: datetime


def wait(session: OpenSession, at: datetime) -> Events:
    """Let time pass: a link that is silent for too long is lost unless another source sees the walk, and a session that nothing measures is asked for."""
    if session.paused_at is not None:
        return ()
    if session.last_frame_at is not None:
        if at - session.last_frame_at < gap_of(session.source):
            return ()
        if succeed(session, at):
            return ()
        return session.pause(PauseReason.LINK, session.last_frame_at)
    if session.asked_at is not None or at < _ask_at(session) or _unwatched(session, at):
        return ()
    session.asked_at = at
    return (StillWalkingAsked(at=at, session_id=session.id),)


def ending(session: OpenSession, at: datetime) -> Ending | None:
    """Whether patience is at an end; the time walked after a forgotten session's plan is cut off."""
    if session.paused_at is not None:
        if at < session.paused_at + _patience(session):
            return None
        lost = session.pause_reason is PauseReason.LINK
        reason = FinishReason.LINK if lost else FinishReason.REST
        return Ending(reason, session.last_movement_at)
    if not session.on_the_clock:
        return None
    if _unwatched(session, at):
        return Ending(FinishReason.LINK, session.counted_until)
    if session.asked_at is None or at < session.asked_at + ASK_UNANSWERED:
        return None
    session.run_clock(at)
    return Ending(FinishReason.PLAN_OVER, at - _cut_to_plan(session, at))


def due_at(session: OpenSession) -> datetime:
    """When time alone changes this session next."""
    if session.paused_at is not None:
        return session.paused_at + _patience(session)
    if session.last_frame_at is not None:
        return session.last_frame_at + gap_of(session.source)
    if session.asked_at is not None:
        return session.asked_at + ASK_UNANSWERED
    return _ask_at(session)


def _patience(session: OpenSession) -> timedelta:
    return LINK_PATIENCE if session.pause_reason is PauseReason.LINK else PATIENCE


def _ask_at(session: OpenSession) -> datetime:
    return session.extended_at + max(
        timedelta(seconds=2 * session.planned_s), ASK_AT_LEAST
    )


def _unwatched(session: OpenSession, at: datetime) -> bool:
    """Whether the home was away for so long that nobody knows how the walk went on."""
    return at - session.counted_until > LINK_PATIENCE


def _cut_to_plan(session: OpenSession, at: datetime) -> timedelta:
    """Keep what was planned, and all that was walked until the walker's last sign of life."""
    forgotten_s = (at - session.extended_at).total_seconds()
    sure_s = session.stretches.active_s() - max(0.0, forgotten_s)
    return timedelta(seconds=session.stretches.trim(max(session.planned_s, sure_s)))
