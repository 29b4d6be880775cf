"""The streak calendar, as dashboards and notifications get it: through Home Assistant's own door."""

from datetime import date, timedelta
from http import HTTPStatus
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from PIL import Image
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from syrupy.assertion import SnapshotAssertion

from custom_components.retrowalk.const import DOMAIN
from custom_components.retrowalk.streak_picture.palette import DARK, LIGHT
from custom_components.retrowalk.walking.year import Year, year_of
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import Event, EventStateChangedData, HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_track_state_change_event

from .belts import async_put_belt_on_air, async_walk
from .homes import (
    BREAKFAST,
    assert_as_before,
    enable_all,
    let_pass,
    press,
    record_writes,
    set_up_belt,
    set_up_home,
    state,
    walker_id,
)
from .pictures import at, cell, close, decoded
from .walkers import a_journal, a_session, file_of, put_file

PICTURE = "image.ada_s_walking_streak_calendar"
DARK_PICTURE = "image.ada_s_walking_streak_calendar_dark"
MONDAY = date(2026, 11, 23)
SUNDAY = MONDAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


async def get(client: Any, path: str) -> bytes:
    """What Home Assistant serves there: a PNG."""
    answer = await client.get(path)
    assert answer.status == HTTPStatus.OK
    assert answer.content_type == "image/png"
    body: bytes = await answer.read()
    return body


async def picture(
    hass: HomeAssistant, client: Any, entity_id: str = PICTURE
) -> Image.Image:
    """The picture as dashboards fetch it: with the token that the state carries."""
    path = state(hass, entity_id).attributes["entity_picture"]
    return decoded(await get(client, path))


def year_now(home: ConfigEntry[Any]) -> Year:
    """The year of Ada's journal."""
    walker = home.runtime_data.walkers[walker_id(1)]
    return year_of(walker.ledger.figures, walker.days.today)


async def act(hass: HomeAssistant, action: str, **given: Any) -> None:
    """Call an action for Ada."""
    target = {"entity_id": "sensor.ada_s_walking_session"}
    await hass.services.async_call(
        DOMAIN, action, given | target, blocking=True, return_response=True
    )
    await hass.async_block_till_done()


async def test_images_of_a_home(
    hass: HomeAssistant, snapshot: SnapshotAssertion
) -> None:
    """One that is light; one that is dark, for whoever wants it."""
    home = await set_up_home(hass, "Ada")
    dark = er.async_get(hass).async_get(DARK_PICTURE)
    assert dark is not None
    assert dark.disabled_by is er.RegistryEntryDisabler.INTEGRATION
    with patch("homeassistant.components.image._RND.getrandbits", return_value=7):
        await enable_all(hass, home)
    assert_as_before(hass, snapshot, home, Platform.IMAGE)


async def test_picture_is_served(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """Light and dark, with the days of the journal."""
    put_file(
        file_of(hass, "journal.2026", walker_id(1)),
        a_journal(
            a_session("full", "2026-11-20T06:00:00+00:00", 12),
            a_session("long", "2026-11-22T06:00:00+00:00", 40),
        ),
    )
    home = await set_up_home(hass, "Ada")
    await enable_all(hass, home)
    client = await hass_client_no_auth()
    year = year_now(home)
    for entity_id, palette in ((PICTURE, LIGHT), (DARK_PICTURE, DARK)):
        image = await picture(hass, client, entity_id)
        for ago, colour in (
            (1, palette.more),
            (2, palette.empty),
            (3, palette.walked),
            (4, palette.ahead),
        ):
            shown = cell(image, year, MONDAY - timedelta(days=ago))
            assert close(at(shown, 0.5, 0.5), colour), ago


async def test_picture_is_for_those_who_may_see_it(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """A phone that is known gets it without a token, as notifications ask for it; a stranger does not."""
    await set_up_home(hass, "Ada")
    path = f"/api/image_proxy/{PICTURE}"
    decoded(await get(await hass_client(), path))
    refused = await (await hass_client_no_auth()).get(path)
    assert refused.status == HTTPStatus.FORBIDDEN


async def test_picture_changes_when_a_walk_is_done_and_not_before(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """One write a walk, with the moment in it; until then the same bytes."""
    home = await set_up_home(hass, "Ada")
    client = await hass_client_no_auth()
    assert state(hass, PICTURE).state == "2026-11-23T01:15:00+00:00"
    before = await picture(hass, client)
    # Home Assistant writes images every five minutes, for the tokens.
    written = record_writes(hass, PICTURE)
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 700)
    await press(hass, "ada_s_walking_pause_walk", "ada_s_walking_pause_walk")
    assert {new.state for new in written} == {"2026-11-23T01:15:00+00:00"}
    assert (await picture(hass, client)).tobytes() == before.tobytes()
    await press(hass, "ada_s_walking_finish_walk")
    assert state(hass, PICTURE).state == "2026-11-23T01:26:40+00:00"
    shown = cell(await picture(hass, client), year_now(home), MONDAY)
    assert close(at(shown, 0.5, 0.5), LIGHT.walked)


async def test_picture_costs_no_rows_while_a_belt_runs(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Neither its pauses nor the goal; of the walk there is one row."""
    await set_up_home(hass, "Ada")
    belt = await async_put_belt_on_air(hass, notify_hz=1)
    await set_up_belt(hass, belt)
    written = record_writes(hass, PICTURE)
    belt.start(3.0)
    await async_walk(hass, freezer, belt, seconds=120)
    belt.set_speed(0)
    await async_walk(hass, freezer, belt, seconds=20)
    belt.set_speed(3.0)
    await async_walk(hass, freezer, belt, seconds=100)
    assert not written
    belt.stop()
    await async_walk(hass, freezer, belt, seconds=5)
    assert len(written) == 1


async def test_a_walk_that_is_gone_on_with_stays_in_the_picture(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """It is open again, yet it was walked."""
    home = await set_up_home(hass, "Ada")
    belt = await async_put_belt_on_air(hass, notify_hz=1)
    await set_up_belt(hass, belt)
    belt.start(3.0)
    await async_walk(hass, freezer, belt, seconds=90)
    belt.stop()
    await async_walk(hass, freezer, belt, seconds=30)
    written = record_writes(hass, PICTURE)
    belt.start(3.0)
    await async_walk(hass, freezer, belt, seconds=60)
    walker = home.runtime_data.walkers[walker_id(1)]
    assert walker.in_session
    assert not walker.ledger.figures.standing(MONDAY).total.sessions
    assert not written
    belt.stop()
    await async_walk(hass, freezer, belt, seconds=5)
    assert len(written) == 1


async def test_picture_changes_with_the_day(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """The frame of today moves on when the day of the home does, and once."""
    home = await set_up_home(hass, "Ada", day_start_hour=4)
    client = await hass_client_no_auth()
    before = await picture(hass, client)
    freezer.move_to("2026-11-24 03:59:30+05:45")
    await let_pass(hass, freezer, 10)
    assert (await picture(hass, client)).tobytes() == before.tobytes()
    await let_pass(hass, freezer, 30)
    assert state(hass, PICTURE).state > "2026-11-23T22:15:00"
    assert (await picture(hass, client)).tobytes() != before.tobytes()
    assert year_now(home).today == MONDAY + timedelta(days=1)


async def test_picture_changes_with_the_past_and_with_what_is_decided(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """A walk that is logged or undone, a goal, a rest day, a vacation: each is seen; what changes nothing costs nothing."""
    home = await set_up_home(hass, "Ada")
    client = await hass_client_no_auth()
    written = record_writes(hass, PICTURE)
    seen = {(await picture(hass, client)).tobytes()}

    async def look_again() -> None:
        freezer.tick(1)
        seen.add((await picture(hass, client)).tobytes())

    freezer.tick(1)
    walk = {"start": "2026-11-22 08:00:00", "duration": {"minutes": 11}}
    await act(hass, "log_session", **walk)
    await look_again()
    sunday = cell(await picture(hass, client), year_now(home), SUNDAY)
    assert close(at(sunday, 0.5, 0.5), LIGHT.walked)
    longer = {"start": "2026-11-20 08:00:00", "duration": {"minutes": 8}}
    await act(hass, "log_session", **longer)
    await look_again()
    away = {"start_date": "2026-11-21", "end_date": "2026-11-21"}
    await act(hass, "set_vacation", **away)
    await look_again()
    assert (len(seen), len(written)) == (4, 3)
    await act(hass, "set_vacation", **away)
    assert len(written) == 3
    # Nor does it show when the image is written next, for its token.
    dated = state(hass, PICTURE).state
    await let_pass(hass, freezer, 330, step_s=30)
    assert state(hass, PICTURE).state == dated
    written.clear()
    await act(hass, "undo")
    await act(hass, "undo")
    await look_again()
    await hass.services.async_call(
        "number",
        "set_value",
        {"entity_id": "number.ada_s_walking_daily_goal", "value": 20},
        blocking=True,
    )
    await look_again()
    # A goal holds from today, and nothing has been walked yet.
    assert len(written) == 1
    assert len(seen) == 4


async def test_pictures_of_walkers_are_kept_apart(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """One walked, the other's is as it was."""
    await set_up_home(hass, "Ada", "Ben")
    written = record_writes(hass, "image.ben")
    walk = {"start": "2026-11-22 08:00:00", "duration": {"minutes": 11}}
    await act(hass, "log_session", **walk)
    client = await hass_client_no_auth()
    ben = await picture(hass, client, "image.ben_s_walking_streak_calendar")
    assert not written
    assert ben.tobytes() != (await picture(hass, client)).tobytes()


async def test_picture_can_be_saved_to_a_file(
    hass: HomeAssistant, tmp_path: Any
) -> None:
    """By Home Assistant's own action, for those who send it by mail."""
    await set_up_home(hass, "Ada")
    hass.config.allowlist_external_dirs = {str(tmp_path)}
    file = tmp_path / "week.png"
    await hass.services.async_call(
        "image",
        "snapshot",
        {"entity_id": PICTURE, "filename": str(file)},
        blocking=True,
    )
    decoded(file.read_bytes())


async def test_picture_that_is_saved_as_a_walk_finishes_has_it(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, tmp_path: Any
) -> None:
    """By an automation that is told of the end of the walk, before anything else has its turn."""
    home = await set_up_home(hass, "Ada")
    hass.config.allowlist_external_dirs = {str(tmp_path)}
    file = tmp_path / "done.png"

    async def save(_event: Event[EventStateChangedData]) -> None:
        await hass.services.async_call(
            "image", "snapshot", {"entity_id": PICTURE, "filename": str(file)}
        )

    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 700)
    async_track_state_change_event(hass, "event.ada_s_walking_walks", save)
    await press(hass, "ada_s_walking_finish_walk")
    shown = cell(decoded(file.read_bytes()), year_now(home), MONDAY)
    assert close(at(shown, 0.5, 0.5), LIGHT.walked)


async def test_picture_that_goes_with_the_end_of_a_walk_looks_no_more(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """It is removed in the same turn of the event loop."""
    home = await set_up_home(hass, "Ada")
    await press(hass, "ada_s_walking_start_walk")
    await let_pass(hass, freezer, 700)
    written = record_writes(hass, PICTURE)
    await home.runtime_data.walkers[walker_id(1)].async_finish()
    er.async_get(hass).async_remove(PICTURE)
    await hass.async_block_till_done()
    assert written == []
    assert hass.states.get(PICTURE) is None
