"""Numbers: the goals of a walker."""

from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.number import (
    NumberDeviceClass,
    NumberEntity,
    NumberEntityDescription,
    NumberMode,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EntityCategory, UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity import WalkerEntity, add_entities
from .walking.journal import DecisionKey

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class Goal(NumberEntityDescription):
    """A goal that the walker decides on; it holds from the day on which it is set."""

    decision: DecisionKey


GOALS: Final = (
    Goal(
        key="daily_goal",
        decision=DecisionKey.DAILY_GOAL,
        device_class=NumberDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.MINUTES,
        native_min_value=1,
        native_max_value=180,
        native_step=1,
        mode=NumberMode.BOX,
        entity_category=EntityCategory.CONFIG,
    ),
    Goal(
        key="weekly_goal",
        decision=DecisionKey.WEEKLY_GOAL,
        native_min_value=1,
        native_max_value=21,
        native_step=1,
        mode=NumberMode.BOX,
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the goals of the walkers."""
    add_entities(
        entry,
        async_add_entities,
        of_walker=lambda walker, subentry: (
            GoalNumber(walker, subentry, goal) for goal in GOALS
        ),
    )


class GoalNumber(WalkerEntity, NumberEntity):
    """One goal of a walker."""

    entity_description: Goal

    @property
    @override
    def native_value(self) -> int:
        """The goal as it holds today."""
        return round(float(self.coordinator.decided(self.entity_description.decision)))

    @override
    async def async_set_native_value(self, value: float) -> None:
        """Decide on a goal; the days before keep theirs."""
        await self.coordinator.async_decide(
            self.entity_description.decision, round(value)
        )

    @override
    def _shown(self) -> int:
        return self.native_value
