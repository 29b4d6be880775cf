"""Switches: whether a walker is on vacation or is reminded, a path is lit for walks, and a belt stays connected while nobody walks."""

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

REMINDERS: Final = SwitchEntityDescription(
    key="reminders", entity_category=EntityCategory.CONFIG
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the switches of the walkers and paths, or of the belt."""
    add_entities(
        entry,
        async_add_entities,
        of_walker=lambda walker, subentry: [
            VacationSwitch(walker, subentry, VACATION),
            RemindersSwitch(walker, subentry, REMINDERS),
        ],
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


class RemindersSwitch(WalkerEntity, SwitchEntity):
    """On: the walker is reminded; the attributes tell what became of the last reminder, and why."""

    _unrecorded_attributes = frozenset(
        {
            "next_look_at",
            "last_reminder",
            "last_outcome",
            "last_outcome_at",
            "last_answer",
            "last_answer_heeded",
            "last_answer_at",
        }
    )

    @override
    async def async_added_to_hass(self) -> None:
        """Read along in the diary of the reminders."""
        await super().async_added_to_hass()
        self.async_on_remove(self.coordinator.diary.watch(self._async_look))

    @property
    @override
    def is_on(self) -> bool:
        """Whether the walker is reminded."""
        return bool(self.coordinator.decided(DecisionKey.REMINDERS))

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any]:
        """When the next look is due, and how the last reminder and the last answer went."""
        diary = self.coordinator.diary
        attributes: dict[str, Any] = {"next_look_at": diary.next_look_at}
        if (last := diary.last) is not None:
            attributes |= {
                "last_reminder": last.reminder,
                "last_outcome": last.reason or "sent",
                "last_outcome_at": last.at,
            }
        if (reply := diary.reply) is not None:
            attributes |= {
                "last_answer": reply.answer,
                "last_answer_heeded": reply.heeded,
                "last_answer_at": reply.at,
            }
        return attributes

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Remind from now on; what has passed today is not made up for."""
        if not self.is_on:
            await self.coordinator.async_decide({DecisionKey.REMINDERS: True})

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Remind no more."""
        if self.is_on:
            await self.coordinator.async_decide({DecisionKey.REMINDERS: False})

    @override
    def _shown(self) -> object:
        return self.is_on, self.extra_state_attributes


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
