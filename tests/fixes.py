"""What a person does in the dialog of a repair issue."""

from http import HTTPStatus
import json
from pathlib import Path
from string import Formatter
from typing import Any

from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.retrowalk.const import DOMAIN
from homeassistant.components.repairs.const import DOMAIN as REPAIRS_DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .walkers import ADA

FIX = "/api/repairs/issues/fix"
TEXTS: dict[str, Any] = json.loads(
    (
        Path(__file__).parent.parent
        / "custom_components/retrowalk/translations/en.json"
    ).read_text(encoding="utf-8")
)

type Shown = dict[str, Any]


class Repair:
    """The dialog of one issue; each answer is checked for a text, with all that it needs filled in."""

    def __init__(
        self, hass: HomeAssistant, hass_client: ClientSessionGenerator, key: str
    ) -> None:
        """Prepare for an issue of this kind."""
        self._hass = hass
        self._hass_client = hass_client
        self._key = key
        self._flow_id = ""

    async def async_open(self, walker_id: str = ADA) -> Shown:
        """Press "Fix"."""
        assert await async_setup_component(self._hass, REPAIRS_DOMAIN, {})
        return await self._async_post(
            FIX, {"handler": DOMAIN, "issue_id": f"{self._key}_{walker_id}"}
        )

    async def async_choose(self, option: str) -> Shown:
        """Pick from the menu."""
        return await self._async_post(
            f"{FIX}/{self._flow_id}", {"next_step_id": option}
        )

    async def async_submit(self, **answers: Any) -> Shown:
        """Fill in the form."""
        return await self._async_post(f"{FIX}/{self._flow_id}", answers)

    async def _async_post(self, address: str, body: dict[str, Any]) -> Shown:
        client = await self._hass_client()
        response = await client.post(address, json=body)
        assert response.status == HTTPStatus.OK
        shown: Shown = await response.json()
        await self._hass.async_block_till_done(wait_background_tasks=True)
        self._flow_id = shown["flow_id"]
        self._check_texts(shown)
        return shown

    def _check_texts(self, shown: Shown) -> None:
        texts = TEXTS["issues"][self._key]["fix_flow"]
        if shown["type"] == "create_entry":
            return
        if shown["type"] == "abort":
            needed = [texts["abort"][shown["reason"]]]
        else:
            step = texts["step"][shown["step_id"]]
            needed = [step["title"], step["description"]]
            if shown["type"] == "menu":
                assert set(shown["menu_options"]) <= step["menu_options"].keys()
        filled = shown["description_placeholders"] or {}
        for text in needed:
            fields = {name for _, name, _, _ in Formatter().parse(text) if name}
            assert fields <= filled.keys()
