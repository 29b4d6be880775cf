"""Why a path is not clear, in words: in the language of the home, with the names of what is in the way."""

from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.translation import async_get_cached_translations

from ..const import DOMAIN
from ..walking.guard import Verdict

_REASONS: Final = (
    f"component.{DOMAIN}.entity.binary_sensor.blocked.state_attributes.reasons.state."
)


@callback
def in_words(hass: HomeAssistant, verdict: Verdict) -> str:
    """What was found, reason by reason."""
    texts = async_get_cached_translations(hass, hass.config.language, "entity", DOMAIN)
    told = []
    for reason in verdict.reasons:
        names = [
            _name(hass, finding.subject)
            for finding in verdict.findings
            if finding.reason is reason
        ]
        text = texts.get(f"{_REASONS}{reason}", reason)
        told.append(f"{text} ({', '.join(names)})")
    return ", ".join(told)


def _name(hass: HomeAssistant, subject: str) -> str:
    """The name of an entity; a line of a checklist, or what is gone, is called what it is."""
    state = hass.states.get(subject)
    return subject if state is None else state.name
