"""Selects: which way a walker goes, and who walks on a belt."""

from typing import Any, Final, override

from homeassistant.components.select import SelectEntity, SelectEntityDescription
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .claims import claimed_walker
from .const import CONF_WALKER, DOMAIN, HOME_UNIQUE_ID, NOBODY, SUBENTRY_WALKER
from .entity import BeltChoiceEntity, WalkerEntity, add_entities
from .walking.journal import DecisionKey
from .walking.model import Direction, DirectionChoice

PARALLEL_UPDATES = 0

DIRECTION: Final = SelectEntityDescription(
    key="direction", options=list(DirectionChoice)
)
WALKER: Final = SelectEntityDescription(key="walker")


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the selects of the walkers, or of the belt."""
    add_entities(
        entry,
        async_add_entities,
        of_walker=lambda walker, subentry: [
            DirectionSelect(walker, subentry, DIRECTION)
        ],
        of_belt=lambda belt: [WalkerSelect(belt, WALKER)],
    )


class DirectionSelect(WalkerEntity, SelectEntity):
    """Which way a walker goes now, or, when idle, will go next."""

    @property
    @override
    def current_option(self) -> str:
        """The direction of the running segment, or the choice for the next walk."""
        state = self.coordinator.data
        if state.session is None:
            return state.choice
        direction = state.session.direction
        return DirectionChoice.ASK if direction is Direction.UNKNOWN else direction

    @override
    async def async_select_option(self, option: str) -> None:
        """Turn, or decide which way the next walk goes."""
        choice = DirectionChoice(option)
        if self.coordinator.in_session:
            await self.coordinator.async_turn(choice.direction)
        else:
            await self.coordinator.async_decide({DecisionKey.DIRECTION: choice})

    @override
    def _shown(self) -> str:
        return self.current_option


class WalkerSelect(BeltChoiceEntity, SelectEntity):
    """Who walks on a belt; the walkers are known also while their home is not loaded."""

    @property
    @override
    def options(self) -> list[str]:
        """Nobody, and each walker by name."""
        return [NOBODY, *self._walkers]

    @property
    @override
    def current_option(self) -> str:
        """The name of the walker on the belt."""
        walkers = self._walkers
        claimed = claimed_walker(self.entry.options, walkers.values())
        return next(
            (name for name, walker_id in walkers.items() if walker_id == claimed),
            NOBODY,
        )

    @override
    async def async_select_option(self, option: str) -> None:
        """Have this walker's session fed by the belt from now on."""
        self._async_choose(**{CONF_WALKER: self._walkers.get(option, NOBODY)})

    @override
    def _shown(self) -> object:
        return self.current_option, self.options

    @property
    def _walkers(self) -> dict[str, str]:
        """Subentry ids by name; a name that was there before gets a number."""
        walkers: dict[str, str] = {}
        home = self.hass.config_entries.async_entry_for_domain_unique_id(
            DOMAIN, HOME_UNIQUE_ID
        )
        if home is not None:
            for subentry in home.get_subentries_of_type(SUBENTRY_WALKER):
                walkers[_free(subentry.title, walkers)] = subentry.subentry_id
        return walkers


def _free(name: str, taken: dict[str, str]) -> str:
    """The name, numbered if another walker has it, or if it is the word for nobody."""
    number, free = 1, name
    while free in taken or free == NOBODY:
        number += 1
        free = f"{name} ({number})"
    return free
