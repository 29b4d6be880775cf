"""The runtime of the home entry: its walkers and paths, and what is known of them just now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

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


class WalkerPosts(Protocol):
    """What phones post to the address of a walker."""

    @property
    def answered(self) -> Mapping[int, int]:
        """How often each status was answered."""

    @property
    def underway(self) -> int:
        """How many posts are accepted and not done yet."""

    def async_follow(self) -> Mapping[str, Any] | None:
        """Take up the walker's address as it is now; what the subentry held, if the walker is gone."""

    async def async_shut(self) -> None:
        """Take nothing more; returns when all that was accepted is done."""


class Loan(NamedTuple):
    """A belt is somebody's for one walk."""

    walker_id: str
    chosen: str
    """Who is on the belt by choice, a walker or `NOBODY`: another choice ends the loan."""


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
    posts: dict[str, WalkerPosts] = field(default_factory=dict)
    """By the subentry id of the walker."""
    joined: dict[str, str] = field(default_factory=dict)
    """Who is on each belt, by its address: a walker's subentry id, or `NOBODY`."""
    loans: dict[str, Loan] = field(default_factory=dict)
    """For whose walk each belt was lent last, by its address."""
    walked: dict[str, str] = field(default_factory=dict)
    """The subentry id of the path on which each walker walks, by walker id; of an open session, or of one about to start."""

    @property
    def present(self) -> dict[str, WalkerCoordinator]:
        """The walkers who are still there: one who was removed stays loaded while another one walks."""
        return {
            walker_id: walker
            for walker_id, walker in self.walkers.items()
            if walker_id in walker.config_entry.subentries
        }


type HomeConfigEntry = ConfigEntry[Home]
