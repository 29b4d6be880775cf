"""Which dialect a machine speaks."""

from typing import Final

from ..const import Machine
from .belt_dialect import Dialect
from .ftms_dialect import FtmsDialect
from .pad_dialect import PadDialect
from .pod_dialect import PodDialect

_DIALECTS: Final[dict[Machine, type[Dialect]]] = {
    Machine.FTMS: FtmsDialect,
    Machine.WALKING_PAD: PadDialect,
    Machine.FOOT_POD: PodDialect,
}


def dialect_of(machine: Machine) -> Dialect:
    """A dialect that has heard nothing yet."""
    return _DIALECTS[machine]()
