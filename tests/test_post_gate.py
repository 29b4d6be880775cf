"""Addresses for phones: who may post, how much and how fast; each answer says why."""

import asyncio
from collections.abc import AsyncIterator, Callable
import gzip
from http import HTTPStatus
import json
import zlib

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.retrowalk.const import DOMAIN, SUBENTRY_WALKER, EntryKind
from homeassistant.components.webhook import async_handle_webhook
from homeassistant.config_entries import ConfigEntryDisabler, ConfigSubentryData
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.aiohttp import MockRequest

from .posting import (
    HOOK,
    OUTSIDE,
    SECRET,
    Phone,
    async_phone,
    async_prepare_proxy,
    signed,
)
from .walkers import ADA, async_furnish_home, async_reload, sessions_of

MORNING = "2026-11-23 07:00:00+05:30"
WALK = {"start": "2026-11-23T06:00:00+05:30", "duration": 600, "id": "one"}


def complaints(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged as wrong here, or by Home Assistant's webhooks."""
    places = ("custom_components.retrowalk", "homeassistant.components.webhook")
    return [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith(places) and (record.exc_info or record.levelno >= 30)
    ]


@pytest.fixture(autouse=True)
def _morning(freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to(MORNING)


@pytest.mark.parametrize("method", ["POST", "PUT"])
async def test_post_is_taken(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, method: str
) -> None:
    """A walk that is posted or put is in the journal when the phone is answered."""
    home = await async_furnish_home(hass, ADA)
    phone = await async_phone(hass, home, hass_client_no_auth)
    answer = await phone.post(WALK, method=method)
    assert (answer.status, answer["taken"], answer["known"]) == (200, 1, 0)
    assert sessions_of(home) == 1


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_other_methods(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    caplog: pytest.LogCaptureFixture,
    method: str,
) -> None:
    """A browser is told what to do instead, and the address gets into no log."""
    home = await async_furnish_home(hass, ADA)
    phone = await async_phone(hass, home, hass_client_no_auth)
    caplog.clear()
    answer = await phone.post(b"", method=method)
    assert answer.status == HTTPStatus.METHOD_NOT_ALLOWED
    assert answer.headers["Allow"] == "POST, PUT"
    told = [record for record in caplog.records if HOOK in record.getMessage()]
    assert {record.levelname for record in told} <= {"DEBUG"}


async def test_from_outside(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """A phone that is away is told so, before its body is read; where it may post, it can."""
    await async_prepare_proxy(hass)
    home = await async_furnish_home(hass, ADA)
    phone = await async_phone(hass, home, hass_client_no_auth)

    async def never_ends() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    async with phone.client.post(
        phone.path, data=never_ends(), headers={"X-Forwarded-For": OUTSIDE}
    ) as response:
        assert response.status == HTTPStatus.FORBIDDEN
        assert await response.json() == {"reason": "only_from_inside"}
    inside = await phone.post(WALK, X_Forwarded_For="192.168.1.20")
    assert (inside.status, inside["taken"]) == (200, 1)
    phone = await async_phone(hass, home, hass_client_no_auth, from_outside=True)
    answer = await phone.post(WALK, X_Forwarded_For=OUTSIDE)
    assert (answer.status, answer["known"]) == (200, 1)


@pytest.mark.parametrize("from_outside", [False, True])
async def test_through_the_cloud(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, from_outside: bool
) -> None:
    """What comes through Home Assistant Cloud comes from outside."""
    home = await async_furnish_home(hass, ADA)
    await async_phone(hass, home, hass_client_no_auth, from_outside=from_outside)
    request = MockRequest(
        content=json.dumps(WALK).encode(),
        mock_source="cloud",
        method="POST",
        headers={"Content-Type": "application/json"},
    )
    response = await async_handle_webhook(hass, HOOK, request)
    assert response.status == (200 if from_outside else HTTPStatus.FORBIDDEN)
    assert sessions_of(home) == from_outside


async def test_from_nowhere(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """Whoever cannot say where they are is outside."""
    home = await async_furnish_home(hass, ADA)
    await async_phone(hass, home, hass_client_no_auth)
    request = MockRequest(
        content=b"{}", mock_source="test", method="POST", remote="unix"
    )
    response = await async_handle_webhook(hass, HOOK, request)
    assert response.status == HTTPStatus.FORBIDDEN


async def test_over_the_websocket(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """Home Assistant's own way to call a webhook leads here too."""
    home = await async_furnish_home(hass, ADA)
    await async_phone(hass, home, hass_client_no_auth)
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "webhook/handle",
            "webhook_id": HOOK,
            "method": "POST",
            "body": json.dumps(WALK),
        }
    )
    answer = await client.receive_json()
    assert answer["result"]["status"] == 200
    assert json.loads(answer["result"]["body"])["taken"] == 1


async def test_too_big(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """A body over a megabyte is refused, whether it says its length or not."""
    home = await async_furnish_home(hass, ADA)
    phone = await async_phone(hass, home, hass_client_no_auth)
    answer = await phone.post(b" " * (1 << 20) + b"{}")
    assert answer.reason == (413, None, "too_big")

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b" " * 65536

    response = await phone.client.post(phone.path, data=endless())
    assert response.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    response.close()
    largest = json.dumps(WALK).encode()
    answer = await phone.post(largest + b" " * ((1 << 20) - len(largest)))
    assert (answer.status, answer["taken"]) == (200, 1)


@pytest.mark.parametrize(
    ("encoding", "compress"),
    [
        ("gzip", gzip.compress),
        ("GZIP", gzip.compress),
        ("deflate", zlib.compress),
        ("compress", bytes),
    ],
)
async def test_compressed(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    encoding: str,
    compress: Callable[[bytes], bytes],
) -> None:
    """A compressed body is refused, whatever is in it; nothing of it is kept."""
    home = await async_furnish_home(hass, ADA)
    phone = await async_phone(hass, home, hass_client_no_auth)
    answer = await phone.post(compress(b" " * (8 << 20)), Content_Encoding=encoding)
    assert answer.reason == (415, "Content-Encoding", "compressed")
    answer = await phone.post(WALK, Content_Encoding="identity")
    assert answer.status == 200


async def test_too_fast(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The hundred-and-first post of a second has to wait, and says how long."""
    home = await async_furnish_home(hass, ADA)
    phone = await async_phone(hass, home, hass_client_no_auth)
    for _ in range(100):
        assert (await phone.post({"test": True})).status == 200
    answer = await phone.post(WALK)
    assert answer.reason == (429, None, "too_fast")
    assert answer.headers["Retry-After"] == "1"
    freezer.tick(0.5)
    for _ in range(50):
        assert (await phone.post({"test": True})).status == 200
    assert (await phone.post(WALK)).status == HTTPStatus.TOO_MANY_REQUESTS
    freezer.tick(3600)
    statuses = [(await phone.post({"test": True})).status for _ in range(101)]
    assert statuses == [200] * 100 + [429]


async def test_too_slow(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Who does not get on with it is not waited for; others are served meanwhile."""
    home = await async_furnish_home(hass, ADA)
    phone = await async_phone(hass, home, hass_client_no_auth)
    begun = asyncio.Event()

    async def never_ends() -> AsyncIterator[bytes]:
        yield b"{"
        begun.set()
        await asyncio.Event().wait()

    waiting = asyncio.create_task(phone.client.post(phone.path, data=never_ends()))
    await begun.wait()
    assert (await phone.post(WALK)).status == 200
    assert not waiting.done()
    freezer.tick(16)
    async_fire_time_changed(hass)
    response = await waiting
    assert response.status == HTTPStatus.REQUEST_TIMEOUT
    assert await response.json() == {"reason": "too_slow"}
    response.close()


async def begin(
    phone: Phone, length: str
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Begin to post; the body is waited for when this returns."""
    host, port = phone.client.host, phone.client.port
    reader, writer = await asyncio.open_connection(host, port)
    head = f"POST {phone.path} HTTP/1.1", f"Host: {host}", length
    writer.write("\r\n".join([*head, "Expect: 100-continue", "", ""]).encode())
    assert b" 100 " in await reader.readline()
    await reader.readline()
    return reader, writer


async def test_cut_off(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A phone that loses its network in the middle of a body leaves no trace."""
    home = await async_furnish_home(hass, ADA)
    phone = await async_phone(hass, home, hass_client_no_auth)
    answered = home.runtime_data.posts[ADA].answered
    _, writer = await begin(phone, "Content-Length: 100")
    writer.transport.abort()
    while 400 not in answered:
        await asyncio.sleep(0)
    reader, writer = await begin(phone, "Transfer-Encoding: chunked")
    writer.write(b"not a length\r\n")
    assert (await phone.post({"test": True})).status == 200
    freezer.tick(16)
    async_fire_time_changed(hass)
    assert b" 408 " in await reader.readline()
    writer.close()
    assert not complaints(caplog)
    assert answered.keys() == {200, 400, 408}


@pytest.mark.parametrize(
    ("signature", "reason"),
    [
        (None, "not_signed"),
        ("", "not_signed"),
        ("sha256=", "wrong_signature"),
        (signed(b"something else"), "wrong_signature"),
        (signed(json.dumps(WALK).encode(), "another secret"), "wrong_signature"),
        (signed(json.dumps(WALK).encode()).removeprefix("sha256="), "wrong_signature"),
        ("sha256=ü", "wrong_signature"),
    ],
)
async def test_wrong_signature(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    signature: str | None,
    reason: str,
) -> None:
    """Where there is a secret, a post is signed with it, or not taken."""
    home = await async_furnish_home(hass, ADA)
    phone = await async_phone(hass, home, hass_client_no_auth, signing_secret=SECRET)
    headers = {} if signature is None else {"X_RetroWalk_Signature": signature}
    answer = await phone.post(WALK, **headers)
    assert answer.reason == (401, "X-RetroWalk-Signature", reason)
    assert sessions_of(home) == 0


async def test_right_signature(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """The signature is over the body as it was sent, in digits of either case."""
    home = await async_furnish_home(hass, ADA)
    phone = await async_phone(hass, home, hass_client_no_auth, signing_secret=SECRET)
    body = json.dumps(WALK, indent=3).encode()
    answer = await phone.post(body, X_RetroWalk_Signature=signed(body))
    assert (answer.status, answer["taken"]) == (200, 1)
    shouted = "sha256=" + signed(body).removeprefix("sha256=").upper()
    answer = await phone.post(body, X_RetroWalk_Signature=shouted)
    assert (answer.status, answer["known"]) == (200, 1)


async def test_address_of_a_home_that_is_not_there(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """A phone is asked to come again later; it would not, had Home Assistant told it that all is well."""
    home = await async_furnish_home(hass, ADA)
    phone = await async_phone(hass, home, hass_client_no_auth)
    assert await hass.config_entries.async_unload(home.entry_id)
    answer = await phone.post(WALK)
    assert answer.reason == (503, None, "not_ready")
    assert answer.headers["Retry-After"] == "30"
    assert await hass.config_entries.async_setup(home.entry_id)
    await hass.async_block_till_done()
    assert (await phone.post(WALK))["taken"] == 1
    await async_reload(hass, home)
    assert (await phone.post(WALK))["known"] == 1


async def test_slow_sender_while_the_home_goes(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """A body that is not there yet when the home is unloaded is not taken; the home does not wait for it."""
    home = await async_furnish_home(hass, ADA)
    phone = await async_phone(hass, home, hass_client_no_auth)
    goes_on, begun = asyncio.Event(), asyncio.Event()

    async def pauses() -> AsyncIterator[bytes]:
        whole = json.dumps(WALK).encode()
        yield whole[:9]
        begun.set()
        await goes_on.wait()
        yield whole[9:]

    posting = asyncio.create_task(phone.client.post(phone.path, data=pauses()))
    await begun.wait()
    assert (await phone.post({"test": True})).status == 200
    assert await hass.config_entries.async_unload(home.entry_id)
    goes_on.set()
    response = await posting
    assert response.status == HTTPStatus.SERVICE_UNAVAILABLE
    assert await response.json() == {"reason": "not_ready"}


async def test_addresses_that_are_gone(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """A removed walker, and a removed home, take nothing more; nobody learns that they were there."""
    home = await async_furnish_home(hass, ADA)
    phone = await async_phone(hass, home, hass_client_no_auth)
    assert (await phone.post({"test": True})).body != {}
    hass.config_entries.async_remove_subentry(home, ADA)
    await hass.async_block_till_done()
    answer = await phone.post(WALK)
    assert (answer.status, answer.body) == (200, {})


async def test_address_of_a_removed_home(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """With the home go its addresses."""
    home = await async_furnish_home(hass, ADA)
    phone = await async_phone(hass, home, hass_client_no_auth)
    await hass.config_entries.async_remove(home.entry_id)
    answer = await phone.post(WALK)
    assert (answer.status, answer.body) == (200, {})


async def test_address_of_a_home_that_is_switched_off(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """Phones are asked to come again as soon as Home Assistant starts, whether the home is there or not."""
    ada = ConfigSubentryData(
        data={"name": "Ada", "webhook_id": HOOK},
        subentry_type=SUBENTRY_WALKER,
        title="Ada",
        unique_id=None,
    )
    home = MockConfigEntry(
        domain=DOMAIN,
        data={"kind": EntryKind.HOME},
        subentries_data=[ada],
        disabled_by=ConfigEntryDisabler.USER,
    )
    home.add_to_hass(hass)
    assert await async_setup_component(hass, DOMAIN, {})
    phone = Phone(client=await hass_client_no_auth(), webhook_id=HOOK)
    assert (await phone.post(WALK)).status == HTTPStatus.SERVICE_UNAVAILABLE
