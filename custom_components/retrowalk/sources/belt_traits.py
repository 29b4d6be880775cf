"""Readings of a belt that says miles for kilometres, or counts the steps of one leg, are put right."""

import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from ..const import (
    CONF_DISTANCE_UNIT,
    CONF_FOUND,
    CONF_SPEED_UNIT,
    CONF_STEP_COUNT,
    Counted,
    Measured,
)
from .belt_reading import BeltReading
from .belt_witness import MILE_KM, BeltWitness, Trait, Verdict

_UNITS: Final = {Trait.DISTANCE_IN_MILES, Trait.SPEED_IN_MILES}

_LOGGER = logging.getLogger(__name__)


class BeltTraits:
    """What is known of a belt's traits: chosen in its options, else found in its figures and kept in its entry."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        """Begin with what the entry says."""
        self._hass = hass
        self._entry = entry
        self._witness: BeltWitness | None = None
        self.async_choose()

    @callback
    def async_choose(self) -> None:
        """Go by the entry's options, and where they leave a trait open, by what was found."""
        options = self._entry.options
        self.found = frozenset(map(Trait, self._entry.data.get(CONF_FOUND, ())))
        chosen = {
            Trait.DISTANCE_IN_MILES: (CONF_DISTANCE_UNIT, Measured.MILES),
            Trait.SPEED_IN_MILES: (CONF_SPEED_UNIT, Measured.MILES),
            Trait.EVERY_SECOND_STEP: (CONF_STEP_COUNT, Counted.EVERY_SECOND),
        }
        self.active = frozenset(
            trait
            for trait, (option, meant) in chosen.items()
            if (
                trait in self.found
                if option not in options
                else options[option] == meant
            )
        )

    def begin(self) -> None:
        """A connection begins: the belt is weighed anew, as its units may have been changed."""
        self._witness = BeltWitness()

    def put_right(self, reading: BeltReading, now_s: float) -> BeltReading:
        """A raw reading, weighed and corrected."""
        if self._witness is not None:
            verdict = self._witness.hear(reading, now_s)
            if verdict is not None:
                self._witness = None
                self._take(verdict)
        return self.correct(reading) if self.active else reading

    def _take(self, verdict: Verdict) -> None:
        found = set(self.found)
        if verdict.unit_known:
            found -= _UNITS
            if verdict.unit is not None:
                found.add(verdict.unit)
        if verdict.every_second_step:
            found.add(Trait.EVERY_SECOND_STEP)
        if found != self.found:
            self._async_keep(sorted(found))

    @callback
    def _async_keep(self, found: list[Trait]) -> None:
        _LOGGER.info(
            "%s is read otherwise than it says from now on: %s",
            self._entry.title,
            ", ".join(found) or "not any more",
        )
        data = {**self._entry.data, CONF_FOUND: found}
        self._hass.config_entries.async_update_entry(self._entry, data=data)
        self.async_choose()

    def correct(self, reading: BeltReading) -> BeltReading:
        """A reading in km/h, metres and steps of both legs."""
        active = self.active
        if not active:
            return reading
        speed_kmh, distance_m, steps = (
            reading.speed_kmh,
            reading.distance_m,
            reading.steps,
        )
        if speed_kmh is not None and Trait.SPEED_IN_MILES in active:
            speed_kmh *= MILE_KM
        if distance_m is not None and Trait.DISTANCE_IN_MILES in active:
            distance_m = round(distance_m * MILE_KM)
        if steps is not None and Trait.EVERY_SECOND_STEP in active:
            steps *= 2
        return reading._replace(speed_kmh=speed_kmh, distance_m=distance_m, steps=steps)
