"""Posts as the documents of their apps describe them, and how they are read in these tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from custom_components.retrowalk.protocols.phone import (
    Count,
    PhonePost,
    RefusalReason,
    UnreadablePostError,
    Workout,
    parse_post,
)

RECEIVED = datetime(2026, 10, 4, 18, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
_FOLDER = Path(__file__).parent / "phone_bodies"


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentedPost:
    """A post, and where its form is described."""

    name: str
    source: str
    headers: dict[str, str]
    body: Any

    def encoded(self) -> bytes:
        """What comes over the wire."""
        return json.dumps(self.body).encode()


def documented(name: str) -> DocumentedPost:
    """Return one of the posts in `phone_bodies`."""
    kept = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return DocumentedPost(name=name, **kept)


DOCUMENTED = [documented(path.stem) for path in sorted(_FOLDER.glob("*.json"))]


def parse(
    body: bytes | str | object,
    *,
    headers: Mapping[str, str] | None = None,
    received_at: datetime = RECEIVED,
    zone: ZoneInfo = BERLIN,
) -> PhonePost:
    """Read a body; what is neither bytes nor text is written as JSON first."""
    if isinstance(body, str):
        body = body.encode()
    elif not isinstance(body, bytes):
        body = json.dumps(body).encode()
    return parse_post(body, headers=headers or {}, received_at=received_at, zone=zone)


def parse_documented(name: str) -> PhonePost:
    """Read a documented post."""
    post = documented(name)
    return parse(post.encoded(), headers=post.headers)


def refusal(body: object, **others: Any) -> tuple[str, RefusalReason]:
    """Read a body that is wrong as a whole, and return where and why."""
    with pytest.raises(UnreadablePostError) as wrong:
        parse(body, **others)
    return wrong.value.where, wrong.value.reason


def at(text: str) -> datetime:
    """Return a moment of the day of these posts, in UTC."""
    return datetime.fromisoformat(f"2026-10-{text}+00:00")


def told(counts: tuple[Count, ...]) -> list[tuple[object, ...]]:
    """Return what counts tell, but for their keys."""
    return [
        (
            count.kind,
            round(count.value, 3),
            count.started_at,
            count.finished_at,
            count.source,
            count.daily_total,
        )
        for count in counts
    ]


def without_key(workout: Workout) -> dict[str, object]:
    """Return what a workout tells, but for its key and what is not told."""
    names = Workout.__dataclass_fields__.keys() - {"key"}
    values = {name: getattr(workout, name) for name in sorted(names)}
    return {
        name: round(value, 3) if isinstance(value, float) else value
        for name, value in values.items()
        if value is not None and value != ""
    }
