"""What must be clear on a path, and what it means that it is not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from .path_light import LEAST_LUX


class GuardKind(StrEnum):
    """What is looked after; in the order in which it is told."""

    LEAK = "leak"
    DOOR = "door"
    VACUUM = "vacuum"
    PRESENCE = "presence"
    """Of a pet or a child."""
    MOTION = "motion"
    BUDDY = "buddy"
    LIGHT = "light"
    CHECKLIST = "checklist"


class GuardLevel(StrEnum):
    """How much a guard weighs."""

    BLOCK = "block"
    WARN = "warn"
    IGNORE = "ignore"


DEFAULT_LEVELS: Final[Mapping[GuardKind, GuardLevel]] = {
    GuardKind.LEAK: GuardLevel.BLOCK,
    GuardKind.DOOR: GuardLevel.BLOCK,
    GuardKind.VACUUM: GuardLevel.BLOCK,
    GuardKind.PRESENCE: GuardLevel.WARN,
    GuardKind.MOTION: GuardLevel.WARN,
    GuardKind.BUDDY: GuardLevel.BLOCK,
    GuardKind.LIGHT: GuardLevel.WARN,
    GuardKind.CHECKLIST: GuardLevel.WARN,
}
"""Motion only warns: whoever presses the button may be what the sensor sees."""


class Seen(StrEnum):
    """What is known of one thing that is looked after."""

    CLEAR = "clear"
    IN_THE_WAY = "in_the_way"
    POOR = "poor"
    """Not in the way, and not as it should be."""
    UNKNOWN = "unknown"
    """Nobody can tell just now."""
    GONE = "gone"
    """There is nothing any more that could tell."""


class Reason(StrEnum):
    """Why a path is not clear."""

    LEAK = "leak"
    DOOR = "door"
    VACUUM = "vacuum"
    PRESENCE = "presence"
    MOTION = "motion"
    BUDDY = "buddy"
    LIGHT = "light"
    CHECKLIST = "checklist"
    DIM = "dim"
    UNKNOWN = "unknown"
    GONE = "gone"


class Stage(StrEnum):
    """When a path is looked at."""

    BEFORE = "before"
    START = "start"
    """A walk has begun that nobody asked for permission, as on a belt."""
    DURING = "during"


class PathState(StrEnum):
    """Whether one may walk on a path, as far as the home can tell."""

    CLEAR = "clear"
    WARN = "warn"
    BLOCK = "block"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """What is known of one thing."""

    kind: GuardKind
    subject: str
    """An entity, or a line of the checklist."""
    seen: Seen


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something that is not as it should be."""

    reason: Reason
    kind: GuardKind
    subject: str
    blocks: bool

    @property
    def is_seen(self) -> bool:
        """Whether something tells it, and not that nothing can."""
        return self.reason not in {Reason.UNKNOWN, Reason.GONE}


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """All that is not as it should be: what blocks comes first."""

    findings: tuple[Finding, ...] = ()

    @property
    def state(self) -> PathState:
        """What follows from it."""
        if any(finding.blocks for finding in self.findings):
            return PathState.BLOCK
        return PathState.WARN if self.findings else PathState.CLEAR

    @property
    def refusal(self) -> Verdict:
        """What keeps from walking, without what only warns."""
        return Verdict(
            findings=tuple(finding for finding in self.findings if finding.blocks)
        )

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Each reason once, the gravest first."""
        return tuple(dict.fromkeys(finding.reason for finding in self.findings))

    @property
    def entities(self) -> tuple[str, ...]:
        """The entities it is about."""
        return tuple(
            dict.fromkeys(
                finding.subject
                for finding in self.findings
                if finding.kind is not GuardKind.CHECKLIST
            )
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class PathBlocked:
    """A walk is refused or warned about, or something gets in the way of one."""

    at: datetime
    session_id: str | None
    """None before a walk."""
    path_id: str
    path: str
    """The name of the path."""
    news: Verdict
    """What the walker did not know yet."""
    whole: Verdict
    """All that is not as it should be just now, with the news."""
    refused: bool = False
    """Whether the walk was not started."""
    can_stop: bool = False
    """Whether it goes on a moving belt that Home Assistant is allowed to stop."""

    @property
    def state(self) -> PathState:
        """What the news amounts to: block or warn."""
        return self.news.state

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Of the news."""
        return self.news.reasons

    @property
    def entities(self) -> tuple[str, ...]:
        """Of the news."""
        return self.news.entities


_ORDER: Final = {kind: place for place, kind in enumerate(GuardKind)}
_NOT_LOOKED_AT: Final[Mapping[Stage, frozenset[GuardKind]]] = {
    Stage.BEFORE: frozenset(),
    # What moves on the path is the walker.
    Stage.START: frozenset({GuardKind.MOTION}),
    Stage.DURING: frozenset({GuardKind.MOTION, GuardKind.CHECKLIST}),
}


def judge(
    levels: Mapping[GuardKind, GuardLevel],
    facts: Iterable[Fact],
    stage: Stage = Stage.BEFORE,
) -> Verdict:
    """What a set of facts means.

    Only what is seen to be in the way blocks. What nobody can tell warns: it never passes for clear, and a dead sensor
    blocks nobody for ever.
    """
    findings = [
        Finding(
            reason=_reason(fact),
            kind=fact.kind,
            subject=fact.subject,
            blocks=fact.seen is Seen.IN_THE_WAY and level is GuardLevel.BLOCK,
        )
        for fact in facts
        if fact.seen is not Seen.CLEAR
        and fact.kind not in _NOT_LOOKED_AT[stage]
        and (level := levels.get(fact.kind, DEFAULT_LEVELS[fact.kind]))
        is not GuardLevel.IGNORE
    ]
    findings.sort(key=lambda finding: (not finding.blocks, _ORDER[finding.kind]))
    return Verdict(findings=tuple(findings))


def _reason(fact: Fact) -> Reason:
    match fact.seen:
        case Seen.POOR:
            return Reason.DIM
        case Seen.UNKNOWN:
            return Reason.UNKNOWN
        case Seen.GONE:
            return Reason.GONE
        case _:
            return Reason(fact.kind)


def light_seen(lux: float, enough_lux: float) -> Seen:
    """What the light at the floor means, where so much is enough."""
    if lux >= enough_lux:
        return Seen.CLEAR
    return Seen.POOR if lux >= LEAST_LUX else Seen.IN_THE_WAY


def buddy_facts(seen: Mapping[str, Seen]) -> tuple[Fact, ...]:
    """What is known of the buddies, each of whom may be there (clear) or not: one of them is enough."""
    for among in (Seen.CLEAR, Seen.UNKNOWN, Seen.IN_THE_WAY, Seen.GONE):
        if found := [subject for subject in seen if seen[subject] is among]:
            return tuple(
                Fact(kind=GuardKind.BUDDY, subject=subject, seen=among)
                for subject in found
            )
    return ()
