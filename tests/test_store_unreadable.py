"""Files that cannot be read: each is named, left alone, and walked on beside; nothing ends in a traceback."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.retrowalk.walking.journal import DecisionKey
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from .belts import async_put_belt_on_air, async_walk
from .walkers import (
    ADA,
    a_decision,
    a_journal,
    a_session,
    async_furnish_home,
    async_join,
    async_pass,
    async_reload,
    async_walk_on_the_clock,
    errors,
    file_of,
    issue,
    put_file,
    session_ids,
    sessions_of,
    walker_of,
)

OLD = a_session("OLD", "2026-05-04T06:00:00+00:00")

type Damage = Callable[[Path], None]


@pytest.fixture(autouse=True)
def _noon(freezer: FrozenDateTimeFactory) -> None:
    """Stop the clock at noon in Kolkata."""
    freezer.move_to("2026-11-23T06:30:00+00:00")


def contents(*paths: Path) -> list[bytes]:
    """What the files hold."""
    return [path.read_bytes() for path in paths]


def cut_short(path: Path) -> None:
    """Leave half of the file, as a power cut does."""
    path.write_bytes(path.read_bytes()[:60])


def from_the_future(path: Path) -> None:
    """Put there what a newer RetroWalk would write."""
    put_file(path, {"walks": {}}, version=2)


def from_the_past(path: Path) -> None:
    """Put there what no RetroWalk has ever written."""
    put_file(path, a_journal(OLD), version=0)


def directory(path: Path) -> None:
    """Put a folder there, which cannot be read any more than a file of somebody else's."""
    path.unlink()
    path.mkdir()


def nonsense(text: str) -> Damage:
    """Put this text there."""

    def put(path: Path) -> None:
        path.write_text(text, encoding="utf-8")

    put.__name__ = text or "nothing"
    return put


def odd(name: str, payload: object) -> Damage:
    """Put this there as if the store had written it."""

    def put(path: Path) -> None:
        put_file(path, payload)

    put.__name__ = name
    return put


def odd_session(**fields: object) -> Damage:
    """Put a session there with fields that make no sense."""
    return odd(f"session with {fields}", a_journal(OLD | fields))


UNREADABLE: list[Damage] = [
    cut_short,
    from_the_future,
    from_the_past,
    directory,
    *map(nonsense, ("", "{}", "[]", "3", '"text"', "null", "true", "\x00\x00")),
    nonsense('{"version": 1}'),
    nonsense('{"version": "one", "data": {}}'),
    nonsense('{"version": 1, "minor_version": 1, "data": null}'),
    odd("list", []),
    odd("text", "walks"),
    odd("no sessions", {"decisions": []}),
    odd("no decisions", {"sessions": []}),
    odd("sessions that are no list", {"sessions": 5, "decisions": []}),
    odd("session that is no session", a_journal({}, {})),
    odd("decision that is none", a_journal(OLD, decisions=({"key": "daily_goal"},))),
    odd(
        "decision on nothing",
        a_journal(OLD, decisions=(a_decision("2026-05-04", "shoe_size", 42),)),
    ),
    odd_session(id=7),
    odd_session(started_at="yesterday"),
    odd_session(started_at="2026-05-04T06:00:00"),
    odd_session(finished_at="2026-05-04T05:00:00+00:00"),
    odd_session(day=20260504),
    odd_session(reason="boredom"),
    odd_session(by_hand="yes"),
    odd_session(segments={}),
    odd_session(segments=[OLD["segments"][0] | {"steps": -4}]),
    odd_session(segments=[OLD["segments"][0] | {"steps": 1.5}]),
    odd_session(segments=[OLD["segments"][0] | {"active_s": None}]),
    odd_session(segments=[OLD["segments"][0] | {"distance_m": True}]),
    odd_session(segments=[OLD["segments"][0] | {"direction": "sideways"}]),
]


@pytest.mark.parametrize("damage", UNREADABLE, ids=lambda damage: damage.__name__)
async def test_unreadable_journal(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    damage: Damage,
) -> None:
    """A damaged year is named and left alone, walks wait beside it, and all is well once it is restored."""
    journal = file_of(hass, "journal.2026")
    put_file(journal, a_journal(OLD))
    sound = journal.read_bytes()
    damage(journal)
    damaged = None if journal.is_dir() else journal.read_bytes()
    home = await async_furnish_home(hass, ADA)

    shown = issue(hass, "journal_unreadable")
    assert shown is not None
    assert shown.translation_placeholders is not None
    assert shown.translation_placeholders["walker"] == "Ada"
    assert "journal.2026" in shown.translation_placeholders["reason"]
    assert errors(caplog, "cannot be read") == 1
    with pytest.raises(ServiceValidationError):
        await walker_of(home).async_decide({DecisionKey.DAILY_GOAL: 5})
    await async_walk_on_the_clock(hass, freezer)
    assert sessions_of(home) == 1
    [new] = session_ids(file_of(hass, "waiting"))
    await async_reload(hass, home)
    assert sessions_of(home) == 1
    remains = [
        path for path in journal.parent.glob(f"{journal.name}*") if path.is_file()
    ]
    assert contents(*remains) == ([] if damaged is None else [damaged])
    assert errors(caplog, "cannot be read") == 2

    if journal.is_dir():
        journal.rmdir()
    journal.write_bytes(sound)
    await async_reload(hass, home)
    assert not issue(hass, "journal_unreadable")
    assert sessions_of(home) == 2
    await async_walk_on_the_clock(hass, freezer)
    assert session_ids(journal)[:2] == ["OLD", new]
    assert not file_of(hass, "waiting").exists()


async def test_streak_is_not_lost_with_an_unreadable_year(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """As long as nothing was decided, nobody is told that a streak is lost."""
    home = await async_furnish_home(hass, ADA)
    await async_walk_on_the_clock(hass, freezer, 660)
    assert walker_of(home).data.standing.streak.current == 1
    file_of(hass, "journal.2026").write_text("[]", encoding="utf-8")
    told: list[object] = []
    await async_reload(hass, home)
    walker_of(home).moments.async_add(told.append)
    await async_pass(hass, freezer, 60)
    freezer.tick(timedelta(days=2))
    async_fire_time_changed(hass)
    await hass.async_block_till_done()
    assert told == []


async def test_two_unreadable_years(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Walks of several years wait together, each for its own file."""
    for year in (2026, 2027):
        from_the_future(file_of(hass, f"journal.{year}"))
    home = await async_furnish_home(hass, ADA)
    await async_walk_on_the_clock(hass, freezer)
    freezer.move_to("2027-03-01T06:00:00+00:00")
    async_fire_time_changed(hass)
    await async_walk_on_the_clock(hass, freezer)
    first, second = session_ids(file_of(hass, "waiting"))
    for year in (2026, 2027):
        put_file(file_of(hass, f"journal.{year}"), a_journal())
    await async_reload(hass, home)
    await async_walk_on_the_clock(hass, freezer)
    assert session_ids(file_of(hass, "journal.2026")) == [first]
    assert session_ids(file_of(hass, "journal.2027"))[0] == second
    assert sessions_of(home) == 3


async def test_discarding_the_only_waiting_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A damaged year is not overwritten either when nothing waits for it any more."""
    journal = file_of(hass, "journal.2026")
    from_the_future(journal)
    before = journal.read_bytes()
    home = await async_furnish_home(hass, ADA)
    belt = await async_put_belt_on_air(hass)
    await async_join(hass, belt.address)
    belt.start(3.0)
    await async_walk(hass, freezer, belt, 90)
    belt.stop()
    await async_walk(hass, freezer, belt, 5)
    assert len(session_ids(file_of(hass, "waiting"))) == 1
    belt.start(3.0)
    await async_walk(hass, freezer, belt, 5)
    await walker_of(home).async_discard()
    await hass.async_block_till_done()
    assert session_ids(file_of(hass, "waiting")) == []
    assert contents(journal) == [before]


async def test_sound_years_are_kept_beside_an_unreadable_one(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Only the walks of the damaged year have to wait."""
    put_file(file_of(hass, "journal.2025"), a_journal(OLD | {"day": "2025-05-04"}))
    from_the_future(file_of(hass, "journal.2024"))
    home = await async_furnish_home(hass, ADA)
    await async_walk_on_the_clock(hass, freezer)
    assert sessions_of(home) == 2
    assert len(session_ids(file_of(hass, "journal.2026"))) == 1
    assert not file_of(hass, "waiting").exists()


async def test_unreadable_waiting_file(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Even what waits may be damaged: it makes room, under another name, for what must wait now."""
    waiting = file_of(hass, "waiting")
    from_the_future(file_of(hass, "journal.2026"))
    from_the_future(waiting)
    before = waiting.read_bytes()
    await async_furnish_home(hass, ADA)
    assert issue(hass, "journal_unreadable")
    await async_walk_on_the_clock(hass, freezer)
    assert len(session_ids(waiting)) == 1
    [aside] = waiting.parent.glob(f"{waiting.name}.set_aside.*")
    assert aside.read_bytes() == before


async def test_waiting_file_that_makes_no_room(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Walks that could not even wait are said so, and written with the next change."""
    waiting = file_of(hass, "waiting")
    from_the_future(file_of(hass, "journal.2026"))
    from_the_future(waiting)
    home = await async_furnish_home(hass, ADA)

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", refuse)
        await async_walk_on_the_clock(hass, freezer)
    assert errors(caplog, "nowhere to wait") > 0
    await async_reload(hass, home)
    assert len(session_ids(waiting)) == 1


CHECKPOINTS: list[Damage] = [
    cut_short,
    from_the_future,
    nonsense("[]"),
    odd("list", [1]),
    odd("nothing in it", {}),
    odd("no session", {"open": 5, "closed": None, "announced": {}}),
]


@pytest.mark.parametrize("damage", CHECKPOINTS, ids=lambda damage: damage.__name__)
async def test_unreadable_checkpoint(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    damage: Damage,
) -> None:
    """A damaged checkpoint is named and left alone; finished walks are kept as ever."""
    put_file(file_of(hass, "journal.2026"), a_journal(OLD))
    checkpoint = file_of(hass, "checkpoint")
    put_file(checkpoint, {"open": None, "closed": None, "announced": {}})
    damage(checkpoint)
    before = checkpoint.read_bytes()
    home = await async_furnish_home(hass, ADA)
    assert issue(hass, "journal_unreadable")
    assert errors(caplog, "checkpoint") == 1
    await async_walk_on_the_clock(hass, freezer)
    await async_walk_on_the_clock(hass, freezer)
    assert len(session_ids(file_of(hass, "journal.2026"))) == 3
    assert sessions_of(home) == 3
    assert contents(*checkpoint.parent.glob(f"{checkpoint.name}*")) == [before]
