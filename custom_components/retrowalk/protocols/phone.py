"""The posts of phones: bytes in, walks, counts and live events out, whichever app wrote them."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from .phone_fields import Fields, Receipt
from .phone_hc_webhook import is_hc_webhook, read_hc_webhook
from .phone_health_auto_export import is_health_auto_export, read_health_auto_export
from .phone_json import MOST_BYTES, read_json
from .phone_own import is_own, read_own, read_own_array
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
from .phone_samples import is_flat, is_health_sync, read_flat, read_health_sync
from .phone_shortcuts import is_shortcuts, is_tasker, read_shortcuts, read_tasker

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
    if isinstance(value, dict):
        return _read_object(value, headers, receipt)
    if isinstance(value, list):
        return _read_array(value, receipt)
    raise UnreadablePostError("", RefusalReason.WRONG_TYPE)


def _read_object(
    fields: Fields, headers: Mapping[str, str], receipt: Receipt
) -> PhonePost:
    """Tell the shape by its keys, of which each has some that no other has; ours last, as it is strict."""
    if is_hc_webhook(fields):
        return read_hc_webhook(fields, receipt)
    if is_health_auto_export(fields, headers):
        return read_health_auto_export(fields, headers, receipt)
    if is_health_sync(fields):
        return read_health_sync(fields, receipt)
    if is_flat(fields):
        return read_flat(fields, receipt)
    if is_tasker(fields):
        return read_tasker(fields, receipt)
    if is_shortcuts(fields):
        return read_shortcuts(fields, receipt)
    if is_own(fields):
        return read_own(fields, receipt)
    raise UnreadablePostError("", RefusalReason.UNKNOWN_SHAPE)


def _read_array(items: list[object], receipt: Receipt) -> PhonePost:
    """Tell the shape by the first object; what is of another shape lacks its fields, and is refused."""
    first = next((item for item in items if isinstance(item, dict)), {})
    if is_health_sync(first) and "samples" not in first:
        return read_health_sync(items, receipt)
    if is_flat(first):
        return read_flat(items, receipt)
    if is_shortcuts(first) and not is_tasker(first):
        return read_shortcuts(items, receipt)
    if is_own(first):
        return read_own_array(items, receipt)
    raise UnreadablePostError("", RefusalReason.UNKNOWN_SHAPE)
