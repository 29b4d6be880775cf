"""Diagnostics: enough to find out why a belt is not supported, and nothing about anybody."""

import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import get_system_health_info
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
    get_diagnostics_for_device,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.retrowalk.const import DOMAIN
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.setup import async_setup_component

from .belts import async_put_belt_on_air, async_walk
from .guards import DOOR, LEAK, guarded, see
from .homes import set_up_belt
from .paths import HALL, ROOM, a_path, set_up_paths
from .posting import HOOK, SECRET, async_phone, signed
from .walkers import (
    ADA,
    BEN,
    CAT,
    a_journal,
    a_session,
    async_furnish_home,
    async_join,
    async_press,
    file_of,
    put_file,
)

# Flags, then what they announce; 51 is the pulse.
FRAMES = {
    "speed and pulse": ("00 01 5e 01 51", "00 01 5e 01 xx"),
    "pulse between energy and time": (
        "84 05 5e 01 10 00 00 0c 00 ff ff ff 51 2a 00",
        "84 05 5e 01 10 00 00 0c 00 ff ff ff xx 2a 00",
    ),
    "second half of a split record": ("01 05 51 2a 00", "01 05 xx 2a 00"),
    "pulse behind one-byte pace": ("20 01 5e 01 00 51", "20 01 5e 01 00 xx"),
    "pulse behind two-byte pace": ("21 01 0a 0b 51", "21 01 0a 0b xx"),
    "pulse behind a pace of unknown width": (
        "20 05 0a 00 51 51 51",
        "20 05 0a 00 xx xx xx",
    ),
    "cut off before the pulse": ("04 01 5e 01 10", "04 01 5e 01 xx"),
    "no pulse": ("04 00 5e 01 51 00 00", "04 00 5e 01 51 00 00"),
    "no flags": ("51", "51"),
    "nothing": ("", ""),
}


async def async_diagnose(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, entry: ConfigEntry[Any]
) -> dict[str, Any]:
    """Press "Download diagnostics" of an entry."""
    assert await async_setup_component(hass, "diagnostics", {})
    diagnosis: dict[str, Any] = await get_diagnostics_for_config_entry(
        hass, hass_client, entry
    )
    return diagnosis


async def test_belt(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A belt shows what it is, what it sends and how its link fares; its address and walker stay hidden."""
    await async_furnish_home(hass, ADA)
    belt = await async_put_belt_on_air(hass, notify_hz=1, has_steps=True)
    treadmill = await async_join(hass, belt.address)
    hass.config_entries.async_update_entry(
        treadmill, options={"walker": ADA, "path": HALL}
    )
    belt.start(3.0)
    await async_walk(hass, freezer, belt, 70)
    diagnosis = await async_diagnose(hass, hass_client, treadmill)
    assert diagnosis["kind"] == "treadmill"
    assert diagnosis["model"] == "KS-BLR"
    assert diagnosis["address"] == "**REDACTED**"
    assert diagnosis["options"] == {"walker": "chosen"}
    assert diagnosis["connected"] is True
    assert diagnosis["moving"] is True
    assert diagnosis["problem"] is None
    assert diagnosis["counts"]["connects"] == 1
    assert diagnosis["counts"]["frames"] == 70
    assert diagnosis["speed_range"]["minimum_kmh"] == 0.5
    assert "TOTAL_DISTANCE" in diagnosis["feature"]["machine"]
    assert {"speed_kmh", "distance_m", "steps"} <= set(diagnosis["reading_has"])
    records = [
        frame for frame in diagnosis["frames"] if frame["characteristic"] == "2acd"
    ]
    assert len(records) == 50
    assert records[1]["at_s"] - records[0]["at_s"] == pytest.approx(1, abs=0.01)
    assert {frame["characteristic"] for frame in diagnosis["frames"]} == {
        "2acd",
        "2ad3",
        "2ada",
    }
    whole = json.dumps(diagnosis)
    for secret in (belt.address, belt.address.lower(), ADA, "Ada", HALL):
        assert secret not in whole


async def test_pad(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A machine that is asked shows how often, and with what answers; a belt shows what was found of it."""
    pad = await async_put_belt_on_air(hass, speaks="walking_pad", bad_sums=True)
    entry = await set_up_belt(hass, pad)
    hass.config_entries.async_update_entry(
        entry,
        data={**entry.data, "found": ["distance_in_miles", "every_second_step"]},
        options={"step_count": "each"},
    )
    for _ in range(30):
        await async_walk(hass, freezer, pad, 1)
        await hass.async_block_till_done(wait_background_tasks=True)
    diagnosis = await async_diagnose(hass, hass_client, entry)
    assert diagnosis["machine"] == "walking_pad"
    counts = diagnosis["counts"]
    assert counts["questions"] >= 10
    assert counts["garbled"] == counts["frames"] // 3 > 2
    assert counts["unanswered"] == 0
    assert diagnosis["traits_found"] == ["distance_in_miles", "every_second_step"]
    assert diagnosis["traits_put_right"] == ["distance_in_miles"]
    assert {frame["characteristic"] for frame in diagnosis["frames"]} == {"fe01"}
    assert pad.address not in json.dumps(diagnosis)


@pytest.mark.parametrize("kind", FRAMES)
async def test_pulse_is_hidden(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, kind: str
) -> None:
    """The bytes of a heart rate are blanked, wherever they are; the rest of a frame stays as it came."""
    sent, shown = FRAMES[kind]
    belt = await async_put_belt_on_air(hass)
    treadmill = await async_join(hass, belt.address)
    belt.send(sent)
    diagnosis = await async_diagnose(hass, hass_client, treadmill)
    frame = diagnosis["frames"][-1]
    assert frame["hex"] == shown
    assert frame["heart_rate_hidden"] == ("xx" in shown)


@pytest.mark.parametrize(
    ("options", "told"), [({}, "automatic"), ({"walker": "nobody"}, "nobody")]
)
async def test_belt_that_is_off(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    options: dict[str, str],
    told: str,
) -> None:
    """A belt that was never heard has little to tell, and tells it."""
    await async_put_belt_on_air(hass)
    treadmill = await async_join(hass, "C0:FF:EE:00:00:99")
    hass.config_entries.async_update_entry(treadmill, options=options)
    diagnosis = await async_diagnose(hass, hass_client, treadmill)
    assert diagnosis["options"] == {"walker": told}
    assert diagnosis["connected"] is False
    assert diagnosis["feature"] is diagnosis["speed_range"] is None
    assert diagnosis["frames"] == diagnosis["reading_has"] == []


@pytest.mark.parametrize("separator", [":", "-"])
async def test_belt_without_a_name(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, separator: str
) -> None:
    """A belt that gives itself no name goes by its address, which stays hidden there too."""
    treadmill = await async_join(hass, "C0:FF:EE:00:00:99")
    name = treadmill.data["address"].replace(":", separator)
    hass.config_entries.async_update_entry(
        treadmill, data={**treadmill.data, "name": name}
    )
    diagnosis = await async_diagnose(hass, hass_client, treadmill)
    assert diagnosis["model"] == "**REDACTED**"
    assert name not in json.dumps(diagnosis)


async def test_home(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> None:
    """A home shows how its journals fare, and neither names nor figures."""
    put_file(
        file_of(hass, "journal.2025"),
        a_journal(
            a_session("ONE", "2025-05-04T06:00:00+00:00"),
            a_session("TWO", "2025-05-05T06:00:00+00:00"),
        ),
    )
    put_file(file_of(hass, "journal.2026", BEN), [])
    put_file(file_of(hass, "journal.2026", CAT), a_journal())
    home = await async_furnish_home(hass, ADA, BEN)
    await async_press(hass, "start")
    await async_press(hass, "pause")
    diagnosis = await async_diagnose(hass, hass_client, home)
    assert diagnosis["kind"] == "home"
    assert diagnosis["storage_version"] == "1.1"
    assert diagnosis["orphans"] == 1
    ada, ben = diagnosis["walkers"]
    assert ada["phase"] == "paused"
    assert ada["pause_reason"] == "command"
    assert ada["sessions_by_year"] == {"2025": 2}
    size = file_of(hass, "journal.2025").stat().st_size
    assert ada["file_bytes"]["journal.2025"] == size
    assert ada["unreadable"] == []
    assert ben["phase"] == "idle"
    assert ben["unreadable"] == ["journal.2026"]
    whole = json.dumps(diagnosis)
    for secret in ("Ada", "Ben", ADA, BEN, CAT, "steps", "minutes"):
        assert secret not in whole


async def test_paths(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> None:
    """Paths show how they are lit, and neither names nor what is in which room; the device of a path shows it alone."""
    path = a_path(
        lights=["light.bedroom"],
        areas=["bedroom"],
        lux_sensors={"sensor.bedroom": 0.5},
        lead_s=3,
    )
    home = await set_up_paths(hass, path, a_path(ROOM, "Bedroom, left"))
    diagnosis = await async_diagnose(hass, hass_client, home)
    first, second = diagnosis["paths"]
    assert (first["lights"], first["areas"], first["lead_s"]) == (1, 1, 3)
    assert first["lux_sensors"] == [0.5]
    assert second["when"] == "when_dark"
    assert diagnosis["paths_walked_on"] == 0
    for secret in ("Hallway", "edroom", HALL, ROOM):
        assert secret not in json.dumps(diagnosis)
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, ROOM), home.entry_id
    )
    assert device is not None
    shown: Any = await get_diagnostics_for_device(hass, hass_client, home, device)
    assert shown["paths"] == [second]
    assert shown["walkers"] == []


async def test_guards(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> None:
    """A path shows how much looks after it and what that comes to; not what it is called, nor what is on its list."""
    await see(hass, binary_sensor__front_door="on", binary_sensor__washer="off")
    guards: dict[str, Any] = {
        "door": [DOOR],
        "leak": [LEAK],
        "each_walk": ["Bathroom door"],
    }
    home = await set_up_paths(hass, guarded(**guards, levels={"leak": "warn"}))
    diagnosis = await async_diagnose(hass, hass_client, home)
    [path] = diagnosis["paths"]
    assert path["guards"] == {
        "leak": {"level": "warn", "entities": 1},
        "door": {"level": "block", "entities": 1},
    }
    assert path["checklist"] == 1
    assert (path["state"], path["reasons"]) == ("block", ["door", "checklist"])
    whole = json.dumps(diagnosis)
    for secret in ("Hallway", HALL, DOOR, "Bathroom"):
        assert secret not in whole


async def test_body_stays_hidden(
    hass: HomeAssistant, hass_client: ClientSessionGenerator
) -> None:
    """Nothing that a walker told about the body is shown."""
    home = await async_furnish_home(hass, ADA)
    body = {"name": "Ada", "height_cm": 173, "mass_kg": 61.5, "birth_year": 1987}
    hass.config_entries.async_update_subentry(home, home.subentries[ADA], data=body)
    await hass.async_block_till_done()
    whole = json.dumps(await async_diagnose(hass, hass_client, home))
    for secret in ("173", "61.5", "1987", "height", "mass", "birth"):
        assert secret not in whole


async def test_address_of_a_walker(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    hass_client_no_auth: ClientSessionGenerator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """How posts fare is shown; the address, its secret, what it is called by and what was posted are told nowhere."""
    caplog.set_level("DEBUG", logger="custom_components.retrowalk")
    assert await async_setup_component(hass, "diagnostics", {})
    home = await async_furnish_home(hass, ADA, BEN)
    kept: dict[str, Any] = {"from_outside": True, "cloudhook": True}
    phone = await async_phone(
        hass,
        home,
        hass_client_no_auth,
        signing_secret=SECRET,
        backward_names=["Flurlauf"],
        **kept,
    )
    walk = b'{"start": 1763944200, "duration": 600, "steps": 987, "id": "flur-17"}'
    for body, signature in (
        (walk, signed(walk)),
        (walk, "none"),
        (b"{", signed(b"{")),
        (b'{"event": "finish"}', signed(b'{"event": "finish"}')),
        (b'{"event": "start"}', signed(b'{"event": "start"}')),
    ):
        await phone.post(body, X_RetroWalk_Signature=signature)
    diagnosis = await async_diagnose(hass, hass_client, home)
    ada, ben = diagnosis["walkers"]
    assert {key: ada[key] for key in ada if "post" in key or "address" in key} == {
        "address": True,
        "address_from_outside": True,
        "address_through_cloud": True,
        "posts_signed": True,
        "posts_answered": {"200": 2, "401": 1, "409": 1, "422": 1},
        "posts_underway": 0,
    }
    assert (ada["backward_names"], ben["backward_names"]) == (1, 0)
    assert (ben["address"], ben["posts_answered"]) == (False, {})
    assert await async_setup_component(hass, "system_health", {})
    health = await get_system_health_info(hass, DOMAIN)
    issues = [str(one) for one in ir.async_get(hass).issues.values()]
    logged = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("custom_components.retrowalk")
    ]
    states = [str(state.as_dict()) for state in hass.states.async_all()]
    told = "\n".join([json.dumps(diagnosis), str(health), *issues, *logged])
    for secret in (HOOK, SECRET, "Flurlauf", "flur-17", "987"):
        assert secret not in told
    for secret in (HOOK, SECRET, "Flurlauf", "flur-17"):
        assert not [state for state in states if secret in state]


async def test_device_of_a_walker(
    hass: HomeAssistant, hass_client: ClientSessionGenerator
) -> None:
    """The device of a walker shows this walker alone."""
    put_file(file_of(hass, "journal.2026", BEN), [])
    home = await async_furnish_home(hass, ADA, BEN)
    assert await async_setup_component(hass, "diagnostics", {})
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, BEN), config_entry_id=home.entry_id
    )
    assert device is not None
    diagnosis: Any = await get_diagnostics_for_device(hass, hass_client, home, device)
    [ben] = diagnosis["walkers"]
    assert ben["unreadable"] == ["journal.2026"]


async def test_device_of_a_belt(
    hass: HomeAssistant, hass_client: ClientSessionGenerator
) -> None:
    """The device of a belt shows the same as its entry."""
    belt = await async_put_belt_on_air(hass)
    treadmill = await async_join(hass, belt.address)
    assert await async_setup_component(hass, "diagnostics", {})
    [device] = dr.async_entries_for_config_entry(dr.async_get(hass), treadmill.entry_id)
    diagnosis = await get_diagnostics_for_device(hass, hass_client, treadmill, device)
    assert diagnosis == await async_diagnose(hass, hass_client, treadmill)


async def test_entry_that_is_not_loaded(
    hass: HomeAssistant, hass_client: ClientSessionGenerator
) -> None:
    """What is not set up shows what it is, and no more."""
    home = await async_furnish_home(hass, ADA)
    assert await hass.config_entries.async_unload(home.entry_id)
    diagnosis = await async_diagnose(hass, hass_client, home)
    assert diagnosis == {"kind": "home", "version": "0.1.0"}
