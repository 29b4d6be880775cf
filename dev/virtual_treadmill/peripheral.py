"""A Bluetooth peripheral on the air: it advertises, takes one central, and sends to it."""

from abc import ABC, abstractmethod
import asyncio
from collections.abc import Mapping

from bleak.exc import BleakError

from homeassistant.core import HomeAssistant, callback

from . import frames
from .gatt import FTMS_SERVICE, BeltClient, Characteristics, client_of
from .options import BeltOptions, Refusal
from .radio import Radio


class Peripheral(ABC):
    """The Bluetooth side of a belt (a `gatt.Server`)."""

    def __init__(self, hass: HomeAssistant, options: BeltOptions) -> None:
        """Make a peripheral that is not on the air yet."""
        self._hass = hass
        self.options = options
        self.address = options.address
        self.name = options.name
        self.mtu = options.mtu
        self.muted = False
        """A muted belt keeps its link and sends nothing."""
        self.faulty: set[str] = set()
        """Characteristics that answer every request with an error."""
        self.missing: set[str] = set()
        """Characteristics that are not there at all."""
        self.obstinate = False
        """An obstinate belt refuses every command."""
        self.hangs_up_at: str | None = None
        """A characteristic that ends the link when it is subscribed to, as at the edge of reach."""
        self.on_the_air = False
        self.has_control = False
        self.refusal: Refusal | None = None
        self._radio = Radio(options.address, client_of(self))
        self._client: BeltClient | None = None

    @property
    def connected(self) -> bool:
        """Whether a central is connected."""
        return self._client is not None

    @property
    @abstractmethod
    def moving(self) -> bool:
        """Whether the belt moves; some belts advertise it."""

    @property
    @abstractmethod
    def figures(self) -> str:
        """The characteristic of its figures."""

    @property
    @abstractmethod
    def offered(self) -> Mapping[str, Characteristics]:
        """The characteristics of each service, when all is well."""

    @abstractmethod
    def subscribed(self, uuid: str) -> None:
        """Learn that the central wants the notifications of this characteristic."""

    @abstractmethod
    def read(self, uuid: str) -> bytes:
        """Return the value of a characteristic that can be read."""

    @abstractmethod
    def write(self, uuid: str, payload: bytes) -> None:
        """Take what the central wrote."""

    @callback
    def async_begin(self) -> None:
        """Put the belt on the air."""
        self._radio.async_begin(self._hass)
        if self.options.real_time:
            self._radio.async_repeat(self._hass, self.advertise)
        self.on_air()

    @callback
    def async_end(self) -> None:
        """Leave nothing behind when Home Assistant ends; an open link is not dropped for that."""
        self.on_the_air = False
        self._radio.async_end()

    @callback
    def drop_link(self) -> None:
        """Lose the connection; the belt is then heard again."""
        if self._client:
            self._client.close()

    @callback
    def off_air(self) -> None:
        """Go silent and lose the connection; what moves, moves on."""
        self.on_the_air = False
        self.drop_link()

    @callback
    def on_air(self) -> None:
        """Be heard again."""
        self.on_the_air = True
        self.advertise()

    @callback
    def refuse(self, refusal: Refusal | None) -> None:
        """Refuse connections for this reason from now on, or (None) accept them again.

        An open connection stays.
        """
        self.refusal = refusal
        self._radio.has_free_slot = refusal is not Refusal.NO_SLOT
        self.advertise()

    @callback
    def send(self, hex_frame: str, uuid: str | None = None) -> None:
        """Send these bytes as one notification (of figures), whatever they are; spaces are allowed."""
        self.notify(uuid or self.figures, bytes.fromhex(hex_frame))

    @callback
    def notify(self, uuid: str, payload: bytes) -> None:
        """Send one notification or indication to the central, where it has subscribed."""
        if self._client and not self.muted:
            self._client.notify(uuid, payload)

    @callback
    def advertise(self) -> None:
        """Be heard once, unless off the air or connected: a connected belt does not advertise."""
        if not self.on_the_air or self.connected:
            return
        options = self.options
        in_service_data = frames.service_data(
            options.machine_type, available=self.refusal is not Refusal.HELD
        )
        self._radio.async_hear(
            self.name,
            in_service_data
            if options.service_data and FTMS_SERVICE in self.offered
            else None,
            bytes([self.moving]) if options.changing_advertisement else None,
            services=[*self.offered] if options.advertise_services else [],
            weakly=self.refusal is Refusal.UNREACHABLE,
        )

    @property
    def services(self) -> dict[str, Characteristics]:
        """What is served at the moment."""
        return {
            service: {
                uuid: can for uuid, can in usual.items() if uuid not in self.missing
            }
            for service, usual in self.offered.items()
        }

    async def async_accept(self, client: BeltClient) -> None:
        """Take this central, or raise as a radio would that cannot connect."""
        await asyncio.sleep(0)
        if not self.on_the_air or self.refusal is Refusal.UNREACHABLE:
            raise TimeoutError
        if self.refusal is Refusal.HELD or self.connected:
            raise BleakError("ESP_GATT_CONN_FAIL_ESTABLISH")
        self._client = client

    def released(self, client: BeltClient) -> None:
        """Learn that this central is gone."""
        self._client = None
        self.has_control = False

    def grant_control(self) -> None:
        """Let the central control the belt until the link ends."""
        self.has_control = True
