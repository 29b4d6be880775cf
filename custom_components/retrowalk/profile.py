"""A walker's body and habits, from the subentry that the dialog wrote."""

from homeassistant.config_entries import ConfigSubentry

from .const import (
    CONF_BIRTH_YEAR,
    CONF_HEIGHT_CM,
    CONF_LIVE_OPENS_SESSION,
    CONF_MASS_KG,
)
from .walking.model import Profile


def profile_of(subentry: ConfigSubentry) -> Profile:
    """What the walker told; what was left out stays unknown."""
    height_cm = subentry.data.get(CONF_HEIGHT_CM)
    return Profile(
        height_m=None if height_cm is None else height_cm / 100,
        mass_kg=subentry.data.get(CONF_MASS_KG),
        birth_year=subentry.data.get(CONF_BIRTH_YEAR),
        live_opens_session=subentry.data.get(CONF_LIVE_OPENS_SESSION, True),
    )
