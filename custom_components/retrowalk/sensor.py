"""Sensors: the figures of a walker, and those that a belt shows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any, Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import PERCENTAGE, UnitOfLength, UnitOfSpeed
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import Machine
from .coordinator import WalkerCoordinator
from .entity import BeltFigureEntity, WalkerEntity, add_entities
from .record_figures import RECORD_FIGURES
from .session_figures import SESSION_FIGURES
from .sources.belt_link import TreadmillConfigEntry
from .sources.belt_reading import BeltReading
from .standing_figures import FREEZES, STREAK_FIGURES, SUMS
from .walker_figure import Attributes, Value, WalkerFigure
from .walking.streak import StreakKind

PARALLEL_UPDATES = 0

HELD_BACK_S: Final = 10.0
"""A figure of a running belt is written this often at most ..."""
WOBBLE_HELD_BACK_S: Final = 30.0
"""... and this often, where it changes by less than five times the least change: no motor runs evenly."""
LARGE: Final = 5


@dataclass(frozen=True, kw_only=True)
class BeltFigure(SensorEntityDescription):
    """A figure of a belt, and the least change that is worth writing."""

    value: Callable[[BeltReading], float | None]
    least_change: float
    machines: frozenset[Machine] = frozenset(Machine)
    """Which machines have it."""


BELT_FIGURES: Final = (
    BeltFigure(
        key="belt_speed",
        device_class=SensorDeviceClass.SPEED,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfSpeed.KILOMETERS_PER_HOUR,
        suggested_display_precision=1,
        value=lambda reading: reading.speed_kmh,
        least_change=0.1,
    ),
    BeltFigure(
        key="incline",
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=PERCENTAGE,
        suggested_display_precision=1,
        entity_registry_enabled_default=False,
        value=lambda reading: reading.inclination_percent,
        least_change=0.1,
        machines=frozenset({Machine.FTMS}),
    ),
    BeltFigure(
        key="belt_distance",
        device_class=SensorDeviceClass.DISTANCE,
        state_class=SensorStateClass.TOTAL_INCREASING,
        native_unit_of_measurement=UnitOfLength.METERS,
        suggested_display_precision=0,
        entity_registry_enabled_default=False,
        value=lambda reading: reading.distance_m,
        least_change=1,
        machines=frozenset({Machine.FTMS, Machine.WALKING_PAD}),
    ),
    BeltFigure(
        key="cadence",
        state_class=SensorStateClass.MEASUREMENT,
        suggested_display_precision=0,
        value=lambda reading: reading.cadence,
        least_change=1,
        machines=frozenset({Machine.FOOT_POD}),
    ),
    BeltFigure(
        key="stride_length",
        device_class=SensorDeviceClass.DISTANCE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfLength.METERS,
        suggested_display_precision=2,
        entity_registry_enabled_default=False,
        value=lambda reading: reading.stride_length_m,
        least_change=0.01,
        machines=frozenset({Machine.FOOT_POD}),
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors of the walkers, or of the belt."""
    add_entities(
        entry,
        async_add_entities,
        of_walker=lambda walker, subentry: (
            WalkerSensor(walker, subentry, figure)
            for figure in (*SESSION_FIGURES, *SUMS, *STREAK_FIGURES, *RECORD_FIGURES)
        ),
        of_belt=lambda belt: (
            BeltSensor(belt, figure)
            for figure in BELT_FIGURES
            if belt.runtime_data.machine in figure.machines
        ),
    )
    add_entities(
        entry,
        async_add_entities,
        of_walker=lambda walker, subentry: [WalkerSensor(walker, subentry, FREEZES)],
        once=lambda state: state.standing.freezing.earned,
    )


class WalkerSensor(WalkerEntity, SensorEntity):
    """One figure of a walker."""

    # They change with every write of a running session, and its segments keep them.
    _unrecorded_attributes = frozenset({"backward_s", "forward_s", "unknown_s"})

    entity_description: WalkerFigure

    def __init__(
        self,
        walker: WalkerCoordinator,
        subentry: ConfigSubentry,
        figure: WalkerFigure,
    ) -> None:
        """Show this figure."""
        super().__init__(walker, subentry, figure, figure.cadence)
        self._attr_translation_key = self._key_of_texts

    @property
    @override
    def native_value(self) -> Value:
        """The figure."""
        return self.entity_description.value(self.coordinator.data)

    @property
    @override
    def extra_state_attributes(self) -> Attributes | None:
        """What belongs to the figure."""
        attributes = self.entity_description.attributes
        return None if attributes is None else attributes(self.coordinator.data)

    @property
    @override
    def last_reset(self) -> datetime | None:
        """When the day or week began that is summed up."""
        since = self.entity_description.since
        return None if since is None else since(self.coordinator.data)

    @override
    def _shown(self) -> object:
        return (
            self.native_value,
            self.extra_state_attributes,
            self.last_reset,
            self._key_of_texts,
        )

    @override
    @callback
    def _handle_coordinator_update(self) -> None:
        key = self._key_of_texts
        if key != self._attr_translation_key:
            self._attr_translation_key = key
            # Home Assistant keeps this one, though it follows from the translation key.
            self.__dict__.pop("_unit_of_measurement_translation_key", None)
        super()._handle_coordinator_update()

    @property
    def _key_of_texts(self) -> str:
        """A streak is told in days or in weeks."""
        figure = self.entity_description
        weekly = self.coordinator.data.standing.kind is StreakKind.WEEKLY
        return (figure.weekly_translation_key if weekly else None) or figure.key


class BeltSensor(BeltFigureEntity, SensorEntity):
    """One figure of a belt: written at once when the belt starts, stops, comes or goes, and else held back."""

    entity_description: BeltFigure

    def __init__(self, entry: TreadmillConfigEntry, figure: BeltFigure) -> None:
        """Show this figure."""
        super().__init__(entry, figure)
        self._situation: tuple[bool, ...] = ()
        self._value: float | None = None
        self._looked_s = 0.0

    @property
    @override
    def native_value(self) -> float | None:
        """The figure; unknown while the belt is not connected or does not say."""
        reading = self.link.reading
        return None if reading is None else self.entity_description.value(reading)

    @override
    def _shown(self) -> float | None:
        return self.native_value

    @override
    @callback
    def _async_look(self) -> None:
        value = self.native_value
        situation = (self.link.connected, self.link.moving, value is None)
        if situation == self._situation and not self._is_due(value):
            return
        self._situation, self._value, self._looked_s = situation, value, monotonic()
        super()._async_look()

    def _is_due(self, value: float | None) -> bool:
        if value is None or self._value is None:
            return False
        # Belts tell hundredths of km/h; the difference of two floats is not quite one of those.
        change = round(abs(value - self._value), 3)
        least = self.entity_description.least_change
        if change < least:
            return False
        held_back_s = HELD_BACK_S if change >= LARGE * least else WOBBLE_HELD_BACK_S
        return monotonic() - self._looked_s >= held_back_s
