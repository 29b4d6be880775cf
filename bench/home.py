"""A home to measure in: Home Assistant with its recorder, one walker, and a virtual belt at ten notifications a second."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_test_home_assistant,
)

from custom_components.retrowalk.const import DOMAIN, SUBENTRY_WALKER, EntryKind
from custom_components.retrowalk.coordinator import WalkerCoordinator
from custom_components.retrowalk.sources.belt_link import BeltLink
from custom_components.virtual_treadmill import async_get_belt
from custom_components.virtual_treadmill.belt import VirtualBelt
from dev.home_folder import free_port, store_server_settings
from homeassistant.components import recorder
from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant
from homeassistant.helpers import recorder as recorder_helper
from homeassistant.loader import DATA_CUSTOM_COMPONENTS
from homeassistant.setup import async_setup_component

from .clock import SetClock

NOTIFY_HZ = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class MeasuredHome:
    """All that a measurement needs of a home."""

    hass: HomeAssistant
    clock: SetClock
    belt: VirtualBelt
    link: BeltLink
    walker: WalkerCoordinator

    async def async_walk(self, seconds: float) -> None:
        """Let the belt run for a while, and Home Assistant do what follows from it."""
        for _ in range(round(seconds)):
            self.belt.advance(1.0, self.clock.go_on)
            await self.hass.async_block_till_done()

    @property
    def database(self) -> Path:
        """The recorder's database, with all rows written."""
        return Path(self.hass.config.path("home.db"))

    async def async_settle(self) -> None:
        """Wait until the recorder has written everything."""
        await recorder.get_instance(self.hass).async_block_till_done()


@asynccontextmanager
async def measured_home(*, real_time: bool = False) -> AsyncIterator[MeasuredHome]:
    """A home whose belt is connected and at rest; its clock is set by the measurement, unless time is to pass by itself."""
    clock = SetClock()
    with TemporaryDirectory() as folder:
        store_server_settings(Path(folder), free_port())
        async with async_test_home_assistant(config_dir=folder) as hass:
            hass.data.pop(DATA_CUSTOM_COMPONENTS)
            with nullcontext() if real_time else clock.in_charge(hass.loop):
                try:
                    yield await _async_furnish(hass, clock)
                finally:
                    await hass.async_stop(force=True)


async def _async_furnish(hass: HomeAssistant, clock: SetClock) -> MeasuredHome:
    recorder_helper.async_initialize_recorder(hass)
    url = f"sqlite:///{hass.config.path('home.db')}"
    assert await async_setup_component(
        hass, "recorder", {"recorder": {"db_url": url, "commit_interval": 1}}
    )
    options = {"real_time": False, "notify_hz": NOTIFY_HZ}
    assert await async_setup_component(
        hass, "virtual_treadmill", {"virtual_treadmill": [options]}
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    belt = async_get_belt(hass)
    body = {"name": "Sam", "height_cm": 175, "mass_kg": 70, "birth_year": 1970}
    sam = ConfigSubentryData(
        data=body, subentry_type=SUBENTRY_WALKER, title="Sam", unique_id=None
    )
    home = MockConfigEntry(
        domain=DOMAIN,
        data={"kind": EntryKind.HOME},
        unique_id="home",
        subentries_data=[sam],
    )
    treadmill = MockConfigEntry(
        domain=DOMAIN,
        data={"kind": EntryKind.TREADMILL, "address": belt.address},
        unique_id=belt.address,
        title=belt.name,
    )
    for entry in (home, treadmill):
        entry.add_to_hass(hass)
        assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert belt.connected
    walker = next(iter(home.runtime_data.walkers.values()))
    return MeasuredHome(
        hass=hass, clock=clock, belt=belt, link=treadmill.runtime_data, walker=walker
    )
