"""The recipes in docs/, followed to the letter: what a page says is posted, run and set up, and what it promises is looked for.

recipe = await async_open(hass, hass_client_no_auth, freezer, "curl")
await recipe.run()      # the next block of the page, a command
recipe.keeps_promise()  # the next one, what it is answered
recipe.shows()          # the next one, a table of entities
recipe.is_over()
"""

from dataclasses import dataclass, field
from datetime import timedelta
import json
from pathlib import Path
import re
import subprocess
from typing import Any, Final, NamedTuple, cast

from aiohttp.test_utils import TestClient
from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.components.automation.const import DOMAIN as AUTOMATION
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml

from .dialogs import change_walker, questions, set_up_home
from .sourced import follow
from .test_translations import TEXTS

DOCS: Final = Path(__file__).parent.parent / "docs"
PAGES: Final = sorted(path.stem for path in DOCS.glob("*.md"))
ZONE: Final = "Europe/Berlin"
EVENING: Final = "2026-11-23 18:30:00+01:00"
SHOWN: Final = "Sam's walking"
ASKED: Final = "In the dialog"

_BLOCK: Final = re.compile(
    r"^ *```(?P<kind>[^\n]+)\n(?P<text>.*?)^ *```$"
    r"|^ *\| (?P<table>Sam's walking|In the dialog) \| \|\n *\|---\|---\|\n(?P<rows>(?: *\|[^\n]*\n)+)",
    re.DOTALL | re.MULTILINE,
)
_ROW: Final = re.compile(r"\| \*(.+?)\* \| (.+?) \|")
_ADDRESS: Final = re.compile(r"ADDRESS='http://[^/']+/api/webhook/[0-9a-f]+'")


class Block(NamedTuple):
    """A part of a page that can be followed."""

    kind: str
    """What stands behind the fence (`json post`), or above the table."""
    text: str


def page(name: str) -> str:
    """The text of a page."""
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def blocks(name: str) -> list[Block]:
    """The parts of a page that can be followed, in their order."""
    return [
        Block(found["table"], found["rows"])
        if found["rows"]
        else Block(found["kind"], _undented(found["text"]))
        for found in _BLOCK.finditer(page(name))
    ]


def _undented(text: str) -> str:
    lines = text.splitlines()
    indent = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    return "\n".join(line[indent:] for line in lines)


@dataclass(kw_only=True)
class Recipe:
    """A page, and the home of somebody who follows it."""

    hass: HomeAssistant
    freezer: FrozenDateTimeFactory
    client: TestClient[Any, Any]
    home: ConfigEntry[Any]
    left: list[Block]
    url: str = ""
    secret: str = ""
    answered: list[tuple[int, Any]] = field(default_factory=list)
    """What the posts were answered whose answers the page has not told yet."""

    def next(self, kind: str) -> str:
        """The next block of the page, which is of this kind."""
        block = self.left.pop(0)
        assert block.kind == kind, block
        return block.text

    def is_over(self) -> None:
        """There is nothing on the page that was not followed."""
        assert self.left == []

    async def make_address(self, item: str | None = None, **answers: Any) -> None:
        """Make an address in the walker's dialog, or change the one that is there, and copy what is shown."""
        form = await change_walker(self.hass, self.home, "Sam", "address")
        if item is not None:
            form = await self._answer(form, next_step_id=item)
        given = {"from_outside": False, "signed": False, "backward_names": []}
        shown = await self._answer(form, **given | answers)
        assert shown["step_id"] == "address_shown"
        copied = {str(key): key for key in questions(shown["data_schema"])}
        self.url = copied["url"].default()
        if "signing_secret" in copied:
            self.secret = copied["signing_secret"].default()
        await self._answer(shown)

    async def _answer(self, form: Any, **answers: Any) -> Any:
        result = await self.hass.config_entries.subentries.async_configure(
            form["flow_id"], answers
        )
        await self.hass.async_block_till_done(wait_background_tasks=True)
        return result

    async def copy_address(self) -> None:
        """Follow the block that keeps the address: the real one takes the place of the example."""
        assert _ADDRESS.fullmatch(self.next("sh address"))

    async def run(self) -> None:
        """Run the next block in a shell, with the address and the secret that were copied."""
        script = self.next("sh")
        folder = Path(self.hass.config.path("somebody"))
        await self.hass.async_add_executor_job(_put_curl_in, folder)
        ran = await self.hass.async_add_executor_job(
            _run,
            script,
            {"HOME": str(folder), "ADDRESS": self.url, "SECRET": self.secret},
        )
        for line in ran.splitlines():
            body, _, status = line.rpartition(" ")
            self.answered.append((int(status), json.loads(body)))
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def post(
        self,
        headers: dict[str, str] | None = None,
        **variables: str,
    ) -> None:
        """Post the next block, as an app does that fills in its variables."""
        body = self.next("json post")
        for name, value in variables.items():
            assert f"%{name}" in body
            body = body.replace(f"%{name}", value)
        await self.post_text(body, headers)

    async def post_text(self, body: str, headers: dict[str, str] | None = None) -> None:
        """Post something to the address."""
        path = f"/api/webhook/{self.url.rpartition('/')[2]}"
        response = await self.client.post(path, data=body, headers=headers)
        self.answered.append((response.status, await response.json()))
        await self.hass.async_block_till_done(wait_background_tasks=True)

    def keeps_promise(self, status: int = 200) -> None:
        """The answer is the one that the page tells next."""
        kind = "json answer" if status == 200 else f"json answer {status}"
        [answer] = self.answered
        self.answered.clear()
        assert answer == (status, json.loads(self.next(kind))), answer

    def shows(self) -> None:
        """The entities show what the page tells next."""
        promised = dict(_ROW.findall(self.next(SHOWN)))
        assert promised
        shown = {name: self.shown(name) for name in promised}
        assert shown == promised, shown

    async def follow(self) -> None:
        """Choose entities in the walker's dialog, as the page tells next."""
        texts = TEXTS["config_subentries"]["walker"]["step"]["entities"]["sections"]
        keys = {text: key for key, text in texts["other_entities"]["data"].items()}
        answers: dict[str, Any] = {}
        for name, told in _ROW.findall(self.next(ASKED)):
            answer = told.strip("`")
            answers[keys[name]] = float(answer) if answer.isdecimal() else answer
        await follow(self.hass, self.home, name="Sam", **answers)

    def shown(self, name: str) -> str:
        """What an entity of the walker shows, with its unit."""
        [state] = [
            state
            for state in self.hass.states.async_all()
            if state.name == f"Sam's walking {name}"
        ]
        unit = state.attributes.get("unit_of_measurement")
        return (
            state.state if unit is None else f"{round(float(state.state), 1):g} {unit}"
        )

    async def automate(self, **blueprint_inputs: str) -> None:
        """Set up the automations of the page; ids that everybody has of their own are filled in."""
        kind = "yaml automation"
        automations: list[dict[str, Any]] = [
            cast(dict[str, Any], parse_yaml(block.text))
            for block in self.left
            if block.kind == kind
        ]
        self.left = [block for block in self.left if block.kind != kind]
        for number, automation in enumerate(automations):
            if "use_blueprint" in automation:
                automation["use_blueprint"]["input"] |= blueprint_inputs
            automation["id"] = f"recipe {number}"
        config = {AUTOMATION: automations}
        assert await async_setup_component(self.hass, AUTOMATION, config)
        await self.hass.async_block_till_done()
        states = {
            state.name: state.state for state in self.hass.states.async_all(AUTOMATION)
        }
        assert states == {automation["alias"]: "on" for automation in automations}

    async def let_pass(self, seconds: float, step_s: float = 5) -> None:
        """Let time pass."""
        left_s = seconds
        while left_s > 0:
            self.freezer.tick(timedelta(seconds=min(step_s, left_s)))
            left_s -= step_s
            async_fire_time_changed(self.hass)
            await self.hass.async_block_till_done()


def _put_curl_in(folder: Path) -> None:
    """Have curl tell the status behind each body."""
    folder.mkdir(exist_ok=True)
    settings = 'silent\nwrite-out = " %{http_code}\\n"\n'
    (folder / ".curlrc").write_text(settings, encoding="utf-8")


def _run(script: str, given: dict[str, str]) -> str:
    ran = subprocess.run(
        ["bash", "-euc", script],
        env={"PATH": "/usr/local/bin:/usr/bin:/bin"} | given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


async def async_open(
    hass: HomeAssistant,
    new_client: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
    name: str,
    **answers: Any,
) -> Recipe:
    """Open a page in a home in Berlin where Sam walks, on the evening that the examples are of; Sam has an address."""
    freezer.move_to(EVENING)
    await hass.config.async_set_time_zone(ZONE)
    home = await set_up_home(hass, "Sam")
    client = await new_client()
    await hass.config.async_update(internal_url=str(client.make_url("")).rstrip("/"))
    recipe = Recipe(
        hass=hass, freezer=freezer, client=client, home=home, left=blocks(name)
    )
    await recipe.make_address(**answers)
    return recipe
