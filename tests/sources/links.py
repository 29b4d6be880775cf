"""A link to the virtual belt, made by hand, and what it delivers."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.retrowalk.const import (
    CONF_ALLOW_STOP,
    CONF_KEEP_CONNECTED,
    CONF_MACHINE,
    DOMAIN,
    Machine,
)
from custom_components.retrowalk.sources.belt_link import BeltLink
from custom_components.retrowalk.sources.belt_reading import BeltReading
from custom_components.virtual_treadmill.belt import VirtualBelt
from homeassistant.core import HomeAssistant

from ..belts import BELT_ADDRESS, async_put_belt_on_air


class Linked:
    """One link with its entry, its belt and the readings it delivered."""

    belt: VirtualBelt

    def __init__(self, hass: HomeAssistant) -> None:
        """Make a link that is not started."""
        self.hass = hass
        self.taken: list[BeltReading] = []
        self.told = 0
        self.entry = MockConfigEntry(
            domain=DOMAIN, title="Hall belt", data={"address": BELT_ADDRESS}
        )
        self.entry.add_to_hass(hass)
        self.link = BeltLink(hass, self.entry)

    def options(
        self, *, keep_connected: bool = True, allow_stop: bool = False, **others: Any
    ) -> None:
        """Make the link anew with these options."""
        options = {CONF_KEEP_CONNECTED: keep_connected, CONF_ALLOW_STOP: allow_stop}
        self.hass.config_entries.async_update_entry(
            self.entry, options=options | others
        )
        self.link = BeltLink(self.hass, self.entry)

    def machine(self, machine: Machine) -> None:
        """Make the link anew, to such a machine."""
        data = {**self.entry.data, CONF_MACHINE: machine}
        self.hass.config_entries.async_update_entry(self.entry, data=data)
        self.link = BeltLink(self.hass, self.entry)

    async def async_settle(self) -> None:
        """Let everything that can happen now happen."""
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def async_start(self, **belt: Any) -> None:
        """Put the belt on the air, start the link, and listen to it."""
        self.belt = await async_put_belt_on_air(self.hass, **belt)
        await self._async_listen()

    async def async_start_faulty(
        self,
        faulty: set[str],
        *,
        missing: set[str] | None = None,
        hangs_up_at: str | None = None,
    ) -> None:
        """Start with a belt of which some characteristics fail or are missing, or that hangs up at one."""
        self.belt = await async_put_belt_on_air(self.hass)
        self.belt.faulty = faulty
        self.belt.missing = missing or set()
        self.belt.hangs_up_at = hangs_up_at
        await self._async_listen()

    async def _async_listen(self) -> None:
        self.link.async_deliver_to(self.taken.append)
        self.link.async_add_listener(self._count)
        await self.link.async_start()
        await self.async_settle()

    async def async_pass(
        self, freezer: FrozenDateTimeFactory, seconds: float, *, step_s: float = 1.0
    ) -> None:
        """Let time pass for the clock, the belt and Home Assistant's timers."""
        left_s = seconds
        while left_s > 1e-9:
            passed_s = min(step_s, left_s)
            left_s -= passed_s
            self.belt.advance(
                passed_s, lambda part_s: freezer.tick(timedelta(seconds=part_s))
            )
            async_fire_time_changed(self.hass)
            await self.async_settle()

    def _count(self) -> None:
        self.told += 1
