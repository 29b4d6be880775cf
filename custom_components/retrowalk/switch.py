"""Switches: whether a walker is on vacation, a path is lit for walks, and a belt stays connected while nobody walks."""

from typing import Any, Final, override

from homeassistant.components.switch import SwitchEntity, SwitchEntityDescription
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import CONF_KEEP_CONNECTED, CONF_LIGHT_ROUTINE
from .entity import BeltChoiceEntity, PathEntity, WalkerEntity, add_entities
from .walking.decision import DecisionKey, Vacation

PARALLEL_UPDATES = 0

KEEP_CONNECTED: Final = SwitchEntityDescription(
    key="keep_connected", entity_category=EntityCategory.CONFIG
)

LIGHT_ROUTINE: Final = SwitchEntityDescription(key="light_routine")

VACATION: Final = SwitchEntityDescription(key="vacation")


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the switches of the walkers and paths, or of the belt."""
    add_entities(
        entry,
        async_add_entities,
        of_walker=lambda walker, subentry: [VacationSwitch(walker, subentry, VACATION)],
        of_path=lambda home, path: [LightRoutineSwitch(home, path, LIGHT_ROUTINE)],
        of_belt=lambda belt: [KeepConnectedSwitch(belt, KEEP_CONNECTED)],
    )


class VacationSwitch(WalkerEntity, SwitchEntity):
    """On: the walker is away, by word or by calendar, and no day breaks the streak."""

    @property
    @override
    def is_on(self) -> bool:
        """Whether today is vacation."""
        return self.coordinator.data.standing.is_vacation

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Go on vacation today."""
        await self.coordinator.async_decide({DecisionKey.VACATION: Vacation.AWAY})

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Be back today; while the calendar says otherwise, this word is stronger."""
        away = self.coordinator.decided(DecisionKey.CALENDAR_VACATION)
        await self.coordinator.async_decide(
            {DecisionKey.VACATION: Vacation.HERE if away else Vacation.BY_CALENDAR}
        )

    @override
    def _shown(self) -> bool:
        return self.is_on


class LightRoutineSwitch(PathEntity, SwitchEntity):
    """Off: the lights of the path stay as they are when somebody walks."""

    @property
    @override
    def is_on(self) -> bool:
        """Whether the path is lit for walks."""
        return self.path.light_routine

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Light the way from the next walk on."""
        self._async_choose(**{CONF_LIGHT_ROUTINE: True})

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Leave the lights alone from the next walk on."""
        self._async_choose(**{CONF_LIGHT_ROUTINE: False})

    @override
    def _shown(self) -> bool:
        return self.is_on


class KeepConnectedSwitch(BeltChoiceEntity, SwitchEntity):
    """Off: the belt is let go after a while, so that its phone app can connect."""

    @property
    @override
    def is_on(self) -> bool:
        """Whether the belt stays connected."""
        return bool(self.entry.options.get(CONF_KEEP_CONNECTED, True))

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Keep the belt."""
        self._async_choose(**{CONF_KEEP_CONNECTED: True})

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Share the belt."""
        self._async_choose(**{CONF_KEEP_CONNECTED: False})

    @override
    def _shown(self) -> bool:
        return self.is_on
