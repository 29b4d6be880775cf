"""When a belt is called: once it is on the air, one call at a time, and never in a storm."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from time import monotonic
from typing import Any, Final

from bleak.backends.device import BLEDevice

from homeassistant.components import bluetooth
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from .errand import Errand

RESTS_S: Final = (1, 2, 5, 15, 30, 60)
"""Seconds of rest after the first, second, … call in a row that failed; then always the last."""

PATIENT_REST_S: Final = 600
"""Seconds of rest for a machine that cannot be what is looked for."""

OFF_AIR_S: Final = 60.0
"""A belt not heard for so long was away: switched off, carried off, or in another's hands."""

type Call = Callable[[BLEDevice], Awaitable[bool]]


class BeltCaller:
    """Calls a wanted belt when it is on the air, and rests longer after each call that fails.

    A belt that is not on the air is not called, and no timer runs for it: its next advertisement starts the call.
    """

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry[Any], address: str, call: Call
    ) -> None:
        """Prepare; `call` answers whether the belt was reached."""
        self._hass = hass
        self._address = address
        self._call = call
        self.heard_again: CALLBACK_TYPE | None = None
        """Told of the end of a silence, before the belt is called for it."""
        self._errand = Errand(hass, entry, f"call belt {address}")
        self._end_rest: CALLBACK_TYPE | None = None
        self._stop_listening: CALLBACK_TYPE | None = None
        self._failures = 0
        self._patient = False
        self._reached = False
        self._wanted = False
        self._heard_s: float | None = None
        self._contact_s: float | None = None
        self.signal_dbm: int | None = None

    @property
    def on_air(self) -> bool:
        """Whether the belt was heard in the last minute."""
        return self._heard_s is not None and monotonic() - self._heard_s < OFF_AIR_S

    @callback
    def async_listen(self) -> None:
        """Hear the belt's advertisements from now on, the unchanged ones included."""
        if (
            last := bluetooth.async_last_service_info(self._hass, self._address)
        ) is not None:
            self.signal_dbm = last.rssi
            # What was heard before a restart may be minutes old.
            self._heard_s = self._contact_s = last.time
        self._stop_listening = bluetooth.async_register_advertisement_callback(
            self._hass, self._async_heard, self._address
        )

    async def async_stop(self) -> None:
        """End everything, a call under way included."""
        self.async_unwant()
        if self._stop_listening is not None:
            self._stop_listening()
            self._stop_listening = None
        await self._errand.async_cancel()

    @callback
    def async_want(self, *, at_once: bool = False) -> None:
        """Reach the belt as soon as it can be; `at_once` ends a rest that is under way."""
        self._wanted = True
        if at_once:
            self._async_end_rest()
        self._async_call_if_due()

    @callback
    def async_unwant(self) -> None:
        """Leave the belt alone."""
        self._wanted = self._reached = False
        self._contact_s = monotonic()
        self._async_end_rest()

    @callback
    def async_look_in(self) -> bool:
        """Call once without wanting the belt; whether it was on the air to be called."""
        return self._async_start_call(self._device())

    @callback
    def async_lost(self, *, healthy: bool) -> None:
        """Call again after a rest: the link broke; `healthy`, it had been good until then."""
        self._reached = False
        self._contact_s = monotonic()
        if healthy:
            self._failures = 0
        self._async_rest()

    @callback
    def async_be_patient(self) -> None:
        """Rest for long if the call under way is not the first to fail."""
        self._patient = self._failures > 0

    def latest(self, device: BLEDevice) -> BLEDevice:
        """The belt as it was heard last, which may be through another radio."""
        return self._device() or device

    @callback
    def async_forgive(self) -> None:
        """Forget the failures so far: the belt was off."""
        self._failures = 0

    @callback
    def _async_heard(self, advertisement: bluetooth.BluetoothServiceInfoBleak) -> None:
        if not advertisement.connectable:
            return
        now_s = monotonic()
        # A belt that was connected until now has been silent, but not away.
        was_away = self._contact_s is None or now_s - self._contact_s >= OFF_AIR_S
        self._heard_s = self._contact_s = now_s
        self.signal_dbm = advertisement.rssi
        if was_away and not self._reached:
            if self.heard_again is not None:
                self.heard_again()
            self._async_end_rest()
        self._async_call_if_due(advertisement.device)

    @callback
    def _async_call_if_due(self, device: BLEDevice | None = None) -> None:
        if not self._wanted or self._reached or self._end_rest is not None:
            return
        self._async_start_call(device or self._device())

    @callback
    def _async_start_call(self, device: BLEDevice | None) -> bool:
        if device is None or self._errand.busy:
            return False
        self._errand.async_start(self._async_call(device))
        return True

    def _device(self) -> BLEDevice | None:
        return bluetooth.async_ble_device_from_address(self._hass, self._address)

    async def _async_call(self, device: BLEDevice) -> None:
        reached = self._patient = False
        try:
            reached = await self._call(device)
        finally:
            self._reached = reached
            if reached:
                # Found on a mere look, it is wanted from now on, until it is let go.
                self._wanted = True
            else:
                self._async_rest()

    @callback
    def _async_rest(self) -> None:
        if not self._wanted:
            return
        self._async_end_rest()
        rest_s = RESTS_S[min(self._failures, len(RESTS_S) - 1)]
        if self._patient:
            rest_s = PATIENT_REST_S
        self._failures += 1
        self._end_rest = async_call_later(self._hass, rest_s, self._async_rested)

    @callback
    def _async_rested(self, _now: datetime) -> None:
        self._end_rest = None
        self._async_call_if_due()

    @callback
    def _async_end_rest(self) -> None:
        if self._end_rest is not None:
            self._end_rest()
            self._end_rest = None
