"""Blueprints that tell what was done: the milestone, the picture of the week."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from http import HTTPStatus

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
    async_mock_service,
)
from pytest_homeassistant_custom_component.test_util.aiohttp import AiohttpClientMocker
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.components import persistent_notification
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .automations import device_of
from .blueprints import (
    Lamp,
    Mailbox,
    Phone,
    async_add_phone,
    async_furnish,
    async_use,
    clock,
    let_pass,
    log_days,
    press,
    settle,
)
from .homes import BREAKFAST, figure, set_up_home

START, FINISH = "ada_s_walking_start_walk", "ada_s_walking_finish_walk"
PICTURE = "image.ada_s_walking_streak_calendar"


@pytest.fixture(name="home")
async def _home(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> AsyncGenerator[MockConfigEntry]:
    """The home of Ada and Ben, on a Monday morning in Kathmandu; its automations end with the test."""
    freezer.move_to(BREAKFAST)
    assert await async_setup_component(hass, "persistent_notification", {})
    yield await set_up_home(hass, "Ada", "Ben")
    await hass.services.async_call(
        "automation", "turn_off", {"entity_id": "all"}, blocking=True
    )


@pytest.fixture(name="phone")
async def _phone(
    hass: HomeAssistant, home: MockConfigEntry, aioclient_mock: AiohttpClientMocker
) -> Phone:
    """Ada's phone."""
    return await async_add_phone(hass, aioclient_mock)


# The milestone


async def reach_milestone(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Walk on the third day in a row, until just after the goal."""
    await log_days(hass, 21, 22)
    await press(hass, START)
    await let_pass(hass, freezer, 620, step_s=20)


async def test_milestone_is_told(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, home: MockConfigEntry
) -> None:
    """Without anything chosen, Home Assistant shows it as soon as it is reached."""
    await async_use(hass, "milestone_celebration", walkers=[device_of(hass).id])
    await reach_milestone(hass, freezer)
    [notice] = persistent_notification._async_get_or_create_notifications(  # noqa: SLF001
        hass
    ).values()
    assert notice["title"] == "Ada: 3 days in a row"
    assert notice["message"] == "A milestone of walking backward. Well done!"


async def test_milestone_is_celebrated_after_the_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, home: MockConfigEntry
) -> None:
    """Word at once; light, sound and whatever else when nobody walks any more; then the light is as it was."""
    hall, mail = Lamp("hall"), Mailbox("mail")
    await async_furnish(hass, hall, mail)
    played = async_mock_service(hass, "media_player", "play_media")
    also = async_mock_service(hass, "test", "also")
    await async_use(
        hass,
        "milestone_celebration",
        walkers=[device_of(hass, number).id for number in (1, 2)],
        recipients=["notify.mail"],
        message="Cake!",
        lights=["light.hall"],
        colour=[255, 0, 0],
        players=["media_player.hall"],
        sound="media-source://fanfare.mp3",
        also=[{"action": "test.also", "data": {"who": "{{ trigger.walker }}"}}],
    )
    await reach_milestone(hass, freezer)
    assert mail.letters == [("Ada: 3 days in a row", "Cake!")]
    assert (hall.percent(), played, also) == (None, [], [])
    await press(hass, FINISH)
    assert (hall.percent(), hall.rgb_color) == (100, (255, 0, 0))
    assert played[0].data["media_content_id"] == "media-source://fanfare.mp3"
    await let_pass(hass, freezer, 60)
    assert hall.percent() is None
    assert [call.data for call in also] == [{"who": "Ada"}]


async def test_milestone_at_night_is_quiet(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, home: MockConfigEntry
) -> None:
    """Neither light nor sound, but what else was asked for."""
    hall = Lamp("hall")
    await async_furnish(hass, hall)
    played = async_mock_service(hass, "media_player", "play_media")
    also = async_mock_service(hass, "test", "also")
    await async_use(
        hass,
        "milestone_celebration",
        walkers=[device_of(hass).id],
        lights=["light.hall"],
        players=["media_player.hall"],
        sound="media-source://fanfare.mp3",
        also=[{"action": "test.also"}],
    )
    await clock(hass, freezer, "22:00")
    await reach_milestone(hass, freezer)
    await press(hass, FINISH)
    assert (hall.percent(), played, len(also)) == (None, [], 1)


# The picture of the week


async def use_picture(hass: HomeAssistant, phone: Phone, **inputs: object) -> None:
    """Send Ada her picture."""
    await async_use(
        hass, "weekly_picture", picture=PICTURE, phone=phone.device_id, **inputs
    )


async def test_picture_comes_on_sunday(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    phone: Phone,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """With the sums of seven days, and where the picture is."""
    await log_days(hass, 22, minutes=60)
    await use_picture(hass, phone)
    await clock(hass, freezer, "20:00", 28)
    await log_days(hass, 23, 24, 28)
    assert phone.pushed == []
    await clock(hass, freezer, "20:00", 29)
    [notice] = phone.notices
    assert notice["title"] == "A week of walking backward"
    assert notice["message"] == "3 walks in seven days, 36 minutes backward"
    path = notice["data"]["image"]
    client = await hass_client_no_auth()
    assert (await client.get(path)).status == HTTPStatus.FORBIDDEN
    user = await hass.auth.async_create_user("Ada")
    refresh = await hass.auth.async_create_refresh_token(user, "https://phone.invalid")
    token = hass.auth.async_create_access_token(refresh)
    answer = await client.get(path, headers={"Authorization": f"Bearer {token}"})
    assert answer.content_type == "image/png"
    assert (await answer.read()).startswith(b"\x89PNG")


async def test_no_picture_of_an_empty_week(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, phone: Phone
) -> None:
    """Seven days without a walk are passed over; the walks of others are no matter."""
    await hass.services.async_call(
        "retrowalk",
        "log_session",
        {
            "device_id": device_of(hass, 2).id,
            "start": "2026-11-23 06:00:00",
            "duration": {"minutes": 5},
        },
        blocking=True,
    )
    await use_picture(hass, phone)
    await clock(hass, freezer, "20:00", 29)
    assert phone.pushed == []


async def test_picture_of_an_empty_week(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    home: MockConfigEntry,
    phone: Phone,
) -> None:
    """Sent where it is wanted, on another day; while RetroWalk is not set up there is none."""
    await use_picture(
        hass, phone, weekday="tue", time="08:00:00", empty_weeks=True, title="So far"
    )
    await clock(hass, freezer, "08:00", 23)
    assert phone.pushed == []
    await clock(hass, freezer, "08:00", 24)
    [notice] = phone.notices
    assert notice["title"] == "So far"
    assert notice["message"] == "0 walks in seven days, 0 minutes backward"
    assert await hass.config_entries.async_unload(home.entry_id)
    await clock(hass, freezer, "08:00", 24 + 6)
    freezer.tick(timedelta(days=1))
    async_fire_time_changed(hass)
    await settle(hass)
    assert len(phone.notices) == 1
    assert figure(hass, "streak_calendar", platform=Platform.IMAGE).state == (
        "unavailable"
    )
