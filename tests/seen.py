"""What Ada's phone saw of her walks, and what became of it on the disk."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory

from custom_components.retrowalk.walking.model import Glimpse
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .homes import let_pass, press, walker_id
from .walkers import file_of, kept, walker_of

ADA = walker_id(1)
MINUTE = timedelta(minutes=1)
SETTLED_S = 20 * 60


def counts(
    begin: datetime, minutes: int, steps: float = 90.0, **more: Any
) -> list[Glimpse]:
    """What a phone counted in each of these minutes."""
    return [
        Glimpse(
            id=f"{begin} {number}",
            source="phone:ada",
            since=begin + number * MINUTE,
            at=begin + (number + 1) * MINUTE,
            steps=steps,
            **more,
        )
        for number in range(minutes)
    ]


def see(home: Any, glimpses: Sequence[Glimpse]) -> None:
    """Let Ada's phone tell, one after the other."""
    for glimpse in glimpses:
        walker_of(home, ADA).enrich(glimpse)


def journal(hass: HomeAssistant) -> list[dict[str, Any]]:
    """Ada's sessions of this year, as they are on the disk."""
    sessions: list[dict[str, Any]] = kept(file_of(hass, "journal.2026", ADA))[
        "sessions"
    ]
    return sessions


def steps_of(session: dict[str, Any]) -> int:
    """The steps of a session on the disk."""
    return sum(part["steps"] for part in session["segments"])


async def walk_in_the_hallway(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, minutes: int = 5
) -> datetime:
    """Walk on the clock; when it began."""
    begin = dt_util.utcnow()
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 60 * minutes)
    await press(hass, "ada_s_walking_finish_walk")
    return begin
