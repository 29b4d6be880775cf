"""What the entities that look after a path say about it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from homeassistant.components.vacuum.const import VacuumActivity
from homeassistant.const import (
    STATE_CLOSED,
    STATE_HOME,
    STATE_OFF,
    STATE_ON,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
)
from homeassistant.core import HomeAssistant, State, callback
from homeassistant.helpers import entity_registry as er

from ..path import Path
from ..path_guards import WATCHED
from ..walking.guard import Fact, GuardKind, Seen, buddy_facts, light_seen
from .darkness import lux_of
from .named_entities import is_gone, last_name

_PRESENT: Final = frozenset({STATE_ON, STATE_HOME})
_CLEAR: Final[Mapping[GuardKind, frozenset[str]]] = {
    GuardKind.LEAK: frozenset({STATE_OFF}),
    GuardKind.DOOR: frozenset({STATE_OFF, STATE_CLOSED}),
    # Whatever stands about, idle or with an error, can be fallen over.
    GuardKind.VACUUM: frozenset({VacuumActivity.DOCKED}),
    GuardKind.MOTION: frozenset({STATE_OFF}),
    GuardKind.BUDDY: _PRESENT,
}
"""The states in which a thing is not in the way; pets and children are in the way where they are present."""


@callback
def watched(hass: HomeAssistant, path: Path) -> list[str]:
    """The entity ids to be followed for a path."""
    registry = er.async_get(hass)
    found = (er.async_resolve_entity_id(registry, kept) for kept in kept_by(path))
    return [entity_id for entity_id in found if entity_id is not None]


@callback
def lost(hass: HomeAssistant, path: Path) -> list[str]:
    """What looked after a path and does not exist any more, under the names it was last known by."""
    gone = {kept for kept in kept_by(path) if _look_up(hass, kept) is Seen.GONE}
    return sorted(last_name(hass, kept) for kept in gone)


def kept_by(path: Path) -> Iterator[str]:
    """What a path names for its guards, each once."""
    guards = path.guards
    kept = [
        reference
        for kind in WATCHED
        if guards.heeds(kind)
        for reference in guards.entities[kind]
    ]
    if guards.heeds(GuardKind.LIGHT):
        kept.extend(path.lux_sensors)
    yield from dict.fromkeys(kept)


@callback
def entity_facts(hass: HomeAssistant, path: Path, *, buddy: bool) -> Iterator[Fact]:
    """What is known of all but light and checklist; of buddies only where one is needed."""
    for kind in WATCHED:
        if not path.guards.heeds(kind):
            continue
        seen = _seen_of(hass, kind, path.guards.entities[kind])
        if kind is not GuardKind.BUDDY:
            yield from (
                Fact(kind=kind, subject=subject, seen=seen[subject]) for subject in seen
            )
        elif buddy:
            yield from buddy_facts(seen)


@callback
def light_facts(hass: HomeAssistant, path: Path, enough_lux: float) -> Iterator[Fact]:
    """What is known of the light at the floor, where so much is enough."""
    for kept, factor in path.lux_sensors.items():
        seen = _look_up(hass, kept)
        if isinstance(seen, State):
            lux = lux_of(hass, seen.entity_id)
            seen = Seen.UNKNOWN if lux is None else light_seen(lux * factor, enough_lux)
        yield Fact(kind=GuardKind.LIGHT, subject=last_name(hass, kept), seen=seen)


def _seen_of(
    hass: HomeAssistant, kind: GuardKind, entities: Iterable[str]
) -> dict[str, Seen]:
    """What each of these tells, by entity id; what took over the name of something that is gone speaks for it."""
    seen: dict[str, Seen] = {}
    for kept in entities:
        subject, told = last_name(hass, kept), _seen(hass, kind, kept)
        if told is not Seen.GONE or subject not in seen:
            seen[subject] = told
    return seen


def _seen(hass: HomeAssistant, kind: GuardKind, kept: str) -> Seen:
    state = _look_up(hass, kept)
    if isinstance(state, Seen):
        return state
    if kind is GuardKind.PRESENCE:
        is_clear = state.state not in _PRESENT
    else:
        is_clear = state.state in _CLEAR[kind]
    return Seen.CLEAR if is_clear else Seen.IN_THE_WAY


def _look_up(hass: HomeAssistant, kept: str) -> State | Seen:
    """The state of an entity that tells something, else why there is none."""
    if is_gone(hass, kept):
        return Seen.GONE
    state = hass.states.get(last_name(hass, kept))
    if state is None or state.state in {STATE_UNAVAILABLE, STATE_UNKNOWN}:
        return Seen.UNKNOWN
    return state
