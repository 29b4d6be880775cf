"""Binary sensors: whether somebody walks and has walked enough; whether a path is blocked; whether a belt is there and runs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.binary_sensor import (
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity import BeltFigureEntity, PathEntity, WalkerEntity, add_entities
from .sources.belt_link import BeltLink
from .walker_state import WalkerState
from .walking.guard import PathState, Verdict
from .walking.model import Phase

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class WalkerFact(BinarySensorEntityDescription):
    """What is true or false of a walker."""

    value: Callable[[WalkerState], bool]


@dataclass(frozen=True, kw_only=True)
class BeltFact(BinarySensorEntityDescription):
    """What is true or false of a belt."""

    value: Callable[[BeltLink], bool]
    attributes: Callable[[BeltLink], dict[str, str | None]] | None = None


WALKER_FACTS: Final = (
    WalkerFact(
        key="walking",
        device_class=BinarySensorDeviceClass.MOVING,
        value=lambda state: (
            state.session is not None and state.session.phase is Phase.WALKING
        ),
    ),
    WalkerFact(key="goal_reached", value=lambda state: state.standing.goal_reached),
    WalkerFact(key="streak_at_risk", value=lambda state: state.is_at_risk),
    WalkerFact(
        key="rest_day",
        entity_registry_enabled_default=False,
        value=lambda state: state.standing.is_rest_day,
    ),
)

BLOCKED: Final = BinarySensorEntityDescription(
    key="blocked", device_class=BinarySensorDeviceClass.SAFETY
)

BELT_FACTS: Final = (
    BeltFact(
        key="connected",
        device_class=BinarySensorDeviceClass.CONNECTIVITY,
        entity_category=EntityCategory.DIAGNOSTIC,
        value=lambda link: link.connected,
        attributes=lambda link: {"problem": link.problem},
    ),
    BeltFact(
        key="moving",
        device_class=BinarySensorDeviceClass.RUNNING,
        value=lambda link: link.moving,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the binary sensors of the walkers and paths, or of the belt."""
    add_entities(
        entry,
        async_add_entities,
        of_walker=lambda walker, subentry: (
            WalkerBinarySensor(walker, subentry, fact) for fact in WALKER_FACTS
        ),
        of_path=lambda home, path: [BlockedSensor(home, path, BLOCKED)],
        of_belt=lambda belt: (BeltBinarySensor(belt, fact) for fact in BELT_FACTS),
    )


class WalkerBinarySensor(WalkerEntity, BinarySensorEntity):
    """One fact about a walker."""

    entity_description: WalkerFact

    @property
    @override
    def is_on(self) -> bool:
        """Whether it is true."""
        return self.entity_description.value(self.coordinator.data)

    @override
    def _shown(self) -> bool:
        return self.is_on


class BlockedSensor(PathEntity, BinarySensorEntity):
    """On: something is in the way that blocks the path; unknown where nothing looks after it."""

    _unrecorded_attributes = frozenset({"entities"})

    @property
    def _verdict(self) -> Verdict | None:
        return self.entry.runtime_data.guards.verdict(self.path_id)

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to the guards."""
        await super().async_added_to_hass()
        guards = self.entry.runtime_data.guards
        self.async_on_remove(guards.async_add_listener(self.path_id, self._async_look))

    @property
    @override
    def is_on(self) -> bool | None:
        """Whether the path is blocked."""
        verdict = self._verdict
        return None if verdict is None else verdict.state is PathState.BLOCK

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any]:
        """What is in the way, the gravest first; also what only warns."""
        verdict = self._verdict or Verdict()
        return {
            "level": verdict.state,
            "reasons": list(verdict.reasons),
            "entities": list(verdict.entities),
        }

    @override
    def _shown(self) -> object:
        return self.is_on, self.extra_state_attributes


class BeltBinarySensor(BeltFigureEntity, BinarySensorEntity):
    """One fact about a belt, known also while the belt is away."""

    entity_description: BeltFact

    @property
    @override
    def is_on(self) -> bool:
        """Whether it is true."""
        return self.entity_description.value(self.link)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, str | None] | None:
        """Why it is not."""
        attributes = self.entity_description.attributes
        return None if attributes is None else attributes(self.link)

    @override
    def _shown(self) -> object:
        return self.is_on, self.extra_state_attributes
