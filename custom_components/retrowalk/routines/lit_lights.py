"""The lights that are lit for walks: how they were found, what happened to them since, and how they are put back."""

from collections.abc import Callable, Iterable, Set as AbstractSet
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from homeassistant.components.light import (
    ATTR_COLOR_TEMP_KELVIN,
    ATTR_TRANSITION,
    DOMAIN as LIGHT,
)
from homeassistant.const import ATTR_ENTITY_ID, SERVICE_TURN_OFF, SERVICE_TURN_ON
from homeassistant.core import (
    CALLBACK_TYPE,
    Context,
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_call_later, async_track_state_change_event
from homeassistant.util import dt as dt_util

from ..alarm import Alarm
from ..path import Path, entity_ids, references
from ..walking import stored
from .lit_light import SETTLE, LitLight
from .look import Look, is_there, tells
from .path_lights import lights_of, single_lights

GIVE_UP: Final = timedelta(minutes=10)
"""So long a light that is to be put back may be away."""


class LitLights:
    """All lights that are lit for walks, or are still to be put back, by what is kept of their entities."""

    def __init__(self, hass: HomeAssistant, changed: Callable[[], None]) -> None:
        """Begin with none; `changed` is called when there is something new to write down."""
        self._hass = hass
        self._changed = changed
        self._lights: dict[str, LitLight] = {}
        self._followed: dict[str, str] = {}
        """What is kept of the entities, by the entity ids that they have now."""
        self._unlisten: CALLBACK_TYPE | None = None
        self._unfollow: CALLBACK_TYPE | None = None
        self._looks: dict[str, CALLBACK_TYPE] = {}
        self._patience = Alarm(hass, self._give_up)

    def written(self) -> dict[str, Any]:
        """All lights, as JSON values."""
        return {kept: light.written() for kept, light in self._lights.items()}

    def read(self, value: object) -> None:
        """Take up what was written. Raises StoredError."""
        self._lights = {
            kept: LitLight.read(light, kept)
            for kept, light in stored.mapping(value, "lights").items()
        }

    @callback
    def async_begin(self) -> None:
        """Follow the lights, now that Home Assistant runs."""
        self._unlisten = self._hass.bus.async_listen(
            er.EVENT_ENTITY_REGISTRY_UPDATED, self._entity_changed
        )
        self._follow()
        for kept in tuple(self._lights):
            self._look_soon(kept)

    @callback
    def async_end(self) -> None:
        """Follow nothing and wait for nothing any more, whether it was begun or not."""
        self._patience.async_end()
        for cancel in (*self._looks.values(), self._unlisten, self._unfollow):
            if cancel is not None:
                cancel()
        self._looks.clear()
        self._unlisten = self._unfollow = None

    def are_on_for(self, path_id: str) -> bool:
        """Whether any light that is lit for a path is on, or may be as soon as it tells."""
        return any(
            path_id in light.paths and self._may_be_on(kept, light)
            for kept, light in self._lights.items()
        )

    def _may_be_on(self, kept: str, light: LitLight) -> bool:
        state = self._hass.states.get(self._name(kept))
        if state is not None and tells(state):
            return Look.of(state).on or light.settles(dt_util.utcnow())
        return not light.touched

    # Light

    @callback
    def async_light(self, path: Path) -> bool:
        """Light a path; whether it has any light that can be lit. What was found is on its way to the disk before the command."""
        context, now = Context(), dt_util.utcnow()
        named = self._present(lights_of(self._hass, path))
        if not named or not self._hass.services.has_service(LIGHT, SERVICE_TURN_ON):
            return False
        look = Look(on=True, brightness=max(1, round(255 * path.brightness_pct / 100)))
        told = look.told
        if path.color_temp_kelvin is not None:
            told[ATTR_COLOR_TEMP_KELVIN] = path.color_temp_kelvin
        single = self._present(single_lights(self._hass, named))
        for entity_id, kept in zip(single, references(self._hass, single), strict=True):
            light = self._found(kept, entity_id, path.transition_s)
            light.paths.add(path.id)
            light.told(look, context, now)
        self._changed()
        self._follow()
        self._command(SERVICE_TURN_ON, named, told, path.transition_s, context)
        return True

    def _present(self, lights: Iterable[str]) -> list[str]:
        return [light for light in lights if is_there(self._hass.states.get(light))]

    def _found(self, kept: str, entity_id: str, fade_s: float) -> LitLight:
        """A light, with what is to come back; what somebody made of it meanwhile is what was found."""
        known = self._lights.get(kept)
        if known is not None and not known.touched:
            return known
        state = self._hass.states.get(entity_id)
        assert state is not None
        look = Look.of(state)
        paths = set() if known is None else known.paths
        self._lights[kept] = LitLight(
            entity_id=entity_id, before=look, shown=look, paths=paths, fade_s=fade_s
        )
        return self._lights[kept]

    def _command(
        self,
        service: str,
        lights: list[str],
        told: dict[str, Any],
        fade_s: float,
        context: Context,
    ) -> None:
        """Tell lights something. Home Assistant logs what fails; neither the walk nor the others wait for it."""
        orders = {ATTR_ENTITY_ID: lights, ATTR_TRANSITION: fade_s, **told}
        self._hass.async_create_task(
            self._hass.services.async_call(LIGHT, service, orders, context=context),
            f"RetroWalk: {service}",
        )

    # Put back

    @callback
    def async_release(self, path_id: str) -> None:
        """Nobody walks on a path any more."""
        for light in self._lights.values():
            light.paths.discard(path_id)
        self._put_back()

    @callback
    def async_keep_only(self, path_ids: AbstractSet[str]) -> None:
        """Somebody walks on these paths only."""
        for light in self._lights.values():
            light.paths &= path_ids
        self._put_back()

    def _put_back(self) -> None:
        """Put back what is lit for no path any more, unless somebody touched it; what is away is waited for."""
        context, now = Context(), dt_util.utcnow()
        for kept, light in tuple(self._lights.items()):
            if light.paths:
                continue
            state = self._hass.states.get(self._name(kept))
            if state is None or not (light.steady and tells(state)):
                light.given_up_at = light.given_up_at or now + GIVE_UP
                continue
            del self._lights[kept]
            if light.is_to_be_put_back(Look.of(state), now):
                service = SERVICE_TURN_ON if light.before.on else SERVICE_TURN_OFF
                self._command(
                    service, [state.entity_id], light.before.told, light.fade_s, context
                )
        self._settle()

    @callback
    def _give_up(self) -> None:
        """Forget what has been away for too long."""
        now = dt_util.utcnow()
        for kept, light in tuple(self._lights.items()):
            if light.given_up_at is not None and light.given_up_at <= now:
                del self._lights[kept]
        self._settle()

    def _settle(self) -> None:
        """Follow, wait for and write down what is left."""
        self._changed()
        self._follow()
        waits = [
            light.given_up_at
            for light in self._lights.values()
            if light.given_up_at is not None
        ]
        if waits:
            self._patience.async_set(min(waits))

    # What happens to them meanwhile

    def _name(self, kept: str) -> str:
        """What a light is called now."""
        return next(iter(entity_ids(self._hass, [kept])), self._lights[kept].entity_id)

    def _follow(self) -> None:
        """Listen to the lights under the names that they have now."""
        followed = {self._name(kept): kept for kept in self._lights}
        if followed == self._followed:
            return
        if self._unfollow is not None:
            self._unfollow()
        self._followed = followed
        self._unfollow = async_track_state_change_event(
            self._hass, list(followed), self._light_changed
        )

    @callback
    def _entity_changed(self, event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        if "old_entity_id" in event.data:
            self._follow()

    @callback
    def _light_changed(self, event: Event[EventStateChangedData]) -> None:
        kept = self._followed[event.data["entity_id"]]
        light, state = self._lights.get(kept), event.data["new_state"]
        if light is None:
            # It answers to being put back.
            return
        if state is None or not tells(state):
            light.steady = False
        elif not light.steady:
            if self._hass.is_running:
                self._look_soon(kept)
        elif light.note(Look.of(state), state.context, dt_util.utcnow()):
            self._changed()

    def _look_soon(self, kept: str) -> None:
        """Look at a light that is back, when it has had the time to find out how it is."""
        if kept not in self._looks:
            self._looks[kept] = async_call_later(
                self._hass, SETTLE, partial(self._look, kept)
            )

    @callback
    def _look(self, kept: str, _now: datetime) -> None:
        """Look at a light that is back. Off after a power cut, with somebody walking, it is lit again."""
        del self._looks[kept]
        light = self._lights.get(kept)
        state = self._hass.states.get(self._name(kept)) if light else None
        if light is None or state is None or not tells(state):
            return
        if light.back(Look.of(state)):
            context = Context()
            light.told(light.shown, context, dt_util.utcnow())
            self._command(
                SERVICE_TURN_ON, [state.entity_id], light.shown.told, 0, context
            )
        self._put_back()
