"""Who is told of whom: users see on a card what they may read on the walker's device, and order what they may press."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from homeassistant.auth.const import GROUP_ID_READ_ONLY, GROUP_ID_USER
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .acting import device_of
from .cards import CardOpener, entities_of, open_card, token_of
from .homes import BREAKFAST, press, set_up_home

__all__ = ["open_card"]

RANGE = {"start": "2026-11-01", "end": "2026-11-30"}


@pytest.fixture(autouse=True)
def _at_breakfast(freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


async def test_read_only_user_sees_and_orders_nothing(
    hass: HomeAssistant, open_card: CardOpener, hass_read_only_access_token: str
) -> None:
    """The card hides its buttons."""
    home = await set_up_home(hass, "Ada")
    card = await open_card(hass_read_only_access_token)
    await card.watch(device_of(hass, home, 1))
    walker = await card.latest()
    assert (walker["name"], walker["can"]) == ("Ada", {"control": False})
    assert (await card.history(walker["device_id"], **RANGE)) == {
        "days": [],
        "sessions": [],
    }


async def test_user_without_rights_learns_nothing(
    hass: HomeAssistant, open_card: CardOpener
) -> None:
    """Neither by asking for a walker, nor by asking for all, nor of the past."""
    home = await set_up_home(hass, "Ada")
    stranger = MockUser()
    card = await open_card(await token_of(hass, stranger))
    device_id = device_of(hass, home, 1)
    answer = await card.ask("retrowalk/subscribe", walker=device_id)
    assert answer["error"] == {"code": "unauthorized", "message": "Unauthorized"}
    assert await card.refusal("history", walker=device_id, **RANGE) == "unauthorized"
    await card.watch()
    await press(hass, "ada_s_walking_start_walk")
    assert await card.events() == []


async def test_each_sees_the_walkers_of_their_own(
    hass: HomeAssistant, open_card: CardOpener
) -> None:
    """By device, by entity or by domain, as rights are given; in part is not enough."""
    home = await set_up_home(hass, "Ada", "Ben", "Cat")
    ada, ben, _ = (device_of(hass, home, number) for number in (1, 2, 3))
    own = {entity: {"read": True} for entity in entities_of(hass, home, 1).values()}
    some = {"sensor.cat_s_walking_session": True}
    policies: list[tuple[dict[str, Any], set[tuple[str, bool]]]] = [
        ({"device_ids": {ada: True}}, {("Ada", True)}),
        ({"device_ids": {ben: {"read": True}}}, {("Ben", False)}),
        ({"entity_ids": own | some}, {("Ada", False)}),
        ({"entity_ids": own, "domains": {"button": True}}, {("Ada", True)}),
        ({"device_ids": {ada: {"control": True}}}, set()),
        ({"domains": {"sensor": True, "binary_sensor": True}}, set()),
    ]
    for policy, seen in policies:
        card = await open_card(await token_of(hass, MockUser(), policy))
        await card.watch()
        assert {
            (walker["name"], walker["can"]["control"]) for walker in await card.news()
        } == seen, policy


async def test_two_who_watch_the_same(
    hass: HomeAssistant, open_card: CardOpener, hass_read_only_access_token: str
) -> None:
    """Each is told what is true for them, at the same moments."""
    await set_up_home(hass, "Ada")
    cards = [await open_card(), await open_card(hass_read_only_access_token)]
    for card in cards:
        await card.watch()
    await press(hass, "ada_s_walking_start_walk", "ada_s_walking_pause_walk")
    told = [await card.news() for card in cards]
    for walkers, control in zip(told, (True, False), strict=True):
        phases = [walker["phase"] for walker in walkers]
        assert phases == ["idle", "walking", "paused"]
        assert {walker.pop("can")["control"] for walker in walkers} == {control}
    assert told[0] == told[1]


async def test_rights_that_are_taken_and_given(
    hass: HomeAssistant, open_card: CardOpener
) -> None:
    """What is no longer to be seen is gone from the page at once, and back as soon as it may be."""
    home = await set_up_home(hass, "Ada")
    readers = await hass.auth.async_get_group(GROUP_ID_READ_ONLY)
    assert readers is not None
    user = MockUser(groups=[readers])
    card = await open_card(await token_of(hass, user))
    await card.watch()
    assert [walker["name"] for walker in await card.news()] == ["Ada"]
    await hass.auth.async_update_user(user, group_ids=[])
    await hass.async_block_till_done()
    gone = {"device_id": device_of(hass, home, 1), "gone": True}
    assert await card.news() == [gone]
    await press(hass, "ada_s_walking_start_walk")
    assert await card.events() == []
    await hass.auth.async_update_user(user, group_ids=[GROUP_ID_USER])
    await hass.async_block_till_done()
    [walker] = await card.news()
    assert (walker["phase"], walker["can"]) == ("walking", {"control": True})


async def test_walker_without_entities_is_for_those_who_may_read_all(
    hass: HomeAssistant, open_card: CardOpener
) -> None:
    """Where nothing says who may read it."""
    home = await set_up_home(hass, "Ada")
    registry = er.async_get(hass)
    policy = {"device_ids": {device_of(hass, home, 1): True}}
    own = await token_of(hass, MockUser(), policy)
    cards = [await open_card(), await open_card(own)]
    for card in cards:
        await card.watch()
    assert [len(await card.news()) for card in cards] == [1, 1]
    for entity_id in entities_of(hass, home, 1).values():
        registry.async_update_entity(
            entity_id, disabled_by=er.RegistryEntryDisabler.USER
        )
    await hass.async_block_till_done()
    assert (await cards[0].latest())["entities"] == {}
    assert "gone" in await cards[1].latest()
