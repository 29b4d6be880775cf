"""The one way in which a walk is started by command: from a button, an action, a notification or a voice."""

from functools import partial
from typing import Unpack

from .coordinator import WalkerCoordinator
from .walking.model import StartOrder
from .whereabouts import path_ahead


async def async_start_walk(
    walker: WalkerCoordinator,
    *,
    path_id: str | None = None,
    **order: Unpack[StartOrder],
) -> None:
    """Start a session of a walker on a path, or go on with a paused one.

    Where the lights of the path come first, this returns with them on, and the session starts after them. Asked for again
    meanwhile, it starts at once.
    """
    start = partial(walker.async_start, **order)
    if not walker.in_session:
        path = path_ahead(walker.hass, walker, path_id)
        lights = walker.config_entry.runtime_data.lights
        if path is not None and lights.async_prepare(walker.walker_id, path, start):
            return
    await start()
