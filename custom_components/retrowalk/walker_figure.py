"""What a sensor of a walker is made from: one line of a table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from homeassistant.components.sensor import SensorEntityDescription

from .walker_state import Cadence, WalkerState

type Value = str | int | float | datetime | None
type Attributes = Mapping[str, str | int | bool | None]


@dataclass(frozen=True, kw_only=True)
class WalkerFigure(SensorEntityDescription):
    """A figure of a walker: where it is found, how often it is due, since when it is summed up."""

    value: Callable[[WalkerState], Value]
    attributes: Callable[[WalkerState], Attributes] | None = None
    since: Callable[[WalkerState], datetime] | None = None
    cadence: Cadence = Cadence.EVENT
    weekly_translation_key: str | None = None
    """The texts for a walker whose streak counts weeks."""
