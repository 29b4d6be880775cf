"""How a session follows the live source that measures it: movement, rest, lost frames, clocks that jump."""

from datetime import datetime, timedelta
from typing import Final

from .events import Events
from .live_source import gap_of
from .model import MOVING_MPS, BeltSignal, FinishReason, PauseReason, Sample
from .open_session import CLOCK_JUMP, OpenSession

REST_SETTLES: Final = timedelta(seconds=2)
"""A belt that shows no speed for this long has come to rest; less is a flicker."""
STILL_AFTER: Final = timedelta(seconds=15)
"""A source that gives no speed rests when it has shown no metre and no step for this long."""
ENDING: Final[dict[BeltSignal | None, FinishReason]] = {
    BeltSignal.STOPPED: FinishReason.BELT_STOP,
    BeltSignal.SAFETY_KEY: FinishReason.SAFETY_KEY,
}
"""What a belt says when a walk is over, and why it is, then."""
COASTS_FOR: Final = timedelta(seconds=10)
"""A belt that was told to pause runs out; it has started again if it moves for longer than this."""


def is_late(session: OpenSession, sample: Sample) -> bool:
    """Whether a sample belongs before one taken already."""
    assert session.last_frame_at is not None
    return -CLOCK_JUMP <= sample.at - session.last_frame_at < timedelta(0)


def in_time(session: OpenSession, sample: Sample) -> Sample:
    """A sample that was held up on its way, when it was made, but not before those that were heard already."""
    if sample.held_s <= 0 or session.last_frame_at is None:
        return sample
    since_s = (sample.at - session.last_frame_at).total_seconds()
    held_s = max(0.0, min(sample.held_s, since_s))
    return sample._replace(at=sample.at - timedelta(seconds=held_s))


def follow(session: OpenSession, sample: Sample) -> Events:
    """Credit a sample of the session's own source and tell what it changed."""
    assert session.last_frame_at is not None
    gap = sample.at - session.last_frame_at
    if gap < timedelta(0):
        if session.pause_reason is not PauseReason.COMMAND:
            session.credit_late(sample)
        return ()
    session.last_frame_at = sample.at
    if session.pause_reason is PauseReason.COMMAND:
        return _await_restart(session, sample)
    if session.pause_reason is PauseReason.LINK or gap > gap_of(sample.source):
        return _bridge(session, sample)
    if sample.signal is BeltSignal.PAUSED:
        return _pause(session, sample)
    if sample.moves:
        return _move(session, sample)
    session.note(sample)
    if sample.rests:
        return _rest(session, sample)
    if sample.at - session.last_movement_at < STILL_AFTER:
        return ()
    session.rested = True
    return session.pause(PauseReason.REST, session.last_movement_at)


def credit_last(session: OpenSession, sample: Sample) -> None:
    """Credit the sample with which the source says that the walk is over."""
    if session.pause_reason is PauseReason.COMMAND:
        session.note(sample)
    elif sample.at - session.counted_until > gap_of(sample.source):
        session.credit_gap(sample)
    else:
        session.credit(sample, seconds=session.running_s(sample.at))


def _await_restart(session: OpenSession, sample: Sample) -> Events:
    """A pause by command ends when the belt has stopped and starts again; what it counts meanwhile is dropped."""
    session.note(sample)
    if sample.rests:
        session.rested = True
    elif sample.moves and (session.rested or sample.signal is BeltSignal.STARTED):
        return session.go_on(sample.at)
    return ()


def _bridge(session: OpenSession, sample: Sample) -> Events:
    """After a gap, what the belt's own counters rose by was walked; its speed tells nothing of the time between."""
    session.credit_gap(sample)
    if sample.held_s > gap_of(sample.source).total_seconds():
        # Old news, and more of it follows: the link is no better for it yet.
        if session.paused_at is not None:
            session.paused_at = sample.at
        return ()
    stands = sample.speed_mps is not None and sample.speed_mps < MOVING_MPS
    if sample.moves and not stands and sample.signal is not BeltSignal.PAUSED:
        return session.go_on(sample.at)
    session.rested = stands or not sample.moves
    if session.paused_at is None:
        return session.pause(PauseReason.REST, session.last_movement_at)
    session.pause_reason, session.paused_at = PauseReason.REST, session.last_movement_at
    return ()


def _pause(session: OpenSession, sample: Sample) -> Events:
    """A belt says that it was told to pause, and runs out."""
    if sample.moves:
        session.credit(sample, seconds=session.running_s(sample.at))
    else:
        session.note(sample)
        session.rested = True
    return session.pause(PauseReason.REST, sample.at)


def _coasts(session: OpenSession, sample: Sample) -> bool:
    return (
        session.paused_at is not None
        and not session.rested
        and sample.signal is not BeltSignal.STARTED
        and sample.at - session.paused_at < COASTS_FOR
    )


def _move(session: OpenSession, sample: Sample) -> Events:
    if _coasts(session, sample):
        session.credit(sample, seconds=0.0)
        return ()
    events = session.go_on(sample.at)
    turned = session.stretches.note_speed(sample.speed_mps, sample.at)
    session.credit(sample, seconds=session.running_s(sample.at))
    return (*events, session.turned(sample.at)) if turned else events


def _rest(session: OpenSession, sample: Sample) -> Events:
    session.counted_until = max(session.counted_until, sample.at)
    session.rested = True
    turned = session.stretches.note_speed(sample.speed_mps, sample.at)
    events = (session.turned(sample.at),) if turned else ()
    if session.resting_since is None:
        session.resting_since = sample.at
    if sample.at - session.resting_since < REST_SETTLES:
        return events
    return (*events, *session.pause(PauseReason.REST, session.resting_since))


def resume(session: OpenSession, at: datetime) -> Events:
    """Go on by command; while the link is lost, only the next frame can tell how."""
    if session.pause_reason is PauseReason.LINK:
        return ()
    if session.paused_at is None or session.on_the_clock or not _is_silent(session, at):
        return session.go_on(at)
    session.reopen(at)
    session.pause(PauseReason.LINK, at)
    return ()


def _is_silent(session: OpenSession, at: datetime) -> bool:
    if session.last_frame_at is None:
        return False
    return at - session.last_frame_at >= gap_of(session.source)
