"""Several step counters: the best one that rises speaks for each metre, and no metre is counted twice."""

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.model import StepSource
from custom_components.retrowalk.walking.steps import COUNTERS, StepCount

BELT, POD, STATE, VIEW = COUNTERS


def metres(
    count: StepCount,
    distance_m: float,
    steps: int | None = None,
    by: StepSource | None = BELT,
) -> None:
    """Let the source that measures tell of some metres; the estimate is two steps a metre."""
    count.add(distance_m, steps, 2 * distance_m, by)


def test_a_pod_counts_where_the_belt_counts_none() -> None:
    """Instead of the estimate."""
    count = StepCount()
    for _ in range(50):
        count.count(3, POD)
        metres(count, 1)
    assert (count.total, count.source) == (150, StepSource.POD)


def test_a_belt_that_counts_is_believed_before_a_pod() -> None:
    """The pod's steps of the same metres are dropped."""
    count = StepCount()
    metres(count, 0, 0)
    for _ in range(50):
        count.count(3, POD)
        metres(count, 1, 2)
    assert (count.total, count.source) == (100, StepSource.BELT)


def test_a_pod_answers_for_all_metres_of_a_belt_whose_counter_stands() -> None:
    """From the first one on, once twenty of them have shown that it stands."""
    count = StepCount()
    metres(count, 0, 0)
    for number in range(30):
        count.count(3, POD)
        metres(count, 1, 0)
        assert (count.total > 0) is (number >= 20)
    assert (count.total, count.source) == (90, StepSource.POD)


def test_a_counter_that_wakes_up_is_a_baseline() -> None:
    """The belt may catch up on metres that the pod has counted."""
    count = StepCount()
    metres(count, 0, 0)
    for _ in range(30):
        count.count(3, POD)
        metres(count, 1, 0)
    count.count(3, POD)
    metres(count, 1, 70)
    assert count.total == 93
    for _ in range(10):
        count.count(3, POD)
        metres(count, 1, 2)
    assert count.total == 93 + 20


def test_the_next_best_steps_in_for_the_metres_since_the_last_step() -> None:
    """The belt's counter stops; the pod's steps since then are all there."""
    count = StepCount()
    metres(count, 0, 0)
    for _ in range(10):
        count.count(3, POD)
        metres(count, 1, 2)
    for _ in range(30):
        count.count(3, POD)
        metres(count, 1, 0)
    assert count.total == 20 + 90


def test_who_has_left_is_not_waited_for() -> None:
    """The next one answers with its next step."""
    count = StepCount()
    metres(count, 1, 2)
    count.count(3, POD)
    count.leave(BELT)
    count.leave(VIEW)
    metres(count, 1, by=None)
    assert count.total == 2 + 3


def test_a_phone_that_tells_in_lumps_is_not_outdone_by_them() -> None:
    """One sample of many metres does not mean that the pod has been silent for all of them."""
    count = StepCount()
    for _ in range(10):
        for _ in range(20):
            count.count(2, POD)
        metres(count, 30, by=StepSource.VIEW, steps=30)
    assert (count.total, count.source) == (400, StepSource.POD)


def test_a_better_counter_that_stands_gives_way_where_nobody_knows_metres() -> None:
    """Steps alone show that somebody walks."""
    count = StepCount()
    count.count(2, POD)
    for _ in range(60):
        count.add(0.0, 2, 0.0, VIEW)
    assert count.counters[VIEW].counted > 80
    assert count.total <= 2 + 120


def test_at_the_end_of_a_stretch_the_next_best_answers() -> None:
    """A short one, in which the belt never spoke; one that spoke will do so yet."""
    count = StepCount()
    count.count(9, POD)
    metres(count, 3, 0)
    count.settle()
    assert (count.total, count.source) == (9, StepSource.POD)
    count = StepCount()
    metres(count, 3, 5)
    count.count(9, POD)
    metres(count, 3, 0)
    count.settle()
    assert count.total == 5


def test_the_order_of_counters_is_belt_pod_entity_phone() -> None:
    """Each is dropped where a better one counts."""
    for place, best in enumerate(COUNTERS):
        count = StepCount()
        metres(count, 0, 0, best)
        for _ in range(5):
            for source in COUNTERS[place + 1 :]:
                count.count(1, source)
            metres(count, 1, 7, best)
        assert (count.total, count.source) == (35, best)


def test_stretches_that_turn_out_to_be_one_add_all_their_counters() -> None:
    """Also what still waits."""
    one, other = StepCount(), StepCount()
    one.count(5, POD)
    other.count(7, POD)
    other.count(3, VIEW)
    metres(other, 1, 2)
    one.merge(other)
    assert one.counted == 5 + 7 + 2
    one.count(1, POD)
    assert one.counters[BELT].counted == 2


def test_a_phones_steps_replace_the_estimate_and_nothing_else() -> None:
    """What is estimated later is added."""
    count = StepCount()
    metres(count, 100)
    assert count.is_guessed
    count.phone, count.replaced = 150.0, 200.0
    assert (count.total, count.source) == (150, StepSource.PHONE)
    metres(count, 100)
    assert (count.total, count.source) == (350, StepSource.ESTIMATE)
    for _ in range(100):
        metres(count, 1, 5)
    assert not count.is_guessed


_told = st.lists(
    st.tuples(
        st.sampled_from([None, *COUNTERS]),
        st.floats(0, 3),
        st.none() | st.integers(0, 9),
        st.booleans(),
    ),
    max_size=80,
)


@given(_told)
def test_steps_never_exceed_what_the_sources_told(
    told: list[tuple[StepSource | None, float, int | None, bool]],
) -> None:
    """They never fall, and each step is that of one source, or of the estimate of metres that nobody counted."""
    count, before = StepCount(), 0
    counted = dict.fromkeys(COUNTERS, 0)
    guessed = 0.0
    for by, distance_m, steps, measures in told:
        if measures or by is None:
            count.add(distance_m, steps, 2 * distance_m, by)
            guessed += 2 * distance_m
        else:
            count.count(steps or 0, by)
        if by is not None:
            counted[by] += steps or 0
        assert count.total >= before
        before = count.total
    count.settle()
    assert count.total >= before
    assert count.estimated <= guessed + 1e-6
    for source, counter in count.counters.items():
        assert 0 <= counter.counted <= counted[source]


def test_the_stretch_after_a_turn_expects_the_same_counters() -> None:
    """No pod counts the first step for a belt that will."""
    count = StepCount()
    metres(count, 1, 2)
    after = count.following()
    after.count(3, POD)
    metres(after, 1, 2)
    assert (after.total, after.source) == (2, BELT)
    for _ in range(30):
        metres(after, 1, 0)
    silent = after.following()
    metres(silent, 1, 0)
    assert silent.source is StepSource.ESTIMATE


@pytest.mark.parametrize("left", [POD, BELT])
def test_whoever_never_counted_may_leave(left: StepSource) -> None:
    """Nothing was expected of it."""
    count = StepCount()
    count.leave(left)
    assert count == StepCount()
