"""What is shown now and then, by a phone or a watch: the totals of its entities become glimpses of walks."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import HomeAssistant, State, callback

from ..walking.counters import distance_total, step_total
from ..walking.model import Glimpse
from .state_figures import figure, last_known, measured_at
from .state_sources import Role

type Enrich = Callable[[Glimpse], None]

_RESTORING: Final = timedelta(seconds=5)
"""What is restored may be shown more than once; only what comes later was told anew."""
_TOTALS: Final = {Role.STEPS: step_total, Role.DISTANCE: distance_total}


class SlowTotal:
    """Steps or metres that an entity shows as a total: of the day, or since the phone was started."""

    def __init__(
        self, hass: HomeAssistant, role: Role, source: str, enrich: Enrich
    ) -> None:
        """Tell what is walked in glimpses of this source."""
        self._hass = hass
        self._role = role
        self._source = source
        self._enrich = enrich
        self._total = _TOTALS[role]()
        self._restored_at: datetime | None = None
        """When the entity was there again, with what it had shown before."""

    @callback
    def async_begin(self, state: State) -> None:
        """Take what is shown at first for a baseline; it may be as old as the last run of Home Assistant."""
        value = figure(self._role, state)
        if value is not None:
            known = last_known(self._hass, state)
            self._total.seed(value, known.last_reported)
            if known is not state:
                self._restored_at = state.last_reported

    @callback
    def async_take(self, before: State | None, state: State) -> None:
        """Tell by how much the total rose."""
        value = figure(self._role, state)
        if value is None:
            return
        if self._total.value is None:
            self.async_begin(state)
            return
        if before is None or figure(self._role, before) is None:
            self._restored_at = state.last_reported
        elif figure(self._role, before) == self._total.value:
            self._confirm(before.last_reported)
        at = state.last_updated
        rise = self._total.rise(value, at)
        if rise is None:
            return
        self._enrich(
            Glimpse(
                id=f"{self._source}/{self._role}/{at.isoformat()}",
                source=self._source,
                since=rise.since,
                at=at,
                steps=rise.amount if self._role is Role.STEPS else None,
                distance_m=rise.amount if self._role is Role.DISTANCE else None,
            )
        )

    def _confirm(self, at: datetime) -> None:
        """Until shortly before it changed, the entity may have been told the same again and again."""
        if self._restored_at is None or at > self._restored_at + _RESTORING:
            self._total.confirm(at)


class SlowHeartRate:
    """A heart rate that an entity shows when it is measured."""

    def __init__(self, hass: HomeAssistant, source: str, enrich: Enrich) -> None:
        """Tell what is measured in glimpses of this source."""
        self._hass = hass
        self._source = source
        self._enrich = enrich

    @callback
    def async_begin(self, state: State) -> None:
        """What is shown at first was measured before."""

    @callback
    def async_take(self, before: State | None, state: State) -> None:
        """Tell what was measured; what is shown again after a restart was not."""
        bpm = figure(Role.HEART_RATE, state)
        if bpm is None:
            return
        if before is None or figure(Role.HEART_RATE, before) is None:
            if last_known(self._hass, state) is not state:
                return
        at = measured_at(state)
        self._enrich(
            Glimpse(
                id=f"{self._source}/{Role.HEART_RATE}/{at.isoformat()}",
                source=self._source,
                since=at,
                at=at,
                heart_rate_bpm=round(bpm),
            )
        )
