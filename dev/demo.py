"""A demo home: what a new user does in their first two minutes, done for them."""

import asyncio
from typing import Any, Final

from .demo_dashboard import BELT_KEYS, WALKER_KEYS, dashboard
from .front_door import DoorShutError, FrontDoor

WALKER: Final = "Sam"
DOMAIN: Final = "retrowalk"
DASHBOARD: Final = "retrowalk-demo"
PATIENCE_S: Final = 90
PATH: Final = "Hallway"
LIGHTS: Final = ("Hallway ceiling", "Hallway floor", "Stairs")
FLOW: Final = "/api/config/config_entries"


async def settle_walker(door: FrontDoor) -> str:
    """Add the treadmill with its walker, unless that was done before; return the walker's id."""
    if not await door.ask("config_entries/get", domain=DOMAIN):
        await _add_treadmill(door)
    for entry in await door.ask("config_entries/get", domain=DOMAIN):
        walkers = await door.ask(
            "config_entries/subentries/list", entry_id=entry["entry_id"]
        )
        for walker in walkers:
            if walker["title"] == WALKER:
                return str(walker["subentry_id"])
    raise DoorShutError(f"{WALKER} does not live here any more")


async def settle_path(door: FrontDoor) -> None:
    """Put the treadmill into a hallway with lights, unless there is one."""
    entries = await door.ask("config_entries/get", domain=DOMAIN)
    for entry in entries:
        if entry["supported_subentry_types"]:
            home = entry["entry_id"]
        else:
            treadmill = entry["entry_id"]
    if any(
        known["title"] == PATH
        for known in await door.ask("config_entries/subentries/list", entry_id=home)
    ):
        return
    look = {"brightness_pct": 60, "color_temp_kelvin": 2700}
    lights = [f"light.{name.lower().replace(' ', '_')}" for name in LIGHTS]
    await _fill_in(
        door,
        f"{FLOW}/subentries/flow",
        [home, "path"],
        {
            "name": PATH,
            "lights": lights,
            "look": look,
            "darkness": {"when": "always"},
            "floor_light": {},
            "guards": {},
            "checklist": {},
            "levels": {},
        },
    )
    [path] = [
        known["subentry_id"]
        for known in await door.ask("config_entries/subentries/list", entry_id=home)
        if known["title"] == PATH
    ]
    await _fill_in(door, f"{FLOW}/options/flow", treadmill, {"path": path})


async def _fill_in(
    door: FrontDoor, flow: str, handler: str | list[str], answers: dict[str, Any]
) -> None:
    """Open a dialog with one form, and fill it in."""
    form = await door.post(flow, {"handler": handler})
    step = await door.post(f"{flow}/{form['flow_id']}", answers)
    if step["type"] != "create_entry":
        raise DoorShutError(f"a dialog was refused: {step}")


async def put_up_dashboard(door: FrontDoor) -> str:
    """Put the demo's dashboard up, unless that was done before; return its path."""
    path = f"/{DASHBOARD}"
    if any(
        known["url_path"] == DASHBOARD
        for known in await door.ask("lovelace/dashboards/list")
    ):
        return path
    walking, belt = await _entities(door)
    await door.ask(
        "lovelace/dashboards/create",
        url_path=DASHBOARD,
        title="RetroWalk",
        icon="mdi:walk",
        show_in_sidebar=True,
    )
    await door.ask(
        "lovelace/config/save",
        url_path=DASHBOARD,
        config=dashboard(WALKER, walking, belt),
    )
    await door.ask(
        "frontend/set_system_data", key="core", value={"default_panel": DASHBOARD}
    )
    return path


async def _add_treadmill(door: FrontDoor) -> None:
    """Wait until the treadmill is discovered, and confirm it with the walker's name."""
    flow = await _discovered(door)
    async with asyncio.timeout(PATIENCE_S):
        while True:
            step = await door.post(
                f"/api/config/config_entries/flow/{flow}", {"name": WALKER}
            )
            if step["type"] == "create_entry":
                return
            if step["type"] != "form":
                raise DoorShutError(f"the treadmill was refused: {step['reason']}")
            await asyncio.sleep(1)


async def _discovered(door: FrontDoor) -> str:
    """Return the id of the dialog that the treadmill's discovery opened."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            for flow in await door.ask("config_entries/flow/progress"):
                # Pads and pods are left for whoever tries the demo to find.
                if flow["handler"] == DOMAIN and flow["step_id"] == "bluetooth_confirm":
                    return str(flow["flow_id"])
            await asyncio.sleep(0.5)


async def _entities(door: FrontDoor) -> tuple[dict[str, str], dict[str, str]]:
    """Return the entity ids of the walker and of the belt, by the ends of their unique ids, once all are there."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            walking: dict[str, str] = {}
            belt: dict[str, str] = {}
            entries: list[dict[str, Any]] = await door.ask(
                "config/entity_registry/list"
            )
            for entry in entries:
                owner, _, key = str(entry["unique_id"]).partition("_")
                if entry["platform"] == DOMAIN and entry["disabled_by"] is None:
                    # A belt's unique ids begin with its address, a walker's with a plain id
                    (belt if ":" in owner else walking)[key] = entry["entity_id"]
            if walking.keys() >= WALKER_KEYS and belt.keys() >= BELT_KEYS:
                return walking, belt
            await asyncio.sleep(0.5)
