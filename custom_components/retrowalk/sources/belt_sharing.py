"""How a belt is shared: let go when nobody walks on it, come back to for a reason, looked in on now and then."""

from collections.abc import Callable
from datetime import datetime
from time import monotonic
from typing import Final

from homeassistant.components.bluetooth import (
    BluetoothChange,
    BluetoothServiceInfoBleak,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from .belt_caller import BeltCaller

IDLE_S: Final = 300.0
"""A belt is let go after so long without movement."""

LOOK_S: Final = 20.0
"""A look whether somebody walks takes so long."""

LOOK_EVERY_S: Final = 600.0
"""Seconds from one look to the next."""

CHANGE_SETTLES_S: Final = 10.0
"""Belts change their advertisement because they were let go; that change is no reason to come back."""


class BeltSharing:
    """The rules of a belt that is not to be kept connected; they rest while it is."""

    def __init__(
        self,
        hass: HomeAssistant,
        caller: BeltCaller,
        *,
        keep_connected: bool,
        moved_s: Callable[[], float | None],
        let_go: CALLBACK_TYPE,
    ) -> None:
        """Prepare; `moved_s` tells when the belt last moved, in seconds of the monotonic clock."""
        self._hass = hass
        self._caller = caller
        caller.heard_again = self._async_heard_again
        self._moved_s = moved_s
        self._let_go = let_go
        self._cancel: CALLBACK_TYPE | None = None
        self._connected = False
        self._looking = False
        self._released_s: float | None = None
        self.keep_connected = keep_connected

    @property
    def released(self) -> bool:
        """Whether the belt was let go on purpose."""
        return self._released_s is not None

    @callback
    def async_set_keep_connected(self, keep: bool) -> None:
        """Keep the belt connected from now on, or share it."""
        if keep is self.keep_connected:
            return
        self.keep_connected = keep
        if keep:
            self.async_wake()
        elif self._connected:
            self._async_arm(IDLE_S, self._async_idle)

    @callback
    def async_wake(self) -> None:
        """Have the belt now, and for five minutes from now if it is idle."""
        self._async_end_timer()
        self._released_s = None
        self._looking = False
        if not self._connected:
            self._caller.async_want(at_once=True)
        elif not self.keep_connected:
            self._async_arm(IDLE_S, self._async_idle)

    @callback
    def async_connected(self) -> None:
        """Let the belt go after five idle minutes, or after a short look if it is at rest."""
        self._connected = True
        self._released_s = None
        if not self.keep_connected:
            self._async_arm(LOOK_S if self._looking else IDLE_S, self._async_idle)
        self._looking = False

    @callback
    def async_disconnected(self) -> None:
        """Stop the timers of a link that is gone."""
        self._connected = False
        self._async_end_timer()

    @callback
    def async_call_failed(self) -> None:
        """Let the next call be more than a look again."""
        self._looking = False

    @callback
    def _async_heard_again(self) -> None:
        """Come back: the belt was away, and was switched on."""
        if self.released:
            self.async_wake()

    @callback
    def async_advertisement_changed(
        self,
        _advertisement: BluetoothServiceInfoBleak,
        _change: BluetoothChange,
    ) -> None:
        """Come back: something happened at the belt."""
        if (
            self._released_s is not None
            and monotonic() - self._released_s >= CHANGE_SETTLES_S
        ):
            self.async_wake()

    @callback
    def _async_idle(self, _now: datetime) -> None:
        self._cancel = None
        moved_s = self._moved_s()
        left_s = 0.0 if moved_s is None else IDLE_S - (monotonic() - moved_s)
        if left_s > 0:
            self._async_arm(left_s, self._async_idle)
            return
        self._released_s = monotonic()
        self._let_go()
        self._async_arm(LOOK_EVERY_S, self._async_look)

    @callback
    def _async_look(self, _now: datetime) -> None:
        self._async_arm(LOOK_EVERY_S, self._async_look)
        self._looking = self._caller.async_look_in()

    def _async_arm(self, seconds: float, act: Callable[[datetime], None]) -> None:
        self._async_end_timer()
        self._cancel = async_call_later(self._hass, seconds, act)

    def _async_end_timer(self) -> None:
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
