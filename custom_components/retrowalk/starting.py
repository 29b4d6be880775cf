"""The one way in which a walk is started by command: from a button, an action, a notification or a voice."""

from .coordinator import WalkerCoordinator
from .walking.session import PLANNED_S


async def async_start_walk(
    walker: WalkerCoordinator, *, planned_s: float = PLANNED_S
) -> None:
    """Start a session of a walker, or go on with a paused one."""
    await walker.async_start(planned_s)
