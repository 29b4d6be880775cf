"""Long-term statistics: what the journal tells of each hour, in the recorder, so that cards show the years before installation."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from homeassistant.components.recorder import DOMAIN as RECORDER, get_instance
from homeassistant.components.recorder.core import Recorder
from homeassistant.components.recorder.statistics import async_add_external_statistics
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.start import async_at_started
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .coordinator import WalkerCoordinator
from .home import HomeConfigEntry
from .recorded_hours import (
    LONG_AGO,
    MEASURES,
    Correction,
    compare,
    described,
    statistic_id,
)
from .walker_state import Cadence
from .walking.decision import Decision, DecisionKey
from .walking.hours import Gains, Statistic, first_difference, hourly, minimum_sessions
from .walking.model import Session

SETTLED_S: Final = 10.0
"""Statistics are brought up to date this long after the last change."""
_AT_ONCE: Final = 500
"""Rows that are handed over before others get their turn."""
_LOCK: HassKey[asyncio.Lock] = HassKey(f"{DOMAIN}.statistics")
"""One corrects at a time: who comes after a reload sees what was handed over before it."""


@callback
def async_keep_statistics(
    hass: HomeAssistant, entry: HomeConfigEntry, walker: WalkerCoordinator
) -> None:
    """Keep the statistics of a walker in step with the journal, until the home is unloaded."""
    statistics = WalkerStatistics(hass, walker)

    @callback
    def begin(_hass: HomeAssistant) -> None:
        # Not earlier: the recorder writes nothing while Home Assistant starts.
        entry.async_on_unload(
            walker.async_add_listener(statistics.async_look, Cadence.EVENT)
        )
        statistics.async_look()

    entry.async_on_unload(statistics.async_end)
    entry.async_on_unload(async_at_started(hass, begin))


@callback
def async_clear_statistics(hass: HomeAssistant, walker_id: str) -> None:
    """Delete the statistics of somebody whose walks are deleted."""
    if (recorder := _recorder(hass)) is not None:
        recorder.async_clear_statistics(
            [statistic_id(walker_id, statistic) for statistic in Statistic]
        )


def _recorder(hass: HomeAssistant) -> Recorder | None:
    """The recorder, where there is one and it works."""
    if RECORDER not in hass.config.components:
        return None
    recorder = get_instance(hass)
    return recorder if recorder.is_alive() else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What the statistics tell, or are about to tell."""

    sessions: Mapping[str, Session]
    minimums: tuple[Decision, ...]
    """How long a session has to be to count, as decided."""

    def look(self, before: Told | None) -> tuple[Mapping[Statistic, Gains], int | None]:
        """What each hour gave, and from which hour on that may differ from what was told before; None for none."""
        gains = hourly(self.sessions.values(), minimum_sessions(self.minimums))
        if before is None or before.minimums != self.minimums:
            return gains, LONG_AGO
        return gains, first_difference(before.sessions, self.sessions)


class WalkerStatistics:
    """Compares the rows of the recorder with the journal, and corrects what differs."""

    def __init__(self, hass: HomeAssistant, walker: WalkerCoordinator) -> None:
        """Be about this walker."""
        self._hass = hass
        self._walker = walker
        self._lock = hass.data.setdefault(_LOCK, asyncio.Lock())
        self._cancel: CALLBACK_TYPE | None = None
        self._seen: object = None
        self._told: Told | None = None
        self._ends = False
        self._unlisten: CALLBACK_TYPE | None = hass.bus.async_listen(
            EVENT_HOMEASSISTANT_STOP, self.async_end
        )

    @callback
    def async_look(self) -> None:
        """Correct the statistics soon, if anything has changed that they tell."""
        if _recorder(self._hass) is None:
            return
        recording = self._walker.recording
        seen = (
            recording.journal.revision,
            recording.readable,
            recording.name,
            self._hass.config.language,
        )
        if seen == self._seen:
            return
        self._seen = seen
        self._cancel_timer()
        self._cancel = async_call_later(self._hass, SETTLED_S, self._async_settled)

    def _cancel_timer(self) -> bool:
        """Whether a correction was due."""
        cancel, self._cancel = self._cancel, None
        if cancel is not None:
            cancel()
        return cancel is not None

    async def _async_settled(self, _now: datetime) -> None:
        self._cancel = None
        async with self._lock:
            await self._async_correct()

    async def async_end(self, _event: Event | None = None) -> None:
        """Write what is due; where that is a lot, the rest is left to whoever comes next.

        A stop waits until then, also in the middle of an unload: the recorder closes its database under those who still read.
        """
        self._ends = True
        is_due = self._cancel_timer()
        async with self._lock:
            if is_due:
                await self._async_correct()
        unlisten, self._unlisten = self._unlisten, None
        if unlisten is not None:
            unlisten()

    async def _async_correct(self) -> None:
        recorder, recording = _recorder(self._hass), self._walker.recording
        if recorder is None or not recording.readable:
            return
        names = await self._async_names()
        told = Told(
            sessions=dict(recording.journal.sessions),
            minimums=recording.journal.history(DecisionKey.MINIMUM_SESSION),
        )
        in_executor = recorder.async_add_executor_job
        gains, since = await in_executor(told.look, self._told)
        for statistic in Statistic:
            # What was handed over before is seen by the comparison.
            await recorder.async_block_till_done()
            metadata = described(self._walker.walker_id, statistic, names[statistic])
            measure, gained = MEASURES[statistic], gains[statistic]
            correction = await in_executor(
                compare, self._hass, measure, metadata, gained, since
            )
            if correction is not None:
                await self._async_hand_over(recorder, correction)
        self._told = told

    async def _async_names(self) -> Mapping[Statistic, str]:
        texts = await async_get_translations(
            self._hass, self._hass.config.language, "common", {DOMAIN}
        )
        return {
            statistic: texts[f"component.{DOMAIN}.common.backward_{statistic}"].format(
                walker=self._walker.recording.name
            )
            for statistic in Statistic
        }

    async def _async_hand_over(
        self, recorder: Recorder, correction: Correction
    ) -> None:
        """Let the recorder write, one portion after the other."""
        metadata, rows = correction.metadata, correction.rows
        if correction.clears:
            recorder.async_clear_statistics([metadata["statistic_id"]])
            return
        for begin, by in correction.raises:
            unit = str(metadata["unit_of_measurement"])
            recorder.async_adjust_statistics(metadata["statistic_id"], begin, by, unit)
        async_add_external_statistics(self._hass, metadata, rows[:_AT_ONCE])
        for place in range(_AT_ONCE, len(rows), _AT_ONCE):
            # The states of the whole home wait in the same queue.
            await recorder.async_block_till_done()
            if self._ends:
                return
            portion = rows[place : place + _AT_ONCE]
            async_add_external_statistics(self._hass, metadata, portion)
