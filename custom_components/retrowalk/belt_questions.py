"""What is asked of a treadmill or a pod in its options: how it is treated, and in what it counts."""

from typing import Any, Final, NamedTuple

import voluptuous as vol

from homeassistant.config_entries import ConfigEntry
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from .const import (
    CONF_ALLOW_STOP,
    CONF_DISTANCE_UNIT,
    CONF_FOUND,
    CONF_KEEP_CONNECTED,
    CONF_SPEED_UNIT,
    CONF_STEP_COUNT,
    Counted,
    Machine,
    Measured,
)
from .sources.belt_witness import Trait
from .sources.machines import machine_of

_AUTOMATIC: Final = "automatic"


class _TraitQuestion(NamedTuple):
    """A trait that is found in a belt's figures, unless the user says how it is."""

    trait: Trait
    honest: str
    strange: str
    texts: str

    @property
    def found(self) -> str:
        """The answer that leaves it to the figures, which have shown the trait."""
        return f"{_AUTOMATIC}_{self.strange}"


_DISTANCE: Final = _TraitQuestion(
    Trait.DISTANCE_IN_MILES, Measured.KILOMETRES, Measured.MILES, "measured"
)
_TRAIT_QUESTIONS: Final = {
    CONF_DISTANCE_UNIT: _DISTANCE,
    CONF_SPEED_UNIT: _DISTANCE._replace(trait=Trait.SPEED_IN_MILES),
    CONF_STEP_COUNT: _TraitQuestion(
        Trait.EVERY_SECOND_STEP, Counted.EACH, Counted.EVERY_SECOND, "counted"
    ),
}


def belt_questions(entry: ConfigEntry[Any]) -> vol.Schema:
    """The questions about a belt; a pod cannot be stopped, and knows one unit only."""
    questions: dict[vol.Marker, Any] = {
        vol.Required(CONF_KEEP_CONNECTED, default=True): BooleanSelector()
    }
    asked = {CONF_STEP_COUNT}
    if machine_of(entry.data) is not Machine.FOOT_POD:
        asked |= _TRAIT_QUESTIONS.keys()
        questions[vol.Required(CONF_ALLOW_STOP, default=False)] = BooleanSelector()
    for option, question in _TRAIT_QUESTIONS.items():
        if option in asked:
            questions[vol.Optional(option)] = _selector(entry, question)
    return vol.Schema(questions)


def _selector(entry: ConfigEntry[Any], question: _TraitQuestion) -> SelectSelector:
    return SelectSelector(
        SelectSelectorConfig(
            options=[_automatic(entry, question), question.honest, question.strange],
            mode=SelectSelectorMode.DROPDOWN,
            translation_key=question.texts,
        )
    )


def _automatic(entry: ConfigEntry[Any], question: _TraitQuestion) -> str:
    """The answer that leaves it to the figures; its text says what they have shown."""
    found = question.trait in entry.data.get(CONF_FOUND, ())
    return question.found if found else _AUTOMATIC


def with_traits(entry: ConfigEntry[Any]) -> dict[str, Any]:
    """The options of a belt, with an answer also where the figures decide."""
    return {
        option: _automatic(entry, question)
        for option, question in _TRAIT_QUESTIONS.items()
    } | dict(entry.options)


def chosen(answers: dict[str, Any]) -> dict[str, Any]:
    """The answers without those that leave it to the figures."""
    return {
        option: answer
        for option, answer in answers.items()
        if option not in _TRAIT_QUESTIONS or not answer.startswith(_AUTOMATIC)
    }
