"""The link to one treadmill or pod: found when it is on, back after a drop, let go when nobody needs it."""

from collections import Counter
from collections.abc import Callable
from functools import partial
import logging
from time import monotonic
from typing import Final

from bleak.backends.device import BLEDevice
from bleak_retry_connector import BleakOutOfConnectionSlotsError

from homeassistant.components import bluetooth
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_ADDRESS, EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback

from ..const import CONF_KEEP_CONNECTED
from ..protocols.ftms import FeatureData, SpeedRange
from .belt_caller import BeltCaller
from .belt_connection import LINK_ERRORS, BeltConnection
from .belt_dialect import Control
from .belt_feed import BeltFeed, LinkCounts, RawFrame
from .belt_orders import async_stop, control_of
from .belt_poll import BeltPoll
from .belt_problem import (
    LinkProblem,
    NoTreadmillDataError,
    ProblemNotice,
    problem_of,
    radios_are_full,
)
from .belt_reading import BeltReading
from .belt_samples import BeltMeter
from .belt_sharing import BeltSharing
from .belt_silence import SilenceWatch
from .belt_traits import BeltTraits
from .dialects import dialect_of
from .errand import Errand
from .machines import machine_of, source_of

_LOGGER = logging.getLogger(__name__)

HEALTHY_S: Final = 10.0
"""A connection that lasted so long was a good one."""

_SHUNNED_AFTER: Final = 2
"""So many links break while a characteristic is subscribed to, before it is left alone."""

type TreadmillConfigEntry = ConfigEntry[BeltLink]


class BeltLink:
    """A treadmill: connected or not, its readings delivered, its problem named."""

    def __init__(self, hass: HomeAssistant, entry: TreadmillConfigEntry) -> None:
        """Prepare the link of a treadmill's entry; `async_start` begins it."""
        self._hass = hass
        self._entry = entry
        self.address: str = entry.data[CONF_ADDRESS]
        self.machine = machine_of(entry.data)
        self.source = source_of(entry)
        self._dialect = dialect_of(self.machine)
        self.metres_step = self._dialect.metres_step
        self.traits = BeltTraits(hass, entry)
        self.feed = BeltFeed(self.name, self._dialect, self.traits)
        self.meter: BeltMeter | None = None
        """What makes samples of its readings, for one walker after the other; set by whoever joins them."""
        self._connection: BeltConnection | None = None
        self._control: Control | None = None
        self._broken_by: Counter[str] = Counter()
        """How often the link broke while a characteristic was subscribed to."""
        self._poll = BeltPoll(hass, entry, self.feed, self._dialect.poll)
        self._notice = ProblemNotice(hass, entry.entry_id)
        self._caller = BeltCaller(hass, entry, self.address, self._async_call)
        self._silence = SilenceWatch(
            hass,
            self.feed,
            self._async_link_died,
            always_answers=self._poll.needed,
        )
        self._sharing = BeltSharing(
            hass,
            self._caller,
            keep_connected=entry.options.get(CONF_KEEP_CONNECTED, True),
            moved_s=lambda: self.feed.moved_s,
            let_go=self._async_let_go,
        )
        self._learning = Errand(hass, entry, f"learn of belt {self.address}")
        self._goodbye = Errand(hass, entry, f"hang up belt {self.address}")
        self._cleanups: list[CALLBACK_TYPE] = []
        self._said_gone = False
        self._frames_before = 0

    @property
    def name(self) -> str:
        """What the user calls the belt."""
        return self._entry.title or self.address

    @property
    def counts(self) -> LinkCounts:
        """What the link has been through since it was set up."""
        return self.feed.counts

    @property
    def frames(self) -> list[RawFrame]:
        """The last notifications as they came, oldest first."""
        return self.feed.frames

    @property
    def feature(self) -> FeatureData | None:
        """What the belt says it can do."""
        return self._dialect.feature

    @property
    def speed_range(self) -> SpeedRange | None:
        """Which speeds the belt takes."""
        return self._dialect.speed_range

    @property
    def connected(self) -> bool:
        """Whether the belt is connected and its figures subscribed to."""
        return self._connection is not None

    @property
    def released(self) -> bool:
        """Whether the belt was let go on purpose, for others to use."""
        return self._sharing.released

    @property
    def keep_connected(self) -> bool:
        """Whether the belt is never let go."""
        return self._sharing.keep_connected

    @property
    def moving(self) -> bool:
        """Whether the belt runs, as far as is known."""
        return self.feed.moving

    @property
    def reading(self) -> BeltReading | None:
        """The belt's last reading; None while it is not connected, or says nothing."""
        return self.feed.reading

    @property
    def problem(self) -> LinkProblem | None:
        """Why the belt cannot be connected; None also for a belt that is simply off."""
        return self._notice.problem

    async def async_start(self) -> None:
        """Connect as soon as the belt is on the air, without waiting for that."""
        self._cleanups += (
            bluetooth.async_register_callback(
                self._hass,
                self._sharing.async_advertisement_changed,
                bluetooth.BluetoothCallbackMatcher(
                    address=self.address, connectable=True
                ),
                bluetooth.BluetoothScanningMode.PASSIVE,
                replay=bluetooth.BluetoothCallbackReplay.DISABLED,
            ),
            bluetooth.async_track_unavailable(
                self._hass, self._async_gone_off_air, self.address
            ),
            self._hass.bus.async_listen(
                EVENT_HOMEASSISTANT_STOP, self._async_home_assistant_stops
            ),
        )
        self._caller.async_listen()
        self._caller.async_want()

    async def async_stop(self) -> None:
        """Hang up and leave nothing: no task, timer, callback, link or repair issue."""
        while self._cleanups:
            self._cleanups.pop()()
        await self._caller.async_stop()
        connection = self._connection
        self._async_forget_connection()
        await self._learning.async_cancel()
        await self._poll.async_stop()
        if connection is not None:
            await connection.async_close()
        await self._goodbye.async_finish()
        self._notice.async_clear()

    @callback
    def async_set_keep_connected(self, keep: bool) -> None:
        """Keep the belt connected from now on, or share it."""
        self._sharing.async_set_keep_connected(keep)

    @callback
    def async_add_listener(self, listener: Callable[[], None]) -> CALLBACK_TYPE:
        """Call `listener` at every notification and change; returns what ends that."""
        return self.feed.async_add_listener(listener)

    @callback
    def async_tell(self) -> None:
        """Call all listeners."""
        self.feed.async_tell()

    @callback
    def async_deliver_to(self, take: Callable[[BeltReading], None] | None) -> None:
        """Hand over what waits, then each reading as it comes; None: keep them."""
        self.feed.outbox.async_deliver_to(take)

    async def async_wake(self) -> None:
        """Connect now: somebody is about to walk. Does not wait for the belt."""
        self._sharing.async_wake()
        if self.connected:
            return
        if not bluetooth.async_address_present(self._hass, self.address):
            self._async_failed(LinkProblem.UNREACHABLE, on_air=False)

    async def async_stop_belt(self) -> None:
        """Stop the running belt.

        Raises HomeAssistantError where that is switched off, impossible or refused.
        """
        await async_stop(self._entry, self._control, connected=self.connected)

    async def _async_call(self, device: BLEDevice) -> bool:
        """Call the belt; whether it was reached."""
        await self._goodbye.async_finish()
        self.counts.calls += 1
        connection = BeltConnection(
            self.name, self._dialect, self.feed.ears(lost=self._async_lost)
        )
        try:
            if radios_are_full(self._hass, self.address):
                raise BleakOutOfConnectionSlotsError("No free connection slot")
            await connection.async_open(device, partial(self._caller.latest, device))
        except (NoTreadmillDataError, *LINK_ERRORS) as error:
            _LOGGER.debug("%s was not reached: %r", self.name, error)
            self._sharing.async_call_failed()
            on_air = self._caller.on_air
            problem = problem_of(
                error, heard=on_air, signal_dbm=self._caller.signal_dbm
            )
            self._async_failed(problem, on_air=on_air)
            if problem is LinkProblem.NO_TREADMILL_DATA:
                self._caller.async_be_patient()
            return False
        self._async_connected(connection)
        return True

    @callback
    def _async_failed(self, problem: LinkProblem, *, on_air: bool) -> None:
        if self._notice.async_failed(problem, belt=self.name, on_air=on_air):
            _LOGGER.warning("%s is on the air but not reached: %s", self.name, problem)
        self.feed.async_tell()

    @callback
    def _async_connected(self, connection: BeltConnection) -> None:
        self._connection = connection
        self._frames_before = self.counts.frames
        self._control = control_of(connection, self._poll, self.feed)
        self.counts.connects += 1
        self._notice.async_clear()
        if self._said_gone:
            self._said_gone = False
            _LOGGER.info("%s is connected again", self.name)
        self.feed.async_begin()
        self._silence.async_begin()
        self._sharing.async_connected()
        self._learning.async_start(self._async_learn(connection))
        self._poll.async_begin(connection)
        self.feed.async_tell()

    async def _async_learn(self, connection: BeltConnection) -> None:
        broken_by = self._broken_by
        await connection.async_learn(
            {uuid for uuid in broken_by if broken_by[uuid] >= _SHUNNED_AFTER}
        )
        self.feed.async_tell()

    @callback
    def _async_lost(self) -> None:
        if (connection := self._connection) is None:
            return
        self.counts.drops += 1
        if connection.subscribing_to is not None:
            self._broken_by[connection.subscribing_to] += 1
        self._async_forget_connection()
        if not self._said_gone:
            self._said_gone = True
            _LOGGER.info("%s is gone", self.name)
        healthy = monotonic() - connection.opened_s >= HEALTHY_S and (
            not self._poll.needed or self.counts.frames > self._frames_before
        )
        self._caller.async_lost(healthy=healthy)
        self.feed.async_tell()

    @callback
    def _async_forget_connection(self) -> None:
        self._connection = self._control = None
        self._learning.async_cancel_soon()
        self._poll.async_end()
        self._sharing.async_disconnected()
        self._silence.async_end()
        self.feed.async_end()

    @callback
    def _async_link_died(self) -> None:
        """Take a link as lost that the radio still believes in."""
        if (connection := self._connection) is not None:
            self._goodbye.async_start(connection.async_close())
            self._async_lost()

    @callback
    def _async_let_go(self) -> None:
        """Leave the belt to others."""
        if (connection := self._connection) is not None:
            _LOGGER.debug("%s is idle and was let go", self.name)
            self._async_forget_connection()
            self._caller.async_unwant()
            self._goodbye.async_start(connection.async_close())
            self.feed.async_tell()

    @callback
    def _async_gone_off_air(
        self, _advertisement: bluetooth.BluetoothServiceInfoBleak
    ) -> None:
        """Take a belt that is not heard any more for switched off: no problem."""
        if not self.connected:
            self._caller.async_forgive()
            self._notice.async_clear()
            self.feed.async_tell()

    async def _async_home_assistant_stops(self, _event: Event) -> None:
        await self.async_stop()
