"""Editing the past: what is refused and why, what becomes of a walk, and that undoing leaves no trace."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.checks import Refusal, RefusedError, Span
from custom_components.retrowalk.walking.editing import (
    Correction,
    edited,
    given_away,
    logged,
)
from custom_components.retrowalk.walking.journal import Decision, DecisionKey
from custom_components.retrowalk.walking.ledger import Change, Ledger
from custom_components.retrowalk.walking.model import (
    Direction,
    Profile,
    Session,
    StepSource,
)

from .plausible import (
    NOW,
    at,
    derived,
    enter,
    figures,
    ledger_of,
    past_of,
    plausible_walks,
    walk,
)
from .walks import civil_day

BACKWARD = Direction.BACKWARD


def refusal(ledger: Ledger, session: Session, running: Span | None = None) -> Refusal:
    """Why a session is refused."""
    with pytest.raises(RefusedError) as refused:
        past_of(ledger, running).check(session)
    return refused.value.reason


# Checks


@pytest.mark.parametrize(
    ("start", "minutes"),
    [
        pytest.param(at(11, 55), 10, id="into its beginning"),
        pytest.param(at(12, 5), 1, id="within it"),
        pytest.param(at(12, 9), 10, id="out of its end"),
        pytest.param(at(11), 120, id="round it"),
        pytest.param(at(12), 10, id="just when it was"),
    ],
)
def test_walks_do_not_overlap(start: datetime, minutes: float) -> None:
    """Nobody walks twice at a time; the other walk is named."""
    ledger = ledger_of([walk("noon", at(12)), walk("evening", at(20))])
    with pytest.raises(RefusedError) as refused:
        past_of(ledger).check(walk("new", start, minutes))
    assert (refused.value.reason, refused.value.detail) == (Refusal.OVERLAP, "noon")


def test_walks_may_touch() -> None:
    """One ends as the next begins."""
    ledger = ledger_of([walk("noon", at(12))])
    past_of(ledger).check(walk("before", at(11, 50)))
    past_of(ledger).check(walk("after", at(12, 10)))


def test_a_walk_is_not_in_its_own_way() -> None:
    """When it is edited, its old time is free."""
    ledger = ledger_of([walk("noon", at(12), 30)])
    past_of(ledger).check(walk("noon", at(12, 5), 30))


def test_a_long_walk_long_ago_is_in_the_way_too() -> None:
    """However many short ones began since."""
    ledger = ledger_of([walk("long", at(1), 10, rest_minutes=1200), walk("s", at(23))])
    assert refusal(ledger, walk("new", at(20))) is Refusal.OVERLAP


@pytest.mark.parametrize(
    ("session", "reason"),
    [
        (walk("x", NOW - timedelta(minutes=5), 10), Refusal.IN_FUTURE),
        (walk("x", NOW + timedelta(days=400), 10), Refusal.IN_FUTURE),
        (walk("x", at(12), 10, rest_minutes=1440), Refusal.TOO_LONG),
        (walk("x", datetime(1915, 5, 1, tzinfo=UTC)), Refusal.TOO_LONG_AGO),
        (replace(walk("x", at(12)), finished_at=at(12)), Refusal.END_BEFORE_START),
        (replace(walk("x", at(12)), finished_at=at(11)), Refusal.END_BEFORE_START),
        (replace(walk("x", at(12)), segments=()), Refusal.NOTHING_WALKED),
        (replace(walk("x", at(12)), finished_at=at(12, 9)), Refusal.MORE_THAN_ELAPSED),
        (replace(walk("x", at(12)), day=date(2026, 3, 5)), Refusal.WRONG_DAY),
        (replace(walk("x", at(12)), day=date(2026, 2, 27)), Refusal.WRONG_DAY),
    ],
)
def test_what_cannot_have_been_walked_is_refused(
    session: Session, reason: Refusal
) -> None:
    """Each with its reason."""
    assert refusal(ledger_of(), session) is reason


@pytest.mark.parametrize(
    ("correction", "reason"),
    [
        (Correction(distance_m=1600), Refusal.TOO_FAST),
        (Correction(steps=2500), Refusal.TOO_MANY_STEPS),
    ],
)
def test_what_legs_cannot_do_is_refused(
    correction: Correction, reason: Refusal
) -> None:
    """More than 9 km/h, or than four steps a second."""
    walked = edited(walk("x", at(12)), correction, civil_day)
    assert refusal(ledger_of(), walked) is reason


def test_the_open_session_is_left_alone() -> None:
    """It is not changed, and nothing is put where it runs."""
    running = Span(at(12), NOW, "open")
    ledger = ledger_of([walk("open", at(12))])
    assert refusal(ledger, walk("open", at(12)), running) is Refusal.SESSION_OPEN
    assert refusal(ledger, walk("new", at(13)), running) is Refusal.STILL_WALKING
    past_of(ledger, running).check(walk("new", at(11, 50)))
    with pytest.raises(RefusedError, match="session_open"):
        past_of(ledger, running).session("open")
    with pytest.raises(RefusedError, match="unknown_session"):
        past_of(ledger).session("nobody's")


# Logging


def test_a_logged_walk_is_as_it_was_told() -> None:
    """Its day is that of the home; steps come from the metres, energy from the body."""
    session = logged(
        "x",
        at(23, 55),
        at(23, 55) + timedelta(minutes=10),
        {BACKWARD: 600.0},
        distance_m=400,
        profile=Profile(height_m=1.7, mass_kg=70),
        civil_day=civil_day,
    )
    assert session.day == date(2026, 3, 2)
    assert session.by_hand
    assert session.active_s(BACKWARD) == 600
    assert session.distance_m() == 400
    assert session.steps() > 600
    assert session.step_source is StepSource.ESTIMATE
    assert session.energy_kcal
    past_of(ledger_of()).check(session)


def test_told_steps_are_not_estimated() -> None:
    """And where nothing is told, nothing is made up."""
    times = (at(12), at(12, 10), {BACKWARD: 480.0, Direction.FORWARD: 120.0})
    told = logged("x", *times, steps=901, profile=Profile(), civil_day=civil_day)
    assert (told.steps(), told.step_source) == (901, StepSource.TOLD)
    assert told.active_s(Direction.FORWARD) == 120
    silent = logged("x", *times, profile=Profile(), civil_day=civil_day)
    assert (silent.steps(), silent.distance_m(), silent.energy_kcal) == (0, 0, None)


# Editing


def test_a_walk_that_was_longer_keeps_its_pauses() -> None:
    """The time walked grows by as much as the walk does."""
    before = walk("x", at(12), 10, rest_minutes=2, energy_kcal=30)
    after = edited(before, Correction(finished_at=at(12, 22)), civil_day)
    assert after.active_s() == 1200
    assert after.energy_kcal == 60
    assert after.distance_m() == before.distance_m()


def test_a_walk_moves_to_another_day() -> None:
    """With all its figures; its day is found anew."""
    before = walk("x", at(12))
    shift = timedelta(days=2)
    after = edited(
        before,
        Correction(
            started_at=before.started_at + shift, finished_at=before.finished_at + shift
        ),
        civil_day,
    )
    assert after.day == date(2026, 3, 4)
    assert after.active_s() == before.active_s()
    assert after.segments[0].started_at == at(12, day=2)


def test_a_walk_whose_pauses_were_longer_than_it_is_now_is_refused() -> None:
    """Nothing would be left of it."""
    before = walk("x", at(12), 10, rest_minutes=30)
    with pytest.raises(RefusedError, match="nothing_walked"):
        edited(before, Correction(finished_at=at(12, 15)), civil_day)
    with pytest.raises(RefusedError, match="nothing_walked"):
        edited(before, Correction(active_s={}), civil_day)


def test_an_unknown_direction_is_answered() -> None:
    """Then the walk counts; backward takes more energy."""
    before = walk("x", at(12), direction=Direction.UNKNOWN, energy_kcal=30)
    after = edited(before, Correction(direction=BACKWARD), civil_day)
    assert after.active_s(BACKWARD) == 600
    assert after.energy_kcal is not None
    assert after.energy_kcal > 30


def test_told_metres_and_steps_make_up_the_whole() -> None:
    """Over all segments, in the shares they had, to the last step."""
    both = replace(
        walk("x", at(12), 30),
        segments=(
            *walk("x", at(12), 7).segments,
            *walk("x", at(12), 13, direction=Direction.FORWARD).segments,
        ),
    )
    after = edited(both, Correction(distance_m=1001.3, steps=1999), civil_day)
    assert after.distance_m() == pytest.approx(1001.3)
    assert after.steps() == 1999
    assert after.steps(BACKWARD) == pytest.approx(1999 * 7 / 20, abs=1)
    assert after.step_source is StepSource.TOLD


def test_minutes_by_direction_can_be_told() -> None:
    """Also of a direction in which nobody had walked by then."""
    seconds = {BACKWARD: 300.0, Direction.FORWARD: 200.0}
    after = edited(walk("x", at(12)), Correction(active_s=seconds), civil_day)
    assert {way: after.active_s(way) for way in seconds} == seconds


@given(plausible_walks(most=1))
def test_a_correction_of_nothing_changes_nothing(walks: list[Session]) -> None:
    """Whatever the walk."""
    for session in walks:
        assert edited(session, Correction(), civil_day) == session


def test_energy_goes_by_the_body_of_whoever_walked() -> None:
    """Where one of both is unknown, so is the energy."""
    session = walk("x", at(12), energy_kcal=30)
    light, heavy = Profile(mass_kg=50), Profile(mass_kg=100)
    assert given_away(session, light, heavy).energy_kcal == 60
    assert given_away(session, light, light) == session
    assert given_away(session, light, Profile()).energy_kcal is None


# Undoing


def test_nothing_can_be_undone_twice() -> None:
    """Nor before anything was done."""
    ledger = ledger_of([walk("noon", at(12))])
    with pytest.raises(RefusedError, match="nothing_to_undo"):
        past_of(ledger).undo()


def test_what_has_changed_since_is_not_undone() -> None:
    """Say, as the walk was rejoined and is longer now."""
    ledger, session = ledger_of(), walk("noon", at(12))
    enter(ledger, Change(id="1", sessions=((None, session),)))
    longer = walk("noon", at(12), 12)
    ledger.amend(Change(id="2", sessions=((session, longer),)))
    with pytest.raises(RefusedError, match="changed_since"):
        past_of(ledger).undo()


def test_a_deleted_walk_does_not_come_back_where_another_one_is() -> None:
    """The walk that is there now stays."""
    ledger = ledger_of([walk("noon", at(12))])
    noon = past_of(ledger).session("noon")
    enter(ledger, Change(id="1", sessions=((noon, None),)))
    ledger.amend(Change(id="2", sessions=((None, walk("other", at(12, 5))),)))
    with pytest.raises(RefusedError, match="overlap"):
        past_of(ledger).undo()


@given(plausible_walks(), plausible_walks(prefix="n"), st.data())
def test_editing_and_undoing_changes_nothing(
    walks: list[Session], others: list[Session], data: st.DataObject
) -> None:
    """Whatever is added, changed and deleted; on the way, the figures are those of a full derivation."""
    ledger = ledger_of(walks)
    sessions, shown = dict(ledger.journal.sessions), figures(ledger)
    for number, other in enumerate(others[:10]):
        before = data.draw(st.sampled_from([None, *ledger.journal.sessions.values()]))
        after = data.draw(st.sampled_from([None, other]))
        if before is not None and after is not None:
            after = replace(other, id=before.id)
        try:
            if after is not None:
                past_of(ledger).check(after)
        except RefusedError:
            continue
        enter(ledger, Change(id=str(number), sessions=((before, after),)))
        assert figures(ledger) == derived(ledger)
    while ledger.changes:
        ledger.amend(past_of(ledger).undo())
        ledger.changes.pop()
    assert dict(ledger.journal.sessions) == sessions
    assert figures(ledger) == shown == derived(ledger)


def test_many_walks_at_once_are_the_same_as_one_after_the_other() -> None:
    """Also while a rejoined session is open; and a decision that came along goes again."""
    walks = [walk(f"w{n}", at(0) + timedelta(hours=2 * n)) for n in range(300)]
    rejoined = walk("open", at(1))
    at_once, one_by_one = ledger_of([rejoined]), ledger_of([rejoined])
    for ledger in (at_once, one_by_one):
        ledger.leave_out("open")
    goal = Decision(at=at(8), day=at(8).date(), key=DecisionKey.DAILY_GOAL, value=30)
    change = Change(
        id="1",
        sessions=tuple((None, session) for session in walks),
        decisions=((None, goal),),
    )
    assert at_once.amend(change) == {2026}
    for session in walks:
        one_by_one.amend(Change(id="1", sessions=((None, session),)))
    one_by_one.amend(Change(id="1", decisions=((None, goal),)))
    assert figures(at_once) == figures(one_by_one)
    at_once.amend(change.undone())
    assert not list(at_once.journal.decisions)
    assert list(at_once.journal.sessions) == ["open"]
    assert figures(at_once)[0] == figures_without_any()


def figures_without_any() -> object:
    """What is shown of a walker who has not walked yet."""
    return figures(ledger_of())[0]
