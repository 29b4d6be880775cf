"""The one way in which a walk is started, or called off, by command: from a button, an action, a notification or a voice."""

from dataclasses import dataclass
from typing import Unpack

from homeassistant.exceptions import ServiceValidationError

from .coordinator import WalkerCoordinator
from .joining import async_claim_moving_belt
from .path import Path
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
    meanwhile, it starts at once, as it was asked for first. Raises ServiceValidationError where the path is blocked,
    unless by force.
    """
    if walker.in_session:
        await walker.async_start(**order)
        return
    home = walker.config_entry.runtime_data
    if path_id is not None and path_id != home.walked.get(walker.walker_id):
        async_call_off(walker)
    start = home.lights.async_wait_no_longer(walker.walker_id)
    path = path_ahead(walker.hass, walker, path_id)
    if path is None:
        async_claim_moving_belt(walker)
        await walker.async_start(**order)
        return
    _let_through(walker, path, force=force, waited=start is not None)
    if start is not None:
        await start.at_once()
        return
    later = _LaterStart(walker=walker, path=path, force=force, order=order)
    if not home.lights.async_prepare(walker.walker_id, path, later):
        await later.at_once()


@dataclass(frozen=True, kw_only=True, slots=True)
class _LaterStart:
    """A walk that begins once its lights are on."""

    walker: WalkerCoordinator
    path: Path
    force: bool
    order: StartOrder

    async def __call__(self) -> None:
        """Begin, unless something got in the way meanwhile: that was told, then."""
        try:
            _let_through(self.walker, self.path, force=self.force, waited=True)
        except ServiceValidationError:
            return
        await self.at_once()

    async def at_once(self) -> None:
        """Begin, as it was asked for."""
        async_claim_moving_belt(self.walker)
        await self.walker.async_start(**self.order)


def _let_through(
    walker: WalkerCoordinator, path: Path, *, force: bool, waited: bool
) -> None:
    guards = walker.config_entry.runtime_data.guards
    try:
        guards.async_check(path.id, walker.walker_id, force=force, waited=waited)
    except ServiceValidationError:
        async_call_off(walker)
        raise


def async_call_off(walker: WalkerCoordinator) -> bool:
    """Start no walk that waits for its lights; whether one did."""
    home = walker.config_entry.runtime_data
    home.guards.async_forget_order(walker.walker_id)
    return home.lights.async_call_off(walker.walker_id)


async def async_finish_walk(walker: WalkerCoordinator) -> None:
    """Finish the session, or call off one that waits for its lights. Raises ServiceValidationError where there is neither."""
    if walker.in_session or not async_call_off(walker):
        await walker.async_finish()
