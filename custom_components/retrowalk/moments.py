"""The moments of a walker, and who waits for them."""

from collections import deque
from collections.abc import Callable

from homeassistant.core import CALLBACK_TYPE, HassJobType, callback
from homeassistant.util.logging import catch_log_exception

from .walking.announcements import StreakEvent
from .walking.events import WalkEvent
from .walking.guard import PathBlocked
from .walking.reminder import ReminderMoment

type Moment = WalkEvent | StreakEvent | ReminderMoment | PathBlocked
"""What happens in a walk, to a streak, with a reminder, or on the path."""


def _describe_failure(moment: Moment) -> str:
    # What it tells is the walker's, and no business of a log.
    return f"Somebody failed on being told a moment: {type(moment).__name__}"


class MomentListeners:
    """Those who are told each moment of one walker, in the order in which they came."""

    def __init__(self) -> None:
        """Begin with nobody, and keep what happens until everybody is there."""
        self._listeners: list[Callable[[Moment], None]] = []
        self._untold: deque[Moment] = deque()
        self._holds_back = True

    @callback
    def async_add(self, listener: Callable[[Moment], None]) -> CALLBACK_TYPE:
        """Tell somebody each moment from now on, until what is returned is called.

        One who fails on a moment is logged, and keeps nobody else from being told.
        """
        tell: Callable[[Moment], None] = catch_log_exception(  # type: ignore[assignment]  # a callback stays a callback
            listener, _describe_failure, HassJobType.Callback
        )
        self._listeners.append(tell)
        return lambda: self._listeners.remove(tell)

    @callback
    def async_open(self) -> None:
        """Everybody is there: tell what has happened since the home was set up, and from now on everything at once."""
        self._holds_back = False
        self.async_tell()

    @callback
    def async_tell(self, *moments: Moment) -> None:
        """Tell everybody one moment after the other.

        An automation may finish a walk in the middle of being told that it pauses: then the finish is told next.
        """
        self._untold.extend(moments)
        if self._holds_back:
            return
        self._holds_back = True
        try:
            while self._untold:
                moment = self._untold.popleft()
                for listener in tuple(self._listeners):
                    listener(moment)
        finally:
            self._holds_back = False
