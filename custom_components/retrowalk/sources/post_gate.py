"""Who may post to an address, how much and how fast: all that is looked at before anything is understood."""

import asyncio
import hmac
from http import HTTPStatus
from ipaddress import ip_address
from typing import Final

from aiohttp.web import Request

from homeassistant.core import HomeAssistant
from homeassistant.helpers.network import is_cloud_connection
from homeassistant.util.network import is_local

from ..protocols.phone import MOST_BYTES

SIGNATURE: Final = "X-RetroWalk-Signature"
"""The header of a signed post: `sha256=` and the HMAC of the body in hexadecimal digits."""
PATIENCE_S: Final = 15.0
"""A phone has as long to send a body."""
MOST_PER_S: Final = 100
"""Posts to one address in a second."""

_CHUNK: Final = 1 << 16


class TurnedAwayError(Exception):
    """A post that is not looked at."""

    def __init__(
        self,
        status: HTTPStatus,
        reason: str,
        *,
        where: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        """Say why."""
        super().__init__(reason)
        self.status = status
        self.body = {"reason": reason}
        if where is not None:
            self.body["where"] = where
        self.headers = headers or {}


class Pace:
    """How fast posts may come: so many in a second, and as many at once."""

    def __init__(self, per_s: float) -> None:
        """Begin rested."""
        self._per_s = self._left = per_s
        self._asked_at: float | None = None

    def lets_pass(self, at: float) -> bool:
        """Whether one more may come now; `at` are seconds of a clock that never goes back."""
        if self._asked_at is not None:
            gained = (at - self._asked_at) * self._per_s
            self._left = min(self._per_s, self._left + gained)
        self._asked_at = at
        if self._left < 1:
            return False
        self._left -= 1
        return True


def is_outside(hass: HomeAssistant, request: Request) -> bool:
    """Whether a post comes from elsewhere than the home's network; what came through the cloud does."""
    if is_cloud_connection(hass) or request.remote is None:
        return True
    try:
        return not is_local(ip_address(request.remote))
    except ValueError:
        return True


def check_head(request: Request) -> None:
    """Look at what is known before the body comes. Raises TurnedAwayError."""
    encoding = request.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in ("", "identity"):
        # A few bytes may swell to gigabytes, and a signature is over what was sent.
        raise TurnedAwayError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "compressed", where="Content-Encoding"
        )
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length[:20]) > MOST_BYTES:
        raise _too_big()


async def async_body(request: Request) -> bytes:
    """Read the body, but no more than it may be, and not for ever. Raises TurnedAwayError."""
    content = request.content
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE_S):
            while chunk := await content.read(_CHUNK):
                body += chunk
                if len(body) > MOST_BYTES:
                    raise _too_big()
    except TimeoutError:
        raise TurnedAwayError(HTTPStatus.REQUEST_TIMEOUT, "too_slow") from None
    except ConnectionError:
        raise TurnedAwayError(HTTPStatus.BAD_REQUEST, "cut_off") from None
    return bytes(body)


def check_signature(request: Request, body: bytes, secret: str | None) -> None:
    """Look whether who sent this knows the secret, where there is one. Raises TurnedAwayError."""
    if secret is None:
        return
    given = request.headers.get(SIGNATURE, "").strip().lower()
    wanted = f"sha256={hmac.new(secret.encode(), body, 'sha256').hexdigest()}"
    if not hmac.compare_digest(given.encode(errors="replace"), wanted.encode()):
        reason = "wrong_signature" if given else "not_signed"
        raise TurnedAwayError(HTTPStatus.UNAUTHORIZED, reason, where=SIGNATURE)


def _too_big() -> TurnedAwayError:
    return TurnedAwayError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_big")
