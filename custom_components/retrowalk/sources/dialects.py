"""Which dialect a machine speaks."""

from ..const import Machine
from .belt_dialect import Dialect
from .ftms_dialect import FtmsDialect
from .pad_dialect import PadDialect
from .pod_dialect import PodDialect


def dialect_of(machine: Machine) -> Dialect:
    """A dialect that has heard nothing yet."""
    match machine:
        case Machine.WALKING_PAD:
            return PadDialect()
        case Machine.FOOT_POD:
            return PodDialect()
        case Machine.FTMS:
            return FtmsDialect()
