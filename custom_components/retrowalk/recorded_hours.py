"""What the recorder has of a walker's hours, and what it lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import (
    StatisticsRow,
    get_metadata,
    statistics_during_period,
)
from homeassistant.const import UnitOfEnergy, UnitOfLength, UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.util.unit_conversion import (
    DistanceConverter,
    DurationConverter,
    EnergyConverter,
)

from .const import DOMAIN
from .walking.hours import HOUR_S, Corrections, Gains, Row, Statistic, corrections

LONG_AGO: Final = 24 * HOUR_S
"""An hour before all walks, in seconds since 1970."""
_LONGEST_NAME: Final = 255
"""Databases that are strict refuse a longer one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """What a statistic is told in, and how much of what hours are counted in makes one of it."""

    unit: str
    unit_class: str | None = None
    worth: int = 1

    def read(self, row: StatisticsRow) -> Row:
        """A row of the recorder, in what hours are counted in."""
        gained, total = (
            round((told or 0.0) * self.worth)
            for told in (row.get("state"), row.get("sum"))
        )
        return Row(int(row["start"]), gained, total)

    def told(self, row: Row) -> StatisticData:
        """A row for the recorder: the state is what the hour gave."""
        return StatisticData(
            start=_moment(row.hour),
            state=row.gained / self.worth,
            sum=row.total / self.worth,
        )


MEASURES: Final = {
    Statistic.TIME: Measure(
        unit=UnitOfTime.MINUTES, unit_class=DurationConverter.UNIT_CLASS, worth=60_000
    ),
    Statistic.DISTANCE: Measure(
        unit=UnitOfLength.KILOMETERS,
        unit_class=DistanceConverter.UNIT_CLASS,
        worth=1_000_000,
    ),
    Statistic.STEPS: Measure(unit="steps"),
    Statistic.SESSIONS: Measure(unit="sessions"),
    Statistic.ENERGY: Measure(
        unit=UnitOfEnergy.KILO_CALORIE,
        unit_class=EnergyConverter.UNIT_CLASS,
        worth=1000,
    ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """What is to be done to one statistic; first the sums are raised, then the rows are written."""

    metadata: StatisticMetaData
    clears: bool = False
    """Whether nothing is left of it."""
    raises: Sequence[tuple[datetime, float]] = ()
    """From which hour on the sums rise, and by how much."""
    rows: Sequence[StatisticData] = ()


def statistic_id(walker_id: str, statistic: Statistic) -> str:
    """Under which id a walker's statistic is found; subentry ids have capitals, ids of statistics have none."""
    return f"{DOMAIN}:{walker_id.lower()}_{statistic}"


def described(walker_id: str, statistic: Statistic, name: str) -> StatisticMetaData:
    """What the recorder is to know of a walker's statistic."""
    measure = MEASURES[statistic]
    return StatisticMetaData(
        statistic_id=statistic_id(walker_id, statistic),
        source=DOMAIN,
        name=name[:_LONGEST_NAME],
        mean_type=StatisticMeanType.NONE,
        has_sum=True,
        unit_class=measure.unit_class,
        unit_of_measurement=measure.unit,
    )


def compare(
    hass: HomeAssistant,
    measure: Measure,
    metadata: StatisticMetaData,
    gains: Gains,
    since: int | None,
) -> Correction | None:
    """What the recorder's statistic lacks, None for nothing; to be run where reading the database blocks nobody.

    Only rows from `since` on are read, an hour's beginning in seconds since 1970; with None, none at all.
    """
    ids = {metadata["statistic_id"]}
    known = get_metadata(hass, statistic_ids=ids).get(metadata["statistic_id"])
    if not gains:
        return None if known is None else Correction(metadata=metadata, clears=True)
    if known is None:
        since = LONG_AGO
    lacks = Corrections()
    if since is not None:
        written = statistics_during_period(
            hass, _moment(since), None, ids, "hour", None, {"state", "sum"}
        ).get(metadata["statistic_id"], [])
        lacks = corrections(
            {row.hour: row for row in map(measure.read, written)}, gains, since
        )
    told_right = known is not None and metadata.items() <= known[1].items()
    if told_right and lacks == Corrections():
        return None
    return Correction(
        metadata=metadata,
        raises=[(_moment(hour), by / measure.worth) for hour, by in lacks.shifts],
        rows=[measure.told(row) for row in lacks.rows],
    )


def _moment(hour: int) -> datetime:
    return datetime.fromtimestamp(hour, UTC)
