"""The dialog of a walker's address: made, shown once, changed, made anew, and removed."""

from typing import Any

from hass_nabucasa import CloudError
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.config_entries import ConfigEntry, SubentryFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from .clouds import HOOK, CloudNotAvailable, a_cloud
from .dialogs import change_walker, questions, set_up_home, suggested

INSIDE = "http://192.168.7.7:8123"
OUTSIDE = "https://home.example.org"
PLAIN: dict[str, Any] = {
    "from_outside": False,
    "signed": False,
    "backward_names": ["Retro ", " ", "Retro", "rückwärts"],
}


@pytest.fixture
async def home(hass: HomeAssistant) -> ConfigEntry:
    """A home that knows where it is."""
    await hass.config.async_update(internal_url=INSIDE, external_url=OUTSIDE)
    return await set_up_home(hass)


async def answer(
    hass: HomeAssistant, shown: SubentryFlowResult, **answers: Any
) -> SubentryFlowResult:
    """Fill in a form, or choose from a menu."""
    result = await hass.config_entries.subentries.async_configure(
        shown["flow_id"], answers
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    return result


async def make(
    hass: HomeAssistant, home: ConfigEntry, **answers: Any
) -> SubentryFlowResult:
    """Make an address; the page that shows it."""
    form = await change_walker(hass, home, "Ada", "address")
    assert form["step_id"] == "address_new"
    return await answer(hass, form, **PLAIN | answers)


async def choose(
    hass: HomeAssistant, home: ConfigEntry, item: str
) -> SubentryFlowResult:
    """Choose what to do with an address that is there."""
    menu = await change_walker(hass, home, "Ada", "address")
    assert menu["type"] is FlowResultType.MENU
    assert menu["menu_options"] == ["address_change", "address_anew", "address_remove"]
    return await answer(hass, menu, next_step_id=item)


def kept(home: ConfigEntry) -> dict[str, Any]:
    """What the home keeps of its walker."""
    [ada] = home.get_subentries_of_type("walker")
    return dict(ada.data)


def on_page(shown: SubentryFlowResult) -> dict[str, str]:
    """What a page shows to be copied, and what is in its QR code."""
    texts = dict(shown["description_placeholders"] or {})
    signed = "secret" in texts
    assert shown["step_id"] == ("address_and_secret" if signed else "address_shown")
    [code] = questions(shown["data_schema"]).values()
    return texts | {"qr_code": code.config["data"]}


async def posting(
    hass_client_no_auth: ClientSessionGenerator, url: str
) -> tuple[int, bool]:
    """What a test post is answered: the status, and whether somebody read it."""
    client = await hass_client_no_auth()
    path = f"/api/webhook/{url.rpartition('/')[2]}"
    response = await client.post(path, json={"test": True})
    return response.status, bool(await response.text())


async def test_menu(hass: HomeAssistant, home: ConfigEntry) -> None:
    """Changing a walker begins with what is to be changed."""
    [ada] = home.get_subentries_of_type("walker")
    menu = await hass.config_entries.subentries.async_init(
        (home.entry_id, "walker"),
        context={"source": "reconfigure", "subentry_id": ada.subentry_id},
    )
    assert menu["type"] is FlowResultType.MENU
    assert all(item in menu["menu_options"] for item in ("walker", "address"))


async def test_address_is_made(
    hass: HomeAssistant, home: ConfigEntry, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """An address of 256 bits is shown as text and as a QR code, and works at once."""
    shown = on_page(page := await make(hass, home))
    webhook_id = kept(home)["webhook_id"]
    assert len(bytes.fromhex(webhook_id)) == 32
    assert shown["url"] == shown["qr_code"] == f"{INSIDE}/api/webhook/{webhook_id}"
    assert shown.keys() == {"url", "qr_code"}
    assert await posting(hass_client_no_auth, shown["url"]) == (200, True)
    done = await answer(hass, page)
    assert done["reason"] == "address_saved"
    assert kept(home) == {
        "name": "Ada",
        "live_opens_session": True,
        "webhook_id": webhook_id,
        "from_outside": False,
        "cloudhook": False,
        "backward_names": ["Retro", "rückwärts"],
    }


async def test_secret_is_shown_once(hass: HomeAssistant, home: ConfigEntry) -> None:
    """A secret for signatures is shown beside the address; neither is shown again."""
    shown = on_page(await make(hass, home, signed=True))
    secret, webhook_id = kept(home)["signing_secret"], kept(home)["webhook_id"]
    assert shown["secret"] == secret
    assert len(bytes.fromhex(secret)) == 32
    for item in ("address_change", "address_anew", "address_remove"):
        page = str(await choose(hass, home, item))
        assert secret not in page
        assert webhook_id not in page


async def test_names_are_changed(hass: HomeAssistant, home: ConfigEntry) -> None:
    """Words for workouts can be changed, and the address need not be shown for that."""
    await make(hass, home, signed=True)
    before = kept(home)
    form = await choose(hass, home, "address_change")
    assert suggested(form["data_schema"]) == {
        "from_outside": False,
        "signed": True,
        "backward_names": ["Retro", "rückwärts"],
    }
    done = await answer(hass, form, **PLAIN | {"signed": True, "backward_names": []})
    assert done["reason"] == "address_saved"
    assert kept(home) == before | {"backward_names": []}


async def test_what_the_phone_needs_is_shown(
    hass: HomeAssistant, home: ConfigEntry
) -> None:
    """A way in from outside and a new secret are shown; a secret that is given up is forgotten."""
    first = on_page(await make(hass, home))
    form = await choose(hass, home, "address_change")
    shown = on_page(await answer(hass, form, **PLAIN | {"from_outside": True}))
    assert shown["url"] == first["url"].replace(INSIDE, OUTSIDE)
    form = await choose(hass, home, "address_change")
    both = PLAIN | {"from_outside": True, "signed": True}
    assert "secret" in on_page(await answer(hass, form, **both))
    form = await choose(hass, home, "address_change")
    shown = on_page(await answer(hass, form, **PLAIN | {"from_outside": True}))
    assert "secret" not in shown
    assert "signing_secret" not in kept(home)


@pytest.mark.parametrize("signed", [True, False])
async def test_address_is_made_anew(
    hass: HomeAssistant,
    home: ConfigEntry,
    hass_client_no_auth: ClientSessionGenerator,
    signed: bool,
) -> None:
    """The former address and the former secret stop working at once."""
    first = on_page(await make(hass, home))
    form = await choose(hass, home, "address_change")
    await answer(hass, form, **PLAIN | {"signed": signed})
    before = kept(home)
    form = await choose(hass, home, "address_anew")
    assert kept(home) == before
    second = on_page(await answer(hass, form))
    assert second["url"] != first["url"]
    assert kept(home).keys() == before.keys()
    if signed:
        assert second["secret"] != before["signing_secret"]
    assert await posting(hass_client_no_auth, first["url"]) == (200, False)
    status, read = await posting(hass_client_no_auth, second["url"])
    assert (status, read) == (401 if signed else 200, True)


async def test_address_is_removed(
    hass: HomeAssistant, home: ConfigEntry, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """Nobody listens at a removed address; the next one begins with the same words."""
    shown = on_page(await make(hass, home, signed=True))
    done = await answer(hass, await choose(hass, home, "address_remove"))
    assert done["reason"] == "address_removed"
    assert kept(home).keys() == {"name", "live_opens_session", "backward_names"}
    assert await posting(hass_client_no_auth, shown["url"]) == (200, False)
    form = await change_walker(hass, home, "Ada", "address")
    assert suggested(form["data_schema"])["backward_names"] == ["Retro", "rückwärts"]


async def test_other_questions_leave_the_address_alone(
    hass: HomeAssistant, home: ConfigEntry
) -> None:
    """Who changes the name keeps the address, and the other way round."""
    await make(hass, home)
    before = kept(home)
    form = await change_walker(hass, home, "Ada")
    shown = questions(form["data_schema"])
    goals = suggested(next(shown[key] for key in shown if key == "goals").schema)
    body = {"height_cm": 170}
    await answer(
        hass, form, name="Ada", live_opens_session=True, body=body, goals=goals
    )
    assert kept(home) == before | body
    await answer(hass, await choose(hass, home, "address_anew"))
    assert kept(home)["height_cm"] == 170


@pytest.mark.parametrize(
    ("from_outside", "error"), [(False, "no_local_url"), (True, "no_outside_url")]
)
async def test_home_that_does_not_know_where_it_is(
    hass: HomeAssistant, from_outside: bool, error: str
) -> None:
    """Nothing is made where nobody could find it."""
    home = await set_up_home(hass)
    hass.config.api = None
    before = kept(home)
    form = await make(hass, home, from_outside=from_outside)
    assert form["errors"] == {"base": error}
    assert suggested(form["data_schema"])["from_outside"] is from_outside
    assert kept(home) == before


async def test_no_way_to_a_new_address(hass: HomeAssistant, home: ConfigEntry) -> None:
    """The former address stays where there is no way to a new one."""
    await make(hass, home, from_outside=True)
    before = kept(home)
    await hass.config.async_update(external_url=None)
    form = await answer(hass, await choose(hass, home, "address_anew"))
    assert form["errors"] == {"base": "no_outside_url"}
    assert kept(home) == before


async def test_through_the_cloud(hass: HomeAssistant, home: ConfigEntry) -> None:
    """From outside leads through the cloud for whoever has it; what is given up leaves it."""
    with a_cloud(hass) as hooks:
        assert on_page(await make(hass, home, from_outside=True))["url"] == HOOK
        assert hooks == [kept(home)["webhook_id"]]
        first = hooks[0]
        await answer(hass, await choose(hass, home, "address_anew"))
        assert hooks == [kept(home)["webhook_id"]] != [first]
        form = await choose(hass, home, "address_change")
        shown = on_page(await answer(hass, form, **PLAIN))
        assert shown["url"].startswith(INSIDE)
        assert (hooks, kept(home)["cloudhook"]) == ([], False)
        form = await choose(hass, home, "address_change")
        await answer(hass, form, **PLAIN | {"from_outside": True})
        form = await choose(hass, home, "address_change")
        names = PLAIN | {"from_outside": True, "backward_names": ["x"]}
        await answer(hass, form, **names)
        assert (len(hooks), kept(home)["cloudhook"]) == (1, True)
        await answer(hass, await choose(hass, home, "address_remove"))
        assert hooks == []


async def test_cloud_without_a_subscription(
    hass: HomeAssistant, home: ConfigEntry
) -> None:
    """Whoever does not pay comes in by the external address."""
    with a_cloud(hass, subscribed=False) as hooks:
        shown = on_page(await make(hass, home, from_outside=True))
    assert shown["url"].startswith(OUTSIDE)
    assert hooks == []


@pytest.mark.parametrize("wrong", [CloudNotAvailable(), CloudError(), TimeoutError()])
async def test_cloud_out_of_reach(
    hass: HomeAssistant, home: ConfigEntry, wrong: Exception
) -> None:
    """Nothing is made while the cloud is away; there is no falling back to what was not asked for."""
    with a_cloud(hass, create=wrong):
        form = await make(hass, home, from_outside=True)
    assert form["errors"] == {"base": "cloud_not_connected"}
    assert "webhook_id" not in kept(home)


async def test_cloud_that_does_not_let_go(
    hass: HomeAssistant, home: ConfigEntry, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """An address is removed also where the cloud cannot be told, or is not there any more."""
    with a_cloud(hass, delete=ValueError()) as hooks:
        await make(hass, home, from_outside=True)
        await answer(hass, await choose(hass, home, "address_remove"))
        assert await posting(hass_client_no_auth, hooks[0]) == (200, False)
        await make(hass, home, from_outside=True)
    await answer(hass, await choose(hass, home, "address_remove"))
    assert "webhook_id" not in kept(home)


@pytest.mark.parametrize("what", ["walker", "home"])
async def test_what_is_removed_leaves_the_cloud(
    hass: HomeAssistant, home: ConfigEntry, what: str
) -> None:
    """With a walker, and with the home, goes the way through the cloud."""
    with a_cloud(hass) as hooks:
        await make(hass, home, from_outside=True)
        assert hooks
        if what == "home":
            await hass.config_entries.async_remove(home.entry_id)
        else:
            [ada] = home.subentries
            hass.config_entries.async_remove_subentry(home, ada)
        await hass.async_block_till_done()
        assert hooks == []


async def test_dialog_while_the_home_is_down(
    hass: HomeAssistant, home: ConfigEntry, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """An address can be made, and made anew, while its home is down: phones are asked to come again."""
    await hass.config_entries.async_unload(home.entry_id)
    first = on_page(await make(hass, home))["url"]
    assert await posting(hass_client_no_auth, first) == (503, True)
    second = on_page(await answer(hass, await choose(hass, home, "address_anew")))
    assert await posting(hass_client_no_auth, first) == (200, False)
    assert await posting(hass_client_no_auth, second["url"]) == (503, True)
    await hass.config_entries.async_setup(home.entry_id)
    await hass.async_block_till_done()
    assert await posting(hass_client_no_auth, second["url"]) == (200, True)
    await hass.config_entries.async_unload(home.entry_id)
    await answer(hass, await choose(hass, home, "address_remove"))
    assert await posting(hass_client_no_auth, second["url"]) == (200, False)
