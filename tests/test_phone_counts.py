"""What phones count loose: it makes walks more exact, and is no walk itself; bodies of all apps come in through the server."""

from datetime import datetime, timedelta
from http import HTTPStatus
import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.retrowalk.home import HomeConfigEntry
from custom_components.retrowalk.walking.model import Session
from homeassistant.core import HomeAssistant

from .posting import Answered, Phone, async_phone
from .protocols.documented_posts import DOCUMENTED, RECEIVED, DocumentedPost
from .walkers import (
    ADA,
    async_furnish_home,
    async_pass,
    async_press,
    async_reload,
    async_walk_on_the_clock,
    file_of,
    kept,
    sessions_of,
    walker_of,
)

MORNING = "2026-11-23 07:00:00+05:30"


@pytest.fixture(autouse=True)
def _morning(freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to(MORNING)


@pytest.fixture
async def home(hass: HomeAssistant) -> HomeConfigEntry:
    """A home with one walker."""
    return await async_furnish_home(hass, ADA)


@pytest.fixture
async def phone(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    hass_client_no_auth: ClientSessionGenerator,
) -> Phone:
    """Ada's phone."""
    return await async_phone(hass, home, hass_client_no_auth)


def steps(
    *counts: float, since: str = MORNING, source: str = "iPhone"
) -> dict[str, Any]:
    """Steps of one minute after the other, as Health Auto Export sends them."""
    begin = datetime.fromisoformat(since)
    samples = [
        {
            "qty": count,
            "date": f"{begin + timedelta(minutes=minute):%Y-%m-%d %H:%M:%S %z}",
            "source": source,
        }
        for minute, count in enumerate(counts)
    ]
    return {
        "data": {"metrics": [{"name": "step_count", "units": "count", "data": samples}]}
    }


def total(value: int, until: str, day: str = "2026-11-23") -> dict[str, Any]:
    """The steps of a day so far, as HealthSync sends them."""
    return {
        "secret": "of-the-app",
        "samples": [
            {
                "metric": "steps",
                "value": value,
                "unit": "count",
                "start_date": f"{day}T00:00:00+05:30",
                "end_date": f"{day}T{until}:00+05:30",
                "daily_total": True,
            }
        ],
    }


def counts(answer: Answered) -> tuple[int, int, int]:
    """How many things were taken, known and of no use."""
    assert answer.status == HTTPStatus.OK, answer
    return answer["taken"], answer["known"], answer["unused"]


def only_session(home: HomeConfigEntry) -> Session:
    """The one session there is."""
    [session] = walker_of(home).ledger.journal.sessions.values()
    return session


async def test_steps_of_a_walk(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    phone: Phone,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Steps counted in the time of a walk are its steps; those before and after are nobody's, and make no walk."""
    await async_walk_on_the_clock(hass, freezer, 180)
    minutes = (50, 60, 90.4, 91.6, 92, 70, 0)
    body = steps(*minutes, since="2026-11-23 06:58:00+05:30")
    await async_pass(hass, freezer, 300)
    assert counts(await phone.post(body)) == (3, 0, 4)
    assert counts(await phone.post(body)) == (0, 3, 4)
    await async_pass(hass, freezer, 1200)
    session = only_session(home)
    assert (session.steps(), session.step_source) == (274, "phone")


async def test_steps_of_an_open_walk(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    phone: Phone,
    freezer: FrozenDateTimeFactory,
) -> None:
    """They are kept for the walk that goes on, over a restart too."""
    await async_press(hass, "start")
    await async_pass(hass, freezer, 120)
    assert counts(await phone.post(steps(90, 92))) == (2, 0, 0)
    await async_reload(hass, home)
    assert counts(await phone.post(steps(90, 92))) == (0, 2, 0)
    await async_pass(hass, freezer, 5)
    await async_press(hass, "finish")
    await async_pass(hass, freezer, 1300)
    assert only_session(home).step_source == "phone"
    assert only_session(home).steps() == pytest.approx(182, abs=2)


async def test_sources_are_never_summed(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    phone: Phone,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A watch and a phone that counted the same steps counted them once; what they are called is written nowhere."""
    await async_walk_on_the_clock(hass, freezer, 180)
    await async_pass(hass, freezer, 60)
    await phone.post(steps(90, 90, 90, source="Ada's Watch"))
    await phone.post(steps(80, 80, 80, source="Ada's iPhone"))
    await async_pass(hass, freezer, 1300)
    assert only_session(home).steps() == 270
    for part in ("journal.2026", "checkpoint", "phone"):
        if (file := file_of(hass, part)).exists():
            text = file.read_text(encoding="utf-8")
            assert "Watch" not in text
            assert "iPhone" not in text


async def test_total_of_a_day(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    phone: Phone,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Of a day's total only what it rose by is of a walk; the first one, and a new day's, are where it begins."""
    assert counts(await phone.post(total(4000, "07:00"))) == (1, 0, 0)
    assert counts(await phone.post(total(4000, "07:00"))) == (0, 1, 0)
    await async_walk_on_the_clock(hass, freezer, 180)
    assert counts(await phone.post(total(4270, "07:03"))) == (1, 0, 0)
    assert counts(await phone.post(total(4270, "07:03"))) == (0, 1, 0)
    assert counts(await phone.post(total(4100, "07:01"))) == (0, 1, 0)
    await async_reload(hass, home)
    assert counts(await phone.post(total(4270, "07:03"))) == (0, 1, 0)
    await async_pass(hass, freezer, 1300)
    assert only_session(home).steps() == 270
    assert sessions_of(home) == 1
    freezer.move_to("2026-11-24 07:00:00+05:30")
    day = "2026-11-24"
    assert counts(await phone.post(total(5000, "07:00", day))) == (1, 0, 0)
    assert only_session(home).steps() == 270


async def test_total_that_fell(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    phone: Phone,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A total that an app has corrected downward is where it begins anew."""
    await phone.post(total(4000, "07:00"))
    await async_walk_on_the_clock(hass, freezer, 180)
    await phone.post(total(3900, "07:01"))
    await phone.post(total(4090, "07:03"))
    await async_pass(hass, freezer, 1300)
    assert only_session(home).steps() <= 190


async def test_secret_of_an_app(
    hass: HomeAssistant, phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    """What HealthSync calls its secret is not looked at, nor kept."""
    caplog.clear()
    await phone.post(total(4000, "07:00"))
    assert "of-the-app" not in caplog.text
    assert kept(file_of(hass, "phone")).keys() == {"walks", "events", "totals"}
    assert "of-the-app" not in file_of(hass, "phone").read_text(encoding="utf-8")


async def test_try_out(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    phone: Phone,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A test tells how much would be of use, and changes nothing."""
    await async_walk_on_the_clock(hass, freezer, 180)
    await async_pass(hass, freezer, 60)
    body = steps(90, 90, 90, 90) | {"test": True}
    assert counts(await phone.post(body)) == (3, 0, 1)
    assert counts(await phone.post(total(4000, "07:00") | {"test": True})) == (1, 0, 0)
    await async_pass(hass, freezer, 1300)
    assert only_session(home).step_source != "phone"
    assert counts(await phone.post(total(4000, "07:00"))) == (1, 0, 0)


@pytest.mark.parametrize("post", DOCUMENTED, ids=lambda post: post.name)
async def test_documented_bodies(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
    post: DocumentedPost,
) -> None:
    """Each app's documented body is answered with what it came to; once more, nothing in it is new."""
    freezer.move_to(RECEIVED)
    home = await async_furnish_home(hass, ADA)
    words = ["walk", "gehen", "spazier", "marche", "步行"]
    phone = await async_phone(hass, home, hass_client_no_auth, backward_names=words)
    if post.name == "own_live":
        await phone.tell("start", at="2026-10-04T17:59:00+00:00")
    whole = json.dumps(post.body).encode()
    headers = {name.replace("-", "_"): text for name, text in post.headers.items()}
    answer = await phone.post(whole, **headers)
    assert answer.status == HTTPStatus.OK, answer
    before = sessions_of(home)
    again = await phone.post(whole, **headers)
    assert again.status == HTTPStatus.OK
    if answer.body.get("test"):
        assert again["taken"] == answer["taken"]
        assert sessions_of(home) == 0
    else:
        assert again["taken"] == 0
        assert again["known"] == answer["taken"] + answer["known"]
        assert again["refused"] == answer["refused"]
    assert sessions_of(home) == before
