"""What must be clear on a path, as its dialog wrote it; and who tells whether it is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol, Self

from homeassistant.core import CALLBACK_TYPE, callback

from .const import CONF_BUDDY_FOR, CONF_EACH_WALK, CONF_EACH_WEEK, CONF_LEVELS
from .walking.checklist import Line, Period
from .walking.guard import DEFAULT_LEVELS, GuardKind, GuardLevel, Verdict

WATCHED: Final = tuple(
    kind for kind in GuardKind if kind not in {GuardKind.LIGHT, GuardKind.CHECKLIST}
)
"""The kinds that have entities of their own; light is told by the path's light sensors."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Guards:
    """The guards of a path. An entity is named as a path names it."""

    levels: Mapping[GuardKind, GuardLevel]
    entities: Mapping[GuardKind, tuple[str, ...]]
    buddy_for: frozenset[str]
    """The ids of the walkers who need a buddy; without any, all do."""
    checklist: tuple[Line, ...]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Read what the dialog wrote; what it does not tell is as in the empty dialog."""
        levels = data.get(CONF_LEVELS, {})
        lines = {
            Period.WALK: data.get(CONF_EACH_WALK, ()),
            Period.WEEK: data.get(CONF_EACH_WEEK, ()),
        }
        return cls(
            levels={
                kind: GuardLevel(levels.get(kind, DEFAULT_LEVELS[kind]))
                for kind in GuardKind
            },
            entities={kind: tuple(data.get(kind, ())) for kind in WATCHED},
            buddy_for=frozenset(data.get(CONF_BUDDY_FOR, ())),
            checklist=tuple(
                Line(text=text, period=period)
                for period, texts in lines.items()
                for text in texts
            ),
        )

    def heeds(self, kind: GuardKind) -> bool:
        """Whether a kind of guard is to have any consequence."""
        return self.levels[kind] is not GuardLevel.IGNORE

    def needs_buddy(self, walker_ids: Iterable[str]) -> bool:
        """Whether each of these walkers needs a buddy."""
        return not self.buddy_for or self.buddy_for.issuperset(walker_ids)


class PathGuards(Protocol):
    """Who looks after the paths."""

    @callback
    def verdict(self, path_id: str) -> Verdict | None:
        """What is in the way on a path, for whoever walks there; None where nothing is looked after."""

    @callback
    def verdict_for(self, path_id: str, walker_id: str) -> Verdict:
        """What is in the way of a walk that this walker would begin now."""

    @callback
    def async_check(
        self, path_id: str, walker_id: str, *, force: bool, waited: bool = False
    ) -> None:
        """Let a walk be started by command, and tell what is in its way; once it has waited for its lights, the walker stands there.

        Raises ServiceValidationError where something blocks.
        """

    @callback
    def async_forget_order(self, walker_id: str) -> None:
        """The walk that was let through is not to begin."""

    @callback
    def async_add_listener(
        self, path_id: str, listener: Callable[[], None]
    ) -> CALLBACK_TYPE:
        """Call somebody whenever something about a path may have changed."""

    @callback
    def is_ticked(self, path_id: str, line: Line) -> bool:
        """Whether a line of a path's checklist is ticked."""

    @callback
    def async_tick(self, path_id: str, line: Line, *, ticked: bool) -> None:
        """Tick a line, or take the tick back."""

    @callback
    def async_follow_paths(self) -> None:
        """Look after the paths as they are now."""

    async def async_close(self) -> None:
        """Look after nothing any more, and write everything down."""
