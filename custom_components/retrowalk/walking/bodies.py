"""What becomes of a walk's estimates when it was somebody else who walked it, or went the other way."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from .energy import ASSUMED_SPEED_MPS, met
from .model import Direction, Profile, Segment, StepSource
from .steps import estimated_steps


class Walker(NamedTuple):
    """A body, and the way it went."""

    profile: Profile
    direction: Direction


class Factors(NamedTuple):
    """What estimated figures are to be multiplied by; None where nobody can tell."""

    steps: float
    energy: float | None


def factors(
    active_s: float, distance_m: float, before: Walker, after: Walker, on: date
) -> Factors:
    """How the estimates of a stretch change, by its mean speed."""
    measured = active_s > 0 and distance_m > 0
    speed_mps = distance_m / active_s if measured else ASSUMED_SPEED_MPS
    steps_before, steps_after = (
        estimated_steps(
            1.0,
            speed_mps,
            direction=walker.direction,
            profile=walker.profile,
            on=on,
        )
        for walker in (before, after)
    )
    return Factors(steps_after / steps_before, _energy(speed_mps, before, after))


def _energy(speed_mps: float, before: Walker, after: Walker) -> float | None:
    """Energy grows with the mass; the way matters by formula RW-1."""
    masses = before.profile.mass_kg, after.profile.mass_kg
    if masses[0] == masses[1]:
        ratio = 1.0
    elif masses[0] and masses[1] is not None:
        ratio = masses[1] / masses[0]
    else:
        return None
    if before.direction is after.direction:
        return ratio
    cost_before = met(speed_mps, direction=before.direction)
    cost_after = met(speed_mps, direction=after.direction)
    return ratio * cost_after / cost_before if cost_before > 0 else ratio


def retold(part: Segment, before: Walker, after: Walker, on: date) -> Segment:
    """A finished stretch as that of another body, or of another way; what was counted stays as it is."""
    change = factors(part.active_s, part.distance_m, before, after, on)
    estimated, energy = part.step_source is StepSource.ESTIMATE, part.energy_kcal
    before_phone = part.estimated_steps
    if before_phone is not None:
        before_phone = round(before_phone * change.steps)
    if energy is not None:
        energy = None if change.energy is None else round(energy * change.energy, 2)
    return replace(
        part,
        direction=after.direction,
        steps=round(part.steps * change.steps) if estimated else part.steps,
        energy_kcal=energy,
        estimated_steps=before_phone,
    )
