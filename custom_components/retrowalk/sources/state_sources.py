"""Which entities a walker follows, and what each of them is for; from the subentry that the dialog wrote."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self

from ..const import (
    CONF_ACTIVITY_STARTS,
    CONF_DEVICE,
    CONF_MOTION_ABOVE,
    CONF_OFF_DELAY_S,
    CONF_ON_DELAY_S,
    CONF_OTHER_ENTITIES,
    CONF_PHONE,
    CONF_SOURCES,
)
from ..walking.in_motion import MotionRule


class Role(StrEnum):
    """What an entity tells of a walk; also the key under which it is kept."""

    STEPS = "steps"
    DISTANCE = "distance"
    HEART_RATE = "heart_rate"
    ACTIVITY = "activity"
    SPEED = "speed"
    MOTION = "motion"


PHONE_ROLES: Final = (Role.STEPS, Role.DISTANCE, Role.HEART_RATE, Role.ACTIVITY)
OTHER_ROLES: Final = (
    Role.MOTION,
    Role.SPEED,
    Role.DISTANCE,
    Role.STEPS,
    Role.HEART_RATE,
)
SLOW_ROLES: Final = (Role.STEPS, Role.DISTANCE, Role.HEART_RATE)
LIVE_ROLES: Final = (Role.SPEED, Role.MOTION)

type Named = Mapping[Role, str]
"""Entities by what they are for: registry ids, which survive renaming, or entity ids where there is none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StateSources:
    """The entities that a walker follows."""

    phone_id: str | None = None
    """The device of the phone that the entities in `phone` were chosen for."""
    phone: Named
    others: Named
    activity_starts: bool = False
    """Whether a session starts when the phone says that somebody walks."""
    motion: MotionRule

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Read the data of a walker's subentry."""
        kept: Mapping[str, Any] = data.get(CONF_SOURCES, {})
        phone: Mapping[str, Any] = kept.get(CONF_PHONE, {})
        others: Mapping[str, Any] = kept.get(CONF_OTHER_ENTITIES, {})
        usual = MotionRule()
        return cls(
            phone_id=phone.get(CONF_DEVICE),
            phone={role: phone[role] for role in PHONE_ROLES if role in phone},
            others={role: others[role] for role in OTHER_ROLES if role in others},
            activity_starts=phone.get(CONF_ACTIVITY_STARTS, False),
            motion=MotionRule(
                above=others.get(CONF_MOTION_ABOVE),
                on_delay_s=others.get(CONF_ON_DELAY_S, usual.on_delay_s),
                off_delay_s=others.get(CONF_OFF_DELAY_S, usual.off_delay_s),
            ),
        )

    @property
    def kept(self) -> Iterator[str]:
        """Each entity once."""
        yield from dict.fromkeys([*self.phone.values(), *self.others.values()])

    @property
    def live(self) -> str | None:
        """The entity that measures live, and gives the source its name; None where nothing does."""
        return next(
            (self.others[role] for role in LIVE_ROLES if role in self.others), None
        )
