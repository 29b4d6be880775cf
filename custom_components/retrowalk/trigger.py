"""Triggers: one for each moment of a walker, that automations wait for."""

from typing import Any, Final, cast, override

import voluptuous as vol

from homeassistant.const import (
    ATTR_DEVICE_ID,
    ATTR_ENTITY_ID,
    CONF_OPTIONS,
    CONF_TARGET,
    Platform,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import (
    config_validation as cv,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.target import TargetSelection
from homeassistant.helpers.trigger import (
    NotTriggeredInfo,
    Trigger,
    TriggerActionRunner,
    TriggerConfig,
    TriggerNotTriggeredReporter,
)
from homeassistant.helpers.typing import ConfigType

from .const import DOMAIN
from .coordinator import WalkerCoordinator
from .following import async_follow_moments
from .moments import Moment
from .targets import async_walker_ids
from .telling import TELLINGS, Telling
from .walk_figures import WalkFigures

NO_WALKER_MEANT: Final = "target_names_no_walker"


class MomentTrigger(Trigger):
    """Fires at each moment of one kind, for each walker that its target names.

    The target is looked up when the moment comes, so that it holds whatever was moved, renamed or disabled since.
    """

    telling: Telling
    schema: vol.Schema

    @override
    @classmethod
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        """Check target and options. Raises vol.Invalid."""
        return cast(ConfigType, cls.schema(config))

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Take target and options as they were checked."""
        super().__init__(hass, config)
        self._target = TargetSelection(config.target or {})
        self._options = config.options or {}

    @override
    async def async_attach_runner(
        self,
        run_action: TriggerActionRunner,
        did_not_trigger: TriggerNotTriggeredReporter | None = None,
    ) -> CALLBACK_TYPE:
        """Wait for the moments, whether the home is loaded yet or not. Raises HomeAssistantError without any target."""
        if not self._target.has_any_target:
            raise HomeAssistantError(
                translation_domain=DOMAIN, translation_key="no_walker"
            )

        @callback
        def tell(walker: WalkerCoordinator, moment: Moment) -> None:
            if type(moment) is not self.telling.moment:
                return
            meant = async_walker_ids(self._hass, self._target)
            if walker.walker_id in meant:
                if self._is_asked_for(moment):
                    run_action(
                        _payload(self._hass, walker, self.telling, moment),
                        f"{self.telling.key.replace('_', ' ')} of {walker.recording.name}",
                    )
            elif did_not_trigger is not None and not meant:
                did_not_trigger(NotTriggeredInfo(reason=NO_WALKER_MEANT))

        return async_follow_moments(self._hass, tell)

    def _is_asked_for(self, moment: Moment) -> bool:
        return all(
            option.holds(moment, self._options[option.name])
            for option in self.telling.options
            if option.name in self._options
        )


def _payload(
    hass: HomeAssistant, walker: WalkerCoordinator, telling: Telling, moment: Moment
) -> dict[str, Any]:
    """What an automation is told: the walker, the walk and the streak as they are now, and what belongs to the moment."""
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, walker.walker_id), config_entry_id=walker.config_entry.entry_id
    )
    state = walker.data
    payload: dict[str, Any] = {
        "walker": walker.recording.name,
        ATTR_DEVICE_ID: None if device is None else device.id,
        ATTR_ENTITY_ID: er.async_get(hass).async_get_entity_id(
            Platform.EVENT, DOMAIN, f"{walker.walker_id}_{telling.shown_by}"
        ),
        "streak": state.own_standing.streak.current,
        "streak_kind": state.own_standing.kind,
    }
    if state.session is not None:
        payload |= {
            "session_id": state.session.id,
            **WalkFigures.of_open(state.session).told,
        }
    return payload | telling.told(moment)


def _of(telling: Telling) -> type[MomentTrigger]:
    """The trigger of a kind of moment."""
    options = {vol.Optional(option.name): option.accepts for option in telling.options}
    whole = vol.Schema(
        {
            vol.Required(CONF_TARGET): cv.TARGET_FIELDS,
            vol.Optional(CONF_OPTIONS, default=dict): options,
        }
    )
    return type(
        f"{telling.moment.__name__}Trigger",
        (MomentTrigger,),
        {"telling": telling, "schema": whole, "__doc__": telling.moment.__doc__},
    )


TRIGGERS: Final = {
    telling.key: _of(telling) for telling in TELLINGS if telling.triggers
}


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """The triggers by name."""
    return dict(TRIGGERS)
