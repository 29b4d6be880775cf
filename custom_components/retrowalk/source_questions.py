"""What the dialog of a walker asks about sources: the phone, whose sensors are found by themselves, and entities of any kind."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import voluptuous as vol

from homeassistant.components.binary_sensor import DOMAIN as BINARY_SENSOR
from homeassistant.components.input_boolean import DOMAIN as INPUT_BOOLEAN
from homeassistant.components.input_number import DOMAIN as INPUT_NUMBER
from homeassistant.components.sensor import DOMAIN as SENSOR
from homeassistant.components.sensor.const import DEVICE_CLASS_UNITS
from homeassistant.components.switch.const import DOMAIN as SWITCH
from homeassistant.config_entries import ConfigSubentryFlow, SubentryFlowResult
from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import SectionConfig, section
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.selector import (
    BooleanSelector,
    DeviceSelector,
    DeviceSelectorConfig,
    EntitySelector,
    EntitySelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
)

from .companion_app import sensors_of
from .const import (
    CONF_ACTIVITY_STARTS,
    CONF_DEVICE,
    CONF_MOTION_ABOVE,
    CONF_OFF_DELAY_S,
    CONF_ON_DELAY_S,
    CONF_OTHER_ENTITIES,
    CONF_PHONE,
    CONF_SOURCES,
    DOMAIN,
)
from .path import entity_ids, references
from .routines.contacts import COMPANION_APP
from .sources.state_figures import is_unit_for
from .sources.state_sources import OTHER_ROLES, PHONE_ROLES, Role
from .walking.in_motion import MotionRule

_PHONE: Final = vol.Schema(
    {
        vol.Optional(CONF_PHONE): DeviceSelector(
            DeviceSelectorConfig(filter=[{"integration": COMPANION_APP}])
        )
    }
)

_COUNTING: Final = [SENSOR, INPUT_NUMBER]
_DOMAINS: Final[dict[Role, list[str]]] = {
    Role.STEPS: _COUNTING,
    Role.DISTANCE: _COUNTING,
    Role.HEART_RATE: _COUNTING,
    Role.ACTIVITY: [SENSOR],
    Role.SPEED: _COUNTING,
    Role.MOTION: [BINARY_SENSOR, INPUT_BOOLEAN, SENSOR, SWITCH],
}
_SAYS_ITSELF: Final = {BINARY_SENSOR, INPUT_BOOLEAN, SWITCH}
"""Entities that are on or off need no threshold."""
_OTHER_UNITS: Final = {
    unit for units in DEVICE_CLASS_UNITS.values() for unit in units if unit is not None
} | {"%"}
"""Nothing that is counted has a unit of these."""


def _seconds(most: int) -> NumberSelector:
    return NumberSelector(
        NumberSelectorConfig(
            min=0,
            max=most,
            step=1,
            unit_of_measurement="s",
            mode=NumberSelectorMode.BOX,
        )
    )


_MOTION: Final = {
    vol.Optional(CONF_MOTION_ABOVE): NumberSelector(
        NumberSelectorConfig(min=0, step="any", mode=NumberSelectorMode.BOX)
    ),
    vol.Required(CONF_ON_DELAY_S, default=MotionRule().on_delay_s): _seconds(60),
    # What seems to rest for longer has been waited for in vain.
    vol.Required(CONF_OFF_DELAY_S, default=MotionRule().off_delay_s): _seconds(15),
}
_SETTINGS: Final = {str(key) for key in _MOTION} | {CONF_ACTIVITY_STARTS}


class Objection(NamedTuple):
    """Why an answer cannot be taken; it is shown above its section."""

    section: str
    key: str
    entity: str
    unit: str


class SourcesFlow(ConfigSubentryFlow):
    """The part of a walker's dialog that is about sources."""

    _phone: str | None = None

    async def async_step_sources(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for the walker's phone: the same that gets the reminders."""
        data = self._get_reconfigure_subentry().data
        if user_input is not None:
            self._phone = user_input.get(CONF_PHONE)
            return await self.async_step_entities()
        phone = data.get(CONF_PHONE)
        known = phone and dr.async_get(self.hass).async_get(phone)
        return self.async_show_form(
            step_id="sources",
            data_schema=self.add_suggested_values_to_schema(
                _PHONE, {CONF_PHONE: phone} if known else {}
            ),
            last_step=False,
        )

    async def async_step_entities(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask which entities are followed; the sensors of a phone that was chosen anew are found."""
        subentry = self._get_reconfigure_subentry()
        objection = None
        if user_input is not None:
            objection = next(_objections(self.hass, user_input), None)
            if objection is None:
                kept = dict(subentry.data)
                kept.pop(CONF_PHONE, None)
                if self._phone is not None:
                    kept[CONF_PHONE] = self._phone
                kept[CONF_SOURCES] = _answered(self.hass, user_input, self._phone)
                return self.async_update_and_abort(
                    self._get_entry(), subentry, data=kept
                )
        others = _shown_others(self.hass, subentry.data)
        unfolded = bool(others) or objection is not None
        schema = _schema(with_phone=self._phone is not None, unfolded=unfolded)
        shown = user_input or {
            CONF_PHONE: _shown_of_phone(self.hass, subentry.data, self._phone),
            CONF_OTHER_ENTITIES: others,
        }
        return self.async_show_form(
            step_id="entities",
            data_schema=self.add_suggested_values_to_schema(schema, shown),
            errors=None if objection is None else {objection.section: objection.key},
            description_placeholders=None
            if objection is None
            else {"entity": objection.entity, "unit": objection.unit},
        )


def _schema(*, with_phone: bool, unfolded: bool) -> vol.Schema:
    """The sections: that of other entities is folded, unless there are some, or there is no other."""
    phone = _entity_questions(PHONE_ROLES) | {
        vol.Required(CONF_ACTIVITY_STARTS, default=False): BooleanSelector()
    }
    motion, *figures = OTHER_ROLES
    others = _entity_questions([motion]) | _MOTION | _entity_questions(figures)
    sections = {
        vol.Required(CONF_OTHER_ENTITIES): section(
            vol.Schema(others), SectionConfig(collapsed=with_phone and not unfolded)
        )
    }
    if with_phone:
        sections = {
            vol.Required(CONF_PHONE): section(
                vol.Schema(phone), SectionConfig(collapsed=False)
            )
        } | sections
    return vol.Schema(sections)


def _entity_questions(roles: list[Role] | tuple[Role, ...]) -> dict[vol.Marker, Any]:
    return {
        vol.Optional(role.value): EntitySelector(
            EntitySelectorConfig(domain=_DOMAINS[role])
        )
        for role in roles
    }


# What is shown, and what is kept


@callback
def _shown_of_phone(
    hass: HomeAssistant, data: Mapping[str, Any], phone: str | None
) -> dict[str, Any]:
    """What was chosen for this phone, or what is found on it."""
    kept: Mapping[str, Any] = data.get(CONF_SOURCES, {}).get(CONF_PHONE, {})
    if phone is not None and kept.get(CONF_DEVICE) != phone:
        return {role.value: found for role, found in sensors_of(hass, phone).items()}
    return _present(hass, kept)


@callback
def _shown_others(hass: HomeAssistant, data: Mapping[str, Any]) -> dict[str, Any]:
    return _present(hass, data.get(CONF_SOURCES, {}).get(CONF_OTHER_ENTITIES, {}))


@callback
def _present(hass: HomeAssistant, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Entities under the names they have now, without those that are gone, and the settings that belong to them."""
    shown = {key: value for key, value in kept.items() if key in _SETTINGS}
    for role in Role:
        if role in kept and (present := entity_ids(hass, [kept[role]])):
            shown[role.value] = present[0]
    return shown


@callback
def _answered(
    hass: HomeAssistant, answers: Mapping[str, Any], phone: str | None
) -> dict[str, Any]:
    """The answers as the subentry keeps them: entities under ids that survive renaming."""
    kept: dict[str, Any] = {}
    if phone is not None and CONF_PHONE in answers:
        kept[CONF_PHONE] = {CONF_DEVICE: phone} | _lasting(hass, answers[CONF_PHONE])
    others = _lasting(hass, answers[CONF_OTHER_ENTITIES])
    if any(role in others for role in OTHER_ROLES):
        kept[CONF_OTHER_ENTITIES] = others
    return kept


@callback
def _lasting(hass: HomeAssistant, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: references(hass, [value])[0] if key in set(Role) else value
        for key, value in answers.items()
    }


# What cannot be taken


@callback
def _objections(hass: HomeAssistant, answers: Mapping[str, Any]) -> Iterator[Objection]:
    """What is wrong with the entities that were chosen."""
    registry = er.async_get(hass)
    for name, part in answers.items():
        for role in Role:
            entity_id = part.get(role)
            if entity_id is None:
                continue
            entry = registry.async_get(entity_id)
            unit = _unit(hass, entity_id, entry)
            key = None
            if entry is not None and entry.platform == DOMAIN:
                key = "own_entity"
            elif role is Role.MOTION:
                says_itself = entity_id.split(".", 1)[0] in _SAYS_ITSELF
                if not says_itself and CONF_MOTION_ABOVE not in part:
                    key = "threshold_missing"
            elif role is not Role.ACTIVITY and not _suits(role, unit):
                key = f"wrong_unit_for_{role}"
            if key is not None:
                yield Objection(name, key, _name(hass, entity_id), unit or "–")


def _suits(role: Role, unit: str | None) -> bool:
    if role in {Role.DISTANCE, Role.SPEED}:
        return is_unit_for(role, unit)
    return unit not in _OTHER_UNITS


def _unit(
    hass: HomeAssistant, entity_id: str, entry: er.RegistryEntry | None
) -> str | None:
    """The unit of an entity; of one that shows nothing just now, as it was registered."""
    state = hass.states.get(entity_id)
    unit = None if state is None else state.attributes.get(ATTR_UNIT_OF_MEASUREMENT)
    if unit is None and entry is not None:
        unit = entry.unit_of_measurement
    return unit


def _name(hass: HomeAssistant, entity_id: str) -> str:
    state = hass.states.get(entity_id)
    return entity_id if state is None else state.name
