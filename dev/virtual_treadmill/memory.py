"""Lets a belt walk on while Home Assistant is not running, as a real one does."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from .belt import BeltState, VirtualBelt
from .options import DOMAIN

REMEMBER_EVERY = timedelta(seconds=1)
FORGET_AFTER = timedelta(hours=1)


class Remembered(TypedDict):
    """What is written to the disk."""

    at: str
    state: str
    counters: dict[str, float]
    stage: int
    stage_in_s: float


@dataclass(frozen=True, slots=True)
class BeltMemory:
    """What one belt remembers on the disk."""

    hass: HomeAssistant
    belt: VirtualBelt
    store: Store[Remembered]

    async def async_recall(self) -> None:
        """Be where the belt would be now, had it walked on; after an hour away it was switched off meanwhile."""
        if (remembered := await self.store.async_load()) is None:
            return
        at = dt_util.parse_datetime(remembered["at"], raise_on_error=True)
        away = dt_util.utcnow() - at
        if not timedelta() <= away <= FORGET_AFTER:
            return
        self.belt.recall(BeltState(remembered["state"]), remembered["counters"])
        self.belt.script.begin(
            number=remembered["stage"], after_s=remembered["stage_in_s"]
        )
        self.belt.advance(away.total_seconds())

    @callback
    def async_keep(self) -> CALLBACK_TYPE:
        """Write the belt's state to the disk every second, so that even a killed process loses no more."""

        async def keep(_now: datetime) -> None:
            await self._async_write()

        return async_track_time_interval(
            self.hass, keep, REMEMBER_EVERY, cancel_on_shutdown=True
        )

    async def _async_write(self) -> None:
        """Write the belt's state to the disk."""
        stage, stage_in_s = self.belt.script.position
        await self.store.async_save(
            Remembered(
                at=dt_util.utcnow().isoformat(),
                state=self.belt.state,
                counters=self.belt.deck.counters(),
                stage=stage,
                stage_in_s=stage_in_s,
            )
        )


def memory_of(hass: HomeAssistant, belt: VirtualBelt) -> BeltMemory:
    """Return the memory of this belt."""
    key = f"{DOMAIN}.{belt.address.replace(':', '').lower()}"
    return BeltMemory(hass, belt, Store(hass, 1, key, atomic_writes=True))
