"""The one way in which a walk is started by command: from a button, an action, a notification or a voice."""

from typing import Unpack

from .coordinator import WalkerCoordinator
from .walking.model import StartOrder


async def async_start_walk(
    walker: WalkerCoordinator, **order: Unpack[StartOrder]
) -> None:
    """Start a session of a walker, or go on with a paused one."""
    await walker.async_start(**order)
