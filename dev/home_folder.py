"""The configuration folder of a Home Assistant that runs from this repository."""

from collections.abc import Sequence
from datetime import UTC, datetime
import fcntl
import json
import os
from pathlib import Path
import shutil
import socket
from typing import Any, Final

from homeassistant.util.yaml import dump

REPOSITORY: Final = Path(__file__).parent.parent
COMPONENTS: Final = {
    "retrowalk": REPOSITORY / "custom_components/retrowalk",
    "virtual_treadmill": REPOSITORY / "dev/virtual_treadmill",
}
HOST: Final = "127.0.0.1"
LOOPBACK: Final = ["127.0.0.1", "::1"]

AUTOMATIONS: Final = "automations.yaml"


def prepare(
    folder: Path,
    *,
    port: int,
    belt: dict[str, Any] | list[dict[str, Any]],
    location_name: str,
    lights: Sequence[str] = (),
) -> None:
    """Make the folder, or bring it up to date, with what Home Assistant had stored in it left alone.

    `belt` holds the options of the virtual treadmill, or of several; `lights` are names of lights that shine only on the screen. The server
    will listen on loopback only.
    """
    (folder / "custom_components").mkdir(parents=True, exist_ok=True)
    for name, component in COMPONENTS.items():
        link = folder / "custom_components" / name
        link.unlink(missing_ok=True)
        link.symlink_to(component)
    (folder / AUTOMATIONS).touch()
    configuration = _configuration(location_name, belt)
    if lights:
        configuration["template"] = [{"light": [_light(name) for name in lights]}]
    # What Home Assistant loads by `!include` has no form that its own dump could write.
    (folder / "configuration.yaml").write_text(
        f"{dump(configuration)}automation: !include {AUTOMATIONS}\n", encoding="utf-8"
    )
    store_server_settings(folder, port)
    _store_finished_onboarding(folder)


def free_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def is_in_use(folder: Path) -> bool:
    """Whether a Home Assistant runs on the folder: it holds a lock there."""
    lock = folder / ".ha_run.lock"
    if not lock.exists():
        return False
    with lock.open() as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def forget(folder: Path) -> None:
    """Remove the folder and everything that Home Assistant stored in it."""
    shutil.rmtree(folder, ignore_errors=True)


def _configuration(
    location_name: str, belt: dict[str, Any] | list[dict[str, Any]]
) -> dict[str, Any]:
    """What configuration.yaml says: a small home, and nobody on this machine has to log in."""
    return {
        "homeassistant": {
            "name": location_name,
            "country": "GB",
            "currency": "GBP",
            "time_zone": _time_zone(),
            "unit_system": "metric",
            "auth_providers": [
                {
                    "type": "trusted_networks",
                    "trusted_networks": LOOPBACK,
                    "allow_bypass_login": True,
                },
                {"type": "homeassistant"},
            ],
        },
        "config": {},
        "frontend": {},
        "history": {},
        "logbook": {},
        "mobile_app": {},
        "my": {},
        "person": {},
        "recorder": {},
        "system_health": {},
        "logger": {
            "default": "warning",
            "logs": {
                "custom_components.retrowalk": "info",
                # What a demo does without: faster compression, films, fast snapshots, a Bluetooth adapter
                "aiohttp_fast_zlib": "error",
                "haffmpeg": "critical",
                "homeassistant.components.camera.img_util": "critical",
            },
        },
        "virtual_treadmill": belt,
    }


def _light(name: str) -> dict[str, Any]:
    """A light with nothing behind it, which believes what it is told."""
    actions = ("turn_on", "turn_off", "set_level", "set_temperature")
    return {
        "name": name,
        "unique_id": name.lower().replace(" ", "_"),
        **{action: [] for action in actions},
    }


def _time_zone() -> str:
    """The name of this machine's time zone; UTC where it has none."""
    if zone := os.environ.get("TZ"):
        return zone
    _, found, name = str(Path("/etc/localtime").resolve()).rpartition("zoneinfo/")
    return name if found else "UTC"


def store_server_settings(folder: Path, port: int) -> None:
    """Say where Home Assistant is to listen: on loopback only.

    In configuration.yaml it would be taken as a trial, which ends after five minutes with a restart.
    """
    settings = {
        "server_host": [HOST],
        "server_port": port,
        "cors_allowed_origins": [],
        "login_attempts_threshold": -1,
        "ip_ban_enabled": False,
        "ssl_profile": "modern",
        "use_x_frame_options": True,
        "created_at": datetime.now(UTC).isoformat(),
        "error": None,
        "error_message": None,
    }
    stored = {"stable": settings, "pending": None, "yaml_migration_done": True}
    _store(folder, "http", stored, version=2, minor_version=2)


def _store_finished_onboarding(folder: Path) -> None:
    """Leave nothing of the first questions but the first user, whom nobody can make but Home Assistant."""
    if not (folder / ".storage/onboarding").exists():
        done = {"done": ["core_config", "analytics", "integration"]}
        _store(folder, "onboarding", done, version=4, minor_version=1)


def _store(
    folder: Path, key: str, stored: dict[str, Any], *, version: int, minor_version: int
) -> None:
    """Write a file as Home Assistant stores it."""
    storage = folder / ".storage"
    storage.mkdir(exist_ok=True)
    content = {
        "version": version,
        "minor_version": minor_version,
        "key": key,
        "data": stored,
    }
    (storage / key).write_text(json.dumps(content), encoding="utf-8")
