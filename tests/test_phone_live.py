"""A phone that tells of a walk as it happens: it commands, and its pedometer measures."""

from collections.abc import Awaitable, Callable
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.retrowalk.home import HomeConfigEntry
from custom_components.retrowalk.walking.model import Direction, Session
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .guards import LEAK, guarded, see
from .homes import record_writes, walker_id
from .lamps import Lamp, put_up
from .paths import set_up_paths
from .posting import Answered, Phone, async_phone
from .sourced import follow
from .walkers import (
    ADA,
    async_furnish_home,
    async_pass,
    async_press,
    async_reload,
    file_of,
    kept,
    sessions_of,
    walker_of,
)

MORNING = "2026-11-23 07:00:00+05:30"
SESSION = "sensor.ada_s_walking_session"

type Walk = Callable[..., Awaitable[None]]


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


@pytest.fixture
def walk(hass: HomeAssistant, phone: Phone, freezer: FrozenDateTimeFactory) -> Walk:
    """Walk for some seconds, while the phone tells its totals every five."""

    async def walk(until_s: int, since_s: int = 0, **more: Any) -> None:
        for second in range(since_s + 5, until_s + 1, 5):
            await async_pass(hass, freezer, 5)
            shown = {"steps": second * 2, "distance_m": second * 0.9}
            answer = await phone.tell("sample", at=now(), **shown | more)
            assert (answer.status, answer["taken"]) == (200, 1), answer

    return walk


def now() -> str:
    """The phone's clock."""
    return dt_util.utcnow().isoformat()


def told(answer: Answered) -> tuple[int, int, int, str]:
    """Status, how many things were taken and known, and what the walker does."""
    return answer.status, answer["taken"], answer["known"], answer["state"]


def only_session(home: HomeConfigEntry) -> Session:
    """The one session there is."""
    [session] = walker_of(home).ledger.journal.sessions.values()
    return session


async def test_whole_walk(
    hass: HomeAssistant, home: HomeConfigEntry, phone: Phone, walk: Walk
) -> None:
    """Started, measured, turned, paused, resumed and finished by a phone: one session with its figures."""
    answer = await phone.tell("start", at=now(), planned=900, direction="backward")
    assert told(answer) == (200, 1, 0, "walking")
    assert hass.states.is_state(SESSION, "walking")
    await walk(60)
    assert told(await phone.tell("turn", at=now())) == (200, 1, 0, "walking")
    await walk(90, 60)
    assert told(await phone.tell("pause", at=now())) == (200, 1, 0, "paused")
    assert hass.states.is_state(SESSION, "paused")
    assert told(await phone.tell("resume", at=now())) == (200, 1, 0, "walking")
    await walk(120, 90)
    answer = await phone.tell("finish", at=now(), steps=244, distance_m=110)
    assert told(answer) == (200, 1, 0, "idle")
    session = only_session(home)
    assert session.active_s(Direction.BACKWARD) == pytest.approx(60, abs=1)
    assert session.active_s(Direction.FORWARD) == pytest.approx(60, abs=1)
    assert session.steps() == pytest.approx(244, abs=2)
    assert session.distance_m() == pytest.approx(110, abs=2)
    assert session.step_source == "view"


async def test_phone_joins_a_walk(
    hass: HomeAssistant, home: HomeConfigEntry, phone: Phone, walk: Walk
) -> None:
    """In a walk that was started by a button, what the phone counted before is not of it."""
    await async_press(hass, "start")
    await phone.tell("sample", at=now(), steps=4000, distance_m=3000)
    await walk(60, steps=None, distance_m=None)
    await phone.tell("sample", at=now(), steps=4110, distance_m=3080)
    await async_press(hass, "finish")
    session = only_session(home)
    assert session.steps() == pytest.approx(110, abs=1)
    assert session.distance_m() == pytest.approx(80, abs=1)


async def test_phone_beside_a_plug(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    phone: Phone,
    walk: Walk,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The plug of the treadmill knows that somebody walks, and the phone how far."""
    await follow(hass, home, motion="sensor.plug", motion_above=30)
    await phone.tell("start", at=now())
    hass.states.async_set("sensor.plug", "200", {"unit_of_measurement": "W"})
    for _ in range(5):
        await async_pass(hass, freezer, 1)
    await walk(120, 5)
    hass.states.async_set("sensor.plug", "3", {"unit_of_measurement": "W"})
    await phone.tell("finish", at=now(), steps=240, distance_m=108)
    session = only_session(home)
    assert session.source == "state:sensor.plug"
    assert session.active_s() == pytest.approx(120, abs=5)
    assert session.steps() == pytest.approx(240, abs=20)
    assert session.distance_m() == pytest.approx(108, abs=8)


async def test_restart_in_a_walk(
    hass: HomeAssistant, home: HomeConfigEntry, phone: Phone, walk: Walk
) -> None:
    """What is walked while Home Assistant is away is counted when the phone tells it."""
    await phone.tell("start", at=now())
    await walk(60)
    await async_reload(hass, home)
    await walk(120, 60)
    await phone.tell("finish", at=now())
    assert only_session(home).steps() == pytest.approx(240, abs=2)


async def test_each_event_once(
    hass: HomeAssistant, home: HomeConfigEntry, phone: Phone, walk: Walk
) -> None:
    """An event that is posted again is known, also after a restart; totals that come again add nothing."""
    at = now()
    await phone.tell("start", at=at)
    await walk(30)
    turned = now()
    await phone.tell("turn", at=turned)
    assert told(await phone.tell("turn", at=turned)) == (200, 0, 1, "walking")
    session = walker_of(home).data.session
    assert session is not None
    assert session.direction == "forward"
    await async_reload(hass, home)
    assert told(await phone.tell("turn", at=turned)) == (200, 0, 1, "walking")
    for _ in range(3):
        await phone.tell("sample", at=turned, steps=60, distance_m=27)
    finished = now()
    await phone.tell("finish", at=finished, steps=60)
    assert told(await phone.tell("finish", at=finished, steps=60)) == (
        200,
        0,
        1,
        "idle",
    )
    assert told(await phone.tell("start", at=at)) == (200, 0, 1, "idle")
    assert only_session(home).steps() == pytest.approx(60, abs=2)


async def test_samples_that_were_held_up(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    phone: Phone,
    walk: Walk,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Once its network is back, a phone tells all at once: time counts as it was walked, and the walk goes on but once."""
    await phone.tell("start", at=now())
    await walk(60)
    held = []
    for second in range(90, 361, 30):
        await async_pass(hass, freezer, 30)
        held.append((now(), second))
    assert hass.states.is_state(SESSION, "paused")
    resumed = record_writes(hass, SESSION)
    for at, second in held:
        answer = await phone.tell(
            "sample", at=at, steps=second * 2, distance_m=second * 0.9
        )
        assert answer["taken"] == 1
        await async_pass(hass, freezer, 0.1)
    assert [new.state for new in resumed if new.entity_id == SESSION] == ["walking"]
    await walk(420, 360)
    await phone.tell("finish", at=now())
    session = only_session(home)
    assert session.active_s() == pytest.approx(420, abs=2)
    assert session.steps() == pytest.approx(840, abs=12)
    assert session.distance_m() == pytest.approx(420 * 0.9, abs=2)


async def test_late_totals(home: HomeConfigEntry, phone: Phone, walk: Walk) -> None:
    """Totals that were overtaken on their way neither take away nor add."""
    await phone.tell("start", at=now())
    await walk(30)
    late = now()
    await walk(60, 30)
    answer = await phone.tell("sample", at=late, steps=61, distance_m=27)
    assert told(answer) == (200, 0, 1, "walking")
    await phone.tell("finish", at=now(), steps=122)
    assert only_session(home).steps() == pytest.approx(122, abs=2)


async def test_phone_that_begins_anew(
    home: HomeConfigEntry, phone: Phone, walk: Walk
) -> None:
    """A pedometer that begins at nothing again is measured from there."""
    await phone.tell("start", at=now())
    await walk(60)
    await walk(60)
    await phone.tell("finish", at=now())
    assert only_session(home).steps() == pytest.approx(240, abs=12)


@pytest.mark.parametrize("event", ["sample", "pause", "resume", "turn", "finish"])
async def test_no_walk(home: HomeConfigEntry, phone: Phone, event: str) -> None:
    """Where nobody walks there is nothing to measure and nothing to end."""
    answer = await phone.tell(event, steps=10)
    assert answer.reason == (409, "event", "no_session")
    assert answer["state"] == "idle"
    assert "no" in answer["message"].lower()
    assert sessions_of(home) == 0


async def test_start_of_long_ago(
    hass: HomeAssistant, phone: Phone, freezer: FrozenDateTimeFactory
) -> None:
    """A start that was held up on its way starts nothing."""
    at = now()
    freezer.tick(180)
    assert (await phone.tell("start", at=at)).reason == (
        409,
        "event",
        "begun_too_long_ago",
    )
    freezer.tick(86400 * 30)
    assert (await phone.tell("start", at=at)).reason == (422, "at", "not_live")
    assert hass.states.is_state(SESSION, "idle")


async def test_start_goes_on(
    hass: HomeAssistant, phone: Phone, freezer: FrozenDateTimeFactory
) -> None:
    """The start of a walk that pauses goes on with it, and keeps its totals."""
    await phone.tell("start")
    await phone.tell("pause")
    freezer.tick(5)
    assert told(await phone.tell("start")) == (200, 1, 0, "walking")


async def test_blocked_path(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """What is in the way of a walk is in the way of a phone too, which learns what it is."""
    await see(hass, binary_sensor__washer="on")
    home = await set_up_paths(hass, guarded(leak=[LEAK]))
    phone = await async_phone(hass, home, hass_client_no_auth, walker_id(1))
    answer = await phone.tell("start")
    assert answer.reason == (409, "event", "path_blocked")
    assert "Hallway" in answer["message"]
    assert hass.states.is_state(SESSION, "idle")
    await see(hass, binary_sensor__washer="off")
    assert told(await phone.tell("start")) == (200, 1, 0, "walking")


async def test_lights_first(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A walk begins after its lights; what is walked until then is counted, and it can be called off."""
    lamp = Lamp("Hall")
    await put_up(hass, lamp)
    lit = {"lights": [lamp.entity_id], "lead_s": 10, "when": "always"}
    home = await set_up_paths(hass, guarded(more=lit))
    phone = await async_phone(hass, home, hass_client_no_auth, walker_id(1))
    assert told(await phone.tell("start", at=now())) == (200, 1, 0, "idle")
    assert (await phone.tell("sample", steps=4)).status == 409
    assert told(await phone.tell("finish", at=now())) == (200, 1, 0, "idle")
    await async_pass(hass, freezer, 15)
    assert hass.states.is_state(SESSION, "idle")
    assert told(await phone.tell("start", at=now())) == (200, 1, 0, "idle")
    await async_pass(hass, freezer, 10)
    assert hass.states.is_state(SESSION, "walking")
    assert told(await phone.tell("sample", at=now(), steps=20))[:2] == (200, 1)
    await async_pass(hass, freezer, 5)
    await phone.tell("finish", at=now(), steps=30)
    [session] = home.runtime_data.walkers[walker_id(1)].ledger.journal.sessions.values()
    assert session.steps() == pytest.approx(30, abs=1)


@pytest.mark.parametrize("event", ["start", "sample", "finish"])
async def test_try_out(
    hass: HomeAssistant, home: HomeConfigEntry, phone: Phone, event: str
) -> None:
    """A test tells what would come of it, and changes nothing."""
    answer = await phone.tell(event, test=True, steps=5)
    assert answer.status == 200
    assert (answer["taken"], answer.refused) == (
        (1, []) if event == "start" else (0, ["no_session"])
    )
    assert hass.states.is_state(SESSION, "idle")
    await async_press(hass, "start")
    answer = await phone.tell(event, test=True, steps=5)
    assert told(answer) == (200, 1, 0, "walking")
    assert hass.states.is_state(SESSION, "walking")


@pytest.mark.parametrize(("planned", "kept_s"), [(1, 60), (900, 900), (86400, 86400)])
async def test_plan_is_within_bounds(
    hass: HomeAssistant, phone: Phone, planned: int, kept_s: int
) -> None:
    """A plan of no time is made one that makes sense; what was answered is on the disk."""
    assert (await phone.tell("start", planned=planned)).status == 200
    assert kept(file_of(hass, "checkpoint"))["open"]["planned_s"] == kept_s
