"""Home Assistant as a browser meets it: its log-in, its REST API and its websocket."""

from http import HTTPStatus
from typing import Any, Final, Self

import aiohttp

OWNER: Final = "demo"


class DoorShutError(Exception):
    """Home Assistant refused what it was asked."""


class FrontDoor:
    """One visitor of the Home Assistant at `address`, e.g. `http://127.0.0.1:8123`."""

    def __init__(self, address: str) -> None:
        """Stand before the door; `enter` goes in."""
        self.address = address
        self._session = aiohttp.ClientSession(base_url=address)
        self._websocket: aiohttp.ClientWebSocketResponse | None = None
        self._asked = 0

    async def __aenter__(self) -> Self:
        """Visit for the length of a `with`."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Leave."""
        if self._websocket is not None:
            await self._websocket.close()
        await self._session.close()

    async def is_open(self) -> bool:
        """Whether somebody answers."""
        try:
            async with self._session.get("/manifest.json") as answer:
                return answer.status == HTTPStatus.OK
        except aiohttp.ClientError:
            return False

    async def enter(self) -> None:
        """Log in as whoever opens the page from this machine, made now if nobody has been here before."""
        await self._make_owner()
        client = f"{self.address}/"
        flow = await self.post(
            "/auth/login_flow",
            {
                "client_id": client,
                "redirect_uri": client,
                "handler": ["trusted_networks", None],
            },
        )
        if flow.get("type") != "create_entry":
            raise DoorShutError(f"no log-in without a password: {flow}")
        answer = await self._session.post(
            "/auth/token",
            data={
                "grant_type": "authorization_code",
                "code": flow["result"],
                "client_id": client,
            },
        )
        token = (await answer.json())["access_token"]
        self._session.headers["Authorization"] = f"Bearer {token}"
        await self._open_websocket(token)

    async def get(self, path: str) -> Any:
        """What a REST path answers."""
        async with self._session.get(path) as answer:
            return await _content(answer)

    async def post(self, path: str, content: dict[str, Any] | None = None) -> Any:
        """What a REST path answers to this content."""
        async with self._session.post(path, json=content or {}) as answer:
            return await _content(answer)

    async def ask(self, command: str, **fields: Any) -> Any:
        """The result of a websocket command."""
        if self._websocket is None:
            raise DoorShutError("not inside")
        self._asked += 1
        question = {"id": self._asked, "type": command, **fields}
        await self._websocket.send_json(question)
        while (answer := await self._next_message())["id"] != self._asked:
            continue
        if not answer["success"]:
            raise DoorShutError(f"{command}: {answer['error']['message']}")
        return answer["result"]

    async def _next_message(self) -> dict[str, Any]:
        """What the websocket says next."""
        if self._websocket is None:
            raise DoorShutError("not inside")
        message = await self._websocket.receive()
        if message.type is not aiohttp.WSMsgType.TEXT:
            raise DoorShutError("Home Assistant hung up")
        content: dict[str, Any] = message.json()
        return content

    async def _make_owner(self) -> None:
        """Make the first user, unless there is one."""
        async with self._session.get("/api/onboarding") as answer:
            # Where every step is done the path no longer exists
            if answer.status == HTTPStatus.NOT_FOUND:
                return
            steps = await _content(answer)
        if any(step["step"] == "user" and step["done"] for step in steps):
            return
        owner = {
            "client_id": f"{self.address}/",
            "name": OWNER.title(),
            "username": OWNER,
            "password": OWNER,
            "language": "en",
        }
        await self.post("/api/onboarding/users", owner)

    async def _open_websocket(self, token: str) -> None:
        """Open the websocket and log in there too."""
        self._websocket = await self._session.ws_connect(
            "/api/websocket", max_msg_size=0
        )
        await self._next_message()
        await self._websocket.send_json({"type": "auth", "access_token": token})
        welcome = await self._next_message()
        if welcome["type"] != "auth_ok":
            raise DoorShutError(f"websocket: {welcome}")


async def _content(answer: aiohttp.ClientResponse) -> Any:
    """What was answered, unless it was a refusal."""
    if answer.status >= HTTPStatus.BAD_REQUEST:
        raise DoorShutError(f"{answer.url.path}: {answer.status} {await answer.text()}")
    return await answer.json()
