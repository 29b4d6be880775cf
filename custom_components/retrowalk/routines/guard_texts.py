"""Why a path is not clear, in words: in the language of the home, with the names of what is in the way."""

from collections.abc import Iterable
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.translation import async_get_cached_translations

from ..const import DOMAIN
from ..walking.guard import Reason, Verdict

_REASONS: Final = (
    f"component.{DOMAIN}.entity.binary_sensor.blocked.state_attributes.reasons.state."
)


@callback
def in_words(hass: HomeAssistant, verdict: Verdict) -> str:
    """What was found, reason by reason."""
    return ", ".join(
        summed_up(
            hass,
            [reason],
            [
                finding.subject
                for finding in verdict.findings
                if finding.reason is reason
            ],
        )
        for reason in verdict.reasons
    )


@callback
def summed_up(
    hass: HomeAssistant, reasons: Iterable[Reason | str], subjects: Iterable[str]
) -> str:
    """Reasons, and what they are about, if anything."""
    texts = async_get_cached_translations(hass, hass.config.language, "entity", DOMAIN)
    told = ", ".join(texts.get(f"{_REASONS}{reason}", reason) for reason in reasons)
    names = ", ".join(_name(hass, subject) for subject in subjects)
    return f"{told} ({names})" if names else told


def _name(hass: HomeAssistant, subject: str) -> str:
    """The name of an entity; a line of a checklist, or what is gone, is called what it is."""
    state = hass.states.get(subject)
    return subject if state is None else state.name
