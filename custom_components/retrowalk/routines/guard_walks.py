"""The walks on paths that are looked after: where each goes, and what its walker was told."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Self

from ..walking import stored
from ..walking.guard import Finding, Verdict

_BEGINS_WITHIN: Final = timedelta(minutes=2)
"""A walk may begin so long after it was ordered: its lights come first."""
LIGHTS_NEED: Final = timedelta(seconds=60)
"""So long the lights of a path, and then its light sensors, may take."""


@dataclass(kw_only=True, slots=True)
class GuardedWalk:
    """A walk that goes on, or is about to begin."""

    path_id: str
    session_id: str | None
    """None while it is only ordered."""
    started_at: datetime
    told: set[str] = field(default_factory=set)
    """What the walker knows: each finding is told once in a walk."""

    def take_news(self, verdict: Verdict, *, sure: bool) -> Verdict:
        """What the walker does not know yet, and is told now; while nobody can be sure, without what cannot be seen."""
        news = Verdict(
            findings=tuple(
                finding
                for finding in verdict.findings
                if named(finding) not in self.told and (sure or finding.is_seen)
            )
        )
        self.told.update(named(finding) for finding in news.findings)
        return news

    def may_begin(self, path_id: str, at: datetime) -> bool:
        """Whether a walk that begins at a moment is this one, which was ordered."""
        return self.path_id == path_id and at < self.started_at + _BEGINS_WITHIN

    def written(self) -> dict[str, Any]:
        """All that outlasts a restart, as JSON values."""
        return {
            "path": self.path_id,
            "session": self.session_id,
            "started_at": self.started_at.isoformat(),
            "told": sorted(self.told),
        }

    @classmethod
    def read(cls, value: object) -> Self:
        """Read what was written. Raises StoredError."""
        raw = stored.mapping(value, "walk")
        return cls(
            path_id=stored.text(raw, "path"),
            session_id=stored.text(raw, "session"),
            started_at=stored.moment(raw, "started_at"),
            told={str(told) for told in stored.sequence(raw.get("told"), "told")},
        )


def named(finding: Finding) -> str:
    """What a finding is remembered by."""
    return f"{finding.reason}:{finding.blocks}:{finding.subject}"
