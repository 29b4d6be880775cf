"""What phones tell of a finished walk: their steps in place of an estimate, whole, once, and of one source only."""

from dataclasses import replace
from datetime import timedelta
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.checks import check_figures
from custom_components.retrowalk.walking.editing import Correction, edited, given_away
from custom_components.retrowalk.walking.enriching import enriched, enriched_all
from custom_components.retrowalk.walking.journal import read_session, written_session
from custom_components.retrowalk.walking.model import (
    Direction,
    Glimpse,
    Profile,
    Session,
    StepSource,
)
from custom_components.retrowalk.walking.steps import estimated_steps

from .glimpses import PHONE, WATCH, finished, glimpse, minutes, segment
from .walks import EVENING, civil_day

NOBODY = Profile()


def told(session: Session, *glimpses: Glimpse) -> tuple[int, StepSource]:
    """Return the steps of a walk with these glimpses, and where they come from."""
    after = enriched(session, glimpses, NOBODY)
    return after.steps(), after.step_source


def test_a_phone_counts_in_place_of_an_estimate() -> None:
    """It was there; the metres that the belt measured stay."""
    after = enriched(finished(), minutes(0, 10, 90), NOBODY)
    assert (after.steps(), after.step_source) == (900, StepSource.PHONE)
    assert after.distance_m() == 400
    assert after.active_s() == 600


@pytest.mark.parametrize(
    ("per_minute", "steps", "source"),
    [
        pytest.param(49, 1000, StepSource.ESTIMATE, id="it lay on the console"),
        pytest.param(50, 500, StepSource.PHONE, id="half of the estimate"),
        pytest.param(0, 1000, StepSource.ESTIMATE, id="it lay still"),
    ],
)
def test_less_than_half_of_the_estimate_is_ignored(
    per_minute: float, steps: int, source: StepSource
) -> None:
    """By the whole walk, not by the minute."""
    assert told(finished(), *minutes(0, 10, per_minute)) == (steps, source)


@pytest.mark.parametrize(
    "source", [StepSource.BELT, StepSource.POD, StepSource.VIEW, StepSource.TOLD]
)
def test_what_was_counted_or_told_stays(source: StepSource) -> None:
    """The walk does not even change."""
    session = finished(segment(step_source=source))
    assert enriched(session, minutes(0, 10, 90), NOBODY) is session


def test_only_the_stretches_that_were_estimated_are_told_better() -> None:
    """The belt counted the first five minutes."""
    session = finished(
        segment(0, 300, steps=480, metres=200, step_source=StepSource.BELT),
        segment(300, 300, steps=500, metres=200, direction=Direction.FORWARD),
    )
    after = enriched(session, minutes(0, 10, 90), NOBODY)
    assert [part.steps for part in after.segments] == [480, 450]
    assert after.segments[0] is session.segments[0]


def test_a_span_counts_by_its_share_in_the_walk() -> None:
    """Half of it was before."""
    assert told(finished(), glimpse(-600, 600, 2000)) == (1000, StepSource.PHONE)
    assert told(finished(), glimpse(-600, 0, 2000)) == (1000, StepSource.ESTIMATE)


def test_what_no_phone_saw_stays_estimated() -> None:
    """By its share of the time."""
    assert told(finished(), *minutes(0, 6, 80)) == (480 + 400, StepSource.PHONE)
    assert told(finished(), *minutes(0, 2, 80)) == (160 + 800, StepSource.ESTIMATE)


def test_the_source_that_covers_most_counts_and_none_else() -> None:
    """They are never summed; one that lay somewhere is not asked."""
    phone, watch = minutes(0, 6, 80), minutes(0, 9, 52, source=WATCH)
    assert told(finished(), *phone, *watch) == (468 + 100, StepSource.PHONE)
    lay = minutes(0, 10, 5, source=WATCH)
    assert told(finished(), *phone, *lay) == (480 + 400, StepSource.PHONE)


def test_more_of_the_same_source_completes_it() -> None:
    """In whatever portions it comes."""
    half = enriched(finished(), minutes(0, 5, 90), NOBODY)
    assert told(half, *minutes(5, 10, 110)) == (1000, StepSource.PHONE)
    assert half.steps() == 450 + 500


def test_a_span_that_is_told_again_with_more_in_it_counts_more() -> None:
    """A phone that posted in the middle of a minute; never with less."""
    session = enriched(finished(), [*minutes(0, 9, 90), glimpse(540, 600, 20)], NOBODY)
    assert session.steps() == 830
    assert told(session, glimpse(540, 600, 90)) == (900, StepSource.PHONE)
    assert enriched(session, [glimpse(540, 600, 10)], NOBODY) is session


def test_coarse_spans_only_fill_what_finer_ones_left() -> None:
    """An hour of the same phone round minutes of it."""
    after = enriched(finished(), [glimpse(0, 600, 1000), *minutes(0, 5, 80)], NOBODY)
    assert after.steps() == 400 + 500


def test_a_walk_in_the_hallway_takes_what_the_phone_gives() -> None:
    """Nothing else knows its metres and steps, so nothing is ignored."""
    hallway = finished(
        segment(steps=0, metres=0.0, step_source=StepSource.NONE), source=None
    )
    after = enriched(
        hallway,
        [glimpse(0, 600, 30, metres=12.34), glimpse(0, 600, 8, source=WATCH)],
        NOBODY,
    )
    assert (after.steps(), after.distance_m()) == (30, 12.3)
    assert after.step_source is StepSource.PHONE
    more = enriched(after, [glimpse(0, 600, 30, metres=20)], NOBODY)
    assert more.distance_m() == 20


def test_steps_are_estimated_from_metres_that_only_a_phone_knows() -> None:
    """By the walker's body."""
    hallway = finished(
        segment(steps=0, metres=0.0, step_source=StepSource.NONE), source=None
    )
    tall = Profile(height_m=2.0)
    after = enriched(hallway, [glimpse(0, 600, metres=300)], tall)
    expected = estimated_steps(
        300, 0.5, direction=Direction.BACKWARD, profile=tall, on=hallway.day
    )
    assert (after.steps(), after.step_source) == (round(expected), StepSource.ESTIMATE)
    counted = enriched(after, minutes(0, 10, 60), tall)
    assert (counted.steps(), counted.step_source) == (600, StepSource.PHONE)
    assert counted.distance_m() == 300


def test_metres_that_somebody_measured_or_told_stay() -> None:
    """Also where they were told after a phone had told others."""
    hallway = finished(
        segment(steps=0, metres=0.0, step_source=StepSource.NONE), source=None
    )
    after = enriched(hallway, [glimpse(0, 300, 300, metres=100)], NOBODY)
    mended = edited(after, Correction(distance_m=150), civil_day)
    last = enriched(mended, [glimpse(300, 600, 300, metres=100)], NOBODY)
    assert (last.distance_m(), last.steps()) == (150, 600)


def test_steps_that_the_walker_told_after_the_phone_stay() -> None:
    """Whatever the phone still says."""
    after = enriched(finished(), minutes(0, 5, 90), NOBODY)
    mended = edited(after, Correction(steps=1234), civil_day)
    assert told(mended, *minutes(5, 10, 90)) == (1234, StepSource.TOLD)


def test_a_walk_that_was_moved_forgets_what_was_seen_elsewhere() -> None:
    """And can be written down."""
    after = enriched(finished(), minutes(0, 10, 90), NOBODY)
    later = edited(
        after, Correction(started_at=EVENING + timedelta(minutes=5)), civil_day
    )
    assert [one.since for seen in later.seen for one in seen.steps] == [
        EVENING + timedelta(minutes=minute) for minute in range(5, 10)
    ]
    assert read_session(json.loads(json.dumps(written_session(later)))) == later


def test_nobody_makes_more_steps_than_legs_can() -> None:
    """A phone in a washing machine."""
    after = enriched(finished(), [glimpse(0, 600, 90_000, metres=9e6)], NOBODY)
    check_figures(after)
    hallway = finished(segment(steps=0, metres=0, step_source=StepSource.NONE))
    check_figures(enriched(hallway, [glimpse(0, 600, 90_000, metres=9e6)], NOBODY))


@pytest.mark.parametrize(
    "odd",
    [
        glimpse(0, 600, -1),
        glimpse(0, 600, float("nan")),
        glimpse(0, 600, float("inf")),
        glimpse(0, 600, 900, metres=-1),
        glimpse(600, 0, 900),
        glimpse(-90_000, 600, 90_000),
        glimpse(300, 300, 900),
        glimpse(0, 600, bpm=100),
    ],
)
def test_what_cannot_be_reckoned_with_is_ignored(odd: Glimpse) -> None:
    """Neither nonsense, nor a moment, nor more than a day."""
    session = finished()
    assert enriched(session, [odd], NOBODY) is session


def test_stretches_without_places_in_time_share_by_their_seconds() -> None:
    """As after seconds were told by direction."""
    session = finished(
        segment(0, 400, steps=600, metres=300),
        segment(0, 200, steps=400, metres=100, direction=Direction.FORWARD),
    )
    after = enriched(session, [glimpse(0, 600, 900)], NOBODY)
    assert [part.steps for part in after.segments] == [600, 300]


def test_an_empty_walk_has_nothing_to_tell_better() -> None:
    """As one that was imported without stretches."""
    session = replace(finished(), segments=())
    assert enriched(session, minutes(0, 10, 90), NOBODY) is session


def test_what_was_estimated_before_goes_with_the_walk_to_another_body() -> None:
    """What the phone counted stays as it is."""
    after = enriched(finished(), minutes(0, 10, 90), NOBODY)
    moved = given_away(after, NOBODY, Profile(height_m=1.2))
    (part,) = moved.segments
    assert part.steps == after.steps()
    assert part.estimated_steps is not None
    assert part.estimated_steps > 1000


def test_many_glimpses_find_their_walks() -> None:
    """Among walks of many days; what overlaps none is passed over, and what is known tells nothing new."""
    days = [
        replace(
            finished(),
            id=f"day {day}",
            started_at=EVENING + timedelta(days=day),
            finished_at=EVENING + timedelta(days=day, minutes=10),
            segments=(replace(segment(), started_at=EVENING + timedelta(days=day)),),
        )
        for day in (3, 0, 5, 1)
    ]
    begin = EVENING + timedelta(days=1)
    batch = [
        glimpse(60 * minute, 60 * (minute + 1), 90, begin=begin)
        for minute in range(-30, 3 * 24 * 60)
    ]
    found = enriched_all(days, batch, NOBODY)
    assert [before.id for before, _ in found.sessions] == ["day 1", "day 3"]
    assert [after.steps() for _, after in found.sessions] == [900, 900]
    assert found.taken == 20
    known = {after.id: after for _, after in found.sessions}
    again = enriched_all([known.get(one.id, one) for one in days], batch, NOBODY)
    assert again == ((), 0)


def test_a_glimpse_may_see_two_walks() -> None:
    """Its share of each counts."""
    early = finished()
    late = replace(
        finished(),
        id="late",
        started_at=EVENING + timedelta(minutes=10),
        finished_at=EVENING + timedelta(minutes=20),
        segments=(segment(600),),
    )
    found = enriched_all([late, early], [glimpse(300, 900, 900)], NOBODY)
    assert [after.steps() for _, after in found.sessions] == [950, 950]


# What holds whatever is told

_glimpses = st.lists(
    st.builds(
        lambda since, length, steps, metres, source: glimpse(
            since, since + length, steps, metres=metres, source=source
        ),
        st.integers(-300, 700),
        st.sampled_from([0, 1, 7, 30, 60, 60, 60, 300, 3600]),
        st.none() | st.integers(0, 400),
        st.none() | st.floats(0, 200),
        st.sampled_from([PHONE, PHONE, WATCH]),
    ),
    max_size=25,
)
_walks = st.sampled_from(
    [
        finished(),
        finished(segment(steps=0, metres=0.0, step_source=StepSource.NONE)),
        finished(
            segment(0, 200, steps=300, metres=140),
            segment(250, 200, steps=300, metres=90, step_source=StepSource.BELT),
            segment(450, 100, steps=0, metres=0.0, step_source=StepSource.NONE),
        ),
    ]
)


@given(_walks, _glimpses, st.randoms(use_true_random=False))
def test_the_order_in_which_a_phone_tells_does_not_matter(
    walk: Session, glimpses: list[Glimpse], dice: Any
) -> None:
    """And the same again changes nothing, however often, also after it was written down and read."""
    after = enriched(walk, glimpses, NOBODY)
    shuffled = [*glimpses, *glimpses]
    dice.shuffle(shuffled)
    assert enriched(walk, shuffled, NOBODY) == after
    again = enriched(after, shuffled, NOBODY)
    assert again.segments == after.segments
    read = read_session(json.loads(json.dumps(written_session(after))))
    assert read == after
    assert enriched(read, glimpses, NOBODY).segments == after.segments


@given(_walks, _glimpses)
def test_no_more_is_taken_than_one_source_told(
    walk: Session, glimpses: list[Glimpse]
) -> None:
    """Steps never exceed the estimate and what the most talkative source told together; time stays, and legs stay legs."""
    after = enriched(walk, glimpses, NOBODY)
    check_figures(after)
    assert after.active_s() == walk.active_s()
    most = max(
        (
            sum(one.steps or 0 for one in glimpses if one.source == source)
            for source in (PHONE, WATCH)
        ),
        default=0,
    )
    guessed = estimated_steps(
        3 * walk.active_s(),
        1.0,
        direction=Direction.BACKWARD,
        profile=NOBODY,
        on=walk.day,
    )
    assert after.steps() <= walk.steps() + most + guessed + 3
    counted = [part for part in walk.segments if part.step_source is StepSource.BELT]
    assert [part for part in after.segments if part in counted] == counted


@given(st.lists(st.integers(0, 150), min_size=10, max_size=10), st.data())
def test_portions_of_a_phones_minutes_come_to_the_same(
    steps: list[int], data: st.DataObject
) -> None:
    """In one batch or in ten, in whatever order."""
    batch = [glimpse(60 * n, 60 * n + 60, one) for n, one in enumerate(steps)]
    whole = enriched(finished(), batch, NOBODY)
    bit_by_bit = finished()
    for one in data.draw(st.permutations(batch)):
        bit_by_bit = enriched(bit_by_bit, [one], NOBODY)
    assert bit_by_bit == whole
