"""The texts: each one that the code asks for is there, whole and plain."""

import ast
from collections.abc import Iterator
from functools import cache
import json
from pathlib import Path
import re
from string import Formatter
from types import MappingProxyType
from typing import Any

import hass_frontend
import pytest

from custom_components.retrowalk.const import DOMAIN, HOME_UNIQUE_ID
from custom_components.retrowalk.sources.belt_problem import LinkProblem
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .belts import async_put_belt_on_air

INTEGRATION = Path(__file__).parent.parent / "custom_components" / "retrowalk"
TEXTS: dict[str, Any] = json.loads(
    (INTEGRATION / "translations" / "en.json").read_text(encoding="utf-8")
)
ICONS: dict[str, Any] = json.loads(
    (INTEGRATION / "icons.json").read_text(encoding="utf-8")
)
SOURCES = sorted(INTEGRATION.rglob("*.py"))

type Call = dict[str, ast.expr]


def sentences(branch: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text below a branch, with its path."""
    if isinstance(branch, str):
        yield path, branch
        return
    for key, value in branch.items():
        yield from sentences(value, f"{path}.{key}" if path else key)


def placeholders(text: str) -> set[str]:
    """The names in braces in a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def calls(*, having: str) -> Iterator[tuple[str, Call]]:
    """Every call in our code that has this keyword: where it stands, and its keywords."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                keywords = {word.arg: word.value for word in node.keywords if word.arg}
                if having in keywords:
                    yield f"{source.name}:{node.lineno}", keywords


def named(expression: ast.expr) -> str | None:
    """The text of a constant; None for anything that is worked out."""
    if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        return expression.value
    return None


def given(keywords: Call) -> set[str] | None:
    """The placeholders a call fills in; None when they are worked out."""
    expression = keywords.get("translation_placeholders")
    if expression is None:
        return set()
    if not isinstance(expression, ast.Dict):
        return None
    return {named(key) or "" for key in expression.keys if key is not None}


@pytest.mark.parametrize(("path", "text"), sentences(TEXTS))
def test_text_is_plain(path: str, text: str) -> None:
    """No text is empty or padded, holds markup or an address, or points at another text."""
    assert text
    assert text == text.strip()
    assert not re.search(r"<[a-zA-Z/]", text)
    assert "://" not in text
    assert "[%key" not in text
    assert all(name.isidentifier() for name in placeholders(text))
    assert not re.search(r"'\{\w+\}'", text)


@pytest.mark.parametrize(
    "path",
    [path for path, _ in sentences(TEXTS)] + [path for path, _ in sentences(ICONS)],
)
def test_key_is_well_formed(path: str) -> None:
    """Keys are lower case, as Home Assistant wants them."""
    assert re.fullmatch(r"[a-z0-9_.-]+", path)


def test_errors_have_their_texts() -> None:
    """What is raised with a key has a message with just the placeholders that it is given."""
    for place, keywords in calls(having="translation_domain"):
        key = named(keywords.get("translation_key", keywords["translation_domain"]))
        if key is None or "severity" in keywords or "reason" in keywords:
            continue
        message = TEXTS["exceptions"][key]["message"]
        filled = given(keywords)
        assert filled is None or filled == placeholders(message), place


def test_no_message_is_left_over() -> None:
    """Each message is raised somewhere."""
    code = "".join(source.read_text(encoding="utf-8") for source in SOURCES)
    for key in TEXTS["exceptions"]:
        assert f'"{key}"' in code, key


def test_issues_have_their_texts() -> None:
    """What is reported as an issue has a title, and just the placeholders that it is given."""
    for place, keywords in calls(having="severity"):
        key = named(keywords["translation_key"])
        filled = given(keywords)
        if key is None or filled is None:
            continue
        assert key in TEXTS["issues"], place
        for path, text in sentences(TEXTS["issues"][key]):
            if not path.startswith("fix_flow"):
                assert placeholders(text) <= filled, f"{place} {path}"


def test_repairs_have_their_texts() -> None:
    """Each end of a repair has a text, and no text is left over."""
    code = "".join(
        source.read_text(encoding="utf-8") for source in INTEGRATION.glob("*repair*.py")
    )
    told = {
        reason
        for issue in TEXTS["issues"].values()
        for reason in issue.get("fix_flow", {}).get("abort", {})
    }
    assert all(f'"{reason}"' in code for reason in told)
    assert {
        named(keywords["reason"])
        for place, keywords in calls(having="reason")
        if "repair" in place and named(keywords["reason"])
    } <= told


@pytest.mark.parametrize("problem", LinkProblem)
def test_each_problem_with_a_belt_is_told(problem: LinkProblem) -> None:
    """What keeps a belt from being connected is told in the flow and, when it lasts, as an issue."""
    assert {"title", "description"} <= TEXTS["issues"][f"belt_{problem}"].keys()
    told = {
        **TEXTS["config"]["error"],
        "no_treadmill_data": TEXTS["config"]["abort"]["not_a_treadmill"],
    }
    assert problem in told


def test_ask_first_list_is_the_same_everywhere() -> None:
    """Whoever adds a walker, on whatever way, is shown the same list of whom to ask first."""
    whole = TEXTS["config"]["step"]["home"]["description"]
    assert "Ask a doctor" in whole
    assert TEXTS["config_subentries"]["walker"]["step"]["user"]["description"] == whole
    assert TEXTS["config"]["step"]["bluetooth_confirm"]["description"].endswith(whole)


def test_nobody_is_told_that_walking_backward_is_safe() -> None:
    """No text claims that walking backward is safe for its reader."""
    for path, text in sentences(TEXTS):
        assert not re.search(
            r"\bsafe (for|to)\b|\bsafely\b|\bharmless\b|\bhealthy\b",
            text,
            re.IGNORECASE,
        ), path


def test_entities_have_icons() -> None:
    """Each kind of entity that has a text has an icon, and no icon is left over."""
    texts = {
        (platform, key) for platform, keys in TEXTS["entity"].items() for key in keys
    }
    icons = {
        (platform, key) for platform, keys in ICONS["entity"].items() for key in keys
    }
    assert texts == icons


@cache
def drawn() -> set[str]:
    """The names of all icons that the frontend can draw."""
    pages = (Path(hass_frontend.where()) / "static" / "mdi").glob("*.json")
    contents = [json.loads(page.read_text(encoding="utf-8")) for page in pages]
    return {
        name for content in contents if isinstance(content, dict) for name in content
    }


@pytest.mark.parametrize("icon", sorted({icon for _, icon in sentences(ICONS)}))
def test_icon_is_drawn(icon: str) -> None:
    """Each icon is one of the frontend's own."""
    assert icon.removeprefix("mdi:") in drawn()


async def test_every_entity_has_its_text(hass: HomeAssistant) -> None:
    """A home with a path, and a belt with all that can be switched on, have just the entities that the texts name."""
    await async_put_belt_on_air(hass)
    [flow] = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    added = await hass.config_entries.flow.async_configure(
        flow["flow_id"], {"name": "Ada"}
    )
    home = hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, HOME_UNIQUE_ID)
    assert home is not None
    path = ConfigSubentry(
        data=MappingProxyType(
            {"name": "Hallway", "guards": {"each_walk": ["Shoes on"]}}
        ),
        subentry_type="path",
        title="Hallway",
        unique_id=None,
    )
    hass.config_entries.async_add_subentry(home, path)
    treadmill = added["result"]
    hass.config_entries.async_update_entry(treadmill, options={"allow_stop": True})
    await hass.config_entries.async_reload(treadmill.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    registered = {
        (entity.domain, str(entity.translation_key).partition("_in_")[0])
        for entity in er.async_get(hass).entities.values()
        if entity.platform == DOMAIN
    }
    # A streak that counts weeks, or a goal of steps, changes its texts, not its entity
    named = {
        (platform, key.partition("_in_")[0])
        for platform, keys in TEXTS["entity"].items()
        for key in keys
    }
    # A walker who never earned a freeze has no sensor of them; only a pod has a stride
    assert registered == named - {
        ("sensor", "streak_freezes"),
        ("sensor", "stride_length"),
    }
