"""What is seen on a path, and what it means."""

from datetime import date

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.checklist import Line, Period
from custom_components.retrowalk.walking.guard import (
    DEFAULT_LEVELS,
    Fact,
    GuardKind,
    GuardLevel,
    PathState,
    Reason,
    Seen,
    Stage,
    Verdict,
    buddy_facts,
    judge,
    light_seen,
)

BLOCK, WARN, IGNORE = GuardLevel.BLOCK, GuardLevel.WARN, GuardLevel.IGNORE

LEVELS = st.fixed_dictionaries(
    {kind: st.sampled_from(GuardLevel) for kind in GuardKind}
)
FACTS = st.lists(
    st.builds(
        Fact,
        kind=st.sampled_from(GuardKind),
        subject=st.sampled_from(("a", "b", "c")),
        seen=st.sampled_from(Seen),
    ),
    max_size=12,
)


def fact(kind: GuardKind, seen: Seen, subject: str = "it") -> Fact:
    """What is known of one thing."""
    return Fact(kind=kind, subject=subject, seen=seen)


@pytest.mark.parametrize(
    ("level", "seen", "state", "reason"),
    [
        (BLOCK, Seen.CLEAR, PathState.CLEAR, None),
        (BLOCK, Seen.IN_THE_WAY, PathState.BLOCK, Reason.DOOR),
        (BLOCK, Seen.POOR, PathState.WARN, Reason.DIM),
        (BLOCK, Seen.UNKNOWN, PathState.WARN, Reason.UNKNOWN),
        (BLOCK, Seen.GONE, PathState.WARN, Reason.GONE),
        (WARN, Seen.CLEAR, PathState.CLEAR, None),
        (WARN, Seen.IN_THE_WAY, PathState.WARN, Reason.DOOR),
        (WARN, Seen.UNKNOWN, PathState.WARN, Reason.UNKNOWN),
        (WARN, Seen.GONE, PathState.WARN, Reason.GONE),
        (IGNORE, Seen.IN_THE_WAY, PathState.CLEAR, None),
        (IGNORE, Seen.UNKNOWN, PathState.CLEAR, None),
        (IGNORE, Seen.GONE, PathState.CLEAR, None),
    ],
)
def test_what_a_fact_means(
    level: GuardLevel, seen: Seen, state: PathState, reason: Reason | None
) -> None:
    """Only what is seen blocks; what nobody can tell is never clear, unless it is ignored."""
    verdict = judge({GuardKind.DOOR: level}, [fact(GuardKind.DOOR, seen)])
    assert verdict.state is state
    assert verdict.reasons == (() if reason is None else (reason,))


def test_each_kind_is_its_own_reason() -> None:
    """Whatever is in the way is named by its kind, at the level that is usual for it."""
    for kind in GuardKind:
        [finding] = judge({}, [fact(kind, Seen.IN_THE_WAY)]).findings
        assert finding.reason == kind
        assert finding.blocks is (DEFAULT_LEVELS[kind] is BLOCK)


def test_gravest_comes_first() -> None:
    """What blocks comes before what warns; then as the kinds are told; each reason and entity once."""
    verdict = judge(
        DEFAULT_LEVELS,
        [
            fact(GuardKind.CHECKLIST, Seen.IN_THE_WAY, "Shoes on"),
            fact(GuardKind.LEAK, Seen.UNKNOWN, "binary_sensor.leak"),
            fact(GuardKind.MOTION, Seen.IN_THE_WAY, "binary_sensor.hall"),
            fact(GuardKind.VACUUM, Seen.IN_THE_WAY, "vacuum.robo"),
            fact(GuardKind.DOOR, Seen.IN_THE_WAY, "binary_sensor.door"),
            fact(GuardKind.PRESENCE, Seen.IN_THE_WAY, "binary_sensor.hall"),
            fact(GuardKind.DOOR, Seen.IN_THE_WAY, "cover.gate"),
        ],
    )
    assert verdict.state is PathState.BLOCK
    assert verdict.reasons == (
        Reason.DOOR,
        Reason.VACUUM,
        Reason.UNKNOWN,
        Reason.PRESENCE,
        Reason.MOTION,
        Reason.CHECKLIST,
    )
    assert verdict.entities == (
        "binary_sensor.door",
        "cover.gate",
        "vacuum.robo",
        "binary_sensor.leak",
        "binary_sensor.hall",
    )


def test_nothing_known_is_nothing_found() -> None:
    """A path that nothing looks after has no findings."""
    assert judge({}, []) == Verdict()
    assert Verdict().state is PathState.CLEAR


@pytest.mark.parametrize(
    ("stage", "kinds"),
    [
        (Stage.BEFORE, set()),
        (Stage.START, {GuardKind.MOTION}),
        (Stage.DURING, {GuardKind.MOTION, GuardKind.CHECKLIST}),
    ],
)
def test_what_is_not_looked_at(stage: Stage, kinds: set[GuardKind]) -> None:
    """In a walk the walker is what moves, and is not sent back to the list."""
    facts = [fact(kind, Seen.IN_THE_WAY) for kind in GuardKind]
    found = {finding.kind for finding in judge(DEFAULT_LEVELS, facts, stage).findings}
    assert found == set(GuardKind) - kinds


@given(LEVELS, FACTS, st.sampled_from(Stage))
def test_any_facts(
    levels: dict[GuardKind, GuardLevel], facts: list[Fact], stage: Stage
) -> None:
    """A path is clear only if all that is heeded is; blocked only by what is seen; and later stages see no more."""
    verdict = judge(levels, facts, stage)
    before = judge(levels, facts)
    assert set(verdict.findings) <= set(before.findings)
    heeded = [fact for fact in facts if levels[fact.kind] is not IGNORE]
    assert (before.state is PathState.CLEAR) is all(
        fact.seen is Seen.CLEAR for fact in heeded
    )
    assert (before.state is PathState.BLOCK) is any(
        fact.seen is Seen.IN_THE_WAY and levels[fact.kind] is BLOCK for fact in facts
    )
    weights = [finding.blocks for finding in verdict.findings]
    assert weights == sorted(weights, reverse=True)
    assert not any(
        finding.blocks and not finding.is_seen for finding in verdict.findings
    )


@given(LEVELS, FACTS, FACTS)
def test_more_facts_never_make_it_better(
    levels: dict[GuardKind, GuardLevel], facts: list[Fact], more: list[Fact]
) -> None:
    """Whatever else becomes known, and in whatever order, nothing that was found is lost."""
    fewer, all_of_them = judge(levels, facts), judge(levels, more + facts)
    assert set(fewer.findings) <= set(all_of_them.findings)
    grave = list(PathState)
    assert grave.index(fewer.state) <= grave.index(all_of_them.state)


@pytest.mark.parametrize(
    ("lux", "enough", "seen"),
    [
        (0, 150, Seen.IN_THE_WAY),
        (99.9, 150, Seen.IN_THE_WAY),
        (100, 150, Seen.POOR),
        (149.9, 150, Seen.POOR),
        (150, 150, Seen.CLEAR),
        (299, 300, Seen.POOR),
        (50, 40, Seen.CLEAR),
        (39, 40, Seen.IN_THE_WAY),
    ],
)
def test_light(lux: float, enough: float, seen: Seen) -> None:
    """Less than enough is poor, and under 100 lx it is in the way; whoever needs less says so."""
    assert light_seen(lux, enough) is seen


@pytest.mark.parametrize(
    ("seen", "found", "who"),
    [
        ({}, None, []),
        ({"ben": Seen.CLEAR, "cat": Seen.GONE}, Seen.CLEAR, ["ben"]),
        ({"ben": Seen.IN_THE_WAY, "cat": Seen.CLEAR}, Seen.CLEAR, ["cat"]),
        ({"ben": Seen.IN_THE_WAY, "cat": Seen.UNKNOWN}, Seen.UNKNOWN, ["cat"]),
        ({"ben": Seen.IN_THE_WAY, "cat": Seen.GONE}, Seen.IN_THE_WAY, ["ben"]),
        (
            {"ben": Seen.IN_THE_WAY, "cat": Seen.IN_THE_WAY},
            Seen.IN_THE_WAY,
            ["ben", "cat"],
        ),
        ({"ben": Seen.GONE}, Seen.GONE, ["ben"]),
    ],
)
def test_one_buddy_is_enough(
    seen: dict[str, Seen], found: Seen | None, who: list[str]
) -> None:
    """Somebody who may be there is no proof that nobody is."""
    facts = buddy_facts(seen)
    assert [fact.subject for fact in facts] == who
    assert {fact.seen for fact in facts} == (set() if found is None else {found})


MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("period", "ticked_on", "today", "week_start", "ticked"),
    [
        (Period.WALK, None, MONDAY, 0, False),
        (Period.WALK, MONDAY, MONDAY, 0, True),
        (Period.WALK, MONDAY, date(2026, 11, 24), 0, False),
        (Period.WEEK, None, MONDAY, 0, False),
        (Period.WEEK, MONDAY, date(2026, 11, 29), 0, True),
        (Period.WEEK, MONDAY, date(2026, 11, 30), 0, False),
        (Period.WEEK, MONDAY, date(2026, 11, 28), 6, True),
        (Period.WEEK, MONDAY, date(2026, 11, 29), 6, False),
        (Period.WEEK, MONDAY, date(2026, 11, 22), 0, False),
    ],
)
def test_how_long_a_tick_holds(
    period: Period, ticked_on: date | None, today: date, week_start: int, ticked: bool
) -> None:
    """One for a walk goes with the day, one for a week with the home's week."""
    line = Line(text="Shoes on", period=period)
    assert line.is_ticked(ticked_on, today, week_start) is ticked
