"""A walk that happens by itself: the demo's, or one written in the configuration."""

from collections.abc import Callable

from .options import BeltOptions, Stage, StageAction

DEFAULT_SPEED_KMH = 2.5


def stages_of(options: BeltOptions) -> tuple[Stage, ...]:
    """Return the configured script, or a plain walk of the configured minutes."""
    return options.script or (
        Stage(
            action=StageAction.START,
            seconds=options.walk_minutes * 60,
            speed_kmh=DEFAULT_SPEED_KMH,
        ),
        Stage(action=StageAction.STOP, seconds=0),
    )


class BeltScript:
    """Runs the stages of a script one after another, in the belt's own time."""

    def __init__(
        self, stages: tuple[Stage, ...], perform: Callable[[Stage], None]
    ) -> None:
        """Prepare the script; `perform` is called at the beginning of each stage."""
        self._stages = stages
        self._perform = perform
        self._number = len(stages)
        self._left_s = 0.0

    @property
    def running(self) -> bool:
        """Whether a stage is still to come or to last."""
        return self._number < len(self._stages) or self._left_s > 0

    @property
    def position(self) -> tuple[int, float]:
        """The number of the next stage, and the seconds until it begins."""
        return self._number, self._left_s

    def begin(self, *, after_s: float = 0.0, number: int = 0) -> None:
        """Begin at the stage with this number, after this many seconds."""
        self._number = number
        self._left_s = after_s

    def end(self) -> None:
        """Begin no further stage."""
        self.begin(number=len(self._stages))

    def pass_time(self, seconds: float) -> None:
        """Let this much time pass, and begin what is due."""
        if not self.running:
            return
        self._left_s -= seconds
        while self._left_s <= 1e-9 and self._number < len(self._stages):
            stage = self._stages[self._number]
            self._number += 1
            self._left_s += stage.seconds
            self._perform(stage)
