"""Workouts of Health Auto Export: version 2 tells series with ids, version 1 sums without."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from . import phone_fields as read
from .phone_fields import Fields, Receipt, refuse
from .phone_items import a_list, an_object, required
from .phone_post import RefusalReason, Workout
from .phone_workouts import Names, checked

_BEATS: Final = read.BEATS_PER_MINUTE | {"count": 1.0}


def read_workout(workout: Fields, receipt: Receipt) -> Workout:
    """Return a workout. Raises UnreadablePostError with the first wrong field."""
    distance = next(
        (
            name
            for name in ("distance", "walkingAndRunningDistance")
            if workout.get(name)
        ),
        None,
    )
    return checked(
        Names(steps="stepCount", distance=distance or "distance"),
        key=read.name(workout.get("id"), "id")
        or read.name(workout.get("hash"), "hash"),
        name=read.name(workout.get("name"), "name"),
        started_at=read.instant(required(workout, "start"), "start", receipt),
        finished_at=read.instant(required(workout, "end"), "end", receipt),
        active_s=read.seconds(workout["duration"], "duration")
        if workout.get("duration") is not None
        else None,
        distance_m=_total(workout, distance, read.METRES, read.MOST_M),
        steps=_total(workout, "stepCount", read.STEPS, read.MOST_STEPS),
        heart_rate_bpm=_heart_rate(workout),
        energy_kcal=_energy_kcal(workout),
        source=_source(workout),
    )


def _total(
    workout: Fields, name: str | None, factors: Mapping[str, float], most: float
) -> float | None:
    """Return a quantity, or the sum of a series. Nothing measured is None.

    Of several sources the one that saw most; one such as `Watch|iPhone` says that the app has already merged them.
    """
    value = workout.get(name) if name is not None else None
    if name is None or value is None:
        return None
    if isinstance(value, dict):
        return _quantity(value, name, factors, most) or None
    sums: dict[str, float] = defaultdict(float)
    for index, entry in enumerate(a_list(value, name)):
        where = f"{name}[{index}]"
        fields = an_object(entry, where)
        source = read.name(fields.get("source"), f"{where}.source")
        sums[source] += _quantity(fields, where, factors, most)
    is_merged = any("|" in source for source in sums)
    total = sum(sums.values()) if is_merged else max(sums.values(), default=0.0)
    if total > most:
        raise refuse(name, RefusalReason.TOO_HIGH)
    return total or None


def _quantity(
    fields: Fields, where: str, factors: Mapping[str, float], most: float
) -> float:
    """Return `{"qty", "units"}` in our unit."""
    if fields.get("qty") is None:
        raise refuse(f"{where}.qty", RefusalReason.MISSING)
    if fields.get("units") is None:
        raise refuse(f"{where}.units", RefusalReason.MISSING)
    factor = read.factor(fields["units"], factors, f"{where}.units")
    return read.amount(fields["qty"], f"{where}.qty", most / factor) * factor


def _heart_rate(workout: Fields) -> float | None:
    """Return the mean rate: as told, or that of the series; version 1 writes 0 where no heart was heard."""
    where, value = "avgHeartRate", workout.get("avgHeartRate")
    summary = workout.get("heartRate")
    if value is None and isinstance(summary, dict):
        where, value = "heartRate.avg", summary.get("avg")
    if value is not None:
        rate = _quantity(
            an_object(value, where), where, _BEATS, read.HEART_RATES_BPM[1]
        )
        return read.heart_rate(rate, f"{where}.qty") if rate else None
    rates: list[float] = []
    for index, entry in enumerate(
        a_list(workout.get("heartRateData"), "heartRateData")
    ):
        where = f"heartRateData[{index}]"
        fields = an_object(entry, where)
        name = "Avg" if "Avg" in fields else "qty"
        rates.append(read.heart_rate(fields.get(name), f"{where}.{name}"))
    return sum(rates) / len(rates) if rates else None


def _energy_kcal(workout: Fields) -> float | None:
    """Return what was burned by moving; where only that of all the body is told, that."""
    for name in ("activeEnergyBurned", "activeEnergy", "totalEnergy"):
        if workout.get(name):
            return _total(workout, name, read.KCAL, read.MOST_KCAL)
    return None


def _source(workout: Fields) -> str:
    """Return who counted: the source of the first entry of the steps, where the workout names none."""
    if workout.get("source") is not None:
        return read.name(workout["source"], "source")
    series = workout.get("stepCount")
    if isinstance(series, list) and series and isinstance(series[0], dict):
        return read.name(series[0].get("source"), "stepCount[0].source")
    return ""
