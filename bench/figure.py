"""One measured figure beside its budget."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Final

_TIMES: Final = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """What was measured, how much it may be, and in which unit (`x`: a ratio of two times of the same run)."""

    name: str
    measured: float
    budget: float
    unit: str
    detail: str = ""

    @property
    def met(self) -> bool:
        """Whether the budget is met."""
        return self.measured <= self.budget

    def __str__(self) -> str:
        """The figure on one line."""
        verdict = "met" if self.met else "NOT MET"
        return (
            f"{self.name:<58} {self.measured:>9.3g} {self.unit:<4} "
            f"of {self.budget:>6.4g} {self.unit:<4} {verdict:<8} {self.detail}"
        )


type Measurement = Callable[[], list[Figure]]


def seconds(work: Callable[[], object], *, rounds: int, times: int = 1) -> float:
    """Median seconds of one call of `work`, over some rounds of several calls each."""
    took = []
    for _ in range(rounds):
        begin = perf_counter()
        for _ in range(times):
            work()
        took.append((perf_counter() - begin) / times)
    return median(took)


def are_met(measure: Measurement) -> bool:
    """Print figures; whether all are met, if need be when measured again: a machine that was busy once is no slow code."""
    for go in range(_TIMES):
        figures = measure()
        for figure in figures:
            print(figure, flush=True)
        if all(figure.met for figure in figures):
            return True
        if go < _TIMES - 1:
            print("... again, all of these", flush=True)
    return False
