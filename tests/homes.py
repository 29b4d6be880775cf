"""A home and a belt as they are after their dialogs, with entries whose ids are the same in every run.

home = await set_up_home(hass, "Ada", "Ben")
belt = await async_put_belt_on_air(hass)
treadmill = await set_up_belt(hass, belt)
await press(hass, "ada_s_walking_start_walk")
assert hass.states.get("sensor.ada_s_walking_session").state == "walking"
"""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.syrupy import HomeAssistantSnapshotExtension
from syrupy.assertion import SnapshotAssertion

from custom_components.retrowalk.const import DOMAIN, HOME_UNIQUE_ID
from custom_components.virtual_treadmill.belt import VirtualBelt
from homeassistant.components.button.const import DOMAIN as BUTTON, SERVICE_PRESS
from homeassistant.config_entries import ConfigEntry, ConfigSubentryDataWithId
from homeassistant.const import ATTR_ENTITY_ID, EVENT_STATE_CHANGED, Platform
from homeassistant.core import (
    Event,
    EventStateChangedData,
    HomeAssistant,
    State,
    callback,
)
from homeassistant.helpers import entity_registry as er

ZONE = "Asia/Kathmandu"
BREAKFAST = "2026-11-23 07:00:00+05:45"
"""A Monday."""


async def set_up_home(
    hass: HomeAssistant, *names: str, **options: Any
) -> MockConfigEntry:
    """A home in Kathmandu with these walkers, whose ids end in 1, 2, ..."""
    await hass.config.async_set_time_zone(ZONE)
    walkers = [
        ConfigSubentryDataWithId(
            data={"name": name, "live_opens_session": True},
            subentry_id=walker_id(number),
            subentry_type="walker",
            title=name,
            unique_id=None,
        )
        for number, name in enumerate(names, start=1)
    ]
    return await _set_up(
        hass,
        MockConfigEntry(
            domain=DOMAIN,
            title="Home",
            unique_id=HOME_UNIQUE_ID,
            data={"kind": "home"},
            options=options,
            subentries_data=walkers,
        ),
    )


async def set_up_belt(
    hass: HomeAssistant, belt: VirtualBelt, **options: Any
) -> MockConfigEntry:
    """The entry of a belt; one that is on the air is connected when this returns."""
    return await _set_up(
        hass,
        MockConfigEntry(
            domain=DOMAIN,
            title="Hall belt",
            unique_id=belt.address,
            data={
                "kind": "treadmill",
                "machine": belt.options.speaks[0],
                "address": belt.address,
                "name": belt.name,
            },
            options=options,
        ),
    )


async def _set_up(hass: HomeAssistant, entry: MockConfigEntry) -> MockConfigEntry:
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return entry


async def enable_all(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Switch on the entities that are off at first."""
    registry = er.async_get(hass)
    for entity in er.async_entries_for_config_entry(registry, entry.entry_id):
        registry.async_update_entity(entity.entity_id, disabled_by=None)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)


async def press(hass: HomeAssistant, *buttons: str) -> None:
    """Press these buttons (their entity ids after the dot), one after the other."""
    for button in buttons:
        await hass.services.async_call(
            BUTTON, SERVICE_PRESS, {ATTR_ENTITY_ID: f"button.{button}"}, blocking=True
        )
        await hass.async_block_till_done()


async def let_pass(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    seconds: float,
    *,
    step_s: float = 10,
) -> None:
    """Let time pass where no belt takes part."""
    left_s = seconds
    while left_s > 0:
        freezer.tick(timedelta(seconds=min(step_s, left_s)))
        left_s -= step_s
        async_fire_time_changed(hass)
        await hass.async_block_till_done()


def shown(hass: HomeAssistant, entity_id: str) -> str:
    """The state of an entity, which must be there."""
    return state(hass, entity_id).state


def state(hass: HomeAssistant, entity_id: str) -> State:
    """The state of an entity with its attributes, which must be there."""
    found = hass.states.get(entity_id)
    assert found is not None, entity_id
    return found


def figure(
    hass: HomeAssistant,
    key: str,
    *,
    platform: Platform = Platform.SENSOR,
    walker: int = 1,
) -> State:
    """An entity of a walker (by number, from 1) by its key."""
    unique_id = f"{walker_id(walker)}_{key}"
    entity_id = er.async_get(hass).async_get_entity_id(platform, DOMAIN, unique_id)
    assert entity_id is not None, key
    return state(hass, entity_id)


def walker_id(number: int) -> str:
    """The subentry id of a walker by number, from 1."""
    return f"01KWALKER0000000000000000{number}"


def record_writes(hass: HomeAssistant, prefix: str = "") -> list[State]:
    """What is written from now on by the entities whose ids begin like this: a row of the recorder each."""
    written: list[State] = []

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        new = event.data["new_state"]
        if new is not None and new.entity_id.startswith(prefix):
            written.append(new)

    hass.bus.async_listen(EVENT_STATE_CHANGED, note)
    return written


def assert_as_before(
    hass: HomeAssistant,
    snapshot: SnapshotAssertion,
    entry: ConfigEntry[Any],
    platform: Platform,
) -> None:
    """Compare the entities of an entry on one platform with the snapshot."""
    entities = [
        entity
        for entity in er.async_entries_for_config_entry(
            er.async_get(hass), entry.entry_id
        )
        if entity.domain == platform
    ]
    assert entities
    # The plugin's own fixture is hidden by that of syrupy.
    snapshot = snapshot.use_extension(HomeAssistantSnapshotExtension)
    for entity in sorted(entities, key=lambda entity: entity.entity_id):
        assert entity == snapshot(name=f"{entity.entity_id} registered")
        assert state(hass, entity.entity_id) == snapshot(name=entity.entity_id)
