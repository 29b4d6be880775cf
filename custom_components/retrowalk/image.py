"""Image: the streak calendar, a picture of the last year, made to be sent and to be hung up."""

from asyncio import Handle
from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.image import ImageEntity, ImageEntityDescription
from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .coordinator import WalkerCoordinator
from .entity import WalkerEntity, add_entities
from .streak_picture import draw_year
from .streak_picture.palette import DARK, LIGHT, Palette
from .walking.year import Year, year_of

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class Picture(ImageEntityDescription):
    """A picture of the year, and its colours."""

    palette: Palette


PICTURES: Final = (
    Picture(key="streak_calendar", palette=LIGHT),
    # One is enough for most, and Home Assistant writes each image every five minutes, for its access token.
    Picture(
        key="streak_calendar_dark",
        palette=DARK,
        entity_registry_enabled_default=False,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the pictures of each walker."""
    add_entities(
        entry,
        async_add_entities,
        of_walker=lambda walker, subentry: (
            StreakCalendar(walker, subentry, picture) for picture in PICTURES
        ),
    )


class StreakCalendar(WalkerEntity, ImageEntity):
    """A picture of a walker's year, drawn when somebody looks at it."""

    entity_description: Picture
    _attr_content_type = "image/png"

    def __init__(
        self, walker: WalkerCoordinator, subentry: ConfigSubentry, picture: Picture
    ) -> None:
        """Show the year as it is."""
        WalkerEntity.__init__(self, walker, subentry, picture)
        ImageEntity.__init__(self, walker.hass)
        self._drawn: tuple[Year, bytes] | None = None
        self._glance: Handle | None = None
        self._take(self._present_year())

    def _take(self, year: Year) -> None:
        self._year = year
        self._attr_image_last_updated = dt_util.utcnow()

    def _present_year(self) -> Year:
        walker = self.coordinator
        return year_of(walker.ledger.figures, walker.days.today)

    @override
    def _shown(self) -> Year:
        return self._year

    @override
    @callback
    def _handle_coordinator_update(self) -> None:
        """Once for all that happens in a turn of the event loop, as a year takes a while, and after it."""
        if self._glance is None:
            self._glance = self.hass.loop.call_soon(self._glance_at_year)

    @callback
    def _glance_at_year(self) -> None:
        """While somebody walks, also into the next day or a finished walk again, the picture stays as it was."""
        self._glance = None
        if self.coordinator.in_session:
            return
        year = self._present_year()
        if year != self._year:
            self._take(year)
        self._async_look()

    @override
    async def async_image(self) -> bytes:
        """The PNG; one is kept until the year looks different."""
        if self._glance is not None:
            self._glance.cancel()
            self._glance_at_year()
        drawn = self._drawn
        if drawn is None or drawn[0] is not self._year:
            year, palette = self._year, self.entity_description.palette
            png = await self.hass.async_add_executor_job(draw_year, year, palette)
            self._drawn = drawn = year, png
        return drawn[1]
