"""Addresses that phones post to: what comes is let in or turned away, read, and handed on one after the other."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
import logging
from time import monotonic
from traceback import extract_tb
from typing import Final, NamedTuple, Protocol

from aiohttp.hdrs import METH_POST, METH_PUT
from aiohttp.web import Request, Response, json_response

from homeassistant.components.webhook import (
    SUPPORTED_METHODS,
    async_register,
    async_unregister,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..protocols.phone import PhonePost, UnreadablePostError, parse_post
from .post_gate import (
    MOST_PER_S,
    Pace,
    TurnedAwayError,
    async_body,
    check_head,
    check_signature,
    is_outside,
)

_LOGGER = logging.getLogger(__name__)

READ_AT_ONCE_BYTES: Final = 2048
"""Longer bodies are read in a thread of their own."""

_METHODS: Final = (METH_POST, METH_PUT)
_RETRY: Final = {"Retry-After": "30"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """An address that phones post to; who knows it may post, so it is written nowhere."""

    webhook_id: str = field(repr=False)
    secret: str | None = field(default=None, repr=False)
    """What posts are signed with, where they have to be."""
    from_outside: bool = False


class Answer(NamedTuple):
    """What a phone is answered."""

    status: HTTPStatus
    body: Mapping[str, object]


class Taker(Protocol):
    """Whoever understands what is posted."""

    async def async_take(self, post: PhonePost) -> Answer:
        """Do what a post says."""

    async def async_settle(self) -> bool:
        """Wait until all that was done is on the disk; whether it is."""


type Handler = Callable[[HomeAssistant, str, Request], Awaitable[Response]]


class Letterbox:
    """Takes the posts to one address, at most one at a time, in the order in which they came."""

    def __init__(self, hass: HomeAssistant, taker: Taker) -> None:
        """Begin without an address."""
        self._hass = hass
        self._taker = taker
        self._address: Address | None = None
        self._pace = Pace(MOST_PER_S)
        self._in_order = asyncio.Lock()
        self._accepted: set[asyncio.Task[Response]] = set()
        self._shut = False
        self.answered: Counter[int] = Counter()
        """How often each status was answered."""

    @property
    def underway(self) -> int:
        """How many posts are accepted and not done yet."""
        return len(self._accepted)

    @callback
    def async_follow(self, address: Address | None) -> None:
        """Take what is posted to this address from now on, and to no other."""
        if address == self._address:
            return
        if self._address is not None:
            async_unregister(self._hass, self._address.webhook_id)
        self._address = address
        if address is not None:
            _register(self._hass, address.webhook_id, self._async_handle)

    async def async_shut(self) -> None:
        """Take nothing more; returns when all that was accepted is done."""
        self._shut = True
        if self._address is not None:
            async_keep_shut(self._hass, self._address.webhook_id)
        if self._accepted:
            await asyncio.wait(self._accepted)

    async def _async_handle(
        self, hass: HomeAssistant, _webhook_id: str, request: Request
    ) -> Response:
        """Answer, whatever happens: Home Assistant would log the address, and tell the phone that all is well."""
        task = hass.async_create_background_task(
            self._async_answer(request), "RetroWalk answers a post"
        )
        task.add_done_callback(self._note)
        # A phone that hangs up ends the waiting, and not what is waited for.
        await asyncio.wait([task])
        return _response(task)

    def _note(self, task: asyncio.Task[Response]) -> None:
        self.answered[_response(task).status] += 1
        if not task.cancelled() and (problem := task.exception()) is not None:
            # Where it happened, and nothing of what was posted.
            place = extract_tb(problem.__traceback__)[-1]
            _LOGGER.error(
                "A phone's post could not be taken: %s in %s, line %s",
                type(problem).__name__,
                place.name,
                place.lineno,
            )

    async def _async_answer(self, request: Request) -> Response:
        address = self._address
        assert address is not None
        try:
            self._let_in(request, address)
            check_head(request)
            body = await async_body(request)
            check_signature(request, body, address.secret)
            if self._shut or self._hass.is_stopping:
                raise _shut()
        except TurnedAwayError as err:
            return _turned_away(err)
        # What was accepted is done to the end, also when Home Assistant stops.
        task = self._hass.async_create_task(
            self._async_take(body, request.headers), "RetroWalk takes a post"
        )
        self._accepted.add(task)
        task.add_done_callback(self._accepted.discard)
        return await asyncio.shield(task)

    def _let_in(self, request: Request, address: Address) -> None:
        """Raise TurnedAwayError before anything is read."""
        if request.method not in _METHODS:
            raise TurnedAwayError(
                HTTPStatus.METHOD_NOT_ALLOWED,
                "only_post",
                headers={"Allow": ", ".join(_METHODS)},
            )
        if not address.from_outside and is_outside(self._hass, request):
            raise TurnedAwayError(HTTPStatus.FORBIDDEN, "only_from_inside")
        if not self._pace.lets_pass(monotonic()):
            raise TurnedAwayError(
                HTTPStatus.TOO_MANY_REQUESTS, "too_fast", headers={"Retry-After": "1"}
            )

    async def _async_take(self, body: bytes, headers: Mapping[str, str]) -> Response:
        async with self._in_order:
            try:
                post = await self._async_read(body, headers)
            except UnreadablePostError as err:
                return json_response(
                    {"where": err.where, "reason": err.reason},
                    status=HTTPStatus.UNPROCESSABLE_ENTITY,
                )
            answer = await self._taker.async_take(post)
        # Outside of the order, so that many are written in one go.
        if answer.status is HTTPStatus.OK and not await self._taker.async_settle():
            answer = Answer(HTTPStatus.SERVICE_UNAVAILABLE, {"reason": "not_written"})
        headers = _RETRY if answer.status is HTTPStatus.SERVICE_UNAVAILABLE else {}
        return json_response(answer.body, status=answer.status, headers=headers)

    async def _async_read(self, body: bytes, headers: Mapping[str, str]) -> PhonePost:
        """Raises UnreadablePostError."""
        received_at = dt_util.utcnow()
        zone = dt_util.get_default_time_zone()

        def read() -> PhonePost:
            return parse_post(body, headers=headers, received_at=received_at, zone=zone)

        if len(body) <= READ_AT_ONCE_BYTES:
            return read()
        return await self._hass.async_add_executor_job(read)


@callback
def async_keep_shut(hass: HomeAssistant, webhook_id: str) -> None:
    """Ask who posts to this address to come again later: unknown addresses are told that all is well."""
    _register(hass, webhook_id, _async_turn_away)


@callback
def async_take_down(hass: HomeAssistant, webhook_id: str) -> None:
    """Forget an address."""
    async_unregister(hass, webhook_id)


async def _async_turn_away(
    _hass: HomeAssistant, _webhook_id: str, _request: Request
) -> Response:
    return _turned_away(_shut())


def _register(hass: HomeAssistant, webhook_id: str, handler: Handler) -> None:
    async_unregister(hass, webhook_id)
    # Not by `local_only`, which answers 200 to a phone that is away; and all methods, as others are logged with the address.
    async_register(
        hass,
        DOMAIN,
        "RetroWalk",
        webhook_id,
        handler,
        allowed_methods=SUPPORTED_METHODS,
    )


def _response(task: asyncio.Task[Response]) -> Response:
    """What an answer is that may not have come about."""
    if task.cancelled():
        return _turned_away(_shut())
    if task.exception() is None:
        return task.result()
    return json_response({"reason": "failed"}, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def _turned_away(err: TurnedAwayError) -> Response:
    return json_response(err.body, status=err.status, headers=err.headers)


def _shut() -> TurnedAwayError:
    return TurnedAwayError(HTTPStatus.SERVICE_UNAVAILABLE, "not_ready", headers=_RETRY)
