"""A phone that posts to a walker's address, through Home Assistant's own server.

phone = await async_phone(hass, home, hass_client_no_auth)
answer = await phone.post({"start": "2026-11-23T07:00:00+05:30", "duration": 600})
assert (answer.status, answer["taken"]) == (200, 1)
"""

from dataclasses import dataclass
from hashlib import sha256
import hmac
import json
from typing import Any

from aiohttp.test_utils import TestClient
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.retrowalk.home import HomeConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .walkers import ADA

HOOK = "9f" * 32
SECRET = "0d" * 32
OUTSIDE = "203.0.113.7"


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What a phone is answered."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str]

    def __getitem__(self, key: str) -> Any:
        """A part of the body."""
        return self.body[key]

    @property
    def refused(self) -> list[str]:
        """Why things were refused."""
        return [one["reason"] for one in self.body["refused"]]

    @property
    def reason(self) -> tuple[int, str | None, str]:
        """Status, and where and why, of a post that was turned away."""
        return self.status, self.body.get("where"), self.body["reason"]


@dataclass(frozen=True, kw_only=True)
class Phone:
    """A phone that knows an address."""

    client: TestClient[Any, Any]
    webhook_id: str

    @property
    def path(self) -> str:
        """Where it posts to."""
        return f"/api/webhook/{self.webhook_id}"

    async def post(
        self, body: Any, *, method: str = "POST", **headers: str
    ) -> Answered:
        """Post something: bytes as they are, all else as JSON."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        response = await self.client.request(
            method,
            self.path,
            data=data,
            headers={name.replace("_", "-"): text for name, text in headers.items()},
        )
        text = await response.text()
        return Answered(
            status=response.status,
            body=json.loads(text) if text else {},
            headers=dict(response.headers),
        )

    async def tell(self, event: str, **more: Any) -> Answered:
        """Post an event of a walk under way."""
        return await self.post({"event": event, **more})


def signed(body: bytes, secret: str = SECRET) -> str:
    """The signature of a body."""
    return f"sha256={hmac.new(secret.encode(), body, sha256).hexdigest()}"


async def async_prepare_proxy(hass: HomeAssistant) -> None:
    """Let requests say where they come from, as a reverse proxy does; before anything is set up."""
    proxies = {"use_x_forwarded_for": True, "trusted_proxies": ["127.0.0.1"]}
    assert await async_setup_component(hass, "http", {"http": proxies})


async def async_phone(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    new_client: ClientSessionGenerator,
    walker_id: str = ADA,
    *,
    webhook_id: str = HOOK,
    **kept: Any,
) -> Phone:
    """Give a walker an address, and a phone that knows it."""
    subentry = home.subentries[walker_id]
    address = {"webhook_id": webhook_id, "from_outside": False, "cloudhook": False}
    data = {**subentry.data, **address, "backward_names": [], **kept}
    hass.config_entries.async_update_subentry(home, subentry, data=data)
    await hass.async_block_till_done()
    return Phone(client=await new_client(), webhook_id=webhook_id)
