"""Who walks on which belt: the select on the belt's device decides, else a lone walker."""

from collections.abc import Collection, Mapping
from typing import Any

from homeassistant.core import callback

from .const import CONF_WALKER, NOBODY
from .coordinator import WalkerCoordinator
from .home import Home
from .profile import profile_of
from .walking.claiming import claim_open


def claimed_walker(options: Mapping[str, Any], walkers: Collection[str]) -> str | None:
    """The subentry id of the walker on a belt with these options; None is nobody.

    A belt that was never claimed belongs to the only walker; with several walkers, to nobody. So does the belt of a walker
    who is gone.
    """
    claimed = options.get(CONF_WALKER)
    if claimed == NOBODY:
        return None
    if claimed in walkers:
        return str(claimed)
    return next(iter(walkers)) if len(walkers) == 1 else None


@callback
def async_hand_over(home: Home, source: str, walker: WalkerCoordinator) -> None:
    """Give the open walk of a belt to whoever is on it now, from its beginning.

    Who walks already, or has a walk of that time, begins anew from here: then the walk so far is over, and unclaimed.
    """
    session = home.unclaimed.open_walk(source)
    if session is None:
        if home.unclaimed.counters(source) is not None:
            # What nobody could still go on with is over: whoever is on the belt now walks in between.
            home.unclaimed.async_let_go(source)
        return
    recorded = walker.ledger.journal.sessions.values()
    if walker.in_session or any(
        other.finished_at > session.started_at for other in recorded
    ):
        home.unclaimed.async_finish(source)
        return
    profile = profile_of(walker.config_entry.subentries[walker.walker_id])
    claim_open(session, profile, walker.data.choice.direction)
    home.unclaimed.async_let_go(source)
    walker.async_take_over(session)
