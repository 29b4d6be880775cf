"""What phones post of the past: workouts become walks, once; all else makes walks more exact."""

from datetime import datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.retrowalk.const import DOMAIN
from custom_components.retrowalk.home import HomeConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from .acting import ADA as OF_ADA, act
from .posting import Answered, Phone, async_phone
from .walkers import (
    ADA,
    BEN,
    a_journal,
    a_session,
    async_furnish_home,
    async_pass,
    async_press,
    async_reload,
    file_of,
    kept,
    put_file,
    session_ids,
    sessions_of,
    walker_of,
)

MORNING = "2026-11-23 07:00:00+05:30"
SIX = datetime.fromisoformat("2026-11-23T06:00:00+05:30")


@pytest.fixture(autouse=True)
def _morning(freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to(MORNING)


@pytest.fixture
async def home(hass: HomeAssistant) -> HomeConfigEntry:
    """A home with two walkers."""
    return await async_furnish_home(hass, ADA, BEN)


@pytest.fixture
async def phone(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    hass_client_no_auth: ClientSessionGenerator,
) -> Phone:
    """Ada's phone."""
    return await async_phone(hass, home, hass_client_no_auth)


def walk(minutes: float = 10, at: datetime = SIX, **more: Any) -> dict[str, Any]:
    """A walk in our own words."""
    return {"start": at.isoformat(), "duration": minutes * 60} | more


def workout(
    name: str = "Outdoor Walk", minutes: float = 10, at: datetime = SIX, **more: Any
) -> dict[str, Any]:
    """A workout as Health Auto Export sends it."""
    end = at + timedelta(minutes=minutes)
    of_one = {
        "id": f"{name} {at.isoformat()}",
        "name": name,
        "start": at.strftime("%Y-%m-%d %H:%M:%S %z"),
        "end": end.strftime("%Y-%m-%d %H:%M:%S %z"),
        "duration": minutes * 60,
        "distance": {"qty": 0.6, "units": "km"},
    }
    return {"data": {"metrics": [], "workouts": [of_one | more]}}


def counts(answer: Answered) -> tuple[int, int, int]:
    """How many things were taken, known and refused."""
    assert answer.status == 200, answer
    return answer["taken"], answer["known"], len(answer["refused"])


async def test_own_walk(home: HomeConfigEntry, phone: Phone) -> None:
    """A walk in our own words is one of the walker's: by the phone's figures, and on the disk."""
    answer = await phone.post(walk(steps=900, distance_m=520, id="1"))
    assert counts(answer) == (1, 0, 0)
    [session] = walker_of(home).ledger.journal.sessions.values()
    [part] = session.segments
    assert session.started_at == SIX
    assert session.finished_at == SIX + timedelta(minutes=10)
    assert (part.direction, part.active_s) == ("backward", 600)
    assert (part.distance_m, part.steps, part.step_source) == (520, 900, "phone")
    assert (session.by_hand, session.source) == (False, f"phone:{ADA}")
    assert session_ids(file_of(walker_of(home).hass, "journal.2026")) == [session.id]
    assert sessions_of(home, BEN) == 0


async def test_streak_and_goal_follow(hass: HomeAssistant, phone: Phone) -> None:
    """A walk of today that is posted reaches the goal, as if it had been walked with a treadmill."""
    await phone.post(walk(12))
    await hass.async_block_till_done()
    assert hass.states.is_state("binary_sensor.ada_s_walking_goal_reached", "on")
    assert hass.states.is_state("sensor.ada_s_walking_streak", "1")


async def test_resent(home: HomeConfigEntry, phone: Phone) -> None:
    """The same walk posted again changes nothing, with an id of its own or without."""
    for body in (walk(id="1"), walk(at=SIX - timedelta(hours=2), steps=900)):
        assert counts(await phone.post(body)) == (1, 0, 0)
        assert counts(await phone.post(body)) == (0, 1, 0)
    assert sessions_of(home) == 2


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize("done", ["delete_session", "edit_session", "move_session"])
async def test_resent_after_a_change(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    phone: Phone,
    freezer: FrozenDateTimeFactory,
    done: str,
    restarted: bool,
) -> None:
    """What a walker deleted, mended or gave away since does not come back, not even a month later."""
    own = walk(id="1", steps=900)
    assert counts(await phone.post(own)) == (1, 0, 0)
    [session_id] = walker_of(home).ledger.journal.sessions
    if done == "move_session":
        device = dr.async_get(hass).async_get_device_by_identifier(
            (DOMAIN, BEN), home.entry_id
        )
        assert device is not None
        await act(hass, "move_session", session_id=session_id, receiver=device.id)
    elif done == "edit_session":
        await act(hass, done, session_id=session_id, steps=10)
    else:
        await act(hass, done, session_id=session_id)
    before = dict(walker_of(home).ledger.journal.sessions)
    if restarted:
        await async_reload(hass, home)
    freezer.tick(timedelta(days=32))
    assert counts(await phone.post(own)) == (0, 1, 0)
    assert dict(walker_of(home).ledger.journal.sessions) == before
    assert sessions_of(home, BEN) == (done == "move_session")


async def test_undo_is_for_what_the_walker_did(
    hass: HomeAssistant, home: HomeConfigEntry, phone: Phone
) -> None:
    """What a phone posts takes no place among the changes that can be undone."""
    await phone.post(walk(id="1"))
    [session_id] = walker_of(home).ledger.journal.sessions
    await act(hass, "delete_session", session_id=session_id)
    await phone.post(walk(id="2", at=SIX - timedelta(hours=3)))
    await act(hass, "undo", **OF_ADA)
    assert sessions_of(home) == 2


@pytest.mark.parametrize(
    ("names", "name", "counted"),
    [
        ([], "Outdoor Walk", False),
        (["retro"], "Outdoor Walk", False),
        (["retro"], "RETRO Walking", True),
        (["indoor", "RÜCKWÄRTS"], "Gehen rückwärts", True),
        (["步行"], "户外步行", True),
        (["walk"], "", False),
    ],
)
async def test_which_workouts_are_backward(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    hass_client_no_auth: ClientSessionGenerator,
    names: list[str],
    name: str,
    counted: bool,
) -> None:
    """By the walker's own words, anywhere in the name; the ordinary walks of a day are none."""
    phone = await async_phone(hass, home, hass_client_no_auth, backward_names=names)
    answer = await phone.post(workout(name))
    assert counts(answer) == ((1, 0, 0) if counted else (0, 0, 1))
    assert answer.refused == ([] if counted else ["not_backward"])
    assert sessions_of(home) == counted


async def test_refused_workout_may_come_again(
    hass: HomeAssistant, home: HomeConfigEntry, phone: Phone
) -> None:
    """Once the walker has told the word, what was refused is taken."""
    answer = await phone.post(workout("Walk of mine"))
    [refused] = answer["refused"]
    assert refused == {
        "where": "workout of 2026-11-23 06:00",
        "reason": "not_backward",
    }
    subentry = home.subentries[ADA]
    data = {**subentry.data, "backward_names": ["of mine"]}
    hass.config_entries.async_update_subentry(home, subentry, data=data)
    await hass.async_block_till_done()
    assert counts(await phone.post(workout("Walk of mine"))) == (1, 0, 0)


@pytest.mark.parametrize(
    ("choice", "told", "way"),
    [
        ("backward", None, "backward"),
        ("forward", None, "forward"),
        ("ask", None, "unknown"),
        ("forward", "backward", "backward"),
        ("backward", "forward", "forward"),
    ],
)
async def test_direction_of_own_walks(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    phone: Phone,
    choice: str,
    told: str | None,
    way: str,
) -> None:
    """A walk goes the way it says, else as its walker chose to walk."""
    await hass.services.async_call(
        "select",
        "select_option",
        {"entity_id": "select.ada_s_walking_direction", "option": choice},
        blocking=True,
    )
    await phone.post(walk() | ({} if told is None else {"direction": told}))
    [session] = walker_of(home).ledger.journal.sessions.values()
    assert [part.direction for part in session.segments] == [way]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (walk(0.9), "too_short"),
        (
            walk(10, end=(SIX + timedelta(minutes=30)).isoformat(), duration=40),
            "too_short",
        ),
        (walk(10, steps=3000), "too_many_steps"),
        (walk(10, distance_m=4000), "too_fast"),
        (walk(10, SIX + timedelta(minutes=53)), "in_future"),
    ],
)
async def test_walks_that_are_none(
    home: HomeConfigEntry, phone: Phone, body: dict[str, Any], reason: str
) -> None:
    """What nobody can have walked, or hardly did, is refused, and says why."""
    answer = await phone.post(body)
    assert counts(answer) == (0, 0, 1)
    assert answer.refused == [reason]
    assert sessions_of(home) == 0


async def test_pauses_of_a_workout(home: HomeConfigEntry, phone: Phone) -> None:
    """A walk of which less was walked than passed has a pause."""
    await phone.post(walk(7, end=(SIX + timedelta(minutes=20)).isoformat()))
    [session] = walker_of(home).ledger.journal.sessions.values()
    assert session.active_s() == 420
    assert session.finished_at == SIX + timedelta(minutes=20)


async def test_workout_in_the_time_of_a_walk(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """A workout never makes a second session of a walk; it is known from then on, even if that is deleted."""
    phone = await async_phone(hass, home, hass_client_no_auth, backward_names=["retro"])
    await phone.post(walk(id="1"))
    overlapping = workout("Retro", at=SIX + timedelta(minutes=5))
    answer = await phone.post(overlapping)
    assert sessions_of(home) == 1
    assert answer["refused"] == []
    assert answer["taken"] + answer["known"] == 1
    [session_id] = walker_of(home).ledger.journal.sessions
    await act(hass, "delete_session", session_id=session_id)
    assert counts(await phone.post(overlapping)) == (0, 1, 0)
    assert sessions_of(home) == 0


async def test_workout_in_the_time_of_an_open_walk(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    phone: Phone,
    freezer: FrozenDateTimeFactory,
) -> None:
    """While a walk goes on, a workout of its time is no walk of its own."""
    await async_press(hass, "start")
    await async_pass(hass, freezer, 300)
    begun = datetime.fromisoformat(MORNING)
    answer = await phone.post(walk(4, at=begun))
    assert answer["refused"] == []
    await async_press(hass, "finish")
    assert sessions_of(home) == 1


async def test_workout_in_the_time_of_a_walk_that_comes_to_nothing(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    phone: Phone,
    freezer: FrozenDateTimeFactory,
) -> None:
    """It is a walk after all, when it comes again."""
    await async_press(hass, "start")
    await async_pass(hass, freezer, 60)
    begun = datetime.fromisoformat(MORNING) - timedelta(minutes=9, seconds=30)
    posted = walk(10, at=begun, id="w")
    await phone.post(posted)
    await act(hass, "discard", **OF_ADA)
    assert sessions_of(home) == 0
    assert counts(await phone.post(posted)) == (1, 0, 0)
    assert sessions_of(home) == 1


async def test_what_is_taken_is_on_the_disk(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    phone: Phone,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Who was told that steps were taken never tells them again, so they outlive a power cut before they are settled."""
    await async_press(hass, "start")
    await async_pass(hass, freezer, 600)
    await async_press(hass, "finish")
    await async_pass(hass, freezer, 300)
    begun = datetime.fromisoformat(MORNING)
    assert counts(await phone.post(walk(10, at=begun, id="w", steps=900)))[0] == 1
    [unsettled] = kept(file_of(hass, "checkpoint"))["unsettled"]
    assert unsettled["seen"]


async def test_wrong_walker(
    hass: HomeAssistant,
    home: HomeConfigEntry,
    phone: Phone,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """An address is one walker's: who posts to it posts for them, whatever was posted elsewhere."""
    of_ben = await async_phone(
        hass, home, hass_client_no_auth, BEN, webhook_id="8e" * 32
    )
    await phone.post(walk(id="1"))
    assert counts(await of_ben.post(walk(id="1"))) == (1, 0, 0)
    assert (sessions_of(home), sessions_of(home, BEN)) == (1, 1)
    ids = [list(walker_of(home, one).ledger.journal.sessions) for one in (ADA, BEN)]
    assert ids[0] != ids[1]


async def test_try_out(home: HomeConfigEntry, phone: Phone) -> None:
    """A test tells what would come of it, and changes nothing."""
    for _ in range(2):
        answer = await phone.post(walk(id="1") | {"test": True})
        assert (counts(answer), answer["test"]) == ((1, 0, 0), True)
    assert sessions_of(home) == 0
    await phone.post(walk(id="1"))
    answer = await phone.post(walk(id="1") | {"test": True})
    assert counts(answer) == (0, 1, 0)
    answer = await phone.post(walk(0.5, SIX - timedelta(hours=1)) | {"test": True})
    assert answer.refused == ["too_short"]


async def test_many_refusals(home: HomeConfigEntry, phone: Phone) -> None:
    """Of very many refusals, the first are told one by one."""
    many = workout()
    [one] = many["data"]["workouts"]
    many["data"]["workouts"] = [one | {"id": str(number)} for number in range(70)]
    answer = await phone.post(many)
    assert (len(answer["refused"]), answer["refused_more"]) == (50, 20)


async def test_journal_that_cannot_be_read(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """Nothing is taken that could not be entered: the phone is asked to keep it."""
    put_file(file_of(hass, "journal.2026"), [])
    home = await async_furnish_home(hass, ADA)
    phone = await async_phone(hass, home, hass_client_no_auth)
    for body in (walk(), walk() | {"test": True}):
        answer = await phone.post(body)
        assert answer.reason == (503, None, "walker_read_only")
        assert answer.headers["Retry-After"]


@pytest.mark.parametrize("payload", [[], {"walks": [1], "events": [], "totals": []}])
async def test_memory_that_cannot_be_read(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    payload: Any,
) -> None:
    """It is set aside; what is in the journal is known all the same."""
    home = await async_furnish_home(hass, ADA)
    phone = await async_phone(hass, home, hass_client_no_auth)
    await phone.post(walk(id="1"))
    assert await hass.config_entries.async_unload(home.entry_id)
    put_file(file_of(hass, "phone"), payload)
    assert await hass.config_entries.async_setup(home.entry_id)
    await hass.async_block_till_done()
    assert counts(await phone.post(walk(id="1"))) == (0, 1, 0)
    assert [*file_of(hass, "phone").parent.glob("*phone.set_aside*")]


async def test_walk_beside_those_of_years(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """A walk that touches others is one of its own."""
    put_file(
        file_of(hass, "journal.2026"),
        a_journal(
            a_session("ONE", "2026-11-23T00:18:00+00:00", 12),
            a_session("TWO", "2026-11-23T00:40:00+00:00", 12),
        ),
    )
    home = await async_furnish_home(hass, ADA)
    phone = await async_phone(hass, home, hass_client_no_auth)
    assert counts(await phone.post(walk(10))) == (1, 0, 0)
    assert sessions_of(home) == 3
