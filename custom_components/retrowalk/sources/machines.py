"""Which machine an entry stands for, and the name of what it tells."""

from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_ADDRESS

from ..const import CONF_MACHINE, Machine
from ..walking.model import SourceKind


def machine_of(data: Mapping[str, Any]) -> Machine:
    """The machine of a treadmill's entry with this data."""
    return Machine(data.get(CONF_MACHINE, Machine.FTMS))


def source_of(entry: ConfigEntry[Any]) -> str:
    """The source of the samples of a treadmill's entry, e.g. `belt:C0:FF:EE:00:00:01`."""
    is_pod = machine_of(entry.data) is Machine.FOOT_POD
    kind = SourceKind.POD if is_pod else SourceKind.BELT
    return f"{kind}:{entry.data[CONF_ADDRESS]}"
