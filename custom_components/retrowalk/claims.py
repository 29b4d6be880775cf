"""Who walks on which belt: the select on the belt's device decides, else a lone walker."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .const import CONF_WALKER, DOMAIN, NOBODY
from .coordinator import WalkerCoordinator
from .home import Home
from .profile import profile_of
from .sources.belt_link import TreadmillConfigEntry
from .walking.claiming import claim_open

ISSUE: Final = "belt_walker"


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


@callback
def async_ask_who_walks(
    hass: HomeAssistant, belt: TreadmillConfigEntry, walkers: Collection[str]
) -> None:
    """Ask whose a belt is that is nobody's only because nobody was chosen: another walker came, or the one on it has left."""
    issue_id = f"{ISSUE}_{belt.entry_id}"
    if len(walkers) < 2 or belt.options.get(CONF_WALKER) in {NOBODY, *walkers}:
        ir.async_delete_issue(hass, DOMAIN, issue_id)
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        is_fixable=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=ISSUE,
        translation_placeholders={"belt": belt.title},
        data={"entry_id": belt.entry_id},
    )


@callback
def async_forget_belt(hass: HomeAssistant, entry_id: str) -> None:
    """Take back what was asked about a belt."""
    ir.async_delete_issue(hass, DOMAIN, f"{ISSUE}_{entry_id}")
