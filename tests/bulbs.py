"""Bulbs for a Home Assistant in a process of its own: what they are set to is in a file, and outlasts Home Assistant.

put_in(folder, {"hall": {"on": False, "brightness": None}})
assert bulbs(folder)["hall"]["on"]
"""

from collections.abc import Mapping
import json
from pathlib import Path
from typing import Any, Final

CONFIGURED: Final = {"light": [{"platform": "bulbs"}]}
_CODE: Final = """
import json
from pathlib import Path

from homeassistant.components.light import ColorMode, LightEntity


async def async_setup_platform(hass, config, add, info=None):
    file = Path(hass.config.path("bulbs.json"))
    names = await hass.async_add_executor_job(lambda: list(json.loads(file.read_text())))
    add([Bulb(file, name) for name in names], True)


class Bulb(LightEntity):
    _attr_should_poll = False
    _attr_supported_color_modes = {ColorMode.BRIGHTNESS}
    _attr_color_mode = ColorMode.BRIGHTNESS

    def __init__(self, file, name):
        self.file = file
        self._attr_name = self._attr_unique_id = name

    def turn_on(self, brightness=None, **kwargs):
        self.set(on=True, **({} if brightness is None else {"brightness": brightness}))

    def turn_off(self, **kwargs):
        self.set(on=False)

    def set(self, **changed):
        bulbs = json.loads(self.file.read_text())
        bulbs[self.name] |= changed
        self.file.write_text(json.dumps(bulbs))
        self.update()
        self.schedule_update_ha_state()

    def update(self):
        bulb = json.loads(self.file.read_text())[self.name]
        self._attr_is_on, self._attr_brightness = bulb["on"], bulb["brightness"]
"""
_MANIFEST: Final = {"domain": "bulbs", "name": "Bulbs", "version": "1.0.0"}


def put_in(folder: Path, bulbs: Mapping[str, Any]) -> None:
    """Screw these bulbs into the home whose configuration folder this is."""
    component = folder / "custom_components/bulbs"
    component.mkdir(parents=True)
    (component / "__init__.py").touch()
    (component / "light.py").write_text(_CODE, encoding="utf-8")
    (component / "manifest.json").write_text(json.dumps(_MANIFEST), encoding="utf-8")
    (folder / "bulbs.json").write_text(json.dumps(bulbs), encoding="utf-8")


def bulbs(folder: Path) -> dict[str, dict[str, Any]]:
    """How all bulbs are set."""
    found: dict[str, dict[str, Any]] = json.loads(
        (folder / "bulbs.json").read_text(encoding="utf-8")
    )
    return found


def turn(folder: Path, name: str, **changed: Any) -> None:
    """Turn a bulb by hand."""
    found = bulbs(folder)
    found[name] |= changed
    (folder / "bulbs.json").write_text(json.dumps(found), encoding="utf-8")
