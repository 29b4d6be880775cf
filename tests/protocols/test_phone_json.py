"""Bodies that are no posts: other encodings, no JSON, JSON that means two things, too much of it."""

import codecs
from contextlib import suppress
import json
import time

import pytest

from custom_components.retrowalk.protocols.phone import (
    MOST_BYTES,
    RefusalReason as Reason,
    UnreadablePostError,
)
from custom_components.retrowalk.protocols.phone_json import MOST_DEPTH, MOST_ITEMS

from .documented_posts import parse, refusal

TEXT = '{"start": 1791094500, "duration": 60, "name": "Spaß im Flur"}'
NAME = "Spaß im Flur"


@pytest.mark.parametrize(
    "body",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
    ],
    ids=["utf-8", "utf-8 mark", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"],
)
def test_encodings_that_say_what_they_are(body: bytes) -> None:
    """UTF-8 needs no mark, the others do."""
    assert parse(body).workouts[0].name == NAME


@pytest.mark.parametrize(
    "body",
    [
        TEXT.encode("latin-1"),
        TEXT.encode("utf-16-le"),
        '{"test": true}'.encode("utf-16-le"),
        TEXT.encode("utf-32-be"),
        codecs.BOM_UTF16_LE + b"x",
        codecs.BOM_UTF32_LE + b"xxxx",
        b"\x1f\x8b\x08\x00compressed",
    ],
)
def test_other_encodings_are_refused(body: bytes) -> None:
    """Rather than read as something else."""
    assert refusal(body) == ("", Reason.WRONG_ENCODING)


@pytest.mark.parametrize(
    "body",
    [
        "",
        " ",
        "{",
        "{'start': 1}",
        '{"a": 01}',
        "hello",
        "[1,]",
        TEXT + TEXT,
        "1" * 5000,
    ],
)
def test_what_is_no_json_is_refused(body: str) -> None:
    """An integer of thousands of digits is none to us either."""
    assert refusal(body) == ("", Reason.NOT_JSON)


@pytest.mark.parametrize("name", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_of_json_is_refused(name: str) -> None:
    """Though Python reads it."""
    body = f'{{"start": 1791094500, "duration": 60, "steps": {name}}}'
    assert refusal(body) == (name, Reason.NOT_FINITE)


def test_a_key_that_comes_twice_is_refused() -> None:
    """Wherever: nobody knows which of the two is meant."""
    assert refusal('{"start": 1, "start": 2}') == ("start", Reason.DUPLICATE_KEY)
    body = '{"data": {"metrics": [{"name": "a", "name": "b"}]}}'
    assert refusal(body) == ("name", Reason.DUPLICATE_KEY)
    assert refusal('{"\\ud800": 1, "\\ud800": 2}') == ("", Reason.DUPLICATE_KEY)


@pytest.mark.parametrize("pair", ["[]", '{"a":}'])
def test_depth_is_bounded(pair: str) -> None:
    """And brackets within text, however many, are not depth."""
    begin, end = pair[:-1], pair[-1]
    deep = (
        begin * (MOST_DEPTH + 1)
        + ("1" if begin != "[" else "")
        + end * (MOST_DEPTH + 1)
    )
    assert refusal(deep) == ("", Reason.TOO_DEEP)
    flat = deep[len(begin) : -1]
    assert refusal(flat)[1] is not Reason.TOO_DEEP
    assert refusal(begin * 190_000) == ("", Reason.TOO_DEEP)
    name = json.dumps("[{" * 40 + '"\\' + "]")
    body = f'{{"start": 1791094500, "duration": 60, "name": {name}}}'
    assert parse(body).workouts[0].name.startswith("[{[{")


def test_the_number_of_items_is_bounded() -> None:
    """An array of a million is refused before it is read."""
    assert refusal("[" + "1," * (MOST_ITEMS - 2) + "1]") == ("", Reason.UNKNOWN_SHAPE)
    assert refusal("[" + "1," * MOST_ITEMS + "1]") == ("", Reason.TOO_MANY)


def test_the_size_is_bounded() -> None:
    """A mebibyte, whatever is in it."""
    fitting = TEXT.encode() + b" " * (MOST_BYTES - len(TEXT.encode()))
    assert parse(fitting).workouts
    assert refusal(fitting + b" ") == ("", Reason.TOO_BIG)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * MOST_BYTES,
        b'"' + b"[" * (MOST_BYTES - 2) + b'"',
        b'["' + b'","'.join([b"["] * 190_000) + b'"]',
        b"[" + b"[]," * 190_000 + b"[]]",
        b'[{"metric":"' + b"\\u0041" * 170_000 + b'"}]',
        b"\\" * MOST_BYTES,
        b'{"start":"' + b"1" * 1_000_000 + b'","duration":1}',
        b'{"start":1791094500,"duration":"' + b"1:" * 500_000 + b'"}',
        b'{"start":1791094500,"duration":1,"steps":"' + b"1 " * 500_000 + b'"}',
        b'{"start":1791094500,"duration":1,"steps":"' + b"1,111" * 30_000 + b'"}',
        b'{"start":"2026-10-04' + b" " * 1_000_000 + b'","duration":1}',
        b'{"start":1791094500,"duration":1,"name":"' + b" " * 1_000_000 + b'"}',
    ],
    ids=lambda body: body[:24],
)
def test_nothing_takes_long(body: bytes) -> None:
    """No text makes the reader go back and forth in it."""
    began = time.thread_time()
    with suppress(UnreadablePostError):
        parse(body)
    assert time.thread_time() - began < 2
