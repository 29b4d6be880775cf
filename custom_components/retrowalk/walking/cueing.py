"""What an open session tells its walker on the way: that it is time to turn, and that it goes too fast backward."""

from datetime import datetime

from .cues import TurnCue, WantedCues, passes_cap
from .events import Events, SpeedCapPassed, TurnDue
from .model import Direction
from .open_session import OpenSession


def ask_for_turns(session: OpenSession, every_s: float | None) -> None:
    """Tell from now on when it is time to turn, each time after so many active seconds; None leaves it as it is."""
    if every_s:
        since_s = session.stretches.active_s()
        session.turn_cue = TurnCue(every_s=every_s, since_s=since_s)


def turn_due_at(session: OpenSession) -> datetime | None:
    """When the clock alone makes it time to turn; None where a source measures the session, or it pauses."""
    cue = session.turn_cue
    if cue is None or not session.on_the_clock or session.paused_at is not None:
        return None
    return cue.due_at(session.counted_until, session.stretches.active_s())


def tell_turn(session: OpenSession, at: datetime) -> Events:
    """Tell that it is time to turn, if it is."""
    if session.turn_cue is None or session.paused_at is not None:
        return ()
    session.run_clock(at)
    if not session.turn_cue.falls_due(session.stretches.active_s()):
        return ()
    return (TurnDue(at=at, session_id=session.id, direction=session.other_way),)


def tell_cues(session: OpenSession, at: datetime, wanted: WantedCues) -> Events:
    """Tell what a sample has made due."""
    return (
        *tell_turn(session, at),
        *_tell_speed(session, at, wanted.speed_cap_mps),
    )


def _tell_speed(session: OpenSession, at: datetime, cap_mps: float | None) -> Events:
    """Tell that the walker goes backward faster than wanted, once each time."""
    speed_mps, was_above = session.speed_mps, session.above_cap
    goes_backward = (
        session.paused_at is None and session.stretches.direction is Direction.BACKWARD
    )
    if cap_mps is None or speed_mps is None or not goes_backward:
        session.above_cap = False
        return ()
    session.above_cap = passes_cap(speed_mps, cap_mps, was_above=was_above)
    if was_above or not session.above_cap:
        return ()
    return (
        SpeedCapPassed(
            at=at, session_id=session.id, speed_mps=speed_mps, cap_mps=cap_mps
        ),
    )
