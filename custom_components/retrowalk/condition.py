"""Conditions: what is true of walkers, and of paths, just now."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Unpack, cast, override

import voluptuous as vol

from homeassistant.const import CONF_OPTIONS, CONF_TARGET
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.condition import (
    ATTR_BEHAVIOR,
    BEHAVIOR_ALL,
    BEHAVIOR_ANY,
    Condition,
    ConditionCheckParams,
    ConditionConfig,
)
from homeassistant.helpers.target import TargetSelection
from homeassistant.helpers.typing import ConfigType

from .action_fields import DIRECTION
from .coordinator import WalkerCoordinator
from .home import Home
from .targets import async_loaded_home, async_walker_ids
from .walking.guard import PathState, Verdict
from .walking.model import Direction, Phase
from .whereabouts import path_ahead

type Options = dict[str, Any]

WARNINGS: Final = "warnings"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """What may be true of a walker, and the options of the condition that asks for it."""

    key: str
    holds: Callable[[WalkerCoordinator, Options], bool]
    holds_of_path: Callable[[Home, str, Options], bool] | None = None
    """Where it may be asked of a path too, by subentry id."""
    options: tuple[tuple[str, Any], ...] = ()
    """Names, and what may be asked for, as schemas."""


def _walks(walker: WalkerCoordinator, options: Options) -> bool:
    session = walker.data.session
    if session is None or session.phase is not Phase.WALKING:
        return False
    return options.get(DIRECTION) in (None, session.direction)


def _walks_clear(walker: WalkerCoordinator, options: Options) -> bool:
    """Whether nothing is in the way of the walk, or of one that begins now; where there is no path, nothing is."""
    path = path_ahead(walker.hass, walker)
    if path is None:
        return True
    home = walker.config_entry.runtime_data
    if walker.in_session:
        return _is_clear(home.guards.verdict(path.id), options)
    return _is_clear(home.guards.verdict_for(path.id, walker.walker_id), options)


def _path_is_clear(home: Home, path_id: str, options: Options) -> bool:
    return _is_clear(home.guards.verdict(path_id), options)


def _is_clear(verdict: Verdict | None, options: Options) -> bool:
    state = PathState.CLEAR if verdict is None else verdict.state
    return state is PathState.CLEAR or (
        state is PathState.WARN and not options.get(WARNINGS, False)
    )


FACTS: Final = (
    Fact(key="is_walking", holds=_walks, options=((DIRECTION, vol.Coerce(Direction)),)),
    Fact(
        key="is_goal_reached",
        holds=lambda walker, _options: walker.data.standing.goal_reached,
    ),
    Fact(
        key="is_streak_at_risk",
        holds=lambda walker, _options: walker.data.is_at_risk,
    ),
    Fact(
        key="is_rest_day",
        holds=lambda walker, _options: walker.data.standing.is_rest_day,
    ),
    Fact(
        key="is_on_vacation",
        holds=lambda walker, _options: walker.data.standing.is_vacation,
    ),
    Fact(
        key="is_path_clear",
        holds=_walks_clear,
        holds_of_path=_path_is_clear,
        options=((WARNINGS, cv.boolean),),
    ),
)


class WalkerCondition(Condition):
    """Whether a fact holds of any, or of all, of the walkers that its target names; of nobody, nothing is true."""

    fact: Fact
    schema: vol.Schema

    @override
    @classmethod
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        """Check target and options. Raises vol.Invalid."""
        return cast(ConfigType, cls.schema(config))

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Take target and options as they were checked."""
        super().__init__(hass, config)
        self._target = TargetSelection(config.target or {})
        self._options = config.options or {}

    @override
    def _async_check(self, **kwargs: Unpack[ConditionCheckParams]) -> bool:
        home = async_loaded_home(self._hass)
        if home is None:
            return False
        meant = async_walker_ids(self._hass, self._target)
        found = [
            self.fact.holds(walker, self._options)
            for walker_id, walker in home.walkers.items()
            if walker_id in meant
        ]
        if (of_path := self.fact.holds_of_path) is not None:
            found += [
                of_path(home, path_id, self._options)
                for path_id in home.paths
                if path_id in meant
            ]
        if self._options[ATTR_BEHAVIOR] == BEHAVIOR_ALL:
            return bool(found) and all(found)
        return any(found)


def _of(fact: Fact) -> type[WalkerCondition]:
    """The condition that asks for a fact."""
    options: dict[vol.Marker, Any] = {
        vol.Required(ATTR_BEHAVIOR, default=BEHAVIOR_ANY): vol.In(
            [BEHAVIOR_ANY, BEHAVIOR_ALL]
        )
    }
    options |= {vol.Optional(name): accepts for name, accepts in fact.options}
    whole = vol.Schema(
        {
            vol.Required(CONF_TARGET): cv.TARGET_FIELDS,
            vol.Required(CONF_OPTIONS, default=dict): options,
        }
    )
    return type(
        f"{fact.key.title().replace('_', '')}Condition",
        (WalkerCondition,),
        {"fact": fact, "schema": whole},
    )


CONDITIONS: Final = {fact.key: _of(fact) for fact in FACTS}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """The conditions by name."""
    return dict(CONDITIONS)
