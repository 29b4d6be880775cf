"""Triggers: one for each moment of a walker, that automations wait for."""

from typing import Final, cast, override

import voluptuous as vol

from homeassistant.const import CONF_OPTIONS, CONF_TARGET
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv
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
from .telling import TELLINGS, Telling, facts_of

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
                        facts_of(self._hass, walker, self.telling, moment),
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
