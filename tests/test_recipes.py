"""The recipes in docs/ do what they say: each is followed from its first block to its last."""

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.components import tag
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .blueprints import put_blueprints, settle
from .homes import press
from .phones import MOBILE_APP, async_register_phone
from .recipes import EVENING, async_open
from .sourced import answer_sources, ask_for_sources, follow
from .test_source_questions import on_phone


@pytest.fixture(autouse=True)
def _evening(freezer: FrozenDateTimeFactory) -> None:
    """Before anybody logs in, so that nobody is logged out by the hour."""
    freezer.move_to(EVENING)


async def test_curl(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Commands are run as they stand, in a shell."""
    recipe = await async_open(hass, hass_client_no_auth, freezer, "curl")
    await recipe.copy_address()
    for _post in ("test", "walk"):
        await recipe.run()
        recipe.keeps_promise()
    recipe.shows()
    await recipe.run()
    recipe.keeps_promise()
    await recipe.run()
    recipe.keeps_promise()
    await recipe.let_pass(60)
    await recipe.run()
    recipe.keeps_promise()
    await recipe.let_pass(30)
    recipe.shows()
    await recipe.run()
    states = [(status, answer["state"]) for status, answer in recipe.answered]
    assert states == [(200, "paused"), (200, "walking"), (200, "walking")]
    recipe.answered.clear()
    await recipe.let_pass(60)
    await recipe.run()
    recipe.keeps_promise()
    assert recipe.shown("Session") == "idle"
    await recipe.make_address("address_change", signed=True)
    assert recipe.next("sh secret").startswith("SECRET='")
    await recipe.run()
    recipe.keeps_promise()
    await recipe.make_address("address_change", signed=False)
    for status in (422, 409):
        await recipe.run()
        recipe.keeps_promise(status)
    await recipe.make_address("address_change", signed=True)
    await recipe.run()
    recipe.keeps_promise(401)
    recipe.is_over()


async def test_ios_shortcut(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Taps start and finish; the day's steps before and after them are the walk's."""
    recipe = await async_open(hass, hass_client_no_auth, freezer, "ios-shortcut")
    starts = recipe.left[0].text
    await recipe.post()
    recipe.keeps_promise()
    recipe.shows()
    await recipe.let_pass(600)
    finishes = recipe.left[0].text
    await recipe.post()
    recipe.keeps_promise()
    recipe.shows()
    await recipe.post()
    recipe.keeps_promise()
    await recipe.post_text(starts)
    await recipe.let_pass(600)
    await recipe.post_text(finishes)
    recipe.answered.clear()
    await recipe.post()
    recipe.keeps_promise()
    await recipe.let_pass(1200)
    recipe.shows()
    await recipe.post()
    recipe.keeps_promise()
    await recipe.post()
    recipe.keeps_promise(409)
    recipe.is_over()


async def test_health_auto_export(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A workout whose name counts becomes a walk; steps go to the walk in whose time they were counted."""
    recipe = await async_open(
        hass,
        hass_client_no_auth,
        freezer,
        "health-auto-export",
        backward_names=["Indoor Walk"],
    )
    walked = recipe.left[0].text
    await recipe.post()
    recipe.keeps_promise()
    await recipe.post_text(
        '{"start": "2026-11-23T17:00:00+01:00", "duration": 120, "direction": "backward"}'
    )
    recipe.answered.clear()
    await recipe.post({"automation-id": "1", "automation-aggregation": "minutes"})
    recipe.keeps_promise()
    recipe.shows()
    await recipe.post_text(walked)
    assert recipe.answered[0][1]["known"] == 1
    recipe.is_over()


async def test_health_connect(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """An exercise with the word in its title becomes a walk, the totals of the day none."""
    recipe = await async_open(
        hass,
        hass_client_no_auth,
        freezer,
        "health-connect",
        backward_names=["retro"],
    )
    await recipe.post()
    recipe.keeps_promise()
    recipe.shows()
    recipe.is_over()


async def test_tasker(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Tasks start and finish; what Tasker's variables hold is filled in."""
    recipe = await async_open(hass, hass_client_no_auth, freezer, "tasker")
    starts, finishes = recipe.left[0].text, recipe.left[2].text

    def times() -> str:
        return str(int(dt_util.utcnow().timestamp()))

    await recipe.post(TIMES=times())
    recipe.keeps_promise()
    await recipe.let_pass(600)
    await recipe.post(TIMES=times())
    recipe.keeps_promise()
    recipe.shows()
    await recipe.post(TIMES=times(), myheart="98")
    recipe.keeps_promise(409)
    tells_steps = recipe.left[0].text
    await recipe.post(TIMES=times(), mysteps="5210")
    recipe.keeps_promise()
    await recipe.post_text(starts.replace("%TIMES", times()))
    await recipe.let_pass(600)
    await recipe.post_text(finishes.replace("%TIMES", times()))
    told = tells_steps.replace("%TIMES", times()).replace("%mysteps", "6260")
    await recipe.post_text(told)
    assert [status for status, _ in recipe.answered] == [200, 200, 200]
    recipe.answered.clear()
    await recipe.let_pass(1200)
    recipe.shows()
    recipe.is_over()


async def test_nfc_tag(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The blueprint and the automation without it are set up as they stand, and driven by scans."""
    recipe = await async_open(hass, hass_client_no_auth, freezer, "nfc-tag")
    assert await async_setup_component(hass, "tag", {})
    put_blueprints(hass)
    await recipe.automate(walker=_device_of_sam(hass))
    await _scan(hass, "tag-at-the-belt")
    recipe.shows()
    await recipe.let_pass(600)
    await _scan(hass, "tag-at-the-belt")
    recipe.shows()
    await recipe.let_pass(5)
    await _scan(hass, "tag-at-the-door")
    recipe.shows()
    await recipe.let_pass(600)
    await _scan(hass, "tag-on-the-desk")
    recipe.shows()
    recipe.is_over()


async def _scan(hass: HomeAssistant, tag_id: str) -> None:
    await tag.async_scan_tag(hass, tag_id, "phone")
    await settle(hass)


def _device_of_sam(hass: HomeAssistant) -> str:
    entity = er.async_get(hass).async_get("sensor.sam_s_walking_session")
    assert entity is not None
    assert entity.device_id is not None
    return entity.device_id


async def test_smart_plug(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A plug's power starts and finishes, by the dialog and by the automation; a plug that is away does neither."""
    recipe = await async_open(hass, hass_client_no_auth, freezer, "smart-plug")

    async def draw(watts: str, seconds: float) -> None:
        hass.states.async_set(
            "sensor.treadmill_plug_power", watts, {"unit_of_measurement": "W"}
        )
        await recipe.let_pass(seconds, step_s=1)

    await draw("8", 10)
    await recipe.follow()
    await draw("180", 4)
    recipe.shows()
    await recipe.let_pass(599, step_s=1)
    await draw("8", 15)
    recipe.shows()
    await recipe.let_pass(120)
    recipe.shows()
    await follow(hass, recipe.home, name="Sam")
    await recipe.automate()
    await draw("180", 4)
    assert recipe.shown("Session") == "idle"
    await recipe.let_pass(296, step_s=1)
    await draw("20", 20)
    await draw("unavailable", 60)
    await draw("180", 220)
    assert recipe.shown("Session") == "walking"
    await draw("8", 30)
    recipe.shows()
    recipe.is_over()


async def test_companion_app(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    hass_client: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The sensors of a phone are filled in, and its steps are the walk's."""
    # What serves pages has to be there before the first of them is asked for.
    for component in (MOBILE_APP, "image"):
        assert await async_setup_component(hass, component, {})
    recipe = await async_open(hass, hass_client_no_auth, freezer, "companion-app")
    phone = await async_register_phone(hass, hass_client)
    steps = await phone.add_sensor("steps_sensor", "Steps", state=5000)
    filled_in = await ask_for_sources(
        hass, recipe.home, phone=phone.device_id, name="Sam"
    )
    assert on_phone(filled_in) == {"steps": steps}
    await answer_sources(hass, filled_in, phone={"steps": steps})
    await phone.report(steps_sensor=5000)
    await press(hass, "sam_s_walking_start_walk")
    await recipe.let_pass(600)
    await phone.report(steps_sensor=6050)
    await press(hass, "sam_s_walking_finish_walk")
    await recipe.let_pass(1260)
    recipe.shows()
    recipe.is_over()
