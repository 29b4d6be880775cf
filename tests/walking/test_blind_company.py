"""A plug knows that somebody walks, and not how far: it keeps a walk going, and takes no metre from who comes back."""

import json

import pytest

from custom_components.retrowalk.walking.model import (
    Counters,
    Profile,
    Sample,
    StepSource,
)
from custom_components.retrowalk.walking.session import SessionEngine

from .company import MPS, Company
from .walks import BELT, POD, VIEW, civil_day

PLUG = "state:plug"
BEAT_S = 4


class Plugged(Company):
    """A walk of which a plug tells every few seconds that it goes on."""

    def draw_power(self, seconds: int) -> None:
        """Let only the plug see these seconds."""
        for beat in range(seconds // BEAT_S):
            self.wait(BEAT_S)
            self.note(
                self.engine.feed(
                    Sample(
                        id=f"{self.at} {beat}",
                        at=self.at,
                        source=PLUG,
                        since_s=BEAT_S,
                        moving=True,
                    )
                )
            )

    def restart(self) -> None:
        """Read what was written."""
        written = json.loads(json.dumps(self.engine.written()))
        self.engine = SessionEngine(Profile(), civil_day)
        self.engine.restore(written)


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize("away_s", [20, 200])
def test_belt_that_comes_back_tells_the_metres_that_a_plug_could_not(
    away_s: int, restarted: bool
) -> None:
    """And the steps; the time is that of the plug, and nobody is told of a pause."""
    walk = Plugged()
    walk.go(60, BELT)
    walk.draw_power(away_s)
    assert walk.open.source == PLUG
    if restarted:
        walk.restart()
    walk.come_back(BELT, away_s)
    walk.go(60, BELT)
    assert walk.told() == ("SessionStarted",)
    seconds, metres = walk.figures
    assert seconds == pytest.approx(120 + away_s, abs=BEAT_S)
    assert metres == pytest.approx(MPS * (120 + away_s), abs=2 * MPS)
    steps = walk.open.stretches.steps()
    assert steps == pytest.approx(2 * (120 + away_s), abs=4)
    assert walk.open.stretches.step_source is StepSource.BELT


def test_phone_tells_how_far_beside_a_plug_that_does_not() -> None:
    """What is better at telling whether somebody walks need not know how far; and the belt that is back tells nothing twice."""
    walk = Plugged()
    walk.go(60, BELT)
    walk.draw_power(20)
    for _ in range(10):
        walk.draw_power(4)
        walk.wait(1)
        walk.come_back(VIEW, 5)
    assert walk.open.source == PLUG
    walk.come_back(BELT, 70)
    walk.go(10, BELT)
    _, metres = walk.figures
    assert metres == pytest.approx(MPS * (60 + 50 + 10), abs=MPS * 2 + 15 * MPS)
    assert metres <= MPS * (60 + 70 + 10)


def test_metres_of_a_pause_by_command_are_dropped_all_the_same() -> None:
    """Whoever comes back afterwards tells only of the time since."""
    walk = Plugged()
    walk.go(60, BELT)
    walk.draw_power(40)
    walk.note(walk.engine.pause(walk.at))
    walk.draw_power(60)
    walk.note(walk.engine.resume(walk.at))
    walk.draw_power(20)
    walk.come_back(BELT, 120)
    walk.go(10, BELT)
    _, metres = walk.figures
    assert metres == pytest.approx(MPS * (60 + 20 + 10), abs=BEAT_S * MPS)


def test_metres_that_a_pod_has_told_are_not_told_again() -> None:
    """A plug was all that was left for a while; then a pod was put on, and then the belt was back."""
    walk = Plugged()
    walk.go(60, BELT)
    walk.draw_power(40)
    walk.go(60, POD)
    walk.come_back(BELT, 100)
    walk.go(10, BELT)
    _, metres = walk.figures
    assert MPS * 125 < metres < MPS * 172


@pytest.mark.parametrize("restarted", [False, True])
def test_steps_beside_a_plug_are_those_of_who_counts_them(restarted: bool) -> None:
    """Both are entities, and the plug counts none; a second one that counts tells the same steps."""
    walk = Plugged()
    for second in range(1, 301):
        walk.wait(1)
        if second % BEAT_S == 0:
            beat = Sample(f"{second}", walk.at, PLUG, since_s=BEAT_S, moving=True)
            walk.note(walk.engine.feed(beat))
        for source in ("state:mill", "state:watch") if second > BEAT_S else ():
            walk.frame(2.52, metres=MPS, steps=2, clock_s=1.0, source=source)
        if restarted and second == 150:
            walk.restart()
    assert walk.open.source == PLUG
    assert walk.open.stretches.steps() == pytest.approx(2 * 296, abs=8)
    assert walk.open.stretches.step_source is StepSource.STATE


@pytest.mark.parametrize("counts_metres", [False, True])
def test_phone_tells_how_far_from_the_beginning_where_a_plug_was_first(
    counts_metres: bool,
) -> None:
    """But not where the device behind the plug counts metres, and shows them once a minute."""
    walk = Plugged()
    for second in range(4, 301, 4):
        walk.wait(4)
        shown_m = int(MPS * (second // 60 * 60))
        metres = MPS * 60 if counts_metres and second % 60 == 0 else 0.0
        beat = Sample(
            f"plug {second}",
            walk.at,
            PLUG,
            distance_m=metres,
            since_s=BEAT_S,
            moving=True,
            counters=Counters(walk.at, shown_m if counts_metres else None, None, None),
        )
        walk.note(walk.engine.feed(beat))
        if second % 20 == 0:
            walk.frame(None, metres=MPS * 20, source=VIEW, since_s=0.0)
    assert walk.open.source == PLUG
    _, metres = walk.figures
    baseline_s = 0 if counts_metres else 20
    assert metres == pytest.approx(MPS * (300 - baseline_s), abs=1)
