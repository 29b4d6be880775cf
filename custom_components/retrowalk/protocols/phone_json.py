"""The JSON of a post, read so that nothing in it can surprise: no key twice, no NaN, not too deep, not too much."""

import codecs
from collections.abc import Iterator
import json
import re
from typing import Final, NoReturn

from .phone_fields import refuse
from .phone_post import RefusalReason

MOST_BYTES: Final = 1 << 20
MOST_ITEMS: Final = 200_000
MOST_DEPTH: Final = 32

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; the long ones first, as one begins like a short one."""

_NO_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))
_TOKENS: Final = re.compile(r'"(?:[^"\\]|\\.)*+"?|[][{}]', re.DOTALL)


def read_json(body: bytes) -> object:
    """Return what the body says. Raises UnreadablePostError, and nothing else."""
    if len(body) > MOST_BYTES:
        raise refuse("", RefusalReason.TOO_BIG)
    text = _text(body)
    if text.count(",") >= MOST_ITEMS:
        raise refuse("", RefusalReason.TOO_MANY)
    if _is_deep(text):
        raise refuse("", RefusalReason.TOO_DEEP)
    try:
        value: object = json.loads(
            text, object_pairs_hook=_once_each, parse_constant=_refuse_constant
        )
    except ValueError:
        # Also an integer of thousands of digits, which is no JSONDecodeError
        raise refuse("", RefusalReason.NOT_JSON) from None
    return value


def _text(body: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if body.startswith(mark)), "utf-8")
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        raise refuse("", RefusalReason.WRONG_ENCODING) from None
    if "\0" in text:
        # UTF-16 or UTF-32 that does not say so
        raise refuse("", RefusalReason.WRONG_ENCODING)
    return text


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise refuse(key, RefusalReason.DUPLICATE_KEY)
            seen.add(key)
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise refuse(name, RefusalReason.NOT_FINITE)


def _is_deep(text: str) -> bool:
    """Whether brackets stand in more than `MOST_DEPTH` others; quick for what is well-formed, exact for all."""
    brackets = text.encode("ascii", "ignore").translate(None, _NO_BRACKETS)
    for _ in range(MOST_DEPTH):
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if not brackets:
            return False
    return max(_depths(text), default=0) > MOST_DEPTH


def _depths(text: str) -> Iterator[int]:
    """Yield how deep each bracket outside of strings stands; ends when it is too deep anyway."""
    depth = 0
    for token in _TOKENS.finditer(text):
        if token[0][0] == '"':
            continue
        depth += 1 if token[0] in "[{" else -1
        yield depth
        if depth > MOST_DEPTH:
            return
