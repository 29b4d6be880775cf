"""Watches what must be clear on the paths, and judges it."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from homeassistant.core import (
    CALLBACK_TYPE,
    CoreState,
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.util import dt as dt_util

from ..home import HomeConfigEntry
from ..home_days import HomeDays
from ..path import Path, oldest_age
from ..walking.checklist import Line
from ..walking.guard import Fact, GuardKind, Seen, Stage, Verdict, judge
from ..walking.path_light import enough_lux
from .guard_facts import entity_facts, kept_by, light_facts, watched
from .guard_walks import LIGHTS_NEED, GuardedWalk
from .lost_entities import Named, async_tell_lost
from .ticks import Ticks

type Walks = Mapping[str, GuardedWalk]
"""By walker id."""


class PathWatch:
    """Follows the entities of each path under their present names, and knows what they mean."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: HomeConfigEntry,
        ticks: Ticks,
        look: Callable[[str], None],
    ) -> None:
        """Call `look` with the path id, when something may have changed on a path."""
        self._hass = hass
        self._entry = entry
        self._ticks = ticks
        self._look = look
        self.days = HomeDays(hass, entry)
        self._followed: dict[str, tuple[list[str], CALLBACK_TYPE]] = {}
        """What is followed, by path id, and how it is let go."""

    # What is followed

    @callback
    def async_follow(self) -> None:
        """Follow the entities of the paths as they are now, and look at them."""
        paths = self._entry.runtime_data.paths
        for path_id, path in paths.items():
            entity_ids = watched(self._hass, path)
            followed, let_go = self._followed.get(path_id, ([], None))
            if entity_ids != followed:
                if let_go is not None:
                    let_go()
                self._followed[path_id] = entity_ids, self._track(path_id, entity_ids)
            self._look(path_id)
        if self._hass.state is CoreState.running:
            async_tell_lost(self._hass, Named.GUARDS, paths.values())

    def _track(self, path_id: str, entity_ids: list[str]) -> CALLBACK_TYPE:
        @callback
        def changed(_event: Event[EventStateChangedData]) -> None:
            self._look(path_id)

        return async_track_state_change_event(self._hass, entity_ids, changed)

    @callback
    def async_entity_changed(
        self, event: Event[er.EventEntityRegistryUpdatedData]
    ) -> None:
        """Follow what was renamed, and miss what was removed, until it is back."""
        change = event.data
        if change["action"] != "update" or "entity_id" in change["changes"]:
            names = {change["entity_id"]}
            if change["action"] == "update":
                names.add(change["old_entity_id"])
            if self._concerns(names, er.async_get(self._hass)):
                self.async_follow()

    def _concerns(self, names: set[str], registry: er.EntityRegistry) -> bool:
        """Whether entities of these names, former or present, look after a path."""
        if any(not names.isdisjoint(ids) for ids, _ in self._followed.values()):
            return True
        present = {entry.id for name in names if (entry := registry.async_get(name))}
        paths = self._entry.runtime_data.paths.values()
        return any(not present.isdisjoint(kept_by(path)) for path in paths)

    @callback
    def async_end(self) -> None:
        """Follow nothing any more."""
        for _, let_go in self._followed.values():
            let_go()
        self._followed.clear()

    # What it means

    def looks_after(self, path: Path) -> bool:
        """Whether there is anything that must be clear."""
        return any((*self._lines(path), *kept_by(path)))

    def before(self, path: Path, walker_ids: Iterable[str]) -> Verdict:
        """What is in the way of a walk that each of these walkers may begin now."""
        return self._judge(
            path,
            Stage.BEFORE,
            buddy=path.guards.needs_buddy(walker_ids),
            light=not _is_lit_by_home(path),
        )

    def during(self, path: Path, walks: Walks, stage: Stage = Stage.DURING) -> Verdict:
        """What is in the way of walks. Where the home lights the way, its lights have their time first."""
        now = dt_util.utcnow()
        return self._judge(
            path,
            stage,
            buddy=any(path.guards.needs_buddy([walker_id]) for walker_id in walks),
            light=not _is_lit_by_home(path)
            or any(now >= walk.started_at + LIGHTS_NEED for walk in walks.values()),
        )

    def _judge(self, path: Path, stage: Stage, *, buddy: bool, light: bool) -> Verdict:
        facts = list(entity_facts(self._hass, path, buddy=buddy))
        if light and path.guards.heeds(GuardKind.LIGHT):
            enough = path.lux_threshold
            if enough is None:
                enough = enough_lux(oldest_age(self._entry))
            facts.extend(light_facts(self._hass, path, enough))
        facts.extend(self._checklist_facts(path))
        return judge(path.guards.levels, facts, stage)

    def _lines(self, path: Path) -> tuple[Line, ...]:
        heeded = path.guards.heeds(GuardKind.CHECKLIST)
        return path.guards.checklist if heeded else ()

    def _checklist_facts(self, path: Path) -> Iterator[Fact]:
        for line in self._lines(path):
            seen = Seen.CLEAR if self.is_ticked(path.id, line) else Seen.IN_THE_WAY
            yield Fact(kind=GuardKind.CHECKLIST, subject=line.text, seen=seen)

    def is_ticked(self, path_id: str, line: Line) -> bool:
        """Whether a line of a path's checklist is ticked."""
        return line.is_ticked(
            self._ticks.on(path_id, line),
            self.days.today,
            self.days.week_start,
        )


def _is_lit_by_home(path: Path) -> bool:
    return path.light_routine and bool(path.lights or path.areas)
