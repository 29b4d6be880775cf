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
    force: bool = False,
    **order: Unpack[StartOrder],
) -> None:
    """Start a session of a walker on a path, or go on with a paused one.

    Where the lights of the path come first, this returns with them on, and the session starts after them. Asked for again
    meanwhile, it starts at once. Raises ServiceValidationError where the path is blocked, unless by force.
    """
    start = partial(walker.async_start, **order)
    if not walker.in_session:
        path = path_ahead(walker.hass, walker, path_id)
        if path is not None:
            home = walker.config_entry.runtime_data
            home.guards.async_check(path.id, walker.walker_id, force=force)
            if home.lights.async_prepare(walker.walker_id, path, start):
                return
    await start()
