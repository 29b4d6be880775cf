"""The dialog of a path: where one walks, which lights go on there, when it counts as dark, and what must be clear."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.components.light import DOMAIN as LIGHT
from homeassistant.components.sensor import DOMAIN as SENSOR, SensorDeviceClass
from homeassistant.config_entries import (
    ConfigSubentry,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.const import (
    CONF_NAME,
    DEGREE,
    LIGHT_LUX,
    PERCENTAGE,
    UnitOfTemperature,
    UnitOfTime,
)
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    AreaSelector,
    AreaSelectorConfig,
    EntitySelector,
    EntitySelectorConfig,
    EntityWithDeviceFilterSelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    ObjectSelector,
    ObjectSelectorConfig,
    ObjectSelectorField,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)

from .const import (
    CONF_AREAS,
    CONF_BRIGHTNESS_PCT,
    CONF_COLOR_TEMP_KELVIN,
    CONF_GUARDS,
    CONF_LEAD_S,
    CONF_LIGHT_ROUTINE,
    CONF_LIGHTS,
    CONF_LUX_SENSORS,
    CONF_LUX_THRESHOLD,
    CONF_SUN_ELEVATION,
    CONF_TRANSITION_S,
    CONF_WHEN,
    SUBENTRY_PATH,
)
from .guard_questions import guard_sections, guards_answered, guards_shown
from .path import (
    BRIGHTNESS_PCT,
    LEAD_S,
    SUN_ELEVATION,
    TRANSITION_S,
    LightWhen,
    entity_ids,
    oldest_age,
    references,
)
from .walking.path_light import enough_lux

_LOOK: Final = "look"
_DARKNESS: Final = "darkness"
_FLOOR_LIGHT: Final = "floor_light"
_FACTORS: Final = "lux_factors"
_SENSOR: Final = "sensor"
_FACTOR: Final = "factor"
_KEPT: Final = {CONF_LIGHT_ROUTINE}
"""What the path's own entities decide."""

_ILLUMINANCE: Final = EntityWithDeviceFilterSelectorConfig(
    domain=SENSOR, device_class=SensorDeviceClass.ILLUMINANCE
)


def _number(
    minimum: float,
    maximum: float,
    unit: str,
    *,
    step: float = 1,
    mode: NumberSelectorMode = NumberSelectorMode.BOX,
) -> NumberSelector:
    return NumberSelector(
        NumberSelectorConfig(
            min=minimum, max=maximum, step=step, mode=mode, unit_of_measurement=unit
        )
    )


_LOOK_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_BRIGHTNESS_PCT, default=BRIGHTNESS_PCT): vol.All(
            _number(1, 100, PERCENTAGE, mode=NumberSelectorMode.SLIDER), vol.Coerce(int)
        ),
        vol.Optional(CONF_COLOR_TEMP_KELVIN): vol.All(
            _number(1500, 7000, UnitOfTemperature.KELVIN, step=50), vol.Coerce(int)
        ),
        vol.Required(CONF_TRANSITION_S, default=TRANSITION_S): _number(
            0, 30, UnitOfTime.SECONDS, step=0.5
        ),
        vol.Required(CONF_LEAD_S, default=LEAD_S): _number(0, 60, UnitOfTime.SECONDS),
    }
)
_DARKNESS_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_WHEN, default=LightWhen.WHEN_DARK): SelectSelector(
            SelectSelectorConfig(
                options=list(LightWhen),
                mode=SelectSelectorMode.LIST,
                translation_key="light_when",
            )
        ),
        vol.Required(CONF_SUN_ELEVATION, default=SUN_ELEVATION): _number(
            -18, 30, DEGREE, mode=NumberSelectorMode.SLIDER
        ),
        vol.Optional(CONF_LUX_SENSORS, default=list): EntitySelector(
            EntitySelectorConfig(filter=[_ILLUMINANCE], multiple=True)
        ),
        vol.Optional(CONF_LUX_THRESHOLD): _number(1, 2000, LIGHT_LUX),
    }
)
_FLOOR_LIGHT_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(_FACTORS, default=list): ObjectSelector(
            ObjectSelectorConfig(
                multiple=True,
                translation_key=_FACTORS,
                label_field=_SENSOR,
                description_field=_FACTOR,
                fields={
                    _SENSOR: ObjectSelectorField(
                        required=True,
                        selector=EntitySelector(
                            EntitySelectorConfig(filter=[_ILLUMINANCE])
                        ),
                    ),
                    _FACTOR: ObjectSelectorField(
                        required=True,
                        default=1,
                        selector=NumberSelector(
                            NumberSelectorConfig(
                                min=0.01,
                                max=100,
                                step=0.01,
                                mode=NumberSelectorMode.BOX,
                            )
                        ),
                    ),
                },
            )
        )
    }
)
_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_NAME): TextSelector(),
        vol.Optional(CONF_LIGHTS, default=list): EntitySelector(
            EntitySelectorConfig(domain=LIGHT, multiple=True)
        ),
        vol.Optional(CONF_AREAS, default=list): AreaSelector(
            AreaSelectorConfig(multiple=True)
        ),
        vol.Required(_LOOK): section(_LOOK_SCHEMA, {"collapsed": True}),
        vol.Required(_DARKNESS): section(_DARKNESS_SCHEMA, {"collapsed": True}),
        vol.Required(_FLOOR_LIGHT): section(_FLOOR_LIGHT_SCHEMA, {"collapsed": True}),
    }
)


class PathFlow(ConfigSubentryFlow):
    """Adds a path to the home, or changes one."""

    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask where one walks, and what is lit."""
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = self._errors(user_input)
            if not errors:
                data = self._path_data(user_input)
                return self.async_create_entry(title=data[CONF_NAME], data=data)
        return self._form("user", user_input or {}, errors)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Change a path; also while somebody walks on it."""
        subentry = self._get_reconfigure_subentry()
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = self._errors(user_input, subentry)
            if not errors:
                kept = {key: subentry.data[key] for key in _KEPT & subentry.data.keys()}
                data = kept | self._path_data(user_input)
                return self.async_update_and_abort(
                    self._get_entry(), subentry, title=data[CONF_NAME], data=data
                )
        return self._form(
            "reconfigure", user_input or self._shown(subentry.data), errors
        )

    def _form(
        self, step_id: str, shown: Mapping[str, Any], errors: dict[str, str]
    ) -> SubentryFlowResult:
        home = self._get_entry()
        lux = enough_lux(oldest_age(home))
        schema = _SCHEMA.extend(guard_sections(home))
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(schema, shown),
            errors=errors,
            description_placeholders={"lux": str(lux)},
        )

    def _errors(
        self, user_input: Mapping[str, Any], own: ConfigSubentry | None = None
    ) -> dict[str, str]:
        """What is wrong: no name, another path's name, or a factor of a sensor that was not chosen."""
        name = user_input[CONF_NAME].strip()
        if not name:
            return {CONF_NAME: "name_missing"}
        others = {
            other.title.casefold()
            for other in self._get_entry().get_subentries_of_type(SUBENTRY_PATH)
            if own is None or other.subentry_id != own.subentry_id
        }
        if name.casefold() in others:
            return {CONF_NAME: "name_taken"}
        chosen = set(user_input[_DARKNESS][CONF_LUX_SENSORS])
        if not chosen.issuperset(_factors_in(user_input)):
            return {"base": "factor_without_sensor"}
        return {}

    def _path_data(self, user_input: Mapping[str, Any]) -> dict[str, Any]:
        """A path as the subentry holds it; entities under ids that survive renaming."""
        factors = _factors_in(user_input)
        darkness = user_input[_DARKNESS]
        sensors = darkness[CONF_LUX_SENSORS]
        return {
            CONF_NAME: user_input[CONF_NAME].strip(),
            CONF_LIGHTS: references(self.hass, user_input[CONF_LIGHTS]),
            CONF_AREAS: user_input[CONF_AREAS],
            **user_input[_LOOK],
            **darkness,
            CONF_LUX_SENSORS: {
                kept: factors.get(sensor, 1.0)
                for sensor, kept in zip(
                    sensors, references(self.hass, sensors), strict=True
                )
            },
            CONF_GUARDS: guards_answered(self.hass, user_input),
        }

    def _shown(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """What the form shows at first: the path as it is, without entities that are gone."""
        factors = {
            entity_id: factor
            for kept, factor in data.get(CONF_LUX_SENSORS, {}).items()
            for entity_id in entity_ids(self.hass, [kept])
        }
        return {
            **data,
            CONF_LIGHTS: entity_ids(self.hass, data.get(CONF_LIGHTS, ())),
            _LOOK: data,
            _DARKNESS: {**data, CONF_LUX_SENSORS: list(factors)},
            _FLOOR_LIGHT: {
                _FACTORS: [
                    {_SENSOR: entity_id, _FACTOR: factor}
                    for entity_id, factor in factors.items()
                    if factor != 1.0
                ]
            },
            **guards_shown(self.hass, self._get_entry(), data),
        }


def _factors_in(user_input: Mapping[str, Any]) -> dict[str, float]:
    """The factor of each sensor that has one."""
    return {
        named[_SENSOR]: float(named[_FACTOR])
        for named in user_input[_FLOOR_LIGHT][_FACTORS]
    }
