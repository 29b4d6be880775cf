"""The ticks on the checklists of paths: each holds for a walk, or for a week."""

from collections.abc import Container
from datetime import date
from typing import Any

from ..walking import stored
from ..walking.checklist import Line, Period


class Ticks:
    """When each line was ticked, by path and line."""

    def __init__(self) -> None:
        """Begin with nothing ticked."""
        self._ticked: dict[str, dict[str, date]] = {}

    def on(self, path_id: str, line: Line) -> date | None:
        """The day on which a line was last ticked."""
        return self._ticked.get(path_id, {}).get(line.key)

    def tick(self, path_id: str, line: Line, day: date | None) -> None:
        """Tick a line, or take its tick back."""
        of_path = self._ticked.setdefault(path_id, {})
        if day is None:
            of_path.pop(line.key, None)
        else:
            of_path[line.key] = day

    def walked(self, path_id: str) -> bool:
        """A walk is over: what was ticked for it is to be ticked anew; whether anything was."""
        of_path = self._ticked.get(path_id, {})
        spent = [key for key in of_path if key.startswith(f"{Period.WALK}:")]
        for key in spent:
            del of_path[key]
        return bool(spent)

    def read(self, value: object) -> None:
        """Read what was written. Raises StoredError."""
        ticked: dict[str, dict[str, date]] = {}
        for path_id, of_path in stored.mapping(value, "ticks").items():
            ticks = stored.mapping(of_path, "ticks of a path")
            ticked[path_id] = {key: stored.civil_date(ticks, key) for key in ticks}
        self._ticked = ticked

    def written(self, path_ids: Container[str]) -> dict[str, Any]:
        """The ticks of these paths, as JSON values."""
        return {
            path_id: {key: day.isoformat() for key, day in of_path.items()}
            for path_id, of_path in self._ticked.items()
            if path_id in path_ids and of_path
        }
