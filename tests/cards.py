"""Cards on dashboards: what they ask for through the websocket, and what they are told.

card = await open_card()          # after the home: a test's web server takes in nothing new once it is open
assert (await card.watch())["success"]
[sam] = await card.news()
"""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, cast

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    CLIENT_ID,
    MockUser,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from homeassistant.auth.permissions.models import PermissionLookup
from homeassistant.config_entries import SIGNAL_CONFIG_ENTRY_CHANGED, ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .acting import device_of

type Event = dict[str, Any]
type CardOpener = Callable[..., Coroutine[Any, Any, Card]]

MANNERS = {"version", "now", "walker"}
"""What comes with each event."""


class Card:
    """A card on a page of its own."""

    def __init__(
        self,
        hass: HomeAssistant,
        freezer: FrozenDateTimeFactory,
        client: MockHAClientWebSocket,
    ) -> None:
        """Be on the page of this client."""
        self._hass = hass
        self._freezer = freezer
        self._client = client
        self._asked = 0
        self._events: list[Event] = []

    async def ask(self, kind: str, **given: Any) -> dict[str, Any]:
        """Ask for something, and wait for the answer; events that come before it are kept."""
        self._asked += 1
        await self._client.send_json({"id": self._asked, "type": kind, **given})
        while (answer := await self._client.receive_json())["type"] == "event":
            assert answer["event"].keys() == MANNERS
            self._events.append(answer)
        assert answer["id"] == self._asked
        return cast(dict[str, Any], answer)

    async def watch(self, walker: str | None = None) -> int:
        """Watch a walker, or all of them; the number of the subscription."""
        answer = await self.ask("retrowalk/subscribe", **_meant(walker))
        assert answer["success"], answer
        assert answer["result"] is None
        return self._asked

    async def refusal(self, kind: str = "subscribe", **given: Any) -> str:
        """Ask for something that is refused; the code."""
        answer = await self.ask(f"retrowalk/{kind}", **given)
        assert not answer["success"]
        code: str = answer["error"]["code"]
        return code

    async def unwatch(self, number: int) -> None:
        """Watch no more."""
        answer = await self.ask("unsubscribe_events", subscription=number)
        assert answer["success"]

    async def events(self, number: int | None = None) -> list[Event]:
        """All events that came since they were asked for last, or those of one subscription."""
        assert (await self.ask("ping"))["type"] == "pong"
        events, self._events = self._events, []
        return [one["event"] for one in events if number in (None, one["id"])]

    async def news(self, number: int | None = None) -> list[dict[str, Any]]:
        """What came of walkers."""
        return [event["walker"] for event in await self.events(number)]

    async def latest(self) -> dict[str, Any]:
        """What came last of a walker; something must have come."""
        return (await self.news())[-1]

    async def history(self, walker: str, start: str, end: str, **more: Any) -> Any:
        """The days of a range, and its walks."""
        answer = await self.ask(
            "retrowalk/history", walker=walker, start=start, end=end, **more
        )
        assert answer["success"], answer
        return answer["result"]

    async def let_pass(self, seconds: float, *, step_s: float = 1) -> None:
        """Let time pass, and stay on the line meanwhile; events are kept."""
        left_s = seconds
        while left_s > 0:
            self._freezer.tick(timedelta(seconds=min(step_s, left_s)))
            left_s -= step_s
            async_fire_time_changed(self._hass)
            await self._hass.async_block_till_done()
            if step_s > 1 or left_s % 10 <= 0:
                assert (await self.ask("ping"))["type"] == "pong"

    async def close(self) -> None:
        """Leave the page."""
        await self._client.close()


@pytest.fixture
def open_card(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    hass_ws_client: WebSocketGenerator,
) -> CardOpener:
    """Open a card on a page of an administrator's, or of the user who has this token."""

    async def open_page(*token: str) -> Card:
        return Card(hass, freezer, await hass_ws_client(hass, *token))

    return open_page


def _meant(walker: str | None) -> dict[str, str]:
    return {} if walker is None else {"walker": walker}


async def token_of(
    hass: HomeAssistant, user: MockUser, policy: dict[str, Any] | None = None
) -> str:
    """Log a user in, who may do with entities what a policy says."""
    user.add_to_hass(hass)
    user.perm_lookup = PermissionLookup(er.async_get(hass), dr.async_get(hass))
    if policy is not None:
        user.mock_policy({"entities": policy})
    refresh = await hass.auth.async_create_refresh_token(user, CLIENT_ID)
    return hass.auth.async_create_access_token(refresh)


def entities_of(
    hass: HomeAssistant, home: ConfigEntry[Any], walker: int
) -> dict[str, str]:
    """The enabled entities of a walker by key."""
    found = er.async_entries_for_device(
        er.async_get(hass), device_of(hass, home, walker)
    )
    return {entity.unique_id.partition("_")[2]: entity.entity_id for entity in found}


def listeners(hass: HomeAssistant, home: ConfigEntry[Any]) -> dict[str, int]:
    """How many listen, wherever a card may make somebody listen."""
    walkers = list(home.runtime_data.walkers.values())
    signals = hass.data["dispatcher"][SIGNAL_CONFIG_ENTRY_CHANGED]
    return {
        "walkers": sum(len(_kept(walker)) for walker in walkers),
        "moments": sum(len(_kept(walker.moments)) for walker in walkers),
        "paths": sum(map(len, _kept(home.runtime_data.guards).values())),
        "entries": len(signals),
        "registry": hass.bus.async_listeners()["entity_registry_updated"],
        "users": hass.bus.async_listeners().get("user_updated", 0),
    }


def _kept(teller: object) -> Any:
    """Those whom somebody tells: who is left behind there is seen nowhere else."""
    return vars(teller)["_listeners"]
