"""Blueprints as files: what Home Assistant's own loader and schemas say, and what the README offers."""

from typing import Any, Final
from urllib.parse import quote

import pytest
from pytest_homeassistant_custom_component.test_util.aiohttp import AiohttpClientMocker

from homeassistant.components.automation.helpers import async_get_blueprints
from homeassistant.components.blueprint.importer import fetch_blueprint_from_url
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import selector
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import extract_inputs

from .automations import device_of
from .blueprints import (
    FOLDER,
    NAMES,
    REPOSITORY,
    Lamp,
    Robot,
    async_add_phone,
    async_furnish,
    async_use,
    put_blueprints,
)
from .homes import set_up_home

SOURCE: Final = (
    "https://github.com/retrowalk/retrowalk/blob/main/blueprints/automation/retrowalk"
)
RAW: Final = "https://raw.githubusercontent.com/retrowalk/retrowalk/main/blueprints/automation/retrowalk"
IMPORT: Final = "https://my.home-assistant.io/redirect/blueprint_import/?blueprint_url="
BADGE: Final = "https://my.home-assistant.io/badges/blueprint_import.svg"
NEVER_SAID: Final = {
    "cure",
    "disease",
    "doctor",
    "health",
    "heal",
    "injur",
    "knee",
    "medical",
    "pain",
    "patient",
    "safe",
    "therap",
}


@pytest.fixture(name="blueprints")
async def _blueprints(hass: HomeAssistant) -> dict[str, Blueprint]:
    """All that Home Assistant finds once they were imported, by name."""
    put_blueprints(hass)
    assert await async_setup_component(hass, "automation", {})
    found = await async_get_blueprints(hass).async_get_blueprints()
    loaded = {}
    for path, blueprint in found.items():
        assert isinstance(blueprint, Blueprint), blueprint
        loaded[path.removeprefix("retrowalk/").removesuffix(".yaml")] = blueprint
    return loaded


async def test_all_are_loaded(
    hass: HomeAssistant, blueprints: dict[str, Blueprint]
) -> None:
    """Each loads, runs on this Home Assistant, and says what it is, for whom, and where it comes from."""
    assert sorted(blueprints) == [
        "daily_reminder",
        "hallway_lights",
        "milestone_celebration",
        "nfc_tag",
        "streak_at_risk",
        "vacuum_waits",
        "weekly_picture",
    ]
    for name, blueprint in blueprints.items():
        assert blueprint.validate() is None
        about = blueprint.metadata
        assert about["homeassistant"] == {"min_version": "2026.10.0"}
        assert about["source_url"] == f"{SOURCE}/{name}.yaml"
        assert about["author"] == "RetroWalk"
        for case in ("*Two walkers*", "*At night", "estart"):
            # Lights look at the sun, not at the clock.
            assert case in about["description"] or name == "hallway_lights", name
        assert blueprint.data["mode"] in {"single", "queued", "restart"}
    names = {blueprint.name for blueprint in blueprints.values()}
    assert len(names) == len(blueprints)


async def test_inputs_are_asked_for_and_used(
    hass: HomeAssistant, blueprints: dict[str, Blueprint]
) -> None:
    """Every input is used, has a name and a selector that takes its default; sections explain themselves."""
    for blueprint in blueprints.values():
        behaviour = {
            key: value for key, value in blueprint.data.items() if key != "blueprint"
        }
        assert extract_inputs(behaviour) == set(blueprint.inputs)
        for key, asked in blueprint.inputs.items():
            assert asked["name"], key
            if "default" in asked:
                take: Any = selector(asked["selector"])
                take(asked["default"])
        for section in blueprint.metadata["input"].values():
            if "input" in section:
                assert section["icon"].startswith("mdi:")
                assert section["description"]
            else:
                assert "default" not in section


@pytest.mark.parametrize("name", NAMES)
def test_nothing_polls_and_nothing_is_promised(name: str) -> None:
    """No blueprint looks round by the minute, and none says anything that only a doctor may."""
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    assert "time_pattern" not in text
    assert not {word for word in NEVER_SAID if word in text.lower()}


@pytest.mark.parametrize("name", NAMES)
def test_readme_offers_each(name: str) -> None:
    """A badge imports it from where it says it comes from."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    address = quote(f"{SOURCE}/{name}.yaml", safe="")
    assert f"({IMPORT}{address})" in readme
    assert BADGE in readme


@pytest.mark.parametrize("name", NAMES)
async def test_each_is_imported(
    hass: HomeAssistant, aioclient_mock: AiohttpClientMocker, name: str
) -> None:
    """What the badge opens takes the file, and remembers where it came from."""
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    server: Any = aioclient_mock  # Its methods have no types
    server.get(f"{RAW}/{name}.yaml", text=text)
    imported = await fetch_blueprint_from_url(hass, f"{SOURCE}/{name}.yaml")
    assert imported.suggested_filename == f"retrowalk/{name}"
    assert imported.blueprint.metadata["source_url"] == f"{SOURCE}/{name}.yaml"


@pytest.mark.parametrize("everything", [False, True])
@pytest.mark.parametrize("name", NAMES)
async def test_each_becomes_an_automation(
    hass: HomeAssistant,
    aioclient_mock: AiohttpClientMocker,
    name: str,
    everything: bool,
) -> None:
    """With what has to be chosen only, and with everything said."""
    await set_up_home(hass, "Ada")
    phone = await async_add_phone(hass, aioclient_mock)
    await async_furnish(hass, Lamp("hall"), Robot("robby"))
    walker = device_of(hass).id
    chosen: dict[str, Any] = {
        "walker": walker,
        "walkers": [walker],
        "phone": phone.device_id,
        "lights": ["light.hall"],
        "vacuum": "vacuum.robby",
        "picture": "image.ada_s_walking_streak_calendar",
        "tags": ["hall"],
    }
    more: dict[str, Any] = {
        "also": [{"action": "test.also"}],
        "in_mid_walk": False,
        "people": ["person.ada"],
        "place": "dock",
        "players": ["media_player.hall"],
        "quiet": ["binary_sensor.film"],
        "recipients": ["notify.mail"],
        "scanners": [phone.device_id],
        "vacation": ["switch.ada_s_walking_vacation"],
    }
    put_blueprints(hass)
    blueprint = await async_get_blueprints(hass).async_get_blueprint(
        f"retrowalk/{name}.yaml"
    )
    inputs = {
        key: chosen[key]
        for key, asked in blueprint.inputs.items()
        if "default" not in asked
    }
    if everything:
        inputs |= {
            key: (chosen | more).get(key, asked.get("default"))
            for key, asked in blueprint.inputs.items()
        }
    await async_use(hass, name, **inputs)
    await hass.services.async_call(
        "automation", "turn_off", {"entity_id": f"automation.{name}"}, blocking=True
    )
