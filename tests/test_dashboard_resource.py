"""The card arrives by itself: served, and one of the dashboards' resources, of which no other is touched."""

from hashlib import sha256
from http import HTTPStatus
import json
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.retrowalk.const import DOMAIN
from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.components.lovelace.resources import (
    ResourceStorageCollection,
    ResourceYAMLCollection,
)
from homeassistant.const import EVENT_COMPONENT_LOADED, EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.loader import async_get_integration
from homeassistant.setup import async_setup_component

from .dialogs import set_up_treadmill
from .homes import BREAKFAST, press, set_up_home
from .test_translations import TEXTS
from .walkers import async_reload, errors

ADDRESS = "/retrowalk_static/retrowalk-card.js"
CARD = (
    Path(__file__).parent.parent
    / "custom_components"
    / "retrowalk"
    / "www"
    / "retrowalk-card.js"
)
FOREIGN = [
    {"id": "mini", "type": "module", "url": "/hacsfiles/mini-graph-card/bundle.js?v=1"},
    {"id": "own", "type": "js", "url": "/local/retrowalk-card.js"},
    {"id": "far", "type": "css", "url": "https://example.org/retrowalk_static/a.css"},
    {"id": "near", "type": "module", "url": "/retrowalk_statics/retrowalk-card.js"},
]


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


async def address(hass: HomeAssistant) -> str:
    """The address of the card as it is now."""
    version = (await async_get_integration(hass, DOMAIN)).version
    built = b"".join(
        file.name.encode() + file.read_bytes() for file in sorted(CARD.parent.iterdir())
    )
    return f"{ADDRESS}?v={version}-{sha256(built).hexdigest()[:8]}"


def stored(hass: HomeAssistant, *items: dict[str, Any]) -> Path:
    """What the dashboards' resources are before Home Assistant starts; where they are kept."""
    path = Path(hass.config.path(".storage/lovelace_resources"))
    if items:
        path.parent.mkdir(exist_ok=True)
        kept = {"version": 1, "key": path.name, "data": {"items": list(items)}}
        path.write_text(json.dumps(kept), encoding="utf-8")
    return path


async def resources(hass: HomeAssistant) -> list[dict[str, Any]]:
    """The resources on the disk, as they are when Home Assistant has stopped."""
    hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await hass.async_block_till_done()
    items: list[dict[str, Any]] = json.loads(stored(hass).read_text(encoding="utf-8"))[
        "data"
    ]["items"]
    return items


async def addresses(hass: HomeAssistant) -> list[str]:
    """The addresses on the disk, those of others left out."""
    ids = {item["id"] for item in FOREIGN}
    return [item["url"] for item in await resources(hass) if item["id"] not in ids]


def issue(hass: HomeAssistant) -> ir.IssueEntry | None:
    """The question about the card, if it is asked."""
    return ir.async_get(hass).async_get_issue(DOMAIN, "card_not_registered")


async def set_up_dashboards(hass: HomeAssistant, **config: Any) -> None:
    """As Home Assistant does before it sets up integrations."""
    assert await async_setup_component(hass, "lovelace", {"lovelace": config})
    await hass.async_block_till_done()


async def choose(hass: HomeAssistant, home: MockConfigEntry, *, card: bool) -> None:
    """Answer the options of the home."""
    form = await hass.config_entries.options.async_init(home.entry_id)
    answers = {"day_start_hour": 0, "week_start": "monday", "card": card}
    await hass.config_entries.options.async_configure(form["flow_id"], answers)
    await hass.async_block_till_done(wait_background_tasks=True)


async def a_minute_later(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """What is looked at each minute has been looked at."""
    freezer.tick(61)
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_card_is_served_and_registered(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """At an address that browsers may keep, beside what others have registered."""
    stored(hass, *FOREIGN)
    await set_up_dashboards(hass)
    await set_up_home(hass, "Ada")
    [*foreign, own] = await resources(hass)
    assert foreign == FOREIGN
    url = await address(hass)
    assert own == {"id": own["id"], "type": "module", "url": url}
    client = await hass_client_no_auth()
    answer = await client.get(url)
    assert answer.status == HTTPStatus.OK
    assert answer.content_type == "text/javascript"
    assert answer.headers["Cache-Control"] == "public, max-age=2678400"
    assert await answer.read() == CARD.read_bytes()
    for path in ("/retrowalk_static/../manifest.json", "/retrowalk_static/"):
        assert (await client.get(path)).status != HTTPStatus.OK


async def test_first_resource_ever(hass: HomeAssistant) -> None:
    """Nobody has registered anything before."""
    await set_up_dashboards(hass)
    await set_up_home(hass, "Ada")
    assert await addresses(hass) == [await address(hass)]


async def test_once_whatever_is_started_and_reloaded(hass: HomeAssistant) -> None:
    """And nothing is written when nothing changes."""
    await set_up_dashboards(hass)
    home = await set_up_home(hass, "Ada")
    [before] = await resources(hass)
    stored(hass).unlink()
    for _ in range(3):
        await async_reload(hass, home)
    await set_up_treadmill(hass)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await hass.async_block_till_done()
    assert not stored(hass).exists()
    collection = hass.data[LOVELACE_DATA].resources
    assert collection.async_items() == [before]


@pytest.mark.parametrize(
    ("kind", "old"),
    [
        ("module", f"{ADDRESS}?v=0.0.9-12345678"),
        ("module", ADDRESS),
        ("js", f"{ADDRESS}?hacstag=1"),
        ("module", "/retrowalk_static/old-name.js?v=0.0.1"),
    ],
)
async def test_older_address_is_brought_up_to_date(
    hass: HomeAssistant, kind: str, old: str
) -> None:
    """Of a former version, or one that somebody made by hand; it keeps its place."""
    ours = {"id": "ours", "type": kind, "url": old}
    stored(hass, *FOREIGN[:2], ours, *FOREIGN[2:])
    await set_up_dashboards(hass)
    await set_up_home(hass, "Ada")
    present = {"id": "ours", "type": "module", "url": await address(hass)}
    assert await resources(hass) == [*FOREIGN[:2], present, *FOREIGN[2:]]


async def test_several_become_one(hass: HomeAssistant) -> None:
    """Two would define the same card twice."""
    twice = [
        {"id": f"{number}", "type": "module", "url": f"{ADDRESS}?v={number}"}
        for number in range(3)
    ]
    stored(hass, *FOREIGN, *twice)
    await set_up_dashboards(hass)
    await set_up_home(hass, "Ada")
    assert await addresses(hass) == [await address(hass)]


async def test_dashboards_come_later(hass: HomeAssistant) -> None:
    """As soon as they are there, the card is; also after a reload meanwhile."""
    home = await set_up_home(hass, "Ada")
    await async_reload(hass, home)
    assert not stored(hass).exists()
    await set_up_dashboards(hass)
    assert await addresses(hass) == [await address(hass)]


async def test_reloads_wait_for_the_dashboards_once(hass: HomeAssistant) -> None:
    """However often the home is set up before they come: what was awaited ends with the home."""
    home = await set_up_home(hass, "Ada")
    waiting = hass.bus.async_listeners()[EVENT_COMPONENT_LOADED]
    for _ in range(3):
        await async_reload(hass, home)
    assert hass.bus.async_listeners()[EVENT_COMPONENT_LOADED] == waiting
    await hass.config_entries.async_unload(home.entry_id)
    assert hass.bus.async_listeners().get(EVENT_COMPONENT_LOADED, 0) == waiting - 1


async def test_home_goes_before_dashboards_come(hass: HomeAssistant) -> None:
    """Then there is nothing to register."""
    home = await set_up_home(hass, "Ada")
    await hass.config_entries.async_remove(home.entry_id)
    await set_up_dashboards(hass)
    assert hass.data[LOVELACE_DATA].resources.async_items() == []


async def test_card_goes_with_the_home(hass: HomeAssistant) -> None:
    """And with nothing else: a treadmill is not worth a card, and takes none away."""
    stored(hass, *FOREIGN)
    await set_up_dashboards(hass)
    treadmill = await set_up_treadmill(hass)
    assert hass.data[LOVELACE_DATA].resources.async_items() == []
    home = await set_up_home(hass, "Ada")
    await hass.config_entries.async_remove(treadmill.entry_id)
    assert await addresses(hass) == [await address(hass)]
    await hass.config_entries.async_unload(home.entry_id)
    assert await addresses(hass) == [await address(hass)]
    await hass.config_entries.async_remove(home.entry_id)
    assert await resources(hass) == FOREIGN


async def test_card_that_is_not_wanted(hass: HomeAssistant) -> None:
    """It is taken away when it is switched off, at once; what is made by hand then is nobody else's business."""
    stored(hass, *FOREIGN)
    await set_up_dashboards(hass)
    home = await set_up_home(hass, "Ada")
    await press(hass, "ada_s_walking_start_walk")
    await choose(hass, home, card=False)
    assert await resources(hass) == FOREIGN
    await press(hass, "ada_s_walking_finish_walk")
    await hass.async_block_till_done(wait_background_tasks=True)
    collection = hass.data[LOVELACE_DATA].resources
    assert isinstance(collection, ResourceStorageCollection)
    await collection.async_create_item({"res_type": "module", "url": ADDRESS})
    await async_reload(hass, home)
    hass.config_entries.async_update_entry(home, title="House")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert await addresses(hass) == [ADDRESS]
    await choose(hass, home, card=True)
    assert await addresses(hass) == [await address(hass)]
    await choose(hass, home, card=False)
    await collection.async_create_item({"res_type": "module", "url": ADDRESS})
    await hass.config_entries.async_remove(home.entry_id)
    assert await addresses(hass) == [ADDRESS]


async def test_resources_in_yaml(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Somebody has to write a line: the repairs say which, until it is there."""
    mine = {"type": "module", "url": "/local/mine.js"}
    old = {"type": "module", "url": f"{ADDRESS}?v=0.0.9-12345678"}
    await set_up_dashboards(hass, resource_mode="yaml", resources=[mine, old])
    home = await set_up_home(hass, "Ada")
    asked = issue(hass)
    assert asked is not None
    url = await address(hass)
    assert asked.translation_placeholders == {"url": url}
    text = TEXTS["issues"]["card_not_registered"]["description"].format(url=url)
    assert f"\n- url: {url}\n  type: module\n" in text
    await a_minute_later(hass, freezer)
    assert issue(hass) is asked
    # As the action that reads the resources anew leaves them
    written = [mine, {"type": "module", "url": url}]
    hass.data[LOVELACE_DATA].resources = ResourceYAMLCollection(written)
    await a_minute_later(hass, freezer)
    assert issue(hass) is None
    assert written == [mine, {"type": "module", "url": url}]
    await async_reload(hass, home)
    assert issue(hass) is None
    hass.data[LOVELACE_DATA].resources = ResourceYAMLCollection([mine])
    await a_minute_later(hass, freezer)
    assert issue(hass) is not None
    await choose(hass, home, card=False)
    assert issue(hass) is None
    await a_minute_later(hass, freezer)
    assert issue(hass) is None
    await choose(hass, home, card=True)
    assert issue(hass) is not None
    await hass.config_entries.async_remove(home.entry_id)
    await a_minute_later(hass, freezer)
    assert issue(hass) is None


async def test_resources_that_cannot_be_read(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    """The home is set up all the same, and removed; what is wrong is in the log."""
    path = stored(hass, {"id": "x"})
    path.write_text('{"version": 9, "key": "x", "data": {}}', encoding="utf-8")
    await set_up_dashboards(hass)
    home = await set_up_home(hass, "Ada")
    assert "The card is not registered with the dashboards" in caplog.text
    await hass.config_entries.async_remove(home.entry_id)
    assert "The card stays among the resources" in caplog.text
    assert errors(caplog, "") == 0


async def test_resources_that_are_odd(hass: HomeAssistant) -> None:
    """Others may have left anything there."""
    odd: list[dict[str, Any]] = [
        {"id": "empty"},
        {"id": "none", "type": "js", "url": None},
    ]
    stored(hass, *odd)
    await set_up_dashboards(hass)
    await set_up_home(hass, "Ada")
    [*others, own] = await resources(hass)
    assert (others, own["url"]) == (odd, await address(hass))


async def test_card_that_was_not_built(hass: HomeAssistant) -> None:
    """As in a working copy: there is nothing to register, and the home does without."""
    aside = CARD.with_suffix(".aside")
    CARD.rename(aside)
    try:
        await set_up_dashboards(hass)
        await set_up_home(hass, "Ada")
    finally:
        aside.rename(CARD)
    assert hass.data[LOVELACE_DATA].resources.async_items() == []
