"""The runtime of the home entry: its walkers and paths, and what is known of them just now."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import callback

from .coordinator import WalkerCoordinator
from .path import Path, PathLights
from .path_guards import PathGuards
from .unclaimed import UnclaimedWalks


class FollowedEntities(Protocol):
    """Who follows the entities that the walkers named."""

    @callback
    def async_follow(self) -> None:
        """Follow what the walkers' subentries name now."""

    @callback
    def async_end(self) -> None:
        """Follow nothing any more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Home:
    """The runtime of the home entry."""

    walkers: dict[str, WalkerCoordinator]
    """By subentry id."""
    unclaimed: UnclaimedWalks
    """What was walked on belts that nobody is on."""
    paths: dict[str, Path]
    """By subentry id; a changed path takes the place of the former."""
    lights: PathLights
    guards: PathGuards
    entities: FollowedEntities
    options: dict[str, Any]
    """The entry's options that the walkers were set up with."""
    joined: dict[str, str] = field(default_factory=dict)
    """Who is on each belt, by its address: a walker's subentry id, or `NOBODY`."""
    walked: dict[str, str] = field(default_factory=dict)
    """The subentry id of the path on which each walker walks, by walker id; of an open session, or of one about to start."""


type HomeConfigEntry = ConfigEntry[Home]
