"""Whatever is posted, a phone is answered: what cannot be read is refused with the first wrong field, and nothing is kept."""

import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.core import HomeAssistant

from .posting import async_phone
from .test_post_gate import complaints
from .walkers import ADA, async_furnish_home, files, sessions_of

START = "2026-11-23T06:00:00+05:30"
GOOD: dict[str, Any] = {"start": START, "duration": 600}


@pytest.fixture(autouse=True)
def _morning(freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to("2026-11-23 07:00:00+05:30")


def other(**fields: Any) -> bytes:
    """A walk with something wrong in it."""
    return json.dumps(GOOD | fields).encode()


BAD = {
    "nothing": (b"", "", "not_json"),
    "truncated": (json.dumps(GOOD).encode()[:-9], "", "not_json"),
    "no JSON": (b"steps=900", "", "not_json"),
    "a word": (b'"walk"', "", "wrong_type"),
    "a number": (b"7", "", "wrong_type"),
    "nothing in it": (b"{}", "", "unknown_shape"),
    "somebody else's": (b'{"entity_id": "light.x"}', "", "unknown_shape"),
    "start of a wrong type": (other(start=[1]), "start", "wrong_type"),
    "no date": (other(start="yesterday"), "start", "not_a_date"),
    "in 1970": (other(start="1970-01-01T00:00:00Z"), "start", "too_old"),
    "in the future": (other(start="2027-01-01T00:00:00Z"), "start", "in_the_future"),
    "end before start": (
        other(end="2026-11-23T05:00:00+05:30"),
        "end",
        "ends_before_start",
    ),
    "negative steps": (other(steps=-4), "steps", "negative"),
    "no number": (other(steps="many"), "steps", "not_a_number"),
    "NaN": (b'{"start": "%s", "duration": NaN}' % START.encode(), "NaN", "not_finite"),
    "infinite": (
        b'{"start": "%s", "duration": 1e999}' % START.encode(),
        "duration",
        "not_finite",
    ),
    "too many digits": (b'{"start": ' + b"9" * 5000 + b"}", "", "not_json"),
    "duplicate keys": (b'{"start": 1, "start": 2}', "start", "duplicate_key"),
    "unknown field": (other(stepz=4), "stepz", "unknown_field"),
    "unknown direction": (other(direction="sideways"), "direction", "unknown_value"),
    "unknown event": (b'{"event": "dance"}', "event", "unknown_value"),
    "latin letters": ('{"name": "Füße"}'.encode("latin-1"), "", "wrong_encoding"),
    "UTF-16 unsaid": (json.dumps(GOOD).encode("utf-16-le"), "", "wrong_encoding"),
    "lone surrogate": (other(**{"\ud800": 1}), None, "unknown_field"),
    "deep": (b"[" * 10_000 + b"]" * 10_000, "", "too_deep"),
    "array of a million": (b"[" + b"1," * 499_999 + b"1]", "", "too_many"),
}


@pytest.mark.parametrize("kind", BAD)
async def test_body_that_cannot_be_read(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    caplog: pytest.LogCaptureFixture,
    kind: str,
) -> None:
    """It is refused with what is wrong first, in the answer and not in the log."""
    body, where, reason = BAD[kind]
    home = await async_furnish_home(hass, ADA)
    phone = await async_phone(hass, home, hass_client_no_auth)
    before = files(hass)
    answer = await phone.post(body)
    assert answer.status == 422
    assert answer["reason"] == reason
    assert where is None or answer["where"] == where
    assert sessions_of(home) == 0
    assert files(hass) == before
    assert not complaints(caplog)
    assert (await phone.post(GOOD))["taken"] == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
async def test_encodings_that_say_what_they_are(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, encoding: str
) -> None:
    """A walk is read in each of them."""
    home = await async_furnish_home(hass, ADA)
    phone = await async_phone(hass, home, hass_client_no_auth)
    body = json.dumps(GOOD | {"name": "Füße"}, ensure_ascii=False).encode(encoding)
    assert (await phone.post(body))["taken"] == 1


async def test_thousands_of_bad_things(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """What is wrong one by one is refused one by one; the good ones among them are taken."""
    home = await async_furnish_home(hass, ADA)
    phone = await async_phone(hass, home, hass_client_no_auth)
    samples = [{"qty": -1, "date": "never"}] * 5000
    workouts = [{"name": 7}, {}, None]
    body = {
        "data": {
            "metrics": [{"name": "step_count", "units": "count", "data": samples}],
            "workouts": workouts,
        }
    }
    answer = await phone.post(body)
    assert answer.status == 200
    assert len(answer["refused"]) == 50
    assert answer["refused_more"] >= 4950
