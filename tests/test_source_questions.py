"""The dialog about sources: the phone, its sensors that are found, entities of others, and what cannot be taken."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.config_entries import ConfigEntry, SubentryFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .dialogs import answer_walker, asked, change_walker, questions, suggested
from .homes import BREAKFAST, set_up_home, walker_id
from .phones import Phone, async_register_phone
from .sourced import add_device, answer_sources, ask_for_sources, follow, show

ANDROID = {
    "steps_sensor": ("Steps sensor", "steps"),
    "health_connect_steps": ("Daily steps", "steps"),
    "health_connect_distance": ("Daily distance", "m"),
    "health_connect_heart_rate": ("Heart rate", "bpm"),
    "detected_activity": ("Detected activity", None),
    "battery_level": ("Battery level", "%"),
}
IPHONE = {
    "pedometer_steps": ("Steps", "steps"),
    "pedometer_distance": ("Distance", "m"),
    "pedometer_avg_active_pace": ("Average Active Pace", "m/s"),
    "activity": ("Activity", None),
}


@pytest.fixture(autouse=True)
def _begin(freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to(BREAKFAST)


async def add_sensors(
    phone: Phone, sensors: dict[str, tuple[str, str | None]]
) -> dict[str, str]:
    """Register sensors; their entity ids."""
    return {
        sensor: await phone.add_sensor(sensor, name, unit_of_measurement=unit)
        for sensor, (name, unit) in sensors.items()
    }


def data_of(home: ConfigEntry[Any]) -> dict[str, Any]:
    """What is kept of Ada."""
    return dict(home.subentries[walker_id(1)].data)


def on_phone(shown: SubentryFlowResult) -> dict[str, Any]:
    """What the section of the phone shows before anything is typed."""
    return suggested(questions(shown["data_schema"])["phone"].schema)


def others(shown: SubentryFlowResult) -> dict[str, Any]:
    """What the section of other entities shows before anything is typed."""
    return suggested(questions(shown["data_schema"])["other_entities"].schema)


async def answer_one(
    hass: HomeAssistant, shown: SubentryFlowResult, question: str, entity_id: str
) -> SubentryFlowResult:
    """Answer one question about other entities."""
    answers: dict[str, Any] = {question: entity_id}
    return await answer_sources(hass, shown, **answers)


async def test_sensors_of_an_android_phone_are_found(
    hass: HomeAssistant, hass_client: ClientSessionGenerator
) -> None:
    """By the ids of the app, however they are called; the phone's own counter before Health Connect's."""
    home = await set_up_home(hass, "Ada")
    phone = await async_register_phone(hass, hass_client)
    ids = await add_sensors(phone, ANDROID)
    er.async_get(hass).async_update_entity(
        ids["steps_sensor"], new_entity_id="sensor.schritte", name="Schritte"
    )
    shown = await ask_for_sources(hass, home, phone=phone.device_id)
    assert shown["step_id"] == "entities"
    found = {
        "steps": "sensor.schritte",
        "distance": ids["health_connect_distance"],
        "heart_rate": ids["health_connect_heart_rate"],
        "activity": ids["detected_activity"],
    }
    assert on_phone(shown) == found
    result = await answer_sources(hass, shown, phone=found)
    assert result["reason"] == "reconfigure_successful"
    kept = data_of(home)
    assert kept["phone"] == phone.device_id
    entry = er.async_get(hass).async_get("sensor.schritte")
    assert entry is not None
    assert kept["sources"]["phone"]["steps"] == entry.id
    assert kept["sources"]["phone"]["activity_starts"] is False
    assert "other_entities" not in kept["sources"]
    assert kept["name"] == "Ada"


async def test_sensors_of_an_iphone_are_found(
    hass: HomeAssistant, hass_client: ClientSessionGenerator
) -> None:
    """The pedometer's; Apple Health's, which know the watch too, once they are switched on."""
    home = await set_up_home(hass, "Ada")
    phone = await async_register_phone(hass, hass_client)
    ids = await add_sensors(phone, IPHONE)
    shown = await ask_for_sources(hass, home, phone=phone.device_id)
    assert on_phone(shown) == {
        "steps": ids["pedometer_steps"],
        "distance": ids["pedometer_distance"],
        "activity": ids["activity"],
    }
    health = await phone.add_sensor("health_steps", "Health Steps")
    await phone.add_sensor("health_heart_rate", "Heart Rate", disabled=True)
    shown = await ask_for_sources(hass, home, phone=phone.device_id)
    assert on_phone(shown)["steps"] == health
    assert "heart_rate" not in on_phone(shown)


async def test_what_was_chosen_is_shown_again_under_its_present_name(
    hass: HomeAssistant, hass_client: ClientSessionGenerator
) -> None:
    """What was left out stays left out; what is gone is not shown; another phone is looked through anew."""
    home = await set_up_home(hass, "Ada")
    phone = await async_register_phone(hass, hass_client)
    ids = await add_sensors(phone, ANDROID)
    await show(hass, "sensor.plug", 3, "W")
    await follow(
        hass,
        home,
        phone=phone.device_id,
        on_phone={
            "steps": ids["health_connect_steps"],
            "distance": ids["health_connect_distance"],
            "activity_starts": True,
        },
        motion="sensor.plug",
        motion_above=30,
        off_delay_s=5,
    )
    registry = er.async_get(hass)
    registry.async_update_entity(
        ids["health_connect_steps"], new_entity_id="sensor.daily"
    )
    registry.async_remove(ids["health_connect_distance"])
    shown = await ask_for_sources(hass, home, phone=phone.device_id)
    assert on_phone(shown) == {"steps": "sensor.daily", "activity_starts": True}
    assert others(shown) == {
        "motion": "sensor.plug",
        "motion_above": 30,
        "on_delay_s": 3,
        "off_delay_s": 5,
    }
    second = await async_register_phone(hass, hass_client, "Ada's watch")
    counter = await second.add_sensor("daily_steps", "Daily steps")
    shown = await ask_for_sources(hass, home, phone=second.device_id)
    assert on_phone(shown) == {"steps": counter}
    await answer_sources(hass, shown, phone={"steps": counter})
    assert data_of(home)["phone"] == second.device_id
    assert set(data_of(home)["sources"]) == {"phone"}


async def test_phone_is_the_one_of_the_reminders(
    hass: HomeAssistant, hass_client: ClientSessionGenerator
) -> None:
    """It is asked for once, shown in both places, and sources outlast a change of the rest."""
    home = await set_up_home(hass, "Ada")
    phone = await async_register_phone(hass, hass_client)
    steps = await phone.add_sensor("steps_sensor", "Steps")
    form = await change_walker(hass, home, "Ada", "sources")
    assert suggested(form["data_schema"]) == {}
    await follow(
        hass, home, phone=phone.device_id, on_phone={"steps": steps}, name="Ada"
    )
    form = await change_walker(hass, home, "Ada", "sources")
    assert suggested(form["data_schema"]) == {"phone": phone.device_id}
    form = await change_walker(hass, home, "Ada")
    reminders = suggested(questions(form["data_schema"])["reminders"].schema)
    assert reminders["phone"] == phone.device_id
    await hass.config_entries.async_unload(home.entry_id)
    form = await change_walker(hass, home, "Ada")
    await answer_walker(hass, form, name="Ada Lovelace")
    assert data_of(home)["name"] == "Ada Lovelace"
    assert data_of(home)["sources"]["phone"]["device"] == phone.device_id


async def test_without_a_phone(
    hass: HomeAssistant, hass_client: ClientSessionGenerator
) -> None:
    """There is nothing to ask about it, and a phone that is left out is followed no more."""
    home = await set_up_home(hass, "Ada")
    phone = await async_register_phone(hass, hass_client)
    steps = await phone.add_sensor("steps_sensor", "Steps")
    await follow(hass, home, phone=phone.device_id, on_phone={"steps": steps})
    shown = await ask_for_sources(hass, home)
    assert asked(shown["data_schema"]) == {"other_entities"}
    await answer_sources(hass, shown)
    kept = data_of(home)
    assert "phone" not in kept
    assert kept["sources"] == {}


async def test_phone_that_is_gone_is_not_shown(
    hass: HomeAssistant, hass_client: ClientSessionGenerator
) -> None:
    """And a device that is no phone has no sensors to find."""
    home = await set_up_home(hass, "Ada")
    phone = await async_register_phone(hass, hass_client)
    await follow(hass, home, phone=phone.device_id)
    dr.async_get(hass).async_remove_device(phone.device_id)
    form = await change_walker(hass, home, "Ada", "sources")
    assert suggested(form["data_schema"]) == {}
    entry = MockConfigEntry(domain="gym")
    entry.add_to_hass(hass)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={("gym", "1")}
    )
    shown = await ask_for_sources(hass, home, phone=device.id)
    assert on_phone(shown) == {}


@pytest.mark.parametrize(
    ("question", "state", "unit", "error"),
    [
        ("steps", 7, "km", "wrong_unit_for_steps"),
        ("steps", 7, "%", "wrong_unit_for_steps"),
        ("distance", 7, "steps", "wrong_unit_for_distance"),
        ("distance", 7, None, "wrong_unit_for_distance"),
        ("speed", 7, "min/km", "wrong_unit_for_speed"),
        ("speed", 7, "Beaufort", "wrong_unit_for_speed"),
        ("heart_rate", 7, "W", "wrong_unit_for_heart_rate"),
        ("motion", 7, "W", "threshold_missing"),
    ],
)
async def test_wrong_unit_is_told(
    hass: HomeAssistant, question: str, state: object, unit: str | None, error: str
) -> None:
    """With the name of the entity and its unit; what was answered is still there, and can be put right."""
    home = await set_up_home(hass, "Ada")
    hass.states.async_set(
        "sensor.odd",
        str(state),
        {"unit_of_measurement": unit, "friendly_name": "Odd one"},
    )
    shown = await ask_for_sources(hass, home)
    shown = await answer_one(hass, shown, question, "sensor.odd")
    assert shown["errors"] == {"other_entities": error}
    assert shown["description_placeholders"] == {
        "entity": "Odd one",
        "unit": unit or "–",
    }
    assert others(shown)[question] == "sensor.odd"
    assert "sources" not in data_of(home)
    result = await answer_sources(hass, shown)
    assert result["reason"] == "reconfigure_successful"


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("steps", None),
        ("steps", "Schritte"),
        ("distance", "mi"),
        ("speed", "mph"),
        ("heart_rate", "bpm"),
        ("heart_rate", None),
    ],
)
async def test_right_unit_is_taken(
    hass: HomeAssistant, question: str, unit: str | None
) -> None:
    """Also of an entity that shows nothing just now, as it was registered."""
    home = await set_up_home(hass, "Ada")
    add_device(hass, "sensor.fine", unit=unit)
    shown = await ask_for_sources(hass, home)
    result = await answer_one(hass, shown, question, "sensor.fine")
    assert result["reason"] == "reconfigure_successful"
    entry = er.async_get(hass).async_get("sensor.fine")
    assert entry is not None
    assert data_of(home)["sources"]["other_entities"][question] == entry.id


async def test_own_entity_is_refused(hass: HomeAssistant) -> None:
    """A walk that is counted by itself would go round in circles."""
    home = await set_up_home(hass, "Ada")
    for question, entity_id in (
        ("steps", "sensor.ada_s_walking_session_steps"),
        ("motion", "binary_sensor.ada_s_walking_walking"),
    ):
        shown = await ask_for_sources(hass, home)
        shown = await answer_one(hass, shown, question, entity_id)
        assert shown["errors"] == {"other_entities": "own_entity"}


async def test_sources_can_be_chosen_while_the_home_is_not_loaded(
    hass: HomeAssistant,
) -> None:
    """They are followed once it is."""
    home = await set_up_home(hass, "Ada")
    await hass.config_entries.async_unload(home.entry_id)
    await show(hass, "sensor.speed", 3, "km/h")
    await follow(hass, home, speed="sensor.speed")
    assert await hass.config_entries.async_setup(home.entry_id)
    await hass.async_block_till_done()
    state = hass.states.get("sensor.ada_s_walking_session")
    assert state is not None
    assert state.state == "walking"
