"""The pages in docs/ as texts: what they name is there, and what is there is named."""

from http import HTTPStatus
import json
from pathlib import Path
import re
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.retrowalk.phone_walks import NOT_BACKWARD, TOO_SHORT
from custom_components.retrowalk.protocols import phone_own
from custom_components.retrowalk.protocols.phone import RefusalReason
from custom_components.retrowalk.walking.checks import Refusal
from homeassistant.core import HomeAssistant
from homeassistant.util.yaml import parse_yaml

from . import test_recipes
from .recipes import DOCS, PAGES, async_open, blocks, page
from .test_translations import INTEGRATION, TEXTS, sentences

REPOSITORY = DOCS.parent
TEXT_OF_ALL = {name: page(name) for name in PAGES}
ANSWERING = [
    INTEGRATION / "sources" / "webhook.py",
    INTEGRATION / "sources" / "post_gate.py",
    INTEGRATION / "phone_posts.py",
    INTEGRATION / "phone_live.py",
]
INTERNAL = re.compile(
    r"/(?:tmp|work|home|root|usr)/|localhost|127\.0\.0\.1|#\d|TODO",
    re.IGNORECASE,
)

type Rows = list[list[str]]


def table(name: str, first: str) -> Rows:
    """The rows of the tables of a page whose header begins like this."""
    rows: Rows = []
    within = False
    for line in page(name).splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        within = line.startswith("|") and (within or cells[0] == first)
        if within and cells[0] != first and not line.startswith("|---"):
            rows.append(cells)
    return rows


def coded(text: str) -> list[str]:
    """What is written as code in a text."""
    return re.findall(r"`([^`]+)`", text)


def words_of_ours() -> set[str]:
    """All that a person may read in RetroWalk's dialogs, entities and blueprints."""
    words = {text for _, text in sentences(TEXTS)}
    for path in (REPOSITORY / "blueprints").rglob("*.yaml"):
        parsed: Any = parse_yaml(path.read_text(encoding="utf-8"))
        words |= set(_names(parsed["blueprint"]))
    return words


def _names(branch: Any) -> list[str]:
    if not isinstance(branch, dict):
        return []
    own = [branch["name"]] if isinstance(branch.get("name"), str) else []
    return own + [name for part in branch.values() for name in _names(part)]


def test_each_page_is_followed() -> None:
    """There is a test for each page with anything to follow."""
    followed = {
        name.removeprefix("test_").replace("_", "-") for name in dir(test_recipes)
    }
    assert {name for name in PAGES if blocks(name)} <= followed
    assert len([name for name in PAGES if blocks(name)]) == 8


@pytest.mark.parametrize("name", PAGES)
def test_words_of_dialogs(name: str) -> None:
    """What a page sets in italics is what Home Assistant shows, to the letter."""
    prose = re.sub(r"```.*?```|`[^`]*`|\*\*.+?\*\*", "", page(name), flags=re.DOTALL)
    quoted = re.findall(r"\*([^*\n]+)\*", prose)
    assert quoted
    assert set(quoted) - words_of_ours() == set()


def test_path_to_the_dialog() -> None:
    """From the walker's menu to the address, in the order in which it is asked for."""
    walker = TEXTS["config_subentries"]["walker"]
    steps = walker["step"]
    path = [
        walker["initiate_flow"]["reconfigure"],
        steps["reconfigure"]["menu_options"]["address"],
        steps["address_new"]["data"]["from_outside"],
        steps["address_new"]["data"]["signed"],
        steps["address_new"]["data"]["backward_names"],
        steps["address_shown"]["title"],
        *steps["address"]["menu_options"].values(),
    ]
    places = [page("phones").index(f"*{word}*") for word in path]
    assert places == sorted(places)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_internal(name: str) -> None:
    """No paths of a machine, no hosts but the example, nothing that only its makers understand."""
    assert INTERNAL.findall(page(name)) == []
    hosts = re.findall(r"https?://([^/\s'\")]+)", page(name))
    assert set(hosts) <= {"homeassistant.local:8123"}


@pytest.mark.parametrize("name", PAGES)
def test_links(name: str) -> None:
    """Links lead to pages and to headings that are there."""
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", page(name)):
        there = DOCS / target if target else DOCS / f"{name}.md"
        assert there.exists()
        assert not anchor or anchor in anchors(there)


def anchors(path: Path) -> set[str]:
    """What links can point to on a page."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-")
        for heading in headings
    }


def test_each_page_is_found() -> None:
    """From the README, and from the page on phones."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert all(f"(docs/{name}.md)" in readme for name in PAGES)
    others = [name for name in PAGES if name != "phones"]
    assert all(f"({name}.md)" in page("phones") for name in others)


def test_statuses() -> None:
    """Every status that is answered is explained, and no other."""
    told = {row[0] for row in table("phones", "Status")} - {"200 without a body"}
    source = "".join(path.read_text(encoding="utf-8") for path in ANSWERING)
    answered = {HTTPStatus[name] for name in re.findall(r"HTTPStatus\.(\w+)", source)}
    assert told == {str(status.value) for status in answered}


def test_reasons() -> None:
    """Every reason of a refusal is explained, and no other."""
    told = [reason for row in table("phones", "Reason") for reason in coded(row[0])]
    assert len(told) == len(set(told))
    of_walks = {NOT_BACKWARD, TOO_SHORT, *Refusal}
    assert set(RefusalReason) <= set(told) <= {*RefusalReason, *of_walks}
    assert {NOT_BACKWARD, TOO_SHORT} <= set(told)


def test_all_fields_are_told() -> None:
    """None that is taken is missing in the tables, and no other is in them."""
    walk, event = _bodies()
    assert walk.keys() == phone_own.WALK_FIELDS
    assert event.keys() == phone_own.EVENT_FIELDS


async def test_fields(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The examples of a table are taken together; a field of the other table is refused."""
    recipe = await async_open(hass, hass_client_no_auth, freezer, "phones")
    walk, event = _bodies()
    for body, other in ((walk, event), (event, walk)):
        in_metres = {
            name: example
            for name, example in body.items()
            if name not in ("distance", "unit")
        }
        in_units = {
            name: example for name, example in body.items() if name != "distance_m"
        }
        for told in (in_metres, in_units):
            await recipe.post_text(json.dumps(told))
            status, answer = recipe.answered.pop()
            assert (status, answer["taken"]) == (HTTPStatus.OK, 1)
        for name in other.keys() - body.keys():
            await recipe.post_text(json.dumps({**in_metres, name: other[name]}))
            status, answer = recipe.answered.pop()
            assert (status, answer["reason"]) == (422, "unknown_field")


def _bodies() -> tuple[dict[str, Any], dict[str, Any]]:
    """The examples of both tables of fields."""
    bodies: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    body = bodies[0]
    for names, examples, *_ in table("phones", "Field"):
        if coded(names) == ["event"]:
            body = bodies[1]
        for name, example in zip(coded(names), coded(examples), strict=True):
            body[name] = json.loads(example)
    return bodies
