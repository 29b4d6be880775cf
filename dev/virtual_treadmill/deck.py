"""The belt that moves, and the counters on its console."""

import random

from .frames import DISPLAY_RANGE, DISTANCE_RANGE, ELAPSED_RANGE, Readout
from .options import BeltOptions
from .quirks import Quirk

_KCAL_PER_M = 0.055
_WOBBLE_EVERY_S = 3.0
_WRAP_WITHIN = 5


class Deck:
    """A walking deck without ramps: it has a speed, and distance, steps, time and energy rise by it."""

    def __init__(self, options: BeltOptions) -> None:
        """Stand still, with the counters the options give."""
        self._step_length_m = options.step_length_m
        self._step_range = 1 << (8 * options.step_bytes)
        display_clock = options.quirks & Quirk.DISPLAY_CLOCK
        self._elapsed_range = DISPLAY_RANGE if display_clock else ELAPSED_RANGE
        self._clock_runs = not options.quirks & Quirk.FROZEN_CLOCK
        self._wobble_kmh = options.wobble_kmh
        # Deterministic on purpose: the same demo shows the same walk
        self._dice = random.Random(options.seed)
        self._wobble_now_kmh = 0.0
        self._wobble_due_s = 0.0
        self.target_kmh = 0.0
        self.inclination_percent = 0.0
        self.heart_rate_bpm = 0
        self.walked_m = 0.0
        self._walked_steps = 0.0
        self._elevation_m = 0.0
        self._energy_kcal = 0.0
        self._distance_m = options.distance_m
        self._steps = float(options.steps)
        self._elapsed_s = options.elapsed_s

    @property
    def moving(self) -> bool:
        """Whether the belt moves."""
        return self.target_kmh > 0

    @property
    def speed_kmh(self) -> float:
        """Speed of the belt now, in km/h: the target, and the wobble of a real motor where one is asked for."""
        return max(0.0, self.target_kmh + self._wobble_now_kmh) if self.moving else 0.0

    @property
    def distance_m(self) -> float:
        """Distance on the console in m, wrapped as the u24 it is sent as."""
        return self._distance_m % DISTANCE_RANGE

    @property
    def steps(self) -> int:
        """Steps on the console, wrapped as the u16 or u24 they are sent as."""
        return int(self._steps + 1e-6) % self._step_range

    @property
    def walked_steps(self) -> int:
        """Steps made on this deck, whatever the console says."""
        return int(self._walked_steps + 1e-6)

    @property
    def elapsed_s(self) -> float:
        """Time on the console in s, wrapped as the u16 it is sent as, or as it is displayed."""
        return self._elapsed_s % self._elapsed_range

    def move(self, seconds: float) -> None:
        """Let this much time pass."""
        if not self.moving:
            return
        self._wobble_due_s -= seconds
        if self._wobble_kmh and self._wobble_due_s <= 0:
            self._wobble_due_s = _WOBBLE_EVERY_S
            self._wobble_now_kmh = self._dice.uniform(
                -self._wobble_kmh, self._wobble_kmh
            )
        metres = self.speed_kmh / 3.6 * seconds
        self.walked_m += metres
        self._distance_m += metres
        self._steps += metres / self._step_length_m
        self._walked_steps += metres / self._step_length_m
        self._elapsed_s += seconds * self._clock_runs
        self._energy_kcal += metres * _KCAL_PER_M
        self._elevation_m += metres * max(0.0, self.inclination_percent) / 100

    def show(self) -> Readout:
        """Return what the console shows; counters show whole units that are complete."""
        average_kmh = (
            self._distance_m / self._elapsed_s * 3.6 if self._elapsed_s else 0.0
        )
        return Readout(
            speed_kmh=self.speed_kmh,
            average_speed_kmh=min(average_kmh, 25.0),
            # The tiny addition: ten times 0.1 m are one metre
            distance_m=int(self.distance_m + 1e-6),
            inclination_percent=self.inclination_percent,
            elevation_m=self._elevation_m,
            energy_kcal=int(self._energy_kcal),
            energy_per_hour_kcal=round(self.speed_kmh * 1000 * _KCAL_PER_M),
            heart_rate_bpm=self.heart_rate_bpm,
            elapsed_s=int(self.elapsed_s + 1e-6),
            steps=self.steps,
        )

    def restart_counters(self) -> None:
        """Put every counter back to zero."""
        self._distance_m = self._steps = self._elapsed_s = self._energy_kcal = (
            self._elevation_m
        ) = 0.0

    def wrap_counters(self) -> None:
        """Put distance, steps and time 5 units below the end of their ranges, so that walking on wraps them."""
        self._distance_m = float(DISTANCE_RANGE - _WRAP_WITHIN)
        self._steps = float(self._step_range - _WRAP_WITHIN)
        self._elapsed_s = float(self._elapsed_range - _WRAP_WITHIN)

    def counters(self) -> dict[str, float]:
        """Return what must be remembered to walk on later."""
        return {
            "target_kmh": self.target_kmh,
            "distance_m": self._distance_m,
            "steps": self._steps,
            "elapsed_s": self._elapsed_s,
            "energy_kcal": self._energy_kcal,
        }

    def remember(self, counters: dict[str, float]) -> None:
        """Show remembered counters again, and move at the remembered speed."""
        self.target_kmh = counters["target_kmh"]
        self._distance_m = counters["distance_m"]
        self._steps = counters["steps"]
        self._elapsed_s = counters["elapsed_s"]
        self._energy_kcal = counters["energy_kcal"]
