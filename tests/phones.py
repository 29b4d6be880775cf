"""Phones with the companion app as Home Assistant knows them, and what is pushed to them.

phone = await async_register_phone(hass, hass_client)
[pushed] = phone.pushed
await phone.answer(pushed["data"]["actions"][0]["action"])
"""

from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
import sys
from typing import Any

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.components.notify import DATA_COMPONENT, NotifyEntity
from homeassistant.components.notify.const import DOMAIN as NOTIFY
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component

MOBILE_APP = "mobile_app"
CLEARED = "clear_notification"

# The companion app brings voice along; where its compiled packages are not installed, stand-ins do.
sys.path.append(str(Path(__file__).parent.parent / "dev" / "no_voice"))


@dataclass(kw_only=True)
class Phone:
    """A registered phone; its pushes arrive at a server of this test."""

    hass: HomeAssistant
    client: TestClient[Any, Any]
    device_id: str
    webhook_id: str
    pushed: list[dict[str, Any]] = field(default_factory=list)

    @property
    def notices(self) -> list[dict[str, Any]]:
        """What was pushed, apart from what took a notification away."""
        return [push for push in self.pushed if push["message"] != CLEARED]

    @property
    def cleared(self) -> list[str]:
        """The tags of the notifications that were taken away."""
        return [
            push["data"]["tag"] for push in self.pushed if push["message"] == CLEARED
        ]

    @property
    def answers(self) -> dict[str, str]:
        """What the newest notice lets its reader answer: the ids by their texts."""
        return {
            action["title"]: action["action"]
            for action in self.notices[-1]["data"]["actions"]
        }

    async def answer(self, action: str) -> None:
        """Tap on one of the actions, as the app reports it."""
        response = await self.client.post(
            f"/api/webhook/{self.webhook_id}",
            json={
                "type": "fire_event",
                "data": {
                    "event_type": "mobile_app_notification_action",
                    "event_data": {"action": action, "tag": "whatever"},
                },
            },
        )
        assert response.status == HTTPStatus.OK
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def add_sensor(self, sensor: str, name: str, **more: Any) -> str:
        """Register a sensor as the app does, under the id that the app gives it; its entity id."""
        data = {"unique_id": sensor, "name": name, "type": "sensor", "state": None}
        response = await self._post("register_sensor", data | more)
        assert response.status == HTTPStatus.CREATED
        entity_id = er.async_get(self.hass).async_get_entity_id(
            "sensor", MOBILE_APP, f"{self.webhook_id}_{sensor}"
        )
        assert entity_id is not None
        return entity_id

    async def report(
        self, *, with_attributes: dict[str, Any] | None = None, **states: Any
    ) -> None:
        """Report what sensors show now, by the ids that the app gives them."""
        response = await self._post(
            "update_sensor_states",
            [
                {
                    "unique_id": sensor,
                    "type": "sensor",
                    "state": state,
                    "attributes": with_attributes or {},
                }
                for sensor, state in states.items()
            ],
        )
        assert response.status == HTTPStatus.OK
        assert all(done["success"] for done in (await response.json()).values())

    async def _post(self, command: str, data: object) -> ClientResponse:
        response = await self.client.post(
            f"/api/webhook/{self.webhook_id}", json={"type": command, "data": data}
        )
        await self.hass.async_block_till_done()
        return response


async def async_register_phone(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, name: str = "Ada's phone"
) -> Phone:
    """Register a phone by the API of the companion app."""
    # What serves pages has to be there before the first of them is asked for.
    for component in (MOBILE_APP, "image"):
        assert await async_setup_component(hass, component, {})
    await hass.async_block_till_done()
    pushed: list[dict[str, Any]] = []

    async def take(request: web.Request) -> web.Response:
        pushed.append(await request.json())
        return web.json_response({}, status=HTTPStatus.CREATED)

    app = web.Application()
    app.router.add_post("/push", take)
    server = TestServer(app)
    await server.start_server()
    # As Home Assistant's own server does: integrations that come later add what they serve.
    vars(hass.http.app.router)["freeze"] = lambda: None
    client = await hass_client()
    response = await client.post(
        "/api/mobile_app/registrations",
        json={
            "app_data": {
                "push_token": "abc",
                "push_url": str(server.make_url("/push")),
            },
            "app_id": "io.homeassistant.companion",
            "app_name": "Home Assistant",
            "app_version": "2026.10",
            "device_id": name,
            "device_name": name,
            "manufacturer": "Maker",
            "model": "Model",
            "os_name": "Android",
            "os_version": "16",
            "supports_encryption": False,
        },
    )
    assert response.status == HTTPStatus.CREATED
    webhook_id = (await response.json())["webhook_id"]
    await hass.async_block_till_done(wait_background_tasks=True)
    [device] = dr.async_entries_for_config_entry(
        dr.async_get(hass), entry_of(hass, webhook_id).entry_id
    )
    return Phone(
        hass=hass,
        client=client,
        device_id=device.id,
        webhook_id=webhook_id,
        pushed=pushed,
    )


def entry_of(hass: HomeAssistant, webhook_id: str) -> ConfigEntry[Any]:
    """The entry of a phone."""
    [entry] = [
        entry
        for entry in hass.config_entries.async_entries(MOBILE_APP)
        if entry.data["webhook_id"] == webhook_id
    ]
    return entry


class Mailbox(NotifyEntity):
    """A notify entity that keeps what it is told, or raises what it is given."""

    def __init__(self, name: str) -> None:
        """Begin empty."""
        self._attr_name = self._attr_unique_id = name
        self.letters: list[tuple[str | None, str]] = []
        self.broken: Exception | None = None

    async def async_send_message(self, message: str, title: str | None = None) -> None:
        """Take a letter."""
        if self.broken is not None:
            raise self.broken
        self.letters.append((title, message))


async def async_put_up_mailbox(
    hass: HomeAssistant, name: str = "mail", kind: type[Mailbox] = Mailbox
) -> Mailbox:
    """Add a notify entity, `notify.<name>`."""
    assert await async_setup_component(hass, NOTIFY, {})
    mailbox = kind(name)
    await hass.data[DATA_COMPONENT].async_add_entities([mailbox])
    await hass.async_block_till_done()
    return mailbox
