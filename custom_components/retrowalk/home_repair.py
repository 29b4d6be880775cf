"""What the dialogs of repairs have in common: the home, its walkers, and the texts of the issue."""

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntryState
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.selector import SelectOptionDict

from .const import DOMAIN, HOME_UNIQUE_ID
from .coordinator import WalkerCoordinator
from .home import HomeConfigEntry


class HomeRepair(RepairsFlow):
    """A dialog about something in the home."""

    @property
    def home(self) -> HomeConfigEntry | None:
        """The home, while it is set up."""
        entry = self.hass.config_entries.async_entry_for_domain_unique_id(
            DOMAIN, HOME_UNIQUE_ID
        )
        return entry if entry and entry.state is ConfigEntryState.LOADED else None

    @property
    def walkers(self) -> dict[str, WalkerCoordinator]:
        """The walkers of the home, by subentry id."""
        return {} if self.home is None else self.home.runtime_data.present

    @property
    def placeholders(self) -> dict[str, str]:
        """What the issue's own texts are filled in with."""
        issue = ir.async_get(self.hass).async_get_issue(DOMAIN, self.issue_id)
        return dict((issue and issue.translation_placeholders) or {})

    def names(self) -> list[SelectOptionDict]:
        """The walkers by name, to choose from."""
        return [
            SelectOptionDict(value=walker_id, label=walker.recording.name)
            for walker_id, walker in self.walkers.items()
        ]


class WalkerRepair(HomeRepair):
    """A dialog about what there is of a walker."""

    def __init__(self, walker_id: str) -> None:
        """Be about this walker."""
        self.walker_id = walker_id

    def failed(self, reason: str, error: OSError) -> RepairsFlowResult:
        """End with what the disk says; the issue stays."""
        return self.async_abort(
            reason=reason,
            description_placeholders=self.placeholders | {"error": str(error)},
        )
