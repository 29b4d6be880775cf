"""Who walks on which belt: the select on the belt's device decides, else a lone walker."""

from collections.abc import Collection, Mapping
from typing import Any

from .const import CONF_WALKER, NOBODY


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
