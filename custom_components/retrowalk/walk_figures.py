"""What is shown of one walk, be it open or finished."""

from dataclasses import dataclass
from typing import Final, Self

from .walker_state import WalkerState
from .walking.model import Direction, Session, StepSource
from .walking.view import SessionView


@dataclass(frozen=True, kw_only=True, slots=True)
class WalkFigures:
    """Whole seconds, metres and steps, kilocalories to a tenth: finer than that, nobody can tell a difference."""

    duration_s: int = 0
    backward_s: int = 0
    forward_s: int = 0
    unknown_s: int = 0
    distance_m: int = 0
    steps: int = 0
    step_source: StepSource = StepSource.NONE
    energy_kcal: float | None = None

    @classmethod
    def of_open(cls, view: SessionView) -> Self:
        """The figures of the open session."""
        return cls(
            duration_s=round(view.active_s),
            backward_s=round(view.backward_s),
            forward_s=round(view.forward_s),
            unknown_s=round(view.active_s - view.backward_s - view.forward_s),
            distance_m=round(view.distance_m),
            steps=view.steps,
            step_source=view.step_source,
            energy_kcal=_tenths(view.energy_kcal),
        )

    @classmethod
    def of_finished(cls, session: Session) -> Self:
        """The figures of a finished session."""
        return cls(
            duration_s=round(session.active_s()),
            backward_s=round(session.active_s(Direction.BACKWARD)),
            forward_s=round(session.active_s(Direction.FORWARD)),
            unknown_s=round(session.active_s(Direction.UNKNOWN)),
            distance_m=round(session.distance_m()),
            steps=session.steps(),
            step_source=session.step_source,
            energy_kcal=_tenths(session.energy_kcal),
        )

    @property
    def told(self) -> dict[str, int | str]:
        """The figures that go along with a finished session."""
        return {
            "duration_s": self.duration_s,
            "backward_s": self.backward_s,
            "forward_s": self.forward_s,
            "distance_m": self.distance_m,
            "steps": self.steps,
            "step_source": self.step_source,
        }


NO_WALK: Final = WalkFigures()


def walk_shown(state: WalkerState) -> WalkFigures:
    """The running walk, and after it the last one: at breakfast, a dashboard shows yesterday's."""
    if state.session is not None:
        return WalkFigures.of_open(state.session)
    last = state.standing.last
    return NO_WALK if last is None else WalkFigures.of_finished(last)


def _tenths(energy_kcal: float | None) -> float | None:
    return None if energy_kcal is None else round(energy_kcal, 1)
