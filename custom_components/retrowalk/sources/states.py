"""Entities of others as sources of a walker: the phone's, and any that count, measure or move."""

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from homeassistant.core import (
    CALLBACK_TYPE,
    Event,
    EventStateChangedData,
    HomeAssistant,
    State,
    callback,
)
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_track_state_change_event

from ..walking.model import Glimpse, Sample, SourceKind
from .live_states import LiveStates
from .phone_activity import PhoneActivity
from .slow_states import SlowHeartRate, SlowTotal
from .state_figures import figure, motion
from .state_sources import LIVE_ROLES, SLOW_ROLES, Role, StateSources


class Follower(Protocol):
    """Who takes the states of one entity."""

    @callback
    def async_begin(self, state: State) -> None:
        """Take what is shown at first."""

    @callback
    def async_take(self, before: State | None, state: State) -> None:
        """Take what is shown now, and what was before."""


class FollowedStates:
    """The entities that one walker follows, under their present names."""

    def __init__(
        self,
        hass: HomeAssistant,
        sources: StateSources,
        *,
        feed: Callable[[Sample], None],
        enrich: Callable[[Glimpse], None],
        in_session: Callable[[], bool],
        begin_walk: Callable[[], None],
    ) -> None:
        """Hand on what is seen; `begin_walk` where a walk is to begin by what the phone says."""
        self.sources = sources
        self._hass = hass
        self._feed = feed
        self._enrich = enrich
        self._in_session = in_session
        self._slow: list[tuple[str, Follower]] = []
        """Who takes what, by the reference that is kept."""
        self._activity = PhoneActivity(hass, begin_walk)
        self._live: LiveStates | None = None
        self._live_roles: dict[Role, str] = {}
        self._names: dict[str, str] = {}
        """The present entity ids, by the reference that is kept."""
        self._let_go: CALLBACK_TYPE | None = None

    @callback
    def async_begin(self) -> None:
        """Follow from now on."""
        self._names = self._present_names()
        live = self.sources.live
        self._live_roles = {} if live is None else self._measured_live(live)
        self._slow = list(self._followers())
        for kept, follower in self._slow:
            state = self._state(kept)
            if state is not None:
                follower.async_begin(state)
        self._track()
        if live is not None:
            self._live = LiveStates(
                self._hass,
                f"{SourceKind.STATE}:{live}",
                self.sources.motion,
                self._feed,
                self._in_session,
            )
            self._live.async_follow(self._live_names())

    @callback
    def async_end(self) -> None:
        """Follow nothing any more."""
        if self._let_go is not None:
            self._let_go()
            self._let_go = None
        self._activity.async_end()
        if self._live is not None:
            self._live.async_end()
            self._live = None

    @callback
    def async_names_changed(self) -> None:
        """Follow entities that were renamed, or that are back, under the names they have now."""
        names = self._present_names()
        if names == self._names:
            return
        self._names = names
        self._track()
        if self._live is not None:
            self._live.async_follow(self._live_names())

    # Who takes what

    def _followers(self) -> Iterator[tuple[str, Follower]]:
        sources = self.sources
        for role in SLOW_ROLES:
            if kept := sources.phone.get(role):
                yield kept, self._slow_follower(role, f"phone:{sources.phone_id}")
            if (kept := sources.others.get(role)) and role not in self._live_roles:
                yield kept, self._slow_follower(role, f"{SourceKind.STATE}:{kept}")
        if sources.activity_starts and (kept := sources.phone.get(Role.ACTIVITY)):
            yield kept, self._activity

    def _slow_follower(self, role: Role, source: str) -> Follower:
        if role is Role.HEART_RATE:
            return SlowHeartRate(self._hass, source, self._enrich)
        return SlowTotal(self._hass, role, source, self._enrich)

    def _measured_live(self, live: str) -> dict[Role, str]:
        """What tells of motion, and the totals of the same device: they belong to it."""
        others = self.sources.others
        measured = {role: others[role] for role in LIVE_ROLES if role in others}
        device = self._device(live)
        for role in (Role.DISTANCE, Role.STEPS):
            kept = others.get(role)
            if kept and device is not None and self._device(kept) == device:
                measured[role] = kept
        return measured

    def _device(self, kept: str) -> str | None:
        registry = er.async_get(self._hass)
        entity_id = self._names.get(kept)
        entry = None if entity_id is None else registry.async_get(entity_id)
        return None if entry is None else entry.device_id

    # Names

    def _present_names(self) -> dict[str, str]:
        registry = er.async_get(self._hass)
        return {
            kept: entity_id
            for kept in self.sources.kept
            if (entity_id := er.async_resolve_entity_id(registry, kept)) is not None
        }

    def _live_names(self) -> Mapping[Role, str]:
        return {
            role: self._names[kept]
            for role, kept in self._live_roles.items()
            if kept in self._names
        }

    def _state(self, kept: str) -> State | None:
        entity_id = self._names.get(kept)
        return None if entity_id is None else self._hass.states.get(entity_id)

    # States

    def _track(self) -> None:
        if self._let_go is not None:
            self._let_go()
        self._let_go = async_track_state_change_event(
            self._hass, list(self._names.values()), self._async_changed
        )

    @callback
    def _async_changed(self, event: Event[EventStateChangedData]) -> None:
        before, state = event.data["old_state"], event.data["new_state"]
        entity_id = event.data["entity_id"]
        if state is not None:
            for kept, follower in self._slow:
                if self._names.get(kept) == entity_id:
                    follower.async_take(before, state)
        if self._live is None:
            return
        for role, kept in self._live_roles.items():
            if self._names.get(kept) == entity_id:
                told = motion(before) if role is Role.MOTION else figure(role, before)
                self._live.async_changed(role, appeared=told is None)
