"""The moments of a walker, and who waits for them."""

from collections import deque
from collections.abc import Callable

from homeassistant.core import CALLBACK_TYPE, callback

from .walking.announcements import StreakEvent
from .walking.events import WalkEvent

type Moment = WalkEvent | StreakEvent
"""What happens in a walk, or to a streak."""


class MomentListeners:
    """Those who are told each moment of one walker, in the order in which they came."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._listeners: list[Callable[[Moment], None]] = []
        self._untold: deque[Moment] = deque()
        self._telling = False

    @callback
    def async_add(self, listener: Callable[[Moment], None]) -> CALLBACK_TYPE:
        """Tell somebody each moment from now on, until what is returned is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def async_tell(self, *moments: Moment) -> None:
        """Tell everybody one moment after the other.

        An automation may finish a walk in the middle of being told that it pauses: then the finish is told next.
        """
        self._untold.extend(moments)
        if self._telling:
            return
        self._telling = True
        try:
            while self._untold:
                moment = self._untold.popleft()
                for listener in tuple(self._listeners):
                    listener(moment)
        finally:
            self._telling = False
