"""The posts of phones: bytes in, walks, counts and live events out, whichever app wrote them."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from .phone_fields import Receipt
from .phone_json import MOST_BYTES, read_json
from .phone_own import is_own, read_own
from .phone_post import (
    Count,
    CountKind,
    LiveEvent,
    LiveKind,
    PhonePost,
    PostShape,
    RefusalReason,
    Refused,
    UnreadablePostError,
    Workout,
)

__all__ = [
    "MOST_BYTES",
    "Count",
    "CountKind",
    "LiveEvent",
    "LiveKind",
    "PhonePost",
    "PostShape",
    "RefusalReason",
    "Refused",
    "UnreadablePostError",
    "Workout",
    "parse_post",
]


def parse_post(
    body: bytes, *, headers: Mapping[str, str], received_at: datetime, zone: tzinfo
) -> PhonePost:
    """Return what a post says; dates without an offset are in `zone`.

    May run in any thread. What is wrong one by one is refused one by one. Raises UnreadablePostError, and nothing
    else, where the body is wrong as a whole.
    """
    receipt = Receipt(received_at=received_at, zone=zone)
    value = read_json(body)
    if isinstance(value, dict) and is_own(value):
        return read_own(value, receipt)
    raise UnreadablePostError("", RefusalReason.UNKNOWN_SHAPE)
