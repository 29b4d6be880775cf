"""Set-up: a home by hand, and treadmills as they are found or picked."""

import pytest

from custom_components.retrowalk.const import DOMAIN, HOME_UNIQUE_ID
from homeassistant.components.bluetooth import async_last_service_info
from homeassistant.config_entries import SOURCE_BLUETOOTH, SOURCE_IGNORE
from homeassistant.const import CONF_NAME
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData

from .belts import BELT_ADDRESS, async_put_belt_on_air
from .dialogs import (
    answer,
    asked,
    entry_of,
    found,
    set_up_home,
    set_up_treadmill,
    start,
    walkers,
)

OTHER_ADDRESS = "C0:FF:EE:00:00:02"
NAME = "Virtual treadmill"


async def test_home_by_hand(hass: HomeAssistant) -> None:
    """A home needs nothing but the name of its first walker, after the ask-first list was shown."""
    menu = await start(hass)
    assert menu["type"] is FlowResultType.MENU
    assert menu["menu_options"] == ["home", "treadmill"]
    form = await answer(hass, menu, next_step_id="home")
    assert asked(form["data_schema"]) == {CONF_NAME}
    result = await answer(hass, form, name="  Ada ")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == hass.config.location_name
    assert result["data"] == {"kind": "home"}
    home = entry_of(hass, HOME_UNIQUE_ID)
    assert home is not None
    [ada] = home.get_subentries_of_type("walker")
    assert ada.title == "Ada"
    assert ada.data == {"name": "Ada", "live_opens_session": True}


async def test_home_asks_again_for_a_name(hass: HomeAssistant) -> None:
    """A name of blanks is no name."""
    form = await answer(hass, await start(hass), next_step_id="home")
    again = await answer(hass, form, name="   ")
    assert again["errors"] == {CONF_NAME: "name_missing"}
    result = await answer(hass, again, name="Ada")
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_two_dialogs_make_one_home(hass: HomeAssistant) -> None:
    """Whoever is second with a home is told that there is one."""
    first = await answer(hass, await start(hass), next_step_id="home")
    second = await answer(hass, await start(hass), next_step_id="home")
    assert (await answer(hass, first, name="Ada"))[
        "type"
    ] is FlowResultType.CREATE_ENTRY
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": "import"}, data={"name": "Ben"}
    )
    assert result["reason"] == "already_configured"
    result = await answer(hass, second, name="Ben")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"


async def test_menu_hides_a_home_that_exists(hass: HomeAssistant) -> None:
    """With a home, adding goes straight to the treadmills."""
    await set_up_home(hass)
    await async_put_belt_on_air(hass)
    form = await start(hass)
    assert form["step_id"] == "treadmill"


async def test_no_treadmill_in_sight(hass: HomeAssistant) -> None:
    """Where nothing is heard, the dialog ends with what to try."""
    result = await answer(hass, await start(hass), next_step_id="treadmill")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "no_devices_found"


async def test_one_dialog_from_a_found_belt_to_a_complete_set_up(
    hass: HomeAssistant,
) -> None:
    """A discovered belt brings the home and its first walker along."""
    await async_put_belt_on_air(hass)
    [flow] = found(hass)
    assert flow["step_id"] == "bluetooth_confirm"
    assert flow["context"]["title_placeholders"] == {"name": NAME}
    result = await answer(hass, flow, name=" Ada ")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == NAME
    assert result["data"] == {
        "kind": "treadmill",
        "machine": "ftms",
        "address": BELT_ADDRESS,
        "name": NAME,
    }
    assert entry_of(hass, BELT_ADDRESS) is result["result"]
    home = entry_of(hass, HOME_UNIQUE_ID)
    assert home is not None
    assert walkers(home) == ["Ada"]
    assert not found(hass)


async def test_first_belt_without_a_walker(hass: HomeAssistant) -> None:
    """A name that is left empty adds the belt alone."""
    treadmill = await set_up_treadmill(hass)
    assert treadmill.title == NAME
    assert entry_of(hass, HOME_UNIQUE_ID) is None


async def test_belt_for_a_home_that_exists(hass: HomeAssistant) -> None:
    """With a home, a discovered belt asks for nothing but consent."""
    home = await set_up_home(hass)
    await async_put_belt_on_air(hass)
    [flow] = found(hass)
    assert flow["step_id"] == "connect"
    result = await answer(hass, flow)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert walkers(home) == ["Ada"]


async def test_home_made_while_a_belt_waits(hass: HomeAssistant) -> None:
    """A first walker's name comes too late when the home exists by then; the belt is added all the same."""
    await async_put_belt_on_air(hass)
    [flow] = found(hass)
    home = await set_up_home(hass)
    result = await answer(hass, flow, name="Ben")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert walkers(home) == ["Ada"]


@pytest.mark.parametrize("service_data", [True, False])
async def test_nothing_connects_before_the_user_agreed(
    hass: HomeAssistant, service_data: bool
) -> None:
    """Discovery only listens, whether or not the belt says what it is."""
    belt = await async_put_belt_on_air(hass, service_data=service_data)
    assert len(found(hass)) == 1
    assert not belt.connected


async def test_belt_picked_from_the_list(hass: HomeAssistant) -> None:
    """A picked belt goes on to the same question, and its discovery is settled with it."""
    await async_put_belt_on_air(hass)
    form = await answer(hass, await start(hass), next_step_id="treadmill")
    with pytest.raises(InvalidData):
        await answer(hass, form, address=OTHER_ADDRESS)
    form = await answer(hass, form, address=BELT_ADDRESS)
    assert form["step_id"] == "bluetooth_confirm"
    result = await answer(hass, form, name="Ada")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert not found(hass)
    assert entry_of(hass, HOME_UNIQUE_ID) is not None


async def test_belt_that_is_configured_is_not_offered_again(
    hass: HomeAssistant,
) -> None:
    """A configured belt is not discovered again and is not in the list."""
    treadmill = await set_up_treadmill(hass)
    await hass.config_entries.async_unload(treadmill.entry_id)
    result = await answer(hass, await start(hass), next_step_id="treadmill")
    assert result["reason"] == "no_devices_found"
    assert not found(hass)


async def test_second_discovery_of_a_belt(hass: HomeAssistant) -> None:
    """A belt whose dialog is open is not offered twice, and one that is configured not at all."""
    await async_put_belt_on_air(hass)
    [flow] = found(hass)
    advertisement = async_last_service_info(hass, BELT_ADDRESS)
    twice = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_BLUETOOTH}, data=advertisement
    )
    assert twice["reason"] == "already_in_progress"
    await answer(hass, flow)
    late = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_BLUETOOTH}, data=advertisement
    )
    assert late["reason"] == "already_configured"


async def test_belt_added_in_another_dialog(hass: HomeAssistant) -> None:
    """Two dialogs with the same belt: the second is told before anything connects."""
    await async_put_belt_on_air(hass)
    first = await answer(hass, await start(hass), next_step_id="treadmill")
    second = await answer(hass, await start(hass), next_step_id="treadmill")
    first = await answer(hass, first, address=BELT_ADDRESS)
    assert (await answer(hass, first))["type"] is FlowResultType.CREATE_ENTRY
    result = await answer(hass, second, address=BELT_ADDRESS)
    assert result["reason"] == "already_configured"


async def test_ignored_belt_can_still_be_added_by_hand(hass: HomeAssistant) -> None:
    """Ignoring a discovery is no farewell: the list still offers the belt."""
    await async_put_belt_on_air(hass)
    await hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": SOURCE_IGNORE},
        data={"unique_id": BELT_ADDRESS, "title": NAME},
    )
    form = await answer(hass, await start(hass), next_step_id="treadmill")
    form = await answer(hass, form, address=BELT_ADDRESS)
    result = await answer(hass, form, name="Ada")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert entry_of(hass, HOME_UNIQUE_ID) is not None


async def test_belt_has_no_walkers_inside(hass: HomeAssistant) -> None:
    """Walkers are added to the home only."""
    treadmill = await set_up_treadmill(hass)
    assert treadmill.supported_subentry_types == {}
