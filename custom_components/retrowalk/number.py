"""Numbers: the goals of a walker."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.number import (
    NumberDeviceClass,
    NumberEntity,
    NumberEntityDescription,
    NumberMode,
)
from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import EntityCategory, UnitOfTime
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import WalkerCoordinator
from .entity import WalkerEntity, add_entities
from .walking.decision import DecisionKey, GoalMeasure
from .walking.goal import MOST_DAILY, MOST_WEEKLY

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class Goal(NumberEntityDescription):
    """A goal that the walker decides on; it holds from the day on which it is set."""

    decision: DecisionKey
    measure: DecisionKey
    most: Mapping[GoalMeasure, int]


GOALS: Final = (
    Goal(
        key="daily_goal",
        decision=DecisionKey.DAILY_GOAL,
        measure=DecisionKey.DAILY_MEASURE,
        most=MOST_DAILY,
        native_min_value=1,
        native_step=1,
        mode=NumberMode.BOX,
        entity_category=EntityCategory.CONFIG,
    ),
    Goal(
        key="weekly_goal",
        decision=DecisionKey.WEEKLY_GOAL,
        measure=DecisionKey.WEEKLY_MEASURE,
        most=MOST_WEEKLY,
        native_min_value=1,
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

    def __init__(
        self, walker: WalkerCoordinator, subentry: ConfigSubentry, goal: Goal
    ) -> None:
        """Show this goal."""
        super().__init__(walker, subentry, goal)
        self._show_measure()

    def _show_measure(self) -> None:
        """Minutes are a duration; steps and sessions have their unit in the texts."""
        goal, measure = self.entity_description, self._measure
        minutes = measure is GoalMeasure.MINUTES
        self._attr_device_class = NumberDeviceClass.DURATION if minutes else None
        self._attr_native_unit_of_measurement = UnitOfTime.MINUTES if minutes else None
        self._attr_native_max_value = goal.most[measure]
        self._attr_translation_key = f"{goal.key}_in_{measure}"
        # Home Assistant keeps this one, though it follows from the translation key.
        self.__dict__.pop("_unit_of_measurement_translation_key", None)

    @property
    def _measure(self) -> GoalMeasure:
        return GoalMeasure(
            str(self.coordinator.decided(self.entity_description.measure))
        )

    @property
    @override
    def native_value(self) -> int:
        """The goal as it holds today."""
        value = self.coordinator.decided(self.entity_description.decision)
        assert isinstance(value, int | float)
        return round(value)

    @override
    async def async_set_native_value(self, value: float) -> None:
        """Decide on a goal; the days before keep theirs."""
        await self.coordinator.async_decide(
            {self.entity_description.decision: round(value)}
        )

    @override
    @callback
    def _handle_coordinator_update(self) -> None:
        if self._shown() != self._written:
            self._show_measure()
        super()._handle_coordinator_update()

    @override
    def _shown(self) -> object:
        return self.native_value, self._measure
