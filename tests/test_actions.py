"""Actions as a script calls them: whom they mean, what they answer, and how they are described."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
import voluptuous as vol

from custom_components.retrowalk.actions import ACTIONS
from custom_components.retrowalk.const import DOMAIN
from homeassistant.core import HomeAssistant, SupportsResponse
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.service import async_get_all_descriptions
from homeassistant.setup import async_setup_component

from .acting import ADA, BEN, act, device_of, log, on_disk, refusal
from .homes import BREAKFAST, set_up_home
from .test_translations import ICONS, TEXTS


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


# Targets


async def test_each_walker_is_acted_on_once(hass: HomeAssistant) -> None:
    """However many of their entities and devices an area or a list names."""
    home = await set_up_home(hass, "Ada", "Ben")
    area = ar.async_get(hass).async_create("Hallway")
    for walker in (1, 2):
        dr.async_get(hass).async_update_device(
            device_of(hass, home, walker), area_id=area.id
        )
    answer = await act(
        hass,
        "log_session",
        duration="00:10:00",
        area_id=area.id,
        device_id=device_of(hass, home, 1),
        entity_id=["button.ada_s_walking_start_walk", *BEN.values()],
    )
    assert [session["walker"] for session in answer["sessions"]] == ["Ada", "Ben"]
    assert (len(on_disk(hass)), len(on_disk(hass, 2))) == (1, 1)


async def test_a_walker_whose_entities_are_off_is_found_by_the_device(
    hass: HomeAssistant,
) -> None:
    """Nothing depends on an entity."""
    home = await set_up_home(hass, "Ada", "Ben")
    registry = er.async_get(hass)
    for entity in er.async_entries_for_config_entry(registry, home.entry_id):
        registry.async_update_entity(
            entity.entity_id, disabled_by=er.RegistryEntryDisabler.USER
        )
    await hass.async_block_till_done()
    device_id = device_of(hass, home, 2)
    await log(hass, "2026-11-22 06:00:00", of={"device_id": device_id})
    assert len(on_disk(hass, 2)) == 1


async def test_a_target_that_means_nobody_is_refused(hass: HomeAssistant) -> None:
    """As is none at all, where there are several walkers and one has to be meant."""
    await set_up_home(hass, "Ada", "Ben")
    hass.states.async_set("light.hall", "on")
    given = {"duration": "00:10:00"}
    assert (
        await refusal(hass, "log_session", entity_id="light.hall", **given)
        == "no_walker"
    )
    assert await refusal(hass, "log_session", **given) == "one_walker"
    assert await refusal(hass, "undo") == "one_walker"
    assert await refusal(hass, "import", text="start\n") == "one_walker"


async def test_without_a_home_the_actions_say_so(hass: HomeAssistant) -> None:
    """They are there all the same."""
    assert await async_setup_component(hass, DOMAIN, {})
    assert await refusal(hass, "get_sessions") == "no_home"
    home = await set_up_home(hass, "Ada")
    await hass.config_entries.async_unload(home.entry_id)
    assert await refusal(hass, "get_sessions") == "home_not_ready"


# Asking


async def test_sessions_of_some_days(hass: HomeAssistant) -> None:
    """In order, with their figures."""
    await set_up_home(hass, "Ada", "Ben")
    await log(hass, "2026-11-22 06:00:00", distance=800, steps=1500)
    await log(hass, "2026-11-20 06:00:00")
    await log(hass, "2026-11-21 06:00:00", of=BEN)
    await log(hass, "2026-09-21 06:00:00")
    answer = await act(hass, "get_sessions", **ADA)
    assert [one["day"] for one in answer["sessions"]] == ["2026-11-20", "2026-11-22"]
    told = answer["sessions"][1]
    assert told.pop("session_id")
    assert told == {
        "walker": "Ada",
        "day": "2026-11-22",
        "start": "2026-11-22T06:00:00+05:45",
        "end": "2026-11-22T06:20:00+05:45",
        "duration_s": 1200,
        "backward_s": 1200,
        "forward_s": 0,
        "unknown_s": 0,
        "distance_m": 800,
        "steps": 1500,
        "step_source": "told",
        "energy_kcal": None,
        "source": None,
    }
    answer = await act(
        hass, "get_sessions", start_date="2026-09-01", end_date="2026-11-21"
    )
    assert [(one["walker"], one["day"]) for one in answer["sessions"]] == [
        ("Ada", "2026-09-21"),
        ("Ada", "2026-11-20"),
        ("Ben", "2026-11-21"),
    ]


@pytest.mark.parametrize(
    ("group_by", "groups"),
    [
        ("day", [("2026-10-31", 1200), ("2026-11-01", 2400), ("2026-11-08", 600)]),
        ("week", [("2026-10-25", 1200), ("2026-11-01", 2400), ("2026-11-08", 600)]),
        ("month", [("2026-10-01", 1200), ("2026-11-01", 3000)]),
    ],
)
async def test_sums_by_day_week_and_month(
    hass: HomeAssistant, group_by: str, groups: list[tuple[str, int]]
) -> None:
    """Weeks begin as the home has it, here on Sundays."""
    await set_up_home(hass, "Ada", week_start=6)
    await log(hass, "2026-10-31 06:00:00")
    await log(hass, "2026-11-01 06:00:00")
    await log(hass, "2026-11-01 08:00:00")
    await log(hass, "2026-11-08 06:00:00", 10)
    answer = await act(
        hass,
        "get_stats",
        start_date="2026-10-01",
        end_date="2026-11-30",
        group_by=group_by,
    )
    [ada] = answer["walkers"]
    assert [
        (group["start_date"], group["backward_s"]) for group in ada["groups"]
    ] == groups
    assert ada["total"]["backward_s"] == 4200
    assert ada["total"]["sessions"] == 4


# Texts


async def test_actions_are_described(hass: HomeAssistant) -> None:
    """Each action and field in the picker has a name, a description and an icon; and none is left over."""
    await set_up_home(hass, "Ada")
    described = (await async_get_all_descriptions(hass))[DOMAIN]
    assert described.keys() == ACTIONS.keys() == TEXTS["services"].keys()
    assert ICONS["services"].keys() == ACTIONS.keys()
    for name, action in ACTIONS.items():
        texts, fields = TEXTS["services"][name], described[name]["fields"]
        assert texts["name"]
        assert texts["description"]
        assert fields.keys() == texts.get("fields", {}).keys()
        accepted = {str(marker) for marker in _keys(action.schema)}
        assert fields.keys() <= accepted
        assert "target" in described[name]
        only = action.answers is SupportsResponse.ONLY
        assert described[name]["response"]["optional"] is not only


def _keys(schema: Any) -> Any:
    """The fields of a schema, whatever it is wrapped in."""
    inner = schema.schema
    return inner if isinstance(inner, dict) else inner.validators[0].schema


# What is taken


@pytest.mark.parametrize(
    ("action", "given"),
    [
        ("log_session", {"start": "1999-12-31 06:00:00", "duration": "00:10:00"}),
        ("log_session", {"end": "2999-01-01 06:00:00", "duration": "00:10:00"}),
        ("log_session", {"duration": "25:00:00"}),
        ("log_session", {"duration": "00:10:00", "steps": -1}),
        ("log_session", {"duration": "00:10:00", "direction": "sideways"}),
        ("get_sessions", {"start_date": "0001-01-01"}),
        ("get_stats", {"end_date": "9999-12-31"}),
        ("get_stats", {"group_by": "century"}),
        ("import", {}),
        ("import", {"text": "start\n", "path": "walks.csv"}),
    ],
)
async def test_what_cannot_be_meant_is_not_taken(
    hass: HomeAssistant, action: str, given: dict[str, Any]
) -> None:
    """Days at the ends of the calendar cannot be reckoned with; before anything is done, the call is refused."""
    await set_up_home(hass, "Ada")
    with pytest.raises(vol.Invalid):
        await act(hass, action, **given)
    assert on_disk(hass) == []
