"""One walker as cards see it: looked at when something happens, and each second of a walk; one look for all who watch."""

from asyncio import Handle
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .alarm import Alarm
from .card_rights import Entities, async_entities_of
from .card_view import Scene
from .coordinator import WalkerCoordinator
from .moments import Moment
from .walker_state import Cadence
from .walking.model import Phase

_A_SECOND: Final = timedelta(seconds=1)


class LiveWalker:
    """A walker who is watched; what it shows never writes a state."""

    def __init__(
        self,
        hass: HomeAssistant,
        walker: WalkerCoordinator,
        device_id: str,
        show: Callable[[LiveWalker], None],
    ) -> None:
        """Follow a walker until `async_end`, and call `show` whenever there may be something new."""
        self._hass = hass
        self.walker = walker
        self.device_id = device_id
        self._show = show
        self._ticks = Alarm(hass, self._async_look)
        self._ticks_on = False
        self._soon: Handle | None = None
        self._entities: Entities | None = None
        self._scene: Scene | None = None
        self._followed_path: str | None = None
        self._leave_path: CALLBACK_TYPE | None = None
        self._unfollow: tuple[CALLBACK_TYPE, ...] = (
            walker.async_add_listener(self._async_happened, Cadence.EVENT),
            walker.moments.async_add(self._async_told),
        )

    @callback
    def async_end(self) -> None:
        """Follow the walker no more."""
        for unfollow in self._unfollow:
            unfollow()
        self._async_follow_path(None)
        self._ticks.async_end()
        if self._soon is not None:
            self._soon.cancel()

    # When to look

    @callback
    def _async_happened(self) -> None:
        """The walk or its figures have changed: shown as soon as everybody knows, such as those who light the path."""
        self._scene = None
        if self._soon is None:
            self._soon = self._hass.loop.call_soon(self._async_look)

    @callback
    def async_glance(self) -> None:
        """Something round the walker may have changed: shown at once, or in the course of this second of a walk."""
        if self._ticks_on:
            self._scene = None
        else:
            self._async_happened()

    @callback
    def _async_told(self, _moment: Moment) -> None:
        self.async_glance()

    @callback
    def async_rename(self) -> None:
        """The entities are other ones, or are called otherwise."""
        self._entities = None
        self.async_glance()

    @callback
    def _async_look(self) -> None:
        self._soon = None
        self._ticks_on = False
        self._show(self)

    @callback
    def async_keep_on(self) -> None:
        """Somebody watches: while the walker walks, look again a second after the last look."""
        session = self.walker.data.session
        if self._ticks_on or session is None:
            return
        if session.phase is Phase.WALKING:
            self._ticks_on = True
            self._ticks.async_set(dt_util.utcnow() + _A_SECOND)

    # What is seen

    @property
    def entities(self) -> Entities:
        """The walker's enabled entities."""
        if self._entities is None:
            self._entities = async_entities_of(
                self._hass, self.walker.walker_id, self.device_id
            )
        return self._entities

    @callback
    def async_body(self, at: datetime) -> bytes:
        """The walker at this moment as JSON without the last brace: there belongs what depends on who watches."""
        walk = self.walker.walk(at)
        scene = self._scene
        if scene is None or scene.is_outdone(walk):
            told = {"device_id": self.device_id, "entities": self.entities}
            self._scene = scene = Scene.of(self._hass, self.walker, at, **told)
            self._async_follow_path(scene.path_id)
        return scene.body(walk)

    @callback
    def _async_follow_path(self, path_id: str | None) -> None:
        """Look when something gets in the way on the path ahead."""
        if path_id == self._followed_path:
            return
        if self._leave_path is not None:
            self._leave_path()
            self._leave_path = None
        self._followed_path = path_id
        if path_id is not None:
            guards = self.walker.config_entry.runtime_data.guards
            self._leave_path = guards.async_add_listener(path_id, self.async_glance)
